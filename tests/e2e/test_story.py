"""Stories in the browser: put together, kept, opened, told to a room with no server left."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import FilePayload, Page, expect

from ao_dash.mapview import sentences
from ao_dash.mapview.selection import Selection
from ao_dash.mapview.view import build_view
from ao_dash.model.dataset import Dataset
from ao_dash.screens.shown import selection_of
from ao_dash.screens.story.shipped import read_stories
from ao_dash.screens.story.story import Story, read_story, written
from tests.support.axe import faults, ours, violations
from tests.support.browser import Screen, serving
from tests.support.screens import LARGE, MEASURE, SCROLLS, overlapping, room_faults
from tests.support.story_files import GOOD, encoded
from tests.support.text import plain

OWN: dict[str, Any] = GOOD | {
    "tytul": "Rada gminy",
    "kroki": [
        {"tytul": "Ludność", "tekst": "", "notatka": "", "obraz": "wskaznik=ludnosc&rok=2024"},
        {"tytul": "Bezrobotni", "tekst": "Ilu?", "notatka": "Zapytaj.", "obraz": "rok=2023&wskaznik=bezrobotni_1000"},
        {"tytul": "Migracje", "tekst": "", "notatka": "", "obraz": "wskaznik=saldo_migracji_1000&rok=2023"},
    ],
}  # fmt: skip


def remembering(screen: Screen, told: object = OWN) -> Screen:
    """Let the browser remember a story before the page is there."""
    screen.page.evaluate("(story) => localStorage.setItem('ao-opowiesc', story)", json.dumps(told))
    return screen


def opened(screen: Screen, **query: str) -> Screen:
    screen.open("/opowiesc", **query)
    screen.painted()
    return screen


def steps(page: Page) -> list[str]:
    return page.locator(".ao-step-name").all_inner_texts()


def kept(page: Page) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(page.evaluate("localStorage.getItem('ao-opowiesc')"))
    return told


def test_a_story_is_put_together_on_the_map_and_saved(dataset: Dataset, screen: Screen) -> None:
    page = screen.open(wskaznik="ludnosc", rok="2020", gmina="160501").page
    page.get_by_role("button", name="Dodaj do opowieści").click()
    dialog = page.get_by_role("dialog", name="Nowy krok opowieści")
    title = dialog.get_by_role("textbox", name="Tytuł")
    expect(title).to_be_focused()
    expect(title).to_have_value("Ludność (stan 31 grudnia), 2020")
    title.fill("Ilu nas jest\nw Gogolinie <b>?")
    dialog.get_by_role("textbox", name="Notatka").fill("Pierwsza linia\nDruga")
    dialog.get_by_role("button", name="Dodaj krok").click()
    expect(page.locator(".ao-toast")).to_contain_text("Dodano krok 1")
    screen.choose("Rok", "2024")
    screen.painted("rok=2024")
    page.get_by_role("button", name="Dodaj do opowieści").click()
    page.get_by_role("button", name="Anuluj").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_role("button", name="Dodaj do opowieści").click()
    page.get_by_role("button", name="Dodaj krok").click()
    expect(page.locator(".ao-toast")).to_contain_text("Dodano krok 2")
    page.get_by_role("link", name="Otwórz opowieść").click()
    expect(page.locator("h1")).to_have_text("Ilu nas jest w Gogolinie <b>?")
    screen.painted("rok=2020", "gmina=160501")
    page.get_by_role("textbox", name="Tytuł opowieści").fill("Moja gmina")
    page.get_by_role("textbox", name="Tytuł opowieści").press("Enter")
    expect(page.locator(".ao-told-place")).to_contain_text("Moja gmina · 1 z 2")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Zapisz plik").click()
    assert saved.value.suggested_filename == "ao_opowiesc_moja_gmina.json"
    story = read_story(Path(saved.value.path()).read_bytes(), "moja.json", dataset)
    assert story.title == "Moja gmina"
    assert [selection_of(step.shown, dataset).year for step in story.steps] == [2020, 2024]
    assert story.steps[0].note == "Pierwsza linia\nDruga"
    assert screen.errors == []


def test_steps_are_moved_reworded_removed_and_taken_back(screen: Screen) -> None:
    page = opened(remembering(screen)).page
    screen.map.locator("body[data-years]").wait_for()
    screen.requests.clear()
    assert steps(page) == ["Ludność", "Bezrobotni", "Migracje"]
    page.get_by_role("button", name="Niżej: Ludność").click()
    assert steps(page) == ["Bezrobotni", "Ludność", "Migracje"]
    expect(page.locator(".ao-told-place")).to_contain_text("2 z 3")
    page.get_by_role("button", name="Zmień słowa: Ludność").click()
    page.get_by_role("textbox", name="Tytuł:").fill("Ilu nas jest")
    page.get_by_role("textbox", name="Tekst").fill("Na koniec roku")
    page.get_by_role("button", name="Zapisz", exact=True).click()
    expect(page.locator("h1")).to_have_text("Ilu nas jest")
    expect(page.locator(".ao-told")).to_have_text("Na koniec roku")
    page.get_by_role("button", name="Usuń: Ilu nas jest").click()
    assert steps(page) == ["Bezrobotni", "Migracje"]
    assert [step["tytul"] for step in kept(page)["kroki"]] == ["Bezrobotni", "Migracje"]
    assert [url for url in screen.requests if "/api/" in url] == []
    page.get_by_role("button", name="Cofnij zmianę").click()
    expect(page.locator(".ao-step-name")).to_have_count(3)
    assert steps(page) == ["Bezrobotni", "Ilu nas jest", "Migracje"]
    page.reload()
    screen.painted()
    assert steps(page) == ["Bezrobotni", "Ilu nas jest", "Migracje"]


def test_the_address_holds_story_and_step_and_menus_come_back(screen: Screen) -> None:
    page = opened(remembering(screen), opowiesc="dziesiec-obrazow", krok="3").page
    expect(page.locator(".ao-told-place")).to_contain_text("3 z 10")
    page.locator("body").press("ArrowRight")
    expect(page).to_have_url(re.compile("opowiesc=dziesiec-obrazow&krok=4"))
    screen.go_to("Dane i źródła")
    expect(page.locator("h1")).to_contain_text("Dane")
    screen.go_to("Opowieść")
    expect(page.locator(".ao-told-place")).to_contain_text("4 z 10")
    screen.painted()
    page.get_by_role("combobox", name="Opowieść").select_option(label="Rada gminy (3)")
    expect(page.locator(".ao-told-place")).to_contain_text("Rada gminy · 1 z 3")
    opened(screen, opowiesc="nie-ma", krok="99")
    expect(page.locator(".ao-story-status")).to_contain_text("nie ma")
    expect(page.locator(".ao-told-place")).to_contain_text("3 z 3")


def test_without_steps_the_screen_says_how_to_begin(dataset: Dataset, screen: Screen) -> None:
    page = screen.open("/opowiesc", opowiesc="moja").page
    expect(page.get_by_role("heading", name="Opowieść bez kroków")).to_be_visible()
    expect(page.locator(".ao-panel-board")).to_contain_text("Dodaj do opowieści")
    page.get_by_role("combobox", name="Opowieść").select_option(index=1)
    screen.painted()
    page.get_by_role("button", name="Kopia do zmian").click()
    expect(page.get_by_role("button", name="Cofnij zmianę")).to_be_visible()
    stories = read_stories(dataset).told
    assert kept(page)["kroki"] == written(next(iter(stories.values())))["kroki"]


HOSTILE = GOOD | {
    "tytul": "<img src=x onerror=alert(1)>",
    "kroki": [{"tytul": "<script>alert(1)</script>", "tekst": "`${alert(1)}`", "obraz": "?wskaznik=</script>"}],
}  # fmt: skip


NO_STORIES = (
    (encoded(HOSTILE), "Wskaźnik „</script>” z adresu nie istnieje"),
    (b'{"format": "inny"}', "nie jest plik opowieści"),
    (b"\x00\xff", "nie jest plik JSON"),
    (b" " * 300_000, "większy niż 256 kB"),
)


def test_a_file_that_is_no_story_changes_nothing(screen: Screen) -> None:
    page = opened(remembering(screen)).page
    for content, said in NO_STORIES:
        chosen = FilePayload(name="<b>zły.json", mimeType="application/json", buffer=content)
        page.get_by_label("Plik opowieści").set_input_files(chosen)
        dialog = page.get_by_role("dialog", name="Nie można otworzyć pliku <b>zły.json")
        expect(dialog.get_by_role("listitem").first).to_contain_text(said)
        assert ours(violations(page)) == []
        page.keyboard.press("Escape")
        expect(dialog).to_have_count(0)
        assert kept(page) == OWN
        assert steps(page) == ["Ludność", "Bezrobotni", "Migracje"]
    assert [error for error in screen.errors if "400" not in error] == []


def test_a_hostile_story_that_is_right_is_only_text(screen: Screen) -> None:
    page = opened(screen).page
    told = HOSTILE | {"kroki": [HOSTILE["kroki"][0] | {"obraz": "wskaznik=ludnosc"}]}
    chosen = FilePayload(name="x.json", mimeType="application/json", buffer=encoded(told))
    page.get_by_label("Plik opowieści").set_input_files(chosen)
    expect(page.locator("h1")).to_have_text("<script>alert(1)</script>")
    page.keyboard.press("p")
    expect(screen.map.locator(".ao-stage-title")).to_have_text("<script>alert(1)</script>")
    page.keyboard.press("Escape")
    with page.expect_popup() as window:
        page.get_by_role("button", name="Notatki w drugim oknie").click()
    expect(window.value.locator("h1")).to_have_text("<script>alert(1)</script>")
    assert page.locator("img[src='x']").count() == 0
    assert screen.errors == []


def test_a_story_is_told_from_end_to_end_when_the_server_is_gone(
    dataset: Dataset,
    open_screen: Callable[..., Screen],
) -> None:
    story = read_stories(dataset).told["powiekszenie-opola-2017"]
    with serving() as address:
        screen = opened(open_screen(address), opowiesc="powiekszenie-opola-2017")
        page = screen.page
        with page.expect_popup() as window:
            page.get_by_role("button", name="Notatki w drugim oknie").click()
        notes = window.value
        page.get_by_role("button", name="Pokaż", exact=True).click()
        expect(screen.map.locator(".ao-stage-title")).to_be_visible()
        screen.map.locator("body[data-years]").wait_for()
    screen.requests.clear()
    for number, step in enumerate(story.steps):
        if number:
            (notes if number % 2 else page).keyboard.press("PageDown")
        view = build_view(dataset, selection_of(step.shown, dataset))
        expect(screen.map.locator(".ao-stage-title")).to_have_text(step.title)
        expect(screen.map.locator(".ao-stage-told")).to_have_text(step.text)
        expect(screen.map.locator(".ao-state")).to_contain_text(f"· {view.year} ·")
        expect(screen.map.locator(".ao-state-place")).to_have_text(
            f"{number + 1} z {len(story.steps)}"
        )
        area = screen.map.locator(".ao-stage-area").inner_text()
        assert plain(area) == plain(sentences.area_value_text(view.area, view))
        assert values(screen) == {
            row.gmina.teryt6: plain(sentences.value_text(row, view.indicator)) for row in view.shown
        }
        expect(notes.locator("h1")).to_have_text(step.title)
        expect(notes.locator("main")).to_contain_text(step.note.split("\n")[0][:60])
    page.keyboard.press("ArrowLeft")
    expect(screen.map.locator(".ao-stage-title")).to_have_text(story.steps[-2].title)
    page.keyboard.press("Home")
    expect(screen.map.locator(".ao-stage-title")).to_have_text(story.steps[0].title)
    year = build_view(dataset, selection_of(story.steps[0].shown, dataset)).year
    page.keyboard.press("ArrowDown")
    expect(screen.map.locator(".ao-stage-unit")).to_contain_text(str(year + 1))
    page.keyboard.press("Escape")
    expect(page.locator("body.ao-mode")).to_have_count(0)
    # Streamlit looks for its server, the browser for the icon of an address it has not seen
    own = re.compile(r"/_stcore/|/assets/ao-\w+/icon\.svg|/favicon\.png")
    assert [url for url in screen.requests if not own.search(url)] == []


def values(screen: Screen) -> dict[str, str]:
    found: dict[str, str] = screen.map.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll('.ao-label[data-teryt6]')]
             .filter((label) => label.querySelector('.ao-label-value'))
             .map((label) => [label.dataset.teryt6, label.querySelector('.ao-label-value').textContent]))"""
    )
    return {code: plain(text) for code, text in found.items()}


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1920, 1080)])
def test_every_step_can_be_read_from_the_last_row(
    dataset: Dataset, width: int, height: int, server: str, open_screen: Callable[..., Screen]
) -> None:
    screen = open_screen(server, width, height)
    stories = read_stories(dataset).told
    longest = max(stories, key=lambda code: max(len(s.text) for s in stories[code].steps))
    told = stories if width == 1280 else {longest: stories[longest]}  # the rest is only scaled
    for code, story in told.items():
        opened(screen, opowiesc=code, tryb="prezentacja")
        for step in story.steps:
            if isinstance(step.shown, Selection):
                expect(screen.map.locator(".ao-stage-title")).to_have_text(typeset(step.title))
                screen.map.locator(".ao-label:not([hidden])").nth(10).wait_for()
                fits(screen, story, width / 1280)
            else:
                room = screen.page.locator(f".ao-room[data-fits='{width}x{height}']")
                expect(room.locator("h1")).to_have_text(typeset(step.title))
                assert room_faults(screen.page, width / 1280) == [], step.title
            screen.page.keyboard.press("PageDown")


