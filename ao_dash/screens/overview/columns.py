"""Columns of „Zestawienie”: which indicators, of which year, how their values lie."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

import numpy as np
from pydantic.dataclasses import dataclass as pydantic_dataclass

from ao_dash.mapview.query import GMINA_PARAMETER, GROUP_PARAMETER, Parameter, QueryReader
from ao_dash.model.dataset import Dataset
from ao_dash.model.group import Group
from ao_dash.model.indicator import Indicator, Kind, Polarity
from ao_dash.model.series import Figures, ranks
from ao_dash.screens.base import ScreenChosen

CHOSEN = "najwazniejsze"
MOST_COLUMNS = 40
_FIRST = 2  # indicators of each domain that are shown of all of them
LEVELS = 5


def offered(dataset: Dataset) -> list[str]:
    """Return the choices of columns: the first of every domain, then the domains with any."""
    with_any = [code for code in dataset.domains if dataset.of_domain(code)]
    return [CHOSEN, *with_any]


def _read_columns(reader: QueryReader) -> tuple[str, ...]:
    """Return the indicators that are named, or those of the domain."""
    dataset = reader.dataset
    chosen = reader.several(INDICATORS, dataset.mapped)
    if len(chosen) > MOST_COLUMNS:
        problem = f"Zestawić można najwyżej {MOST_COLUMNS} wskaźników"
        reader.note(INDICATORS.name, problem, "pokazano pierwsze")
    return chosen[:MOST_COLUMNS]


def _read_domain(reader: QueryReader) -> str:
    return reader.one_of(DOMAIN, set(offered(reader.dataset))) or CHOSEN


DOMAIN = Parameter(
    "dziedzina",
    f"kod dziedziny, której wskaźniki są kolumnami; bez niego `{CHOSEN}`: po {_FIRST} z każdej",
    label="Dziedzina",
    instead="pokazano najważniejsze wskaźniki",
    codes=offered,
    default=CHOSEN,
    read=_read_domain,
)
INDICATORS = Parameter(
    "wskazniki",
    f"kody wskaźników po przecinku zamiast całej dziedziny, najwyżej {MOST_COLUMNS}",
    label="Wskaźnik",
    codes=lambda dataset: dataset.mapped,
    several=(1, MOST_COLUMNS),
    read=_read_columns,
)


@pydantic_dataclass(frozen=True)
class OverviewChoice(ScreenChosen):
    """Which indicators are columns, and whose rows are shown.

    No ``indicators`` means those of ``domain``; with a ``group`` only its gminy are rows.
    """

    domain: Annotated[str, DOMAIN] = CHOSEN
    indicators: Annotated[tuple[str, ...], INDICATORS] = ()
    group: Annotated[Group | None, GROUP_PARAMETER] = None
    gmina: Annotated[str | None, GMINA_PARAMETER] = None


@dataclass(frozen=True, eq=False)
class Column:
    """An indicator in the year that is shown, with the figures of the rows in their order."""

    indicator: Indicator
    year: int
    figures: Figures

    @property
    def ranks(self) -> list[int | None]:
        """Places of the rows, 1 for the highest value; „yes” and „no” have none."""
        known = self.figures.known
        return ranks(self.figures.values, known & (self.indicator.kind is not Kind.FLAG))


def columns(dataset: Dataset, choice: OverviewChoice) -> list[Column]:
    """Return the columns of a choice, in the order of the indicators' file."""
    rows = members(dataset, choice)
    return [_column(dataset, code, rows) for code in _codes(dataset, choice)]


def members(dataset: Dataset, choice: OverviewChoice) -> tuple[str, ...]:
    """Return ``teryt6`` of the rows, in the order of the alphabet."""
    return choice.group.members if choice.group else tuple(dataset.gminy)


def _codes(dataset: Dataset, choice: OverviewChoice) -> Sequence[str]:
    if choice.indicators:
        return choice.indicators
    if choice.domain != CHOSEN:
        return dataset.of_domain(choice.domain)[:MOST_COLUMNS]
    return [code for domain in dataset.domains for code in dataset.of_domain(domain)[:_FIRST]]


def _column(dataset: Dataset, code: str, rows: tuple[str, ...]) -> Column:
    year = dataset.newest_full_year(code)
    figures = dataset.series[code].in_year(year).at(rows)
    return Column(dataset.indicators[code], year, figures)


def levels(column: Column) -> list[int]:
    """Return the fifth of the ranking that each value is in, 5 the best or the highest, 0 none.

    Equal values are in the same one; where all are equal there is none.
    """
    values, known = column.figures.values, column.figures.known
    inside = np.sort(values[known])
    if not inside.size or inside[0] == inside[-1]:
        return [0] * len(values)
    middle = (
        np.searchsorted(inside, values, side="left") + np.searchsorted(inside, values, side="right")
    ) / (2 * inside.size)
    share = 1 - middle if column.indicator.polarity is Polarity.LOW else middle
    fifths = np.minimum(np.floor(share * LEVELS), LEVELS - 1).astype(int) + 1
    return [int(n) if ok else 0 for n, ok in zip(fifths, known, strict=True)]


def bars(column: Column) -> list[float]:
    """Return each value as a share of the largest one, 0 where there is none."""
    sizes = np.abs(np.where(column.figures.known, column.figures.values, 0.0))
    largest = float(sizes.max(initial=0.0))
    return [round(float(size) / largest, 3) if largest else 0.0 for size in sizes]
