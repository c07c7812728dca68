"""Rows with their shapes as a GeoPackage in two projections, with the style that QGIS opens."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import geopandas as gpd

from ao_dash.model.vintage import METRIC_CRS, WEB_CRS
from ao_dash.output.files.document import Document, LineDrawing
from ao_dash.output.files.qml import line_qml, qml

SYSTEMS: Mapping[str, str] = {"2180": METRIC_CRS, "4326": WEB_CRS}
"""Reference systems of the layers by the end of their names; the first one opens first."""

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


def layers(document: Document) -> dict[str, str]:
    """Return the layers of the file and the reference system of each, in their order."""
    assert document.drawing is not None
    return {f"{document.drawing.layer}_{end}": crs for end, crs in SYSTEMS.items()}


def geopackage(document: Document) -> bytes:
    """Return the rows as a GeoPackage with the layers of :func:`layers`.

    Both layers have the columns of the rows and those of the drawing, null where there is no
    figure.
    """
    assert document.drawing is not None
    frame = document.drawing.frame(document.rows)
    drawing = document.drawing
    style = line_qml(drawing) if isinstance(drawing, LineDrawing) else qml(drawing)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"{document.name}.gpkg"
        for layer, crs in layers(document).items():
            _write(file, document, layer, frame, crs)
        with closing(sqlite3.connect(file)) as database, database:
            _add_styles(database, document, style)
        return file.read_bytes()


def _write(file: Path, document: Document, layer: str, frame: gpd.GeoDataFrame, crs: str) -> None:
    assert document.drawing is not None
    kind = document.drawing.geometry_type
    frame.to_crs(crs).to_file(
        file,
        driver="GPKG",
        engine="pyogrio",
        layer=layer,
        mode="a" if file.exists() else "w",
        geometry_type=kind,
        promote_to_multi=kind.startswith("Multi"),
        dataset_options={} if file.exists() else {"VERSION": _VERSION},
        layer_options={
            "GEOMETRY_NAME": _GEOMETRY,
            "IDENTIFIER": f"{document.title} ({crs})",
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
    for layer in layers(document):
        database.execute(_STYLE, (layer, _GEOMETRY, "ao", style, document.title, moment))
    database.execute("UPDATE gpkg_contents SET last_change = ?", (moment,))
    database.execute("UPDATE gpkg_metadata_reference SET timestamp = ?", (moment,))
