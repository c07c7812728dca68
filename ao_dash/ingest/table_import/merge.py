"""Figures of a table put among those of the data folder; nothing is lost on the way.

A figure of the table replaces ours. Where the table has none, ours goes only if it came from the
same source.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from ao_dash.datafolder.schema import AWAITED, TABLES
from ao_dash.datafolder.tables import records
from ao_dash.ingest.editions.files import Row, Tables
from ao_dash.ingest.editions.merge import (
    Key,
    cells_by_key,
    stats_row,
    stats_table,
)
from ao_dash.ingest.spreadsheet.description import Candidate, Description, cell_of
from ao_dash.ingest.spreadsheet.number_parsing import Figure
from ao_dash.ingest.table_import.description import Column, Declared
from ao_dash.model.indicator import Origin
from ao_dash.model.series import Cell, Status

_ABSENT = Cell(None, Status.MISSING, ())
_NEW_INDICATOR = dict.fromkeys(TABLES["indicators"].columns, "") | {
    "additive": "1",
    "origin": Origin.PUBLISHED.value,
}


@dataclass(frozen=True)
class ImportedColumn:
    """A column of the table with its figures, and how they are to be read."""

    column: Column
    candidate: Candidate
    choice: Description

    @property
    def years(self) -> Iterator[tuple[int, Mapping[str, Figure]]]:
        """Figures by ``teryt6`` for each year; a choice without a needed year is a fault."""
        for year, figures in self.candidate.figures.items():
            known = self.choice.year if year is None else year
            assert known is not None
            yield known, figures


def merged(
    tables: Tables, declared: Declared, columns: Sequence[ImportedColumn]
) -> dict[str, pd.DataFrame]:
    """Return new tables ``indicators``, ``units``, ``stats`` and ``sources``.

    ``tables`` are those of the folder in use, ``declared`` is a description without faults.
    """
    cells = cells_by_key(tables)
    members = sorted(tables["gminy"]["teryt6"])
    source = declared.source["source"]
    for column in columns:
        _put(cells, column, members, source)
    indicators = _indicators(records(tables["indicators"]), columns)
    sources = {row["source"]: row for row in records(tables["sources"])}
    sources[source] = sources.get(source, {}) | declared.source
    return {
        "indicators": pd.DataFrame(indicators),
        "units": pd.DataFrame(_units(records(tables["units"]), indicators)),
        "stats": stats_table(cells, indicators),
        "sources": pd.DataFrame(list(sources.values())),
    }


def _put(
    cells: dict[Key, Row], imported: ImportedColumn, members: Sequence[str], source: str
) -> None:
    for year, figures in imported.years:
        for teryt6 in members:
            key = (imported.column.code, year, teryt6)
            figure, known = figures.get(teryt6), cells.get(key)
            cell = cell_of(figure, imported.choice, source) if figure else _ABSENT
            if known is None or (figure and _replaces(cell, known, source)):
                cells[key] = stats_row(key, cell.value, cell.status, source)


def _replaces(cell: Cell, row: Row, source: str) -> bool:
    return cell.status is Status.OK or row["source"] == source or row["status"] != Status.OK


def _indicators(rows: list[Row], columns: Sequence[ImportedColumn]) -> list[Row]:
    by_code = {row["indicator"]: row for row in rows}
    for one in columns:
        code = one.column.code
        values = (figure.value for figure in one.candidate.all_figures)
        signed = "1" if any(value is not None and value < 0 for value in values) else "0"
        known = by_code.get(code)
        if known is None:
            rows.append(_NEW_INDICATOR | {"indicator": code, "signed": signed} | one.column.said)
        else:
            awaited = {"origin": Origin.PUBLISHED.value} if known["origin"] == AWAITED else {}
            known |= awaited | one.column.said | {"signed": max(signed, known["signed"])}
    return rows


def _units(rows: list[Row], indicators: Sequence[Row]) -> list[Row]:
    """Return rows of units with one for each new unit, whose noun no table declares."""
    known = {row["unit"]: row for row in rows}
    for unit in (row["unit"] for row in indicators):
        known.setdefault(unit, dict.fromkeys(TABLES["units"].columns, unit))
    return list(known.values())
