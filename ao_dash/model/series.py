"""Values in time: a value and its status travel together, breaks and remarks beside them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """Whether a figure exists; only ``OK`` carries a number. Missing is not zero."""

    OK = "ok"
    MISSING = "missing"
    NOT_APPLICABLE = "not_applicable"
    CONFIDENTIAL = "confidential"


STATUS_WORDS: Mapping[Status, str] = {
    Status.OK: "jest wartość",
    Status.MISSING: "brak danych",
    Status.NOT_APPLICABLE: "nie dotyczy",
    Status.CONFIDENTIAL: "dane niepublikowane",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure of one gmina in one year, in the unit of its indicator.

    ``sources`` are codes of the source table; a figure derived from two has both.
    """

    value: float | None
    status: Status
    sources: tuple[str, ...]


Year = Mapping[str, Cell]
"""Cells of one year by ``teryt6``."""

Series = Mapping[int, Year]
"""Years of one indicator, ascending."""


class BreakKind(StrEnum):
    """Why a series breaks."""

    BORDERS = "borders"
    BASE = "base"
    METHOD = "method"
    SCOPE = "scope"


ANY = "*"
"""In ``teryt6`` of a break or remark: every gmina."""


@dataclass(frozen=True)
class Break:
    """Values of ``year`` or later must not be compared with earlier ones."""

    indicator: str
    teryt6: str
    year: int
    kind: BreakKind
    text: str

    def between(self, earlier: int, later: int) -> bool:
        """Tell whether the break lies between two years."""
        return earlier < self.year <= later


def source_codes(cells: Iterable[Cell]) -> tuple[str, ...]:
    """Return the codes of the sources of ``cells``, each once, in the order they come."""
    return tuple(dict.fromkeys(code for cell in cells for code in cell.sources))


@dataclass(frozen=True)
class Remark:
    """Something to know about a figure; ``year`` of ``None`` means every year."""

    indicator: str
    teryt6: str
    year: int | None
    text: str

    def applies(self, year: int) -> bool:
        """Tell whether the remark is about ``year``."""
        return self.year is None or self.year == year
