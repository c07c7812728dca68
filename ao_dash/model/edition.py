"""What came with each edition of the data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class SubjectChange:
    """How many figures of an indicator, or entries of other tables, one edition changed.

    ``indicator`` is the code, which later editions may lack, or "" for another subject;
    ``subject`` is its name (Polish). ``years`` are those of the figures, ascending. A new
    indicator without figures of its own, i.e. a derived one, has no years and no counts.
    """

    indicator: str
    subject: str
    years: tuple[int, ...]
    new: int
    changed: int
    gone: int


@dataclass(frozen=True)
class EditionChanges:
    """An edition: its number (0 as shipped), its day, the command that made it, what it changed."""

    number: int
    made: date
    command: str
    changes: tuple[SubjectChange, ...]

    @property
    def of_indicators(self) -> tuple[SubjectChange, ...]:
        """Changes of indicators only."""
        return tuple(change for change in self.changes if change.indicator)
