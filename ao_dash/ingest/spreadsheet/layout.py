"""Where things stand in a grid: keys, headings, body; whether years go across or down.

Keys are the columns that say the gmina, by code or by name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ao_dash.ingest.spreadsheet.gazetteer import Gazetteer, Outcome, Place
from ao_dash.ingest.spreadsheet.grid import Grid, Line
from ao_dash.ingest.spreadsheet.heading import Heading, joined, year_in
from ao_dash.ingest.spreadsheet.limits import UploadRefused, refused
from ao_dash.ingest.spreadsheet.number_parsing import take_apart
from ao_dash.ingest.spreadsheet.sanitize import folded

_LEVELS = 6  # rows of headings
_KEY_COLUMNS = 30  # a key further to the right is not looked for
_HEADING_LINES = 20
YEAR_WORDS = frozenset({"rok", "lata", "year", "okres", "rok szkolny", "rok sprawozdawczy"})
VALUE_WORDS = frozenset({"wartosc", "wartosci", "value", "liczba", "obs_value"})
UNIT_WORDS = frozenset({"jednostka", "jednostka miary", "miano", "unit", "j.m.", "jm"})
STATUS_WORDS = frozenset({"status"})
NOISE_WORDS = frozenset(
    (
        *("lp", "lp.", "l.p.", "l.p", "nr", "id", "kod", "code", "teryt", "teryt6", "teryt7"),
        *("atrybut", "rok_bazowy", "uwagi", "zrodlo"),
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

    @property
    def figure_columns(self) -> tuple[int, ...]:
        """The columns that may hold figures."""
        if self.value is not None:
            return (self.value,)
        taken = {*self.keys, self.year, self.unit, self.status}
        return tuple(
            column
            for column, heading in enumerate(self.headings)
            if column not in taken and folded(heading.name) not in NOISE_WORDS
        )


def understand(file: str, grid: Grid, gazetteer: Gazetteer) -> Layout:
    """Find keys, headings and body.

    Raises
    ------
    UploadRefused
        If no column names a gmina, gminy are in columns, or cells go beyond the headings.
    """
    _check_turned(file, grid, gazetteer)
    keys = _keys_of(grid, gazetteer)
    if not keys:
        raise _without_keys(file, grid, gazetteer)
    start = _start(grid, keys, gazetteer)
    levels, title = _above(grid, start, keys)
    headings = _headings(levels, grid.width, keys)
    body = tuple(line for line in grid.lines[start:] if line.cells)
    _check_width(file, grid, levels, body)
    year = _column(headings, YEAR_WORDS, keys)
    long = year is not None
    return Layout(
        headings=headings,
        keys=keys,
        body=body,
        title=title,
        year=year,
        value=_column(headings, VALUE_WORDS, keys) if long else None,
        unit=_column(headings, UNIT_WORDS, keys) if long else None,
        status=_column(headings, STATUS_WORDS, keys) if long else None,
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


def hits(grid: Grid, gazetteer: Gazetteer) -> int:
    """Return how many gminy the best column of keys names."""
    return max((len(found.named) for found in _tallies(grid, gazetteer)), default=0)


@dataclass
class _Tally:
    """What a column holds: gminy of the area by code or name, other codes, anything else."""

    codes: set[str]
    names: set[str]
    coded: int = 0
    other: int = 0

    @property
    def named(self) -> set[str]:
        """Gminy named in either way."""
        return self.codes | self.names

    @property
    def is_coded(self) -> bool:
        """Whether nearly all of it are codes: a figure may look like one by chance."""
        return bool(self.codes) and self.coded > 4 * self.other

    def add(self, text: str, place: Place) -> None:
        """Count one cell."""
        numeric = text[0].isdigit()
        if place.outcome is Outcome.MATCHED:
            (self.codes if numeric else self.names).add(place.teryt6)
        known = place.outcome is not Outcome.UNMATCHED
        self.coded += numeric and known
        self.other += numeric and not known


def _tallies(grid: Grid, gazetteer: Gazetteer) -> list[_Tally]:
    tallies = [_Tally(set(), set()) for _ in range(min(grid.width, _KEY_COLUMNS))]
    for line in grid.lines:
        for column in range(min(len(line.cells), len(tallies))):
            text = line.text(column)
            if text:
                tallies[column].add(text, gazetteer.find(text))
    return tallies


def _keys_of(grid: Grid, gazetteer: Gazetteer) -> tuple[int, ...]:
    """Return the column of codes and the column of names, whichever exist, codes first."""
    tallies = _tallies(grid, gazetteer)
    coded = {c: len(t.codes) for c, t in enumerate(tallies) if t.is_coded}
    named = {c: len(t.names) for c, t in enumerate(tallies) if t.names and c not in coded}
    code = max(coded, key=coded.__getitem__, default=None)
    name = max(named, key=named.__getitem__, default=None)
    if code is not None and name is not None:
        # the seat of a powiat, or a figure like a code, names few gminy where the key names all
        code = None if 2 * coded[code] < named[name] else code
        name = None if code is not None and 2 * named[name] < coded[code] else name
    return tuple(column for column in (code, name) if column is not None)


def place_of(line: Line, keys: Sequence[int], gazetteer: Gazetteer) -> tuple[str, Place]:
    """Return the key of a row and what it means; code and name must not contradict."""
    texts = [text for column in keys if (text := line.text(column))]
    places = [gazetteer.find(text) for text in texts]
    if not places:
        return "", Place(Outcome.UNMATCHED)
    shown = " ".join(texts)
    named = {place.teryt6 for place in places if place.outcome is Outcome.MATCHED}
    outcomes = {place.outcome: place for place in reversed(places)}
    if len(named) > 1 or (named and Outcome.OUTSIDE in outcomes and _is_code(texts[0], places[0])):
        return shown, Place(Outcome.AMBIGUOUS, note="kod i nazwa wskazują różne gminy; popraw")
    if Outcome.PART in outcomes:
        return shown, outcomes[Outcome.PART]
    known = [place for place in places if place.outcome is not Outcome.UNMATCHED]
    return shown, known[0] if known else places[0]


def _is_code(text: str, place: Place) -> bool:
    return text[0].isdigit() and place.outcome is Outcome.MATCHED


def _without_keys(file: str, grid: Grid, gazetteer: Gazetteer) -> UploadRefused:
    """Return why a grid without keys is refused, with the likeliest remedy."""
    firsts = (gazetteer.find(line.text(0)).note for line in grid.lines if line.text(0))
    lost = next(filter(None, firsts), "")
    return refused(
        file,
        "żaden wiersz nie wskazuje gminy Aglomeracji" + (f": {lost}" if lost else ""),
        "Dodaj kolumnę z kodem TERYT (6 lub 7 cyfr) albo z nazwą gminy; sprawdź polskie litery",
    )


def _check_turned(file: str, grid: Grid, gazetteer: Gazetteer) -> None:
    """Refuse a table whose headings name more gminy than its rows do."""
    across = [
        sum(map(gazetteer.is_member, filter(None, map(line.text, range(len(line.cells))))))
        for line in grid.lines[:_HEADING_LINES]
    ]
    most = max(across, default=0)
    # a code and a name in one row are two cells about the same gmina
    if most > 2 * hits(grid, gazetteer) or (most > 2 and most > hits(grid, gazetteer)):
        raise refused(file, "gminy są w kolumnach", "Zamień wiersze z kolumnami (transpozycja)")
