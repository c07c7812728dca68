"""A document: the rows of a screen with everything a reader of a file must know about them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar
from urllib.parse import urlencode

import geopandas as gpd
import pandas as pd

from ao_dash.mapview.legend import Legend, build_legend
from ao_dash.mapview.palette import CIRCLE_NEGATIVE
from ao_dash.mapview.view import Row, View, colour_of
from ao_dash.model.series import Status
from ao_dash.model.vintage import WEB_CRS

_STATUS = re.compile(r"status(_\d+)?")


class Datatype(StrEnum):
    """What the cells of a column hold; the value is its name in XML Schema and in CSVW."""

    TEXT = "string"
    WHOLE = "integer"
    NUMBER = "double"


@dataclass(frozen=True)
class Column:
    """One column.

    ``unit`` is that of every number in it, or "" where rows have units of their own.
    ``decimals`` says for each row how many digits a reader is shown; it is empty where that is
    not known. Files hold full precision.
    ``states`` tells that the cells are codes of :class:`Status`.
    """

    name: str
    meaning: str
    datatype: Datatype
    unit: str = ""
    decimals: tuple[int, ...] = ()
    states: bool = False


def datatype_of(cells: pd.Series) -> Datatype:
    """Return the type of a column's cells."""
    if pd.api.types.is_integer_dtype(cells.dtype):
        return Datatype.WHOLE
    return Datatype.NUMBER if pd.api.types.is_float_dtype(cells.dtype) else Datatype.TEXT


DRAWN_COLUMNS = (
    Column(
        "klasa", "numer klasy na mapie, od 1 (najniższe wartości); pusty bez klasy", Datatype.WHOLE
    ),
    Column("kolor", "kolor na mapie (#rrggbb); pusty, gdy gmina nie ma wartości", Datatype.TEXT),
)
"""Columns that formats with shapes have after those of the rows."""


@dataclass(frozen=True, eq=False)
class Drawing:
    """The look of the rows of one document; the three columns have the index of its rows.

    ``shapes`` are in EPSG:4326, in the borders of the row's year. ``classes`` count from 1 and are
    NA without a class, ``colours`` are ``None`` without a figure. ``legend``, ``largest`` (see
    ``View``) and ``year`` are of the picture shown. ``value`` and ``status``
    name the columns it is drawn by; ``dated`` tells that rows of other years are among them.
    """

    shapes: gpd.GeoSeries
    classes: pd.Series
    colours: pd.Series
    legend: Legend
    largest: float
    year: int
    value: str = "wartosc"
    status: str = "status"
    dated: bool = False
    layer: ClassVar[str] = "gminy"
    geometry_type: ClassVar[str] = "MultiPolygon"
    columns: ClassVar[tuple[Column, ...]] = DRAWN_COLUMNS

    def frame(self, rows: pd.DataFrame) -> gpd.GeoDataFrame:
        """Return ``rows`` with :data:`DRAWN_COLUMNS` and their shapes."""
        drawn = rows.assign(klasa=self.classes, kolor=self.colours)
        return gpd.GeoDataFrame(drawn, geometry=self.shapes, crs=WEB_CRS)


@dataclass(frozen=True, eq=False)
class LineDrawing:
    """Rows that are lines, as wide as the figure in the column ``value``.

    ``shapes`` (EPSG:4326) have the index of the rows; ``largest`` is the figure of the widest.
    """

    shapes: gpd.GeoSeries
    value: str
    largest: float
    layer: ClassVar[str] = "przeplywy"
    geometry_type: ClassVar[str] = "LineString"
    columns: ClassVar[tuple[Column, ...]] = ()

    def frame(self, rows: pd.DataFrame) -> gpd.GeoDataFrame:
        """Return ``rows`` with their lines."""
        return gpd.GeoDataFrame(rows, geometry=self.shapes, crs=WEB_CRS)


def drawing_of(pairs: list[tuple[View, Row]], shown: View) -> Drawing:
    """Return the look of ``pairs`` where the picture of ``shown`` is among them."""
    shapes = [view.vintage.frame.geometry[row.gmina.teryt6] for view, row in pairs]
    classes = [None if row.class_index is None else row.class_index + 1 for _, row in pairs]
    return Drawing(
        shapes=gpd.GeoSeries(shapes, crs=WEB_CRS),
        classes=pd.Series(classes, dtype="Int64"),
        colours=pd.Series([_colour(view, row) for view, row in pairs], dtype="object"),
        legend=build_legend(shown),
        largest=shown.largest,
        year=shown.year,
    )


def _colour(view: View, row: Row) -> str | None:
    negative = row.class_index is None and row.value is not None and row.value < 0
    return CIRCLE_NEGATIVE if negative and row.shown else colour_of(view, row)


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
    different in each row, if there are such. ``drawing`` is there where rows have shapes.
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
    drawing: Drawing | LineDrawing | None = None

    @property
    def states(self) -> tuple[Column, ...]:
        """The columns that say why a figure is not there."""
        return tuple(column for column in self.columns if column.states)

    def part(self, inside: pd.Series, without: Collection[str] = ()) -> Document:
        """Return the document of the rows ``inside`` (true or false by row), less some columns."""
        kept = inside.to_numpy(dtype=bool)
        columns = tuple(
            replace(one, decimals=tuple(itertools.compress(one.decimals, kept)))
            for one in self.columns
            if one.name not in without
        )
        rows = self.rows.loc[kept, [one.name for one in columns]].reset_index(drop=True)
        return replace(self, columns=columns, rows=rows)

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
        str(name): cells.astype("object").fillna("").astype("str")
        for name, cells in rows.items()
        if datatype_of(cells) is Datatype.TEXT
    }
    return rows.assign(**texts).reset_index(drop=True)


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
            # the state of a project is no such thing
            states=bool(_STATUS.fullmatch(name)) and meaning.startswith(f"{Status.OK},"),
        )
        for name, meaning in meanings.items()
    )
