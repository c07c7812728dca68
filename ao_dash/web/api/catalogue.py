"""Addresses of the catalogue: indicators, domains, gminy, sources, projects, borders."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from pydantic import TypeAdapter

from ao_dash.model.dataset import Dataset
from ao_dash.output import catalogue
from ao_dash.web.api import API
from ao_dash.web.api.operation import Answer, Nowhere, Operation, Question

VINTAGE = "stan"
"""The open part of the address of borders: the code of a vintage."""

BORDERS = f"{API}/granice/{{{VINTAGE}}}.geojson"

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
        yield Operation(
            path=f"{API}/{name}.json",
            tag=_TAG,
            summary=summary,
            media=_JSON,
            answer=_List(make, kind),
            schema=kind.__name__,
        )
    yield Operation(
        path=BORDERS,
        tag=_TAG,
        summary="Granice gmin w jednym ze stanów, jako GeoJSON",
        media="application/geo+json",
        answer=_borders,
        schema="GeoJSON",
    )


class _List:
    """Answers with one list of the catalogue."""

    def __init__(self, make: Callable[[Dataset], Any], kind: type) -> None:
        self.make, self.kind = make, kind

    def __call__(self, question: Question) -> Answer:
        question.no_parameters()
        return Answer(TypeAdapter(self.kind).dump_json(self.make(question.dataset)))


def _borders(question: Question) -> Answer:
    question.no_parameters()
    code = question.values[VINTAGE]
    try:
        return Answer(catalogue.borders(question.dataset, code), f"ao_granice_{code}.geojson")
    except KeyError as error:
        msg = "Nie ma takiego stanu granic"
        raise Nowhere(msg) from error
