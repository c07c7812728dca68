"""A filter by value: figures between two, or so many of the highest or lowest ones."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ao_dash.analysis.classes import NUMBER, rounded_figures, written_bounds
from ao_dash.model.series import Floats, ranks

HIGHEST, LOWEST = "najwyzsze", "najnizsze"
BETWEEN = ".."
FEW = 5
"""How many of the highest or lowest figures are offered."""

PATTERN = rf"{NUMBER}\.\.({NUMBER})?|\.\.{NUMBER}|({HIGHEST}|{LOWEST})-[1-9][0-9]?"
"""What the filter looks like in an address."""


@dataclass(frozen=True)
class ValueFilter:
    """Figures from ``low`` to ``high``, both included, or the ``highest`` or ``lowest`` so many.

    The ends are in the unit of the indicator, ``None`` where there is no end. Equal figures share a
    rank: where several have the last one, all of them are shown.
    """

    low: float | None = None
    high: float | None = None
    highest: int = 0
    lowest: int = 0

    @property
    def is_range(self) -> bool:
        """Whether it has ends, not so many of the highest or lowest figures."""
        return not (self.highest or self.lowest)

    def __str__(self) -> str:
        """Return what stands for it in an address."""
        if not self.is_range:
            return f"{HIGHEST if self.highest else LOWEST}-{self.highest or self.lowest}"
        return BETWEEN.join(
            "" if end is None else written_bounds([end]) for end in (self.low, self.high)
        )

    def passes(self, values: Floats, among: NDArray[np.bool_], decimals: int) -> NDArray[np.bool_]:
        """Tell which of the figures ``among`` all ``values`` pass.

        A figure is what is shown of it: one of 12.04 with one decimal place is 12.0.
        """
        if not self.is_range:
            sign = 1 if self.highest else -1
            found = ranks(sign * values, among)
            most = self.highest or self.lowest
            return np.array([rank is not None and rank <= most for rank in found], dtype=bool)
        shown = rounded_figures(values, decimals)
        low = -np.inf if self.low is None else self.low
        high = np.inf if self.high is None else self.high
        return among & (shown >= low) & (shown <= high)


def read_value_filter(text: str) -> ValueFilter | None:
    """Return the filter of an address, or ``None`` if there is none like it.

    The first end may not be above the second.
    """
    if re.fullmatch(PATTERN, text) is None:
        return None
    if BETWEEN not in text:
        kind, _, number = text.partition("-")
        return ValueFilter(**{"highest" if kind == HIGHEST else "lowest": int(number)})
    low, high = (float(end) if end else None for end in text.split(BETWEEN, 1))
    if low is not None and high is not None and low > high:
        return None
    return ValueFilter(low, high)
