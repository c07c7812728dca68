from __future__ import annotations

import io
import json
import math
import re
import sqlite3
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Callable
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import Any

import geopandas as gpd
import openpyxl
import pandas as pd
import pytest
import shapely
from csvw import CSVW  # type: ignore[import-untyped]

from ao_dash.mapview import rows as map_rows
from ao_dash.mapview import sentences
from ao_dash.mapview.view import View
from ao_dash.model.dataset import Dataset
from ao_dash.model.series import STATUS_WORDS, Status
from ao_dash.output.files.csv import inert
from ao_dash.output.files.document import DRAWN_COLUMNS, Datatype, Document, Imprint
from ao_dash.output.files.geopackage import layers
from ao_dash.output.files.registry import FORMATS, NoShapes, file_name, files, offered, write
from ao_dash.output.files.screen_document import document_of_screen
from ao_dash.output.files.view_document import WIDE_COLUMNS, Layout, document_of_view
from ao_dash.screens import registry
from ao_dash.screens.registry import TITLES
from tests.support.readers import (
    EXCEL_DIGITS,
    assert_same,
    in_polish,
    read_csvw,
    read_excel_csv,
    read_workbook,
    records,
)

Make = Callable[..., View]
ISSUED = date(2026, 11, 23)
IMPRINT = Imprint(ISSUED, "https://mapa.example.pl")
FLAT = ("csv-excel", "csv", "csvw", "xlsx", "parquet", "json")
SIGNED = {"wskaznik": "saldo_migracji_1000", "rok": "2016"}
STATES = {"wskaznik": "mig_do_opola"}


@pytest.fixture(scope="module")
def document(dataset: Dataset, view: Make) -> Callable[..., Document]:
    def make(layout: Layout = Layout.ROWS, **query: str) -> Document:
        return document_of_view(dataset, view(**query), IMPRINT, layout)

    return make


def of_screen(dataset: Dataset, code: str, **query: str) -> Document:
    screen = registry.find(code)
    choice, notes = screen.chosen(query, dataset)
    assert not notes
    return document_of_screen(dataset, screen, choice, IMPRINT)


def book_of(document: Document) -> Any:
    return openpyxl.load_workbook(io.BytesIO(write(document, "xlsx")))


def cover_of(document: Document) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for label, fact in book_of(document)["Opis"].iter_rows(min_row=3, max_col=2, values_only=True):
        found.setdefault(str(label), []).append(fact)
    return found


# Documents


def test_a_document_is_named_dated_and_addressed(document: Callable[..., Document]) -> None:
    found = document(**SIGNED, typ="wiejska", tryb="prezentacja")
    assert found.name == "ao_saldo_migracji_1000_2016"
    assert found.title.endswith("2016")
    assert found.issued == ISSUED
    assert found.address.startswith("https://mapa.example.pl/?dziedzina=planowanie&wskaznik=saldo")
    assert "tryb" not in found.address
    assert dict(found.facts)["Filtry"] == "typ w 2016 r.: wiejska"
    assert found.licences == ("CC BY 4.0",)


def test_without_a_base_the_address_is_relative(dataset: Dataset, view: Make) -> None:
    found = document_of_view(dataset, view(), Imprint(ISSUED))
    assert found.address.startswith("/?dziedzina=")


def test_columns_have_units_and_decimals(document: Callable[..., Document]) -> None:
    by_name = {column.name: column for column in document(**SIGNED).columns}
    assert list(by_name) == list(map_rows.COLUMNS)
    assert by_name["wartosc"].unit == "na 1000 mieszk."
    assert set(by_name["wartosc"].decimals) == {1}
    assert [name for name, column in by_name.items() if column.states] == ["status"]


def test_all_years_come_with_the_borders_of_their_year(
    document: Callable[..., Document], dataset: Dataset
) -> None:
    found = document(Layout.YEARS, wskaznik="saldo_migracji", rok="2016")
    assert found.drawing is not None
    years = dataset.years("saldo_migracji")
    assert tuple(found.rows["rok"].unique()) == years
    assert len(found.rows) == 21 * len(years)
    for year in (2016, 2017):
        (row,) = found.rows.index[(found.rows["rok"] == year) & (found.rows["gmina"] == "Opole")]
        shape = dataset.vintage(year).frame.geometry["166101"]
        assert found.drawing.shapes[row].equals(shape)


