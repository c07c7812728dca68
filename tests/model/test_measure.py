"""Changes between two years against figures worked out by hand."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ao_dash.mapview import sentences
from ao_dash.mapview.message import message
from ao_dash.mapview.selection import parse
from ao_dash.mapview.view import View, build_years
from ao_dash.model.dataset import Dataset
from ao_dash.model.indicator import Kind
from ao_dash.model.measure import (
    Change,
    base_years,
    difference,
    measured,
    offered_changes,
    usual_base,
)
from ao_dash.model.numbers import format_with_unit
from ao_dash.model.series import Status

Make = Callable[..., View]
DOBRZEN, OPOLE, GOGOLIN = "160903", "166101", "160501"


@pytest.mark.parametrize(
    ("change", "by_hand"),
    [
        (Change.DIFFERENCE, 21738888.46 - 68817900.46),
        (Change.PERCENT, -68.41099),
    ],
)
def test_the_revenue_of_dobrzen_wielki(dataset: Dataset, change: Change, by_hand: float) -> None:
    found = measured(dataset, "dochody_wlasne", 2017, change, 2016)
    assert found.cells[DOBRZEN].value == pytest.approx(by_hand, rel=1e-6)
    assert found.broken == {"160902", DOBRZEN, "160904", "160910", OPOLE}


@pytest.mark.parametrize(
    ("now", "then", "change", "expected"),
    [
        (150.0, 100.0, Change.PERCENT, 50.0),
        (50.0, 100.0, Change.PERCENT, -50.0),
        (1.0, 0.0, Change.PERCENT, None),
        (1.0, -2.0, Change.PERCENT, None),
        (1.0, -2.0, Change.DIFFERENCE, 3.0),
    ],
)
def test_arithmetic(now: float, then: float, change: Change, expected: float | None) -> None:
    assert difference(now, then, change) == expected


def test_a_difference_of_percentages_is_in_percentage_points(dataset: Dataset) -> None:
    found = measured(dataset, "wydatki_inwestycyjne_do_dochodow", 2024, Change.DIFFERENCE, 2021)
    assert found.indicator.unit == "p.p."
    assert found.indicator.signed
    relative = measured(dataset, "bezrobotni_1000", 2024, Change.PERCENT, 2021)
    assert (relative.indicator.unit, relative.indicator.kind) == ("%", Kind.SHARE)
    assert format_with_unit(-1.3, found.indicator).endswith("p.p.")
    assert format_with_unit(-1.3, relative.indicator) == "−1,3%"


def test_a_missing_year_makes_no_change(dataset: Dataset) -> None:
    found = measured(dataset, "mig_do_opola", 2023, Change.DIFFERENCE, 2022)
    cells = dataset.series["mig_do_opola"]
    for teryt6, cell in found.cells.items():
        both = [cells.cell(year, teryt6).status for year in (2022, 2023)]
        assert (cell.status is Status.OK) == (both == [Status.OK, Status.OK])


def test_the_area_changes_as_its_own_values_do(dataset: Dataset) -> None:
    area = measured(dataset, "bezrobotni_zarejestrowani", 2024, Change.DIFFERENCE, 2003).area
    then = sum(c.value or 0 for c in dataset.series["bezrobotni_zarejestrowani"][2003].values())
    now = sum(c.value or 0 for c in dataset.series["bezrobotni_zarejestrowani"][2024].values())
    assert area
    assert area.value == pytest.approx(now - then)


def test_what_is_offered(dataset: Dataset) -> None:
    assert offered_changes(dataset.indicators["kleska_2024"]) == ()
    assert offered_changes(dataset.indicators["saldo_migracji"]) == (Change.DIFFERENCE,)
    assert offered_changes(dataset.indicators["ludnosc"]) == tuple(Change)


def test_the_usual_base_has_no_break_after_it(dataset: Dataset) -> None:
    assert usual_base(dataset, "dochody_wlasne", 2024) == 2017
    assert usual_base(dataset, "dochody_wlasne_os", 2024) == 2020
    assert usual_base(dataset, "dochody_wlasne", 2016) == 2015
    assert usual_base(dataset, "dochody_wlasne", 2015) is None
    assert base_years(dataset, "dochody_wlasne", 2017) == (2015, 2016)


def test_a_change_is_a_picture_like_any_other(view: Make) -> None:
    picture = view(wskaznik="dochody_wlasne_os", rok="2024", zmiana="procent", od="2015")
    assert sentences.title(picture).endswith("zmiana 2015–2024")
    assert picture.classes
    assert picture.classes.zero is not None
    assert [row.gmina.name for row in picture.lowest] == ["Dobrzeń Wielki"]
    assert len(picture.broken) == 5
    sent = message(picture)
    (told,) = sent["notice"]
    assert "Dąbrowa, Dobrzeń Wielki, Komprachcice, Opole, Prószków" in told
    assert "terytorium stałe" in told
    assert "spisu 2021" in told
    assert sent["legend"]["broken"] == 5


def test_the_constant_territory_has_nothing_to_mark(view: Make) -> None:
    picture = view(
        wskaznik="dochody_wlasne", rok="2024", zmiana="procent", od="2015", teren="staly"
    )
    assert not picture.broken
    assert message(picture)["notice"] == []
    row = next(row for row in picture.rows if row.gmina.members)
    then, now = 512405139.05, sum((31263775.0, 900607511.0))
    assert row.value
    assert row.value > 100 * (now - then) / then  # three more gminy belong to it


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"zmiana": "razy"}, "Zmiana „razy” z adresu nie istnieje"),
        ({"zmiana": "procent", "od": "1999"}, "Nie można porównać z rokiem „1999”"),
        ({"zmiana": "procent", "od": "2024"}, "Nie można porównać z rokiem „2024”"),
        ({"zmiana": "roznica", "wskaznik": "kleska_2024"}, "nie ma z czym porównać"),
        ({"zmiana": "procent", "wskaznik": "saldo_migracji"}, "pokazano różnicę"),
        ({"teren": "ruchomy"}, "Teren „ruchomy” z adresu nie istnieje"),
        ({"skala": "x"}, "Skala „x” z adresu nie istnieje"),
    ],
)
def test_what_cannot_be_is_said(dataset: Dataset, query: dict[str, str], said: str) -> None:
    _, notes = parse(query, dataset)
    assert len(notes) == 1
    assert said in str(notes[0])


def test_every_year_has_the_same_classes_and_its_own_borders_and_types(dataset: Dataset) -> None:
    selection, _ = parse({"wskaznik": "bezrobotni_1000", "skala": "lata"}, dataset)
    views = build_years(dataset, selection)
    assert [v.year for v in views] == list(dataset.years("bezrobotni_1000"))
    bounds = {v.classes.bounds for v in views if v.classes}
    assert len(bounds) == 1
    (common,) = bounds
    every = [value for v in views for value in v.values]
    assert common[0] == pytest.approx(min(every), abs=0.05)
    assert common[-1] == pytest.approx(max(every), abs=0.05)
    for v in views:
        assert v.vintage.code == ("do_2016" if v.year < 2017 else "od_2017")
        mixed = sum(row.type.value == "miejsko-wiejska" for row in v.rows)
        assert mixed == (7 if v.year < 2018 else 8 if v.year < 2024 else 9)


def test_years_of_their_own_scale_have_their_own_classes(dataset: Dataset) -> None:
    selection, _ = parse({"wskaznik": "bezrobotni_1000"}, dataset)
    views = build_years(dataset, selection)
    assert len({v.classes.bounds for v in views if v.classes}) > 5


def test_circles_of_all_years_share_one_size(dataset: Dataset) -> None:
    selection, _ = parse({"wskaznik": "bezrobotni_zarejestrowani", "skala": "lata"}, dataset)
    views = build_years(dataset, selection)
    assert len(views) == 22
    assert {v.largest for v in views} == {7400.0}


def test_years_of_a_change_come_after_its_base(dataset: Dataset) -> None:
    selection, _ = parse({"wskaznik": "ludnosc", "zmiana": "roznica", "od": "2020"}, dataset)
    assert [v.year for v in build_years(dataset, selection)] == [2021, 2022, 2023, 2024]
