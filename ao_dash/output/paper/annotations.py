"""A person's own words on the map of a picture on paper, each with its arrow."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence
from typing import Any

import geopandas as gpd
import shapely
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.patches import FancyArrowPatch
from matplotlib.patheffects import withStroke
from matplotlib.transforms import Bbox
from shapely.geometry.base import BaseGeometry

from ao_dash.mapview.annotation import Annotation
from ao_dash.model.vintage import METRIC_CRS, WEB_CRS
from ao_dash.output.paper.sheet import INK, Pen, writable

_WIDTH = 24  # characters of a line
_SIZE, _PAD = 8.4, 0.35  # points; around the words, in letters
_EDGE = 6.0  # pixels between words and the edge of the map
_REACH = 1200.0  # metres that an arrow goes into its gmina


def draw_annotations(
    pen: Pen, axes: Axes, frame: gpd.GeoDataFrame, annotations: Sequence[Annotation]
) -> list[Bbox]:
    """Draw words and arrows on the map of ``frame`` (EPSG:2180); return the boxes of the words.

    The boxes are in pixels of the canvas; words that would leave the map are moved into it.
    """
    return [_draw(pen, axes, frame, one) for one in annotations]


def _lines(text: str) -> list[str]:
    """Return lines of about the same length."""
    number = math.ceil(len(text) / _WIDTH)
    return textwrap.wrap(text, min(_WIDTH, math.ceil(len(text) / number) + _WIDTH // 4))


def _draw(pen: Pen, axes: Axes, frame: gpd.GeoDataFrame, one: Annotation) -> Bbox:
    place = gpd.GeoSeries.from_xy([one.lon], [one.lat], crs=WEB_CRS).to_crs(METRIC_CRS)
    size = _SIZE * pen.letters
    text = axes.text(
        place.x.item(),
        place.y.item(),
        "\n".join(_lines(writable(one.text))),
        ha="center",
        va="center",
        fontsize=size,
        color=INK,
        linespacing=1.15,
        zorder=8,
        bbox={"boxstyle": f"round,pad={_PAD}", "facecolor": "white", "edgecolor": INK},
    )
    renderer = FigureCanvasAgg(pen.figure).get_renderer()  # type: ignore[no-untyped-call]
    box = text.get_window_extent(renderer).padded(_PAD * size * pen.figure.dpi / 72)
    moved = box.translated(*_into(box, axes.get_window_extent()))
    inverted = axes.transData.inverted()
    x, y = map(float, inverted.transform(moved.get_points().mean(axis=0)))
    text.set_position((x, y))
    tip = _tip(frame.geometry[one.teryt6], shapely.Point(x, y), _seat(frame, one.teryt6))
    start = _border(shapely.box(*moved.transformed(inverted).extents), (x, y), tip)
    if start is None:
        return moved
    look: dict[str, Any] = {"arrowstyle": "-|>", "mutation_scale": size * 1.5, "color": INK}
    arrow = FancyArrowPatch(start, tip, shrinkA=0, shrinkB=0, linewidth=1.2, zorder=5.5, **look)
    arrow.set_path_effects([withStroke(linewidth=3, foreground="white")])
    axes.add_artist(arrow)
    return moved


def _into(box: Bbox, frame: Bbox) -> tuple[float, float]:
    """Return how far to move a box, in pixels, so that it is within ``frame``."""
    x = max(frame.x0 + _EDGE - box.x0, 0) + min(frame.x1 - _EDGE - box.x1, 0)
    y = max(frame.y0 + _EDGE - box.y0, 0) + min(frame.y1 - _EDGE - box.y1, 0)
    return float(x), float(y)


def _seat(frame: gpd.GeoDataFrame, teryt6: str) -> shapely.Point:
    row = frame.loc[[teryt6]]
    place = gpd.GeoSeries.from_xy(row["label_lon"], row["label_lat"], crs=WEB_CRS)
    moved = place.to_crs(METRIC_CRS)
    return shapely.Point(moved.x.item(), moved.y.item())


def _tip(shape: BaseGeometry, start: shapely.Point, seat: shapely.Point) -> tuple[float, float]:
    """Return the end of an arrow: a little inside the gmina, on the way to its name."""
    way = shapely.LineString([start, seat])
    entry = way.project(start if shape.contains(start) else _first(way.intersection(shape), start))
    tip = way.interpolate(min(entry + _REACH, way.length))
    return tip.x, tip.y


def _first(met: BaseGeometry, start: shapely.Point) -> shapely.Point:
    """Return the point of a geometry that is nearest to ``start``."""
    return shapely.Point(shapely.shortest_line(start, met).coords[-1])


def _border(
    box: shapely.Polygon, middle: tuple[float, float], tip: tuple[float, float]
) -> tuple[float, float] | None:
    """Return where an arrow leaves the box of its words, unless it ends in the box."""
    if box.contains(shapely.Point(tip)):
        return None
    met = box.exterior.intersection(shapely.LineString([middle, tip]))
    return met.centroid.x, met.centroid.y