def test_the_wide_layout_has_a_value_and_a_status_of_each_year(
    document: Callable[..., Document],
) -> None:
    found = document(Layout.WIDE, wskaznik="ludnosc", rok="2015", typ="miejsko-wiejska")
    rows = {row["gmina"]: row for row in records(found.rows)}
    late = rows["Strzeleczki"]  # urban-rural since 2024 only
    assert late["status_2023"] == ""
    assert math.isnan(late["wartosc_2023"])
    assert late["status_2024"] == "ok"
    assert late["wartosc_2024"] > 0
    assert "Opole" not in rows
    assert found.notes[0].startswith("Filtr typu wybiera gminy w każdym roku")
    assert {row["rok_mapy"] for row in rows.values()} == {2015}
    generic = dict.fromkeys(re.sub(r"\d{4}$", "RRRR", column.name) for column in found.columns)
    assert list(generic) == list(WIDE_COLUMNS)


def test_the_name_of_a_change_over_all_years_has_its_base_only(
    document: Callable[..., Document],
) -> None:
    found = document(Layout.WIDE, wskaznik="ludnosc", rok="2019", zmiana="procent", od="2016")
    assert set(found.rows["nazwa"]) == {"Ludność (stan 31 grudnia): zmiana w procentach od 2016 r."}
    assert set(found.rows["rok_bazowy"]) == {2016}
    assert "wartosc_2016" not in found.rows
    assert "wartosc_2017" in found.rows


# Formats


@pytest.mark.parametrize("code", FORMATS)
@pytest.mark.parametrize("layout", Layout)
def test_the_same_document_gives_the_same_bytes(
    document: Callable[..., Document], code: str, layout: Layout
) -> None:
    found = document(layout, **STATES)
    assert write(found, code) == write(found, code)
    name = file_name(found, code)
    assert name.isascii()
    assert name.endswith(f".{FORMATS[code].extension}")


@pytest.mark.parametrize("code", TITLES)
def test_every_screen_can_be_written(dataset: Dataset, code: str, tmp_path: Path) -> None:
    found = of_screen(dataset, code)
    assert [column.name for column in found.columns] == list(registry.find(code).columns)
    shaped = tuple(FORMATS) if registry.find(code).lines else FLAT
    assert tuple(f.code for f in offered(found)) == shaped
    assert found.sources
    assert found.address.startswith(f"https://mapa.example.pl/{code}?")
    assert_same(found, read_excel_csv(found, tmp_path), EXCEL_DIGITS, in_polish)
    for_people = write(found, "csv-excel").decode("utf-8-sig")
    assert not re.search(
        r"[1-9],\d{7}|;-?\d+\.\d+;|;(missing|not_applicable|confidential);", for_people
    )
    assert_same(found, read_csvw(found, tmp_path), text=inert)
    assert_same(found, read_workbook(found, tmp_path), 1e-15)
    read = pd.read_parquet(io.BytesIO(write(found, "parquet")))
    assert_same(found, records(read))


def test_a_map_of_rows_without_shapes_is_refused_in_words(dataset: Dataset) -> None:
    with pytest.raises(NoShapes, match="Wybierz CSV, XLSX albo Parquet"):
        write(of_screen(dataset, "profil"), "gpkg")
    with pytest.raises(KeyError):
        write(of_screen(dataset, "profil"), "dbf")


def test_plain_csv_is_saved_with_its_metadata(document: Callable[..., Document]) -> None:
    assert list(files(document(), "csv", "x.csv")) == ["x.csv", "x.csv-metadata.json"]
    assert list(files(document(), "xlsx")) == ["ao_dochody_wlasne_os_2024.xlsx"]
    with zipfile.ZipFile(io.BytesIO(write(document(), "csvw"))) as archive:
        assert archive.namelist() == [
            "ao_dochody_wlasne_os_2024.csv",
            "ao_dochody_wlasne_os_2024.csv-metadata.json",
        ]
        assert archive.read(archive.namelist()[0]) == write(document(), "csv")


# CSVW


