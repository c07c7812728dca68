"""Finding things, and finding one's way back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.support.browser import Screen


@pytest.fixture
def screen(standing: Screen) -> Screen:
    """Let these tests go on from each other."""
    return standing


def test_one_search_finds_everything_from_the_keyboard(screen: Screen) -> None:
    screen.open()
    page = screen.page
    field = page.get_by_role("combobox", name="Szukaj wszędzie")
    found = page.locator(".ao-found-one")
    page.locator("body").press("/")
    expect(field).to_be_focused()
    page.keyboard.type("dabrow")
    expect(found.first).to_have_text(re.compile("^Dąbrowa"))
    expect(field).to_have_attribute("aria-activedescendant", "ao-found-0")
    page.keyboard.press("Enter")
    screen.painted("gmina=160902")
    expect(found).to_have_count(0)
    field.fill("wodociagi")
    expect(found.first).to_contain_text("nie mamy tych danych; są w BDL")
    expect(found.first).to_have_attribute("aria-disabled", "true")
    field.fill("kopenhaga")
    expect(page.get_by_role("status").filter(has_text="kopenhaga")).to_be_visible()
    field.press("Escape")
    expect(field).to_have_value("")
    field.fill("ludnosc")
    expect(found.first).to_have_text(re.compile("^Ludność"))
    field.press("Enter")
    screen.painted("wskaznik=ludnosc", "gmina=160902")
    field.fill("autokor")
    found.first.click()
    page.wait_for_url("**/sasiedztwo**")
    assert screen.errors == []


def test_lists_find_without_marks_and_the_way_back_is_the_way_gone(screen: Screen) -> None:
    screen.open(dziedzina="gospodarka", wskaznik="bezrobotni_1000", rok="2020", gmina="160501")
    page = screen.page
    seen = page.url
    screen.go_to("Profil gminy")
    page.wait_for_url(re.compile(r"/profil\?.*gmina=160501"))
    gmina = page.get_by_test_id("stSidebar").get_by_role("combobox").first
    gmina.click()
    page.keyboard.type("tulow")
    expect(page.get_by_test_id("stSelectboxVirtualDropdown").get_by_role("option")).to_have_text(
        ["Tułowice"]
    )
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/profil\?.*gmina=160912"))
    expect(page.locator(".ao-panel h1")).to_contain_text("Tułowice")
    page.go_back()
    expect(page.locator(".ao-panel h1")).to_contain_text("Gogolin")
    page.go_back()
    page.wait_for_url(seen)
    screen.painted("gmina=160501")
    page.go_forward()
    expect(page.locator(".ao-panel h1")).to_contain_text("Gogolin")
    screen.go_to("Porównanie")
    page.wait_for_url(re.compile("porownanie.*wskaznik=bezrobotni_1000"))
    assert screen.errors == []
