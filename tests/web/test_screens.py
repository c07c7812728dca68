"""Screens without a browser: what widgets offer and do, what the address says after."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from ao_dash.analysis.classes import METHOD_HINTS, Method
from ao_dash.model.faults import DataFaults
from ao_dash.web.api.package import NEWS
from ao_dash.web.state import data
from tests.support.broken import BROKEN
from tests.support.data import ROOT, lines

SCRIPT = str(ROOT / "ao_dash/web/ui/main.py")


def run(**query: str) -> AppTest:
    screen = AppTest.from_file(SCRIPT, default_timeout=30)
    for name, value in query.items():
        screen.query_params[name] = value
    screen.run()
    assert not screen.exception
    return screen


def picture(screen: AppTest) -> dict[str, Any]:
    """The message the browser draws."""
    for element in screen.get("bidi_component"):
        if element.proto.WhichOneof("data") == "bytes":
            return dict(json.loads(element.proto.bytes)["view"])
    raise AssertionError("no picture was sent")


def blocks(screen: AppTest) -> list[dict[str, Any]]:
    """What a screen without a choice shows."""
    (shown,) = [json.loads(e.proto.json) for e in screen.get("bidi_component")]
    return list(shown["blocks"])


def address(screen: AppTest) -> dict[str, str]:
    pairs = screen.query_params.items()
    return {name: value if isinstance(value, str) else value[-1] for name, value in pairs}


def test_the_first_screen_answers_without_a_click() -> None:
    sent = picture(run())
    assert sent["title"] == "Dochody własne budżetu gminy na mieszkańca"
    assert sent["year"] == 2024
    assert sent["cards"][0][1].replace("\xa0", " ") == "5 034"
    assert len(sent["rows"]) == 21


def test_filters_offer_ten_domains_all_and_context() -> None:
    options = run().selectbox(key="dziedzina").options
    assert len(options) == 12
    assert options[0] == "Wszystkie dziedziny"
    assert options[-1] == "Kontekst (wybory)"


def test_indicators_are_those_of_the_domain() -> None:
    screen = run(dziedzina="sport_turystyka")
    options = screen.selectbox(key="wskaznik-sport_turystyka").options
    assert options == ["Kąpieliska", "Szkolne schroniska młodzieżowe"]


def test_years_are_those_with_data_and_the_newest_full_one_is_chosen() -> None:
    years = run(wskaznik="saldo_migracji").selectbox(key="rok-saldo_migracji")
    assert years.value == "2024"
    assert "2015" not in years.options
    assert len(years.options) == 16


def test_years_without_all_gminy_say_so() -> None:
    years = run(wskaznik="zmiana_ludnosci_1000").selectbox(key="rok-zmiana_ludnosci_1000")
    assert years.options == ["2024 (20 z 21 gmin)"]


@pytest.mark.parametrize(
    ("year", "counts"), [("2015", (1, 7, 13)), ("2020", (1, 8, 12)), ("2024", (1, 9, 11))]
)
def test_types_are_counted_for_the_year_shown(year: str, counts: tuple[int, ...]) -> None:
    pills = run(wskaznik="ludnosc", rok=year).button_group(key="typ")
    assert pills.options == [
        f"{t} {n}" for t, n in zip(("miejska", "miejsko-wiejska", "wiejska"), counts, strict=True)
    ]


def test_a_changed_year_goes_to_the_address_and_the_picture() -> None:
    screen = run()
    screen.selectbox(key="rok-dochody_wlasne_os").set_value("2016").run()
    assert address(screen) == {
        "dziedzina": "gospodarka",
        "wskaznik": "dochody_wlasne_os",
        "rok": "2016",
    }
    assert picture(screen)["vintage"] == "do_2016"


def test_a_changed_domain_brings_its_indicator() -> None:
    screen = run(wskaznik="ludnosc", rok="2016")
    screen.selectbox(key="dziedzina").set_value("oswiata").run()
    assert address(screen)["wskaznik"] == "e8_mat_srednia"
    assert picture(screen)["year"] == 2025


def test_types_filter_rows_and_unchoosing_all_means_all() -> None:
    screen = run()
    screen.button_group(key="typ").set_value(["wiejska"]).run()
    assert address(screen)["typ"] == "wiejska"
    assert sum(row[3] for row in picture(screen)["rows"]) == 11
    screen.button_group(key="typ").set_value([]).run()
    assert "typ" not in address(screen)
    assert sum(row[3] for row in picture(screen)["rows"]) == 21


def test_projects_are_asked_for_only_in_a_domain() -> None:
    assert run(dziedzina="kultura").checkbox(key="projekty")
    for domain in ("wszystkie", "kontekst"):
        assert not [box for box in run(dziedzina=domain).checkbox if box.key == "projekty"]


def test_only_gminy_with_joint_projects_stay() -> None:
    screen = run(dziedzina="kultura")
    screen.checkbox(key="projekty").check().run()
    assert address(screen)["projekty"] == "1"
    assert sum(row[3] for row in picture(screen)["rows"]) == 4


def test_a_domain_without_joint_projects_says_what_that_means() -> None:
    captions = [caption.value for caption in run(dziedzina="powodz").caption]
    assert captions == ["W źródłach nie znaleziono wspólnego projektu w tej dziedzinie."]


def test_a_method_that_makes_its_own_number_of_classes_says_when_it_is_right() -> None:
    screen = run(metoda="glowa", klasy="9")
    assert METHOD_HINTS[Method.HEAD_TAIL] in [caption.value for caption in screen.caption]
    assert screen.button_group(key="klasy").label == "Najwyżej klas"
    assert not {*METHOD_HINTS.values()} & {c.value for c in run(metoda="jenks").caption}


def test_own_breaks_start_from_the_breaks_on_the_map() -> None:
    screen = run(metoda="kwantyle", klasy="4")
    screen.selectbox(key="metoda").set_value("wlasne").run()
    query = address(screen)
    assert query["metoda"] == "wlasne"
    assert len(query["klasy"].split(",")) == 3
    screen.text_input(key="granice").set_value("3000; 4500,5").run()
    assert address(screen)["klasy"] == "3000,4500.5"


def test_breaks_that_cannot_be_read_are_told_and_nothing_breaks() -> None:
    screen = run(metoda="wlasne", klasy="3000,4000")
    screen.text_input(key="granice").set_value("cztery tysiące").run()
    assert not screen.exception
    assert "„cztery tysiące” to nie są granice klas" in screen.warning[0].value
    assert address(screen)["klasy"] == "3000,4000"
    screen.text_input(key="granice").set_value("2 500; 3 000,5").run()
    assert not screen.warning
    assert address(screen)["klasy"] == "2500,3000.5"


def test_counts_have_no_classes_to_choose() -> None:
    screen = run(wskaznik="ludnosc")
    assert "Podział na klasy" not in [box.label for box in screen.expander]
    assert picture(screen)["form"] == "circles"


@pytest.mark.parametrize(
    "query",
    [
        {"wskaznik": "x"},
        {"dziedzina": "<img>"},
        {"rok": "1066"},
        {"gmina": "000000"},
        {"klasy": "0"},
    ],
)
def test_an_unknown_code_falls_back_with_a_note(query: dict[str, str]) -> None:
    assert len(picture(run(**query))["notice"]) == 1


def test_a_note_of_a_change_is_shown_once() -> None:
    screen = run(wskaznik="ludnosc", rok="2016", dziedzina="wszystkie")
    screen.selectbox(key="wskaznik-wszystkie").set_value("lesistosc").run()
    assert "pokazano 2025" in picture(screen)["notice"][0]
    screen.run()
    assert picture(screen)["notice"] == []


def test_a_domain_without_an_indicator_is_calm() -> None:
    sent = picture(run(dziedzina="technologie"))
    assert sent["form"] == "empty"
    domain = sent["domain"]
    assert "19 571 osób (Opole, 2022)" in domain["known"][0].replace("\xa0", " ")
    declared = lines("indicators.csv")
    awaited = [
        r["short"] for r in declared if (r["domain"], r["origin"]) == ("technologie", "awaited")
    ]
    assert domain["awaited"] == awaited
    assert awaited
    assert domain["missing"]
    assert domain["later"] == "już nie wymieniona"
    assert sent["projects"] == []


# test_check.py tries every broken folder; that a page shows what was found needs some of each sort.
@pytest.mark.parametrize("name", sorted(BROKEN)[::4])
def test_faulty_data_are_listed_and_nothing_is_drawn(
    name: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    damage, _ = BROKEN[name]
    damage(folder)
    monkeypatch.setenv("AO_DATA_DIR", str(folder))
    with pytest.raises(DataFaults) as caught:
        data.current()
    screen = AppTest.from_file(SCRIPT, default_timeout=30).run()
    assert not screen.exception
    assert not screen.selectbox
    heading, table = blocks(screen)
    assert heading["title"].startswith("Znaleziono")
    rows = table["rows"]
    assert len(rows) == len(caught.value.faults)
    assert all(row[0] and row[4] and row[5] for row in rows)


def test_mended_data_are_read_without_a_restart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = shutil.copytree(ROOT / "data", tmp_path / "data")
    stats = folder / "stats.csv"
    right = stats.read_text(encoding="utf-8")
    stats.write_text(right.replace("year,value", "rok,value"), encoding="utf-8")
    monkeypatch.setenv("AO_DATA_DIR", str(folder))
    screen = AppTest.from_file(SCRIPT, default_timeout=30).run()
    assert not screen.selectbox
    stats.write_text(right, encoding="utf-8")
    assert screen.run().selectbox


def test_the_screen_about_the_data() -> None:
    screen = AppTest.from_file(SCRIPT, default_timeout=30).run()
    screen.switch_page(str(ROOT / "pages/about.py")).run()
    assert not screen.exception
    shown = blocks(screen)
    tables = [block for block in shown if "rows" in block]
    news, groups = tables[0], {table["title"]: table for table in tables[1:]}
    assert len(groups) == 6
    assert "Co nowego w danych" in [block.get("title") for block in shown]
    assert news["shut"]
    assert news["title"].startswith("Dane dołączone do pulpitu, najnowsze źródło z 01.10.2026 – ")
    links = {row[0]["href"] for row in news["rows"] if isinstance(row[0], dict)}
    assert "/?wskaznik=ludnosc" in links
    (feed,) = [b["links"][0]["href"] for b in shown if "links" in b and not b["files"]]
    assert feed == NEWS
    domains = groups["Dziesięć dziedzin współpracy i czego w nich brakuje"]["rows"]
    assert len(domains) == 11
    assert all(row[4] for row in domains)
    coverage = groups["Pokrycie: ile z 21 gmin ma wartość w danym roku"]
    revenue = next(row for row in coverage["rows"] if row[0] == "Dochody własne na mieszkańca")
    assert revenue[coverage["columns"].index("2024")] == ["21", 4]
    assert revenue[coverage["columns"].index("2014")] == ["", 0]
    sources = groups["Źródła, stan i licencje"]["rows"]
    assert len(sources) == 68
    assert all(row[1] and row[3] for row in sources)


def test_types_in_the_address_of_a_screen_are_chosen_in_its_widget() -> None:
    screen = AppTest.from_file(SCRIPT, default_timeout=30).run()
    screen.query_params.clear()
    screen.switch_page(str(ROOT / "pages/scatter.py"))
    screen.query_params["typ"] = "wiejska,miejska"
    screen.run()
    assert not screen.exception
    assert screen.multiselect(key="zaleznosci-typ").value == ["miejska", "wiejska"]
