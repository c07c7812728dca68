"""What the eye sees on every screen, measured in a browser."""

from __future__ import annotations

from collections.abc import Callable

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


def test_nothing_jumps_while_a_screen_comes(
    server: str, open_screen: Callable[..., Screen]
) -> None:
    """On a slow machine, where parts come one by one; on a phone they stand under each other."""
    shifted = {}
    for path in ("/mapy", "/sasiedztwo"):
        screen = open_screen(server, 390, 844)
        page = screen.page
        page.add_init_script(SHIFTS)
        slow = page.context.new_cdp_session(page)
        slow.send("Emulation.setCPUThrottlingRate", {"rate": 4})
        screen.open(path)
        page.locator(".ao-panel-sheet > *").first.wait_for(timeout=60_000)
        screen.painted()
        screen.idle()
        shifted[path] = page.evaluate("shifted")
        page.context.close()
    assert max(shifted.values()) < MOST_SHIFTED, shifted
