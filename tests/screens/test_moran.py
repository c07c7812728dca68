from __future__ import annotations

import json
import math
import subprocess
import sys
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import shapely

from ao_dash.analysis.moran import CLUSTER_WORDS, Cluster
from ao_dash.mapview.message import RowMessage
from ao_dash.mapview.palette import luminance
from ao_dash.model.dataset import Dataset
from ao_dash.model.numbers import format_number
from ao_dash.model.series import Cell, Status
from ao_dash.screens.blocks import Cards, Scatter, Table, sent
from ao_dash.screens.moran.screen import COLOURS, COLUMNS, SCREEN, MoranChoice, neighbour_figures
from ao_dash.screens.shared.figures import offered
from tests.support.data import ROOT, shipped_dataset, with_cells
from tests.support.pages import block, choosing

OPOLE = "166101"


chosen = choosing(SCREEN, MoranChoice)


def touching(year: int) -> dict[str, list[str]]:
    """Who touches whom, found by another library than the one that makes the weights."""
    shapes = shipped_dataset().vintage(year).frame.geometry
    return {
        str(code): [str(o) for o, s in shapes.items() if o != code and shapely.touches(shape, s)]
        for code, shape in shapes.items()
    }


@pytest.mark.parametrize(
    "query", [{}, {"wskaznik": "dochody_wlasne_os", "rok": "2016", "gmina": OPOLE}]
)
def test_the_address_restores_the_choice(query: dict[str, str]) -> None:
    assert chosen(**chosen(**query).query()) == chosen(**query)


def test_answers_of_yes_and_no_give_way(dataset: Dataset) -> None:
    choice, notes = SCREEN.chosen({"wskaznik": "kleska_2024"}, dataset)
    assert "tylko odpowiedzi" in str(notes[0])
    assert choice == chosen()


def records(choice: MoranChoice) -> dict[str, dict[Any, Any]]:
    return {
        row["teryt6"]: row for row in SCREEN.table(shipped_dataset(), choice).to_dict("records")
    }


@pytest.mark.parametrize("year", [2016, 2024])
def test_rows_agree_with_the_definition(dataset: Dataset, year: int) -> None:
    choice = chosen(wskaznik="dochody_wlasne_os", rok=str(year))
    rows, near = records(choice), touching(year)
    values = {code: row["wartosc"] for code, row in rows.items()}
    mean, spread = np.mean(list(values.values())), np.std(list(values.values()))
    z = {code: (value - mean) / spread for code, value in values.items()}
    for code, others in near.items():
        assert rows[code]["sasiedzi"].split() == sorted(others)
        beside = np.mean([values[o] for o in others])
        assert math.isclose(rows[code]["srednia_sasiadow"], beside)
    crossed = sum(z[code] * np.mean([z[o] for o in others]) for code, others in near.items())
    cards = block(SCREEN.page(dataset, choice), Cards).cards
    assert cards[0][1] == format_number(float(crossed) / len(near), 2)
    assert cards[0][3].endswith(format_number(-1 / 20, 2))


def test_weights_follow_the_borders_of_the_year() -> None:
    early, late = shipped_dataset().vintages
    swapped = early.frame.copy()
    swapped.index = [{"160907": "161101", "161101": "160907"}.get(c, c) for c in swapped.index]
    dataset = replace(shipped_dataset(), vintages=(replace(early, frame=swapped), late))
    before, after = (
        neighbour_figures(dataset, "dochody_wlasne_os", year).near for year in (2016, 2017)
    )
    near = {code: tuple(sorted(found)) for code, found in touching(2017).items()}
    assert after == near
    assert before["160907"] != near["160907"]
    assert len(before["160907"]) == len(touching(2016)["161101"])


