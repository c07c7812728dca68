"""An Excel workbook: a cover, the rows as a table, notes, the legend and the columns."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

import pandas as pd
import xlsxwriter  # type: ignore[import-untyped]

from ao_dash.model.series import STATUS_WORDS, Status
from ao_dash.output.files.column import Column, Datatype
from ao_dash.output.files.document import Document
from ao_dash.output.files.sheet import Sheet, Styles, Table

WORDS_SUFFIX = "slownie"
"""What follows the name of a status column in that of the column that says it in words."""

_MARKS = {
    Status.OK: "w komórce jest liczba; zero to też wartość, a nie brak danych",
    Status.MISSING: "komórka jest pusta: źródło nie podaje wartości",
    Status.NOT_APPLICABLE: "komórka jest pusta: dla tej gminy wartość nie ma sensu",
    Status.CONFIDENTIAL: "komórka jest pusta: urząd nie publikuje tej wartości",
}
_TYPE_WORDS = {
    Datatype.TEXT: "tekst",
    Datatype.WHOLE: "liczba całkowita",
    Datatype.NUMBER: "liczba",
}


def workbook(document: Document) -> bytes:
    """Return the document as an XLSX file.

    Numbers are numbers in full precision, shown with the decimals of their indicator; a cell
    without a figure is empty, and beside each status column another one says it in words. No text
    is ever a formula or a link.
    """
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties(_properties(document))
        styles = Styles(book)
        _cover(Sheet(book, styles, "Opis"), document)
        Sheet(book, styles, "Dane").table(_rows(document))
        Sheet(book, styles, "Uwagi").table(_notes(document))
        if document.states:
            Sheet(book, styles, "Legenda").table(_legend(document))
        Sheet(book, styles, "Kolumny").table(_columns(document))
    return out.getvalue()


def _properties(document: Document) -> dict[str, Any]:
    return {
        "title": document.title,
        "subject": document.summary,
        "comments": document.address,
        "author": "",
        "created": datetime.combine(document.issued, time()),
    }


def _cover(sheet: Sheet, document: Document) -> None:
    sheet.title(document.title)
    for label, text in document.facts:
        sheet.fact(label, text)
    for source in document.sources:
        sheet.fact("Źródło", source)
    for licence in document.licences:
        sheet.fact("Licencja danych", licence)
    sheet.fact("Data wydania", document.issued)
    sheet.fact("Adres widoku", document.address)


def _rows(document: Document) -> Table:
    columns: list[Column] = []
    cells: list[pd.Series] = []
    for column in document.columns:
        columns.append(column)
        cells.append(document.rows[column.name])
        if column.states:
            columns.append(in_words(column))
            cells.append(cells[-1].map(_words))
    return Table("Dane", tuple(columns), tuple(cells))


def in_words(column: Column) -> Column:
    """Return the column that says a status column in words.

    >>> in_words(Column("status_2023", "", Datatype.TEXT, states=True)).name
    'status_2023_slownie'
    """
    name = f"{column.name}_{WORDS_SUFFIX}"
    return Column(name, f"„{column.name}” słowami (tylko w XLSX)", Datatype.TEXT)


def _words(code: str) -> str:
    return STATUS_WORDS[Status(code)] if code else ""


def _notes(document: Document) -> Table:
    return _texts("Uwagi", ("uwaga",), [(note,) for note in document.notes or ("brak uwag",)])


def _legend(document: Document) -> Table:
    """Return what each mark means and how many cells have it; zeros are counted apart."""
    codes = pd.concat([document.rows[column.name] for column in document.states])
    names = ("status", "znaczenie", "jak zapisano")
    table = _texts(
        "Legenda",
        names,
        [(status.value, STATUS_WORDS[status], mark) for status, mark in _MARKS.items()],
    )
    counts = pd.Series([int((codes == status.value).sum()) for status in _MARKS], dtype="int64")
    number = Column("ile komórek", "", Datatype.WHOLE)
    return Table(table.name, (*table.columns, number), (*table.cells, counts))


def _columns(document: Document) -> Table:
    shown = [c for column in document.columns for c in _with_words(column)]
    return _texts(
        "Kolumny",
        ("kolumna", "znaczenie", "typ", "jednostka"),
        [(c.name, c.meaning, _TYPE_WORDS[c.datatype], c.unit) for c in shown],
    )


def _with_words(column: Column) -> tuple[Column, ...]:
    return (column, in_words(column)) if column.states else (column,)


def _texts(name: str, names: Sequence[str], rows: Sequence[tuple[str, ...]]) -> Table:
    columns = tuple(Column(column, "", Datatype.TEXT) for column in names)
    cells = tuple(pd.Series(list(cells), dtype="str") for cells in zip(*rows, strict=True))
    return Table(name, columns, cells)
