from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ao_dash.model.dataset import Dataset
from ao_dash.model.series import ANY, Break, BreakKind, Cell, Remark, Status
from ao_dash.screens.quality.outlier import CUT, MIN_CHANGES, beyond_chance, judge, usual
from ao_dash.screens.quality.sentences import NO_REASON, reasons, rule, size_text
from tests.support.data import BY_NAME, shipped_dataset, with_cells

MONEY, COUNT, BALANCE = "dochody_wlasne", "bezrobotni_zarejestrowani", "saldo_migracji"
FIRST = 1970  # before any year of the shipped data
GMINY = tuple(BY_NAME.values())
ONE = GMINY[0]


def made(code: str, histories: dict[str, list[float | None]], **changes: object) -> Dataset:
    """The shipped data with one indicator's histories replaced; without breaks and remarks."""
    years = {
        FIRST + n: {t: cell(values[n]) for t, values in histories.items()}
        for n in range(len(next(iter(histories.values()))))
    }
    other = {"breaks": (), "remarks": (), **changes}
    return replace(with_cells(shipped_dataset(), code, years), **other)  # type: ignore[arg-type]


def cell(value: float | None) -> Cell:
    return Cell(value, Status.MISSING if value is None else Status.OK, ("FR_LUDN_1336",))


def found(code: str, values: list[float | None], **changes: object) -> list[tuple[str, int]]:
    outliers = judge(made(code, {ONE: values}, **changes), code).outliers
    return [(o.step.teryt6, o.step.year) for o in outliers]


QUIET: list[float | None] = [1000.0, 1010, 1003, 1015, 1004, 1012, 1001, 1010, 1006, 1014]


@pytest.mark.parametrize(("code", "jump"), [(MONEY, 1300.0), (COUNT, 1300.0), (BALANCE, 1300.0)])
def test_a_jump_is_found_and_a_quiet_history_has_none(code: str, jump: float) -> None:
    assert found(code, QUIET) == []
    assert found(code, [*QUIET, jump]) == [(ONE, FIRST + len(QUIET))]


def test_never_across_a_break_or_a_gap() -> None:
    year = FIRST + len(QUIET)
    for teryt6 in (ONE, ANY):
        broken = Break(MONEY, teryt6, year, BreakKind.BORDERS, "")
        assert found(MONEY, [*QUIET, 1300.0], breaks=(broken,)) == []
    elsewhere = Break(MONEY, GMINY[1], year, BreakKind.BORDERS, "")
    assert found(MONEY, [*QUIET, 1300.0], breaks=(elsewhere,)) == [(ONE, year)]
    assert found(MONEY, [*QUIET, None, 1300.0]) == []


def test_short_histories_are_not_judged() -> None:
    values = [*QUIET[:MIN_CHANGES], 2000.0]
    assert found(MONEY, values) == [(ONE, FIRST + MIN_CHANGES)]
    judged = judge(made(MONEY, {ONE: values[1:]}), MONEY)
    assert (judged.outliers, judged.judged, judged.short) == ((), 0, MIN_CHANGES - 1)


def test_small_counts_may_jump_by_chance() -> None:
    small: list[float | None] = [3.0, 3, 2, 3, 3, 3, 2, 3, 3, 3, 12]
    assert found(COUNT, small) == []
    assert found(MONEY, small) == [(ONE, FIRST + 10)]
    assert found(COUNT, [*small[:-1], 40.0]) == [(ONE, FIRST + 10)]


def test_a_rate_is_as_uncertain_as_its_count_and_a_balance_as_its_flows(dataset: Dataset) -> None:
    # Lewin Brzeski 2013: a balance from -10 to -77, of 100 and more moves in each direction
    lewin = "160104"
    assert not beyond_chance(dataset, "saldo_migracji_1000", lewin, 2013)
    assert not beyond_chance(dataset, "saldo_migracji", lewin, 2013)
    assert beyond_chance(dataset, "dochody_wlasne", lewin, 2016)
    balance, moves = (
        [dataset.series[c][y][lewin].value or 0 for c in codes for y in (2012, 2013)]
        for codes in (("saldo_migracji",), ("zameldowania", "wymeldowania"))
    )
    assert 3 * math.sqrt(sum(map(abs, balance))) < abs(balance[1] - balance[0])
    assert abs(balance[1] - balance[0]) <= 3 * math.sqrt(sum(moves))


def test_counts_that_were_zero_are_judged_by_difference() -> None:
    values: list[float | None] = [0.0, 0, 0, 0, 0, 0, 0, 0, 0, 50]
    (outlier,) = judge(made(COUNT, {ONE: values}), COUNT).outliers
    assert not outlier.step.relative
    assert found(MONEY, values) == []  # there is no percentage of zero


