"""Where things stand in a grid: keys, headings, body; whether years go across or down.

Keys are the columns that say the place of a row, by code or by name.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from ao_dash.ingest.spreadsheet.footnotes import Footnotes, footnotes
from ao_dash.ingest.spreadsheet.gazetteer import Gazetteer, Key, Outcome, teryt
from ao_dash.ingest.spreadsheet.grid import Grid, Line
from ao_dash.ingest.spreadsheet.heading import Heading, joined, year_in
from ao_dash.ingest.spreadsheet.limits import refused
from ao_dash.ingest.spreadsheet.number_parsing import take_apart
from ao_dash.ingest.spreadsheet.roles import VALUE_WORDS, Role, role_of
from ao_dash.ingest.spreadsheet.sanitize import folded

_LEVELS = 6  # rows of headings
_KEY_COLUMNS = 40  # a key further to the right is not looked for
_HEADING_LINES = 30
_KEY_LENGTH = 100
_REMARK = re.compile(r"#|zrodlo|stan (?:w|na)\b|pobrano|data\b|wygenerowano")
_SHORT = re.compile(r"\d{1,3}(?:[.,]0)?")
_LOST = re.compile(r"\d[.,]?\d*E\+\d+", re.IGNORECASE)
_NO_NAMES = {Role.POWIAT, Role.VOIVODESHIP, Role.LOCALITY, Role.KIND, Role.NUMBER}
_NO_FIGURES = set(Role) - {Role.LOCALITY, Role.NAME}


@dataclass(frozen=True)
class KeyColumns:
    """The columns that say the place of a row, ``None`` where there is none.

    ``parts`` are the numbers of voivodeship, powiat and gmina of a code in pieces. ``locality``
    tells that names are those of towns and villages.
    """

    code: int | None = None
    name: int | None = None
    powiat: int | None = None
    voivodeship: int | None = None
    kind: int | None = None
    parts: tuple[int, ...] = ()
    locality: bool = False

    def of(self, line: Line) -> Key:
        """Return what a row says of its place."""
        code, name, powiat, voivodeship, kind = (
            "" if column is None else line.text(column)
            for column in (self.code, self.name, self.powiat, self.voivodeship, self.kind)
        )
        if self.parts:
            code = _code_of_parts([line.text(column) for column in self.parts], kind)
        return Key(code, name, powiat, voivodeship, "miasto" if self.locality else kind)

    @cached_property
    def columns(self) -> frozenset[int]:
        """Every column of a key."""
        named = (self.code, self.name, self.powiat, self.voivodeship, self.kind)
        return frozenset(c for c in (*named, *self.parts) if c is not None)


def _code_of_parts(parts: Sequence[str], kind: str) -> str:
    """Return TERYT of its parts; what is empty makes the code of a larger unit.

    >>> _code_of_parts(["12", "5", "3.0"], "2"), _code_of_parts(["12", "", ""], "")
    ('1205032', '120000')
    """
    digits = [part.split(".")[0].split(",")[0] for part in parts]
    code = "".join(part.zfill(2) for part in digits)
    if not any(digits) or not code.isdigit() or len(code) != 6:
        return ""
    return code + (kind if kind.isdigit() and len(kind) == 1 else "")


@dataclass(frozen=True)
class Layout:
    """A grid understood.

    ``headings`` has one for every column. ``year``, ``value`` and ``unit`` are columns of a long
    table, or ``None``; ``attributes`` gives the column that says more of each column of figures.
    ``title`` stands above the table, ``notes`` below it; ``next_table`` is the line where another
    table with other headings begins, which is not read.
    """

    headings: tuple[Heading, ...]
    keys: KeyColumns
    body: tuple[Line, ...]
    title: str
    year: int | None
    value: int | None
    unit: int | None
    attributes: Mapping[int, int]
    notes: Footnotes
    next_table: int | None = None

    @cached_property
    def roles(self) -> tuple[Role | None, ...]:
        """What each column is for by its whole heading."""
        return tuple(map(_role, self.headings))

    def figure_columns(self, wanted: Collection[str] = ()) -> tuple[int, ...]:
        """Return the columns that may hold figures; ``wanted`` are names taken in any case."""
        if self.value is not None:
            return (self.value,)
        taken = {*self.keys.columns, self.year, self.unit}
        return tuple(
            column
            for column, heading in enumerate(self.headings)
            if column not in taken
            and (self.roles[column] not in _NO_FIGURES or folded(heading.name) in wanted)
        )


def understand(file: str, grid: Grid, gazetteer: Gazetteer) -> Layout:
    """Find keys, headings and body.

    Raises
    ------
    UploadRefused
        If no column says a place, or cells go beyond the headings.
    """
    roles, first = _roles(grid, gazetteer)
    keys = _keys(_tallies(grid, gazetteer, roles))
    if not keys.columns:
        rule = "żadna kolumna nie wskazuje gmin"
        remedy = "Dodaj kolumnę z kodem TERYT (6 lub 7 cyfr) albo z nazwą gminy"
        raise refused(file, rule, f"{remedy}; sprawdź polskie litery")
    start = _start(grid, keys, gazetteer, first)
    levels, title = _above(grid, start, keys.columns)
    headings = _headings(levels, grid.width, keys.columns)
    lines, next_table = _one_table(levels, grid.lines[start:], keys.columns)
    body = _carried(lines, keys.columns)
    _check_width(file, grid, levels, body)
    found = tuple(map(_role, headings))
    across = any(h.year for h, role in zip(headings, found, strict=True) if role is None)
    year = None if across else _first(found, Role.YEAR, keys)
    generic = [c for c, h in enumerate(headings) if folded(h.name) in VALUE_WORDS and not h.year]
    long = year is not None or Role.ATTRIBUTE in found
    layout = Layout(
        headings=headings,
        keys=keys,
        body=body,
        title=title,
        year=year,
        value=generic[0] if len(generic) == 1 and long else None,
        unit=_unit(headings, found, keys),
        attributes={},
        notes=footnotes(_lone_texts(body)),
        next_table=next_table,
    )
    return replace(layout, attributes=_attributes(layout))


def _role(heading: Heading) -> Role | None:
    return role_of(f"{heading.name} [{heading.unit}]" if heading.unit else heading.name)


def _one_table(
    levels: Sequence[Line], lines: Sequence[Line], keys: Collection[int]
) -> tuple[tuple[Line, ...], int | None]:
    """Return the rows up to another table and its line; a heading printed again is no row."""
    above = [[folded(line.text(c)) for c in _filled_columns(line)] for line in levels]
    words = {(c, word) for line in levels for c in keys if (word := folded(line.text(c)))}
    body: list[Line] = []
    for line in filter(lambda line: line.cells, lines):
        again = any((c, folded(line.text(c))) in words for c in keys)
        if again and [folded(line.text(c)) for c in _filled_columns(line)] in above:
            continue
        if again and not _has_figures(line, keys) and set(_filled_columns(line)) - set(keys):
            return tuple(body), line.number
        body.append(line)
    return tuple(body), None


def _carried(body: Sequence[Line], keys: Collection[int]) -> tuple[Line, ...]:
    """Return rows with the gmina that stands once, in cells merged over the rows of its parts.

    Such a row has no key of its own, and words that other rows have, too: „kobiety”.
    """
    words = Counter(word for line in body for word in _words_beside(line, keys))
    last: Line | None = None
    rows: list[Line] = []
    for line in body:
        own = any(line.text(column) for column in keys)
        last = line if own else last
        if last and not own and any(words[word] > 1 for word in _words_beside(line, keys)):
            width = max(len(line.cells), max(keys) + 1)
            cells = tuple((last if c in keys else line).entry(c) for c in range(width))
            rows.append(replace(line, cells=cells))
        else:
            rows.append(line)
    return tuple(rows)


def _words_beside(line: Line, keys: Collection[int]) -> list[tuple[int, str]]:
    texts = ((c, line.text(c)) for c in range(len(line.cells)) if c not in keys)
    return [(c, text) for c, text in texts if text and not take_apart(text).readable]


def _first(roles: Sequence[Role | None], wanted: Role, keys: KeyColumns) -> int | None:
    columns = (c for c, role in enumerate(roles) if role is wanted and c not in keys.columns)
    return next(columns, None)


def _unit(
    headings: Sequence[Heading], roles: Sequence[Role | None], keys: KeyColumns
) -> int | None:
    """Return the column of units; one headed „jednostka” may be that of places instead."""
    named = (c for c, h in enumerate(headings) if folded(h.name) == "jednostka")
    found = _first(roles, Role.UNIT, keys)
    return next((c for c in named if c not in keys.columns), None) if found is None else found


def _attributes(layout: Layout) -> Mapping[int, int]:
    """Return the column of attributes for each column of figures it follows, or goes before."""
    figures = layout.figure_columns()
    found: dict[int, int] = {}
    for column, role in enumerate(layout.roles):
        if role is Role.ATTRIBUTE and column not in layout.keys.columns:
            before = [c for c in figures if c < column]
            after = [c for c in figures if c > column]
            if before or after:
                found.setdefault(before[-1] if before else after[0], column)
    return found


def _lone_texts(lines: Sequence[Line]) -> Iterator[str]:
    """Give the texts of rows with one cell, as they stand below a table."""
    for line in lines:
        texts = [entry for entry in line.cells if entry != ""]
        if len(texts) == 1 and isinstance(texts[0], str):
            yield texts[0]


def _roles(grid: Grid, gazetteer: Gazetteer) -> tuple[Mapping[int, Role], int]:
    """Return what columns are for by the words above them, and the first row below the words."""
    roles: dict[int, Role] = {}
    first = 0
    for index, line in enumerate(grid.lines[:_HEADING_LINES]):
        texts = [
            (c, entry) for c, entry in enumerate(line.cells) if isinstance(entry, str) and entry
        ]
        if any(gazetteer.is_member(text) for _, text in texts):
            break
        found = {c: role for c, text in texts if c not in roles and (role := role_of(text))}
        roles |= found
        if {Role.NAME, Role.CODE, Role.POWIAT, Role.LOCALITY} & set(found.values()):
            first = index + 1
    return roles, first


@dataclass
class _Tally:
    """What a column holds: gminy of the area by code or name, other codes, anything else."""

    role: Role | None
    codes: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    coded: int = 0
    four: int = 0
    short: int = 0
    other: int = 0
    powiaty: int = 0
    voivodeships: int = 0
    filled: int = 0

    @property
    def is_coded(self) -> bool:
        """Whether nearly all of it are codes: a figure may look like one by chance."""
        by_heading = self.role is Role.CODE and self.coded > self.other
        return by_heading or (bool(self.codes) and self.coded > 4 * self.other)

    @property
    def is_short(self) -> bool:
        """Whether it holds numbers of two digits, parts of a code."""
        return self.short > 0 and self.filled <= 2 * self.short

    def add(self, text: str, times: int, gazetteer: Gazetteer) -> None:
        """Count the cells with one text; a long one is no key."""
        self.filled += times
        if len(text) > _KEY_LENGTH:
            return
        code, lost = teryt(text), _LOST.fullmatch(text) is not None
        if code or lost or not any(map(str.isalpha, text)):
            place = gazetteer.find(Key(code=text))
            self.codes |= {place.teryt6} - {""} if len(code) > 4 else set()
            self.coded += times * (len(code) > 4 or lost)
            self.four += times * (len(code) == 4)
            self.short += times * bool(_SHORT.fullmatch(text))
            self.other += times * (not code and not lost)
            return
        place = gazetteer.find(Key(name=text))
        self.names |= {place.teryt6} - {""}
        self.powiaty += times * gazetteer.is_powiat(text)
        self.voivodeships += times * bool(gazetteer.voivodeship(text))


def _tallies(grid: Grid, gazetteer: Gazetteer, roles: Mapping[int, Role]) -> list[_Tally]:
    tallies = [_Tally(roles.get(c)) for c in range(min(grid.width, _KEY_COLUMNS))]
    for column, tally in enumerate(tallies):
        texts = Counter(line.text(column) for line in grid.lines if column < len(line.cells))
        for text, times in texts.items():
            if text:
                tally.add(text, times, gazetteer)
    return tallies


def hits(grid: Grid, gazetteer: Gazetteer) -> int:
    """Return how many gminy the best column of keys names."""
    tallies = _tallies(grid, gazetteer, {})
    return max((max(len(t.codes), len(t.names)) for t in tallies), default=0)


def _keys(tallies: Sequence[_Tally]) -> KeyColumns:
    """Return the columns of keys, whichever exist."""
    by_role: dict[Role, list[int]] = {role: [] for role in Role}
    for column, tally in enumerate(tallies):
        if tally.role:
            by_role[tally.role].append(column)
    parts = _parts(tallies, by_role)
    code, name = _code_and_name(tallies, set(parts))
    localities = [c for c in by_role[Role.LOCALITY] if tallies[c].names]
    lone = code is None and name is None and not parts and bool(localities)

    def worded(role: Role, count: str) -> int | None:
        named = [c for c in by_role[role] if c not in parts and c not in (code, name)]
        alike = (c for c, t in enumerate(tallies) if t.role is None and getattr(t, count))
        mostly = [c for c in alike if 2 * getattr(tallies[c], count) > tallies[c].filled]
        return next(iter([*named, *(c for c in mostly if c not in (code, name))]), None)

    four = [c for c in by_role[Role.CODE] if c != code and tallies[c].four]
    powiat = worded(Role.POWIAT, "powiaty")
    return KeyColumns(
        code=code,
        name=localities[0] if lone else name,
        powiat=next(iter(four), None) if powiat is None else powiat,
        voivodeship=worded(Role.VOIVODESHIP, "voivodeships"),
        kind=next(iter(by_role[Role.KIND]), None),
        parts=parts,
        locality=lone,
    )


def _parts(tallies: Sequence[_Tally], by_role: Mapping[Role, Sequence[int]]) -> tuple[int, ...]:
    """Return the columns of a code in pieces, or nothing if one of them is not there."""
    wanted = ((Role.VOIVODESHIP,), (Role.POWIAT,), (Role.NUMBER, Role.NAME, Role.CODE))
    found = (
        next((c for role in roles for c in by_role[role] if tallies[c].is_short), None)
        for roles in wanted
    )
    parts = tuple(c for c in found if c is not None)
    return parts if len(parts) == len(wanted) else ()


def _code_and_name(
    tallies: Sequence[_Tally], parts: Collection[int]
) -> tuple[int | None, int | None]:
    coded = {
        c: (len(t.codes), t.role is Role.CODE, t.coded)
        for c, t in enumerate(tallies)
        if t.is_coded and t.role in (None, Role.CODE, Role.NAME, Role.YEAR) and c not in parts
    }
    named = {
        c: (len(t.names), t.role is Role.NAME)
        for c, t in enumerate(tallies)
        if c not in coded and c not in parts and (t.role is Role.NAME or t.names)
        and t.role not in _NO_NAMES
    }  # fmt: skip
    code = max(coded, key=coded.__getitem__, default=None)
    name = max(named, key=named.__getitem__, default=None)
    if code is not None and name is not None:
        # the seat of a powiat, or a figure like a code, names few gminy where the key names all
        few = 2 * coded[code][0] < named[name][0] and not coded[code][1]
        code = None if few else code
        lone = code is not None and 2 * named[name][0] < coded[code][0]
        name = None if lone and tallies[name].role is not Role.NAME else name
    return code, name


def _start(grid: Grid, keys: KeyColumns, gazetteer: Gazetteer, first: int) -> int:
    """Return the index of the first row of the body, ``first`` or below it."""
    for index, line in enumerate(grid.lines[first:], first):
        key = keys.of(line)
        outcome = gazetteer.find(key).outcome
        if outcome in (Outcome.MATCHED, Outcome.OUTSIDE, Outcome.PART):
            return index
        text = str(key)
        known = outcome is not Outcome.UNMATCHED
        if (known or (text and not text[0].isdigit())) and _has_figures(line, keys.columns):
            return index
        section = outcome is Outcome.HIGHER and not set(_filled_columns(line)) - keys.columns
        if first and section:  # „powiat brzeski” alone, above its gminy
            return index
    return first


def _has_figures(line: Line, keys: Collection[int]) -> bool:
    """Tell whether a row holds figures that are not the years of a heading."""
    others = (entry for column, entry in enumerate(line.cells) if column not in keys)
    numbers = (
        entry for entry in others if (raw := take_apart(entry)).digits or raw.number is not None
    )
    return any(year_in(str(entry)) is None for entry in numbers)


def _above(grid: Grid, start: int, keys: Collection[int]) -> tuple[tuple[Line, ...], str]:
    """Return the rows of headings, which touch the body, and the title above them."""
    end = start
    while end and not grid.lines[end - 1].cells:
        end -= 1
    first = end
    while first and end - first < _LEVELS and _is_heading(grid.lines[first - 1], keys):
        first -= 1
    levels = grid.lines[first:end]
    named = tuple(line for line in levels if not _is_numbering(line))
    titles = (text for text in _texts(grid.lines[:first]) if not _REMARK.match(folded(text)))
    return named, next(titles, grid.title)


def _texts(lines: Sequence[Line]) -> Iterator[str]:
    return (entry for line in lines for entry in line.cells if isinstance(entry, str) and entry)


def _is_heading(line: Line, keys: Collection[int]) -> bool:
    """Tell whether a row is above figures; one text in the corner is a title."""
    filled = _filled_columns(line)
    return filled != [0] and any(column not in keys for column in filled)


def _filled_columns(line: Line) -> list[int]:
    return [column for column, entry in enumerate(line.cells) if entry != ""]


def _is_numbering(line: Line) -> bool:
    """Tell whether a row numbers the columns, as printed tables do."""
    texts = [line.text(column).strip("()").lower() for column in _filled_columns(line)]
    letters = all(len(text) == 1 and text.isalpha() for text in texts)
    matches = [re.fullmatch(r"(\d{1,3})(?:\)? *[(=].*)?", text) for text in texts]
    numbers = [int(match[1]) for match in matches if match]
    numbers = [ord(text) for text in texts] if letters else numbers
    return len(numbers) == len(texts) > 1 and numbers == list(
        range(numbers[0], numbers[0] + len(numbers))
    )


def _headings(levels: Sequence[Line], width: int, keys: Collection[int]) -> tuple[Heading, ...]:
    filled = [_filled(line, width, keys) for line in levels[:-1]]
    filled += [[line.text(column) for column in range(width)] for line in levels[-1:]]
    found = [_plain(joined([level[column] for level in filled])) for column in range(width)]
    for before, column in itertools.pairwise(range(width)):  # a unit in merged cells
        last, mine = found[before], found[column]
        if mine.year and mine.year != last.year and (mine.name, mine.unit) == (last.name, ""):
            found[column] = replace(mine, unit=last.unit)
    return tuple(found)


def _plain(heading: Heading) -> Heading:
    """Return a heading without „wartość” behind the words that say of what."""
    words, _, last = heading.name.rpartition(", ")
    return replace(heading, name=words) if words and folded(last) in VALUE_WORDS else heading


def _filled(line: Line, width: int, keys: Collection[int]) -> list[str]:
    """Return a higher level of headings, each reaching to the next: merged cells hold one text."""
    texts: list[str] = []
    for column in range(width):
        text = line.text(column)
        carried = texts[-1] if texts and column - 1 not in keys and column not in keys else ""
        texts.append(text or carried)
    return texts


def _check_width(file: str, grid: Grid, levels: Sequence[Line], body: Sequence[Line]) -> None:
    """Cells beyond the headings mean that the separator also stands inside figures."""
    widest = max((len(line.cells) for line in levels), default=0)
    beyond = [line.number for line in body if len(line.cells) > widest]
    if levels and grid.separator == "," and len(beyond) * 2 > len(body):
        rule = f"w wierszu {beyond[0]} jest więcej kolumn niż w nagłówku"
        remedy = "Przecinek rozdziela tu kolumny i ułamki: zapisz plik ze średnikami"
        raise refused(file, rule, remedy)


def turned(grid: Grid, gazetteer: Gazetteer) -> Grid:
    """Return a table with gminy in rows; one whose headings name them is turned."""
    across = {
        n: len(
            set(map(gazetteer.member, filter(None, map(line.text, range(len(line.cells)))))) - {""}
        )
        for n, line in enumerate(grid.lines[:_HEADING_LINES])
    }
    row = max(across, key=across.__getitem__, default=0)
    others = replace(grid, lines=grid.lines[:row] + grid.lines[row + 1 :])
    if across.get(row, 0) <= 1 or across[row] <= hits(others, gazetteer):
        return grid
    lines = tuple(
        Line(column + 1, tuple(line.entry(column) for line in grid.lines if line.cells))
        for column in range(grid.width)
    )
    note = "Gminy są w kolumnach: tabelę obrócono, więc numery wierszy to numery kolumn pliku."
    return replace(grid, lines=lines, notes=(*grid.notes, note))
