"""The area that the data are about: its code, the Polish forms of its name, its core."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

_HARD = re.compile("[wf][^aeiouyąęó]", re.IGNORECASE)
"""How a word begins that „w” cannot be said before."""


AREA_TOLERANCE = 0.005
"""The share of the registered area by which that of drawn borders may usually differ."""


@dataclass(frozen=True)
class Core:
    """A town that the area lies around: the ``teryt6`` of its gmina, its name in the genitive."""

    teryt6: str
    genitive: str


@dataclass(frozen=True)
class OtherArea:
    """An area beside this one: its name, the ``teryt6`` of its gminy and who lists them."""

    code: str
    name: str
    members: tuple[str, ...]
    source: str


@dataclass(frozen=True)
class Area:
    """What no table says of the area as a whole.

    ``code`` stands for it in addresses and files; ``name`` is a nominative and ``short`` what is
    written where there is little room. ``core`` may be empty. ``voivodeships`` are the names of
    those that hold its gminy, by their two digits. ``area_tolerance`` is the share by which the
    area of drawn borders may differ from the registered one: coarse borders differ more.
    """

    code: str
    name: str
    genitive: str
    locative: str
    short: str
    core: Sequence[Core] = ()
    voivodeships: Mapping[str, str] = field(default_factory=dict)
    area_tolerance: float = AREA_TOLERANCE

    @property
    def within(self) -> str:
        """The name after the preposition that says where, e.g. „we Wrocławskim Kręgu”."""
        return f"{'we' if _HARD.match(self.locative) else 'w'} {self.locative}"

    @property
    def core_codes(self) -> tuple[str, ...]:
        """Codes of the gminy of the core."""
        return tuple(town.teryt6 for town in self.core)

    @property
    def core_genitive(self) -> str:
        """The towns of the core after a preposition that takes the genitive."""
        return " i ".join(town.genitive for town in self.core)
