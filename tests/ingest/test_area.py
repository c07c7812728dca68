"""Folders of other areas, made from a small country: what is in them, what every screen says."""

from __future__ import annotations

import csv
import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from ao_dash.__main__ import main
from ao_dash.datafolder.load import load
from ao_dash.ingest.area.names import inflected
from ao_dash.mapview import sentences
from ao_dash.mapview.selection import parse
from ao_dash.mapview.view import build_view
from ao_dash.model.dataset import Dataset
from ao_dash.model.series import Status
from ao_dash.screens.registry import SCREENS
from ao_dash.web.ui.menu import offered

STEP = 0.1
ROWS, COLUMNS = 4, 6
INDICATORS = {  # ours with a formula on them, ours alone, and two that only the material knows
    "ludnosc": ("Ludność", "osoba", "planowanie", 2020, 2024),
    "malzenstwa": ("Małżeństwa", "szt.", "planowanie", 2020, 2024),
    "urbanizacja": ("Urbanizacja", "%", "planowanie", 2024, 2024),
    "prez2_wazne": ("Głosy ważne", "szt.", "kontekst", 2020, 2020),
    "sejm_proc_ko": ("Sejm 2023: %", "%", "kontekst", 2023, 2023),
}


def code(row: int, column: int) -> str:
    """Four powiaty in a row of two voivodeships, the first of each a city."""
    voivodeship = "24" if column < COLUMNS // 2 else "26"
    powiat = "61" if row == 0 else f"0{row}"
    return f"{voivodeship}{powiat}0{column % 3 + 1}"


def figure(row: int, column: int, indicator: str, year: int) -> str:
    number = 100 * (1 + row) + 7 * column + (year - 2000)
    return f"{number % 90}.5" if "proc" in indicator or indicator == "urbanizacja" else str(number)


def write(path: Path, rows: Iterator[list[str]], *header: str) -> None:
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "wt", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)


