"""The figures of a table by what they are about, where and when, and the candidates made of them.

A topic is all cells about one thing; it becomes a candidate when its cells can be read by one
convention and rows of one gmina have been made one figure.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ao_dash.ingest.spreadsheet.description import Candidate, Clues, Description, Figures, guess
from ao_dash.ingest.spreadsheet.footnotes import is_provisional, meaning
from ao_dash.ingest.spreadsheet.gazetteer import Gazetteer, Key, Outcome, Place
from ao_dash.ingest.spreadsheet.grid import Line
from ao_dash.ingest.spreadsheet.heading import Heading, read_heading, usual_unit, year_in
from ao_dash.ingest.spreadsheet.layout import Layout
from ao_dash.ingest.spreadsheet.limits import READINGS, listed, refused
from ao_dash.ingest.spreadsheet.number_parsing import (
    Convention,
    Figure,
    Marks,
    RawCell,
    take_apart,
    with_attribute,
)
from ao_dash.ingest.spreadsheet.roles import Role, counts_rows, is_offered_last
from ao_dash.ingest.spreadsheet.sanitize import clean, folded
from ao_dash.model.dataset import Dataset
from ao_dash.model.faults import Fault, shorten
from ao_dash.model.series import Status

ROW_CHOICES = ("sum", "mean", "count")
"""What can be made of several rows of a gmina."""

_NAME_LENGTH, _UNIT_LENGTH = 120, 40
_GENERIC = frozenset({"ogolem", "razem", "wartosc", "liczba"})
_NAMES = ("nazwa", "nazwa wskaznika", "wskaznik", "zmienna", "indicator", "variable", "cecha")
_SIGNED = re.compile(r"wynik|saldo|deficyt|nadwyzk|roznic|zmian|przyrost|ubytek")
_THOUSANDS = re.compile(r"tys|mln|mld")
_MOSTLY = 0.9
_OF_ROWS = {"mean": " (średnia)", "count": " (liczba wierszy)"}


@dataclass(frozen=True)
class Row:
    """A row of the body: its line, its key and what it means."""

    line: Line
    key: Key
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
    """Cells about one thing; ``unit`` is what the file says, ``marks`` are in its headings."""

    name: str
    unit: str = ""
    marks: dict[int | None, tuple[str, ...]] = field(default_factory=dict)
    readings: list[CellReading] = field(default_factory=list)

    @property
    def is_figures(self) -> bool:
        """Whether it is a column of figures and not of texts."""
        numbers = sum(r.raw.number is not None or bool(r.raw.digits) for r in self.readings)
        strange = sum(not reading.raw.readable for reading in self.readings)
        return numbers > 0 and strange <= numbers


def rows_of(layout: Layout, gazetteer: Gazetteer) -> tuple[Row, ...]:
    """Return the rows of the body with what their keys mean.

    A powiat that is one town stands for its gmina, if no row does.
    """
    keys = [layout.keys.of(line) for line in layout.body]
    places = [gazetteer.find(key) for key in keys]
    matched = {place.teryt6 for place in places if place.outcome is Outcome.MATCHED}
    note = "powiat miasta, czyli ta sama gmina"
    rows = []
    for line, key, found in zip(layout.body, keys, places, strict=True):
        place = found
        if place.outcome is Outcome.HIGHER and place.teryt6:
            alone = place.teryt6 not in matched
            outcome = Outcome.MATCHED if alone else Outcome.HIGHER
            place = Place(outcome, place.teryt6 if alone else "", "", note)
        if layout.year is not None and place.outcome is Outcome.MATCHED:
            dated = year_in(line.text(layout.year)) is not None
            place = place if dated else replace(place, outcome=Outcome.YEARLESS, teryt6="")
        rows.append(Row(line, key, place))
    return tuple(rows)


def columns_named(texts: Sequence[str], names: Sequence[str]) -> list[str]:
    """Return the names in texts that list some by commas, which names may hold themselves.

    >>> columns_named(["ludność, ogółem,b"], ["Ludność, ogółem", "a"])
    ['Ludność, ogółem', 'b']
    """
    known = {folded(name): name for name in names}
    found: list[str] = []
    for text in texts:
        pieces = text.split(",")
        while pieces:
            sizes = range(len(pieces), 0, -1)
            joined = {size: folded(",".join(pieces[:size])) for size in sizes}
            size = next((size for size in sizes if joined[size] in known), 1)
            found.append(known.get(joined[size], pieces[0].strip()))
            pieces = pieces[size:]
    return found


class Topics:
    """What a table has figures about."""

    def __init__(
        self, file: str, layout: Layout, rows: Sequence[Row], wanted: Sequence[str]
    ) -> None:
        """Collect the topics of the rows of gminy; ``wanted`` lists names of columns chosen."""
        self._layout = layout
        self._rows = [row for row in rows if row.place.outcome is Outcome.MATCHED]
        names = [heading.name for heading in layout.headings]
        self._columns = layout.figure_columns(set(map(folded, columns_named(wanted, names))))
        if len(self._rows) * len(self._columns) > READINGS:
            rule = f"gminy obszaru mają w pliku więcej niż {READINGS} wartości"
            raise refused(file, rule, "Zostaw po jednym wierszu na gminę i rok oraz mniej kolumn")
        self._parting = self._parting_columns()
        self._by_name: dict[object, Topic] = {}
        for column in self._columns:
            self._collect(column)

    @property
    def found(self) -> list[Topic]:
        """The topics with figures, in the order of the columns."""
        return [topic for topic in self._by_name.values() if topic.is_figures]

    @property
    def row_counts(self) -> Mapping[str, int]:
        """How many rows each gmina has."""
        return Counter(row.place.teryt6 for row in self._rows)

    def counted(self) -> Topic:
        """Return a topic that only counts the rows."""
        one = RawCell(number=1.0)
        return Topic("Liczba wierszy", readings=[CellReading(r, 0, None, one) for r in self._rows])

    def _collect(self, column: int) -> None:
        layout, heading = self._layout, self._layout.headings[column]
        unnamed = heading == Heading("")
        if column in self._parting or (unnamed and counts_rows(self._numbers(column))):
            return
        signed = _SIGNED.search(folded(heading.name)) is not None
        again = self._again(column)
        for row in self._rows:
            parts = tuple(row.line.text(c) for c in self._parting)
            year, key = heading.year, (heading.name, heading.unit, again, parts)
            if layout.year is not None:
                year, key = year_in(row.line.text(layout.year)), (str(column), "", 1, parts)
            topic = self._by_name.get(key) or self._named(column, parts, row, again)
            self._by_name[key] = topic
            topic.marks[year] = heading.marks
            raw = take_apart(row.line.entry(column), layout.notes, signed=signed)
            if column in layout.attributes:
                raw = with_attribute(raw, row.line.text(layout.attributes[column]))
            topic.readings.append(CellReading(row, column, year, raw))

    def _numbers(self, column: int) -> list[float]:
        entries = (take_apart(line.entry(column)) for line in self._layout.body)
        plain = Convention(frozenset())
        return [n for raw in entries if (n := plain.number(raw)) is not None]

    def _again(self, column: int) -> int:
        """Return the how-manieth column of the same heading this is."""
        mine = self._layout.headings[column]
        same = [c for c in self._columns if self._layout.headings[c] == mine]
        return same.index(column) + 1 if self._layout.year is None else 1

    def _named(self, column: int, parts: Sequence[str], row: Row, again: int) -> Topic:
        layout, heading = self._layout, self._layout.headings[column]
        generic = layout.value == column
        words = [*(() if generic else (heading.name,)), *dict.fromkeys(filter(None, parts))]
        if not words:
            words = [row.line.text(c) for c in self._name_columns()[:1]]
        unit = heading.unit or (row.line.text(layout.unit) if layout.unit is not None else "")
        suffix = f" ({again})" if again > 1 else ""
        return Topic(", ".join(filter(None, words)) + suffix, unit)

    def _name_columns(self) -> list[int]:
        """Return the columns that may name what figures are about, the likeliest first."""
        keys = self._layout.keys.columns
        names = {c: folded(h.name) for c, h in enumerate(self._layout.headings) if c not in keys}
        return sorted(
            (c for c in names if names[c] in _NAMES), key=lambda c: _NAMES.index(names[c])
        )

    def _parting_columns(self) -> tuple[int, ...]:
        """Return the columns that part rows of the same gmina and year, as few as are needed.

        They part nearly all rows and say the same words of many gminy; where each row has its own
        name, of a school for example, the rows are things and not parts of a whole.
        """
        if self._rows_are_things:
            return ()
        groups = self._groups(())
        chosen: list[int] = []
        for column in self._texts():
            if groups == len(self._rows):
                break
            number = self._groups((*chosen, column))
            if number > groups:
                chosen.append(column)
                groups = number
        return tuple(sorted(chosen)) if groups >= _MOSTLY * len(self._rows) else ()

    @property
    def _rows_are_things(self) -> bool:
        """Whether a column of words that is no key hardly says the same twice."""
        keys, rows = self._layout.keys.columns, self._rows
        columns = (c for c in range(len(self._layout.headings)) if c not in keys)
        words = ({w for r in rows if not take_apart(w := r.line.text(c)).readable} for c in columns)
        return len(self.row_counts) < len(rows) and any(
            len(found) >= _MOSTLY * len(rows) for found in words
        )

    def _groups(self, columns: Sequence[int]) -> int:
        read = columns if self._layout.year is None else (self._layout.year, *columns)
        keys = ((r.place.teryt6, r.place.kind, *map(r.line.text, read)) for r in self._rows)
        return len(set(keys))

    def _texts(self) -> Iterator[int]:
        """Give the columns of words that stand beside several gminy each."""
        named, layout = self._name_columns(), self._layout
        taken = {*layout.keys.columns, layout.year, layout.value, layout.unit, *named}
        others = (c for c in range(len(layout.headings)) if c not in taken)
        gminy = len({row.place.teryt6 for row in self._rows})
        for column in (*named, *others):
            places: dict[str, set[str]] = {}
            for row in self._rows:
                places.setdefault(row.line.text(column), set()).add(row.place.teryt6)
            is_text = any(places) and not any(take_apart(text).readable for text in places if text)
            shared = 2 * sum(map(len, places.values())) > gminy * len(places)
            if is_text and shared and layout.roles[column] not in (Role.ATTRIBUTE, Role.IDENTIFIER):
                yield column


@dataclass(frozen=True)
class Context:
    """What making candidates needs to know beside the topics.

    ``separator`` is that of the columns; ``rows`` is what is made of several rows of a gmina, ""
    if nobody has said.
    """

    file: str
    layout: Layout
    separator: str
    rows: str
    dataset: Dataset
    gazetteer: Gazetteer


class Candidates:
    """Candidates of a table with what was found on the way.

    ``doubled`` are lines whose figures differ from those of another line of the same gmina.
    ``notes`` and ``faults`` are in Polish; a topic with a fault is no candidate.
    """

    def __init__(self, topics: Sequence[Topic], context: Context) -> None:
        """Make a candidate of every topic whose cells can be read."""
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
        suffix = self._suffix(heading.name, topic)
        if marks.contradictory or suffix is None:
            mark = "ten sam znak rozdziela raz ułamki, a raz tysiące"
            rule = mark if suffix is not None else "raz są tysiące lub miliony, a raz nie"
            remedy = "Zapisz liczby w kolumnie jednakowo, np. 1234,5"
            self.faults.append(Fault(self._context.file, rule, remedy, column=heading.name))
            return
        # who parts columns by commas writes decimal points; in Polish a point parts thousands
        usual = ",." if self._context.separator == "," else ","
        convention = Convention.decide(marks, table, usual)
        if convention.assumed:
            self.notes.append(_assumption(heading.name, convention))
        self._tell_unreadable(heading.name, topic, convention)
        figures = self._figures(topic, convention)
        last = not self._context.rows and is_offered_last(topic.name, list(_values(figures)))
        description = self._guess(heading, topic, suffix, figures, last=last)
        provisional = tuple(self._tell_marks(heading.name, topic))
        column = heading.name.removesuffix(_OF_ROWS.get(self._context.rows, ""))
        self.made.append(Candidate(code, figures, description, not last, provisional, column))

    def _heading(self, topic: Topic) -> Heading:
        """Return name and unit; what the file does not name is called as its title."""
        title = read_heading(self._context.layout.title)
        above = title.name or self._context.file.rsplit(".", 1)[0]
        generic = folded(topic.name) in _GENERIC and title.name
        name = f"{above}, {topic.name}" if generic else topic.name or above
        name = clean(name, _NAME_LENGTH) + _OF_ROWS.get(self._context.rows, "")
        counted = self._context.rows == "count"
        unit = "" if counted else clean(topic.unit or title.unit, _UNIT_LENGTH)
        return Heading(name, title.year, unit)

    def _suffix(self, name: str, topic: Topic) -> str | None:
        """Return the unit that stands behind every number, "" for none.

        ``None`` if thousands or millions stand behind some of them only.
        """
        numeric = [r.raw for r in topic.readings if r.raw.status is None and r.raw.readable]
        found = {raw.suffix for raw in numeric if not raw.is_zero}
        if len(found) > 1 and any(map(_THOUSANDS.search, found)):
            return None
        if len(found) > 1:
            shown = ", ".join(f"„{suffix}”" for suffix in sorted(found) if suffix)
            self.notes.append(f"Kolumna „{name}”: {shown} stoi tylko przy niektórych liczbach.")
        suffix = found.pop() if len(found) == 1 else ""
        return usual_unit(suffix)

    def _tell_unreadable(self, name: str, topic: Topic, convention: Convention) -> None:
        """Note the cells that are no numbers, each text once."""
        lines: dict[str, list[int]] = {}
        for reading in topic.readings:
            if reading.raw.status is None and convention.number(reading.raw) is None:
                text = reading.row.line.text(reading.column)
                lines.setdefault(text, []).append(reading.row.line.number)
        for text, numbers in list(lines.items())[:3]:
            shown = f"Kolumna „{shorten(name)}”: „{shorten(text)}” to nie liczba ani znak umowny"
            self.notes.append(f"{shown} ({listed(numbers)}); przyjęto brak danych.")
        others = sum(len(numbers) for numbers in list(lines.values())[3:])
        if others:
            self.notes.append(f"Kolumna „{shorten(name)}”: tak samo {others} innych komórek.")

    def _tell_marks(self, name: str, topic: Topic) -> Iterator[tuple[int | None, str]]:
        """Note the marks beside figures and headings; give years of figures that are not final."""
        notes = self._context.layout.notes
        lines: dict[tuple[int | None, str], list[int]] = {}
        for year, marks in topic.marks.items():
            lines |= {(year, mark): [] for mark in marks}
        for reading in topic.readings:
            for mark in reading.raw.marks:
                lines.setdefault((reading.year, mark), []).append(reading.row.line.number)
        for (year, mark), numbers in lines.items():
            said = meaning(mark, notes)
            long = len(mark) > 3
            what = mark if long else f"przypis „{mark}”: {said or 'bez objaśnienia w pliku'}"
            where = f" ({listed(numbers)})" if numbers else ""
            shown = f"Kolumna „{shorten(name)}”" + (f", {year}" if year else "")
            self.notes.append(f"{shown}{where}: {what}.")
            if is_provisional(said or mark):
                yield year, said or mark

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
        or zero in the year. Rows that differ are put together as the person says, or give none.
        """
        filled = [(row, figure) for row, figure in found if figure.value is not None]
        if self._context.rows:
            return _together([figure for _, figure in found], self._context.rows)
        if len({figure.value for _, figure in filled}) > 1 and year is not None:
            filled = self._of_type(filled, year)
        if len({figure.value for _, figure in filled}) > 1:
            self.doubled |= {row.line.number for row, _ in filled}
            return Figure(None, Status.MISSING)
        if len(filled) > 1 and self._are_several([row for row, _ in filled]):
            self.doubled |= {row.line.number for row, _ in filled}
            return Figure(None, Status.MISSING)
        if len(filled) > 1:
            self.notes.append("Gminę powtórzoną z tą samą wartością przyjęto raz.")
        signed = [figure for _, figure in found if figure.sign]
        return (filled[0][1] if filled else None) or (signed[0] if signed else found[0][1])

    def _are_several(self, rows: Sequence[Row]) -> bool:
        """Tell whether rows of one type differ beside their keys: not one row twice."""
        keys = self._context.layout.keys.columns
        beside = {
            tuple(e for column, e in enumerate(row.line.cells) if column not in keys)
            for row in rows
        }
        return len(beside) > 1 and len({row.place.kind for row in rows}) == 1

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

    def _guess(
        self, heading: Heading, topic: Topic, suffix: str, figures: Figures, *, last: bool
    ) -> Description:
        numeric = [r.raw for r in topic.readings if r.raw.status is None]
        clues = Clues(
            name=heading.name,
            unit=heading.unit or suffix,
            years=[list(_values({year: cells})) for year, cells in figures.items()],
            answers=bool(numeric) and all(raw.answer for raw in numeric),
            year=heading.year if None in figures else None,
            last=last,
        )
        return guess(clues, self._context.dataset)


def _values(figures: Figures) -> Iterator[float]:
    found = (figure.value for cells in figures.values() for figure in cells.values())
    return (value for value in found if value is not None)


def _together(figures: Sequence[Figure], rows: str) -> Figure:
    """Return one figure of several rows; a sum or a mean without one of them would be wrong."""
    values = [figure.value for figure in figures if figure.value is not None]
    if rows == "count":
        return Figure(float(len(values)), Status.OK)
    if len(values) < len(figures):
        return next(figure for figure in figures if figure.value is None)
    total = sum(values)
    return Figure(total / len(values) if rows == "mean" else total, Status.OK)


def _assumption(name: str, convention: Convention) -> str:
    mark = "przecinek" if convention.assumed == "," else "kropkę"
    meaning = "ułamki" if convention.assumed in convention.decimal else "tysiące"
    parting = "rozdzielający" if mark == "przecinek" else "rozdzielającą"
    return (
        f"Kolumna „{name}”: {mark} odczytano jako {parting} {meaning}. Jeśli to błąd, zapisz w "
        "pliku liczby bez odstępów i z przecinkiem dziesiętnym."
    )
