"""The screen „Jakość danych” as a person meets it."""

from __future__ import annotations

import io
from collections.abc import Callable
from urllib.parse import parse_qsl, urlsplit

import pandas as pd
import pytest
from playwright.sync_api import expect

from ao_dash.model.dataset import Dataset
from ao_dash.screens.quality.findings import known_indicators, reference_year
from ao_dash.screens.quality.screen import SCREEN, QualityChoice
from tests.support.axe import faults
from tests.support.browser import Screen
from tests.support.screens import too_wide
from tests.support.text import set_text

PATH = "/jakosc"
DERIVED = {"wskaznik": "bezrobotni_1000"}


@pytest.fixture
def screen(standing: Screen) -> Screen:
    """Let these tests go on from each other."""
    return standing


def opened(screen: Screen, **query: str) -> Screen:
    screen.open(PATH, **query)
    screen.page.locator(".ao-table").first.wait_for()
    return screen


def test_from_the_overview_to_a_formula_and_to_the_map(dataset: Dataset, screen: Screen) -> None:
    opened(screen)
    overview = screen.page.get_by_role("region", name="Wskaźniki: pokrycie, przerwy, wiek")
    expect(overview.locator("tbody tr")).to_have_count(len(known_indicators(dataset)))
    overview.get_by_role("button", name="Wiek", exact=True).click()
    oldest = min(dataset.years(code)[-1] for code in known_indicators(dataset))
    age = overview.locator("tbody tr").first.locator("td").nth(5)
    expect(age).to_have_text(str(reference_year(dataset) - oldest))
    overview.get_by_role("button", name="Bezrobotni na 1000 mieszkańców").click()
    expect(screen.page).to_have_url(f"{screen.address}{PATH}?wskaznik=bezrobotni_1000")
    formula = screen.page.get_by_text("× Bezrobotni zarejestrowani ÷ Ludność")
    expect(formula).to_be_visible()
    link = screen.page.get_by_role("link", name="mapa 2024")
    expect(link).to_have_attribute("href", "/?wskaznik=bezrobotni_1000&rok=2024")
    screen.page.get_by_role("button", name="Przegląd wszystkich wskaźników").click()
    expect(formula).to_have_count(0)
    assert screen.errors == []
    assert screen.abroad == []


def test_a_domain_is_chosen_and_its_rows_can_be_downloaded(
    dataset: Dataset, screen: Screen
) -> None:
    opened(screen)
    screen.choose("Dziedzina", dataset.domains["oswiata"].short)
    expect(screen.page).to_have_url(f"{screen.address}{PATH}?dziedzina=oswiata")
    link = screen.page.get_by_role("link", name=set_text("CSV (UTF-8)"))
    expect(link).to_have_attribute("href", "/api/v1/jakosc.csv?dziedzina=oswiata")
    href = str(link.get_attribute("href"))
    got = pd.read_csv(io.BytesIO(screen.page.request.get(screen.address + href).body()))
    choice, _ = SCREEN.chosen(dict(parse_qsl(urlsplit(href).query)), dataset)
    assert choice == QualityChoice("oswiata")
    wanted = SCREEN.table(dataset, choice)
    assert list(got.columns) == list(wanted.columns)
    assert got["rodzaj"].tolist() == wanted["rodzaj"].tolist()
    pd.testing.assert_series_equal(got["wartosc"], wanted["wartosc"])


@pytest.mark.parametrize(
    "query",
    [
        {"dziedzina": "gospodarka", "wskaznik": "bezrobotni_1000"},
        {"dziedzina": "planowanie", "wskaznik": "zmiana_ludnosci_1000"},
    ],
    ids=["formula", "comparison"],
)
def test_axe_finds_nothing(query: dict[str, str], screen: Screen) -> None:
    opened(screen, **query)
    for summary in screen.page.locator(".ao-shut > summary").all():
        summary.click()
    assert faults(screen.page) == []


def test_nothing_is_cut_off_at_390_pixels(server: str, open_screen: Callable[..., Screen]) -> None:
    screen = opened(open_screen(server, 390, 844, goes_on=True), **DERIVED)
    assert too_wide(screen.page) == []
    main = "document.querySelector('[data-testid=stMain]')"
    assert screen.page.evaluate(f"{main}.scrollWidth <= {main}.clientWidth")
