from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ao_dash.mapview import sentences
from ao_dash.mapview.formula_text import EARLIER, exact, example, ranges, rounding, written
from ao_dash.mapview.message import message
from ao_dash.mapview.selection import Selection, parse
from ao_dash.mapview.view import build_view
from ao_dash.model.dataset import Dataset
from ao_dash.model.formula import Formula
from ao_dash.model.numbers import round_half_up
from ao_dash.model.series import Status
from ao_dash.output.files.document import Imprint
from ao_dash.output.files.view_document import Layout, document_of_view
from ao_dash.screens.blocks import Choice, Table, Text
from ao_dash.screens.quality.screen import SCREEN
from ao_dash.screens.quality.tables import inputs
from tests.support.data import lines, shipped_dataset

DERIVED = [line["indicator"] for line in lines("indicators.csv") if line["origin"] == "derived"]

OPERATIONS: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Sub: operator.sub,
}


def counted_by_hand(text: str) -> float:
    """Work out what stands on the screen, as somebody with a calculator would."""
    plain = re.sub(r"[\s\N{NO-BREAK SPACE}]", "", text)
    for sign, key in (("×", "*"), ("÷", "/"), ("−", "-"), (",", ".")):
        plain = plain.replace(sign, key)

    def value(node: ast.expr) -> float:
        if isinstance(node, ast.BinOp):
            return OPERATIONS[type(node.op)](value(node.left), value(node.right))
        if isinstance(node, ast.UnaryOp):
            return -value(node.operand)
        assert isinstance(node, ast.Constant)
        assert isinstance(node.value, int | float)
        return float(node.value)

    return value(ast.parse(plain, mode="eval").body)


@pytest.mark.parametrize("code", DERIVED)
def test_the_formula_shown_gives_the_values_of_the_series(dataset: Dataset, code: str) -> None:
    formula = dataset.indicators[code].formula
    assert formula
    text = written(formula, dataset.indicators)
    above, below = (dataset.indicators[name].short for name in formula.inputs)
    earlier = formula.lag
    later = f"{below} ({EARLIER})" if earlier else below
    checked = 0
    for year, cells in dataset.series[code].items():
        for teryt6, cell in cells.items():
            if cell.value is None:
                continue
            values = [
                dataset.series[formula.above][year][teryt6].value,
                dataset.series[formula.below][year - earlier][teryt6].value,
            ]
            # the divisor first: its name may contain that of the other input
            shown = text.replace(f"÷ {later}", f"÷ {values[1]!r}").replace(above, repr(values[0]))
            assert counted_by_hand(shown) == pytest.approx(cell.value, rel=1e-12, abs=1e-12)
            checked += 1
    assert checked


@given(
    st.sampled_from(["a / b", "1000 * a / b", "0.5 * a / b@-1", "100 * (a / b@-1 - 1)"]),
    st.floats(0.5, 1e6).map(lambda v: round(v, 3)),
    st.floats(0.5, 1e6).map(lambda v: round(v, 3)),
)
def test_any_form_is_written_as_it_is_computed(
    dataset: Dataset, text: str, above: float, below: float
) -> None:
    formula = Formula.parse(text)
    some = dataset.indicators["ludnosc"]
    indicators = {"a": replace(some, short="Licznik"), "b": replace(some, short="Mianownik")}
    shown = written(formula, indicators).replace("Licznik", exact(above))
    shown = shown.replace(f"Mianownik ({EARLIER})", "Mianownik").replace("Mianownik", exact(below))
    assert counted_by_hand(shown) == pytest.approx(formula.ratio(above, below), rel=1e-9, abs=1e-9)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("bezrobotni_1000", "1 000 × Bezrobotni zarejestrowani ÷ Ludność"),
        ("dochody_wlasne_os", "Dochody własne budżetu gminy ÷ Ludność"),
        ("zlobki_miejsca_1000", "1 000 × Miejsca w żłobkach ÷ Ludność (rok wcześniej)"),
        ("ludnosc_zmiana", "100 × (Ludność ÷ Ludność (rok wcześniej) − 1)"),
    ],
)
def test_formulas_are_readable(dataset: Dataset, code: str, text: str) -> None:
    formula = dataset.indicators[code].formula
    assert formula
    assert written(formula, dataset.indicators).replace("\N{NO-BREAK SPACE}", " ") == text


@pytest.mark.parametrize("code", DERIVED)
def test_the_example_comes_out(dataset: Dataset, code: str) -> None:
    indicator = dataset.indicators[code]
    _, _, sum_ = example(dataset, code).partition(": ")
    left, result = sum_.split(" = ")
    wanted = round_half_up(counted_by_hand(left), indicator.decimals)
    assert counted_by_hand(result) == pytest.approx(wanted)


