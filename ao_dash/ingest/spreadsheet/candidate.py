"""What could become an indicator: figures by year and gmina, one for each, with a guess."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ao_dash.ingest.spreadsheet.guess import Description
from ao_dash.ingest.spreadsheet.number_parsing import Figure

Figures = Mapping[int | None, Mapping[str, Figure]]
"""Figures by year and ``teryt6``; the year is ``None`` where the file names none."""


@dataclass(frozen=True)
class Candidate:
    """Figures that can become an indicator.

    ``code`` tells it from the others of the same file; ``guess`` is what it probably is.
    ``needs_year`` asks for the year the file does not name.
    """

    code: str
    figures: Figures
    guess: Description

    @property
    def needs_year(self) -> bool:
        """Whether some figures have no year."""
        return None in self.figures

    @property
    def years(self) -> tuple[int, ...]:
        """The years that the file names, ascending."""
        return tuple(sorted(year for year in self.figures if year is not None))

    @property
    def signs(self) -> tuple[str, ...]:
        """Signs that stand for figures, each once; empty cells are none."""
        found = (f.sign for cells in self.figures.values() for f in cells.values() if f.sign)
        return tuple(sorted(set(found)))


def years_of(candidates: Iterable[Candidate]) -> frozenset[int]:
    """Return every year that the candidates have figures of."""
    return frozenset(year for candidate in candidates for year in candidate.years)
