"""Derived indicators: a declared formula over two published ones, computed when data load.

The forms are ``a / b``, ``k * a / b`` and ``k * (a / b - 1)``; ``b@-1`` is ``b`` a year earlier.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from ao_dash.model.series import ANY, Break, Floats, Series

Number = TypeVar("Number", float, Floats)

_CODE = r"[A-Za-z]\w*"
_PATTERN = re.compile(
    rf"(?:(?P<scale>\d+(?:\.\d+)?) \* )?(?P<open>\()?(?P<above>{_CODE}) / (?P<below>{_CODE})"
    r"(?P<lag>@-1)?(?P<change> - 1\))?"
)


class FormulaError(ValueError):
    """The text of a formula has none of the known forms."""


@dataclass(frozen=True)
class Formula:
    """``scale * (above / below - change)``, ``below`` taken ``lag`` years earlier.

    With ``held``, pairs of years, ``below`` is of the second where ``above`` is of the first.
    """

    text: str
    scale: float
    above: str
    below: str
    lag: int
    change: bool
    held: tuple[tuple[int, int], ...] = ()

    @classmethod
    def parse(cls, text: str) -> Formula:
        """Read a formula.

        Raises
        ------
        FormulaError
            If the text has none of the forms named in the module's docstring.

        Examples
        --------
        >>> Formula.parse("1000 * malzenstwa / ludnosc").below
        'ludnosc'
        """
        match = _PATTERN.fullmatch(text)
        if not match or bool(match["open"]) != bool(match["change"]):
            msg = f"not a formula: {text!r}"
            raise FormulaError(msg)
        return cls(
            text=text,
            scale=float(match["scale"] or 1),
            above=match["above"],
            below=match["below"],
            lag=1 if match["lag"] else 0,
            change=bool(match["change"]),
        )

    @property
    def inputs(self) -> tuple[str, str]:
        """Codes of the two indicators it is computed from."""
        return (self.above, self.below)

    def year_below(self, year: int) -> int:
        """Return the year that ``below`` is taken from."""
        return dict(self.held).get(year, year - self.lag)

    def ratio(self, above: Number, below: Number) -> Number:
        """Return the result for two numbers, or arrays of them; ``below`` is not zero."""
        return self.scale * (above / below - (1 if self.change else 0))

    def series(self, published: Mapping[str, Series], breaks: Iterable[Break]) -> Series:
        """Compute every year for which both inputs have figures.

        Parameters
        ----------
        published
            Series of the inputs by code, of the same places.
        breaks
            Breaks of any indicators: a change across one of an input is not a change and becomes
            ``not_applicable``.

        Returns
        -------
        Series
            A cell is ``ok`` only if both inputs are and the divisor is not zero. A zero divisor
            makes it ``not_applicable``.
        """
        above, below = published[self.above], published[self.below]
        years = tuple(year for year in above if self.year_below(year) in below.counts)
        first = above.rows(years)
        second = below.rows(map(self.year_below, years))
        with np.errstate(divide="ignore", invalid="ignore"):
            values = self.ratio(first.values, second.values)
        broken = self._broken(years, above.places, breaks)
        return Series(
            years,
            above.places,
            first.with_second(second, np.where(broken | (second.values == 0), np.nan, values)),
        )

    def _broken(
        self, years: tuple[int, ...], places: Mapping[str, int], breaks: Iterable[Break]
    ) -> NDArray[np.bool_]:
        """Tell, in the shape (years, places), across which changes a break lies."""
        broken = np.zeros((len(years), len(places)), dtype=bool)
        for b in breaks if self.change else ():
            if b.indicator in self.inputs and (b.teryt6 == ANY or b.teryt6 in places):
                across = [b.between(year - self.lag, year) for year in years]
                broken[across, slice(None) if b.teryt6 == ANY else places[b.teryt6]] = True
        return broken


def derive(
    formulas: Mapping[str, Formula], published: Mapping[str, Series], breaks: tuple[Break, ...]
) -> dict[str, Series]:
    """Return the series of every formula by code, computed from ``published`` ones."""
    return {code: formula.series(published, breaks) for code, formula in formulas.items()}