@pytest.mark.parametrize("code", DERIVED)
def test_inputs_are_named_with_unit_year_source_and_years(dataset: Dataset, code: str) -> None:
    formula = dataset.indicators[code].formula
    assert formula
    rows = inputs(dataset, formula).rows
    assert len(rows) == 2
    for (name, _, unit, when, source, years), used in zip(rows, formula.inputs, strict=True):
        assert isinstance(name, Choice)
        assert name.parameters == {"wskaznik": used}
        assert unit
        assert when == (EARLIER if name is rows[1][0] and formula.lag else "ten sam rok")
        codes = {s for y in dataset.series[used].values() for c in y.values() for s in c.sources}
        for known in codes:
            assert dataset.sources[known].office in str(source)
            assert dataset.sources[known].dataset in str(source)
            assert dataset.sources[known].state in str(source)
        assert years == ranges(dataset.years(used))


def test_the_screen_shows_formula_inputs_and_rounding(dataset: Dataset) -> None:
    choice, _ = SCREEN.chosen({"wskaznik": "bezrobotni_1000"}, dataset)
    board = SCREEN.page(dataset, choice).places["board"]
    told = [s for b in board if isinstance(b, Text) for s in b.sentences]
    assert any(s.startswith("Bezrobotni na 1000 mieszkańców = ") for s in told)
    assert rounding(dataset.indicators["bezrobotni_1000"]) in told
    assert "Składniki wzoru" in [b.title for b in board if isinstance(b, Table)]
    choice, _ = SCREEN.chosen({"wskaznik": "ludnosc"}, dataset)
    board = SCREEN.page(dataset, choice).places["board"]
    assert "Składniki wzoru" not in [b.title for b in board if isinstance(b, Table)]


@pytest.mark.parametrize(
    ("decimals", "told"),
    [
        (0, "bez miejsc po przecinku"),
        (1, "z 1 miejscem po przecinku"),
        (2, "z 2 miejscami po przecinku"),
        (5, "z 5 miejscami po przecinku"),
    ],
)
def test_rounding_is_said_in_polish(dataset: Dataset, decimals: int, told: str) -> None:
    indicator = replace(dataset.indicators["ludnosc"], decimals=decimals)
    assert told in rounding(indicator).replace("\N{NO-BREAK SPACE}", " ")


def test_full_precision_stays_in_the_series(dataset: Dataset) -> None:
    digits = [
        len(repr(cell.value).partition(".")[2])
        for cells in dataset.series["bezrobotni_1000"].values()
        for cell in cells.values()
        if cell.status is Status.OK
    ]
    assert max(digits) > dataset.indicators["bezrobotni_1000"].decimals


def selected(code: str, year: int) -> Selection:
    return parse({"wskaznik": code, "rok": str(year)}, shipped_dataset())[0]


@pytest.mark.parametrize("code", DERIVED)
def test_a_picture_says_its_formula_inputs_years_sources_and_rounding(
    dataset: Dataset, code: str
) -> None:
    formula = dataset.indicators[code].formula
    assert formula
    year = dataset.years(code)[-1]
    view = build_view(dataset, selected(code, year))
    briefly, places = message(view)["formula"]
    assert f"wartości {places};" in rounding(dataset.indicators[code])
    told, above, below, rounded = sentences.formula([view])
    assert told == f"Wzór: {written(formula, dataset.indicators)}."
    assert rounded == rounding(dataset.indicators[code])
    for line, name, used in (
        (above, formula.above, year),
        (below, formula.below, year - formula.lag),
    ):
        indicator = dataset.indicators[name]
        sources = {s for cell in dataset.series[name][used].values() for s in cell.sources}
        assert f"{indicator.name}, {used} (" in line
        assert all(dataset.sources[s].dataset in line for s in sources)
        (numbers,) = re.findall(rf"{re.escape(indicator.short)} {used} \[([\d, ]+)\]", briefly)[:1]
        lines = [message(view)["sources"][int(n) - 1] for n in numbers.split(", ")]
        assert len(lines) == len(sources)
        assert all(any(dataset.sources[s].dataset in line for line in lines) for s in sources)


def test_a_change_names_the_years_of_both_ends(dataset: Dataset) -> None:
    query = {"wskaznik": "ludnosc_zmiana", "rok": "2024", "zmiana": "roznica", "od": "2022"}
    _, above, below, _ = sentences.formula([build_view(dataset, parse(query, dataset)[0])])
    assert ", 2022, 2024 (" in above
    assert ", 2021, 2023 (" in below
    briefly, _ = sentences.formula_briefly(build_view(dataset, parse(query, dataset)[0]))
    assert briefly == "100 × (Ludność 2022 i 2024 [1] ÷ Ludność 2021 i 2023 [1] − 1)"


def test_a_published_figure_has_no_formula(dataset: Dataset) -> None:
    view = build_view(dataset, selected("ludnosc", 2024))
    assert message(view)["formula"] == []


def test_a_file_says_the_formula_of_all_its_years(dataset: Dataset) -> None:
    view = build_view(dataset, selected("bezrobotni_1000", 2024))
    for layout, years in ((Layout.ROWS, "2024"), (Layout.WIDE, "2015–2024")):
        facts = dict(document_of_view(dataset, view, Imprint(date(2026, 11, 23)), layout).facts)
        assert facts["Wzór"].startswith("1\u00a0000 × Bezrobotni zarejestrowani ÷ Ludność.")
        assert f"Mianownik: Ludność (stan 31 grudnia), {years} (" in facts["Wzór"]
