"""The dashboard under a path of a server that it shares with others."""

from __future__ import annotations

import json
import re
import urllib.request
from collections.abc import Callable, Iterator
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import FilePayload, expect

from tests.support.browser import Screen, serving
from tests.support.uploads import NURSERIES

BASE = "/pulpit"
SITE = "https://gmina.pl"


@pytest.fixture(scope="module")
def based() -> Iterator[str]:
    with serving(base=BASE, settings={"AO_SITE": SITE}) as address:
        yield address


def get(address: str) -> Any:
    with urllib.request.urlopen(address, timeout=60) as answer:
        return answer.read().decode()


def test_nothing_is_asked_for_outside_the_path(
    based: str, new_screen: Callable[..., Screen]
) -> None:
    screen = new_screen(based).open(rok="2019")
    screen.choose("Wskaźnik", "Bezrobotni na 1000 mieszkańców")
    screen.painted("wskaznik=bezrobotni_1000")
    with screen.page.expect_download() as saved:
        screen.page.locator(f"a[href^='{BASE}/api/v1/dane.csv']").first.click()
    assert saved.value.suggested_filename.endswith("_2019.csv")
    screen.go_to("Porównanie")
    screen.page.wait_for_url(re.compile(f"{BASE}/porownanie"))
    screen.go_to("Opowieść")
    expect(screen.page.locator(".ao-told-place")).to_contain_text("1 z")
    screen.page.reload()
    expect(screen.page.locator(".ao-told-place")).to_contain_text("1 z")
    assert urlsplit(screen.page.url).path == f"{BASE}/opowiesc"
    screen.go_to("Własne dane")
    file = FilePayload(name="a.csv", mimeType="text/csv", buffer=NURSERIES)
    screen.page.locator("input[type=file]").set_input_files(file)
    expect(screen.page.locator(".ao-cards")).to_contain_text("2 z 21")
    screen.page.get_by_role("combobox", name="Szukaj wszędzie").fill("Gogolin")
    screen.page.locator(".ao-found-one").first.click()
    screen.painted("gmina=160501")
    assert urlsplit(screen.page.url).path == f"{BASE}/"
    screen.page.get_by_role("link", name="Profil gminy").first.click()
    screen.page.wait_for_url(re.compile(f"{BASE}/profil"))
    screen.open(rok="2019", tryb="prezentacja").page.locator("body").press("q")
    expect(screen.page.locator(".ao-code-address")).to_contain_text(f"{SITE}{BASE}/?")
    assert (screen.abroad, screen.errors) == ([], [])
    screen.page.context.close()


def test_addresses_for_the_world_have_the_path(based: str) -> None:
    page = get(f"{based}/?rok=2019")
    assert f'content="{SITE}{BASE}/api/v1/obraz.png' in page
    assert not re.findall(r'(?:href|src|data-files)="/(?!pulpit/)[^"]*', page)
    assert json.loads(get(f"{based}/api/v1/openapi.json"))["servers"] == [{"url": f"{SITE}{BASE}"}]
    listed = json.loads(get(f"{based}/api/v1/"))["adresy"]
    assert all(one["adres"].startswith(f"{BASE}/api/v1/") for one in listed)
    rows = json.loads(get(f"{based}/api/v1/dane.json"))
    assert rows["address"].startswith(f"{SITE}{BASE}/?")
    assert get(f"{based}/readyz") == get(f"{based.removesuffix(BASE)}/readyz") == "ok"
    assert urlsplit(urllib.request.urlopen(based, timeout=60).url).path == f"{BASE}/"
    with pytest.raises(HTTPError, match="404"):
        get(f"{based.removesuffix(BASE)}/api/v1/")
