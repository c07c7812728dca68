"""The screen „Współpraca” as a person sees it."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pandas as pd
import pytest
from playwright.sync_api import expect

from ao_dash.model.dataset import Dataset
from ao_dash.screens.cooperation.screen import SCREEN, CooperationChoice
from tests.support.axe import faults
from tests.support.browser import Screen
from tests.support.screens import too_wide
from tests.support.text import set_text

PATH = "/wspolpraca"
GOGOLIN = "160501"


@pytest.fixture
def screen(standing: Screen) -> Screen:
    """Let these tests go on from each other."""
    return standing


def opened(screen: Screen, **query: str) -> Screen:
    screen.open(PATH, **query)
    screen.painted(*(f"{name}={value}" for name, value in query.items()))
    return screen


def drawn(screen: Screen) -> int:
    return screen.map.locator("path.ao-tie[class*='ao-tie-1']").count()


def test_projects_map_matrix_and_ties_offline_without_an_error(screen: Screen) -> None:
    opened(screen)
    expect(screen.page.locator(".ao-sentence")).to_contain_text("21 wspólnych projektów")
    assert len(screen.fills()) == 21
    assert drawn(screen) == 25
    expect(screen.page.locator(".ao-turned tbody tr")).to_have_count(22)
    expect(screen.page.get_by_text("Wartości projektów nie są sumowane").first).to_be_visible()
    screen.quiet()
    assert screen.abroad == []
    assert screen.errors == []


def test_enter_on_a_number_lists_its_projects_and_goes_there(screen: Screen) -> None:
    opened(screen, wiezi="2")
    matrix = screen.page.locator(".ao-turned")
    cell = matrix.get_by_role("button", name=re.compile("^Gogolin, Ochrona środowiska: 3"))
    cell.focus()
    screen.page.keyboard.press("Enter")
    expect(screen.page).to_have_url(re.compile(f"dziedzina=srodowisko&gmina={GOGOLIN}"))
    heading = screen.page.get_by_role("heading", name=re.compile("^Gogolin, Ochrona środowiska: 3"))
    expect(heading).to_be_focused()
    expect(heading).to_be_in_viewport()
    expect(cell).to_have_attribute("aria-current", "true")
    screen.painted("dziedzina=srodowisko")
    expect(screen.map.locator("path.ao-selected")).to_have_attribute("data-teryt6", GOGOLIN)
    assert screen.map.locator("path.ao-tie-own").count() > 0
    own = screen.map.locator("path.ao-tie-own")
    assert own.count() == screen.map.locator(f"path.ao-tie-{GOGOLIN}").count()


def test_a_title_opens_the_project_and_closes_it_again(screen: Screen) -> None:
    opened(screen)
    screen.page.get_by_role("button", name=re.compile("^POWERTY")).click()
    expect(screen.page).to_have_url(re.compile("projekt=P23"))
    expect(screen.page.get_by_role("heading", name=re.compile("^POWERTY"))).to_be_focused()
    screen.painted("projekt=P23")
    expect(screen.map.locator(".ao-legend")).to_contain_text("miejsce realizacji: 1")
    expect(screen.map.locator(".ao-legend")).to_contain_text("wzmiankowany: 8")
    assert drawn(screen) == 0
    source = screen.page.locator(".ao-panel-board a")
    expect(source).to_have_attribute("rel", "noopener noreferrer")
    expect(source).to_have_attribute("href", re.compile("^https?://"))
    screen.page.get_by_role("button", name="Zamknij projekt").click()
    expect(screen.page.locator(".ao-sentence")).to_contain_text("21 wspólnych projektów")


def test_filters_change_the_ties_and_the_list(screen: Screen) -> None:
    opened(screen)
    screen.choose("Więzi na mapie", "co najmniej 4\xa0wspólne projekty")
    screen.painted("wiezi=4")
    assert drawn(screen) == 3
    screen.choose("Od roku", "2024")
    screen.painted("od=2024")
    screen.choose("Dziedzina", "Kultura")
    screen.painted("dziedzina=kultura", "od=2024")
    expect(screen.page.locator(".ao-subtitle")).to_contain_text("od 2024 r.")


@pytest.mark.parametrize("query", [{}, {"projekt": "P23", "gmina": GOGOLIN}], ids=["all", "one"])
def test_axe_finds_nothing(query: dict[str, str], screen: Screen) -> None:
    opened(screen, **query)
    screen.map.locator(".ao-label").first.wait_for()
    assert faults(screen.page, screen.map) == []


@pytest.mark.parametrize("query", [{}, {"projekt": "P01"}, {"gmina": GOGOLIN}], ids=str)
def test_nothing_is_cut_at_390_pixels(
    query: dict[str, str], server: str, open_screen: Callable[..., Screen]
) -> None:
    screen = opened(open_screen(server, 390, 844, goes_on=True), **query)
    assert too_wide(screen.page) == []
    assert too_wide(screen.map) == []
    main = "document.querySelector('[data-testid=stMain]')"
    assert screen.page.evaluate(f"{main}.scrollWidth <= {main}.clientWidth")


def test_rows_are_those_of_the_screen(dataset: Dataset, screen: Screen) -> None:
    opened(screen, dziedzina="kultura")
    link = screen.page.get_by_role("link", name=set_text("CSV (UTF-8)")).get_attribute("href")
    text = screen.page.request.get(f"{screen.address}{link}").text()
    got = pd.read_csv(io.StringIO(text), dtype={"teryt6": str}, keep_default_na=False)
    rows = SCREEN.table(dataset, CooperationChoice(domain="kultura"))
    assert list(got.columns) == list(rows.columns)
    for name in ("projekt", "teryt6", "udzial", "liczony", "tytul"):
        assert got[name].tolist() == rows[name].tolist()
