"""The dashboard behind a real nginx and a real Caddy, with the files of ``deploy/``."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import httpx2
import pytest
from playwright.sync_api import FilePayload, expect

from tests.support.browser import Screen, serving
from tests.support.proxy import NGINX_LINES, PLAIN_LINES, caddy, nginx, nginx_path
from tests.support.uploads import NURSERIES

PROXIES = {"nginx": nginx, "caddy": caddy}
BASE = "/pulpit"


def need(kind: str) -> None:
    if not shutil.which(kind):
        pytest.skip(f"{kind} is not installed")


def works(screen: Screen) -> None:
    """Look around: live data, another screen, a file of one's own."""
    screen.open(rok="2019")
    screen.choose("Rok", "2018")
    screen.painted("rok=2018")
    screen.go_to("Własne dane")
    file = FilePayload(name="a.csv", mimeType="text/csv", buffer=NURSERIES)
    screen.page.locator("input[type=file]").set_input_files(file)
    expect(screen.page.locator(".ao-cards")).to_contain_text("2 z 21")
    assert (screen.errors, screen.abroad) == ([], [])
    screen.page.context.close()


@pytest.mark.parametrize("kind", PROXIES)
def test_everything_works_behind_a_proxy(
    kind: str, server: str, new_screen: Callable[..., Screen]
) -> None:
    need(kind)
    with PROXIES[kind](server) as address:
        works(new_screen(address))


def test_everything_works_behind_a_proxy_under_a_path(new_screen: Callable[..., Screen]) -> None:
    need("nginx")
    need("caddy")
    with serving(base=BASE) as server:
        behind = server.removesuffix(BASE)
        for proxy in (nginx(behind, nginx_path(PLAIN_LINES, BASE)), caddy(behind, BASE)):
            with proxy as address:
                works(new_screen(f"{address}{BASE}"))


def test_nginx_speaks_tls_and_names_requests(server: str, tmp_path: Path) -> None:
    need("nginx")
    need("openssl")
    key, certificate = tmp_path / "key", tmp_path / "certificate"
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1"]
    made += ["-subj", "/CN=pulpit.gmina.pl", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(made, check=True, capture_output=True)
    lines = NGINX_LINES.replace("/etc/ssl/pulpit.crt", str(certificate))
    with nginx(server, lines.replace("/etc/ssl/pulpit.key", str(key))) as address:
        secure = address.replace("http:", "https:")
        answer = httpx2.get(f"{secure}/readyz", verify=False)
        assert answer.text == "ok"
        assert re.fullmatch("[0-9a-f]{32}", answer.headers["x-request-id"])


@pytest.mark.skipif(not shutil.which("nginx"), reason="nginx is not installed")
@pytest.mark.parametrize("without", ["Host", "Upgrade"])
def test_a_proxy_that_lets_no_live_data_through_gets_a_sentence(
    without: str, server: str, new_screen: Callable[..., Screen]
) -> None:
    lines = re.sub(rf".*proxy_set_header {without} .*\n", "", PLAIN_LINES)
    with nginx(server, lines) as address:  # its own name is always allowed, another one is not
        screen = new_screen(address.replace("127.0.0.1", "pulpit.localhost"))
        screen.page.goto(screen.address)
        told = screen.page.get_by_role("alert").filter(has_text="nie docierają")
        expect(told).to_contain_text("Administrator serwera musi przepuszczać WebSocket")
        expect(told).to_be_in_viewport()
        screen.page.context.close()