def test_metadata_say_what_the_file_holds(document: Callable[..., Document]) -> None:
    found = document(**SIGNED)
    told = json.loads(files(found, "csv", "x.csv")["x.csv-metadata.json"])
    assert told["dc:title"] == found.title
    assert told["dc:issued"]["@value"] == "2026-11-23"
    assert told["dc:source"] == list(found.sources)
    assert told["dc:license"] == [{"@id": "https://creativecommons.org/licenses/by/4.0/"}]
    columns = {column["name"]: column for column in told["tableSchema"]["columns"]}
    assert {name: c["dc:description"] for name, c in columns.items()} == dict(map_rows.COLUMNS)
    assert columns["wartosc"]["datatype"] == "double"
    assert columns["wartosc"]["schema:unitText"] == "na 1000 mieszk."
    assert columns["rok"]["datatype"] == "integer"
    assert told["tableSchema"]["primaryKey"] == ["teryt6"]


@pytest.mark.parametrize(
    ("old", "new"),
    [(b",missing,", b",zero,"), (b",1999,", b",rok,"), (b"160104,", b"160501,")],
    ids=["a status that is none", "a year that is no number", "a gmina twice"],
)
def test_metadata_catch_a_file_that_is_not_theirs(
    document: Callable[..., Document], tmp_path: Path, old: bytes, new: bytes
) -> None:
    found = files(document(wskaznik="park_krajobrazowy"), "csv", "x.csv")
    assert old in found["x.csv"]
    found["x.csv"] = found["x.csv"].replace(old, new)
    for name, content in found.items():
        (tmp_path / name).write_bytes(content)
    with pytest.raises((UserWarning, ValueError)):
        assert CSVW(str(tmp_path / "x.csv-metadata.json"), validate=True).is_valid


# XLSX


def test_the_cover_says_what_the_file_holds(document: Callable[..., Document], view: Make) -> None:
    query = {**SIGNED, "typ": "wiejska"}
    found, shown = document(**query), view(**query)
    cover = cover_of(found)
    assert book_of(found)["Opis"]["A1"].value == sentences.dated_title(shown)
    assert cover["Filtry"] == ["typ w 2016 r.: wiejska"]
    assert cover["W słowach"] == [sentences.sentence(shown)]
    assert cover["Źródło"] == list(sentences.sources(shown))
    assert cover["Licencja danych"] == ["CC BY 4.0"]
    assert cover["Data wydania"] == [datetime(2026, 11, 23)]  # noqa: DTZ001  a day has no zone
    assert cover["Adres widoku"] == [found.address]


def test_the_workbook_has_one_table_a_sheet_and_a_heading_that_stays(
    document: Callable[..., Document],
) -> None:
    book = book_of(document(Layout.WIDE, **STATES))
    assert book.sheetnames == ["Opis", "Dane", "Uwagi", "Legenda", "Kolumny"]
    for name in book.sheetnames[1:]:
        sheet = book[name]
        (table,) = sheet.tables.values()
        assert table.ref == sheet.dimensions
        assert sheet.freeze_panes == "A2"
        assert table.column_names == [cell.value for cell in sheet[1]]
        assert all(9 <= dimension.width <= 62 for dimension in sheet.column_dimensions.values())


def test_the_workbook_names_no_person_and_no_machine(document: Callable[..., Document]) -> None:
    found = document()
    properties = book_of(found).properties
    assert properties.title == found.title
    assert not properties.creator
    assert not properties.lastModifiedBy
    assert properties.created == properties.modified == datetime(2026, 11, 23)  # noqa: DTZ001


def test_numbers_are_shown_with_the_decimals_of_their_indicator(
    document: Callable[..., Document], dataset: Dataset
) -> None:
    sheet = book_of(document(**SIGNED))["Dane"]
    place = list(map_rows.COLUMNS).index("wartosc")
    assert {row[place].number_format for row in sheet.iter_rows(min_row=2)} == {"#,##0.0"}
    assert min(row[place].value for row in sheet.iter_rows(min_row=2)) < 0
    sheet = book_of(of_screen(dataset, "profil"))["Dane"]
    names = [cell.value for cell in sheet[1]]
    code, value = names.index("wskaznik"), names.index("wartosc")
    for row in sheet.iter_rows(min_row=2):
        digits = dataset.indicators[str(row[code].value)].decimals
        wanted = {0: "#,##0", 1: "#,##0.0", 2: "#,##0.00"}[digits]
        assert row[value].number_format in (wanted, "General" if row[value].value is None else "")


