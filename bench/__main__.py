"""Speed of the dashboard against a naive app and a floor app, side by side in one run.

``python -m bench [--write]``. Everything is a ratio: milliseconds of this machine say little about
another. Exit code 1 if a budget is missed.
"""

from __future__ import annotations

import argparse
import base64
import os
import platform
import re
import statistics
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

from playwright.sync_api import Browser, Page, Route, sync_playwright

from ao_dash.datafolder.load import SHIPPED, load
from ao_dash.mapview import sentences
from ao_dash.mapview.selection import parse
from ao_dash.mapview.view import build_view
from ao_dash.web.server.assets import LEAFLET_FOLDER
from ao_dash.web.streamlit_seams import TEXT
from bench.screens import SAYS, SCREENS, Changes, change_time, p95, step_times
from tests.support import tools
from tests.support.browser import serving
from tests.support.data import ROOT

HERE = Path(__file__).parent
LOADS, CHANGES, WARM_UP = 9, 30, 10
DOCUMENT = ROOT / "docs/performance.md"

# Each answers, inside the page, whether what a person waits for is there.
FLOOR_TEXT = f"(y) => !!document.querySelector('{TEXT}')?.textContent.includes(y)"
NAIVE_MAP = """(y) => {
  const frame = document.querySelector('iframe');
  const paths = frame?.contentDocument?.querySelectorAll('path.leaflet-interactive') || [];
  const fills = [...paths].map((p) => p.getAttribute('fill')).join();
  const there = paths.length === 21 && fills !== window.__fills;
  if (there && y) window.__next = fills;
  return there && !!document.querySelector('TEXT')?.textContent.includes(y);
}""".replace("TEXT", TEXT)
OUR_PICTURE = """(y) => {
  const live = document.querySelector('iframe')?.contentDocument?.body?.dataset.painted || '';
  return live.includes('rok=' + y);
}"""
OUR_SCREEN = """(y) => {
  const body = document.querySelector('iframe')?.contentDocument?.body;
  const said = (part) => document.querySelector(part)?.textContent.includes(y);
  return !!body?.dataset.painted?.includes('rok=' + y) && said('.ao-subtitle')
    && said('.ao-sentence') && said('.ao-table caption')
    && document.querySelectorAll('.ao-rank-row').length === 21;
}"""
# The sign of a picture: a part of its address, a line end, the heading.
OUR_HEADING = """(sign) => {
  const [part, heading] = sign.split('\\n');
  const body = document.querySelector('iframe')?.contentDocument?.body;
  return !!body?.dataset.painted?.includes(part) && !!document.querySelector('.ao-table caption')
    && document.querySelector('.ao-panel h1')?.textContent.replaceAll('\\u00a0', ' ') === heading;
}"""


@dataclass
class App:
    """An app under measurement: when it is there, and when a change is."""

    name: str
    address: str
    seen: str
    changed: str


