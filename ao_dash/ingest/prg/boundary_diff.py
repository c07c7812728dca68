"""Land that passed from one gmina to another: a register laid over the borders known so far.

The register comes simplified as the stored borders are, so a border that nobody moved is the same
line twice, and what is left between the two is narrower than the tolerance. Land counts as moved
when something of it remains after ``NOISE`` metres are taken off all around, and when that lies
more than ``MOVED`` metres from the border. Of the register of 2025 against the borders of 2017
nothing remains at all, even if each of its vertices is shaken by half a metre; unsimplified, the
farthest is 38 m.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely

from ao_dash.ingest.bootstrap.borders import DIGITS, TOLERANCE
from ao_dash.model.vintage import METRIC_CRS, WEB_CRS, Vintage, geodesic_areas

MOVED = 50.0
"""Metres by which a border must have moved to count."""

NOISE = TOLERANCE / 2
"""Metres; twice that wide are slivers between two simplifications of one line."""

_STEP = 10.0  # metres between the points whose distance is measured


@dataclass(frozen=True)
class Stretch:
    """A moved border: who had the land and who has it (``teryt6``, ``""``: outside the area).

    ``metres`` is the farthest that the border moved, ``km2`` how much land that is, ``place`` a
    point of it in degrees (longitude, latitude).
    """

    old: str
    new: str
    metres: float
    km2: float
    place: tuple[float, float]


@dataclass(frozen=True, eq=False)
class Overlay:
    """One coverage of faces in EPSG:4326, and to whom each belongs.

    ``now`` and each of ``then`` (by code of the vintage, oldest first) hold ``teryt6`` by face,
    ``""`` outside; ``then`` differs from ``now`` only where a border moved. ``moved`` are the
    stretches between the newest vintage and now, the largest first.
    """

    shapes: npt.NDArray[Any]
    now: npt.NDArray[Any]
    then: Mapping[str, npt.NDArray[Any]]
    moved: tuple[Stretch, ...]


def overlay(register: gpd.GeoDataFrame, vintages: Sequence[Vintage]) -> Overlay:
    """Lay ``register`` over the ``vintages``.

    Parameters
    ----------
    register
        Gminy as simplified polygons of one coverage in EPSG:4326, indexed by ``teryt6``.
    vintages
        From oldest to newest.
    """
    rough = _faces(_lines([register, *(vintage.frame for vintage in vintages)]))
    now = _owners(rough, register)
    held, moved = {}, gpd.GeoDataFrame()
    for vintage in vintages:
        held[vintage.code], moved = _settled(rough, now, vintage, register)
    shapes = _faces(np.append(_lines([register]), _cuts(rough, now, held)))
    which = shapely.STRtree(rough).nearest(shapely.point_on_surface(shapes))
    members = np.isin(now[which], vintages[-1].frame.index)
    then = {code: owners[which] for code, owners in held.items()}
    used = members | np.any([owners != "" for owners in then.values()], axis=0)
    return Overlay(
        shapes=shapes[used],
        now=np.where(members, now[which], "")[used],
        then={code: owners[used] for code, owners in then.items()},
        moved=_stretches(moved),
    )


def _lines(frames: Sequence[gpd.GeoDataFrame]) -> npt.NDArray[Any]:
    lines: npt.NDArray[Any] = shapely.boundary(
        np.concatenate([frame.geometry.to_numpy() for frame in frames])
    )
    return lines


def _faces(lines: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Return what the lines cut the land into, on the grid of stored vertices."""
    noded = shapely.union_all(lines, grid_size=10.0**-DIGITS)
    faces = shapely.get_parts(shapely.polygonize([noded]))
    rounded: npt.NDArray[Any] = shapely.transform(faces, lambda xy: np.round(xy, DIGITS))
    return rounded


def _cuts(
    shapes: npt.NDArray[Any], now: npt.NDArray[Any], held: Mapping[str, npt.NDArray[Any]]
) -> Any:
    """Return the older lines inside gminy of now; the others would only add vertices to theirs."""
    frame = gpd.GeoDataFrame({"now": now, **held}, geometry=shapes, crs=WEB_CRS)
    fine, coarse = (
        shapely.union_all(frame.dissolve(by, method="coverage").boundary.to_numpy())
        for by in (["now", *held], "now")
    )
    return shapely.difference(fine, coarse)


