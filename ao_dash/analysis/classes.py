"""Class breaks: a pure function from values to bounds."""

from __future__ import annotations

import bisect
import functools
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

import numpy as np
from jenkspy import jenks_breaks
from numpy.typing import NDArray

from ao_dash.model.numbers import round_half_up
from ao_dash.model.series import Floats

MIN_CLASSES, MAX_CLASSES, DEFAULT_CLASSES = 2, 9, 5
"""Numbers of classes a person may ask for, and the default."""


NUMBER = r"-?[0-9]{1,15}(\.[0-9]{1,9})?"
"""What a figure looks like in an address."""

_TYPED_NUMBER = re.compile(r"-?([0-9]{1,15}|[0-9]{1,3}(\s[0-9]{3}){1,4})([.,][0-9]{1,9})?")


class Method(StrEnum):
    """How breaks are found; the value is the code used in addresses."""

    AUTO = "dobrana"
    JENKS = "jenks"
    QUANTILES = "kwantyle"
    EQUAL = "rowne"
    PRETTY = "ladne"
    HEAD_TAIL = "glowa"
    DEVIATIONS = "odchylenia"
    CUSTOM = "wlasne"


METHOD_WORDS = {
    Method.AUTO: "dobrana do rozkładu",
    Method.JENKS: "naturalne przerwy (Fisher-Jenks)",
    Method.QUANTILES: "kwantyle (po tyle samo gmin)",
    Method.EQUAL: "równe przedziały",
    Method.PRETTY: "ładne (okrągłe) granice",
    Method.HEAD_TAIL: "głowa i ogon",
    Method.DEVIATIONS: "odchylenia standardowe",
    Method.CUSTOM: "własne granice",
}

METHOD_HINTS = {
    Method.HEAD_TAIL: "Dla wartości silnie skośnych: każda granica to średnia wartości powyżej "
    "poprzedniej.",
    Method.DEVIATIONS: "Dla wartości skupionych wokół średniej: granice co 1 odchylenie z próby, "
    "przy 5 klasach ±0,5 i ±1,5.",
}
"""When a method is right, for those whose name does not say it."""

AT_MOST = frozenset({Method.HEAD_TAIL, Method.DEVIATIONS})
"""Methods that make as many classes as the values ask for, the chosen number at most."""

MAX_SHARE = 0.4
"""The largest share of figures that natural breaks may leave in one class under ``AUTO``."""


