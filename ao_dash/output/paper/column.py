"""Blocks of a page under each other, on one part of a sheet."""

from __future__ import annotations

from collections.abc import Sequence

from ao_dash.output.paper.charts import Rect, draw_chart, is_chart
from ao_dash.output.paper.sheet import LEADING, SOFT, Pen, Room
from ao_dash.screens.blocks import Bars, Block, Cards, Text

_GAP, _AFTER, _CARD = 0.012, 0.003, 0.058
"""Distances below a block and a sentence, and height of a card."""
_TITLE, _SMALLEST, _STEP = 10.5, 6.0, 0.2
"""Sizes of letters, and by how much they shrink."""


def draw_column(pen: Pen, blocks: Sequence[Block], room: Rect, size: float = 9.6) -> None:
    """Draw blocks under each other; what finds no room any more is left out.

    Letters of sentences have ``size``, or are so small that all sentences have room.
    """
    y = room.bottom + room.height
    charts = [block for block in blocks if is_chart(block)]
    while (taken := _text_height(pen, blocks, room, size)) > room.height and size > _SMALLEST:
        size -= _STEP
    for block in blocks:
        if isinstance(block, Text):
            y = _draw_text(pen, block, room, y, size)
        elif isinstance(block, Cards):
            y = _draw_cards(pen, block, room, y)
        elif is_chart(block):
            high = _chart_height(block, (room.height - taken) / len(charts))
            if y - high < room.bottom - 0.01:
                continue
            draw_chart(pen, block, Rect(room.left, y - high, room.width, high))
            y -= high + _GAP


def _chart_height(block: Block, most: float) -> float:
    return min(most, 0.027 * len(block.bars) + 0.01) if isinstance(block, Bars) else most


def _text_height(pen: Pen, blocks: Sequence[Block], room: Rect, size: float) -> float:
    """Return how much of the height texts, cards and what is between blocks take."""
    height = _GAP * (len(blocks) - 1)
    for block in blocks:
        if isinstance(block, Text):
            lines = sum(len(_lines(pen, sentence, room, size)) for sentence in block.sentences)
            points = lines * size + (_TITLE if block.title else 0)
            height += LEADING * points / pen.points[1] + len(block.sentences) * _AFTER
        elif isinstance(block, Cards):
            height += len(block.cards) * pen.down(_CARD)
    return height


def _lines(pen: Pen, sentence: str, room: Rect, size: float) -> list[str]:
    return pen.fit(sentence, Room(room.width, 1, size))[0]


def _draw_text(pen: Pen, block: Text, room: Rect, y: float, size: float) -> float:
    if block.title:
        y = pen.block(room.left, y, block.title, Room(room.width, 0.05, _TITLE, 8, bold=True))
    for sentence in block.sentences:
        if y < room.bottom + pen.down(0.015):
            break
        y = pen.block(room.left, y, sentence, Room(room.width, y - room.bottom, size)) - _AFTER
    return y - _GAP


def _draw_cards(pen: Pen, block: Cards, room: Rect, y: float) -> float:
    for name, figure, unit, text in block.cards:
        pen.text(room.left, y, name, 8.4, color=SOFT)
        pen.text(room.left, y - pen.down(0.018), f"{figure} {unit}".strip(), 12, weight="bold")
        if text:
            (line, *_), size = pen.fit(text, Room(room.width * 0.62, pen.down(0.02), 8, 6))
            pen.text(
                room.left + room.width, y - pen.down(0.021), line, size, color=SOFT, ha="right"
            )
        y -= pen.down(_CARD)
    return y - _GAP
