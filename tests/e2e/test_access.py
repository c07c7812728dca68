"""Accessibility: axe, keyboard, small screens, language, motion."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from ao_dash.mapview.palette import luminance
from ao_dash.mapview.selection import EVERY_DOMAIN
from ao_dash.model.dataset import Dataset
from tests.support.axe import faults, ours, violations
from tests.support.browser import Screen, hexadecimal
from tests.support.screens import ring, too_wide

PICTURES: tuple[dict[str, str], ...] = (
    {},
    {"gmina": "166101", "typ": "wiejska,miejska"},
    {"wskaznik": "ludnosc"},
    {"wskaznik": "saldo_migracji_1000", "rok": "2016"},
    {"wskaznik": "ludnosc", "zmiana": "procent", "od": "2015"},
    {"wskaznik": "kleska_2024"},
    {"wskaznik": "mig_do_opola"},
    {"metoda": "wlasne", "klasy": "3000,4000"},
    {"dziedzina": "technologie"},
    {"wskaznik": "x", "rok": "1"},
    {"teren": "staly", "skala": "lata", "gmina": "S166101"},
)  # the first five differ in colours that the dark theme has its own of
COLOURED = PICTURES[:5]
AROUND = [PICTURES[n] for n in (0, 1, 4, 8, 9)]  # around the map, these differ in their parts
SCREENS = ("/dane", "/porownanie", "/mapy")  # the others have such tests beside what they show
WITH_MAP = {"/mapy"}
FEW_ROWS = "() => document.querySelectorAll('tbody tr:nth-child(n + 9)').forEach((n) => n.remove())"
"""All rows of a table are alike; axe looks at each."""


@pytest.fixture
def screen(standing: Screen) -> Screen:
    """Let these tests go on from each other."""
    return standing


def test_axe_finds_nothing_in_any_picture(screen: Screen) -> None:
    screen.open()
    for query in PICTURES:
        screen.turn(**query)
        screen.map.locator(".ao-label").first.wait_for()
        if query in COLOURED:
            assert faults(screen.page, screen.map, around=query in AROUND) == [], query
            continue
        assert ours(violations(screen.map)) == [], query
        if query in AROUND:
            assert ours(violations(screen.page)) == [], query


def test_what_only_the_dark_theme_hides_is_found(
    server: str, open_screen: Callable[..., Screen]
) -> None:
    screen = open_screen(server).open("/wlasne")
    screen.page.locator(".ao-panel h1").wait_for()
    style = "@media (prefers-color-scheme: dark) { .ao-panel h1 { color: #20282c !important } }"
    screen.page.add_style_tag(content=style)
    found = faults(screen.page)
    assert found
    assert all(text.startswith("dark color-contrast") for text in found)


@pytest.mark.parametrize("path", SCREENS)
def test_axe_finds_nothing(path: str, screen: Screen) -> None:
    screen.open(path)
    screen.page.locator(".ao-panel h1").wait_for()
    if path in WITH_MAP:
        screen.painted()
        screen.map.locator(".ao-label").first.wait_for()
    screen.page.evaluate(FEW_ROWS)
    assert faults(screen.page, *([screen.map] if path in WITH_MAP else [])) == []


REACHED = """() => {
  const here = () => document.activeElement.dataset.teryt6;
  document.querySelector("path.ao-gmina[tabindex='0']").focus();
  const reached = new Set([here()]);
  for (const from of reached) {
    for (const key of ['ArrowUp', 'ArrowLeft', 'ArrowDown', 'ArrowRight']) {
      const node = document.querySelector(`path[data-teryt6='${from}']`);
      node.focus();
      node.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
      reached.add(here());
    }
  }
  document.querySelector("path.ao-gmina[data-teryt6='160912']").focus();
  return [...reached];
}"""


def focused(screen: Screen) -> str:
    return str(screen.map.evaluate("document.activeElement.dataset.teryt6 || ''"))


def test_all_21_gminy_are_reached_and_selected_by_keyboard(
    dataset: Dataset, screen: Screen
) -> None:
    screen.open()
    assert set(screen.map.evaluate(REACHED)) == set(dataset.gminy)
    before = focused(screen)
    screen.page.keyboard.press("ArrowUp")
    screen.page.keyboard.press("ArrowLeft")
    assert focused(screen) != before
    code = focused(screen)
    screen.page.keyboard.press("Enter")
    expect(screen.map.locator("path.ao-selected")).to_have_attribute("data-teryt6", code)
    expect(screen.page.locator(".ao-ranking .ao-chosen")).to_have_count(1)
    assert focused(screen) == code


def test_every_gmina_of_the_ranking_is_a_tab_stop_and_enter_keeps_the_place(screen: Screen) -> None:
    screen.open()
    rows = screen.page.locator(".ao-rank-row")
    rows.first.focus()
    for n in range(21):
        expect(rows.nth(n)).to_be_focused()
        if n < 20:
            screen.page.keyboard.press("Tab")
    screen.page.keyboard.press("Enter")
    code = rows.nth(20).get_attribute("data-teryt6")
    expect(screen.page).to_have_url(re.compile(f"gmina={code}"))
    expect(rows.nth(20)).to_be_focused()


def test_what_the_map_says_can_be_heard(screen: Screen) -> None:
    screen.open()
    expect(screen.gmina("166101")).to_have_attribute(
        "aria-label", re.compile(r"^Opole: miejska, 7\s177 zł/os\., miejsce 1 z 21$")
    )
    expect(screen.map.locator(".ao-map")).to_have_attribute(
        "aria-label", re.compile("najwyższa wartość: Opole")
    )
    expect(screen.page.locator("html")).to_have_attribute("lang", "pl")
    expect(screen.map.locator("html")).to_have_attribute("lang", "pl")


def test_focus_shows_on_the_map(screen: Screen) -> None:
    screen.open()
    screen.map.locator("path.ao-gmina[tabindex='0']").focus()
    screen.page.keyboard.press("ArrowRight")
    width = "parseFloat(getComputedStyle(document.activeElement).strokeWidth)"
    assert screen.map.evaluate(width) >= 3
    expect(screen.map.locator(".ao-tip")).to_be_visible()


def contrast(focused: Locator) -> float:
    expect(focused).to_be_focused()
    low, high = sorted(luminance(hexadecimal(colour)) for colour in ring(focused))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("dark", [False, True])
def test_focus_shows_on_any_ground(
    server: str, open_screen: Callable[..., Screen], dark: bool
) -> None:
    page = (screen := open_screen(server, dark=dark).open(gmina="166101")).page
    page.evaluate("aoConnection.notice('Coś', 'Dobrze', () => {})")
    shown = [
        screen.gmina("166101"),
        *page.locator(".ao-chosen .ao-rank-row, .ao-toast button").all(),
    ]
    contrasts = []
    for one in shown:
        one.focus()
        page.keyboard.press("Shift")  # from now on the keyboard is used
        contrasts.append(contrast(one))
    assert min(contrasts) >= 3, contrasts


def test_no_picture_is_cut_off_or_hard_to_read_at_390_pixels(
    server: str, open_screen: Callable[..., Screen]
) -> None:
    screen = open_screen(server, 390, 844, goes_on=True).open()
    assert ours(violations(screen.page)) == []
    assert ours(violations(screen.map)) == []
    for query in PICTURES:
        screen.turn(**query)
        assert cut_off(screen) == [], query
        assert too_wide(screen.map) == [], query


def cut_off(screen: Screen) -> list[str]:
    main = "document.querySelector('[data-testid=stMain]')"
    scrolls = screen.page.evaluate(f"{main}.scrollWidth > {main}.clientWidth")
    return [*too_wide(screen.page), *(["the page scrolls sideways"] if scrolls else [])]


def test_filters_can_be_used_on_a_phone(server: str, open_screen: Callable[..., Screen]) -> None:
    screen = open_screen(server, 390, 844).open()
    screen.page.get_by_test_id("stExpandSidebarButton").click()
    sidebar = screen.page.get_by_test_id("stSidebar")
    expect(sidebar).to_have_attribute("data-collapsed", "false")
    screen.choose("Rok", "2019")
    screen.painted("rok=2019")


def test_every_domain_opens_without_an_error(dataset: Dataset, screen: Screen) -> None:
    screen.open()
    for domain in (EVERY_DOMAIN, *dataset.domains):
        screen.turn(dziedzina=domain)
        expect(screen.page.locator(".ao-lead")).to_be_visible()
        assert screen.errors == [], domain
    assert screen.abroad == []
