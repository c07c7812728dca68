"""A data folder: found, read, checked as a whole and turned into a ``Dataset``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from ao_dash.datafolder.area import FILE as AREA_FILE
from ao_dash.datafolder.area import read_area
from ao_dash.datafolder.boundaries import CONTEXT_FILES, read_context, read_gminy, registered_areas
from ao_dash.datafolder.coverage import area_faults
from ao_dash.datafolder.editions import read_editions
from ao_dash.datafolder.exchange import read_edition_of
from ao_dash.datafolder.figures import read_series
from ao_dash.datafolder.flows import read_flow_ends, read_flows
from ao_dash.datafolder.schema import AWAITED, FIGURES, TABLES
from ao_dash.datafolder.stations import read_air_stations, read_rail_stations
from ao_dash.datafolder.tables import read_figures, read_table, records
from ao_dash.datafolder.validation import table_faults
from ao_dash.model.area import AREA_TOLERANCE, Area, OtherArea
from ao_dash.model.dataset import Awaited, Dataset, Domain, Source
from ao_dash.model.faults import DataFaults, Fault
from ao_dash.model.formula import Formula, derive
from ao_dash.model.gmina import Gmina, GminaType, polish_key
from ao_dash.model.indicator import Forms, Indicator, Kind, Origin, Polarity, forms_of
from ao_dash.model.project import Part, Participation, Project
from ao_dash.model.series import ANY, Break, BreakKind, Remark, Series
from ao_dash.model.settings import SHIPPED
from ao_dash.model.vintage import Vintage, vintage_for

__all__ = ["SHIPPED", "load"]


def load(root: Path) -> Dataset:
    """Read and check the folder ``root``, always one edition of it (:func:`read_edition_of`).

    Raises
    ------
    DataFaults
        With every fault found, if there is any.
    """
    if not root.is_dir():
        fault = Fault(str(root), "nie ma takiego folderu danych", "Popraw AO_DATA_DIR")
        raise DataFaults([fault])
    return read_edition_of(root, partial(_load, root))


def _load(root: Path, edition: Path) -> Dataset:
    """Read the files of ``root`` where they are whole, in the folder ``edition``."""
    tables, faults = _read_tables(edition)
    area, named_faults = _read_area(edition, set(tables["gminy"]["teryt6"]))
    tolerance = area.area_tolerance if area else AREA_TOLERANCE
    vintages, vintage_faults = _read_vintages(edition, tables, tolerance)
    context, context_faults = _read_context(edition)
    faults += vintage_faults + context_faults + named_faults
    if faults or not area:
        raise DataFaults(faults)
    return _assemble(root, area, tables, vintages, context)


def _read_tables(root: Path) -> tuple[dict[str, pd.DataFrame], list[Fault]]:
    tables: dict[str, pd.DataFrame] = {}
    faults: list[Fault] = []
    for name, table in TABLES.items():
        read = read_figures if name in FIGURES else partial(read_table, optional=table.optional)
        tables[name], found = read(root, table.file, tuple(table.columns))
        faults += found
    for name in TABLES:
        faults += table_faults(name, tables)
    return tables, faults


def _read_area(root: Path, members: set[str]) -> tuple[Area | None, list[Fault]]:
    """Return the area; a folder of before there was a file of it has that of the shipped one."""
    if (root / AREA_FILE).exists():
        return read_area(root, members)
    return read_area(SHIPPED, ())


def _read_vintages(
    root: Path, tables: Mapping[str, pd.DataFrame], tolerance: float
) -> tuple[tuple[Vintage, ...], list[Fault]]:
    members = set(tables["gminy"]["teryt6"])
    vintages: list[Vintage] = []
    faults: list[Fault] = []
    for row in records(tables["vintages"]):
        frame, found = read_gminy(
            root, f"boundaries/{row['file']}", members, coarse=tolerance > AREA_TOLERANCE
        )
        faults += found
        if frame is not None and not found:
            since = _date_or_none(row["valid_from"])
            vintages.append(Vintage(row["vintage"], since, row["label"], row["source"], frame))
    vintages.sort(key=lambda v: v.valid_from or date.min)
    if not faults:
        faults = _register_faults(tuple(vintages), tables["stats"], tolerance)
    return tuple(vintages), faults


def _register_faults(
    vintages: tuple[Vintage, ...], stats: pd.DataFrame, tolerance: float
) -> list[Fault]:
    if not vintages:
        return [Fault("boundaries/vintages.csv", "nie ma żadnych granic", "Dodaj wiersz granic")]
    try:
        registered = registered_areas(stats)
    except ValueError:  # the table's own faults say which value is not a number
        return []
    drawn = {vintage.code: vintage.areas() for vintage in vintages}
    faults: list[Fault] = []
    for year, areas in registered.items():
        code = vintage_for(vintages, year).code
        faults += area_faults(f"boundaries/{code}", drawn[code], areas, tolerance)
    return faults


def _read_context(root: Path) -> tuple[dict[str, Mapping[str, Any]], list[Fault]]:
    layers: dict[str, Mapping[str, Any]] = {}
    faults: list[Fault] = []
    for file in CONTEXT_FILES:
        layers[Path(file).stem], found = read_context(root, file)
        faults += found
    return layers, faults


def _assemble(
    root: Path,
    area: Area,
    tables: Mapping[str, pd.DataFrame],
    vintages: tuple[Vintage, ...],
    context: Mapping[str, Mapping[str, Any]],
) -> Dataset:
    units = {r["unit"]: _forms(r) for r in records(tables["units"])}
    declared = records(tables["indicators"])
    indicators = {r["indicator"]: _indicator(r, units) for r in declared if r["origin"] != AWAITED}
    formulas = {code: i.formula for code, i in indicators.items() if i.formula}
    places = tables["gminy"]["teryt6"]
    series = read_series(tables["stats"], "teryt6", places, indicators)
    around = _around(tables)
    regions = sorted(set(around["region"]))
    regional = read_series(around, "region", regions, indicators)
    breaks = _breaks(tables, indicators, series)
    return Dataset(
        root=root,
        area=area,
        gminy=_gminy(tables),
        domains=_domains(tables, indicators),
        indicators=indicators,
        units=units,
        sources={row["source"]: Source(*row.values()) for row in records(tables["sources"])},
        series=series | derive(formulas, series, breaks),
        regional=regional | derive(formulas, regional, breaks),
        breaks=breaks,
        remarks=tuple(
            Remark(r["indicator"], r["teryt6"], int(r["year"]) if r["year"] else None, r["text"])
            for r in records(tables["remarks"])
            if r["indicator"] in indicators
        ),
        projects=_projects(tables),
        vintages=vintages,
        context=context,
        synonyms=_synonyms(tables),
        awaited={
            r["indicator"]: Awaited(r["short"], r["domain"])
            for r in declared
            if r["origin"] == AWAITED
        },
        flows=read_flows(tables["flows"]),
        flow_ends=read_flow_ends(tables["flow_ends"]),
        rail_stations=read_rail_stations(tables["rail_stations"]),
        air_stations=read_air_stations(tables["air_stations"], tables["air_means"]),
        areas=_areas(tables),
        editions=read_editions(tables["editions"]),
    )


def _areas(tables: Mapping[str, pd.DataFrame]) -> dict[str, OtherArea]:
    return {
        row["area"]: OtherArea(row["area"], row["name"], tuple(row["gminy"].split()), row["source"])
        for row in records(tables["areas"])
    }


def _around(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the figures of regions and of other areas as one table."""
    sums = tables["area_sums"].rename(columns={"area": "region"})
    rows = pd.concat([tables["regional"], sums]).astype(str)
    return rows.astype({name: "category" for name in rows.columns if name != "value"})


