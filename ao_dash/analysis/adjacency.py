"""Which gminy lie side by side, and how long the border is that they share."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from itertools import combinations

import shapely
from pyproj import Geod

from ao_dash.model.vintage import Vintage


@functools.lru_cache(maxsize=8)
def shared_borders(vintage: Vintage) -> Mapping[str, Mapping[str, float]]:
    """Return, by ``teryt6``, the lengths in km of the borders shared with others, longest first.

    Every unit of ``vintage`` is there, also one without a neighbour. Gminy that meet in a point
    share no border. Lengths are those of the drawn, simplified lines, on the ellipsoid.
    """
    geod = Geod(ellps="GRS80")
    found: dict[str, dict[str, float]] = {str(code): {} for code in vintage.frame.index}
    for (one, shape), (other, beside) in combinations(vintage.frame.geometry.items(), 2):
        if not shape.touches(beside):
            continue
        parts = shapely.get_parts(shapely.intersection(shape, beside))
        length = sum(geod.geometry_length(part) for part in parts if part.length)
        if length:
            found[str(one)][str(other)] = found[str(other)][str(one)] = length / 1000
    return {
        code: dict(sorted(lengths.items(), key=lambda item: -item[1]))
        for code, lengths in found.items()
    }


@functools.lru_cache(maxsize=8)
def drawn_areas(vintage: Vintage) -> Mapping[str, float]:
    """Return the areas in km² by ``teryt6`` as :meth:`Vintage.areas`, computed once."""
    return vintage.areas()
