from __future__ import annotations

import pytest

from ao_dash.model.dataset import Dataset
from ao_dash.model.formula import Formula, FormulaError
from ao_dash.model.series import ANY, Break, BreakKind, Cell, Series, Status

OK = Status.OK


def cell(value: float | None, status: Status = Status.OK, source: str = "S") -> Cell:
    return Cell(value, status, (source,))


def series(**years: dict[int, Cell]) -> dict[str, Series]:
    """Series of the place "1" by the codes of their indicators."""
    return {
        code: Series.of({year: {"1": cell} for year, cell in cells.items()}, ["1"])
        for code, cells in years.items()
    }


@pytest.mark.parametrize(
    ("text", "above", "below", "scale", "lag", "change"),
    [
        ("a / b", "a", "b", 1, 0, False),
        ("1000 * a / b", "a", "b", 1000, 0, False),
        ("1000 * a / b@-1", "a", "b", 1000, 1, False),
        ("100 * (a / a@-1 - 1)", "a", "a", 100, 1, True),
    ],
)
def test_forms(text: str, above: str, below: str, scale: float, lag: int, change: bool) -> None:
    formula = Formula.parse(text)
    assert (formula.above, formula.below, formula.scale) == (above, below, scale)
    assert (formula.lag, formula.change) == (lag, change)


@pytest.mark.parametrize(
    "text", ["", "a", "a + b", "a / b / c", "(a / b", "a / b - 1)", "__import__('os') / b", "1 / 0"]
)
def test_other_texts_are_refused(text: str) -> None:
    with pytest.raises(FormulaError):
        Formula.parse(text)


def test_values_and_sources_come_from_both_inputs() -> None:
    published = series(a={2020: cell(10, source="A")}, b={2020: cell(4, source="B")})
    made = Formula.parse("1000 * a / b").series(published, ())
    assert made == {2020: {"1": Cell(2500, Status.OK, ("A", "B"))}}


@pytest.mark.parametrize(
    ("above", "below", "status"),
    [
        (cell(None, Status.MISSING), cell(1), Status.MISSING),
        (cell(1), cell(None, Status.CONFIDENTIAL), Status.CONFIDENTIAL),
        (cell(None, Status.MISSING), cell(None, Status.NOT_APPLICABLE), Status.NOT_APPLICABLE),
        (cell(0), cell(0), Status.NOT_APPLICABLE),
        (cell(5), cell(0), Status.NOT_APPLICABLE),
    ],
)
def test_a_missing_input_or_a_zero_divisor_gives_no_number(
    above: Cell, below: Cell, status: Status
) -> None:
    published = series(a={2020: above}, b={2020: below})
    made = Formula.parse("a / b").series(published, ())[2020]["1"]
    assert (made.value, made.status) == (None, status)


def test_a_change_across_a_break_is_not_a_change() -> None:
    published = series(a={2016: cell(10), 2017: cell(20), 2018: cell(30)})
    formula = Formula.parse("100 * (a / a@-1 - 1)")
    assert formula.series(published, ())[2017]["1"].value == pytest.approx(100)
    for teryt6, status in ((ANY, Status.NOT_APPLICABLE), ("1", Status.NOT_APPLICABLE), ("2", OK)):
        broken = formula.series(published, [Break("a", teryt6, 2017, BreakKind.BASE, "")])
        assert broken[2017]["1"].status is status
        assert broken[2018]["1"].status is OK
    elsewhere = formula.series(published, [Break("b", ANY, 2017, BreakKind.BASE, "")])
    assert elsewhere[2017]["1"].status is OK


def test_own_revenue_per_inhabitant_by_hand(dataset: Dataset) -> None:
    # 900 607 511.01 zł and 125 492 people of Opole on 31.12.2024, both GUS BDL
    made = dataset.series["dochody_wlasne_os"][2024]["166101"]
    assert made.value == pytest.approx(900607511.01 / 125492)
    assert made.sources == ("FR_FINA_2622", "FR_LUDN_1336")


def test_growth_of_population_stops_at_both_breaks(dataset: Dataset) -> None:
    change = dataset.series["ludnosc_zmiana"]
    assert change[2017]["166101"].status is Status.NOT_APPLICABLE
    assert change[2017]["160104"].status is Status.OK
    assert {c.status for c in change[2020].values()} == {Status.NOT_APPLICABLE}
    assert 2020 not in dataset.years("ludnosc_zmiana")


def test_derived_values_are_never_stored(dataset: Dataset) -> None:
    stored = (dataset.root / "stats.csv").read_text(encoding="utf-8")
    for code, indicator in dataset.indicators.items():
        assert not (indicator.formula and f",{code}," in stored)
