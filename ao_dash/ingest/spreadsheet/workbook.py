"""The sheet of a workbook (XLSX, XLS, ODS) as a grid of what is shown: results, dates, percents.

The cells are read by calamine; what it does not tell (percents, errors, formulas without a result)
comes from the guard that has weighed the file before.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from enum import Enum
from io import BytesIO
from typing import Any

from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum, load_workbook

from ao_dash.ingest.spreadsheet.gazetteer import Gazetteer
from ao_dash.ingest.spreadsheet.grid import Entry, Grid, Percent, bounded
from ao_dash.ingest.spreadsheet.layout import hits
from ao_dash.ingest.spreadsheet.limits import SHEETS, UploadRefused, refused
from ao_dash.ingest.spreadsheet.sanitize import clean, folded
from ao_dash.ingest.spreadsheet.workbook_guard import (
    Marks,
    SheetMarks,
    weigh_zip,
    with_usual_names,
)
from ao_dash.ingest.spreadsheet.xls_guard import weigh_xls
from ao_dash.model.faults import Fault
from ao_dash.model.numbers import counted

NO_RESULT = "formuła bez zapisanego wyniku"
"""What stands in a cell whose formula nobody computed: the file was written by a program."""

_PLAIN_SHEET = re.compile(r"(?:arkusz|sheet|dane|data|tabela|tabl?\.?|export)[ .]*\d*")
_SHEET_FORMS = ("arkusz", "arkusze", "arkuszy", "arkusza")


class Form(Enum):
    """Workbooks that can be read."""

    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"


def sheet_grids(
    file: str, content: bytes, form: Form, gazetteer: Gazetteer, wanted: str = ""
) -> tuple[Grid, ...]:
    """Return the visible sheet that names most gminy, or ``wanted``, then those with about as many.

    Raises
    ------
    UploadRefused
        If the workbook is a burden, damaged, has too many sheets or not the one that is wanted.
    """
    marks = (weigh_xls if form is Form.XLS else weigh_zip)(file, content)
    try:
        usual = with_usual_names(content) if form is Form.XLSX else content
        with load_workbook(BytesIO(usual)) as book:
            names = _visible(file, book, wanted)
            grids, faults = _grids(file, book, names, marks)
    except UploadRefused:
        raise
    except BaseException as error:  # a damaged part makes the library panic, which is no Exception
        if isinstance(error, KeyboardInterrupt | SystemExit):
            raise
        remedy = "Zapisz go jeszcze raz jako .xlsx albo CSV UTF-8"
        raise refused(file, "skoroszytu nie da się odczytać", remedy) from error
    named = {grid: hits(grid, gazetteer) for grid in grids}
    best = max(named.values(), default=0)
    if not grids or (faults and not best):
        raise UploadRefused(faults)
    size = (lambda grid: len(grid.lines)) if not best else named.__getitem__
    alike = [grid for grid in grids if best and 2 * named[grid] > best]
    ordered = sorted(alike or [max(grids, key=size)], key=size, reverse=True)
    return tuple(replace(g, notes=(f"Odczytano arkusz „{clean(g.sheet, 60)}”.",)) for g in ordered)


def _grids(
    file: str, book: CalamineWorkbook, names: Sequence[str], marks: Marks
) -> tuple[list[Grid], list[Fault]]:
    """Return the sheets as grids, and why some are none: one too large may be beside the table."""
    grids, faults = list[Grid](), list[Fault]()
    for name in names:
        try:
            lines = bounded(file, _rows(book, name, marks.get(name) or SheetMarks()))
        except UploadRefused as error:
            faults += error.faults
        else:
            title = "" if _PLAIN_SHEET.fullmatch(folded(name)) else clean(name, 60)
            grids.append(Grid(lines, title=title, sheet=name))
    return grids, faults


def _visible(file: str, book: CalamineWorkbook, wanted: str) -> list[str]:
    """Return the names of the sheets that are shown and hold cells, or the one that is wanted."""
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
    chosen = [name for name in names if folded(name) == folded(wanted)]
    if wanted and not chosen:
        shown = ", ".join(clean(name, 60) for name in names[:20])
        raise refused(file, f"nie ma arkusza „{clean(wanted, 60)}”", f"Wybierz jeden z: {shown}")
    return chosen or names


def _rows(
    book: CalamineWorkbook, name: str, marks: SheetMarks
) -> Iterator[tuple[int, list[Entry]]]:
    sheet = book.get_sheet_by_name(name)
    first = sheet.start[1] if sheet.start else 0  # rows come from the first, columns do not
    spoilt = marks.errors | dict.fromkeys(marks.uncomputed, NO_RESULT)
    for row, values in enumerate(sheet.iter_rows()):
        cells = [
            spoilt.get((row, column)) or _entry(value, (row, column) in marks.percents)
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
