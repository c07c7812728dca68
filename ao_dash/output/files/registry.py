"""Every format by its code, and the one way to write a document in any of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ao_dash.mapview.layers import compact_json
from ao_dash.output.files import csv, geojson, geopackage, parquet, workbook
from ao_dash.output.files.document import Document


class NoShapes(ValueError):  # noqa: N818  what is the matter, not that it is an error
    """A format of maps was asked for rows that have no shapes."""

    def __init__(self, label: str) -> None:
        super().__init__(
            f"{label} zapisuje granice gmin, a te wiersze ich nie mają. "
            "Wybierz CSV, XLSX albo Parquet."
        )


@dataclass(frozen=True)
class Format:
    """One format of files.

    ``writer`` makes the bytes of a document; ``shaped`` tells that it needs one with shapes.
    """

    code: str
    extension: str
    media: str
    label: str
    writer: Callable[[Document], bytes]
    shaped: bool = False


_CSV = "text/csv; charset=utf-8"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_GEO = "application/geo+json"
_GPKG = "application/geopackage+sqlite3"
_PARQUET = "application/vnd.apache.parquet"


def _json(document: Document) -> bytes:
    """Return what the document says of its rows and, as ``rows``, an object for each of them.

    A figure that is not there is ``null``; the column of states says why.
    """
    cells = document.rows.astype(object).where(document.rows.notna(), None)
    text = document.about() | {"key": list(document.key), "rows": cells.to_dict("records")}
    return compact_json(text)


FORMATS: Mapping[str, Format] = {
    one.code: one
    for one in (
        Format("csv-excel", "csv", _CSV, "CSV do Excela", csv.excel),
        Format("csv", "csv", _CSV, "CSV (UTF-8)", csv.plain),
        Format("csvw", "zip", "application/zip", "CSV z metadanymi (CSVW)", csv.bundle),
        Format("xlsx", "xlsx", _XLSX, "Excel (XLSX)", workbook.workbook),
        Format("geojson", "geojson", _GEO, "GeoJSON", geojson.geojson, shaped=True),
        Format("gpkg", "gpkg", _GPKG, "GeoPackage", geopackage.geopackage, shaped=True),
        Format("parquet", "parquet", _PARQUET, "Parquet", parquet.parquet),
        Format("json", "json", "application/json", "JSON", _json),
    )
}
"""Formats by code, in the order in which they are offered."""


def offered(document: Document) -> tuple[Format, ...]:
    """Return the formats that ``document`` can be written in."""
    return tuple(f for f in FORMATS.values() if document.drawing is not None or not f.shaped)


def write(document: Document, code: str) -> bytes:
    """Return ``document`` as a file; the same document always gives the same bytes.

    Raises
    ------
    KeyError
        If there is no such format.
    NoShapes
        If the format needs shapes and the document has none.
    """
    chosen = FORMATS[code]
    if chosen not in offered(document):
        raise NoShapes(chosen.label)
    return chosen.writer(document)


def file_name(document: Document, code: str) -> str:
    """Return an ASCII name for the file, e.g. ``ao_ludnosc_2024.xlsx``.

    What a code says beside the extension is in it, so that no two formats share a name.
    """
    _, dash, kind = code.partition("-")
    return f"{document.name}{'_' if dash else ''}{kind}.{FORMATS[code].extension}"


def files(document: Document, code: str, name: str = "") -> dict[str, bytes]:
    """Return everything that is to be saved, by file name.

    It is one file, called ``name`` (or :func:`file_name`), but for plain CSV, which has its CSVW
    metadata beside it. Raises what :func:`write` does.
    """
    name = name or file_name(document, code)
    found = {name: write(document, code)}
    if code == "csv":
        found[f"{name}{csv.METADATA_SUFFIX}"] = csv.metadata(document, name)
    return found
