"""Borders derived from the source material: one coverage of faces, simplified together.

The faces of both vintages and the neighbouring gminy are simplified as one coverage and only then
dissolved, so a border that did not change is the same to the last digit in every layer.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from scipy.spatial import KDTree

from ao_dash.model.vintage import METRIC_CRS, WEB_CRS

TOLERANCE = 30.0  # metres; the area under a removed corner is at most tolerance squared
DIGITS = 5  # of a degree: 1.1 m north-south, 0.7 m east-west here

CONTEXT_TOLERANCE = 120.0  # metres
CONTEXT_DIGITS = 4

_SNAP = 3e-7  # degrees: the last digit of the source, in which the two files differ
_WELD = 1.0  # metres: vertices closer than this become one after rounding
_OLDER_SOURCE = (
    "PRG, GUGiK, stan 2025; linie wewnątrz dzisiejszego Opola według PRG 2015 za publicznymi "
    "kopiami (MapOfPoland: M. Beręsewicz, J. Nowosad; T. Przechlewski, CC BY 3.0 PL; "
    "jusuff/PolandGeoJson), przetworzone; te linie są mniej dokładne (około 400 m)"
)
_VINTAGES = (
    (
        "do_2016",
        "teryt6_2014",
        "",
        "granice do 31.12.2016",
        _OLDER_SOURCE,
    ),
    ("od_2017", "teryt6_2017", "2017-01-01", "granice od 1.01.2017", "PRG, GUGiK, stan 2025"),
)


@dataclass(frozen=True)
class Borders:
    """Layers in EPSG:4326 by file name, the table of vintages, and what was mended on the way."""

    layers: Mapping[str, gpd.GeoDataFrame]
    vintages: pd.DataFrame
    report: tuple[str, ...]


def build_borders(source: Path) -> Borders:
    """Derive every layer from ``source/boundaries``.

    Raises
    ------
    ValueError
        If the source faces and neighbours are not one clean coverage after snapping.
    """
    folder = source / "boundaries"
    faces = gpd.read_file(folder / "ao_faces_2014_2017.geojson")
    gminy = gpd.read_file(source / "added" / "prg_gminy_opolskie_2025.geojson")
    gminy["teryt6"] = gminy["JPT_KOD_JE"].str[:6]
    around = gminy[~gminy["teryt6"].isin(set(faces["teryt6_2017"]))].sort_values("teryt6")
    shapes, report = simplified(
        np.concatenate([faces.geometry.to_numpy(), _snapped(faces, around)])
    )
    inner, outer = shapes[: len(faces)], shapes[len(faces) :]
    layers: dict[str, gpd.GeoDataFrame] = {}
    for code, column, *_ in _VINTAGES:
        layers[f"gminy_{code}"] = with_labels(dissolved(inner, faces[column]))
    vintages = {code: layers[f"gminy_{code}"] for code, *_ in _VINTAGES}
    names = list(zip(around["teryt6"], around["JPT_NAZWA_"], strict=True))
    layers["context"] = context_layer(names, outer)
    layers["powiaty"] = powiat_lines(vintages, layers["context"])
    layers["towns"] = _towns(folder)
    return Borders(layers, _vintage_table(), tuple(report))


def simplified(shapes: npt.NDArray[Any]) -> tuple[npt.NDArray[Any], list[str]]:
    """Simplify one coverage as a whole.

    Parameters
    ----------
    shapes
        Polygons in EPSG:4326, shape (n,).

    Returns
    -------
    tuple[numpy.ndarray, list[str]]
        The polygons in the same order, vertices in ``DIGITS`` digits of a degree, and what was
        done, a line each.

    Raises
    ------
    ValueError
        If the polygons are not one clean coverage.
    """
    if not shapely.coverage_is_valid(shapes):
        msg = "faces and neighbours are not one coverage: the source has changed"
        raise ValueError(msg)
    metric = gpd.GeoSeries(shapes, crs=WEB_CRS).to_crs(METRIC_CRS)
    simple = shapely.coverage_simplify(metric.to_numpy(), TOLERANCE)
    welded, count = _welded(simple)
    degrees = gpd.GeoSeries(welded, crs=METRIC_CRS).to_crs(WEB_CRS).to_numpy()
    rounded = shapely.transform(degrees, lambda xy: np.round(xy, DIGITS))
    before, after = (int(shapely.get_num_coordinates(s).sum()) for s in (shapes, rounded))
    faces_told = f"borders: {len(shapes)} faces, {before} vertices simplified to {after}"
    report = [
        f"{faces_told} (tolerance {TOLERANCE:.0f} m)",
        f"borders: {count} vertices closer than {_WELD:.0f} m to another welded to it",
    ]
    return shapely.make_valid(rounded), report


def _snapped(faces: gpd.GeoDataFrame, around: gpd.GeoDataFrame) -> npt.NDArray[Any]:
    """Give neighbours the vertices of the faces where they differ in the last digit only."""
    known = shapely.get_coordinates(faces.geometry.to_numpy())
    tree = KDTree(known)

    def snap(xy: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        distance, nearest = tree.query(xy, distance_upper_bound=_SNAP)
        close = np.isfinite(distance)
        moved = xy.copy()
        moved[close] = known[nearest[close]]
        return moved

    snapped: npt.NDArray[Any] = shapely.transform(around.geometry.to_numpy(), snap)
    return snapped


def _welded(shapes: npt.NDArray[Any]) -> tuple[npt.NDArray[Any], int]:
    """Merge vertices nearer than ``_WELD``: rounding would let such a neck cross itself."""
    unique = np.unique(shapely.get_coordinates(shapes), axis=0)
    target = {tuple(unique[b]): unique[a] for a, b in KDTree(unique).query_pairs(_WELD)}

    def weld(xy: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        return np.array([target.get(tuple(point), point) for point in xy])

    return shapely.transform(shapes, weld), len(target)


def dissolved(shapes: npt.NDArray[Any], codes: pd.Series) -> gpd.GeoDataFrame:
    """Return faces of one coverage put together by code, in the column ``teryt6``, ascending."""
    frame = gpd.GeoDataFrame({"teryt6": codes.to_numpy()}, geometry=shapes, crs=WEB_CRS)
    return frame.dissolve("teryt6", method="coverage").sort_index().reset_index()


def with_labels(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return ``frame`` with a point well inside each gmina, ``label_lon`` and ``label_lat``."""
    metric = frame.to_crs(METRIC_CRS)
    circles = metric.geometry.map(lambda shape: shapely.maximum_inscribed_circle(shape, 10))
    centres = gpd.GeoSeries(
        [shapely.get_point(line, 0) for line in circles], crs=METRIC_CRS
    ).to_crs(WEB_CRS)
    frame["label_lon"] = centres.x.round(DIGITS)
    frame["label_lat"] = centres.y.round(DIGITS)
    return frame[[*frame.columns.drop("geometry"), "geometry"]]


