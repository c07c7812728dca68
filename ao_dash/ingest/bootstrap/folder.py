"""The data folder as a whole, derived from the source material and written to disk."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pandas as pd

from ao_dash.datafolder.load import SHIPPED
from ao_dash.datafolder.schema import TABLES
from ao_dash.ingest.bootstrap.borders import build_borders, layer_text
from ao_dash.ingest.bootstrap.catalog import read_catalog
from ao_dash.ingest.bootstrap.facts import facts_tables, read_source
from ao_dash.ingest.bootstrap.statistics import statistics_tables

_KEPT = ("units",)  # tables written by hand in the folder of the project


def build_data(source: Path, target: Path) -> list[str]:
    """Derive the data folder ``target`` from the source material in ``source``.

    The result depends on the source and on this package only: the same input gives the same bytes.

    Returns
    -------
    list[str]
        What was done, a line each.

    Raises
    ------
    FileNotFoundError, ValueError
        If the source lacks a file or is not what the build expects; nothing is written then.
    """
    catalog = read_catalog()
    facts = facts_tables(source, catalog)
    statistics = statistics_tables(source, catalog, facts["gminy"]["teryt6"])
    borders = build_borders(source)
    kept = {name: read_source(SHIPPED, TABLES[name].file) for name in _KEPT}
    # the source material has gminy only; regions come with a refresh from the bank of data
    regional = pd.DataFrame(columns=list(TABLES["regional"].columns))
    tables = kept | facts | statistics | {"regional": regional, "vintages": borders.vintages}
    (target / "boundaries").mkdir(parents=True, exist_ok=True)
    report = [_write_table(target, name, frame) for name, frame in sorted(tables.items())]
    report += list(borders.report)
    report += [_write_layer(target, name, layer) for name, layer in sorted(borders.layers.items())]
    return report


def _write_table(target: Path, name: str, frame: pd.DataFrame) -> str:
    table = TABLES[name]
    frame.to_csv(target / table.file, index=False, columns=list(table.columns), lineterminator="\n")
    return f"{table.file}: {len(frame)} rows"


def _write_layer(target: Path, name: str, layer: gpd.GeoDataFrame) -> str:
    file = f"boundaries/{name}.geojson"
    (target / file).write_text(layer_text(layer), encoding="utf-8")
    return f"{file}: {len(layer)} features"
