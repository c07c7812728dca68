"""Workbooks of three kinds say the same: percents, dates, errors, hidden sheets; none is a burden."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Mapping

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ao_dash.ingest.spreadsheet.limits import UploadRefused
from ao_dash.ingest.spreadsheet.reading import Reading
from ao_dash.ingest.spreadsheet.workbook_guard import weigh_zip
from ao_dash.model.dataset import Dataset
from tests.support import office, tools
from tests.support.uploads import ods, ods_row, raw_workbook, saved, usable

OPOLE, WALCE, TURAWA = "166101", "160504", "160913"
PERCENT = '<table:table-cell office:value-type="percentage" office:value="{}"/>'
ERROR = (
    '<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value=""'
    ' calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>'
)
HEAD = ods_row("Gmina", "Udział 2023")


def values(preview: Reading, column: int = 0) -> Mapping[str, float | None]:
    figures = preview.candidates[column].figures[2023]
    return {teryt6: figure.value for teryt6, figure in figures.items()}


def refusal(dataset: Dataset, name: str, content: bytes) -> str:
    with pytest.raises(UploadRefused) as refused:
        usable(name, content, dataset)
    return str(refused.value)


def test_an_opendocument_sheet_joins(dataset: Dataset) -> None:
    hidden = 'table:style-name="h">' + HEAD + ods_row("Opole", 99) + ods_row("Walce", 98) * 3
    rows = ">" + HEAD + ods_row("Opole", PERCENT.format(0.125)) + ods_row(None, repeated=5)
    rows += ods_row("Walce", 7) + ods_row(None, repeated=1_000_000)
    preview = usable("dane.ods", ods(hidden, rows), dataset)
    assert values(preview) == {OPOLE: 12.5, WALCE: 7}
    assert [row.line for row in preview.rows] == [2, 8]


def test_repeated_cells_of_opendocument_are_all_read(dataset: Dataset) -> None:
    twice = PERCENT.format(0.5).replace("/>", ' table:number-columns-repeated="2"/>')
    rows = ">" + ods_row("Gmina", "a 2023", "b 2023") + ods_row("Opole", twice)
    preview = usable("dane.ods", ods(rows), dataset)
    assert [values(preview, n) for n in (0, 1)] == [{OPOLE: 50}, {OPOLE: 50}]


def test_what_stands_away_from_the_corner_keeps_its_columns(dataset: Dataset) -> None:
    rows = "".join(
        f'<row r="{n}"><c r="C{n}" t="inlineStr"><is><t>{key}</t></is></c>{cell}</row>'
        for n, key, cell in (
            (3, "Gmina", '<c r="E3"><v>2023</v></c>'),
            (4, "Opole", '<c r="E4" t="e"><v>#N/A</v></c>'),
            (5, "Walce", '<c r="E5"><v>5</v></c>'),
        )
    )
    preview = usable("dane.xlsx", raw_workbook(rows), dataset)
    assert values(preview) == {OPOLE: None, WALCE: 5}
    assert [row.line for row in preview.rows] == [4, 5]


BOMBS = {
    "cells": HEAD + ods_row('<table:table-cell table:number-columns-repeated="16384" '
                            'office:value-type="float" office:value="1"/>', repeated=1_048_576),
    "far apart": HEAD + ods_row(None, repeated=900_000) + ods_row(None, None, 5),
    "percents": HEAD + ods_row(PERCENT.format(1), PERCENT.format(2), repeated=300_000),
    "rows": HEAD + ods_row(1) * 60_001 + "<table:table-cell/>" * 60_001,
}  # fmt: skip


@pytest.mark.parametrize("rows", BOMBS.values(), ids=BOMBS)
def test_a_burden_is_refused_before_it_is_opened(dataset: Dataset, rows: str) -> None:
    assert "więcej treści" in refusal(dataset, "dane.ods", ods(f">{rows}"))


def test_two_far_cells_do_not_fill_what_is_between(dataset: Dataset) -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="ZZ1048576"><v>1</v></c></row>'
    assert "więcej treści" in refusal(dataset, "dane.xlsx", raw_workbook(rows))


def test_an_error_of_a_formula_is_told_in_opendocument_too(dataset: Dataset) -> None:
    rows = ">" + HEAD + ods_row("Opole", ERROR) + ods_row("Walce", 7)
    reading = usable("dane.ods", ods(rows), dataset)
    assert values(reading) == {OPOLE: None, WALCE: 7}
    assert any("#DIV/0!" in note for note in reading.notes)


@pytest.mark.parametrize(
    ("form", "percent"),
    [("0%", True), ("0.0%;-0.0%", True), ('0.0" %"', False), ("0\\%", False), ("General", False)],
)
def test_a_percent_sign_that_is_quoted_is_only_a_word(form: str, percent: bool) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet["B2"] = 0.5
    sheet["B2"].number_format = form
    (marks,) = weigh_zip("x.xlsx", saved(book)).values()
    assert marks.percents == ({(1, 1)} if percent else set())


def source() -> bytes:
    """A workbook with a percent, a date, an answer, a formula, merged cells and a hidden sheet."""
    book = openpyxl.Workbook()
    hidden = book.worksheets[0]
    hidden.append(["Opole", "Walce", "Turawa"])
    hidden.sheet_state = "hidden"
    sheet = book.create_sheet("Dane")
    for row in (
        ["Tabela gmin"],
        ["Gmina", "Udział 2023", "Liczba 2023", "Żłobek 2023", "Data"],
        ["Opole", 0.125, "=100+27", True, dt.date(2024, 1, 2)],
        ["Walce", 0.07, 5.5, False, dt.date(2024, 1, 3)],
        ["Turawa", 1, -3, True, None],
    ):
        sheet.append(row)
    sheet.merge_cells("A1:E1")
    for cell in ("B3", "B4", "B5"):
        sheet[cell].number_format = "0.0%"
    return saved(book)


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    """The workbook as LibreOffice writes it, by ending."""
    folder = tmp_path_factory.mktemp("office")
    (folder / "in.xlsx").write_bytes(source())
    return {
        form: office.convert(form, folder / "in.xlsx")[0].read_bytes()
        for form in ("xls", "ods", "xlsx")
    }


needs_office = pytest.mark.skipif(tools.office() is None, reason="LibreOffice is not installed")


@pytest.mark.office
@needs_office
def test_the_three_kinds_say_the_same(dataset: Dataset, converted: Mapping[str, bytes]) -> None:
    for form, content in converted.items():
        preview = usable(f"dane.{form}", content, dataset)
        assert values(preview, 0) == {OPOLE: 12.5, WALCE: 7, TURAWA: 100}, form
        assert values(preview, 1) == {OPOLE: 127, WALCE: 5.5, TURAWA: -3}, form
        assert values(preview, 2) == {OPOLE: 1, WALCE: 0, TURAWA: 1}, form
        assert [row.line for row in preview.rows] == [3, 4, 5], form


@pytest.mark.office
@needs_office
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 2**31), st.integers(0, 255)), min_size=1, max_size=12))
def test_no_damage_to_an_old_workbook_raises_anything_else(
    dataset: Dataset, converted: Mapping[str, bytes], damage: list[tuple[int, int]]
) -> None:
    content = bytearray(converted["xls"])
    for place, byte in damage:
        content[place % len(content)] = byte
    with contextlib.suppress(UploadRefused):
        assert usable("x.xls", bytes(content), dataset).rows


@pytest.mark.office
@needs_office
def test_a_chain_that_bites_its_tail_and_far_cells_are_refused(
    dataset: Dataset, converted: Mapping[str, bytes]
) -> None:
    content = bytearray(converted["xls"])
    first = 512 * (1 + int.from_bytes(content[76:80], "little"))  # the table of sectors
    endless = bytearray(content)
    for sector in range(128):
        if int.from_bytes(content[first + 4 * sector :][:4], "little") == 0xFFFFFFFE:
            endless[first + 4 * sector : first + 4 * sector + 4] = sector.to_bytes(4, "little")
    assert "jest uszkodzony" in refusal(dataset, "x.xls", bytes(endless))
    cell = b"\xfd\x00\x0a\x00"  # a text, then its row and column
    far = bytes(content).replace(cell + b"\x04\x00\x00\x00", cell + b"\xff\xff\xff\x00")
    assert far != bytes(content)
    assert "więcej treści" in refusal(dataset, "x.xls", far)
