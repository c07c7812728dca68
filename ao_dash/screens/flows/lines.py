"""Flows on the map: where they begin and end, how they bend, how wide they are."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ao_dash.mapview.message import FlowEndMessage, FlowMessage
from ao_dash.model.cache import cached_per_dataset
from ao_dash.model.dataset import Dataset
from ao_dash.model.flow import Pair

Point = tuple[float, float]
"""Longitude and latitude in degrees (EPSG:4326)."""

_BEND = 0.16  # how far a line bends to its left, as a share of its length
_DECIMALS = 6  # of a degree: about ten centimetres
_INSET = 0.03  # of the extent: an end outside stands this far inside the edge of the map


@dataclass(frozen=True)
class Flow:
    """Persons from one place to another; ``other_way`` are those back, ``None`` if unknown.

    ``drawn`` are the persons that its width shows: all, or those more than the other way.
    """

    start: str
    end: str
    persons: int
    other_way: int | None
    drawn: int

    @property
    def pair(self) -> Pair:
        """The codes of both places, from and to."""
        return self.start, self.end

    @property
    def net(self) -> int | None:
        """Persons more than the other way, or ``None`` where that is unknown."""
        return None if self.other_way is None else self.persons - self.other_way


@cached_per_dataset
def seats(dataset: Dataset) -> Mapping[str, Point]:
    """Return the seat of each gmina: the place of its name, or the place of the name on maps."""
    frame = dataset.vintages[-1].frame
    found = {
        str(code): (float(lon), float(lat))
        for code, lon, lat in zip(frame.index, frame["label_lon"], frame["label_lat"], strict=True)
    }
    for feature in dataset.context["towns"]["features"]:
        gmina = dataset.gminy.get(feature["properties"]["teryt6"])
        if gmina and gmina.name == feature["properties"]["name"]:
            lon, lat = feature["geometry"]["coordinates"]
            found[gmina.teryt6] = (lon, lat)
    return found


def place(dataset: Dataset, code: str) -> Point:
    """Return where a flow begins or ends on the map.

    A place outside the area that lies beyond the map stands at its edge, in its direction.
    """
    if code in dataset.gminy:
        return seats(dataset)[code]
    end = dataset.flow_ends[code]
    return _within((end.lon, end.lat), dataset.vintages[-1].frame.total_bounds.tolist())


def _within(point: Point, bounds: Sequence[float]) -> Point:
    """Return ``point``, or where the way to it from the middle of ``bounds`` leaves them."""
    west, south, east, north = bounds
    middle = (west + east) / 2, (south + north) / 2
    half = (east - west) / 2 * (1 - _INSET), (north - south) / 2 * (1 - _INSET)
    away = point[0] - middle[0], point[1] - middle[1]
    share = max(abs(step) / size for step, size in zip(away, half, strict=True))
    if share <= 1:
        return point
    return middle[0] + away[0] / share, middle[1] + away[1] / share


def control(start: Point, end: Point) -> Point:
    """Return the control point of the curve from ``start`` to ``end``.

    A line bends to its left, so that the two ways between two places stay apart.
    """
    narrow = math.cos(math.radians((start[1] + end[1]) / 2))  # degrees of longitude are shorter
    across, up = (end[0] - start[0]) * narrow, end[1] - start[1]
    middle = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2
    return middle[0] - up * 2 * _BEND / narrow, middle[1] + across * 2 * _BEND


def curve(start: Point, end: Point, pieces: int = 24) -> list[Point]:
    """Return the points of the line from ``start`` to ``end``, both included."""
    bend = control(start, end)

    def at(t: float, axis: int) -> float:
        ends = (1 - t) ** 2 * start[axis] + t**2 * end[axis]
        return round(ends + 2 * t * (1 - t) * bend[axis], _DECIMALS)

    return [(at(n / pieces, 0), at(n / pieces, 1)) for n in range(pieces + 1)]


def messages(
    dataset: Dataset, flows: Iterable[Flow], texts: Mapping[str, str], widest: float = 1.0
) -> dict[str, Any]:
    """Return what a map draws of ``flows``, the strongest last, over the others.

    ``texts`` stand under the names of places outside the area; ``widest`` is the width of the
    strongest flow as a share of the widest line of a map.
    """
    ordered = sorted(flows, key=lambda flow: flow.drawn)
    largest = max((flow.drawn for flow in ordered), default=1)
    codes = dict.fromkeys(code for flow in ordered for code in flow.pair)
    ends = {code: place(dataset, code) for code in codes}
    return {
        "flows": [
            FlowMessage(*flow.pair, round(widest * flow.drawn / largest, 4), *_rounded(bend))
            for flow in ordered
            for bend in [control(ends[flow.start], ends[flow.end])]
        ],
        "flow_ends": [
            FlowEndMessage(code, *_rounded(at), *_outside(dataset, code, texts))
            for code, at in ends.items()
        ],
    }


def _rounded(point: Point) -> Point:
    return round(point[0], 5), round(point[1], 5)


def _outside(dataset: Dataset, code: str, texts: Mapping[str, str]) -> tuple[str, str]:
    """Return the name and the text of a place outside the area; those inside have their own."""
    if code in dataset.gminy:
        return "", ""
    return dataset.flow_ends[code].name, texts.get(code, "")
