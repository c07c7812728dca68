"""The constant territory: gminy whose borders moved, merged into one unit that is comparable.

When land passes from one gmina to another, the series of both break; those of the two together do
not. Everything that works on a dataset works on the merged one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import geopandas as gpd
import numpy as np
import shapely

from ao_dash.model.aggregate import Aggregation, area_value
from ao_dash.model.cache import cached_per_dataset
from ao_dash.model.dataset import Dataset
from ao_dash.model.formula import derive
from ao_dash.model.gmina import Gmina, GminaType, polish_key
from ao_dash.model.indicator import Indicator, Kind
from ao_dash.model.project import Project
from ao_dash.model.series import (
    ANY,
    BreakKind,
    Cell,
    Figures,
    Remark,
    Series,
    Status,
    positions,
    source_codes,
)
from ao_dash.model.vintage import Vintage

CODE = "staly"
"""The code of the merged borders, and of the choice in addresses."""

_PREFIX = "S"  # a merged unit is no gmina of the register: its code must not look like one


@cached_per_dataset
def constant(dataset: Dataset) -> Dataset:
    """Return ``dataset`` with the gminy of a moved border merged into one unit.

    Counts are summed, derived indicators computed from the sums, rates averaged with their
    declared weight. What cannot be put together (a flag, a rate without a published weight) is
    ``not_applicable``; where one of the merged gminy has no value, the unit has none either.
    A dataset without a moved border is returned as it is.
    """
    units = _units(dataset)
    if not units:
        return dataset
    published = [i for i in dataset.indicators.values() if not i.formula]
    unchanged = [t for t in dataset.places if unit_of(units, t) == t]
    places = positions([*unchanged, *units])
    series = {i.code: _merged_series(dataset, i, units, places) for i in published}
    breaks = tuple(
        replace(b, teryt6=unit_of(units, b.teryt6))
        for b in dataset.breaks
        if b.kind is not BreakKind.BORDERS or unit_of(units, b.teryt6) == b.teryt6
    )
    formulas = {code: i.formula for code, i in dataset.indicators.items() if i.formula}
    return replace(
        dataset,
        gminy=_gminy(dataset, units),
        series=series | derive(formulas, series, breaks),
        breaks=breaks,
        remarks=tuple(_remark(r, units) for r in dataset.remarks),
        projects=_projects(dataset, units),
        vintages=(_vintage(dataset, units),),
        origin=dataset,
    )


def chosen(dataset: Dataset, *, merged: bool) -> Dataset:
    """Return ``dataset`` or its constant territory."""
    return constant(dataset) if merged else dataset


def counterpart(dataset: Dataset, teryt6: str) -> str:
    """Return the unit that holds a gmina, or the gmina that a unit is named after."""
    units = constant(dataset.origin or dataset).gminy.values()
    found = (unit.teryt6 for unit in units if teryt6 in unit.members)
    return next(found, teryt6.removeprefix(_PREFIX))


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
        member_since=max(dataset.gminy[code].member_since for code in members),
        types=((centre.types[0][0], GminaType.MERGED),),
        source=centre.source,
        members=tuple(sorted(members, key=lambda code: polish_key(dataset.gminy[code].name))),
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


def _vintage(dataset: Dataset, units: Mapping[str, Gmina]) -> Vintage:
    newest = dataset.vintages[-1]
    keys = [unit_of(units, str(code)) for code in newest.frame.index]
    frame = newest.frame.assign(unit=keys)
    shapes = {
        code: shapely.coverage_union_all(group.geometry.to_numpy())
        for code, group in frame.groupby("unit", sort=False)
    }
    points = {code: _label(frame, units, str(code)) for code in shapes}
    merged = gpd.GeoDataFrame(
        {
            "label_lon": [points[code][0] for code in shapes],
            "label_lat": [points[code][1] for code in shapes],
        },
        geometry=list(shapes.values()),
        index=list(map(str, shapes)),
        crs=newest.frame.crs,
    )
    names = [dataset.gminy[code].name for unit in units.values() for code in unit.members]
    label = f"terytorium stałe: {', '.join(names)} jako jedna jednostka"
    return Vintage(CODE, None, label, newest.source, merged)


def _label(frame: gpd.GeoDataFrame, units: Mapping[str, Gmina], code: str) -> tuple[float, float]:
    """Return where the name stands: for a unit, in the gmina it is named after."""
    key = code.removeprefix(_PREFIX) if code in units else code
    lon, lat = frame.loc[[key], ["label_lon", "label_lat"]].to_numpy(dtype=float)[0]
    return float(lon), float(lat)
