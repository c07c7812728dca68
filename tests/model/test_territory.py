"""The constant territory against values added by hand from the published tables."""

from __future__ import annotations

import csv

import pytest
import shapely

from ao_dash.datafolder.load import SHIPPED
from ao_dash.model import territory
from ao_dash.model.aggregate import area_value
from ao_dash.model.dataset import Dataset
from ao_dash.model.gmina import GminaType
from ao_dash.model.indicator import Kind
from ao_dash.model.series import ANY, BreakKind, Status

UNIT = "S166101"
FIVE = ("160902", "160903", "160904", "160910", "166101")


@pytest.fixture(scope="module")
def merged(dataset: Dataset) -> Dataset:
    return territory.constant(dataset)


def test_opole_and_its_four_neighbours_are_one_unit(merged: Dataset) -> None:
    unit = merged.gminy[UNIT]
    assert sorted(unit.members) == sorted(FIVE)
    assert unit.name == "Opole + 4 gminy"
    assert unit.type_in(2024) is GminaType.MERGED
    assert len(merged.gminy) == 17
    assert not set(FIVE) & set(merged.gminy)


@pytest.mark.parametrize(
    ("indicator", "year", "added_by_hand"),
    [
        ("bezrobotni_zarejestrowani", 2003, 546 + 611 + 530 + 343 + 7400),
        ("bezrobotni_zarejestrowani", 2016, 272 + 319 + 308 + 205 + 3529),
        ("bezrobotni_zarejestrowani", 2017, 219 + 159 + 199 + 167 + 2981),
        ("dochody_wlasne", 2016, 553040944.19),
        ("dochody_wlasne", 2017, 580539104.86),
        ("ludnosc", 2016, 163992),
        ("ludnosc", 2017, 163893),
        ("saldo_migracji", 2017, 36 - 26 - 2 + 21 + 75),
    ],
)
def test_counts_are_sums_added_by_hand(
    merged: Dataset, indicator: str, year: int, added_by_hand: float
) -> None:
    assert merged.series[indicator][year][UNIT].value == pytest.approx(added_by_hand, abs=0.005)


def test_a_derived_rate_is_made_of_the_sums(merged: Dataset) -> None:
    rate = merged.series["dochody_wlasne_os"][2017][UNIT].value
    assert rate == pytest.approx(580539104.86 / 163893)


def published(indicator: str, year: int) -> dict[str, float]:
    with (SHIPPED / "stats.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["teryt6"]: float(row["value"])
            for row in csv.DictReader(file)
            if (row["indicator"], row["year"]) == (indicator, str(year)) and row["value"]
        }


def test_a_published_rate_is_weighted_with_its_declared_weight(
    dataset: Dataset, merged: Dataset
) -> None:
    checked = 0
    for code, indicator in dataset.indicators.items():
        if not indicator.weight or indicator.formula:
            continue
        for year in dataset.years(code):
            rates, weights = published(code, year), published(indicator.weight, year)
            if set(FIVE) <= rates.keys() & weights.keys():
                mean = sum(rates[t] * weights[t] for t in FIVE) / sum(weights[t] for t in FIVE)
                assert merged.series[code][year][UNIT].value == pytest.approx(mean)
                checked += 1
    assert checked >= 10


def test_what_cannot_be_put_together_has_no_value(dataset: Dataset, merged: Dataset) -> None:
    assert dataset.indicators["park_krajobrazowy"].kind is Kind.FLAG
    newest = dataset.newest_full_year("park_krajobrazowy")
    assert merged.series["park_krajobrazowy"][newest][UNIT].status is Status.NOT_APPLICABLE
    flows = merged.series["mig_do_opola"][dataset.newest_full_year("mig_do_opola")][UNIT]
    assert (flows.value, flows.status) == (None, Status.NOT_APPLICABLE)


def test_the_other_sixteen_are_as_they_were(dataset: Dataset, merged: Dataset) -> None:
    for code in ("ludnosc", "dochody_wlasne_os", "gestosc"):
        for year, cells in dataset.series[code].items():
            for teryt6, cell in cells.items():
                if teryt6 not in FIVE:
                    assert merged.series[code][year][teryt6] == cell


def test_moved_borders_no_longer_break_and_other_breaks_stay(merged: Dataset) -> None:
    assert not [b for b in merged.breaks if b.kind is BreakKind.BORDERS]
    assert [b.year for b in merged.breaks_of("dochody_wlasne_os")] == [2020]
    assert merged.breaks_of("dochody_wlasne_os")[0].teryt6 == ANY


def test_the_land_of_the_five_is_the_same_before_and_after(dataset: Dataset) -> None:
    before, after = (
        shapely.union_all(vintage.frame.loc[list(FIVE)].geometry.to_numpy())
        for vintage in dataset.vintages
    )
    assert before.equals(after)


def test_its_borders_are_one_coverage(dataset: Dataset, merged: Dataset) -> None:
    (vintage,) = merged.vintages
    assert len(vintage.frame) == 17
    assert shapely.coverage_is_valid(vintage.frame.geometry.to_numpy())
    parts = dataset.vintages[-1].areas()
    assert vintage.areas()[UNIT] == pytest.approx(sum(parts[t] for t in FIVE))


def test_the_whole_area_is_the_same_however_it_is_parted(dataset: Dataset, merged: Dataset) -> None:
    for code in ("ludnosc", "dochody_wlasne_os", "saldo_migracji"):
        whole, again = (area_value(d, code, 2017) for d in (dataset, merged))
        assert whole
        assert again
        assert again.value == pytest.approx(whole.value)


@pytest.mark.parametrize(
    ("code", "apart", "together"),
    [("160903", "160903", UNIT), (UNIT, "166101", UNIT), ("160501", "160501", "160501")],
)
def test_a_gmina_and_its_unit_find_each_other(
    code: str, apart: str, together: str, dataset: Dataset, merged: Dataset
) -> None:
    assert territory.counterpart(dataset, code) == apart
    assert territory.counterpart(merged, code) == together


def test_it_is_made_once(dataset: Dataset, merged: Dataset) -> None:
    assert territory.constant(dataset) is merged
    assert territory.constant(merged) is merged
    assert merged.origin is dataset
