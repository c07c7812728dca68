"""Sheets of an XLSX workbook as grids: results of formulas, dates and percents as shown."""

from __future__ import annotations

import datetime as dt
import warnings
from collections.abc import Iterator
from decimal import Decimal
from io import BytesIO
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter

from ao_dash.ingest.spreadsheet.csv_grid import Entry, Grid, Percent, bounded
from ao_dash.ingest.spreadsheet.errors import UploadRefused, refused, refused_for
from ao_dash.ingest.spreadsheet.limits import SHEETS
from ao_dash.ingest.spreadsheet.sanitize import clean
from ao_dash.ingest.spreadsheet.zip_guard import weigh
from ao_dash.model.faults import Fault
from ao_dash.model.numbers import counted

_LAST_ROW = 1_048_576
_SHEET_FORMS = ("arkusz", "arkusze", "arkuszy", "arkusza")


class Workbook:
    """A workbook that has been weighed and may be opened."""

    def __init__(self, file: str, content: bytes) -> None:
        """Weigh and open ``content``.

        Raises
        ------
        UploadRefused
            If it is a burden, damaged or has too many sheets.
        """
        self._file, self._content = file, content
        self._weighed = weigh(file, content)
        self._book = self._open(results=True)
        self.sheets: tuple[str, ...] = tuple(
            sheet.title for sheet in self._book.worksheets if sheet.sheet_state == "visible"
        )
        if not self.sheets:
            raise refused(file, "skoroszyt nie ma widocznego arkusza", "Pokaż arkusz z tabelą")
        if len(self.sheets) > SHEETS:
            rule = f"skoroszyt ma {counted(len(self.sheets), _SHEET_FORMS)}"
            raise refused(file, rule, f"Zostaw najwyżej {SHEETS}, najlepiej tylko ten z tabelą")

    def grid(self, sheet: str) -> Grid:
        """Return a sheet as a grid.

        Raises
        ------
        UploadRefused
            If it is too large or damaged.
        """
        try:
            lines = bounded(self._file, _rows(self._book[sheet]))
        except UploadRefused:
            raise
        except Exception as error:  # what a damaged part raises inside the library is not declared
            raise self._damaged() from error
        told = (f"Odczytano arkusz „{clean(sheet, 60)}”.",) if len(self.sheets) > 1 else ()
        return Grid(lines, title=clean(sheet), told=told)

    def demand_results(self, sheet: str) -> None:
        """Check that every formula of a sheet has its result stored.

        Raises
        ------
        UploadRefused
            Naming the cells that have none.
        """
        if not self._weighed.uncomputed:
            return
        lacking = self._uncomputed(sheet)
        if lacking:
            raise refused_for([self._formula_fault(row, column) for row, column in lacking])

    def _uncomputed(self, sheet: str) -> list[tuple[int, int]]:
        results = _numbered(self._book[sheet])
        formulas = _numbered(self._open(results=False)[sheet])
        try:
            return [
                (row, column)
                for (row, known), (_, written) in zip(results, formulas, strict=True)
                for column, (result, cell) in enumerate(zip(known, written, strict=True), 1)
                if cell.data_type == "f" and result.value is None
            ]
        except Exception as error:
            raise self._damaged() from error

    def _formula_fault(self, row: int, column: int) -> Fault:
        return Fault(
            self._file,
            "formuła nie ma zapisanego wyniku",
            "Otwórz plik w arkuszu i zapisz go ponownie albo wklej same wartości",
            row=row,
            column=get_column_letter(column),
        )

    def _open(self, *, results: bool) -> openpyxl.Workbook:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # about looks that a table does not need
                return openpyxl.load_workbook(
                    BytesIO(self._content), read_only=True, data_only=results, keep_links=False
                )
        except Exception as error:  # see grid()
            raise self._damaged() from error

    def _damaged(self) -> UploadRefused:
        remedy = "Zapisz go jeszcze raz jako .xlsx albo CSV UTF-8"
        return refused(self._file, "skoroszytu nie da się odczytać", remedy)


def _numbered(sheet: Any) -> Iterator[tuple[int, tuple[Any, ...]]]:
    sheet.reset_dimensions()  # declared ones may be false, and rows are filled up to them
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        if number > _LAST_ROW:
            return
        yield number, cells


def _rows(sheet: Any) -> Iterator[tuple[int, list[Entry]]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for number, cells in _numbered(sheet):
            yield number, [_entry(cell) for cell in cells]


def _entry(cell: Any) -> Entry:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "tak" if value else "nie"
    if isinstance(value, int | float):
        return _number(value, cell.number_format or "")
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    return str(value)


def _number(value: float, form: str) -> Entry:
    if not abs(value) < float("inf"):
        return str(value)
    if "%" in form:
        return Percent(Decimal(repr(value)).scaleb(2))
    return float(value)
