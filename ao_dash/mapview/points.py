"""Points that can be switched on over the map: stations of trains and of the air."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from ao_dash.mapview.query import Parameter
from ao_dash.model.dataset import Dataset
from ao_dash.model.numbers import format_number
from ao_dash.model.station import (
    PARTLY_MEASURED,
    POLLUTANTS,
    AirMean,
    AirStation,
    RailStation,
    mean_decimals,
    mean_text,
)


class PointKind(StrEnum):
    """What stands at a point."""

    RAIL = "kolej"
    AIR = "powietrze"


POINT_WORDS: Mapping[PointKind, str] = {
    PointKind.RAIL: "stacje i przystanki kolejowe",
    PointKind.AIR: "stacje pomiaru powietrza",
}
"""What people read for each kind."""


class Point(NamedTuple):
    """A place on the map: longitude and latitude (degrees), and what is known of it, by lines."""

    kind: PointKind
    name: str
    lon: float
    lat: float
    lines: tuple[str, ...]
    sources: tuple[str, ...]


def offered_points(dataset: Dataset) -> list[PointKind]:
    """Return the kinds that the data have."""
    return [kind for kind in PointKind if _stations(dataset, kind)]


POINTS = Parameter(
    "punkty",
    "punkty na mapie po przecinku: "
    + ", ".join(f"`{kind}` ({words})" for kind, words in POINT_WORDS.items()),
    label="Punkty",
    codes=offered_points,
    several=(1, 0),
)


def points(dataset: Dataset, kinds: Collection[str]) -> tuple[Point, ...]:
    """Return the points of some kinds; a station whose place is not known is left out."""
    asked = [kind for kind in PointKind if kind in kinds]
    made = [_point(one) for kind in asked for one in _stations(dataset, kind)]
    return tuple(point for point in made if point)


def point_keys(dataset: Dataset, drawn: Sequence[Point]) -> tuple[tuple[PointKind, str], ...]:
    """Return what stands in the legend for each kind; it says how many have no place."""
    counts = Counter(point.kind for point in drawn)
    return tuple((kind, _key(kind, n, len(_stations(dataset, kind)))) for kind, n in counts.items())


def _key(kind: PointKind, placed: int, known: int) -> str:
    more = f"; {known - placed} bez położenia w źródle" if placed < known else ""
    return f"{POINT_WORDS[kind]}: {placed}{more}"


def _stations(dataset: Dataset, kind: PointKind) -> Sequence[RailStation | AirStation]:
    if kind is PointKind.RAIL:
        return dataset.rail_stations
    return tuple(dataset.air_stations.values())


def _point(station: RailStation | AirStation) -> Point | None:
    return _rail(station) if isinstance(station, RailStation) else _air(station)


def _rail(station: RailStation) -> Point | None:
    if station.lon is None or station.lat is None:
        return None
    stops = f"zatrzymania pociągów w {station.year} r.: {format_number(station.stops)}"
    lines = (stops, f"przewoźnicy: {station.carriers}")
    return Point(PointKind.RAIL, station.name, station.lon, station.lat, lines, (station.source,))


def _air(station: AirStation) -> Point:
    lines = tuple(_series(station))
    if any("*" in line for line in lines):
        lines += (f"* {PARTLY_MEASURED}",)
    sources = tuple(dict.fromkeys(mean.source for mean in station.means))
    return Point(PointKind.AIR, station.address, station.lon, station.lat, lines, sources)


def _series(station: AirStation) -> Iterator[str]:
    """Yield a line for each pollutant and way of measuring: yearly means, the newest last."""
    found: dict[tuple[str, str, str], list[AirMean]] = {}
    for mean in station.means:
        found.setdefault((mean.pollutant, mean.averaging, mean.unit), []).append(mean)
    for code, words in POLLUTANTS.items():
        for (pollutant, averaging, unit), means in found.items():
            if pollutant == code:
                yield f"{words}, {_AVERAGED[averaging]}, {unit}: {_means(means)}"


_AVERAGED = {"1g": "pomiar godzinowy", "24g": "pomiar dobowy"}
_NEWEST = 5


def _means(means: list[AirMean]) -> str:
    newest = sorted(means, key=lambda mean: mean.year)[-_NEWEST:]
    digits = mean_decimals(newest)
    return "; ".join(f"{mean.year}: {mean_text(mean, digits)}" for mean in newest)
