"""How the rows of a document look on a map: their shapes, classes and colours."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import geopandas as gpd
import pandas as pd

from ao_dash.mapview.legend import Legend, build_legend
from ao_dash.mapview.palette import CIRCLE_NEGATIVE
from ao_dash.mapview.view import Row, View, colour_of
from ao_dash.model.vintage import WEB_CRS

DRAWN_COLUMNS = {
    "klasa": "numer klasy na mapie, od 1 (najniższe wartości); pusty bez klasy",
    "kolor": "kolor na mapie (#rrggbb); pusty, gdy gmina nie ma wartości",
}
"""Columns that formats with shapes have after those of the rows, with their meaning in Polish."""


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

    def frame(self, rows: pd.DataFrame) -> gpd.GeoDataFrame:
        """Return ``rows`` with :data:`DRAWN_COLUMNS` and their shapes."""
        drawn = rows.assign(klasa=self.classes, kolor=self.colours)
        return gpd.GeoDataFrame(drawn, geometry=self.shapes, crs=WEB_CRS)


def shapes_of(pairs: Iterable[tuple[View, Row]]) -> gpd.GeoSeries:
    """Return the shape of each row in the borders of its picture, index from 0."""
    found = [view.vintage.frame.geometry[row.gmina.teryt6] for view, row in pairs]
    return gpd.GeoSeries(found, crs=WEB_CRS)


def classes_of(pairs: Iterable[tuple[View, Row]]) -> pd.Series:
    """Return the number of each row's class, from 1."""
    found = [None if row.class_index is None else row.class_index + 1 for _, row in pairs]
    return pd.Series(found, dtype="Int64")


def colours_of(pairs: Iterable[tuple[View, Row]]) -> pd.Series:
    """Return the colour of each row's figure."""
    return pd.Series([_colour(view, row) for view, row in pairs], dtype="object")


def _colour(view: View, row: Row) -> str | None:
    negative = row.class_index is None and row.value is not None and row.value < 0
    return CIRCLE_NEGATIVE if negative and row.shown else colour_of(view, row)


def drawing_of(pairs: list[tuple[View, Row]], shown: View) -> Drawing:
    """Return the look of ``pairs`` where the picture of ``shown`` is among them."""
    return Drawing(
        shapes=shapes_of(pairs),
        classes=classes_of(pairs),
        colours=colours_of(pairs),
        legend=build_legend(shown),
        largest=shown.largest,
        year=shown.year,
    )
