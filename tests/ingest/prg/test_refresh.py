"""Borders from the register: read or refused, compared, drawn as a new vintage beside the old."""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import os
import shutil
import sqlite3
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ao_dash.cli.refresh import add_refresh
from ao_dash.datafolder.exchange import previous
from ao_dash.ingest.editions.edition import last_attempt, number_of
from ao_dash.ingest.prg import archive as container
from ao_dash.ingest.prg import download
from ao_dash.ingest.prg import refresh as prg
from ao_dash.ingest.prg.boundary_diff import MOVED, overlay
from ao_dash.ingest.prg.boundary_diff_text import area_text
from ao_dash.ingest.prg.download import DownloadError, downloaded
from ao_dash.ingest.prg.register import read_register
from ao_dash.model.dataset import Dataset
from ao_dash.model.faults import DataFaults
from ao_dash.model.gmina import GminaType
from ao_dash.model.territory import constant
from ao_dash.model.vintage import Vintage, geodesic_areas
from tests.support.bdl_server import check_once, load_once, without_certificates

OPOLE, TURAWA, OZIMEK = "166101", "160913", "160908"
LAYER = "A03_Granice_gmin"
KINDS = {GminaType.URBAN: "1", GminaType.RURAL: "2", GminaType.MIXED: "3"}


@pytest.fixture(scope="module")
def register(dataset: Dataset) -> gpd.GeoDataFrame:
    """72 gminy with the fields of the register: ours, the neighbours and one more in invented shapes."""
    ours = dataset.vintages[-1].frame
    around = [f["properties"] for f in dataset.context["context"]["features"]]
    points = [(p["label_lon"], p["label_lat"]) for p in around] + [(17.95, 51.15)]
    codes = [p["teryt6"] + "2" for p in around] + ["1699012"]
    names = [p["name"] for p in around] + ["Wymyślona Łąka"]
    frame = shapely.box(16.9, 49.97, 18.7, 51.2)
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(points)))
    lines = [frame.boundary, *ours.boundary, *shapely.boundary(shapely.intersection(cells, frame))]
    faces = shapely.get_parts(shapely.polygonize([shapely.union_all(lines, grid_size=1e-7)]))
    middle = shapely.point_on_surface(faces)
    owner = np.array(codes, dtype=object)[shapely.STRtree(shapely.points(points)).nearest(middle)]
    inner, which = shapely.STRtree(ours.geometry.to_numpy()).query(middle, predicate="within")
    kinds = [KINDS[gmina.types[-1][1]] for gmina in map(dataset.gminy.get, ours.index) if gmina]
    full = [f"{code}{kind}" for code, kind in zip(ours.index, kinds, strict=True)]
    owner[inner] = np.array(full, dtype=object)[which]
    made = gpd.GeoDataFrame({"JPT_KOD_JE": owner}, geometry=faces, crs=4326).dissolve("JPT_KOD_JE")
    named = dict(zip(codes, names, strict=True))
    made["JPT_NAZWA_"] = [named.get(c) or dataset.gminy[c[:6]].name for c in made.index]
    made["WERSJA_OD"], made["WAZNY_OD"] = "2027-02-07", "2012-09-26"
    assert len(made) == 72
    return made.reset_index().to_crs(2180)


def at(frame: gpd.GeoDataFrame, teryt6: str) -> int:
    return int(np.flatnonzero(frame["JPT_KOD_JE"].str[:6] == teryt6)[0])


def with_moved(
    register: gpd.GeoDataFrame, radius: float, since: str = "2027-01-01"
) -> gpd.GeoDataFrame:
    """Turawa gives Opole what lies within ``radius`` metres of a point of their border."""
    giver, taker = (register["JPT_KOD_JE"][at(register, code)] for code in (TURAWA, OPOLE))
    shapes = register.set_index("JPT_KOD_JE").geometry
    border = shapely.line_merge(shapely.intersection(shapes[giver], shapes[taker]))
    longest = max(shapely.get_parts(border), key=lambda line: line.length)
    passed = longest.interpolate(0.5, normalized=True).buffer(radius).intersection(shapes[giver])
    lines = [*shapely.boundary(shapes.to_numpy()), passed.boundary]
    faces = shapely.get_parts(shapely.polygonize([shapely.union_all(lines, grid_size=0.01)]))
    middle = shapely.point_on_surface(faces)
    where, which = shapely.STRtree(shapes.to_numpy()).query(middle, predicate="within")
    owners = shapes.index.to_numpy()[which].astype(object)
    owners[shapely.within(middle[where], passed)] = taker
    made = gpd.GeoDataFrame({"JPT_KOD_JE": owners}, geometry=faces[where], crs=2180)
    told = register.drop(columns="geometry").set_index("JPT_KOD_JE")
    told.loc[[giver, taker], "WAZNY_OD"] = since
    return made.dissolve("JPT_KOD_JE").join(told).reset_index()


