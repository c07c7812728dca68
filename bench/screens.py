"""What is measured of the screens beside the map: a change of each, and its first load."""

from __future__ import annotations

import statistics
from dataclasses import dataclass

from playwright.sync_api import Frame, Page

ROUNDS = 3

# After the frame that shows a step: its work and its paint are done.
STEPS = """async () => {
  const slider = document.querySelector('.ao-year-slider');
  const painted = () => new Promise((done) => requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = done;
    port2.postMessage(0);
  }));
  const took = [];
  for (let n = 0; n <= Number(slider.max); n += 1) {
    await new Promise((done) => setTimeout(done, 60));
    const start = performance.now();
    slider.value = n;
    slider.dispatchEvent(new Event('input'));
    await painted();
    took.push(performance.now() - start);
  }
  return took;
}"""

SAYS = """(text) => {
  const said = [...document.querySelectorAll('.ao-panel :is(h1, h2, .ao-subtitle, .ao-sentence, th, td, li)')]
    .some((node) => node.textContent.replaceAll('\\u00a0', ' ').includes(text));
  const body = document.querySelector('iframe')?.contentDocument?.body;
  return said && (!document.querySelector('iframe') || !!body?.dataset.painted);
}"""
# All parts of a screen are drawn at once; looking through its tables at every frame would count.
TURNED = """(text) => {
  const said = document.querySelector('.ao-panel-heading')?.textContent.replaceAll('\\u00a0', ' ').includes(text);
  const body = document.querySelector('iframe')?.contentDocument?.body;
  return said && (!document.querySelector('iframe') || !!body?.dataset.painted);
}"""


@dataclass(frozen=True)
class Changes:
    """A screen, and changes of its address by turns with what each makes it say."""

    code: str
    path: str
    first: str
    turns: tuple[tuple[dict[str, str], str], ...]


SCREENS = (
    Changes(
        "porownanie",
        "/porownanie?jednostki=166101,160903,AO&wskaznik=bezrobotni_1000&rok=2024",
        "W 2024 r.",
        (({"rok": "2019"}, "W 2019 r."), ({"rok": "2022"}, "W 2022 r.")),
    ),
    Changes(
        "mapy",
        "/mapy?wskaznik=bezrobotni_1000",
        "mieszkańców, 2018",
        (
            ({"mapa2": "bezrobotni_1000:2019"}, "mieszkańców, 2019"),
            ({"mapa2": "bezrobotni_1000:2022"}, "mieszkańców, 2022"),
        ),
    ),
    Changes(
        "profil",
        "/profil?gmina=160501",
        "Gogolin",
        (({"gmina": "160502"}, "gminy: Krapkowice"), ({"gmina": "160501"}, "gminy: Gogolin")),
    ),
    Changes(
        "zaleznosci",
        "/zaleznosci",
        "GUS BDL",
        (({"rok": "2019"}, "(zł/os.), 2019"), ({"rok": "2022"}, "(zł/os.), 2022")),
    ),
    Changes(
        "syntetyczny",
        "/syntetyczny",
        "wzorzec",
        (({"synteza": "unitaryzacja"}, "· unitaryzacja"), ({"synteza": "hellwig"}, "· wzorzec")),
    ),
    Changes(
        "sasiedztwo",
        "/sasiedztwo",
        "GUS BDL",
        (({"rok": "2019"}, "(zł/os.), 2019"), ({"rok": "2022"}, "(zł/os.), 2022")),
    ),
    Changes(
        "wspolpraca",
        "/wspolpraca",
        "wspólne projekty gmin",
        (
            ({"dziedzina": "kultura"}, "dziedzina: Kultura"),
            ({"dziedzina": "transport"}, "dziedzina: Transport"),
        ),
    ),
    Changes(
        "zestawienie",
        "/zestawienie",
        "najważniejsze wskaźniki",
        (
            ({"dziedzina": "gospodarka"}, "dziedzina: Rozwój"),
            ({"dziedzina": "kultura"}, "dziedzina: Kultura"),
        ),
    ),
    Changes(
        "przeplywy",
        "/przeplywy",
        "Dojazdy do pracy",
        (({"gmina": "160501"}, "gmina: Gogolin"), ({"gmina": "160502"}, "gmina: Krapkowice")),
    ),
)

CHANGE = """([parameters, test, text]) => new Promise((done, fail) => {
  const there = eval(test);
  setTimeout(() => fail(new Error(`never seen: ${text}`)), 60000);
  const start = performance.now();
  const look = () => there(text)
    ? requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - start)))
    : requestAnimationFrame(look);
  aoPage.choose(parameters);
  look();
})"""


def step_times(page: Page) -> list[float]:
    """Return ms of steps through all years, painted; the page shows unemployed of 22 years."""
    frame = frame_of(page)
    frame.locator("body[data-years]").wait_for()
    return [float(ms) for _ in range(ROUNDS) for ms in frame.evaluate(STEPS)]


def frame_of(page: Page) -> Frame:
    """Return the frame of the map."""
    handle = page.locator("iframe[title^='Map']").element_handle()
    found = handle.content_frame() if handle else None
    assert found
    return found


def change_time(page: Page, screen: Changes, runs: int) -> float:
    """Return the median of ms from a choice to the painted screen, after a warm-up."""
    took = []
    for n in range(runs + len(screen.turns)):
        parameters, said = screen.turns[n % len(screen.turns)]
        ms = float(page.evaluate(CHANGE, [parameters, TURNED, said]))
        page.wait_for_timeout(200)
        if n >= len(screen.turns):
            took.append(ms)
    return statistics.median(took)


def p95(values: list[float]) -> float:
    """Return the value that 95 of 100 do not exceed."""
    return statistics.quantiles(values, n=20)[-1]
