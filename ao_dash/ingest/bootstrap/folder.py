"""The data folder as a whole, derived from the source material and written to disk."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import geopandas as gpd
import pandas as pd

from ao_dash.datafolder.area import FILE as AREA_FILE
from ao_dash.datafolder.schema import AWAITED, TABLES
from ao_dash.ingest.bootstrap.areas import area_tables
from ao_dash.ingest.bootstrap.borders import build_borders, layer_text
from ao_dash.ingest.bootstrap.editions import first_edition
from ao_dash.ingest.bootstrap.facts import facts_tables, read_source
from ao_dash.ingest.bootstrap.flows import flow_tables
from ao_dash.ingest.bootstrap.stations import station_tables
from ao_dash.ingest.bootstrap.statistics import complete_figures
from ao_dash.model.settings import SHIPPED

KEPT = ("indicators", "units", "domains", "gaps", "synonyms", "breaks", "remarks", "flow_sums")
"""Tables written by hand: the build reads them and never changes them."""


def build_data(source: Path, target: Path) -> list[str]:
    """Derive the data folder ``target`` from the source material in ``source``.

    Tables written by hand stay as they are in ``target``; one that is not there is copied from
    the folder of the project. The rest depends on them, the source and this package only: the
    same input gives the same bytes.

    Returns
    -------
    list[str]
        What was done, a line each.

    Raises
    ------
    FileNotFoundError, ValueError
        If the source lacks a file or is not what the build expects; nothing is written then.
    """
    kept = {name: _kept(target, name) for name in KEPT}
    facts = facts_tables(source)
    members = list(facts["gminy"]["teryt6"])
    stats = complete_figures(
        _both(source, "stats_long.csv"),
        _with_figures(kept["indicators"]),
        members,
    )
    borders = build_borders(source)
    areas = area_tables(source, kept["indicators"])
    sources = pd.concat([_both(source, "sources.csv"), areas["sources"]])
    tables = {
        "stats": stats,
        "sources": sources.drop_duplicates("source"),
        "regional": read_source(source / "added", "regional.csv")
        .rename(columns={"unit": "region"})
        .sort_values(list(TABLES["regional"].key)),
        "areas": areas["areas"],
        "area_sums": areas["area_sums"],
        "vintages": borders.vintages,
    }
    flows = flow_tables(source, members)
    stations = station_tables(source, borders.layers["towns"])
    editions = first_edition(kept | tables)
    _keep_area(target)
    report = _write_tables(target, kept | facts | tables | flows | stations | editions)
    report += list(borders.report)
    report += [_write_layer(target, name, layer) for name, layer in sorted(borders.layers.items())]
    return report


def _both(source: Path, name: str) -> pd.DataFrame:
    """Return a table of the material with what was added to it later."""
    parts = [read_source(source / part, name) for part in ("stats", "added")]
    return pd.concat(parts, ignore_index=True)


def _keep_area(target: Path) -> None:
    """Copy the file of the area, which is written by hand, from the project if there is none."""
    target.mkdir(parents=True, exist_ok=True)
    if not (target / AREA_FILE).exists():
        shutil.copyfile(SHIPPED / AREA_FILE, target / AREA_FILE)


def _kept(target: Path, name: str) -> pd.DataFrame:
    file = TABLES[name].file
    return read_source(target if (target / file).is_file() else SHIPPED, file)


def _with_figures(indicators: pd.DataFrame) -> list[str]:
    """Return codes of indicators that are neither computed nor awaited."""
    figured = (indicators["formula"] == "") & (indicators["origin"] != AWAITED)
    return list(indicators.loc[figured, "indicator"])


def _write_tables(target: Path, tables: Mapping[str, pd.DataFrame]) -> list[str]:
    (target / "boundaries").mkdir(parents=True, exist_ok=True)
    return [_write_table(target, name, frame) for name, frame in sorted(tables.items())]


def _write_table(target: Path, name: str, frame: pd.DataFrame) -> str:
    table = TABLES[name]
    frame.to_csv(target / table.file, index=False, columns=list(table.columns), lineterminator="\n")
    return f"{table.file}: {len(frame)} rows"


def _write_layer(target: Path, name: str, layer: gpd.GeoDataFrame) -> str:
    file = f"boundaries/{name}.geojson"
    (target / file).write_text(layer_text(layer), encoding="utf-8")
    return f"{file}: {len(layer)} features"
