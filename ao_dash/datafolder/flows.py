"""Flows between places: what their cells and ends must be, and the tables made of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from ao_dash.datafolder.figures import numbers
from ao_dash.datafolder.nature import Check
from ao_dash.datafolder.stations import point_check, year_check
from ao_dash.datafolder.tables import records
from ao_dash.model.flow import LEAST, FlowEnd, FlowKind, FlowTable, Pair, flow_table

_ALL, _AREA = "all", "area"
"""Other ends of a sum of flows in ``flow_sums.csv`` that are not one gmina."""


def flow_checks(rows: pd.DataFrame, tables: Mapping[str, pd.DataFrame]) -> Iterator[Check]:
    """Return the checks of the table of flows, ``rows``, beyond those of single cells."""
    members, outside = set(tables["gminy"]["teryt6"]), set(tables["flow_ends"]["code"])
    if members:
        for side in ("from", "to"):
            yield "unknown end", side, rows[side].isin(members | outside)
        inside = rows["from"].isin(members) | rows["to"].isin(members)
        yield "flow outside", "from, to", inside
    persons, least = numbers(rows["persons"]), rows["flow"].map(LEAST).astype(float)
    yield "unpublished cell", "persons", ~(persons < least)
    yield year_check(rows)
    first = rows.groupby(["flow", "year"])["source"].transform("first")
    yield "one source", "source", rows["source"] == first


def flow_end_checks(rows: pd.DataFrame, tables: Mapping[str, pd.DataFrame]) -> Iterator[Check]:
    """Return the checks of the table of ends outside the area, ``rows``."""
    yield "end in the area", "code", ~rows["code"].isin(set(tables["gminy"]["teryt6"]))
    yield point_check(rows)


def sum_checks(rows: pd.DataFrame, tables: Mapping[str, pd.DataFrame]) -> Iterator[Check]:
    """Return the check of figures, ``rows``, that are sums of flows by their indicator."""
    declared = {r["indicator"]: r for r in records(tables["flow_sums"])}
    chosen = rows[rows["indicator"].isin(set(declared)) & (rows["value"] != "")]
    wrong = pd.Series(data=False, index=rows.index)
    if not chosen.empty and not tables["flows"].empty:
        flows = tables["flows"].assign(persons=numbers(tables["flows"]["persons"]))
        flows = flows[flows["from"] != flows["to"]]
        published, sums = set(zip(flows["flow"], flows["year"], strict=True)), _sums(flows, tables)
        for line, row in zip(chosen.index, records(chosen.astype(str)), strict=True):
            kind = declared[row["indicator"]]["flow"]
            found = sums.get((row["indicator"], row["year"], row["teryt6"]), 0)
            told = (kind, row["year"]) in published
            wrong[line] = told and pd.to_numeric(row["value"], errors="coerce") != found
    yield "not the sum of flows", "value", ~wrong


def _sums(
    flows: pd.DataFrame, tables: Mapping[str, pd.DataFrame]
) -> dict[tuple[str, str, str], float]:
    """Return sums of flows by indicator, year and gmina."""
    members = set(tables["gminy"]["teryt6"])
    found: dict[tuple[str, str, str], float] = {}
    for row in records(tables["flow_sums"]):
        indicator, kind, side, other = row.values()
        far = flows["to" if side == "from" else "from"]
        counted = far.isin(members if other == _AREA else {other}) | (other == _ALL)
        cells = flows[(flows["flow"] == kind) & counted]
        for year, code, persons in zip(cells["year"], cells[side], cells["persons"], strict=True):
            key = (indicator, year, code)
            found[key] = found.get(key, 0) + persons
    return found


def read_flows(rows: pd.DataFrame) -> dict[tuple[FlowKind, int], FlowTable]:
    """Return the tables of flows by kind and year, from the checked ``rows``."""
    cells: dict[tuple[FlowKind, int, str], dict[Pair, int]] = {}
    for row in records(rows):
        key = (FlowKind(row["flow"]), int(row["year"]), row["source"])
        cells.setdefault(key, {})[row["from"], row["to"]] = int(row["persons"])
    return {key[:2]: flow_table(*key, pairs) for key, pairs in sorted(cells.items())}


def read_flow_ends(rows: pd.DataFrame) -> dict[str, FlowEnd]:
    """Return places outside the area by code, from the checked ``rows``."""
    return {
        r["code"]: FlowEnd(r["code"], r["name"], float(r["lon"]), float(r["lat"]))
        for r in records(rows)
    }
