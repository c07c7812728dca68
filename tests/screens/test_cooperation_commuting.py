"""Cooperation against commuting: every pair is one of the two files, read a second time."""

from __future__ import annotations

import csv
from dataclasses import replace
from itertools import combinations

import pytest
from scipy import stats

from ao_dash.model.dataset import Dataset
from ao_dash.screens.blocks import Scatter, Table, Text
from ao_dash.screens.cooperation import commuting
from ao_dash.screens.cooperation.screen import SCREEN, CooperationChoice
from tests.support.data import ROOT
from tests.support.pages import block, choosing, titled

OPOLE, DOBRZEN = "166101", "160903"
chosen = choosing(SCREEN, CooperationChoice)


def published() -> dict[tuple[str, str], int]:
    with (ROOT / "data/flows.csv").open(encoding="utf-8") as lines:
        rows = [row for row in csv.DictReader(lines) if row["flow"] == "dojazdy"]
    return {(r["from"], r["to"]): int(r["persons"]) for r in rows if r["year"] == "2016"}


def projects(dataset: Dataset) -> dict[tuple[str, str], int]:
    members = [project.members() for project in dataset.projects.values() if project.joint]
    return {
        (a, b): sum(a in some and b in some for some in members)
        for a, b in combinations(sorted(dataset.gminy), 2)
    }


def test_every_known_pair_is_a_dot_and_a_row(dataset: Dataset) -> None:
    page = SCREEN.page(dataset, chosen())
    table = titled(page, Table, "Pary gmin: dojazdy")
    cells, shared = published(), projects(dataset)
    expected = {}
    for a, b in shared:
        both = cells.get((a, b), 0) + cells.get((b, a), 0)
        if both:
            name = f"{dataset.gminy[a].name} i {dataset.gminy[b].name}"
            there, back = cells.get((a, b), "–"), cells.get((b, a), "–")
            expected[name] = (str(there), str(back), str(both), str(shared[a, b]))
    found = {
        row[0]: tuple(str(cell).replace("\N{NO-BREAK SPACE}", "") for cell in row[1:])
        for row in table.rows
    }
    assert found == expected
    dots = block(page, Scatter, "sheet").dots
    assert {dot.name for dot in dots} == set(expected)
    by_x = [int(expected[dot.name][2]) for dot in sorted(dots, key=lambda dot: dot.x)]
    assert by_x == sorted(by_x)
    assert all(0 <= dot.x <= 1 and 0 <= dot.y <= 1 for dot in dots)


def test_the_sentence_is_right_and_tells_of_the_unknown(dataset: Dataset) -> None:
    said = titled(SCREEN.page(dataset, chosen()), Text, commuting.TITLE).sentences
    cells, shared = published(), projects(dataset)
    both = {pair: cells.get(pair, 0) + cells.get(pair[::-1], 0) for pair in shared}
    known = [pair for pair in shared if both[pair]]
    unknown = [pair for pair in shared if not both[pair]]
    for pairs in (known, unknown):
        number = sum(shared[pair] > 0 for pair in pairs)
        assert f"{number} z {len(pairs)} par ({round(100 * number / len(pairs))}%)" in said[0]
    assert "poniżej 10 osób" in said[0]
    rho = stats.spearmanr([both[p] for p in known], [shared[p] for p in known]).statistic
    assert f"{rho:.2f}".replace(".", ",") in said[1]
    assert "nie dowodzi przyczyny" in said[2]


def test_the_pairs_of_a_chosen_gmina_stand_out(dataset: Dataset) -> None:
    page = SCREEN.page(dataset, chosen(gmina=OPOLE))
    dots = block(page, Scatter, "sheet").dots
    colours = {dot.colour for dot in dots if "Opole" in dot.name.split(" i ")}
    others = {dot.colour for dot in dots if "Opole" not in dot.name.split(" i ")}
    assert len(colours) == len(others) == 1
    assert colours != others
    assert "Opole" in str(titled(page, Table, "Pary gmin: dojazdy").rows[0][0])


@pytest.mark.parametrize("domain", ["technologie", "transport"])
def test_it_follows_the_filter(dataset: Dataset, domain: str) -> None:
    page = SCREEN.page(dataset, chosen(dziedzina=domain))
    rows = titled(page, Table, "Pary gmin: dojazdy").rows
    members = [p.members() for p in dataset.projects.values() if p.joint and domain in p.domains]
    expected = sum(
        {a, b} <= set(some) for some in members for a, b in combinations(sorted(dataset.gminy), 2)
    )
    assert sum(int(str(row[-1])) for row in rows) <= expected
    assert expected or all(row[-1] == "0" for row in rows)


def test_without_flows_nothing_is_said(dataset: Dataset) -> None:
    page = SCREEN.page(replace(dataset, flows={}), chosen())
    assert not any(isinstance(one, Scatter) for one in page.places["sheet"])
