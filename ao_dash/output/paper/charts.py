"""Charts of a screen on paper, from the blocks that the browser draws: places, no figures."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.transforms import Bbox

from ao_dash.output.paper.sheet import INK, LINE, SOFT, Pen, Room, writable
from ao_dash.screens.blocks import (
    Axis,
    Bars,
    Block,
    Card,
    Gallery,
    HeatColumn,
    HeatTable,
    Lines,
    Ranges,
    Scatter,
)

SERIES = ("#14577a", "#b4500f", "#23795a", "#7a3b8f", "#8a6d00", "#4a5560")
"""Colours of series, as on the screen (`app.css`)."""

_ACCENT, GROUND = "#14577a", "#e4e9e6"


class Rect(NamedTuple):
    """A part of a page: left, bottom, width and height as shares of it."""

    left: float
    bottom: float
    width: float
    height: float


def draw_chart(pen: Pen, block: Block, rect: Rect) -> None:
    """Draw a chart into a part of the page; a block that is no chart is left out."""
    draw = _DRAWN.get(type(block))
    if draw:
        draw(pen, block, rect)


def is_chart(block: Block) -> bool:
    """Tell whether :func:`draw_chart` draws a block."""
    return type(block) in _DRAWN


def _plot(pen: Pen, rect: Rect, x: Axis, y: Axis | None) -> Axes:
    """Return axes from 0 to 1 with ticks that are texts, and thin lines across."""
    axes = pen.figure.add_axes((rect.left, rect.bottom, rect.width, rect.height))
    axes.set(xlim=(0, 1), ylim=(0, 1), facecolor="none")
    for side in axes.spines.values():
        side.set_visible(False)
    size = 8 * pen.letters
    axes.set_xticks([place for place, _ in x.ticks], [text for _, text in x.ticks], size=size)
    axes.set_xlabel(writable(x.title), fontsize=size, color=SOFT, loc="right")
    ticks = y.ticks if y else ()
    axes.set_yticks([place for place, _ in ticks], [text for _, text in ticks], size=size)
    axes.tick_params(length=0, colors=SOFT)
    axes.grid(visible=True, axis="y", color=GROUND, linewidth=0.8)
    axes.set_axisbelow(True)
    if y:
        axes.set_title(writable(y.title), fontsize=size, color=SOFT, loc="left", pad=8)
    return axes


def _scatter(pen: Pen, data: Scatter, rect: Rect) -> None:
    axes = _plot(pen, _inner(rect), data.x, data.y)
    if data.cross:
        axes.axvline(data.cross[0], color=LINE, linewidth=0.8, linestyle=(0, (4, 3)))
        axes.axhline(data.cross[1], color=LINE, linewidth=0.8, linestyle=(0, (4, 3)))
    if data.line:
        (x1, y1), (x2, y2) = data.line
        axes.plot([x1, x2], [y1, y2], color=SOFT, linewidth=1.2)
    for dot in data.dots:
        chosen = dot.code != "" and dot.code == data.chosen
        look: dict[str, Any] = {"facecolor": dot.colour or _ACCENT, "edgecolor": INK}
        axes.scatter(
            [dot.x], [dot.y], s=(46 if chosen else 26) * pen.letters, linewidth=0.5, zorder=3,
            clip_on=False, **look,
        )  # fmt: skip
    _name_dots(pen, axes, data)


def _name_dots(pen: Pen, axes: Axes, data: Scatter) -> None:
    """Write those names that find room beside their dot, the chosen gmina's first."""
    renderer = FigureCanvasAgg(pen.figure).get_renderer()  # type: ignore[no-untyped-call]
    taken = [_around(axes, (dot.x, dot.y)) for dot in data.dots]
    edges = axes.get_window_extent()
    for dot in sorted(data.dots, key=lambda one: one.code != data.chosen):
        weight = "bold" if dot.code and dot.code == data.chosen else "normal"
        text = axes.text(
            dot.x, dot.y, writable(dot.name), fontsize=7.6 * pen.letters, color=INK, va="center",
            weight=weight, zorder=4,
        )  # fmt: skip
        box, (x, y) = text.get_window_extent(renderer), axes.transData.transform((dot.x, dot.y))
        gap = 0.075 * pen.figure.dpi
        steps = [(gap, 0.0), (-box.width - gap, 0.0), (-box.width / 2, 2 * gap)]
        steps += [(-box.width / 2, -2 * gap)]
        boxes = [box.translated(*step) for step in steps]
        free = [n for n, one in enumerate(boxes) if _fits(one, edges, taken)]
        if not free:
            text.remove()
            continue
        taken.append(boxes[free[0]])
        dx, dy = steps[free[0]]
        place = axes.transData.inverted().transform((x + dx, y + dy))
        text.set_position((float(place[0]), float(place[1])))


