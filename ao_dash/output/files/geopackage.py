"""Rows with their shapes as a GeoPackage in two projections, with the style that QGIS opens."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import geopandas as gpd

from ao_dash.model.vintage import METRIC_CRS, WEB_CRS
from ao_dash.output.files.document import Document
from ao_dash.output.files.qml import qml

LAYERS: Mapping[str, str] = {"gminy_2180": METRIC_CRS, "gminy_4326": WEB_CRS}
"""Layers of the file and the reference system of each; the first one opens first."""

_GEOMETRY = "geom"
_VERSION = "1.3"  # QGIS of 2022 still warns of newer ones

# The table in which QGIS keeps the styles of a GeoPackage, as its manual describes it.
_STYLES = """
CREATE TABLE layer_styles (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    f_table_catalog TEXT(256),
    f_table_schema TEXT(256),
    f_table_name TEXT(256),
    f_geometry_column TEXT(256),
    styleName TEXT(30),
    styleQML TEXT,
    styleSLD TEXT,
    useAsDefault BOOLEAN,
    description TEXT,
    owner TEXT(30),
    ui TEXT(30),
    update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now'))
)
"""
_STYLE = """
INSERT INTO layer_styles (
    f_table_catalog, f_table_schema, f_table_name, f_geometry_column,
    styleName, styleQML, styleSLD, useAsDefault, description, owner, update_time
) VALUES ('', '', ?, ?, ?, ?, '', 1, ?, '', ?)
"""
_CONTENTS = """
INSERT INTO gpkg_contents (table_name, data_type, identifier, description)
VALUES ('layer_styles', 'attributes', 'layer_styles', '')
"""


def geopackage(document: Document) -> bytes:
    """Return the rows as a GeoPackage with the layers of :data:`LAYERS`.

    Both layers have the columns of the rows and
    :data:`~ao_dash.output.files.document.DRAWN_COLUMNS`, null where there is no figure.
    """
    assert document.drawing is not None
    frame = document.drawing.frame(document.rows)
    style = qml(document.drawing)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"{document.name}.gpkg"
        for layer, crs in LAYERS.items():
            _write(file, document, layer, frame.to_crs(crs))
        with closing(sqlite3.connect(file)) as database, database:
            _add_styles(database, document, style)
        return file.read_bytes()


def _write(file: Path, document: Document, layer: str, frame: gpd.GeoDataFrame) -> None:
    frame.to_file(
        file,
        driver="GPKG",
        engine="pyogrio",
        layer=layer,
        mode="a" if file.exists() else "w",
        geometry_type="MultiPolygon",
        promote_to_multi=True,
        dataset_options={} if file.exists() else {"VERSION": _VERSION},
        layer_options={
            "GEOMETRY_NAME": _GEOMETRY,
            "IDENTIFIER": f"{document.title} ({LAYERS[layer]})",
            "DESCRIPTION": document.summary,
        },
        layer_metadata={
            "TITLE": document.title,
            **dict(document.facts),
            "ISSUED": document.issued.isoformat(),
            "SOURCES": "\n".join(document.sources),
            "LICENCES": "\n".join(document.licences),
            "NOTES": "\n".join(document.notes),
            "ADDRESS": document.address,
        },
    )


def _add_styles(database: sqlite3.Connection, document: Document, style: str) -> None:
    """Add the styles, and put the day of issue where GDAL has put the moment of writing."""
    moment = f"{document.issued.isoformat()}T00:00:00.000Z"
    database.execute(_STYLES)
    database.execute(_CONTENTS)
    for layer in LAYERS:
        database.execute(_STYLE, (layer, _GEOMETRY, "ao", style, document.title, moment))
    database.execute("UPDATE gpkg_contents SET last_change = ?", (moment,))
    database.execute("UPDATE gpkg_metadata_reference SET timestamp = ?", (moment,))
