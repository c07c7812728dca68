"""The filter by value: what is left equals a second computation from the rows without it."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from ao_dash.mapview import sentences
from ao_dash.mapview.legend import build_legend
from ao_dash.mapview.message import message
from ao_dash.mapview.rows import table
from ao_dash.mapview.selection import altered, parse
from ao_dash.mapview.value_filter import ValueFilter, read_value_filter
from ao_dash.mapview.view import Row, View, build_view
from ao_dash.model.dataset import Dataset
from ao_dash.model.faults import DataFaults
from ao_dash.model.numbers import round_half_up
from ao_dash.output.strict_query import MAP, StrictQuery

COUNTED = ("ludnosc", "saldo_migracji_1000", "bezrobotni_1000", "dochody_wlasne_os")


def picture(dataset: Dataset, **query: str) -> View:
    selection, notes = parse(query, dataset)
    assert notes == []
    return build_view(dataset, selection)


def figure(row: Row, view: View) -> float:
    assert row.value is not None
    assert view.indicator is not None
    return round_half_up(row.value, view.indicator.decimals)


def names(rows: Any) -> list[str]:
    return [row.gmina.name for row in rows]


@pytest.mark.parametrize("code", COUNTED)
def test_what_lies_between_two_figures_is_what_a_reader_of_the_table_would_take(
    dataset: Dataset, code: str
) -> None:
    made = random.Random(code)
    for year in dataset.years(code):
        whole = picture(dataset, wskaznik=code, rok=str(year))
        low, high = sorted(figure(made.choice(whole.valued), whole) for _ in "12")
        found = picture(dataset, wskaznik=code, rok=str(year), wartosci=str(ValueFilter(low, high)))
        kept = [row for row in whole.valued if low <= figure(row, whole) <= high]
        assert names(found.shown) == names(kept)
        assert [row.rank for row in found.shown] == [row.rank for row in kept]
        assert [row.class_index for row in found.shown] == [row.class_index for row in kept]
        assert (found.classes, found.area) == (whole.classes, whole.area)
        assert len(found.rows) == len(whole.rows)


@pytest.mark.parametrize("code", COUNTED)
def test_the_highest_and_the_lowest_five_with_their_equals(dataset: Dataset, code: str) -> None:
    for year in dataset.years(code):
        whole = picture(dataset, wskaznik=code, rok=str(year))
        top = picture(dataset, wskaznik=code, rok=str(year), wartosci="najwyzsze-5")
        bottom = picture(dataset, wskaznik=code, rok=str(year), wartosci="najnizsze-5")
        assert names(top.shown) == names(r for r in whole.valued if r.value >= whole.values[4])  # type: ignore[operator]
        least = whole.values[-5]
        assert names(bottom.shown) == names(r for r in whole.valued if r.value <= least)  # type: ignore[operator]


def test_the_other_filters_come_first(dataset: Dataset) -> None:
    query = {"wskaznik": "ludnosc", "rok": "2024", "typ": "wiejska"}
    rural = picture(dataset, **query)
    found = picture(dataset, **query, wartosci="najwyzsze-2")
    assert names(found.shown) == names(rural.shown[:2])
    assert [row.rank for row in found.shown] == [1, 2]
    assert len(found.ranked) == len(rural.shown)
    assert sentences.filters(found) == "typ w 2024 r.: wiejska; najwyższe wartości: 2"


def test_a_gmina_without_a_figure_passes_no_filter(dataset: Dataset) -> None:
    (code, year) = next(
        (code, year)
        for code in dataset.mapped
        for year in dataset.years(code)
        if 2 < dataset.known(code, year) < len(dataset.gminy)
    )
    found = picture(
        dataset, wskaznik=code, rok=str(year), dziedzina="wszystkie", wartosci="-999999999.."
    )
    assert 0 < len(found.shown) == dataset.known(code, year)
    assert found.without_value == {}


def test_sentence_legend_and_files_say_it(dataset: Dataset) -> None:
    query = {"wskaznik": "bezrobotni_1000", "rok": "2024", "wartosci": "20..30.5"}
    view = picture(dataset, **query)
    assert "wartości od 20 do 30,5" in sentences.sentence(view)
    legend = build_legend(view)
    assert len(legend.rug) == 21
    assert legend.hidden == 21 - len(view.shown)
    assert legend.between is not None
    inside = [at for at in legend.rug if legend.between[0] <= at <= legend.between[1]]
    assert len(inside) == len(view.shown)
    shown = message(view)
    assert shown["filters"] == "wartości od 20 do 30,5"
    assert shown["ranked"] == 21
    assert list(table(view)["gmina"]) == names(view.shown)


def test_nothing_left_can_be_taken_back(dataset: Dataset) -> None:
    view = picture(dataset, wskaznik="ludnosc", rok="2024", wartosci="1..2")
    shown = message(view)
    assert view.shown == ()
    assert "wartosci" in shown["clear"]
    assert shown["notice"] == ["Żadna gmina nie spełnia filtrów: wartości od 1 do 2."]


@pytest.mark.parametrize("text", ["..", "2..1", "a..b", "1..2..3", "najwyzsze-0", "5", "1,5..2"])
def test_what_is_no_filter_gives_way_with_a_note(dataset: Dataset, text: str) -> None:
    selection, notes = parse({"wskaznik": "ludnosc", "wartosci": text}, dataset)
    assert selection.values is None
    assert [note.parameter for note in notes] == ["wartosci"]
    strict = StrictQuery({"wskaznik": "ludnosc", "wartosci": text})
    strict.shown(MAP, dataset)
    with pytest.raises(DataFaults, match="Zakres wartości"):
        strict.raise_if_invalid()


def test_yes_and_no_have_no_range(dataset: Dataset) -> None:
    flag = next(code for code in dataset.mapped if dataset.indicators[code].kind.value == "flag")
    selection, notes = parse({"wskaznik": flag, "wartosci": "1.."}, dataset)
    assert selection.values is None
    assert str(notes[0]) == "Nie ma tu liczb, które można zawęzić; pokazano wszystkie wartości."


def test_the_ends_belong_to_one_indicator(dataset: Dataset) -> None:
    query = {"wskaznik": "ludnosc", "wartosci": "1000..2000"}
    assert "wartosci" in altered(query, {"rok": "2020"})
    assert "wartosci" not in altered(query, {"wskaznik": "gestosc"})
    assert "wartosci" not in altered(query, {"zmiana": "roznica"})
    few = {"wskaznik": "ludnosc", "wartosci": "najwyzsze-5"}
    assert altered(few, {"wskaznik": "gestosc"})["wartosci"] == "najwyzsze-5"


ENDS = some.none() | some.floats(-1e9, 1e9).map(lambda end: round(end, 3))


@given(ENDS, ENDS)
def test_an_address_brings_back_what_was_written(low: float | None, high: float | None) -> None:
    filter_ = ValueFilter(low, high)
    expected = None if low is high is None or (low or 0) > (high or 0) else filter_
    if None in (low, high) and low is not high:
        expected = filter_
    assert read_value_filter(str(filter_)) == expected
