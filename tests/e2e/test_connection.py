"""A page that has lost its session becomes live by itself, and the choice just made counts."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import FilePayload, expect

from tests.support.browser import Screen, free_port, serving
from tests.support.link import linked
from tests.support.uploads import NURSERIES

YEARS = ("2018", "2017")
CHOICES = {
    "/?rok=2019": ("Rok", YEARS, "rok"),
    "/profil": ("Gmina", ("Gogolin", "Krapkowice"), "gmina"),
    "/porownanie?rok=2019": ("Rok", YEARS, "rok"),
    "/wspolpraca": ("Od roku", YEARS, "od"),
    "/zaleznosci?rok=2019": ("Rok pierwszego", YEARS, "rok"),
    "/mapy": ("Rok: mapa 1", ("2023", "2022"), "mapa1"),
    "/syntetyczny": ("Rok", ("2021", "2022"), "rok"),
    "/sasiedztwo?rok=2019": ("Rok", YEARS, "rok"),
    "/jakosc": ("Dziedzina", ("Oświata", "Kultura"), "dziedzina"),
}
"""Addresses of screens, and for each a filter, two options and the parameter they write."""

LIVE = "[data-test-connection-state=CONNECTED]"


@pytest.fixture
def opened(new_screen: Callable[..., Screen]) -> Callable[[str], list[Screen]]:
    """Open every screen of ``CHOICES`` and the one that takes files, until all can be used."""

    def make(address: str) -> list[Screen]:
        first = new_screen(address)
        screens = [first]
        for _ in CHOICES:
            screens.append(Screen(first.page.context.new_page(), address))
        for screen, path in zip(screens, (*CHOICES, "/wlasne"), strict=True):
            screen.page.bring_to_front()
            screen.open(path)
            screen.idle()
        screens[-1].page.locator("input[type=file]").wait_for(state="attached")
        return screens

    return make


def choose(screens: list[Screen], turn: int) -> None:
    """Choose an option of the filter of each screen."""
    for screen, (label, options, _) in zip(screens, CHOICES.values(), strict=False):
        screen.page.bring_to_front()
        screen.choose(label, options[turn])


def obeyed(screens: list[Screen], turn: int) -> None:
    """Expect what was chosen in the box of each screen, and its parameter in the address."""
    for screen, (label, options, name) in zip(screens, CHOICES.values(), strict=False):
        expect(screen.page.get_by_role("combobox", name=label)).to_have_value(options[turn])
        value = options[turn] if options is YEARS else ""
        expect(screen.page).to_have_url(re.compile(f"[?&]{name}={value}"))


def test_no_filter_is_dead_after_a_cut_network_nor_after_a_new_start(
    opened: Callable[[str], list[Screen]],
) -> None:
    forgetful = {"STREAMLIT_SERVER_DISCONNECTED_SESSION_TTL": "0"}
    port = free_port()
    with linked(port) as link:
        with serving(port=port, settings=forgetful):
            screens = opened(f"http://127.0.0.1:{link.port}")
            link.cut()
            choose(screens, 0)
            link.join()
            obeyed(screens, 0)
        for screen in screens:
            screen.page.locator(LIVE).wait_for(state="detached")
        screens[0].page.evaluate("aoPage.choose({gmina: '160501'})")
        with serving(port=port):
            for screen in screens:
                screen.page.locator(f"{LIVE}[data-test-script-state=notRunning]").wait_for()
            choose(screens, 1)
            obeyed(screens, 1)
            expect(screens[0].page).to_have_url(re.compile("gmina=160501"))
            file = FilePayload(name="a.csv", mimeType="text/csv", buffer=NURSERIES)
            screens[-1].page.locator("input[type=file]").set_input_files(file)
            expect(screens[-1].page.locator(".ao-cards")).to_contain_text("2 z 21")
