"""A screen beside the map: from its address to what it shows and to the rows behind it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import pandas as pd

from ao_dash.mapview.query import Query, QueryReader
from ao_dash.model.dataset import Dataset
from ao_dash.screens.blocks import Page


class Chosen(Protocol):
    """What a person has chosen on a screen; valid for the dataset it was read against."""

    def query(self) -> dict[str, str]:
        """Return the address that restores the choice."""


@dataclass(frozen=True)
class Screen:
    """One screen.

    ``name`` is that of its folder here and of its file in ``pages/``, ``code`` its place in
    addresses and ``title`` what a person reads. ``parameters`` are the ones its address may have
    and ``columns`` those of its rows with their meaning. ``read`` makes the choice from an address,
    ``page`` and ``table`` what is shown of it and the rows behind it.
    """

    name: str
    code: str
    title: str
    parameters: tuple[str, ...]
    columns: Mapping[str, str]
    read: Callable[[QueryReader], Any]
    page: Callable[[Dataset, Any], Page]
    table: Callable[[Dataset, Any], pd.DataFrame]

    def chosen(self, query: Query, dataset: Dataset) -> tuple[Chosen, list[str]]:
        """Return the choice of an address, and notes on what gave way."""
        known = {name: value for name, value in query.items() if name in self.parameters}
        reading = QueryReader(known, dataset)
        choice: Chosen = self.read(reading)
        return choice, reading.notes