@pytest.fixture(scope="module")
def country(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Material about a country of 24 gminy on a grid."""
    folder = tmp_path_factory.mktemp("country")
    places = [(r, c, code(r, c)) for r in range(ROWS) for c in range(COLUMNS)]
    years = [(i, year) for i, (*_, a, b) in INDICATORS.items() for year in range(a, b + 1)]
    write(
        folder / "stats_country.csv.gz",
        (
            [teryt6, indicator, str(year), figure(r, c, indicator, year), "S1"]
            for indicator, year in years
            for r, c, teryt6 in places
            if (teryt6, indicator) != ("240102", "malzenstwa")
        ),
        *("teryt6", "indicator", "year", "value", "source"),
    )
    # a second figure of the same gmina and year: the first file counts
    again = [["246101", "ludnosc", "2020", "1", "S1"], ["246101", "ludnosc", "2019", "99", "S1"]]
    write(
        folder / "stats_country_more_years.csv.gz",
        iter(again),
        *("teryt6", "indicator", "year", "value", "source"),
    )
    write(
        folder / "indicators_country.csv",
        (
            [i, name, unit, domain, "published", ""]
            for i, (name, unit, domain, *_) in INDICATORS.items()
        ),
        *("indicator", "name_pl", "unit", "domain", "origin", "note"),
    )
    source = [["S1", "GUS", "Tablica", "2025", "CC BY 4.0"]]
    write(
        folder / "sources_country.csv",
        iter(source),
        "source",
        "office",
        "dataset",
        "state",
        "licence",
    )
    kinds = ["miejska", "miejsko-wiejska", "wiejska"]
    write(
        folder / "gmina_types_country.csv",
        ([t, f"Gmina {t}", kinds[c % 3], t[:4], t[:2], "2025-01-01"] for _, c, t in places),
        *("teryt6", "name", "type", "powiat", "voivodeship", "valid_on"),
    )
    powiaty = sorted({t[:4] for *_, t in places})
    named = ([p, "miasto" if p[2:] == "61" else f"próbny{p[2:]}ski", ""] for p in powiaty)
    write(folder / "powiaty.csv", named, "code", "name", "kind")
    voivodeships = [["24", "śląskie"], ["26", "świętokrzyskie"]]
    write(folder / "voivodeships.csv", iter(voivodeships), "code", "name")
    members = [
        ["PZ", "Próbna Metropolia", t, "member", "2020-02-02", "ustawa"] for *_, t in places[:4]
    ]
    members[0][4] = ""
    header = ("area", "name", "teryt6", "role", "valid_from", "source")
    write(folder / "areas.csv", iter(members), *header)
    features = [
        {
            "type": "Feature",
            "properties": {
                "teryt6": t,
                "name": f"Gmina {t}",
                "state": f"PRG {2019 if r > 1 else 2025}",
            },
            "geometry": {"type": "Polygon", "coordinates": [square(r, c)]},
        }
        for r, c, t in places
    ]
    layer = {"type": "FeatureCollection", "features": features}
    (folder / "borders_country_mixed.geojson").write_text(json.dumps(layer), "utf-8")
    return folder


def square(row: int, column: int) -> list[list[float]]:
    west, north = 18 + column * STEP, 51 - row * STEP
    corners = ((0, 0), (0, -STEP), (STEP, -STEP), (STEP, 0), (0, 0))
    return [[round(west + x, 5), round(north + y, 5)] for x, y in corners]


def made(country: Path, folder: Path, *options: str) -> Dataset:
    assert main(["area", "new", str(folder), "--from", str(country), *options]) == 0
    return load(folder)


def test_an_area_of_the_material(country: Path, tmp_path: Path) -> None:
    dataset = made(country, tmp_path / "pz", "--area", "PZ")
    area = dataset.area
    assert (area.code, area.name, area.genitive) == (
        "PZ",
        "Próbna Metropolia",
        "Próbnej Metropolii",
    )
    assert area.voivodeships == {"24": "województwo śląskie", "26": "województwo świętokrzyskie"}
    assert sorted(dataset.gminy) == ["246101", "246102", "246103", "266101"]
    assert [dataset.gminy[t].member_since is None for t in sorted(dataset.gminy)] == [
        True,
        *[False] * 3,
    ]
    assert dataset.gminy["246101"].powiat == "m. Gmina 246101 (miasto na prawach powiatu)"
    assert {v.label for v in dataset.vintages} == {"granice, stan 2025"}


def test_every_figure_is_that_of_the_material(country: Path, tmp_path: Path) -> None:
    dataset = made(country, tmp_path / "s", "--voivodeship", "24")
    assert len(dataset.gminy) == 12
    for row in range(ROWS):
        for column in range(COLUMNS // 2):
            for indicator, (*_, first, last) in INDICATORS.items():
                for year in range(first, last + 1):
                    cell = dataset.series[indicator][year][code(row, column)]
                    if (code(row, column), indicator) == ("240102", "malzenstwa"):
                        assert (cell.value, cell.status) == (None, Status.MISSING)
                    else:
                        assert cell.value == float(figure(row, column, indicator, year))
    assert dataset.series["ludnosc"][2019]["246101"].value == 99
    assert dataset.series["ludnosc"][2019]["240101"].status is Status.MISSING
    people, pairs = (dataset.series[c][2024]["240101"].value for c in ("ludnosc", "malzenstwa"))
    assert people
    assert pairs
    derived = dataset.series["malzenstwa_1000"][2024]["240101"].value
    assert derived == pytest.approx(1000 * pairs / people)
    assert "wiek_65_udzial" not in dataset.indicators
    assert dataset.indicators["sejm_proc_ko"].kind == "share"


def test_coarse_borders_are_told(country: Path, tmp_path: Path) -> None:
    dataset = made(country, tmp_path / "p", "--powiat", "2402")
    assert {v.label for v in dataset.vintages} == {"granice zgrubne, stan 2019"}
    assert (dataset.area.code, dataset.area.name) == ("POW2402", "powiat próbny02ski")
    assert dataset.area.within == "w powiecie próbny02skim"
    around = dataset.context["context"]["features"]
    assert around
    assert not {f["properties"]["teryt6"] for f in around} & set(dataset.gminy)


@pytest.mark.parametrize("options", [["--area", "PZ"], ["--voivodeship", "26"], ["--country"]])
def test_every_screen_speaks_of_this_area_alone(
    country: Path, tmp_path: Path, options: list[str]
) -> None:
    dataset = made(country, tmp_path / "x", *options)
    told = [sentences.sentence(build_view(dataset, parse({}, dataset)[0]))]
    assert dataset.area.name in told[0]
    for screen in SCREENS:
        choice, _ = screen.chosen({}, dataset)
        told.append(repr(screen.page(dataset, choice)))
        screen.table(dataset, choice)
    assert not re.search(r"Opol[ae]|Aglomeracj|\bAO\b", " ".join(told))
    codes = [c for group in offered(dataset).values() for c in group]
    assert "wspolpraca" not in codes
    assert "przeplywy" not in codes
    assert {"mapa", "profil", "porownanie", "zestawienie"} <= set(codes)


def test_the_shipped_area_offers_every_screen(dataset: Dataset) -> None:
    assert {"wspolpraca", "przeplywy"} <= {c for group in offered(dataset).values() for c in group}


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--members", "246101,999999,888888"], ["999999", "888888"]),
        (["--area", "NIE"], ["NIE"]),
        (["--powiat", "9999"], ["9999"]),
        (["--members", "246101"], ["--name", "--code", "--genitive", "--locative"]),
        (["--members", "246101", "--code", "K", "--name", "Kraina Jezior"], ["--genitive"]),
    ],
)
def test_what_cannot_be_made_is_told_at_once(
    country: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    options: list[str],
    told: list[str],
) -> None:
    folder = tmp_path / "x"
    assert main(["area", "new", str(folder), "--from", str(country), *options]) == 1
    said = "".join(capsys.readouterr())
    assert all(one in said for one in told)
    assert not folder.exists()


def test_a_folder_that_is_there_is_left_alone(
    country: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "x").mkdir()
    (tmp_path / "x/mine.txt").write_text("moje", "utf-8")
    command = ["area", "new", str(tmp_path / "x"), "--from", str(country), "--country"]
    assert main(command) == 1
    assert "folder już jest" in "".join(capsys.readouterr())
    assert (tmp_path / "x/mine.txt").read_text("utf-8") == "moje"


def test_a_folder_that_fails_its_check_is_not_left(
    country: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = ["--members", "246101,246102", "--code", "zły kod", "--name", "Obszar"]
    assert main(["area", "new", str(tmp_path / "x"), "--from", str(country), *wrong]) == 1
    assert "area.toml" in "".join(capsys.readouterr())
    assert not (tmp_path / "x").exists()


def test_the_areas_of_the_material_are_listed(
    country: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["area", "list", "--from", str(country)]) == 0
    assert capsys.readouterr().out == "PZ\tPróbna Metropolia\t4\xa0gminy\n"
    assert main(["area", "list", "--from", str(tmp_path)]) == 1
    assert "brak pliku w materiale" in "".join(capsys.readouterr())


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        (
            "Kędzierzyńsko-Strzelecki Subregionalny Obszar Funkcjonalny",
            (
                "Kędzierzyńsko-Strzeleckiego Subregionalnego Obszaru Funkcjonalnego",
                "Kędzierzyńsko-Strzeleckim Subregionalnym Obszarze Funkcjonalnym",
            ),
        ),
        ("Polska", ("Polski", "Polsce")),
        ("województwo śląskie", ("województwa śląskiego", "województwie śląskim")),
        (
            "Obszar Funkcjonalny (ZIT)",
            ("Obszaru Funkcjonalnego (ZIT)", "Obszarze Funkcjonalnym (ZIT)"),
        ),
        ("Kraina Stu Jezior", None),
    ],
)
def test_names_are_inflected_or_asked_for(name: str, forms: tuple[str, str] | None) -> None:
    assert inflected(name) == forms
