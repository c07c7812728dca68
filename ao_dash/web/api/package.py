"""Addresses of everything at once: long tables in two formats, and all of them as a workbook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from ao_dash.mapview.query import Parameter
from ao_dash.output import atom, dcat, package
from ao_dash.output.files.registry import FORMATS
from ao_dash.web.api import API
from ao_dash.web.api.operation import ApiRequest, ApiResult, NotFoundError, Operation, WorkQueue

WORKBOOK = f"{API}/wszystko.xlsx"
DESCRIPTOR = f"{API}/datapackage.json"
CATALOGUE = f"{API}/katalog.jsonld"
NEWS = f"{API}/nowosci.atom"

GMINA = Parameter("teryt6", "gmina, kod z gminy.json", codes=lambda dataset: dataset.gminy)
"""The open part of the address of a gmina's workbook."""

_TAG = "całość"
_MEDIA: Mapping[str, str] = {
    "csv.gz": "application/gzip",
    "parquet": FORMATS["parquet"].media,
}


def table_path(code: str, extension: str) -> str:
    """Return the address of one table of :data:`ao_dash.output.package.TABLES`.

    >>> table_path("wszystko", "csv.gz")
    '/api/v1/wszystko.csv.gz'
    """
    return f"{API}/{code}.{extension}"


def gmina_path(teryt6: str) -> str:
    """Return the address of the workbook of a gmina.

    >>> gmina_path("020101")
    '/api/v1/gminy/020101.xlsx'
    """
    return f"{API}/gminy/{teryt6}.xlsx"


def operations() -> Iterator[Operation]:
    """Return the addresses; what they answer is of the shared data alone."""
    for table in package.TABLES.values():
        for extension, media in _MEDIA.items():
            yield Operation(
                path=table_path(table.code, extension),
                tag=_TAG,
                summary=f"{table.title} jako {extension}",
                media=media,
                answer=partial(_table, table.code, extension),
                queue=WorkQueue.WHOLE,
                shared=True,
            )
    media = FORMATS["xlsx"].media
    summary = "Wszystko jako skoroszyt: gminy, regiony, przepływy, wskaźniki"
    queue = WorkQueue.WHOLE
    yield Operation(WORKBOOK, _TAG, summary, media, _workbook, queue=queue, shared=True)
    yield Operation(
        path=gmina_path(f"{{{GMINA.name}}}"),
        tag=_TAG,
        summary="Wszystkie wskaźniki i lata jednej gminy jako skoroszyt",
        media=media,
        answer=_gmina,
        options=(GMINA,),
        queue=queue,
        shared=True,
    )
    yield from _descriptions()


def _descriptions() -> Iterator[Operation]:
    """Return the addresses of what is said about the data and about their files."""
    yield Operation(
        path=DESCRIPTOR,
        tag=_TAG,
        summary="Opis plików CSV z całością (Frictionless Data Package)",
        media="application/json",
        answer=_descriptor,
        schema={"type": "object", "required": ["name", "resources"]},
        queue=WorkQueue.WHOLE,
        shared=True,
    )
    yield Operation(
        path=CATALOGUE,
        tag=_TAG,
        summary="Katalog zbiorów i plików (DCAT-AP, JSON-LD)",
        media="application/ld+json",
        answer=_catalogue,
        schema={"type": "object", "required": ["@context", "@type", "dcat:dataset"]},
        shared=True,
    )
    yield Operation(
        path=NEWS,
        tag=_TAG,
        summary="Co przyniosły ostatnie wydania danych (kanał Atom)",
        media=atom.MEDIA,
        answer=_news,
        shared=True,
    )


def _table(code: str, extension: str, asked: ApiRequest) -> ApiResult:
    asked.no_parameters()
    document = package.document(asked.dataset, code, asked.imprint)
    return ApiResult(package.WRITERS[extension](document), f"{document.name}.{extension}")


def _workbook(asked: ApiRequest) -> ApiResult:
    asked.no_parameters()
    return ApiResult(package.workbook(asked.dataset, asked.imprint), "ao_wszystko.xlsx")


def _gmina(asked: ApiRequest) -> ApiResult:
    asked.no_parameters()
    teryt6 = asked.values[GMINA.name]
    if teryt6 not in asked.dataset.gminy:
        msg = "Nie ma takiej gminy"
        raise NotFoundError(msg)
    content = package.gmina_workbook(asked.dataset, teryt6, asked.imprint)
    return ApiResult(content, f"ao_gmina_{teryt6}.xlsx")


def _descriptor(asked: ApiRequest) -> ApiResult:
    asked.no_parameters()
    return ApiResult(package.descriptor(asked.dataset, asked.imprint))


def _catalogue(asked: ApiRequest) -> ApiResult:
    asked.no_parameters()
    return ApiResult(dcat.catalogue(asked.dataset, asked.imprint, API))


def _news(asked: ApiRequest) -> ApiResult:
    asked.no_parameters()
    return ApiResult(atom.feed(asked.dataset, asked.imprint, NEWS))
