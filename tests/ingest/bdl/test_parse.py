"""Answers become figures: kinds of gminy, doubtful zeros, pages that do not fit."""

from __future__ import annotations

import copy
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ao_dash.ingest.bdl import answers
from ao_dash.ingest.bdl.answers import BankFigure, Level, attribute_of, read_attributes
from ao_dash.ingest.editions.errors import AnswerError
from ao_dash.model.gmina import Gmina, GminaType
from ao_dash.model.series import Status
from tests.support.bdl_server import ATTRIBUTES, gmina_id

KNOWN = read_attributes({"results": ATTRIBUTES})
STRZELECZKI = Gmina(
    "160503",
    "Strzeleczki",
    "krapkowicki",
    date(2013, 10, 16),
    ((date(2012, 9, 1), GminaType.RURAL), (date(2024, 1, 1), GminaType.MIXED)),
)


def page(*rows: tuple[str, dict[int, tuple[Any, Any]]], **fields: Any) -> dict[str, Any]:
    results = [
        {
            "id": u,
            "values": [{"year": str(y), "val": v, "attrId": a} for y, (v, a) in cells.items()],
        }
        for u, cells in rows
    ]
    common = {"variableId": 1, "totalRecords": len(rows), "lastUpdate": "2026-05-29"}
    return common | {"results": results} | fields


def read(*pages: dict[str, Any]) -> dict[tuple[Level, str, int], BankFigure]:
    return dict(answers.read_variable(pages, "1", KNOWN, {"160503": STRZELECZKI}))


@pytest.mark.parametrize(
    ("identifier", "level", "code"),
    [
        ("000000000000", Level.COUNTRY, "PL"),
        ("031600000000", Level.VOIVODESHIP, "16"),
        ("031617009000", Level.POWIAT, "1609"),
        ("031617061000", Level.POWIAT, "1661"),
        ("031617061011", Level.GMINA, "166101"),
        ("031617009122", Level.GMINA, "160912"),
        ("031617009123", Level.GMINA, "160912"),
        # from public uses of the interface
        ("011212161011", Level.GMINA, "126101"),
        ("071412865011", Level.GMINA, "146501"),
    ],
)
def test_a_unit_is_read_off_its_identifier(identifier: str, level: Level, code: str) -> None:
    unit = answers.unit_of(identifier)
    assert unit is not None
    assert (unit.level, unit.code) == (level, code)


@pytest.mark.parametrize(
    "identifier",
    [
        "031617009124",
        "031617009125",
        "031617000000",
        "031610000000",
        "",
        "16",
        "x" * 12,
        "030000000000",
    ],
)
def test_parts_of_gminy_and_regions_are_not_used(identifier: str) -> None:
    assert answers.unit_of(identifier) is None


@given(st.text(max_size=14))
def test_any_text_is_a_unit_or_none(text: str) -> None:
    unit = answers.unit_of(text)
    assert unit is None or unit.code in {
        "PL",
        text[2:4],
        text[2:4] + text[7:9],
        text[2:4] + text[7:11],
    }


@pytest.mark.parametrize(
    ("number", "value", "status"),
    [
        (1, 5.0, Status.OK),
        (0, 0.0, Status.OK),  # a zero that is one
        (94, 0.0, Status.OK),  # the balance of births and deaths
        (7, 0.0, Status.OK),  # too small for the decimals shown
        (11, 5.0, Status.OK),
        (4, 0.0, Status.MISSING),  # printed as 0, is none
        (91, 0.0, Status.MISSING),
        (50, 0.0, Status.MISSING),
        (15, 0.0, Status.MISSING),
        (1, None, Status.MISSING),
        (777, 0.0, Status.MISSING),  # an attribute nobody explained makes a zero doubtful
        (777, 5.0, Status.OK),
        (None, 0.0, Status.OK),
    ],
)
def test_only_the_attribute_tells_a_zero_from_nothing(
    number: int | None, value: float | None, status: Status
) -> None:
    assert attribute_of(number, value, KNOWN).status is status
    figures = read(page((gmina_id("166101", 1), {2020: (value, number)})))
    figure = figures[Level.GMINA, "166101", 2020]
    assert figure.status is status
    assert (figure.value is None) == (status is not Status.OK)


