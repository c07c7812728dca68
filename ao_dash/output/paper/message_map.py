"""The map of a screen on paper, from the message that the browser draws."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import geopandas as gpd
import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Circle, Polygon
from matplotlib.patheffects import withStroke

from ao_dash.mapview.legend import Form
from ao_dash.mapview.message import FlowEndMessage, FlowMessage, RowMessage
from ao_dash.mapview.palette import CIRCLE, CIRCLE_NEGATIVE, PALE, PLAIN
from ao_dash.model import territory
from ao_dash.model.dataset import Dataset
from ao_dash.model.series import Status
from ao_dash.model.vintage import METRIC_CRS, metres
from ao_dash.output.paper.charts import Rect
from ao_dash.output.paper.map import draw_land, draw_shape, name_places
from ao_dash.output.paper.sheet import (
    HATCHES,
    INK,
    LARGEST_CIRCLE,
    LINE,
    SOFT,
    Pen,
    Room,
    writable,
)
from ao_dash.screens.flows.tables import IN, OUT
from ao_dash.screens.shared.category_map import BIVARIATE

Message = Mapping[str, Any]

_TIE = "#7a3b8f"  # as on the screen (`map.css`)
_WIDEST = 1900.0  # width of the widest flow, metres of land
_THINNEST = 110.0
_STATUSES = list(Status)


def draw_message(pen: Pen, dataset: Dataset, message: Message, rect: Rect) -> None:
    """Draw a map with its legend into a part of the page."""
    frame = _frame(dataset, message["vintage"])
    lines = (
        3
        if message["form"] == BIVARIATE
        else math.ceil(len(_keys(message)) / _columns(message, rect))
    )
    high = pen.down(0.052 + 0.026 * lines)
    land = rect._replace(bottom=rect.bottom + high, height=rect.height - high)
    axes = draw_land(pen, dataset, frame, land)
    rows = [RowMessage(*row) for row in message["rows"]]
    for row in rows:
        if row.code in frame.index:
            _draw_gmina(axes, frame, message, row)
    places = name_places(frame)
    if message["form"] == Form.CIRCLES:
        _draw_circles(axes, rows, places)
    _draw_ties(axes, message, places)
    _draw_flows(pen, axes, message)
    _draw_names(pen, axes, message, rows, places)
    _draw_keys(pen, message, rect._replace(height=high - pen.down(0.012)))


def _frame(dataset: Dataset, code: str) -> gpd.GeoDataFrame:
    """Return the borders of a vintage in metres (EPSG:2180)."""
    found = territory.borders(dataset, code)
    assert found is not None, code
    return found[1].frame.to_crs(METRIC_CRS)


def _draw_gmina(axes: Axes, frame: gpd.GeoDataFrame, message: Message, row: RowMessage) -> None:
    face, hatch = PLAIN, None
    if not row.shown:
        face = PALE
    elif row.class_index is not None:
        face = message["colours"][row.class_index]
    elif row.status:
        hatch = HATCHES.get(_STATUSES[row.status])
    draw_shape(axes, frame.geometry[row.code], face, hatch, chosen=row.code == message["selected"])


def _draw_circles(
    axes: Axes, rows: Sequence[RowMessage], places: Mapping[str, tuple[float, float]]
) -> None:
    for row in sorted(rows, key=lambda one: -abs(one.size or 0)):
        if row.size is not None:
            face = CIRCLE_NEGATIVE if row.size < 0 else CIRCLE
            size = max(abs(row.size) * LARGEST_CIRCLE, 250.0)
            look = {"facecolor": face, "edgecolor": "white", "linewidth": 0.6, "zorder": 5}
            axes.add_patch(Circle(places[row.code], size, **look))


def _draw_ties(axes: Axes, message: Message, places: Mapping[str, tuple[float, float]]) -> None:
    for a, b, width in message.get("ties", ()):
        (x1, y1), (x2, y2) = places[a], places[b]
        axes.plot([x1, x2], [y1, y2], color=_TIE, alpha=0.62, linewidth=width * 0.8, zorder=4)


def _draw_flows(pen: Pen, axes: Axes, message: Message) -> None:
    """Draw flows, the strongest on top, and the names of places outside the area."""
    ends = [FlowEndMessage(*end) for end in message.get("flow_ends", ())]
    places = dict(zip([end.code for end in ends], metres([(e.lon, e.lat) for e in ends]),
                      strict=True))  # fmt: skip
    flows = [FlowMessage(*flow) for flow in message.get("flows", ())]
    bends = metres([(flow.lon, flow.lat) for flow in flows])
    room: dict[str, float] = {}
    for flow in flows:
        room[flow.end] = room.get(flow.end, 0.0) + _width(flow) / math.tau
    for flow, bend in zip(flows, bends, strict=True):
        free = min(350 + room[flow.end], 1.6 * _WIDEST)
        ring = _band((places[flow.start], bend, places[flow.end]), _width(flow), free)
        alpha = 0.55 + 0.4 * flow.share
        axes.add_patch(Polygon(ring, facecolor=_colour(flow, message), edgecolor="white",
                               linewidth=0.4, alpha=alpha, zorder=4.5))  # fmt: skip
    for end in ends:
        x, y = places[end.code]
        axes.plot([x], [y], marker="o", markersize=2.6 * pen.letters, color=INK, zorder=5)
        if end.name:
            _write(pen, axes, (x, y - 900), f"{end.name}\n{end.text}".strip(), va="top",
                   style="italic", color=SOFT)  # fmt: skip


def _write(
    pen: Pen,
    axes: Axes,
    place: tuple[float, float],
    text: str,
    halo: str = "#ffffffd0",
    **look: Any,
) -> None:
    """Write a name with a thin edge around its letters."""
    style = {"ha": "center", "va": "center", "fontsize": 7.4 * pen.letters, "zorder": 6, **look}
    edge = [withStroke(linewidth=1.8, foreground=halo)]
    axes.text(*place, writable(text), path_effects=edge, **style)


def _width(flow: FlowMessage) -> float:
    return max(_THINNEST, flow.share * _WIDEST)


def _colour(flow: FlowMessage, message: Message) -> str:
    if not message.get("flow_key"):
        return INK
    ways = {flow.start: OUT, flow.end: IN}
    return ways.get(message["selected"] or "", IN)


def _band(
    curve: tuple[tuple[float, float], ...], width: float, room: float
) -> list[tuple[float, float]]:
    """Return the outline of a flow as the browser draws it (`flow_band.js`), in metres."""
    start, bend, end = (np.asarray(point) for point in curve)
    length = max(float(np.hypot(*(end - start))), 1.0)
    first, tip = min(350 / length, 0.2), 1 - min(room / length, 0.4)
    neck = tip - min((700 + width) / length, (tip - first) * 0.6)
    t = np.linspace(first, neck, 25)[:, None]
    at = (1 - t) ** 2 * start + 2 * t * (1 - t) * bend + t**2 * end
    slope = 2 * (1 - t) * (bend - start) + 2 * t * (end - bend)
    normal = np.column_stack([-slope[:, 1], slope[:, 0]]) / np.hypot(*slope.T)[:, None]
    half = width / 2 * (0.3 + 0.7 * (t - first) / (neck - first))
    shoulder = normal[-1] * (width / 2 + 300)
    point = (1 - tip) ** 2 * start + 2 * tip * (1 - tip) * bend + tip**2 * end
    head = [at[-1] + shoulder, point, at[-1] - shoulder]
    ring = [*(at + normal * half), *head, *(at - normal * half)[::-1]]
    return [(float(x), float(y)) for x, y in ring]


def _draw_names(
    pen: Pen,
    axes: Axes,
    message: Message,
    rows: Sequence[RowMessage],
    places: Mapping[str, tuple[float, float]],
) -> None:
    size = 7.4 * pen.letters * (0.8 if message.get("small") else 1.0)
    for row in rows:
        dark = row.shown and row.class_index is not None and message["dark"][row.class_index]
        _write(
            pen,
            axes,
            places[row.code],
            row.name,
            halo="#0b2f52b0" if dark else "#ffffffd0",
            fontsize=size,
            color="white" if dark else INK if row.shown else SOFT,
            weight="bold" if row.code == message["selected"] else "normal",
        )


def _keys(message: Message) -> list[tuple[str, str, str]]:
    """Return the entries of the legend: colour, hatch, text."""
    legend = message["legend"]
    keys = []
    for colour, (low, high, _, words) in zip(message["colours"], legend["steps"], strict=False):
        name = high if low == high else f"{low} – {high}"
        keys.append((colour, "", f"{name}: {words}"))
    for status, words, number in legend["absent"]:
        keys.append((PLAIN, HATCHES.get(_STATUSES[status], ""), f"{words}: {number}"))
    if legend["hidden"]:
        keys.append((PALE, "", f"poza filtrem: {legend['hidden']}"))
    if message.get("tied"):
        keys.append((_TIE, "", message["tied"]))
    ways = zip((OUT, IN), message.get("flow_ways", ()), strict=False)
    keys += [(colour, "", words) for colour, words in ways]
    if message.get("flow_key"):
        text, _ = message["flow_key"][0]
        keys.append((IN, "", f"najszersza strzałka: {text}"))
    return keys


def _columns(message: Message, rect: Rect) -> int:
    return max(1, int(rect.width / (0.145 if message.get("small") else 0.19)))


def _draw_keys(pen: Pen, message: Message, rect: Rect) -> None:
    """Draw the legend below a map, in columns."""
    top = rect.bottom + rect.height
    when = "" if message["base"] else str(message["year"])
    head = ", ".join(filter(None, [message["short"], message["unit"], when]))
    (line, *_), size = pen.fit(head, Room(rect.width, pen.down(0.024), 9.6, bold=True))
    pen.text(rect.left, top, line, size, weight="bold")
    if message["form"] == BIVARIATE:
        _draw_square(pen, message, rect.left, top - 0.045)
        return
    columns = _columns(message, rect)
    wide = rect.width / columns
    for n, (colour, hatch, text) in enumerate(_keys(message)):
        x, y = rect.left + n % columns * wide, top - pen.down(0.05 + n // columns * 0.026)
        pen.box(x, y, 0.02, pen.down(0.014), facecolor=colour, edgecolor=LINE, hatch=hatch or None)
        (line, *_), size = pen.fit(text, Room(wide - 0.03, pen.down(0.02), 8.4, 5.5))
        pen.text(x + 0.025, y + pen.down(0.015), line, size)


def _draw_square(pen: Pen, message: Message, left: float, top: float) -> None:
    """Draw nine colours: columns go with the first figure, rows with the second, up."""
    legend, wide, high = message["legend"], 0.05, 0.024
    for n, colour in enumerate(message["colours"]):
        x, y = left + n % 3 * wide, top - (2 - n // 3) * high
        pen.box(x, y - high, wide, high, facecolor=colour, edgecolor="white")
        ink = "white" if message["dark"][n] else INK
        count = str(legend["steps"][n][2] or "")
        pen.text(x + wide / 2, y - 0.004, count, 8, ha="center", color=ink)
    across, up = legend["axes"]
    pen.text(left + 3.2 * wide, top - 0.004, f"↑ {up}", 8.6)
    pen.text(left + 3.2 * wide, top - 2 * high - 0.004, f"→ {across}", 8.6)
