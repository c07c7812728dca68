"""A screen on paper: its heading, its maps and its charts, from the page that the browser shows."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.figure import Figure

from ao_dash.model.dataset import Dataset
from ao_dash.output.paper.charts import Rect
from ao_dash.output.paper.column import draw_column
from ao_dash.output.paper.message_map import draw_message
from ao_dash.output.paper.sheet import (
    CODE_WIDTH,
    INK,
    SOFT,
    Pen,
    Room,
    Sheet,
    StepText,
    draw_code,
    draw_place,
    new_pen,
)
from ao_dash.output.paper.upright import draw_upright
from ao_dash.screens.blocks import Heading, Page, sources_blocks
from ao_dash.screens.leaves import Leaf, heading, leaves, pictured

_LEFT, _RIGHT, _TOP, _BOTTOM = 0.035, 0.965, 0.965, 0.075
_BOARD = 0.66  # where the column beside a map begins
_GAP = 0.012


def render_page(
    dataset: Dataset,
    page: Page,
    extension: str,
    sheet: Sheet = Sheet.A4,
    dpi: int = 150,
    *,
    link: str = "",
) -> bytes:
    """Return a screen as a file: a PDF of all its sheets, or the first of its leaves.

    Parameters
    ----------
    dataset, page
        What the screen shows, and the dataset it was made from.
    extension
        ``png``, ``svg`` or ``pdf``.
    sheet, dpi
        The size; dots per inch concern PNG only.
    link
        The whole address of the screen, drawn as a QR code; "" for none.
    """
    title = heading(page).title
    out = io.BytesIO()
    if extension == "pdf":
        with PdfPages(out, metadata={"Title": title, "CreationDate": None}) as pages:
            for figure in figures(dataset, page, sheet, link):
                pages.savefig(figure)
    else:
        dated = {"Title": title} | ({"Date": None} if extension == "svg" else {})
        _draw(dataset, leaves(page)[0], sheet, link=link).savefig(
            out, format=extension, dpi=dpi, metadata=dated
        )
    return out.getvalue()


def figures(dataset: Dataset, page: Page, sheet: Sheet, link: str = "") -> Iterator[Figure]:
    """Yield the sheets of a screen as figures of matplotlib: those of its own, or its leaves."""
    own = () if sheet is Sheet.SCREEN else page.upright()
    yield from draw_upright(dataset, own, sheet, link)
    for leaf in () if own else leaves(page):
        yield _draw(dataset, leaf, sheet, link=link)


def step_figure(dataset: Dataset, page: Page, sheet: Sheet, step_text: StepText | None) -> Figure:
    """Return the picture of a screen as a story tells it."""
    return _draw(dataset, pictured(page), sheet, step_text)


def sources(page: Page) -> list[str]:
    """Return the lines that say where the figures of a page come from."""
    return [line for text in sources_blocks(page) for line in text.sentences]


def _draw(
    dataset: Dataset,
    leaf: Leaf,
    sheet: Sheet,
    step_text: StepText | None = None,
    *,
    link: str = "",
) -> Figure:
    pen, of = new_pen(dataset.area, sheet), heading(leaf)
    top = _draw_step(pen, of, step_text) if step_text else _draw_heading(pen, of, link)
    _draw_sources(pen, leaf, _BOARD - 0.03 if step_text else _RIGHT)
    if step_text:
        draw_place(pen, step_text, _BOARD, 0.055)
    draw_body(pen, dataset, leaf, top)
    return pen.figure


def draw_body(pen: Pen, dataset: Dataset, leaf: Leaf, top: float) -> None:
    """Draw what is below the heading: maps and what stands beside them, or charts."""
    blocks = leaf.places["board"]
    room = Rect(_LEFT, _BOTTOM, _RIGHT - _LEFT, top - _BOTTOM)
    if len(leaf.maps) == 1:
        draw_message(pen, dataset, leaf.maps[0], room._replace(width=_BOARD - 0.02 - _LEFT))
        draw_column(pen, blocks, room._replace(left=_BOARD, width=_RIGHT - _BOARD))
    elif leaf.maps:
        _draw_grid(pen, dataset, leaf.maps, room)
    else:
        draw_column(pen, blocks, room)


def _draw_step(pen: Pen, of: Heading, step_text: StepText) -> float:
    """Draw the words of a step, and small those of its picture; return where the rest may begin."""
    width, y = _RIGHT - _LEFT, _TOP
    if step_text.title:
        y = pen.block(_LEFT, y, step_text.title, Room(width, 0.052, 18, bold=True)) - 0.004
    if step_text.text:
        y = pen.block(_LEFT, y, step_text.text, Room(width, 0.075, 11.5)) - 0.006
    y = pen.block(_LEFT, y, of.title, Room(width, 0.022, 10.5, bold=True))
    lines = filter(None, [of.subtitle, *of.notice])
    return pen.block(_LEFT, y, " · ".join(lines), Room(width, 0.045, 9), color=SOFT) - _GAP


def _draw_heading(pen: Pen, of: Heading, link: str) -> float:
    """Draw title, subtitle and what must be known first; return where the rest may begin."""
    width = _RIGHT - _LEFT - (CODE_WIDTH if link else 0)
    pen.text(_RIGHT, _TOP, pen.made, 8,
             color=SOFT, ha="right")  # fmt: skip
    y = pen.block(_LEFT, _TOP, of.title, Room(0.7, 0.07, 18, 10, bold=True)) - 0.004
    if of.subtitle:
        y = pen.block(_LEFT, y, of.subtitle, Room(width, 0.05, 10, 7), color=SOFT)
    for notice in of.notice:
        y = pen.block(_LEFT, y - 0.004, notice, Room(width, 0.05, 9.6, 7, bold=True), color=INK)
    if not link:
        return y - _GAP
    draw_code(pen, link, _RIGHT, 0.945)
    return min(y, 0.86) - _GAP


def _draw_sources(pen: Pen, page: Page, right: float) -> None:
    if lines := sources(page):
        text = f"Źródła: {' · '.join(lines)}"
        pen.block(_LEFT, 0.055, text, Room(right - _LEFT, 0.045, 7.2, 5), color=SOFT)


def _draw_grid(pen: Pen, dataset: Dataset, maps: Sequence[Mapping[str, Any]], room: Rect) -> None:
    """Draw several maps, two beside each other."""
    rows = (len(maps) + 1) // 2
    wide, high = room.width / 2, room.height / rows
    for n, one in enumerate(maps):
        left, bottom = room.left + n % 2 * wide, room.bottom + (rows - 1 - n // 2) * high
        part = Rect(left, bottom, wide - 0.02, high - 0.035)
        pen.block(
            left, bottom + high - 0.004, one["title"], Room(wide - 0.02, 0.025, 10, 7, bold=True)
        )
        draw_message(pen, dataset, {**one, "small": True}, part)
