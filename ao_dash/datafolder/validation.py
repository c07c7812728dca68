"""The tables against their form: every fault in one pass, whole columns at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ao_dash.datafolder.editions import edition_checks
from ao_dash.datafolder.flows import flow_checks, flow_end_checks, sum_checks
from ao_dash.datafolder.nature import Check, nature_checks
from ao_dash.datafolder.rules import REFERENCE, RULES
from ao_dash.datafolder.schema import AWAITED, FIGURES, TABLES, Column
from ao_dash.datafolder.stations import air_checks, mean_checks, rail_checks
from ao_dash.model.faults import Fault
from ao_dash.model.formula import Formula, FormulaError
from ao_dash.model.indicator import Origin
from ao_dash.model.region import POLAND, POWIAT, VOIVODESHIP
from ao_dash.model.series import ANY, BreakKind, Status

Flags = NDArray[np.bool_]

_OWN_CHECKS: Mapping[str, Callable[[pd.DataFrame, Mapping[str, pd.DataFrame]], Iterator[Check]]] = {
    "stats": sum_checks,
    "flows": flow_checks,
    "flow_ends": flow_end_checks,
    "rail_stations": rail_checks,
    "air_stations": air_checks,
    "air_means": mean_checks,
    "editions": edition_checks,
}
"""Checks of one table only, by its name."""


def table_faults(name: str, tables: Mapping[str, pd.DataFrame]) -> list[Fault]:
    """Return every fault of one table.

    Parameters
    ----------
    name
        A key of ``TABLES``.
    tables
        All tables as text, rows indexed by line number. A reference to a table that has no rows
        is not checked: that table's own faults already say why.
    """
    frame = tables[name]
    checks = [
        check
        for column, rule in TABLES[name].columns.items()
        for check in _cell_checks(column, rule, frame, tables)
    ]
    return _faults(name, frame, [*checks, *_row_checks(name, tables)])


def figure_faults(name: str, rows: pd.DataFrame, tables: Mapping[str, pd.DataFrame]) -> list[Fault]:
    """Return what figures to be added to the table ``name`` cannot be, as its check would say."""
    checks = _cell_checks("value", TABLES[name].columns["value"], rows, tables)
    return _faults(name, rows, [*checks, *nature_checks(rows, tables)])


def _faults(name: str, frame: pd.DataFrame, checks: Iterable[Check]) -> list[Fault]:
    return [
        Fault(
            file=TABLES[name].file,
            rule=RULES[rule].text,
            remedy=RULES[rule].remedy,
            row=int(frame.index[at]),
            column=column,
            value="; ".join(str(frame[part].iloc[at]) for part in column.split(", ")),
        )
        for rule, column, kept in checks
        for at in np.flatnonzero(~np.asarray(kept, dtype=bool)).tolist()
    ]


def _cell_checks(
    name: str, column: Column, frame: pd.DataFrame, tables: Mapping[str, pd.DataFrame]
) -> Iterator[Check]:
    cells = frame[name]
    well_formed = cells.str.fullmatch(column.pattern)
    yield column.rule, name, well_formed & (column.rule != "date" or _each(cells, _is_date))
    if column.refers_to and not tables[column.refers_to].empty:
        known = {*tables[column.refers_to].iloc[:, 0], ANY}
        yield REFERENCE + column.refers_to, name, cells.isin(known) | ~well_formed


def _each(cells: pd.Series[str], test: Callable[[str], bool]) -> Flags:
    return np.array([test(text) for text in cells], dtype=bool)


def _is_date(text: str) -> bool:
    try:
        return not text or bool(date.fromisoformat(text))
    except ValueError:
        return False


def _row_checks(name: str, tables: Mapping[str, pd.DataFrame]) -> Iterator[Check]:
    rows, key = tables[name], list(TABLES[name].key)
    yield "duplicate", ", ".join(key), ~rows.duplicated(key)
    if name in _OWN_CHECKS:
        yield from _OWN_CHECKS[name](rows, tables)
    if name == "gminy" and not tables["gmina_types"].empty:
        yield "no type", "teryt6", rows["teryt6"].isin(set(tables["gmina_types"]["teryt6"]))
    if name == "stats":
        blank, ok = rows["value"] == "", rows["status"] == Status.OK.value
        known = rows["status"].isin(set(Status))
        yield "value without status", "value", ~(blank & ok)
        yield "status without value", "value", blank | ok | ~known
    if name in (*FIGURES, "area_sums") and not tables["indicators"].empty:
        yield from nature_checks(rows, tables)
        derived = _derived(tables["indicators"])
        awaited = _awaited(tables["indicators"]) - derived
        yield "derived in stats", "indicator", ~rows["indicator"].isin(derived)
        yield "awaited in stats", "indicator", ~rows["indicator"].isin(awaited)
    if name == "regional" and not tables["gminy"].empty:
        gminy = tables["gminy"]["teryt6"]
        regions = {POLAND, *gminy.str[:VOIVODESHIP], *gminy.str[:POWIAT]}
        yield "region", "region", rows["region"].isin(regions)
    if name == "indicators":
        yield from _catalogue_checks(rows)
    if name == "breaks":
        borders = rows["kind"] == BreakKind.BORDERS.value
        yield "break of all", "indicator", (rows["indicator"] != ANY) | borders
    if name == "projects" and not tables["domains"].empty:
        domains = set(tables["domains"]["domain"])
        listed = _each(rows["domains"], lambda text: set(text.split(";")) <= domains)
        yield "unknown domain in list", "domains", listed


def _catalogue_checks(rows: pd.DataFrame) -> Iterator[Check]:
    awaited = rows["origin"] == AWAITED
    formulas, inputs = rows["formula"], set(rows["indicator"]) - _derived(rows) - _awaited(rows)
    derived = rows["origin"] == Origin.DERIVED.value
    known = _each(formulas, lambda text: _inputs(text) <= inputs)
    yield "formula", "formula", _each(formulas, _readable)
    yield "formula origin", "formula", awaited | ((formulas != "") == derived)
    yield "unknown input", "formula", awaited | (rows["weight"].isin(inputs | {""}) & known)
    yield "text", "note", awaited | (rows["note"].str.strip() != "")


def _derived(indicators: pd.DataFrame) -> set[str]:
    return set(indicators.loc[indicators["formula"] != "", "indicator"])


def _awaited(indicators: pd.DataFrame) -> set[str]:
    return set(indicators.loc[indicators["origin"] == AWAITED, "indicator"])


def _readable(text: str) -> bool:
    try:
        Formula.parse(text)
    except FormulaError:
        return text == ""
    return True


def _inputs(text: str) -> set[str]:
    return set(Formula.parse(text).inputs) if text and _readable(text) else set()
