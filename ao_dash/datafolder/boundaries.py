"""Borders: the gminy of each vintage as one coverage, and the context drawn around them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd

from ao_dash.datafolder.coverage import coverage_faults
from ao_dash.model.faults import Fault

CONTEXT_FILES = tuple(f"boundaries/{n}.geojson" for n in ("context", "powiaty", "towns"))


def read_gminy(
    root: Path, file: str, members: set[str], *, coarse: bool = False
) -> tuple[gpd.GeoDataFrame | None, list[Fault]]:
    """Read and check one vintage.

    Parameters
    ----------
    root, file
        The data folder and a GeoJSON file in it, in EPSG:4326, with the property ``teryt6``.
    members
        Codes of the gminy that must be there, each once.
    coarse
        Whether the borders are those of :func:`coverage_faults` that are coarse.

    Returns
    -------
    tuple[geopandas.GeoDataFrame | None, list[Fault]]
        The frame as :class:`Vintage` describes it, and all faults; no frame if the file cannot be
        read at all.
    """
    frame, faults = _read_geojson(root, file, "teryt6", "label_lon", "label_lat")
    if frame is None:
        return None, faults
    return frame.set_index("teryt6"), coverage_faults(file, frame, members, coarse=coarse)


def read_context(root: Path, file: str) -> tuple[dict[str, Any], list[Fault]]:
    """Read a context layer as a GeoJSON mapping, unchecked but for being one."""
    try:
        layer = json.loads((root / file).read_text(encoding="utf-8"))
        if layer["type"] == "FeatureCollection" and isinstance(layer["features"], list):
            return layer, []
    except FileNotFoundError:
        return {}, [_missing(file)]
    except (OSError, ValueError, KeyError, TypeError):
        pass
    return {}, [_unreadable(file)]


def _missing(name: str) -> Fault:
    return Fault(name, "brak pliku", "Dodaj plik albo odtwórz folder danych")


def _unreadable(name: str) -> Fault:
    return Fault(
        name, "plik nie jest poprawnym GeoJSON", "Zapisz warstwę ponownie jako GeoJSON (EPSG:4326)"
    )


def _read_geojson(
    root: Path, file: str, *columns: str
) -> tuple[gpd.GeoDataFrame | None, list[Fault]]:
    if not (root / file).is_file():
        return None, [_missing(file)]
    try:
        frame = gpd.read_file(root / file)
    except Exception:  # noqa: BLE001  GDAL raises many kinds; the person needs only one message
        return None, [_unreadable(file)]
    if not isinstance(frame, gpd.GeoDataFrame) or frame.empty:
        return None, [Fault(file, "warstwa jest pusta", "Dodaj do niej granice gmin")]
    lacking = [column for column in columns if column not in frame.columns]
    if lacking:
        return None, [
            Fault(file, "brak atrybutu", "Dodaj go do każdej gminy", column=column)
            for column in lacking
        ]
    frame["teryt6"] = frame["teryt6"].astype(str)
    return frame[[*columns, "geometry"]], []


def registered_areas(stats: pd.DataFrame) -> dict[int, dict[str, float]]:
    """Return registered areas in km² by year and ``teryt6`` from the table of statistics."""
    rows = stats[(stats["indicator"] == "powierzchnia_km2") & (stats["status"] == "ok")]
    areas: dict[int, dict[str, float]] = {}
    for row in rows.itertuples():
        areas.setdefault(int(str(row.year)), {})[str(row.teryt6)] = float(str(row.value))
    return areas
