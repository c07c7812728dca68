"""Cooperation against commuting: whether gminy that share people share projects."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from ao_dash.analysis.correlation import correlation
from ao_dash.model.dataset import Dataset
from ao_dash.model.flow import FlowKind, FlowTable
from ao_dash.model.numbers import counted, format_number
from ao_dash.screens.blocks import Block, Dot, Scatter, Table, Text
from ao_dash.screens.cooperation.filters import JOINT, PAIR, Cells
from ao_dash.screens.flows.sentences import persons
from ao_dash.screens.flows.tables import IN, OUT, UNKNOWN, or_unknown
from ao_dash.screens.shared.scales import Scale, axis

TITLE = "Czy gminy, między którymi dojeżdża się do pracy, mają wspólne projekty?"
_TICKS = (1, 2, 5)  # of each power of ten
_CAUTION = (
    "Obie liczby zależą od tego, jak blisko siebie leżą gminy i jak są duże, a pary tej samej "
    "gminy nie są od siebie niezależne, więc wartości p nie podajemy. Współzależność nie dowodzi "
    "przyczyny."
)

_READING = (
    "Na wykresie każda kropka to para gmin, dalej w prawo jest więcej dojeżdżających (co najmniej "
    "tylu; podziałka logarytmiczna)."
)


@dataclass(frozen=True)
class Pair:
    """Two gminy: commuters from the first to the second and back, and their joint projects.

    A number of commuters that is not published is ``None``.
    """

    gminy: tuple[str, str]
    there: int | None
    back: int | None
    projects: int

    @property
    def commuters(self) -> int:
        """Published commuters both ways, at least so many; 0 where none are published."""
        return (self.there or 0) + (self.back or 0)


def pairs_of(dataset: Dataset, table: FlowTable, ties: Cells) -> tuple[Pair, ...]:
    """Return all pairs of gminy, those with the most commuters first."""
    found = [
        Pair(
            pair,
            table.persons.get(pair),
            table.persons.get(pair[::-1]),
            len(ties.get(pair, ())),
        )
        for pair in combinations(sorted(dataset.gminy), 2)
    ]
    return tuple(sorted(found, key=lambda one: (-one.commuters, -one.projects, one.gminy)))


def blocks(dataset: Dataset, ties: Cells, gmina: str | None) -> list[Block]:
    """Return the sentence, the chart and the table; nothing where no commuting is known."""
    tables = [t for t in dataset.flows.values() if t.kind is FlowKind.COMMUTING]
    if not tables:
        return []
    newest = max(tables, key=lambda table: table.year)
    pairs = pairs_of(dataset, newest, ties)
    known = [pair for pair in pairs if pair.commuters]
    if not known:
        return []
    unknown = [pair for pair in pairs if not pair.commuters]
    said = [_sentence(known, unknown, newest), *_strength(known), _CAUTION, _READING]
    return [
        Text(TITLE, said),
        _scatter(dataset, known, newest, gmina),
        _table(dataset, known, newest, gmina),
    ]


def _sentence(known: Sequence[Pair], unknown: Sequence[Pair], table: FlowTable) -> str:
    """Say how many pairs share a project, with published commuters and without."""

    def sharing(pairs: Sequence[Pair]) -> str:
        number = sum(pair.projects > 0 for pair in pairs)
        share = format_number(100 * number / len(pairs)) if pairs else "0"
        return f"{format_number(number)} z {format_number(len(pairs))} par ({share}%)"

    return (
        f"Wspólny projekt ma {sharing(known)} z opublikowanymi dojazdami do pracy "
        f"w {table.year} r. i {sharing(unknown)}, dla których ich nie opublikowano: to dojazdy "
        f"poniżej {table.least} osób w każdą stronę albo żadne."
    )


def _strength(known: Sequence[Pair]) -> list[str]:
    """Say how closely commuters and joint projects go together, where that can be computed."""
    found = correlation([p.commuters for p in known], [p.projects for p in known])
    if found is None:
        return []
    said = (
        "Wśród par z opublikowanymi dojazdami współczynnik Spearmana liczby dojeżdżających "
        f"i liczby wspólnych projektów wynosi {format_number(found.spearman, 2)} (0: brak "
        "związku, 1: im więcej dojeżdżających, tym więcej projektów)."
    )
    return [said]


def _scatter(
    dataset: Dataset, known: Sequence[Pair], table: FlowTable, gmina: str | None
) -> Scatter:
    """Return pairs by commuters, on a scale of powers, and by joint projects."""
    x_scale, ticks = _powers([pair.commuters for pair in known])
    most = max(pair.projects for pair in known)
    y_scale, y_ticks = Scale(-0.5, most + 0.5), range(most + 1)
    apart = _offsets(known)
    dots = [
        Dot(
            code="",
            name=_names(dataset, pair),
            x=x_scale.place(math.log10(pair.commuters)),
            y=y_scale.place(pair.projects + apart[pair.gminy]),
            text=f"{_commuters_text(pair)}; {counted(pair.projects, JOINT)}",
            colour=OUT if gmina in pair.gminy else IN,
        )
        for pair in known
    ]
    title = f"dojeżdżający w obie strony, {table.year}"
    return Scatter(
        label="Pary gmin według liczby dojeżdżających do pracy i liczby wspólnych projektów. "
        "Pary o tej samej liczbie projektów są rozsunięte w pionie; są też w tabeli pod wykresem.",
        x=axis(title, x_scale, [math.log10(t) for t in ticks], lambda t: format_number(10**t)),
        y=axis("wspólne projekty", y_scale, list(y_ticks)),
        dots=dots,
    )


def _offsets(known: Sequence[Pair]) -> dict[tuple[str, str], float]:
    """Return how far each dot stands off its number of projects, so that neighbours are seen."""
    steps = (0.0, 0.16, -0.16, 0.32, -0.32)
    found: dict[tuple[str, str], float] = {}
    counts: dict[int, int] = {}
    for pair in known:
        counts[pair.projects] = counts.get(pair.projects, -1) + 1
        found[pair.gminy] = steps[counts[pair.projects] % len(steps)]
    return found


def _powers(numbers: Sequence[int]) -> tuple[Scale, list[int]]:
    """Return a logarithmic scale that holds ``numbers``, and its round ticks."""
    every = [n * 10**power for power in range(8) for n in _TICKS]
    low = max(tick for tick in every if tick <= min(numbers))
    high = min(tick for tick in every if tick >= max(numbers) and tick > low)
    return Scale(math.log10(low), math.log10(high)), [t for t in every if low <= t <= high]


def _table(dataset: Dataset, known: Sequence[Pair], table: FlowTable, gmina: str | None) -> Table:
    there, back = "Z pierwszej do drugiej", "Z drugiej do pierwszej"
    both = "Razem (co najmniej)"
    return Table.of(
        f"Pary gmin: dojazdy do pracy {table.year} i wspólne projekty "
        f"({counted(len(known), PAIR)})",
        sorted(known, key=lambda pair: gmina not in pair.gminy),
        {
            "Para gmin": lambda pair: _names(dataset, pair),
            there: lambda pair: or_unknown(pair.there),
            back: lambda pair: or_unknown(pair.back),
            both: lambda pair: format_number(pair.commuters),
            "Wspólne projekty": lambda pair: format_number(pair.projects),
        },
        numeric=(there, back, both, "Wspólne projekty"),
        text=f"„{UNKNOWN}”: nie opublikowano (mniej niż {table.least} osób albo nikt).",
        shut=True,
    )


def _names(dataset: Dataset, pair: Pair) -> str:
    return " i ".join(dataset.gminy[code].name for code in pair.gminy)


def _commuters_text(pair: Pair) -> str:
    return f"co najmniej {persons(pair.commuters)}"
