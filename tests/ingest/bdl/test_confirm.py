"""The catalogue, and whether the bank's own words and figures agree with it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from ao_dash.datafolder.load import SHIPPED
from ao_dash.datafolder.schema import AWAITED
from ao_dash.datafolder.tables import records
from ao_dash.ingest.bdl.answers import BankFigure, Level
from ao_dash.ingest.bdl.confirm import (
    VariableName,
    disagreements,
    figures_disagree,
    name_of,
    subject_of,
)
from ao_dash.ingest.bdl.variables import wanted
from ao_dash.ingest.editions.errors import AnswerError
from ao_dash.ingest.editions.files import read_tables
from ao_dash.model.dataset import Dataset
from ao_dash.model.formula import Formula
from ao_dash.model.series import Status
from tests.support.bdl_server import entry_of, indicator_line, shipped_entries, small_folder
from tests.support.data import edit

CATALOGUE = shipped_entries()
LUDNOSC = entry_of("ludnosc")


def test_codes_and_variables_are_named_once() -> None:
    assert len({e.indicator for e in CATALOGUE}) == len(CATALOGUE)
    assert len({e.variable for e in CATALOGUE}) == len(CATALOGUE) == 63


def test_domains_the_bank_can_serve_get_four_indicators() -> None:
    rows = records(read_tables(SHIPPED)["indicators"])
    asked = {entry.indicator for entry in CATALOGUE}
    served = Counter(r["domain"] for r in rows if r["indicator"] in asked or r["origin"] == AWAITED)
    few = {domain for domain, number in served.items() if number < 4}
    assert few <= {"kontekst", "przyroda"}  # no more variables of theirs are known


def test_an_awaited_indicator_waits_for_the_bank_or_for_its_inputs(dataset: Dataset) -> None:
    rows = {r["indicator"]: r for r in records(read_tables(SHIPPED)["indicators"])}
    awaited = {code for code, row in rows.items() if row["origin"] == AWAITED}
    assert len(awaited) == 39
    assert dataset.indicators.keys() == rows.keys() - awaited
    for code in awaited:
        if rows[code]["formula"]:
            assert set(Formula.parse(rows[code]["formula"]).inputs) <= rows.keys()
        else:
            assert entry_of(code).says
            assert rows[code]["bdl_units"]


def test_a_domain_narrows_what_is_wanted() -> None:
    tables = read_tables(SHIPPED)
    assert {e.indicator for e in wanted(tables, "przyroda")} == {
        "lesistosc",
        "obszary_chronione",
        "tereny_zieleni",
    }
    assert len(wanted(tables)) == len(CATALOGUE)


def test_an_indicator_of_the_folder_that_names_a_variable_is_wanted(tmp_path: Path) -> None:
    folder = small_folder(tmp_path / "data")
    with (folder / "indicators.csv").open("a", encoding="utf-8") as out:
        out.write(
            indicator_line(
                "apteki,Apteki ogólnodostępne (stan),Apteki,szt.,przyroda,count,high,0,1,0,,,"
                "published,4421,x"
            )
        )
        out.write(
            indicator_line("inne,Inne,Inne,szt.,przyroda,count,high,0,1,0,,,published,4422?,x")
        )
    edit(folder / "indicators.csv", "published,194828,x", "published,4423,x")
    found = {e.indicator: e for e in wanted(read_tables(folder), "przyroda")}
    assert found["lesistosc"].variable == "4423"  # a confirmed variable goes first
    assert "inne" not in found  # a variable somebody is not sure of
    assert found["apteki"].variable == "4421"
    assert (
        disagreements(
            found["apteki"], VariableName("4421", "Apteki: apteki ogólnodostępne", "szt.")
        )
        == []
    )
    assert disagreements(found["apteki"], VariableName("4421", "Apteki: punkty apteczne", "szt."))


@pytest.mark.parametrize(
    ("name", "unit", "said"),
    [
        ("Ludność wg płci: ogółem, faktyczne miejsce zamieszkania", "osoba", []),
        ("LUDNOŚĆ: Ogółem", "Osoba", []),
        ("Zgony: ogółem", "osoba", ["„ludno”"]),
        ("Ludność: ogółem", "tys. osób", ["jednostką jest „tys. osób”"]),
        ("Ludność: ogółem, kobiety", "osoba", ["dotyczy tylko części („kobiet”)"]),
        ("Bezludność: ogółem", "osoba", ["„ludno”"]),
        ("", "-", ["„ludno”", "„ogółem”", "jednostką"]),
    ],
)
def test_name_and_unit_have_to_agree(name: str, unit: str, said: list[str]) -> None:
    reasons = disagreements(LUDNOSC, VariableName("72305", name, unit))
    assert len(reasons) == len(said)
    for text, reason in zip(said, reasons, strict=True):
        assert text in reason


@pytest.mark.parametrize(
    ("indicator", "name", "unit"),
    [
        ("podmioty_regon_1000", "Podmioty wpisane na 10 000 ludności", "-"),
        ("podmioty_regon_1000", "Podmioty wpisane na 10 tys. ludności", "jed. gosp."),
        ("gestosc", "Ludność na 1 km²", "osoba"),
        ("zuzycie_wody", "Zużycie wody na 1 korzystającego", "m³"),
    ],
)
def test_spelling_of_numbers_and_units_does_not_matter(
    indicator: str, name: str, unit: str
) -> None:
    assert disagreements(entry_of(indicator), VariableName("1", name, unit)) == []


def test_the_name_is_that_of_subject_and_dimensions() -> None:
    answer = {"id": 72305, "subjectId": "P2137", "n1": "ogółem", "n2": "ludność", "n3": None}
    assert subject_of(answer, "72305") == "P2137"
    said = name_of(answer, {"name": "Ludność wg płci"})
    assert (said.name, said.unit) == ("Ludność wg płci: ogółem, ludność", "-")
    with pytest.raises(AnswerError, match="innej zmiennej"):
        subject_of(answer, "1")
    with pytest.raises(AnswerError, match="tematu"):
        subject_of({"id": 1}, "1")


def figures(*values: float) -> dict[tuple[Level, str, int], BankFigure]:
    return {
        (Level.GMINA, "166101", 2000 + n): BankFigure(v, Status.OK) for n, v in enumerate(values)
    }


def test_figures_known_already_have_to_agree_for_the_most_part() -> None:
    known = {("166101", 2000 + n): 100.0 + n for n in range(12)}
    same = figures(*known.values())
    corrected = figures(*[v * (2 if n < 5 else 1) for n, v in enumerate(known.values())])
    other = figures(*[v * 2 for v in known.values()])
    assert figures_disagree(LUDNOSC, known, same) is None
    assert figures_disagree(LUDNOSC, known, corrected) is None
    assert figures_disagree(LUDNOSC, known, other) == "z 12 znanych wartości zgadza się tylko 0"
    assert figures_disagree(LUDNOSC, dict(list(known.items())[:5]), other) is None


def test_figures_are_compared_in_our_unit() -> None:
    known = {("166101", 2000 + n): 121.4 for n in range(12)}
    per_ten_thousand = figures(*[1214.0] * 12)
    assert figures_disagree(entry_of("podmioty_regon_1000"), known, per_ten_thousand) is None
    assert figures_disagree(LUDNOSC, known, per_ten_thousand)
