"""Figures of the bank put into the tables of a data folder; nothing is lost on the way.

A figure the bank gives replaces ours. Where it says that it has none, ours goes only if it was
the bank's own; where it says nothing, ours stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from ao_dash.datafolder.schema import AWAITED, TABLES
from ao_dash.datafolder.tables import records
from ao_dash.ingest.bdl.answers import BankFigure, BankFigures, Level
from ao_dash.ingest.bdl.confirm import VariableName
from ao_dash.ingest.bdl.variables import Entry
from ao_dash.ingest.editions.files import Row, Tables, number_text
from ao_dash.ingest.editions.merge import (
    Key,
    break_row,
    cells_by_key,
    stats_row,
    stats_table,
    with_breaks,
)
from ao_dash.model.formula import Formula
from ao_dash.model.indicator import Origin
from ao_dash.model.region import POWIAT
from ao_dash.model.series import ANY, BreakKind, Status

Years = tuple[int, int]
"""First and last year to take, both included."""

_OFFICE, _LICENCE = "GUS BDL", "CC BY 4.0"
_POPULATION = "ludnosc"
_NO_FIGURE = BankFigure(None, Status.MISSING)


@dataclass(frozen=True)
class Fetched:
    """A confirmed variable: what it is, the bank's words, the day of its state, its figures."""

    entry: Entry
    name: VariableName
    updated: str
    figures: BankFigures

    @property
    def source(self) -> str:
        """The code of its row in ``sources.csv``."""
        return f"BDL_{self.entry.variable}"


def merged(tables: Tables, fetched: Sequence[Fetched], years: Years) -> dict[str, pd.DataFrame]:
    """Return new tables ``indicators``, ``stats``, ``regional``, ``sources`` and ``breaks``.

    Parameters
    ----------
    tables
        Those of the folder in use.
    fetched
        Confirmed variables; nothing else gets in.
    years
        First and last year to take.
    """
    cells = cells_by_key(tables)
    members = sorted(tables["gminy"]["teryt6"])
    taken = [item for item in fetched if _put(cells, item, members, years)]
    indicators = _indicators(tables, taken)
    breaks = records(tables["breaks"])
    made = (row for item in taken for row in _breaks_of(item, breaks))
    return {
        "indicators": pd.DataFrame(indicators),
        "stats": stats_table(cells, indicators),
        "regional": _regional(tables, taken, years),
        "sources": pd.DataFrame(_sources(tables, taken)),
        "breaks": with_breaks(breaks, made, cells),
    }


def _usable(entry: Entry, year: int, years: Years) -> bool:
    return years[0] <= year <= years[1] and year >= entry.since and year not in entry.never


def _put(cells: dict[Key, Row], item: Fetched, members: Sequence[str], years: Years) -> bool:
    """Put the figures of one variable into ``cells``; tell whether there were any."""
    by_year = usable_figures(item, members, years)
    for year, figures in by_year.items():
        for teryt6 in members:
            key = (item.entry.indicator, year, teryt6)
            figure = figures.get(teryt6)
            if key not in cells or _replaces(figure, cells[key], item.source):
                value, status = (figure or _NO_FIGURE).value, (figure or _NO_FIGURE).status
                cells[key] = stats_row(key, value, status, item.source, item.entry.divisor)
    return bool(by_year)


def usable_figures(
    item: Fetched, members: Iterable[str], years: Years
) -> dict[int, dict[str, BankFigure]]:
    """Return the figures to be taken by year and ``teryt6``; a year has at least one value."""
    found: dict[int, dict[str, BankFigure]] = {}
    known = set(members)
    for (level, teryt6, year), figure in sorted(item.figures.items()):
        if level is Level.GMINA and teryt6 in known and _usable(item.entry, year, years):
            found.setdefault(year, {})[teryt6] = figure
    return {
        year: figures
        for year, figures in found.items()
        if any(figure.status is Status.OK for figure in figures.values())
    }


