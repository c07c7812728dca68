"""Each format, read back by a program that is not ours, says what the picture says."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import geopandas as gpd
import openpyxl
import pandas as pd
import pytest
import shapely
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ao_dash.mapview.selection import Selection, parse
from ao_dash.mapview.view import build_view, build_years
from ao_dash.model.dataset import Dataset
from ao_dash.model.series import STATUS_WORDS, Status
from ao_dash.model.vintage import Vintage
from ao_dash.output.files.csv import inert
from ao_dash.output.files.document import Column, Datatype, Document, Imprint
from ao_dash.output.files.geopackage import LAYERS
from ao_dash.output.files.registry import files, write
from ao_dash.output.files.view_document import Layout, document_of_view
from ao_dash.output.files.workbook import WORDS_SUFFIX
from tests.mapview.test_selection import DATA, selections

IMPRINT = Imprint(date(2026, 11, 23))
Rows = list[dict[str, Any]]
Reader = Callable[[Document, Path], Rows]
_TYPES: dict[Datatype, tuple[type, ...]] = {
    Datatype.TEXT: (str,),
    Datatype.WHOLE: (int,),
    Datatype.NUMBER: (float, int),
}
LAYOUTS = st.sampled_from([*[Layout.ROWS] * 6, *[Layout.WIDE] * 2, Layout.YEARS])
DUCK = duckdb.connect()


def chosen(**query: str) -> Selection:
    selection, notes = parse(query, DATA)
    assert not notes
    return selection


def coarse(vintage: Vintage) -> Vintage:
    shapes = shapely.coverage_simplify(vintage.frame.geometry.to_numpy(), 0.02)
    return replace(vintage, frame=vintage.frame.set_geometry(gpd.GeoSeries(shapes).values))


# Figures are the same in borders of few points, and many pictures take little time. The real
# borders have a test of their own.
COARSE = replace(DATA, vintages=tuple(map(coarse, DATA.vintages)))


def document_of(
    selection: Selection, layout: Layout = Layout.ROWS, data: Dataset = DATA
) -> Document:
    return document_of_view(data, build_view(data, selection), IMPRINT, layout)


def records(frame: Any) -> Rows:
    found: Rows = frame.to_dict("records")
    return found


def plain(column: Column, cell: Any) -> Any:
    """A cell of any reader as Python knows it: one kind of nothing, and a type to be checked."""
    if cell is None or cell == "" or pd.isna(cell):
        return None
    cell = cell.item() if hasattr(cell, "item") else cell
    if column.datatype is Datatype.WHOLE and isinstance(cell, float) and cell.is_integer():
        return int(cell)  # a column of whole numbers with gaps, as pandas and Excel read it
    assert isinstance(cell, _TYPES[column.datatype]), f"{column.name}: {cell!r}"
    return cell


def assert_same(
    document: Document,
    got: Iterable[Mapping[str, Any]],
    digits: float = 0.0,
    text: Callable[[str], str] = str,
) -> None:
    """Compare what was read with the rows; ``text`` is what the format makes of a text."""
    wanted = records(document.rows)
    found = list(got)
    assert len(found) == len(wanted)
    for said, row in zip(found, wanted, strict=True):
        for column in document.columns:
            cell, true = plain(column, said[column.name]), plain(column, row[column.name])
            true = text(true) if isinstance(true, str) else true
            if cell != true:
                assert column.datatype is Datatype.NUMBER
                assert cell == pytest.approx(true, rel=digits), column.name


def read_excel_csv(document: Document, folder: Path) -> Rows:
    content = io.BytesIO(write(document, "csv-excel"))
    return _pandas(document, content, sep=";", decimal=",", encoding="utf-8-sig")


def _pandas(document: Document, content: io.BytesIO, **form: Any) -> Rows:
    texts = {c.name: "str" for c in document.columns if c.datatype is Datatype.TEXT}
    numbers = {c.name: [""] for c in document.columns if c.name not in texts}
    frame = pd.read_csv(content, dtype=texts, keep_default_na=False, na_values=numbers, **form)
    assert list(frame.columns) == [column.name for column in document.columns]
    return records(frame)


def read_csvw(document: Document, folder: Path) -> Rows:
    """Read the plain CSV by its metadata: names, types and gaps are what they say."""
    from csvw import CSVW  # type: ignore[import-untyped]

    for name, content in files(document, "csv", "dane.csv").items():
        (folder / name).write_bytes(content)
    found = CSVW(str(folder / "dane.csv-metadata.json"), validate=True)
    assert found.is_valid, [str(w.message) for w in found.warnings]
    return [dict(row) for row in found.tables[0]]


def read_workbook(document: Document, folder: Path) -> Rows:
    with closing(openpyxl.load_workbook(io.BytesIO(write(document, "xlsx")))) as book:
        sheet = book["Dane"]
        (table,) = sheet.tables.values()
        rows = list(sheet[table.ref])
        names = [cell.value for cell in rows[0]]
        assert {cell.data_type for row in rows for cell in row} <= {"s", "n"}
        found = [dict(zip(names, (c.value for c in row), strict=True)) for row in rows[1:]]
    if document.rows.empty:  # Excel knows no table without a row
        assert all(cell is None for cell in found.pop().values())
    for row in found:
        for column in document.states:
            code = row[column.name]
            words = STATUS_WORDS[Status(code)] if code else None
            assert row[f"{column.name}_{WORDS_SUFFIX}"] == words
    return found


def read_parquet(document: Document, folder: Path) -> Rows:
    file = folder / "dane.parquet"
    file.write_bytes(write(document, "parquet"))
    types = {Datatype.TEXT: "VARCHAR", Datatype.WHOLE: "BIGINT", Datatype.NUMBER: "DOUBLE"}
    relation = DUCK.sql(f"SELECT * EXCLUDE geometry FROM '{file}'")
    told = dict(zip(relation.columns, map(str, relation.types), strict=True))
    assert {c.name: types[c.datatype] for c in document.columns}.items() <= told.items()
    return [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]


def read_geojson(document: Document, folder: Path) -> Rows:
    content = write(document, "geojson")
    assert_rfc_7946(document, json.loads(content))
    if document.rows.empty:
        return []
    return _shaped(document, gpd.read_file(io.BytesIO(content), engine="pyogrio"))


def read_geopackage(document: Document, folder: Path) -> Rows:
    file = folder / "dane.gpkg"
    file.write_bytes(write(document, "gpkg"))
    frames = {}
    for layer, crs in LAYERS.items():
        frames[layer] = gpd.read_file(file, layer=layer, engine="pyogrio", use_arrow=True)
        assert frames[layer].crs == crs
    first, second = frames.values()
    assert first.drop(columns="geometry").equals(second.drop(columns="geometry"))
    if len(first):
        turned = first.geometry.to_crs("EPSG:4326")
        assert turned.geom_equals_exact(second.geometry, 1e-9, align=False).all()
    return _shaped(document, second)


def _shaped(document: Document, frame: gpd.GeoDataFrame) -> Rows:
    assert document.drawing is not None
    wanted, got = _parts(document.drawing.shapes), _parts(frame.geometry)
    assert shapely.equals_exact(got, wanted, 1e-9).all()
    return records(frame.drop(columns="geometry"))


def _parts(shapes: gpd.GeoSeries) -> Any:
    """The polygons of all the shapes; a shape of one may be read as one of many, and turned."""
    return shapely.normalize(shapely.get_parts(shapely.normalize(shapes.to_numpy())))


def assert_rfc_7946(document: Document, collection: dict[str, Any]) -> None:
    assert collection["type"] == "FeatureCollection"
    assert "crs" not in collection
    identities = [feature["id"] for feature in collection["features"]]
    assert len(set(identities)) == len(identities)
    names = [*(column.name for column in document.columns), "klasa", "kolor"]
    for feature in collection["features"]:
        assert feature["type"] == "Feature"
        assert list(feature["properties"]) == names
        assert feature["id"].startswith(feature["properties"]["teryt6"])
        shape = shapely.geometry.shape(feature["geometry"])
        assert 16.5 < shape.bounds[0] < shape.bounds[2] < 19
        for polygon in shapely.get_parts(shape):
            assert polygon.exterior.is_ccw
            assert not any(hole.is_ccw for hole in polygon.interiors)


READERS: list[tuple[Reader, float, Callable[[str], str]]] = [
    (read_excel_csv, 0.0, inert),
    (read_csvw, 0.0, inert),
    (read_workbook, 1e-15, str),  # a workbook holds 16 digits
    (read_parquet, 0.0, str),
    (read_geojson, 0.0, str),
    (read_geopackage, 0.0, str),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("formats")


def assert_says_what_the_views_say(
    document: Document, selection: Selection, layout: Layout
) -> None:
    """Numbers and statuses are those of the picture of each year, and of no other gmina."""
    years = [view.year for view in build_years(DATA, selection)] or [selection.year]
    wanted = {}
    for year in [selection.year] if layout is Layout.ROWS else years:
        for true in build_view(DATA, replace(selection, year=year)).shown:
            wanted[true.gmina.teryt6, year] = (true.value, true.cell.status.value)
    found = {}
    for row in records(document.rows):
        if layout is not Layout.WIDE:
            found[row["teryt6"], row["rok"]] = (row["wartosc"], row["status"])
            continue
        for year in years:
            if row[f"status_{year}"]:
                found[row["teryt6"], year] = (row[f"wartosc_{year}"], row[f"status_{year}"])
    assert {k: (None if pd.isna(v) else v, s) for k, (v, s) in found.items()} == wanted
    assert all((v is None) == (s != Status.OK) for v, s in wanted.values())


@settings(max_examples=200)
@given(selections(), LAYOUTS)
@example(chosen(wskaznik="mig_do_opola"), Layout.ROWS)  # confidential and not applicable
@example(chosen(wskaznik="park_krajobrazowy"), Layout.ROWS)  # missing, yes and no
@example(chosen(wskaznik="zamki"), Layout.WIDE)  # zeros
@example(chosen(wskaznik="saldo_migracji", typ="wiejska", rok="2016"), Layout.WIDE)  # left out
@example(chosen(wskaznik="ludnosc", teren="staly", zmiana="procent"), Layout.YEARS)
@example(chosen(dziedzina="technologie"), Layout.WIDE)  # no indicator
@example(chosen(dziedzina="technologie", projekty="1"), Layout.ROWS)  # no row
def test_files_say_what_the_picture_says(
    folder: Path, selection: Selection, layout: Layout
) -> None:
    document = document_of(selection, layout, COARSE)
    assert_says_what_the_views_say(document, selection, layout)
    for reader, digits, text in READERS:
        assert_same(document, reader(document, folder), digits, text)


@pytest.mark.parametrize("year", ["2016", "2017"])
@pytest.mark.parametrize("teren", [{}, {"teren": "staly"}], ids=["gminy", "staly"])
def test_maps_have_the_borders_of_their_year(
    folder: Path, year: str, teren: dict[str, str]
) -> None:
    document = document_of(chosen(wskaznik="saldo_migracji", rok=year, **teren))
    assert document.drawing is not None
    points = shapely.get_num_coordinates(document.drawing.shapes.to_numpy()).sum()
    assert points > 5000, "these are not the coarse ones"
    for reader in (read_geojson, read_geopackage):  # both compare the shapes
        assert_same(document, reader(document, folder))
