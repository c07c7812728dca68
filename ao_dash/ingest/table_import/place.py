"""Figures of a table put among those of the data folder; nothing is lost on the way.

A figure of the table replaces ours. Where the table has none, ours goes only if it came from the
same source.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from ao_dash.datafolder.schema import AWAITED, TABLES
from ao_dash.ingest.editions.tables import Tables, plain, records
from ao_dash.ingest.spreadsheet.candidate import Candidate
from ao_dash.ingest.spreadsheet.choice import cell_of
from ao_dash.ingest.spreadsheet.guess import Description
from ao_dash.ingest.spreadsheet.number_parsing import Figure
from ao_dash.ingest.table_import.description import Column, Declared
from ao_dash.model.indicator import Origin
from ao_dash.model.series import Cell, Status

Row = dict[str, str]
Key = tuple[str, int, str]


@dataclass(frozen=True)
class Taken:
    """A column of the table with its figures, and how they are to be read."""

    column: Column
    candidate: Candidate
    choice: Description


def placed(tables: Tables, declared: Declared, taken: Sequence[Taken]) -> dict[str, pd.DataFrame]:
    """Return new tables ``indicators``, ``units``, ``stats`` and ``sources``.

    Parameters
    ----------
    tables
        Those of the folder in use.
    declared
        A description without faults.
    taken
        The columns to be taken.
    """
    source = declared.source["source"]
    cells: dict[Key, Row] = {
        (row["indicator"], int(row["year"]), row["teryt6"]): row for row in records(tables["stats"])
    }
    members = sorted(tables["gminy"]["teryt6"])
    for one in taken:
        _put(cells, one, members, source)
    indicators = _indicators(records(tables["indicators"]), taken)
    order = {row["indicator"]: n for n, row in enumerate(indicators)}
    keys = sorted(cells, key=lambda key: (order[key[0]], key[1], key[2]))
    return {
        "indicators": pd.DataFrame(indicators),
        "units": pd.DataFrame(_units(records(tables["units"]), indicators)),
        "stats": pd.DataFrame([cells[key] for key in keys]),
        "sources": pd.DataFrame(_sources(records(tables["sources"]), declared)),
    }


def _put(cells: dict[Key, Row], taken: Taken, members: Sequence[str], source: str) -> None:
    code = taken.column.code
    for year, figures in _years(taken):
        for teryt6 in members:
            figure = figures.get(teryt6)
            cell = cell_of(figure, taken.choice, source) if figure else None
            known = cells.get((code, year, teryt6))
            if known is None or (cell is not None and _replaces(cell, known, source)):
                cells[code, year, teryt6] = _row(code, year, teryt6, cell, source)


def _years(taken: Taken) -> Iterator[tuple[int, Mapping[str, Figure]]]:
    for year, figures in taken.candidate.figures.items():
        known = taken.choice.year if year is None else year
        assert known is not None  # a choice without a needed year is a fault
        yield known, figures


def _replaces(cell: Cell, row: Row, source: str) -> bool:
    return cell.status is Status.OK or row["source"] == source or row["status"] != Status.OK


def _row(code: str, year: int, teryt6: str, cell: Cell | None, source: str) -> Row:
    value = None if cell is None else cell.value
    return {
        "teryt6": teryt6,
        "indicator": code,
        "year": str(year),
        "value": "" if value is None else plain(value),
        "status": (Status.MISSING if cell is None else cell.status).value,
        "source": source,
    }


def _indicators(rows: list[Row], taken: Sequence[Taken]) -> list[Row]:
    by_code = {row["indicator"]: row for row in rows}
    for one in taken:
        code, signed = one.column.code, "1" if _signed(one) else "0"
        known = by_code.get(code)
        if known is None:
            rows.append(_new(code, signed) | one.column.said)
        else:
            awaited = {"origin": Origin.PUBLISHED.value} if known["origin"] == AWAITED else {}
            known |= awaited | one.column.said | {"signed": max(signed, known["signed"])}
    return rows


def _units(rows: list[Row], indicators: Iterable[Row]) -> list[Row]:
    """Return rows of units with one for each new unit, whose noun no table declares."""
    units = dict.fromkeys([row["unit"] for row in rows] + [row["unit"] for row in indicators])
    known = {row["unit"]: row for row in rows}
    columns = TABLES["units"].columns
    return [known.get(unit) or dict.fromkeys(columns, unit) for unit in units]


def _new(code: str, signed: str) -> Row:
    said = {"indicator": code, "signed": signed, "additive": "1", "origin": Origin.PUBLISHED.value}
    return dict.fromkeys(TABLES["indicators"].columns, "") | said


def _signed(taken: Taken) -> bool:
    cells = (cell for _, figures in _years(taken) for cell in figures.values())
    return any(cell.value is not None and cell.value < 0 for cell in cells)


def _sources(rows: list[Row], declared: Declared) -> list[Row]:
    by_code = {row["source"]: row for row in rows}
    code = declared.source["source"]
    by_code[code] = by_code.get(code, {}) | declared.source
    return list(by_code.values())
