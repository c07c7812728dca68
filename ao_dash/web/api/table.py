"""The table of all addresses for programs, and the two that tell what is in it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from ao_dash import __version__
from ao_dash.web.api import API, catalogue, package, pictures, rows
from ao_dash.web.api.openapi import openapi
from ao_dash.web.api.operation import ApiRequest, ApiResult, Operation
from ao_dash.web.base import at

INDEX, OPENAPI = f"{API}/", f"{API}/openapi.json"

_TAG = "katalog"


def operations() -> tuple[Operation, ...]:
    """Return every address, in the order of the index."""
    return (
        *_about(),
        *catalogue.operations(),
        *package.operations(),
        *rows.operations(),
        *pictures.operations(),
    )


def _about() -> Iterator[Operation]:
    media = "application/json"
    schema = {"type": "object", "required": ["adresy"]}
    yield Operation(INDEX, _TAG, "Spis adresów", media, _index, schema=schema)
    summary = "Opis adresów i ich parametrów (OpenAPI 3.1)"
    schema = {"type": "object", "required": ["openapi", "info", "paths"]}
    yield Operation(OPENAPI, _TAG, summary, media, _openapi, schema=schema)


def _index(asked: ApiRequest) -> ApiResult:
    asked.no_parameters()
    listed = [
        {"adres": at(one.path), "opis": one.summary, "typ": one.media, "rodzaj": one.tag}
        for one in operations()
    ]
    return _json({"nazwa": asked.dataset.area.name, "wersja": __version__, "adresy": listed})


def _openapi(asked: ApiRequest) -> ApiResult:
    asked.no_parameters()
    return _json(openapi(asked.dataset, asked.routes, operations()))


def _json(content: dict[str, Any]) -> ApiResult:
    return ApiResult(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode())
