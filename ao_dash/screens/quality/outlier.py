"""Changes that stand out from a gmina's own history: one rule, robust, never across a break.

A change from one year to the next is unusual if it lies further than :data:`CUT` robust standard
deviations from the median change of the same gmina and is more than chance would do.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from ao_dash.model.dataset import Dataset
from ao_dash.model.indicator import Indicator, Kind
from ao_dash.model.series import ANY, Remark
from ao_dash.screens.quality.noise import beyond_chance, is_counted

CUT = 4.0
"""Robust standard deviations. 3.5 is the usual advice for single values; with hundreds of changes
judged at once it would name many that are none."""

FEWEST = 7
"""Changes a gmina must have: with fewer, their spread says nothing."""

SHARE = 0.5
"""How much of what is unusual the median change of all gminy must make up to explain it."""

_MAD, _MEAN = 1.4826, 1.2533  # make either deviation that of a normal distribution


@dataclass(frozen=True)
class Step:
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
    step: Step
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
    long = {t: steps for t, (steps, _) in histories.items() if len(steps) >= FEWEST}
    common = _common([step for steps, _ in histories.values() for step in steps])
    found = [o for steps in long.values() for o in _unusual(dataset, code, steps, common)]
    judged = sum(map(len, long.values()))
    return Judged(
        tuple(sorted(found, key=lambda o: o.step.year)),
        judged=judged,
        broken=sum(broken for _, broken in histories.values()),
        short=sum(len(steps) for steps, _ in histories.values()) - judged,
    )


def _history(dataset: Dataset, code: str, teryt6: str) -> tuple[list[Step], int]:
    """Return the changes of a gmina that may be judged, and how many lie across a break."""
    indicator = dataset.indicators[code]
    if indicator.kind is Kind.FLAG:
        return [], 0
    cells = {y: c[teryt6].value for y, c in dataset.series[code].items() if teryt6 in c}
    values = {year: value for year, value in cells.items() if value is not None}
    breaks = dataset.breaks_of(code, teryt6)
    relative = _is_relative(indicator, values.values())
    pairs = [year for year in values if year - 1 in values]
    whole = [y for y in pairs if not any(b.between(y - 1, y) for b in breaks)]
    steps = [Step(teryt6, y, values[y - 1], values[y], relative) for y in whole]
    sized = [s for s in steps if not relative or min(s.before, s.value) > 0]
    return sized, len(pairs) - len(whole)


def _is_relative(indicator: Indicator, values: Collection[float]) -> bool:
    """Tell whether changes are judged in per cent, which those from and to zero have none of.

    Things counted that were zero in some year are judged by differences; so is what can be
    negative, and shares, whose changes people read in points.
    """
    if indicator.signed or indicator.kind is Kind.SHARE:
        return False
    return min(values, default=0) > 0 or not is_counted(indicator)


def _common(steps: Sequence[Step]) -> Mapping[tuple[int, bool], float]:
    """Return the median change of all gminy by year and scale, where enough have one."""
    sizes: dict[tuple[int, bool], list[float]] = {}
    for step in steps:
        sizes.setdefault((step.year, step.relative), []).append(step.size)
    return {key: statistics.median(found) for key, found in sizes.items() if len(found) >= FEWEST}


def _unusual(
    dataset: Dataset, code: str, steps: Sequence[Step], common: Mapping[tuple[int, bool], float]
) -> list[Outlier]:
    middle, spread = usual([step.size for step in steps])
    reach = CUT * spread
    found: dict[int, Step] = {}
    outliers = []
    for step in steps:
        if abs(step.size - middle) <= reach or not beyond_chance(
            dataset, code, step.teryt6, step.year
        ):
            continue
        before = found.get(step.year - 1)
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
                remarks=_remarks(dataset, code, step),
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


def _remarks(dataset: Dataset, code: str, step: Step) -> tuple[Remark, ...]:
    years = (step.year - 1, step.year)
    found = [r for year in years for r in dataset.remarks_of(code, year)]
    dated = (r for r in found if r.year is not None and r.teryt6 in (ANY, step.teryt6))
    return tuple(dict.fromkeys(dated))
