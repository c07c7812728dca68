"""Tables as offices publish them: the right figures in every form, or the right question."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from ao_dash.cli.inspect import as_json
from ao_dash.ingest.spreadsheet.reading import Reading, read_figures
from ao_dash.model.dataset import Dataset
from tests.support import office, tools
from tests.support.office_tables import FORMS, Form, as_csv, as_strict
from tests.support.uploads import workbook


def check(form: Form, reading: Reading) -> None:
    """Hold what was read against what the form says."""
    found = as_json(reading)
    assert len(found["matched"]) == form.matched
    assert tuple(found["choices"]) == form.asked
    assert bool(reading.faults) == (form.matched == 0)
    indicators = {indicator["name"]: indicator for indicator in found["indicators"]}
    read = {key: value_in(indicators, *key) for key in form.values}
    assert read == pytest.approx(dict(form.values))
    if form.names:
        first = [name for name, indicator in indicators.items() if indicator["first_choice"]]
        assert tuple(first) == form.names
    units = {name: indicators[name]["unit"] for name in form.units}
    assert units == form.units
    assert form.say in " ".join(found["notes"])
    if form.left_out is not None:
        assert len(found["left_out"]) == form.left_out
    assert all(row["line"] and row["why"] for row in found["left_out"])


def value_in(indicators: Mapping[str, Any], name: str, year: str, teryt6: str) -> float | str:
    """Return one figure; "" names the only indicator."""
    indicator = indicators[name] if name else next(iter(indicators.values()))
    value: float | str = indicator["values"][teryt6][year]
    return value


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_a_form_is_read_from_text_and_workbooks(dataset: Dataset, form: Form) -> None:
    for encoding in ("utf-8-sig", "cp1250", "iso8859-2", "utf-16"):
        rows = [[str(cell).replace("…", "...") for cell in row] for row in form.rows]
        if encoding != "utf-8-sig":
            rows = [[cell.replace("¹", "*") for cell in row] for row in rows]
        check(form, read_figures("x.csv", as_csv(rows, encoding), dataset, form.choices))
    check(form, read_figures("x.xlsx", workbook(form.rows), dataset, form.choices))
    check(form, read_figures("x.xlsx", as_strict(form.rows), dataset, form.choices))


@pytest.mark.office
@pytest.mark.skipif(tools.office() is None, reason="LibreOffice is not installed")
def test_every_form_is_read_from_what_libreoffice_saves(dataset: Dataset, tmp_path: Path) -> None:
    files = {tmp_path / f"{number}.xlsx": form for number, form in enumerate(FORMS.values())}
    for file, form in files.items():
        file.write_bytes(workbook(form.rows))
    for kind in ("xls", "ods"):
        for made, form in zip(office.convert(kind, *files), files.values(), strict=True):
            check(form, read_figures(f"x.{kind}", made.read_bytes(), dataset, form.choices))
