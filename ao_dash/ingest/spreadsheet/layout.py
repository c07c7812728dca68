"""Where things stand in a grid: keys, headings, body; whether years go across or down."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ao_dash.ingest.spreadsheet.csv_grid import Grid, Line
from ao_dash.ingest.spreadsheet.errors import refused
from ao_dash.ingest.spreadsheet.gazetteer import Gazetteer, Outcome, Place
from ao_dash.ingest.spreadsheet.heading import Heading, joined, year_in
from ao_dash.ingest.spreadsheet.key_columns import check_turned, keys_of, place_of, without_keys
from ao_dash.ingest.spreadsheet.number_parsing import take_apart
from ao_dash.ingest.spreadsheet.sanitize import folded

_LEVELS = 6  # rows of headings
YEAR_WORDS = frozenset({"rok", "lata", "year", "okres", "rok szkolny", "rok sprawozdawczy"})
VALUE_WORDS = frozenset({"wartosc", "wartosci", "value", "liczba", "obs_value"})
UNIT_WORDS = frozenset({"jednostka", "jednostka miary", "miano", "unit", "j.m.", "jm"})
STATUS_WORDS = frozenset({"status"})
NOISE_WORDS = frozenset(
    (
        "lp",
        "lp.",
        "l.p.",
        "l.p",
        "nr",
        "id",
        "kod",
        "code",
        "teryt",
        "teryt6",
        "teryt7",
        "atrybut",
        "rok_bazowy",
        "uwagi",
        "zrodlo",
    )
)


@dataclass(frozen=True)
class Layout:
    """A grid understood.

    ``headings`` has one for every column; ``keys`` are the columns of codes and names. ``year``,
    ``value``, ``unit`` and ``status`` are columns of a long table, or ``None``. ``title`` stands
    above the table.
    """

    headings: tuple[Heading, ...]
    keys: tuple[int, ...]
    body: tuple[Line, ...]
    title: str
    year: int | None
    value: int | None
    unit: int | None
    status: int | None

    def figure_columns(self) -> tuple[int, ...]:
        """Return the columns that may hold figures."""
        if self.value is not None:
            return (self.value,)
        taken = {*self.keys, self.year, self.unit, self.status}
        return tuple(
            column
            for column, heading in enumerate(self.headings)
            if column not in taken and folded(heading.name) not in NOISE_WORDS
        )

    def place(self, line: Line, gazetteer: Gazetteer) -> tuple[str, Place]:
        """Return the key of a row and what it means; code and name must not contradict."""
        return place_of(line, self.keys, gazetteer)


def understand(file: str, grid: Grid, gazetteer: Gazetteer) -> Layout:
    """Find keys, headings and body.

    Raises
    ------
    UploadRefused
        If no column names a gmina, gminy are in columns, or cells go beyond the headings.
    """
    check_turned(file, grid, gazetteer)
    keys = keys_of(grid, gazetteer)
    if not keys:
        raise without_keys(file, grid, gazetteer)
    start = _start(grid, keys, gazetteer)
    levels, title = _above(grid, start, keys)
    headings = _headings(levels, grid.width, keys)
    body = tuple(line for line in grid.lines[start:] if line.cells)
    _check_width(file, grid, levels, body)
    years = _column(headings, YEAR_WORDS, keys)
    value = _column(headings, VALUE_WORDS, keys) if years is not None else None
    return Layout(
        headings=headings,
        keys=keys,
        body=body,
        title=title,
        year=years,
        value=value,
        unit=_column(headings, UNIT_WORDS, keys) if years is not None else None,
        status=_column(headings, STATUS_WORDS, keys) if years is not None else None,
    )


def _start(grid: Grid, keys: tuple[int, ...], gazetteer: Gazetteer) -> int:
    """Return the index of the first row of the body."""
    for index, line in enumerate(grid.lines):
        text, place = place_of(line, keys, gazetteer)
        if place.outcome in (Outcome.MATCHED, Outcome.OUTSIDE, Outcome.PART):
            return index
        known = place.outcome is not Outcome.UNMATCHED
        if (known or (text and not text[0].isdigit())) and _has_figures(line, keys):
            return index
    return 0


def _has_figures(line: Line, keys: Sequence[int]) -> bool:
    """Tell whether a row holds figures that are not the years of a heading."""
    others = [entry for column, entry in enumerate(line.cells) if column not in keys]
    raws = [take_apart(entry) for entry in others if entry != ""]
    figures = [r for r in raws if r.digits or r.number is not None]
    years = [e for e in others if e != "" and year_in(str(e)) is not None]
    return len(figures) > len(years)


def _above(grid: Grid, start: int, keys: tuple[int, ...]) -> tuple[tuple[Line, ...], str]:
    """Return the rows of headings, which touch the body, and the title above them."""
    end = start
    while end and not grid.lines[end - 1].cells:
        end -= 1
    first = end
    while first and end - first < _LEVELS and _is_heading(grid.lines[first - 1], keys):
        first -= 1
    levels = tuple(line for line in grid.lines[first:end] if not _is_numbering(line))
    return levels, next(_texts(grid.lines[:first]), grid.title)


def _texts(lines: Sequence[Line]) -> Iterator[str]:
    return (entry for line in lines for entry in line.cells if isinstance(entry, str) and entry)


def _is_heading(line: Line, keys: tuple[int, ...]) -> bool:
    return any(entry != "" for column, entry in enumerate(line.cells) if column not in keys)


def _is_numbering(line: Line) -> bool:
    """Tell whether a row numbers the columns, as printed tables do."""
    texts = [line.text(column) for column in range(len(line.cells)) if line.entry(column) != ""]
    numbers = [int(text) for text in texts if re.fullmatch(r"\d{1,3}", text)]
    return len(numbers) == len(texts) > 1 and numbers == list(
        range(numbers[0], numbers[0] + len(numbers))
    )


def _headings(levels: Sequence[Line], width: int, keys: tuple[int, ...]) -> tuple[Heading, ...]:
    filled = [_filled(line, width, keys) for line in levels[:-1]]
    filled += [[line.text(column) for column in range(width)] for line in levels[-1:]]
    return tuple(joined([level[column] for level in filled]) for column in range(width))


def _filled(line: Line, width: int, keys: tuple[int, ...]) -> list[str]:
    """Return a higher level of headings, each reaching to the next: merged cells hold one text."""
    texts: list[str] = []
    for column in range(width):
        text = line.text(column)
        carried = texts[-1] if texts and column - 1 not in keys and column not in keys else ""
        texts.append(text or carried)
    return texts


def _column(
    headings: Sequence[Heading], words: frozenset[str], keys: tuple[int, ...]
) -> int | None:
    for column, heading in enumerate(headings):
        if column not in keys and folded(heading.name) in words:
            return column
    return None


def _check_width(file: str, grid: Grid, levels: Sequence[Line], body: Sequence[Line]) -> None:
    """Cells beyond the headings mean that the separator also stands inside figures."""
    widest = max((len(line.cells) for line in levels), default=0)
    beyond = [line.number for line in body if len(line.cells) > widest]
    if levels and grid.separator == "," and len(beyond) * 2 > len(body):
        rule = f"w wierszu {beyond[0]} jest więcej kolumn niż w nagłówku"
        remedy = "Przecinek rozdziela tu kolumny i ułamki: zapisz plik ze średnikami"
        raise refused(file, rule, remedy)
