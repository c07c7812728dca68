"""From the long tables of figures to the arrays of a dataset."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import numpy as np
import pandas as pd
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.compute as pc  # type: ignore[import-untyped]

from ao_dash.model.series import STATUSES, Figures, Floats, Numbers, Series, Status, positions


def read_series(
    frame: pd.DataFrame, place: str, places: Iterable[str], indicators: Iterable[str]
) -> dict[str, Series]:
    """Return the series of every indicator by code.

    Parameters
    ----------
    frame
        A checked table of :func:`ao_dash.datafolder.tables.read_figures`; without a column
        ``status`` every figure is ``ok``.
    place, places
        The column that names places, and all of them in the order of the arrays.
    indicators
        Codes of all indicators; one without rows has no years.
    """
    index = positions(places)
    ok = np.full(len(frame), STATUSES.index(Status.OK))
    statuses = (
        _coded(frame["status"], lambda s: STATUSES.index(Status(s))) if "status" in frame else ok
    )
    sources = frame["source"].cat
    figures = Figures(
        values=numbers(frame["value"]),
        statuses=statuses.astype(np.int8),
        sources=sources.codes.to_numpy(dtype=np.int32) + np.int32(1),
        source_sets=((), *((code,) for code in sources.categories)),
    )
    years, columns = _coded(frame["year"], int), _coded(frame[place], index.__getitem__)
    rows = frame.groupby("indicator", observed=True).indices
    nothing = np.array([], dtype=np.intp)
    every = ((code, rows.get(code, nothing)) for code in indicators)
    return {code: _series(figures[n], years[n], columns[n], index) for code, n in every}


def _coded(column: pd.Series, number: Callable[[str], int]) -> Numbers:
    """Return the ``number`` of each text of a column of categories."""
    numbers = np.array([number(text) for text in column.cat.categories], dtype=np.int32)
    return numbers[column.cat.codes.to_numpy()]


def numbers(column: pd.Series) -> Floats:
    """Return texts as numbers, NaN for those that are empty or no numbers."""
    text = pa.array(column.array)
    try:
        cast = pc.cast(pc.if_else(pc.equal(text, ""), "nan", text), pa.float64())
    except pa.ArrowInvalid:  # some are no numbers
        cast = pd.to_numeric(column, errors="coerce").to_numpy(dtype=np.float64, na_value=np.nan)
    return np.asarray(cast, dtype=np.float64)


def _series(
    figures: Figures, years: Numbers, columns: Numbers, places: Mapping[str, int]
) -> Series:
    """Arrange the figures of one indicator, in any order, by their years and places."""
    ascending, rows = np.unique(years, return_inverse=True)
    table = Figures.missing(len(ascending), len(places), source_sets=figures.source_sets)
    table[rows, columns] = figures
    return Series(tuple(ascending.tolist()), places, table)
