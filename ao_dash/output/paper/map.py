"""The map of a picture and its legend on paper.

The map is projected to EPSG:2180, so that its scale bar is true.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.patches import Circle, PathPatch, Rectangle
from matplotlib.path import Path
from matplotlib.patheffects import withStroke
from matplotlib.transforms import Bbox
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from ao_dash.mapview import sentences
from ao_dash.mapview.legend import Form, Legend, radius
from ao_dash.mapview.palette import PALE, PLAIN, is_dark
from ao_dash.mapview.points import PointKind
from ao_dash.mapview.view import Row, View
from ao_dash.model.dataset import Dataset
from ao_dash.model.indicator import Kind
from ao_dash.model.numbers import counted, unit_heading
from ao_dash.model.series import Status
from ao_dash.model.vintage import METRIC_CRS, WEB_CRS, metres
from ao_dash.output.paper.annotations import draw_annotations
from ao_dash.output.paper.sheet import (
    CONTEXT,
    HATCHES,
    INK,
    LARGEST_CIRCLE,
    LINE,
    NEGATIVE_HATCH,
    SOFT,
    Pen,
    below_zero,
    measure,
    writable,
)

_SCALE_BAR = 10_000.0  # metres
_BOTTOM, _USUAL_HEIGHT = 0.205, 0.655  # shares of the page
_MARGIN = 2500.0  # metres around the area
_DEEP = "#0b2f52b0"  # what is under white letters


def draw_map(pen: Pen, dataset: Dataset, view: View, legend: Legend, top: float) -> float:
    """Draw the map up to ``top``; return how many inches of paper a metre of land has."""
    frame = view.vintage.frame.to_crs(METRIC_CRS)
    axes = draw_land(pen, dataset, frame, (0.035, _BOTTOM, 0.61, top - _BOTTOM))
    for row in view.rows:
        _draw_gmina(axes, frame, view, legend, row)
    places = name_places(frame)
    if legend.form is Form.CIRCLES:
        _draw_circles(axes, view, legend, places)
    taken = draw_annotations(pen, axes, frame.geometry, places, view.selection.annotations)
    _draw_names(pen, axes, view, places, taken)
    _draw_points(pen, axes, view)
    (left, _), (right, _) = axes.transData.transform([(0.0, 0.0), (1000.0, 0.0)])
    return float(right - left) / 1000.0 / float(pen.figure.dpi)


def _draw_points(pen: Pen, axes: Axes, view: View) -> None:
    """Draw the points over the map, and what they are in its corner."""
    for n, (kind, words) in enumerate(view.point_keys):
        xy = metres([(one.lon, one.lat) for one in view.points if one.kind is kind])
        look: dict[str, Any] = {"color": _POINT, "edgecolor": "white", "linewidth": 0.6}
        look |= {"s": 26 * pen.letters, "marker": _SIGNS[kind]}
        axes.scatter([x for x, _ in xy], [y for _, y in xy], zorder=6, **look)
        y = 0.985 - 0.03 * n
        axes.scatter([0.02], [y - 0.008], zorder=7, transform=axes.transAxes, **look)
        axes.text(0.035, y, writable(words), transform=axes.transAxes, fontsize=7.6 * pen.letters,
                  color=INK, va="top", zorder=7)  # fmt: skip


_POINT = "#7b1450"
_SIGNS: Mapping[PointKind, str] = {PointKind.RAIL: "s", PointKind.AIR: "D"}


def draw_land(
    pen: Pen, dataset: Dataset, frame: gpd.GeoDataFrame, rect: tuple[float, float, float, float]
) -> Axes:
    """Draw what is around the gminy of ``frame`` (EPSG:2180), their outline and a scale bar.

    ``rect`` is left, bottom, width and height as shares of the page.
    """
    axes = pen.figure.add_axes(rect)
    axes.set(xticks=[], yticks=[], facecolor=CONTEXT)
    for side in axes.spines.values():
        side.set_color(LINE)
    west, south, east, north = frame.total_bounds
    _frame_land(axes, (west, south, east, north))
    features = dataset.context["context"]["features"]
    around = gpd.GeoDataFrame.from_features(features, crs=WEB_CRS).to_crs(METRIC_CRS)
    for shape in around.geometry:
        draw_outline(axes, shape, facecolor=CONTEXT, edgecolor="white", linewidth=0.7, zorder=1)
    whole = frame.geometry.union_all(method="coverage")
    draw_outline(axes, whole, fill=False, edgecolor=INK, linewidth=1.1, zorder=2.5)
    _draw_scale(pen, axes, (west, south, east, north))
    return axes


def name_places(frame: gpd.GeoDataFrame) -> dict[str, tuple[float, float]]:
    """Return where the names of gminy stand, in metres (EPSG:2180), by ``teryt6``."""
    xy = metres(list(zip(frame["label_lon"], frame["label_lat"], strict=True)))
    return dict(zip(map(str, frame.index), xy, strict=True))


def draw_outline(axes: Axes, shape: BaseGeometry, **style: object) -> None:
    """Draw a polygon, or several, in metres (EPSG:2180); ``style`` goes to matplotlib."""
    rings = [ring for one in shapely.get_parts(shape) for ring in (one.exterior, *one.interiors)]
    path = Path.make_compound_path(
        *(Path(shapely.get_coordinates(ring), closed=True) for ring in rings)
    )
    # not add_patch, which would walk along every point to stretch axes that are set already
    axes.add_artist(PathPatch(path, joinstyle="round", **style))


def draw_shape(
    axes: Axes, shape: BaseGeometry, face: str, hatch: str | None, *, chosen: bool
) -> None:
    """Draw a gmina; the chosen one has a stronger line."""
    draw_outline(
        axes,
        shape,
        facecolor=face,
        edgecolor=INK if chosen else LINE,
        linewidth=2.2 if chosen else 0.6,
        hatch=hatch,
        zorder=3 if chosen else 2,
    )


def _frame_land(axes: Axes, bounds: Sequence[float]) -> None:
    """Give the axes the land of the area and as much around it as fills their box."""
    west, south, east, north = bounds
    box = axes.get_window_extent()
    height = north - south + 2 * _MARGIN
    width = height * box.width / box.height
    middle = (west + east) / 2
    axes.set_xlim(middle - width / 2, middle + width / 2)
    axes.set_ylim(south - _MARGIN, north + _MARGIN)
    axes.set_autoscale_on(False)


def _draw_gmina(axes: Axes, frame: gpd.GeoDataFrame, view: View, legend: Legend, row: Row) -> None:
    shape = frame.geometry[row.gmina.teryt6]
    face, hatch = PLAIN, None
    if not row.shown:
        face = PALE
    elif row.class_index is not None:
        face = view.colours[row.class_index]
        hatch = NEGATIVE_HATCH if below_zero(view, row.class_index) else None
    elif row.cell.status is not Status.OK and legend.form is not Form.EMPTY:
        hatch = HATCHES[row.cell.status]
    draw_shape(axes, shape, face, hatch, chosen=row is view.selected)
    if row.broken and row.shown:
        dotted = {"linewidth": 1.6, "linestyle": (0, (1, 2)), "zorder": 4}
        draw_outline(axes, shape, fill=False, edgecolor=INK, **dotted)


def _draw_circles(
    axes: Axes, view: View, legend: Legend, places: dict[str, tuple[float, float]]
) -> None:
    for row in view.valued:
        assert row.value is not None
        colour = legend.colour_negative if row.value < 0 else legend.colour
        size = _circle_size(view, row)
        look = {"facecolor": colour, "edgecolor": "white", "zorder": 5}
        hatch = NEGATIVE_HATCH if row.value < 0 else None
        axes.add_patch(Circle(places[row.gmina.teryt6], size, hatch=hatch, linewidth=0.6, **look))


def _circle_size(view: View, row: Row) -> float:
    """Return the radius of a gmina's circle in metres of land."""
    return max(radius(row.value or 0.0, view.largest) * LARGEST_CIRCLE, 250.0)


