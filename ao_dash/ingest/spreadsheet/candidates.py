"""Topics become candidates: cells read by one convention, rows of one gmina made one figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ao_dash.ingest.spreadsheet.candidate import Candidate, Figures
from ao_dash.ingest.spreadsheet.gazetteer import Gazetteer
from ao_dash.ingest.spreadsheet.guess import Clues, Description, guess
from ao_dash.ingest.spreadsheet.heading import Heading
from ao_dash.ingest.spreadsheet.heading import read as read_heading
from ao_dash.ingest.spreadsheet.number_parsing import Convention, Figure, Marks
from ao_dash.ingest.spreadsheet.sanitize import clean, folded
from ao_dash.ingest.spreadsheet.topics import CellReading, Row, Topic
from ao_dash.model.dataset import Dataset
from ao_dash.model.faults import Fault
from ao_dash.model.series import Status

_NAME = 120
_GENERIC = frozenset({"ogolem", "razem", "wartosc", "liczba"})


@dataclass(frozen=True)
class Merged:
    """Candidates of a table with what was found on the way.

    ``doubled`` are lines whose figures contradict those of another line of the same gmina.
    ``notes`` and ``faults`` are in Polish; a topic with a fault is no candidate.
    """

    candidates: tuple[Candidate, ...]
    doubled: frozenset[int]
    notes: tuple[str, ...]
    faults: tuple[Fault, ...]


@dataclass(frozen=True)
class Context:
    """What merging needs to know beside the topics; ``separator`` is that of the columns."""

    file: str
    title: str
    separator: str
    dataset: Dataset
    gazetteer: Gazetteer


def merged(topics: Sequence[Topic], context: Context) -> Merged:
    """Return a candidate for every topic whose cells can all be read."""
    marks = {id(topic): Marks.of(r.raw for r in topic.readings) for topic in topics}
    every = Marks()
    for found in marks.values():
        every = every | found
    work = _Work(context, every)
    for number, topic in enumerate(topics, 1):
        work.take(f"k{number}", topic, marks[id(topic)])
    return work.result()


class _Work:
    """Topics on their way to candidates."""

    def __init__(self, context: Context, every: Marks) -> None:
        self._context, self._every = context, every
        self._candidates: list[Candidate] = []
        self._doubled: set[int] = set()
        self._notes: list[str] = []
        self._faults: list[Fault] = []

    def take(self, code: str, topic: Topic, marks: Marks) -> None:
        """Add the candidate of a topic, or the faults that keep it from being one."""
        heading = self._heading(topic)
        # who parts columns by commas writes decimal points; in Polish a point parts thousands
        usual = ",." if self._context.separator == "," else ","
        convention = Convention.decide(marks, self._every, usual)
        faults = self._mark_faults(heading.name, marks) or self._cell_faults(topic, convention)
        self._faults += faults
        if faults:
            return
        if convention.assumed:
            self._notes.append(_assumption(heading.name, convention))
        figures = self._figures(topic, convention)
        self._candidates.append(Candidate(code, figures, self._guess(heading, topic, figures)))

    def result(self) -> Merged:
        """Return everything found."""
        return Merged(
            tuple(self._candidates),
            frozenset(self._doubled),
            tuple(dict.fromkeys(self._notes)),
            tuple(self._faults),
        )

    def _heading(self, topic: Topic) -> Heading:
        """Return name and unit; what the file does not name is called as its title."""
        said = read_heading(self._context.title)
        above = said.name or self._context.file.rsplit(".", 1)[0]
        generic = folded(topic.name) in _GENERIC
        name = f"{above}, {topic.name}" if generic else topic.name or above
        return Heading(clean(name, _NAME), said.year, clean(topic.unit or said.unit, 40))

    def _mark_faults(self, name: str, marks: Marks) -> list[Fault]:
        if not marks.contradictory:
            return []
        return [
            Fault(
                self._context.file,
                "ten sam znak rozdziela raz ułamki, a raz tysiące",
                "Zapisz liczby w kolumnie jednakowo, np. 1234,5",
                column=name,
            )
        ]

    def _cell_faults(self, topic: Topic, convention: Convention) -> list[Fault]:
        return [
            Fault(
                self._context.file,
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
        slots: dict[tuple[int | None, str], list[tuple[CellReading, Figure]]] = {}
        for reading in topic.readings:
            key = (reading.year, reading.row.place.teryt6)
            slots.setdefault(key, []).append((reading, _figure(reading, convention)))
        figures: dict[int | None, dict[str, Figure]] = {}
        for (year, teryt6), found in slots.items():
            figures.setdefault(year, {})[teryt6] = self._one(found, year)
        return figures

    def _one(self, found: Sequence[tuple[CellReading, Figure]], year: int | None) -> Figure:
        """Return the figure of a gmina in a year: of several rows, the one that is filled.

        A gmina that became urban-rural has two rows in BDL; the row of the other type is empty
        or zero in the year. Figures that contradict each other give none.
        """
        filled = [(reading, figure) for reading, figure in found if figure.value is not None]
        if len({figure.value for _, figure in filled}) > 1 and year is not None:
            filled = self._of_type(filled, year)
        if len({figure.value for _, figure in filled}) > 1:
            self._doubled |= {reading.row.line.number for reading, _ in filled}
            return Figure(None, Status.MISSING)
        signed = [figure for _, figure in found if figure.sign]
        return (filled[0][1] if filled else None) or (signed[0] if signed else found[0][1])

    def _of_type(
        self, filled: list[tuple[CellReading, Figure]], year: int
    ) -> list[tuple[CellReading, Figure]]:
        """Leave out zeros in the row of a type that the gmina did not have in ``year``."""

        def fits(row: Row) -> bool:
            return self._context.gazetteer.fits(row.place.teryt6, row.place.kind, year)

        kept = [(r, f) for r, f in filled if f.value or fits(r.row)]
        if any(fits(reading.row) for reading, _ in kept) and len(kept) < len(filled):
            note = "Zera w wierszu dawnego albo późniejszego typu gminy pominięto."
            self._notes.append(note)
            return kept
        return filled

    def _guess(self, heading: Heading, topic: Topic, figures: Figures) -> Description:
        values = [f.value for cells in figures.values() for f in cells.values()]
        numeric = [r.raw for r in topic.readings if r.raw.status is None]
        suffixes = {raw.suffix for raw in numeric}
        suffix = next(iter(suffixes)) if len(suffixes) == 1 else ""
        clues = Clues(
            name=heading.name,
            unit=heading.unit or _suffix_unit(suffix),
            values=[value for value in values if value is not None],
            answers=bool(numeric) and all(raw.answer for raw in numeric),
            year=heading.year if None in figures else None,
        )
        return guess(clues, self._context.dataset)


def _suffix_unit(suffix: str) -> str:
    return {"zl": "zł", "pln": "zł", "eur": "€"}.get(suffix, suffix)


def _figure(reading: CellReading, convention: Convention) -> Figure:
    if reading.raw.status is not None:
        return Figure(None, reading.raw.status, reading.raw.sign)
    return Figure(convention.number(reading.raw), Status.OK)


def _assumption(name: str, convention: Convention) -> str:
    mark = "przecinek" if convention.assumed == "," else "kropkę"
    meaning = "ułamki" if convention.assumed in convention.decimal else "tysiące"
    parting = "rozdzielający" if mark == "przecinek" else "rozdzielającą"
    return (
        f"Kolumna „{name}”: {mark} odczytano jako {parting} {meaning}. Jeśli to błąd, zapisz w "
        "pliku liczby bez odstępów i z przecinkiem dziesiętnym."
    )
