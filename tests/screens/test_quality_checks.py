from __future__ import annotations

from collections import Counter
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ao_dash.model.dataset import Dataset
from ao_dash.model.series import Cell, Series, Status
from ao_dash.screens.quality.crosscheck import (
    CHECKS,
    Check,
    Compared,
    Outcome,
    compare,
    known_checks,
)
from ao_dash.screens.quality.findings import report
from ao_dash.screens.quality.sentences import figures, right_text
from tests.support.bdl_server import shipped_entries
from tests.support.data import shipped_dataset, with_cells

BY_CODE = {check.code: check for check in CHECKS}
OPOLE = "166101"
PROSZKOW = "160910"


def changed(code: str, year: int, teryt6: str, value: float) -> Dataset:
    cells = shipped_dataset().series[code][year]
    cell = Cell(value, Status.OK, cells[teryt6].sources)
    years = {**shipped_dataset().series[code], year: {**cells, teryt6: cell}}
    return with_cells(shipped_dataset(), code, years)


def outcomes(dataset: Dataset, code: str) -> Counter[Outcome]:
    return Counter(one.outcome for one in compare(dataset, BY_CODE[code]))


def at(dataset: Dataset, code: str, year: int, teryt6: str) -> Compared:
    found = compare(dataset, BY_CODE[code])
    return next(one for one in found if (one.year, one.teryt6) == (year, teryt6))


def test_every_declared_check_finds_its_indicators_and_something_to_compare(
    dataset: Dataset,
) -> None:
    assert len(BY_CODE) == len(CHECKS)
    refreshed = {entry.indicator for entry in shipped_entries()}
    for check in CHECKS:
        if check in known_checks(dataset):
            assert compare(dataset, check), check.code
        else:  # waits for a figure that a refresh brings
            assert check.left in refreshed
    assert len(known_checks(dataset)) == len(CHECKS) - 1


@pytest.mark.parametrize("code", ["saldo", "saldo_2", "przyrost", "psp"])
def test_sums_agree_to_the_unit_and_one_more_person_is_seen(dataset: Dataset, code: str) -> None:
    check = BY_CODE[code]
    assert set(outcomes(dataset, code)) == {Outcome.AGREES}
    year = max(one.year for one in compare(dataset, check))
    value = dataset.series[check.left][year][OPOLE].value
    assert value is not None
    one = at(changed(check.left, year, OPOLE, value + 1), code, year, OPOLE)
    assert (one.outcome, one.apart, one.tolerance) == (Outcome.DIFFERS, 1, 0)


def test_by_hand(dataset: Dataset) -> None:
    # Prószków 2023: 163 persons over 9730 on 31 December, published as 16.6
    one = at(dataset, "saldo_migracji_1000", 2023, "160910")
    count = dataset.series["saldo_migracji"][2023]["160910"].value
    people = dataset.series["ludnosc"][2023]["160910"].value
    assert count
    assert people
    assert one.right == pytest.approx(1000 * count / people)
    assert one.tolerance == pytest.approx(0.05)
    assert one.outcome is Outcome.DIFFERS
    assert figures(one) == ("16,6", "16,752", "−0,152")


def test_density_times_area_is_the_population(dataset: Dataset) -> None:
    assert set(outcomes(dataset, "gestosc")) == {Outcome.AGREES}
    one = at(dataset, "gestosc", 2024, OPOLE)
    assert set(one.right_sources) == {"FR_LUDN_1336", "GG_GUGIK_2025"}
    assert one.tolerance > 0.05  # that of the density, and a little of the area


def test_the_census_is_another_day_and_never_called_a_fault(dataset: Dataset) -> None:
    assert set(outcomes(dataset, "spis")) == {Outcome.DAY}
    assert report(dataset).differing("ludnosc_NSP2021") == 0


def test_rates_of_2020_rest_on_another_population(dataset: Dataset) -> None:
    found = compare(dataset, BY_CODE["urodzenia_1000"])
    assert {one.outcome for one in found if one.year == 2020} == {Outcome.BASE}
    assert Outcome.BASE not in {one.outcome for one in found if one.year == 2024}


