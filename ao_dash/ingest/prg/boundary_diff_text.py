"""Moved borders in words: where, how far, how much land, and which series break."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date

import shapely
from shapely.geometry import shape

from ao_dash.datafolder.schema import TABLES
from ao_dash.ingest.prg.boundary_diff import Stretch
from ao_dash.model.dataset import Dataset
from ao_dash.model.numbers import format_number
from ao_dash.model.series import ANY, BreakKind

Row = dict[str, str]

OUTSIDE = "spoza województwa"
"""Instead of the name of a gmina that no layer knows."""

_SMALL = 0.1  # km2; less is told in three digits


def names_of(stretches: Iterable[Stretch], dataset: Dataset, register: Mapping[str, str]) -> Row:
    """Return names by code, of everybody who had or has land of the ``stretches``.

    A gmina that lost land to the area is known by the layer around it: its code is ``""`` in the
    stretch, and here the code and the point of that stretch.
    """
    names = dict(register) | {code: gmina.name for code, gmina in dataset.gminy.items()}
    around = dataset.context["context"]["features"]
    for stretch in stretches:
        if not stretch.old:
            point = shapely.Point(stretch.place)
            held = (f for f in around if shape(f["geometry"]).covers(point))
            known = (str(f["properties"]["name"]) for f in held)
            names[_key(stretch, stretch.old)] = next(known, OUTSIDE)
    return names


def where(stretches: Iterable[Stretch], names: Mapping[str, str]) -> list[str]:
    """Return a line for each stretch: both gminy, how far, how much land."""
    return [
        f"{_name(s, s.old, names)} → {_name(s, s.new, names)}: granica przesunięta najdalej o "
        f"{format_number(s.metres)} m, {land(s.km2)}"
        for s in stretches
    ]


def land(km2: float) -> str:
    r"""Return an area as the breaks of the data name it.

    >>> land(27.48), land(0.0312)
    ('27,5 km2', '0,031 km2')
    """
    return f"{format_number(km2, 3 if km2 < _SMALL else 1)} km2"


def with_breaks(rows: Sequence[Row], texts: Mapping[str, str], year: int) -> list[Row]:
    """Return ``rows`` of breaks with one for each gmina that gained or lost land.

    Parameters
    ----------
    rows
        Breaks there are.
    texts
        What to say, by ``teryt6`` of the gminy concerned.
    year
        The first in which the new borders hold.
    """
    made = [
        {
            "indicator": ANY,
            "teryt6": teryt6,
            "year": str(year),
            "kind": BreakKind.BORDERS.value,
            "text": text,
        }
        for teryt6, text in texts.items()
    ]
    keys = TABLES["breaks"].key
    known = {tuple(row[key] for key in keys) for row in rows}
    return [*rows, *(row for row in made if tuple(row[key] for key in keys) not in known)]


def texts_of(
    stretches: Sequence[Stretch], names: Mapping[str, str], since: date, members: Collection[str]
) -> Row:
    """Return by ``teryt6`` what a break says, for every member that gained or lost land."""
    concerned = dict.fromkeys(code for s in stretches for code in (s.new, s.old) if code in members)
    day = f"{since.day}.{since:%m.%Y}"
    return {
        code: f"{names[code]}: {'; '.join(_changes(code, stretches, names, day))}: "
        "przerwa w szeregu."
        for code in concerned
    }


def _changes(
    code: str, stretches: Sequence[Stretch], names: Mapping[str, str], day: str
) -> Iterator[str]:
    for s in stretches:
        if s.new == code:
            giver = _name(s, s.old, names)
            said = giver if giver == OUTSIDE else f"z gminy {giver}"
            yield f"{land(s.km2)} {said} przyłączone {day}"
        if s.old == code:
            taker = _name(s, s.new, names)
            said = "poza województwo" if taker == OUTSIDE else f"do gminy {taker}"
            yield f"{land(s.km2)} włączone {said} {day}"


def _name(stretch: Stretch, code: str, names: Mapping[str, str]) -> str:
    return names.get(_key(stretch, code), OUTSIDE)


def _key(stretch: Stretch, code: str) -> str:
    return code or f"{stretch.place}"
