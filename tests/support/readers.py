"""Each format, read back by a program that is not ours."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import geopandas as gpd
import openpyxl
import pandas as pd
import pytest
import shapely

from ao_dash.mapview.selection import Selection
from ao_dash.mapview.view import build_view
from ao_dash.model.dataset import Dataset
from ao_dash.model.series import STATUS_WORDS, Status
from ao_dash.output.files.csv import IN_POLISH, inert
from ao_dash.output.files.document import Column, Datatype, Document, Imprint
from ao_dash.output.files.geopackage import layers
from ao_dash.output.files.registry import files, write
from ao_dash.output.files.view_document import Layout, document_of_view
from ao_dash.output.files.workbook import WORDS_SUFFIX
from tests.support.data import shipped_dataset

IMPRINT = Imprint(date(2026, 11, 23))


Rows = list[dict[str, Any]]


_TYPES: dict[Datatype, tuple[type, ...]] = {
    Datatype.TEXT: (str,),
    Datatype.WHOLE: (int,),
    Datatype.NUMBER: (float, int),
}


DUCK = duckdb.connect()


def document_of(
    selection: Selection, layout: Layout = Layout.ROWS, dataset: Dataset | None = None
) -> Document:
    data = dataset or shipped_dataset()
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


EXCEL_DIGITS = 1e-4
"""How far the CSV for Excel may be from a figure: it has six decimals."""


def in_polish(text: str) -> str:
    """What the CSV for Excel makes of a text: statuses are words, nothing acts as a formula."""
    return inert(IN_POLISH.get(text, text))


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
    for layer, crs in layers(document).items():
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
    assert document.drawing is not None
    names = [column.name for column in (*document.columns, *document.drawing.columns)]
    for feature in collection["features"]:
        assert feature["type"] == "Feature"
        assert list(feature["properties"]) == names
        assert feature["id"].startswith(str(feature["properties"][document.key[0]]))
        shape = shapely.geometry.shape(feature["geometry"])
        assert 16.5 < shape.bounds[0] < shape.bounds[2] < 19
        for polygon in (one for one in shapely.get_parts(shape) if one.geom_type == "Polygon"):
            assert polygon.exterior.is_ccw
            assert not any(hole.is_ccw for hole in polygon.interiors)
