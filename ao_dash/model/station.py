"""Stations: where passenger trains stop, and where the quality of the air is measured."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from ao_dash.model.numbers import format_number

POLLUTANTS: Mapping[str, str] = {
    "PM10": "pył PM10",
    "PM2,5": "pył PM2,5",
    "NO2": "dwutlenek azotu",
    "NOx": "tlenki azotu",
    "SO2": "dwutlenek siarki",
    "O3": "ozon",
    "C6H6": "benzen",
    "BaP(PM10)": "benzo(a)piren w PM10",
    "As(PM10)": "arsen w PM10",
    "Cd(PM10)": "kadm w PM10",
    "Ni(PM10)": "nikiel w PM10",
    "Pb(PM10)": "ołów w PM10",
}
"""Polish names by the codes of the office, in the order in which they are shown."""


PARTLY_MEASURED = "zmierzono mniej niż 75% roku"
"""What a star beside a mean says."""

_COMPLETE = 75.0  # percent of the year


class RailStation(NamedTuple):
    """A station or stop: train stops in a year.

    ``lon`` and ``lat`` (degrees, EPSG:4326) are of the town or village of its name, not of its
    platform; ``None`` where no place of the gmina has this name.
    """

    name: str
    teryt6: str
    lon: float | None
    lat: float | None
    stops: int
    year: int
    carriers: str
    source: str


class AirMean(NamedTuple):
    """A yearly mean of a pollutant, and how much of the year was measured, percent."""

    pollutant: str
    averaging: str
    year: int
    mean: float
    unit: str
    days_above_50: int | None
    completeness: float
    source: str


class AirStation(NamedTuple):
    """A station that measures the air, with its means by pollutant, averaging and year."""

    code: str
    name: str
    address: str
    teryt6: str
    lon: float
    lat: float
    means: tuple[AirMean, ...]


def mean_decimals(means: Iterable[AirMean]) -> int:
    """Return the decimals in which means of one series are told apart."""
    largest = max(one.mean for one in means)
    return next((n for n, least in ((1, 5.0), (2, 0.5)) if largest >= least), 3)


def mean_text(mean: AirMean, decimals: int) -> str:
    """Return a mean as people read it; a star says that it is of a part of the year."""
    return format_number(mean.mean, decimals) + ("*" if mean.completeness < _COMPLETE else "")
