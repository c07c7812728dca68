"""The composite index as a person meets it."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from ao_dash.model.dataset import Dataset
from ao_dash.output.files.csv import Dialect, csv_bytes
from ao_dash.screens.composite.screen import SCREEN
from tests.support.axe import faults
from tests.support.browser import Screen
from tests.support.screens import too_wide
from tests.support.text import set_text

PATH = "/syntetyczny"
LONG = "gestosc:-:0.5,e8_mat_srednia,saldo_migracji_1000:-,dochody_wlasne_os,lesistosc"


@pytest.fixture
def screen(standing: Screen) -> Screen:
    """Let these tests go on from each other."""
    return standing


def query(screen: Screen) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(screen.page.url).query).items()}


def test_map_ranking_and_ranges_show_one_index(screen: Screen) -> None:
    screen.open(PATH)
    screen.painted("rok=2024")
    ranking = screen.page.locator(".ao-panel-board .ao-bars-row")
    expect(ranking).to_have_count(21)
    expect(ranking.first).to_contain_text("1. Gogolin")
    expect(screen.page.locator(".ao-ranges .ao-bars-row")).to_have_count(21)
    expect(screen.gmina("160501")).to_have_attribute("aria-label", re.compile("miejsce 1 z 21"))
    expect(screen.map.locator(".ao-step")).to_have_count(5)
    assert screen.errors == []
    assert screen.abroad == []


def test_the_recipe_is_changed_by_keyboard_and_kept_in_the_address(screen: Screen) -> None:
    screen.open(PATH)
    screen.painted("rok=2024")
    weight = screen.page.get_by_role("textbox", name="Waga: Dochody własne na mieszkańca")
    weight.fill("2,5")
    weight.press("Enter")
    screen.painted("wlasne_os%3A%2B%3A2.5")
    assert query(screen)["skladniki"].startswith("dochody_wlasne_os:+:2.5,")
    screen.choose("Bezrobotni na 1000 mieszkańców", "więcej = lepiej")
    screen.painted("bezrobotni_1000%3A%2B%3A1")
    expect(screen.page.locator(".ao-panel-sheet")).to_contain_text("kierunek odwrócił układający")
    screen.choose("Metoda", "TOPSIS")
    screen.painted("synteza=topsis")
    again = dict(query(screen))
    screen.page.reload()
    screen.painted("synteza=topsis", "2.5")
    assert query(screen) == again
    expect(weight).to_have_value("2,5")
    weight.fill("dwa")
    weight.press("Enter")
    expect(screen.page.get_by_text("„dwa” to nie jest liczba od")).to_be_visible()
    assert query(screen) == again


def test_an_ingredient_is_added_and_removed(screen: Screen) -> None:
    screen.open(PATH)
    screen.painted("rok=2024")
    chosen = screen.page.get_by_role("combobox", name=re.compile("Składniki"))
    chosen.fill("Lesist")
    screen.page.get_by_role("option", name="Lesistość").click()
    expect(screen.page.locator(".ao-subtitle")).to_contain_text("5 składników")
    screen.page.keyboard.press("Escape")
    expect(screen.page.get_by_role("textbox", name="Waga: Lesistość")).to_have_value("1")
    chosen.press("Backspace")
    expect(screen.page.locator(".ao-subtitle")).to_contain_text("4 składniki")
    expect(screen.page.get_by_role("textbox", name="Waga")).to_have_count(4)


def test_a_name_of_the_ranking_chooses_its_gmina(screen: Screen) -> None:
    screen.open(PATH)
    screen.painted("rok=2024")
    name = screen.page.get_by_role("button", name="2. Opole")
    name.focus()
    screen.page.keyboard.press("Enter")
    screen.painted("gmina=166101")
    expect(name).to_be_focused()
    expect(name).to_have_attribute("aria-pressed", "true")
    expect(screen.page.locator(".ao-ranges .ao-chosen")).to_contain_text("Opole")
    expect(screen.map.locator("path.ao-selected")).to_have_attribute("data-teryt6", "166101")


def test_what_gives_way_and_who_has_no_score_is_told(screen: Screen) -> None:
    screen.open(PATH, skladniki="e8_mat_srednia,ludnosc:+:1,dochody_wlasne_os:+:x", rok="2024")
    screen.painted("rok=2024")
    notice = screen.page.locator(".ao-notice")
    expect(notice).to_contain_text("„Ludność” jest liczbą bezwzględną")
    expect(notice).to_contain_text("Waga „x”")
    expect(notice).to_contain_text("Bez wyniku: Izbicko, Popielów, Walce")
    assert screen.fills()["161101"].startswith('url("#ao-hatch')


def downloaded(screen: Screen, name: str) -> bytes:
    link = screen.page.get_by_role("link", name=set_text(name)).get_attribute("href")
    return screen.page.request.get(f"{screen.address}{link}").body()


def test_rows_are_those_of_the_recipe(dataset: Dataset, screen: Screen) -> None:
    screen.open(PATH, skladniki="gestosc:-:0.5,dochody_wlasne_os:+:2", synteza="unitaryzacja")
    screen.painted("synteza=unitaryzacja")
    recipe, notes = SCREEN.chosen(query(screen), dataset)
    assert notes == []
    rows = SCREEN.table(dataset, recipe)
    for name, dialect in (("CSV do Excela", Dialect.EXCEL), ("CSV (UTF-8)", Dialect.PLAIN)):
        assert downloaded(screen, name) == csv_bytes(rows, dialect)


def test_axe_finds_nothing(screen: Screen) -> None:
    screen.open(PATH, skladniki=LONG, rok="2024", gmina="166101")
    screen.painted("gmina=166101")
    screen.map.locator(".ao-label").first.wait_for()
    assert faults(screen.page, screen.map) == []


def test_nothing_is_cut_on_a_phone(server: str, open_screen: Callable[..., Screen]) -> None:
    screen = open_screen(server, 390, 844, goes_on=True).open(PATH, skladniki=LONG, gmina="166101")
    screen.painted("gmina=166101")
    assert too_wide(screen.page) == []
    main = "document.querySelector('[data-testid=stMain]')"
    assert screen.page.evaluate(f"{main}.scrollWidth <= {main}.clientWidth")
    scale = screen.page.locator(".ao-range-track").evaluate_all(
        "(nodes) => [...new Set(nodes.map((n) => Math.round(n.getBoundingClientRect().width)))]"
    )
    assert len(scale) == 1
    assert scale[0] > 100
