"""A document: the rows of a screen with everything a reader of a file must know about them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

import pandas as pd

from ao_dash.output.files.column import Column, Datatype, datatype_of, holds_states
from ao_dash.output.files.drawing import Drawing


@dataclass(frozen=True)
class Imprint:
    """What a file says of its making: the day, and the address of the dashboard.

    Without ``base`` (e.g. ``https://mapa.example.pl``) addresses in files are relative.
    """

    issued: date
    base: str = ""

    def address(self, screen: str, query: Mapping[str, str]) -> str:
        """Return the address of a screen; the map is the one without a name.

        >>> Imprint(date(2026, 11, 23), "https://mapa.example.pl").address("profil", {"od": "2020"})
        'https://mapa.example.pl/profil?od=2020'
        """
        return f"{self.base.rstrip('/')}/{screen}?{urlencode(query)}"


@dataclass(frozen=True, eq=False)
class Document:
    """What every format is written from.

    ``name`` is an ASCII file name without extension. ``facts`` are pairs of a label and a text
    that say what is shown; ``sources`` name office, dataset, state and licence. ``rows`` has the
    columns of ``columns``, in order, and an index from 0: text columns hold text ("" for nothing),
    numeric ones NaN or NA where there is no figure. ``key`` are columns that together are
    different in each row, if there are such. ``drawing`` is there where rows are gminy of a map.
    """

    name: str
    title: str
    summary: str
    facts: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    sources: tuple[str, ...]
    licences: tuple[str, ...]
    address: str
    issued: date
    columns: tuple[Column, ...]
    rows: pd.DataFrame
    key: tuple[str, ...] = ()
    drawing: Drawing | None = None

    @property
    def states(self) -> tuple[Column, ...]:
        """The columns that say why a figure is not there."""
        return tuple(column for column in self.columns if column.states)

    def about(self) -> dict[str, Any]:
        """Return everything but the rows as JSON-ready values, for formats that can carry it."""
        return {
            "title": self.title,
            "description": self.summary,
            "facts": dict(self.facts),
            "notes": list(self.notes),
            "sources": list(self.sources),
            "licences": list(self.licences),
            "issued": self.issued.isoformat(),
            "address": self.address,
            "columns": {column.name: column.meaning for column in self.columns},
        }


def tidy(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows as a document holds them: texts without gaps, an index from 0."""
    texts = {
        name: cells.astype("object").fillna("").astype("str")
        for name, cells in rows.items()
        if datatype_of(cells) is Datatype.TEXT
    }
    return rows.assign(**{str(name): cells for name, cells in texts.items()}).reset_index(drop=True)


def columns_of(
    rows: pd.DataFrame,
    meanings: Mapping[str, str],
    units: Mapping[str, str],
    decimals: Mapping[str, tuple[int, ...]],
) -> tuple[Column, ...]:
    """Return the columns of ``rows``; ``units`` and ``decimals`` need not name all of them."""
    return tuple(
        Column(
            name=name,
            meaning=meaning,
            datatype=datatype_of(rows[name]),
            unit=units.get(name, ""),
            decimals=decimals.get(name, ()),
            states=holds_states(name, meaning),
        )
        for name, meaning in meanings.items()
    )
