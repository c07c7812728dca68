"""The figures of a table by what they are about, where and when, and the candidates made of them.

A topic is all cells about one thing; it becomes a candidate when its cells can all be read by one
convention and rows of one gmina have been made one figure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from ao_dash.ingest.spreadsheet.description import Candidate, Clues, Description, Figures, guess
from ao_dash.ingest.spreadsheet.gazetteer import Gazetteer, Outcome, Place
from ao_dash.ingest.spreadsheet.grid import Line
from ao_dash.ingest.spreadsheet.heading import Heading, read_heading, year_in
from ao_dash.ingest.spreadsheet.layout import NOISE_WORDS, VALUE_WORDS, Layout, place_of
from ao_dash.ingest.spreadsheet.limits import READINGS, refused
from ao_dash.ingest.spreadsheet.number_parsing import (
    Convention,
    Figure,
    Marks,
    RawCell,
    take_apart,
)
from ao_dash.ingest.spreadsheet.sanitize import clean, folded
from ao_dash.model.dataset import Dataset
from ao_dash.model.faults import Fault
from ao_dash.model.series import Status

_NAME_LENGTH, _UNIT_LENGTH = 120, 40
_GENERIC = frozenset({"ogolem", "razem", "wartosc", "liczba"})
_NAMES = ("nazwa", "nazwa wskaznika", "wskaznik", "zmienna", "indicator", "variable", "cecha")
_SUFFIX_UNITS = {"zl": "zł", "pln": "zł", "eur": "€"}


@dataclass(frozen=True)
class Row:
    """A row of the body: its line, the words of its key and what they mean."""

    line: Line
    key: str
    place: Place


@dataclass(frozen=True)
class CellReading:
    """One cell of figures with the row it stands in; ``year`` is ``None`` if there is none."""

    row: Row
    column: int
    year: int | None
    raw: RawCell


@dataclass
class Topic:
    """Cells about one thing; ``unit`` is what the file says."""

    name: str
    unit: str = ""
    readings: list[CellReading] = field(default_factory=list)

    @property
    def is_figures(self) -> bool:
        """Whether it is a column of figures and not of texts."""
        numbers = sum(r.raw.number is not None or bool(r.raw.digits) for r in self.readings)
        strange = sum(not reading.raw.readable for reading in self.readings)
        return numbers > 0 and strange <= numbers


def rows_of(layout: Layout, gazetteer: Gazetteer) -> tuple[Row, ...]:
    """Return the rows of the body with what their keys mean."""
    return tuple(Row(line, *place_of(line, layout.keys, gazetteer)) for line in layout.body)


def topics(file: str, layout: Layout, rows: Sequence[Row]) -> list[Topic]:
    """Return what the table has figures about, in the order of its columns.

    Raises
    ------
    UploadRefused
        If the gminy of the area have more figures than they can in so many years.
    """
    ours = [row for row in rows if row.place.outcome is Outcome.MATCHED]
    if len(ours) * len(layout.figure_columns) > READINGS:
        rule = f"gminy Aglomeracji mają w pliku więcej niż {READINGS} wartości"
        raise refused(file, rule, "Zostaw po jednym wierszu na gminę i rok oraz mniej kolumn")
    found = _across(layout, ours) if layout.year is None else _down(layout, layout.year, ours)
    return [topic for topic in found if topic.is_figures]


def _across(layout: Layout, rows: Sequence[Row]) -> Iterable[Topic]:
    """Return topics of a table with years in its headings, or with none."""
    by_name: dict[tuple[str, str], Topic] = {}
    taken: set[tuple[str, str, int | None]] = set()
    for column in layout.figure_columns:
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


def _down(layout: Layout, year_column: int, rows: Sequence[Row]) -> Iterable[Topic]:
    """Return topics of a table with a column of years."""
    by_name: dict[tuple[int, tuple[str, ...]], Topic] = {}
    parting = _parting(layout, year_column, rows)
    for column in layout.figure_columns:
        if column in parting:
            continue
        for row in rows:
            parts = tuple(row.line.text(c) for c in parting)
            if (column, parts) not in by_name:
                by_name[column, parts] = _named(layout, column, parts, row)
            year = year_in(row.line.text(year_column))
            by_name[column, parts].readings.append(_reading(layout, row, column, year))
    return by_name.values()


def _named(layout: Layout, column: int, parts: Sequence[str], row: Row) -> Topic:
    heading = layout.headings[column]
    generic = folded(heading.name) in VALUE_WORDS
    words = [*(() if generic else (heading.name,)), *dict.fromkeys(filter(None, parts))]
    if not words:
        words = [row.line.text(c) for c in _name_columns(layout)[:1]]
    unit = heading.unit or (row.line.text(layout.unit) if layout.unit is not None else "")
    return Topic(", ".join(filter(None, words)), unit)


def _name_columns(layout: Layout) -> list[int]:
    """Return the columns that may name what figures are about, the likeliest first."""
    names = {c: folded(h.name) for c, h in enumerate(layout.headings) if c not in layout.keys}
    return sorted((c for c in names if names[c] in _NAMES), key=lambda c: _NAMES.index(names[c]))


def _parting(layout: Layout, year_column: int, rows: Sequence[Row]) -> tuple[int, ...]:
    """Return the columns that part rows of the same gmina and year, as few as are needed."""

    def groups(*columns: int) -> int:
        read = (year_column, *columns)
        keys = ((r.place.teryt6, r.place.kind, *map(r.line.text, read)) for r in rows)
        return len(set(keys))

    parted = groups()
    chosen: list[int] = []
    for column in _parting_offered(layout):
        if parted == len(rows):
            break
        number = groups(*chosen, column)
        if number > parted:
            chosen.append(column)
            parted = number
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


def _reading(layout: Layout, row: Row, column: int, year: int | None) -> CellReading:
    raw = take_apart(row.line.entry(column))
    if layout.status is not None and raw.status is not None:
        word = row.line.text(layout.status)
        if word in set(Status) - {Status.OK}:
            raw = RawCell(sign=word, status=Status(word))
    return CellReading(row, column, year, raw)


@dataclass(frozen=True)
class Context:
    """What making candidates needs to know beside the topics.

    ``title`` stands above the table; ``separator`` is that of the columns.
    """

    file: str
    title: str
    separator: str
    dataset: Dataset
    gazetteer: Gazetteer


class Candidates:
    """Candidates of a table with what was found on the way.

    ``doubled`` are lines whose figures contradict those of another line of the same gmina.
    ``notes`` and ``faults`` are in Polish; a topic with a fault is no candidate.
    """

    def __init__(self, topics: Sequence[Topic], context: Context) -> None:
        """Make a candidate of every topic whose cells can all be read."""
        self.made: list[Candidate] = []
        self.doubled: set[int] = set()
        self.notes: list[str] = []
        self.faults: list[Fault] = []
        self._context = context
        marks = [Marks.of(reading.raw for reading in topic.readings) for topic in topics]
        table = Marks()
        for found in marks:
            table |= found
        for number, topic in enumerate(topics):
            self._take(f"k{number + 1}", topic, marks[number], table)
        self.notes = list(dict.fromkeys(self.notes))

    def _take(self, code: str, topic: Topic, marks: Marks, table: Marks) -> None:
        """Add the candidate of a topic, or the faults that keep it from being one."""
        heading = self._heading(topic)
        # who parts columns by commas writes decimal points; in Polish a point parts thousands
        usual = ",." if self._context.separator == "," else ","
        convention = Convention.decide(marks, table, usual)
        faults = self._faults_of(heading.name, topic, marks, convention)
        self.faults += faults
        if faults:
            return
        if convention.assumed:
            self.notes.append(_assumption(heading.name, convention))
        figures = self._figures(topic, convention)
        self.made.append(Candidate(code, figures, self._guess(heading, topic, figures)))

    def _heading(self, topic: Topic) -> Heading:
        """Return name and unit; what the file does not name is called as its title."""
        title = read_heading(self._context.title)
        above = title.name or self._context.file.rsplit(".", 1)[0]
        generic = folded(topic.name) in _GENERIC
        name = f"{above}, {topic.name}" if generic else topic.name or above
        unit = clean(topic.unit or title.unit, _UNIT_LENGTH)
        return Heading(clean(name, _NAME_LENGTH), title.year, unit)

    def _faults_of(
        self, name: str, topic: Topic, marks: Marks, convention: Convention
    ) -> list[Fault]:
        file = self._context.file
        if marks.contradictory:
            rule = "ten sam znak rozdziela raz ułamki, a raz tysiące"
            return [
                Fault(file, rule, "Zapisz liczby w kolumnie jednakowo, np. 1234,5", column=name)
            ]
        return [
            Fault(
                file,
                "to nie jest liczba ani znak umowny",
                "Wpisz samą liczbę (bez przypisów i słów) albo zostaw puste",
                row=reading.row.line.number,
                column=topic.name,
                value=reading.row.line.text(reading.column),
            )
            for reading in topic.readings
            if reading.raw.status is None and convention.number(reading.raw) is None
        ]

    def _figures(self, topic: Topic, convention: Convention) -> Figures:
        slots: dict[tuple[int | None, str], list[tuple[Row, Figure]]] = {}
        for reading in topic.readings:
            slot = slots.setdefault((reading.year, reading.row.place.teryt6), [])
            slot.append((reading.row, convention.figure(reading.raw)))
        figures: dict[int | None, dict[str, Figure]] = {}
        for (year, teryt6), found in slots.items():
            figures.setdefault(year, {})[teryt6] = self._one(found, year)
        return figures

    def _one(self, found: Sequence[tuple[Row, Figure]], year: int | None) -> Figure:
        """Return the figure of a gmina in a year: of several rows, the one that is filled.

        A gmina that became urban-rural has two rows in BDL; the row of the other type is empty
        or zero in the year. Figures that contradict each other give none.
        """
        filled = [(row, figure) for row, figure in found if figure.value is not None]
        if len({figure.value for _, figure in filled}) > 1 and year is not None:
            filled = self._of_type(filled, year)
        if len({figure.value for _, figure in filled}) > 1:
            self.doubled |= {row.line.number for row, _ in filled}
            return Figure(None, Status.MISSING)
        signed = [figure for _, figure in found if figure.sign]
        return (filled[0][1] if filled else None) or (signed[0] if signed else found[0][1])

    def _of_type(self, filled: list[tuple[Row, Figure]], year: int) -> list[tuple[Row, Figure]]:
        """Leave out zeros in the row of a type that the gmina did not have in ``year``."""

        def fits(row: Row) -> bool:
            return self._context.gazetteer.fits(row.place.teryt6, row.place.kind, year)

        left = [(row, figure) for row, figure in filled if figure.value or fits(row)]
        if any(fits(row) for row, _ in left) and len(left) < len(filled):
            note = "Zera w wierszu dawnego albo późniejszego typu gminy pominięto."
            self.notes.append(note)
            return left
        return filled

    def _guess(self, heading: Heading, topic: Topic, figures: Figures) -> Description:
        values = [f.value for cells in figures.values() for f in cells.values()]
        numeric = [r.raw for r in topic.readings if r.raw.status is None]
        suffixes = {raw.suffix for raw in numeric}
        suffix = suffixes.pop() if len(suffixes) == 1 else ""
        clues = Clues(
            name=heading.name,
            unit=heading.unit or _SUFFIX_UNITS.get(suffix, suffix),
            values=[value for value in values if value is not None],
            answers=bool(numeric) and all(raw.answer for raw in numeric),
            year=heading.year if None in figures else None,
        )
        return guess(clues, self._context.dataset)


def _assumption(name: str, convention: Convention) -> str:
    mark = "przecinek" if convention.assumed == "," else "kropkę"
    meaning = "ułamki" if convention.assumed in convention.decimal else "tysiące"
    parting = "rozdzielający" if mark == "przecinek" else "rozdzielającą"
    return (
        f"Kolumna „{name}”: {mark} odczytano jako {parting} {meaning}. Jeśli to błąd, zapisz w "
        "pliku liczby bez odstępów i z przecinkiem dziesiętnym."
    )
