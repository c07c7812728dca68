"""Scales of charts: figures to places between 0 and 1, with round ticks."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from ao_dash.model.numbers import format_brief
from ao_dash.screens.blocks import Axis

_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
_YEARS = 7  # ticks that fit a narrow screen


@dataclass(frozen=True)
class Scale:
    """A straight scale from ``low`` to ``high``."""

    low: float
    high: float

    def place(self, value: float) -> float:
        """Return where ``value`` stands, from 0 to 1; the middle if the scale is a point."""
        if self.high <= self.low:
            return 0.5
        return round((value - self.low) / (self.high - self.low), 4)


def round_scale(
    values: Iterable[float], *, zero: bool, number: int = 5
) -> tuple[Scale, list[float]]:
    """Return a scale with round ends that holds ``values``, and its round ticks.

    ``zero`` asks for a scale that holds zero: lengths of bars lie without it. ``number`` is about
    how many ticks there are.
    """
    known = [*values, *([0.0] if zero else [])]
    low, high = min(known, default=0.0), max(known, default=1.0)
    if high == low:
        low, high = low - abs(low or 1) * 0.1, high + abs(high or 1) * 0.1
    step = _step((high - low) / max(number - 1, 1))
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    # The tolerance forgives the noise of the division, never a value left outside.
    first -= round(first * step, 10) > low
    last += round(last * step, 10) < high
    ticks = [round(n * step, 10) for n in range(first, last + 1)]
    return Scale(ticks[0], ticks[-1]), ticks


def _step(rough: float) -> float:
    power = 10.0 ** math.floor(math.log10(rough))
    return next(s * power for s in _STEPS if s * power >= rough * (1 - 1e-9))


def axis(
    title: str, scale: Scale, ticks: Sequence[float], write: Callable[[float], str] | None = None
) -> Axis:
    """Return an axis with its ticks written in Polish, with as many digits as they need."""
    digits = max((_digits(tick) for tick in ticks), default=0)
    texts = [write(tick) if write else format_brief(tick, digits) for tick in ticks]
    return Axis(title, tuple(zip(map(scale.place, ticks), texts, strict=True)))


def _digits(tick: float) -> int:
    return next((n for n in range(7) if math.isclose(round(tick, n), tick, abs_tol=1e-9)), 6)


def year_axis(years: Sequence[int]) -> tuple[Scale, Axis]:
    """Return a scale of years and its axis; not every year needs a tick."""
    scale = Scale(float(years[0]), float(years[-1]))
    step = max(1, math.ceil((years[-1] - years[0]) / _YEARS))
    ticks = list(range(years[-1], years[0] - 1, -step))[::-1]
    return scale, Axis("", tuple((scale.place(year), str(year)) for year in ticks))


def pieces(
    points: Sequence[tuple[int, float]], breaks: Sequence[int], gap: int = 1
) -> list[list[tuple[int, float]]]:
    """Part a series where a break lies or years are missing.

    Parameters
    ----------
    points
        (year, value), ascending.
    breaks
        Years from which values are not comparable with earlier ones.
    gap
        How many years may lie between neighbours of one piece.

    >>> pieces([(2015, 1.0), (2016, 2.0), (2017, 3.0), (2019, 4.0)], [2017])
    [[(2015, 1.0), (2016, 2.0)], [(2017, 3.0)], [(2019, 4.0)]]
    """
    found: list[list[tuple[int, float]]] = []
    for year, value in points:
        before = found[-1][-1][0] if found else None
        joined = (
            before is not None
            and year - before <= gap
            and not any(before < b <= year for b in breaks)
        )
        if joined:
            found[-1].append((year, value))
        else:
            found.append([(year, value)])
    return found
