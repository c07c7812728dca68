"""Class breaks: a pure function from values to bounds."""

from __future__ import annotations

import bisect
import functools
import re
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

import mapclassify
import numpy as np

from ao_dash.model.numbers import round_half_up

# mapclassify says at each call that Numba would be faster (21 values take no time at all) and that
# ties left fewer classes than asked for (which is what we want of it)
warnings.filterwarnings("ignore", "Numba not installed|Not enough unique values")

FEWEST, MOST, USUAL = 2, 7, 5
"""Numbers of classes a person may ask for, and the default."""


_NUMBER = re.compile(r"-?[0-9]{1,15}([.,][0-9]{1,9})?")


class Method(StrEnum):
    """How breaks are found; the value is the code used in addresses."""

    JENKS = "jenks"
    QUANTILES = "kwantyle"
    EQUAL = "rowne"
    PRETTY = "ladne"
    OWN = "wlasne"


METHOD_WORDS = {
    Method.JENKS: "naturalne przerwy (Fisher-Jenks)",
    Method.QUANTILES: "kwantyle (po tyle samo gmin)",
    Method.EQUAL: "równe przedziały",
    Method.PRETTY: "ładne (okrągłe) granice",
    Method.OWN: "własne granice",
}


@dataclass(frozen=True)
class Classes:
    """Classes of one picture.

    ``bounds`` has one number more than there are classes, ascending, rounded to the decimals that
    are shown. A class holds values above its lower bound up to and including its upper one; the
    first also holds its lower bound. ``zero`` is the position in ``bounds`` of a zero that parts
    negative values from the others (zero itself is not negative); ``None`` if there is none.
    """

    bounds: tuple[float, ...]
    decimals: int
    zero: int | None = None

    def __len__(self) -> int:
        return len(self.bounds) - 1

    def index(self, value: float) -> int:
        """Return the class of ``value``; values beyond the ends belong to the end classes."""
        rounded = round_half_up(value, self.decimals)
        inner = self.bounds[1:-1]
        position = bisect.bisect_left(inner, rounded)
        if self.zero is not None and rounded == 0 and position == self.zero - 1:
            return position + 1
        return position

    def counts(self, values: Sequence[float]) -> tuple[int, ...]:
        """Return how many of ``values`` fall into each class."""
        held = [self.index(value) for value in values]
        return tuple(held.count(n) for n in range(len(self)))


def classify(
    values: Sequence[float],
    method: Method,
    number: int,
    decimals: int,
    *,
    own: Sequence[float] = (),
    signed: bool = False,
) -> Classes | None:
    """Find class bounds.

    Parameters
    ----------
    values
        The figures to class, in any order; nothing is known about their unit.
    method, number
        How, and into how many classes; with fewer distinct values there are fewer classes.
    decimals
        Digits that are shown. Values are rounded to them first, so that a shown value never
        contradicts a shown bound.
    own
        Inner bounds for ``Method.OWN``, ascending.
    signed
        Centre the classes on zero if there are values on both sides of it.

    Returns
    -------
    Classes | None
        ``None`` if there are no values.
    """
    rounded = tuple(sorted(round_half_up(value, decimals) for value in values))
    if not rounded:
        return None
    low, high = rounded[0], rounded[-1]
    inner = tuple(own) if method is Method.OWN else _inner(rounded, method, number, decimals)
    zero_inside = signed and low < 0 < high
    if zero_inside and 0 not in inner:
        inner = _with_zero(inner)
    if method is Method.OWN and inner:
        low, high = min(low, inner[0]), max(high, inner[-1])
    if method is Method.PRETTY:
        low, high = _pretty_ends(low, high, inner)
    between = sorted({bound for bound in inner if low < bound < high})
    bounds = (low, *between, high)
    return Classes(bounds, decimals, bounds.index(0) if zero_inside else None)


@functools.lru_cache(maxsize=256)
def _inner(
    rounded: tuple[float, ...], method: Method, number: int, decimals: int
) -> tuple[float, ...]:
    distinct = len(set(rounded))
    number = min(number, distinct)
    if number < 2:
        return ()
    makers = {
        Method.JENKS: mapclassify.FisherJenks,
        Method.QUANTILES: mapclassify.Quantiles,
        Method.EQUAL: mapclassify.EqualInterval,
        Method.PRETTY: mapclassify.PrettyBreaks,
    }
    bins = makers[method](np.array(rounded), k=number).bins
    return tuple(round_half_up(float(bound), decimals) for bound in bins)


def _with_zero(inner: tuple[float, ...]) -> tuple[float, ...]:
    nearest = min(inner, key=abs, default=None)
    return tuple(sorted({bound for bound in inner if bound != nearest} | {0.0}))


def _pretty_ends(low: float, high: float, inner: tuple[float, ...]) -> tuple[float, float]:
    """Widen the ends to the step of the rounded bounds, so that they are round too."""
    if len(inner) < 2:
        return low, high
    step = min(b - a for a, b in pairwise(inner) if b > a)
    ends = (float(np.floor(low / step) * step), float(np.ceil(high / step) * step))
    return round_half_up(ends[0], 9), round_half_up(ends[1], 9)


def parse_bounds(text: str) -> tuple[float, ...]:
    """Read own class bounds: 1 to 6 ascending numbers parted by semicolons, spaces or commas.

    A comma is the decimal sign where semicolons or spaces part the numbers. Returns ``()`` if the
    text is not that.

    >>> parse_bounds("2 500; 3000,5"), parse_bounds("1,2,3"), parse_bounds("3;1")
    ((2500.0, 3000.5), (1.0, 2.0, 3.0), ())
    """
    parts: Sequence[str]
    if ";" in text:
        parts = [part.replace(" ", "").replace("\xa0", "") for part in text.split(";")]
    else:
        parts = re.split(r"\s+" if " " in text.strip() else ",", text.strip())
    parts = [part.strip() for part in parts if part.strip()]
    if not 1 <= len(parts) < MOST or not all(_NUMBER.fullmatch(part) for part in parts):
        return ()
    bounds = tuple(float(part.replace(",", ".")) for part in parts)
    ascending = all(a < b for a, b in pairwise(bounds))
    return bounds if ascending else ()
