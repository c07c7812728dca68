"""Our own files, opened and saved by a spreadsheet and brought back: zeros kept, nothing a date."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from python_calamine import load_workbook

from ao_dash.mapview.rows import table
from ao_dash.mapview.view import View
from ao_dash.model.dataset import Dataset
from ao_dash.model.series import Status
from ao_dash.output.files.csv import Dialect, csv_bytes
from tests.support import office, tools
from tests.support.uploads import usable, workbook

CODE = "saldo_migracji_1000"


@pytest.fixture
def exported(view: Callable[..., View]) -> bytes:
    return csv_bytes(table(view(wskaznik=CODE)), Dialect.EXCEL)


def read_back(dataset: Dataset, name: str, content: bytes) -> dict[tuple[int, str], object]:
    (candidate,) = usable(name, content, dataset).candidates
    return {
        (year, teryt6): figure.status if figure.value is None else figure.value
        for year, cells in candidate.figures.items()
        if year is not None
        for teryt6, figure in cells.items()
    }


def shipped(dataset: Dataset, year: int) -> dict[tuple[int, str], object]:
    cells = dataset.series[CODE][year].items()
    return {(year, t): c.value if c.status is Status.OK else c.status for t, c in cells}


def test_what_a_spreadsheet_makes_of_codes_and_figures_comes_back(
    dataset: Dataset, view: Callable[..., View], exported: bytes
) -> None:
    rows = list(csv.reader(io.StringIO(exported.decode("utf-8-sig"), newline=""), delimiter=";"))
    numbers: list[Sequence[object]] = [
        rows[0],
        *([_number(cell) for cell in row] for row in rows[1:]),
    ]
    expected = shipped(dataset, view(wskaznik=CODE).year)
    assert read_back(dataset, "ao.xlsx", workbook(numbers)) == expected


def _number(cell: str) -> object:
    try:
        return float(cell.replace(",", "."))
    except ValueError:
        return cell or None


@pytest.mark.office
@pytest.mark.skipif(tools.office() is None, reason="LibreOffice is not installed")
def test_libreoffice_makes_no_dates_and_loses_no_zeros(
    dataset: Dataset, view: Callable[..., View], exported: bytes, tmp_path: Path
) -> None:
    (tmp_path / "ao.csv").write_bytes(exported)
    polish = "CSV:59,34,76,1,,1045,false,true"  # as a Polish spreadsheet opens it
    for kind in ("xlsx", "ods"):
        (made,) = office.convert(kind, tmp_path / "ao.csv", reading=polish)
        content = made.read_bytes()
        cells = load_workbook(io.BytesIO(content)).get_sheet_by_index(0).to_python()
        assert {type(cell) for row in cells for cell in row} <= {str, float, int, bool}
        expected = shipped(dataset, view(wskaznik=CODE).year)
        assert read_back(dataset, f"ao.{kind}", content) == expected
