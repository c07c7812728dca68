from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from ao_dash.mapview.selection import parse
from ao_dash.model.dataset import Dataset
from ao_dash.model.series import Cell, Series, Status
from ao_dash.screens.blocks import Cards, Choice, Link, Page, Table, Text, sent
from ao_dash.screens.quality.crosscheck import Outcome, totals, whole_powiaty
from ao_dash.screens.quality.findings import availability, known_indicators, reference_year, report
from ao_dash.screens.quality.screen import SCREEN, QualityChoice, domains
from tests.support.data import shipped_dataset, with_cells
from tests.support.pages import choosing, titled

chosen = choosing(SCREEN, QualityChoice)


def shown(choice: QualityChoice | None = None, dataset: Dataset | None = None) -> Page:
    return SCREEN.page(dataset or shipped_dataset(), choice or QualityChoice())


def column(found: Table, name: str) -> list[Any]:
    return [row[list(found.columns).index(name)] for row in found.rows]


@pytest.mark.parametrize("query", [{}, {"dziedzina": "oswiata"}, {"wskaznik": "zamki"}])
def test_the_address_restores_the_choice(query: dict[str, str]) -> None:
    assert chosen(**query).query() == query


@pytest.mark.parametrize(
    ("query", "note"),
    [
        ({"wskaznik": "x"}, "Wskaźnik „x” z adresu nie istnieje; pokazano przegląd."),
        ({"dziedzina": "x"}, "Dziedzina „x” z adresu nie istnieje; pokazano wszystkie."),
        (
            {"dziedzina": "oswiata", "wskaznik": "ludnosc"},
            "Wskaźnik „Ludność” nie należy do wybranej dziedziny; pokazano przegląd.",
        ),
    ],
)
def test_what_does_not_fit_gives_way_with_a_note(
    dataset: Dataset, query: dict[str, str], note: str
) -> None:
    choice, notes = SCREEN.chosen(query, dataset)
    assert [str(one) for one in notes] == [note]
    assert isinstance(choice, QualityChoice)
    assert choice.indicator is None


def test_the_overview_has_every_indicator_and_leads_to_details_and_map(dataset: Dataset) -> None:
    found = titled(shown(), Table, "Wskaźniki")
    choices = column(found, "Wskaźnik")
    assert all(isinstance(cell, Choice) for cell in choices)
    assert [cell.parameters["wskaznik"] for cell in choices] == list(known_indicators(dataset))
    links = [cell for cell in column(found, "Do roku") if isinstance(cell, Link)]
    assert len(links) == len(dataset.mapped)
    for link in links:
        query = dict(pair.split("=") for pair in link.href.removeprefix("/?").split("&"))
        assert parse(query, dataset)[1] == []
        assert query["rok"] == link.text


def test_a_domain_lists_its_own_indicators(dataset: Dataset) -> None:
    found = titled(shown(chosen(dziedzina="oswiata")), Table, "Wskaźniki")
    codes = [cell.parameters["wskaznik"] for cell in column(found, "Wskaźnik")]
    assert {dataset.indicators[code].domain for code in codes} == {"oswiata"}


@pytest.mark.parametrize(
    ("code", "cells"),
    [
        ("mieszkania", ["2021", "2021", "1", "21", "5", "–", "", "", ""]),
        (
            "mig_do_opola",
            ["2023", "2023", "1", "18", "3", "–", "", "", "nie dotyczy: 1\ndane niepublikowane: 2"],
        ),
        (
            "ludnosc",
            ["2015", "2024", "10", "21", "2", "0", "", "2017, 2020", ""],
        ),
        ("zmiana_ludnosci_1000", ["2024", "2024", "1", "20", "2", "–", "3", "", "brak danych: 1"]),
    ],
)
def test_coverage_breaks_and_age(code: str, cells: list[str]) -> None:
    found = titled(shown(), Table, "Wskaźniki")
    (row,) = [row for row in found.rows if getattr(row[0], "parameters", {})["wskaznik"] == code]
    assert [getattr(cell, "text", cell) for cell in row[2:]] == cells


def test_age_is_told_against_the_data_and_not_today(dataset: Dataset) -> None:
    assert reference_year(dataset) == max(y for c in dataset.indicators for y in dataset.years(c))
    kept = {c: {y: x for y, x in s.items() if y <= 2024} for c, s in dataset.series.items()}
    series = {code: Series.of(years, dataset.places) for code, years in kept.items()}
    older = replace(dataset, series=series)
    assert reference_year(older) == 2024
    assert availability(older, "ludnosc", 2024).age == 0


def test_a_gmina_without_an_entry_is_missing() -> None:
    cells = {t: c for t, c in shipped_dataset().series["gestosc"][2024].items() if t != "166101"}
    dataset = with_cells(shipped_dataset(), "gestosc", {2024: cells})
    found = availability(dataset, "gestosc", 2026)
    assert found.last[Status.MISSING] == 1
    assert sum(found.last.values()) == len(shipped_dataset().gminy)
    assert not found.complete


def test_rows_hold_everything_the_screen_shows(dataset: Dataset) -> None:
    rows = SCREEN.table(dataset, QualityChoice())
    assert list(rows.columns) == list(SCREEN.columns)
    number = rows["rodzaj"].value_counts().to_dict()
    assert number["pokrycie"] == len(known_indicators(dataset))
    assert number["nietypowa_zmiana"] == len(titled(shown(), Table, "Lista").rows)
    differing = rows[(rows["rodzaj"] == "porownanie") & (rows["ocena"] != Outcome.AGREES.value)]
    assert len(differing) == len(titled(shown(), Table, "Wszystkie różnice").rows)
    pairs = rows.dropna(subset=["wartosc", "odniesienie"])
    assert (pairs["wartosc"] - pairs["odniesienie"] - pairs["roznica"]).abs().max() < 1e-6
    assert set(rows["teryt6"]) - {""} <= set(dataset.gminy)


