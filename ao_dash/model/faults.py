"""What is wrong with data or with a file, said so that the person can mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

_SHOWN = 60  # longer values are cut in messages


@dataclass(frozen=True)
class Fault:
    """One fault: where it is, which rule it breaks, what to do (texts in Polish).

    ``row`` is the line of the file counted from 1 (the header is line 1), or whatever else
    ``counted`` names; ``None`` when the fault concerns the file as a whole. ``column`` and
    ``value`` are empty when they do not apply.
    """

    file: str
    rule: str
    remedy: str
    row: int | None = None
    column: str = ""
    value: str = ""
    counted: str = "wiersz"

    def __str__(self) -> str:
        """Return one line of Polish prose, e.g. for a terminal."""
        place = [self.file]
        if self.row is not None:
            place.append(f"{self.counted} {self.row}")
        if self.column:
            place.append(f"kolumna „{self.column}”")
        if self.value:
            place.append(f"wartość „{shorten(self.value)}”")
        return f"{', '.join(place)}: {self.rule}. {self.remedy}."


class DataFaults(Exception):  # noqa: N818  many faults, one exception
    """Data or a file cannot be used; ``faults`` lists everything found, never just the first."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(faults, key=lambda f: (f.file, f.row or 0, f.column, f.rule)))
        super().__init__("\n".join(map(str, self.faults)))


def shorten(text: str) -> str:
    r"""Return ``text`` on one line, cut to a length that fits a message.

    >>> shorten("a\nb")
    'a b'
    """
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1]}…"
