"""What can be compared: gminy, their types and groups, the constant territory, area, regions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ao_dash.model import territory
from ao_dash.model.aggregate import Aggregation, area_value
from ao_dash.model.cache import cached_per_dataset
from ao_dash.model.dataset import Dataset, Source
from ao_dash.model.gmina import GminaType
from ao_dash.model.group import read_group, ready_groups
from ao_dash.model.region import regions
from ao_dash.model.series import NO_SERIES, Break, Series, Status

_TYPE_NAMES: Mapping[GminaType, str] = {
    GminaType.URBAN: "gminy miejskie",
    GminaType.MIXED: "gminy miejsko-wiejskie",
    GminaType.RURAL: "gminy wiejskie",
}

AGGREGATION_WORDS: Mapping[Aggregation, str] = {
    Aggregation.SUM: "suma",
    Aggregation.RATIO: "z sum",
    Aggregation.WEIGHTED: "średnia ważona",
    Aggregation.MEDIAN: "mediana",
    Aggregation.COUNT: "liczba gmin z „tak”",
}


PUBLISHED, FROM_PUBLISHED = "ogłoszona dla regionu", "z wartości ogłoszonych dla regionu"
SUMMED, FROM_SUMMED = "suma gmin obszaru", "z sum gmin obszaru"


@dataclass(frozen=True)
class Unit:
    """One or several gminy seen as one; ``members`` are their ``teryt6``.

    A region has no members: its figures are published, not put together. Those of another area are
    sums of gminy that are not here.
    """

    code: str
    name: str
    members: tuple[str, ...]


@dataclass(frozen=True)
class Figure:
    """A figure of a unit in the unit of its indicator, and how it was put together.

    ``aggregation`` is "" for a single gmina. There is a value only where ``status`` is ``ok``.
    """

    value: float | None
    status: Status
    aggregation: str = ""


@cached_per_dataset
def units(dataset: Dataset, year: int) -> dict[str, Unit]:
    """Return everything that can be compared, by code.

    A type holds the gminy that have it on 31 December of ``year``, in every year that is shown:
    else the composition would change within a series.
    """
    merged = territory.constant(dataset).gminy.values()
    ready = ready_groups(dataset).values()
    found = [Unit(dataset.area.code, dataset.area.name, tuple(dataset.gminy))]
    for kind, name in _TYPE_NAMES.items():
        members = tuple(t for t, g in dataset.gminy.items() if g.type_in(year) is kind)
        if len(members) > 1:
            found.append(Unit(kind.value, name, members))
    found += [Unit(group.code, group.name, group.members) for group in ready]
    found += [Unit(g.teryt6, g.name, g.members) for g in merged if g.members]
    found += [Unit(g.teryt6, g.name, (g.teryt6,)) for g in dataset.gminy.values()]
    found += [Unit(code, name, ()) for code, name in regions(dataset).items()]
    found += [Unit(area.code, area.name, ()) for area in dataset.areas.values()]
    return {unit.code: unit for unit in found}


def find(dataset: Dataset, year: int, code: str) -> Unit | None:
    """Return one of :func:`units`, or a group that a person has put together."""
    if known := units(dataset, year).get(code):
        return known
    group, unknown = read_group(code, dataset)
    return Unit(code, group.name, group.members) if group and not unknown else None


def figure(dataset: Dataset, unit: Unit, indicator: str, year: int) -> Figure:
    """Return the figure of a unit; a sum is given only if every member has a value."""
    if not unit.members:
        words = (SUMMED, FROM_SUMMED) if unit.code in dataset.areas else (PUBLISHED, FROM_PUBLISHED)
        aggregation = words[dataset.indicators[indicator].formula is not None]
        return _published(_series(dataset, unit, indicator), year, unit.code, aggregation)
    if len(unit.members) == 1:
        return _published(_series(dataset, unit, indicator), year, unit.members[0])
    together = area_value(dataset, indicator, year, unit.members)
    if together is None or (
        together.aggregation is Aggregation.SUM and together.used < together.of
    ):
        return Figure(None, Status.MISSING)
    aggregation = AGGREGATION_WORDS[together.aggregation]
    if together.used < together.of:
        aggregation += f" ({together.used} z {together.of} gmin)"
    return Figure(together.value, Status.OK, aggregation)


def _series(dataset: Dataset, unit: Unit, indicator: str) -> Series:
    """Return the series that the figures of a unit are in."""
    return dataset.series[indicator] if unit.members else dataset.regional.get(indicator, NO_SERIES)


def _published(series: Series, year: int, code: str, aggregation: str = "") -> Figure:
    cell = series.cell(year, code)
    return Figure(cell.value, cell.status, aggregation)


def sources(dataset: Dataset, unit: Unit, indicator: str) -> tuple[Source, ...]:
    """Return the sources of the figures of a unit."""
    series = _series(dataset, unit, indicator)
    columns = [series.places[k] for k in unit.members or (unit.code,) if k in series.places]
    codes = series.figures[:, columns].source_codes()
    return tuple(dataset.sources[code] for code in codes)


def breaks(dataset: Dataset, unit: Unit, indicator: str) -> tuple[Break, ...]:
    """Return the breaks that the series of a unit suffers from."""
    return dataset.breaks_of_group(indicator, unit.members)
