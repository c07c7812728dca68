"""Regions that the area is compared with: powiaty of its gminy, the voivodeship, Poland."""

from __future__ import annotations

from ao_dash.model.cache import cached_per_dataset
from ao_dash.model.dataset import Dataset
from ao_dash.model.gmina import polish_key
from ao_dash.model.indicator import Indicator, Kind
from ao_dash.model.series import Cell, Status, Year

POLAND = "PL"
VOIVODESHIP, POWIAT = 2, 4
"""Digits of the code of a voivodeship and of a powiat, with which those of its gminy begin."""

_FIRST_CITY = 61  # powiaty are numbered from 01, cities with the rights of a powiat from 61


def is_city(teryt6: str) -> bool:
    """Tell whether a gmina is a city with the rights of a powiat, or a unit named after one."""
    return int(teryt6[-6:][VOIVODESHIP:POWIAT]) >= _FIRST_CITY


@cached_per_dataset
def regions(dataset: Dataset) -> dict[str, str]:
    """Return the names of regions that have figures, by code, the nearest first.

    A city with the rights of a powiat is left out: it is a gmina of the dataset already.
    """
    years = (year for series in dataset.regional.values() for year in series.values())
    known = {code for year in years for code in year.numbers()}
    powiaty = {
        t[:POWIAT]: f"powiat {gmina.powiat}"
        for t, gmina in dataset.gminy.items()
        if t.isdigit() and not is_city(t)
    }
    nearest = dict(sorted(powiaty.items(), key=lambda item: polish_key(item[1])))
    names = {**nearest, **dataset.area.voivodeships, POLAND: "Polska"}
    return {code: name for code, name in names.items() if code in known}


def around(
    dataset: Dataset, indicator: Indicator, cells: Year, gmina: str | None = None
) -> dict[str, Cell]:
    """Return figures of the regions that hold the whole area, or a gmina, by name, nearest first.

    Those are the voivodeship and Poland, and the powiat of the gmina. ``cells`` are those of
    regions in a year. A count of a region does not compare with one of a gmina, and „yes” of one
    means nothing for the other: there is none of these.
    """
    if indicator.kind in (Kind.COUNT, Kind.FLAG):
        return {}
    powiat = (gmina or "")[:POWIAT]
    holding = ((c, name) for c, name in regions(dataset).items() if len(c) < POWIAT or c == powiat)
    found = {name: cells.get(code) for code, name in holding}
    return {name: cell for name, cell in found.items() if cell and cell.status is Status.OK}
