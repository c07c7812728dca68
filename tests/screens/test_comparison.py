from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ao_dash.model import unit
from ao_dash.model.dataset import Dataset
from ao_dash.model.series import Status
from ao_dash.screens.blocks import Lines, Table
from ao_dash.screens.comparison import screen as comparison
from ao_dash.screens.shared.scales import Scale, axis, pieces, round_scale, year_axis
from ao_dash.screens.small_multiples import screen as atlas
from tests.support.data import shipped_dataset, with_cells
from tests.support.pages import block, choosing

DOBRZEN, OPOLE = "160903", "166101"


chosen = choosing(comparison.SCREEN, comparison.ComparisonChoice)


def lines_of(choice: comparison.ComparisonChoice) -> Lines:
    return block(comparison.page(shipped_dataset(), choice), Lines, "sheet")


def test_a_line_is_never_joined_across_a_break(dataset: Dataset) -> None:
    choice = chosen(jednostki=f"{DOBRZEN},AO", wskaznik="dochody_wlasne")
    drawn = lines_of(choice)
    dobrzen, area = drawn.lines
    scale, _ = year_axis(dataset.years("dochody_wlasne"))
    assert [len(piece) for piece in dobrzen.pieces] == [2, 8]
    assert dobrzen.pieces[0][-1][0] == scale.place(2016)
    assert dobrzen.pieces[1][0][0] == scale.place(2017)
    assert [len(piece) for piece in area.pieces] == [10]
    assert [place for place, _ in drawn.breaks] == [scale.place(2016.5)]
    assert "27,5 km2 włączone do Opola" in drawn.breaks[0][1]


def test_the_constant_territory_runs_through() -> None:
    (line, _) = lines_of(chosen(jednostki="S166101,166101", wskaznik="dochody_wlasne")).lines
    assert [len(piece) for piece in line.pieces] == [10]


def test_differences_are_those_of_the_table(dataset: Dataset) -> None:
    choice = chosen(jednostki=f"{OPOLE},{DOBRZEN}", wskaznik="dochody_wlasne", rok="2017")
    tables = [b for b in comparison.page(dataset, choice).places["sheet"] if isinstance(b, Table)]
    row = tables[0].rows[1]
    assert [str(cell).replace("\xa0", " ") for cell in row[:4]] == [
        "Dobrzeń Wielki",
        "21 738 888",
        "−493 155 989",
        "−95,8",
    ]
    assert len(tables[1].rows) == 10


def test_a_sum_with_a_gap_is_no_sum(dataset: Dataset) -> None:
    cells = {t: c for t, c in dataset.series["mieszkania"][2021].items() if t != "160104"}
    without = with_cells(dataset, "mieszkania", {2021: cells})
    found = unit.figure(without, unit.units(without, 2021)["AO"], "mieszkania", 2021)
    assert (found.value, found.status) == (None, Status.MISSING)


def test_types_keep_their_composition_through_the_years(dataset: Dataset) -> None:
    assert len(unit.units(dataset, 2024)["wiejska"].members) == 11
    assert len(unit.units(dataset, 2016)["wiejska"].members) == 13
    assert "miejska" not in unit.units(dataset, 2024)  # one gmina is compared as itself


def test_a_border_moved_inside_a_unit_breaks_nothing(dataset: Dataset) -> None:
    known = unit.units(dataset, 2024)
    assert unit.breaks(dataset, known["AO"], "dochody_wlasne") == ()
    assert unit.breaks(dataset, known["S166101"], "dochody_wlasne") == ()
    rural = unit.breaks(dataset, known["wiejska"], "dochody_wlasne")
    assert {b.teryt6 for b in rural} == {"160902", "160903", "160904"}


@pytest.mark.parametrize(
    ("query", "units", "notes"),
    [
        ({}, ("miejsko-wiejska", "wiejska", "AO"), 0),
        ({"gmina": OPOLE}, (OPOLE, "AO"), 0),
        ({"jednostki": OPOLE}, (OPOLE, "AO"), 0),
        ({"jednostki": "x,166101,AO"}, (OPOLE, "AO"), 1),
        ({"jednostki": "AO"}, ("AO", "miejsko-wiejska"), 0),
    ],
)
def test_two_to_six_units(
    dataset: Dataset, query: dict[str, str], units: tuple[str, ...], notes: int
) -> None:
    choice, told = comparison.SCREEN.chosen(query, dataset)
    assert isinstance(choice, comparison.ComparisonChoice)
    assert (choice.units, len(told)) == (units, notes)