def _draw_names(
    pen: Pen,
    axes: Axes,
    view: View,
    places: dict[str, tuple[float, float]],
    kept: Sequence[Bbox],
) -> None:
    """Write names, and values under them, where none stands on another, a circle or ``kept``."""
    renderer = FigureCanvasAgg(pen.figure).get_renderer()  # type: ignore[no-untyped-call]
    circles = _circle_boxes(axes, view, places)
    taken = [*circles.values(), *kept]
    for row in sorted(view.rows, key=lambda r: -places[r.gmina.teryt6][1]):
        x, y = places[row.gmina.teryt6]
        name = writable(row.gmina.name)
        value = (
            sentences.brief_text(row, view.indicator) if row.value is not None and row.shown else ""
        )
        dark = row.class_index is not None and is_dark(view.colours[row.class_index])
        text = axes.text(
            x,
            y,
            f"{name}\n{value}" if value else name,
            ha="center",
            va="center",
            fontsize=7.6 * pen.letters,
            color="white" if dark else INK if row.shown else SOFT,
            linespacing=1.1,
            zorder=6,
            path_effects=[withStroke(linewidth=1.8, foreground=_DEEP if dark else "#ffffffd0")],
        )
        box = text.get_window_extent(renderer).padded(1.0)
        own = circles.get(row.gmina.teryt6)
        tried = [box.translated(*step) for step in _steps(box, own)]
        best = tried[int(np.argmin(_overlaps(tried, taken)))]
        taken.append(best)
        x, y = axes.transData.inverted().transform(best.get_points().mean(axis=0))
        text.set_position((float(x), float(y)))


