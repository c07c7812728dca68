"""Sheets that stand upright: words beside a map or a chart, cards, and rows of figures below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from matplotlib.figure import Figure

from ao_dash.model.dataset import Dataset
from ao_dash.output.paper.charts import Rect, draw_chart, is_chart
from ao_dash.output.paper.column import draw_column
from ao_dash.output.paper.message_map import draw_message
from ao_dash.output.paper.rows import draw_rows
from ao_dash.output.paper.sheet import (
    CODE_WIDTH,
    LEADING,
    SOFT,
    Pen,
    Room,
    Sheet,
    draw_code,
    new_pen,
)
from ao_dash.screens.blocks import Block, Gallery, Page, sources_blocks
from ao_dash.screens.leaves import heading

_LEFT, _RIGHT, _TOP, _BOTTOM = 0.055, 0.945, 0.965, 0.03
_GAP, _BETWEEN = 0.016, 0.025
_BESIDE_MAP, _BESIDE_CHART = 0.37, 0.45
"""Width of the words on the left of a map, or of a chart."""
_HIGH_MAP, _HIGH_CHART, _HIGH_WORDS = 0.37, 0.2, 0.05
"""Heights of a map, of a chart, and of words that stand beside neither."""
_SENTENCES, _SOURCES = 8.6, 6.0
"""Sizes of letters."""


def draw_upright(
    dataset: Dataset, pages: Sequence[Page], sheet: Sheet, link: str = ""
) -> Iterator[Figure]:
    """Yield sheets as figures of matplotlib; the first has the QR code of ``link``."""
    for number, page in enumerate(pages, 1):
        pen = new_pen(dataset.area, sheet, upright=True)
        place = f"{pen.made} · strona {number} z {len(pages)}"
        top = _draw_heading(pen, page, place, "" if number > 1 else link)
        bottom = _draw_sources(pen, page)
        _draw_body(pen, dataset, page, Rect(_LEFT, bottom, _RIGHT - _LEFT, top - bottom))
        yield pen.figure


def _draw_heading(pen: Pen, page: Page, place: str, link: str) -> float:
    """Draw the title, and where the sheet comes from; return where the rest may begin."""
    of, right = heading(page), _RIGHT
    if link:
        draw_code(pen, link, _RIGHT, _TOP)
        right -= 1.6 * CODE_WIDTH
    width = right - _LEFT
    y = pen.block(_LEFT, _TOP, of.title, Room(width, 0.032, 19, 12, bold=True)) - 0.002
    y = pen.block(_LEFT, y, of.subtitle, Room(width, 0.03, 9.4, 7), color=SOFT)
    return pen.block(_LEFT, y, place, Room(width, 0.02, 8), color=SOFT) - _GAP


def _draw_sources(pen: Pen, page: Page) -> float:
    """Draw at the foot where the figures come from; return where that begins."""
    text = " · ".join(line for block in sources_blocks(page) for line in block.sentences)
    room = Room(_RIGHT - _LEFT, 0.13, _SOURCES, 5)
    lines, size = pen.fit(f"Źródła: {text}", room)
    top = _BOTTOM + len(lines) * LEADING * size / pen.points[1]
    pen.block(_LEFT, top, f"Źródła: {text}", room, color=SOFT)
    return top + _GAP


def _draw_body(pen: Pen, dataset: Dataset, page: Page, rect: Rect) -> None:
    board = page.places["board"]
    cards = [block for block in board if isinstance(block, Gallery)]
    top = _draw_beside(pen, dataset, page, [b for b in board if b not in cards], rect)
    below = rect._replace(height=top - rect.bottom)
    for gallery in cards:
        draw_chart(pen, gallery, below)
    draw_rows(pen, [b for b in page.places["sheet"] if isinstance(b, Gallery)], below)


def _draw_beside(
    pen: Pen, dataset: Dataset, page: Page, blocks: Sequence[Block], rect: Rect
) -> float:
    """Draw words, and on their right the map or the chart; return where they end."""
    charts = [block for block in blocks if is_chart(block)]
    wide, high = (_BESIDE_CHART, _HIGH_CHART) if charts else (rect.width, _HIGH_WORDS)
    if page.maps:
        wide, high = _BESIDE_MAP, _HIGH_MAP
    bottom = rect.bottom + rect.height - high
    words = Rect(rect.left, bottom, wide, high)
    left = rect.left + wide + _BETWEEN
    beside = Rect(left, bottom, rect.left + rect.width - left, high)
    draw_column(pen, [block for block in blocks if block not in charts], words, _SENTENCES)
    for message in page.maps:
        draw_message(pen, dataset, {**message, "small": True}, beside)
    for chart in charts:
        draw_chart(pen, chart, beside)
    return bottom - _GAP
