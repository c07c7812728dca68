"""The description of the addresses (OpenAPI 3.1): routes from FastAPI, parameters as declared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from fastapi.openapi.utils import get_openapi
from starlette.responses import Response
from starlette.routing import BaseRoute

from ao_dash import __version__
from ao_dash.mapview.query import Parameter
from ao_dash.model.dataset import Dataset
from ao_dash.output.strict_query import choice_of
from ao_dash.web.api import API
from ao_dash.web.api.endpoint import Refusal
from ao_dash.web.api.operation import Operation
from ao_dash.web.base import base_path, base_url

_REFUSALS: Mapping[int, str] = {
    400: "Adresu nie da się spełnić; wszystkie błędy naraz.",
    404: "Nie ma tego, co nazywa adres.",
    414: "Adres jest za długi.",
    503: "Dane mają błędy (są wypisane) albo zbyt wiele pytań czeka na odpowiedź.",
}
_TAGS: Mapping[str, str] = {
    "katalog": "Co jest w danych i pod jakimi kodami.",
    "całość": "Wszystko, co jest w danych, w jednym pliku.",
    "wiersze": "Wiersze stojące za mapą i za każdym ekranem, z tymi samymi parametrami.",
    "obrazy": "Mapa jako plik.",
}
_ETAG: Mapping[str, Any] = {
    "description": "znacznik treści do If-None-Match",
    "schema": {"type": "string"},
    "required": True,
}


def description_of(one: Operation) -> dict[str, Any]:
    """Return the arguments of a FastAPI route that describe an address."""
    found: dict[str, Any] = {"description": one.summary, "headers": {"ETag": _ETAG}}
    found["content"] = {one.media.partition(";")[0]: {}}
    if isinstance(one.schema, type):
        found["model"] = one.schema
    elif one.schema:
        found["content"] = {one.media: {"schema": one.schema}}
    codes = _REFUSALS.keys() if "{" in one.path else _REFUSALS.keys() - {404}
    refusals = {code: {"description": _REFUSALS[code], "model": Refusal} for code in sorted(codes)}
    unchanged = {304: {"description": "Odpowiedź się nie zmieniła (If-None-Match)."}}
    return {
        "tags": [one.tag],
        "summary": one.summary,
        "description": one.summary,  # else that of the function which serves every address
        "operation_id": one.path.removeprefix(f"{API}/") or "spis",
        "response_class": Response,
        "responses": {200: found, **unchanged, **refusals},
    }


def openapi(
    dataset: Dataset, routes: Sequence[BaseRoute], operations: Iterable[Operation]
) -> dict[str, Any]:
    """Return the description; values that parameters may have are those of ``dataset``."""
    found = get_openapi(
        title="Dane pulpitu obszaru funkcjonalnego",
        version=__version__,
        description="Parametry są te same, co w adresach ekranów. Tylko odczyt, bez kluczy.",
        tags=[{"name": name, "description": meaning} for name, meaning in _TAGS.items()],
        routes=routes,
        servers=[{"url": base_url()}] if base_path() else None,
    )
    described: dict[str, Any] = {}
    for operation in operations:
        taken = _parameters(operation)
        described |= {
            key: _described(one, dataset, in_path=f"{{{one.name}}}" in operation.path)
            for key, one in taken.items()
        }
        listed = [{"$ref": f"#/components/parameters/{key}"} for key in taken]
        found["paths"][operation.path]["get"]["parameters"] = listed
    found["components"]["parameters"] = described
    return found


def _parameters(operation: Operation) -> dict[str, Parameter]:
    """Return the parameters of an address by a key that is the same for all rows of a screen."""
    declared = choice_of(operation.screen).parameters() if operation.screen else ()
    found = {f"{operation.screen}.{one.name}": one for one in declared}
    return found | {one.name: one for one in operation.options}


def _described(one: Parameter, dataset: Dataset, *, in_path: bool) -> dict[str, Any]:
    known = {"name": one.name, "description": one.meaning, "schema": one.schema(dataset)}
    if in_path:
        return {**known, "in": "path", "required": True}
    return {**known, "in": "query"} | ({"explode": False} if one.several else {})
