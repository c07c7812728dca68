from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from ao_dash.mapview.message import map_message
from ao_dash.mapview.view import View
from ao_dash.model.dataset import Dataset
from ao_dash.model.gmina import GminaType
from ao_dash.model.series import Status
from ao_dash.screens.shared.category_map import Caption, Category, Placed, map_of_categories

TWO = (Category("pierwsza", "#0b2f52"), Category("druga", "#f3f1cf"))
CAPTION = Caption("Tytuł", "Krótko", "2024", "Zdanie.", listed="Lista")
CODE, INDEX, STATUS, SHOWN = 0, 4, 7, 3


def test_it_is_a_map_like_any_other(dataset: Dataset, view: Callable[..., View]) -> None:
    usual = map_message(view(wskaznik="kleska_2024"))
    made = map_of_categories(dataset, 2024, CAPTION, TWO, {}, {"rok": "2024"})
    assert set(made) == set(usual) | {"listed"}
    assert set(made["legend"]) == set(usual["legend"]) | {"axes", "ranges"}
    assert {len(row) for row in made["rows"]} == {len(usual["rows"][0])}
    assert sorted(row[CODE] for row in made["rows"]) == sorted(dataset.gminy)
    assert json.loads(json.dumps(made, allow_nan=False))["query"] == "rok=2024"


def test_every_gmina_is_where_it_was_placed(dataset: Dataset) -> None:
    first, second, third, fourth, *_ = dataset.gminy
    placed = {
        first: Placed(1, "a", listed=("x", "y"), notes=("uwaga",)),
        second: Placed(1, "b", listed=("y",), notes=("uwaga",)),
        third: Placed(None, "c", status=Status.CONFIDENTIAL),
        fourth: Placed(0, "d", shown=False),
    }
    made = map_of_categories(dataset, 2024, CAPTION, TWO, placed, {"gmina": second})
    rows = {row[CODE]: row for row in made["rows"]}
    assert [rows[code][INDEX] for code in placed] == [1, 1, None, None]
    assert [rows[code][SHOWN] for code in placed] == [1, 1, 1, 0]
    assert rows[third][STATUS] == list(Status).index(Status.CONFIDENTIAL)
    assert [made["projects"][n] for n in rows[first][10]] == ["x", "y"]
    assert [made["projects"][n] for n in rows[second][10]] == ["y"]
    assert made["notes"] == ["uwaga"]
    assert made["selected"] == second
    assert made["dark"] == [1, 0]
    legend = made["legend"]
    assert [step[2:] for step in legend["steps"]] == [(0, "0\xa0gmin"), (2, "2\xa0gminy")]
    assert legend["absent"] == [(3, "dane niepublikowane", 1)]
    assert legend["hidden"] == 1


@pytest.mark.parametrize(
    ("year", "vintage", "rural"), [(2016, "do_2016", 13), (2024, "od_2017", 11)]
)
def test_borders_and_types_are_those_of_the_year(
    year: int, vintage: str, rural: int, dataset: Dataset
) -> None:
    made = map_of_categories(dataset, year, CAPTION, TWO, {}, {})
    assert made["vintage"] == vintage
    assert [made["types"][row[2]] for row in made["rows"]].count(GminaType.RURAL) == rural


def test_two_axes_make_a_square(dataset: Dataset) -> None:
    caption = Caption("T", "K", "", "Z.", axes=("w prawo", "w górę"), ranges=(("1",), ("2",)))
    made = map_of_categories(dataset, 2024, caption, TWO, {}, {})
    assert made["form"] == "bivariate"
    assert made["legend"]["axes"] == ["w prawo", "w górę"]
    assert made["legend"]["ranges"] == [["1"], ["2"]]
