"""A screen beside the map: from its address to what it shows and to the rows behind it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from ao_dash.mapview.query import Chosen, Note, Query, parse
from ao_dash.model.dataset import Dataset
from ao_dash.screens.blocks import Page


@dataclass(frozen=True)
class RowLines:
    """How the rows of a screen lie on a map as lines.

    ``paths`` are the points of each row (degrees, EPSG:4326), in the order of the rows; ``key`` are
    columns that together are different in each row, and lines are as wide as ``width`` says.
    """

    paths: Callable[[Dataset, Any], list[list[tuple[float, float]]]]
    key: tuple[str, ...]
    width: str


@dataclass(frozen=True)
class Screen:
    """One screen.

    ``name`` is that of its folder here and of its file in ``pages/``, ``code`` its place in
    addresses and ``title`` what a person reads. ``choice`` declares the parameters of its address
    and ``columns`` are those of its rows with their meaning. ``page`` and ``table`` make what is
    shown of a choice and the rows behind it, which may be ``lines`` on a map. A screen is ``drawn``
    if it has maps or charts that can stand on paper.
    """

    name: str
    code: str
    title: str
    choice: type[Chosen]
    columns: Mapping[str, str]
    page: Callable[[Dataset, Any], Page]
    table: Callable[[Dataset, Any], pd.DataFrame]
    lines: RowLines | None = None
    drawn: bool = True

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names of the parameters that its address may have."""
        return self.choice.names()

    def chosen(self, query: Query, dataset: Dataset) -> tuple[Any, list[Note]]:
        """Return the choice of an address, and notes on what gave way."""
        return parse(self.choice, query, dataset)
