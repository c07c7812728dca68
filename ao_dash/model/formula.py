"""Derived indicators: a declared formula over two published ones, computed when data load.

The forms are ``a / b``, ``k * a / b`` and ``k * (a / b - 1)``; ``b@-1`` is ``b`` a year earlier.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from ao_dash.model.series import ANY, Break, Cell, Series, Status

_CODE = r"[A-Za-z]\w*"
_PATTERN = re.compile(
    rf"(?:(?P<scale>\d+(?:\.\d+)?) \* )?(?P<open>\()?(?P<above>{_CODE}) / (?P<below>{_CODE})"
    r"(?P<lag>@-1)?(?P<change> - 1\))?"
)


class FormulaError(ValueError):
    """The text of a formula has none of the known forms."""


@dataclass(frozen=True)
class Formula:
    """``scale * (above / below - change)``, ``below`` taken ``lag`` years earlier."""

    text: str
    scale: float
    above: str
    below: str
    lag: int
    change: bool

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

    def ratio(self, above: float, below: float) -> float:
        """Return the result for two numbers; ``below`` is not zero."""
        return self.scale * (above / below - (1 if self.change else 0))

    def series(
        self, published: Mapping[str, Series], broken: Callable[[str, int, int], bool]
    ) -> Series:
        """Compute every year for which both inputs have values.

        Parameters
        ----------
        published
            Series of the inputs by code.
        broken
            ``broken(teryt6, earlier, later)`` tells whether a break lies between two years; a
            change across a break is not a change and becomes ``not_applicable``.

        Returns
        -------
        Series
            A cell is ``ok`` only if both inputs are and the divisor is not zero. A zero divisor
            makes it ``not_applicable``.
        """
        above, below = published[self.above], published[self.below]
        return {
            year: {
                teryt6: self._cell(
                    cell,
                    below[year - self.lag][teryt6],
                    broken=self.change and broken(teryt6, year - self.lag, year),
                )
                for teryt6, cell in cells.items()
            }
            for year, cells in above.items()
            if year - self.lag in below
        }

    def _cell(self, above: Cell, below: Cell, *, broken: bool) -> Cell:
        sources = tuple(dict.fromkeys(above.sources + below.sources))
        for status in (Status.NOT_APPLICABLE, Status.CONFIDENTIAL, Status.MISSING):
            if status in (above.status, below.status):
                return Cell(None, status, sources)
        if broken or below.value == 0 or above.value is None or below.value is None:
            return Cell(None, Status.NOT_APPLICABLE, sources)
        return Cell(self.ratio(above.value, below.value), Status.OK, sources)


def derive(
    formulas: Mapping[str, Formula], published: Mapping[str, Series], breaks: Iterable[Break]
) -> dict[str, Series]:
    """Return the series of every formula by code, computed from ``published`` ones."""
    known = tuple(breaks)
    return {
        code: formula.series(published, _broken(formula, known))
        for code, formula in formulas.items()
    }


def _broken(formula: Formula, breaks: tuple[Break, ...]) -> Callable[[str, int, int], bool]:
    relevant = [b for b in breaks if b.indicator in formula.inputs]

    def broken(teryt6: str, earlier: int, later: int) -> bool:
        return any(b.teryt6 in (ANY, teryt6) and b.between(earlier, later) for b in relevant)

    return broken
