"""The value of several gminy together: sum, ratio of sums, weighted mean, median or a count.

The whole area, the gminy of a type and the constant territory are all found here.
"""

from __future__ import annotations

import statistics
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from ao_dash.model.dataset import Dataset
from ao_dash.model.indicator import Kind
from ao_dash.model.series import Status, Year


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
    way: Aggregation
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
    group = _Group(dataset, frozenset(dataset.gminy if members is None else members))
    indicator = dataset.indicators[code]
    values = group.known(code, year)
    if not values:
        return None
    if indicator.kind is Kind.FLAG:
        return group.told(
            float(sum(v > 0 for v in values.values())), Aggregation.COUNT, len(values)
        )
    if indicator.kind is Kind.COUNT and indicator.additive:
        return group.told(sum(values.values()), Aggregation.SUM, len(values))
    if indicator.formula:
        return _ratio(group, code, year)
    return _weighted(group, code, year) or group.told(
        statistics.median(values.values()), Aggregation.MEDIAN, len(values)
    )


@dataclass(frozen=True)
class _Group:
    """Gminy of a dataset whose values are put together."""

    dataset: Dataset
    members: frozenset[str]

    def known(self, code: str, year: int) -> dict[str, float]:
        values = known(self.dataset.series[code].get(year, {}))
        return {teryt6: value for teryt6, value in values.items() if teryt6 in self.members}

    def told(self, value: float, way: Aggregation, used: int) -> AreaValue:
        return AreaValue(value, way, used, len(self.members))


def known(cells: Year) -> dict[str, float]:
    """Return the numbers among ``cells`` by ``teryt6``."""
    return {t: c.value for t, c in cells.items() if c.status is Status.OK and c.value is not None}


def _ratio(group: _Group, code: str, year: int) -> AreaValue | None:
    formula = group.dataset.indicators[code].formula
    assert formula is not None
    above = group.known(formula.above, year)
    below = group.known(formula.below, year - formula.lag)
    breaks = group.dataset.breaks_of_group(code, group.members) if formula.change else ()
    broken = any(b.between(year - formula.lag, year) for b in breaks)
    both = [t for t in above if t in below]  # in order: a set would sum differently every time
    divisor = sum(below[t] for t in both)
    if broken or not both or not divisor:
        return None
    value = formula.ratio(sum(above[t] for t in both), divisor)
    return group.told(value, Aggregation.RATIO, len(both))


def _weighted(group: _Group, code: str, year: int) -> AreaValue | None:
    weight = group.dataset.indicators[code].weight
    if weight is None:
        return None
    values = group.known(code, year)
    weight_year = _weight_year(group.dataset, weight, year)
    if weight_year is None:
        return None
    weights = group.known(weight, weight_year)
    both = [t for t in values if t in weights]
    total = sum(weights[t] for t in both)
    if len(both) < len(values) or not total:
        return None
    mean = sum(values[t] * weights[t] for t in both) / total
    return AreaValue(mean, Aggregation.WEIGHTED, len(both), len(group.members), weight, weight_year)


def _weight_year(dataset: Dataset, weight: str, year: int) -> int | None:
    """Return the year of weights to use: the same one, else a neighbouring one in the same borders.

    Figures of 31 December and of 1 January are a day apart though a year apart by name.
    """
    borders = dataset.vintage(year)
    for near in (year, year - 1, year + 1):
        if dataset.known(weight, near) and dataset.vintage(near) is borders:
            return near
    return None
