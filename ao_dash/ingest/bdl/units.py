"""Territorial units of the bank: twelve digits that hold the TERYT code.

``031617009123`` is macroregion 03, voivodeship 16, region and subregion 170, powiat 09, gmina 12,
kind 3; so TERYT is characters 3-4 and 8-12 (``bdl_terc`` in public uses of the interface). A gmina
that changed its kind has an identifier for each kind, each with its own years.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

_FORM = re.compile(r"\d{12}")


class Level(StrEnum):
    """What a unit is."""

    COUNTRY = "kraj"
    VOIVODESHIP = "województwo"
    POWIAT = "powiat"
    GMINA = "gmina"


@dataclass(frozen=True, order=True)
class Unit:
    """A unit: level, TERYT code without the kind of the gmina, and that kind (1-3) or ``""``."""

    level: Level
    code: str
    kind: str = ""


def parse(identifier: str) -> Unit | None:
    """Return the unit, or ``None`` for one that is not used.

    Not used are regions and subregions, and towns and rural parts of gminy (kinds 4 and 5), which
    are in the figure of the whole gmina already.

    >>> parse("031617061011"), parse("031617009124"), parse("031600000000").code
    (Unit(level=<Level.GMINA: 'gmina'>, code='166101', kind='1'), None, '16')
    """
    if not _FORM.fullmatch(identifier):
        return None
    voivodeship, region, powiat, gmina = (
        identifier[2:4],
        identifier[4:7],
        identifier[7:9],
        identifier[9:11],
    )
    kind = identifier[11]
    if gmina != "00":
        code = voivodeship + powiat + gmina
        return Unit(Level.GMINA, code, kind) if kind in "123" else None
    if powiat != "00":
        return Unit(Level.POWIAT, voivodeship + powiat)
    if region != "000":
        return None
    return Unit(Level.VOIVODESHIP, voivodeship) if voivodeship != "00" else _country(identifier)


def _country(identifier: str) -> Unit | None:
    return Unit(Level.COUNTRY, "PL") if identifier == "0" * 12 else None
