"""Class breaks: a pure function from values to bounds."""

from __future__ import annotations

import bisect
import functools
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

import numpy as np
from jenkspy import jenks_breaks
from numpy.typing import NDArray

from ao_dash.model.numbers import round_half_up
from ao_dash.model.series import Floats

MIN_CLASSES, MAX_CLASSES, DEFAULT_CLASSES = 2, 7, 5
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
        return int(self.indices([value])[0])

    def indices(self, values: Sequence[float] | Floats) -> NDArray[np.intp]:
        """Return the class of each of ``values``, as :meth:`index` of each."""
        rounded = _rounded(np.asarray(values, dtype=np.float64), self.decimals)
        found = np.searchsorted(self.bounds[1:-1], rounded, side="left")
        if self.zero is not None:
            found[(rounded == 0) & (found == self.zero - 1)] += 1
        return found

    def counts(self, values: Sequence[float] | Floats) -> tuple[int, ...]:
        """Return how many of ``values`` fall into each class."""
        return tuple(np.bincount(self.indices(values), minlength=len(self)).tolist())


def classify(
    values: Sequence[float] | Floats,
    method: Method,
    number: int,
    decimals: int,
    *,
    custom_bounds: Sequence[float] = (),
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
    custom_bounds
        Inner bounds for ``Method.OWN``, ascending.
    signed
        Centre the classes on zero if there are values on both sides of it.

    Returns
    -------
    Classes | None
        ``None`` if there are no values.
    """
    rounded = np.sort(_rounded(np.asarray(values, dtype=np.float64), decimals))
    if not rounded.size:
        return None
    low, high = float(rounded[0]), float(rounded[-1])
    inner = tuple(custom_bounds)
    if method is not Method.OWN:
        inner = _inner(tuple(rounded.tolist()), method, number, decimals)
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
    number = min(number, len(set(rounded)))
    if number < 2:
        return ()
    upper = _MAKERS[method](np.array(rounded), number)[1:]
    return tuple(round_half_up(float(bound), decimals) for bound in upper)


def _rounded(values: Floats, decimals: int) -> Floats:
    """Return :func:`round_half_up` of each value."""
    scale = 10.0**decimals
    whole = np.floor(np.abs(values) * scale + 0.5 + 1e-9) / scale
    return np.where(values < 0, -whole, whole) + 0.0  # no negative zero


def _jenks(values: Floats, number: int) -> Floats:
    return np.array(jenks_breaks(values, number))


def _quantiles(values: Floats, number: int) -> Floats:
    return np.quantile(values, np.linspace(0, 1, number + 1))


def _equal(values: Floats, number: int) -> Floats:
    return np.linspace(values[0], values[-1], number + 1)


def _pretty(values: Floats, number: int) -> Floats:
    """Return multiples of a step of 1, 2 or 5 times a power of ten that cover ``values``."""
    low, high = values[0], values[-1]
    first, power = _scientific(high - low)
    whole = _ROUND[bisect.bisect_left((1, 2, 5), first)] * power
    first, power = _scientific(whole / (number - 1))
    step = _ROUND[bisect.bisect_right((1.5, 3, 7), first)] * power
    return np.arange(np.floor(low / step) * step, np.ceil(high / step) * step + 0.5 * step, step)


_ROUND = (1.0, 2.0, 5.0, 10.0)


def _scientific(number: float) -> tuple[float, float]:
    """Return the factor, 1 to 10, and the power of ten whose product is ``number``."""
    power = float(10 ** np.floor(np.log10(number)))
    return number / power, power


_MAKERS: Mapping[Method, Callable[[Floats, int], Floats]] = {
    Method.JENKS: _jenks,
    Method.QUANTILES: _quantiles,
    Method.EQUAL: _equal,
    Method.PRETTY: _pretty,
}


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
    if not 1 <= len(parts) < MAX_CLASSES or not all(_NUMBER.fullmatch(part) for part in parts):
        return ()
    bounds = tuple(float(part.replace(",", ".")) for part in parts)
    ascending = all(a < b for a, b in pairwise(bounds))
    return bounds if ascending else ()
