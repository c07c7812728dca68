"""Addresses of rows: those of the map and of every screen, in every format."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ao_dash.output import strict_query
from ao_dash.output.files.csv import METADATA_SUFFIX, metadata
from ao_dash.output.files.document import Document
from ao_dash.output.files.registry import FORMATS, Format, file_name, write
from ao_dash.output.strict_query import LAYOUT, MAP
from ao_dash.screens import registry
from ao_dash.web.api import API
from ao_dash.web.api.operation import Answer, Operation, Question

_TAG = "wiersze"

# What follows the code of a screen where it is not just the extension of the format.
_ENDINGS: Mapping[str, str] = {"csv-excel": "-excel.csv", "csvw": ".csvw.zip"}

ROWS_SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "description": "Wiersze i wszystko, co trzeba o nich wiedzieć.",
    "required": ["title", "description", "sources", "issued", "address", "columns", "key", "rows"],
    "properties": {
        "title": {"type": "string"},
        "description": {"type": "string"},
        "facts": {"type": "object", "additionalProperties": {"type": "string"}},
        "notes": {"type": "array", "items": {"type": "string"}},
        "sources": {"type": "array", "items": {"type": "string"}},
        "licences": {"type": "array", "items": {"type": "string"}},
        "issued": {"type": "string", "format": "date"},
        "address": {"type": "string", "description": "adres tego samego w pulpicie"},
        "columns": {
            "type": "object",
            "description": "kolumny wierszy i ich znaczenie",
            "additionalProperties": {"type": "string"},
        },
        "key": {
            "type": "array",
            "description": "kolumny, które razem są w każdym wierszu inne",
            "items": {"type": "string"},
        },
        "rows": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": {"type": ["string", "number", "null"]},
            },
        },
    },
}
"""What the rows of a screen look like as JSON."""


def path_of(code: str, form: str) -> str:
    """Return the address of the rows of a screen, or of the map, in a format.

    >>> path_of("dane", "csv-excel"), path_of("profil", "xlsx")
    ('/api/v1/dane-excel.csv', '/api/v1/profil.xlsx')
    """
    return f"{API}/{code}{_ENDINGS.get(form, f'.{FORMATS[form].extension}')}"


def operations() -> Iterator[Operation]:
    """Return the addresses: the map first, formats with shapes for the map only."""
    for code, title in {MAP: "Mapa", **registry.TITLES}.items():
        options = (LAYOUT,) if code == MAP else ()
        for form in FORMATS.values():
            if code == MAP or not form.shaped:
                yield Operation(
                    path=path_of(code, form.code),
                    tag=_TAG,
                    summary=f"{title}: wiersze jako {form.label}",
                    media=form.media,
                    answer=_Rows(code, form),
                    screen=code,
                    options=options,
                    schema="Wiersze" if form.code == "json" else "",
                )
        yield Operation(
            path=_metadata_path(code),
            tag=_TAG,
            summary=f"{title}: metadane (CSVW) pliku CSV o tych samych parametrach",
            media="application/csvm+json",
            answer=_Metadata(code),
            screen=code,
            options=options,
            schema="Metadane",
        )


def _metadata_path(code: str) -> str:
    return f"{path_of(code, 'csv')}{METADATA_SUFFIX}"


class _Rows:
    """Answers with the rows of a screen in one format."""

    def __init__(self, code: str, form: Format) -> None:
        self.code, self.form = code, form

    def __call__(self, question: Question) -> Answer:
        document = _document(self.code, question)
        content = write(document, self.form.code)
        name = file_name(document, self.form.code)
        if self.form.code != "csv":
            return Answer(content, name)
        address = _with_query(_metadata_path(self.code), question)
        link = f'<{address}>; rel="describedby"; type="application/csvm+json"'
        return Answer(content, name, {"link": link})


class _Metadata:
    """Answers with what describes the plain CSV file of the same query."""

    def __init__(self, code: str) -> None:
        self.code = code

    def __call__(self, question: Question) -> Answer:
        # relative to the metadata, the address of the file to the last letter: else it is ignored
        csv = _with_query(path_of(self.code, "csv").removeprefix(f"{API}/"), question)
        return Answer(metadata(_document(self.code, question), csv))


def _document(code: str, question: Question) -> Document:
    return strict_query.document(question.dataset, code, question.query, question.imprint)


def _with_query(path: str, question: Question) -> str:
    return f"{path}?{question.text}" if question.text else path
