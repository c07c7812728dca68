from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ao_dash.analysis.correlation import caution, correlation
from ao_dash.model.dataset import Dataset
from ao_dash.model.numbers import format_number, round_half_up
from ao_dash.screens.blocks import Cards, Page, Scatter, Table, Text, sent
from ao_dash.screens.scatter.pairs import COLOURS, THIRD_WORDS
from ao_dash.screens.scatter.screen import COLUMNS, SCREEN, ScatterChoice
from ao_dash.screens.shared.figures import offered
from tests.support.data import shipped_dataset
from tests.support.pages import block, choosing

OPOLE = "166101"


chosen = choosing(SCREEN, ScatterChoice)


def page(**query: str) -> Page:
    return SCREEN.page(shipped_dataset(), chosen(**query))


def notice(shown: Page) -> str:
    (heading,) = sent(shown)["places"]["heading"]
    return " ".join(heading["notice"])


def test_the_first_picture_needs_no_choice() -> None:
    choice = chosen()
    assert (choice.first, choice.second) == ("dochody_wlasne_os", "bezrobotni_1000")
    assert choice.year == choice.second_year == 2024


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"wskaznik": "bezrobotni_1000"},
        {"wskaznik": "ludnosc", "rok": "2018", "drugi": "bezrobotni_1000", "rok2": "2021"},
        {"wskaznik": "ludnosc", "drugi": "ludnosc", "rok": "2016", "rok2": "2017"},
        {"typ": "wiejska", "gmina": OPOLE},
        {"typ": "wiejska,miejska,miejsko-wiejska"},
    ],
)
def test_the_address_restores_the_choice(query: dict[str, str]) -> None:
    choice = chosen(**query)
    assert chosen(**choice.query()) == choice


def test_the_second_year_follows_the_first_until_it_is_chosen() -> None:
    assert chosen(rok="2019").second_year == 2019
    assert "rok2" not in chosen(rok="2019", rok2="2019").query()
    assert chosen(rok="2019", rok2="2020").query()["rok2"] == "2020"


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ({"wskaznik": "nic"}, "nie istnieje"),
        ({"drugi": "kleska_2024"}, "tylko odpowiedzi"),
        ({"rok2": "1850"}, "nie ma danych"),
        ({"typ": "duża"}, "nie istnieje"),
        ({"gmina": "000000"}, "nie wyróżniono"),
    ],
)
def test_what_makes_no_sense_gives_way_with_a_note(
    dataset: Dataset, query: dict[str, str], told: str
) -> None:
    choice, notes = SCREEN.chosen(query, dataset)
    assert len(notes) == 1
    assert told in str(notes[0])
    assert choice == chosen()


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"wskaznik": "e8_mat_srednia", "drugi": "frekwencja_sejm"},
        {"wskaznik": "mig_do_opola", "drugi": "lesistosc"},
        {"typ": "wiejska", "rok": "2017"},
    ],
)
def test_coefficients_are_those_of_the_rows(dataset: Dataset, query: dict[str, str]) -> None:
    choice = chosen(**query)
    rows = SCREEN.table(dataset, choice).dropna(subset=["wartosc_1", "wartosc_2"])
    x, y = rows["wartosc_1"], rows["wartosc_2"]
    pearson, spearman, number = block(SCREEN.page(dataset, choice), Cards).cards
    assert pearson[1] == format_number(float(np.corrcoef(x, y)[0, 1]), 2)
    assert spearman[1] == format_number(float(x.rank().corr(y.rank())), 2)
    assert number[1] == str(len(rows))


def test_thirds_are_those_of_the_shown_values(dataset: Dataset) -> None:
    rows = SCREEN.table(dataset, chosen())
    for n, code in ((1, "dochody_wlasne_os"), (2, "bezrobotni_1000")):
        digits = dataset.indicators[code].decimals
        values = np.array([round_half_up(v, digits) for v in rows[f"wartosc_{n}"]])
        low, high = np.quantile(values, [1 / 3, 2 / 3])
        expected = [THIRD_WORDS[int(v > low) + int(v > high)] for v in values]
        assert list(rows[f"poziom_{n}"]) == expected


def test_map_scatter_table_and_rows_say_the_same(dataset: Dataset) -> None:
    choice = chosen(wskaznik="mig_do_opola", drugi="lesistosc", gmina=OPOLE)
    shown = SCREEN.page(dataset, choice)
    (picture,) = shown.maps
    index = {row[0]: row[4] for row in picture["rows"]}
    dots = {dot.code: dot.colour for dot in block(shown, Scatter).dots}
    twin = block(shown, Table, "sheet")
    cells = dict(zip(twin.keys, twin.rows, strict=True))
    rows = {row["teryt6"]: row for row in SCREEN.table(dataset, choice).to_dict("records")}
    for code in dataset.gminy:
        words = (rows[code]["poziom_1"], rows[code]["poziom_2"])
        if index[code] is None:
            assert code not in dots
            assert words == ("", "")
            continue
        row, column = divmod(index[code], 3)
        assert words == (THIRD_WORDS[column], THIRD_WORDS[row]) == cells[code][3:]
        assert dots[code] == picture["colours"][index[code]] == COLOURS[column][row]
    counts = [step[2] for step in picture["legend"]["steps"]]
    assert counts == [list(index.values()).count(n) for n in range(9)]
    assert sum(counts) == len(dots) < len(dataset.gminy)
    assert picture["legend"]["absent"]


