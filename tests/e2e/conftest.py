"""A real server and a real Chromium that can reach nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
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


def window(browser: Browser) -> BrowserContext:
    """Open a window of its own: it shares neither storage nor cookies with another."""
    return browser.new_context(locale="pl-PL", accept_downloads=True)


@pytest.fixture(scope="session")
def tab(browser: Browser) -> Iterator[Page]:
    """The page of whoever needs no new one: to open one costs more than most tests do in it."""
    context = window(browser)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def phone(browser: Browser) -> Iterator[Page]:
    """The page that goes on in a narrow window: its sidebar is shut since it was new."""
    context = window(browser)
    yield context.new_page()
    context.close()


Opener = Callable[..., Screen]
NARROW = 640


@pytest.fixture
def open_screen(tab: Page, phone: Page) -> Iterator[Opener]:
    """Show an address in a page as good as new, which is the same each time.

    ``open_screen(address, width=390, height=844, dark=True)``; with ``goes_on`` it is not loaded
    anew where the last test has left it in order.
    """
    shown: list[Screen] = []

    def make(
        address: str,
        width: int = 1280,
        height: int = 720,
        *,
        dark: bool = False,
        goes_on: bool = False,
    ) -> Screen:
        for screen in shown:
            screen.unwatch()
        page = phone if goes_on and width < NARROW else tab
        shown[:] = [Screen(page, address, goes_on).empty(width, height, dark=dark)]
        return shown[0]

    yield make
    for screen in shown:
        screen.unwatch()


@pytest.fixture
def new_screen(browser: Browser) -> Iterator[Opener]:
    """Open pages in windows of their own: several at once, or with scripts put into them."""
    contexts: list[BrowserContext] = []

    def make(address: str, width: int = 1280, height: int = 720, *, dark: bool = False) -> Screen:
        contexts.append(window(browser))
        return Screen(contexts[-1].new_page(), address).empty(width, height, dark=dark)

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def screen(server: str, open_screen: Opener) -> Screen:
    """A page of the shipped data at 1280 by 720."""
    return open_screen(server)


@pytest.fixture
def standing(server: str, open_screen: Opener) -> Screen:
    """The same, going on from where the last test was: a page is loaded once for many tests."""
    return open_screen(server, goes_on=True)