def _synonyms(tables: Mapping[str, pd.DataFrame]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for row in records(tables["synonyms"]):
        found.setdefault(row["indicator"], []).append(row["word"])
    return {code: tuple(words) for code, words in found.items()}


def _date_or_none(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _gminy(tables: Mapping[str, pd.DataFrame]) -> dict[str, Gmina]:
    types: dict[str, list[tuple[date, GminaType]]] = {}
    for row in records(tables["gmina_types"]):
        held = (date.fromisoformat(row["valid_from"]), GminaType(row["type"]))
        types.setdefault(row["teryt6"], []).append(held)
    gminy = [
        Gmina(
            teryt6=row["teryt6"],
            name=row["name"],
            powiat=row["powiat"],
            member_since=_date_or_none(row["member_since"]),
            types=tuple(sorted(types[row["teryt6"]])),
            source=row["source"],
        )
        for row in records(tables["gminy"])
    ]
    return {g.teryt6: g for g in sorted(gminy, key=lambda g: polish_key(g.name))}


def _domains(
    tables: Mapping[str, pd.DataFrame], indicators: Mapping[str, Indicator]
) -> dict[str, Domain]:
    lacks: dict[str, list[str]] = {}
    for row in records(tables["gaps"]):
        if row["indicator"] not in indicators:
            lacks.setdefault(row["domain"], []).append(row["lacks"])
    rows = records(tables["domains"])
    return {row["domain"]: _domain(row, lacks.get(row["domain"], [])) for row in rows}


def _domain(row: Mapping[str, str], lacks: list[str]) -> Domain:
    listed = " i ".join(filter(None, (", ".join(lacks[:-1]), *lacks[-1:])))
    bank = f"Brakuje {listed}; są w BDL." if lacks else ""
    return Domain(
        code=row["domain"],
        name=row["name"],
        short=row["short"],
        cooperation=row["cooperation"] == "1",
        later=row["later"],
        missing=" ".join(filter(None, (bank, row["missing"]))),
        source=row["source"],
    )


def _forms(row: Mapping[str, str]) -> Forms:
    return row["one"], row["few"], row["many"], row["fraction"]


def _indicator(row: Mapping[str, str], units: Mapping[str, Forms]) -> Indicator:
    return Indicator(
        code=row["indicator"],
        name=row["name"],
        short=row["short"],
        unit=row["unit"],
        unit_forms=forms_of(row["unit"], units),
        domain=row["domain"],
        kind=Kind(row["kind"]),
        polarity=Polarity(row["polarity"]),
        signed=row["signed"] == "1",
        additive=row["additive"] == "1",
        decimals=int(row["decimals"]),
        weight=row["weight"] or None,
        formula=Formula.parse(row["formula"]) if row["formula"] else None,
        origin=Origin(row["origin"]),
        bdl_variable=row["bdl_variable"],
        note=row["note"],
        constant_borders=row["constant_borders"] == "1",
    )


def _breaks(
    tables: Mapping[str, pd.DataFrame],
    indicators: Mapping[str, Indicator],
    series: Mapping[str, Series],
) -> tuple[Break, ...]:
    """Return the breaks; a border moved for ``*`` breaks each of ``series`` that follows it.

    Those are all that began before and are not of one year, but answers yes or no, series kept
    in one territory, and derived ones, which break with their inputs.
    """
    rows = [
        Break(
            r["indicator"], r["teryt6"], int(r["year"]), BreakKind(r["kind"]), r["text"], r["story"]
        )
        for r in records(tables["breaks"])
    ]
    begun = {
        code: series[code].years[0]
        for code, one in indicators.items()
        if len(series[code]) > 1 and one.kind is not Kind.FLAG and not one.constant_borders
    }
    moved = [b for b in rows if b.indicator == ANY]
    return (
        *(replace(b, indicator=c) for c, year in begun.items() for b in moved if year < b.year),
        *(b for b in rows if b.indicator in indicators),
    )


def _projects(tables: Mapping[str, pd.DataFrame]) -> dict[str, Project]:
    gminy: dict[str, list[Participation]] = {}
    for row in records(tables["project_gminy"]):
        part = Participation(row["teryt6"], Part(row["part"]), row["role"], row["source"])
        gminy.setdefault(row["project"], []).append(part)
    return {
        row["project"]: Project(
            code=row["project"],
            title=row["title"],
            domains=tuple(row["domains"].split(";")),
            joint=row["joint"] == "1",
            kind=row["kind"],
            lead=row["lead"],
            programme=row["programme"],
            start=row["start"],
            end=row["end"],
            value=row["value"],
            eu_grant=row["eu_grant"],
            currency=row["currency"],
            status=row["status"],
            status_as_of=row["status_as_of"],
            source=row["source"],
            note=row["note"],
            gminy=tuple(gminy.get(row["project"], ())),
        )
        for row in records(tables["projects"])
    }