def test_more_than_six_are_cut_and_told(dataset: Dataset) -> None:
    many = ",".join(list(dataset.gminy)[:9])
    choice, told = comparison.SCREEN.chosen({"jednostki": many}, dataset)
    assert isinstance(choice, comparison.ComparisonChoice)
    assert len(choice.units) == comparison.MAX_UNITS
    assert len(told) == 1


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.deferred(lambda: st.sampled_from(list(unit.units(shipped_dataset(), 2024)))),
        min_size=2,
        max_size=6,
        unique=True,
    ),
    st.deferred(lambda: st.sampled_from(shipped_dataset().mapped)),
)
def test_rows_are_what_is_drawn(dataset: Dataset, units: list[str], code: str) -> None:
    choice, _ = comparison.SCREEN.chosen({"jednostki": ",".join(units), "wskaznik": code}, dataset)
    assert isinstance(choice, comparison.ComparisonChoice)
    assert comparison.SCREEN.chosen(choice.query(), dataset) == (choice, [])
    rows = comparison.table(dataset, choice)
    assert list(rows.columns) == list(comparison.COLUMNS)
    assert len(rows) == len(choice.units) * len(dataset.years(code))
    assert rows["wartosc"].notna().equals(rows["status"] == "ok")
    drawn = [b for b in comparison.page(dataset, choice).places["sheet"] if isinstance(b, Lines)]
    points = sum(len(piece) for chart in drawn for line in chart.lines for piece in line.pieces)
    if drawn:
        assert points == rows["wartosc"].notna().sum()


# --- charts ------------------------------------------------------------------------------------


FIGURES = st.floats(-1e9, 1e9).map(lambda value: round(value, 6))


@example(values=[0.125, -400000001.0], zero=False)
@example(values=[-0.125, 400000001.0], zero=False)
@given(st.lists(FIGURES, min_size=1, max_size=30), st.booleans())
def test_a_round_scale_holds_its_values(values: list[float], zero: bool) -> None:
    scale, ticks = round_scale(values, zero=zero)
    assert scale.low <= min(values)
    assert scale.high >= max(values)
    assert all(a < b for a, b in pairwise(ticks))
    assert 2 <= len(ticks) <= 9
    assert all(0 <= scale.place(value) <= 1 for value in values)
    if zero:
        assert 0 <= scale.place(0.0) <= 1


def test_ticks_are_written_in_polish_with_the_digits_they_need() -> None:
    scale, ticks = round_scale([0.2, 1.4], zero=True)
    texts = [text for _, text in axis("", scale, ticks).ticks]
    assert texts == ["0,0", "0,5", "1,0", "1,5"]


@given(st.sets(st.integers(2000, 2030), min_size=1), st.sets(st.integers(2000, 2030)))
def test_pieces_hold_every_point_once_and_no_break(years: set[int], breaks: set[int]) -> None:
    points = [(year, float(year)) for year in sorted(years)]
    found = pieces(points, sorted(breaks))
    assert [point for piece in found for point in piece] == points
    for piece in found:
        for (a, _), (b, _) in pairwise(piece):
            assert b - a == 1
            assert not any(a < moved <= b for moved in breaks)


def test_a_scale_of_one_value_has_a_middle() -> None:
    assert Scale(3.0, 3.0).place(3.0) == 0.5


# --- four maps ---------------------------------------------------------------------------------


def test_maps_of_one_indicator_share_their_classes(dataset: Dataset) -> None:
    choice, notes = atlas.SCREEN.chosen({"wskaznik": "bezrobotni_1000"}, dataset)
    assert isinstance(choice, atlas.MapsChoice)
    assert not notes
    assert [code for code, _ in choice.maps] == ["bezrobotni_1000"] * 4
    sent = atlas.page(dataset, choice).maps
    assert len({tuple(step[0] for step in m["legend"]["steps"]) for m in sent}) == 1
    assert len({m["year"] for m in sent}) == 4


def test_the_usual_maps_are_of_four_domains(dataset: Dataset) -> None:
    choice, _ = atlas.SCREEN.chosen({}, dataset)
    assert isinstance(choice, atlas.MapsChoice)
    assert len({dataset.indicators[code].domain for code, _ in choice.maps}) == 4


@pytest.mark.parametrize(
    ("query", "notes"),
    [
        ({"ile": "3"}, 1),
        ({"mapa1": "x:2024"}, 1),
        ({"mapa2": "ludnosc:1066"}, 1),
        ({"mapa3": ":::"}, 0),
        ({"gmina": "<img>"}, 1),
    ],
)
def test_four_maps_whatever_the_address_says(
    dataset: Dataset, query: dict[str, str], notes: int
) -> None:
    choice, found = atlas.SCREEN.chosen(query, dataset)
    assert len(found) == notes
    assert len(choice.maps) == 4
    assert atlas.SCREEN.chosen(choice.query(), dataset) == (choice, [])


def test_rows_of_the_maps_follow_each_other(dataset: Dataset) -> None:
    choice, _ = atlas.SCREEN.chosen({"ile": "2"}, dataset)
    assert isinstance(choice, atlas.MapsChoice)
    rows = atlas.table(dataset, choice)
    assert list(rows.columns) == list(atlas.COLUMNS)
    assert rows["mapa"].tolist() == [1] * 21 + [2] * 21
