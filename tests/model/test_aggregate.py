from __future__ import annotations

import pytest

from ao_dash.model.aggregate import Aggregation, area_value
from ao_dash.model.dataset import Dataset


def test_counts_are_summed(dataset: Dataset) -> None:
    area = area_value(dataset, "ludnosc", 2020)
    assert area is not None
    # the figure the source notes give for the whole area after the census
    assert (area.value, area.aggregation, area.used) == (327253, Aggregation.SUM, 21)


def test_a_derived_rate_is_the_rate_of_the_sums(dataset: Dataset) -> None:
    area = area_value(dataset, "dochody_wlasne_os", 2024)
    money = sum(c.value or 0 for c in dataset.series["dochody_wlasne"][2024].values())
    people = sum(c.value or 0 for c in dataset.series["ludnosc"][2024].values())
    assert area is not None
    assert area.value == pytest.approx(money / people)
    assert area.aggregation is Aggregation.RATIO


def test_a_published_share_is_weighed(dataset: Dataset) -> None:
    area = area_value(dataset, "lesistosc", 2025)
    forest = dataset.series["lesistosc"][2025]
    land = dataset.series["powierzchnia_km2"][2025]
    hand = sum((forest[t].value or 0) * (land[t].value or 0) for t in land)
    assert area is not None
    assert area.value == pytest.approx(hand / sum(c.value or 0 for c in land.values()))
    assert (area.aggregation, area.weight, area.weight_year) == (
        Aggregation.WEIGHTED,
        "powierzchnia_km2",
        2025,
    )


def test_a_weight_of_the_day_before_will_do_but_not_across_borders(dataset: Dataset) -> None:
    area = area_value(dataset, "podmioty_regon_1000", 2025)
    assert area is not None
    assert (area.weight, area.weight_year) == ("ludnosc", 2024)
    # population starts in 2015: no weight near 2008, hence the median
    early = area_value(dataset, "saldo_migracji_1000", 2008)
    assert early is not None
    assert early.aggregation is Aggregation.MEDIAN


def test_without_a_weight_it_is_the_median(dataset: Dataset) -> None:
    area = area_value(dataset, "frekwencja_sejm", 2023)
    values = sorted(c.value or 0 for c in dataset.series["frekwencja_sejm"][2023].values())
    assert area is not None
    assert (area.value, area.aggregation) == (values[10], Aggregation.MEDIAN)


def test_things_counted_in_several_gminy_are_not_summed(dataset: Dataset) -> None:
    area = area_value(dataset, "natura2000_liczba", 2013)
    assert area is not None
    assert (area.aggregation, area.used) == (Aggregation.MEDIAN, 12)


def test_a_flag_is_counted(dataset: Dataset) -> None:
    area = area_value(dataset, "kleska_2024", 2024)
    assert area is not None
    assert (area.value, area.aggregation) == (19, Aggregation.COUNT)


def test_the_whole_area_did_not_change_in_2017_so_its_growth_is_known(dataset: Dataset) -> None:
    people = {
        year: sum(c.value or 0 for c in dataset.series["ludnosc"][year].values())
        for year in (2016, 2017)
    }
    only_unbroken = area_value(dataset, "ludnosc_zmiana", 2017)
    assert only_unbroken is not None
    assert only_unbroken.used == 21
    assert only_unbroken.value == pytest.approx(100 * (people[2017] / people[2016] - 1))


def test_across_the_census_there_is_no_growth(dataset: Dataset) -> None:
    assert area_value(dataset, "ludnosc_zmiana", 2020) is None
