"""Tables that the bank does not have, brought in with their source; or a list of what is wrong."""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ao_dash.cli.refresh import add_import
from ao_dash.datafolder.exchange import previous
from ao_dash.datafolder.load import load
from ao_dash.ingest.editions.edition import Edition, last_attempt, read_edition
from ao_dash.ingest.table_import.description import declared_faults, read_declared
from ao_dash.model.dataset import Dataset
from ao_dash.model.faults import DataFaults
from ao_dash.model.series import Status
from tests.support.bdl_server import check_once, load_once, small_folder
from tests.support.uploads import text, workbook

OPOLE, DABROWA = "166101", "160902"
SOURCE = {
    "kod": "RZGW_2026",
    "urzad": "Wody Polskie",
    "zbior": "Mapy zagrożenia powodziowego",
    "stan": "2026-03-01",
    "licencja": "informacja publiczna",
}
FLOOD = {
    "kolumna": "Tereny zalewowe",
    "kod": "tereny_zalewowe",
    "nazwa": "Tereny zalewowe (woda 1%)",
    "skrot": "Tereny zalewowe",
    "jednostka": "ha",
    "dziedzina": "przyroda",
    "rodzaj": "count",
    "biegunowosc": "neutral",
    "miejsca": 1,
    "uwaga": "Zsumowano z mapy zagrożenia, woda stuletnia.",
}
TABLE = text("gmina;rok;Tereny zalewowe", "Opole;2016;1 200,5", "Opole;2020;1300", "Dąbrowa;2020;0")


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check_once(monkeypatch)
    monkeypatch.setenv("AO_CACHE_DIR", str(tmp_path / "cache"))


@pytest.fixture
def table(tmp_path: Path) -> Path:
    file = tmp_path / "powodz.csv"
    file.write_bytes(TABLE)
    return file


def without_neighbours(root: Path) -> Path:
    """Write the small folder; its neighbours have no names, so there are none here."""
    small_folder(root)
    nothing = json.dumps({"type": "FeatureCollection", "features": []})
    (root / "boundaries/context.geojson").write_text(nothing, encoding="utf-8")
    return root


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return without_neighbours(tmp_path / "data")


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return load(without_neighbours(tmp_path_factory.mktemp("small") / "data"))


def describe(table: Path, *columns: dict[str, Any]) -> Path:
    file = table.with_suffix(".opis.json")
    content = {"zrodlo": SOURCE, "wskazniki": columns}
    file.write_text(json.dumps(content), encoding="utf-8")
    return file


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    add_import(parser)
    options = parser.parse_args(list(words))
    return int(options.run(options))


def named(**changes: str) -> list[str]:
    words = SOURCE | changes
    flags = {"kod": "zrodlo"} | {word: word for word in SOURCE if word != "kod"}
    return [part for word, said in words.items() for part in (f"--{flags[word]}", said)]


