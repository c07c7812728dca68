from __future__ import annotations

import statistics

import pandas as pd
import pytest

from ao_dash.datafolder.load import SHIPPED
from ao_dash.model.aggregate import area_value
from ao_dash.model.dataset import Dataset
from ao_dash.model.gmina import GminaType
from ao_dash.model.indicator import Kind
from ao_dash.screens.profile.standing import (
    GminaIndicator,
    base_years,
    every,
    newest,
    newest_full,
    standings,
    usual_base,
)


def published(indicator: str, year: int) -> pd.Series[float]:
    stats = pd.read_csv(SHIPPED / "stats.csv", dtype={"teryt6": str})
    chosen = stats[(stats.indicator == indicator) & (stats.year == year) & (stats.status == "ok")]
    return chosen.set_index("teryt6")["value"]


def record(dataset: Dataset, teryt6: str, indicator: str) -> GminaIndicator:
    found = newest(dataset, dataset.gminy[teryt6], dataset.indicators[indicator].domain)
    return next(r for r in found if r.indicator.code == indicator)


@pytest.mark.parametrize("indicator", ["ludnosc", "bezrobotni_zarejestrowani", "lesistosc"])
def test_ranks_are_those_of_the_published_file(dataset: Dataset, indicator: str) -> None:
    standing = newest_full(standings(dataset)[indicator])
    ranks = published(indicator, standing.year).rank(ascending=False, method="min")
    assert {code: standing.rank(code) for code in dataset.gminy} == ranks.astype(int).to_dict()


def test_equal_values_share_a_rank(dataset: Dataset) -> None:
    standing = newest_full(standings(dataset)["urbanizacja"])
    lowest = [code for code, value in standing.figures.items() if value == 0]
    assert len(lowest) > 1
    assert len({standing.rank(code) for code in lowest}) == 1


def test_a_flag_has_no_rank_and_no_median(dataset: Dataset) -> None:
    standing = newest_full(standings(dataset)["kleska_2024"])
    assert standing.rank("166101") is None
    assert standing.median(GminaType.RURAL) is None


@pytest.mark.parametrize(("year", "mixed"), [(2017, 7), (2018, 8), (2023, 8), (2024, 9)])
def test_the_median_of_a_type_follows_the_year(dataset: Dataset, year: int, mixed: int) -> None:
    standing = standings(dataset)["ludnosc"][year]
    types = pd.read_csv(SHIPPED / "gmina_types.csv", dtype=str).sort_values("valid_from")
    held = types[types.valid_from <= f"{year}-12-31"].groupby("teryt6")["type"].last()
    values = published("ludnosc", year)[held[held == "miejsko-wiejska"].index]
    assert len(values) == len(standing.by_type[GminaType.MIXED]) == mixed
    assert standing.median(GminaType.MIXED) == statistics.median(values)


def test_the_area_is_that_of_the_map(dataset: Dataset) -> None:
    for code, years in standings(dataset).items():
        standing = newest_full(years)
        assert standing.year == dataset.newest_full_year(code)
        assert standing.area == area_value(dataset, code, standing.year)


def test_the_usual_base_is_the_one_most_indicators_can_be_compared_with(dataset: Dataset) -> None:
    counts = base_years(dataset)
    assert usual_base(dataset) == 2020
    assert counts[2020] == max(counts.values())
    assert counts[2017] < counts[2020]  # population was recalculated in 2020
    assert counts[2016] < counts[2017]  # borders moved in 2017


def test_a_change_is_the_difference_of_published_figures(dataset: Dataset) -> None:
    since = record(dataset, "160903", "ludnosc").since(2020)
    now, then = (published("ludnosc", year)["160903"] for year in (2024, 2020))
    assert since.difference == now - then
    assert since.percent == pytest.approx(100 * (now / then - 1))


@pytest.mark.parametrize(
    ("gmina", "indicator", "base", "why"),
    [
        ("160903", "bezrobotni_zarejestrowani", 2016, "przerwa w szeregu w 2017 r."),
        ("160903", "ludnosc", 2017, "przerwa w szeregu w 2020 r."),
        ("160903", "ludnosc", 2015, "2\xa0przerwy w szeregu, ostatnia w 2020 r."),
        ("160913", "ludnosc", 2015, "przerwa w szeregu w 2020 r."),
        ("160913", "e8_mat_srednia", 2021, "4\xa0przerwy w szeregu, ostatnia w 2025 r."),
        ("160913", "urbanizacja", 2020, "jeden rok danych"),
        ("160913", "psp_pozary", 2020, "brak danych za 2020 r."),
        ("160913", "pit_udzial", 2020, "brak danych po 2020 r."),
    ],
)
def test_where_no_change_can_be_told_it_says_why(
    dataset: Dataset, gmina: str, indicator: str, base: int, why: str
) -> None:
    since = record(dataset, gmina, indicator).since(base)
    assert (since.difference, since.percent, since.why) == (None, None, why)


def test_a_border_that_did_not_move_breaks_nothing(dataset: Dataset) -> None:
    assert record(dataset, "160913", "bezrobotni_zarejestrowani").since(2016).difference is not None


def test_a_signed_figure_changes_by_a_difference_only(dataset: Dataset) -> None:
    since = record(dataset, "160913", "saldo_migracji").since(2020)
    assert since.difference is not None
    assert since.percent is None


def test_no_change_is_told_across_a_break(dataset: Dataset) -> None:
    for gmina in dataset.gminy.values():
        for base in base_years(dataset):
            for one in newest(dataset, gmina, None):
                broken = any(b.between(base, one.year) for b in one.breaks)
                assert not (broken and one.since(base).difference is not None)


def test_indicators_too_thin_for_a_map_stand_only_where_they_are_known(dataset: Dataset) -> None:
    def codes(teryt6: str) -> set[str]:
        return {r.indicator.code for r in newest(dataset, dataset.gminy[teryt6], None)}

    assert "studenci" in codes("166101")
    assert "studenci" not in codes("160903")
    assert set(dataset.mapped) <= codes("160903")


def test_every_year_is_there_once(dataset: Dataset) -> None:
    gmina = dataset.gminy["160903"]
    found = [(r.indicator.code, r.year) for r in every(dataset, gmina, None)]
    assert len(found) == len(set(found))
    assert [y for code, y in found if code == "ludnosc"] == list(dataset.years("ludnosc"))
    flags = [r for r in every(dataset, gmina, None) if r.indicator.kind is Kind.FLAG]
    assert all(r.rank is None and r.since(2020).why == "" for r in flags)
