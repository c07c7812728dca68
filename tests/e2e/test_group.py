"""A group of gminy as a person puts it together: by mouse, by keyboard, by its name."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.support.axe import faults
from tests.support.browser import Screen

OZIMEK, TURAWA, TARNOW = "160908", "160913", "160911"


@pytest.fixture
def screen(standing: Screen) -> Screen:
    return standing


def shape(screen: Screen, code: str) -> str:
    return f".ao-gmina[data-teryt6='{code}']"


def test_it_is_put_together_seen_alone_named_and_found_again(screen: Screen) -> None:
    page = screen.open("/", wskaznik="bezrobotni_1000", rok="2024").page
    frame = screen.map
    frame.locator(shape(screen, OZIMEK)).click(modifiers=["Shift"])
    screen.painted(f"grupa={OZIMEK}")
    expect(page.locator(".ao-group-name")).to_have_text("Grupa: Ozimek")
    row = page.locator(f".ao-rank-row[data-teryt6='{TURAWA}']")
    row.click(modifiers=["ControlOrMeta"])
    screen.painted(f"grupa={OZIMEK}.{TURAWA}")
    expect(page).not_to_have_url(re.compile("gmina="))  # the choice of one is another one
    expect(frame.locator(".ao-gmina.ao-member")).to_have_count(2)
    expect(frame.locator(".ao-gmina.ao-aside")).to_have_count(19)
    expect(page.locator(".ao-ranking li.ao-aside")).to_have_count(19)
    expect(page.locator(".ao-ranking li")).to_have_count(21)
    assert faults(page) == []
    page.get_by_role("button", name="Tylko wybrane").click()
    screen.painted("tylko=1")
    expect(page.locator(".ao-ranking li")).to_have_count(2)
    expect(page.locator(".ao-filters")).to_have_text("Filtr: grupa: Ozimek, Turawa")
    expect(page.locator(".ao-card").first).to_contain_text("wybrane: Ozimek, Turawa")
    page.get_by_role("button", name="Nazwij i zapamiętaj").click()
    field = page.get_by_label("Nazwa grupy")
    field.fill("=1+1")
    page.get_by_role("button", name="Zapamiętaj", exact=True).click()
    assert field.evaluate("(node) => node.validationMessage").startswith("Zacznij od litery")
    field.fill("Wschód")
    page.get_by_role("button", name="Zapamiętaj", exact=True).click()
    expect(page.locator(".ao-group-name")).to_have_text("Grupa: Wschód")
    page.get_by_role("button", name="Usuń grupę").click()
    expect(page.locator(".ao-group-name")).to_have_count(0)
    expect(page).not_to_have_url(re.compile("grupa|tylko"))
    page.get_by_role("button", name="Wschód", exact=True).click()
    expect(page.locator(".ao-group-name")).to_have_text("Grupa: Wschód")
    expect(page).to_have_url(re.compile(f"grupa=Wsch%C3%B3d%3A{OZIMEK}.{TURAWA}"))
    page.get_by_role("button", name="Usuń grupę").click()
    page.get_by_role("button", name="Zapomnij grupę Wschód").click()
    expect(page.get_by_role("button", name="Wschód", exact=True)).to_have_count(0)
    assert page.evaluate("localStorage.getItem('ao-grupy')") == "[]"
    assert screen.errors == []


def test_the_space_bar_and_the_other_button_add_to_it(screen: Screen) -> None:
    page = screen.open("/", wskaznik="ludnosc", rok="2024").page
    frame = screen.map
    frame.locator(shape(screen, TURAWA)).focus()
    page.keyboard.press(" ")
    screen.painted(f"grupa={TURAWA}")
    expect(frame.locator(shape(screen, TURAWA))).to_have_attribute(
        "aria-label", re.compile("w grupie")
    )
    frame.locator(shape(screen, OZIMEK)).click(button="right")
    screen.painted(f"grupa={OZIMEK}.{TURAWA}")
    page.locator(f".ao-rank-row[data-teryt6='{TARNOW}']").focus()
    page.keyboard.press(" ")
    screen.painted(f"grupa={OZIMEK}.{TARNOW}.{TURAWA}")
    frame.locator(shape(screen, OZIMEK)).focus()
    page.keyboard.press(" ")
    screen.painted(f"grupa={TARNOW}.{TURAWA}")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"gmina={OZIMEK}.*grupa={TARNOW}"))
    expect(frame.locator(".ao-circle.ao-aside")).to_have_count(19)
    page.get_by_role("link", name="Profil gminy", exact=True).click()
    expect(page.locator(".ao-panel-heading h1")).to_have_text("Profil gminy: Ozimek")
    page.get_by_role("link", name="Porównanie").click()
    expect(page).to_have_url(re.compile("/porownanie"))
    expect(page.locator(".ao-panel-heading h1")).to_contain_text("Porównanie")
    expect(page.locator(".ao-bars-row").first).to_be_visible()
    expect(page.locator(".ao-bars")).to_contain_text("wybrane: Tarnów Opolski, Turawa")
    assert screen.errors == []


def test_it_is_one_unit_with_its_own_borders_and_a_profile(screen: Screen) -> None:
    group = f"{OZIMEK}.{TURAWA}"
    page = screen.open("/", wskaznik="ludnosc", rok="2024", grupa=group).page
    page.get_by_role("button", name="Jako jedna jednostka").click()
    screen.painted("teren=grupa")
    frame, unit = screen.map, f"S{TURAWA}"
    expect(frame.locator(".ao-gmina")).to_have_count(20)
    expect(frame.locator(".ao-gmina.ao-aside")).to_have_count(0)
    expect(page.locator(".ao-ranking li")).to_have_count(20)
    assert faults(page) == []
    frame.locator(shape(screen, unit)).click(modifiers=["Shift"])  # the group itself: nothing
    frame.locator(shape(screen, TARNOW)).click(modifiers=["Shift"])
    screen.painted(f"grupa={OZIMEK}.{TARNOW}.{TURAWA}")
    expect(frame.locator(".ao-gmina")).to_have_count(19)
    page.go_back()
    screen.painted(f"grupa={group}")
    expect(frame.locator(".ao-gmina")).to_have_count(20)
    frame.locator("body[data-years]").wait_for()
    page.context.set_offline(offline=True)
    frame.get_by_role("slider", name="Rok").fill("0")  # the borders of then are here, too
    expect(frame.locator(".ao-year")).to_have_text("2015")
    expect(frame.locator(".ao-gmina")).to_have_count(20)
    page.context.set_offline(offline=False)
    screen.painted("rok=2015")
    frame.locator(shape(screen, unit)).click()
    page.get_by_role("link", name="Profil grupy: Ozimek, Turawa").click()
    title = page.locator(".ao-panel-heading h1")
    expect(title).to_have_text("Profil grupy gmin: Ozimek, Turawa")
    assert faults(page) == []
    page.get_by_role("link", name="Na mapie", exact=True).click()
    screen.painted("teren=grupa", f"gmina={unit}")
    page.get_by_role("button", name="Osobne gminy").click()
    frame = screen.map
    expect(frame.locator(".ao-gmina.ao-member")).to_have_count(2)
    page.get_by_text("Grupa jako jedna jednostka").click()
    screen.painted("teren=grupa")
    page.get_by_role("button", name="Usuń grupę").click()
    expect(page).not_to_have_url(re.compile("grupa|teren"))
    expect(frame.locator(".ao-gmina")).to_have_count(21)
    assert screen.errors == []
