"""Everything in one download: each figure as it is in the dataset, in every format."""

from __future__ import annotations

import gzip
import io
import json
from datetime import date
from typing import Any

import openpyxl
import pandas as pd
import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pytest

from ao_dash.mapview.formula_text import source_names
from ao_dash.model.dataset import Dataset
from ao_dash.model.faults import DataFaults
from ao_dash.model.series import Status
from ao_dash.output import package
from ao_dash.output.files import workbook
from ao_dash.output.files.csv import inert
from ao_dash.output.files.document import Document, Imprint

IMPRINT = Imprint(date(2026, 11, 27))


@pytest.fixture(scope="module")
def documents(dataset: Dataset) -> dict[str, Document]:
    return {code: package.document(dataset, code, IMPRINT) for code in package.TABLES}


@pytest.fixture(scope="module")
def book(dataset: Dataset) -> Any:
    content = package.workbook(dataset, IMPRINT)
    return openpyxl.load_workbook(io.BytesIO(content), read_only=True)


def test_every_figure_of_every_gmina_is_there_once(
    dataset: Dataset, documents: dict[str, Document]
) -> None:
    rows = documents["wszystko"].rows
    found = {(r.teryt6, r.wskaznik, r.rok): r for r in rows.itertuples()}
    assert len(found) == len(rows)
    expected = 0
    for code, series in dataset.series.items():
        for year, cells in series.items():
            for teryt6, cell in cells.items():
                row = found[teryt6, code, year]
                assert row.status == cell.status.value
                assert str(row.wartosc) == str("nan" if cell.value is None else cell.value)
                assert row.zrodlo == source_names(dataset.sources_of([cell]))
                assert row.jednostka == dataset.indicators[code].unit
                assert bool(row.wzor) is (dataset.indicators[code].formula is not None)
                expected += 1
    assert expected == len(rows)


def test_a_break_stands_at_its_year_and_a_remark_at_its_gmina(
    documents: dict[str, Document],
) -> None:
    rows: dict[Any, Any] = {
        (r["teryt6"], r["wskaznik"], r["rok"]): r
        for r in documents["wszystko"].rows.to_dict("records")
    }
    assert "Opole powiększone" in rows["166101", "ludnosc", 2017]["przerwa"]
    assert rows["166101", "ludnosc", 2018]["przerwa"] == ""
    assert "spisu" in rows["166101", "ludnosc", 2020]["przerwa"]
    remark = "miastem na prawach powiatu"
    assert remark in rows["166101", "dochody_wlasne_os", 2020]["uwagi"]
    assert remark not in rows["160501", "dochody_wlasne_os", 2020]["uwagi"]


def test_regions_have_what_was_published_and_flows_every_cell(
    dataset: Dataset, documents: dict[str, Document]
) -> None:
    regional, flows = documents["wszystko-regiony"].rows, documents["wszystko-przeplywy"].rows
    known = sum(len(y.numbers()) for s in dataset.regional.values() for y in s.values())
    assert len(regional) == known
    assert set(regional["status"]) == {Status.OK.value}
    assert flows["osoby"].sum() == sum(
        sum(t.persons.values()) + sum(t.within.values()) for t in dataset.flows.values()
    )
    assert set(documents["wszystko-wskazniki"].rows["wskaznik"]) == set(dataset.indicators)


@pytest.mark.parametrize("code", package.TABLES)
def test_formats_hold_the_same(code: str, documents: dict[str, Document]) -> None:
    document = documents[code]
    assert not document.rows.duplicated(list(document.key)).any()
    csv = package.WRITERS["csv.gz"](document)
    assert csv == package.WRITERS["csv.gz"](document)
    texts = pd.read_csv(
        io.BytesIO(gzip.decompress(csv)), dtype=str, keep_default_na=False, na_filter=False
    )
    table = pq.read_table(io.BytesIO(package.WRITERS["parquet"](document)))
    assert list(texts) == table.column_names == list(document.rows)
    for column in document.columns:
        cells = document.rows[column.name]
        typed = table.column(column.name).to_pylist()
        if column.name in ("wartosc", "osoby", "rok"):
            read = [float(text) if text else None for text in texts[column.name]]
            assert read == typed == [None if pd.isna(cell) else cell for cell in cells]
        else:
            assert typed == list(cells)
            assert list(texts[column.name]) == [inert(cell) for cell in cells]


def test_units_are_in_the_metadata_of_parquet(
    dataset: Dataset, documents: dict[str, Document]
) -> None:
    schema = pq.read_schema(io.BytesIO(package.WRITERS["parquet"](documents["wszystko"])))
    units = json.loads(schema.metadata[b"ao"])["facts"]["Jednostki wskaźników"]
    for code, indicator in dataset.indicators.items():
        if len(dataset.series[code]):
            assert f"{code}: {indicator.unit}" in units.split("; ")
    flows = package.WRITERS["parquet"](documents["wszystko-przeplywy"])
    assert pq.read_schema(io.BytesIO(flows)).field("osoby").metadata[b"unit"] == b"osoba"


def test_the_workbook_has_a_sheet_for_each_kind(book: Any, documents: dict[str, Document]) -> None:
    sheets = {table.sheet: documents[code] for code, table in package.TABLES.items()}
    assert book.sheetnames == ["Opis", *sheets, "Uwagi", "Legenda", "Kolumny"]
    for name, document in sheets.items():
        cells = [cell for row in book[name].iter_rows(max_col=2) for cell in row]
        assert len(cells) == 2 * (len(document.rows) + 1)
        assert all(cell.data_type == "s" for cell in cells)


def test_a_table_too_long_for_a_sheet_is_refused(
    dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 10)
    with pytest.raises(DataFaults, match="najwyżej 10 wierszy"):
        package.workbook(dataset, IMPRINT)
