"""An indicator: what is counted, in what unit, and how it may be drawn and summed up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from ao_dash.model.formula import Formula


class Kind(StrEnum):
    """What sort of figure it is. A count is drawn as circles, everything else as fill."""

    COUNT = "count"
    RATE = "rate"
    DENSITY = "density"
    SHARE = "share"
    INDEX = "index"
    FLAG = "flag"


class Polarity(StrEnum):
    """Which end of the scale is the good one."""

    HIGH = "high"
    LOW = "low"
    NEUTRAL = "neutral"


class Origin(StrEnum):
    """Where the figure comes from; ``OWN`` was brought by a visitor and is in no file."""

    PUBLISHED = "published"
    COMPILED = "compiled"
    INVENTORY = "inventory"
    DERIVED = "derived"
    OWN = "own"


USER_PREFIX = "wlasny_"
"""With which codes of indicators from visitors' own files begin."""

FILED_ORIGINS = tuple(origin for origin in Origin if origin is not Origin.OWN)
"""Origins that an indicator of a data folder may have."""

ORIGIN_WORDS = {
    Origin.PUBLISHED: "opublikowany",
    Origin.COMPILED: "zliczony z rejestru lub tablic źródła",
    Origin.INVENTORY: "spis nieurzędowy",
    Origin.DERIVED: "obliczony wzorem",
    Origin.OWN: "dane użytkownika",
}


Forms = tuple[str, str, str, str]
"""A noun after a number: one, few, many, fraction."""


def forms_of(unit: str, units: Mapping[str, Forms]) -> Forms:
    """Return the forms of ``unit``; one that ``units`` lacks does not change after a number."""
    return units.get(unit, (unit, unit, unit, unit))


@dataclass(frozen=True)
class Indicator:
    """One indicator.

    ``unit_forms`` are what stands after a number instead of ``unit``.
    ``weight`` names the indicator whose values weigh the mean of the whole area; ``None`` means
    that no such weight is published. ``formula`` is set for derived indicators only.
    ``additive`` is false for a count whose sum over gminy would count things twice.
    ``constant_borders`` is true for a series kept in one territory for all years, which a moved
    border does not break. ``decimals`` is how many digits after the comma are shown; files keep
    full precision.
    """

    code: str
    name: str
    short: str
    unit: str
    unit_forms: Forms
    domain: str
    kind: Kind
    polarity: Polarity
    signed: bool
    additive: bool
    decimals: int
    weight: str | None
    formula: Formula | None
    origin: Origin
    bdl_variable: str
    note: str
    constant_borders: bool = False


def in_unit(indicator: Indicator, sign: str) -> Indicator:
    """Return ``indicator`` with the unit ``sign``, which does not change after a number."""
    return replace(indicator, unit=sign, unit_forms=forms_of(sign, {}))
