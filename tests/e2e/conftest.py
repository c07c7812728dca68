"""A real server and a real Chromium that can reach nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    expect,
    sync_playwright,
)

from tests.support import tools
from tests.support.browser import Screen, serving

# Two browsers and two servers share two cores: a busy moment is not a failure.
expect.set_options(timeout=15_000)


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    with serving() as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = tools.chromium()
    assert path, "no Chromium: run python -m tests.support.tools"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--disable-component-update",
                # every other host is out of reach
                "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost, EXCLUDE *.localhost",
            ],
        )
        yield browser
        browser.close()


@pytest.fixture
def open_screen(browser: Browser) -> Iterator[Callable[..., Screen]]:
    """Open pages in fresh contexts: ``open_screen(address, width=390, height=844, dark=True)``."""
    contexts: list[BrowserContext] = []

    def make(address: str, width: int = 1280, height: int = 720, *, dark: bool = False) -> Screen:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            locale="pl-PL",
            accept_downloads=True,
        )
        contexts.append(context)
        screen = Screen(context.new_page(), address)
        screen.page.set_default_timeout(20_000)
        screen.watch()
        return screen

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def screen(server: str, open_screen: Callable[..., Screen]) -> Screen:
    """A page of the shipped data at 1280 by 720."""
    return open_screen(server)
