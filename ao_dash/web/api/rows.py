"""Addresses of rows: those of the map and of every screen, in every format."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import partial

from pydantic import BaseModel, Field

from ao_dash.output import strict_query
from ao_dash.output.files.csv import METADATA_SUFFIX, metadata
from ao_dash.output.files.document import Document
from ao_dash.output.files.registry import FORMATS, Format, file_name, write
from ao_dash.output.strict_query import LAYOUT, MAP
from ao_dash.screens import registry
from ao_dash.web.api import API
from ao_dash.web.api.operation import ApiRequest, ApiResult, Operation
from ao_dash.web.base import at

_TAG = "wiersze"

# What follows the code of a screen where it is not just the extension of the format.
_ENDINGS: Mapping[str, str] = {"csv-excel": "-excel.csv", "csvw": ".csvw.zip"}


class Rows(BaseModel):
    """Wiersze i wszystko, co trzeba o nich wiedzieć."""

    title: str
    description: str
    facts: dict[str, str]
    notes: list[str]
    sources: list[str]
    licences: list[str]
    issued: date
    address: str = Field(description="adres tego samego w pulpicie")
    columns: dict[str, str] = Field(description="kolumny wierszy i ich znaczenie")
    key: list[str] = Field(description="kolumny, które razem są w każdym wierszu inne")
    rows: list[dict[str, str | float | None]]


def path_of(code: str, form: str) -> str:
    """Return the address of the rows of a screen, or of the map, in a format.

    >>> path_of("dane", "csv-excel"), path_of("profil", "xlsx")
    ('/api/v1/dane-excel.csv', '/api/v1/profil.xlsx')
    """
    return f"{API}/{code}{_ENDINGS.get(form, f'.{FORMATS[form].extension}')}"


def operations() -> Iterator[Operation]:
    """Return the addresses: the map first, formats with shapes where rows have some."""
    drawn = {MAP, *(screen.code for screen in registry.SCREENS if screen.lines)}
    for code, title in {MAP: "Mapa", **registry.TITLES}.items():
        options = (LAYOUT,) if code == MAP else ()
        for form in FORMATS.values():
            if code in drawn or not form.shaped:
                yield Operation(
                    path=path_of(code, form.code),
                    tag=_TAG,
                    summary=f"{title}: wiersze jako {form.label}",
                    media=form.media,
                    answer=partial(_rows, code, form),
                    screen=code,
                    options=options,
                    schema=Rows if form.code == "json" else None,
                )
        yield Operation(
            path=_metadata_path(code),
            tag=_TAG,
            summary=f"{title}: metadane (CSVW) pliku CSV o tych samych parametrach",
            media="application/csvm+json",
            answer=partial(_metadata, code),
            screen=code,
            options=options,
            schema={"type": "object", "required": ["@context", "url", "tableSchema"]},
        )


def _metadata_path(code: str) -> str:
    return f"{path_of(code, 'csv')}{METADATA_SUFFIX}"


def _rows(code: str, form: Format, asked: ApiRequest) -> ApiResult:
    document = _document(code, asked)
    content, name = write(document, form.code), file_name(document, form.code)
    if form.code != "csv":
        return ApiResult(content, name)
    address = _with_query(_metadata_path(code), asked)
    link = f'<{at(address)}>; rel="describedby"; type="application/csvm+json"'
    return ApiResult(content, name, {"link": link})


def _metadata(code: str, asked: ApiRequest) -> ApiResult:
    # relative to the metadata, the address of the file to the last letter: else it is ignored
    csv = _with_query(path_of(code, "csv").removeprefix(f"{API}/"), asked)
    return ApiResult(metadata(_document(code, asked), csv))


def _document(code: str, asked: ApiRequest) -> Document:
    return strict_query.document(asked.dataset, code, asked.query, asked.imprint)


def _with_query(path: str, asked: ApiRequest) -> str:
    return f"{path}?{asked.text}" if asked.text else path
