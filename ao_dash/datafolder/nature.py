"""What figures cannot be by the nature of their indicator, whoever wrote them.

The nature is declared once (``signed``, ``kind``, ``unit`` of ``indicators.csv``; ``units.csv``):
a unit whose word declines (osoba, osób) is a thing that is counted, so its counts are whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from ao_dash.datafolder.figures import numbers
from ao_dash.model import clock
from ao_dash.model.indicator import Kind

Check = tuple[str, str, "pd.Series[bool] | np.ndarray"]
"""A rule, the column it is about (or several, parted by commas) and which rows keep it."""

_RELEASE = 2026  # a clock that lost its battery makes no year the future
_SMALLEST = 1e-10  # a figure divided by it, or by the largest there may be, can still be printed
_PIECES = "szt."  # a thing that is counted, but does not decline
_MOST_THINGS = 40_000_000  # in one gmina: more than the country has people
_MANY, _LEAP = 100, 300  # so many things do not become so many times more or fewer in a year


def nature_checks(rows: pd.DataFrame, tables: Mapping[str, pd.DataFrame]) -> Iterator[Check]:
    """Return the checks of a table of figures, those of gminy or of regions.

    Parameters
    ----------
    rows
        Text cells with ``indicator``, ``year``, ``value`` and ``teryt6`` or ``region``. A cell
        that is no number has a fault of its own, and is not judged here.
    tables
        All tables; ``indicators`` and ``units`` are used.
    """
    about, value = tables["indicators"], numbers(rows["value"])
    things = (about["kind"] == Kind.COUNT.value) & about["unit"].isin(_things(tables["units"]))
    unsigned, share = about["signed"] == "0", about["kind"] == Kind.SHARE.value

    def of(chosen: pd.Series[bool]) -> pd.Series[bool]:
        return rows["indicator"].isin(set(about.loc[chosen, "indicator"]))

    counted = of(things)
    yield "too small", "value", ~((value != 0) & (np.abs(value) < _SMALLEST))
    yield "negative", "value", ~(of(unsigned) & (value < 0))
    yield "over hundred", "value", ~(of(unsigned & share) & (value > 100))
    flags = of(about["kind"] == Kind.FLAG.value)
    yield "not a flag", "value", ~(flags & ~np.isin(value, (0, 1)) & ~np.isnan(value))
    yield "not whole", "value", ~(counted & (np.floor(value) != value) & ~np.isnan(value))
    yield "future", "year", ~rows["year"].isin(future_years(rows["year"]))
    if "teryt6" in rows:
        yield "too many", "value", ~(counted & (np.abs(value) > _MOST_THINGS))
        yield "leap", "value", ~_leaps(rows, value, counted & of(unsigned))


def _things(units: pd.DataFrame) -> set[str]:
    return {_PIECES, *units.loc[units["one"] != units["many"], "unit"]}


def future_years(years: pd.Series[str]) -> set[str]:
    """Return those of ``years`` that have not been yet."""
    latest = max(clock.today().year, _RELEASE)
    return {year for year in years.unique() if year.isdecimal() and int(year) > latest}


def _leaps(rows: pd.DataFrame, value: np.ndarray, chosen: pd.Series[bool]) -> np.ndarray:
    """Return which rows are ``_LEAP`` times more or less than the same place had before."""
    at = np.flatnonzero(chosen.to_numpy() & (value > 0))
    year, place, code = (_ranks(rows[name].iloc[at]) for name in ("year", "teryt6", "indicator"))
    order = np.lexsort((year, place, code))
    now, place, code = value[at][order], place[order], code[order]
    low, high = np.minimum(now[1:], now[:-1]), np.maximum(now[1:], now[:-1])
    same = (place[1:] == place[:-1]) & (code[1:] == code[:-1])
    leaping = same & (high >= _MANY * _LEAP) & (high >= _LEAP * low)
    found = np.zeros(len(rows), dtype=bool)
    found[at[order[1:][leaping]]] = True
    return found


def _ranks(cells: pd.Series[str]) -> np.ndarray:
    """Return for each text its place in the order of all."""
    coded = cells.astype("category").cat
    return np.argsort(np.argsort(coded.categories.astype(str)))[coded.codes]
