"""Figures of powiaty, the voivodeship and Poland: read, checked, derived and compared."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader

from ao_dash.datafolder.load import load
from ao_dash.mapview import sentences
from ao_dash.mapview.message import map_message, message
from ao_dash.mapview.selection import Selection, parse
from ao_dash.mapview.view import build_view
from ao_dash.model.dataset import Dataset
from ao_dash.model.faults import DataFaults
from ao_dash.model.region import regions
from ao_dash.model.series import Status
from ao_dash.output.paper.render import render
from ao_dash.screens.blocks import Page, Table, Text, sent
from ao_dash.screens.comparison import screen as comparison
from ao_dash.screens.profile import screen as profile
from tests.support.bdl_server import load_once
from tests.support.data import lines
from tests.support.text import plain

HEAD = "region,indicator,year,value,source\n"
AROUND = "województwo opolskie – 22,3, Polska – 20,9"
FIGURES = (
    "PL,bezrobotni_zarejestrowani,2023,788200,OWN",
    "PL,ludnosc,2023,37636508,OWN",
    "16,bezrobotni_zarejestrowani,2023,20900,OWN",
    "16,ludnosc,2023,936725,OWN",
    "1609,ludnosc,2023,122000,OWN",
    "1661,ludnosc,2023,126775,OWN",
)


def with_figures(folder: Path, *lines: str) -> Path:
    """Write figures, made up for the test, into a folder; their source is one of its own."""
    (folder / "regional.csv").write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")
    with (folder / "sources.csv").open("a", encoding="utf-8") as out:
        out.write("OWN,Urząd próbny,Tablica próbna,2026,bez licencji\n")
    return folder


@pytest.fixture
def around(folder: Path) -> Dataset:
    return load_once(with_figures(folder, *FIGURES))


def picked(dataset: Dataset, **query: str) -> Selection:
    selection, notes = parse(query, dataset)
    assert not notes
    return selection


def shown(dataset: Dataset, **query: str) -> Page:
    choice, notes = comparison.SCREEN.chosen(query, dataset)
    assert not notes
    return comparison.SCREEN.page(dataset, choice)


def test_without_figures_there_is_no_region_to_choose(folder: Path) -> None:
    assert regions(load(with_figures(folder))) == {}


def test_regions_are_there_as_shipped(dataset: Dataset) -> None:
    named = ["powiat brzeski", "powiat krapkowicki", "powiat opolski", "powiat strzelecki"]
    assert list(regions(dataset).values()) == [*named, "województwo opolskie", "Polska"]


def test_regions_are_named_from_the_nearest_and_a_city_is_not_there_twice(around: Dataset) -> None:
    assert regions(around) == {
        "1609": "powiat opolski",
        "16": "województwo opolskie",
        "PL": "Polska",
    }


def test_a_derived_figure_is_computed_from_figures_of_the_region(around: Dataset) -> None:
    cells = around.regional["bezrobotni_1000"][2023]
    assert cells["PL"].value == pytest.approx(1000 * 788200 / 37636508)
    assert cells["PL"].sources == ("OWN",)
    assert cells["1609"].status is Status.MISSING  # its unemployed are not in the file


def test_gminy_can_be_compared_with_regions(around: Dataset) -> None:
    page = shown(around, jednostki="166101,16,PL,1609", wskaznik="bezrobotni_1000", rok="2023")
    table = next(b for b in page.places["sheet"] if isinstance(b, Table) and "2023" in b.title)
    assert [(row[0], row[1], row[-1]) for row in table.rows[1:]] == [
        ("województwo opolskie", "22,3", "z wartości ogłoszonych dla regionu"),
        ("Polska", "20,9", "z wartości ogłoszonych dla regionu"),
        ("powiat opolski", "brak danych", "z wartości ogłoszonych dla regionu"),
    ]
    (sources,) = [b for b in page.places["sheet"] if isinstance(b, Text) and b.title == "Źródła"]
    assert any("Urząd próbny" in line for line in sources.sentences)
    alone = shown(around, jednostki="166101,AO", wskaznik="bezrobotni_1000", rok="2023")
    (sources,) = [b for b in alone.places["sheet"] if isinstance(b, Text) and b.title == "Źródła"]
    assert not any("Urząd próbny" in line for line in sources.sentences)


def test_rows_hold_regions_too(around: Dataset) -> None:
    choice, _ = comparison.SCREEN.chosen({"jednostki": "AO,PL", "wskaznik": "ludnosc"}, around)
    rows = comparison.SCREEN.table(around, choice)
    poland = rows[rows["kod"] == "PL"].set_index("rok")
    assert poland.loc[2023, "wartosc"] == 37636508
    assert poland.loc[2022, "status"] == "missing"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("1405,ludnosc,2023,5,OWN", "region to PL"),
        ("14,ludnosc,2023,5,OWN", "region to PL"),
        ("DE,ludnosc,2023,5,OWN", "region to PL"),
        ("PL,bezrobotni_1000,2023,5,OWN", "obliczany wzorem"),
        ("PL,ludnosc,2023,,OWN", "nie jest liczbą"),
        ("PL,ludnosc,2023,5,NIE_MA", "źródło"),
        ("PL,ludnosc,2023,5,OWN\nPL,ludnosc,2023,6,OWN", "powtarza klucz"),
    ],
)
def test_a_wrong_row_is_refused_with_its_reason(folder: Path, line: str, told: str) -> None:
    with pytest.raises(DataFaults) as caught:
        load(with_figures(folder, line))
    assert told in str(caught.value)


def test_the_picture_says_the_voivodeship_and_poland_with_their_source(around: Dataset) -> None:
    view = build_view(around, picked(around, wskaznik="bezrobotni_1000", rok="2023"))
    said = sentences.sentence(view)
    assert f"dla porównania: {AROUND}" in said
    assert "OWN" in {source.code for source in view.sources}
    assert [c for c in message(view)["cards"] if c[0] == "Polska"] == [
        ("Polska", "20,9", "", "ze wzoru", "20,9")
    ]


def test_a_change_is_compared_with_a_change(folder: Path) -> None:
    earlier = [line.replace("2023", "2022").replace("788200", "812300") for line in FIGURES]
    dataset = load(with_figures(folder, *FIGURES, *earlier))
    query = {"wskaznik": "bezrobotni_1000", "rok": "2023", "zmiana": "roznica", "od": "2022"}
    view = build_view(dataset, picked(dataset, **query))
    change = 1000 * (788200 - 812300) / 37636508
    assert view.around["Polska"].value == pytest.approx(change)
    assert view.around["województwo opolskie"].value == 0


def test_a_count_is_not_compared_with_that_of_poland(around: Dataset) -> None:
    view = build_view(around, picked(around, wskaznik="ludnosc", rok="2023"))
    assert not view.around
    assert "dla porównania" not in sentences.sentence(view)


def test_a_gmina_is_set_beside_its_powiat(dataset: Dataset) -> None:
    opolski = {
        row["indicator"]: int(row["value"])
        for row in lines("regional.csv")
        if (row["region"], row["year"]) == ("1609", "2024") and row["value"].isdigit()
    }
    rate = 1000 * opolski["bezrobotni_zarejestrowani"] / opolski["ludnosc"]
    text = f"{rate:.1f}".replace(".", ",")
    for gmina, there in (("160903", True), ("166101", False)):  # Opole is its own powiat
        choice, _ = profile.SCREEN.chosen({"gmina": gmina, "dziedzina": "gospodarka"}, dataset)
        said = json.dumps(sent(profile.SCREEN.page(dataset, choice)), ensure_ascii=False)
        assert (f'["powiat opolski", "{text}"]' in said) is there
        query = {"wskaznik": "bezrobotni_1000", "rok": "2024", "gmina": gmina}
        on_map = sentences.sentence(build_view(dataset, picked(dataset, **query)))
        assert (f"dla porównania: powiat opolski – {text}, województwo" in on_map) is there


def test_a_room_sees_the_voivodeship_and_poland_too(dataset: Dataset, around: Dataset) -> None:
    query = {"wskaznik": "bezrobotni_1000", "rok": "2023", "tryb": "prezentacja"}
    shown = map_message(build_view(around, picked(around, **query)))
    assert ", ".join(shown["around"]) == AROUND
    without = replace(dataset, regional={})
    shown = map_message(build_view(without, picked(without, **query)))
    assert "around" not in shown  # nothing is sent of regions that have no figures


def test_a_picture_on_paper_says_them(around: Dataset) -> None:
    view = build_view(around, picked(around, wskaznik="bezrobotni_1000", rok="2023"))
    (page,) = PdfReader(io.BytesIO(render(around, view, "pdf"))).pages
    assert AROUND in plain(page.extract_text())


def test_a_profile_sets_a_gmina_beside_them(around: Dataset) -> None:
    query = {"gmina": "160903", "dziedzina": "gospodarka"}
    choice, _ = profile.SCREEN.chosen(query, around)
    page = profile.SCREEN.page(around, choice)
    said = json.dumps(sent(page), ensure_ascii=False)
    assert "Urząd próbny" not in said  # the newest year is another one
    newest = [line.replace("2023", "2024") for line in FIGURES]
    (around.root / "regional.csv").write_text(HEAD + "\n".join(newest), encoding="utf-8")
    dataset = load(around.root)
    said = json.dumps(sent(profile.SCREEN.page(dataset, choice)), ensure_ascii=False)
    assert '["województwo opolskie", "22,3"], ["Polska", "20,9"]' in said
    assert "Urząd próbny" in said
