"""A new indicator is one row of the catalogue and its figures: nothing else has to change."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from ao_dash.datafolder.load import load
from ao_dash.datafolder.schema import TABLES
from ao_dash.ingest.bdl.variables import wanted
from ao_dash.ingest.editions.files import read_tables
from ao_dash.mapview import sentences
from ao_dash.mapview.selection import parse
from ao_dash.mapview.view import build_view
from ao_dash.model.dataset import Dataset
from ao_dash.web.server.routes import routes
from tests.support.bdl_server import indicator_line
from tests.support.data import ROOT

ROW = (
    "mosty,Mosty drogowe,Mosty,most,transport,count,neutral,0,1,0,,,published,4421,"
    "Spis zarządców dróg."
)
UNIT = "most,most,mosty,mostów,mostu"
CLIENT = TestClient(Starlette(routes=routes()))


@pytest.fixture
def with_bridges(folder: Path, dataset: Dataset, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the data with a row, its unit and its figures added."""
    figures = [
        f"{teryt6},mosty,{year},{n + year - 2015},ok,GO_LUDN_1355"
        for year in (2016, 2018)
        for n, teryt6 in enumerate(dataset.gminy)
    ]
    for file, lines in {
        "indicators.csv": [indicator_line(ROW).strip()],
        "units.csv": [UNIT],
        "stats.csv": figures,
    }.items():
        with (folder / file).open("a", encoding="utf-8") as out:
            out.writelines(f"{line}\n" for line in lines)
    monkeypatch.setenv("AO_DATA_DIR", str(folder))
    return folder


def read(path: str) -> Any:
    answer = CLIENT.get(path)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_it_is_on_the_map_with_its_noun_and_breaks(with_bridges: Path) -> None:
    data = load(with_bridges)
    assert "mosty" in data.of_domain("transport")
    selection, notes = parse({"wskaznik": "mosty", "rok": "2018"}, data)
    assert not notes
    view = build_view(data, selection)
    assert sentences.area_value_text(view.area, view) == "273\N{NO-BREAK SPACE}mosty"
    assert {b.teryt6 for b in data.breaks_of("mosty")} == {
        b.teryt6 for b in data.breaks_of("ludnosc") if b.kind == "borders"
    }


def test_it_is_in_exports_the_catalogue_and_the_parameters(with_bridges: Path) -> None:
    assert with_bridges.is_dir()
    rows = read("/api/v1/dane.json?wskaznik=mosty&rok=2018")["rows"]
    assert len(rows) == 21
    assert {(row["wskaznik"], row["jednostka"]) for row in rows} == {("mosty", "most")}
    (entry,) = [e for e in read("/api/v1/wskazniki.json")["wskazniki"] if e["kod"] == "mosty"]
    assert (entry["jednostka"], entry["zmienna_bdl"], entry["na_mapie"]) == ("most", "4421", True)
    assert '"mosty"' in CLIENT.get("/api/v1/openapi.json").text
    compared = read("/api/v1/porownanie.json?jednostki=166101,160501&wskaznik=mosty")
    assert {(row["wskaznik"], row["miano"]) for row in compared["rows"]} == {("mosty", "most")}
    assert compared["description"] == "mosty · 2016–2018"


def test_the_page_offers_it(with_bridges: Path) -> None:
    assert with_bridges.is_dir()
    page = AppTest.from_file(str(ROOT / "ao_dash/web/ui/main.py"), default_timeout=60)
    page.query_params["wskaznik"] = "mosty"
    page.run()
    assert not page.exception
    assert page.selectbox(key="rok-mosty").options == ["2018", "2016"]


def test_a_refresh_asks_for_it(with_bridges: Path) -> None:
    (entry,) = [e for e in wanted(read_tables(with_bridges)) if e.indicator == "mosty"]
    assert (entry.variable, entry.units, entry.divisor) == ("4421", ("most",), 1)
    assert entry.says == (("mosty",), ("drogow",))


def test_columns_after_the_note_may_be_left_empty() -> None:
    columns = list(TABLES["indicators"].columns.items())
    place = [name for name, _ in columns].index("note")
    assert len(ROW.split(",")) == place + 1
    assert all(re.fullmatch(column.pattern, "") is not None for _, column in columns[place + 1 :])
