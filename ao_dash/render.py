"""A picture on paper: one view drawn as PNG, SVG or PDF, without a browser.

Everything comes from the ``View`` and its ``Legend``, as on the screen; here they only get places
on a sheet.
"""

from __future__ import annotations

import io
import textwrap
from collections.abc import Iterable
from datetime import date

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.figure import Figure

from ao_dash import words
from ao_dash.dataset import Dataset
from ao_dash.legend import build_legend
from ao_dash.paper import SIZES, SOFT, Pen, Sheet
from ao_dash.paper_legend import draw_legend
from ao_dash.paper_map import draw_map
from ao_dash.view import View

EXTENSIONS = ("png", "svg", "pdf")
"""Kinds of files that can be drawn."""


def render(
    dataset: Dataset, view: View, extension: str, sheet: Sheet = Sheet.A4, dpi: int = 300
) -> bytes:
    """Return the picture as a file.

    Parameters
    ----------
    dataset, view
        The picture, and the dataset it was built from for what lies around it.
    extension
        ``png``, ``svg`` or ``pdf``.
    sheet, dpi
        Its size; dots per inch concern PNG only.
    """
    figure = draw(dataset, view, sheet)
    out = io.BytesIO()
    metadata: dict[str, str | None] = {"Title": words.dated_title(view)}
    if extension == "svg":
        metadata |= {"Date": None}
    elif extension == "pdf":
        metadata |= {"CreationDate": None, "Subject": words.sentence(view)}
    else:
        metadata |= {"Description": words.sentence(view)}
    figure.savefig(out, format=extension, dpi=dpi, metadata=metadata)
    return out.getvalue()


def render_pages(dataset: Dataset, views: Iterable[View], sheet: Sheet = Sheet.A4) -> bytes:
    """Return several pictures as one PDF, a page each."""
    out = io.BytesIO()
    with PdfPages(out, metadata={"CreationDate": None}) as pages:
        for view in views:
            pages.savefig(draw(dataset, view, sheet))
    return out.getvalue()


def draw(dataset: Dataset, view: View, sheet: Sheet = Sheet.A4) -> Figure:
    """Return the picture as a figure of matplotlib."""
    size = SIZES[sheet]
    figure = Figure(figsize=(size.width, size.height), facecolor="white")
    FigureCanvasAgg(figure)
    pen = Pen(figure, size.letters)
    legend = build_legend(view)
    _draw_heading(pen, view)
    metre = draw_map(pen, dataset, view, legend)
    draw_legend(pen, view, legend, metre)
    _draw_board(pen, view)
    _draw_footer(pen, view)
    return figure


def _draw_heading(pen: Pen, view: View) -> None:
    title = textwrap.wrap(words.title(view), 62)[:2]
    pen.text(0.035, 0.965, "\n".join(title), 18 if len(title) == 1 else 15, weight="bold")
    below = 0.918 if len(title) == 1 else 0.905
    pen.text(0.035, below, words.subtitle(view), 10, color=SOFT)
    if view.is_filtered:
        pen.text(0.035, below - 0.028, f"Filtr: {words.filters(view)}", 10, weight="bold")


def _draw_board(pen: Pen, view: View) -> None:
    left, right = 0.69, 0.965
    figure, unit = words.area_figure(view)
    pen.text(left, 0.86, words.AREA, 9.5, color=SOFT)
    pen.text(left, 0.838, f"{figure} {unit}".strip(), 17, weight="bold")
    told = textwrap.wrap(words.area_label(view.area, view), 44)
    if view.values and view.selection.change is None:
        told.append(f"mediana {len(view.values)} {view.noun[2]}: {words.median_text(view)}")
    pen.text(left, 0.797, "\n".join(told), 9, color=SOFT, linespacing=1.3)
    if view.indicator is None:
        return
    step = min(0.0275, 0.56 / max(len(view.shown), 1))
    for n, row in enumerate(view.shown):
        y = 0.735 - n * step
        weight = "bold" if row is view.selected else "normal"
        place = f"{row.rank}." if row.rank else ""
        pen.text(left + 0.022, y, place, 9, ha="right", color=SOFT)
        pen.text(left + 0.032, y, row.gmina.name, 9, weight=weight)
        pen.text(right, y, words.value_text(row, view.indicator), 9, ha="right", weight=weight)


def _draw_footer(pen: Pen, view: View) -> None:
    lines = [*words.sources(view), words.broken_words(view)]
    told = textwrap.shorten("Źródła: " + " · ".join(filter(None, lines)), 520, placeholder="…")
    pen.text(0.035, 0.062, "\n".join(textwrap.wrap(told, 190)), 6.2, color=SOFT, linespacing=1.25)
    told = f"Pulpit Aglomeracji Opolskiej, {_today():%d.%m.%Y}"
    pen.text(0.965, 0.965, told, 8, color=SOFT, ha="right")


def _today() -> date:
    return date.today()  # noqa: DTZ011  the date that people here read on their clocks
