"""Which columns say the gmina, by code or by name, and what a row says with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ao_dash.ingest.spreadsheet.csv_grid import Grid, Line
from ao_dash.ingest.spreadsheet.errors import UploadRefused, refused
from ao_dash.ingest.spreadsheet.gazetteer import Gazetteer, Outcome, Place

_KEY_COLUMNS = 30  # a key further to the right is not looked for
_HEADING_LINES = 20


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


def keys_of(grid: Grid, gazetteer: Gazetteer) -> tuple[int, ...]:
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


def without_keys(file: str, grid: Grid, gazetteer: Gazetteer) -> UploadRefused:
    """Return why a grid without keys is refused, with the likeliest remedy."""
    firsts = (gazetteer.find(line.text(0)).note for line in grid.lines if line.text(0))
    lost = next(filter(None, firsts), "")
    return refused(
        file,
        "żaden wiersz nie wskazuje gminy Aglomeracji" + (f": {lost}" if lost else ""),
        "Dodaj kolumnę z kodem TERYT (6 lub 7 cyfr) albo z nazwą gminy; sprawdź polskie litery",
    )


def check_turned(file: str, grid: Grid, gazetteer: Gazetteer) -> None:
    """Refuse a table whose headings name more gminy than its rows do."""
    across = [
        sum(map(gazetteer.is_member, filter(None, map(line.text, range(len(line.cells))))))
        for line in grid.lines[:_HEADING_LINES]
    ]
    most = max(across, default=0)
    # a code and a name in one row are two cells about the same gmina
    if most > 2 * hits(grid, gazetteer) or (most > 2 and most > hits(grid, gazetteer)):
        raise refused(file, "gminy są w kolumnach", "Zamień wiersze z kolumnami (transpozycja)")
