"""A person's own words on the map of a picture on paper, each with its arrow."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

import geopandas as gpd
import shapely
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.patches import FancyArrowPatch
from matplotlib.patheffects import withStroke
from matplotlib.text import Text
from matplotlib.transforms import Bbox
from shapely.geometry.base import BaseGeometry

from ao_dash.mapview.annotation import Annotation
from ao_dash.model.vintage import metres
from ao_dash.output.paper.sheet import INK, Pen, writable

_WIDTH = 24  # characters of a line
_SIZE, _PAD = 8.4, 0.35  # points; around the words, in letters
_EDGE = 6.0  # pixels between words and the edge of the map
_REACH = 1200.0  # metres that an arrow goes into its gmina


def draw_annotations(
    pen: Pen,
    axes: Axes,
    shapes: gpd.GeoSeries,
    places: Mapping[str, tuple[float, float]],
    annotations: Sequence[Annotation],
) -> list[Bbox]:
    """Draw words and arrows on a map; return the boxes of the words, in pixels of the canvas.

    ``shapes`` and ``places`` are gminy and where their names stand (EPSG:2180), by ``teryt6``.
    Words that would leave the map are moved into it.
    """
    at = metres([(one.lon, one.lat) for one in annotations])
    boxes = []
    for one, xy in zip(annotations, at, strict=True):
        text, box = _write(pen, axes, one.text, xy)
        _draw_arrow(axes, text, box, shapes[one.teryt6], places[one.teryt6])
        boxes.append(box)
    return boxes


def _lines(text: str) -> list[str]:
    """Return lines of about the same length."""
    number = math.ceil(len(text) / _WIDTH)
    return textwrap.wrap(text, min(_WIDTH, math.ceil(len(text) / number) + _WIDTH // 4))


def _write(pen: Pen, axes: Axes, words: str, xy: tuple[float, float]) -> tuple[Text, Bbox]:
    """Write words, as near to a place as the map lets them stand; return them and their box."""
    size = _SIZE * pen.letters
    text = axes.text(
        *xy,
        "\n".join(_lines(writable(words))),
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
    x, y = axes.transData.inverted().transform(moved.get_points().mean(axis=0))
    text.set_position((float(x), float(y)))
    return text, moved


def _draw_arrow(
    axes: Axes, text: Text, box: Bbox, shape: BaseGeometry, name: tuple[float, float]
) -> None:
    """Draw an arrow from the box of words to their gmina, unless they stand on it."""
    middle = text.get_position()
    tip = _tip(shape, shapely.Point(middle), shapely.Point(name))
    land = shapely.box(*box.transformed(axes.transData.inverted()).extents)
    start = _border(land, middle, tip)
    if start is None:
        return
    look: dict[str, Any] = {"arrowstyle": "-|>", "color": INK, "linewidth": 1.2, "zorder": 5.5}
    head = float(text.get_fontsize()) * 1.5
    arrow = FancyArrowPatch(start, tip, mutation_scale=head, shrinkA=0, shrinkB=0, **look)
    arrow.set_path_effects([withStroke(linewidth=3, foreground="white")])
    axes.add_artist(arrow)


def _into(box: Bbox, frame: Bbox) -> tuple[float, float]:
    """Return how far to move a box, in pixels, so that it is within ``frame``."""
    x = max(frame.x0 + _EDGE - box.x0, 0) + min(frame.x1 - _EDGE - box.x1, 0)
    y = max(frame.y0 + _EDGE - box.y0, 0) + min(frame.y1 - _EDGE - box.y1, 0)
    return float(x), float(y)


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
