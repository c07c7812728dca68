"""The figures of a table by what they are about, where and when; nothing is chosen yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from ao_dash.ingest.spreadsheet.csv_grid import Line
from ao_dash.ingest.spreadsheet.errors import refused
from ao_dash.ingest.spreadsheet.gazetteer import Gazetteer, Outcome, Place
from ao_dash.ingest.spreadsheet.heading import year_in
from ao_dash.ingest.spreadsheet.layout import NOISE_WORDS, VALUE_WORDS, Layout
from ao_dash.ingest.spreadsheet.limits import READINGS
from ao_dash.ingest.spreadsheet.number_parsing import Raw, take_apart
from ao_dash.ingest.spreadsheet.sanitize import folded
from ao_dash.model.series import Status

_NAMES = ("nazwa", "nazwa wskaznika", "wskaznik", "zmienna", "indicator", "variable", "cecha")


@dataclass(frozen=True)
class Row:
    """A row of the body: its line, the words of its key and what they mean."""

    line: Line
    key: str
    place: Place


@dataclass(frozen=True)
class CellReading:
    """One cell of figures with the row it stands in; ``year`` is ``None`` if none is said."""

    row: Row
    column: int
    year: int | None
    raw: Raw


@dataclass
class Topic:
    """Cells about one thing; ``unit`` is what the file says."""

    name: str
    unit: str = ""
    readings: list[CellReading] = field(default_factory=list)

    @property
    def numbers(self) -> int:
        """How many cells hold a number or what looks like one."""
        return sum(r.raw.number is not None or bool(r.raw.digits) for r in self.readings)

    @property
    def strange(self) -> list[CellReading]:
        """Cells that are neither figures nor signs."""
        return [reading for reading in self.readings if not reading.raw.readable]

    @property
    def is_figures(self) -> bool:
        """Whether it is a column of figures and not of texts."""
        return self.numbers > 0 and len(self.strange) <= self.numbers


def rows_of(layout: Layout, gazetteer: Gazetteer) -> tuple[Row, ...]:
    """Return the rows of the body with what their keys mean."""
    return tuple(Row(line, *layout.place(line, gazetteer)) for line in layout.body)


def topics(file: str, layout: Layout, rows: Sequence[Row]) -> list[Topic]:
    """Return what the table has figures about, in the order of its columns.

    Raises
    ------
    UploadRefused
        If the gminy of the area have more figures than they can in so many years.
    """
    ours = [row for row in rows if row.place.outcome is Outcome.MATCHED]
    if len(ours) * len(layout.figure_columns()) > READINGS:
        rule = f"gminy Aglomeracji mają w pliku więcej niż {READINGS} wartości"
        raise refused(file, rule, "Zostaw po jednym wierszu na gminę i rok oraz mniej kolumn")
    found = _down(layout, ours) if layout.year is not None else _across(layout, ours)
    return [topic for topic in found if topic.is_figures]


def _across(layout: Layout, rows: Sequence[Row]) -> Iterable[Topic]:
    """Return topics of a table with years in its headings, or with none."""
    by_name: dict[tuple[str, str], Topic] = {}
    taken: set[tuple[str, str, int | None]] = set()
    for column in layout.figure_columns():
        heading = layout.headings[column]
        name = heading.name
        again = 1
        while (name, heading.unit, heading.year) in taken:
            again += 1
            name = f"{heading.name} ({again})"
        taken.add((name, heading.unit, heading.year))
        topic = by_name.setdefault((name, heading.unit), Topic(name, heading.unit))
        topic.readings += [_reading(layout, row, column, heading.year) for row in rows]
    return by_name.values()


def _down(layout: Layout, rows: Sequence[Row]) -> Iterable[Topic]:
    """Return topics of a table with a column of years."""
    assert layout.year is not None
    by_name: dict[tuple[int, tuple[str, ...]], Topic] = {}
    parting = _parting(layout, rows)
    for column in layout.figure_columns():
        if column in parting:
            continue
        for row in rows:
            parts = tuple(row.line.text(c) for c in parting)
            topic = by_name.get((column, parts))
            if topic is None:
                topic = _named(layout, column, parts, row)
                by_name[(column, parts)] = topic
            year = year_in(row.line.text(layout.year))
            topic.readings.append(_reading(layout, row, column, year))
    return by_name.values()


def _named(layout: Layout, column: int, parts: Sequence[str], row: Row) -> Topic:
    heading = layout.headings[column]
    generic = folded(heading.name) in VALUE_WORDS
    said = [*(() if generic else (heading.name,)), *dict.fromkeys(filter(None, parts))]
    if not said:
        said = [row.line.text(c) for c in _name_columns(layout)[:1]]
    unit = heading.unit or (row.line.text(layout.unit) if layout.unit is not None else "")
    return Topic(", ".join(filter(None, said)), unit)


def _name_columns(layout: Layout) -> list[int]:
    """Return the columns that may name what figures are about, the likeliest first."""
    names = {c: folded(h.name) for c, h in enumerate(layout.headings) if c not in layout.keys}
    return sorted((c for c in names if names[c] in _NAMES), key=lambda c: _NAMES.index(names[c]))


def _parting(layout: Layout, rows: Sequence[Row]) -> tuple[int, ...]:
    """Return the columns that part rows of the same gmina and year, as few as are needed."""
    left = _groups(layout, rows, ())
    chosen: list[int] = []
    for column in _parting_offered(layout):
        if left == len(rows):
            break
        parted = _groups(layout, rows, (*chosen, column))
        if parted > left:
            chosen.append(column)
            left = parted
    return tuple(sorted(chosen))


def _parting_offered(layout: Layout) -> Iterator[int]:
    named = _name_columns(layout)
    yield from named
    taken = {*named, *layout.keys, layout.year, layout.value, layout.unit, layout.status}
    for column, heading in enumerate(layout.headings):
        texts = [e for line in layout.body if (e := line.entry(column)) != ""]
        is_text = bool(texts) and not any(take_apart(text).readable for text in texts)
        if column not in taken and folded(heading.name) not in NOISE_WORDS and is_text:
            yield column


def _groups(layout: Layout, rows: Sequence[Row], columns: Sequence[int]) -> int:
    assert layout.year is not None
    return len(
        {
            (
                row.place.teryt6,
                row.place.kind,
                row.line.text(layout.year),
                *(row.line.text(column) for column in columns),
            )
            for row in rows
        }
    )


def _reading(layout: Layout, row: Row, column: int, year: int | None) -> CellReading:
    raw = take_apart(row.line.entry(column))
    if layout.status is not None and raw.status is not None:
        said = row.line.text(layout.status)
        if said in set(Status) - {Status.OK}:
            raw = Raw(sign=said, status=Status(said))
    return CellReading(row, column, year, raw)
