"""Moved borders in words: where, how far, how much land, and which series break."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date

import shapely
from shapely.geometry import shape

from ao_dash.ingest.editions.files import Row
from ao_dash.ingest.editions.merge import break_row
from ao_dash.ingest.prg.boundary_diff import Stretch
from ao_dash.model.dataset import Dataset
from ao_dash.model.numbers import format_number
from ao_dash.model.series import ANY, BreakKind

OUTSIDE = "spoza województwa"
"""Instead of the name of a gmina that no layer knows."""

_SMALL_AREA = 0.1  # km2; less is given in three digits


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
            covering = (f for f in around if shape(f["geometry"]).covers(point))
            known = (str(f["properties"]["name"]) for f in covering)
            names[str(stretch.place)] = next(known, OUTSIDE)
    return names


def where(stretches: Iterable[Stretch], names: Mapping[str, str]) -> list[str]:
    """Return a line for each stretch: both gminy, how far, how much land."""
    return [
        f"{_name(s, s.old, names)} → {_name(s, s.new, names)}: granica przesunięta najdalej o "
        f"{format_number(s.metres)} m, {area_text(s.km2)}"
        for s in stretches
    ]


def area_text(km2: float) -> str:
    r"""Return an area as the breaks of the data name it.

    >>> area_text(27.48), area_text(0.0312)
    ('27,5 km2', '0,031 km2')
    """
    return f"{format_number(km2, 3 if km2 < _SMALL_AREA else 1)} km2"


def day_text(day: date) -> str:
    """Return a day as labels of borders have it.

    >>> day_text(date(2017, 1, 1))
    '1.01.2017'
    """
    return f"{day.day}.{day:%m.%Y}"


def breaks_of(texts: Mapping[str, str], year: int) -> Iterator[Row]:
    """Return a break for each gmina that gained or lost land.

    ``texts`` say what happened, by ``teryt6``; ``year`` is the first of the new borders.
    """
    for teryt6, text in texts.items():
        yield break_row(ANY, teryt6, year, BreakKind.BORDERS, text)


def texts_of(
    stretches: Sequence[Stretch], names: Mapping[str, str], since: date, members: Collection[str]
) -> Row:
    """Return by ``teryt6`` what a break says, for every member that gained or lost land."""
    concerned = dict.fromkeys(code for s in stretches for code in (s.new, s.old) if code in members)
    return {
        code: f"{names[code]}: {'; '.join(_changes(code, stretches, names, day_text(since)))}: "
        "przerwa w szeregu."
        for code in concerned
    }


def _changes(
    code: str, stretches: Sequence[Stretch], names: Mapping[str, str], day: str
) -> Iterator[str]:
    for s in stretches:
        if s.new == code:
            giver = _name(s, s.old, names)
            origin = giver if giver == OUTSIDE else f"z gminy {giver}"
            yield f"{area_text(s.km2)} {origin} przyłączone {day}"
        if s.old == code:
            taker = _name(s, s.new, names)
            target = "poza województwo" if taker == OUTSIDE else f"do gminy {taker}"
            yield f"{area_text(s.km2)} włączone {target} {day}"


def _name(stretch: Stretch, code: str, names: Mapping[str, str]) -> str:
    return names.get(code or str(stretch.place), OUTSIDE)