@dataclass(frozen=True)
class Classes:
    """Classes of one picture.

    ``bounds`` has one number more than there are classes, in ascending order, rounded to the
    decimals that are shown. A class holds values above its lower bound up to and including its
    upper one; the first also holds its lower bound. A class whose bounds are equal holds that
    single value. ``zero`` is the position in ``bounds`` of a zero that parts negative values from
    the others (zero itself is not negative); ``None`` if there is none. ``method`` is how the
    bounds were found, never ``AUTO``; ``crowd`` is how many figures, out of how many, natural
    breaks would have left in one class, where ``AUTO`` passed them over for that; ``moments`` are
    the mean and the standard deviation that ``DEVIATIONS`` set the bounds by.
    """

    bounds: tuple[float, ...]
    decimals: int
    zero: int | None = None
    method: Method = Method.CUSTOM
    crowd: tuple[int, int] | None = None
    moments: tuple[float, float] | None = None

    def __len__(self) -> int:
        return len(self.bounds) - 1

    def index(self, value: float) -> int:
        """Return the class of ``value``; values beyond the ends belong to the end classes."""
        return int(self.indices([value])[0])

    def indices(self, values: Sequence[float] | Floats) -> NDArray[np.intp]:
        """Return the class of each of ``values``, as :meth:`index` of each."""
        rounded = rounded_figures(np.asarray(values, dtype=np.float64), self.decimals)
        found = np.searchsorted(self.bounds[1:-1], rounded, side="left")
        if self.zero is not None:
            found[(rounded == 0) & (found == self.zero - 1)] += 1
        return found

    def counts(self, values: Sequence[float] | Floats) -> tuple[int, ...]:
        """Return how many of ``values`` fall into each class."""
        return tuple(np.bincount(self.indices(values), minlength=len(self)).tolist())

    def range(self, index: int) -> tuple[float, float]:
        """Return the lowest and the highest figure, as shown, that a class can hold.

        The ranges of two classes have no figure in common.
        """
        low, high = self.bounds[index], self.bounds[index + 1]
        digit = 10.0**-self.decimals
        if index not in (0, self.zero):
            low = min(round_half_up(low + digit, self.decimals), high)
        if self.zero == index + 1:
            high = max(round_half_up(high - digit, self.decimals), low)
        return low, high


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
        How, and into how many classes. There are exactly so many classes, or as many as there are
        distinct values if these are fewer, and none is empty: where the bounds of a method would
        leave one empty, classes are joined and the fullest ones parted. ``Method.HEAD_TAIL`` and
        ``Method.DEVIATIONS`` make as many as the values ask for, and never more than ``number``.
        Under ``Method.CUSTOM`` the bounds are a person's and stay.
    decimals
        Digits that are shown. Values are rounded to them first, so that a shown value never
        contradicts a shown bound.
    custom_bounds
        Inner bounds for ``Method.CUSTOM``, ascending.
    signed
        Part the classes at zero if there are values on both sides of it.

    Returns
    -------
    Classes | None
        ``None`` if there are no values.
    """
    figures = np.sort(rounded_figures(np.asarray(values, dtype=np.float64), decimals))
    if not figures.size:
        return None
    if method is Method.CUSTOM:
        return _custom_classes(figures, custom_bounds, decimals, signed=signed)
    if method is not Method.AUTO:
        return _classes_by(method, tuple(figures.tolist()), number, decimals, signed=signed)
    return _chosen_classes(tuple(figures.tolist()), number, decimals, signed=signed)


def _chosen_classes(
    figures: tuple[float, ...], number: int, decimals: int, *, signed: bool
) -> Classes:
    """Take natural breaks, or quantiles where these spread crowded figures more evenly."""
    natural, even = (
        _classes_by(method, figures, number, decimals, signed=signed)
        for method in (Method.JENKS, Method.QUANTILES)
    )
    crowd, least = max(natural.counts(figures)), max(even.counts(figures))
    if crowd <= MAX_SHARE * len(figures) or crowd <= least:
        return natural
    return replace(even, crowd=(crowd, len(figures)))


def _custom_classes(
    figures: Floats, custom_bounds: Sequence[float], decimals: int, *, signed: bool
) -> Classes:
    inner = {_cut(bound, decimals) for bound in custom_bounds}
    low, high = float(figures[0]), float(figures[-1])
    zero_inside = signed and low < 0 < high
    inner |= {0.0} if zero_inside else set()
    low, high = min({low, *inner}), max({high, *inner})
    bounds = (low, *sorted(bound for bound in inner if low < bound < high), high)
    return Classes(bounds, decimals, bounds.index(0) if zero_inside else None)


def _cut(bound: float, decimals: int) -> float:
    """Cut a bound to its shown digits: the figures at most as high, as shown, are the same ones."""
    scale = 10.0**decimals
    return math.floor(bound * scale + 1e-6) / scale


@functools.lru_cache(maxsize=256)
def _classes_by(
    method: Method, figures: tuple[float, ...], number: int, decimals: int, *, signed: bool
) -> Classes:
    distinct, counts = np.unique(figures, return_counts=True)
    low, high = figures[0], figures[-1]
    number = min(number, len(distinct))
    if number < 2:
        return Classes((low, high), decimals, method=method)
    exact = method not in AT_MOST
    shown = round_half_up if exact else _cut
    raw = [shown(float(b), decimals) for b in _MAKERS[method](np.array(figures), number)]
    if method is Method.PRETTY:
        low, high = min(low, raw[0]), max(high, raw[-1])
    cuts = {int(np.searchsorted(distinct, b, side="right")): b for b in reversed(raw[1:-1])}
    zero = int(np.searchsorted(distinct, 0.0)) if signed and figures[0] < 0 < figures[-1] else None
    _join(cuts, zero, counts, number, exact=exact)
    if exact:
        _part(cuts, distinct, counts, number, decimals)
    bounds = (low, *(cuts[place] for place in sorted(cuts)), high)
    at = sorted(cuts).index(zero) + 1 if zero else None
    moments = _moments(np.array(figures)) if method is Method.DEVIATIONS else None
    return Classes(bounds, decimals, at, method, moments=moments)


def _join(
    cuts: dict[int, float],
    zero: int | None,
    counts: NDArray[np.intp],
    number: int,
    *,
    exact: bool,
) -> None:
    """Leave ``number`` classes at most, none empty, with the fewest changes of ``cuts``.

    ``cuts`` are inner bounds by the position among the distinct figures of the first one above
    them; ``counts`` is how many there are of each distinct figure; ``zero`` is the position where
    negative figures end. Zero takes the place of the nearest bound where the number is ``exact``.
    """
    for place in (0, len(counts)):
        cuts.pop(place, None)
    if zero is not None:
        if exact and zero not in cuts and cuts:
            del cuts[min(cuts, key=lambda place: abs(cuts[place]))]
        cuts[zero] = 0.0
    below = np.concatenate([[0], np.cumsum(counts)])
    while len(cuts) >= number:
        ends = [0, *sorted(cuts), len(counts)]
        joined = {b: below[c] - below[a] for a, b, c in zip(ends, ends[1:], ends[2:], strict=False)}
        del cuts[min(joined.keys() - {zero}, key=joined.__getitem__)]


def _part(
    cuts: dict[int, float],
    distinct: Floats,
    counts: NDArray[np.intp],
    number: int,
    decimals: int,
) -> None:
    """Part the fullest classes until there are ``number``; ``cuts`` are those of :func:`_join`."""
    below = np.concatenate([[0], np.cumsum(counts)])
    while len(cuts) < number - 1:
        ends = [0, *sorted(cuts), len(distinct)]
        start, end = max(
            ((a, b) for a, b in pairwise(ends) if b - a > 1),
            key=lambda ab: below[ab[1]] - below[ab[0]],
        )
        middle = (below[start] + below[end]) / 2
        place = min(range(start + 1, end), key=lambda at: abs(below[at] - middle))
        cuts[place] = _roundest(float(distinct[place - 1]), float(distinct[place]), decimals)


def _roundest(low: float, high: float, decimals: int) -> float:
    """Return the roundest number from ``low`` up to but not including ``high``.

    >>> _roundest(2501, 3038, 0), _roundest(3.2, 3.3, 1), _roundest(-7, 12, 0)
    (3000.0, 3.2, 0.0)
    """
    power = 10.0 ** math.ceil(math.log10(max(abs(low), abs(high))))
    while power * 0.99 > 10.0**-decimals:
        for step in (power, power / 2, power / 5):
            found = round_half_up(math.ceil(low / step - 1e-9) * step, decimals)
            if low <= found < high:
                return found
        power /= 10
    return low


def rounded_figures(values: Floats, decimals: int) -> Floats:
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


def _head_tail(values: Floats, number: int) -> Floats:
    """Return the mean, the mean of the values above it and so on, as Jiang (2013) without a limit.

    The values above a mean need not be a minority, as in ``HeadTailBreaks`` of mapclassify.
    """
    means: list[float] = []
    head = values
    while len(means) < number - 1 and head[0] < head[-1]:
        means.append(float(head.mean()))
        head = head[head > means[-1]]
    return np.array([values[0], *means, values[-1]])


def _deviations(values: Floats, number: int) -> Floats:
    """Return bounds one standard deviation apart on both sides of the mean.

    An odd number of classes has the mean in the middle of one (±0.5, ±1.5 ... deviations), an even
    number has it as a bound (0, ±1 ...). The deviation is that of a sample, as in ``StdMean`` of
    mapclassify.
    """
    mean, deviation = _moments(values)
    multiples = np.arange(number - 1) - (number - 2) / 2
    return np.array([values[0], *(mean + deviation * multiples), values[-1]])


def _moments(values: Floats) -> tuple[float, float]:
    return float(values.mean()), float(values.std(ddof=1))


_MAKERS: Mapping[Method, Callable[[Floats, int], Floats]] = {
    Method.JENKS: _jenks,
    Method.QUANTILES: _quantiles,
    Method.EQUAL: _equal,
    Method.PRETTY: _pretty,
    Method.HEAD_TAIL: _head_tail,
    Method.DEVIATIONS: _deviations,
}


def parse_bounds(text: str) -> tuple[float, ...]:
    """Read class bounds of an address: ascending numbers with dots, parted by commas.

    Returns ``()`` if the text is not 1 to 8 of them.

    >>> parse_bounds("2500,3000.5"), parse_bounds("-2.5"), parse_bounds("3,1"), parse_bounds("1;2")
    ((2500.0, 3000.5), (-2.5,), (), ())
    """
    return _ascending(text.split(","), re.compile(NUMBER))


def parse_typed_bounds(text: str) -> tuple[float, ...]:
    """Read class bounds as people write them: parted by semicolons, with a decimal comma.

    Spaces may part thousands. Returns ``()`` if the text is not 1 to 8 ascending numbers.

    >>> parse_typed_bounds("2 500; 3000,5"), parse_typed_bounds("-2,5"), parse_typed_bounds("1 2")
    ((2500.0, 3000.5), (-2.5,), ())
    """
    plain = text.replace("\N{MINUS SIGN}", "-").strip().removesuffix(";")
    return _ascending(plain.split(";"), _TYPED_NUMBER)


def written_bounds(bounds: Sequence[float]) -> str:
    """Return class bounds as they stand in an address."""
    return ",".join(f"{bound:.9f}".rstrip("0").rstrip(".") for bound in bounds)


def typed_bounds(bounds: Sequence[float]) -> str:
    """Return class bounds as people write them.

    >>> typed_bounds((2500, 3000.5))
    '2500; 3000,5'
    """
    return written_bounds(bounds).replace(",", "; ").replace(".", ",")


def _ascending(parts: Sequence[str], form: re.Pattern[str]) -> tuple[float, ...]:
    parts = [part.strip() for part in parts]
    if not len(parts) < MAX_CLASSES or not all(map(form.fullmatch, parts)):
        return ()
    bounds = tuple(float(re.sub(r"\s", "", part).replace(",", ".")) for part in parts)
    return bounds if all(a < b for a, b in pairwise(bounds)) else ()
