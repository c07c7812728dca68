"""How much counts vary by chance alone: small numbers jump without anything having happened."""

from __future__ import annotations

import math

from ao_dash.model.dataset import Dataset
from ao_dash.model.indicator import Indicator, Kind
from ao_dash.model.numbers import unit_heading
from ao_dash.screens.quality.checks import CHECKS

CHANCE = 3.0
"""Standard deviations of the difference of two independent Poisson counts."""


def is_counted(indicator: Indicator) -> bool:
    """Tell whether the figure is a number of things: its unit is a noun and not a measure."""
    return indicator.kind is Kind.COUNT and unit_heading(indicator) != indicator.unit


def beyond_chance(dataset: Dataset, code: str, teryt6: str, year: int) -> bool:
    """Tell whether a change since the year before is more than counts vary by chance.

    Parameters
    ----------
    dataset, code
        An indicator of the dataset. A rate is as uncertain as the count above its line.
    teryt6, year
        The gmina, and the later of the two years.

    Returns
    -------
    bool
        Whether the counts behind the figure differ by over :data:`CHANCE` standard deviations.
        ``True`` where the figure rests on no count, or on none of these years.
    """
    count = _count_behind(dataset, code)
    if count is None:
        return True
    size = _size((dataset, count, teryt6), year)
    if size is None:
        return True
    change, varying = size
    return abs(change) > CHANCE * math.sqrt(varying)


def _size(place: tuple[Dataset, str, str], year: int) -> tuple[float, float] | None:
    """Return the change of a count and what its variance is.

    A balance varies with the counts it is the balance of; where they are not known, its own size
    is the least that can be said.
    """
    dataset, count, teryt6 = place
    own = _both(dataset, (count,), teryt6, year)
    if own is None:
        return None
    parts = _both(dataset, _parts(dataset, count), teryt6, year) or own
    return own[1] - own[0], sum(map(abs, parts))


def _both(
    dataset: Dataset, codes: tuple[str, ...], teryt6: str, year: int
) -> tuple[float, ...] | None:
    """Return values of the year before and of ``year`` for each code, or ``None`` if one lacks."""
    cells = [
        dataset.series[code].get(y, {}).get(teryt6) for code in codes for y in (year - 1, year)
    ]
    values = [cell.value for cell in cells if cell and cell.value is not None]
    return tuple(values) if len(values) == len(cells) else None


def _count_behind(dataset: Dataset, code: str) -> str | None:
    """Return the count an indicator is or stands on, by its formula or by a declared identity."""
    if is_counted(dataset.indicators[code]):
        return code
    formula = dataset.indicators[code].formula
    identities = (c.terms[0][1] for c in CHECKS if c.left == code and c.below and not c.change)
    count = formula.above if formula else next(identities, None)
    if count is None or count not in dataset.indicators:
        return None
    return count if is_counted(dataset.indicators[count]) else None


def _parts(dataset: Dataset, count: str) -> tuple[str, ...]:
    """Return the counts that a balance is the difference of, as declared; else itself."""
    for check in CHECKS:
        balance = check.left == count and check.below is None and check.terms[-1][0] < 0
        codes = tuple(code for _, code in check.terms)
        if balance and all(code in dataset.series for code in codes):
            return codes
    return (count,)
