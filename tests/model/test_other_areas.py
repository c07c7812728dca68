"""Other areas: their figures are sums of their gminy, and stand beside this one."""

from __future__ import annotations

import csv
import gzip
from collections import defaultdict
from decimal import Decimal

import pytest

from ao_dash.model import unit as units
from ao_dash.model.dataset import Dataset
from ao_dash.model.region import around
from ao_dash.model.series import Status
from ao_dash.screens.comparison.screen import SCREEN
from tests.support.data import ROOT

COUNTRY = ROOT.parent / "shared/data/country"


def test_areas_are_units_of_the_comparison(dataset: Dataset) -> None:
    assert set(dataset.areas) == {"BOF", "GZM", "KOF", "KSSOF", "ROF"}
    choice, notes = SCREEN.chosen(
        {"jednostki": "AO,KSSOF,GZM", "wskaznik": "bezrobotni_1000", "rok": "2024"}, dataset
    )
    assert (choice.units, notes) == (("AO", "KSSOF", "GZM"), [])
    rows = SCREEN.table(dataset, choice)
    rows = rows[rows["rok"] == 2024].set_index("jednostka")
    people, out_of_work = (
        dataset.regional[code][2024]["KSSOF"].value
        for code in ("ludnosc", "bezrobotni_zarejestrowani")
    )
    assert people
    assert out_of_work
    name = dataset.areas["KSSOF"].name
    assert rows.loc[name, "wartosc"] == pytest.approx(1000 * out_of_work / people)
    assert rows.loc[name, "jak_liczona"] == "z sum gmin obszaru"
    assert "Górnośląsko-Zagłębiowska Metropolia" in rows.index


def test_only_what_holds_a_gmina_is_around_it(dataset: Dataset) -> None:
    indicator = dataset.indicators["bezrobotni_1000"]
    cells = dataset.regional["bezrobotni_1000"].in_year(2024)
    assert {"KSSOF", "GZM"} <= {code for code in dataset.areas if cells.get(code)}
    named = around(dataset, indicator, cells, "160901")
    assert not set(named) & {area.name for area in dataset.areas.values()}


def test_the_shipped_areas_have_no_gmina_of_this_one(dataset: Dataset) -> None:
    for area in dataset.areas.values():
        assert not set(area.members) & set(dataset.gminy)
        assert area.source


@pytest.mark.skipif(not COUNTRY.is_dir(), reason="the source material is not here")
def test_sums_equal_a_second_computation(dataset: Dataset) -> None:
    """Read the material line by line and add up whole areas; half of one is no figure."""
    owner = {code: area.code for area in dataset.areas.values() for code in area.members}
    found: dict[tuple[str, str, int], dict[str, Decimal]] = defaultdict(dict)
    for name in ("stats_country.csv.gz", "stats_country_more_years.csv.gz"):
        with gzip.open(COUNTRY / name, "rt", encoding="utf-8") as file:
            for row in csv.DictReader(file):
                if row["teryt6"] in owner:
                    key = owner[row["teryt6"]], row["indicator"], int(row["year"])
                    found[key].setdefault(row["teryt6"], Decimal(row["value"]))
    compared = 0
    for code, indicator in dataset.indicators.items():
        if indicator.formula or indicator.kind != "count":
            continue
        for area in dataset.areas.values():
            for year, cells in dataset.regional[code].items() if code in dataset.regional else ():
                cell = cells[area.code] if area.code in dataset.regional[code].places else None
                if cell and cell.status is Status.OK:
                    figures = found[area.code, code, year]
                    assert set(figures) == set(area.members), (area.code, code, year)
                    assert cell.value == pytest.approx(float(sum(figures.values())), rel=1e-12)
                    compared += 1
    assert compared > 800


def test_an_area_is_no_gmina_and_no_group(dataset: Dataset) -> None:
    found = units.units(dataset, 2024)["KSSOF"]
    assert found.members == ()
    assert units.figure(dataset, found, "ludnosc", 2024).aggregation == "suma gmin obszaru"
    assert units.figure(dataset, found, "lesistosc", 2024).value is None