def test_a_change_that_all_gminy_share_is_explained(dataset: Dataset) -> None:
    histories = {
        t: [v and v * (n + 1) for v in QUIET] + [1400.0 * (n + 1)] for n, t in enumerate(GMINY)
    }
    outliers = judge(made(MONEY, histories), MONEY).outliers
    assert len(outliers) == len(GMINY)
    assert all(o.shared and o.explained for o in outliers)
    alone = {t: (v if t == ONE else [*v[:-1], v[-2]]) for t, v in histories.items()}
    (outlier,) = judge(made(MONEY, alone), MONEY).outliers
    assert not outlier.explained
    assert reasons(outlier, dataset.indicators[MONEY]) == NO_REASON


def test_the_way_back_and_a_remark_are_explanations(dataset: Dataset) -> None:
    year = FIRST + len(QUIET)
    values = [*QUIET, 1500.0, 1010]
    first, second = judge(made(MONEY, {ONE: values}), MONEY).outliers
    assert (first.undoes, second.undoes) == (False, True)
    assert f"powrót po zmianie z {year} r." in reasons(second, dataset.indicators[MONEY])
    remarks = (
        Remark(MONEY, ONE, year, "Sprzedano majątek."),
        Remark(MONEY, ONE, None, "Zawsze."),
        Remark(MONEY, GMINY[1], year, "Gdzie indziej."),
    )
    first = judge(made(MONEY, {ONE: values}, remarks=remarks), MONEY).outliers[0]
    assert reasons(first, dataset.indicators[MONEY]) == "Sprzedano majątek."


@given(
    st.lists(st.floats(0.5, 2), min_size=MIN_CHANGES + 1, max_size=14),
    st.floats(0.01, 1000),
)
def test_percentages_do_not_depend_on_the_unit(ratios: list[float], unit: float) -> None:
    values: list[float | None] = [float(v) for v in 1000 * np.cumprod(ratios)]
    scaled = [v and v * unit for v in values]
    middle, spread = usual(list(np.diff(np.log(np.array(values, dtype=float)))))
    sizes = np.diff(np.log(np.array(values, dtype=float)))
    edge = np.abs(np.abs(sizes - middle) - CUT * spread).min()
    if edge > 1e-9:  # on the edge itself binary noise decides
        assert found(MONEY, values) == found(MONEY, scaled)


@given(st.lists(st.floats(-100, 100), min_size=MIN_CHANGES, max_size=20))
def test_the_rule_is_the_one_that_is_told(sizes: list[float]) -> None:
    """Against the definition, written once more with numpy."""
    values = [0.0, *np.cumsum(sizes)]
    changes = np.diff(values)
    middle = np.median(changes)
    apart = np.abs(changes - middle)
    spread = 1.4826 * np.median(apart) or 1.2533 * apart.mean()
    edge = np.abs(apart - CUT * spread)
    code = "saldo_migracji_1000"  # signed, and with nothing counted behind it in these years
    dataset = made(code, {ONE: [float(v) for v in values]})
    got = {o.step.year - FIRST for o in judge(dataset, code).outliers}
    wanted = {n + 1 for n in np.flatnonzero(apart > CUT * spread)}
    assert {n for n in got ^ wanted if edge[n - 1] > 1e-9} == set()


def test_the_shipped_data_name_what_a_planner_knows(dataset: Dataset) -> None:
    outliers = {
        (o.indicator, o.step.teryt6, o.step.year): o
        for code in dataset.indicators
        for o in judge(dataset, code).outliers
    }
    crisis = {k for k in outliers if k[0] == COUNT and k[2] == 2009}
    assert crisis
    assert all(outliers[key].shared for key in crisis)
    assert len(outliers) < 70
    for code, teryt6, year in outliers:
        assert not any(b.between(year - 1, year) for b in dataset.breaks_of(code, teryt6))


def test_sizes_are_written_as_people_read_them(dataset: Dataset) -> None:
    (outlier,) = judge(made(MONEY, {ONE: [*QUIET, 2028.0]}), MONEY).outliers
    assert size_text(outlier.step.size, outlier, dataset.indicators[MONEY]) == "+100%"
    share = "lesistosc"
    (points,) = judge(made(share, {ONE: [v and v / 100 for v in QUIET] + [60.14]}), share).outliers
    text = size_text(points.step.size, points, dataset.indicators[share])
    assert text == "+50,0\N{NO-BREAK SPACE}p.p."


def test_the_rule_is_told_with_its_constants() -> None:
    told = " ".join(rule())
    assert "4 odchylenia" in told
    assert f"{MIN_CHANGES}\N{NO-BREAK SPACE}zmian" in told
