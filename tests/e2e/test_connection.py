"""A page that has lost its session becomes live by itself, and the choice just made counts."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import FilePayload, expect

from tests.support.browser import Screen, free_port, serving
from tests.support.link import linked
from tests.support.uploads import NURSERIES

YEARS = ("2018", "2017")
THEN = {"rok": "2019"}
Choice = tuple[dict[str, str], str, tuple[str, str], str]
CHOICES: dict[str, Choice] = {
    "/": (THEN, "Rok", YEARS, "rok"),
    "/profil": ({}, "Gmina", ("Gogolin", "Krapkowice"), "gmina"),
    "/porownanie": (THEN, "Rok", YEARS, "rok"),
    "/wspolpraca": ({}, "Od roku", YEARS, "od"),
    "/zaleznosci": (THEN, "Rok pierwszego", YEARS, "rok"),
    "/mapy": ({}, "Rok: mapa 1", ("2023", "2022"), "mapa1"),
    "/syntetyczny": ({}, "Rok", ("2021", "2022"), "rok"),
    "/sasiedztwo": (THEN, "Rok", YEARS, "rok"),
    "/jakosc": ({}, "Dziedzina", ("Oświata", "Kultura"), "dziedzina"),
}
"""Screens, and for each what is asked for, a filter, two options and the parameter they write."""

KEPT = ("/", "/profil")
"""Screens that are open when the server starts anew, beside the one that takes files."""

LIVE = "[data-test-connection-state=CONNECTED][data-test-script-state=notRunning]"


def opened(screen: Screen, path: str) -> Screen:
    """Open a screen of ``CHOICES``, until its filter can be used."""
    asked, label, _, _ = CHOICES[path]
    screen.open(path, **asked)
    screen.page.locator(LIVE).wait_for()
    screen.page.get_by_role("combobox", name=label).wait_for()
    return screen


def choose(screen: Screen, path: str, turn: int) -> None:
    """Choose an option of the filter of a screen."""
    _, label, options, _ = CHOICES[path]
    screen.page.bring_to_front()
    screen.choose(label, options[turn])


def obeyed(screen: Screen, path: str, turn: int) -> None:
    """Expect what was chosen in its box and in the address."""
    _, label, options, name = CHOICES[path]
    expect(screen.page.get_by_role("combobox", name=label)).to_have_value(options[turn])
    value = options[turn] if options is YEARS else ""
    expect(screen.page).to_have_url(re.compile(f"[?&]{name}={value}"))


def test_no_filter_is_dead_after_a_cut_network_nor_after_a_new_start(
    new_screen: Callable[..., Screen],
) -> None:
    """A session is lost each time the network is cut; with a new start all of them are."""
    forgetful = {"STREAMLIT_SERVER_DISCONNECTED_SESSION_TTL": "0"}
    port = free_port()
    with linked(port) as link:
        with serving(port=port, settings=forgetful):
            first = new_screen(f"http://127.0.0.1:{link.port}")
            first.goes_on = True
            for path in CHOICES:
                opened(first, path)
                link.cut()
                choose(first, path, 0)
                link.join()
                obeyed(first, path, 0)
                first.page.locator(LIVE).wait_for()
            context = first.page.context
            screens = [first, *(Screen(context.new_page(), first.address) for _ in KEPT)]
            for screen, path in zip(screens, KEPT, strict=False):
                opened(screen, path)
            files = screens[-1].open("/wlasne").page.locator("input[type=file]")
            files.wait_for(state="attached")
        for screen in screens:
            screen.page.locator(LIVE).wait_for(state="detached")
        first.page.evaluate("aoPage.choose({gmina: '160501'})")
        with serving(port=port):
            for screen in screens:
                screen.page.locator(LIVE).wait_for()
            for screen, path in zip(screens, KEPT, strict=False):
                choose(screen, path, 1)
                obeyed(screen, path, 1)
            expect(first.page).to_have_url(re.compile("gmina=160501"))
            file = FilePayload(name="a.csv", mimeType="text/csv", buffer=NURSERIES)
            files.set_input_files(file)
            expect(screens[-1].page.locator(".ao-cards")).to_contain_text("2 z 21")
