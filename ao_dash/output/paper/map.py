"""The map of a picture on paper, projected to EPSG:2180, so that its scale bar is true."""

from __future__ import annotations

from collections.abc import Sequence

import geopandas as gpd
import shapely
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.patches import Circle, Rectangle
from matplotlib.patheffects import withStroke
from matplotlib.transforms import Bbox

from ao_dash.mapview import sentences
from ao_dash.mapview.legend import Form, Legend, radius
from ao_dash.mapview.palette import luminance
from ao_dash.mapview.view import Row, View
from ao_dash.model.dataset import Dataset
from ao_dash.model.series import Status
from ao_dash.model.vintage import METRIC_CRS
from ao_dash.output.paper.sheet import (
    CONTEXT,
    HATCHES,
    INK,
    LARGEST_CIRCLE,
    LINE,
    NEGATIVE_HATCH,
    PALE,
    PLAIN,
    SOFT,
    Pen,
    below_zero,
)
from ao_dash.output.paper.text import writable

_SCALE_BAR = 10_000.0  # metres
_BOTTOM, _USUAL_HEIGHT = 0.205, 0.655  # shares of the page
_MARGIN = 2500.0  # metres around the area
_ASIDE = (
    *((0, 0), (0, 900), (0, -900), (1200, 0), (-1200, 0), (0, 1800), (0, -1800)),
    *((-1200, -1200), (1200, -1200), (-2000, 0), (2000, 0)),
)
"""Where a name is tried, in metres from its place."""

_DARK, _DEEP = 0.22, "#0b2f52b0"  # luminance below which letters are white, and what is under them


def draw_map(pen: Pen, dataset: Dataset, view: View, legend: Legend, top: float) -> float:
    """Draw the map up to ``top``; return how many inches of paper a metre of land has."""
    axes = pen.figure.add_axes((0.035, _BOTTOM, 0.61, top - _BOTTOM))
    axes.set(xticks=[], yticks=[], facecolor=CONTEXT)
    for side in axes.spines.values():
        side.set_color(LINE)
    frame = view.vintage.frame.to_crs(METRIC_CRS)
    around = gpd.GeoDataFrame.from_features(dataset.context["context"]["features"], crs="EPSG:4326")
    west, south, east, north = frame.total_bounds
    _frame_land(axes, (west, south, east, north))
    around.to_crs(METRIC_CRS).plot(
        ax=axes, color=CONTEXT, edgecolor="white", linewidth=0.7, aspect=None
    )
    for row in view.rows:
        _draw_gmina(axes, frame, view, legend, row)
    outline = gpd.GeoSeries([frame.geometry.union_all()], crs=METRIC_CRS)
    outline.boundary.plot(ax=axes, color=INK, linewidth=1.1, aspect=None)
    points = gpd.GeoSeries.from_xy(
        frame["label_lon"], frame["label_lat"], index=frame.index, crs="EPSG:4326"
    ).to_crs(METRIC_CRS)
    xy = shapely.get_coordinates(points.to_numpy())
    places = {
        str(code): (float(x), float(y)) for code, (x, y) in zip(points.index, xy, strict=True)
    }
    if legend.form is Form.CIRCLES:
        _draw_circles(axes, view, legend, places)
    _draw_names(pen, axes, view, places)
    _draw_scale(pen, axes, (west, south, east, north))
    axes.set(xlabel="", ylabel="")
    (left, _), (right, _) = axes.transData.transform([(0.0, 0.0), (1000.0, 0.0)])
    return float(right - left) / 1000.0 / float(pen.figure.dpi)


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
    shape = frame.loc[[row.gmina.teryt6]]
    hatch = None
    face = PLAIN
    if not row.shown:
        face = PALE
    elif row.class_index is not None:
        face = view.colours[row.class_index]
        if below_zero(view, row.class_index):
            hatch = NEGATIVE_HATCH
    elif row.cell.status is not Status.OK and legend.form is not Form.EMPTY:
        hatch = HATCHES[row.cell.status]
    chosen = row is view.selected
    edge = INK if chosen else LINE
    shape.plot(
        ax=axes,
        facecolor=face,
        edgecolor=edge,
        linewidth=2.2 if chosen else 0.6,
        hatch=hatch,
        zorder=3 if chosen else 2,
        aspect=None,
    )
    if row.broken and row.shown:
        shape.boundary.plot(
            ax=axes, color=INK, linewidth=1.6, linestyle=(0, (1, 2)), zorder=4, aspect=None
        )


def _draw_circles(
    axes: Axes, view: View, legend: Legend, places: dict[str, tuple[float, float]]
) -> None:
    for row in view.valued:
        assert row.value is not None
        colour = legend.colour_negative if row.value < 0 else legend.colour
        size = max(radius(row.value, view.largest) * LARGEST_CIRCLE, 250.0)
        look = {"facecolor": colour, "edgecolor": "white", "alpha": 0.8, "zorder": 5}
        hatch = NEGATIVE_HATCH if row.value < 0 else None
        axes.add_patch(Circle(places[row.gmina.teryt6], size, hatch=hatch, linewidth=0.6, **look))


def _draw_names(pen: Pen, axes: Axes, view: View, places: dict[str, tuple[float, float]]) -> None:
    """Write names, and values under them, each a little aside if it would stand on another."""
    # Only letters need a canvas; with one, geopandas would draw all anew after every gmina.
    renderer = FigureCanvasAgg(pen.figure).get_renderer()  # type: ignore[no-untyped-call]
    metre = _metre(axes)
    taken: list[Bbox] = []
    for row in sorted(view.rows, key=lambda r: -places[r.gmina.teryt6][1]):
        x, y = places[row.gmina.teryt6]
        name = writable(row.gmina.name)
        value = (
            sentences.value_text(row, view.indicator) if row.value is not None and row.shown else ""
        )
        dark = row.class_index is not None and luminance(view.colours[row.class_index]) < _DARK
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
        for dx, dy in _ASIDE:
            text.set_position((x + dx * metre, y + dy * metre))
            box = text.get_window_extent(renderer).padded(1.0)
            if not any(box.overlaps(other) for other in taken):
                break
        taken.append(text.get_window_extent(renderer).padded(1.0))


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
