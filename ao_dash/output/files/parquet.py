"""Rows as Parquet; where they have shapes, as GeoParquet."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping

import geopandas as gpd
import pandas as pd
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from ao_dash.output.files.document import Column, Datatype, Document, Drawing, LineDrawing

_TYPES: Mapping[Datatype, pa.DataType] = {
    Datatype.TEXT: pa.string(),
    Datatype.WHOLE: pa.int64(),
    Datatype.NUMBER: pa.float64(),
}
_GEOMETRY = "geometry"


def parquet(document: Document) -> bytes:
    """Return the rows as Parquet, null where there is no figure.

    Rows of a map have ``DRAWN_COLUMNS`` and the column ``geometry``
    (WKB, EPSG:4326, GeoParquet 1.1). The metadata of the file say what it holds in JSON under the
    key ``ao``, those of a field what it means under ``description``.
    """
    parts = [_part(column, document.rows[column.name]) for column in document.columns]
    texts = {b"ao": json.dumps(document.about(), ensure_ascii=False).encode()}
    if document.drawing is not None:
        frame = document.drawing.frame(document.rows)
        parts += [_part(column, frame[column.name]) for column in document.drawing.columns]
        shapes = _shapes(document.drawing)
        parts.append((shapes.schema.field(_GEOMETRY), shapes.column(_GEOMETRY)))
        texts[b"geo"] = shapes.schema.metadata[b"geo"]
    schema = pa.schema([field for field, _ in parts], metadata=texts)
    out = io.BytesIO()
    pq.write_table(pa.Table.from_arrays([array for _, array in parts], schema=schema), out)
    return out.getvalue()


def _part(column: Column, cells: pd.Series) -> tuple[pa.Field, pa.Array]:
    type_ = _TYPES[column.datatype]
    texts = {"description": column.meaning, "unit": column.unit}
    field = pa.field(column.name, type_, metadata={k: v for k, v in texts.items() if v})
    return field, pa.array(cells, type=type_, from_pandas=True)


def _shapes(drawing: Drawing | LineDrawing) -> pa.Table:
    """Return the shapes as geopandas writes them, with its description of them."""
    out = io.BytesIO()
    frame = gpd.GeoDataFrame(geometry=drawing.shapes)
    frame.to_parquet(out, index=False, schema_version="1.1.0")
    return pq.read_table(out)
