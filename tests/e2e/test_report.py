"""A report opened from the disk: no server, no network, and everything works."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from ao_dash.mapview import sentences
from ao_dash.mapview.selection import parse
from ao_dash.mapview.view import View, build_view
from ao_dash.model.dataset import Dataset
from ao_dash.output.html import report
from ao_dash.output.html.scripts import shipped
from ao_dash.screens.story.story import Step, Story, single
from tests.support.axe import faults, violations
from tests.support.browser import Screen
from tests.support.data import shipped_dataset
from tests.support.screens import LARGE, MEASURE

GOGOLIN = "160501"
QUERIES: tuple[dict[str, str], ...] = (
    {"wskaznik": "bezrobotni_1000", "gmina": GOGOLIN},
    {"wskaznik": "ludnosc"},
    {"wskaznik": "saldo_migracji_1000", "rok": "2016", "typ": "wiejska"},
)
REFUSED = """() => {
  window.broken = [];
  document.addEventListener('securitypolicyviolation', (event) => window.broken.push(event.violatedDirective));
}"""
RECORD = """() => {
  window.seen = [];
  const note = () => window.seen.push(new URLSearchParams(document.body.dataset.painted).get('rok'));
  new MutationObserver(note).observe(document.body, { attributes: true, attributeFilter: ['data-painted'] });
}"""
FILLS = """() => Object.fromEntries([...document.querySelectorAll('path.ao-gmina')].map(
  (path) => [path.dataset.teryt6, path.style.fill]))"""


def view(**query: str) -> View:
    return build_view(shipped_dataset(), parse(query, shipped_dataset())[0])


@pytest.fixture(scope="module")
def file(dataset: Dataset, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("raport") / "raport.html"
    steps = tuple(Step(parse(query, dataset)[0]) for query in QUERIES)
    out.write_text(report.report(dataset, Story("", steps), shipped()), encoding="utf-8")
    return out


@pytest.fixture(scope="module")
def reader(browser: Browser) -> Iterator[Page]:
    """A page that notes what the policy of a file refuses."""
    context = browser.new_context(locale="pl-PL")
    context.add_init_script(f"({REFUSED})()")
    yield context.new_page()
    context.close()


@pytest.fixture
def opened(file: Path, reader: Page) -> Iterator[Callable[..., Page]]:
    """Open the file; whatever it did, it asked for nothing and nothing went wrong."""
    screens: list[Screen] = []

    def finish() -> None:
        for screen in screens:
            screen.unwatch()
            assert [url.split("#")[0] for url in screen.requests] == [file.as_uri()]
            assert screen.errors == []
            assert reader.evaluate("window.broken") == []
        screens.clear()

    def make(picture: int = 1, width: int = 1280, height: int = 720, *, dark: bool = False) -> Page:
        finish()
        screens.append(Screen(reader, file.as_uri()).empty(width, height, dark=dark))
        reader.goto(f"{file.as_uri()}#{picture}")
        painted(reader)
        reader.locator("body[data-years]").wait_for()
        reader.locator(".ao-label").first.wait_for()
        return reader

    yield make
    finish()


def painted(page: Page, *parts: str) -> None:
    wanted = "".join(f"[data-painted*='{part}']" for part in parts) or "[data-painted]"
    page.locator(f"body{wanted}").wait_for()


def rgb(colour: str) -> str:
    channels = [str(int(colour[n : n + 2], 16)) for n in (1, 3, 5)]
    return f"rgb({', '.join(channels)})"


def table_rows(page: Page) -> list[list[str]]:
    found: list[list[str]] = page.evaluate(
        """() => [...document.querySelectorAll('.ao-panel-sheet tbody tr')].map((row) =>
             [row.querySelector('.ao-cell-name').textContent, row.cells[3].textContent])"""
    )
    return found


def test_the_map_and_the_table_are_those_of_the_view(opened: Callable[..., Page]) -> None:
    page = opened()
    shown = view(**QUERIES[0])
    fills = page.evaluate(FILLS)
    assert len(fills) == 21
    for row in shown.rows:
        assert row.class_index is not None
        assert fills[row.gmina.teryt6] == rgb(shown.colours[row.class_index])
    rows = table_rows(page)
    assert [name for name, _ in rows] == [row.gmina.name for row in shown.shown]
    assert [float(text.replace(",", ".")) for _, text in rows] == [
        round(value, 1) for value in shown.values
    ]
    expect(page.locator(".ao-mark").nth(1)).to_contain_text("Gogolin")
    expect(page).to_have_title("Bezrobotni zarejestrowani na 1000 mieszkańców, 2024")
    expect(page.locator(".ao-sources")).to_contain_text("GUS BDL")
    expect(page.locator(".ao-downloads")).to_have_count(0)


def test_pointing_shows_the_tip_and_a_click_selects(opened: Callable[..., Page]) -> None:
    page = opened()
    page.locator("path.ao-gmina[data-teryt6='160905']").hover()
    tip = page.get_by_role("tooltip")
    expect(tip).to_contain_text("Łubniany")
    page.locator("path.ao-gmina[data-teryt6='160905']").click()
    painted(page, "gmina=160905")
    expect(page.locator(".ao-ranking .ao-chosen")).to_contain_text("Łubniany")
    expect(page.locator(".ao-mark").nth(1)).to_contain_text("Łubniany")
    page.locator(".ao-ranking .ao-chosen button").click()
    expect(page.locator(".ao-ranking .ao-chosen")).to_have_count(0)
    expect(page.locator("path.ao-selected")).to_have_count(0)


def test_years_play_and_the_page_follows(opened: Callable[..., Page]) -> None:
    page = opened()
    years = [str(year) for year in view(**QUERIES[0]).years]
    page.evaluate(RECORD)
    page.get_by_role("button", name="Odtwarzaj lata").click()
    expect(page.get_by_role("button", name="Zatrzymaj")).to_be_visible()
    page.get_by_role("button", name="Odtwarzaj lata").wait_for(timeout=40_000)
    seen = page.evaluate("window.seen")
    assert list(dict.fromkeys(seen)) == years
    page.get_by_role("button", name="Poprzedni rok").click()
    then = view(**QUERIES[0], rok=years[-2], skala="lata")
    expect(page.locator(".ao-table caption")).to_contain_text(years[-2])
    expect(page.locator(".ao-subtitle")).to_contain_text(years[-2])
    assert [name for name, _ in table_rows(page)] == [row.gmina.name for row in then.shown]
    expect(page.locator(".ao-ranking .ao-chosen")).to_contain_text("Gogolin")


def test_pictures_go_by_buttons_arrows_and_the_list(opened: Callable[..., Page]) -> None:
    page = opened()
    place = page.locator(".ao-picture-place")
    expect(page.get_by_role("button", name="Poprzedni obraz")).to_be_disabled()
    page.get_by_role("button", name="Następny obraz").click()
    painted(page, "wskaznik=ludnosc")
    expect(page.locator("path.ao-circle")).to_have_count(21)
    expect(page.locator("path.ao-selected")).to_have_count(0)
    page.locator("body").press("ArrowRight")
    painted(page, "saldo_migracji_1000", "rok=2016")
    expect(place).to_have_text("3 z 3")
    assert page.url.endswith("#3")
    shown = view(**QUERIES[2])
    assert [name for name, _ in table_rows(page)] == [row.gmina.name for row in shown.shown]
    expect(page.locator("path.ao-hidden")).to_have_count(21 - len(shown.shown))
    page.locator("body").press("ArrowRight")
    expect(place).to_have_text("3 z 3")
    page.locator("body").press("ArrowLeft")
    expect(place).to_have_text("2 z 3")
    page.get_by_role("combobox", name="Obraz").select_option(index=0)
    painted(page, "bezrobotni_1000", f"gmina={GOGOLIN}")
    page.go_back()
    expect(place).to_have_text("2 z 3")


def test_arrows_on_the_map_and_on_the_slider_keep_the_picture(
    opened: Callable[..., Page],
) -> None:
    page = opened()
    page.locator("path.ao-gmina[tabindex='0']").focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.dataset.teryt6") not in (None, GOGOLIN)
    page.keyboard.press("Enter")
    expect(page.locator("path.ao-selected")).not_to_have_attribute("data-teryt6", GOGOLIN)
    page.get_by_role("slider", name="Rok na mapie").press("ArrowLeft")
    expect(page.locator(".ao-subtitle")).to_contain_text("2023")
    expect(page.locator(".ao-picture-place")).to_have_text("1 z 3")


def test_axe_finds_nothing(opened: Callable[..., Page]) -> None:
    page = opened(1)
    for _ in QUERIES:
        assert faults(page) == []
        page.locator("body").press("ArrowRight")


def test_the_file_itself_can_be_projected(opened: Callable[..., Page]) -> None:
    page = opened(1)
    page.get_by_role("button", name="Prezentacja").click()
    expect(page.locator("body.ao-mode-prezentacja")).to_have_count(1)
    expect(page.locator(".ao-stage-title")).to_have_text(sentences.title(view(**QUERIES[0])))
    expect(page.locator(".ao-pictures")).to_be_hidden()
    box = page.locator(".ao-map").bounding_box()
    assert box
    assert box["height"] > 600
    page.keyboard.press("PageDown")
    painted(page, "wskaznik=ludnosc")
    expect(page.locator(".ao-stage-area")).to_contain_text("323")
    largest = "Math.max(...[...document.querySelectorAll('path.ao-circle')].map((c) => c.getBoundingClientRect().width))"
    assert page.evaluate(largest) > 80
    for text in page.evaluate(MEASURE, LARGE):
        assert text["size"] >= 24, text
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(page.locator(".ao-pictures")).to_be_visible()
    expect(page.locator(".ao-picture-place")).to_have_text("2 z 3")


def test_a_phone_shows_all_of_it(opened: Callable[..., Page]) -> None:
    for picture in (1, 3):
        page = opened(picture, width=390, height=844)
        assert page.evaluate("document.documentElement.scrollWidth") == 390
        page.get_by_role("button", name="Poprzedni rok").click()
        expect(page.locator(".ao-year")).not_to_have_text("2024")
        for name in ("Poprzedni obraz", "Następny obraz"):
            box = page.get_by_role("button", name=name).bounding_box()
            assert box
            assert box["height"] >= 24


def test_paper_has_its_own_width_and_is_white(opened: Callable[..., Page]) -> None:
    page = opened(1, width=1600, height=900, dark=True)
    page.emulate_media(media="print", color_scheme="light")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    expect(page.locator(".ao-pictures")).to_be_hidden()
    expect(page.locator(".ao-years")).to_be_hidden()
    box = page.locator(".ao-map").bounding_box()
    assert box
    assert box["width"] < 720
    inside = page.evaluate(
        """() => {
          const { left, right } = document.querySelector('.ao-map').getBoundingClientRect();
          return [...document.querySelectorAll('path.ao-gmina')].map((p) => p.getBoundingClientRect())
            .every((box) => box.left >= left && box.right <= right);
        }"""
    )
    assert inside
    assert not page.evaluate("document.documentElement.classList.contains('ao-dark')")


def test_it_works_inside_the_page_of_somebody_else(
    file: Path, reader: Page, tmp_path: Path
) -> None:
    around = tmp_path / "strona.html"
    around.write_text(f'<iframe sandbox="allow-scripts" src="{file.as_uri()}"></iframe>')
    reader.emulate_media(media="screen")  # the page is another test's, too, which prints
    reader.goto(around.as_uri())
    reader.frame_locator("iframe").locator("body[data-years]").wait_for()
    expect(reader.frame_locator("iframe").locator(".ao-panel h1")).to_contain_text("Bezrobotni")


def test_the_dashboard_gives_the_same_file(dataset: Dataset, server: str, screen: Screen) -> None:
    answer = screen.page.request.get(f"{server}/api/v1/raport.html?wskaznik=ludnosc&rok=2020")
    assert answer.status == 200
    assert answer.headers["content-disposition"] == (
        'attachment; filename="ao_raport_ludnosc_2020.html"'
    )
    selection = parse({"wskaznik": "ludnosc", "rok": "2020"}, dataset)[0]
    assert answer.text() == report.report(dataset, single(selection), shipped())
    # a browser that follows a link says it wants a page: that must not make it one of Streamlit's
    asked = {"accept": "text/html"}
    again = screen.page.request.get(urlsplit(answer.url).geturl(), headers=asked)
    assert again.text() == answer.text()


def test_a_wrong_query_is_refused(server: str, screen: Screen) -> None:
    answer = screen.page.request.get(f"{server}/api/v1/raport.html?wskaznik=nie_ma&rok=1")
    assert answer.status == 400
    assert "nie_ma" in answer.text()
