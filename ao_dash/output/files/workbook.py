"""An Excel workbook: a cover, the rows as a table, notes, the legend and the columns."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import pandas as pd
import xlsxwriter  # type: ignore[import-untyped]

from ao_dash.model.faults import DataFaults, Fault
from ao_dash.model.series import STATUS_WORDS, Status
from ao_dash.output.files.csv import inert
from ao_dash.output.files.document import Column, Datatype, Document

_LONGEST = 32_767  # characters that a cell of Excel may hold
MOST_ROWS = 1_048_575
"""Rows that a sheet of Excel may hold below its heading."""

_NARROW, _WIDE = 9, 60  # widths of columns in characters
_FACT_WIDTHS = (22, 100)
_STYLE = "Table Style Light 1"


@dataclass(frozen=True, eq=False)
class SheetTable:
    """A table of a sheet: its columns and, for each of them, the cells."""

    name: str
    columns: tuple[Column, ...]
    cells: tuple[pd.Series, ...]


_LOOKS: Mapping[str, Mapping[str, Any]] = {
    "title": {"bold": True, "font_size": 16},
    "label": {"bold": True, "valign": "top"},
    "text": {"text_wrap": True, "valign": "top"},
    "day": {"num_format": "yyyy-mm-dd", "align": "left"},
    "quoted": {"quote_prefix": True},  # Excel would take the text for a formula once edited
}


class Styles:
    """The formats of a workbook, each made once: those of :data:`_LOOKS` and of numbers."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        """Return the format of a name, or that of a number by its pattern."""
        if name not in self._made:
            self._made[name] = self._book.add_format(_LOOKS.get(name, {"num_format": name}))
        return self._made[name]


class Sheet:
    """One sheet, written from top to bottom."""

    def __init__(self, book: Any, styles: Styles, name: str) -> None:
        self._sheet = book.add_worksheet(name)
        self._styles = styles
        self._row = 0

    def title(self, text: str) -> None:
        """Write the heading of the cover."""
        for place, width in enumerate(_FACT_WIDTHS):
            self._sheet.set_column(place, place, width)
        self._text(0, 0, text, self._styles["title"])
        self._row = 2

    def fact(self, label: str, fact: str | date) -> None:
        """Write a line of the cover."""
        self._text(self._row, 0, label, self._styles["label"])
        if isinstance(fact, str):
            self._text(self._row, 1, fact, self._styles["text"])
        else:
            self._sheet.write_datetime(self._row, 1, fact, self._styles["day"])
        self._row += 1

    def table(self, table: SheetTable) -> None:
        """Fill the sheet with a table of Excel; its heading stays in sight."""
        rows = max(len(table.cells[0]), 1)  # Excel knows no table without a row
        names = headings([column.name for column in table.columns])
        columns = [{"header": name} for name in names]
        options = {"name": table.name, "columns": columns, "style": _STYLE}
        self._sheet.add_table(0, 0, rows, len(table.columns) - 1, options)
        for place, (column, cells) in enumerate(zip(table.columns, table.cells, strict=True)):
            self._column(place, column, cells)
        self._sheet.freeze_panes(1, 0)

    def _column(self, place: int, column: Column, cells: pd.Series) -> None:
        listed = cells.tolist()  # quicker to go through than a series
        longest = max([len(column.name) + 3, *(len(str(cell)) for cell in listed)])
        self._sheet.set_column(place, place, min(max(longest, _NARROW), _WIDE))
        for row, cell in enumerate(listed, 1):
            if column.datatype is Datatype.TEXT:
                if cell:
                    self._text(row, place, cell)
            elif not pd.isna(cell):
                style = self._styles[_pattern(column, row - 1)]
                self._sheet.write_number(row, place, float(cell), style)

    def _text(self, row: int, place: int, text: str, style: Any = None) -> None:
        if inert(text) != text and style is None:
            style = self._styles["quoted"]
        self._sheet.write_string(row, place, text[:_LONGEST], style)


def _pattern(column: Column, row: int) -> str:
    """Return the number format of a cell; programs put in the separators of their language."""
    if column.datatype is Datatype.WHOLE:
        return "0"
    if not column.decimals:
        return "General"
    digits = column.decimals[row]
    return "#,##0" + ("." + "0" * digits if digits else "")


def headings(names: Iterable[str]) -> list[str]:
    r"""Return names as headings of a table: Excel repairs files where they are not as it wants.

    Each is on one line, and all differ, whatever their case.

    >>> headings(["a\nb", "A b", "c"])
    ['a b', 'A b (2)', 'c']
    """
    found: list[str] = []
    times: Counter[str] = Counter()
    for name in names:
        line = " ".join(name.split())
        times[line.lower()] += 1
        found.append(f"{line} ({times[line.lower()]})" if times[line.lower()] > 1 else line)
    return found


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
    return workbook_of(document, {"Dane": document})


def workbook_of(cover: Document, sheets: Mapping[str, Document]) -> bytes:
    """Return several documents as one XLSX file, as :func:`workbook` writes one.

    Parameters
    ----------
    cover
        What is told of the whole: title, facts, sources, notes.
    sheets
        Documents by the name of the sheet of their rows.

    Raises
    ------
    DataFaults
        If any has more rows than a sheet can hold.
    """
    _check_rows(sheets)
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        properties = {
            "title": cover.title,
            "subject": cover.summary,
            "comments": cover.address,
            "author": "",
            "created": datetime.combine(cover.issued, time()),
        }
        book.set_properties(properties)
        styles = Styles(book)
        _cover(Sheet(book, styles, "Opis"), cover)
        for name, document in sheets.items():
            Sheet(book, styles, name).table(_rows(name, document))
        notes = [(note,) for note in cover.notes or ("brak uwag",)]
        Sheet(book, styles, "Uwagi").table(_texts("Uwagi", ("uwaga",), notes))
        if any(document.states for document in sheets.values()):
            Sheet(book, styles, "Legenda").table(_legend(sheets.values()))
        Sheet(book, styles, "Kolumny").table(_columns(sheets))
    return out.getvalue()


def _check_rows(sheets: Mapping[str, Document]) -> None:
    remedy = "Pobierz CSV albo Parquet"
    rule = f"arkusz XLSX ma najwyżej {MOST_ROWS} wierszy"
    faults = [
        Fault("adres", rule, remedy, value=f"{name}: {len(document.rows)}")
        for name, document in sheets.items()
        if len(document.rows) > MOST_ROWS
    ]
    if faults:
        raise DataFaults(faults)


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


def _rows(name: str, document: Document) -> SheetTable:
    columns: list[Column] = []
    cells: list[pd.Series] = []
    for column in document.columns:
        columns.append(column)
        cells.append(document.rows[column.name])
        if column.states:
            columns.append(in_words(column))
            cells.append(cells[-1].map(lambda code: STATUS_WORDS[Status(code)] if code else ""))
    return SheetTable(name.replace(" ", "_"), tuple(columns), tuple(cells))


def in_words(column: Column) -> Column:
    """Return the column that says a status column in words.

    >>> in_words(Column("status_2023", "", Datatype.TEXT, states=True)).name
    'status_2023_slownie'
    """
    name = f"{column.name}_{WORDS_SUFFIX}"
    return Column(name, f"„{column.name}” słowami (tylko w XLSX)", Datatype.TEXT)


def _legend(documents: Iterable[Document]) -> SheetTable:
    """Return what each mark means and how many cells have it; zeros are counted apart."""
    codes = pd.concat([one.rows[column.name] for one in documents for column in one.states])
    marks = [(status.value, STATUS_WORDS[status], mark) for status, mark in _MARKS.items()]
    table = _texts("Legenda", ("status", "znaczenie", "jak zapisano"), marks)
    counts = pd.Series([int((codes == status.value).sum()) for status in _MARKS], dtype="int64")
    number = Column("ile komórek", "", Datatype.WHOLE)
    return SheetTable(table.name, (*table.columns, number), (*table.cells, counts))


def _columns(sheets: Mapping[str, Document]) -> SheetTable:
    """Return what each column means; of several sheets, also which sheet it is in."""
    shown = [
        (name, one)
        for name, document in sheets.items()
        for column in document.columns
        for one in ((column, in_words(column)) if column.states else (column,))
    ]
    names = ("arkusz", "kolumna", "znaczenie", "typ", "jednostka")
    rows = [(name, c.name, c.meaning, _TYPE_WORDS[c.datatype], c.unit) for name, c in shown]
    alone = len(sheets) == 1
    return _texts("Kolumny", names[alone:], [row[alone:] for row in rows])


def _texts(name: str, names: Sequence[str], rows: Sequence[tuple[str, ...]]) -> SheetTable:
    columns = tuple(Column(column, "", Datatype.TEXT) for column in names)
    cells = tuple(pd.Series(list(cells), dtype="str") for cells in zip(*rows, strict=True))
    return SheetTable(name, columns, cells)
