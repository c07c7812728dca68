"""A first picture as plain HTML: seen before the application has started, or without it.

The only place that writes HTML; every text goes through :func:`escape`.
"""

from __future__ import annotations

import html
import math
from collections.abc import Mapping

import geopandas as gpd
import numpy as np
import shapely

from ao_dash.mapview import sentences
from ao_dash.mapview.palette import PALE, PLAIN
from ao_dash.mapview.view import Row, View
from ao_dash.model.vintage import METRIC_CRS, WEB_CRS, Vintage

_TOLERANCE = 150.0  # metres: a pixel or two on a screen
_WIDTH = 1000.0  # units of the drawing

Paths = Mapping[str, str]
"""Path data by ``teryt6``, and the drawing's ``viewBox`` under the key ``""``."""


def escape(text: str) -> str:
    """Return ``text`` so that HTML shows it as it is, inside and outside quotes.

    >>> escape('<b title="x">')
    '&lt;b title=&quot;x&quot;&gt;'
    """
    return html.escape(text, quote=True)


def paths(vintage: Vintage) -> Paths:
    """Return the outlines of a vintage in the projection of web maps, coarse and small."""
    metric = vintage.frame.geometry.to_crs(METRIC_CRS).to_numpy()
    simple = shapely.coverage_simplify(metric, _TOLERANCE)
    shapes = gpd.GeoSeries(simple, crs=METRIC_CRS).to_crs(WEB_CRS).to_numpy()
    flat = shapely.transform(shapes, _mercator)
    west, south, east, north = shapely.total_bounds(flat)
    scale = _WIDTH / (east - west)
    drawn = {
        str(teryt6): "".join(
            _ring((shapely.get_coordinates(ring) - (west, north)) * (scale, -scale))
            for ring in shapely.get_rings(shape)
        )
        for teryt6, shape in zip(vintage.frame.index, flat, strict=True)
    }
    return {"": f"0 0 {_WIDTH:.0f} {(north - south) * scale:.0f}", **drawn}


def _mercator(lonlat: np.ndarray) -> np.ndarray:
    lon, lat = np.radians(lonlat).T
    return np.column_stack((lon, np.log(np.tan(math.pi / 4 + lat / 2))))


def _ring(points: np.ndarray) -> str:
    steps = np.round(points).astype(int)
    return "M" + "L".join(f"{x} {y}" for x, y in steps) + "Z"


def sketch(view: View, drawn: Paths) -> str:
    """Return the heading and the coloured map as HTML, hidden from screen readers.

    It stands in while the application starts, so it has neither names nor a legend.
    """
    shapes = "".join(
        f'<path d="{drawn[row.gmina.teryt6]}" fill="{_fill(view, row)}"/>' for row in view.rows
    )
    mode = f' data-mode="{escape(view.selection.mode)}"' if view.selection.mode else ""
    return (
        f'<div id="ao-first"{mode} aria-hidden="true">'
        f"<h1>{escape(sentences.title(view))}</h1><p>{escape(sentences.subtitle(view))}</p>"
        f'<svg viewBox="{drawn[""]}">{shapes}</svg></div>'
    )


def _fill(view: View, row: Row) -> str:
    if row.class_index is not None:
        return view.colours[row.class_index]
    return PLAIN if row.shown else PALE


def plain(view: View) -> str:
    """Return the picture in words and as a table: all that can be had without JavaScript."""
    rows = "".join(
        f'<tr><th scope="row">{escape(row.gmina.name)}</th><td>{escape(row.type.value)}</td>'
        f"<td>{escape(sentences.value_text(row, view.indicator))}</td></tr>"
        for row in view.shown
    )
    sources = "".join(f"<li>{escape(source)}</li>" for source in sentences.sources(view))
    return (
        f"<h1>{escape(sentences.title(view))}</h1><p>{escape(sentences.subtitle(view))}</p>"
        f"<p>{escape(sentences.sentence(view))}</p><table><tbody>{rows}</tbody></table>"
        f"<ul>{sources}</ul>"
    )
