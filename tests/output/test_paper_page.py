"""Screens on paper: what the browser draws of a page stands on its sheets, word for word."""

from __future__ import annotations

import io
import re
from datetime import date

import pytest
from matplotlib.text import Text
from PIL import Image
from pypdf import PdfReader

from ao_dash.model import clock
from ao_dash.model.dataset import Dataset
from ao_dash.output.paper import message_map, page
from ao_dash.output.paper.sheet import SIZES, Sheet, writable
from ao_dash.screens.base import Screen
from ao_dash.screens.blocks import Bars, Cards, Heading, Lines, Page, Ranges, Scatter
from ao_dash.screens.flows.screen import SCREEN as FLOWS
from ao_dash.screens.leaves import leaves
from ao_dash.screens.registry import SCREENS
from tests.support.pages import blocks

DRAWN = [screen for screen in SCREENS if screen.drawn]


@pytest.fixture(autouse=True)
def _a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: date(2026, 11, 23))


def bare(text: str) -> str:
    """Letters and digits alone: lines break, and texts are set with spaces of their own."""
    return re.sub(r"[^\w]", "", writable(text))


def words(shown: Page, dataset: Dataset) -> list[str]:
    """Everything that is written on each sheet."""
    return [
        " ".join(bare(text.get_text()) for text in figure.findobj(Text))
        for figure in page.figures(dataset, shown, Sheet.A4)
    ]


@pytest.fixture(scope="module")
def flows(dataset: Dataset) -> Page:
    choice, _ = FLOWS.chosen({"otoczenie": "tak"}, dataset)
    return FLOWS.page(dataset, choice)


@pytest.mark.parametrize("screen", DRAWN, ids=[screen.code for screen in DRAWN])
def test_a_screen_stands_on_paper_as_it_is(screen: Screen, dataset: Dataset) -> None:
    choice, _ = screen.chosen({}, dataset)
    shown = screen.page(dataset, choice)
    sheets = words(shown, dataset)
    assert len(sheets) == len(shown.upright() or leaves(shown))
    (heading,) = blocks(shown, Heading)
    assert all(bare(heading.title) in sheet for sheet in sheets)
    assert all(bare(note) in sheet for note in heading.notice for sheet in sheets)
    everything = "".join(sheets)
    if shown.maps:
        for gmina in dataset.gminy.values():
            assert bare(gmina.name) in sheets[0]
        for message in shown.maps:
            assert bare(message["short"])[:30] in sheets[0]
    for bars in blocks(shown, Bars):
        assert all(bare(bar.text) in everything for bar in bars.bars)
    charts: list[Scatter | Lines] = [*blocks(shown, Scatter), *blocks(shown, Lines)]
    for chart in charts:
        assert bare(chart.y.title) in everything
        assert all(bare(text) in everything for _, text in chart.y.ticks)
    for lines in blocks(shown, Lines):
        assert all(bare(line.name) in everything for line in lines.lines if any(line.pieces))
    for ranges in blocks(shown, Ranges):
        assert all(bare(one.name) in everything for one in ranges.ranges)
    board = [b for b in shown.places.get("board", ()) if isinstance(b, Cards)]
    for cards in board:
        assert all(bare(figure) in sheets[0] for _, figure, *_ in cards.cards)


@pytest.mark.parametrize("sheet", list(Sheet))
def test_pictures_have_the_size_of_their_sheet(sheet: Sheet, flows: Page, dataset: Dataset) -> None:
    content = page.render_page(dataset, flows, "png", sheet, 50)
    size = SIZES[sheet]
    assert Image.open(io.BytesIO(content)).size == (int(size.width * 50), int(size.height * 50))
    reader = PdfReader(io.BytesIO(page.render_page(dataset, flows, "pdf", sheet)))
    (sheet_of_paper,) = reader.pages
    assert round(sheet_of_paper.mediabox.width) == round(size.width * 72)
    assert "Dojazdy do pracy" in sheet_of_paper.extract_text()


@pytest.mark.parametrize("kind", ["png", "svg", "pdf"])
def test_the_same_page_gives_the_same_bytes(kind: str, flows: Page, dataset: Dataset) -> None:
    one, other = (page.render_page(dataset, flows, kind, Sheet.A4, 50) for _ in range(2))
    assert one == other
    assert one.startswith({"png": b"\x89PNG", "svg": b"<?xml", "pdf": b"%PDF"}[kind])


def test_every_flow_is_drawn_and_grows_towards_its_end(
    dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    rings: list[tuple[list[tuple[float, float]], float]] = []
    plain = message_map._band

    def watched(
        curve: tuple[tuple[float, float], ...], width: float, room: float
    ) -> list[tuple[float, float]]:
        rings.append((plain(curve, width, room), width))
        return rings[-1][0]

    monkeypatch.setattr(message_map, "_band", watched)
    choice, _ = FLOWS.chosen({}, dataset)
    shown = FLOWS.page(dataset, choice)
    page.render_page(dataset, shown, "png", Sheet.A4, 30)
    assert len(rings) == len(shown.maps[0]["flows"])
    widths = [width for _, width in rings]
    assert widths == sorted(widths), "the strongest lie on top"
    for ring, width in rings:
        (x1, y1), (x2, y2) = ring[0], ring[-1]
        assert ((x1 - x2) ** 2 + (y1 - y2) ** 2) ** 0.5 < 0.5 * width


def test_a_page_without_maps_and_charts_is_its_heading(dataset: Dataset) -> None:
    shown = Page({"heading": [Heading("Nic", "", ["Nie ma czego pokazać."])]})
    (sheet,) = words(shown, dataset)
    assert "Niemaczegopokazać" in sheet


def test_no_text_of_a_page_is_a_formula(dataset: Dataset) -> None:
    hostile = r"$\frac{1}{0}$ & \evil _x_ <b>"
    shown = Page({"heading": [Heading(hostile, hostile, [hostile])],
                  "board": [Cards([(hostile, "1", "", hostile)])]})  # fmt: skip
    (sheet,) = words(shown, dataset)
    assert "evil" in sheet
