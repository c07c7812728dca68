"""Figures as many as those of the whole country: nothing may grow faster than they do.

What is said here is how times and memory grow, never how long anything takes: that is for the
machine, and for ``make bench``, to say.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from ao_dash.datafolder.load import load
from ao_dash.mapview.selection import parse
from ao_dash.mapview.view import build_view
from ao_dash.model.dataset import Dataset
from ao_dash.model.faults import DataFaults
from ao_dash.model.indicator import Kind
from ao_dash.screens.profile import standing
from tests.support.country import COUNTRY, write_folder
from tests.support.data import edit

PART = replace(COUNTRY, gminy=COUNTRY.gminy // 10)
GROWTH = 25
"""How many times more ten times as many gminy may cost."""

_PEAK = """
import resource, sys
from pathlib import Path
from ao_dash.datafolder.load import load, SHIPPED
load(SHIPPED)
peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
before = peak()
load(Path(sys.argv[1]))
print(peak() - before)
"""


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Folders of a tenth of the country and of all of it."""
    base = tmp_path_factory.mktemp("country")
    return write_folder(base / "part", PART), write_folder(base / "whole", COUNTRY)


@pytest.fixture(scope="module")
def loaded(dataset: Dataset, folders: tuple[Path, Path]) -> list[tuple[Dataset, float]]:
    """The data of both and the processor time of reading them, after others have been read."""
    assert dataset
    found = []
    for folder in folders:
        start = time.process_time()
        found.append((load(folder), time.process_time() - start))
    return found


@pytest.fixture(scope="module")
def datasets(loaded: list[tuple[Dataset, float]]) -> tuple[Dataset, Dataset]:
    (part, _), (whole, _) = loaded
    return part, whole


def took(action: Callable[[], object], times: int = 3) -> float:
    """Processor time of the quickest of a few runs, so that a busy machine counts for little."""
    runs = []
    for _ in range(times):
        start = time.process_time()
        action()
        runs.append(time.process_time() - start)
    return min(runs)


def test_all_figures_are_there(datasets: tuple[Dataset, Dataset]) -> None:
    for dataset, size in zip(datasets, (PART, COUNTRY), strict=True):
        assert len(dataset.mapped) == size.indicators
        for code in dataset.mapped:
            assert dataset.series[code].figures.values.shape == (size.years, size.gminy)
            assert dataset.known(code, 2024) == size.gminy


def test_a_figure_takes_sixteen_bytes_at_most(datasets: tuple[Dataset, Dataset]) -> None:
    for series in datasets[1].series.values():
        figures = series.figures
        held = figures.values.nbytes + figures.statuses.nbytes + figures.sources.nbytes
        assert held <= 16 * figures.values.size


def test_loading_takes_three_hundred_megabytes_at_most(folders: tuple[Path, Path]) -> None:
    command = [sys.executable, "-c", _PEAK, str(folders[1])]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert float(done.stdout) <= 300


def test_loading_grows_with_the_figures(loaded: list[tuple[Dataset, float]]) -> None:
    (_, part), (_, whole) = loaded
    assert whole <= GROWTH * part


@pytest.mark.parametrize("method", ["jenks", "kwantyle", "rowne", "ladne"])
@pytest.mark.parametrize("kind", [Kind.COUNT, Kind.RATE])
def test_a_view_grows_with_the_gminy(
    datasets: tuple[Dataset, Dataset], kind: Kind, method: str
) -> None:
    times = []
    for dataset in datasets:
        code = next(c for c in dataset.mapped if dataset.indicators[c].kind is kind)
        selection, _ = parse({"wskaznik": code, "metoda": method}, dataset)
        times.append(took(lambda d=dataset, s=selection: build_view(d, s)))  # type: ignore[misc]
        view = build_view(dataset, selection)
        ranks = [row.rank for row in view.rows]
        assert (ranks[0], len(ranks)) == (1, len(dataset.gminy))
        assert ranks == sorted(ranks, key=lambda rank: rank or 0)
    assert times[1] <= GROWTH * times[0]


def test_standings_grow_with_the_gminy(datasets: tuple[Dataset, Dataset]) -> None:
    part, whole = (
        took(lambda d=d: standing.standings.__wrapped__(d))  # type: ignore[misc,attr-defined]
        for d in datasets
    )
    assert whole <= GROWTH * part


def test_one_wrong_row_of_a_million_is_named(folders: tuple[Path, Path]) -> None:
    stats = folders[1] / "stats.csv"
    whole = stats.read_bytes()
    line = whole.splitlines()[700_000].decode()
    edit(stats, line, line.replace(",ok,", ",dobry,"))
    try:
        with pytest.raises(DataFaults) as caught:
            load(folders[1])
    finally:
        stats.write_bytes(whole)
    (fault,) = caught.value.faults
    assert (fault.file, fault.row, fault.column) == ("stats.csv", 700_001, "status")
