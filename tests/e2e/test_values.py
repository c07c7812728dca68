"""Gminy by their values: drawn over the scale, chosen or typed."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.support.axe import faults
from tests.support.browser import Screen


def test_a_part_of_the_scale_is_drawn_over_typed_and_taken_back(standing: Screen) -> None:
    screen = standing
    page = screen.open("/", wskaznik="bezrobotni_1000", rok="2024").page
    rug = screen.map.locator(".ao-rug")
    box = rug.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] * 0.2, box["y"] + 4)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + 4, steps=3)
    expect(rug.locator(".ao-brush")).to_be_visible()
    page.mouse.up()
    expect(page).to_have_url(re.compile(r"wartosci=[\d.]+\.\.[\d.]+"))
    shown = page.locator(".ao-filters")
    expect(shown).to_contain_text("Filtr: wartości od ")
    outside = int(re.sub(r"\D", "", screen.map.locator(".ao-absent li").first.inner_text()))
    expect(page.locator(".ao-rank-row")).to_have_count(21 - outside)
    expect(rug.locator("i")).to_have_count(21)
    expect(rug.locator("i.ao-outside")).to_have_count(outside)
    assert faults(page) == []
    low = page.get_by_label("Od", exact=True)
    low.fill("abc")
    low.press("Enter")
    expect(page.get_by_text("„abc” nie może być końcem zakresu")).to_be_visible()
    low.fill("15,5")
    low.press("Enter")
    expect(shown).to_contain_text("wartości od 15,5 do ")
    page.get_by_label("Do", exact=True).fill("")
    page.get_by_label("Do", exact=True).press("Enter")
    expect(shown).to_have_text("Filtr: wartości od 15,5")
    expect(page).to_have_url(re.compile(r"wartosci=15.5\.\."))
    ranges = page.get_by_role("combobox", name="Które wartości")
    expect(ranges).to_have_value("od – do")
    screen.choose("Które wartości", "najniższe: 5")
    expect(page.locator(".ao-rank-row")).to_have_count(5)
    expect(page.locator(".ao-rank-row").last).to_contain_text("21.")
    screen.choose("Które wartości", "wszystkie")
    expect(page.locator(".ao-rank-row")).to_have_count(21)
    expect(shown).to_have_count(0)
    assert screen.errors == []
