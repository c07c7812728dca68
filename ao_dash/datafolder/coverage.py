"""Checks of one layer of gminy: all there, each a valid shape, together one coverage."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import geopandas as gpd
import shapely
from shapely.validation import explain_validity

from ao_dash.model.area import AREA_TOLERANCE
from ao_dash.model.faults import Fault
from ao_dash.model.numbers import format_number
from ao_dash.model.vintage import METRIC_CRS

POLAND_BOX = (14.0, 49.0, 24.3, 55.0)
"""West, south, east and north of Poland, degrees (EPSG:4326)."""

_GAP_WIDTH = 100.0  # metres; a wider hole is an enclave of another gmina, not a gap


def coverage_faults(
    name: str, frame: gpd.GeoDataFrame, members: set[str], *, coarse: bool = False
) -> list[Fault]:
    """Return every fault of a layer.

    Parameters
    ----------
    name
        The file, for messages.
    frame
        Gminy in EPSG:4326 with the column ``teryt6``.
    members
        Codes that must be there, each once.
    coarse
        Whether lines are so long that a narrow gap says nothing: one that ends in a point, where
        a gmina outside lies between two of these, looks the same.
    """
    faults = _member_faults(name, frame, members)
    shape_faults = _shape_faults(name, frame)
    return faults + (shape_faults or _edge_faults(name, frame, 0 if coarse else _GAP_WIDTH))


def area_faults(
    name: str,
    areas: Mapping[str, float],
    registered: Mapping[str, float],
    tolerance: float = AREA_TOLERANCE,
) -> list[Fault]:
    """Return a fault for each gmina whose area (km²) is off the registered one by more.

    ``tolerance`` is a share of the registered area.
    """
    most = format_number(100 * tolerance, 1)
    return [
        Fault(
            name,
            f"powierzchnia {format_number(area, 2)} km² różni się od rejestru "
            f"({format_number(registered[teryt6], 2)} km²) o ponad {most}%",
            "Sprawdź geometrię i układ współrzędnych",
            column="geometry",
            value=teryt6,
        )
        for teryt6, area in areas.items()
        if teryt6 in registered and abs(area / registered[teryt6] - 1) > tolerance
    ]


def _member_faults(name: str, frame: gpd.GeoDataFrame, members: set[str]) -> list[Fault]:
    counts = Counter(frame["teryt6"].to_list())
    faults = [
        Fault(name, "gminy nie ma w granicach", "Dodaj jej granicę", column="teryt6", value=code)
        for code in sorted(members - counts.keys())
    ]
    remedy = "Usuń ją albo dodaj do gminy.csv"
    faults += [
        Fault(name, "nieznana gmina w granicach", remedy, column="teryt6", value=code)
        for code in sorted(counts.keys() - members)
        if members
    ]
    return faults + [
        Fault(
            name,
            "gmina jest w granicach dwa razy",
            "Połącz ją w jedną",
            column="teryt6",
            value=code,
        )
        for code, number in sorted(counts.items())
        if number > 1
    ]


def _shape_faults(name: str, frame: gpd.GeoDataFrame) -> list[Fault]:
    faults = []
    for teryt6, shape in zip(frame["teryt6"], frame.geometry, strict=True):
        if shape is None or shape.is_empty or shape.geom_type not in ("Polygon", "MultiPolygon"):
            rule, remedy = "gmina nie ma wielokąta granic", "Dodaj wielokąt"
        elif not _inside(shape.bounds, POLAND_BOX):
            rule = "współrzędne leżą poza Polską"
            remedy = "Zapisz warstwę w EPSG:4326 (stopnie: długość, szerokość)"
        elif not shape.is_valid:
            rule = f"geometria jest niepoprawna ({explain_validity(shape)})"
            remedy = "Napraw ją, np. w QGIS: Napraw geometrie"
        else:
            continue
        faults.append(Fault(name, rule, remedy, column="geometry", value=teryt6))
    return faults


def _inside(bounds: tuple[float, ...], box: tuple[float, float, float, float]) -> bool:
    west, south, east, north = bounds
    return box[0] <= west and box[1] <= south and east <= box[2] and north <= box[3]


def _edge_faults(name: str, frame: gpd.GeoDataFrame, gap_width: float) -> list[Fault]:
    metric = frame.to_crs(METRIC_CRS)
    edges = shapely.coverage_invalid_edges(metric.geometry.to_numpy(), gap_width=gap_width)
    return [
        Fault(
            name,
            f"granica nie styka się z sąsiadem na długości {edge.length:.0f} m (luka lub nakładka)",
            "Popraw wspólną granicę, by wierzchołki sąsiadów były te same",
            column="geometry",
            value=code,
        )
        for code, edge in zip(frame["teryt6"], edges, strict=True)
        if not edge.is_empty
    ]
