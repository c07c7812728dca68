"""Figures and breaks put among those of a data folder; nothing is lost on the way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from ao_dash.datafolder.tables import records
from ao_dash.ingest.editions.files import Row, Tables, number_text
from ao_dash.model.series import BreakKind, Status

Key = tuple[str, int, str]
"""Indicator, year and ``teryt6`` of a figure."""


def cells_by_key(tables: Tables) -> dict[Key, Row]:
    """Return the rows of ``stats.csv`` by what they are about."""
    rows = records(tables["stats"])
    return {(row["indicator"], int(row["year"]), row["teryt6"]): row for row in rows}


def stats_row(key: Key, value: float | None, status: Status, source: str, divisor: int = 1) -> Row:
    """Return a row of ``stats.csv``; ``divisor`` turns the unit of ``value`` into ours."""
    code, year, teryt6 = key
    return {
        "teryt6": teryt6,
        "indicator": code,
        "year": str(year),
        "value": number_text(value, divisor),
        "status": status.value,
        "source": source,
    }


def stats_table(cells: Mapping[Key, Row], indicators: Iterable[Row]) -> pd.DataFrame:
    """Return ``stats.csv`` in the order of the indicators, then of years and gminy."""
    order = {row["indicator"]: n for n, row in enumerate(indicators)}
    keys = sorted(cells, key=lambda key: (order[key[0]], *key[1:]))
    return pd.DataFrame([cells[key] for key in keys])


def break_row(code: str, teryt6: str, year: int | str, kind: BreakKind, text: str) -> Row:
    """Return a row of ``breaks.csv``."""
    return {
        "indicator": code,
        "teryt6": teryt6,
        "year": str(year),
        "kind": kind.value,
        "text": text,
        "story": "",
    }


def with_breaks(
    rows: Sequence[Row], made: Iterable[Row], cells: Iterable[Key] | None = None
) -> pd.DataFrame:
    """Return ``breaks.csv`` with those of ``made`` it has not yet.

    With ``cells`` only those inside the years of their indicator, after its first.
    """
    years: dict[str, set[int]] = {}
    for code, year, _ in cells or ():
        years.setdefault(code, set()).add(year)
    known = {_break_key(row) for row in rows}
    added: dict[tuple[str, ...], Row] = {}
    for row in made:
        span = years.get(row["indicator"], set())
        inside = cells is None or min(span) < int(row["year"]) <= max(span)
        if inside and _break_key(row) not in known:
            added.setdefault(_break_key(row), row)
    return pd.DataFrame([*rows, *added.values()])


def _break_key(row: Row) -> tuple[str, ...]:
    return tuple(row[name] for name in ("indicator", "teryt6", "year", "kind"))
