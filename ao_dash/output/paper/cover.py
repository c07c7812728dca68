"""The first page of a story on paper: its title and what it shows."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ao_dash.output.paper.sheet import INK, LINE, SOFT, Pen, Room

_LEFT, _WIDTH, _TOP, _BOTTOM = 0.08, 0.84, 0.93, 0.11
_GAP = 0.035  # between columns
_ONE_COLUMN = 12  # most entries that stand in one


@dataclass(frozen=True)
class Entry:
    """A step in the contents: its own title, which may be empty, and that of its picture."""

    title: str
    picture: str


def draw_cover(pen: Pen, title: str, told: str, sources: str, entries: Sequence[Entry]) -> None:
    """Draw the page; ``told`` stands above the title, ``sources`` at the foot."""
    pen.text(_LEFT, _TOP, told, 9.5, color=SOFT)
    y = pen.block(_LEFT, _TOP - 0.04, title, Room(_WIDTH, 0.16, 24, 14, bold=True))
    pen.box(_LEFT, y - 0.032, 0.06, 0.008, facecolor=INK, edgecolor=INK)
    _draw_entries(pen, entries, y - 0.075)
    pen.box(_LEFT, _BOTTOM - 0.014, _WIDTH, 0, edgecolor=LINE)
    pen.block(_LEFT, _BOTTOM - 0.026, sources, Room(_WIDTH, 0.05, 8.5), color=SOFT)


def _draw_entries(pen: Pen, entries: Sequence[Entry], top: float) -> None:
    columns = 1 if len(entries) <= _ONE_COLUMN else 2
    rows = math.ceil(len(entries) / columns)
    height = min(0.068, (top - _BOTTOM) / rows)
    width = (_WIDTH - (columns - 1) * _GAP) / columns
    size = min(12.5, 0.42 * height * pen.points[1])
    inset = 2.4 * size / pen.points[0]
    title = Room(width - inset, 0.55 * height, size, 5, bold=True)
    title = _alike(pen, title, [entry.title or entry.picture for entry in entries])
    inset *= title.size / size
    picture = Room(width - inset, 0.37 * height, 0.78 * title.size, 5)
    picture = _alike(pen, picture, [entry.picture for entry in entries])
    for n, entry in enumerate(entries):
        column, row = divmod(n, rows)
        x, y = _LEFT + column * (width + _GAP), top - row * height
        pen.block(x, y, str(n + 1), title, color=SOFT)
        below = pen.block(x + inset, y, entry.title or entry.picture, title)
        if entry.title:
            pen.block(x + inset, below, entry.picture, picture, color=SOFT)


def _alike(pen: Pen, room: Room, texts: Sequence[str]) -> Room:
    """Return ``room`` with letters of a size that every text fits in."""
    return replace(room, size=min(pen.fit(text, room)[1] for text in texts))
