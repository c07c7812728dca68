"""The sheet of a workbook (XLSX, XLS, ODS) as a grid of what is shown: results, dates, percents.

The cells are read by calamine; what it does not tell (percents, errors, formulas without a result)
comes from the guard that has weighed the file before.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from enum import Enum
from io import BytesIO
from typing import Any

from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum, load_workbook

from ao_dash.ingest.spreadsheet.gazetteer import Gazetteer
from ao_dash.ingest.spreadsheet.grid import Entry, Grid, Percent, bounded
from ao_dash.ingest.spreadsheet.layout import hits
from ao_dash.ingest.spreadsheet.limits import SHEETS, UploadRefused, refused, refused_for
from ao_dash.ingest.spreadsheet.sanitize import clean
from ao_dash.ingest.spreadsheet.workbook_guard import SheetMarks, weigh_zip
from ao_dash.ingest.spreadsheet.xls_guard import weigh_xls
from ao_dash.model.faults import Fault
from ao_dash.model.numbers import counted

_SHEET_FORMS = ("arkusz", "arkusze", "arkuszy", "arkusza")


class Form(Enum):
    """Workbooks that can be read."""

    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"


def sheet_grid(file: str, content: bytes, form: Form, gazetteer: Gazetteer) -> Grid:
    """Return the visible sheet that names most gminy; of equal ones the first.

    Raises
    ------
    UploadRefused
        If the workbook is a burden, damaged, has too many sheets, or a formula of the sheet has no
        result; the faults name the cells.
    """
    marks = (weigh_xls if form is Form.XLS else weigh_zip)(file, content)
    try:
        with load_workbook(BytesIO(content)) as book:
            names = _visible(file, book)
            grids = {name: _grid(file, book, name, marks.get(name)) for name in names}
    except UploadRefused:
        raise
    except BaseException as error:  # a damaged part makes the library panic, which is no Exception
        if isinstance(error, KeyboardInterrupt | SystemExit):
            raise
        remedy = "Zapisz go jeszcze raz jako .xlsx albo CSV UTF-8"
        raise refused(file, "skoroszytu nie da się odczytać", remedy) from error
    chosen = max(grids, key=lambda name: hits(grids[name], gazetteer))
    uncomputed = marks[chosen].uncomputed if chosen in marks else []
    if uncomputed:
        raise refused_for([_formula_fault(file, *place) for place in sorted(uncomputed)])
    notes = (f"Odczytano arkusz „{clean(chosen, 60)}”.",) if len(grids) > 1 else ()
    return Grid(grids[chosen].lines, title=clean(chosen), notes=notes)


def _visible(file: str, book: CalamineWorkbook) -> list[str]:
    """Return the names of the sheets that are shown and hold cells."""
    names = [
        sheet.name
        for sheet in book.sheets_metadata
        if sheet.visible == SheetVisibleEnum.Visible and sheet.typ == SheetTypeEnum.WorkSheet
    ]
    if not names:
        raise refused(file, "skoroszyt nie ma widocznego arkusza", "Pokaż arkusz z tabelą")
    if len(names) > SHEETS:
        rule = f"skoroszyt ma {counted(len(names), _SHEET_FORMS)}"
        raise refused(file, rule, f"Zostaw najwyżej {SHEETS}, najlepiej tylko ten z tabelą")
    return names


def _grid(file: str, book: CalamineWorkbook, name: str, marks: SheetMarks | None) -> Grid:
    return Grid(bounded(file, _rows(book, name, marks or SheetMarks())))


def _rows(
    book: CalamineWorkbook, name: str, marks: SheetMarks
) -> Iterator[tuple[int, list[Entry]]]:
    sheet = book.get_sheet_by_name(name)
    first = sheet.start[1] if sheet.start else 0  # rows come from the first, columns do not
    for row, values in enumerate(sheet.iter_rows()):
        cells = [
            marks.errors.get((row, column)) or _entry(value, (row, column) in marks.percents)
            for column, value in enumerate(values, first)
        ]
        yield row + 1, [*[""] * first, *cells]


def _entry(value: Any, percent: bool) -> Entry:  # noqa: FBT001
    if isinstance(value, bool):
        return "tak" if value else "nie"
    if isinstance(value, int | float):
        if not abs(value) < float("inf"):
            return str(value)
        return Percent(Decimal(repr(value)).scaleb(2)) if percent else float(value)
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    return str(value)


def _formula_fault(file: str, row: int, column: int) -> Fault:
    letters, number = "", column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return Fault(
        file,
        "formuła nie ma zapisanego wyniku",
        "Otwórz plik w arkuszu i zapisz go ponownie albo wklej same wartości",
        row=row + 1,
        column=letters,
    )