def _around(axes: Axes, place: tuple[float, float]) -> Bbox:
    x, y = axes.transData.transform(place)
    half = 0.05 * axes.figure.dpi
    return Bbox([(x - half, y - half), (x + half, y + half)])


def _fits(box: Bbox, edges: Bbox, taken: Sequence[Bbox]) -> bool:
    inside = edges.x0 <= box.x0 and box.x1 <= edges.x1
    return inside and not any(box.overlaps(one) for one in taken)


def _lines(pen: Pen, data: Lines, rect: Rect) -> None:
    """Draw lines over years, each with its name at its end; names make room for each other."""
    inner = _inner(rect)
    axes = _plot(pen, inner._replace(width=inner.width * 0.78), data.x, data.y)
    for place, _ in data.breaks:
        axes.axvline(place, color=LINE, linewidth=0.8, linestyle=(0, (4, 3)))
    ends = []
    for line in data.lines:
        colour = SERIES[line.series % len(SERIES)]
        for piece in line.pieces:
            xs, ys = [p[0] for p in piece], [p[1] for p in piece]
            axes.plot(xs, ys, color=colour, linewidth=1.6, marker="o", markersize=3)
        if line.pieces and line.pieces[-1]:
            ends.append((line.pieces[-1][-1][1], line.name, colour))
    gap = 0.028 / rect.height
    last = 2.0
    for y, name, colour in sorted(ends, reverse=True):
        last = min(y, last - gap)
        axes.text(1.02, last, writable(name), fontsize=8.4 * pen.letters, color=colour, va="center")


def _bars(pen: Pen, data: Bars, rect: Rect) -> None:
    """Draw bars under each other from the top of ``rect``: name, bar, figure."""
    step = min(pen.down(0.027), rect.height / max(len(data.bars), 1))
    names, figures = 0.42 * rect.width, 0.24 * rect.width
    left, width = rect.left + names, rect.width - names - figures
    for n, bar in enumerate(data.bars):
        y = rect.bottom + rect.height - (n + 1) * step
        (line, *_), size = pen.fit(bar.name, Room(names, step * 1.3, 8.6))
        pen.text(rect.left, y + step * 0.82, line, size)
        pen.text(rect.left + rect.width, y + step * 0.82, bar.text, 8.6, ha="right")
        pen.box(left, y + step * 0.22, width, step * 0.5, facecolor=GROUND, edgecolor="none")
        if bar.start is not None and bar.end is not None:
            low, high = sorted((bar.start, bar.end))
            colour = bar.colour or SERIES[(bar.series or 0) % len(SERIES)]
            place = left + low * width
            pen.box(place, y + step * 0.22, (high - low) * width, step * 0.5, facecolor=colour,
                    edgecolor="none")  # fmt: skip
    bottom = rect.bottom + rect.height - len(data.bars) * step
    for place, _ in data.marks:
        pen.box(left + place * width, bottom, 0, len(data.bars) * step, edgecolor=SOFT)


