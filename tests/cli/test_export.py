"""The command ``export`` writes what the address for programs answers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ao_dash.__main__ import main
from ao_dash.output.files import registry
from ao_dash.web.api.rows import path_of
from tests.support.api import CLIENT

QUERY = "wskaznik=ludnosc&rok=2016&typ=wiejska"


@pytest.mark.parametrize("form", ["csv-excel", "xlsx", "geojson", "json"])
def test_a_file_is_the_same_as_at_its_address(form: str, tmp_path: Path) -> None:
    out = tmp_path / f"plik.{registry.FORMATS[form].extension}"
    assert main(["export", f"?{QUERY}", "--format", form, "--out", str(out)]) == 0
    assert out.read_bytes() == CLIENT.get(f"{path_of('dane', form)}?{QUERY}").content


def test_other_screens_and_layouts_can_be_had(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "a.json"
    command = ["export", "gmina=160501", "--format", "json", "--out", str(out)]
    assert main([*command, "--ekran", "profil"]) == 0
    assert json.loads(out.read_bytes())["address"] == "/profil?gmina=160501&od=2020"
    assert "✓ a.json: " in capsys.readouterr().out
    assert main([*command, "--uklad", "szeroki"]) == 0
    assert "wartosc_2024" in json.loads(out.read_bytes())["columns"]


def test_plain_csv_has_its_description_beside_it(tmp_path: Path) -> None:
    out = tmp_path / "a.csv"
    assert main(["export", QUERY, "--format", "csv", "--out", str(out)]) == 0
    described = json.loads((tmp_path / "a.csv-metadata.json").read_bytes())
    assert described["url"] == "a.csv"


def test_everything_that_is_wrong_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "a.csv"
    wrong = "wskaznk=ludnosc&rok=1066&klasy=99"
    assert main(["export", wrong, "--format", "csv", "--out", str(out)]) == 1
    told = capsys.readouterr().err
    assert told.count("✗") == 3
    assert not out.exists()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--format", "gpkg", "--ekran", "profil"], "zapisuje granice gmin"),
        (["--format", "csv", "--ekran", "profil", "--uklad", "lata"], "tylko dla mapy"),
    ],
)
def test_what_makes_no_sense_is_wrong_usage(
    options: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", "", *options, "--out", str(tmp_path / "a")]) == 2
    assert said in capsys.readouterr().err


def test_a_place_that_cannot_be_written_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "nie_ma" / "a.csv"
    assert main(["export", "", "--format", "csv", "--out", str(out)]) == 1
    assert "Nie można zapisać" in capsys.readouterr().err
