"""Sheets of a workbook: where cells get their types, number formats and widths."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import pandas as pd

from ao_dash.output.files.column import Column, Datatype
from ao_dash.output.files.csv import inert

_LONGEST = 32_767  # characters that a cell of Excel may hold
_NARROW, _WIDE = 9, 60  # widths of columns in characters
_FACT_WIDTHS = (22, 100)
_STYLE = "Table Style Light 1"


@dataclass(frozen=True, eq=False)
class Table:
    """A table of a sheet: its columns and, for each of them, the cells."""

    name: str
    columns: tuple[Column, ...]
    cells: tuple[pd.Series, ...]


class Styles:
    """The formats of a workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._numbers: dict[str, Any] = {}

    def number(self, pattern: str) -> Any:
        """Return the format of a number."""
        if pattern not in self._numbers:
            self._numbers[pattern] = self._book.add_format({"num_format": pattern})
        return self._numbers[pattern]

    @cached_property
    def title(self) -> Any:
        """The format of the title of the cover."""
        return self._book.add_format({"bold": True, "font_size": 16})

    @cached_property
    def label(self) -> Any:
        """The format of what stands before a fact."""
        return self._book.add_format({"bold": True, "valign": "top"})

    @cached_property
    def text(self) -> Any:
        """The format of a fact."""
        return self._book.add_format({"text_wrap": True, "valign": "top"})

    @cached_property
    def day(self) -> Any:
        """The format of a date."""
        return self._book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})

    @cached_property
    def quoted(self) -> Any:
        """The format of a text that Excel would take for a formula once somebody edits it."""
        return self._book.add_format({"quote_prefix": True})


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
        self._text(0, 0, text, self._styles.title)
        self._row = 2

    def fact(self, label: str, fact: str | date) -> None:
        """Write a line of the cover."""
        self._text(self._row, 0, label, self._styles.label)
        if isinstance(fact, str):
            self._text(self._row, 1, fact, self._styles.text)
        else:
            self._sheet.write_datetime(self._row, 1, fact, self._styles.day)
        self._row += 1

    def table(self, table: Table) -> None:
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
        longest = max([len(column.name) + 3, *(len(str(cell)) for cell in cells)])
        self._sheet.set_column(place, place, min(max(longest, _NARROW), _WIDE))
        for row, cell in enumerate(cells, 1):
            if column.datatype is Datatype.TEXT:
                if cell:
                    self._text(row, place, cell)
            elif not pd.isna(cell):
                style = self._styles.number(_pattern(column, row - 1))
                self._sheet.write_number(row, place, float(cell), style)

    def _text(self, row: int, place: int, text: str, style: Any = None) -> None:
        if inert(text) != text and style is None:
            style = self._styles.quoted
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