def test_the_line_of_the_scatter_rises_by_moran_s_i(dataset: Dataset) -> None:
    seen = neighbour_figures(dataset, "frekwencja_pe", 2024)
    assert seen.found
    x, y = np.array(list(seen.places.values())).T
    assert math.isclose(np.polyfit(x, y, 1)[0], seen.found.value, rel_tol=1e-9)
    scatter = block(SCREEN.page(dataset, chosen(wskaznik="frekwencja_pe", rok="2024")), Scatter)
    assert scatter.line
    assert scatter.cross
    (x1, y1), (x2, y2) = scatter.line
    assert all(-1e-3 <= place <= 1.001 for place in (x1, y1, x2, y2))
    share = (scatter.cross[0] - x1) / (x2 - x1)  # it passes through the means
    assert math.isclose(y1 + share * (y2 - y1), scatter.cross[1], abs_tol=1e-3)


def test_map_scatter_table_and_rows_say_the_same(dataset: Dataset) -> None:
    choice = chosen(wskaznik="mig_do_opola")
    shown = SCREEN.page(dataset, choice)
    (picture,) = shown.maps
    rows = records(choice)
    dots = {dot.code: dot.colour for dot in block(shown, Scatter).dots}
    twin = block(shown, Table, "sheet")
    cells = dict(zip(twin.keys, twin.rows, strict=True))
    order = list(COLOURS)
    for row in (RowMessage(*row) for row in picture["rows"]):
        code, index = row.code, row.class_index
        assert (row.status == 0) == (rows[code]["status"] == "ok")
        if index is None:
            assert rows[code]["skupienie"] == ""
            assert code not in dots
            continue
        assert rows[code]["skupienie"] == order[index]
        assert cells[code][5] == CLUSTER_WORDS[order[index]]
        assert dots[code] == picture["colours"][index]
    assert len(dots) < len(dataset.gminy)


def test_counts_are_warned_of(dataset: Dataset) -> None:
    told = sent(SCREEN.page(dataset, chosen(wskaznik="ludnosc")))["places"]["heading"][0]["notice"]
    assert "wartość bezwzględna" in told[0]
    assert not sent(SCREEN.page(dataset, chosen()))["places"]["heading"][0]["notice"]


def test_too_few_values_are_said_and_not_computed() -> None:
    nothing = Cell(None, Status.MISSING, ())
    kept = list(shipped_dataset().gminy)[:7]
    years = shipped_dataset().series["gestosc"]
    thin = {c: (cell if c in kept else nothing) for c, cell in years[2024].items()}
    dataset = with_cells(shipped_dataset(), "gestosc", {2024: thin})
    shown = SCREEN.page(dataset, MoranChoice("gestosc", 2024))
    text = json.dumps(sent(shown), ensure_ascii=False)
    assert "potrzeba co najmniej 8 gmin" in text
    assert '"kind": "scatter"' not in text
    assert SCREEN.table(dataset, MoranChoice("gestosc", 2024))["i_lokalne"].isna().all()


def test_the_same_figures_are_not_permuted_again(dataset: Dataset) -> None:
    first = neighbour_figures(dataset, "lesistosc", dataset.newest_full_year("lesistosc"))
    assert neighbour_figures(dataset, "lesistosc", first.figures.year).found is first.found


def test_any_indicator_can_be_shown(dataset: Dataset) -> None:
    for code in offered(dataset)[::6]:
        choice = chosen(wskaznik=code)
        json.dumps(sent(SCREEN.page(dataset, choice)), allow_nan=False)
        assert list(SCREEN.table(dataset, choice).columns) == list(COLUMNS), code


def test_high_and_low_differ_in_lightness_from_those_in_between() -> None:
    light = {cluster: luminance(colour) for cluster, colour in COLOURS.items()}
    assert max(light[Cluster.HH], light[Cluster.LL]) < 0.2
    assert min(light[Cluster.HL], light[Cluster.LH]) > 0.45
    assert light[Cluster.NONE] > 0.85


def test_heavy_libraries_wait_for_whoever_looks_at_what_they_compute() -> None:
    program = """
import sys
from streamlit.testing.v1 import AppTest
import ao_dash.web.application
AppTest.from_file("ao_dash/web/ui/main.py", default_timeout=60).run()
assert not {"esda", "libpysal", "pymcdm"} & set(sys.modules), "too early"
"""
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
