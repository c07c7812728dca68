"""Pictures of a screen: every chart and map stands on one of them, nothing is on two."""

from __future__ import annotations

import pytest

from ao_dash.model.dataset import Dataset
from ao_dash.screens.base import Screen
from ao_dash.screens.blocks import (
    Bars,
    Block,
    Gallery,
    Heading,
    Lines,
    Page,
    Ranges,
    Scatter,
    Text,
    sources_blocks,
)
from ao_dash.screens.leaves import heading, leaves, pictured, pictures
from ao_dash.screens.registry import SCREENS
from tests.support.pages import blocks

CHARTS = (Lines, Bars, Ranges, Scatter)


@pytest.mark.parametrize("screen", SCREENS, ids=[screen.code for screen in SCREENS])
def test_every_chart_has_its_place(screen: Screen, dataset: Dataset) -> None:
    page = screen.page(dataset, screen.chosen({}, dataset)[0])
    found = leaves(page)
    assert found[0].maps == page.maps
    assert not any(leaf.maps for leaf in found[1:])
    assert all(heading(leaf) is heading(page) for leaf in found)
    for kind in CHARTS:
        drawn = [block for leaf in found for block in blocks(leaf, kind)]
        assert drawn == list(blocks(page, kind))
    cards = [card for leaf in found for some in blocks(leaf, Gallery) for card in some.cards]
    assert cards == [card for some in blocks(page, Gallery) for card in some.cards]
    assert all(len(some.cards) <= 12 for leaf in found for some in blocks(leaf, Gallery))


@pytest.mark.parametrize("screen", SCREENS, ids=[screen.code for screen in SCREENS])
def test_the_one_picture_says_something(screen: Screen, dataset: Dataset) -> None:
    page = screen.page(dataset, screen.chosen({}, dataset)[0])
    shown = pictured(page)
    assert shown.maps == page.maps
    assert shown.maps or shown.places["board"]
    assert all(len(some.cards) <= 6 for some in blocks(shown, Gallery))


@pytest.mark.parametrize("screen", SCREENS, ids=[screen.code for screen in SCREENS])
def test_pictures_follow_each_other(screen: Screen, dataset: Dataset) -> None:
    """Every chart and card is on one of them, each is itself when it is asked for alone."""
    page = screen.page(dataset, screen.chosen({}, dataset)[0])
    found = pictures(page)
    for kind in CHARTS:
        drawn = [block for picture in found for block in blocks(picture, kind)]
        assert drawn == list(blocks(page, kind))
    cards = [card for one in found for some in blocks(one, Gallery) for card in some.cards]
    assert cards == [card for some in blocks(page, Gallery) for card in some.cards]
    for number, one in enumerate(found, 1):
        assert pictured(page, number) == one == pictured(one) == leaves(one)[0]
        assert sources_blocks(one) == sources_blocks(page)
    assert pictured(page, len(found) + 1) == found[-1]


def test_two_charts_without_a_map_stand_together() -> None:
    bars = [Bars(name, []) for name in "abc"]
    sheet: list[Block] = [Text("Pierwszy", []), bars[0], Text("Drugi", []), bars[1], bars[2]]
    page = Page({"heading": [Heading("Tytuł")], "sheet": sheet})
    assert [len(leaf.places["board"]) for leaf in leaves(page)] == [2, 2, 1]
    assert pictured(page).places["board"] == sheet[:4]


def test_a_page_of_words_alone_shows_its_first() -> None:
    texts = [Text("Raz", ["a"]), Text("Dwa", ["b"])]
    page = Page({"heading": [Heading("Tytuł")], "sheet": texts})
    assert pictured(page).places["board"] == texts[:1]
    empty = Page({"heading": [Heading("Nic")]})
    assert pictured(empty).places == {"heading": [Heading("Nic")], "board": [], "sheet": []}
