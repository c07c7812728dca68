"""The addresses keep to their own description (OpenAPI), which keeps to the data."""

from __future__ import annotations

import functools
import json
import re
from typing import Any

import pytest
import schemathesis
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode, Response
from schemathesis.specs.openapi.checks import positive_data_acceptance
from starlette.applications import Starlette

from ao_dash.model.dataset import Dataset
from ao_dash.output import strict_query
from ao_dash.output.story_files import MEDIA
from ao_dash.output.strict_query import MAP
from ao_dash.screens import registry
from ao_dash.web.api import API, work
from ao_dash.web.api import application as api
from ao_dash.web.api.operation import Operation, WorkQueue
from ao_dash.web.api.table import OPENAPI, operations
from ao_dash.web.server.routes import routes
from tests.support.api import read
from tests.support.data import ROOT

DOCUMENT = (ROOT / "docs/api.md").read_text(encoding="utf-8")
DEEP = [f"{API}/{code}.json" for code in (MAP, *registry.TITLES)]
"""One address for each set of parameters."""


@functools.cache
def schema() -> Any:
    return schemathesis.openapi.from_asgi(OPENAPI, Starlette(routes=routes()))


def keeps_to_its_description(one: Operation, examples: int) -> None:
    """Ask without parameters, then with what the description allows and with what it does not.

    Which values go together (a year and an indicator) is more than a description can say: good
    values may be refused, too. Bad ones must be.
    """
    operation = schema()[one.path]["GET"]
    asked: list[Any] = []
    cases = st.one_of(*(operation.as_strategy(generation_mode=mode) for mode in GenerationMode))

    @settings(max_examples=examples, phases=[Phase.generate])
    @given(cases)
    def holds(case: Any) -> None:
        answer = case.call()
        case.validate_response(answer, excluded_checks=[positive_data_acceptance])
        if not asked:  # the simplest is the first
            assert not case.query
            answers(one, answer)
        asked.append(case)

    holds()


def answers(one: Operation, answer: Response) -> None:
    assert answer.status_code == 200
    assert answer.headers["content-type"] == [one.media]
    assert answer.headers["cache-control"] == ["no-cache"]
    assert answer.content
    if "json" in one.media:
        assert answer.json()


@pytest.mark.parametrize("one", operations(), ids=lambda one: one.path)
def test_every_address_answers_and_keeps_to_its_description(one: Operation) -> None:
    keeps_to_its_description(one, 8 if one.path in DEEP else 2)


def references(value: Any) -> set[str]:
    if isinstance(value, dict):
        own = {value["$ref"]} if "$ref" in value else set()
        return own.union(*map(references, value.values()))
    return set().union(*map(references, value)) if isinstance(value, list) else set()


def test_the_description_is_whole() -> None:
    told = read(OPENAPI)
    assert told["openapi"] == "3.1.0"
    assert set(told["paths"]) == {one.path for one in operations()}
    for reference in references(told):
        found = told
        for part in reference.removeprefix("#/").split("/"):
            found = found[part]
        assert found
    names = [path["get"]["operationId"] for path in told["paths"].values()]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("code", [MAP, *registry.TITLES])
def test_every_parameter_of_a_screen_is_described(code: str, dataset: Dataset) -> None:
    described = read(OPENAPI)["components"]["parameters"]
    for one in strict_query.choice_of(code).parameters():
        found = described[f"{code}.{one.name}"]
        assert (found["name"], found["description"]) == (one.name, one.meaning)
        assert found["schema"] == json.loads(json.dumps(one.schema(dataset)))


def test_codes_in_the_description_are_those_of_the_data(dataset: Dataset) -> None:
    described = read(OPENAPI)["components"]["parameters"]
    assert described["dane.wskaznik"]["schema"]["anyOf"][0]["enum"] == list(dataset.mapped)
    assert set(dataset.gminy) < set(described["dane.gmina"]["schema"]["enum"])


@pytest.mark.parametrize("one", [o for o in operations() if o.tag != "wiersze"])
def test_addresses_are_documented(one: Operation) -> None:
    assert f"`{one.path}`" in DOCUMENT


def test_only_addresses_that_exist_are_documented() -> None:
    stories = {f"{API}/opowiesc.{kind}" for kind in (*MEDIA, "html")}
    known = {one.path for one in operations()} | stories
    for path in re.findall(rf"`({API}/[^`?]*)", DOCUMENT):
        assert path in known | {f"{API}/opowiesc", f"{API}/opowiesci"}, path


def test_endings_of_formats_are_documented() -> None:
    for one in operations():
        if one.path.startswith(f"{API}/{MAP}"):
            assert f"`{one.path}`" in DOCUMENT


def test_limits_are_documented() -> None:
    for said in (
        f"{api.LONGEST} znaków",
        f"{api.MOST_BYTES // 1_000_000} MB",
        f"{strict_query.FIELDS} parametrów",
        f"ponad {work.MOST_WAITING[WorkQueue.DATA]} pytań",
        "`AO_API_SITES`",
        "`AO_SITE`",
    ):
        assert said in DOCUMENT
