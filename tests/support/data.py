"""The shipped data: as a whole when a test asks for them, and its small files line by line."""

from __future__ import annotations

import csv
import functools
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from ao_dash.datafolder.load import SHIPPED, load
from ao_dash.model.dataset import Dataset
from ao_dash.model.series import Cell, Series

ROOT = Path(__file__).resolve().parents[2]


@functools.cache
def shipped_dataset() -> Dataset:
    """Return the shipped data, loaded once: for the fixture ``dataset`` and for strategies."""
    return load(SHIPPED)


def lines(name: str) -> list[dict[str, str]]:
    """Return the rows of a file as they stand there: the second route to the data."""
    with (SHIPPED / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def edit(file: Path, old: str, new: str) -> None:
    """Replace the first ``old`` in ``file``; it must be there."""
    text = file.read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {file.name}"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


BY_NAME = {line["name"]: line["teryt6"] for line in lines("gminy.csv")}
"""TERYT codes of the gminy by their names."""


def with_cells(dataset: Dataset, code: str, years: Mapping[int, Mapping[str, Cell]]) -> Dataset:
    """Return ``dataset`` with other figures of one indicator; a gmina without a cell has none."""
    return replace(dataset, series={**dataset.series, code: Series.of(years, dataset.places)})
