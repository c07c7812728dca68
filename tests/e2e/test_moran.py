"""The screen „Autokorelacja” as a person meets it."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from urllib.parse import parse_qsl, urlsplit

import pandas as pd
import pytest
from playwright.sync_api import expect

from ao_dash.model.dataset import Dataset
from ao_dash.screens.moran.screen import SCREEN
from tests.support.axe import faults
from tests.support.browser import Screen
from tests.support.screens import too_wide
from tests.support.text import set_text

PATH = "/sasiedztwo"
DOTS = ".ao-chart-scatter g.ao-dot"
CLUSTERS = {"wskaznik": "e8_mat_srednia", "rok": "2025", "gmina": "160902"}
OPOLE = "166101"


@pytest.fixture
def screen(standing: Screen) -> Screen:
    """Let these tests go on from each other."""
    return standing


def opened(screen: Screen, **query: str) -> Screen:
    screen.open(PATH, **query)
    screen.painted()
    screen.page.locator(DOTS).first.wait_for()
    return screen


def test_clusters_stand_on_the_map_in_words_and_on_the_chart(
    dataset: Dataset, screen: Screen
) -> None:
    opened(screen, **CLUSTERS)
    fills = screen.fills()
    found = SCREEN.table(dataset, SCREEN.chosen(CLUSTERS, dataset)[0]).set_index("teryt6")[
        "skupienie"
    ]
    high = {str(code) for code, cluster in found.items() if cluster == "HH"}
    assert high == {code for code, fill in fills.items() if fill == "#a8500a"}
    legend = screen.map.locator(".ao-flags")
    expect(legend).to_contain_text(f"wysokie wśród wysokich: {len(high)}")
    expect(screen.gmina(OPOLE)).to_have_attribute("aria-label", re.compile("wśród wysokich"))
    expect(screen.page.locator(DOTS)).to_have_count(len(dataset.gminy))
    expect(screen.page.locator(".ao-trend")).to_have_count(1)
    expect(screen.page.get_by_text("Opole, Tarnów Opolski")).to_be_visible()
    assert screen.errors == []
    assert screen.abroad == []


def test_pointing_and_choosing_go_both_ways(screen: Screen) -> None:
    opened(screen, **CLUSTERS)
    point = screen.page.locator(f"{DOTS}[data-teryt6='{OPOLE}']")
    screen.gmina(OPOLE).hover()
    expect(point).to_have_class(re.compile("ao-pointed"))
    expect(screen.map.locator(".ao-tip")).to_contain_text("Sąsiedzi")
    murow = screen.page.locator(f"{DOTS}[data-teryt6='160906'] circle")
    murow.hover()
    expect(screen.gmina("160906")).to_have_class(re.compile("ao-hover"))
    murow.click()
    expect(screen.map.locator("path.ao-selected")).to_have_attribute("data-teryt6", "160906")
    expect(screen.page.locator("tr.ao-chosen th")).to_have_text("Murów")


def test_another_indicator_by_keyboard_and_a_warning_of_counts(screen: Screen) -> None:
    opened(screen)
    box = screen.page.get_by_role("combobox", name="Wskaźnik")
    box.focus()
    screen.page.keyboard.type("Ludność")
    screen.page.keyboard.press("Enter")
    screen.painted("wskaznik=ludnosc")
    expect(screen.page.locator(".ao-notice")).to_contain_text("wartość bezwzględna")


def test_axe_finds_nothing(screen: Screen) -> None:
    opened(screen, **CLUSTERS)
    screen.page.locator("summary", has_text="Kto z kim sąsiaduje").click()
    screen.map.locator(".ao-label").first.wait_for()
    assert faults(screen.page, screen.map) == []


def test_nothing_is_cut_off_at_390_pixels(server: str, open_screen: Callable[..., Screen]) -> None:
    screen = opened(open_screen(server, 390, 844, goes_on=True), **CLUSTERS)
    assert too_wide(screen.page) == []
    assert too_wide(screen.map) == []
    main = "document.querySelector('[data-testid=stMain]')"
    assert screen.page.evaluate(f"{main}.scrollWidth <= {main}.clientWidth")
    for part in screen.page.locator(".ao-chart text:not(.ao-on-pointing)").all():
        box = part.bounding_box()
        assert not box or (box["x"] >= 0 and box["x"] + box["width"] <= 391)


def test_the_rows_can_be_downloaded(dataset: Dataset, screen: Screen) -> None:
    opened(screen, **CLUSTERS)
    link = screen.page.get_by_role("link", name=set_text("CSV (UTF-8)"))
    href = str(link.get_attribute("href"))
    body = screen.page.request.get(screen.address + href).body()
    got = pd.read_csv(io.BytesIO(body), dtype={"teryt6": str})
    wanted = SCREEN.table(dataset, SCREEN.chosen(dict(parse_qsl(urlsplit(href).query)), dataset)[0])
    assert list(got.columns) == list(wanted.columns)
    assert got["teryt6"].tolist() == wanted["teryt6"].tolist()
    assert got["skupienie"].tolist() == wanted["skupienie"].tolist()
    pd.testing.assert_series_equal(got["i_lokalne"], wanted["i_lokalne"])
