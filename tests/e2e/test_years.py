"""Time on the map, changes, the constant territory, comparisons and maps side by side."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Route, expect

from ao_dash.model.dataset import Dataset
from ao_dash.screens.comparison import screen as comparison
from ao_dash.screens.small_multiples import screen as atlas
from bench import docs
from tests.support.browser import Screen
from tests.support.text import set_text

OPOLE, GOGOLIN = "166101", "160501"
COMPARED = {"jednostki": "166101,AO", "wskaznik": "ludnosc", "rok": "2024"}
UNEMPLOYED = "bezrobotni_zarejestrowani"
RECORD = """() => {
  window.seen = [];
  const circle = document.getElementsByClassName('ao-circle-166101');
  const note = () => window.seen.push({
    year: new URLSearchParams(document.body.dataset.painted).get('rok'),
    circle: circle[0].getBBox().width,
    border: document.querySelector("path.ao-gmina[data-teryt6='166101']").getAttribute('d'),
  });
  window.watcher = new MutationObserver(note);
  window.watcher.observe(document.body, { attributes: true, attributeFilter: ['data-painted'] });
}"""


@pytest.fixture
def screen(standing: Screen) -> Screen:
    """Let these tests go on from each other."""
    return standing


def test_years_play_with_the_network_cut(dataset: Dataset, screen: Screen) -> None:
    screen.open(wskaznik=UNEMPLOYED, skala="lata")
    screen.map.locator("body[data-years='22']").wait_for()
    screen.quiet()
    screen.map.evaluate(RECORD)
    screen.page.context.set_offline(True)
    screen.requests.clear()
    screen.map.get_by_role("button", name="Odtwarzaj lata").click()
    expect(screen.map.get_by_role("button", name="Zatrzymaj")).to_be_visible()
    play = screen.map.get_by_role("button", name="Odtwarzaj lata")
    play.wait_for(timeout=40_000)
    seen: list[dict[str, Any]] = screen.map.evaluate("window.watcher.disconnect() || window.seen")
    assert [one["year"] for one in seen] == [str(year) for year in range(2003, 2025)]
    assert screen.requests == []
    cells = dataset.series[UNEMPLOYED]
    for one in seen:  # the areas of one circle through the years are as its values
        ratio = (cells[int(one["year"])][OPOLE].value or 0) / (cells[2003][OPOLE].value or 1)
        assert (one["circle"] / seen[0]["circle"]) ** 2 == pytest.approx(ratio, rel=0.03)
    borders = {one["year"]: one["border"] for one in seen}
    assert len({borders[str(year)] for year in range(2003, 2017)}) == 1
    assert len({borders[str(year)] for year in range(2017, 2025)}) == 1
    assert borders["2016"] != borders["2017"]


def test_years_of_other_data_than_the_picture_are_not_played(screen: Screen) -> None:
    """The data are exchanged after the picture was made and before its years are asked for."""
    asked: list[str] = []

    def exchanged(route: Route) -> None:
        asked.append(route.request.url)
        answer = route.fetch()
        figure = "22,2" if len(asked) == 1 else "17,9"  # of Opole, first made of other data
        route.fulfill(response=answer, body=answer.text().replace('"17,9"', f'"{figure}"'))

    screen.page.route("**/lata.json*", exchanged)
    screen.open(wskaznik="bezrobotni_1000", rok="2024")
    screen.quiet()
    assert len(asked) == 1
    assert screen.map.locator("body[data-years]").count() == 0
    screen.map.get_by_role("button", name="Poprzedni rok").click()
    screen.map.locator("body[data-years='10']").wait_for()
    assert asked[0] == asked[1]
    expect(screen.page).to_have_url(re.compile("rok=2023"))
    assert screen.errors == []


def test_when_years_stop_the_page_follows(screen: Screen) -> None:
    screen.open(wskaznik="bezrobotni_1000")
    screen.map.locator("body[data-years]").wait_for()
    screen.map.get_by_role("button", name="Poprzedni rok").click()
    expect(screen.map.locator(".ao-year")).to_have_text("2023")
    expect(screen.page).to_have_url(re.compile("rok=2023"))
    expect(screen.page.locator(".ao-subtitle")).to_contain_text("2023")
    expect(screen.page.locator(".ao-table caption")).to_contain_text("2023")
    assert screen.errors == []


def test_the_slider_works_by_keyboard_and_says_the_year(screen: Screen) -> None:
    screen.open(wskaznik="bezrobotni_1000", rok="2017", skala="lata")
    screen.map.locator("body[data-years]").wait_for()
    slider = screen.map.get_by_role("slider", name="Rok na mapie")
    slider.focus()
    screen.page.keyboard.press("ArrowLeft")
    expect(slider).to_have_attribute("aria-valuetext", "2016")
    screen.painted("rok=2016")
    expect(screen.page.locator(".ao-subtitle")).to_contain_text("granice do 31.12.2016")


def test_a_step_keeps_the_classes_chosen_and_one_tick_changes_them_everywhere(
    screen: Screen,
) -> None:
    screen.open(wskaznik="bezrobotni_1000")
    screen.map.locator("body[data-years]").wait_for()
    top, tick = screen.map.locator(".ao-bound").last, screen.map.get_by_role("checkbox")
    newest = top.inner_text()
    expect(tick).not_to_be_checked()
    screen.map.get_by_role("button", name="Poprzedni rok").click()
    expect(top).not_to_have_text(newest)
    expect(screen.page).to_have_url(re.compile("rok=2023"))
    expect(screen.page).not_to_have_url(re.compile("skala"))
    tick.check()
    expect(screen.page).to_have_url(re.compile("rok=2023&skala=lata"))
    expect(screen.page.get_by_label("Te same klasy dla wszystkich lat")).to_be_checked()
    common = top.inner_text()
    screen.map.get_by_role("button", name="Poprzedni rok").click()
    expect(screen.page).to_have_url(re.compile("rok=2022&skala=lata"))
    expect(top).to_have_text(common)


def test_gaps_stay_hatched_while_years_go_by(screen: Screen) -> None:
    screen.open(wskaznik="e8_mat_srednia", rok="2025")
    screen.map.locator("body[data-years]").wait_for()
    assert not any(fill.startswith("url") for fill in screen.fills().values())
    screen.map.get_by_role("button", name="Poprzedni rok").click()
    screen.painted("rok=2024")
    assert sum(fill.startswith("url") for fill in screen.fills().values()) == 3


def test_a_change_marks_breaks_and_offers_the_constant_territory(screen: Screen) -> None:
    screen.open(wskaznik="dochody_wlasne_os", zmiana="procent", od="2015")
    expect(screen.map.locator("path.ao-broken")).to_have_count(5)
    expect(screen.map.locator(".ao-absent")).to_contain_text("przerwa w szeregu: 5")
    expect(screen.page.locator(".ao-notice")).to_contain_text("terytorium stałe")
    screen.page.get_by_text("Terytorium stałe: gminy zmienionych granic").click()
    screen.painted("teren=staly")
    expect(screen.map.locator("path.ao-gmina")).to_have_count(17)
    expect(screen.map.locator("path.ao-broken")).to_have_count(0)
    expect(screen.page.locator(".ao-rank-row")).to_have_count(17)
    assert screen.errors == []


def test_a_selected_gmina_becomes_its_unit(screen: Screen) -> None:
    screen.open(gmina="160903", teren="staly")
    expect(screen.page.locator(".ao-ranking .ao-chosen")).to_contain_text("Opole + 4 gminy")


def test_a_line_is_never_joined_across_the_break(screen: Screen) -> None:
    screen.open("/porownanie", jednostki="160903,AO", wskaznik="dochody_wlasne", rok="2024")
    line = screen.page.locator(".ao-line[data-teryt6='160903'] polyline")
    expect(line).to_have_count(2)
    ends = [line.nth(n).get_attribute("points") or "" for n in range(2)]
    left = max(float(point.split(",")[0]) for point in ends[0].split())
    right = min(float(point.split(",")[0]) for point in ends[1].split())
    breaks = screen.page.locator(".ao-chart-lines .ao-break")
    expect(breaks).to_have_count(1)
    assert left < float(breaks.get_attribute("x1") or 0) < right
    expect(screen.page.locator(".ao-line[data-teryt6='AO'] polyline")).to_have_count(1)
    told = screen.page.locator("li", has_text="27,5 km2 włączone do Opola")
    expect(told).to_be_visible()


def test_what_is_compared_is_chosen_and_kept_in_the_address(screen: Screen) -> None:
    screen.open("/porownanie", **COMPARED)
    expect(screen.page.locator(".ao-line")).to_have_count(2)
    screen.add("Co porównać", "Gogolin")
    expect(screen.page.locator(".ao-line")).to_have_count(3)
    expect(screen.page).to_have_url(re.compile("jednostki=166101%2CAO%2C160501"))
    screen.page.reload()
    expect(screen.page.locator(".ao-line")).to_have_count(3)
    screen.page.go_back()
    assert screen.errors == []


@pytest.mark.parametrize(
    ("query", "made"),
    [
        (COMPARED, comparison.SCREEN),
        ({"ile": "2", "mapa1": "ludnosc:2024", "mapa2": "gestosc:2023"}, atlas.SCREEN),
    ],
    ids=["comparison", "atlas"],
)
def test_rows_behind_a_screen_can_be_had(
    dataset: Dataset, query: dict[str, str], made: Any, screen: Screen
) -> None:
    screen.open(f"/{made.code}", **query)
    screen.page.locator(".ao-panel h1").wait_for()
    expected = made.table(dataset, made.chosen(query, dataset)[0])
    for name in docs.csv_addresses(made.code):
        link = screen.page.get_by_role("link", name=set_text(name)).get_attribute("href")
        text = screen.page.request.get(f"{screen.address}{link}").body().decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text), delimiter=";" if "Excel" in name else ","))
        assert rows[0] == list(expected.columns)
        assert len(rows) == len(expected) + 1


def test_maps_side_by_side_move_together(screen: Screen) -> None:
    screen.open("/mapy", wskaznik="bezrobotni_1000")
    screen.painted()
    expect(screen.map.locator(".ao-cell[data-painted]")).to_have_count(4)
    expect(screen.map.locator("path.ao-gmina")).to_have_count(84)
    widths = """() => [...document.querySelectorAll('.ao-cell')].map((cell) =>
        Math.round(cell.querySelector("path[data-teryt6='160501']").getBoundingClientRect().width))"""
    before = screen.map.evaluate(widths)
    screen.map.get_by_role("button", name="Przybliż").click()
    screen.map.wait_for_function(
        f"""([first]) => !document.querySelector('.leaflet-zoom-anim')
          && ({widths})().every((width) => width > first * 1.2)""",
        arg=before,
    )
    after = screen.map.evaluate(widths)
    assert max(after) - min(after) <= 1
    screen.map.locator(f"path[data-teryt6='{GOGOLIN}']").first.hover(force=True)
    expect(screen.map.locator(f"path.ao-hover[data-teryt6='{GOGOLIN}']")).to_have_count(4)
    assert screen.errors == []
    assert screen.abroad == []


def test_what_was_chosen_on_the_map_is_taken_along_by_the_menu(
    server: str, open_screen: Callable[..., Screen]
) -> None:
    screen = open_screen(server)  # who has been there before finds what was left there
    screen.open(wskaznik="ludnosc", rok="2020", gmina=GOGOLIN)
    screen.page.get_by_role("link", name="Porównanie").click()
    expect(screen.page.locator(".ao-panel h1")).to_contain_text("Ludność")
    expect(screen.page).to_have_url(re.compile("gmina=160501&wskaznik=ludnosc&rok=2020"))
    expect(screen.page.get_by_role("combobox", name="Rok")).to_have_value("2020")
    expect(screen.page.locator(".ao-line")).to_have_count(2)
    screen.page.get_by_role("link", name="Mapa", exact=True).click()
    screen.painted("wskaznik=ludnosc", "rok=2020", "gmina=160501")


def test_nothing_stands_under_anything_on_a_narrow_comparison(
    server: str, open_screen: Callable[..., Screen]
) -> None:
    screen = open_screen(server, 390, 844)
    screen.page.goto(f"{server}/porownanie?jednostki=166101,160903,160902,AO&wskaznik=ludnosc")
    screen.page.locator(".ao-line-name").nth(3).wait_for()
    boxes = screen.page.evaluate(
        """() => [...document.querySelectorAll('.ao-line-name text')].map((n) => {
             const b = n.getBoundingClientRect(); return [b.top, b.bottom, b.right]; })"""
    )
    ordered = sorted(boxes)
    assert all(right <= 390 for _, _, right in boxes)
    assert all(a[1] <= b[0] + 2 for a, b in pairwise(ordered))