def contents(folder: Path) -> dict[str, str]:
    files = (p for p in sorted(folder.rglob("*")) if p.is_file())
    return {str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def test_a_described_table_becomes_an_indicator(
    folder: Path, table: Path, dataset: Dataset, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    describe(table, FLOOD)
    assert run(str(table), "--data", str(folder)) == 0
    said = capsys.readouterr().out
    assert "1. Nowe wskaźniki: 1\n  tereny_zalewowe\n" in said
    new = load_once(folder)
    indicator = new.indicators["tereny_zalewowe"]
    assert (indicator.unit, indicator.decimals, indicator.signed) == ("ha", 1, False)
    cells = new.series["tereny_zalewowe"]
    assert list(cells) == [2016, 2020]
    assert (cells[2016][OPOLE].value, cells[2020][DABROWA].value) == (1200.5, 0)
    assert cells[2016][DABROWA].status is Status.MISSING
    assert cells[2020][OPOLE].sources == ("RZGW_2026",)
    assert new.sources["RZGW_2026"].office == "Wody Polskie"
    broken = {(b.teryt6, b.year) for b in new.breaks if b.indicator == "tereny_zalewowe"}
    assert len(broken) == 2
    assert (OPOLE, 2017) in broken
    newest = new.editions[0]
    assert [(c.indicator, c.years, c.new) for c in newest.of_indicators] == [
        ("tereny_zalewowe", (2016, 2020), 3)
    ]
    edition, attempt = read_edition(folder), last_attempt(tmp_path / "cache")
    assert edition
    assert attempt
    assert (edition.command, attempt.command, attempt.fine) == ("import", "import", True)
    made = newest.made.isoformat()
    assert Edition(newest.number, made, newest.command) == edition
    assert previous(folder).is_dir()


def test_known_indicators_get_figures_and_the_report_says_which(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = load_once(folder)
    year = 2021
    file = tmp_path / "ludnosc.xlsx"
    file.write_bytes(workbook([["TERYT", "Ludność"], [OPOLE, 130001], [DABROWA, ""]]))
    words = [str(file), "--wskaznik", "ludność=ludnosc", "--rok", str(year), "--data", str(folder)]
    assert run(*words, *named()) == 0
    before = old.series["ludnosc"][year]
    said = capsys.readouterr().out
    assert f"ludnosc {year}, gmina {OPOLE}: {before[OPOLE].value:.0f} → 130001" in said
    assert "3. Zmienione wartości: 1" in said
    after = load_once(folder).series["ludnosc"][year]
    assert after[OPOLE].value == 130001
    assert after[OPOLE].sources == ("RZGW_2026",)
    assert after[DABROWA] == before[DABROWA]
    assert all(after[code] == before[code] for code in before if code != OPOLE)


def test_the_same_import_again_is_nothing_new(folder: Path, table: Path, dataset: Dataset) -> None:
    describe(table, FLOOD)
    assert run(str(table), "--data", str(folder)) == 0
    before = contents(folder)
    assert run(str(table), "--data", str(folder)) == 0
    assert contents(folder) == before


def test_a_dry_run_writes_nothing(
    folder: Path, table: Path, dataset: Dataset, capsys: pytest.CaptureFixture[str]
) -> None:
    describe(table, FLOOD)
    before = contents(folder)
    assert run(str(table), "--data", str(folder), "--dry-run") == 0
    said = capsys.readouterr().out
    assert "tereny_zalewowe" in said
    assert said.endswith("Próba: niczego nie zapisano.\n")
    assert contents(folder) == before


def test_without_a_source_nothing_gets_in(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "ludnosc.csv"
    file.write_bytes(text("gmina,Ludność 2024", "Opole,1"))
    before = contents(folder)
    words = [str(file), "--wskaznik", "Ludność=ludnosc", "--data", str(folder)]
    assert run(*words) == 1
    said = capsys.readouterr().err
    for word in SOURCE:
        assert f"źródło tabeli: brak pola „{word}”" in said
    assert run(*words, *named(licencja="")) == 1
    assert capsys.readouterr().err.count("brak pola") == 1
    known = next(iter(load(folder).sources))
    assert run(*words, "--zrodlo", known, "--dry-run") == 0
    assert contents(folder) == before


def test_a_template_is_filled_in_and_imported(
    folder: Path, table: Path, dataset: Dataset, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(str(table), "--szablon", "--data", str(folder)) == 0
    file = table.with_suffix(".opis.json")
    made = json.loads(file.read_text(encoding="utf-8"))
    assert made["wskazniki"][0]["kolumna"] == "Tereny zalewowe"
    assert made["wskazniki"][0]["kod"] == "tereny_zalewowe"
    assert run(str(table), "--data", str(folder)) == 1
    said = capsys.readouterr().err
    assert "kolumna „Tereny zalewowe”: brak pola „uwaga”" in said
    assert "źródło tabeli: brak pola „licencja”" in said
    made["zrodlo"] = SOURCE
    made["wskazniki"][0] |= {"dziedzina": "przyroda", "uwaga": "n", "jednostka": "ha"}
    file.write_text(json.dumps(made), encoding="utf-8")
    assert run(str(table), "--data", str(folder), "--dry-run") == 0
    assert run(str(table), "--szablon", "--data", str(folder)) == 1
    assert "taki opis już jest" in capsys.readouterr().err


def test_a_table_nobody_described_lists_its_columns(
    folder: Path, table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(str(table), "--data", str(folder), *named()) == 1
    said = capsys.readouterr().err
    assert "nie powiedziano, czym są kolumny; są w niej: „Tereny zalewowe”" in said
    assert "--szablon" in said


def test_everything_wrong_with_a_description_is_told_at_once(
    folder: Path, table: Path, dataset: Dataset, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = FLOOD | {"rodzaj": "dużo", "miejsca": 12, "pochodzenie": "derived"}
    wrong["dziedzina"] = "nieznana"
    other = {"kolumna": "Nie ma", "kod": "lesistosc_zmiana"}
    describe(table, wrong, other)
    assert run(str(table), "--data", str(folder)) == 1
    said = capsys.readouterr().err
    for part in (
        "wartość „dużo”: kolumna „Tereny zalewowe”: nieznany rodzaj wskaźnika",
        "wartość „12”: kolumna „Tereny zalewowe”: miejsca po przecinku",
        "wartość „nieznana”: kolumna „Tereny zalewowe”: nieznana dziedzina",
        "wzór ma tylko wskaźnik o pochodzeniu derived",
        "wartość „lesistosc_zmiana”: kolumna „Nie ma”: wskaźnik jest obliczany wzorem",
        "wartość „Nie ma”: takiej kolumny w tabeli nie ma",
    ):
        assert part in said


def test_two_columns_of_one_code_are_refused(table: Path, dataset: Dataset) -> None:
    described = read_declared(describe(table, FLOOD, FLOOD | {"kolumna": "Inna"}))
    (fault,) = declared_faults("opis.json", described, dataset)
    assert "ten sam kod" in fault.rule


def test_a_table_that_uploads_refuse_is_refused(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "obce.csv"
    file.write_bytes(text("kraj,PKB", "Francja,1"))
    assert run(str(file), "--data", str(folder), *named()) == 1
    assert "żadna kolumna nie wskazuje gmin" in capsys.readouterr().err
    assert run(str(tmp_path / "nie_ma.csv"), "--data", str(folder), *named()) == 1
    assert "pliku nie da się odczytać" in capsys.readouterr().err


def test_rows_and_columns_left_out_are_told(
    folder: Path, tmp_path: Path, dataset: Dataset, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "powodz.csv"
    file.write_bytes(
        text("gmina;Tereny zalewowe 2020;Inne 2020", "Opole;1;2", "Dąbrowa;3;4", "Dąbbrowa;5;6")
    )
    describe(file, FLOOD)
    assert run(str(file), "--data", str(folder), "--dry-run") == 0
    said = capsys.readouterr().out
    assert "Pominięto kolumnę „Inne”" in said
    assert "Wiersz 4 („Dąbbrowa”)" in said
    assert "Gminy z danymi w tabeli: 2." in said


@pytest.mark.parametrize("content", ["{", "[]", '{"wskazniki": 3}', '{"rok": "dawno"}', "[" * 9999])
def test_a_description_of_another_form_is_refused(content: str, tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text(content, encoding="utf-8")
    with pytest.raises(DataFaults, match="nie jest poprawnym plikiem JSON"):
        read_declared(tmp_path / "x.json")


JSONS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*FLOOD, *SOURCE, "zrodlo", "wskazniki", "rok"]), inner)
    ),
    max_leaves=12,
)


@settings(max_examples=100)
@given(content=JSONS)
def test_any_description_is_read_or_refused(
    content: object, tmp_path_factory: pytest.TempPathFactory, dataset: Dataset
) -> None:
    file = tmp_path_factory.mktemp("opis") / "x.json"
    file.write_text(json.dumps(content), encoding="utf-8")
    try:
        described = read_declared(file)
    except DataFaults:
        return
    assert declared_faults("x.json", described, dataset)


def test_projects_come_in_by_their_own_form(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = load_once(folder)
    head, first = (folder / "projects.csv").read_text(encoding="utf-8").splitlines()[:2]
    file = tmp_path / "projekty_2026.csv"
    rows = [first.replace("P1,", "P99,", 1), first.replace("Projekt", "Projekt wspólny")]
    file.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    assert run(str(file), "--data", str(folder)) == 0
    assert "projects, P1, title: „Projekt” → „Projekt wspólny”" in capsys.readouterr().out
    new = load_once(folder)
    assert set(new.projects) - set(old.projects) == {"P99"}
    assert new.projects["P1"].title == "Projekt wspólny"
    assert new.projects["P1"].gminy == old.projects["P1"].gminy
    taking_part = tmp_path / "udzial.csv"
    taking_part.write_text(
        f"project,teryt6,part,role,source\nP99,{OPOLE},lead,lider,https://example.org\n",
        encoding="utf-8",
    )
    assert run(str(taking_part), "--data", str(folder)) == 0
    assert load_once(folder).projects["P99"].members() == {OPOLE}


def test_faulty_projects_are_refused_with_their_lines(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = contents(folder)
    file = tmp_path / "udzial.csv"
    file.write_text(
        "project,teryt6,part,role,source\n"
        f"P1,{OPOLE},lead,lider,x\nP77,{OPOLE},szef,szef,\nP1,999999,lead,lider,x\n",
        encoding="utf-8",
    )
    assert run(str(file), "--data", str(folder)) == 1
    said = capsys.readouterr().err
    assert "udzial.csv, wiersz 3, kolumna „project”, wartość „P77”: nieznany projekt" in said
    assert "udzial.csv, wiersz 3, kolumna „part”, wartość „szef”: nieznany rodzaj udziału" in said
    assert "udzial.csv, wiersz 3, kolumna „source”: komórka nie może być pusta" in said
    assert "udzial.csv, wiersz 4, kolumna „teryt6”, wartość „999999”: nieznana gmina" in said
    assert contents(folder) == before


def test_a_column_without_a_code_is_wrong_usage(table: Path) -> None:
    with pytest.raises(SystemExit) as ended:
        run(str(table), "--wskaznik", "Tereny zalewowe")
    assert ended.value.code == 2
