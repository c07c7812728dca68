"""A person's own words on the map: written, dragged, moved by keys, in a room, taken away."""

from __future__ import annotations

import re
from urllib.parse import quote

from playwright.sync_api import Locator, expect

from tests.support.axe import faults
from tests.support.browser import Screen

WORDS = "Stolica <b>AO</b> & „serce”"


def middle(node: Locator) -> tuple[float, float]:
    box = node.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_words_are_put_on_the_map_and_moved(standing: Screen) -> None:
    screen = standing
    page = screen.open("/", gmina="166101").page
    page.get_by_text("Dopisek na mapie").click()
    field = page.get_by_role("textbox", name="Słowa przy gminie Opole")
    expect(page.get_by_role("button", name="Pomoc: Słowa przy gminie Opole")).to_be_visible()
    field.fill("jeden~dwa")
    field.press("Enter")
    expect(page.get_by_text("„jeden~dwa” nie może być dopiskiem")).to_be_visible()
    field.fill(WORDS)
    field.press("Enter")
    words = screen.map.locator("button.ao-annotation")
    expect(words).to_have_text(WORDS)
    expect(screen.map.locator(".ao-annotation-arrow")).to_have_count(1)
    expect(page).to_have_url(re.compile("dopiski=166101"))
    assert faults(page) == []

    first, (x, y) = page.url, middle(words)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y - 40, steps=4)
    page.mouse.up()
    expect(page).not_to_have_url(first)
    screen.painted()
    moved = middle(words)
    assert abs(moved[0] - x - 60) < 2
    assert abs(moved[1] - y + 40) < 2

    second, dragged = page.url, words.get_attribute("data-at") or ""
    assert quote(dragged, safe="") in second or dragged in second
    words.press("ArrowLeft")
    expect(page).not_to_have_url(second)
    screen.painted()
    assert middle(words)[0] < moved[0] - 8
    expect(words).to_be_focused()

    page.go_back()
    expect(page).to_have_url(second)
    expect(words).to_have_attribute("data-at", dragged)

    screen.open("/", tryb="prezentacja", dopiski=f"166101:50.4:17.6:{WORDS}")
    expect(screen.map.locator("p.ao-annotation")).to_have_text(WORDS)
    assert faults(page) == []

    screen.open("/", gmina="166101", dopiski=f"166101:50.4:17.6:{WORDS}")
    field.fill("")
    field.press("Enter")
    expect(words).to_have_count(0)
    expect(page).not_to_have_url(re.compile("dopiski"))
    assert screen.errors == []
