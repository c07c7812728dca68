"""Figures as many as those of the whole country, made up: loading, pictures and a profile.

``python -m bench.country``. Milliseconds and megabytes of this machine, in processor time, so that
other programs count for little. Exit code 1 if a budget is missed.
"""

from __future__ import annotations

import gc
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from ao_dash.datafolder.load import SHIPPED, load
from ao_dash.mapview.selection import parse
from ao_dash.mapview.view import build_view
from ao_dash.model.dataset import Dataset
from ao_dash.model.indicator import Kind
from ao_dash.screens.profile.standing import newest, standings
from tests.support.country import COUNTRY

LOAD, MEMORY, VIEW, PROFILE = 3.0, 300.0, 0.010, 0.5
"""Budgets: seconds, megabytes, seconds, seconds."""

T = TypeVar("T")


def took(action: Callable[[], T], times: int = 1) -> tuple[float, T]:
    """Return the processor time of the quickest run, in seconds, and what came of it."""
    best, result = float("inf"), None
    for _ in range(times):
        gc.collect()
        start = time.process_time()
        result = action()
        best = min(best, time.process_time() - start)
    assert result is not None
    return best, result


def peak() -> float:
    """Return the most memory the process has ever held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def views(dataset: Dataset) -> dict[str, float]:
    """Return how long pictures take, in seconds; natural breaks are found once and then kept."""
    found = {}
    for kind, method in ((Kind.COUNT, "jenks"), (Kind.RATE, "kwantyle"), (Kind.RATE, "jenks")):
        code = next(c for c in dataset.mapped if dataset.indicators[c].kind is kind)
        selection, _ = parse({"wskaznik": code, "metoda": method}, dataset)
        if method == "jenks" and kind is Kind.RATE:
            found["view, jenks, first"] = took(lambda s=selection: build_view(dataset, s))[0]  # type: ignore[misc]
        name = f"view, {'circles' if kind is Kind.COUNT else method}"
        found[name] = took(lambda s=selection: build_view(dataset, s), 9)[0]  # type: ignore[misc]
    return found


def profile(dataset: Dataset) -> list[int | None]:
    """Return the ranks of a gmina in every indicator, standings computed anew."""
    standings(dataset)
    return [record.rank for record in newest(dataset, next(iter(dataset.gminy.values())), None)]


def main() -> int:
    """Print the figures; return 1 if a budget is missed."""
    load(SHIPPED)  # what is imported on the way is not counted
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "data"
        # another process writes, lest its memory hide what loading takes
        subprocess.run([sys.executable, "-m", "tests.support.country", str(folder)], check=True)
        before = peak()
        seconds, dataset = took(lambda: load(folder))
        memory = peak() - before
    found = views(dataset)
    found["profile"] = took(lambda: profile(dataset))[0]
    print(f"{COUNTRY.gminy} gminy, {COUNTRY.indicators} indicators, {COUNTRY.years} years")
    print(f"load                 {seconds:8.2f} s   at most {LOAD} s")
    print(f"memory while loading {memory:8.0f} MB  at most {MEMORY:.0f} MB")
    for name, value in found.items():
        limit = PROFILE if name == "profile" else VIEW
        print(f"{name:20} {1000 * value:8.1f} ms  at most {1000 * limit:.0f} ms")
    kept = {name: value for name, value in found.items() if not name.endswith("first")}
    slow = any(v > (PROFILE if n == "profile" else VIEW) for n, v in kept.items())
    return int(slow or seconds > LOAD or memory > MEMORY)


if __name__ == "__main__":
    sys.exit(main())
