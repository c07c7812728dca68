"""Hostile texts, opened by LibreOffice: none becomes a formula, and numbers stay numbers."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path

import pandas as pd
import pytest

from ao_dash.output.files.document import Column, Datatype, Document
from ao_dash.output.files.registry import write
from tests.support import office, tools
from tests.support.readers import document_of
from tests.support.strategies import selected

STARTS = ("=", "+", "-", "@", "\t=", "\r=", "\n=", " =", "  -", "\ufeff=", "\u200b+", *"＝＋－＠")
BODIES = ("1+1", "SUM(A1:A9)", 'HYPERLINK("http://x.example";"x")', "cmd|' /C calc'!A0")
HOSTILE: list[str] = [f"{start}{body}" for start, body in product(STARTS, BODIES)]
NUMBERS = [-1.0, -0.5, -1e-7, -1234567.25, -0.1, -6.1, -42.0, -1e9]
CONTROL = "=1+1"  # raw, in a file of its own: that the files are opened as they would be by hand
PLAIN = "CSV:44,34,76,1,,1033,false,true,false"
POLISH = "CSV:59,34,76,1,,1045,false,true,false"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"


def text_at(column: int, row: int) -> str:
    return HOSTILE[(column + row) % len(HOSTILE)]


def hostile() -> Document:
    """A document whose every text is hostile: headings, cells, title, facts, notes, sources."""
    cells = {
        heading: pd.Series([text_at(n, row) for row in range(len(NUMBERS))], dtype="str")
        for n, heading in enumerate(HOSTILE)
    }
    texts = [Column(heading, heading, Datatype.TEXT) for heading in HOSTILE]
    return replace(
        document_of(selected()),
        name="=1+1",
        title=HOSTILE[0],
        facts=tuple((text, text) for text in HOSTILE),
        notes=tuple(HOSTILE),
        sources=tuple(HOSTILE),
        licences=tuple(HOSTILE),
        address=HOSTILE[1],
        columns=(*texts, Column("wartosc", "-1", Datatype.NUMBER, decimals=(1,) * len(NUMBERS))),
        rows=pd.DataFrame({**cells, "wartosc": NUMBERS}),
    )


def opened(folder: Path, *files: str, reading: str = "") -> dict[str, ET.Element]:
    made = office.convert("fods", *(folder / file for file in files), reading=reading)
    return {name: ET.parse(file).getroot() for name, file in zip(files, made, strict=True)}


def rows(sheet: ET.Element) -> Iterator[list[ET.Element]]:
    for row in sheet.iter(f"{TABLE}table-row"):
        cells = [
            cell
            for cell in row.iter(f"{TABLE}table-cell")
            for _ in range(min(int(cell.get(f"{TABLE}number-columns-repeated", "1")), 200))
        ]
        if any(cell.get(f"{OFFICE}value-type") for cell in cells):
            yield cells


def formulas(root: ET.Element) -> int:
    return sum(f"{TABLE}formula" in cell.attrib for cell in root.iter(f"{TABLE}table-cell"))


def bare(text: str) -> str:
    return "".join(text.split())


def assert_harmless(root: ET.Element, prefix: str) -> None:
    """Every text is the text it was, behind ``prefix``; every number is a negative number."""
    assert formulas(root) == 0
    sheets = {sheet.get(f"{TABLE}name"): sheet for sheet in root.iter(f"{TABLE}table")}
    heading, *body = rows(sheets.get("Dane") or next(iter(sheets.values())))
    assert {cell.get(f"{OFFICE}value-type") for cell in heading[: len(HOSTILE)]} == {"string"}
    assert len(body) == len(NUMBERS)
    for number, cells in enumerate(body):
        texts = cells[: len(HOSTILE)]
        assert {cell.get(f"{OFFICE}value-type") for cell in texts} == {"string"}
        for n, cell in enumerate(texts):
            assert bare("".join(cell.itertext())) == bare(prefix + text_at(n, number))
        value = cells[len(HOSTILE)]
        assert value.get(f"{OFFICE}value-type") == "float"
        assert float(value.get(f"{OFFICE}value", "nan")) == NUMBERS[number]


@pytest.mark.office
@pytest.mark.skipif(tools.office() is None, reason="LibreOffice is not installed")
def test_no_hostile_text_becomes_a_formula(tmp_path: Path) -> None:
    assert len(HOSTILE) == 60
    document = hostile()
    written = {
        "plain.csv": write(document, "csv"),
        "book.xlsx": write(document, "xlsx"),
        "excel.csv": write(document, "csv-excel"),
        "control.csv": f"a,b\r\n{CONTROL},1\r\n".encode(),
        "control-excel.csv": f"a;b\r\n{CONTROL};1\r\n".encode(),
    }
    for name, content in written.items():
        (tmp_path / name).write_bytes(content)
    # a filter holds for every file of a run, so each form takes one of its own
    found = opened(tmp_path, "book.xlsx")
    found |= opened(tmp_path, "plain.csv", "control.csv", reading=PLAIN)
    found |= opened(tmp_path, "excel.csv", "control-excel.csv", reading=POLISH)
    assert formulas(found["control.csv"]) == formulas(found["control-excel.csv"]) == 1
    assert_harmless(found["book.xlsx"], "")
    assert_harmless(found["plain.csv"], "'")
    assert_harmless(found["excel.csv"], "'")
