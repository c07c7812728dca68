"""The main screen as a person sees it, with every other host blocked."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from ao_dash.mapview.selection import parse
from ao_dash.mapview.view import build_view
from ao_dash.model.dataset import Dataset
from tests.support.axe import faults
from tests.support.browser import Screen
from tests.support.data import shipped_dataset

OPOLE, GOGOLIN, WALCE, DOBRZEN = "166101", "160501", "160504", "160903"


@pytest.fixture
def screen(standing: Screen) -> Screen:
    """Let these tests go on from each other."""
    return standing


def expected_fills(**query: str) -> dict[str, str]:
    """Colours by the core, computed apart from the browser."""
    view = build_view(shipped_dataset(), parse(query, shipped_dataset())[0])
    return {
        r.gmina.teryt6: view.colours[r.class_index] for r in view.rows if r.class_index is not None
    }


def test_21_gminy_painted_offline_without_an_error(screen: Screen) -> None:
    screen.open()
    assert len(screen.fills()) == 21
    assert screen.fills() == expected_fills()
    expect(screen.page.get_by_role("heading", level=1)).to_have_text(
        "Dochody własne budżetu gminy na mieszkańca"
    )
    formula = "Dochody własne budżetu gminy 2024 [1] ÷ Ludność 2024 [2]."
    expect(screen.page.get_by_role("listitem").filter(has_text=formula)).to_be_visible()
    expect(screen.page.locator("ol.ao-sources li")).to_have_count(3)
    screen.quiet()
    assert screen.abroad == []
    assert screen.errors == []


def test_a_changed_filter_repaints_the_same_frame_and_keeps_the_place(screen: Screen) -> None:
    screen.open()
    frame = screen.page.locator("iframe").element_handle()
    screen.map.evaluate("window.stillTheSame = true")
    shown = "window.aoMap.cells[0].map"  # streamlit-folium's own map is an empty one
    before = screen.map.evaluate(f"{shown}.getZoom()")
    screen.map.get_by_role("button", name="Przybliż").click()
    center = f"{shown}.getCenter()"
    zoomed = f"[{shown}.getZoom(), {center}.lat, {center}.lng].join()"
    screen.map.wait_for_function(f"{shown}.getZoom() > {before}")
    screen.map.wait_for_function("!document.querySelector('.leaflet-zoom-anim')")
    place = screen.map.evaluate(zoomed)
    for label, option, query in (
        ("Rok", "2016", {"rok": "2016"}),
        (
            "Wskaźnik",
            "Bezrobotni na 1000 mieszkańców",
            {"wskaznik": "bezrobotni_1000", "rok": "2016"},
        ),
        ("Rok", "2023", {"wskaznik": "bezrobotni_1000", "rok": "2023"}),
    ):
        screen.choose(label, option)
        screen.painted(*(f"{name}={value}" for name, value in query.items()))
        assert screen.fills() == expected_fills(**query)
    screen.page.get_by_role("button", name="wiejska 12").click()
    screen.painted("typ=wiejska")
    assert screen.page.locator("iframe").element_handle().evaluate("(a, b) => a === b", frame)
    assert screen.map.evaluate("window.stillTheSame") is True
    kept = [float(number) for number in screen.map.evaluate(zoomed).split(",")]
    # a line more in the heading changes the map's height: its middle is rounded to a pixel
    assert kept == pytest.approx([float(number) for number in place.split(",")], abs=0.001)
    assert screen.abroad == []
    assert screen.errors == []


def test_borders_follow_the_year(screen: Screen) -> None:
    screen.open(wskaznik="ludnosc", rok="2016")
    before = screen.gmina(OPOLE).get_attribute("d")
    screen.choose("Rok", "2017")
    screen.painted("rok=2017")
    assert screen.gmina(OPOLE).get_attribute("d") != before
    expect(screen.page.locator(".ao-subtitle")).to_contain_text("granice od 1.01.2017")


def test_filtered_out_gminy_stay_visible_and_pale(screen: Screen) -> None:
    screen.open(typ="miejska,miejsko-wiejska")
    fills = screen.fills()
    assert len(fills) == 21
    assert fills[WALCE] == "#f1f3f1"
    assert fills[OPOLE] != "#f1f3f1"
    expect(screen.map.locator(".ao-absent")).to_contain_text("poza filtrem: 11")
    expect(screen.page.locator(".ao-rank-row")).to_have_count(10)


def test_missing_is_hatched_and_named(screen: Screen) -> None:
    screen.open(wskaznik="mig_do_opola")
    fills = screen.fills()
    assert "ao-cross" in fills[WALCE]
    assert "ao-dots" in fills[OPOLE]
    expect(screen.map.locator(".ao-absent")).to_contain_text("dane niepublikowane: 2")
    expect(screen.map.locator(".ao-absent")).to_contain_text("nie dotyczy: 1")
    screen.open(wskaznik="zmiana_ludnosci_1000", rok="2024")
    assert "ao-hatch" in screen.fills()["160503"]
    expect(screen.map.locator(".ao-absent")).to_contain_text("brak danych: 1")


def test_a_count_is_circles_whose_areas_are_the_values(dataset: Dataset, screen: Screen) -> None:
    screen.open(wskaznik="ludnosc", rok="2024")
    assert screen.map.locator("path.ao-circle").count() == 21
    radius = """(code) => document.querySelector(`.leaflet-circles-pane .ao-circle-${code}`).getBBox().width / 2"""
    opole, gogolin = (screen.map.evaluate(radius, code) for code in (OPOLE, GOGOLIN))
    cells = dataset.series["ludnosc"][2024]
    ratio = (cells[OPOLE].value or 0) / (cells[GOGOLIN].value or 1)
    assert (opole / gogolin) ** 2 == pytest.approx(ratio, rel=0.02)


def test_names_are_all_there_and_never_collide(
    dataset: Dataset, server: str, open_screen: Callable[..., Screen]
) -> None:
    boxes_of = """() => [...document.querySelectorAll('.ao-label[data-teryt6]:not([hidden]), .ao-neighbour')].map((n) => {
        const b = n.getBoundingClientRect(); return [n.textContent, b.left, b.top, b.right, b.bottom]; })"""
    for width, height in ((1280, 720), (1920, 1080), (390, 844)):
        phone = width < 640  # whose sidebar is shut when the page is new
        screen = open_screen(server, width, height, goes_on=not phone).open(rok="2024")
        screen.map.locator(".ao-label[data-teryt6]").nth(20).wait_for(state="attached")
        screen.map.locator(".ao-neighbour").first.wait_for()
        boxes: list[Any] = screen.map.evaluate(boxes_of)
        names = {box[0] for box in boxes}
        expected = {g.name.replace(" ", "") for g in dataset.gminy.values()}
        assert expected <= {name.replace(" ", "") for name in names}, width
        for n, (a, *first) in enumerate(boxes):
            for b, *other in boxes[n + 1 :]:
                apart = (
                    first[2] <= other[0]
                    or other[2] <= first[0]
                    or first[3] <= other[1]
                    or other[3] <= first[1]
                )
                assert apart, f"{a} and {b} collide at {width}"


def test_the_tooltip_says_value_unit_year_rank_projects_and_breaks(screen: Screen) -> None:
    screen.open()
    screen.gmina(DOBRZEN).hover()
    tip = screen.map.locator(".ao-tip")
    for text in (
        "Dobrzeń Wielki",
        "3 419",
        "zł/os. · 2024",
        "miejsce 15. z 21",
        "Zintegrowany rozwój",
        "27,5 km2",
    ):
        expect(tip).to_contain_text(text)


def test_nine_classes_fit_beside_each_other_on_a_phone(
    server: str, open_screen: Callable[..., Screen]
) -> None:
    screen = open_screen(server, 390, 844)
    for code in ("ludnosc_zmiana", "saldo_migracji_1000", "dochody_wlasne_os"):
        screen.open(wskaznik=code, metoda="jenks", klasy="9")
        for part, number in ((".ao-bound", 10), (".ao-count", 9)):
            texts = screen.map.locator(f".ao-bar {part}")
            expect(texts).to_have_count(number)
            ends = texts.evaluate_all(_ENDS)
            assert all(a[1] < b[0] for a, b in itertools.pairwise(ends)), (code, part, ends)
            assert 0 <= ends[0][0] < ends[-1][1] <= 390


_ENDS = """(nodes) => nodes
  .map((node) => {
    const words = document.createRange();
    words.selectNodeContents(node);
    const { left, right } = words.getBoundingClientRect();
    return [left, right];
  })
  .sort((a, b) => a[0] - b[0])"""


def test_the_legend_counts_and_marks_and_lights_its_class(screen: Screen) -> None:
    screen.open(gmina=GOGOLIN)
    legend = screen.map.locator(".ao-legend")
    expect(legend.locator(".ao-count")).to_have_text(
        ["5 gmin", "4 gminy", "4 gminy", "4 gminy", "4 gminy"]
    )
    expect(legend.locator(".ao-mark")).to_have_text(["AO 5 034 zł/os.", "Gogolin 6 392"])
    legend.locator(".ao-step").nth(4).hover()
    expect(screen.map.locator("path.ao-lit")).to_have_count(4)
    expect(screen.map.locator(f"path.ao-lit[data-teryt6='{OPOLE}']")).to_have_count(1)


def test_a_click_anywhere_selects_everywhere(screen: Screen) -> None:
    screen.open()
    page = screen.page

    def selected(code: str, name: str) -> None:
        expect(screen.map.locator("path.ao-selected")).to_have_attribute("data-teryt6", code)
        expect(page.locator(".ao-ranking .ao-chosen .ao-name")).to_have_text(name)
        expect(page.locator("tr.ao-chosen th")).to_have_text(name)
        expect(page).to_have_url(re.compile(f"gmina={code}"))

    screen.gmina(GOGOLIN).click()
    selected(GOGOLIN, "Gogolin")
    page.locator(f".ao-rank-row[data-teryt6='{WALCE}']").click()
    selected(WALCE, "Walce")
    page.locator(f".ao-table .ao-link[data-teryt6='{OPOLE}']").click()
    selected(OPOLE, "Opole")
    screen.gmina(OPOLE).click()
    expect(page.locator(".ao-chosen")).to_have_count(0)
    expect(page).not_to_have_url(re.compile("gmina="))


def test_the_table_sorts_and_holds_what_the_ranking_holds(dataset: Dataset, screen: Screen) -> None:
    screen.open()
    names = screen.page.locator(".ao-table tbody th")
    by_value = names.all_inner_texts()
    assert by_value == screen.page.locator(".ao-rank-row .ao-name").all_inner_texts()
    screen.page.get_by_role("button", name="Gmina", exact=False).first.click()
    head = screen.page.locator("th[aria-sort='ascending']")
    expect(head).to_contain_text("Gmina")
    assert names.all_inner_texts() == [g.name for g in dataset.gminy.values()]
    head.get_by_role("button").click()
    expect(screen.page.locator("th[aria-sort='descending']")).to_contain_text("Gmina")
    assert names.all_inner_texts() == [g.name for g in reversed(list(dataset.gminy.values()))]


def test_reload_back_forward_and_a_pasted_link_restore_the_screen(
    screen: Screen, new_screen: Callable[..., Screen]
) -> None:
    screen.open()
    page = screen.page
    screen.choose("Rok", "2016")
    screen.painted("rok=2016")
    screen.choose("Wskaźnik", "Bezrobotni na 1000 mieszkańców")
    screen.painted("wskaznik=bezrobotni_1000", "rok=2016")
    page.go_back()
    screen.painted("wskaznik=dochody_wlasne_os", "rok=2016")
    page.go_back()
    screen.painted("rok=2024")
    expect(page.get_by_role("combobox", name="Rok")).to_have_value("2024")
    page.go_forward()
    screen.painted("rok=2016")
    expect(page.get_by_role("combobox", name="Rok")).to_have_value("2016")
    page.go_forward()
    screen.painted("wskaznik=bezrobotni_1000")
    page.reload()
    screen.painted("wskaznik=bezrobotni_1000", "rok=2016")
    pasted = new_screen(screen.address)
    pasted.page.goto(page.url)
    pasted.painted("wskaznik=bezrobotni_1000", "rok=2016")
    assert pasted.fills() == screen.fills()


def test_an_unknown_code_falls_back_with_a_visible_note(screen: Screen) -> None:
    screen.open(wskaznik="nie_ma_takiego", rok="1066")
    notice = screen.page.get_by_role("status").filter(has_text="nie istnieje")
    expect(notice).to_be_visible()
    expect(notice).to_contain_text("nie ma danych za rok „1066”")
    assert len(screen.fills()) == 21


def test_the_other_screen_and_back_keeps_the_picture(screen: Screen) -> None:
    screen.open(wskaznik="gestosc", rok="2024", typ="wiejska")
    screen.go_to("Dane i źródła")
    expect(screen.page.get_by_role("heading", level=1)).to_have_text("Dane i źródła")
    screen.go_to("Mapa")
    screen.painted("wskaznik=gestosc", "typ=wiejska")
    assert screen.errors == []


GAPS = """() => {
  const boxes = [...document.querySelectorAll('.leaflet-tile')].map((n) => n.getBoundingClientRect());
  return boxes.flatMap((a) => boxes.filter((b) => Math.abs(a.top - b.top) < 2 && b.left > a.left)
    .map((b) => b.left).sort((x, y) => x - y).slice(0, 1).map((next) => next - a.right));
}"""
"""Pixels from each picture of the background to the next one on its right."""


def test_tiles_come_only_when_switched_on(screen: Screen) -> None:
    screen.open()
    screen.map.get_by_text("Podkład", exact=True).click()
    assert screen.abroad == []
    with screen.page.expect_request(re.compile(r"https://tile\.openstreetmap\.org/")):
        screen.map.get_by_label("OpenStreetMap").check()
    gaps = screen.map.evaluate(GAPS)
    assert gaps
    assert max(gaps) <= 0
    screen.map.get_by_label("bez podkładu").check()
    expect(screen.map.locator(".leaflet-tile-pane img")).to_have_count(0)


def test_a_domain_without_an_indicator_shows_borders_and_words(screen: Screen) -> None:
    screen.open(dziedzina="technologie")
    expect(screen.page.locator(".ao-lead")).to_contain_text("nie ma wskaźnika")
    board = screen.page.locator(".ao-panel-board")
    for text in ("Studenci ogółem", "Podmioty: informacja i komunikacja", "już nie wymieniona"):
        expect(board.get_by_text(text)).to_be_in_viewport()
    assert set(screen.fills().values()) == {"#f8f8f2"}
    assert screen.errors == []


def test_points_are_switched_on_and_say_what_is_known(screen: Screen) -> None:
    screen.open(wskaznik="ludnosc")
    screen.page.get_by_role("button", name="stacje kolejowe").click()
    screen.painted("punkty=kolej")
    marks = screen.map.locator(".ao-point")
    expect(marks).to_have_count(25)
    expect(screen.map.locator(".ao-absent")).to_contain_text("bez położenia w źródle")
    screen.map.locator(".leaflet-marker-icon").first.focus()
    expect(screen.map.locator(".ao-point-tip")).to_contain_text("zatrzymania pociągów w 2021")
    assert faults(screen.page, screen.map) == []
    screen.page.get_by_role("button", name="stacje kolejowe").click()
    expect(marks).to_have_count(0)
    assert screen.errors == []
