"""The value of several gminy together: sum, ratio of sums, weighted mean, median or a count.

The whole area, the gminy of a type and the constant territory are all found here.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from ao_dash.model.cache import cached_per_dataset
from ao_dash.model.dataset import Dataset
from ao_dash.model.indicator import Kind
from ao_dash.model.series import Floats


class Aggregation(StrEnum):
    """How the value of the whole area was found."""

    SUM = "sum"
    RATIO = "ratio"
    WEIGHTED = "weighted"
    MEDIAN = "median"
    COUNT = "count"


@dataclass(frozen=True)
class AreaValue:
    """The value of gminy together in the unit of the indicator (for a flag: a number of gminy).

    ``used`` is how many gminy entered it, ``of`` how many there are. ``weight`` and
    ``weight_year`` are set for a weighted mean only.
    """

    value: float
    aggregation: Aggregation
    used: int
    of: int
    weight: str = ""
    weight_year: int = 0


def area_value(
    dataset: Dataset, code: str, year: int, members: Collection[str] | None = None
) -> AreaValue | None:
    """Return the value of gminy together; ``None`` if none has a value.

    A count is summed; a derived indicator is the formula over the sums of its inputs; a published
    rate is a mean weighted by its declared weight; without a weight it is the median, because a
    plain mean of rates is the rate of nothing.

    Parameters
    ----------
    dataset, code, year
        The indicator and the year, ``code`` being one of the dataset.
    members
        ``teryt6`` of the gminy; all of the area if not given.
    """
    group = _group(dataset, frozenset(members)) if members is not None else _everyone(dataset)
    indicator, values = dataset.indicators[code], group.values(code, year)
    known = values[~np.isnan(values)]
    if not known.size:
        return None
    if indicator.kind is Kind.FLAG:
        return group.area(float((known > 0).sum()), Aggregation.COUNT, known.size)
    if indicator.kind is Kind.COUNT and indicator.additive:
        return group.area(_sum(known), Aggregation.SUM, known.size)
    if indicator.formula:
        return _ratio(group, code, year)
    weighted = _weighted(group, indicator.weight, values, year) if indicator.weight else None
    return weighted or group.area(float(np.median(known)), Aggregation.MEDIAN, known.size)


@dataclass(frozen=True, eq=False)
class _Group:
    """Gminy of a dataset whose values are put together; ``inside`` marks their places."""

    dataset: Dataset
    members: frozenset[str]
    inside: NDArray[np.bool_]

    def values(self, code: str, year: int) -> Floats:
        """Return figures by place, NaN where there is none or the place is none of the members."""
        figures = self.dataset.series[code].in_year(year).at(self.dataset.places)
        return np.where(self.inside, figures.values, np.nan)

    def area(self, value: float, aggregation: Aggregation, used: int) -> AreaValue:
        return AreaValue(value, aggregation, used, len(self.members))


def _group(dataset: Dataset, members: frozenset[str]) -> _Group:
    inside = np.zeros(len(dataset.places), dtype=bool)
    inside[[dataset.places[t] for t in members if t in dataset.places]] = True
    return _Group(dataset, members, inside)


@cached_per_dataset
def _everyone(dataset: Dataset) -> _Group:
    return _group(dataset, frozenset(dataset.gminy))


def _sum(values: Floats) -> float:
    # one after another: numpy sums in blocks, which differs in the last digit of published files
    return float(sum(values.tolist()))


def _ratio(group: _Group, code: str, year: int) -> AreaValue | None:
    formula = group.dataset.indicators[code].formula
    assert formula is not None
    above = group.values(formula.above, year)
    below = group.values(formula.below, formula.year_below(year))
    breaks = group.dataset.breaks_of_group(code, group.members) if formula.change else ()
    broken = any(b.between(year - formula.lag, year) for b in breaks)
    both = ~(np.isnan(above) | np.isnan(below))
    divisor = _sum(below[both])
    if broken or not divisor:
        return None
    value = formula.ratio(_sum(above[both]), divisor)
    return group.area(value, Aggregation.RATIO, int(both.sum()))


def _weighted(group: _Group, weight: str, values: Floats, year: int) -> AreaValue | None:
    weight_year = _weight_year(group.dataset, weight, year)
    if weight_year is None:
        return None
    weights = group.values(weight, weight_year)[~np.isnan(values)]
    known = values[~np.isnan(values)]
    total = _sum(weights)
    if not total or np.isnan(total):  # every value has to have a weight
        return None
    area = group.area(_sum(known * weights) / total, Aggregation.WEIGHTED, known.size)
    return replace(area, weight=weight, weight_year=weight_year)


def _weight_year(dataset: Dataset, weight: str, year: int) -> int | None:
    """Return the year of weights to use: the same one, else a neighbouring one in the same borders.

    Figures of 31 December and of 1 January are a day apart though a year apart by name.
    """
    borders = dataset.vintage(year)
    for near in (year, year - 1, year + 1):
        if dataset.known(weight, near) and dataset.vintage(near) is borders:
            return near
    return None
