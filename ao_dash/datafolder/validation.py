"""The small tables against their form: every fault in one pass.

pandera checks text cells lazily; here its failure cases become faults with a place and a remedy.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pandas as pd
import pandera.pandas as pa

from ao_dash.datafolder.rules import REFERENCE, RULES
from ao_dash.datafolder.schema import TABLES, Column, Table
from ao_dash.model.faults import Fault
from ao_dash.model.formula import Formula, FormulaError
from ao_dash.model.indicator import Origin
from ao_dash.model.region import POLAND, POWIAT, VOIVODESHIP
from ao_dash.model.series import ANY, Status


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
    table, frame = TABLES[name], tables[name]
    columns = {
        column: pa.Column(str, _column_checks(rule, tables))
        for column, rule in table.columns.items()
    }
    schema = pa.DataFrameSchema(columns, checks=_row_checks(name, tables))
    try:
        schema.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as errors:
        return _as_faults(table, frame, errors.failure_cases)
    return []


def _column_checks(column: Column, tables: Mapping[str, pd.DataFrame]) -> list[pa.Check]:
    checks = [_check(column.rule, lambda cells: cells.str.fullmatch(column.pattern))]
    if column.rule == "date":
        checks.append(_check("date", lambda cells: cells.map(_is_date)))
    if column.refers_to and not tables[column.refers_to].empty:
        known = {*tables[column.refers_to].iloc[:, 0], ANY}
        well_formed = column.pattern
        checks.append(
            _check(
                REFERENCE + column.refers_to,
                lambda cells: cells.isin(known) | ~cells.str.fullmatch(well_formed),
            )
        )
    return checks


def _is_date(text: str) -> bool:
    try:
        return not text or bool(date.fromisoformat(text))
    except ValueError:
        return False


def _check(rule: str, test: Callable[[Any], Any]) -> pa.Check:
    return pa.Check(test, error=rule, ignore_na=False)


def _row_checks(name: str, tables: Mapping[str, pd.DataFrame]) -> list[pa.Check]:
    key = list(TABLES[name].key)
    checks = [_check("duplicate", lambda rows: ~rows.duplicated(key, keep="first"))]
    if name == "gminy" and not tables["gmina_types"].empty:
        typed = set(tables["gmina_types"]["teryt6"])
        checks.append(_check("no type", lambda rows: rows["teryt6"].isin(typed)))
    if name == "stats":
        checks += [
            _check(
                "value without status",
                lambda rows: (rows["value"] != "") | (rows["status"] != Status.OK),
            ),
            _check(
                "status without value",
                lambda rows: (
                    (rows["value"] == "") | ~rows["status"].isin(set(Status) - {Status.OK})
                ),
            ),
        ]
    if name in ("stats", "regional"):
        derived = _derived(tables["indicators"])
        checks.append(_check("derived in stats", lambda rows: ~rows["indicator"].isin(derived)))
    if name == "regional":
        checks += _region_checks(tables["gminy"]["teryt6"])
    if name == "indicators":
        inputs = set(tables[name]["indicator"]) - _derived(tables[name])
        checks += [
            _check("formula", lambda rows: rows["formula"].map(_readable)),
            _check(
                "formula origin",
                lambda rows: (rows["formula"] != "") == (rows["origin"] == Origin.DERIVED),
            ),
            _check(
                "unknown input",
                lambda rows: (
                    rows["weight"].isin(inputs | {""})
                    & rows["formula"].map(lambda text: _inputs(text) <= inputs)
                ),
            ),
        ]
    if name == "projects" and not tables["domains"].empty:
        domains = set(tables["domains"]["domain"])
        checks.append(
            _check(
                "unknown domain in list",
                lambda rows: rows["domains"].map(lambda text: set(text.split(";")) <= domains),
            )
        )
    return checks


def _region_checks(gminy: pd.Series) -> list[pa.Check]:
    if gminy.empty:
        return []
    known = {POLAND, *gminy.str[:VOIVODESHIP], *gminy.str[:POWIAT]}
    return [_check("region", lambda rows: rows["region"].isin(known))]


_ROW_RULE_COLUMNS = {
    "no type": "teryt6",
    "value without status": "value",
    "status without value": "value",
    "derived in stats": "indicator",
    "region": "region",
    "formula": "formula",
    "formula origin": "formula",
    "unknown input": "formula",
    "unknown domain in list": "domains",
}


def _derived(indicators: pd.DataFrame) -> set[str]:
    return set(indicators.loc[indicators["formula"] != "", "indicator"])


def _readable(text: str) -> bool:
    try:
        Formula.parse(text)
    except FormulaError:
        return text == ""
    return True


def _inputs(text: str) -> set[str]:
    return set(Formula.parse(text).inputs) if text and _readable(text) else set()


def _as_faults(table: Table, frame: pd.DataFrame, cases: pd.DataFrame) -> list[Fault]:
    found: dict[tuple[str, str, int], Fault] = {}
    for case in cases.to_dict("records"):
        rule = str(case["check"])
        in_row = case["schema_context"] == "DataFrameSchema"
        column = (
            _ROW_RULE_COLUMNS.get(rule, ", ".join(table.key)) if in_row else str(case["column"])
        )
        row = int(case["index"])
        value = "; ".join(str(frame.loc[row, name]) for name in column.split(", "))
        found[rule, column, row] = Fault(
            file=table.file,
            rule=RULES[rule].text,
            remedy=RULES[rule].remedy,
            row=row,
            column=column,
            value=value,
        )
    return list(found.values())
