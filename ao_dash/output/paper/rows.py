"""Cards of a gallery as rows of figures, in two columns."""

from __future__ import annotations

import math
from collections.abc import Sequence

from ao_dash.output.paper.charts import GROUND, SERIES, Rect
from ao_dash.output.paper.sheet import INK, SOFT, Pen, Room
from ao_dash.screens.blocks import Card, Gallery

_SIZE, _LEAST = 7.4, 5.4
_HIGHEST = 0.0135  # of a row, as a share of the sheet
_GAP = 0.03  # between columns
_NAME, _LINE, _FIGURE, _YEAR = 0.47, 0.59, 0.805, 0.88
"""Where the parts of a row end, as shares of a column; the rank ends with it."""


def draw_rows(pen: Pen, galleries: Sequence[Gallery], rect: Rect) -> None:
    """Draw each card as a row below the title of its gallery: name, line, figure, year, rank."""
    lines: list[str | Card] = []
    for one in galleries:
        lines += [one.title, *one.cards]
    if not lines:
        return
    half = math.ceil(len(lines) / 2)
    if isinstance(lines[half - 1], str):  # a title stays with its rows
        half -= 1
    high = min(_HIGHEST, rect.height / max(half, len(lines) - half))
    wide = (rect.width - _GAP) / 2
    for n, line in enumerate(lines):
        left = rect.left if n < half else rect.left + wide + _GAP
        top = rect.bottom + rect.height - (n if n < half else n - half) * high
        row = Rect(left, top - high, wide, high)
        if isinstance(line, str):
            _draw_title(pen, line, row)
        else:
            _draw_row(pen, line, row)


def _draw_title(pen: Pen, title: str, rect: Rect) -> None:
    room = Room(rect.width, rect.height, 8.4, 6, bold=True)
    (line, *_), size = pen.fit(title, room)
    pen.text(rect.left, rect.bottom + 0.2 * rect.height, line, size, va="baseline", weight="bold")


def _draw_row(pen: Pen, card: Card, rect: Rect) -> None:
    base = rect.bottom + 0.25 * rect.height
    _write(pen, card.title, Rect(rect.left, base, _NAME * rect.width, rect.height))
    _draw_line(pen, card, rect)
    figure = f"{card.figure} {card.unit}".strip()
    parts = ((figure, _LINE, _FIGURE, INK), (card.year, _FIGURE, _YEAR, SOFT))
    for text, start, end, colour in (*parts, (card.rank, _YEAR, 1.0, INK)):
        box = Rect(rect.left + start * rect.width, base, (end - start) * rect.width, rect.height)
        _write(pen, text, box, right=True, colour=colour)
    pen.line([rect.left, rect.left + rect.width], [rect.bottom] * 2, color=GROUND)


def _write(pen: Pen, text: str, rect: Rect, *, right: bool = False, colour: str = INK) -> None:
    (line, *_), size = pen.fit(text, Room(rect.width * 0.97, rect.height, _SIZE, _LEAST))
    x = rect.left + rect.width if right else rect.left
    side = "right" if right else "left"
    pen.text(x, rect.bottom, line, size, va="baseline", ha=side, color=colour)


def _draw_line(pen: Pen, card: Card, rect: Rect) -> None:
    """Draw the years of a card between its name and its figure."""
    left, wide = rect.left + (_NAME + 0.01) * rect.width, (_LINE - _NAME - 0.03) * rect.width
    bottom, high = rect.bottom + 0.22 * rect.height, 0.56 * rect.height
    for piece in card.line:
        xs, ys = [left + p[0] * wide for p in piece], [bottom + p[1] * high for p in piece]
        pen.line(xs, ys, color=SERIES[1], linewidth=0.9, marker="o", markersize=0.8)