def _ranges(pen: Pen, data: Ranges, rect: Rect) -> None:
    """Draw places with two ranges around them, under each other."""
    step = min(0.03, (rect.height - 0.05) / max(len(data.ranges), 1))
    names, figures = 0.2 * rect.width, 0.18 * rect.width
    left, width = rect.left + names, rect.width - names - figures
    top = rect.bottom + rect.height - 0.03
    pen.text(rect.left + rect.width, top + 0.026, data.figures, 8, ha="right", color=SOFT)
    for n, one in enumerate(data.ranges):
        y = top - (n + 0.5) * step
        weight = "bold" if one.code and one.code == data.chosen else "normal"
        pen.text(rect.left, y, one.name, 8.6, va="center", weight=weight)
        pen.text(rect.left + rect.width, y, one.text, 8.6, va="center", ha="right", weight=weight)
        for (low, high), height, colour in (
            (one.outer, 0.16, "#c9d6dc"),
            (one.inner, 0.42, "#7fa8bc"),
            ((one.place - 0.004, one.place + 0.004), 0.62, INK),
        ):
            pen.box(left + low * width, y - step * height / 2, (high - low) * width, step * height,
                    facecolor=colour, edgecolor="none")  # fmt: skip
    y = top - (len(data.ranges) + 0.2) * step
    for place, text in data.x.ticks:
        pen.text(left + place * width, y, text, 8, ha="center", color=SOFT)
    pen.text(left + width, y - 0.022, " · ".join([data.x.title, *data.key]), 7.6, ha="right",
             color=SOFT)  # fmt: skip


_CARD = 208
"""How wide a card of a gallery is, about, in points: four stand beside each other where it lies."""


def _gallery(pen: Pen, data: Gallery, rect: Rect) -> None:
    """Draw cards beside and under each other, below the title of their domain."""
    top = pen.block(rect.left, rect.bottom + rect.height, data.title,
                    Room(rect.width, pen.down(0.04), 12, bold=True)) - pen.down(0.01)  # fmt: skip
    most = round(rect.width * pen.points[0] / _CARD)
    columns = min(most, max(math.ceil(math.sqrt(len(data.cards))), 1))
    rows = max(math.ceil(len(data.cards) / columns), 2)
    width, height = rect.width / columns, (top - rect.bottom) / rows
    for n, card in enumerate(data.cards):
        row, column = divmod(n, columns)
        left, bottom = rect.left + column * width, top - (row + 1) * height
        _card(pen, card, Rect(left, bottom, width - 0.012, height - pen.down(0.014)))


_HEAT = {
    True: ("none", "#e3bd90", "#f1dfc6", "#f1f3ee", "#c5e2db", "#86c5b8"),
    False: ("none", "#f0f4f8", "#dce8f1", "#c6dbea", "#acccdf", "#8fbbd4"),
}
"""Colours of levels, polar or not, as on the screen (`app.css`)."""
_LETTER = 0.62  # width of a bold letter as a share of its size
_NAMES, _HEADS = 0.11, 0.16  # how much of the sheet names of rows and columns take


def _heat_table(pen: Pen, data: HeatTable, rect: Rect) -> None:
    """Draw shaded figures under the names of their columns."""
    wide = min((rect.width - _NAMES) / max(len(data.columns), 1), 0.1)
    high = min((rect.height - _HEADS) / max(len(data.rows), 1), 0.03)
    top = rect.bottom + rect.height - _HEADS
    for n, column in enumerate(data.columns):
        left = rect.left + _NAMES + n * wide
        after = n > 0 and data.columns[n - 1].group == column.group
        _heat_head(pen, column, Rect(left, top, wide, _HEADS), named=not after)
    for n, row in enumerate(data.rows):
        bottom = top - (n + 1) * high
        weight = "normal" if row.code else "bold"
        middle = bottom + high / 2
        room = Room(_NAMES - 0.006, high, 9, 5, bold=not row.code)
        (name, *_), size = pen.fit(row.name, room)
        pen.text(rect.left, middle, name, size, va="center", weight=weight)
        for m, (cell, column) in enumerate(zip(row.cells, data.columns, strict=True)):
            left = rect.left + _NAMES + m * wide
            if cell.level:
                shade = _HEAT[column.polar][cell.level]
                pen.box(left, bottom, wide * 0.97, high * 0.94, facecolor=shade, edgecolor="none")
            (text, *_), size = pen.fit(cell.text, Room(wide * 0.92, high, 8.6, 3.5))
            pen.text(left + wide * 0.93, middle, text, size, ha="right", va="center", weight=weight)
            bar = cell.bar * wide * 0.97
            pen.box(left, bottom, bar, high * 0.07, facecolor=SOFT, edgecolor="none")


