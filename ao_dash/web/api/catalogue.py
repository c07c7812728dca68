"""Addresses of the catalogue: indicators, domains, gminy, sources, projects, borders."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from pydantic import TypeAdapter

from ao_dash.mapview.query import Parameter
from ao_dash.model.dataset import Dataset
from ao_dash.output import catalogue
from ao_dash.web.api import API
from ao_dash.web.api.operation import ApiRequest, ApiResult, NotFoundError, Operation

VINTAGE = Parameter(
    "stan",
    "stan granic, kod z granice.json",
    codes=lambda dataset: [vintage.kod for vintage in catalogue.vintages(dataset).granice],
)
"""The open part of the address of borders: the code of a vintage."""

BORDERS = f"{API}/granice/{{{VINTAGE.name}}}.geojson"

GEOJSON_SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "description": "FeatureCollection według RFC 7946, długość i szerokość geograficzna (WGS 84).",
    "required": ["type", "features", "ao"],
    "properties": {
        "type": {"const": "FeatureCollection"},
        "features": {"type": "array", "items": {"type": "object", "required": ["geometry"]}},
        "ao": {"type": "object"},
    },
}
"""What every GeoJSON file looks like."""

_TAG = "katalog"
_JSON = "application/json"

LISTS: Mapping[str, tuple[str, Callable[[Dataset], Any], type]] = {
    "wskazniki": ("Wskaźniki", catalogue.indicators, catalogue.Indicators),
    "dziedziny": ("Dziedziny współpracy", catalogue.domains, catalogue.Domains),
    "gminy": ("Gminy i ich typy z datami", catalogue.gminy, catalogue.Gminy),
    "zrodla": ("Źródła i licencje", catalogue.sources, catalogue.Sources),
    "projekty": (
        "Wspólne projekty i kto w nich uczestniczy",
        catalogue.projects,
        catalogue.Projects,
    ),
    "granice": ("Stany granic", catalogue.vintages, catalogue.Vintages),
}
"""Lists by the name of their address: what they are, how they are made, of what type they are."""


def operations() -> Iterator[Operation]:
    """Return the addresses."""
    for name, (summary, make, kind) in LISTS.items():
        answer = partial(_list, make, TypeAdapter(kind))
        yield Operation(f"{API}/{name}.json", _TAG, summary, _JSON, answer, schema=kind)
    yield Operation(
        path=BORDERS,
        tag=_TAG,
        summary="Granice gmin w jednym ze stanów, jako GeoJSON",
        media="application/geo+json",
        answer=_borders,
        options=(VINTAGE,),
        schema=GEOJSON_SCHEMA,
    )


def _list(make: Callable[[Dataset], Any], kind: TypeAdapter[Any], asked: ApiRequest) -> ApiResult:
    asked.no_parameters()
    return ApiResult(kind.dump_json(make(asked.dataset)))


def _borders(asked: ApiRequest) -> ApiResult:
    asked.no_parameters()
    code = asked.values[VINTAGE.name]
    try:
        return ApiResult(catalogue.borders(asked.dataset, code), f"ao_granice_{code}.geojson")
    except KeyError as error:
        msg = "Nie ma takiego stanu granic"
        raise NotFoundError(msg) from error
