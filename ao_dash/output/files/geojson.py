"""Rows with their shapes as GeoJSON, as RFC 7946 wants it."""

from __future__ import annotations

import json
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from ao_dash.output.files.document import Document, Drawing

_DECIMALS = 7  # of a degree: about a centimetre


def geojson(document: Document) -> bytes:
    """Return the rows as a FeatureCollection.

    Longitude and latitude on WGS 84, outer rings counterclockwise. ``id`` is ``teryt6``, in rows
    of several years followed by the year; ``properties`` are the cells of the row, ``null`` where
    there is no figure. The member ``ao`` says what the file holds.
    """
    drawing = document.drawing
    assert drawing is not None
    shapes = gpd.GeoSeries(_tidy(drawing.shapes), index=drawing.shapes.index)
    frame = drawing.frame(document.rows)
    records = frame.drop(columns="geometry").to_dict("records")
    collection: dict[str, Any] = {
        "type": "FeatureCollection",
        "ao": document.about(),
        "features": [
            _feature(_identity(record, drawing), record, shape)
            for record, shape in zip(records, shapes, strict=True)
        ],
    }
    if len(shapes):
        collection["bbox"] = [float(edge) for edge in shapes.total_bounds]
    return json.dumps(
        collection, ensure_ascii=False, allow_nan=False, separators=(",", ":")
    ).encode()


def _tidy(shapes: gpd.GeoSeries) -> Any:
    rounded = shapely.transform(shapes.to_numpy(), lambda xy: np.round(xy, _DECIMALS))
    return shapely.orient_polygons(rounded)


def _identity(record: dict[Any, Any], drawing: Drawing) -> str:
    return f"{record['teryt6']}-{record['rok']}" if drawing.dated else str(record["teryt6"])


def _feature(identity: str, record: dict[Any, Any], shape: Any) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": identity,
        "properties": {str(name): _plain(cell) for name, cell in record.items()},
        "geometry": shapely.geometry.mapping(shape),
    }


def _plain(cell: Any) -> str | int | float | None:
    """Return a cell as JSON knows it; text and numbers stay what they are."""
    if isinstance(cell, str):
        return cell
    if pd.isna(cell):
        return None
    return int(cell) if isinstance(cell, int | np.integer) else float(cell)
