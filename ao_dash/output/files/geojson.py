"""Rows with their shapes as GeoJSON, as RFC 7946 wants it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import shapely

from ao_dash.mapview.layers import compact_json, feature
from ao_dash.output.files.document import Document

_DECIMALS = 7  # of a degree: about a centimetre


def geojson(document: Document) -> bytes:
    """Return the rows as a FeatureCollection.

    Longitude and latitude on WGS 84, outer rings counterclockwise. ``id`` is the key of the row,
    such as ``teryt6`` and a year; ``properties`` are the cells of the row, ``null`` where there is
    no figure. The member ``ao`` says what the file holds.
    """
    drawing = document.drawing
    assert drawing is not None
    rounded = shapely.transform(drawing.shapes.to_numpy(), lambda xy: np.round(xy, _DECIMALS))
    shapes = shapely.orient_polygons(rounded)
    records = drawing.frame(document.rows).drop(columns="geometry").to_dict("records")

    def code(record: dict[Any, Any]) -> str:
        return "-".join(str(record[name]) for name in document.key)

    collection: dict[str, Any] = {
        "type": "FeatureCollection",
        "ao": document.about(),
        "features": [
            feature({str(name): _plain(cell) for name, cell in record.items()}, shape, code(record))
            for record, shape in zip(records, shapes, strict=True)
        ],
    }
    if len(shapes):
        collection["bbox"] = [float(edge) for edge in shapely.total_bounds(shapes)]
    return compact_json(collection)


def _plain(cell: Any) -> str | int | float | None:
    """Return a cell as JSON knows it; text and numbers stay what they are."""
    if isinstance(cell, str):
        return cell
    if pd.isna(cell):
        return None
    return int(cell) if isinstance(cell, int | np.integer) else float(cell)
