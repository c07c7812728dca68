"""Ratios of counts: what is declared and what is asked for are the same to the last digit."""

from __future__ import annotations

import gc
import weakref
from dataclasses import replace

import numpy as np
import pytest

from ao_dash.mapview import sentences
from ao_dash.mapview.rows import file_name, table
from ao_dash.mapview.selection import parse
from ao_dash.mapview.view import View, build_view
from ao_dash.model import territory
from ao_dash.model.dataset import Dataset
from ao_dash.model.formula import Formula
from ao_dash.model.indicator import Kind
from ao_dash.model.ratio import declared, is_count, ratio
from ao_dash.model.unit import figure, units
from ao_dash.screens.comparison.screen import SCREEN as COMPARISON
from tests.support.data import lines


def picture(dataset: Dataset, **query: str) -> View:
    selection, notes = parse(query, dataset)
    assert notes == []
    return build_view(dataset, selection)


def test_they_equal_the_declared_ones_to_the_last_digit(dataset: Dataset) -> None:
    tried = 0
    for one in list(dataset.indicators.values()):
        if one.formula is None or one.formula.change:
            continue
        code = f"{one.formula.above}/{one.formula.below}"
        assert declared(dataset, code) == one.code
        made = ratio(dataset, code)
        if made is None or made.formula is None or one.formula.lag:
            continue
        tried += 1
        scaled = replace(made.formula, scale=one.formula.scale)
        asked, shipped = scaled.series(dataset.series, dataset.breaks), dataset.series[one.code]
        for year in shipped.years:
            ours = asked.in_year(year).figures.values
            np.testing.assert_array_equal(ours, shipped.in_year(year).figures.values)
    assert tried >= 20


def by_hand(above: str, year: int, below: str, year_below: int, scale: float) -> dict[str, float]:
    found: dict[str, dict[str, float]] = {above: {}, below: {}}
    for row in lines("stats.csv"):
        wanted = {(above, str(year)), (below, str(year_below))}
        if (row["indicator"], row["year"]) in wanted and row["status"] == "ok":
            found[row["indicator"]][row["teryt6"]] = float(row["value"])
    return {code: scale * value / found[below][code] for code, value in found[above].items()}


@pytest.mark.parametrize(
    ("code", "year", "below_year", "scale", "unit"),
    [
        ("bezrobotni_zarejestrowani/powierzchnia_km2", 2024, 2025, 1, "na km²"),
        ("bezrobotni_zarejestrowani/powierzchnia_km2", 2018, 2025, 1, "na km²"),
        ("dwory_palace/ludnosc", 2026, 2024, 1000, "na 1000 mieszk."),
        ("bezrobotni_zarejestrowani/mieszkania", 2021, 2021, 100, "%"),
        ("wydatki_inwestycyjne/powierzchnia_km2", 2024, 2025, 1, "zł na km²"),
    ],
)
def test_any_two_counts(
    code: str, year: int, below_year: int, scale: float, unit: str, dataset: Dataset
) -> None:
    above, below = code.split("/")
    view = picture(dataset, wskaznik=code, rok=str(year))
    expected = by_hand(above, year, below, below_year, scale)
    figures = {row.gmina.teryt6: row.value for row in view.rows if row.value is not None}
    assert figures == pytest.approx(expected, rel=1e-12)
    assert view.indicator is not None
    assert (view.indicator.unit, view.indicator.kind is Kind.COUNT) == (unit, False)
    (formula, _) = sentences.formula_briefly(view)
    assert f"{dataset.indicators[below].short} {below_year}" in formula
    assert str(below_year) in " ".join(sentences.formula([view]))
    assert view.area is not None
    assert view.area.of == 21
    assert set(table(view)["wskaznik"]) == {code}
    assert "/" not in file_name(view)
    assert view.selection.query()["wskaznik"] == code
    assert view.selection.domain == dataset.indicators[above].domain


def test_an_area_is_that_of_the_same_borders(dataset: Dataset) -> None:
    years = dataset.years("bezrobotni_zarejestrowani/powierzchnia_km2")
    assert min(dataset.years("bezrobotni_zarejestrowani")) < 2017
    assert min(years) == 2017


@pytest.mark.parametrize(
    ("code", "shown", "said"),
    [
        ("bezrobotni_zarejestrowani/ludnosc", "bezrobotni_1000", ""),
        ("ludnosc_65_plus/ludnosc", "wiek_65_udzial", "ma własną podstawę"),
        ("dojazdy_do_opola/ludnosc", "dojazdy_opole_udzial", "ma własną podstawę"),
        ("ludnosc/ludnosc", None, "nie da się obliczyć"),
        ("gestosc/ludnosc", None, "nie da się obliczyć"),
        ("nie_ma/ludnosc", None, "nie da się obliczyć"),
        ("ludnosc/saldo_migracji", None, "nie da się obliczyć"),
        ("a/b/c", None, "nie istnieje"),
        ("a/" * 2000 + "b", None, "nie istnieje"),
        ("</script>", None, "nie istnieje"),
        ("ludnosc/", None, "nie istnieje"),
    ],
)
def test_what_gives_way(code: str, shown: str | None, said: str, dataset: Dataset) -> None:
    selection, notes = parse({"wskaznik": code}, dataset)
    assert all(said in str(note) for note in notes)
    assert bool(notes) is bool(said)
    if shown:
        assert selection.indicator == shown


def test_every_list_holds_only_what_is_declared(dataset: Dataset) -> None:
    before = list(dataset.indicators)
    assert dataset.series["zgony/mieszkania"].years
    assert "zgony/mieszkania" not in dataset.indicators
    assert list(dataset.indicators) == before
    with pytest.raises(KeyError):
        dataset.indicators["zgony/nie_ma"]
    assert dataset.series.get("zgony/nie_ma") is None
    assert all(is_count(dataset.indicators[code]) for code in ("zgony", "mieszkania"))


def test_merged_gminy_regions_and_units_have_it_too(dataset: Dataset) -> None:
    code, year = "bezrobotni_zarejestrowani/mieszkania", 2021
    merged = territory.constant(dataset)
    unit = units(dataset, year)["S166101"]
    above, below = (
        sum(float(dataset.series[one][year][member].value or 0) for member in unit.members)
        for one in code.split("/")
    )
    assert merged.series[code][year]["S166101"].value == pytest.approx(100 * above / below)
    assert figure(dataset, unit, code, year).value == pytest.approx(100 * above / below)
    choice, notes = COMPARISON.chosen({"wskaznik": code, "jednostki": "166101,AO"}, dataset)
    assert notes == []
    assert len(COMPARISON.table(dataset, choice)) > 0
    numbers = dataset.regional["malzenstwa/mieszkania"]
    assert numbers.years


def test_a_dataset_goes_when_nobody_has_it(dataset: Dataset) -> None:
    mine = replace(dataset)
    assert mine.series["zgony/mieszkania"].years
    left = weakref.ref(mine)
    del mine
    gc.collect()
    assert left() is None


def test_a_year_below_may_be_another_one() -> None:
    formula = Formula("a / b", 1, "a", "b", 0, change=False, held=((2016, 2015),))
    assert (formula.year_below(2016), formula.year_below(2017)) == (2015, 2017)
