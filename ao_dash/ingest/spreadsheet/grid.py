"""The table of a file as rows of cells that remember their line, within bounds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ao_dash.ingest.spreadsheet.limits import CELLS, COLUMNS, ROWS, UploadRefused, refused
from ao_dash.ingest.spreadsheet.sanitize import clean

Entry = str | float
"""A cell: text, or a number that a workbook keeps as one. An empty cell is ""."""


class Percent(float):
    """A number of a workbook shown with a percent sign, already times one hundred."""


@dataclass(frozen=True)
class Line:
    """One row: its number in the file, counted from 1, and its cells without empty ones at the end.

    A blank row has no cells.
    """

    number: int
    cells: tuple[Entry, ...]

    def entry(self, column: int) -> Entry:
        """Return a cell; beyond the last one they are empty."""
        return self.cells[column] if column < len(self.cells) else ""

    def text(self, column: int) -> str:
        """Return a cell as text; a whole number has no decimals, so that codes stay codes."""
        entry = self.entry(column)
        if isinstance(entry, str):
            return entry
        return str(int(entry)) if entry.is_integer() else repr(float(entry))


@dataclass(frozen=True)
class Grid:
    """The table of a file. ``sheet`` and ``title`` name the sheet; ``notes`` say how it was read.

    ``separator`` is "" for a workbook.
    """

    lines: tuple[Line, ...]
    separator: str = ""
    title: str = ""
    sheet: str = ""
    notes: tuple[str, ...] = ()

    @property
    def width(self) -> int:
        """How many columns the widest row has."""
        return max((len(line.cells) for line in self.lines), default=0)


def bounded(file: str, rows: Iterable[tuple[int, Iterable[Entry]]]) -> tuple[Line, ...]:
    """Return rows as lines; of blank rows in a run only the first is kept.

    Raises
    ------
    UploadRefused
        As soon as there are too many rows, columns or cells; what follows is not read.
    """
    lines: list[Line] = []
    width = 0
    for number, entries in rows:
        cells = [clean(e) if isinstance(e, str) and e else e for e in entries]
        while cells and cells[-1] == "":
            cells.pop()
        if not cells and not (lines and lines[-1].cells):
            continue
        lines.append(Line(number, tuple(cells)))
        width = max(width, len(cells))
        fault = _too_large(file, len(lines), width)
        if fault:
            raise fault
    return tuple(lines)


def _too_large(file: str, rows: int, columns: int) -> UploadRefused | None:
    if rows > ROWS:
        remedy = "Zostaw tylko gminy obszaru albo mniej lat"
        return refused(file, f"tabela ma więcej niż {ROWS} wierszy", remedy)
    if columns > COLUMNS:
        return refused(file, f"tabela ma więcej niż {COLUMNS} kolumn", "Usuń zbędne kolumny")
    if rows * columns > CELLS:
        remedy = "Usuń zbędne wiersze i kolumny"
        return refused(file, f"tabela ma więcej niż {CELLS} komórek", remedy)
    return None
