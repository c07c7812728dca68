"""Two indicators in one picture: thirds of each and nine colours for the pairs of them."""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from dataclasses import dataclass

from ao_dash.mapview.palette import ramp

_FIRST = ("#ffffff", "#f0b030")
_SECOND = ("#f6f5f0", "#385fc6")


@dataclass(frozen=True)
class Thirds:
    """The thirds of one indicator: 0 is the lowest, 2 the highest.

    ``classes`` has one third per value, in their order. ``ranges`` has the lowest and the highest
    value of each of the three, in the unit of the values; ``None`` where a third is empty.
    """

    classes: tuple[int, ...]
    ranges: tuple[tuple[float, float] | None, ...]


def thirds(values: Sequence[float]) -> Thirds:
    """Part values into thirds of as equal size as their ties allow.

    Parameters
    ----------
    values
        Finite figures in any order and unit; round them first to the digits that are shown, so
        that figures that look the same share a third.

    Returns
    -------
    Thirds
        Equal values always share a third: the one in which the middle of their ranks lies. Many
        equal values can therefore leave a third empty, two distinct values are usually the lowest
        and the highest, and values that are all the same are all in the middle.

    Notes
    -----
    Without ties these are the quantiles of ``mapclassify.Quantiles(k=3)``, that is of linear
    interpolation. With many ties its breaks fall together and merge the values below a tie with
    the tie itself, which a picture of low against high must not do.
    """
    ordered = sorted(values)
    classes = tuple(_third(ordered, value) for value in values)
    held = [[v for v, c in zip(values, classes, strict=True) if c == n] for n in range(3)]
    return Thirds(classes, tuple((min(h), max(h)) if h else None for h in held))


def _third(ordered: Sequence[float], value: float) -> int:
    if ordered[0] == ordered[-1]:
        return 1
    last = len(ordered) - 1
    # twice the mean rank of the equal values, so that everything stays a whole number
    twice = bisect.bisect_left(ordered, value) + bisect.bisect_right(ordered, value) - 1
    return (3 * twice > 2 * last) + (3 * twice > 4 * last)


def _multiplied(one: str, other: str) -> str:
    """Return two colours laid over each other like inks."""
    pairs = ((int(one[n : n + 2], 16), int(other[n : n + 2], 16)) for n in (1, 3, 5))
    return "#" + "".join(f"{round(a * b / 255):02x}" for a, b in pairs)


COLOURS: tuple[tuple[str, str, str], ...] = tuple(
    (
        _multiplied(first, ramp(_SECOND, 3)[0]),
        _multiplied(first, ramp(_SECOND, 3)[1]),
        _multiplied(first, ramp(_SECOND, 3)[2]),
    )
    for first in ramp(_FIRST, 3)
)
"""Colours as ``COLOURS[third of the first][third of the second]``.

Made here: gold over blue, the pair of hues that red-green colour blindness leaves apart.
Lightness falls with both, so low with low is palest and high with high darkest.
"""