def zipped(
    frame: gpd.GeoDataFrame, file: Path, leave: str = ".cpg", encoding: str = "UTF-8"
) -> Path:
    """Write a Shapefile as the office packs it: one archive, no word of its encoding."""
    parts = file.parent / f"{file.stem}_czesci"
    parts.mkdir()
    frame.to_file(parts / f"{LAYER}.shp", encoding=encoding)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in sorted(parts.iterdir()):
            if part.suffix != leave:
                archive.write(part, part.name)
    shutil.rmtree(parts)
    return file


def read(file: Path, dataset: Dataset) -> Any:
    known = {code: gmina.name for code, gmina in dataset.gminy.items()}
    return read_register(file, known, dataset.vintages[-1].frame)


def refused(file: Path, dataset: Dataset) -> str:
    with pytest.raises(DataFaults) as error:
        read(file, dataset)
    assert "/tmp" not in str(error.value)
    return str(error.value)


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    add_refresh(parser)
    options = parser.parse_args(["prg", *words])
    return int(options.run(options))


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check_once(monkeypatch)
    monkeypatch.setenv("AO_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("AO_PRG_URL", "http://127.0.0.1:9/")  # the office is never asked


def contents(folder: Path) -> dict[str, str]:
    files = (p for p in sorted(folder.rglob("*")) if p.is_file())
    return {str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


# --- the whole command ------------------------------------------------------------------------


def test_borders_that_did_not_move_stay_byte_for_byte(
    folder: Path, tmp_path: Path, register: gpd.GeoDataFrame, capsys: pytest.CaptureFixture[str]
) -> None:
    before = contents(folder)
    file = zipped(with_moved(register, 40), tmp_path / "prg.zip")
    assert run(str(file), "--data", str(folder)) == 0
    assert "nic się nie zmieniło" in capsys.readouterr().out
    assert contents(folder) == before
    attempt = last_attempt(tmp_path / "cache")
    assert attempt
    assert (attempt.command, attempt.fine) == ("refresh prg", True)


def test_a_moved_border_opens_a_vintage(
    folder: Path, tmp_path: Path, register: gpd.GeoDataFrame, capsys: pytest.CaptureFixture[str]
) -> None:
    old = load_once(folder)
    made = with_moved(register, 900)
    assert run(str(zipped(made, tmp_path / "prg.zip")), "--data", str(folder)) == 0
    said = capsys.readouterr().out.replace("\xa0", " ")
    assert "Turawa → Opole: granica przesunięta najdalej o " in said
    assert "Nowy stan granic: od_2027." in said
    new = load_once(folder)
    assert [v.code for v in new.vintages] == ["do_2016", "od_2017", "od_2027"]
    newest = new.vintages[-1]
    assert (newest.valid_from, newest.label) == (date(2027, 1, 1), "granice od 1.01.2027")
    assert newest.source == "PRG, GUGiK, stan 2027"
    assert new.vintages[1].label == "granice od 1.01.2017 do 31.12.2026"
    assert new.vintages[1].source == f"{old.vintages[1].source}; pozostałe linie: {newest.source}"
    assert number_of(folder) == 1
    assert previous(folder).is_dir()
    _check_borders(new, made)
    _check_breaks(old, new)
    context = new.context["context"]["features"]
    assert len(context) == 51
    assert "Wymyślona Łąka" in {f["properties"]["name"] for f in context}
    lines = new.context["powiaty"]["features"]
    assert [f["properties"]["vintage"] for f in lines] == ["", *(v.code for v in new.vintages)]


def _check_borders(new: Dataset, made: gpd.GeoDataFrame) -> None:
    first, before, after = (v.frame.geometry for v in new.vintages)
    changed = {code for code in before.index if not before[code].equals_exact(after[code])}
    assert changed == {TURAWA, OPOLE}
    moved_2017 = {b.teryt6 for b in new.breaks if b.kind == "borders" and b.year == 2017}
    same = set(first.index) - moved_2017
    assert all(first[code].equals_exact(before[code]) for code in same)
    assert all(shapely.coverage_is_valid(g.to_numpy()) for g in (first, before, after))
    official = geodesic_areas(made.set_index(made["JPT_KOD_JE"].str[:6]).to_crs(4326))
    for code, km2 in new.vintages[-1].areas().items():
        assert km2 == pytest.approx(official[code], rel=0.005)


def _check_breaks(old: Dataset, new: Dataset) -> None:
    added = set(new.breaks) - set(old.breaks)
    assert {(b.teryt6, b.year, b.kind.value) for b in added} == {
        (TURAWA, 2027, "borders"),
        (OPOLE, 2027, "borders"),
    }
    codes = {b.indicator for b in added}
    assert {"ludnosc", "saldo_migracji_1000"} <= codes
    assert not codes & {"ets_emisje", "dochody_wlasne_os", "powierzchnia_km2"}
    texts = {b.teryt6: b.text.replace("\xa0", " ") for b in added}
    km2 = old.vintages[-1].areas()[TURAWA] - new.vintages[-1].areas()[TURAWA]
    said = area_text(km2)
    assert texts[TURAWA] == f"Turawa: {said} włączone do gminy Opole 1.01.2027: przerwa w szeregu."
    assert texts[OPOLE] == f"Opole: {said} z gminy Turawa przyłączone 1.01.2027: przerwa w szeregu."
    merged = constant(new).gminy["S166101"].members
    assert TURAWA in merged


def test_a_dry_run_tells_and_changes_nothing(
    folder: Path, tmp_path: Path, register: gpd.GeoDataFrame, capsys: pytest.CaptureFixture[str]
) -> None:
    before = contents(folder)
    file = zipped(with_moved(register, 900, since=""), tmp_path / "prg.zip")
    assert run(str(file), "--data", str(folder), "--dry-run", "--od", "2026-07-01") == 0
    said = capsys.readouterr().out
    assert "vintages, od_2026: dodano" in said
    assert said.endswith("Próba: niczego nie zapisano.\n")
    assert contents(folder) == before
    assert last_attempt(tmp_path / "cache") is None


def test_all_draws_anew_what_did_not_move(
    folder: Path, tmp_path: Path, register: gpd.GeoDataFrame
) -> None:
    file = zipped(register, tmp_path / "prg.zip")
    old = load_once(folder)
    assert run(str(file), "--data", str(folder), "--all") == 0
    new = load_once(folder)
    assert [v.code for v in new.vintages] == ["do_2016", "od_2017"]
    assert len(new.context["context"]["features"]) == 51
    assert new.vintages[-1].source == "PRG, GUGiK, stan 2027"
    assert set(new.breaks) == set(old.breaks)


def test_a_day_that_the_register_does_not_tell_is_asked_for(
    folder: Path, tmp_path: Path, register: gpd.GeoDataFrame, capsys: pytest.CaptureFixture[str]
) -> None:
    made = with_moved(register, 900)
    made.loc[at(made, OPOLE), "WAZNY_OD"] = "2026-05-01"
    before = contents(folder)
    assert run(str(zipped(made, tmp_path / "prg.zip")), "--data", str(folder)) == 1
    said = capsys.readouterr().err
    assert "nie mają jednej daty WAZNY_OD (2026-05-01, 2027-01-01)" in said
    assert "--od RRRR-MM-DD" in said
    assert contents(folder) == before


def test_the_day_comes_from_the_person_then_from_the_register(
    tmp_path: Path, register: gpd.GeoDataFrame, dataset: Dataset
) -> None:
    made = with_moved(register, 900)
    newest = dataset.vintages[-1]
    first = partial(prg.first_day, "prg.zip", concerned={OPOLE, TURAWA}, newest=newest)
    told = read(zipped(made, tmp_path / "a.zip"), dataset)
    assert first(told, asked=None) == date(2027, 1, 1)
    assert first(told, asked=date(2026, 7, 1)) == date(2026, 7, 1)
    for day in (date(2017, 1, 1), date(2050, 1, 1)):
        with pytest.raises(DataFaults, match="nie jest późniejszy"):
            first(told, asked=day)
    silent = read(zipped(made.drop(columns="WAZNY_OD"), tmp_path / "b.zip"), dataset)
    assert first(silent, asked=None) == date(2027, 2, 7)
    bare = made.drop(columns=["WAZNY_OD", "WERSJA_OD"])
    with pytest.raises(DataFaults, match="żadnej"):
        first(read(zipped(bare, tmp_path / "c.zip"), dataset), asked=None)


def test_a_file_without_a_gmina_of_the_map_is_refused(
    folder: Path, tmp_path: Path, register: gpd.GeoDataFrame, capsys: pytest.CaptureFixture[str]
) -> None:
    around = {"1601013": "Brzeg"}
    left = [at(register, code) for code in (TURAWA, next(iter(around))[:6])]
    file = zipped(register.drop(index=left), tmp_path / "prg.zip")
    assert run(str(file), "--data", str(folder)) == 1
    said = capsys.readouterr().err
    assert "prg.zip, kolumna „JPT_KOD_JE”, wartość „160913”: brakuje gminy Turawa." in said
    assert "brakuje gminy Brzeg" in said
    attempt = last_attempt(tmp_path / "cache")
    assert attempt
    assert not attempt.fine


# --- reading ----------------------------------------------------------------------------------


def as_gml(frame: gpd.GeoDataFrame, folder: Path) -> Path:
    frame.to_file(folder / "granice.gml", driver="GML")
    (folder / "granice.xsd").unlink()
    return folder / "granice.gml"


def as_package(frame: gpd.GeoDataFrame, folder: Path, index: str = "YES") -> Path:
    dated = frame.assign(WAZNY_OD=pd.to_datetime(frame["WAZNY_OD"]))
    dated.rename(columns=str.lower).to_file(
        folder / "granice.gpkg", layer="gminy", SPATIAL_INDEX=index
    )
    return folder / "granice.gpkg"


def as_zip(frame: gpd.GeoDataFrame, folder: Path) -> Path:
    return zipped(frame, folder / "granice.ZIP")


def as_json(frame: gpd.GeoDataFrame, folder: Path) -> Path:
    frame.to_crs(4326).to_file(folder / "granice.json", driver="GeoJSON", RFC7946="YES")
    return folder / "granice.json"


def as_package_in_use(frame: gpd.GeoDataFrame, folder: Path) -> Path:
    """Write a GeoPackage whose names of gminy stand in the file beside it only."""
    file = as_package(frame, folder, index="NO")
    beside = folder / "zapis"
    beside.mkdir()
    with closing(sqlite3.connect(file)) as database:
        names = database.execute("SELECT fid, jpt_nazwa_ FROM gminy").fetchall()
        database.execute("UPDATE gminy SET jpt_nazwa_ = 'dawna'")
        database.commit()
        database.execute("PRAGMA journal_mode = WAL")
        database.executemany(
            "UPDATE gminy SET jpt_nazwa_ = ? WHERE fid = ?", [n[::-1] for n in names]
        )
        database.commit()
        for path in (file, Path(f"{file}-wal")):
            shutil.copyfile(path, beside / path.name)
    return beside / file.name


@pytest.mark.parametrize("write", [as_zip, as_gml, as_package, as_json, as_package_in_use])
def test_every_official_form_reads_the_same(
    write: Callable[[gpd.GeoDataFrame, Path], Path],
    tmp_path: Path,
    register: gpd.GeoDataFrame,
    dataset: Dataset,
) -> None:
    file = write(register, tmp_path)
    beside = set(tmp_path.iterdir())
    found = read(file, dataset)
    in_degrees = ("Współrzędne przeliczono z układu WGS 84.",)
    assert found.notes == (in_degrees if write is as_json else ())
    assert len(found.frame) == 72
    assert found.frame.loc["169901", "name"] == "Wymyślona Łąka"
    assert found.frame.loc[OPOLE, "code"] == "1661011"
    assert found.frame.loc[OPOLE, "since"] == date(2012, 9, 26)
    assert found.frame.loc[OPOLE, "version"] == date(2027, 2, 7)
    assert set(tmp_path.iterdir()) == beside  # nothing is left by the reader
    expected = register.to_crs(4326).geometry[at(register, OPOLE)]
    assert found.frame.geometry[OPOLE].symmetric_difference(expected).area < 1e-9


@pytest.mark.parametrize("said", ["", "ISO-8859-1", "UTF-8", "nie wiadomo"])
@pytest.mark.parametrize("encoding", ["UTF-8", "CP1250", "ISO-8859-2", "CP852"])
def test_names_are_read_whatever_encoding_the_file_says(
    encoding: str, said: str, tmp_path: Path, register: gpd.GeoDataFrame, dataset: Dataset
) -> None:
    file = zipped(register, tmp_path / "prg.zip", encoding=encoding)
    with zipfile.ZipFile(file, "a") as archive:
        if said:
            archive.writestr(f"{LAYER}.cpg", said)
    assert read(file, dataset).names["169901"] == "Wymyślona Łąka"


@pytest.mark.parametrize("encoding", ["cp852", "cp1250"])
def test_an_archive_with_names_of_windows_is_read(
    encoding: str, tmp_path: Path, register: gpd.GeoDataFrame, dataset: Dataset
) -> None:
    """Such an archive has bytes for names, and no word of their encoding."""
    name = "Województwo opolskie ąę/gminy łódź".encode(encoding)
    stand_in = "X" * len(name)
    file = zipped(register, tmp_path / "prg.zip")
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(tmp_path / "okna.zip", "w") as new:
        for info in old.infolist():
            new.writestr(stand_in + Path(info.filename).suffix.upper(), old.read(info))
    raw = (tmp_path / "okna.zip").read_bytes()
    (tmp_path / "okna.zip").write_bytes(raw.replace(stand_in.encode(), name))
    assert len(read(tmp_path / "okna.zip", dataset).frame) == 72


def test_a_json_in_metres_that_does_not_say_so_is_read(
    tmp_path: Path, register: gpd.GeoDataFrame, dataset: Dataset
) -> None:
    file = tmp_path / "prg.geojson"
    register.assign(JPT_KOD_JE=register["JPT_KOD_JE"].astype(int)).to_file(file, driver="GeoJSON")
    layer = json.loads(file.read_text())
    layer.pop("crs")
    file.write_text(json.dumps(layer))
    assert read(file, dataset).notes == (
        "Współrzędne są w metrach, choć plik mówi inaczej: przyjęto EPSG:2180.",
    )
    packed_file = tmp_path / "prg.zip"
    packed_file.write_bytes(packed(**{"gminy.geojson": file.read_bytes()}))
    assert len(read(packed_file, dataset).frame) == 72


ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"


@pytest.mark.parametrize(
    "statement",
    [
        f"CREATE VIEW gminy2 AS {ENDLESS}",
        "CREATE VIRTUAL TABLE inne USING fts5(a)",
        "CREATE TABLE liczona (a, b AS (hex(zeroblob(1000000000))))",
    ],
)
def test_a_package_that_computes_is_refused(
    statement: str, tmp_path: Path, register: gpd.GeoDataFrame, dataset: Dataset
) -> None:
    file = as_package(register, tmp_path)
    with closing(sqlite3.connect(file)) as database:
        database.execute(statement)
    assert "ma w sobie obliczenia" in refused(file, dataset)


def test_a_package_in_a_folder_that_cannot_be_written_is_read(
    tmp_path: Path, register: gpd.GeoDataFrame, dataset: Dataset
) -> None:
    file = as_package_in_use(register, tmp_path)
    file.chmod(0o444)
    file.parent.chmod(0o555)
    beside = set(file.parent.iterdir())
    with closing(sqlite3.connect(f"file:{file}?mode=ro&immutable=1", uri=True)) as held:
        held.execute("SELECT count(*) FROM gminy")
        assert len(read(file, dataset).frame) == 72
    assert set(file.parent.iterdir()) == beside
    file.parent.chmod(0o755)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes with names")
def test_what_is_no_plain_file_is_refused_at_once(tmp_path: Path, dataset: Dataset) -> None:
    os.mkfifo(tmp_path / "rura.zip")
    (tmp_path / "dowiazanie.zip").symlink_to(tmp_path / "rura.zip")
    (tmp_path / "petla.zip").symlink_to(tmp_path / "petla.zip")
    for name in ("rura.zip", "dowiazanie.zip", "/dev/zero", "/dev/null", "."):
        assert "to nie jest zwykły plik" in refused(tmp_path / name, dataset)
    for name in ("petla.zip", "a\x00b.zip", "n" * 5000):
        assert "nie da się odczytać" in refused(tmp_path / name, dataset)


def test_a_gmina_whose_code_has_changed_is_told(
    tmp_path: Path, register: gpd.GeoDataFrame, dataset: Dataset
) -> None:
    renamed = register["JPT_KOD_JE"].where(register["JPT_KOD_JE"] != "1661011", "1662011")
    file = as_package(register.assign(JPT_KOD_JE=renamed), tmp_path)
    assert "gmina Opole ma w pliku inny kod TERYT, 166201" in refused(file, dataset)


def test_gminy_are_found_among_other_layers_and_voivodeships(
    tmp_path: Path, register: gpd.GeoDataFrame, dataset: Dataset
) -> None:
    file = tmp_path / "prg.gpkg"
    other = register.head(2).assign(JPT_KOD_JE=["0201011", "3061011"])
    pd.concat([register, other]).to_file(file, layer=LAYER)
    register.head(1).to_file(file, layer="A02_Granice_powiatow")
    assert len(read(file, dataset).frame) == 72


def test_another_known_projection_is_read_and_told(
    tmp_path: Path, register: gpd.GeoDataFrame, dataset: Dataset
) -> None:
    found = read(zipped(register.to_crs(32634), tmp_path / "prg.zip"), dataset)
    assert found.notes == ("Współrzędne przeliczono z układu WGS 84 / UTM zone 34N.",)
    assert len(found.frame) == 72


def test_exchanged_axes_are_put_right_and_told(
    tmp_path: Path, register: gpd.GeoDataFrame, dataset: Dataset
) -> None:
    turned = shapely.transform(register.geometry.to_numpy(), lambda xy: xy[:, ::-1])
    found = read(zipped(register.set_geometry(turned, crs=2180), tmp_path / "prg.zip"), dataset)
    assert found.notes == ("Osie współrzędnych były zamienione: przywrócono kolejność.",)


def test_a_wrong_or_unsaid_projection_is_refused(
    tmp_path: Path, register: gpd.GeoDataFrame, dataset: Dataset
) -> None:
    degrees = register.to_crs(4326).set_crs(2180, allow_override=True)
    said = refused(zipped(degrees, tmp_path / "a.zip"), dataset)
    assert "nie leżą tam, gdzie obszar" in said
    assert "EPSG:2180" in said
    far = register.set_geometry(register.translate(50_000, 0), crs=2180)
    assert "nie leżą tam" in refused(zipped(far, tmp_path / "b.zip"), dataset)
    silent = zipped(register, tmp_path / "c.zip", leave=".prj")
    assert "nie mówi, w jakim układzie" in refused(silent, dataset)


def test_all_faults_of_codes_are_told_at_once(
    tmp_path: Path, register: gpd.GeoDataFrame, dataset: Dataset
) -> None:
    made = register.drop(index=at(register, TURAWA))
    twice = register.iloc[[at(register, OZIMEK)]]
    short = register.iloc[[at(register, OPOLE)]].assign(JPT_KOD_JE="16X")
    said = refused(zipped(pd.concat([made, twice, short]), tmp_path / "prg.zip"), dataset)
    assert "brakuje gminy Turawa" in said
    assert "wartość „160908”: gmina jest w pliku dwa razy" in said
    assert "wartość „16X”: kod gminy nie ma siedmiu cyfr" in said


def test_borders_that_overlap_or_cross_themselves_are_refused(
    tmp_path: Path, register: gpd.GeoDataFrame, dataset: Dataset
) -> None:
    shapes = register.geometry.to_numpy().copy()
    shapes[at(register, OPOLE)] = shapes[at(register, OPOLE)].buffer(60)
    loose = register.set_geometry(shapes, crs=2180)
    assert "granica nie styka się z sąsiadem" in refused(zipped(loose, tmp_path / "a.zip"), dataset)
    west, south, east, north = register.geometry[at(register, OPOLE)].bounds
    bow = shapely.Polygon([(west, south), (east, north), (east, south), (west, north)])
    shapes[at(register, OPOLE)] = bow
    file = tmp_path / "b.gpkg"
    register.set_geometry(shapes, crs=2180).to_file(file, layer=LAYER)
    assert "geometria jest niepoprawna" in refused(file, dataset)


def test_layers_without_the_fields_of_the_register_are_refused(
    tmp_path: Path, register: gpd.GeoDataFrame, dataset: Dataset
) -> None:
    renamed = register.rename(columns={"JPT_KOD_JE": "KOD"})
    said = refused(zipped(renamed, tmp_path / "prg.zip"), dataset)
    assert "nie ma pól JPT_KOD_JE i JPT_NAZWA_" in said
    file = tmp_path / "dwie.gpkg"
    for layer in ("gminy_1", "gminy_2"):
        register.head(2).to_file(file, layer=layer)
    assert "nie wiadomo, która warstwa to gminy (gminy_1, gminy_2)" in refused(file, dataset)


def packed(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


SHP = b"\x00\x00\x27\x0a" + b"\x00" * 96
VRT = b'<OGRVRTDataSource><OGRVRTLayer name="FeatureCollection"><SrcDataSource>/etc/passwd'
REFUSED: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "to nie są granice"),
    "text": (b"gmina;liczba\n", "to nie są granice"),
    "page": (b"<html>FeatureCollection</html>", "to nie są granice"),
    "virtual": (VRT, "to nie są granice"),
    "entities": (b'<!DOCTYPE a [<!ENTITY b "c">]><FeatureCollection/>', "to nie są granice"),
    "bare": (SHP, "to tylko jedna z części Shapefile"),
    "cut": (packed(**{"a.shp": SHP * 50})[:-30], "archiwum jest uszkodzone"),
    "nothing": (packed(**{"a.txt": b"x"}), "w archiwum nie ma plików"),
    "outside": (packed(**{"../../a.shp": SHP}), "nazwy części wychodzą poza archiwum"),
    "absolute": (packed(**{"/etc/a.shp": SHP}), "nazwy części wychodzą poza archiwum"),
    "bomb": (packed(**{"a.shp": SHP + b"\x00" * 5_000_000}), "po rozpakowaniu jest za duża"),
    "disguised": (packed(**{"a.gml": VRT}), "nie jest tym, na co wskazuje nazwa"),
    "broken": (packed(**{f"{LAYER}.shp": SHP[:60]}), "granic nie da się odczytać"),
    "many": (packed(**{f"{n}.txt": b"" for n in range(2001)}), "zawiera zbyt wiele części"),
}


@pytest.mark.parametrize(("content", "said"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_file_of_borders_is_refused(
    content: bytes, said: str, tmp_path: Path, dataset: Dataset
) -> None:
    file = tmp_path / "prg.zip"
    file.write_bytes(content)
    assert said in refused(file, dataset)


def test_a_broken_register_is_refused(
    tmp_path: Path, register: gpd.GeoDataFrame, dataset: Dataset
) -> None:
    file = zipped(register, tmp_path / "prg.zip")
    whole = file.read_bytes()
    for end in (len(whole) // 2, len(whole) - 200):
        file.write_bytes(whole[:end])
        assert "archiwum jest uszkodzone" in refused(file, dataset)
    file.write_bytes(whole[:5000] + bytes(2000) + whole[7000:])
    assert refused(file, dataset)
    assert "nie da się odczytać" in refused(tmp_path / "nie_ma.zip", dataset)


def test_a_file_larger_than_any_register_is_refused(
    tmp_path: Path, dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(container, "BYTES", 10)
    (tmp_path / "prg.zip").write_bytes(b"PK" * 10)
    assert "plik jest za duży" in refused(tmp_path / "prg.zip", dataset)


@settings(max_examples=60)
@given(content=st.binary(max_size=200) | st.binary(max_size=200).map(lambda b: SHP + b))
@example(content=b"PK\x03\x04")
@example(content=b"SQLite format 3\x00")
@example(content=b"<FeatureCollection")
def test_no_bytes_bring_the_reader_down(
    content: bytes, tmp_path_factory: pytest.TempPathFactory, dataset: Dataset
) -> None:
    file = tmp_path_factory.mktemp("prg") / "prg.zip"
    file.write_bytes(content)
    with pytest.raises(DataFaults):
        read(file, dataset)


def test_a_kind_we_do_not_know_yet_is_told(
    folder: Path, tmp_path: Path, register: gpd.GeoDataFrame
) -> None:
    made = register.copy()
    made.loc[at(made, TURAWA), "JPT_KOD_JE"] = f"{TURAWA}3"
    file = zipped(made, tmp_path / "prg.zip")
    redrawn = prg.refresh(folder, prg.Options(str(file), tmp_path / "cache"))
    told = "Turawa: w rejestrze gmina miejsko-wiejska; dopisz to w gmina_types.csv."
    assert redrawn.lines[:-1] == (told,)


def test_a_kind_announced_for_next_year_is_no_news(
    folder: Path, tmp_path: Path, register: gpd.GeoDataFrame
) -> None:
    with (folder / "gmina_types.csv").open("a", encoding="utf-8") as out:
        out.write(f"{TURAWA},miejsko-wiejska,{date.today().year + 1}-01-01\n")  # noqa: DTZ011
    for kind in "23":
        made = register.copy()
        made.loc[at(made, TURAWA), "JPT_KOD_JE"] = f"{TURAWA}{kind}"
        file = zipped(made, tmp_path / f"prg{kind}.zip")
        assert len(prg.refresh(folder, prg.Options(str(file), tmp_path / "cache")).lines) == 1


# --- comparing --------------------------------------------------------------------------------

SOUTH, NORTH, WEST, MIDDLE, EAST = 50.60, 50.70, 17.60, 17.70, 17.80
METRE = 1 / 70_716  # degrees of longitude at 50.65 N


def strip(west: float, east: float) -> shapely.Polygon:
    """A box with a vertex every 0.01 degree north-south, so that a moved side is a line anew."""
    norths = np.round(np.linspace(SOUTH, NORTH, 11), 5)
    ring = [(east, y) for y in norths] + [(west, y) for y in norths[::-1]]
    return shapely.Polygon([(round(x, 5), y) for x, y in ring])


def layer(middle: float, **more: shapely.Polygon) -> gpd.GeoDataFrame:
    shapes = {"160001": strip(WEST, middle), "160002": strip(middle, EAST), **more}
    return gpd.GeoDataFrame(geometry=list(shapes.values()), index=list(shapes), crs=4326)


def vintage(code: str, frame: gpd.GeoDataFrame, since: date | None = None) -> Vintage:
    return Vintage(code, since, code, "x", frame)


@settings(max_examples=25)
@given(metres=st.integers(-300, 300))
@example(metres=48)
@example(metres=-52)
def test_a_border_counts_as_moved_beyond_fifty_metres(metres: int) -> None:
    laid = overlay(layer(MIDDLE + metres * METRE), (vintage("stare", layer(MIDDLE)),))
    assert shapely.coverage_is_valid(laid.shapes)
    if abs(metres) < MOVED - 1:
        assert laid.moved == ()
        assert (laid.then["stare"] == laid.now).all()
    elif abs(metres) > MOVED + 1:
        (stretch,) = laid.moved
        gmina = ("160002", "160001")
        assert (stretch.old, stretch.new) == (gmina if metres > 0 else gmina[::-1])
        assert stretch.metres == pytest.approx(abs(metres), abs=2)
        assert stretch.km2 == pytest.approx(abs(metres) / 1000 * 11.12, rel=0.05)


def test_a_spike_is_no_moved_border() -> None:
    spike = shapely.Polygon([(MIDDLE, 50.65), (MIDDLE + 200 * METRE, 50.65007), (MIDDLE, 50.65014)])
    frame = layer(MIDDLE)
    frame.geometry = [
        shapely.union(frame.geometry["160001"], spike),
        shapely.difference(frame.geometry["160002"], spike),
    ]
    assert overlay(frame, (vintage("stare", layer(MIDDLE)),)).moved == ()


def test_land_from_and_to_the_outside_is_told() -> None:
    outside = {"160003": strip(EAST, EAST + 0.1)}
    members = layer(MIDDLE)
    gained = layer(MIDDLE)
    gained.geometry = [gained.geometry["160001"], strip(MIDDLE, EAST + 0.02)]
    beyond = gpd.GeoDataFrame(geometry=[strip(EAST + 0.02, EAST + 0.1)], index=["160003"], crs=4326)
    (grown,) = overlay(pd.concat([gained, beyond]), (vintage("stare", members),)).moved
    assert (grown.old, grown.new) == ("", "160002")
    assert EAST < grown.place[0] < EAST + 0.02
    shrunk = pd.concat([layer(MIDDLE, **outside)])
    shrunk.geometry = [
        strip(WEST, MIDDLE),
        strip(MIDDLE, EAST - 0.02),
        strip(EAST - 0.02, EAST + 1),
    ]
    (lost,) = overlay(shrunk, (vintage("stare", members),)).moved
    assert (lost.old, lost.new) == ("160002", "160003")


def test_slivers_go_to_the_land_beside_them() -> None:
    """Where only a sliver tells old from new, the older borders follow the newer lines."""
    first = layer(MIDDLE - 0.05)  # really moved since
    second = layer(MIDDLE + 20 * METRE)  # the same border as now, twenty metres off
    laid = overlay(layer(MIDDLE), (vintage("a", first), vintage("b", second)))
    assert laid.moved == ()
    assert len(laid.shapes) == 3
    assert (laid.then["b"] == laid.now).all()
    inner = laid.shapes[laid.then["a"] != laid.now]
    assert shapely.total_bounds(inner).tolist() == [MIDDLE - 0.05, SOUTH, MIDDLE, NORTH]


# --- fetching ---------------------------------------------------------------------------------


@contextmanager
def server(answer: Callable[[str], tuple[int, bytes]]) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, content = answer(self.path)
            self.send_response(status)
            if status == 302:
                self.send_header("Location", content.decode())
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    held = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=held.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{held.server_address[1]}"
    finally:
        held.shutdown()
        held.server_close()
        thread.join()


def test_the_service_is_asked_as_documented(
    folder: Path,
    tmp_path: Path,
    register: gpd.GeoDataFrame,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    without_certificates(monkeypatch)
    content = as_gml(register, tmp_path).read_bytes()
    asked: list[dict[str, list[str]]] = []

    def answer(path: str) -> tuple[int, bytes]:
        asked.append(parse_qs(urlsplit(path).query))
        return 200, content

    with server(answer) as address:
        monkeypatch.setenv("AO_PRG_URL", f"{address}/wfs")
        assert run("wfs", "--data", str(folder)) == 0
    assert "nic się nie zmieniło" in capsys.readouterr().out
    (query,) = asked
    assert (query["service"], query["version"], query["request"]) == (
        ["WFS"], ["2.0.0"], ["GetFeature"],
    )  # fmt: skip
    assert query["typeNames"] == ["ms:A03_Granice_gmin"]
    assert query["srsName"] == ["urn:ogc:def:crs:EPSG::2180"]
    assert "<fes:Literal>16*</fes:Literal>" in query["filter"][0]


def test_an_address_is_fetched_and_forgotten(
    tmp_path: Path, register: gpd.GeoDataFrame, dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_certificates(monkeypatch)
    content = zipped(register, tmp_path / "prg.zip").read_bytes()

    def answer(path: str) -> tuple[int, bytes]:
        return (302, b"/plik.zip") if path == "/tu" else (200, content)

    with server(answer) as address, downloaded(f"{address}/tu") as file:
        assert len(read(file, dataset).frame) == 72
        kept = file
    assert not kept.parent.exists()


PAGES: dict[str, tuple[int, bytes, str]] = {
    "page": (200, b"<html><body>Przerwa</body></html>", "zamiast danych przyszło „<html>"),
    "exception": (200, b"<?xml?><ows:ExceptionReport/>", "ExceptionReport"),
    "absent": (404, b"", "serwer odpowiedział kodem 404"),
    "loop": (302, b"/", "odsyła w kółko"),
    "large": (200, b"PK" * 600, "plik jest za duży"),
}


def test_a_redirection_into_the_network_of_the_office_is_not_followed() -> None:
    asked: list[str] = []

    def inner(path: str) -> tuple[int, bytes]:
        asked.append(path)
        return 200, b"PK"

    with server(inner) as secret:
        for target in (secret, "http://169.254.169.254/meta", "file:///etc/passwd", "ftp://a/b"):
            with (
                server(partial(lambda to, _path: (302, to.encode()), target)) as url,
                pytest.raises(DownloadError, match=r"nie wolno pytać|połączenie"),
                downloaded(url),
            ):
                pass
    assert not asked


@pytest.mark.parametrize(("status", "content", "said"), PAGES.values(), ids=PAGES)
def test_an_answer_that_is_no_file_is_told(
    status: int, content: bytes, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_certificates(monkeypatch)
    monkeypatch.setattr(download, "BYTES", 1000)
    with (
        server(lambda _path: (status, content)) as address,
        pytest.raises(DownloadError, match=said),
        downloaded(address),
    ):
        pass


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://x/y", "/vsicurl/http://x/y"])
def test_only_addresses_of_the_web_are_fetched(
    address: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = contents(folder)
    assert run(address, "--data", str(folder)) == 1
    said = capsys.readouterr().err
    assert "http:// albo https://" in said or "pliku nie da się odczytać" in said
    assert contents(folder) == before


def test_a_server_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    without_certificates(monkeypatch)
    with (
        pytest.raises(DownloadError, match="sprawdź adres i sieć"),
        downloaded("http://127.0.0.1:9/"),
    ):
        pass


def test_a_day_that_is_none_is_wrong_usage() -> None:
    with pytest.raises(SystemExit) as ended:
        run("x.zip", "--od", "jutro")
    assert ended.value.code == 2
