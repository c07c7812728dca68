"""Broken data folders: each gives its full list of faults and exit code 1, none a traceback."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ao_dash.__main__ import main
from ao_dash.datafolder.load import SHIPPED, load
from ao_dash.datafolder.schema import TABLES
from ao_dash.model.faults import DataFaults
from tests.support.broken import (
    BORDERS,
    BROKEN,
    ROW,
    borders,
    bow_tie,
)
from tests.support.data import edit


def test_there_are_twenty_and_more() -> None:
    assert len(BROKEN) >= 20


@pytest.mark.parametrize("name", BROKEN)
def test_every_fault_is_named_with_its_place(
    name: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    damage, expected = BROKEN[name]
    damage(folder)
    assert main(["check", "--data", str(folder)]) == 1
    printed = capsys.readouterr().out
    for text in expected:
        assert text in printed
    assert "Znaleziono" in printed
    assert "Traceback" not in printed


def test_all_faults_come_at_once(folder: Path) -> None:
    edit(folder / "stats.csv", ROW, ROW.replace("160104", "146501").replace("1544", "dużo"))
    edit(folder / "gminy.csv", "2013-10-16", "dawno")
    (folder / "boundaries/context.geojson").unlink()
    borders(bow_tie)(folder)
    with pytest.raises(DataFaults) as caught:
        load(folder)
    files = {fault.file for fault in caught.value.faults}
    assert files >= {"stats.csv", "gminy.csv", "boundaries/context.geojson", BORDERS}
    assert len([f for f in caught.value.faults if f.file == "stats.csv"]) == 2


def test_each_fault_says_what_to_do(folder: Path) -> None:
    edit(folder / "stats.csv", ROW, ROW.replace("1544", "dużo"))
    with pytest.raises(DataFaults) as caught:
        load(folder)
    (fault,) = caught.value.faults
    assert (fault.row, fault.column, fault.value) == (2, "value", "dużo")
    assert fault.remedy.startswith("Wpisz cyfry z kropką")


def test_no_folder_is_a_fault_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--data", str(tmp_path / "nie_ma")]) == 1
    assert "nie ma takiego folderu danych" in capsys.readouterr().out


def test_the_shipped_data_have_no_fault(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == 0
    assert "Bez błędów" in capsys.readouterr().out


def test_another_folder_is_used_when_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AO_DATA_DIR", str(folder))
    assert main(["check"]) == 0
    shutil.rmtree(folder / "boundaries")
    assert main(["check"]) == 1


def test_a_byte_order_mark_and_missing_rows_are_fine(folder: Path) -> None:
    stats = folder / "stats.csv"
    text = stats.read_text(encoding="utf-8")
    row = "160104,bezrobotni_zarejestrowani,2004,"
    kept = [line for line in text.splitlines() if not line.startswith(row)]
    stats.write_text("\ufeff" + "\n".join(kept) + "\n", encoding="utf-8")
    cell = load(folder).series["bezrobotni_zarejestrowani"][2004]["160104"]
    assert (cell.value, cell.status.value) == (None, "missing")


def test_a_folder_without_optional_tables_is_whole(folder: Path) -> None:
    for table in TABLES.values():
        if table.optional:
            (folder / table.file).unlink()
    found = load(folder)
    assert (found.flows, found.flow_ends) == ({}, {})
    assert (found.rail_stations, found.air_stations) == ((), {})
    assert found.editions == ()


def test_shipped_and_copied_folders_are_the_same_data(folder: Path) -> None:
    assert load(folder).series == load(SHIPPED).series
