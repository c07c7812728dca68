"""What stands above the map on paper: the words of the picture, and of a story around it."""

from __future__ import annotations

from ao_dash.mapview import sentences
from ao_dash.mapview.view import View
from ao_dash.output.paper.sheet import SOFT, Pen, Room, Telling
from ao_dash.output.paper.text import LEADING, fitted, wrapped, writable

_LEFT, _TOP, _WIDTH = 0.035, 0.965, 0.93
_BESIDE_DATE = 0.71
"""How wide a title may be that has the date on its right."""

_MAP, _TOLD_MAP = 0.86, 0.79
"""Where the map begins: in a story always at the same height, so that pages can be compared."""


def draw_heading(pen: Pen, view: View, telling: Telling | None) -> float:
    """Draw the heading; return where the map may begin."""
    if telling is None:
        _draw_title(pen, view)
        return _MAP
    caption = _draw_caption(pen, view)
    y = _TOP
    if telling.title:
        y = pen.block(_LEFT, y, telling.title, Room(_WIDTH, 0.052, 18, bold=True)) - 0.006
    if telling.text:
        pen.block(_LEFT, y, telling.text, Room(_WIDTH, y - caption - 0.012, 11.5))
    return _TOLD_MAP


def _draw_title(pen: Pen, view: View) -> None:
    title, width = writable(sentences.title(view)), _BESIDE_DATE * pen.points[0]
    lines, size = fitted(title, (18, 15), width, LEADING * 18, bold=True)
    if len(wrapped(title, size, width, bold=True)) > 1:
        lines, size = fitted(title, (14, 8), width, 2 * LEADING * 14, bold=True)
    pen.text(_LEFT, _TOP, "\n".join(lines), size, weight="bold")
    y = 0.918 if len(lines) == 1 else 0.905
    _draw_line(pen, y, sentences.subtitle(view), bold=False)
    if view.is_filtered:
        _draw_line(pen, min(y - 0.0265, 0.89), f"Filtr: {sentences.filters(view)}", bold=True)


def _draw_line(pen: Pen, y: float, text: str, *, bold: bool) -> None:
    (line, *_), size = pen.fit(text, Room(_WIDTH, 0.025, 10, bold=bold))
    look = {"weight": "bold"} if bold else {"color": SOFT}
    pen.text(_LEFT, y, line, size, **look)


def _draw_caption(pen: Pen, view: View) -> float:
    """Draw the picture's own words close above the map; return where they begin."""
    told = [(sentences.title(view), 10.5, True), (sentences.subtitle(view), 9.5, False)]
    if view.is_filtered:
        told.append((f"Filtr: {sentences.filters(view)}", 9.5, True))
    heights = [LEADING * size / pen.points[1] for _, size, _ in told]
    top = y = _TOLD_MAP + 0.006 + sum(heights)
    for (text, size, bold), height in zip(told, heights, strict=True):
        room = Room(_WIDTH, height * 1.01, size, bold=bold)
        pen.block(_LEFT, y, text, room, **({} if bold else {"color": SOFT}))
        y -= height
    return top
