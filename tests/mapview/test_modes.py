from __future__ import annotations

import json

import pytest

from ao_dash.mapview.message import map_message, message
from ao_dash.mapview.query import Mode
from ao_dash.mapview.selection import altered, parse
from ao_dash.mapview.view import build_view, build_years
from ao_dash.model.dataset import Dataset
from ao_dash.web.server.security import COMPONENT_POLICY, policy


@pytest.mark.parametrize("mode", Mode)
def test_the_address_keeps_the_mode_through_every_change(dataset: Dataset, mode: Mode) -> None:
    selection, notes = parse({"tryb": mode.value}, dataset)
    assert (selection.mode, notes) == (mode, [])
    for change in ({"dziedzina": "transport"}, {"rok": "2019"}, {"gmina": "160903"}):
        changed, notes = parse(altered(selection.query(), change), dataset)
        assert (changed.mode, notes) == (mode, [])
        assert changed.query()["tryb"] == mode.value
    left, _ = parse(altered(selection.query(), {"tryb": None}), dataset)
    assert left.mode is None


def test_an_unknown_mode_gives_way_and_says_so(dataset: Dataset) -> None:
    selection, notes = parse({"tryb": "kino"}, dataset)
    assert selection.mode is None
    assert [str(note) for note in notes] == [
        "Tryb „kino” z adresu nie istnieje; pokazano zwykły ekran."
    ]


def test_the_line_below_the_picture_says_everything(dataset: Dataset) -> None:
    query = {"tryb": "prezentacja", "wskaznik": "ludnosc", "rok": "2016", "typ": "wiejska"}
    state = message(build_view(dataset, parse(query, dataset)[0]))["state"]
    for said in (
        "Ludność",
        "osoby",
        "2016",
        "GUS",
        "granice do 31.12.2016",
        "typ w 2016 r.: wiejska",
    ):
        assert said in state


def test_every_year_has_its_own_line(dataset: Dataset) -> None:
    selection, _ = parse({"tryb": "prezentacja", "wskaznik": "ludnosc"}, dataset)
    for view in build_years(dataset, selection):
        told = map_message(view)
        assert f" · {told['year']} · " in told["state"]


def test_a_mode_changes_nothing_that_the_picture_says(dataset: Dataset) -> None:
    usual, staged = (
        dict[str, object](
            message(build_view(dataset, parse(query, dataset)[0]), offered=["a", "b"])
        )
        for query in ({}, {"tryb": "prezentacja"})
    )
    extra = {name: staged.pop(name) for name in ("mode", "state", "around", "whole", "offered")}
    assert extra["offered"] == ["a", "b"]
    assert staged.pop("query") == f"{usual.pop('query')}&tryb=prezentacja"
    assert json.dumps(staged) == json.dumps(usual)


def test_nobody_else_may_embed_unless_told() -> None:
    assert policy("/").endswith("; frame-ancestors 'self'")
    sites = ("https://www.gogolin.pl", "http://127.0.0.1:8000")
    inner = policy("/component/map", sites)
    assert inner == f"{COMPONENT_POLICY}; frame-ancestors 'self' {' '.join(sites)}"
