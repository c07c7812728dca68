"""The description of the addresses (OpenAPI 3.1), made from the table they are served from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import TypeAdapter

from ao_dash.mapview.query import Parameter
from ao_dash.model.dataset import Dataset
from ao_dash.output.catalogue import vintages
from ao_dash.output.strict_query import choice_of
from ao_dash.web.api import API
from ao_dash.web.api.catalogue import GEOJSON_SCHEMA, LISTS, VINTAGE
from ao_dash.web.api.operation import Operation
from ao_dash.web.api.pictures import YEARS_SCHEMA
from ao_dash.web.api.rows import ROWS_SCHEMA

_REFUSALS: Mapping[str, str] = {
    "400": "Adresu nie da się spełnić; wszystkie błędy naraz.",
    "404": "Nie ma tego, co nazywa adres.",
    "414": "Adres jest za długi.",
    "503": "Dane mają błędy (są wypisane) albo zbyt wiele pytań czeka na odpowiedź.",
}
_COMMON = ("400", "414", "503")

_TEXT = {"type": "string"}
_FAULT: Mapping[str, Any] = {
    "type": "object",
    "required": ["file", "rule", "remedy", "text"],
    "properties": {
        "file": {**_TEXT, "description": "gdzie: „adres” albo plik danych"},
        "rule": {**_TEXT, "description": "co jest nie tak"},
        "remedy": {**_TEXT, "description": "co zrobić"},
        "row": {"type": ["integer", "null"]},
        "column": _TEXT,
        "value": _TEXT,
        "counted": _TEXT,
        "text": {**_TEXT, "description": "to samo jednym zdaniem"},
    },
}
_REFUSAL: Mapping[str, Any] = {
    "type": "object",
    "description": "Odmowa; pola type, title i status jak w RFC 9457.",
    "required": ["type", "title", "status", "faults"],
    "properties": {
        "type": _TEXT,
        "title": _TEXT,
        "status": {"type": "integer"},
        "faults": {"type": "array", "minItems": 1, "items": {"$ref": "#/components/schemas/Wada"}},
    },
}
_OWN_SCHEMAS: Mapping[str, Mapping[str, Any]] = {
    "Wada": _FAULT,
    "Odmowa": _REFUSAL,
    "Wiersze": ROWS_SCHEMA,
    "Metadane": {"type": "object", "required": ["@context", "url", "tableSchema"]},
    "GeoJSON": GEOJSON_SCHEMA,
    "Lata": YEARS_SCHEMA,
    "Opis": {"type": "object", "required": ["openapi", "info", "paths"]},
    "Spis": {"type": "object", "required": ["adresy"]},
}
_TAGS: Mapping[str, str] = {
    "katalog": "Co jest w danych i pod jakimi kodami.",
    "wiersze": "Wiersze stojące za mapą i za każdym ekranem, z tymi samymi parametrami.",
    "obrazy": "Mapa jako plik.",
}


def openapi(dataset: Dataset, version: str, operations: Iterable[Operation]) -> dict[str, Any]:
    """Return the description; values that parameters may have are those of ``dataset``."""
    known = tuple(operations)
    described: dict[str, Parameter] = {}
    paths = {}
    for operation in known:
        taken = _parameters(operation)
        described |= taken
        paths[operation.path] = {"get": _operation(operation, taken, dataset)}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Aglomeracja Opolska: dane pulpitu",
            "version": version,
            "description": "Parametry są te same, co w adresach ekranów. Tylko odczyt, bez kluczy.",
        },
        "tags": [{"name": name, "description": told} for name, told in _TAGS.items()],
        "paths": paths,
        "components": {
            "parameters": {key: _parameter(one, dataset) for key, one in sorted(described.items())},
            "responses": {code: _refusal(told) for code, told in _REFUSALS.items()},
            "schemas": schemas(),
        },
    }


def schemas() -> dict[str, Any]:
    """Return what JSON answers look like, by name."""
    found = dict(_OWN_SCHEMAS)
    for _, _, kind in LISTS.values():
        schema = TypeAdapter(kind).json_schema(ref_template="#/components/schemas/{model}")
        parts = schema.pop("$defs", {})
        found |= {name: _plain(part) for name, part in parts.items()} | {kind.__name__: schema}
    return found


def _plain(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema without what describes the code of a plain list of codes."""
    return {k: v for k, v in schema.items() if not ("enum" in schema and k == "description")}


def _operation(
    operation: Operation, taken: Mapping[str, Parameter], dataset: Dataset
) -> dict[str, Any]:
    open_part = f"{{{VINTAGE}}}" in operation.path
    listed: list[dict[str, Any]] = [{"$ref": f"#/components/parameters/{key}"} for key in taken]
    if open_part:
        listed.append(_vintage(dataset))
    codes = [*_COMMON, *(["404"] if open_part else [])]
    return {
        "operationId": operation.path.removeprefix(f"{API}/") or "spis",
        "tags": [operation.tag],
        "summary": operation.summary,
        "parameters": listed,
        "responses": {
            "200": _answer(operation),
            "304": {"description": "Odpowiedź się nie zmieniła (If-None-Match)."},
            **{code: {"$ref": f"#/components/responses/{code}"} for code in sorted(codes)},
        },
    }


def _vintage(dataset: Dataset) -> dict[str, Any]:
    codes = [vintage.kod for vintage in vintages(dataset).granice]
    return {
        "name": VINTAGE,
        "in": "path",
        "required": True,
        "description": "stan granic, kod z granice.json",
        "schema": {"type": "string", "enum": codes},
    }


def _answer(operation: Operation) -> dict[str, Any]:
    schema = {"$ref": f"#/components/schemas/{operation.schema}"} if operation.schema else {}
    media = operation.media.partition(";")[0]
    etag = {"description": "znacznik treści do If-None-Match", "schema": _TEXT, "required": True}
    return {
        "description": operation.summary,
        "headers": {"ETag": etag},
        "content": {media: {"schema": schema} if schema else {}},
    }


def _parameters(operation: Operation) -> dict[str, Parameter]:
    """Return the parameters of an address by a key that is the same for all rows of a screen."""
    declared = choice_of(operation.screen).parameters() if operation.screen else ()
    found = {f"{operation.screen}.{one.name}": one for one in declared}
    return found | {one.name: one for one in operation.options}


def _parameter(one: Parameter, dataset: Dataset) -> dict[str, Any]:
    schema = one.schema(dataset)
    known = {"name": one.name, "in": "query", "description": one.meaning, "schema": schema}
    return known | ({"explode": False} if one.several else {})


def _refusal(told: str) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Odmowa"}
    return {"description": told, "content": {"application/json": {"schema": schema}}}