def test_rows_have_the_same_form_for_every_domain(dataset: Dataset) -> None:
    form = SCREEN.table(dataset, QualityChoice()).dtypes.to_dict()
    for domain in (None, *domains(dataset)):
        rows = SCREEN.table(dataset, QualityChoice(domain))
        assert rows.dtypes.to_dict() == form, domain
        assert not rows.select_dtypes(exclude="number").isna().any().any(), domain


def test_rows_follow_the_choice(dataset: Dataset) -> None:
    rows = SCREEN.table(dataset, chosen(wskaznik="wymeldowania"))
    assert set(rows.loc[rows["rodzaj"] == "pokrycie", "wskaznik"]) == {"wymeldowania"}
    assert "saldo_migracji" in set(rows.loc[rows["rodzaj"] == "porownanie", "wskaznik"])


def test_any_indicator_can_be_looked_at(dataset: Dataset) -> None:
    for code in known_indicators(dataset)[::5]:
        page = shown(chosen(wskaznik=code))
        json.dumps(sent(page), allow_nan=False)
        assert " ".join(titled(page, Text, "O wskaźniku").sentences).startswith(
            dataset.indicators[code].name
        )
        years = [int(year) for year in column(titled(page, Table, "Lata"), "Rok")]
        assert years == list(dataset.years(code))[::-1], code


def test_sums_of_gminy_are_the_published_totals_of_powiaty(dataset: Dataset) -> None:
    found = totals(dataset)
    assert [total for total in found if not total.agrees] == []
    assert len({total.indicator for total in found}) == 26
    title = "Sumy gmin i ogłoszone wartości powiatów"
    said = " ".join(titled(shown(), Text, title).sentences).replace("\xa0", " ")
    assert "porównano 294 sumy gmin, zgodne: 294" in said
    none = " ".join(titled(shown(None, replace(dataset, regional={})), Text, title).sentences)
    assert "nie ma ani jednej" in none
    assert {code: len(members) for code, members in whole_powiaty(dataset).items()} == {
        "1609": 13,
        "1605": 5,
        "1661": 1,
    }


def test_totals_of_powiaty_are_set_against_sums_and_differences_are_shown() -> None:
    cells = shipped_dataset().series["urodzenia"][2024]
    inside = [str(t) for t in shipped_dataset().gminy if t.startswith("1605")]
    summed = sum(cells[t].value or 0 for t in inside)
    published = {"1605": Cell(summed + 3, Status.OK, ("S",)), "1611": Cell(99.0, Status.OK, ())}
    regional = {"urodzenia": Series.of({2024: published}, published)}
    dataset = replace(shipped_dataset(), regional=regional)
    (total,) = totals(dataset)  # powiat strzelecki has gminy outside the area
    assert (total.powiat, total.published - total.summed, total.used) == ("1605", 3, 5)
    page = shown(None, dataset)
    assert "nie ma ani jednej" not in " ".join(
        titled(page, Text, "Sumy gmin i ogłoszone wartości powiatów").sentences
    )
    assert "zgodne: 0" in " ".join(
        titled(page, Text, "Sumy gmin i ogłoszone wartości powiatów").sentences
    )
    assert column(titled(page, Table, "Powiaty: różnice i sumy niepełne (1)"), "Różnica") == ["−3"]
    rows = SCREEN.table(dataset, QualityChoice())
    (row,) = rows[rows["rodzaj"] == "suma_powiatu"].to_dict("records")
    assert row["roznica"] == 3.0
    assert row["zrodlo"].split()[0] == "S"
    assert set(row["zrodlo"].split()[1:]) == {s for t in inside for s in cells[t].sources}


def test_totals_that_agree_are_counted_and_leave_no_table(dataset: Dataset) -> None:
    cells = dataset.series["urodzenia"][2024]
    summed = sum(cells[str(t)].value or 0 for t in dataset.gminy if t.startswith("1605"))
    published = {"1605": Cell(summed, Status.OK, ())}
    regional = {"urodzenia": Series.of({2024: published}, published)}
    page = shown(None, replace(dataset, regional=regional))
    said = " ".join(titled(page, Text, "Sumy gmin i ogłoszone wartości powiatów").sentences)
    assert "porównano 1 sumę gmin, zgodne: 1" in said.replace("\xa0", " ")
    titles = [b.title for b in page.places["sheet"] if isinstance(b, Table)]
    assert not [title for title in titles if title.startswith("Powiaty")]


def test_what_was_not_looked_for_is_not_zero() -> None:
    def cards(code: str) -> dict[str, tuple[str, str]]:
        block = next(
            b for b in shown(chosen(wskaznik=code)).places["board"] if isinstance(b, Cards)
        )
        return {name: (figure, told) for name, figure, _, told in block.cards}

    nothing = cards("zamki")
    assert nothing["nietypowe zmiany"] == ("–", "nie oceniono")
    assert nothing["porównania z drugą wartością"] == ("–", "nie ma z czym porównać")
    assert cards("ludnosc")["nietypowe zmiany"] == ("0", "bez wyjaśnienia: 0")


def test_a_report_is_made_once(dataset: Dataset) -> None:
    assert report(dataset) is report(dataset)
