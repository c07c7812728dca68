"""Flows of persons between places: who works elsewhere, who moved, as the office publishes them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class FlowKind(StrEnum):
    """What persons do; the value is the word of the data folder and of addresses."""

    COMMUTING = "dojazdy"
    MOVES = "przemeldowania"


class FlowTerms(NamedTuple):
    """Polish words of a kind: its name, who leaves a place and who comes to it."""

    name: str
    leaving: str
    arriving: str


TERMS: Mapping[FlowKind, FlowTerms] = {
    FlowKind.COMMUTING: FlowTerms(
        "Dojazdy do pracy", "wyjeżdżający do pracy", "przyjeżdżający do pracy"
    ),
    FlowKind.MOVES: FlowTerms("Przemeldowania", "wymeldowani", "zameldowani"),
}

LEAST: Mapping[FlowKind, int] = {FlowKind.COMMUTING: 10, FlowKind.MOVES: 3}
"""Persons in the smallest cell that the office publishes: a smaller one is unknown, not zero."""

Pair = tuple[str, str]
"""Codes of the places that persons go from and to."""


class FlowEnd(NamedTuple):
    """A place outside the area: its code, name and a point in it, degrees (EPSG:4326)."""

    code: str
    name: str
    lon: float
    lat: float


@dataclass(frozen=True)
class FlowTable:
    """Published cells of one kind in one year: persons by pair, the largest first.

    ``within`` holds, by gmina, persons between its town and its rural part: one place, no travel.
    A pair that is not there is unknown, so every sum is a lower bound. Another year may be of
    another method: two tables are never a trend.
    """

    kind: FlowKind
    year: int
    source: str
    persons: Mapping[Pair, int]
    within: Mapping[str, int]

    @property
    def least(self) -> int:
        """Persons in the smallest cell that is published."""
        return LEAST[self.kind]

    def outgoing(self, code: str) -> dict[str, int]:
        """Return persons that leave ``code``, by where they go, the most first."""
        return {end: n for (start, end), n in self.persons.items() if start == code}

    def incoming(self, code: str) -> dict[str, int]:
        """Return persons that come to ``code``, by where they are from, the most first."""
        return {start: n for (start, end), n in self.persons.items() if end == code}

    def inside(self, codes: Collection[str]) -> dict[Pair, int]:
        """Return persons by pair of which both ends are among ``codes``, the most first."""
        known = frozenset(codes)
        return {pair: n for pair, n in self.persons.items() if known.issuperset(pair)}


def flow_table(kind: FlowKind, year: int, source: str, cells: Mapping[Pair, int]) -> FlowTable:
    """Return the table of ``cells``, in any order, a place to itself among them."""
    ordered = sorted(cells.items(), key=lambda cell: (-cell[1], cell[0]))
    between = {pair: n for pair, n in ordered if pair[0] != pair[1]}
    within = {pair[0]: n for pair, n in ordered if pair[0] == pair[1]}
    return FlowTable(kind, year, source, between, within)