def _circle_boxes(
    axes: Axes, view: View, places: dict[str, tuple[float, float]]
) -> dict[str, Bbox]:
    """Return the boxes of the circles on the canvas by gmina; none if there are no circles."""
    if view.indicator is None or view.indicator.kind is not Kind.COUNT:
        return {}
    boxes = {}
    for row in view.valued:
        (x, y), size = places[row.gmina.teryt6], _circle_size(view, row)
        corners = axes.transData.transform([(x - size, y - size), (x + size, y + size)])
        boxes[row.gmina.teryt6] = Bbox(corners)
    return boxes


def _steps(box: Bbox, circle: Bbox | None) -> list[tuple[float, float]]:
    """Return how far a name may be moved from the middle of its gmina, the nearest first."""
    across, up = box.width / 2, box.height / 2
    if circle is None:
        steps = [(x * across / 2, y * up) for x in range(-3, 4) for y in range(-3, 4)]
    else:
        beside, above = across + circle.width / 2, up + circle.height / 2
        steps = [(x * across / 2, y * above) for x in (0, -1, 1, -2, 2) for y in (1, -1)]
        steps += [(x * beside, y * up) for x in (1, -1) for y in (0, -1, 1)]
        steps += [(x, 1.4 * y) for x, y in steps]
    return sorted(steps, key=lambda step: math.hypot(*step))


def _overlaps(places: Sequence[Bbox], taken: Sequence[Bbox]) -> NDArray[np.float64]:
    """Return how much of each of ``places`` lies on boxes that are taken; shape (places,)."""
    if not taken:
        return np.zeros(len(places))
    low, high = np.split(np.array([box.extents for box in places])[:, None], 2, axis=2)
    start, end = np.split(np.array([box.extents for box in taken]), 2, axis=1)
    shared = np.clip(np.minimum(high, end) - np.maximum(low, start), 0, None)
    return np.asarray(shared.prod(axis=2).sum(axis=1))


def _draw_scale(pen: Pen, axes: Axes, bounds: Sequence[float]) -> None:
    west, south, _, _ = bounds
    x, y = west - 1500, south - 1200
    metre = _metre(axes)
    half = _SCALE_BAR / 2
    for n, face in enumerate((INK, "white")):
        part = Rectangle(
            (x + n * half, y), half, 350 * metre, facecolor=face, edgecolor=INK, zorder=7
        )
        axes.add_patch(part)
    size = 7.5 * pen.letters
    axes.text(x, y + 600 * metre, "0", fontsize=size, ha="center", zorder=7)
    axes.text(x + _SCALE_BAR, y + 600 * metre, "10 km", fontsize=size, ha="center", zorder=7)
    axes.annotate(
        "N",
        xy=(x + 1500, y + 6200 * metre),
        xytext=(x + 1500, y + 2600 * metre),
        ha="center",
        va="bottom",
        fontsize=9 * pen.letters,
        fontweight="bold",
        arrowprops={"arrowstyle": "-|>", "color": INK, "linewidth": 1.4},
        zorder=7,
    )


def _metre(axes: Axes) -> float:
    """Return how long to draw what stands for a metre, so that it is as long on a lower map."""
    return _USUAL_HEIGHT / float(axes.get_position().height)


