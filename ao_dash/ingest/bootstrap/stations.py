"""Stations derived from the source material; points of rail stations are those of places."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import geopandas as gpd
import pandas as pd

from ao_dash.datafolder.tables import records
from ao_dash.ingest.bootstrap.facts import read_source
from ao_dash.model.station import POLLUTANTS

_RAIL_YEAR = "2021"
_PLACES = 5  # digits of a degree

_Row = Mapping[str, str]


def station_tables(source: Path, towns: gpd.GeoDataFrame) -> dict[str, pd.DataFrame]:
    """Return the tables ``rail_stations``, ``air_stations`` and ``air_means``.

    The source has no points of rail stations: one whose name is that of a town or village of its
    gmina, among ``towns``, stands there, any other has none. Means of substances that the source
    calls „Inne” are left out: several a year have no name to tell them apart.
    """
    rail = records(read_source(source / "added", "rail_stations.csv"))
    air = records(read_source(source / "added", "air_stations.csv"))
    keys = zip(towns["teryt6"], towns["name"], strict=True)
    places = zip(towns.geometry.x, towns.geometry.y, strict=True)
    points = dict(zip(keys, places, strict=True))
    named = [row for row in air if row["pollutant"] in POLLUTANTS]
    stations = {row["station"]: _air_station(row) for row in air}
    return {
        "rail_stations": pd.DataFrame([_rail_station(row, points) for row in rail]),
        "air_stations": pd.DataFrame(stations[code] for code in sorted(stations)),
        "air_means": pd.DataFrame([_air_mean(row) for row in named]),
    }


def _rail_station(
    row: _Row, points: Mapping[tuple[str, str], tuple[float, float]]
) -> dict[str, object]:
    point = points.get((row["teryt6"], row["station"]))
    return {
        "name": row["station"],
        "teryt6": row["teryt6"],
        "lon": round(point[0], _PLACES) if point else "",
        "lat": round(point[1], _PLACES) if point else "",
        "stops": row["train_stops_2021"],
        "year": _RAIL_YEAR,
        "carriers": row["carriers"].replace(" :", ":"),
        "source": row["source"],
    }


def _air_station(row: _Row) -> dict[str, str]:
    kept = {name: row[name] for name in ("station", "address", "teryt6", "lon", "lat")}
    point = {name: format(round(float(row[name]), _PLACES)) for name in ("lon", "lat")}
    return kept | {"name": row["station_name"]} | point


def _air_mean(row: _Row) -> dict[str, str]:
    return {
        "station": row["station"],
        "pollutant": row["pollutant"],
        "averaging": row["averaging"],
        "year": row["year"],
        "mean": row["annual_mean"],
        "unit": row["unit"].replace("ug/m3", "µg/m³").replace("ng/m3", "ng/m³"),
        "days_above_50": row["days_above_50"],
        "completeness": row["completeness_pct"],
        "source": row["source"],
    }
