"""What the eye sees on every screen, measured in a browser."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Browser, expect

from tests.support import printed
from tests.support.browser import SCREENS, Screen
from tests.support.screens import broken_at

EVERYTHING_LAID_OUT = ".ao-indicator { content-visibility: visible !important }"
LARGEST = {"wskaznik": "dochody_wlasne", "gmina": "166101"}
LONGEST = {"wskaznik": "rspo_przedszkola_10tys"}


def test_no_number_or_word_is_broken_at_any_width(screen: Screen) -> None:
    broken: dict[str, list[str]] = {}
    page = screen.open(**LARGEST).page
    page.add_style_tag(content=EVERYTHING_LAID_OUT)
    for name, query in (("sums", LARGEST), ("long", LONGEST)):
        for mode in ("", "prezentacja"):
            screen.turn(**query | ({"tryb": mode} if mode else {}))
            broken[f"{name} {mode}"] = broken_at(page)
        screen.turn(**query)
    for code, title in SCREENS.items():
        page.set_viewport_size({"width": 1280, "height": 720})
        screen.arrive(code, title)
        broken[title] = broken_at(page)
    assert [f"{name}: {text}" for name, texts in broken.items() for text in texts] == []


CONTROLS = ("Prezentacja", "Dodaj do opowieści", "Pobierz", "Podkład", "te same klasy", "Wybierz")


def test_every_screen_prints_whole_upright_and_lying(
    server: str, open_screen: Callable[..., Screen]
) -> None:
    screen = open_screen(server, dark=True).open()
    page = screen.page
    for code, title in {"": "Mapa", **SCREENS}.items():
        if code:
            screen.arrive(code, title)
        with_map = page.locator("iframe").count() > 0
        if with_map:
            screen.painted()
        heads = page.locator(".ao-panel :is(h1, h2, thead th):visible").all_inner_texts()
        for landscape in (False, True) if with_map else (False,):
            pdf = page.pdf(format="A4", landscape=landscape)
            said = printed.words(pdf)
            assert printed.faults(pdf) == [], (title, landscape)
            gone = [head for head in heads if printed.squeezed(head.strip("↕↑↓ \n")) not in said]
            assert gone == [], (title, landscape)
            assert [word for word in CONTROLS if printed.squeezed(word) in said] == [], title


SHIFTS = """window.shifted = 0; new PerformanceObserver((list) => {
  for (const { value, hadRecentInput } of list.getEntries()) if (!hadRecentInput) window.shifted += value;
}).observe({ type: 'layout-shift', buffered: true });"""
MOST_SHIFTED = 0.05


def test_nothing_jumps_while_a_screen_comes(server: str, new_screen: Callable[..., Screen]) -> None:
    """On a slow machine, where parts come one by one; on a phone they stand under each other."""
    shifted = {}
    for path in ("/mapy", "/sasiedztwo"):
        screen = new_screen(server, 390, 844)
        page = screen.page
        page.add_init_script(SHIFTS)
        slow = page.context.new_cdp_session(page)
        slow.send("Emulation.setCPUThrottlingRate", {"rate": 4})
        screen.open(path)
        page.locator(".ao-panel-sheet > *").first.wait_for(timeout=60_000)
        screen.painted()
        screen.idle()
        shifted[path] = page.evaluate("shifted")
    assert max(shifted.values()) < MOST_SHIFTED, shifted


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
        page.set_viewport_size({"width": width, "height": 720})
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
