"""The table of all addresses for programs, and the two that tell what is in it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from ao_dash import __version__
from ao_dash.web.api import API, catalogue, pictures, rows
from ao_dash.web.api.operation import Answer, Operation, Question

INDEX, OPENAPI = f"{API}/", f"{API}/openapi.json"

_TAG = "katalog"


def operations() -> tuple[Operation, ...]:
    """Return every address, in the order in which they are told."""
    return (*_about(), *catalogue.operations(), *rows.operations(), *pictures.operations())


def _about() -> Iterator[Operation]:
    media = "application/json"
    yield Operation(INDEX, _TAG, "Spis adresów", media, _index, schema="Spis")
    summary = "Opis adresów i ich parametrów (OpenAPI 3.1)"
    yield Operation(OPENAPI, _TAG, summary, media, _openapi, schema="Opis")


def served() -> tuple[Operation, ...]:
    """Return :func:`operations` and the index without its last slash, as people type it."""
    known = operations()
    return (*known, replace(known[0], path=INDEX.rstrip("/")))


def _index(question: Question) -> Answer:
    question.no_parameters()
    told = [
        {"adres": one.path, "opis": one.summary, "typ": one.media, "rodzaj": one.tag}
        for one in operations()
    ]
    return _json({"nazwa": "Aglomeracja Opolska", "wersja": __version__, "adresy": told})


def _openapi(question: Question) -> Answer:
    # imports every screen with its libraries; needed by this address only
    from ao_dash.web.api.openapi import openapi  # noqa: PLC0415

    question.no_parameters()
    return _json(openapi(question.dataset, __version__, operations()))


def _json(content: dict[str, Any]) -> Answer:
    return Answer(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode())