_LEFT, _RIGHT, _GAP = 0.035, 0.645, 0.012


def draw_legend(pen: Pen, view: View, legend: Legend, metre: float) -> None:
    """Draw the legend; ``metre`` is how many inches of paper a metre of land has."""
    if view.indicator is None:
        return
    unit = unit_heading(view.indicator) if legend.form is not Form.NAMED else ""
    head = f"{view.indicator.short}{f' ({unit})' if unit else ''}"
    pen.text(0.035, 0.178, head, 10, weight="bold")
    if legend.form is Form.CIRCLES:
        _draw_circle_key(pen, legend, metre)
    elif legend.steps:
        _draw_bar(pen, view, legend)
    _draw_absent(pen, legend)


def _draw_bar(pen: Pen, view: View, legend: Legend) -> None:
    left, width, y = 0.045, 0.58 / len(legend.steps), 0.105
    named = legend.form is Form.NAMED
    for n, step in enumerate(legend.steps):
        x = left + n * width
        hatch = NEGATIVE_HATCH if below_zero(view, n) else None
        pen.box(x, y, width, 0.03, facecolor=step.colour, edgecolor=LINE, hatch=hatch)
        note = f"{step.high}: " if named else ""
        note += counted(step.count, view.noun)
        pen.text(x + width / 2, y - 0.022, note, 8, ha="center", color=SOFT)
    for n, edge in enumerate(legend.edges):
        pen.text(left + n * width, y - 0.004, edge, 9, ha="center")
    places = [left + mark.place * width * len(legend.steps) for mark in legend.marks]
    texts = [writable(f"{mark.name} {mark.text}") for mark in legend.marks]
    for x in places:
        pen.box(x - 0.001, y - 0.003, 0.002, 0.038, facecolor=INK, edgecolor="white")
    widths = [measure(text, bold=True) * 9 / pen.points[0] for text in texts]
    for x, text in zip(_apart(places, widths), texts, strict=True):
        pen.text(x, y + 0.052, text, 9, ha="center", weight="bold")


def _apart(places: list[float], widths: list[float]) -> list[float]:
    """Return middles of texts beside their places, none over another or over an end of the map."""
    order = sorted(range(len(places)), key=lambda n: places[n])
    found = list(places)
    end = _LEFT
    for n in order:
        found[n] = max(found[n], end + widths[n] / 2)
        end = found[n] + widths[n] / 2 + _GAP
    end = _RIGHT
    for n in reversed(order):
        found[n] = min(found[n], end - widths[n] / 2)
        end = found[n] - widths[n] / 2 - _GAP
    return found


def _draw_circle_key(pen: Pen, legend: Legend, metre: float) -> None:
    """Draw sample circles as large as they are on the map; ``metre`` is its length in inches."""
    width, height = pen.figure.get_size_inches()
    x = 0.045
    for circle in legend.circles:
        inches = circle.size * LARGEST_CIRCLE * metre
        wide, high = 2 * inches / width, 2 * inches / height
        axes = pen.figure.add_axes((x, 0.112 - high / 2, wide, high))
        axes.set_axis_off()
        axes.add_patch(Circle((0.5, 0.5), 0.5, facecolor=legend.colour, transform=axes.transAxes))
        pen.text(x + wide + 0.008, 0.112, circle.text, 9, va="center")
        x += wide + 0.09
    if legend.colour_negative:
        pen.box(x, 0.104, 0.022, 0.016, facecolor=legend.colour_negative, hatch=NEGATIVE_HATCH)
        pen.text(x + 0.027, 0.112, "wartość ujemna", 9, va="center")


def _draw_absent(pen: Pen, legend: Legend) -> None:
    keys = [(words_, HATCHES[s], PLAIN, number) for s, words_, number in legend.absent]
    if legend.hidden:
        keys.append(("poza filtrem", "", PALE, legend.hidden))
    x = 0.645
    for words, hatch, face, number in reversed(keys):
        text = f"{words}: {number}"
        x -= 0.034 + 0.0072 * len(text)
        pen.box(x, 0.181, 0.022, 0.014, facecolor=face, edgecolor=LINE, hatch=hatch or None)
        pen.text(x + 0.027, 0.196, text, 8.5)