def test_attributes_are_taken_from_the_bank_by_symbol_or_by_what_is_shown() -> None:
    said = read_attributes(
        {
            "results": [
                {"id": 3, "name": ". lub 0", "symbol": "?"},
                {"id": 5, "name": "wartość", "symbol": "K"},
            ]
        }
    )
    assert said[3].status is Status.MISSING
    assert (said[5].status, said[5].new_method) == (Status.OK, True)
    with pytest.raises(AnswerError, match="atrybut"):
        read_attributes({"results": [{"name": "0"}]})


def test_town_and_rural_part_are_not_added() -> None:
    whole, town, rural = (gmina_id("160907", kind) for kind in (3, 4, 5))
    figures = read(page((whole, {2020: (10, 1)}), (town, {2020: (6, 1)}), (rural, {2020: (4, 1)})))
    assert {key[1]: f.value for key, f in figures.items()} == {"160907": 10}


def test_a_gmina_that_changed_its_kind_has_one_series() -> None:
    before, after = gmina_id("160503", 2), gmina_id("160503", 3)
    figures = read(
        page(
            (before, {2022: (1.0, 1), 2023: (2.0, 1), 2024: (0.0, 15)}),
            (after, {2022: (0.0, 15), 2023: (0.0, 0), 2024: (3.0, 1)}),
        )
    )
    assert [figures[Level.GMINA, "160503", year].value for year in (2022, 2023, 2024)] == [1, 2, 3]


def test_a_figure_under_the_old_kind_is_better_than_none() -> None:
    figures = read(
        page((gmina_id("160503", 2), {2024: (7.0, 1)}), (gmina_id("160503", 3), {2024: (0.0, 50)}))
    )
    assert figures[Level.GMINA, "160503", 2024].value == 7


ROW = (gmina_id("166101", 1), {2020: (1.0, 1)})
OTHER = (gmina_id("160902", 2), {2020: (1.0, 1)})


@pytest.mark.parametrize(
    ("pages", "said"),
    [
        ([page(ROW, variableId=2)], "innej zmiennej"),
        ([page(ROW, totalRecords=2)], "1 z 2 rekordów"),
        (
            [page(ROW, totalRecords=2), page(OTHER, totalRecords=2, lastUpdate="x")],
            "różnych aktualizacji",
        ),
        ([page(ROW, totalRecords="dwa")], "totalRecords"),
        ([page(ROW, totalRecords=True)], "totalRecords"),
        ([page(ROW, totalRecords=10**9)], "niemożliwą"),
        ([page(results={})], "results"),
        ([page(results=None)], "results"),
        ([page(ROW, ROW)], "dwie wartości za 2020"),
        ([page((ROW[0], {20: (1.0, 1)}))], "rok „20”"),
        ([page((ROW[0], {3000: (1.0, 1)}))], "rok „3000”"),
        ([page((ROW[0], {2020: ("1,5", 1)}))], "nie jest liczbą"),
        ([page((ROW[0], {2020: (float("inf"), 1)}))], "nie jest liczbą"),
        ([page((ROW[0], {2020: (True, 1)}))], "nie jest liczbą"),
        ([page(results=[{"id": ROW[0]}], totalRecords=1)], "listy wartości"),
        ([page(results=[{"id": ROW[0], "values": [3]}], totalRecords=1)], "nie jest rokiem"),
    ],
)
def test_a_half_or_lying_answer_is_refused(pages: list[dict[str, Any]], said: str) -> None:
    with pytest.raises(AnswerError, match=said):
        read(*copy.deepcopy(pages))


def test_what_the_bank_says_of_a_unit() -> None:
    unit = answers.unit_of("031600000000")
    assert unit is not None
    rows = [
        {"id": 1, "lastUpdate": "2026-05-29", "values": [{"year": "2020", "val": 0, "attrId": 4}]},
        {"id": 2, "values": [{"year": "2020", "val": 3, "attrId": 1}]},
    ]
    news = answers.read_unit([{"results": rows}], unit, KNOWN)
    assert news.stamps == {"1": "2026-05-29"}
    assert news.figures["1"][Level.VOIVODESHIP, "16", 2020].status is Status.MISSING
    assert news.figures["2"][Level.VOIVODESHIP, "16", 2020].value == 3
    with pytest.raises(AnswerError, match="zmiennej"):
        answers.read_unit([{"results": [{"values": []}]}], unit, KNOWN)
