"""What must hold for any file: our exports read back, strangers' bytes cost little and leak nothing."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ao_dash.ingest.spreadsheet.limits import UploadRefused
from ao_dash.mapview.rows import table
from ao_dash.mapview.view import View
from ao_dash.model.dataset import Dataset
from ao_dash.model.faults import Fault
from ao_dash.model.series import Status
from ao_dash.output.files.csv import Dialect, csv_bytes
from tests.support.data import ROOT, lines, shipped_dataset
from tests.support.uploads import raw_workbook, text, usable, workbook

CODES = [line["indicator"] for line in lines("indicators.csv") if line["origin"] != "awaited"]


@pytest.mark.parametrize("dialect", Dialect)
@pytest.mark.parametrize(
    "code", ["ludnosc", "lesistosc", "park_krajobrazowy", "saldo_migracji_1000"]
)
def test_our_exports_read_back(
    dataset: Dataset, view: Callable[..., View], code: str, dialect: Dialect
) -> None:
    shown = view(wskaznik=code)
    preview = usable("ao.csv", csv_bytes(table(shown), dialect), dataset)
    (candidate,) = preview.candidates
    cells = dataset.series[code][shown.year]
    found = {t: (f.value, f.status) for t, f in candidate.figures[shown.year].items()}
    assert found == {t: (cell.value, cell.status) for t, cell in cells.items()}
    assert candidate.guess.name == dataset.indicators[code].name
    assert candidate.guess.unit == dataset.indicators[code].unit


def long_table(code: str, key: str) -> pd.DataFrame:
    rows = [
        (
            teryt6 if key == "teryt6" else shipped_dataset().gminy[teryt6].name,
            year,
            c.value,
            c.status.value,
        )
        for year, cells in shipped_dataset().series[code].items()
        for teryt6, c in cells.items()
    ]
    frame = pd.DataFrame(rows, columns=[key, "rok", "wartosc", "status"])
    return frame.astype({"wartosc": "float64"})


def wide_table(code: str, key: str) -> pd.DataFrame:
    frame = long_table(code, key).assign(rok=lambda rows: "wskaźnik " + rows["rok"].astype(str))
    return frame.pivot_table("wartosc", key, "rok", dropna=False).reset_index()


def reparted(content: bytes, separator: str, encoding: str) -> bytes:
    """Return a CSV of ours with another separator and encoding, if the encoding can hold it."""
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator).writerows(rows)
    try:
        return out.getvalue().encode(encoding)
    except UnicodeEncodeError:
        return out.getvalue().encode()


@settings(max_examples=60)
@given(
    code=st.sampled_from(CODES),
    key=st.sampled_from(["teryt6", "gmina"]),
    make=st.sampled_from([long_table, wide_table]),
    separator=st.sampled_from([";", ",", "\t", "|"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "cp1250", "iso8859-2", "utf-16"]),
    plain=st.booleans(),
)
@example(
    code="dochody_wlasne_os",
    key="gmina",
    make=wide_table,
    separator=",",
    encoding="iso8859-2",
    plain=False,
)
def test_any_table_of_ours_reads_back(
    code: str,
    key: str,
    make: Callable[[str, str], pd.DataFrame],
    separator: str,
    encoding: str,
    plain: bool,
) -> None:
    dataset = shipped_dataset()
    frame = make(code, key)
    if plain:
        content = csv_bytes(frame, Dialect.PLAIN)
    else:
        content = reparted(csv_bytes(frame, Dialect.EXCEL), separator, encoding)
    (candidate,) = usable("ao.csv", content, dataset).candidates
    for year in dataset.years(code):
        for teryt6, cell in dataset.series[code][year].items():
            figure = candidate.figures[year][teryt6]
            value = round(figure.value, 6) if figure.value else figure.value
            assert value == (round(cell.value, 6) if cell.value else cell.value)
            if make is long_table:
                assert figure.status is cell.status
            assert (figure.status is Status.OK) == (cell.status is Status.OK)


NASTY = st.lists(
    st.sampled_from(
        [
            *(
                "Opole",
                "Walce",
                "166101",
                "1609122",
                "gmina",
                "rok",
                "wartość",
                "2023",
                "2022/2023",
            ),
            *(
                ";",
                ";",
                "\n",
                "\n",
                ",",
                "\t",
                "|",
                '"',
                "'",
                "=",
                "-",
                ".",
                "x",
                "b.d.",
                "5",
                "1,5",
            ),
            *(
                "1.234",
                "1 234",
                "9" * 400,
                "1e999",
                "\x00",
                "\u202e",
                "\r",
                "%",
                "[osoba]",
                "()",
                "٣",
            ),
            *("nan", "inf", "\ufeff", "²", "½", "Ⅷ", "031613705032", "1E+20", "(", "\\", "sep=;"),
        ]
    ),
    max_size=80,
).map("".join)


def faults_of(content: bytes) -> tuple[Fault, ...]:
    """Return why a file is refused, or nothing if it has something to offer."""
    try:
        preview = usable("x.csv", content, shipped_dataset())
    except UploadRefused as refused:
        return refused.faults
    assert preview.candidates
    return ()


@settings(max_examples=150)
@given(st.one_of(st.binary(max_size=400), NASTY.map(str.encode)))
@example(b"Opole;\xc2\xb2\n")
@example("Opole;٣\n".encode())
def test_no_bytes_raise_anything_else(content: bytes) -> None:
    assert all(fault.rule and fault.remedy for fault in faults_of(content))


WORKBOOK = workbook([["Gmina", 2022, 2023], ["Opole", 1, 2], ["Walce", 3, 4.5]])


@settings(max_examples=80)
@given(st.lists(st.tuples(st.integers(0, len(WORKBOOK) - 1), st.integers(0, 255)), max_size=8))
def test_no_damage_to_a_workbook_raises_anything_else(damage: list[tuple[int, int]]) -> None:
    content = bytearray(WORKBOOK)
    for place, byte in damage:
        content[place] = byte
    assert all(fault.rule and fault.remedy for fault in faults_of(bytes(content)))


@settings(max_examples=60)
@given(
    st.lists(
        st.sampled_from(
            [
                *('<row r="1">', "<row>", '<row r="-1">', '<row r="x">', "</row>", "<c>", "</c>"),
                *(
                    '<c r="A1">',
                    '<c r="ZZZZ9">',
                    '<c r="B2" t="s">',
                    '<c t="d" s="99">',
                    "<v>1</v>",
                ),
                *(
                    "<v>x</v>",
                    "<f>A1</f>",
                    "<is><t>Opole</t></is>",
                    '<c r="A1" t="e">',
                    "<f t='array'/>",
                ),
            ]
        ),
        max_size=12,
    ).map("".join)
)
def test_no_xml_of_a_sheet_raises_anything_else(dataset: Dataset, rows: str) -> None:
    with pytest.raises(UploadRefused):
        usable("x.xlsx", raw_workbook(rows), dataset)


def test_nothing_is_written_or_opened(dataset: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr("builtins.open", forbidden)
    monkeypatch.setattr("io.open", forbidden)
    for name in (
        "mkstemp",
        "mkdtemp",
        "TemporaryFile",
        "NamedTemporaryFile",
        "SpooledTemporaryFile",
    ):
        monkeypatch.setattr(tempfile, name, forbidden)
    assert usable("x.xlsx", WORKBOOK, dataset).candidates
    assert usable("x.csv", text("gmina;2023", "Opole;5"), dataset).candidates


def poland(columns: int) -> list[list[object]]:
    """Return a table of all gminy of the country, as large as may be accepted."""
    heads = [f"x{n // 45} {1980 + n % 45}" for n in range(columns)]
    codes = [*shipped_dataset().gminy, *(f"02{n:04d}" for n in range(2_458))]
    return [
        ["kod", *heads],
        *([c, *(n + k / 4 for k in range(columns))] for n, c in enumerate(codes)),
    ]


def worst() -> dict[str, bytes]:
    """Return the costliest files: some accepted, some refused late."""
    rows = [";".join(map(str, row)) for row in poland(98)]
    return {
        "accepted": text(*rows),
        "accepted workbook": workbook(poland(15)),
        "many cells": text(*("166101" + ";12345" * 29,) * 20_000)[:4_999_000],
        "many names": text(*(f"Wieś Żółta {n};{n}" for n in range(19_000)), "Opole;1;"),
        "one row": b";" * 4_999_000,
        "one cell": b'Opole;"' + b"a\n" * 2_400_000,
        "wide letters": ("Opole;\N{GRINNING FACE}\n" * 400_000).encode()[:4_999_998],
        "bomb": raw_workbook("a" * 59_000_000),
        "far rows": raw_workbook('<row r="1048576"><c r="A1048576"><v>1</v></c></row>'),
        "text": raw_workbook(f'<row r="1"><c r="A1"><v>{"1" * 20_000_000}</v></c></row>'),
        "attribute": raw_workbook(f'<row r="{"1" * 20_000_000}"/>'),
        "wide row": raw_workbook('<row r="1">' + "<c/>" * 300_000 + "</row>"),
    }


MEASURE = """
import pathlib, resource, sys
from ao_dash.datafolder.load import SHIPPED, load
from ao_dash.ingest.spreadsheet.reading import read_figures

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

dataset = load(SHIPPED)
first, *others = sorted(pathlib.Path(sys.argv[1]).iterdir())
read_figures(first.name, first.read_bytes(), dataset)
base = peak()
for file in others:
    content = file.read_bytes()
    reading = read_figures(file.name, content, dataset)
    outcome = "refused" if reading.faults else "accepted"
    print(f"{file.name}\\t{outcome}\\t{peak() - base:.1f}")
"""


def test_memory_stays_near_its_baseline(tmp_path: Path) -> None:
    (tmp_path / "0").write_bytes(WORKBOOK)
    files = worst()
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(tmp_path)],
        check=True,
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    rows = [line.split("\t") for line in done.stdout.splitlines()]
    assert {name for name, *_ in rows} == set(files)
    assert {name for name, outcome, _ in rows if outcome == "accepted"} == {
        "accepted",
        "accepted workbook",
        "many names",
    }
    assert max(float(megabytes) for *_, megabytes in rows) < 100, rows
