"""Annotations: a person's own words on the map, each with an arrow to its gmina."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from ao_dash.mapview.query import Parameter, QueryReader
from ao_dash.model import territory
from ao_dash.model.dataset import Dataset
from ao_dash.model.plain_text import has_barred
from ao_dash.model.vintage import Vintage

MOST, LONGEST = 3, 80
"""How many there may be on a map, and how many characters one may have."""

_PARTED, _PLACE = "~", r"-?[0-9]{1,3}(\.[0-9]{1,3})?"
_ONE = rf"S?[0-9]{{6}}:{_PLACE}:{_PLACE}:[^{_PARTED}\s][^{_PARTED}]{{0,{LONGEST - 1}}}"
PATTERN = rf"{_ONE}({_PARTED}{_ONE}){{0,{MOST - 1}}}"
"""What annotations look like in an address."""

_FARTHEST = 0.5  # degrees from the area: beyond, nobody would see the words
_STEP_EAST, _STEP_NORTH = 0.16, 0.1  # degrees, about eleven kilometres


class Annotation(NamedTuple):
    """Words whose middle is at ``lat`` and ``lon`` (degrees) and point at a gmina."""

    teryt6: str
    lat: float
    lon: float
    text: str

    def __str__(self) -> str:
        """Return what stands for it in an address."""
        return f"{self.teryt6}:{self.lat:.3f}:{self.lon:.3f}:{self.text}"


def written(annotations: Iterable[Annotation]) -> str:
    """Return annotations as they stand in an address."""
    return _PARTED.join(map(str, annotations))


def _read(reader: QueryReader) -> tuple[Annotation, ...]:
    text = reader.text(ANNOTATIONS.name)
    if not text:
        return ()
    if not _is_written_well(text):
        reader.unknown(ANNOTATIONS, text)
        return ()
    found: dict[str, Annotation] = {}
    vintage = reader.dataset.vintage(reader["year"])
    for one in text.split(_PARTED):
        code, lat, lon, words = one.split(":", 3)
        teryt6 = _unit(reader.dataset, code)
        annotation = Annotation(teryt6, float(lat), float(lon), words.strip())
        if teryt6 not in reader.dataset.gminy or _is_far(vintage, annotation):
            reader.unknown(ANNOTATIONS, one)
        else:
            found[teryt6] = annotation
    return tuple(found.values())


def _is_written_well(text: str) -> bool:
    return re.fullmatch(PATTERN, text) is not None and not has_barred(text)


def _unit(dataset: Dataset, code: str) -> str:
    """Return a gmina, or the one that stands for it where some are merged or parted again."""
    return code if code in dataset.gminy else territory.counterpart(dataset, code)


def _is_far(vintage: Vintage, one: Annotation) -> bool:
    west, south, east, north = vintage.frame.total_bounds
    return not (
        west - _FARTHEST <= one.lon <= east + _FARTHEST
        and south - _FARTHEST <= one.lat <= north + _FARTHEST
    )


ANNOTATIONS = Parameter(
    "dopiski",
    "dopiski na mapie ze strzałką do gminy: kod TERYT, szerokość i długość geograficzna środka "
    f"słów oraz słowa po dwukropku (`020101:50.9:18.1:Tu przybyło mieszkańców`), do {MOST} "
    f"rozdzielonych `{_PARTED}`, jeden na gminę",
    label="Dopisek",
    pattern=PATTERN,
    read=_read,
    write=written,
)


def with_text(
    annotations: Iterable[Annotation], vintage: Vintage, teryt6: str, text: str
) -> tuple[Annotation, ...] | None:
    """Return annotations with other words for a gmina, or none of it for no words.

    New words stand beside the gmina, away from the middle of the area. ``None`` if an address
    cannot hold them: too many, too long or with signs that it cannot have.
    """
    found = {one.teryt6: one for one in annotations}
    words = text.strip()
    if not words:
        found.pop(teryt6, None)
        return tuple(found.values())
    place = found.get(teryt6) or Annotation(teryt6, *_beside(vintage, teryt6), "")
    found[teryt6] = place._replace(text=words)
    changed = tuple(found.values())
    return changed if _is_written_well(written(changed)) else None


def _beside(vintage: Vintage, teryt6: str) -> tuple[float, float]:
    """Return latitude and longitude beside a gmina, within the bounds of the area."""
    west, south, east, north = vintage.frame.total_bounds
    lat, lon = map(float, vintage.frame.loc[teryt6, ["label_lat", "label_lon"]].to_numpy())
    lat += _STEP_NORTH if lat > (south + north) / 2 else -_STEP_NORTH
    lon += _STEP_EAST if lon > (west + east) / 2 else -_STEP_EAST
    return min(max(lat, south), north), min(max(lon, west), east)