def test_the_cross_stands_at_the_medians() -> None:
    scatter = block(page(), Scatter)
    assert scatter.cross
    assert scatter.cross[0] == np.median([dot.x for dot in scatter.dots])
    assert scatter.cross[1] == np.median([dot.y for dot in scatter.dots])


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ({"rok": "2016", "rok2": "2017"}, ("zmieniły się granice gmin: Dąbrowa", "Prószków")),
        ({"rok": "2019", "rok2": "2020"}, ("z różnych lat", "spisu 2021")),
        ({"wskaznik": "ludnosc"}, ("„Ludność” to wartość bezwzględna",)),
        ({"drugi": "dochody_wlasne_os"}, ("dwa razy te same wartości",)),
        ({"typ": "wiejska"}, ("Filtr: typ gminy w 2024 r.: wiejska.",)),
    ],
)
def test_limits_are_told_first(query: dict[str, str], told: tuple[str, ...]) -> None:
    said = notice(page(**query))
    assert all(words in said for words in told)


@pytest.mark.parametrize(
    "query", [{}, {"rok": "2016"}, {"rok": "2015", "drugi": "wydatki_inwestycyjne_os"}]
)
def test_one_year_of_rates_needs_no_warning(query: dict[str, str]) -> None:
    assert notice(page(**query)) == ""


def test_years_on_one_side_of_a_break_are_told_but_no_break() -> None:
    said = notice(page(rok="2022", rok2="2023"))
    assert "z różnych lat" in said
    assert "granice" not in said
    assert "przerwa" not in said


def test_figures_that_share_their_data_are_told() -> None:
    assert "tych samych danych („Ludność”)" in json.dumps(
        sent(page())["places"]["sheet"], ensure_ascii=False
    )


@pytest.mark.parametrize(("year", "rural"), [("2017", 13), ("2018", 12), ("2024", 11)])
def test_types_are_those_of_the_first_year(dataset: Dataset, year: str, rural: int) -> None:
    choice = chosen(rok=year, typ="wiejska")
    rows = SCREEN.table(dataset, choice)
    assert len(rows) == rural
    assert set(rows["typ"]) == {"wiejska"}
    (picture,) = SCREEN.page(dataset, choice).maps
    assert picture["legend"]["hidden"] == 21 - rural
    assert sum(row[3] for row in picture["rows"]) == rural


def test_nothing_that_a_correlation_does_not_mean_is_left_out(dataset: Dataset) -> None:
    rows = SCREEN.table(dataset, chosen())
    found = correlation(list(rows["wartosc_1"]), list(rows["wartosc_2"]))
    assert found
    shown = page()
    told = [
        t
        for part in ("board", "sheet")
        for b in shown.places[part]
        if isinstance(b, Text)
        for t in b.sentences
    ]
    assert [text for text in told if text in caution(found)] == list(caution(found))


def test_one_gmina_alone_has_no_correlation() -> None:
    shown = page(typ="miejska")
    assert block(shown, Cards).cards[0][1] == "–"
    assert "nie można policzyć" in json.dumps(sent(shown), ensure_ascii=False)


def test_columns_are_documented(dataset: Dataset) -> None:
    assert list(SCREEN.table(dataset, chosen()).columns) == list(COLUMNS)


@settings(max_examples=60, deadline=None)
@given(
    st.deferred(lambda: st.sampled_from(offered(shipped_dataset()))),
    st.deferred(lambda: st.sampled_from(offered(shipped_dataset()))),
    st.integers(2002, 2026),
    st.integers(2002, 2026),
    st.sampled_from(["", "wiejska", "miejska", "miejsko-wiejska,miejska"]),
)
def test_any_pair_can_be_shown(
    dataset: Dataset, first: str, second: str, year: int, other: int, types: str
) -> None:
    query = {"wskaznik": first, "drugi": second, "rok": str(year), "rok2": str(other), "typ": types}
    choice, _ = SCREEN.chosen(query, dataset)
    shown = SCREEN.page(dataset, choice)
    message = json.loads(json.dumps(sent(shown), allow_nan=False))
    for scatter in (b for b in message["places"]["board"] if b["kind"] == "scatter"):
        assert all(0 <= dot[axis] <= 1 for dot in scatter["dots"] for axis in "xy")
    assert SCREEN.chosen(choice.query(), dataset) == (choice, [])
