"""A real server, and a page in a real browser."""

from __future__ import annotations

import contextlib
import functools
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal
from urllib.parse import parse_qsl, urlencode, urlsplit

from playwright.sync_api import (
    ConsoleMessage,
    Dialog,
    Frame,
    Page,
    Request,
)
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from ao_dash.mapview import query as choices
from ao_dash.mapview.selection import PARAMETERS, Selection, parse
from ao_dash.screens import registry
from ao_dash.screens.registry import TITLES
from ao_dash.web.ui.menu import MENU
from tests.support.data import ROOT, shipped_dataset

SCREENS = {**TITLES, "dane": "Dane i źródła", "wlasne": "Własne dane", "opowiesc": "Opowieść"}
"""Titles of all screens beside the main one, by their place in addresses."""
GROUPED = {SCREENS[code]: group for group, codes in MENU.items() if group for code in codes}
"""Groups of the menu by the titles of the screens in them."""


# A picture is there when the map says so; nothing waits for a time to pass.
PAINTED = "iframe[title^='Map']"
DRAWN = """() => new Promise((done) => {
  const frames = (n) => requestAnimationFrame(() => setTimeout(() => (n ? frames(n - 1) : done())));
  frames(2);
})"""
"""Waits until what has been asked for is drawn."""
_CALM = 8  # times that a page is drawn with nothing on its way
_PATIENCE = 600
_UNTOUCHED = """() => {
  document.activeElement?.blur();
  for (const cell of aoMap.cells) {
    cell.hover(null);
    cell.movedByUser = false;
    cell.fit();
  }
  for (const node of document.querySelectorAll('[data-painted]')) delete node.dataset.painted;
}"""
_AWAIT_PICTURE = """() => {
  document.activeElement?.blur();
  delete document.body.dataset.testDrawn;
  addEventListener('ao-drawn', () => { document.body.dataset.testDrawn = ''; }, { once: true });
}"""


def usual_query(path: str) -> dict[str, str]:
    """Return what a screen shows when nothing is asked for."""
    code = path.strip("/")
    if code and code not in TITLES:
        return {}  # nothing can be chosen there
    declared = registry.find(code).choice if code else Selection
    return choices.parse(declared, {}, shipped_dataset())[0].query()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def serving(
    script: Path = ROOT / "app.py",
    data: Path | None = None,
    folder: Path = ROOT,
    port: int = 0,
    settings: Mapping[str, str] = MappingProxyType({}),
    base: str = "",
) -> Iterator[str]:
    """Serve a Streamlit script from ``folder``, whose settings it takes; yield its address.

    ``settings`` are environment variables that the server gets besides, ``base`` is the path that
    it lives under, e.g. ``/pulpit``.
    """
    port = port or free_port()
    environment = dict(os.environ) | {"PYTHONPATH": str(ROOT), **settings}
    environment.pop("AO_DATA_DIR", None)
    if data:
        environment["AO_DATA_DIR"] = str(data)
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port)]
    command += ["--server.headless", "true", "--browser.gatherUsageStats", "false"]
    command += ["--server.address", "127.0.0.1", "--server.baseUrlPath", base]
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    address = f"http://127.0.0.1:{port}{base}"
    try:
        deadline = time.monotonic() + 60
        while True:
            with contextlib.suppress(urllib.error.URLError, ConnectionError, TimeoutError):
                urllib.request.urlopen(f"{address}/_stcore/health", timeout=5).close()
                break
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(
                    (process.stderr.read() if process.stderr else b"").decode()[-2000:]
                )
            time.sleep(0.05)  # polling a process that is starting, not a state of a page
        yield address
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=10)
        if process.stderr:
            process.stderr.close()