def typeset(text: str) -> re.Pattern[str]:
    """Match a text whose spaces and dashes may hold its words together."""
    loose = re.escape(text).replace(r"\ ", r"\s").replace("–", "–\u2060?")
    return re.compile(f"^{loose}$")


def fits(screen: Screen, story: Story, scale: float) -> None:
    shown = screen.map
    where = shown.locator(".ao-state-place").inner_text(), story.title
    for text in shown.evaluate(MEASURE, LARGE):
        assert text["size"] >= 24 * scale - 0.1, (where, text)
        assert text["contrast"] >= 4.5, (where, text)
    names = shown.evaluate(MEASURE, ".ao-label[data-teryt6]:not([hidden])")
    assert not overlapping([name["box"] for name in names]), where
    stage, legend = (shown.locator(part).bounding_box() for part in (".ao-stage", ".ao-legend"))
    assert stage
    assert legend
    assert stage["y"] + stage["height"] <= legend["y"] + 1, where
    assert shown.evaluate(SCROLLS) == [], where


@pytest.mark.parametrize("size", [(1280, 720), (390, 844)])
def test_axe_finds_nothing(
    size: tuple[int, int], server: str, open_screen: Callable[..., Screen]
) -> None:
    page = opened(remembering(open_screen(server, *size))).page
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == size[0]
    if size[0] > 640:
        page.get_by_role("button", name="Zmień słowa: Ludność").click()
        assert faults(page) == []
        page.keyboard.press("Escape")
        with page.expect_popup() as window:
            page.get_by_role("button", name="Notatki w drugim oknie").click()
        assert faults(window.value) == []


@pytest.mark.parametrize(("name", "mark"), [("PDF", b"%PDF"), ("Strona HTML", b"<!DOCTYPE html>")])
def test_the_whole_story_is_one_file(name: str, mark: bytes, screen: Screen) -> None:
    page = opened(remembering(screen)).page
    with page.expect_download() as saved:
        page.get_by_role("button", name=name, exact=True).click()
    content = Path(saved.value.path()).read_bytes()
    assert content.startswith(mark)
    assert b"Zapytaj." not in content
    assert saved.value.suggested_filename.startswith("ao_opowiesc_rada_gminy.")
    expect(page.locator(".ao-story-status")).to_have_text("Plik jest gotowy.")
    screen.page.context.set_offline(True)
    page.get_by_role("button", name=name, exact=True).click()
    expect(page.locator(".ao-story-status")).to_contain_text("Nie ma połączenia")
