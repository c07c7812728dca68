"""Where a person needs a word or a way out, there is one."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import FilePayload, Page, expect

from ao_dash.mapview.selection import JOINT_ONLY, TYPES, parse
from ao_dash.mapview.view import build_view
from ao_dash.model.dataset import Dataset
from ao_dash.model.gmina import GminaType
from tests.support.browser import Screen
from tests.support.uploads import NURSERIES


def nothing_left(dataset: Dataset) -> dict[str, str]:
    """Return a choice of the map whose filters leave no gmina."""
    for domain in dataset.domains:
        for kind in GminaType:
            query = {"dziedzina": domain, TYPES.name: str(kind), JOINT_ONLY.name: "1"}
            selection, notes = parse(query, dataset)
            if not notes and not build_view(dataset, selection).shown:
                return query
    raise AssertionError


def test_filters_that_leave_nothing_say_so_and_can_be_cleared(
    screen: Screen, dataset: Dataset
) -> None:
    page = screen.open(**nothing_left(dataset)).page
    told = page.locator(".ao-notice")
    expect(told).to_contain_text("Żadna gmina nie spełnia filtrów")
    clear = told.get_by_role("button", name="Wyczyść filtry")
    expect(clear).to_be_in_viewport()
    clear.click()
    expect(page).not_to_have_url(re.compile(rf"{TYPES.name}=|{JOINT_ONLY.name}="))
    expect(page.locator(".ao-ranking")).to_contain_text("Gogolin")

    page.get_by_role("button", name="Dodaj do opowieści").click()
    text = page.get_by_role("textbox", name="Tekst na ekranie")
    text.fill("x" * 250)
    expect(page.locator(".ao-count").nth(1)).to_have_text("250 z 240 znaków: skróć o 10")
    page.get_by_role("button", name="Dodaj krok").click()
    expect(text).to_have_value("x" * 250)
    text.fill("x" * 240)
    page.get_by_role("button", name="Dodaj krok").click()
    expect(page.locator(".ao-toast")).to_contain_text("Dodano krok")

    page.get_by_role("link", name="Otwórz opowieść").click()
    with page.expect_popup() as window:
        page.get_by_role("button", name=re.compile("notatk", re.IGNORECASE)).first.click()
    window.value.close()
    screen.go_to("Własne dane")
    file = FilePayload(name="a.csv", mimeType="text/csv", buffer=NURSERIES)
    page.get_by_test_id("stFileUploader").locator("input").set_input_files(file)
    expect(page.locator(".ao-cards")).to_contain_text("2 z 21")


def test_the_drawer_of_a_phone_shuts_when_a_screen_is_chosen(
    server: str, open_screen: Callable[..., Screen]
) -> None:
    page = open_screen(server, width=390, height=844).open().page
    page.get_by_test_id("stExpandSidebarButton").click()
    drawer = page.get_by_test_id("stSidebar")
    expect(drawer).to_have_attribute("data-collapsed", "false")
    drawer.get_by_role("link", name="Profil gminy").click()
    expect(page).to_have_url(re.compile("/profil"))
    expect(drawer).to_have_attribute("data-collapsed", "true")


OLDER = """
if (window === window.top && !sessionStorage.refreshed) {
  sessionStorage.refreshed = "yes";
  new MutationObserver((_, watcher) => {
    const script = document.querySelector("script[src*='/streamlit.js']");
    if (!script) return;
    watcher.disconnect();
    script.setAttribute("src", "/assets/ao-0/streamlit.js");
  }).observe(document, { subtree: true, childList: true });
}
"""
"""Makes a page one that had its scripts from before an update, until it is loaded anew."""


def test_a_page_older_than_the_server_offers_to_be_refreshed(
    server: str, new_screen: Callable[..., Screen]
) -> None:
    screen = new_screen(server)
    page = screen.page
    page.add_init_script(OLDER)
    screen.open()
    expect(page.get_by_role("alert")).to_contain_text("Pulpit został zaktualizowany")
    page.get_by_role("button", name="Odśwież").click()
    expect(page.get_by_role("alert")).to_have_count(0)
    screen.painted()


TRANSLATE = """() => {
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walk.nextNode()) texts.push(walk.currentNode);
  for (const text of texts) {
    const box = text.parentElement?.closest("[translate]");
    if (!text.data.trim() || box?.translate === false) continue;
    const outer = document.createElement("font");
    const inner = outer.appendChild(document.createElement("font"));
    inner.textContent = `<<${text.data}>>`;
    text.replaceWith(outer);
  }
}"""
"""What the translator of a browser does to a page."""


def test_a_translated_page_keeps_its_filters_and_its_names(screen: Screen) -> None:
    page = screen.open(rok="2019").page
    page.evaluate(TRANSLATE)
    expect(page.locator(".ao-subtitle")).to_contain_text("<<")
    names = page.locator(".ao-ranking .ao-name").all_inner_texts()
    assert len(names) == 21
    assert not [name for name in names if "<<" in name]
    screen.choose("Rok", "2018")
    screen.painted("rok=2018")
    page.evaluate(TRANSLATE)
    screen.go_to("Profil gminy")
    expect(page.get_by_role("combobox", name="Gmina")).to_be_visible()
    assert screen.errors == []


DENY = """
for (const name of ["localStorage", "sessionStorage"])
  Object.defineProperty(window, name, { get() { throw new DOMException("denied", "SecurityError"); } });
