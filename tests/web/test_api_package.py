"""Everything at one address: the same for every visitor, made once."""

from __future__ import annotations

import gzip
import io
from typing import Any

import openpyxl
import pandas as pd
import pytest

from ao_dash.ingest.spreadsheet.user_indicators import accept
from ao_dash.model.dataset import Dataset
from ao_dash.web.api import API
from ao_dash.web.api.package import WORKBOOK, gmina_path
from ao_dash.web.state.visitors import COOKIE, visitors
from tests.support.api import CLIENT
from tests.support.uploads import NURSERIES, usable

WHOLE = f"{API}/wszystko.csv.gz"


def test_figures_that_a_visitor_brought_are_in_no_shared_file(dataset: Dataset) -> None:
    preview = usable("żłobki.csv", NURSERIES, dataset)
    brought = accept(preview, {c.code: c.guess for c in preview.candidates}, dataset)
    before = CLIENT.get(WHOLE)
    visitors.put("testowy", brought)
    try:
        cookies = {"cookie": f"{COOKIE}=testowy"}
        answer = CLIENT.get(WHOLE, headers=cookies)
        seen = CLIENT.get(f"{API}/wskazniki.json", headers=cookies).json()["wskazniki"]
    finally:
        visitors.put("testowy", ())
    own = {one.indicator.code for one in brought}
    assert own <= {one["kod"] for one in seen}
    assert answer.content == before.content
    assert answer.headers["cache-control"] == "no-cache"
    rows = pd.read_csv(io.BytesIO(gzip.decompress(answer.content)), dtype=str)
    assert not own & set(rows["wskaznik"])


@pytest.mark.parametrize("path", [WHOLE, WORKBOOK])
def test_a_file_that_did_not_change_is_not_sent_again(path: str) -> None:
    first = CLIENT.get(path)
    assert 'filename="ao_wszystko.' in first.headers["content-disposition"]
    again = CLIENT.get(path, headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_gmina_has_its_workbook(dataset: Dataset) -> None:
    answer = CLIENT.get(gmina_path("160505"))
    content = io.BytesIO(answer.content)
    book = openpyxl.load_workbook(content)
    assert book.sheetnames == [
        "Opis", "Najnowsze", "Wszystkie lata", "Uwagi", "Legenda", "Kolumny",
    ]  # fmt: skip
    frame = pd.read_excel(content, sheet_name="Wszystkie lata", engine="openpyxl")
    found: dict[Any, Any] = {(r["wskaznik"], r["rok"]): r for r in frame.to_dict("records")}
    told: set[str] = {code for code, year in found}
    assert told >= set(dataset.mapped)
    for code in told:
        assert {year for other, year in found if other == code} >= set(dataset.years(code))
    year = dataset.newest_full_year("ludnosc")
    row, values = found["ludnosc", year], dataset.series["ludnosc"][year].numbers()
    assert row["wartosc"] == values["160505"]
    assert row["miejsce"] == 1 + sum(value > values["160505"] for value in values.values())
    assert row["wartosc_ao"] == sum(values.values())
    assert row["miano"] == "osoba"
    assert row["zrodlo"]
    newest = list(book["Najnowsze"].iter_rows(min_row=2, values_only=True))
    assert len(newest) == len({row[4] for row in newest}) == len(told)
    opole = openpyxl.load_workbook(io.BytesIO(CLIENT.get(gmina_path("166101")).content))
    notes = opole["Wszystkie lata"].iter_rows(values_only=True)
    assert any("miastem na prawach powiatu" in str(row[-1]) for row in notes)


def test_a_gmina_of_elsewhere_has_none() -> None:
    assert CLIENT.get(gmina_path("146501")).status_code == 404


def test_a_parameter_is_refused() -> None:
    assert CLIENT.get(f"{WHOLE}?rok=2020").status_code == 400
