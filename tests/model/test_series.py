"""Figures in arrays: a series read as a mapping says what was put into it."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from ao_dash.model.series import (
    NO_FIGURE,
    STATUSES,
    Cell,
    Figures,
    Series,
    Status,
    Year,
    positions,
    source_codes,
)

PLACES = ("b", "a", "c")
SOURCES = st.lists(st.sampled_from(["S", "T", "U"]), unique=True, max_size=3).map(tuple)
NO_VALUE = st.sampled_from([s for s in Status if s is not Status.OK])
CELLS = st.one_of(
    st.builds(Cell, st.floats(-1e9, 1e9), st.just(Status.OK), SOURCES),
    st.builds(Cell, st.none(), NO_VALUE, SOURCES),
)
YEARS = st.dictionaries(
    st.integers(1990, 2030), st.fixed_dictionaries(dict.fromkeys(PLACES, CELLS)), max_size=4
)


@given(YEARS)
def test_a_series_is_the_mapping_it_was_made_of(years: dict[int, dict[str, Cell]]) -> None:
    series = Series.of(years, PLACES)
    assert series == years
    assert list(series) == sorted(years)
    for year, cells in years.items():
        assert list(series[year].items()) == [(place, cells[place]) for place in PLACES]
        known = {place: cell.value for place, cell in cells.items() if cell.value is not None}
        assert series[year].numbers() == known
        assert series.counts[year] == len(known)
        assert all(series.cell(year, place) == cell for place, cell in cells.items())


@given(YEARS)
def test_arrays_say_nothing_where_there_is_no_value(years: dict[int, dict[str, Cell]]) -> None:
    figures = Series.of(years, PLACES).figures
    assert figures.values.shape == (len(years), len(PLACES))
    assert (np.isnan(figures.values) == ~figures.known).all()


@given(YEARS)
def test_sources_come_once_in_the_order_of_years_and_places(
    years: dict[int, dict[str, Cell]],
) -> None:
    series = Series.of(years, PLACES)
    in_order = [years[year][place] for year in sorted(years) for place in PLACES]
    assert series.figures.source_codes() == source_codes(in_order)


@given(YEARS)
def test_the_history_of_a_place_is_its_column(years: dict[int, dict[str, Cell]]) -> None:
    series = Series.of(years, PLACES)
    values = {year: years[year]["a"].value for year in sorted(years)}
    assert series.numbers("a") == {y: v for y, v in values.items() if v is not None}


def test_what_nobody_said_is_missing() -> None:
    series = Series.of({2020: {"a": Cell(1.0, Status.OK, ("S",)), "z": NO_FIGURE}}, ["b", "a"])
    assert series[2020]["b"] == NO_FIGURE
    assert "z" not in series[2020]
    assert 2021 not in series
    assert set(series.in_year(2021).values()) == {NO_FIGURE}
    assert series.cell(2021, "a") == series.cell(2020, "z") == NO_FIGURE
    assert series.numbers("z") == {}


@given(st.fixed_dictionaries(dict.fromkeys(PLACES, CELLS)))
def test_a_year_gives_its_figures_in_any_order_of_places(cells: dict[str, Cell]) -> None:
    asked = ["c", "nowhere", "a"]
    assert Year.of(cells).at(asked).cells() == [cells.get(place, NO_FIGURE) for place in asked]


@given(CELLS, CELLS)
def test_two_figures_make_one_with_the_sources_of_both(one: Cell, other: Cell) -> None:
    first, second = Figures.of([one]), Figures.of([other])
    (made,) = first.with_second(second, first.values + second.values).cells()
    both = one.value is not None and other.value is not None
    assert (made.value is not None) == both
    assert made.status is max(one.status, other.status, key=STATUSES.index)
    assert made.sources == source_codes([one, other])


def test_a_result_that_is_no_number_is_not_applicable() -> None:
    one = Figures.of([Cell(1.0, Status.OK, ("S",))])
    assert one.with_second(one, np.array([np.inf])).cells() == [
        Cell(None, Status.NOT_APPLICABLE, ("S",))
    ]


def test_positions_count_from_zero() -> None:
    assert positions(PLACES) == {"b": 0, "a": 1, "c": 2}
