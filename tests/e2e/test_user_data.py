"""Own data: a file becomes a map for whoever brought it, and for nobody else."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit

from playwright.sync_api import Browser, FilePayload, Page, expect

from tests.support.axe import faults, ours, violations
from tests.support.browser import Screen
from tests.support.screens import english
from tests.support.uploads import NURSERIES


def payload(name: str, content: bytes) -> FilePayload:
    return FilePayload(name=name, mimeType="text/csv", buffer=content)


def uploaded(screen: Screen, name: str, content: bytes) -> Page:
    page = screen.open("/wlasne").page
    page.locator("input[type=file]").set_input_files(payload(name, content))
    return page


def test_a_file_becomes_a_map_for_whoever_brought_it(screen: Screen, browser: Browser) -> None:
    page = uploaded(screen, "<img src=x onerror=alert(1)>.csv", NURSERIES)
    expect(page.locator(".ao-cards")).to_contain_text("2 z 21")
    expect(page.get_by_role("row", name=re.compile("Nibylandia"))).to_contain_text("nie rozpoznano")
    page.get_by_role("textbox", name="Jednostka").fill("na 1000 dzieci")
    page.get_by_role("textbox", name="Nazwa").fill("Żłobki <b>")
    page.get_by_role("button", name="Dodaj do mapy").click()
    expect(page.get_by_test_id("stAlert")).to_contain_text("1 wskaźnik")
    assert list(english(page)) == []
    assert ours(violations(page)) == []
    page.get_by_role("link", name="Żłobki <b>").click()
    screen.painted("wskaznik=wlasny_zlobki_b")
    expect(page.locator(".ao-subtitle")).to_contain_text("dane użytkownika")
    screen.choose("Rok", "2023 (1 z 21 gmin)")
    screen.painted("rok=2023")
    expect(page.locator(".ao-ranking")).to_contain_text("131,2")
    page.reload()
    screen.painted("wskaznik=wlasny_zlobki_b", "rok=2023")
    rows = f"{screen.address}/api/v1/dane.csv?{urlsplit(page.url).query}"
    answer = page.request.get(rows)
    assert "131.2" in answer.text()
    assert "dane użytkownika" in answer.text()
    assert "store" in answer.headers["cache-control"]
    screen.map.get_by_role("button", name="Poprzedni rok").click()
    screen.painted("rok=2016")

    stranger = browser.new_context()
    assert stranger.request.get(rows).status == 400
    other = Screen(stranger.new_page(), screen.address)
    other.page.goto(page.url)
    other.painted()
    expect(other.page.locator(".ao-notice")).to_contain_text("z czyjegoś własnego pliku")
    stranger.close()

    screen.open("/wlasne")
    page.get_by_role("button", name="Usuń moje dane z pulpitu").click()
    expect(page.get_by_test_id("stAlert")).to_contain_text("Usunięto")
    assert page.request.get(rows).status == 400
    assert screen.errors == []


UNUSABLE = (
    ("pusty.csv", b"", "plik jest pusty"),
    ("zly.xlsx", b"PK\x03\x04zzzz", "uszkodzony"),
    ("obce.csv", "Gmina;2023\nKraków;1\nWrocław;2\n".encode("cp1250"), "obszaru"),
)


def test_a_file_that_cannot_be_used_is_refused(screen: Screen) -> None:
    page = screen.open("/wlasne").page
    table = page.get_by_role("table", name="Co jest nie tak")
    for name, content, said in UNUSABLE:
        page.locator("input[type=file]").set_input_files(payload(name, content))
        expect(table).to_contain_text(said)
        expect(page.get_by_role("button", name="Dodaj do mapy")).to_have_count(0)
    assert screen.errors == []


def test_the_form_can_be_used_on_a_phone(server: str, open_screen: Callable[..., Screen]) -> None:
    screen = open_screen(server, 390, 844)
    page = uploaded(screen, "żłobki.csv", NURSERIES)
    expect(page.get_by_role("button", name="Dodaj do mapy")).to_be_visible()
    assert faults(page) == []
    main = "document.querySelector('[data-testid=stMain]')"
    assert page.evaluate(f"{main}.scrollWidth <= {main}.clientWidth")
