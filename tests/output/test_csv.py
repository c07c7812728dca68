from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ao_dash.mapview.rows import COLUMNS, file_name, table
from ao_dash.mapview.selection import Selection
from ao_dash.mapview.view import View, build_view
from ao_dash.model.dataset import Dataset
from ao_dash.model.series import Status
from ao_dash.output.files.csv import Dialect, csv_bytes, inert
from tests.support import office, tools
from tests.support.readers import EXCEL_DIGITS, in_polish
from tests.support.strategies import selections

Make = Callable[..., View]
PICTURES = [
    {},
    {"wskaznik": "saldo_migracji_1000", "rok": "2016"},
    {"wskaznik": "mig_do_opola"},
    {"wskaznik": "ludnosc", "rok": "2015", "typ": "miejsko-wiejska"},
    {"wskaznik": "gestosc"},
]


def read(view: View, dialect: Dialect) -> pd.DataFrame:
    excel = dialect is Dialect.EXCEL
    return pd.read_csv(
        io.BytesIO(csv_bytes(table(view), dialect)),
        sep=";" if excel else ",",
        decimal="," if excel else ".",
        encoding="utf-8-sig" if excel else "utf-8",
        dtype={"teryt6": str},
        keep_default_na=False,
        na_values={"wartosc": [""], "miejsce": [""]},
    )


@settings(max_examples=2 * settings().max_examples)
@given(selections(), st.sampled_from(Dialect))
def test_the_file_holds_the_shown_rows_and_nothing_else(
    dataset: Dataset, selection: Selection, dialect: Dialect
) -> None:
    view = build_view(dataset, selection)
    frame = read(view, dialect)
    assert list(frame.columns) == list(COLUMNS)
    assert list(frame["gmina"]) == [row.gmina.name for row in view.shown]
    for row, (_, got) in zip(view.shown, frame.iterrows(), strict=True):
        status = row.cell.status.value
        assert got["status"] == (in_polish(status) if dialect is Dialect.EXCEL else status)
        assert (row.value is None) == bool(pd.isna(got["wartosc"]))
        if row.value is not None:
            assert got["wartosc"] == pytest.approx(row.value, rel=EXCEL_DIGITS)


def test_polish_excel_gets_what_it_reads_by_a_double_click(view: Make) -> None:
    raw = csv_bytes(table(view()), Dialect.EXCEL)
    assert raw.startswith(b"\xef\xbb\xbf")
    first = raw.decode("utf-8-sig").split("\r\n")[1]
    assert first.startswith("166101;Opole;miejska;")
    assert ";7176,6" in first


def test_plain_csv_is_rfc_4180(view: Make) -> None:
    text = csv_bytes(table(view()), Dialect.PLAIN).decode("utf-8")
    assert text.endswith("\r\n")
    assert "\n" not in text.replace("\r\n", "")
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    assert {len(row) for row in rows} == {len(COLUMNS)}


def test_source_year_unit_and_breaks_are_in_the_file(view: Make) -> None:
    frame = read(view(), Dialect.PLAIN)
    assert set(frame["rok"]) == {2024}
    assert set(frame["jednostka"]) == {"zł/os."}
    assert frame["zrodlo"].str.contains("GUS BDL").all()
    assert "52,3 km2" in frame["uwagi"].iloc[0]


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        " =1",
        '=HYPERLINK("http://x")',
        "＝1",
        "|cmd",
        "%0A=1",
    ],
)
def test_texts_cannot_be_formulas(text: str) -> None:
    assert inert(text).startswith("'")


@given(st.text(alphabet="abcąę 0123456789.,()„”", max_size=30))
def test_usual_texts_stay_as_they_are(text: str) -> None:
    assert inert(text) == text


def test_negative_numbers_stay_numbers(view: Make) -> None:
    text = csv_bytes(table(view(wskaznik="saldo_migracji_1000", rok="2016")), Dialect.EXCEL).decode(
        "utf-8-sig"
    )
    assert ";-6,1;" in text
    assert "'-" not in text


def test_names_of_files_say_what_they_hold(view: Make) -> None:
    assert file_name(view(wskaznik="ludnosc_NSP2021")) == "ao_ludnosc_nsp2021_2021"


def test_missing_zero_and_confidential_are_told_apart(view: Make) -> None:
    frame = read(view(wskaznik="mig_do_opola"), Dialect.EXCEL).set_index("gmina")
    assert frame.loc["Walce", "status"] == in_polish(Status.CONFIDENTIAL)
    assert frame.loc["Opole", "status"] == in_polish(Status.NOT_APPLICABLE)
    zeros = read(view(wskaznik="zamki"), Dialect.EXCEL).set_index("gmina")
    assert (zeros["wartosc"] == 0).any()
    assert (zeros["status"] == in_polish(Status.OK)).all()


def as_opened_by_office(files: list[Path], dialect: Dialect) -> list[list[list[object]]]:
    """Open CSV files in LibreOffice as their readers do; return cells, numbers as numbers."""
    separator, language = ("59", "1045") if dialect is Dialect.EXCEL else ("44", "1033")
    reading = f"CSV:{separator},34,76,1,1/2,{language},false,true,false"
    return [_cells(file) for file in office.convert("fods", *files, reading=reading)]


def _cells(fods: Path) -> list[list[object]]:
    import xml.etree.ElementTree as ET

    kind = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
    sheet = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
    rows: list[list[object]] = []
    for row in ET.parse(fods).iter(f"{sheet}table-row"):
        cells: list[object] = []
        for cell in row.iter(f"{sheet}table-cell"):
            assert f"{sheet}formula" not in cell.attrib, "a cell became a formula"
            value = cell.get(f"{kind}value")
            text = "".join(cell.itertext()).strip()
            cells += [float(value) if value is not None else text] * int(
                cell.get(f"{sheet}number-columns-repeated", "1")
            )
        rows.append(cells)
    return [row for row in rows if any(cell != "" for cell in row)]


@pytest.mark.office
@pytest.mark.skipif(tools.office() is None, reason="LibreOffice is not installed")
def test_libreoffice_reads_the_same_numbers(view: Make, tmp_path: Path) -> None:
    pictures = [view(**query) for query in PICTURES]
    at = list(COLUMNS).index("wartosc")
    for dialect in Dialect:
        files = [tmp_path / f"{dialect.value}{n}.csv" for n in range(len(pictures))]
        for file, picture in zip(files, pictures, strict=True):
            file.write_bytes(csv_bytes(table(picture), dialect))
        for picture, rows in zip(pictures, as_opened_by_office(files, dialect), strict=True):
            assert rows[0][: len(COLUMNS)] == list(COLUMNS)
            assert [row[1] for row in rows[1:]] == [row.gmina.name for row in picture.shown]
            for cells, row in zip(rows[1:], picture.shown, strict=True):
                if row.value is None:
                    assert cells[at] == ""
                else:
                    assert cells[at] == pytest.approx(row.value, rel=EXCEL_DIGITS)


def test_the_table_has_types_a_machine_can_use(view: Make) -> None:
    frame = table(view(wskaznik="mig_do_opola"))
    assert frame["wartosc"].dtype == "float64"
    assert frame["miejsce"].dtype == "Int64"
    assert json.loads(frame.to_json(orient="records"))[0]["rok"] == 2023
