"""Borders of one time: the gminy of a vintage as one coverage, and the projections used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import geopandas as gpd
import shapely
from pyproj import Geod

METRIC_CRS = "EPSG:2180"
WEB_CRS = "EPSG:4326"


@dataclass(frozen=True, eq=False)
class Vintage:
    """The borders that hold from ``valid_from`` (``None``: for everything earlier too).

    ``frame`` is indexed by ``teryt6``, in EPSG:4326, with columns ``label_lon``, ``label_lat``
    (degrees, a point well inside the gmina) and ``geometry``.
    """

    code: str
    valid_from: date | None
    label: str
    source: str
    frame: gpd.GeoDataFrame

    def areas(self) -> dict[str, float]:
        """Return areas on the ellipsoid in km² by ``teryt6``."""
        return geodesic_areas(self.frame)


def geodesic_areas(frame: gpd.GeoDataFrame) -> dict[str, float]:
    """Return areas on the GRS80 ellipsoid in km² by index; ``frame`` is in EPSG:4326."""
    geod = Geod(ellps="GRS80")
    return {
        str(key): abs(geod.geometry_area_perimeter(shape)[0]) / 1e6
        for key, shape in frame.geometry.items()
    }


def vintage_for(vintages: tuple[Vintage, ...], year: int) -> Vintage:
    """Return the borders on 31 December of ``year``; ``vintages`` go from oldest to newest."""
    held = [v for v in vintages if v.valid_from is None or v.valid_from <= date(year, 12, 31)]
    return held[-1] if held else vintages[0]


def metres(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return degrees (EPSG:4326) as metres (EPSG:2180)."""
    if not points:
        return []
    lon, lat = zip(*points, strict=True)
    moved = gpd.GeoSeries.from_xy(lon, lat, crs=WEB_CRS).to_crs(METRIC_CRS)
    return [(float(x), float(y)) for x, y in shapely.get_coordinates(moved.to_numpy())]