def test_a_denominator_of_mid_year_explains_only_what_lies_between() -> None:
    code, year = "saldo_migracji_1000", 2023
    count = shipped_dataset().series["saldo_migracji"][year][PROSZKOW].value
    people = shipped_dataset().series["ludnosc"][year][PROSZKOW].value
    assert count
    assert people
    dataset = changed("ludnosc", year - 1, PROSZKOW, people / 2)
    after, before = 1000 * count / people, 2000 * count / people
    for left, outcome in (
        (after, Outcome.AGREES),
        ((after + before) / 2, Outcome.EXPLAINED),
        (before, Outcome.EXPLAINED),
        (2 * before, Outcome.DIFFERS),
        (-before, Outcome.DIFFERS),
    ):
        assert at(replace_left(dataset, code, year, left), code, year, PROSZKOW).outcome is outcome


def replace_left(dataset: Dataset, code: str, year: int, value: float) -> Dataset:
    cells = dataset.series[code][year]
    cell = Cell(round(value, 1), Status.OK, cells[PROSZKOW].sources)
    years = {**dataset.series[code], year: {**cells, PROSZKOW: cell}}
    return with_cells(dataset, code, years)


def test_the_population_of_another_area_explains_nothing(dataset: Dataset) -> None:
    # the borders of Dobrzeń Wielki moved on 1 January 2017
    assert at(dataset, "saldo_migracji_1000", 2017, "160903").outcome is Outcome.DIFFERS


def test_a_check_without_its_indicators_is_left_out(dataset: Dataset) -> None:
    series = {code: s for code, s in dataset.series.items() if code != "powierzchnia_km2"}
    known = known_checks(replace(dataset, series=series))
    assert BY_CODE["gestosc"] not in known
    assert set(known_checks(dataset)) - set(known) == {BY_CODE["gestosc"]}


def only(cells: dict[str, dict[int, dict[str, Cell]]]) -> Dataset:
    dataset = shipped_dataset()
    series = {code: Series.of(years, dataset.places) for code, years in cells.items()}
    return replace(dataset, series=series)


@given(st.integers(1, 10**6), st.integers(2, 10**6), st.integers(0, 4))
def test_a_rate_rounded_by_its_office_always_agrees(count: int, people: int, digits: int) -> None:
    exact = Fraction(1000 * count, people)
    rounded = float(round(exact, digits))
    cells = {
        "malzenstwa_1000": (rounded, shipped_dataset().indicators["malzenstwa_1000"]),
        "malzenstwa": (float(count), shipped_dataset().indicators["malzenstwa"]),
        "ludnosc": (float(people), shipped_dataset().indicators["ludnosc"]),
    }
    series = {c: {2024: {OPOLE: Cell(v, Status.OK, (c,))}} for c, (v, _) in cells.items()}
    # another gmina shows how many digits the office publishes
    series["malzenstwa_1000"][2024]["160104"] = Cell(10.0**-digits, Status.OK, ("x",))
    check = Check("x", "malzenstwa_1000", ((1, "malzenstwa"),), "", ("ludnosc", 0), 1000.0)
    (one,) = compare(only(series), check)
    assert one.outcome is Outcome.AGREES
    further = 1.1 * 10.0**-digits
    series["malzenstwa_1000"][2024][OPOLE] = Cell(rounded + further, Status.OK, ("x",))
    (one,) = compare(only(series), check)
    assert one.outcome is Outcome.DIFFERS


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("saldo", "Zameldowania − Wymeldowania"),
        ("psp", "Pożary + Miejscowe zagrożenia + Alarmy fałszywe"),
        ("zgony_1000", "1 000 × Zgony ÷ Ludność"),
        ("zmiana_ludnosci", "1 000 × (Ludność ÷ Ludność (rok wcześniej) − 1)"),
        ("gestosc", "Ludność ÷ Powierzchnia (rok później)"),
    ],
)
def test_what_is_compared_is_said(dataset: Dataset, code: str, text: str) -> None:
    assert right_text(BY_CODE[code], dataset.indicators).replace("\N{NO-BREAK SPACE}", " ") == text


def test_every_difference_is_shown_with_both_figures(dataset: Dataset) -> None:
    found = report(dataset)
    every = [one for each in found.compared.values() for one in each]
    agreeing = sum(one.outcome is Outcome.AGREES for one in every)
    assert len(found.differences) == len(every) - agreeing
    for one in found.differences:
        left, right, apart = figures(one)
        assert left != right
        assert apart.lstrip("+−0,"), (one.check.code, one.year, one.teryt6)
