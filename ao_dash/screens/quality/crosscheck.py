"""Figures set against each other as ``checks`` declares: which agree, which do not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ao_dash.mapview.formula_text import digits_of
from ao_dash.model.dataset import Dataset
from ao_dash.model.indicator import Kind
from ao_dash.model.series import BreakKind
from ao_dash.screens.quality.checks import CHECKS, Check

_NOISE = 1e-12  # of sums and quotients in binary


class Outcome(StrEnum):
    """What came of one comparison; the value is the code used in files.

    ``AGREES``: apart by rounding at most. ``EXPLAINED``: the published figure lies between those
    for the population before and after. ``BASE``: the two rest on different population bases, as
    their breaks say. ``DAY``: they were taken on different days. ``DIFFERS``: nothing in the
    data says why.
    """

    AGREES = "zgodne"
    EXPLAINED = "wyjasnione"
    BASE = "inna_podstawa"
    DAY = "inny_dzien"
    DIFFERS = "rozne"


@dataclass(frozen=True)
class Compared:
    """One figure set against another, both in the unit of the left indicator.

    ``tolerance`` is how far they may be apart by rounding alone. ``left_sources`` and
    ``right_sources`` are codes of sources.
    """

    check: Check
    teryt6: str
    year: int
    left: float
    right: float
    tolerance: float
    outcome: Outcome
    left_sources: tuple[str, ...]
    right_sources: tuple[str, ...]

    @property
    def apart(self) -> float:
        """The left figure less the right one."""
        return self.left - self.right


def known_checks(dataset: Dataset) -> tuple[Check, ...]:
    """Return the checks whose indicators the data have."""
    return tuple(c for c in CHECKS if all(code in dataset.series for code in c.indicators))


def compare(dataset: Dataset, check: Check) -> tuple[Compared, ...]:
    """Return every comparison of a check for which all figures are known, by year and gmina."""
    found = (
        _compared(_Place(dataset, check, year, teryt6))
        for year in dataset.series[check.left]
        for teryt6 in dataset.gminy
    )
    return tuple(one for one in found if one is not None)


@dataclass(frozen=True)
class _Place:
    """A check in one gmina and year."""

    dataset: Dataset
    check: Check
    year: int
    teryt6: str

    def value(self, code: str, shift: int = 0) -> float | None:
        cell = self.dataset.series[code].get(self.year + shift, {}).get(self.teryt6)
        return cell.value if cell else None

    def left_sources(self) -> tuple[str, ...]:
        return self._sources([(self.check.left, 0)])

    def right_sources(self) -> tuple[str, ...]:
        used = [(code, 0) for _, code in self.check.terms]
        return self._sources([*used, *([self.check.below] if self.check.below else [])])

    def _sources(self, used: Sequence[tuple[str, int]]) -> tuple[str, ...]:
        series = self.dataset.series
        cells = (series[c].get(self.year + shift, {}).get(self.teryt6) for c, shift in used)
        return tuple(sorted({source for cell in cells if cell for source in cell.sources}))

    def above(self) -> float | None:
        values = [(sign, self.value(code)) for sign, code in self.check.terms]
        known = [sign * value for sign, value in values if value is not None]
        return sum(known) if len(known) == len(values) else None

    def right(self, shift: int = 0) -> float | None:
        """Return the right side, its divisor taken ``shift`` years later than declared."""
        above, below = self.above(), self.check.below
        if above is None or below is None:
            return above
        divisor = self.value(below[0], below[1] + shift)
        change = 1 if self.check.change else 0
        return self.check.scale * (above / divisor - change) if divisor else None


def _compared(place: _Place) -> Compared | None:
    check = place.check
    left, right = place.value(check.left), place.right()
    if left is None or right is None:
        return None
    tolerance = _tolerance(place)
    return Compared(
        check=check,
        teryt6=place.teryt6,
        year=place.year,
        left=left,
        right=right,
        tolerance=tolerance,
        outcome=_outcome(place, left, right, tolerance),
        left_sources=place.left_sources(),
        right_sources=place.right_sources(),
    )


def _outcome(place: _Place, left: float, right: float, tolerance: float) -> Outcome:
    near = tolerance + _NOISE * max(1.0, abs(left), abs(right))
    if abs(left - right) <= near:
        return Outcome.AGREES
    if place.check.other_day:
        return Outcome.DAY
    if _other_base(place):
        return Outcome.BASE
    other = place.right(-1) if place.check.middle else None
    if other is None or _moved(place):
        return Outcome.DIFFERS
    within = min(right, other) - near <= left <= max(right, other) + near
    return Outcome.EXPLAINED if within else Outcome.DIFFERS


def _other_base(place: _Place) -> bool:
    """Tell whether one side's base had already changed in that year and the other's not yet."""
    if not place.check.middle:
        return False
    assert place.check.below is not None
    changed = [_base_years(place, code) for code in (place.check.left, place.check.below[0])]
    if not all(changed):
        return False
    first, last = sorted(map(max, changed))
    return first <= place.year < last


def _base_years(place: _Place, code: str) -> list[int]:
    breaks = place.dataset.breaks_of(code, place.teryt6)
    return [b.year for b in breaks if b.kind is BreakKind.BASE]


def _moved(place: _Place) -> bool:
    """Tell whether borders moved since the year before: its population was another area's."""
    assert place.check.below is not None
    breaks = place.dataset.breaks_of(place.check.below[0], place.teryt6)
    return any(
        b.kind is BreakKind.BORDERS and b.between(place.year - 1, place.year) for b in breaks
    )


def _tolerance(place: _Place) -> float:
    """Return how far both sides may be apart because published figures are rounded."""
    check = place.check
    above = sum(_half(place, code) for _, code in check.terms)
    right = above
    if check.below:
        code, shift = check.below
        divisor, total = place.value(code, shift), place.above()
        assert divisor
        assert total is not None
        error = above / divisor + abs(total) * _half(place, code, shift) / divisor**2
        right = check.scale * error
    return _half(place, check.left) + right


def _half(place: _Place, code: str, shift: int = 0) -> float:
    """Return half a unit of the last published digit; whole counts are exact."""
    digits = max(map(digits_of, _values(place, code, shift)), default=0)
    exact = digits == 0 and place.dataset.indicators[code].kind is Kind.COUNT
    return 0.0 if exact else 0.5 * 10.0**-digits


def _values(place: _Place, code: str, shift: int) -> Iterator[float]:
    cells = place.dataset.series[code].get(place.year + shift, {}).values()
    return (cell.value for cell in cells if cell.value is not None)