def _replaces(figure: BankFigure | None, row: Row, source: str) -> bool:
    if figure is None:
        return False
    return figure.status is Status.OK or (row["status"] == Status.OK and row["source"] == source)


def left_out(item: Fetched, members: Iterable[str], years: Years) -> dict[str, list[int]]:
    """Return years without any word of a gmina, by ``teryt6``, where others have a figure."""
    absent: dict[str, list[int]] = {}
    for year, figures in usable_figures(item, members, years).items():
        for teryt6 in sorted(set(members) - figures.keys()):
            absent.setdefault(teryt6, []).append(year)
    return absent


def regional_rows(tables: Tables, taken: Iterable[Fetched], years: Years) -> list[Row]:
    """Return rows of Poland, the voivodeship and the powiaty of our gminy."""
    powiaty = set(tables["gminy"]["teryt6"].str[:POWIAT])
    return [
        {
            "region": code,
            "indicator": item.entry.indicator,
            "year": str(year),
            "value": number_text(figure.value, item.entry.divisor),
            "source": item.source,
        }
        for item in taken
        for (level, code, year), figure in item.figures.items()
        if level is not Level.GMINA
        and (level is not Level.POWIAT or code in powiaty)
        and figure.value is not None
        and _usable(item.entry, year, years)
    ]


def _regional(tables: Tables, taken: Iterable[Fetched], years: Years) -> pd.DataFrame:
    before, key = tables["regional"], list(TABLES["regional"].key)
    rows = pd.DataFrame(regional_rows(tables, taken, years), columns=before.columns)
    frame = pd.concat([before, rows])
    return frame.drop_duplicates(key, keep="last").sort_values(key)


def _indicators(tables: Tables, taken: Sequence[Fetched]) -> list[Row]:
    """Return rows of indicators; awaited ones whose figures or inputs are there now are in use."""
    rows = records(tables["indicators"])
    by_code = {row["indicator"]: row for row in rows}
    for item in taken:
        _confirm(by_code[item.entry.indicator], item)
    published = {r["indicator"] for r in rows if not r["formula"] and r["origin"] != AWAITED}
    for row in rows:
        if row["origin"] != AWAITED:
            row["weight"] = row["weight"] if row["weight"] in published else ""
        elif row["formula"] and set(Formula.parse(row["formula"]).inputs) <= published:
            row["origin"] = Origin.DERIVED.value
    return rows


def _confirm(row: Row, item: Fetched) -> None:
    row["bdl_variable"] = item.entry.variable
    if row["origin"] == AWAITED:
        origin = f"GUS BDL, zmienna {item.entry.variable}: {item.name.name}."
        row["note"] = " ".join(filter(None, (origin, row["note"])))
        row["origin"] = Origin.PUBLISHED.value


def _sources(tables: Tables, taken: Sequence[Fetched]) -> list[Row]:
    rows = {row["source"]: row for row in records(tables["sources"])}
    for item in taken:
        rows[item.source] = {
            "source": item.source,
            "office": _OFFICE,
            "dataset": f"{item.name.name} (zmienna {item.entry.variable})",
            "state": f"aktualizacja {item.updated}" if item.updated else "data nieznana",
            "licence": _LICENCE,
        }
    return list(rows.values())


def _breaks_of(item: Fetched, rows: Sequence[Row]) -> Iterator[Row]:
    """Return breaks by another count of the population and by a new method."""
    code = item.entry.indicator
    for row in rows:
        by_population = row["indicator"] == _POPULATION and row["kind"] == BreakKind.BASE
        if item.entry.per_capita and by_population:
            text = f"Przelicznikiem jest ludność. {row['text']}"
            yield break_row(code, ANY, row["year"], BreakKind.BASE, text)
    places = item.figures.items()
    flagged = {y for (level, _, y), f in places if level is Level.GMINA and f.new_method}
    for year in sorted(flagged):
        if year - 1 not in flagged:
            text = f"GUS oznacza dane za {year} jako policzone zmienioną metodą."
            yield break_row(code, ANY, year, BreakKind.METHOD, text)