@dataclass
class Screen:
    """A page of the dashboard and what it did: requests abroad, errors."""

    page: Page
    address: str
    goes_on: bool = False
    abroad: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    pending: set[Request] = field(default_factory=set)

    def empty(self, width: int, height: int, *, dark: bool) -> Screen:
        """Make the page as good as new: alone, of this size, with nothing kept; and watch it."""
        page, context = self.page, self.page.context
        for other in context.pages:
            if other is not page:
                other.close()
        context.set_offline(offline=False)
        context.clear_permissions()
        context.clear_cookies()
        page.unroute_all()
        page.set_default_timeout(20_000)
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(media="null", color_scheme="dark" if dark else "light")
        if not self._stands():
            self._blank()
        if self.address.startswith("http"):
            page.evaluate("localStorage.clear(); sessionStorage.clear()")
        self.watch()
        return self

    def _blank(self) -> None:
        """Show a page of the same storage with nothing in it, which no server is asked for."""
        if not self.address.startswith("http"):
            self.page.goto("about:blank")
            return
        address, body = f"{self.address}/blank", '<link rel="icon" href="data:,">'
        self.page.route(address, lambda one: one.fulfill(content_type="text/html", body=body))
        self.page.goto(address)
        self.page.unroute(address)

    def watch(self) -> None:
        for event, listener in self._listeners.items():
            self.page.on(event, listener)  # type: ignore[call-overload]

    def unwatch(self) -> None:
        for event, listener in self._listeners.items():
            self.page.remove_listener(event, listener)

    @functools.cached_property
    def _listeners(self) -> dict[str, Callable[[Any], None]]:
        return {
            "request": self._on_request,
            "requestfinished": self._on_answer,
            "requestfailed": self._on_answer,
            "console": self._on_console,
            "pageerror": lambda error: self.errors.append(str(error)),
            "dialog": self._on_dialog,
        }

    def _on_request(self, request: Request) -> None:
        self.requests.append(request.url)
        self.pending.add(request)
        if not request.url.startswith((self.address, "data:", "blob:", "about:")):
            self.abroad.append(request.url)

    def _on_answer(self, request: Request) -> None:
        self.pending.discard(request)

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(message.text)

    def _on_dialog(self, dialog: Dialog) -> None:
        self.errors.append(dialog.message)
        dialog.dismiss()

    def open(self, path: str = "/", **query: str) -> Screen:
        to = f"{path}?{urlencode(query)}" if query else path
        if not self._went_on(path, query):
            self.pending.clear()  # a page that is left says nothing of what it had asked for
            self.page.goto(f"{self.address}{to}")
        if path == "/":
            self.painted()
        if self.goes_on:
            self.page.evaluate("window.aoTestGoesOn = true")
        return self

    def follow(self, to: str) -> None:
        """Ask for an address of the dashboard without a new page, as „back” does."""
        self.page.evaluate(
            """(to) => {
              history.pushState({}, "", to);
              dispatchEvent(new PopStateEvent("popstate"));
            }""",
            to,
        )

    def _went_on(self, path: str, query: Mapping[str, str]) -> bool:
        """Go to an address from one that is there; tell whether that could be.

        Where nothing is asked for, the usual choice is: the dashboard would bring the last one
        along.
        """
        if not self._stands() or not (query := query or usual_query(path)):
            return False
        to = f"{path}?{urlencode(query)}"
        if self._another(path, query):
            self._follow_anew(to)
        else:
            self._follow_round(path, to)
        self.idle()
        return True

    def _another(self, path: str, query: Mapping[str, str]) -> bool:
        """Tell whether an address shows another choice than the page, so that it is drawn anew."""
        code, here = path.strip("/"), urlsplit(self.page.url)
        if code and code not in TITLES:
            return False
        declared = registry.find(code).choice if code else Selection
        if here.path != path:
            return False
        asked = (query, dict(parse_qsl(here.query)))
        wanted, shown = (choices.parse(declared, one, shipped_dataset())[0] for one in asked)
        return bool(wanted != shown)

    def _follow_anew(self, to: str) -> None:
        """Go to another choice of the screen that is there, as if nobody had touched it."""
        if self.page.locator(PAINTED).count():
            self.map.evaluate(_UNTOUCHED)
        self.page.evaluate(_AWAIT_PICTURE)
        self.follow(to)
        self.page.locator("body[data-test-drawn]").wait_for(state="attached")

    def _follow_round(self, path: str, to: str) -> None:
        """Go over a screen without a choice, so that nothing of the last one stays."""
        between = "wlasne" if path != "/wlasne" else "dane"
        self.follow(f"/{between}")
        self.page.locator(".ao-panel h1", has_text=SCREENS[between]).wait_for()
        self.page.locator(PAINTED).wait_for(state="detached")
        self.idle()
        self.follow(to)
        there = self.page.locator(".ao-panel h1").filter(has_not_text=SCREENS[between])
        there.first.wait_for(state="attached")

    def _stands(self) -> bool:
        """Tell whether the page is one of these tests, in order and with its server."""
        here = self.goes_on and self.page.url.startswith(self.address)
        return here and bool(
            self.page.evaluate(
                """() => window.aoTestGoesOn && !document.querySelector("dialog[open]")
                  && document.querySelector("[data-test-connection-state=CONNECTED]") !== null"""
            )
        )

    def turn(self, **query: str) -> None:
        """Show another picture of the map without a new page, as its own controls do."""
        asked = dict.fromkeys(PARAMETERS, "") | query
        self.page.evaluate("(asked) => aoPage.choose(asked)", asked)
        wanted = parse(query, shipped_dataset())[0].address()
        self.map.locator(f'body[data-painted="{wanted}"]').wait_for()

    def painted(self, *parts: str) -> None:
        """Wait until the map shows the picture whose query holds all of ``parts``."""
        self.page.locator(PAINTED).wait_for()
        wanted = "".join(f"[data-painted*='{part}']" for part in parts) or "[data-painted]"
        self.map.locator(f"body{wanted}").wait_for()

    def quiet(self) -> None:
        """Wait until the page has all that it asks for; the browser's own word for it is missed."""
        calm = 0
        for _ in range(_PATIENCE):
            self.page.evaluate(DRAWN)
            calm = 0 if self.pending else calm + 1
            if calm == _CALM:
                return
        raise AssertionError([request.url for request in self.pending])

    def idle(self) -> None:
        """Wait until the script that makes the page has run."""
        self.page.locator("[data-testid='stApp'][data-test-script-state='notRunning']").wait_for()

    def add(self, label: str, option: str) -> None:
        """Add an option to those chosen in a box of several; a click while it is drawn is lost."""
        tags = self.page.get_by_test_id("stMultiSelectTagsContainer").get_by_text(option)
        for attempts_left in (2, 1, 0):
            self.page.get_by_role("combobox", name=label).click()
            self.page.get_by_role("option", name=option, exact=True).click()
            try:
                tags.first.wait_for(timeout=3000)
            except PlaywrightTimeout:
                if not attempts_left:
                    raise
            else:
                return

    @property
    def map(self) -> Frame:
        frame = self.page.locator(PAINTED).element_handle().content_frame()
        assert frame
        return frame

    def choose(self, label: str, option: str | re.Pattern[str]) -> None:
        """Choose an option of a select box by its label."""
        box = self.page.get_by_role("combobox", name=label, exact=True)
        wanted = self.page.get_by_role("option", name=option, exact=True)
        box.click()
        for attempts_left in (2, 1, 0):
            try:
                wanted.click(timeout=5000)
            except PlaywrightTimeout:  # a list opened while its sidebar comes in shuts again
                if not attempts_left:
                    raise
                box.click()
            else:
                return

    def go_to(self, name: str) -> None:
        """Go to another screen by the menu."""
        if name in GROUPED:
            self.page.get_by_test_id("stTopNav").get_by_text(GROUPED[name], exact=True).click()
        role: Literal["link", "menuitem"] = "menuitem" if name in GROUPED else "link"
        self.page.get_by_role(role, name=name, exact=True).click()

    def arrive(self, code: str, name: str) -> None:
        """Go to another screen by the menu and wait until it is there."""
        self.go_to(name)
        self.page.wait_for_url(re.compile(rf"/{code}\b"))
        self.idle()
        self.page.locator(".ao-panel h1").first.wait_for()

    def fills(self) -> dict[str, str]:
        """Fill of every gmina as painted, by its code, as ``#rrggbb`` or a pattern's name."""
        found: dict[str, str] = self.map.evaluate(
            """() => Object.fromEntries([...document.querySelectorAll('path.ao-gmina')].map(
                 (path) => [path.dataset.teryt6, getComputedStyle(path).fill]))"""
        )
        return {code: hexadecimal(fill) for code, fill in found.items()}

    def gmina(self, teryt6: str) -> Any:
        return self.map.locator(f"path.ao-gmina[data-teryt6='{teryt6}']")


def hexadecimal(fill: str) -> str:
    """Return a colour of a browser as ``#rrggbb``; the name of a pattern stays."""
    if not fill.startswith("rgb"):
        return fill
    channels = [int(float(part)) for part in fill[fill.index("(") + 1 : -1].split(",")[:3]]
    return "#" + "".join(f"{channel:02x}" for channel in channels)
