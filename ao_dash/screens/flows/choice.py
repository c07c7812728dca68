"""What is chosen on the screen „Przepływy”, and the flows of a choice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import Annotated

from pydantic.dataclasses import dataclass as pydantic_dataclass

from ao_dash.mapview.query import GMINA_PARAMETER, Parameter, QueryReader
from ao_dash.model.dataset import Dataset
from ao_dash.model.faults import shorten
from ao_dash.model.flow import FlowKind, FlowTable
from ao_dash.screens.base import ScreenChosen
from ao_dash.screens.flows.lines import Flow


class Picture(StrEnum):
    """What the map shows: flows as lines, or where each gmina leans."""

    LINES = "linie"
    LEANING = "ciazenie"


class Direction(StrEnum):
    """Which way is shown; of one gmina ways out or in, of all of them both or the balance."""

    BOTH = "oba"
    OUT = "wyjazdy"
    IN = "przyjazdy"
    NET = "saldo"


THRESHOLDS = (0, 10, 20, 30, 50, 75, 100, 150, 200, 300, 500, 1000)
"""Persons from which a flow is drawn; 0 draws every published one."""

_USUAL_LEAST = {FlowKind.COMMUTING: 50, FlowKind.MOVES: 10}
OUTSIDE_ENDS = 5
"""Places outside the area that are drawn: those with the most persons."""


def table_code(table: FlowTable) -> str:
    """Return the code of a table in addresses, such as ``dojazdy-2016``."""
    return f"{table.kind}-{table.year}"


def table_codes(dataset: Dataset) -> dict[str, FlowTable]:
    """Return the tables by code, the newest of the first kind first."""
    order = list(FlowKind)
    found = sorted(dataset.flows.values(), key=lambda one: (order.index(one.kind), -one.year))
    return {table_code(one): one for one in found}


def _read_table(reader: QueryReader) -> str:
    known = table_codes(reader.dataset)
    return reader.one_of(TABLE, known) or next(iter(known), "")


def usual_least(table: str, gmina: str | None) -> int:
    """Return the persons from which a flow is drawn unless asked otherwise: of one gmina all."""
    kind = FlowKind(table.partition("-")[0]) if table else FlowKind.COMMUTING
    return 0 if gmina else _USUAL_LEAST[kind]


def _read_least(reader: QueryReader) -> int:
    text, least = reader.text("prog"), reader.whole("prog")
    if least is not None and least in THRESHOLDS:
        return least
    usual = usual_least(reader["table"], reader["gmina"])
    if text:
        known = ", ".join(map(str, THRESHOLDS))
        problem = f"Próg musi być jedną z liczb {known}, a nie „{shorten(text)}”"
        reader.note("prog", problem, f"pokazano {usual}")
    return usual


TABLE = Parameter(
    "przeplyw",
    "rodzaj przepływu i rok; bez niego najnowsze dojazdy do pracy",
    label="Przepływ",
    instead="pokazano najnowsze dojazdy",
    codes=table_codes,
    read=_read_table,
)
PICTURE = Parameter(
    "obraz",
    "`linie` (przepływy między gminami) albo `ciazenie` (dokąd ciąży każda gmina)",
    label="Obraz",
    instead="pokazano linie",
    codes=lambda _: list(Picture),
    default=Picture.LINES,
)
DIRECTION = Parameter(
    "kierunek",
    "`oba`, `wyjazdy`, `przyjazdy` (dwa ostatnie dla wyróżnionej gminy) albo `saldo`",
    label="Kierunek",
    instead="pokazano oba",
    codes=lambda _: list(Direction),
    default=Direction.BOTH,
)
LEAST = Parameter(
    "prog", "od ilu osób rysować przepływ", codes=lambda _: THRESHOLDS, read=_read_least
)
OUTSIDE = Parameter(
    "otoczenie",
    "`tak` dodaje pięć miejsc spoza obszaru z największą liczbą osób",
    label="Otoczenie",
    codes=lambda _: ("tak",),
    on="tak",
)


@pydantic_dataclass(frozen=True)
class FlowChoice(ScreenChosen):
    """What is shown: a table of flows, a picture of it, and which flows are drawn.

    ``table`` is a code of :func:`table_codes`, "" where there are no flows. ``least`` is the number
    of persons from which a flow is drawn; ``outside`` adds places around the area.
    """

    table: Annotated[str, TABLE] = ""
    picture: Annotated[Picture, PICTURE] = Picture.LINES
    gmina: Annotated[str | None, GMINA_PARAMETER] = None
    direction: Annotated[Direction, DIRECTION] = Direction.BOTH
    least: Annotated[int, LEAST] = 0
    outside: Annotated[bool, OUTSIDE] = False

    @classmethod
    def read(cls, reader: QueryReader) -> FlowChoice:
        """Return the choice of an address; ways out or in belong to one gmina."""
        choice = super().read(reader)
        if choice.gmina or choice.direction not in (Direction.OUT, Direction.IN):
            return choice
        problem = "Wyjazdy i przyjazdy osobno pokazuje się dla jednej gminy"
        reader.note(DIRECTION.name, problem, DIRECTION.instead)
        return replace(choice, direction=Direction.BOTH)

    def query(self) -> dict[str, str]:
        """Return the address that restores the choice; what is usual is left out."""
        query = super().query()
        query.pop(LEAST.name, None)
        usual = usual_least(self.table, self.gmina)
        return query | ({LEAST.name: str(self.least)} if self.least != usual else {})


@dataclass(frozen=True, eq=False)
class Shown:
    """The flows of a choice."""

    dataset: Dataset
    choice: FlowChoice
    table: FlowTable

    @cached_property
    def ends(self) -> tuple[str, ...]:
        """Places outside the area with the most persons, of the chosen gmina or of all."""
        counts: dict[str, int] = {}
        for (start, end), persons in self.table.persons.items():
            inside, other = (start, end) if start in self.dataset.gminy else (end, start)
            if other not in self.dataset.gminy and self.choice.gmina in (None, inside):
                counts[other] = counts.get(other, 0) + persons
        return tuple(sorted(counts, key=lambda code: (-counts[code], code))[:OUTSIDE_ENDS])

    @property
    def net(self) -> bool:
        """Whether balances are drawn instead of persons."""
        return self.choice.direction is Direction.NET

    @cached_property
    def flows(self) -> tuple[Flow, ...]:
        """Flows that are drawn, the strongest first; of a balance the stronger way."""
        places = {*self.dataset.gminy, *(self.ends if self.choice.outside else ())}
        kept = [
            flow
            for pair in self.table.inside(places)
            for flow in [self.flow(*pair)]
            if self._matches(flow) and flow.drawn >= self.choice.least
        ]
        return tuple(sorted(kept, key=lambda flow: (-flow.drawn, flow.pair)))

    @cached_property
    def aims(self) -> Mapping[str, Flow | None]:
        """The largest published flow out of each gmina; of equal ones that to the first code."""
        found = {code: next(iter(self.table.outgoing(code)), None) for code in self.dataset.gminy}
        return {code: self.flow(code, end) if end else None for code, end in found.items()}

    @property
    def drawn(self) -> tuple[Flow, ...]:
        """The flows of the picture: those that match, or the largest of each gmina."""
        if self.choice.picture is Picture.LINES:
            return self.flows
        return tuple(flow for flow in self.aims.values() if flow)

    def leaving(self, code: str) -> int:
        """Return how many persons leave a place at least."""
        return sum(self.table.outgoing(code).values())

    def flow(self, start: str, end: str) -> Flow:
        """Return the flow of a published pair."""
        persons, back = (self.table.persons.get(way) for way in ((start, end), (end, start)))
        assert persons is not None
        net = 0 if back is None else persons - back
        return Flow(start, end, persons, back, net if self.net else persons)

    def _matches(self, flow: Flow) -> bool:
        gmina, direction = self.choice.gmina, self.choice.direction
        if gmina and gmina not in flow.pair:
            return False
        if self.net:
            return flow.drawn > 0
        ways = {Direction.OUT: flow.start, Direction.IN: flow.end}
        return direction not in ways or ways[direction] == gmina