def test_zero_missing_not_applicable_and_confidential_are_told_apart(
    document: Callable[..., Document],
) -> None:
    seen = set()
    for code in ("mig_do_opola", "park_krajobrazowy"):
        sheet = book_of(document(wskaznik=code))["Dane"]
        names = [cell.value for cell in sheet[1]]
        for cells in sheet.iter_rows(min_row=2, values_only=True):
            row = dict(zip(names, cells, strict=True))
            assert row["status_slownie"] == STATUS_WORDS[Status(row["status"])]
            assert (row["wartosc"] is None) == (row["status"] != "ok")
            seen.add((row["status"], row["wartosc"] == 0))
    absent = {(s.value, False) for s in Status if s is not Status.OK}
    assert seen == {("ok", False), ("ok", True), *absent}


def test_the_legend_explains_and_counts_every_mark(document: Callable[..., Document]) -> None:
    rows = list(book_of(document(**STATES))["Legenda"].iter_rows(min_row=2, values_only=True))
    assert {row[0]: row[1] for row in rows} == {s.value: w for s, w in STATUS_WORDS.items()}
    assert {row[0]: row[3] for row in rows} == {
        "ok": 18,
        "missing": 0,
        "not_applicable": 1,
        "confidential": 2,
    }


def test_the_state_of_a_project_is_no_mark(dataset: Dataset) -> None:
    found = of_screen(dataset, "wspolpraca")
    assert not found.states
    assert "Legenda" not in book_of(found).sheetnames


# GeoPackage


def styles_of(document: Document, folder: Path) -> dict[str, ET.Element]:
    file = folder / "x.gpkg"
    file.write_bytes(write(document, "gpkg"))
    with closing(sqlite3.connect(file)) as database:
        told = database.execute(
            "SELECT s.f_table_name, s.styleQML, s.useAsDefault, g.column_name "
            "FROM layer_styles s JOIN gpkg_geometry_columns g "
            "ON g.table_name = s.f_table_name AND g.column_name = s.f_geometry_column "
            "WHERE s.f_table_catalog = '' AND s.f_table_schema = ''"
        ).fetchall()
        kinds = dict(database.execute("SELECT table_name, data_type FROM gpkg_contents"))
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert all(default for _, _, default, _ in told)
    assert kinds == {**dict.fromkeys(layers(document), "features"), "layer_styles": "attributes"}
    return {layer: ET.fromstring(qml.split("\n", 1)[1]) for layer, qml, _, _ in told}


def fills(style: ET.Element) -> dict[str, list[tuple[str, str]]]:
    """Colours and patterns by what they stand for."""
    symbols = {
        symbol.get("name"): symbol for symbol in style.findall("./renderer-v2/symbols/symbol")
    }
    return {
        str(category.get("value")): [
            (option["color"], option["style"])
            for layer in symbols[category.get("symbol")].findall("layer[@class='SimpleFill']")
            for option in [{o.get("name"): str(o.get("value")) for o in layer.iter("Option")}]
        ]
        for category in style.iter("category")
    }


def test_qgis_opens_both_layers_in_the_colours_of_the_picture(
    document: Callable[..., Document], view: Make, tmp_path: Path
) -> None:
    shown = view()
    styles = styles_of(document(), tmp_path)
    assert set(styles) == {"gminy_2180", "gminy_4326"}
    for style in styles.values():
        found = fills(style)
        for number, colour in enumerate(shown.colours, 1):
            rgba = ",".join(str(int(colour[n : n + 2], 16)) for n in (1, 3, 5)) + ",255"
            assert found[str(number)] == [(rgba, "solid")]
        patterns = {found[s.value][1][1] for s in Status if s is not Status.OK}
        assert len(patterns) == 3, "each kind of nothing has a hatch of its own"
        assert "solid" not in patterns


def test_qgis_draws_flows_as_wide_as_their_persons(dataset: Dataset, tmp_path: Path) -> None:
    found = of_screen(dataset, "przeplywy", prog="0")
    styles = styles_of(found, tmp_path)
    assert set(styles) == {"przeplywy_2180", "przeplywy_4326"}
    for style in styles.values():
        (symbol,) = style.findall("./renderer-v2/symbols/symbol")
        assert symbol.get("type") == "line"
        (expression,) = (
            option.get("value")
            for layer in symbol.findall("layer[@class='SimpleLine']")
            for option in layer.iter("Option")
            if option.get("name") == "expression"
        )
        assert expression == 'max(0.2, 3.2 * "osoby" / 1214.0)'
        assert style.findtext("./renderer-v2/orderby/orderByClause") == '"osoby"'


