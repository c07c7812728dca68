"""Each format, read back by a program that is not ours, says what the picture says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from ao_dash.mapview.selection import Selection
from ao_dash.mapview.view import build_view, build_years
from ao_dash.model.dataset import Dataset
from ao_dash.model.series import Status
from ao_dash.model.vintage import Vintage
from ao_dash.output.files.csv import inert
from ao_dash.output.files.document import Document, Imprint
from ao_dash.output.files.screen_document import document_of_screen
from ao_dash.output.files.view_document import Layout
from ao_dash.screens.flows.screen import SCREEN as FLOWS
from tests.support.data import shipped_dataset
from tests.support.readers import (
    EXCEL_DIGITS,
    Rows,
    assert_same,
    document_of,
    in_polish,
    read_csvw,
    read_excel_csv,
    read_geojson,
    read_geopackage,
    read_parquet,
    read_workbook,
    records,
)
from tests.support.strategies import selected, selections

Reader = Callable[[Document, Path], Rows]
LAYOUTS = st.sampled_from([*[Layout.ROWS] * 6, *[Layout.WIDE] * 2, Layout.YEARS])


def coarse(vintage: Vintage) -> Vintage:
    shapes = shapely.coverage_simplify(vintage.frame.geometry.to_numpy(), 0.02)
    return replace(vintage, frame=vintage.frame.set_geometry(gpd.GeoSeries(shapes).values))


# Figures are the same in borders of few points, and many pictures take little time. The real
# borders have a test of their own.
@pytest.fixture(scope="module")
def coarse_dataset(dataset: Dataset) -> Dataset:
    return replace(dataset, vintages=tuple(map(coarse, dataset.vintages)))


READERS: list[tuple[Reader, float, Callable[[str], str]]] = [
    (read_excel_csv, EXCEL_DIGITS, in_polish),
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
    years = [view.year for view in build_years(shipped_dataset(), selection)] or [selection.year]
    wanted = {}
    for year in [selection.year] if layout is Layout.ROWS else years:
        for true in build_view(shipped_dataset(), replace(selection, year=year)).shown:
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


def assert_files_say_it(document: Document, selection: Selection, layout: Layout, to: Path) -> None:
    assert_says_what_the_views_say(document, selection, layout)
    for reader, digits, text in READERS:
        assert_same(document, reader(document, to), digits, text)


@given(selections(), LAYOUTS)
def test_files_say_what_the_picture_says(
    coarse_dataset: Dataset, folder: Path, selection: Selection, layout: Layout
) -> None:
    document = document_of(selection, layout, coarse_dataset)
    assert_files_say_it(document, selection, layout, folder)


@pytest.mark.parametrize(
    ("query", "layout"),
    [
        ({"wskaznik": "mig_do_opola"}, Layout.ROWS),  # confidential and not applicable
        ({"wskaznik": "park_krajobrazowy"}, Layout.ROWS),  # missing, yes and no
        ({"wskaznik": "zamki"}, Layout.WIDE),  # zeros
        ({"wskaznik": "saldo_migracji", "typ": "wiejska", "rok": "2016"}, Layout.WIDE),  # left out
        ({"wskaznik": "ludnosc", "teren": "staly", "zmiana": "procent"}, Layout.YEARS),
        ({"dziedzina": "technologie"}, Layout.WIDE),  # no indicator
        ({"dziedzina": "technologie", "projekty": "1"}, Layout.ROWS),  # no row
    ],
)
def test_files_of_rare_pictures_say_what_the_picture_says(
    coarse_dataset: Dataset, folder: Path, query: dict[str, str], layout: Layout
) -> None:
    selection = selected(**query)
    document = document_of(selection, layout, coarse_dataset)
    assert_files_say_it(document, selection, layout, folder)


@pytest.mark.parametrize("query", [{"otoczenie": "tak", "prog": "0"}, {"prog": "1000"}])
def test_flows_are_lines_in_files_as_on_the_map(
    coarse_dataset: Dataset, folder: Path, query: dict[str, str]
) -> None:
    choice, _ = FLOWS.chosen(query, coarse_dataset)
    document = document_of_screen(coarse_dataset, FLOWS, choice, Imprint(date(2026, 11, 23)))
    (picture,) = FLOWS.page(coarse_dataset, choice).maps
    assert document.drawing is not None
    drawn = {(start, end) for start, end, *_ in picture["flows"]}
    assert (
        set(zip(document.rows["skad_teryt6"], document.rows["dokad_teryt6"], strict=True)) == drawn
    )
    assert set(document.drawing.shapes.geom_type) == {"LineString"}
    for reader in (read_geojson, read_geopackage, read_parquet, read_csvw):
        assert_same(document, reader(document, folder))


@pytest.mark.parametrize("year", ["2016", "2017"])
@pytest.mark.parametrize("teren", [{}, {"teren": "staly"}], ids=["gminy", "staly"])
def test_maps_have_the_borders_of_their_year(
    folder: Path, year: str, teren: dict[str, str]
) -> None:
    document = document_of(selected(wskaznik="saldo_migracji", rok=year, **teren))
    assert document.drawing is not None
    points = shapely.get_num_coordinates(document.drawing.shapes.to_numpy()).sum()
    assert points > 5000, "these are not the coarse ones"
    for reader in (read_geojson, read_geopackage):  # both compare the shapes
        assert_same(document, reader(document, folder))
