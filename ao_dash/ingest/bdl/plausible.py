"""Whether figures of the bank can be true: by the nature of their indicator and by their steps."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from itertools import pairwise
from statistics import median

import pandas as pd

from ao_dash.datafolder.validation import figure_faults
from ao_dash.ingest.bdl.merge import Fetched, Years, regional_rows, usable_figures
from ao_dash.ingest.editions.files import Tables
from ao_dash.ingest.editions.merge import stats_row
from ao_dash.model.faults import shorten
from ao_dash.model.numbers import format_number
from ao_dash.model.series import Status

Known = Mapping[tuple[str, int], float]
"""Published figures by ``teryt6`` and year."""

_ByPlace = Mapping[str, float]
_ByYear = Mapping[int, _ByPlace]

_MIN_PAIRS = 3  # gminy; fewer say nothing of a unit
_SCALE = 7.0  # times; the largest median step of published figures is 3.5
_MIN_ALIKE = 10  # gminy that have the same by chance are fewer
_THOUSAND = 1000
_NEAR = 5  # years; over more of them things really become many times more


def implausible(item: Fetched, tables: Tables, known: Known, years: Years) -> str:
    """Return in Polish why the figures of a variable cannot be true, ``""`` if they can.

    Parameters
    ----------
    item
        The confirmed variable.
    tables
        Those of the folder in use.
    known
        Published figures of its indicator.
    years
        First and last year to be taken; others are not judged.
    """
    if reason := _impossible(item, tables, known, years):
        return reason
    ours: dict[int, dict[str, float]] = {}
    for (teryt6, year), value in known.items():
        ours.setdefault(year, {})[teryt6] = value
    theirs = {
        year: {
            code: one.value / item.entry.divisor
            for code, one in figures.items()
            if one.value is not None and one.status is Status.OK
        }
        for year, figures in usable_figures(item, tables["gminy"]["teryt6"], years).items()
    }
    return _changed_scale(ours, theirs)


def _impossible(item: Fetched, tables: Tables, known: Known, years: Years) -> str:
    """Apply the rules of the check to what the folder would hold of the indicator."""
    code, entry = item.entry.indicator, item.entry
    found = {
        (teryt6, year): stats_row((code, year, teryt6), one.value, one.status, "", entry.divisor)
        for year, figures in usable_figures(item, tables["gminy"]["teryt6"], years).items()
        for teryt6, one in figures.items()
        if one.status is Status.OK
    }
    before = {
        (teryt6, year): stats_row((code, year, teryt6), value, Status.OK, "")
        for (teryt6, year), value in known.items()
    }
    stats = list((before | found).values())
    for name, rows in (("stats", stats), ("regional", regional_rows(tables, [item], years))):
        frame = pd.DataFrame(rows, columns=list(tables[name].columns), dtype=str)
        for fault in figure_faults(name, frame, tables)[:1]:
            row = rows[fault.row or 0]
            place = row.get("teryt6") or row["region"]
            return f"{place}, rok {row['year']}, „{shorten(row['value'])}”: {fault.rule}"
    return ""


def _changed_scale(ours: _ByYear, theirs: _ByYear) -> str:
    """Compare years with what is known of them, then each with the one before."""
    for year in sorted(theirs.keys() & ours.keys()):
        if times := _times(ours[year], theirs[year]):
            return f"wartości za {year} są {times} niż znane: to inna jednostka"
    both = {
        y: {**ours.get(y, {}), **theirs.get(y, {})} for y in sorted(ours.keys() | theirs.keys())
    }
    for first, then in pairwise(both):
        close = then - first <= _NEAR and (first in theirs or then in theirs)
        if close and (times := _times(both[first], both[then])):
            return f"wartości za {then} są {times} niż za {first}: to zmiana jednostki"
        if close and (alike := _alike(both[first], both[then])):
            return f"za {then} {alike}, a za {first} tak nie było"
        for place in sorted(both[first].keys() & both[then].keys()) if close else ():
            if _is_thousand(both[first][place], both[then][place]):
                return f"{place}: wartość za {then} różni się od {first} około tysiąca razy"
    return ""


def _alike(before: _ByPlace, after: _ByPlace) -> str:
    """Say that all places have the same, where they had different things before."""
    places = before.keys() & after.keys()
    had, have = ({figures[place] for place in places} for figures in (before, after))
    if len(places) < _MIN_PAIRS or len(have) > 1 or len(had) < _MIN_PAIRS or 0 in had:
        return ""
    if have == {0}:
        return "wszystkie gminy mają zero"
    many = len(places) >= _MIN_ALIKE
    return "wszystkie gminy mają tę samą wartość" if many and have != {100} else ""


def _is_thousand(before: float, after: float) -> bool:
    """Tell whether one figure alone was written in another unit."""
    low, high = sorted((abs(before), abs(after)))
    return low > 0 and before * after > 0 and _THOUSAND / 2 < high / low < 2 * _THOUSAND


def _times(before: _ByPlace, after: _ByPlace) -> str:
    """Return how many times more or less most places have, ``""`` for a step that happens."""
    steps = list(_steps(before, after))
    step = median(steps) if len(steps) >= _MIN_PAIRS else 0.0
    if abs(step) < math.log(_SCALE):
        return ""
    word = "większe" if step > 0 else "mniejsze"
    return f"około {format_number(round(math.exp(abs(step))))} razy {word}"


def _steps(before: _ByPlace, after: _ByPlace) -> Iterator[float]:
    for place in before.keys() & after.keys():
        ratio = after[place] / before[place] if before[place] else 0.0
        if ratio > 0 and math.isfinite(ratio):
            yield math.log(ratio)