def context_layer(names: Sequence[tuple[str, str]], shapes: npt.NDArray[Any]) -> gpd.GeoDataFrame:
    """Return the neighbours, simplified once more: they are only drawn in grey underneath.

    ``names`` are ``teryt6`` and name of each of the ``shapes``, in their order.
    """
    metric = gpd.GeoSeries(shapes, crs=WEB_CRS).to_crs(METRIC_CRS)
    simple = shapely.coverage_simplify(metric.to_numpy(), CONTEXT_TOLERANCE)
    degrees = gpd.GeoSeries(simple, crs=METRIC_CRS).to_crs(WEB_CRS).to_numpy()
    rounded = shapely.transform(degrees, lambda xy: np.round(xy, CONTEXT_DIGITS))
    frame = gpd.GeoDataFrame(
        {"teryt6": [code for code, _ in names], "name": [name for _, name in names]},
        geometry=shapely.make_valid(rounded),
        crs=WEB_CRS,
    )
    return with_labels(frame)


def powiat_lines(
    vintages: Mapping[str, gpd.GeoDataFrame], context: gpd.GeoDataFrame
) -> gpd.GeoDataFrame:
    """Return lines between powiaty: outside the area, then inside it for each vintage.

    The column ``vintage`` is empty for the lines outside. The outline of the area itself is not
    among them: it is drawn anyway.
    """
    layers = {"": context, **vintages} if len(context) else vintages
    lines = [_lines_between(frame) for frame in layers.values()]
    return gpd.GeoDataFrame({"vintage": list(layers)}, geometry=lines, crs=WEB_CRS)


def layer_text(layer: gpd.GeoDataFrame) -> str:
    """Return a layer as GeoJSON in ``DIGITS`` digits.

    One feature a line, so that a change of borders reads as a diff.
    """
    collection: Mapping[str, object] = json.loads(layer.to_json(drop_id=True))
    content = {"type": "FeatureCollection", "features": collection["features"]}
    text = json.dumps(_rounded(content), ensure_ascii=False, separators=(",", ":"))
    return text.replace('{"type":"Feature"', '\n{"type":"Feature"') + "\n"


def _rounded(node: object) -> object:
    if isinstance(node, float):
        return round(node, DIGITS)
    if isinstance(node, list):
        return [_rounded(item) for item in node]
    if isinstance(node, dict):
        return {key: _rounded(item) for key, item in node.items()}
    return node


def _lines_between(frame: gpd.GeoDataFrame) -> shapely.Geometry:
    """Return the borders that two powiaty share; ``frame`` is a coverage of gminy."""
    powiaty = frame.dissolve(frame["teryt6"].str[:4], method="coverage")
    outline = shapely.boundary(shapely.coverage_union_all(frame.geometry.to_numpy()))
    borders = shapely.union_all(shapely.boundary(powiaty.geometry.to_numpy()))
    return shapely.line_merge(shapely.difference(borders, outline))


def _towns(folder: Path) -> gpd.GeoDataFrame:
    raw = gpd.read_file(folder / "settlements_ao_prng.geojson").to_crs(WEB_CRS)
    raw["teryt6"] = raw["teryt_gminy"].str[:6]
    ordered = raw.sort_values(["type", "name", "prng_id"])
    return ordered[["name", "type", "teryt6", "geometry"]].reset_index(drop=True)


def _vintage_table() -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "vintage": code,
                "valid_from": since,
                "file": f"gminy_{code}.geojson",
                "label": label,
                "source": source,
            }
            for code, _, since, label, source in _VINTAGES
        ]
    )
