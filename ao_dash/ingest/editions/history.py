"""What an edition brings, counted from the tables before and after it, as rows of its history."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

import pandas as pd

from ao_dash.datafolder.tables import records
from ao_dash.ingest.editions.diff import (
    Change,
    TextChange,
    as_number,
    gmina_figures,
    regional_figures,
)
from ao_dash.ingest.editions.edition import Edition
from ao_dash.ingest.editions.files import Row, Tables

_NEW, _CHANGED, _GONE = "new", "changed", "gone"
_TERRITORY, _TEXTS = "Granice i gminy", "Opisy, źródła i pozostałe tabele"

_Counts = dict[str, Counter[str]]  # of kinds of change, by indicator
_Years = dict[str, set[int]]


def edition_rows(edition: Edition, before: Tables, after: Tables, change: Change) -> list[Row]:
    """Return the rows of ``editions.csv`` for an edition.

    Indicators come in the order of their table, those that are gone after them, then what else
    ``change`` tells. A figure that only changes its status counts as changed.
    """
    counts, years = _counted(before, after)
    names = _names(after) | {c: n for c, n in _names(before).items() if c not in _names(after)}
    told = [code for code in names if code in counts or code in change.indicators]
    head = {"edition": str(edition.number), "made": edition.made, "command": edition.command}
    return [
        *(head | _row(names[c], counts.get(c, Counter()), c, years.get(c, ())) for c in told),
        *(head | _row(subject, found) for subject, found in _others(change)),
    ]


def newest_number(tables: Tables) -> int:
    """Return the number of the newest edition of ``editions.csv``, 0 for none."""
    return max(map(int, tables["editions"]["edition"]), default=0)


def with_rows(tables: Tables, rows: Iterable[Row]) -> dict[str, pd.DataFrame]:
    """Return the table ``editions`` with ``rows`` after those it has."""
    return {"editions": pd.DataFrame([*records(tables["editions"]), *rows])}


def _row(subject: str, counts: Mapping[str, int], code: str = "", years: Iterable[int] = ()) -> Row:
    counted = {kind: str(counts.get(kind, 0)) for kind in (_NEW, _CHANGED, _GONE)}
    return {
        "indicator": code,
        "subject": subject,
        "years": " ".join(map(str, sorted(years))),
        **counted,
    }


def _names(tables: Tables) -> dict[str, str]:
    return {row["indicator"]: row["short"] for row in records(tables["indicators"])}


def _counted(before: Tables, after: Tables) -> tuple[_Counts, _Years]:
    counts: _Counts = {}
    years: _Years = {}
    for figures in (gmina_figures, regional_figures):
        was, now = figures(before), figures(after)
        for code, year in was.keys() | now.keys():
            found = Counter(_kinds(was.get((code, year), {}), now.get((code, year), {})))
            if found:
                counts.setdefault(code, Counter()).update(found)
                years.setdefault(code, set()).add(year)
    return counts, years


def _kinds(was: Mapping[str, tuple[str, str]], now: Mapping[str, tuple[str, str]]) -> Iterator[str]:
    """Return the kind of every change of a figure between two mappings by place."""
    for place in was.keys() | now.keys():
        (old, before), (new, after) = was.get(place, ("", "")), now.get(place, ("", ""))
        if bool(old) != bool(new):
            yield _NEW if new else _GONE
        elif before and after and (before != after or as_number(old) != as_number(new)):
            yield _CHANGED


def _others(change: Change) -> Iterator[tuple[str, Counter[str]]]:
    for subject, changes in ((_TERRITORY, change.territory), (_TEXTS, change.texts)):
        if changes:
            yield subject, Counter(map(_kind, changes))


def _kind(change: TextChange) -> str:
    return _CHANGED if change.old and change.new else _NEW if change.new else _GONE
