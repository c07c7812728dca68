"""A screen beside the map: from its address to what it shows and to the rows behind it."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sized
from dataclasses import dataclass, field
from typing import Annotated, Any

import pandas as pd
from pydantic.dataclasses import dataclass as pydantic_dataclass

from ao_dash.mapview.query import Chosen, Note, Parameter, Query, QueryReader, parse
from ao_dash.model.dataset import Dataset
from ao_dash.screens.blocks import Page


def _read_leaf(reader: QueryReader) -> int | None:
    number = reader.whole(LEAF.name)
    if reader.text(LEAF.name) and not number:
        reader.unknown(LEAF, reader.text(LEAF.name))
    return number or None


LEAF = Parameter(
    "karta",
    "numer karty pokazywanej samej: `1` to mapa z tym, co obok niej, albo pierwsze wykresy, dalsze "
    "to po jednym wykresie (po ostatniej nie ma nic, więc większy numer to ostatnia)",
    label="Karta",
    instead="pokazano pierwszą",
    pattern="[1-9][0-9]{0,3}",
    read=_read_leaf,
)


@pydantic_dataclass(frozen=True)
class ScreenChosen(Chosen):
    """What a person has chosen on a screen beside the map.

    ``leaf`` is the picture that is shown where only one has room, counted from 1.
    """

    leaf: Annotated[int | None, LEAF] = field(default=None, kw_only=True)


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
    choice: type[ScreenChosen]
    columns: Mapping[str, str]
    page: Callable[[Dataset, Any], Page]
    table: Callable[[Dataset, Any], pd.DataFrame]
    lines: RowLines | None = None
    drawn: bool = True
    about: Callable[[Dataset], Sized] = operator.attrgetter("gminy")
    """What the screen is about: one of an area that has none of it is not offered."""

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names of the parameters that its address may have."""
        return self.choice.names()

    def chosen(self, query: Query, dataset: Dataset) -> tuple[Any, list[Note]]:
        """Return the choice of an address, and notes on what gave way."""
        return parse(self.choice, query, dataset)
