"""The value of the whole area: sum, ratio of sums, weighted mean, median or a count of „yes”."""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from enum import StrEnum

from ao_dash.dataset import Dataset
from ao_dash.indicator import Kind
from ao_dash.series import Status, Year


class Way(StrEnum):
    """How the value of the whole area was found."""

    SUM = "sum"
    RATIO = "ratio"
    WEIGHTED = "weighted"
    MEDIAN = "median"
    COUNT = "count"


@dataclass(frozen=True)
class AreaValue:
    """The value of the whole area in the unit of the indicator (for a flag: a number of gminy).

    ``used`` is how many gminy entered it. ``weight`` and ``weight_year`` are set for a weighted
    mean only.
    """

    value: float
    way: Way
    used: int
    weight: str = ""
    weight_year: int = 0


def area_value(dataset: Dataset, code: str, year: int) -> AreaValue | None:
    """Return the value of all gminy of the area together; ``None`` if none has a value.

    A count is summed; a derived indicator is the formula over the sums of its inputs; a published
    rate is a mean weighted by its declared weight; without a weight it is the median, because a
    plain mean of rates is the rate of nothing.
    """
    indicator = dataset.indicators[code]
    cells = dataset.series[code].get(year, {})
    values = known(cells)
    if not values:
        return None
    if indicator.kind is Kind.FLAG:
        return AreaValue(float(sum(v > 0 for v in values.values())), Way.COUNT, len(values))
    if indicator.kind is Kind.COUNT and indicator.additive:
        return AreaValue(sum(values.values()), Way.SUM, len(values))
    if indicator.formula:
        return _ratio(dataset, code, year)
    return _weighted(dataset, code, year) or AreaValue(
        statistics.median(values.values()), Way.MEDIAN, len(values)
    )


def known(cells: Year) -> dict[str, float]:
    """Return the numbers among ``cells`` by ``teryt6``."""
    return {t: c.value for t, c in cells.items() if c.status is Status.OK and c.value is not None}


def _ratio(dataset: Dataset, code: str, year: int) -> AreaValue | None:
    formula = dataset.indicators[code].formula
    assert formula is not None
    above = known(dataset.series[formula.above].get(year, {}))
    below = known(dataset.series[formula.below].get(year - formula.lag, {}))
    broken = _whole_breaks(dataset, code, year) if formula.change else False
    both = above.keys() & below.keys()
    divisor = sum(below[t] for t in both)
    if broken or not both or not divisor:
        return None
    return AreaValue(formula.ratio(sum(above[t] for t in both), divisor), Way.RATIO, len(both))


def _whole_breaks(dataset: Dataset, code: str, year: int) -> bool:
    """Tell whether a break of every gmina lies before ``year``; moved borders do not count."""
    return any(
        b.between(year - 1, year) for b in dataset.breaks_of(code) if b.teryt6 not in dataset.gminy
    )


def _weighted(dataset: Dataset, code: str, year: int) -> AreaValue | None:
    weight = dataset.indicators[code].weight
    if weight is None:
        return None
    values = known(dataset.series[code][year])
    weight_year = _weight_year(dataset, weight, year)
    if weight_year is None:
        return None
    weights = known(dataset.series[weight][weight_year])
    both = values.keys() & weights.keys()
    total = sum(weights[t] for t in both)
    if len(both) < len(values) or not total:
        return None
    mean = sum(values[t] * weights[t] for t in both) / total
    return AreaValue(mean, Way.WEIGHTED, len(both), weight, weight_year)


def _weight_year(dataset: Dataset, weight: str, year: int) -> int | None:
    """Return the year of weights to use: the same one, else a neighbouring one in the same borders.

    Figures of 31 December and of 1 January are a day apart though a year apart by name.
    """
    borders = dataset.vintage(year)
    for near in (year, year - 1, year + 1):
        if dataset.known(weight, near) and dataset.vintage(near) is borders:
            return near
    return None
