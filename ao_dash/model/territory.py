"""Gminy merged into one unit: those of a moved border, which is comparable, or a chosen group.

When land passes from one gmina to another, the series of both break; those of the two together do
not. Everything that works on a dataset works on the merged one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from enum import StrEnum

import geopandas as gpd
import numpy as np
import shapely

from ao_dash.model.aggregate import Aggregation, area_value
from ao_dash.model.cache import cached_per_dataset
from ao_dash.model.dataset import Dataset, kept_together
from ao_dash.model.formula import derive
from ao_dash.model.gmina import Gmina, GminaType, latest, polish_key
from ao_dash.model.group import Group, read_group
from ao_dash.model.indicator import Indicator, Kind
from ao_dash.model.project import Project
from ao_dash.model.series import (
    ANY,
    Break,
    BreakKind,
    Cell,
    Figures,
    Remark,
    Series,
    Status,
    positions,
    source_codes,
)
from ao_dash.model.vintage import METRIC_CRS, Vintage


class Territory(StrEnum):
    """Which gminy are merged; the value is the code used in addresses and of the borders."""

    CONSTANT = "staly"
    GROUP = "grupa"


OF_GROUP = "~"
"""Parts the code of the borders of a group as one unit: that of the vintage, that of the group."""

_PREFIX = "S"  # a merged unit is no gmina of the register: its code must not look like one


@cached_per_dataset
def constant(dataset: Dataset) -> Dataset:
    """Return ``dataset`` with the gminy of a moved border merged into one unit.

    A dataset without a moved border is returned as it is.
    """
    units = _units(dataset)
    if not units:
        return dataset
    breaks = (
        b
        for b in dataset.breaks
        if b.kind is not BreakKind.BORDERS or unit_of(units, b.teryt6) == b.teryt6
    )
    names = [dataset.gminy[code].name for unit in units.values() for code in unit.members]
    label = f"terytorium stałe: {', '.join(names)} jako jedna jednostka"
    borders = _vintage(dataset.vintages[-1], units, Territory.CONSTANT, label)
    return _with_units(dataset, units, breaks, (replace(borders, valid_from=None),))


@cached_per_dataset
def together(dataset: Dataset, group: Group) -> Dataset:
    """Return ``dataset`` with the gminy of ``group``, two or more, merged into one unit.

    It has the borders and the breaks of its members, but for land that only they exchanged.
    """
    unit = _group_unit(dataset, group)
    units = {unit.teryt6: unit}
    kept = frozenset(kept_together(dataset.breaks, unit.members))
    breaks = (b for b in dataset.breaks if b.teryt6 not in unit.members or b in kept)
    vintages = tuple(
        _vintage(v, units, f"{v.code}{OF_GROUP}{group.code}", f"{v.label}; {group.name} razem")
        for v in dataset.vintages
    )
    return _with_units(dataset, units, breaks, vintages)


def _with_units(
    dataset: Dataset,
    units: Mapping[str, Gmina],
    breaks: Iterable[Break],
    vintages: tuple[Vintage, ...],
) -> Dataset:
    """Return ``dataset`` with ``units`` in place of their members.

    Counts are summed, derived indicators computed from the sums, rates averaged with their
    declared weight. What cannot be put together (a flag, a rate without a published weight) is
    ``not_applicable``; where one of the merged gminy has no value, the unit has none either.
    """
    published = [i for i in dataset.indicators.values() if not i.formula]
    unchanged = [t for t in dataset.places if unit_of(units, t) == t]
    places = positions([*unchanged, *units])
    series = {i.code: _merged_series(dataset, i, units, places) for i in published}
    moved = dict.fromkeys(replace(b, teryt6=unit_of(units, b.teryt6)) for b in breaks)
    formulas = {code: i.formula for code, i in dataset.indicators.items() if i.formula}
    return replace(
        dataset,
        gminy=_gminy(dataset, units),
        series=series | derive(formulas, series, tuple(moved)),
        breaks=tuple(moved),
        remarks=tuple(_remark(r, units) for r in dataset.remarks),
        projects=_projects(dataset, units),
        vintages=vintages,
        origin=dataset,
    )


def merged(dataset: Dataset, territory: Territory | None, group: Group | None) -> Dataset:
    """Return ``dataset`` with the gminy merged that a territory asks for."""
    if territory is Territory.CONSTANT:
        return constant(dataset)
    return together(dataset, group) if territory and group else dataset


def borders(dataset: Dataset, code: str) -> tuple[Dataset, Vintage] | None:
    """Return borders by their code, dated ones or merged, and the dataset that has them."""
    owners = [dataset, constant(dataset)]
    group, _ = read_group(code.partition(OF_GROUP)[2], dataset)
    if group and len(group.members) > 1:
        owners.append(together(dataset, group))
    return next(((one, v) for one in owners for v in one.vintages if v.code == code), None)


def counterpart(dataset: Dataset, teryt6: str) -> str:
    """Return the unit that holds a gmina, or the gmina that a unit is named after."""
    gmina = teryt6.removeprefix(_PREFIX)
    return next((unit.teryt6 for unit in dataset.gminy.values() if gmina in unit.members), gmina)


def unit_of(units: Mapping[str, Gmina], teryt6: str) -> str:
    """Return the code of the unit that ``teryt6`` is merged into, or ``teryt6`` itself."""
    return next((code for code, unit in units.items() if teryt6 in unit.members), teryt6)


def _units(dataset: Dataset) -> dict[str, Gmina]:
    """Return the merged units by code: gminy of moved borders that lie side by side."""
    moved = {b.teryt6 for b in dataset.breaks if b.kind is BreakKind.BORDERS} & set(dataset.gminy)
    if not moved:
        return {}
    frame = dataset.vintages[-1].frame.loc[sorted(moved)]
    whole = shapely.union_all(frame.geometry.to_numpy())
    units = {}
    for part in shapely.get_parts(whole):
        inside = frame[frame.geometry.representative_point().within(part)]
        unit = _unit(dataset, tuple(map(str, inside.index)))
        units[unit.teryt6] = unit
    return units


def _unit(dataset: Dataset, members: tuple[str, ...]) -> Gmina:
    """Return the unit, named after the gmina that gained the most land."""
    before, after = dataset.vintages[0].areas(), dataset.vintages[-1].areas()
    centre = dataset.gminy[max(members, key=lambda code: after[code] - before[code])]
    others = len(members) - 1
    return Gmina(
        teryt6=f"{_PREFIX}{centre.teryt6}",
        name=f"{centre.name} + {others} {'gmina' if others == 1 else 'gminy'}",
        powiat=", ".join(dict.fromkeys(dataset.gminy[code].powiat for code in members)),
        member_since=latest(dataset.gminy[code].member_since for code in members),
        types=((centre.types[0][0], GminaType.MERGED),),
        source=centre.source,
        members=tuple(sorted(members, key=lambda code: polish_key(dataset.gminy[code].name))),
    )


def _group_unit(dataset: Dataset, group: Group) -> Gmina:
    """Return the unit of a group; its name stands in the member that is nearest to its middle."""
    gminy = [dataset.gminy[code] for code in group.members]
    frame = dataset.vintages[-1].frame.loc[list(group.members)].to_crs(METRIC_CRS)
    middle = shapely.union_all(frame.geometry.to_numpy()).centroid
    nearest = frame.geometry.centroid.distance(middle).idxmin()
    return Gmina(
        teryt6=f"{_PREFIX}{nearest}",
        name=group.called,
        powiat=", ".join(dict.fromkeys(gmina.powiat for gmina in gminy)),
        member_since=latest(gmina.member_since for gmina in gminy),
        types=((gminy[0].types[0][0], GminaType.MERGED),),
        source=gminy[0].source,
        members=group.members,
    )


def _gminy(dataset: Dataset, units: Mapping[str, Gmina]) -> dict[str, Gmina]:
    unchanged = [g for g in dataset.gminy.values() if unit_of(units, g.teryt6) == g.teryt6]
    ordered = sorted([*unchanged, *units.values()], key=lambda g: polish_key(g.name))
    return {gmina.teryt6: gmina for gmina in ordered}


def _merged_series(
    dataset: Dataset, indicator: Indicator, units: Mapping[str, Gmina], places: Mapping[str, int]
) -> Series:
    series = dataset.series[indicator.code]
    unchanged = [series.places[t] for t in places if t not in units]
    merged = [
        _merged_cell(dataset, indicator, year, unit) for year in series for unit in units.values()
    ]
    table = np.arange(len(merged)).reshape(len(series), len(units))
    figures = series.figures[:, unchanged].joined(Figures.of(merged)[table])
    return Series(series.years, places, figures)


def _merged_cell(dataset: Dataset, indicator: Indicator, year: int, unit: Gmina) -> Cell:
    cells = [dataset.series[indicator.code][year][code] for code in unit.members]
    sources = source_codes(cells)
    if indicator.kind is Kind.FLAG or (indicator.kind is Kind.COUNT and not indicator.additive):
        return Cell(None, Status.NOT_APPLICABLE, sources)
    lacking = [cell.status for cell in cells if cell.status is not Status.OK]
    if lacking:
        return Cell(None, lacking[0], sources)
    together = area_value(dataset, indicator.code, year, unit.members)
    if together is None or together.aggregation is Aggregation.MEDIAN:
        return Cell(None, Status.NOT_APPLICABLE, sources)
    return Cell(together.value, Status.OK, sources)


def _remark(remark: Remark, units: Mapping[str, Gmina]) -> Remark:
    code = unit_of(units, remark.teryt6)
    return remark if remark.teryt6 == ANY else replace(remark, teryt6=code)


def _projects(dataset: Dataset, units: Mapping[str, Gmina]) -> dict[str, Project]:
    return {
        code: replace(
            project,
            gminy=tuple(
                replace(part, teryt6=unit_of(units, part.teryt6)) for part in project.gminy
            ),
        )
        for code, project in dataset.projects.items()
    }


def _vintage(vintage: Vintage, units: Mapping[str, Gmina], code: str, label: str) -> Vintage:
    """Return borders with ``units`` in place of their members, under another code and label.

    The name of a unit stands in the gmina it is named after.
    """
    frame = vintage.frame
    parts = {key: [key] for key in map(str, frame.index) if unit_of(units, key) == key}
    parts |= {key: list(unit.members) for key, unit in units.items()}
    named = frame.loc[[key.removeprefix(_PREFIX) for key in parts]]
    merged = gpd.GeoDataFrame(
        {"label_lon": named["label_lon"].to_numpy(), "label_lat": named["label_lat"].to_numpy()},
        geometry=[
            shapely.coverage_union_all(frame.loc[codes].geometry.to_numpy())
            for codes in parts.values()
        ],
        index=list(parts),
        crs=frame.crs,
    )
    return replace(vintage, code=code, label=label, frame=merged)
