"""Stations of trains and of air quality, from their tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from ao_dash.datafolder.coverage import POLAND_BOX
from ao_dash.datafolder.figures import numbers
from ao_dash.datafolder.nature import Check, future_years
from ao_dash.datafolder.tables import records
from ao_dash.model.station import POLLUTANTS, AirMean, AirStation, RailStation


def point_check(rows: pd.DataFrame) -> Check:
    """Return the check that points, ``lon`` and ``lat``, lie in Poland; one may be left out."""
    lon, lat = numbers(rows["lon"]), numbers(rows["lat"])
    west, south, east, north = POLAND_BOX
    inside = (west <= lon) & (lon <= east) & (south <= lat) & (lat <= north)
    absent = (rows["lon"] == "") & (rows["lat"] == "")
    return "point abroad", "lon, lat", inside | absent


def year_check(rows: pd.DataFrame) -> Check:
    """Return the check that no year is yet to come."""
    return "future", "year", ~rows["year"].isin(future_years(rows["year"]))


def rail_checks(rows: pd.DataFrame, _: Mapping[str, pd.DataFrame]) -> Iterator[Check]:
    """Return the checks of rail stations beyond those of single cells."""
    yield point_check(rows)
    yield year_check(rows)


def air_checks(rows: pd.DataFrame, _: Mapping[str, pd.DataFrame]) -> Iterator[Check]:
    """Return the checks of stations that measure the air beyond those of single cells."""
    yield point_check(rows)


def mean_checks(rows: pd.DataFrame, _: Mapping[str, pd.DataFrame]) -> Iterator[Check]:
    """Return the checks of yearly means beyond those of single cells."""
    yield year_check(rows)
    yield "over hundred", "completeness", ~(numbers(rows["completeness"]) > 100)
    yield "pollutant", "pollutant", rows["pollutant"].isin(set(POLLUTANTS))


def read_rail_stations(rows: pd.DataFrame) -> tuple[RailStation, ...]:
    """Return the stations of the checked ``rows``, in their order."""
    return tuple(
        RailStation(
            name=row["name"],
            teryt6=row["teryt6"],
            lon=_number(row["lon"]),
            lat=_number(row["lat"]),
            stops=int(row["stops"]),
            year=int(row["year"]),
            carriers=row["carriers"],
            source=row["source"],
        )
        for row in records(rows)
    )


def read_air_stations(stations: pd.DataFrame, means: pd.DataFrame) -> dict[str, AirStation]:
    """Return the stations by code with their means, from checked tables."""
    measured: dict[str, list[AirMean]] = {}
    for row in sorted(records(means), key=_order):
        measured.setdefault(row["station"], []).append(_mean(row))
    return {
        row["station"]: AirStation(
            code=row["station"],
            name=row["name"],
            address=row["address"],
            teryt6=row["teryt6"],
            lon=float(row["lon"]),
            lat=float(row["lat"]),
            means=tuple(measured.get(row["station"], ())),
        )
        for row in records(stations)
    }


def _order(row: Mapping[str, str]) -> tuple[int, str, str]:
    return list(POLLUTANTS).index(row["pollutant"]), row["averaging"], row["year"]


def _mean(row: Mapping[str, str]) -> AirMean:
    days = row["days_above_50"]
    return AirMean(
        pollutant=row["pollutant"],
        averaging=row["averaging"],
        year=int(row["year"]),
        mean=float(row["mean"]),
        unit=row["unit"],
        days_above_50=int(days) if days else None,
        completeness=float(row["completeness"]),
        source=row["source"],
    )


def _number(text: str) -> float | None:
    return float(text) if text else None
