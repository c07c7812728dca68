"""Changes that stand out from a gmina's own history: one rule, robust, never across a break.

A change from one year to the next is unusual if it lies further than :data:`CUT` robust standard
deviations from the median change of the same gmina and is more than chance would do.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ao_dash.model.dataset import Dataset
from ao_dash.model.indicator import Indicator, Kind
from ao_dash.model.numbers import unit_heading
from ao_dash.model.series import ANY, Remark
from ao_dash.screens.quality.crosscheck import CHECKS

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
    values = _both(dataset, (count,), teryt6, year) if count else None
    if count is None or values is None:
        return True
    # A balance varies with the counts it is the balance of; where they are not known, its own size
    # is the least that can be said.
    parts = _both(dataset, _parts(dataset, count), teryt6, year) or values
    return abs(values[1] - values[0]) > CHANCE * math.sqrt(sum(map(abs, parts)))


def _both(
    dataset: Dataset, codes: tuple[str, ...], teryt6: str, year: int
) -> tuple[float, ...] | None:
    """Return values of the year before and of ``year`` for each code, or ``None`` if one lacks."""
    cells = [dataset.series[code].cell(y, teryt6) for code in codes for y in (year - 1, year)]
    values = [cell.value for cell in cells if cell.value is not None]
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


CUT = 4.0
"""Robust standard deviations. 3.5 is the usual advice for single values; with hundreds of changes
judged at once it would name many that are none."""

MIN_CHANGES = 7
"""Changes a gmina must have: with fewer, their spread says nothing."""

SHARE = 0.5
"""How much of what is unusual the median change of all gminy must make up to explain it."""

_MAD, _MEAN = 1.4826, 1.2533  # make either deviation that of a normal distribution


@dataclass(frozen=True)
class YearChange:
    """The change of a gmina from the year before ``year``; between them lies no break.

    ``size`` is the logarithm of the ratio where changes are ``relative``, else the difference.
    """

    teryt6: str
    year: int
    before: float
    value: float
    relative: bool

    @property
    def size(self) -> float:
        """The change on the scale on which it is judged."""
        return math.log(self.value / self.before) if self.relative else self.value - self.before


@dataclass(frozen=True)
class Outlier:
    """An unusual change.

    ``low`` and ``high`` are the ends of what is usual, ``common`` the median change of all gminy
    in that year (``None`` if it cannot be told), on the scale of ``step.size``. ``shared`` says
    that the common change makes up at least :data:`SHARE` of how far it lies from what is usual,
    ``undoes`` that it takes back the unusual change of the year before. ``remarks`` are those
    about one of the two years.
    """

    indicator: str
    step: YearChange
    low: float
    high: float
    common: float | None
    shared: bool
    undoes: bool
    remarks: tuple[Remark, ...]

    def shown(self, size: float) -> float:
        """Return a change on the scale of ``step.size`` as a fraction, or as the difference."""
        return math.expm1(size) if self.step.relative else size

    @property
    def explained(self) -> bool:
        """Whether something in the data says why."""
        return self.shared or self.undoes or bool(self.remarks)


@dataclass(frozen=True)
class Judged:
    """What came of an indicator: its outliers, and how many changes were and were not judged."""

    outliers: tuple[Outlier, ...]
    judged: int
    broken: int
    short: int


def judge(dataset: Dataset, code: str) -> Judged:
    """Return the unusual changes of an indicator, by year and name of the gmina.

    Parameters
    ----------
    dataset, code
        The indicator, one of the dataset. Answers of „yes” and „no” are never judged.

    Returns
    -------
    Judged
        ``broken`` changes lie across a break, ``short`` ones belong to a history that is too
        short; neither are judged.
    """
    histories = {t: _history(dataset, code, t) for t in dataset.gminy}
    long = {t: steps for t, (steps, _) in histories.items() if len(steps) >= MIN_CHANGES}
    common = _common([step for steps, _ in histories.values() for step in steps])
    found = [o for steps in long.values() for o in _unusual(dataset, code, steps, common)]
    judged = sum(map(len, long.values()))
    return Judged(
        tuple(sorted(found, key=lambda o: o.step.year)),
        judged=judged,
        broken=sum(broken for _, broken in histories.values()),
        short=sum(len(steps) for steps, _ in histories.values()) - judged,
    )


def _history(dataset: Dataset, code: str, teryt6: str) -> tuple[list[YearChange], int]:
    """Return the changes of a gmina that may be judged, and how many lie across a break."""
    indicator = dataset.indicators[code]
    if indicator.kind is Kind.FLAG:
        return [], 0
    values = dataset.series[code].numbers(teryt6)
    breaks = dataset.breaks_of(code, teryt6)
    # Per cent there are none from and to zero: counts that were zero in some year are judged by
    # differences; so is what can be negative, and shares, whose changes people read in points.
    relative = not (indicator.signed or indicator.kind is Kind.SHARE) and (
        min(values.values(), default=0) > 0 or not is_counted(indicator)
    )
    pairs = [year for year in values if year - 1 in values]
    whole = [y for y in pairs if not any(b.between(y - 1, y) for b in breaks)]
    steps = [YearChange(teryt6, y, values[y - 1], values[y], relative) for y in whole]
    sized = [s for s in steps if not relative or min(s.before, s.value) > 0]
    return sized, len(pairs) - len(whole)


def _common(steps: Sequence[YearChange]) -> Mapping[tuple[int, bool], float]:
    """Return the median change of all gminy by year and scale, where enough have one."""
    sizes: dict[tuple[int, bool], list[float]] = {}
    for step in steps:
        sizes.setdefault((step.year, step.relative), []).append(step.size)
    return {
        key: statistics.median(found) for key, found in sizes.items() if len(found) >= MIN_CHANGES
    }


def _unusual(
    dataset: Dataset,
    code: str,
    steps: Sequence[YearChange],
    common: Mapping[tuple[int, bool], float],
) -> list[Outlier]:
    middle, spread = usual([step.size for step in steps])
    reach = CUT * spread
    found: dict[int, YearChange] = {}
    outliers = []
    for step in steps:
        if abs(step.size - middle) <= reach or not beyond_chance(
            dataset, code, step.teryt6, step.year
        ):
            continue
        before, years = found.get(step.year - 1), (step.year - 1, step.year)
        remarks = dict.fromkeys(
            remark
            for year in years
            for remark in dataset.remarks_of(code, year)
            if remark.year is not None and remark.teryt6 in (ANY, step.teryt6)
        )
        shift = common.get((step.year, step.relative))
        outliers.append(
            Outlier(
                indicator=code,
                step=step,
                low=middle - reach,
                high=middle + reach,
                common=shift,
                shared=shift is not None and (shift - middle) / (step.size - middle) >= SHARE,
                undoes=before is not None and before.size * step.size < 0,
                remarks=tuple(remarks),
            )
        )
        found[step.year] = step
    return outliers


def usual(sizes: Sequence[float]) -> tuple[float, float]:
    """Return the median of changes and their robust standard deviation.

    It is the median absolute deviation; where that is zero because more than half of the changes
    are the same, the mean one (Iglewicz and Hoaglin, 1993).

    >>> usual([0.0, 0.0, 0.0, 0.0, 5.0])
    (0.0, 1.2533)
    """
    middle = statistics.median(sizes)
    apart = [abs(size - middle) for size in sizes]
    return middle, _MAD * statistics.median(apart) or _MEAN * statistics.fmean(apart)
