"""What the eye sees on every screen, measured in a browser."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.support import printed, tools
from tests.support.browser import GROUPED, SCREENS, Screen
from tests.support.screens import (
    MOST_SHIFTED,
    broken_at,
    english_in_lists,
    layout_shift,
    misplaced_tips,
    resize,
    small_targets,
    stops_to_files,
    unseen_focus,
)

EVERYTHING_LAID_OUT = ".ao-indicator { content-visibility: visible !important }"
LARGEST = {"wskaznik": "dochody_wlasne", "gmina": "166101"}
LONGEST = {"wskaznik": "rspo_przedszkola_10tys"}
STOPS = 12  # of the keyboard, over the menu and the filters
MOST_STOPS = 15  # from the top to the last file
RICHEST = {"dziedzina": "transport"}  # of what is said of a gmina
PHONE = (390, 844)
DESK = (1280, 720)
CONTROLS = ("Prezentacja", "Dodaj do opowieści", "Pobierz", "Podkład", "te same klasy", "Wybierz")


@pytest.fixture(scope="module")
def walk(server: str, browser: Browser) -> Iterator[Screen]:
    """One page that goes by the menu over all screens, dark where paper must be light."""
    viewport: ViewportSize = {"width": DESK[0], "height": DESK[1]}
    context = browser.new_context(viewport=viewport, locale="pl-PL", color_scheme="dark")
    screen = Screen(context.new_page(), server).open(**LARGEST)
    screen.page.set_default_timeout(20_000)
    screen.page.add_style_tag(content=EVERYTHING_LAID_OUT)
    yield screen
    context.close()


def test_the_longest_texts_and_largest_sums_fit_the_map_and_a_room(walk: Screen) -> None:
    broken = {}
    for name, query in (("sums", LARGEST), ("long", LONGEST)):
        for mode in ({"tryb": "prezentacja"}, {}):
            walk.turn(**query, **mode)
            broken[f"{name} {mode}"] = broken_at(walk.page)
    assert [f"{name}: {text}" for name, texts in broken.items() for text in texts] == []


def test_what_is_said_of_a_gmina_is_whole_and_not_on_it(walk: Screen) -> None:
    found = {}
    for mode in ({"tryb": "prezentacja"}, {}):
        walk.turn(**RICHEST, **mode)
        for size in (DESK, PHONE):
            resize(walk.page, *size)
            found[f"{mode} {size}"] = misplaced_tips(walk.map)
    assert [f"{at}: {text}" for at, texts in found.items() for text in texts] == []


def test_a_step_back_leaves_no_dialog_behind(walk: Screen) -> None:
    walk.turn()
    walk.turn(tryb="prezentacja")
    walk.page.keyboard.press("?")
    expect(walk.page.locator("dialog[open]")).to_have_count(1)
    walk.page.go_back()
    expect(walk.page.locator("dialog")).to_have_count(0)
    walk.turn(**LARGEST)  # goes along over the screens


@pytest.mark.parametrize("code", ["", *SCREENS])
def test_nothing_is_wrong_to_the_eye(walk: Screen, code: str) -> None:
    """Words and figures, targets, focus, language, menu and paper of a screen."""
    page = walk.page
    resize(page, *DESK)
    if code:
        walk.arrive(code, SCREENS[code])
    if page.locator("iframe").count():
        walk.painted()
    found = {
        "focus": unseen_focus(page, STOPS),
        "files": ["far"] * (stops_to_files(page, MOST_STOPS) > MOST_STOPS),
        "English": english_in_lists(page),
        "menu": menu_marks(page, SCREENS.get(code, "Mapa")),
        "paper": printed_faults(page),
        "small": small_targets(page, phone=False),
        "broken": broken_at(page),
    }
    resize(page, *PHONE)
    found["small on a phone"] = small_targets(page, phone=True)
    assert [f"{kind}: {text}" for kind, texts in found.items() for text in texts] == []


def test_what_is_wrong_to_the_eye_is_found(new_screen: Callable[..., Screen]) -> None:
    page = new_screen("about:blank").page
    page.set_content(
        "<div class=ao-panel><p style='width: 9px'>COVID-19</p><p style='margin: 0'>under</p>"
        "<p style='margin: -1em 0 0'>above</p><p style='width: 9px; overflow: hidden'>shut</p>"
        "<p style='width: 900px'>far</p></div>"
    )
    kinds = {text.split(": ")[1] for text in broken_at(page, ((390, 844),))}
    assert kinds == {"parted", "on each other", "cut", "outside", "sideways"}


def menu_marks(page: Page, title: str) -> list[str]:
    """Return the groups that are marked in the menu and should not be, or the one that should."""
    groups = page.locator("[data-testid=stTopNavSection][aria-current]").all_inner_texts()
    marked = {group.split("\n")[0].strip() for group in groups}
    return sorted(marked ^ {GROUPED[title]} if title in GROUPED else marked)


# at once, as the browser prints: nothing may wait for a frame to follow its box
CUT_ON_PAPER = """() => {
  dispatchEvent(new Event("beforeprint"));
  const cut = [...document.querySelectorAll("iframe")].filter(
    (frame) => frame.offsetWidth > frame.closest("[class*='st-key-map']").clientWidth + 1);
  const wide = cut.map((frame) => frame.offsetWidth);
  dispatchEvent(new Event("afterprint"));
  return wide;
}"""


ARROWS = re.compile("[↕↑↓]")  # of headings that sort


def printed_faults(page: Page) -> list[str]:
    """Print the page, upright and lying; return what is wrong on the paper."""
    heads = page.locator(".ao-panel :is(h1, h2, thead th, td.ao-number):visible").all_inner_texts()
    found = [f"map {wide}" for wide in page.evaluate(CUT_ON_PAPER)]
    for landscape in (False, True):
        said, faults = printed.read(page.pdf(format="A4", landscape=landscape))
        found += faults
        missing = [head for head in heads if printed.squeezed(ARROWS.sub("", head)) not in said]
        found += [f"{head} is gone" for head in missing]
        found += [f"{word} is there" for word in CONTROLS if printed.squeezed(word) in said]
    return found


SHIFTING = {"/mapy": 390, "/syntetyczny": 1280}  # where most moves; bench.shift measures all


def test_nothing_jumps_while_a_screen_comes(server: str, new_screen: Callable[..., Screen]) -> None:
    shifts = {at: layout_shift(new_screen(server, wide), at) for at, wide in SHIFTING.items()}
    assert max(shifts.values()) < MOST_SHIFTED, shifts


FITS = """() => {
  const room = document.querySelector('.ao-map').getBoundingClientRect();
  const shapes = [...document.querySelectorAll('path.ao-gmina')].map((n) => n.getBoundingClientRect());
  const [left, right] = [Math.min(...shapes.map((b) => b.left)), Math.max(...shapes.map((b) => b.right))];
  const [top, bottom] = [Math.min(...shapes.map((b) => b.top)), Math.max(...shapes.map((b) => b.bottom))];
  const within = left >= room.left - 1 && right <= room.right + 1 && top >= room.top - 1 && bottom <= room.bottom + 1;
  return within && Math.max((right - left) / room.width, (bottom - top) / room.height) > 0.75;
}"""
HIDDEN = ".st-key-map { display: none !important }"


def test_the_map_fills_its_room_however_it_was_made(
    server: str, new_screen: Callable[..., Screen]
) -> None:
    """In a part of the page that nobody sees yet, beside a sidebar that goes, in any window."""
    screen = new_screen(server)
    page = screen.page
    page.add_init_script(
        f"addEventListener('DOMContentLoaded', () => document.head.append("
        f"Object.assign(document.createElement('style'), {{ id: 'hide', textContent: `{HIDDEN}` }})))"
    )
    page.goto(server)
    page.locator("iframe[title^='Map']").wait_for(state="attached")
    page.locator(".ao-panel-sheet > *").first.wait_for()
    page.evaluate("document.getElementById('hide').remove()")
    screen.painted()
    screen.map.wait_for_function(FITS)
    for width in (300, 640, 1920, 1280):
        resize(page, width, 720)
        screen.map.wait_for_function(FITS)
    page.locator("[data-testid=stSidebarCollapseButton] button").dispatch_event("click")
    page.get_by_test_id("stExpandSidebarButton").wait_for()
    screen.map.wait_for_function(FITS)
    assert screen.errors == []


def test_colours_that_mean_something_stay_where_the_system_has_its_own(
    server: str, new_screen: Callable[..., Screen]
) -> None:
    screen = new_screen(server).open()
    colours = """(selector) => [...document.querySelectorAll(selector)].map((n) => {
      const { backgroundColor, fill } = getComputedStyle(n);
      return [backgroundColor, fill].join();
    })"""
    shown = [screen.page.evaluate(colours, ".ao-rank-bar")]
    shown += [screen.map.evaluate(colours, one) for one in (".ao-patch", ".ao-gmina")]
    screen.page.emulate_media(forced_colors="active")
    forced = [screen.page.evaluate(colours, ".ao-rank-bar")]
    forced += [screen.map.evaluate(colours, one) for one in (".ao-patch", ".ao-gmina")]
    assert forced == shown
    assert all(map(len, shown))


def test_one_finger_scrolls_the_page_and_two_move_the_map(server: str, browser: Browser) -> None:
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True, locale="pl-PL"
    )
    screen = Screen(context.new_page(), server).open()
    place = screen.map.locator(".leaflet-container")
    assert place.evaluate("(node) => getComputedStyle(node).touchAction") == "pan-x pan-y"
    names = (place.get_attribute("class") or "").split()
    assert "leaflet-touch-zoom" in names
    assert "leaflet-touch-drag" not in names
    assert screen.errors == []
    context.close()


def test_a_screen_that_may_not_stay_awake_is_shown_all_the_same(
    server: str, new_screen: Callable[..., Screen]
) -> None:
    screen = new_screen(server)
    screen.page.add_init_script(
        "window.asked = 0; Object.defineProperty(navigator, 'wakeLock', { value: {"
        " request: () => { window.asked += 1; return Promise.reject(new Error('no')); } } })"
    )
    screen.open(tryb="prezentacja")
    screen.page.wait_for_function("window.asked > 0")
    expect(screen.map.locator(".ao-stage-ends dd")).to_have_count(6)
    assert screen.errors == []


def test_letters_twice_as_large_fit(server: str, browser: Browser) -> None:
    """As large as they are set in the browser, not in the window."""
    path, letters = tools.chromium(), "--blink-settings=defaultFontSize=32"
    large = browser.browser_type.launch(executable_path=path, args=["--no-sandbox", letters])
    page = large.new_page()
    broken = {}
    for at in ("/", "/profil", "/syntetyczny"):  # a board beside the map, cards, bars
        screen = Screen(page, server).open(at)
        page.locator(".ao-panel-sheet > *").first.wait_for()
        screen.idle()
        broken[at] = broken_at(page, (DESK,))
        size = page.locator("html").evaluate("(node) => getComputedStyle(node).fontSize")
        assert size == "32px"
    large.close()
    assert [f"{at}: {text}" for at, texts in broken.items() for text in texts] == []
