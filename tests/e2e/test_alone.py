"""Every screen alone: projected in a room, a step of a story, one file, in somebody's page."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from ao_dash.model.dataset import Dataset
from ao_dash.output.html.report import report
from ao_dash.output.html.scripts import shipped
from ao_dash.screens import registry
from ao_dash.screens.leaves import heading, pictures
from ao_dash.screens.shown import ScreenChoice, read_address
from ao_dash.screens.story.story import FORMAT, VERSION, Story, read_story
from tests.support.axe import faults
from tests.support.browser import Screen, serving
from tests.support.data import shipped_dataset
from tests.support.screens import CUT, MEASURE, SCROLLS, overlapping, resize, room_faults
from tests.support.story_files import encoded

SIZES = [(1280, 720), (1024, 768), (1920, 1080), (390, 844)]


@functools.cache
def steps() -> list[dict[str, str]]:
    """A step from the map and from every other screen."""
    dataset = shipped_dataset()
    found = [
        {"tytul": "Mapa", "tekst": "Od mapy", "notatka": "Pierwszy", "obraz": "wskaznik=ludnosc"}
    ]
    for screen in registry.SCREENS:
        choice, _ = screen.chosen({}, dataset)
        words = {"tytul": f"Krok: {screen.title}", "tekst": f"Co mówi {screen.title}?"}
        found.append({**words, "notatka": "", "obraz": ScreenChoice(screen, choice).address()})
    return found


def told() -> dict[str, Any]:
    return {"format": FORMAT, "wersja": VERSION, "tytul": "Każdy ekran", "kroki": steps()}


@pytest.fixture(scope="module")
def story(dataset: Dataset) -> Story:
    return read_story(encoded(told()), "kazdy.json", dataset)


@pytest.fixture
def screen(standing: Screen) -> Screen:
    return standing


def drawn(page: Page, maps: int) -> None:
    """Wait until maps and words of a picture that fills the window are there."""
    page.locator(".ao-room-board").wait_for(state="attached")
    if maps:
        frame = page.frame_locator("iframe[title^='Map']")
        expect(frame.locator(".ao-cell:not([hidden])[data-painted]")).to_have_count(maps)


@pytest.mark.parametrize("code", registry.TITLES)
def test_a_screen_can_be_projected(code: str, dataset: Dataset, screen: Screen) -> None:
    one = registry.find(code)
    choice, _ = one.chosen({}, dataset)
    shown, page = one.page(dataset, choice), screen.page
    screen.open(f"/{code}", tryb="prezentacja")
    drawn(page, len(shown.maps))
    expect(page.locator(".ao-room h1")).to_have_text(re.compile(".+"))
    for width, height in SIZES:
        resize(page, width, height)
        page.locator(f".ao-room[data-fits='{width}x{height}']").wait_for()
        scale = (
            min(width / 1280, height / 720) if width > height else min(width / 640, height / 1100)
        )
        assert room_faults(page, scale) == []
    for part in ("stHeader", "stSidebar"):
        expect(page.get_by_test_id(part)).to_be_hidden()
    resize(page, 1280, 720)
    page.locator(".ao-room[data-fits='1280x720']").wait_for()
    if len(shown.maps) == 1:
        screen.map.wait_for_function(
            """() => { const names = [...document.querySelectorAll('.ao-label[data-teryt6]:not([hidden])')];
              return names.length === 21 && names.every((n) => parseFloat(getComputedStyle(n).fontSize) >= 15); }"""
        )
        names = screen.map.evaluate(MEASURE, ".ao-label[data-teryt6]:not([hidden])")
        assert not overlapping([name["box"] for name in names])
        assert screen.map.evaluate(SCROLLS) == []
    turn(page, len(pictures(shown)))
    assert faults(page) == []
    page.keyboard.press("Escape")
    expect(page.locator(".ao-room")).to_have_count(0)
    expect(page.get_by_test_id("stHeader")).to_be_visible()
    expect(page).not_to_have_url(re.compile("tryb|karta"))
    assert screen.abroad == []
    assert screen.errors == []


def turn(page: Page, number: int) -> None:
    """Go to the second card of a screen and to the last one, if there are so many."""
    place = page.locator(".ao-room-place")
    if number == 1:
        expect(place).to_have_text("")
        return
    expect(place).to_have_text(f"1 z {number}")
    page.keyboard.press("PageDown")
    expect(place).to_have_text(f"2 z {number}")
    expect(page).to_have_url(re.compile("karta=2"))
    expect(page.locator("iframe[title^='Map']")).to_be_hidden()
    assert page.evaluate(CUT) == []
    assert page.evaluate(SCROLLS) == []
    if number > 2:
        page.get_by_role("button", name="Następna karta").click()
        expect(place).to_have_text(f"3 z {number}")


def test_keys_and_back_begin_and_end_it(screen: Screen) -> None:
    page = screen.open("/przeplywy", gmina="160501").page
    page.get_by_role("button", name="Prezentacja").click()
    drawn(page, 1)
    assert page.evaluate(CUT) == []
    expect(page).to_have_url(re.compile("tryb=prezentacja"))
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Klawisze")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("n")
    expect(page).to_have_url(re.compile("gmina=161101.*tryb=prezentacja"))
    expect(page.locator(".ao-room-board > p")).to_contain_text("Izbicko")
    page.get_by_role("button", name="Zakończ").click()
    expect(page.locator(".ao-room")).to_have_count(0)
    expect(page.locator(".ao-panel-heading h1")).to_be_visible()
    page.locator("h1").click()
    page.keyboard.press("p")
    drawn(page, 1)
    page.go_back()
    expect(page.locator(".ao-room")).to_have_count(0)


def test_every_screen_becomes_a_step(screen: Screen) -> None:
    page = screen.page
    for number, code in enumerate(registry.TITLES, 1):
        screen.open(f"/{code}")
        page.get_by_role("button", name="Dodaj do opowieści").click()
        page.get_by_role("button", name="Dodaj krok").click()
        expect(page.locator(".ao-toast")).to_contain_text(f"Dodano krok {number}")
    kept = json.loads(page.evaluate("localStorage.getItem('ao-opowiesc')"))
    for step, code in zip(kept["kroki"], registry.TITLES, strict=True):
        assert step["obraz"].startswith(f"{code}?")
        shown, notes = read_address(step["obraz"], shipped_dataset())
        assert isinstance(shown, ScreenChoice)
        assert notes == []
    screen.open("/opowiesc", opowiesc="moja")
    expect(page.locator(".ao-step-name")).to_have_count(len(registry.TITLES))
    assert screen.errors == []


def shows(page: Page, number: int, dataset: Dataset) -> None:
    """Check that a step of the story is told: its words, its picture, where it stands."""
    step = steps()[number]
    if not number:
        return
    shown, _ = read_address(step["obraz"], dataset)
    assert isinstance(shown, ScreenChoice)
    drawn(page, len(shown.page(dataset).maps))
    expect(page.locator(".ao-room h1")).to_have_text(step["tytul"])
    expect(page.locator(".ao-room-told")).to_have_text(step["tekst"])
    expect(page.locator(".ao-room .ao-subtitle")).to_have_text(heading(shown.page(dataset)).title)
    expect(page.locator(".ao-room-place")).to_have_text(f"{number + 1} z {len(steps())}")
    assert page.evaluate(CUT) == []


def test_a_step_from_every_screen_is_told_when_the_server_is_gone(
    dataset: Dataset, open_screen: Callable[..., Screen]
) -> None:
    with serving() as address:
        screen = open_screen(address)
        page = screen.page
        page.evaluate("(told) => localStorage.setItem('ao-opowiesc', told)", json.dumps(told()))
        screen.open("/opowiesc", opowiesc="moja")
        screen.painted()
        screen.map.locator("body[data-years]").wait_for()
        expect(page.locator(".ao-panel-heading h1")).to_have_text("Mapa")
        expect(page.get_by_role("button", name="Dodaj do opowieści")).to_have_count(0)
        page.get_by_role("button", name="Pokaż", exact=True).click()
        expect(screen.map.locator(".ao-stage-title")).to_have_text("Mapa")
    for number in range(1, len(steps())):
        page.keyboard.press("PageDown")
        shows(page, number, dataset)
    page.keyboard.press("Home")
    expect(screen.map.locator(".ao-stage-title")).to_have_text("Mapa")
    page.keyboard.press("End")
    shows(page, len(steps()) - 1, dataset)
    page.keyboard.press("Escape")
    expect(page.locator(".ao-room")).to_have_count(0)
    expect(page.locator(".ao-told-place")).to_contain_text(f"{len(steps())} z {len(steps())}")


@pytest.fixture(scope="module")
def file(story: Story, dataset: Dataset, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("opowiesc") / "kazdy.html"
    out.write_text(report(dataset, story, shipped()), encoding="utf-8")
    return out


def test_one_file_holds_a_step_from_every_screen(
    file: Path, dataset: Dataset, open_screen: Callable[..., Screen]
) -> None:
    assert file.stat().st_size < 2_000_000
    screen = open_screen(file.as_uri())
    page = screen.page
    page.goto(file.as_uri())
    page.locator("body[data-painted]").wait_for()
    for number, step in enumerate(steps()[1:], 1):
        page.get_by_role("button", name="Następny obraz").click()
        shown, _ = read_address(step["obraz"], dataset)
        assert isinstance(shown, ScreenChoice)
        whole = shown.page(dataset)
        expect(page.locator(".ao-panel-heading h1")).to_have_text(step["tytul"])
        expect(page.locator(".ao-picture-place")).to_have_text(f"{number + 1} z {len(steps())}")
        expect(page.locator(".ao-cell:not([hidden])")).to_have_count(len(whole.maps))
        expect(page.locator("#ao-report-map")).to_be_visible(visible=bool(whole.maps))
        assert page.locator(".ao-panel-board > *").count() > 0 or len(whole.maps) > 1
        assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth + 1")
    assert faults(page) == []
    page.keyboard.press("p")
    shows_alone = page.locator(".ao-room h1")
    expect(shows_alone).to_have_text(steps()[-1]["tytul"])
    expect(page.get_by_role("button", name="Kod QR")).to_have_count(0)  # a file has no address
    page.keyboard.press("Escape")
    expect(shows_alone).to_have_count(0)
    assert [url.split("#")[0] for url in screen.requests] == [file.as_uri()]
    assert screen.errors == []


def test_the_code_of_a_screen_shows_it_alone(screen: Screen) -> None:
    page = screen.open("/przeplywy", gmina="160501").page
    page.get_by_text("Osadź na stronie").click()
    code = page.get_by_role("textbox", name="Kod do wklejenia").input_value()
    (address,) = re.findall('src="([^"]+)"', code)
    screen.follow(address.replace("&amp;", "&").removeprefix(screen.address))
    drawn(page, 1)
    expect(page.locator(".ao-room h1")).to_contain_text("Dojazdy do pracy")
    expect(page.get_by_role("button", name="Zakończ")).to_have_count(0)
    expect(page.get_by_test_id("stHeader")).to_be_hidden()
    assert screen.errors == []
