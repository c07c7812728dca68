"""Variables of the bank that may be fetched: ``variables.csv`` and what the data folder names.

``variables.csv`` is written by hand. ``says`` are beginnings of words (``/`` between those that
will do) that the bank's own name has to have, ``units`` names of the unit (``|`` between those
that will do). A row without ``name`` belongs to an indicator the project has already; one without
``variable`` is computed from others. Nothing in it counts as true: a row gets into
``indicators.csv`` only after the bank has confirmed name and unit, and being there is what marks
it as confirmed.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from ao_dash.ingest.editions.tables import Tables, records

_VARIABLE = re.compile(r"\d{1,9}")
_STOP_WORDS = frozenset({"gminy", "gmin", "stan", "grudnia", "oraz", "według", "dla", "przez"})
_FEWEST_LETTERS = 4
_STEM = 6  # letters that the forms of a Polish noun usually share


@dataclass(frozen=True)
class Entry:
    """One indicator that the bank may serve.

    ``divisor`` turns the bank's unit into ours; years before ``since`` and in ``never`` are not
    taken; ``per_capita`` is set when the figure depends on how the population is counted.
    ``row`` is the row of ``indicators.csv`` an indicator that is new gets; empty for a known one.
    """

    variable: str
    indicator: str
    says: tuple[tuple[str, ...], ...]
    units: tuple[str, ...]
    divisor: int
    since: int
    never: frozenset[int]
    per_capita: bool
    row: Mapping[str, str]


def read_catalogue() -> tuple[Entry, ...]:
    """Read the file that lies beside this module."""
    with Path(__file__).with_name("variables.csv").open(encoding="utf-8", newline="") as file:
        return tuple(_entry(row) for row in csv.DictReader(file))


def wanted(
    tables: Tables, catalogue: Iterable[Entry], domain: str | None = None
) -> tuple[Entry, ...]:
    """Return what can be fetched for a data folder, in order.

    Parameters
    ----------
    tables
        Tables of the folder. An indicator that names a variable the catalogue does not have for
        it is taken too; what the bank's name has to say is then read off the indicator's name.
    catalogue
        Entries as :func:`read_catalogue` gives them.
    domain
        Only this domain; ``None`` for all.
    """
    rows = {row["indicator"]: row for row in records(tables["indicators"])}
    domains = set(tables["domains"]["domain"])
    named = {
        code: row["bdl_variable"].strip()
        for code, row in rows.items()
        if _VARIABLE.fullmatch(row["bdl_variable"].strip())
    }
    entries = [
        entry
        for entry in catalogue
        if (entry.indicator in rows or entry.row.get("domain") in domains)
        and named.get(entry.indicator, entry.variable) == entry.variable
    ]
    known = {entry.indicator for entry in entries}
    entries += [_own(rows[code]) for code in named if code not in known]
    return tuple(
        entry
        for entry in entries
        if domain in (None, (rows.get(entry.indicator) or entry.row)["domain"])
    )


def _entry(row: Mapping[str, str]) -> Entry:
    described = ("name", "short", "unit", "domain", "kind", "polarity", "signed", "additive")
    columns = ("indicator", *described, "decimals", "weight", "formula", "note")
    return Entry(
        variable=row["variable"],
        indicator=row["indicator"],
        says=tuple(tuple(word.split("/")) for word in row["says"].split(";") if word),
        units=tuple(row["units"].split("|")),
        divisor=int(row["divisor"]),
        since=int(row["since"] or 0),
        never=frozenset(int(year) for year in row["never"].split()),
        per_capita=row["per_capita"] == "1",
        row={column: row[column] for column in columns} if row["name"] else {},
    )


def _own(row: Mapping[str, str]) -> Entry:
    words = re.findall(r"\w+", re.sub(r"\(.*?\)", "", row["name"]).lower())
    telling = [w for w in words if len(w) >= _FEWEST_LETTERS and w not in _STOP_WORDS]
    return Entry(
        variable=row["bdl_variable"].strip(),
        indicator=row["indicator"],
        says=tuple((word[:_STEM],) for word in telling),
        units=(row["unit"],),
        divisor=1,
        since=0,
        never=frozenset(),
        per_capita=False,
        row={},
    )
