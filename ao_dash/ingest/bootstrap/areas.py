"""Other areas and the sums of their gminy, from material about the country."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal
from pathlib import Path

import pandas as pd

from ao_dash.datafolder.schema import AWAITED, TABLES
from ao_dash.ingest.area.material import read_material
from ao_dash.ingest.editions.files import without_empty_fraction

_FOLDER = "country"
_VOIVODESHIP = "WOJ"  # one that the list has as an area is a region with published figures


def area_tables(source: Path, indicators: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return the tables ``areas`` and ``area_sums``, and the sources of these figures.

    A count is summed only where every gmina of the area has a figure and all have one source;
    nothing else can be put together without figures that the material lacks.
    """
    material = read_material(source / _FOLDER)
    listed = material.tables["areas.csv"]
    listed = listed[~listed["area"].str.startswith(_VOIVODESHIP)]
    areas = listed.groupby("area", sort=True).agg(
        name=("name", "first"),
        gminy=("teryt6", lambda codes: " ".join(sorted(codes))),
        source=("source", "first"),
    )
    figures = material.figures(set(listed["teryt6"])).merge(listed[["area", "teryt6"]], on="teryt6")
    figures = figures[figures["indicator"].isin(_summed(indicators))]
    rows = figures.groupby(["area", "indicator", "year"], sort=True).agg(
        value=("value", _sum),
        gminy=("teryt6", "nunique"),
        source=("source", "first"),
        sources=("source", "nunique"),
    )
    rows = rows.reset_index()
    members = rows["area"].map(listed["area"].value_counts().to_dict())
    rows = rows[(rows["gminy"] == members) & (rows["sources"] == 1)]
    known = material.tables["sources_country.csv"]
    return {
        "areas": areas.reset_index(),
        "area_sums": rows[list(TABLES["area_sums"].columns)],
        "sources": known[known["source"].isin(rows["source"])],
    }


def _summed(indicators: pd.DataFrame) -> Collection[str]:
    """Return the codes of counts that may be summed and are not computed."""
    counts = indicators[
        (indicators["kind"] == "count")
        & (indicators["additive"] == "1")
        & (indicators["formula"] == "")
        & (indicators["origin"] != AWAITED)
    ]
    return set(counts["indicator"])


def _sum(values: pd.Series[str]) -> str:
    """Return the sum as a number is written in files, to the last digit."""
    return without_empty_fraction(format(sum(map(Decimal, values), Decimal(0)), "f"))
