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


FORGETFUL = {"STREAMLIT_SERVER_DISCONNECTED_SESSION_TTL": "0"}
"""Settings of a server that loses a session each time the network is cut."""


def test_no_filter_is_dead_after_a_cut_network_nor_on_a_new_server(
    new_screen: Callable[..., Screen],
) -> None:
    """A new start is, for a page, a broken connection and a server that knows no session."""
    ports = [free_port(), free_port()]
    old, new = (serving(port=port, settings=FORGETFUL) for port in ports)
    with old, new, linked(ports[0]) as link:
        screen = new_screen(f"http://127.0.0.1:{link.port}")
        screen.goes_on = True
        for number, path in enumerate(CHOICES, 1):
            opened(screen, path)
            link.cut()
            choose(screen, path, 0)
            link.join()
            obeyed(screen, path, 0)
            screen.page.locator(LIVE).wait_for()
            link.stop()
            screen.page.locator(LIVE).wait_for(state="detached")
            link.join(ports[number % 2])
            screen.page.locator(LIVE).wait_for()
            choose(screen, path, 1)
            obeyed(screen, path, 1)
            screen.page.locator(LIVE).wait_for()


def test_pages_that_are_open_are_live_after_a_new_start(
    new_screen: Callable[..., Screen],
) -> None:
    """What was chosen meanwhile counts, what is chosen then too, and files are taken."""
    port = free_port()
    with serving(port=port) as address:
        screen = opened(new_screen(address), "/")
        own = Screen(screen.page.context.new_page(), address).open("/wlasne")
        files = own.page.locator("input[type=file]")
        files.wait_for(state="attached")
    for one in (screen, own):
        one.page.locator(LIVE).wait_for(state="detached")
    screen.page.evaluate("aoPage.choose({gmina: '160501'})")
    with serving(port=port):
        for one in (screen, own):
            one.page.locator(LIVE).wait_for()
        choose(screen, "/", 1)
        obeyed(screen, "/", 1)
        expect(screen.page).to_have_url(re.compile("gmina=160501"))
        files.set_input_files(FilePayload(name="a.csv", mimeType="text/csv", buffer=NURSERIES))
        expect(own.page.locator(".ao-cards")).to_contain_text("2 z 21")
