"""A gmina, the member of the area, and its administrative type with the dates it holds from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

_ALPHABET = {letter: n for n, letter in enumerate("aąbcćdeęfghijklłmnńoópqrsśtuvwxyzźż")}


class GminaType(StrEnum):
    """Administrative type; the value is the code used in files and addresses.

    ``MERGED`` is not one: several gminy of the constant territory counted as one unit.
    """

    URBAN = "miejska"
    MIXED = "miejsko-wiejska"
    RURAL = "wiejska"
    MERGED = "scalona"


@dataclass(frozen=True)
class Gmina:
    """A member gmina; ``member_since`` is ``None`` where no source gives the day.

    ``teryt6`` is the first six digits of TERYT; the seventh is the type and changes with it.
    ``types`` pairs the day a type holds from with the type, oldest first; the first one also
    holds for everything earlier. ``members`` are the gminy merged into this unit, if it is one.
    """

    teryt6: str
    name: str
    powiat: str
    member_since: date | None
    types: tuple[tuple[date, GminaType], ...]
    source: str = ""
    members: tuple[str, ...] = ()

    @property
    def of_register(self) -> tuple[str, ...]:
        """Codes of the register: those of the gminy merged into it, or its own."""
        return self.members or (self.teryt6,)

    def type_in(self, year: int) -> GminaType:
        """Return the type on 31 December of ``year``."""
        held = [kind for since, kind in self.types if since <= date(year, 12, 31)]
        return held[-1] if held else self.types[0][1]


def latest(days: Iterable[date | None]) -> date | None:
    """Return the last of some days, ``None`` if any is not known."""
    found = list(days)
    known = [day for day in found if day]
    return max(known) if len(known) == len(found) else None


def polish_key(text: str) -> tuple[tuple[int, int | str], ...]:
    """Return a sort key in the order of the Polish alphabet, ignoring case.

    >>> sorted(["Łubniany", "Murów", "Lewin Brzeski"], key=polish_key)
    ['Lewin Brzeski', 'Łubniany', 'Murów']
    """
    return tuple(
        (1, _ALPHABET[letter]) if letter in _ALPHABET else (0, letter) for letter in text.lower()
    )