def test_the_style_sorts_every_row_as_the_picture_does(
    document: Callable[..., Document], view: Make, tmp_path: Path
) -> None:
    query = {"wskaznik": "park_krajobrazowy"}
    found, shown = document(**query), view(**query)
    style = styles_of(found, tmp_path)["gminy_2180"]
    attribute = style.find("renderer-v2")
    assert attribute is not None
    assert attribute.get("attr") == 'coalesce(to_string("klasa"), "status")'
    frame = gpd.read_file(tmp_path / "x.gpkg", layer="gminy_2180").set_index("teryt6")
    known = set(fills(style))
    for row in shown.shown:
        klasa, status = frame.loc[row.gmina.teryt6, ["klasa", "status"]]
        assert (str(int(klasa)) if pd.notna(klasa) else status) in known
        if row.class_index is not None:
            assert klasa == row.class_index + 1
            assert frame.loc[row.gmina.teryt6, "kolor"] == shown.colours[row.class_index]


def test_counts_are_circles_in_qgis(document: Callable[..., Document], tmp_path: Path) -> None:
    style = styles_of(document(wskaznik="saldo_migracji", rok="2016"), tmp_path)["gminy_4326"]
    told = {o.get("value") for o in style.iter("Option") if o.get("name") == "expression"}
    assert any('sqrt(abs("wartosc") / ' in str(expression) for expression in told)
    assert '"kolor"' in told
    assert list(fills(style)) == ["ok", "missing", "not_applicable", "confidential"]


@pytest.mark.parametrize(
    ("layout", "attribute"),
    [
        (Layout.YEARS, 'CASE WHEN "rok" = 2016 THEN coalesce(to_string("klasa"), "status") END'),
        (Layout.WIDE, 'coalesce(to_string("klasa"), "status_2016")'),
    ],
)
def test_of_all_years_qgis_shows_the_one_of_the_picture(
    document: Callable[..., Document], tmp_path: Path, layout: Layout, attribute: str
) -> None:
    style = styles_of(document(layout, **SIGNED), tmp_path)["gminy_2180"]
    renderer = style.find("renderer-v2")
    assert renderer is not None
    assert renderer.get("attr") == attribute


# GeoJSON and GeoParquet


def test_coordinates_have_seven_decimals_at_most(document: Callable[..., Document]) -> None:
    collection = json.loads(write(document(teren="staly"), "geojson"))
    shapes = [shapely.geometry.shape(f["geometry"]) for f in collection["features"]]
    for value in shapely.get_coordinates(shapes).ravel():
        assert len(repr(float(value)).partition(".")[2]) <= 7
    assert collection["bbox"] == pytest.approx(shapely.total_bounds(shapes))
    assert collection["ao"]["sources"] == list(document(teren="staly").sources)


def test_geoparquet_has_the_borders_and_says_what_it_holds(
    document: Callable[..., Document], view: Make, tmp_path: Path
) -> None:
    found = document(**STATES)
    content = write(found, "parquet")
    (tmp_path / "x.parquet").write_bytes(content)
    frame = gpd.read_parquet(tmp_path / "x.parquet")
    assert frame.crs == "EPSG:4326"
    assert list(frame.columns) == [
        *map_rows.COLUMNS,
        *(column.name for column in DRAWN_COLUMNS),
        "geometry",
    ]
    by_code = frame.set_index("teryt6")
    for code, shape in view(**STATES).vintage.frame.geometry.items():
        assert by_code.geometry[str(code)].equals(shape)

    import pyarrow.parquet as pq  # type: ignore[import-untyped]

    schema = pq.read_schema(io.BytesIO(content))
    assert json.loads(schema.metadata[b"ao"])["title"] == found.title
    assert json.loads(schema.metadata[b"geo"])["version"].startswith("1.")
    for column in found.columns:
        told = schema.field(column.name).metadata
        assert told[b"description"].decode() == column.meaning
    assert {str(schema.field(c.name).type) for c in found.columns} == {"string", "int64", "double"}
    assert {c.datatype for c in found.columns} == set(Datatype)