def main() -> int:
    """Measure, print, compare with the budgets."""
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument(
        "--write", action="store_true", help="put the table into docs/performance.md"
    )
    options = parser.parse_args()
    with (
        serving(HERE / "floor.py", folder=HERE) as floor,
        serving(HERE / "naive.py", folder=HERE) as naive,
        serving() as ours,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(
            executable_path=tools.chromium(), args=["--no-sandbox", "--disable-gpu"]
        )
        apps = {
            "floor": App("floor", floor, FLOOR_TEXT, FLOOR_TEXT),
            "naive": App("naive", naive, NAIVE_MAP, NAIVE_MAP),
            "ours": App("ours", ours, OUR_PICTURE, OUR_SCREEN),
        }
        for app in apps.values():  # the first load of a server is not what is measured
            first_load(browser, app, app.seen)
        loads: dict[str, list[float]] = {name: [] for name in (*apps, "live")}
        for _ in range(LOADS):  # in turn, so that a busy moment of the machine hits all
            for name, app in apps.items():
                loads[name].append(first_load(browser, app, app.seen))
            loads["live"].append(first_load(browser, apps["ours"], OUR_SCREEN))
        changes = {name: changes_of(browser, app, YEARS) for name, app in apps.items()}
        picture = App("ours", ours, OUR_PICTURE, OUR_HEADING)
        for name, choice in our_choices().items():
            changes[name] = changes_of(browser, picture, choice)
        steps = step_times(page_of(browser, f"{ours}/?wskaznik=bezrobotni_zarejestrowani"))
        others = {s.code: screen_times(browser, ours, s) for s in SCREENS}
        browser.close()
    lines, kept = report(loads, changes, steps, others)
    print("\n".join(lines))
    if options.write:
        write(lines)
    return 0 if kept else 1


def page_of(browser: Browser, address: str) -> Page:
    """Open a page that knows only our servers; CDN files the naive app asks for come at once."""
    context = browser.new_context(viewport={"width": 1280, "height": 720}, bypass_csp=True)
    page = context.new_page()
    page.set_default_timeout(30_000)

    def answer(route: Route) -> None:
        url = route.request.url
        if url.startswith("http://127.0.0.1"):
            route.continue_()
        elif re.search(r"/leaflet(\.min)?\.(js|css)$", url) and "awesome" not in url:
            route.fulfill(path=LEAFLET_FOLDER / url.rsplit("/", 1)[1])
        elif url.startswith("http"):
            route.fulfill(body="")
        else:
            route.continue_()

    page.route(re.compile(r"^https://"), answer)
    page.goto(address, wait_until="commit")
    return page


WAIT = """([test, year]) => new Promise((done, fail) => {
  const there = eval(test);
  setTimeout(() => fail(new Error(`never seen: ${year}`)), 60000);
  const look = () => there(year)
    ? requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now())))
    : requestAnimationFrame(look);
  look();
})"""


def first_load(browser: Browser, app: App, test: str) -> float:
    """Return ms from navigation to two frames after ``test`` holds, with nothing cached."""
    page = page_of(browser, app.address)
    took = float(page.evaluate(WAIT, [test, "2024"]))
    page.context.close()
    return took


@dataclass
class Choice:
    """A select box and what is chosen of it by turns: the option, and the sign that it is there."""

    label: str
    turns: list[tuple[str, str]]


YEARS = Choice("Rok", [(str(2015 + n * 3 % 9), str(2015 + n * 3 % 9)) for n in range(9)])


def our_choices() -> dict[str, Choice]:
    """Return changes of the indicator and of the domain on the main screen."""
    dataset = load(SHIPPED)

    def sign(**query: str) -> str:
        selection, _ = parse(query, dataset)
        part = urlencode(query)
        title = sentences.title(build_view(dataset, selection)).replace("\N{NO-BREAK SPACE}", " ")
        return f"{part}\n{title}"

    indicators = [
        (dataset.indicators[code].short, sign(wskaznik=code))
        for code in ("bezrobotni_1000", "wydatki_inwestycyjne_os", "bezrobotni_zarejestrowani")
    ]
    domains = [
        (dataset.domains[code].short, sign(dziedzina=code))
        for code in ("transport", "srodowisko", "przyroda")
    ]
    return {
        "indicator": Choice("Wskaźnik", indicators),
        "domain": Choice("Dziedzina współpracy", domains),
    }


CHANGE = """([test, option, sign]) => new Promise((done, fail) => {
  const there = eval(test);
  setTimeout(() => fail(new Error(`never seen: ${sign}`)), 60000);
  const options = [...document.querySelectorAll('[role=option]')];
  const start = performance.now();
  const look = () => {
    if (!there(sign)) return requestAnimationFrame(look);
    requestAnimationFrame(() => requestAnimationFrame(() => {
      window.__fills = window.__next;
      done(performance.now() - start);
    }));
  };
  options.find((node) => node.textContent === option).click();
  look();
})"""


def changes_of(browser: Browser, app: App, choice: Choice) -> list[tuple[float, int]]:
    """Return (ms, bytes over the websocket) of changes of a select box, after a warm-up."""
    page = page_of(browser, app.address)
    page.get_by_role("combobox", name=choice.label).wait_for()
    page.wait_for_timeout(1000)
    page.evaluate("window.__fills = window.__next")
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    sizes: list[int] = []
    session.on(
        "Network.webSocketFrameReceived",
        lambda event: sizes.append(len(base64.b64decode(event["response"]["payloadData"]))),
    )
    measured = []
    for n in range(WARM_UP + CHANGES):
        option, sign = choice.turns[n % len(choice.turns)]
        page.get_by_role("combobox", name=choice.label).click()
        page.get_by_role("option", name=option, exact=True).wait_for()
        page.wait_for_timeout(250)  # let the list settle: its opening is not what is measured
        sizes.clear()
        took = float(page.evaluate(CHANGE, [app.changed, option, sign]))
        page.wait_for_timeout(250)
        if n >= WARM_UP:
            measured.append((took, sum(sizes)))
    page.context.close()
    return measured


def screen_times(browser: Browser, ours: str, screen: Changes) -> tuple[float, float]:
    """Return median ms of a screen's first load and of a change on it."""
    app = App(screen.code, ours + screen.path, SAYS, SAYS)
    loads = []
    for _ in range(LOADS // 2 + 1):
        page = page_of(browser, app.address)
        loads.append(float(page.evaluate(WAIT, [SAYS, screen.first])))
        page.context.close()
    page = page_of(browser, app.address)
    page.evaluate(WAIT, [SAYS, screen.first])
    change = change_time(page, screen, CHANGES // 2)
    page.context.close()
    return statistics.median(loads), change


def report(
    loads: dict[str, list[float]],
    changes: dict[str, list[tuple[float, int]]],
    steps: list[float],
    others: dict[str, tuple[float, float]],
) -> tuple[list[str], bool]:
    """Return the table as lines of Markdown, and whether every budget is kept."""
    middle = statistics.median
    change = {name: middle(ms for ms, _ in runs) for name, runs in changes.items()}
    size = {name: max(kb for _, kb in runs) for name, runs in changes.items()}
    load = {name: middle(runs) for name, runs in loads.items()}
    rows: list[tuple[str, float, str, Callable[[float], bool], str]] = [
        (
            "change of the year: naive / ours",
            change["naive"] / change["ours"],
            "≥ 3 (aim 5)",
            lambda r: r >= 3,
            "×",
        ),
        (
            "change of the year: ours / floor",
            change["ours"] / change["floor"],
            "≤ 2 (aim 1.5)",
            lambda r: r <= 2,
            "×",
        ),
        *(
            (
                f"change of the {name}: ours / floor",
                change[name] / change["floor"],
                "≤ 1.5",
                lambda r: r <= 1.5,
                "×",
            )
            for name in ("indicator", "domain")
        ),
        ("websocket per change, most", size["ours"] / 1000, "≤ 8", lambda r: r <= 8, " kB"),
        (
            "map seen / first text of the floor app",
            load["ours"] / load["floor"],
            "≤ 2",
            lambda r: r <= 2,
            "×",
        ),
        ("step of a year on the map, p95", p95(steps), "≤ 33", lambda r: r <= 33, " ms"),
        (
            "change on the slowest other screen / floor",
            max(took for _, took in others.values()) / change["floor"],
            "≤ 2",
            lambda r: r <= 2,
            "×",
        ),
        (
            "start of the slowest other screen / main screen",
            max(took for took, _ in others.values()) / load["live"],
            "≤ 1.1",
            lambda r: r <= 1.1,
            "×",
        ),
    ]
    lines = [
        "| measured | result | budget | kept |",
        "| --- | --- | --- | --- |",
        *(
            f"| {name} | {value:.2f}{unit} | {budget} | {'yes' if ok(value) else 'NO'} |"
            for name, value, budget, ok, unit in rows
        ),
        "",
        "| median of one run | floor | naive | ours |",
        "| --- | --- | --- | --- |",
        f"| change of the year, ms | {change['floor']:.0f} | {change['naive']:.0f} | {change['ours']:.0f} |",
        *(
            f"| change of the {name}, ms | – | – | {change[name]:.0f} |"
            for name in ("indicator", "domain")
        ),
        f"| most bytes over the websocket | {size['floor']} | {size['naive']} | {size['ours']} |",
        f"| first load to text or map, ms | {load['floor']:.0f} | {load['naive']:.0f} | {load['ours']:.0f} |",
        f"| first load to the whole live screen, ms | – | – | {load['live']:.0f} |",
        "",
        "| screen | first load, ms | change, ms | change / floor |",
        "| --- | --- | --- | --- |",
        *(
            f"| {code} | {first:.0f} | {took:.0f} | {took / change['floor']:.2f}× |"
            for code, (first, took) in others.items()
        ),
    ]
    return lines, all(ok(value) for _, value, _, ok, _ in rows)


def write(lines: list[str]) -> None:
    """Put the table between its marks in the document, with the day and the machine."""
    text = DOCUMENT.read_text(encoding="utf-8")
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    block = "\n".join(
        [
            f"Measured {datetime.now(tz=UTC).date()} on {machine}, headless Chromium, one run.",
            "",
            *lines,
        ]
    )
    before, _, rest = text.partition("<!-- table -->\n")
    after = rest.partition("<!-- end -->")[2]
    DOCUMENT.write_text(f"{before}<!-- table -->\n{block}\n<!-- end -->{after}", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