def _heat_head(pen: Pen, column: HeatColumn, rect: Rect, *, named: bool) -> None:
    """Write what a column is: its domain where that begins, its name, its unit and year."""
    y = rect.bottom + rect.height
    if named:
        pen.box(rect.left, y - 0.046, 0.0005, 0.046, facecolor=LINE, edgecolor=LINE)
        pen.block(rect.left + 0.002, y, column.group, Room(rect.width * 0.97, 0.044, 6.6, 3.5))
    longest = max(map(len, column.name.split()), default=1)  # no word is to be broken
    size = min(7.4, rect.width * pen.points[0] / (_LETTER * longest * pen.letters))
    room = Room(rect.width * 0.97, 0.072, size, 3.5, bold=True)
    pen.block(rect.left, y - 0.05, column.name, room)
    pen.block(
        rect.left, y - 0.126, column.told, Room(rect.width * 0.95, 0.03, 6.4, 3.5), color=SOFT
    )


def _card(pen: Pen, card: Card, rect: Rect) -> None:
    """Draw one indicator: its name, figure and place, its facts, and its line over the years."""
    pen.box(*rect, facecolor="none", edgecolor=GROUND)
    left, wide = rect.left + 0.008, rect.width - 0.016
    right = left + wide
    y = pen.block(left, rect.bottom + rect.height - pen.down(0.008), card.title,
                  Room(wide, 0.24 * rect.height, 9, 6, bold=True)) - pen.down(0.004)  # fmt: skip
    room = Room(wide * 0.66, pen.down(0.04), 13, 7, bold=not card.absent)
    figure = f"{card.figure} {card.unit}".strip()
    below = pen.block(left, y, figure, room)
    pen.text(right, y - pen.down(0.004), card.rank, 8.4, ha="right", weight="bold")
    source = " · ".join(filter(None, [card.year, card.source]))
    gap = pen.down(0.004)
    y = pen.block(left, below, source, Room(wide, pen.down(0.02), 7, 5), color=SOFT) - gap
    if card.line:
        y = _spark(pen, card, Rect(left, y - 0.2 * rect.height, wide, 0.2 * rect.height)) - gap
    for name, text in card.facts:
        if y - pen.down(0.017) < rect.bottom:
            break
        (line, *_), size = pen.fit(name, Room(wide * 0.68, pen.down(0.018), 7.6, 5))
        pen.text(left, y, line, size, color=SOFT)
        pen.text(right, y, text, 7.6, ha="right")
        y -= pen.down(0.018)


def _spark(pen: Pen, card: Card, rect: Rect) -> float:
    """Draw the small line of a card with the texts of its ends; return where it ends."""
    left, bottom = rect.left + 0.004, rect.bottom + pen.down(0.018)
    wide, high = rect.width - 0.008, rect.height - pen.down(0.028)
    for place, *_ in card.breaks:
        x = left + place * wide
        pen.line([x, x], [bottom, bottom + high], color=LINE, linestyle=(0, (3, 2)))
    for piece in card.line:
        xs, ys = [left + p[0] * wide for p in piece], [bottom + p[1] * high for p in piece]
        pen.line(xs, ys, color=SERIES[1], linewidth=1.3, marker="o", markersize=1.6)
    for x, text, ha in zip((rect.left, rect.left + rect.width), card.span, ("left", "right"),
                           strict=True):  # fmt: skip
        pen.text(x, rect.bottom + pen.down(0.012), text, 6.6, color=SOFT, ha=ha)
    return rect.bottom


def _inner(rect: Rect) -> Rect:
    """Return the part of a rectangle that is left when ticks and titles have their room."""
    return Rect(rect.left + 0.035, rect.bottom + 0.055, rect.width - 0.04, rect.height - 0.085)


_DRAWN: Mapping[type, Callable[[Pen, Any, Rect], None]] = {
    Scatter: _scatter,
    Lines: _lines,
    Bars: _bars,
    Ranges: _ranges,
    Gallery: _gallery,
    HeatTable: _heat_table,
}
