"""A profile on paper: two upright sheets that say what the screen says."""

from __future__ import annotations

import io
from datetime import date

import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text
from pypdf import PdfReader

from ao_dash.model import clock
from ao_dash.model.dataset import Dataset
from ao_dash.output.paper import page
from ao_dash.output.paper.sheet import Sheet, writable
from ao_dash.screens.blocks import Bars, Card, Gallery, Page
from ao_dash.screens.blocks import Text as Words
from ao_dash.screens.profile.screen import SCREEN
from tests.support.pages import blocks
from tests.support.sheets import clashes
from tests.support.text import plain

LINK = "https://mapa.gmina.example:8443/profil?gmina=160903&od=2020"


@pytest.fixture(autouse=True)
def _a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: date(2026, 11, 23))


def profile(dataset: Dataset, **query: str) -> Page:
    return SCREEN.page(dataset, SCREEN.chosen(query, dataset)[0])


def said(figure: Figure) -> str:
    """Return everything that is written on a sheet, without spaces: lines break anywhere."""
    texts = (text.get_text() for text in figure.findobj(Text))
    return "".join(" ".join(texts).split())


def bare(text: str) -> str:
    return "".join(writable(text).split())


def cards(shown: Page) -> list[Card]:
    return [card for gallery in blocks(shown, Gallery) for card in gallery.cards]


def figures_of(shown: Page, dataset: Dataset) -> set[tuple[str, ...]]:
    """Return name, figure, unit, year and rank of every card, whichever name it has."""
    short = {indicator.name: indicator.short for indicator in dataset.indicators.values()}
    return {(short.get(c.title, c.title), c.figure, c.unit, c.year, c.rank) for c in cards(shown)}


LONGEST = f"{'Długa nazwa ' * 3}grup"
"""The name of a group may have forty letters."""


def test_every_profile_is_two_sheets_with_room_for_all_they_say(dataset: Dataset) -> None:
    groups = ["bez-opola", f"{LONGEST}:{'.'.join(list(dataset.gminy)[:12])}"]
    chosen = [{"gmina": code} for code in dataset.gminy] + [{"grupa": code} for code in groups]
    for query in chosen:
        shown = profile(dataset, **query)
        sheets, drawn = shown.upright(), list(page.figures(dataset, shown, Sheet.A4, LINK))
        assert len(drawn) == 2
        for sheet, figure in zip(sheets, drawn, strict=True):
            text = said(figure)
            assert clashes(figure) == [], query
            assert "…" not in text, query
            assert figures_of(sheet, dataset) <= figures_of(shown, dataset), query
            for card in cards(sheet):
                for part in (card.title, card.figure, card.year, card.rank):
                    assert bare(part) in text, (query, part)
            sentences = [s for block in blocks(sheet, Words) for s in block.sentences]
            assert not [s for s in sentences if bare(s) not in text], query
            assert all(bare(b.text) in text for bars in blocks(sheet, Bars) for b in bars.bars)


def test_one_domain_fills_the_sheets_with_its_figures(dataset: Dataset) -> None:
    domain = next(iter(dataset.domains))
    shown = profile(dataset, gmina="160903", dziedzina=domain)
    of_sheets = set[tuple[str, ...]]().union(
        *(figures_of(sheet, dataset) for sheet in shown.upright())
    )
    assert of_sheets == figures_of(shown, dataset)


def test_the_chosen_indicator_is_the_first_card(dataset: Dataset) -> None:
    code = list(dataset.mapped)[-1]
    first, _ = profile(dataset, gmina="160501", wskaznik=code).upright()
    assert cards(first)[0].title == dataset.indicators[code].short


@pytest.mark.parametrize(("sheet", "width"), [(Sheet.A4, 595), (Sheet.A3, 842)])
def test_its_pdf_stands_upright(sheet: Sheet, width: int, dataset: Dataset) -> None:
    shown = profile(dataset, gmina="160903")
    pages = PdfReader(io.BytesIO(page.render_page(dataset, shown, "pdf", sheet))).pages
    assert [round(one.mediabox.width) for one in pages] == [width, width]
    assert "strona 2 z 2" in plain(pages[1].extract_text())
    assert "Ludność według wieku" in plain(pages[1].extract_text())
