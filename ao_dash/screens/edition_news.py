"""What the newest editions of the data brought, in words for the screen and the feed."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from ao_dash.mapview.formula_text import ranges
from ao_dash.model.dataset import Dataset
from ao_dash.model.edition import EditionChanges, SubjectChange
from ao_dash.model.numbers import format_number
from ao_dash.screens.blocks import Block, Link, Table, TableCell, Text

HEADING = "Co nowego w danych"
_SHOWN = 10
_COUNTED = (
    "Liczby mówią o wartościach gmin, powiatów, województwa i Polski. Wskaźnik obliczany zmienia "
    "się razem z tymi, z których powstaje."
)
_SHIPPED = "Dane dołączone do pulpitu, najnowsze źródło"
_DERIVED = "nowy, obliczany z innych"
_KINDS = ("nowe", "zmienione", "usunięte")
_COMMANDS: Mapping[str, str] = {
    "refresh bdl": "Bank Danych Lokalnych GUS",
    "refresh prg": "Państwowy Rejestr Granic",
    "import": "wczytana tabela",
    "build-data": "materiał źródłowy pulpitu",
}


def newest(dataset: Dataset) -> tuple[EditionChanges, ...]:
    """Return the editions to tell of, newest first."""
    return dataset.editions[:_SHOWN]


def title(edition: EditionChanges) -> str:
    """Return which edition it is and what it brought, „Wydanie 3 z 23.11.2026 – wartości …”."""
    name = f"Wydanie {edition.number}" if edition.number else _SHIPPED
    found = edition.of_indicators
    figures = _counts("wartości", *(sum(c) for c in zip(*map(_numbers, found), strict=True)))
    brought = f"{figures} (wskaźniki: {len(found)})" if figures else "bez zmian wartości"
    return f"{name} z {edition.made:%d.%m.%Y} – {brought}"


def origin(edition: EditionChanges) -> str:
    """Return where an edition came from."""
    return f"Skąd: {_COMMANDS.get(edition.command, edition.command)}."


def subject(dataset: Dataset, change: SubjectChange) -> str:
    """Return what changed as it is called today, or was called while it was there."""
    return dataset.indicators[change.indicator].short if _known(dataset, change) else change.subject


def map_query(dataset: Dataset, change: SubjectChange) -> Mapping[str, str]:
    """Return the parameters of the map of what changed, none if there is no such map."""
    shown = _known(dataset, change) and dataset.can_map(change.indicator)
    return {"wskaznik": change.indicator} if shown else {}


def extent(change: SubjectChange) -> str:
    """Return how much of a subject changed: „wartości nowe: 33, usunięte: 1”."""
    if change.indicator and not change.years:
        return _DERIVED
    return _counts("wartości" if change.indicator else "wpisy", *_numbers(change))


def blocks(dataset: Dataset) -> list[Block]:
    """Return the section of the screen about the data; nothing where no edition is remembered."""
    editions = newest(dataset)
    if not editions:
        return []
    return [Text(HEADING, [_COUNTED]), *(_table(dataset, edition) for edition in editions)]


def _table(dataset: Dataset, edition: EditionChanges) -> Table:
    def linked(change: SubjectChange) -> TableCell:
        text, query = subject(dataset, change), map_query(dataset, change)
        return Link(text, f"/?{urlencode(query)}") if query else text

    return Table.of(
        title(edition),
        edition.changes,
        {"Co": linked, "Lata": lambda change: ranges(change.years), "Zmiany": extent},
        text=origin(edition),
        shut=True,
    )


def _known(dataset: Dataset, change: SubjectChange) -> bool:
    return change.indicator in dataset.indicators


def _numbers(change: SubjectChange) -> tuple[int, ...]:
    return change.new, change.changed, change.gone


def _counts(noun: str, *numbers: int) -> str:
    told = [f"{kind}: {format_number(n)}" for kind, n in zip(_KINDS, numbers, strict=False) if n]
    return f"{noun} {', '.join(told)}" if told else ""
