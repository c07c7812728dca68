"""The screen about one gmina, as a person meets it."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urljoin

import pytest
from playwright.sync_api import expect

from ao_dash.model.dataset import Dataset
from ao_dash.output.files.csv import Dialect, csv_bytes
from ao_dash.screens.profile.screen import SCREEN
from tests.support.axe import faults
from tests.support.browser import Screen
from tests.support.text import set_text

# What sticks out to the right of the window, other than what scrolls in a box of its own.
CUT = """() => [...document.querySelectorAll('.ao-panel *:not(.ao-contents *)')]
  .filter((node) => !node.closest('.ao-table-box') && !node.closest('summary + *'))
  .filter((node) => node.getBoundingClientRect().right > innerWidth + 1)
  .map((node) => node.outerHTML.slice(0, 120))"""


@pytest.fixture
def screen(standing: Screen) -> Screen:
    """Let these tests go on from each other."""
    return standing


def opened(screen: Screen, **query: str) -> Screen:
    screen.open("/profil", **query)
    screen.page.locator(".ao-indicator").first.wait_for()
    return screen


def test_a_profile_shows_the_gmina_beside_its_neighbours(screen: Screen) -> None:
    page = opened(screen, gmina="160903").page
    expect(page.get_by_role("heading", level=1)).to_have_text("Profil gminy: Dobrzeń Wielki")
    card = page.locator(".ao-indicator").filter(has_text="Ludność (stan 31 grudnia)")
    expect(card.locator(".ao-indicator-figure")).to_have_text(re.compile(r"9\s145 osób12\. z\s21"))
    expect(card.locator(".ao-facts")).to_contain_text("Popielów")
    dots = card.locator(".ao-strip-dot").get_attribute("d") or ""
    assert dots.count("M") == 21
    expect(card.locator(".ao-spark .ao-piece")).to_have_count(3)
    page.locator("summary", has_text="Wszystkie wskaźniki").click()
    table = page.get_by_role("table", name="Wszystkie wskaźniki")
    expect(table.get_by_role("row")).to_have_count(page.locator(".ao-indicator").count() + 1)
    assert screen.errors == []
    assert screen.abroad == []


def test_a_chosen_gmina_and_domain_change_picture_and_address(screen: Screen) -> None:
    page = opened(screen, gmina="160903", dziedzina="oswiata").page
    screen.choose("Gmina", "Turawa")
    expect(page.get_by_role("heading", level=1)).to_have_text("Profil gminy: Turawa")
    expect(page).to_have_url(re.compile("gmina=160913"))
    screen.choose("Zmiana od roku", re.compile(r"^2021 \(\d+ wskaźnik"))
    expect(page.locator(".ao-facts").first).to_contain_text("Zmiana od 2021 r.")
    screen.choose("Dziedzina", "Transport zbiorowy")
    expect(page.locator(".ao-gallery")).to_have_count(1)
    expect(page).to_have_url(re.compile("dziedzina=transport"))


def test_the_map_leads_to_the_profile_and_the_profile_to_the_map(screen: Screen) -> None:
    page = screen.open(gmina="160904").page
    link = page.get_by_role("link", name="Profil gminy: Komprachcice")
    link.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Profil gminy: Komprachcice")
    page.get_by_role("link", name="Lesistość").press("Enter")
    screen.painted("wskaznik=lesistosc", "gmina=160904")


def test_axe_finds_nothing(screen: Screen) -> None:
    opened(screen, gmina="166101", dziedzina="gospodarka")
    screen.page.locator("summary", has_text="Przez lata").click()
    assert faults(screen.page) == []


def test_nothing_is_cut_on_a_phone(server: str, open_screen: Callable[..., Screen]) -> None:
    page = opened(open_screen(server, 390, 844, goes_on=True), gmina="160903", od="2015").page
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.evaluate(CUT) == []


def test_it_prints_on_a4_without_widgets_or_cut_cards(screen: Screen) -> None:
    page = opened(screen, gmina="160903", dziedzina="powodz").page
    page.emulate_media(media="print")
    expect(page.locator("[data-testid='stSidebar']")).to_be_hidden()
    expect(page.locator(".ao-downloads").first).to_be_hidden()
    card = page.locator(".ao-indicator").first
    assert card.evaluate("(node) => getComputedStyle(node).breakInside") == "avoid"
    link = page.locator(".ao-table a[href^='http']").first
    shown = link.evaluate("(node) => getComputedStyle(node, '::after').content")
    assert link.get_attribute("href") in shown
    paper = page.pdf(format="A4", prefer_css_page_size=True)
    assert 1 < paper.count(b"/Type /Page\n") <= 6


@pytest.mark.parametrize("name", ["CSV do Excela", "CSV (UTF-8)"])
def test_the_rows_can_be_downloaded(dataset: Dataset, screen: Screen, name: str) -> None:
    page = opened(screen, gmina="160903", od="2017").page
    link = page.get_by_role("link", name=set_text(name)).get_attribute("href")
    assert link
    choice, _ = SCREEN.chosen({"gmina": "160903", "od": "2017"}, dataset)
    dialect = Dialect.EXCEL if "Excel" in name else Dialect.PLAIN
    answer = page.request.get(urljoin(screen.address, link))
    assert answer.body() == csv_bytes(SCREEN.table(dataset, choice), dialect)
