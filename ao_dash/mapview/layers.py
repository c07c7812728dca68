"""Map layers as compact GeoJSON for a browser: everything that does not change with a filter."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

import shapely

from ao_dash.model import territory
from ao_dash.model.dataset import Dataset
from ao_dash.model.vintage import Vintage


def layers(dataset: Dataset) -> Mapping[str, bytes]:
    """Return the layers by name: ``base`` (context, lines, outline, towns) and each vintage.

    A vintage is a FeatureCollection in EPSG:4326 whose properties are ``teryt6``, ``name`` and
    ``label`` (longitude, latitude); its ``lines`` names the vintage whose lines of powiaty go
    with it. The constant territory is a vintage of its own; those of a group as one unit are made
    by :func:`group_layer`.
    """
    made = {v.code: _vintage(dataset, v, v.code) for v in dataset.vintages}
    merged = territory.constant(dataset)
    if merged is not dataset:
        lines = dataset.vintages[-1].code
        made |= {v.code: _vintage(merged, v, lines) for v in merged.vintages}
    made["base"] = {
        **dataset.context,
        "outline": _outline(dataset.vintages[-1]),
        "bounds": [float(edge) for edge in dataset.vintages[-1].frame.total_bounds],
    }
    return {name: compact_json(layer) for name, layer in made.items()}


def group_layer(dataset: Dataset, name: str) -> bytes | None:
    """Return a vintage whose group is one unit, by its code; ``None`` if there is none."""
    found = territory.borders(dataset, name)
    lines = name.partition(territory.OF_GROUP)[0]
    return compact_json(_vintage(*found, lines)) if found else None


def digest(content: bytes) -> str:
    """Return a short name for a content; it changes when the content does."""
    return hashlib.sha256(content).hexdigest()[:12]


def _vintage(dataset: Dataset, vintage: Vintage, lines: str) -> dict[str, Any]:
    frame = vintage.frame
    return {
        "type": "FeatureCollection",
        "lines": lines,
        "features": [
            feature(
                {
                    "teryt6": teryt6,
                    "name": dataset.gminy[teryt6].name,
                    "label": [float(lon), float(lat)],
                },
                shape,
            )
            for teryt6, lon, lat, shape in zip(
                map(str, frame.index),
                frame["label_lon"],
                frame["label_lat"],
                frame.geometry,
                strict=True,
            )
        ],
    }


def _outline(vintage: Vintage) -> dict[str, Any]:
    whole = shapely.coverage_union_all(vintage.frame.geometry.to_numpy())
    mapping: dict[str, Any] = shapely.geometry.mapping(whole)
    return mapping


def feature(properties: Mapping[str, Any], shape: Any, code: str = "") -> dict[str, Any]:
    """Return a feature of GeoJSON; ``shape`` is in degrees on WGS 84."""
    named = {"id": code} if code else {}
    geometry = shapely.geometry.mapping(shape)
    return {"type": "Feature", **named, "properties": properties, "geometry": geometry}


def compact_json(value: object) -> bytes:
    """Return a value as JSON without needless space, in UTF-8; NaN is refused."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