Object.defineProperty(Document.prototype, "cookie", {
  get() { throw new DOMException("denied", "SecurityError"); },
  set() { throw new DOMException("denied", "SecurityError"); },
});
"""


def test_a_browser_that_keeps_nothing_gets_sentences_and_no_errors(
    server: str, new_screen: Callable[..., Screen]
) -> None:
    screen = new_screen(server)
    page: Page = screen.page
    page.add_init_script(DENY)
    screen.open(rok="2019")
    screen.choose("Rok", "2018")
    screen.painted("rok=2018")
    page.get_by_role("button", name="Dodaj do opowieści").click()
    page.get_by_role("button", name="Dodaj krok").click()
    expect(page.locator(".ao-toast")).to_contain_text("nie pozwala pamiętać opowieści")
    screen.go_to("Własne dane")
    expect(page.locator("input[type=file]")).to_be_attached()
    assert screen.errors == []


def test_one_choice_soon_after_another_loses_neither(standing: Screen) -> None:
    """The second is sent before the browser has heard what became of the first."""
    page = standing.open("/", wskaznik="ludnosc", rok="2024").page
    page.locator(".ao-rank-row").first.wait_for()
    for number, pause in enumerate((0, 25, 50, 75, 100, 150)):
        year, gmina = str(2016 + number), ("160908", "160913")[number % 2]
        page.evaluate(
            """([rok, gmina, pause]) => {
              aoPage.choose({ rok });
              setTimeout(() => aoPage.choose({ gmina }), pause);
            }""",
            [year, gmina, pause],
        )
        expect(page).to_have_url(re.compile(f"rok={year}.*gmina={gmina}"))
        standing.painted(f"rok={year}&gmina={gmina}")
    page.go_back()
    expect(page).not_to_have_url(re.compile(f"rok={year}&gmina={gmina}"))
    page.evaluate("aoPage.choose({ typ: 'wiejska' })")
    expect(page).to_have_url(re.compile("typ=wiejska"))
    assert standing.errors == []


EARLIER, LATER = {"wskaznik": "ludnosc", "rok": "2024"}, {"wskaznik": "gestosc", "rok": "2024"}
# what would tell the page of a year that the map has been stepped to
HOLD_TIMERS = """() => {
  const { setTimeout: begin, clearTimeout: end } = window;
  window.held = new Set();
  window.setTimeout = (act, time) => (time === 600 ? (held.add(-1), -1) : begin(act, time));
  window.clearTimeout = (timer) => (timer === -1 ? held.clear() : end(timer));
}"""


def test_whoever_goes_back_leaves_the_year_just_stepped_to(
    new_screen: Callable[..., Screen], server: str
) -> None:
    screen = new_screen(server).open("/", **EARLIER)
    screen.turn(**LATER)
    screen.map.locator("body[data-years]").wait_for()
    screen.map.evaluate(HOLD_TIMERS)
    screen.map.get_by_role("button", name="Poprzedni rok").click()
    screen.painted("rok=2020")
    assert screen.map.evaluate("held.size") == 1
    screen.page.go_back()
    screen.map.wait_for_function("held.size === 0")
    screen.painted(*(f"{name}={value}" for name, value in EARLIER.items()))


# an answer to the choice before, which says its address, comes after the step back
LATE_ANSWER = """(address) => addEventListener("popstate", () => {
  setTimeout(() => history.pushState({}, "", address));
}, { once: true })"""


def test_back_while_an_answer_is_on_its_way_leaves_address_and_picture_alike(
    new_screen: Callable[..., Screen], server: str
) -> None:
    screen = new_screen(server).open("/", **EARLIER)
    screen.turn(**LATER)
    screen.idle()
    screen.page.evaluate(LATE_ANSWER, screen.page.url)
    screen.page.go_back()
    screen.painted(*(f"{name}={value}" for name, value in EARLIER.items()))
    expect(screen.page).to_have_url(re.compile("wskaznik=ludnosc&rok=2024"))
