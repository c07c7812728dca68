"""The dashboard behind a real nginx and a real Caddy, with the lines that are documented."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable

import pytest
from playwright.sync_api import FilePayload, expect

from tests.support.browser import Screen
from tests.support.proxy import caddy, documented, nginx
from tests.support.uploads import NURSERIES

PROXIES = {"nginx": nginx, "caddy": caddy}


@pytest.mark.parametrize("kind", PROXIES)
def test_everything_works_behind_a_proxy(
    kind: str, server: str, new_screen: Callable[..., Screen]
) -> None:
    if not shutil.which(kind):
        pytest.skip(f"{kind} is not installed")
    with PROXIES[kind](server, documented(kind)) as address:
        screen = new_screen(address).open(rok="2019")
        screen.choose("Rok", "2018")
        screen.painted("rok=2018")
        screen.go_to("Własne dane")
        file = FilePayload(name="a.csv", mimeType="text/csv", buffer=NURSERIES)
        screen.page.locator("input[type=file]").set_input_files(file)
        expect(screen.page.locator(".ao-cards")).to_contain_text("2 z 21")
        assert screen.errors == []
        screen.page.context.close()


@pytest.mark.skipif(not shutil.which("nginx"), reason="nginx is not installed")
@pytest.mark.parametrize("without", ["Host", "Upgrade"])
def test_a_proxy_that_lets_no_live_data_through_gets_a_sentence(
    without: str, server: str, new_screen: Callable[..., Screen]
) -> None:
    lines = re.sub(rf".*proxy_set_header {without} .*\n", "", documented("nginx"))
    with nginx(server, lines) as address:  # its own name is always allowed, another one is not
        screen = new_screen(address.replace("127.0.0.1", "pulpit.localhost"))
        screen.page.goto(screen.address)
        told = screen.page.get_by_role("alert").filter(has_text="nie docierają")
        expect(told).to_contain_text("Administrator serwera musi przepuszczać WebSocket")
        expect(told).to_be_in_viewport()
        screen.page.context.close()
