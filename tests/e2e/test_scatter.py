"""The screen „Zależności” as a person meets it."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from urllib.parse import parse_qsl, urlsplit

import pandas as pd
import pytest
from playwright.sync_api import expect

from ao_dash.model.dataset import Dataset
from ao_dash.screens.scatter.screen import SCREEN
from tests.support.axe import faults
from tests.support.browser import Screen
from tests.support.screens import too_wide
from tests.support.text import set_text

PATH = "/zaleznosci"
DOTS = ".ao-chart-scatter g.ao-dot"
OPOLE, GOGOLIN = "166101", "160501"
MISSING = {"wskaznik": "mig_do_opola", "drugi": "lesistosc", "gmina": OPOLE}


@pytest.fixture
def screen(standing: Screen) -> Screen:
    """Let these tests go on from each other."""
    return standing


def dot(code: str) -> str:
    return f"{DOTS}[data-teryt6='{code}']"


def opened(screen: Screen, **query: str) -> Screen:
    screen.open(PATH, **query)
    screen.painted()
    screen.page.locator(DOTS).first.wait_for()
    return screen


def test_map_scatter_and_legend_show_the_same_gminy(dataset: Dataset, screen: Screen) -> None:
    opened(screen)
    dots: dict[str, str] = screen.page.evaluate(
        f"""() => Object.fromEntries([...document.querySelectorAll("{DOTS}")].map((g) =>
            [g.dataset.teryt6, getComputedStyle(g.querySelector('circle')).fill]))"""
    )
    fills: dict[str, str] = screen.map.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll('path.ao-gmina')].map((p) =>
            [p.dataset.teryt6, getComputedStyle(p).fill]))"""
    )
    assert dots == fills
    assert set(dots) == set(dataset.gminy)
    cells = screen.map.locator(".ao-square-cell")
    expect(cells).to_have_count(9)
    assert sum(int(text or 0) for text in cells.all_inner_texts()) == len(dataset.gminy)
    names = screen.page.locator(f"{DOTS} text:not(.ao-on-pointing)")
    boxes = [box for name in names.all() if (box := name.bounding_box())]
    assert len(boxes) > 10
    for n, a in enumerate(boxes):
        for b in boxes[:n]:
            across = min(a["x"] + a["width"], b["x"] + b["width"]) - max(a["x"], b["x"])
            down = min(a["y"] + a["height"], b["y"] + b["height"]) - max(a["y"], b["y"])
            assert across < 1 or down < 5  # letters, not the room above and below them
    assert screen.errors == []
    assert screen.abroad == []


def test_pointing_at_one_points_at_the_other(screen: Screen) -> None:
    opened(screen)
    screen.page.locator(f"{dot(GOGOLIN)} circle").hover()
    expect(screen.gmina(GOGOLIN)).to_have_class(re.compile("ao-hover"))
    expect(screen.map.locator(".ao-tip")).to_contain_text("Gogolin")
    screen.gmina(OPOLE).hover()
    expect(screen.page.locator(dot(OPOLE))).to_have_class(re.compile("ao-pointed"))
    expect(screen.page.locator(dot(GOGOLIN))).not_to_have_class(re.compile("ao-pointed"))
    expect(screen.page.locator(f"tr[data-teryt6='{OPOLE}']")).to_have_class(re.compile("pointed"))
    expect(screen.map.locator(".ao-tip")).to_contain_text("Poziom wśród gmin")


def test_choosing_a_gmina_anywhere_chooses_it_everywhere(screen: Screen) -> None:
    opened(screen)
    screen.page.locator(f"{dot(GOGOLIN)} circle").click()
    expect(screen.page).to_have_url(re.compile(f"gmina={GOGOLIN}"))
    expect(screen.map.locator("path.ao-selected")).to_have_attribute("data-teryt6", GOGOLIN)
    screen.gmina(OPOLE).focus()
    screen.page.keyboard.press("Enter")
    expect(screen.page.locator(dot(OPOLE))).to_have_class(re.compile("ao-chosen"))
    expect(screen.page.locator("tr.ao-chosen th")).to_have_text("Opole")
    button = screen.page.get_by_role("button", name="Murów", exact=True)
    button.focus()
    screen.page.keyboard.press("Enter")
    expect(screen.page.locator("tr.ao-chosen th")).to_have_text("Murów")
    expect(button).to_be_focused()


def test_a_colour_of_the_legend_lights_its_gminy(screen: Screen) -> None:
    opened(screen)
    cell = screen.map.locator(".ao-square-cell[data-index='8']")
    cell.focus()
    expect(screen.map.locator("path.ao-lit")).to_have_count(int(cell.inner_text()))
    expect(cell).to_have_attribute("aria-label", re.compile("wysokie, .* wysokie: 4"))


def test_other_years_follow_and_are_told(screen: Screen) -> None:
    opened(screen)
    screen.choose("Rok pierwszego", "2016")
    screen.painted("rok=2016")
    expect(screen.page.locator(".ao-notice")).to_have_count(0)
    screen.choose("Rok drugiego", "2024")
    screen.painted("rok2=2024")
    expect(screen.page.locator(".ao-notice")).to_contain_text("zmieniły się granice gmin: Dąbrowa")


def test_axe_finds_nothing(screen: Screen) -> None:
    opened(screen, **MISSING)
    screen.map.locator(".ao-label").first.wait_for()
    assert faults(screen.page, screen.map) == []


def test_nothing_is_cut_off_at_390_pixels(server: str, open_screen: Callable[..., Screen]) -> None:
    query = {"wskaznik": "przyrost_naturalny_1000", "drugi": "zmiana_ludnosci_1000"}
    screen = opened(open_screen(server, 390, 844, goes_on=True), **query)
    assert too_wide(screen.page) == []
    assert too_wide(screen.map) == []
    main = "document.querySelector('[data-testid=stMain]')"
    assert screen.page.evaluate(f"{main}.scrollWidth <= {main}.clientWidth")
    for part in screen.page.locator(f"{DOTS} text:not(.ao-on-pointing), .ao-chart text").all():
        box = part.bounding_box()
        assert not box or (box["x"] >= 0 and box["x"] + box["width"] <= 391)


def test_the_rows_can_be_downloaded(dataset: Dataset, screen: Screen) -> None:
    opened(screen, **MISSING, typ="wiejska,miejska")
    link = screen.page.get_by_role("link", name=set_text("CSV (UTF-8)"))
    href = str(link.get_attribute("href"))
    got = pd.read_csv(io.BytesIO(screen.page.request.get(screen.address + href).body()), dtype=str)
    choice, _ = SCREEN.chosen(dict(parse_qsl(urlsplit(href).query)), dataset)
    wanted = SCREEN.table(dataset, choice)
    assert list(got.columns) == list(wanted.columns)
    assert got["teryt6"].tolist() == wanted["teryt6"].tolist()
    assert pd.to_numeric(got["wartosc_1"]).equals(wanted["wartosc_1"])
    assert got["poziom_2"].fillna("").tolist() == wanted["poziom_2"].tolist()
