"""Figures of the bank put into the tables of a data folder; nothing is lost on the way.

A figure the bank gives replaces ours. Where it says that it has none, ours goes only if it was
the bank's own; where it says nothing, ours stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from ao_dash.datafolder.schema import AWAITED, TABLES
from ao_dash.ingest.bdl.confirm import Named
from ao_dash.ingest.bdl.parse import Figure, Figures
from ao_dash.ingest.bdl.units import Level
from ao_dash.ingest.bdl.variables import Entry
from ao_dash.ingest.editions.tables import Tables, plain, records
from ao_dash.model.formula import Formula
from ao_dash.model.indicator import Origin
from ao_dash.model.region import POWIAT
from ao_dash.model.series import ANY, BreakKind, Status

Row = dict[str, str]
Years = tuple[int, int]

_OFFICE, _LICENCE = "GUS BDL", "CC BY 4.0"
_POPULATION = "ludnosc"
_PER_CAPITA = "Przelicznikiem jest ludność. "


@dataclass(frozen=True)
class Fetched:
    """A confirmed variable: what it is, the bank's words, the day of its state, its figures."""

    entry: Entry
    named: Named
    updated: str
    figures: Figures

    @property
    def source(self) -> str:
        """Return the code of its row in ``sources.csv``."""
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
        First and last year to take, both included.
    """
    cells = _cells(tables)
    members = sorted(tables["gminy"]["teryt6"])
    taken = [item for item in fetched if _put(cells, item, members, years)]
    indicators = _indicators(tables, taken)
    order = {row["indicator"]: n for n, row in enumerate(indicators)}
    keys = sorted(cells, key=lambda key: (order[key[0]], key[1], key[2]))
    return {
        "indicators": pd.DataFrame(indicators),
        "stats": pd.DataFrame([cells[key] for key in keys]),
        "regional": _regional(tables, taken, years),
        "sources": pd.DataFrame(_sources(tables, taken)),
        "breaks": pd.DataFrame(_breaks(tables, taken, cells)),
    }


def _usable(entry: Entry, year: int, years: Years) -> bool:
    return years[0] <= year <= years[1] and year >= entry.since and year not in entry.never


def _cells(tables: Tables) -> dict[tuple[str, int, str], Row]:
    return {
        (row["indicator"], int(row["year"]), row["teryt6"]): row for row in records(tables["stats"])
    }


def _put(
    cells: dict[tuple[str, int, str], Row], item: Fetched, members: Sequence[str], years: Years
) -> bool:
    """Put the figures of one variable into ``cells``; tell whether there were any."""
    code = item.entry.indicator
    by_year = _by_year(item, members, years)
    for year, figures in by_year.items():
        for teryt6 in members:
            key = (code, year, teryt6)
            row = _row(item, year, teryt6, figures.get(teryt6))
            if key not in cells or _replaces(figures.get(teryt6), cells[key], item.source):
                cells[key] = row
    return bool(by_year)


def _by_year(item: Fetched, members: Sequence[str], years: Years) -> dict[int, dict[str, Figure]]:
    found: dict[int, dict[str, Figure]] = {}
    known = set(members)
    for (level, teryt6, year), figure in item.figures.items():
        if level is Level.GMINA and teryt6 in known and _usable(item.entry, year, years):
            found.setdefault(year, {})[teryt6] = figure
    return {
        year: figures
        for year, figures in sorted(found.items())
        if any(figure.status is Status.OK for figure in figures.values())
    }


def _replaces(figure: Figure | None, row: Row, source: str) -> bool:
    if figure is None:
        return False
    return figure.status is Status.OK or (row["status"] == Status.OK and row["source"] == source)


def _row(item: Fetched, year: int, teryt6: str, figure: Figure | None) -> Row:
    value = None if figure is None else figure.value
    status = Status.MISSING if figure is None else figure.status
    return {
        "teryt6": teryt6,
        "indicator": item.entry.indicator,
        "year": str(year),
        "value": "" if value is None else plain(value, item.entry.divisor),
        "status": status.value,
        "source": item.source,
    }


def _regional(tables: Tables, taken: Iterable[Fetched], years: Years) -> pd.DataFrame:
    """Return figures of Poland, the voivodeship and the powiaty of our gminy; others' rows stay."""
    powiaty = set(tables["gminy"]["teryt6"].str[:POWIAT])
    rows = [
        {
            "region": code,
            "indicator": item.entry.indicator,
            "year": str(year),
            "value": plain(figure.value, item.entry.divisor),
            "source": item.source,
        }
        for item in taken
        for (level, code, year), figure in item.figures.items()
        if level is not Level.GMINA
        and (level is not Level.POWIAT or code in powiaty)
        and figure.value is not None
        and _usable(item.entry, year, years)
    ]
    before, key = tables["regional"], list(TABLES["regional"].key)
    frame = pd.concat([before, pd.DataFrame(rows, columns=before.columns)])
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
        said = f"GUS BDL, zmienna {item.entry.variable}: {item.named.name}."
        row["note"] = " ".join(filter(None, (said, row["note"])))
        row["origin"] = Origin.PUBLISHED.value


def _sources(tables: Tables, taken: Sequence[Fetched]) -> list[Row]:
    rows: dict[str, Row] = {row["source"]: row for row in records(tables["sources"])}
    for item in taken:
        rows[item.source] = {
            "source": item.source,
            "office": _OFFICE,
            "dataset": f"{item.named.name} (zmienna {item.entry.variable})",
            "state": f"aktualizacja {item.updated}" if item.updated else "data nieznana",
            "licence": _LICENCE,
        }
    return list(rows.values())


def _breaks(
    tables: Tables, taken: Sequence[Fetched], cells: Mapping[tuple[str, int, str], Row]
) -> list[Row]:
    rows = records(tables["breaks"])
    known = {(r["indicator"], r["teryt6"], r["year"], r["kind"]) for r in rows}
    spans: dict[str, list[int]] = {}
    for code, year, _ in cells:
        spans.setdefault(code, []).append(year)
    for item in taken:
        years = spans[item.entry.indicator]
        for row in _breaks_of(item, rows):
            key = (row["indicator"], row["teryt6"], row["year"], row["kind"])
            if key not in known and min(years) < int(row["year"]) <= max(years):
                known.add(key)
                rows.append(row)
    return rows


def _breaks_of(item: Fetched, rows: Sequence[Row]) -> list[Row]:
    found = list(_method_breaks(item))
    if not item.entry.per_capita:
        return found
    return [
        _break(item.entry.indicator, r["year"], BreakKind.BASE, _PER_CAPITA + r["text"])
        for r in rows
        if r["indicator"] == _POPULATION and r["kind"] == BreakKind.BASE
    ] + found


def _method_breaks(item: Fetched) -> Iterator[Row]:
    flagged = {
        year
        for (level, _, year), figure in item.figures.items()
        if level is Level.GMINA and figure.new_method
    }
    for year in sorted(flagged):
        if year - 1 not in flagged:
            text = f"GUS oznacza dane za {year} jako policzone zmienioną metodą."
            yield _break(item.entry.indicator, str(year), BreakKind.METHOD, text)


def _break(code: str, year: str, kind: BreakKind, text: str) -> Row:
    return {"indicator": code, "teryt6": ANY, "year": year, "kind": kind.value, "text": text}
