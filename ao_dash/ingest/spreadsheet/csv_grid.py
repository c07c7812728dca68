"""A file as rows of cells that remember their line: separators, quotes, bounds."""

from __future__ import annotations

import collections
import csv
import itertools
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from ao_dash.ingest.spreadsheet.errors import UploadRefused, refused
from ao_dash.ingest.spreadsheet.limits import CELLS, COLUMNS, ROWS
from ao_dash.ingest.spreadsheet.sanitize import clean

Entry = str | float
"""A cell: text, or a number that a workbook keeps as one. An empty cell is ""."""

SEPARATORS = {";": "średnik", ",": "przecinek", "\t": "tabulator", "|": "kreska pionowa"}
_HINT = re.compile(r"sep=([;,|\t])\r?\n", re.IGNORECASE)
_RECORD = 200_000  # characters of one row, which a quote left open would make endless
_SAMPLE = 3000  # lines looked at to find the separator
_KEYS = 8  # a key stands in one of the first columns


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
        return as_text(self.entry(column))


@dataclass(frozen=True)
class Grid:
    """The table of a file. ``title`` names the sheet; ``told`` says how the file was read.

    ``separator`` is "" for a workbook.
    """

    lines: tuple[Line, ...]
    separator: str = ""
    title: str = ""
    told: tuple[str, ...] = ()

    @property
    def width(self) -> int:
        """How many columns the widest row has."""
        return max((len(line.cells) for line in self.lines), default=0)


def as_text(entry: Entry) -> str:
    """Return a cell as text.

    >>> as_text(160503.0), as_text(1.5), as_text("x")
    ('160503', '1.5', 'x')
    """
    if isinstance(entry, str):
        return entry
    return str(int(entry)) if entry.is_integer() else repr(float(entry))


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
        cells = _trimmed(entries)
        if not cells and not (lines and lines[-1].cells):
            continue
        lines.append(Line(number, cells))
        width = max(width, len(cells))
        fault = _too_large(file, len(lines), width)
        if fault:
            raise fault
    return tuple(lines)


def _trimmed(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    cells = [clean(e) if isinstance(e, str) and e else e for e in entries]
    while cells and cells[-1] == "":
        cells.pop()
    return tuple(cells)


def _too_large(file: str, rows: int, columns: int) -> UploadRefused | None:
    if rows > ROWS:
        remedy = "Zostaw tylko gminy Aglomeracji albo mniej lat"
        return refused(file, f"tabela ma więcej niż {ROWS} wierszy", remedy)
    if columns > COLUMNS:
        return refused(file, f"tabela ma więcej niż {COLUMNS} kolumn", "Usuń zbędne kolumny")
    if rows * columns > CELLS:
        remedy = "Usuń zbędne wiersze i kolumny"
        return refused(file, f"tabela ma więcej niż {CELLS} komórek", remedy)
    return None


def from_text(file: str, text: str, is_key: Callable[[str], bool]) -> Grid:
    """Return the table of a text file.

    Parameters
    ----------
    file, text
        Name, for messages, and content.
    is_key
        Tells whether a cell names a gmina: the right separator is the one that makes keys.

    Raises
    ------
    UploadRefused
        If quotes do not match or the table is too large.
    """
    hint = _HINT.match(text)
    text = text[hint.end() :] if hint else text
    if "\n" not in text:
        text = text.replace("\r", "\n")
    separator = hint[1] if hint else _separator(text, is_key)
    records = _Records(text, separator, 2 if hint else 1, strict=True)
    try:
        lines = bounded(file, records)
    except csv.Error as error:
        rule = f"wiersza {records.line} nie da się odczytać: cudzysłów albo zbyt wiele kolumn"
        remedy = "Zamknij cudzysłów, a cudzysłów wewnątrz komórki podwój"
        raise refused(file, rule, remedy) from error
    return Grid(lines, separator, told=(f"Kolumny rozdziela {SEPARATORS[separator]}.",))


class _Records:
    """Rows of a text with the line each starts on; a row of endless length is an error."""

    def __init__(self, text: str, separator: str, first: int, *, strict: bool) -> None:
        self.line = self._next = first
        self._length = 0
        self._text = text
        self._reader = csv.reader(self._lines(), delimiter=separator, strict=strict)

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        for cells in self._reader:
            yield self.line, cells
            self.line, self._length = self._next, 0

    def _lines(self) -> Iterator[str]:
        start = 0
        while start < len(self._text):
            end = self._text.find("\n", start) + 1 or len(self._text)
            self._next += 1
            self._length += end - start
            if self._length > _RECORD:
                msg = "row without an end"
                raise csv.Error(msg)
            yield self._text[start:end]
            start = end


def _separator(text: str, is_key: Callable[[str], bool]) -> str:
    return max(SEPARATORS, key=lambda separator: _score(text, separator, is_key))


def _score(text: str, separator: str, is_key: Callable[[str], bool]) -> tuple[int, int]:
    """Return how many rows name a gmina, then how many have the usual number of columns."""
    keys, widths = 0, collections.Counter[int]()
    try:
        for _, row in itertools.islice(_Records(text, separator, 1, strict=False), _SAMPLE):
            # a column of names alone is found with any separator: only parted rows count
            if len(row) > 1:
                widths[len(row)] += 1
                keys += any(map(is_key, map(clean, row[:_KEYS])))
    except csv.Error:
        return 0, 0
    return keys, max(widths.values(), default=0)