def _owners(shapes: npt.NDArray[Any], frame: gpd.GeoDataFrame) -> npt.NDArray[Any]:
    """Return by face the index of ``frame`` that it belongs to, ``""`` for none."""
    points = shapely.point_on_surface(shapes)
    which, where = shapely.STRtree(frame.geometry.to_numpy()).query(points, predicate="within")
    owners = np.full(len(shapes), "", dtype=object)
    owners[which] = frame.index.to_numpy()[where]
    return owners


def _settled(
    shapes: npt.NDArray[Any], now: npt.NDArray[Any], vintage: Vintage, register: gpd.GeoDataFrame
) -> tuple[npt.NDArray[Any], gpd.GeoDataFrame]:
    """Return who had each face in ``vintage``, and the land that really passed on since."""
    then = _owners(shapes, vintage.frame)
    plain = np.where(np.isin(now, vintage.frame.index), now, "")
    differs = then != plain
    if not differs.any():
        return then, gpd.GeoDataFrame(
            {"now": [], "then": [], "metres": []}, geometry=[], crs=WEB_CRS
        )
    frame = gpd.GeoDataFrame({"now": now, "then": then}, geometry=shapes, crs=WEB_CRS)[differs]
    pieces = frame.dissolve(["now", "then"], method="coverage").explode().reset_index()
    pieces["metres"] = _distances(pieces, vintage.frame, register)
    moved = pieces[pieces["metres"] > MOVED]
    return _without_slivers(shapes, now, np.where(differs, then, plain), moved, plain), moved


def _distances(
    pieces: gpd.GeoDataFrame, old: gpd.GeoDataFrame, new: gpd.GeoDataFrame
) -> list[float]:
    """Return by how much (m) the border moved at each piece, 0 for a sliver."""
    land = pieces.to_crs(METRIC_CRS)
    before, after = (f.geometry.to_crs(METRIC_CRS).boundary for f in (old, new))
    found = []
    for piece, now, then in zip(land.geometry, pieces["now"], pieces["then"], strict=True):
        core = piece.buffer(-NOISE)
        gmina = then or now  # the one that lost the land, or the one that gained it from outside
        lines = [lines[gmina] for lines in (before, after) if gmina in lines.index]
        found.append(0.0 if core.is_empty or not lines else _farthest(piece, core, lines))
    return found


def _farthest(piece: Any, core: Any, lines: Sequence[Any]) -> float:
    """Return the largest distance (m) from the edge of a piece, spikes cut off, to ``lines``."""
    body = core.buffer(NOISE, quad_segs=4).intersection(piece)
    points = shapely.points(shapely.get_coordinates(shapely.segmentize(body.boundary, _STEP)))
    return max(float(shapely.distance(points, line).max()) for line in lines)


def _without_slivers(
    shapes: npt.NDArray[Any],
    now: npt.NDArray[Any],
    then: npt.NDArray[Any],
    moved: gpd.GeoDataFrame,
    plain: npt.NDArray[Any],
) -> npt.NDArray[Any]:
    """Give each sliver the owner of the land beside it that has the same owner now."""
    points = shapely.point_on_surface(shapes)
    kept = then == plain
    kept[shapely.STRtree(moved.geometry.to_numpy()).query(points, predicate="within")[0]] = True
    settled = then.copy()
    for code in np.unique(now[~kept]):
        (slivers,) = np.nonzero((now == code) & ~kept)
        (beside,) = np.nonzero((now == code) & kept)
        settled[slivers] = plain[slivers]
        if beside.size:
            nearest = shapely.STRtree(shapes[beside]).nearest(points[slivers])
            settled[slivers] = then[beside[nearest]]
    return settled


def _stretches(moved: gpd.GeoDataFrame) -> tuple[Stretch, ...]:
    """Return the moved land by who had it and who has it, the largest first."""
    areas = geodesic_areas(moved)
    found = []
    for (now, then), pieces in moved.groupby(["now", "then"], sort=False):
        km2 = [areas[str(index)] for index in pieces.index]
        point = pieces.geometry.iloc[int(np.argmax(km2))].representative_point()
        farthest = float(pieces["metres"].max())
        found.append(Stretch(str(then), str(now), farthest, sum(km2), (point.x, point.y)))
    return tuple(sorted(found, key=lambda stretch: -stretch.km2))
