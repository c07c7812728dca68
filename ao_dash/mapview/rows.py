"""The rows of a picture as a table: what every file of it holds."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from ao_dash.mapview.formula_text import source_names
from ao_dash.mapview.view import Row, View

COLUMNS: Mapping[str, str] = {
    "teryt6": "pierwsze sześć cyfr kodu TERYT gminy; z literą S: jednostka terytorium stałego",
    "gmina": "nazwa gminy",
    "typ": "typ gminy 31 grudnia pokazanego roku",
    "powiat": "powiat",
    "wskaznik": "kod wskaźnika",
    "nazwa": "nazwa wskaźnika",
    "rok": "rok",
    "rok_bazowy": "rok, z którym porównano, gdy pokazano zmianę; inaczej puste",
    "wartosc": "wartość w pełnej dokładności; pusta, gdy status nie jest ok",
    "jednostka": "jednostka wartości",
    "status": "ok, missing (brak danych), not_applicable (nie dotyczy) lub confidential "
    "(niepublikowane)",
    "miejsce": "miejsce wśród wyeksportowanych gmin, od najwyższej wartości",
    "granice": "granice gmin, których dotyczy mapa",
    "zrodlo": "urzędy i zbiory, z których pochodzi wartość",
    "uwagi": "przerwy w szeregu i uwagi",
}
"""Columns of every export in their order, with their meaning in Polish."""


def table(view: View) -> pd.DataFrame:
    """Return the shown rows of ``view``, in order, shape (gminy, ``len(COLUMNS)``).

    ``wartosc`` is a float in the unit of the indicator, NaN where ``status`` is not ``ok``.
    """
    frame = pd.DataFrame([_record(view, row) for row in view.shown], columns=list(COLUMNS))
    return frame.astype(
        {"rok": "int64", "rok_bazowy": "Int64", "wartosc": "float64", "miejsce": "Int64"}
    )


def _record(view: View, row: Row) -> dict[str, object]:
    sources = (source for source in view.sources if source.code in row.cell.sources)
    return {
        "teryt6": row.gmina.teryt6,
        "gmina": row.gmina.name,
        "typ": row.type.value,
        "powiat": row.gmina.powiat,
        "wskaznik": view.indicator.code if view.indicator else "",
        "nazwa": view.indicator.name if view.indicator else "",
        "rok": view.year,
        "rok_bazowy": view.selection.base,
        "wartosc": row.value,
        "jednostka": view.indicator.unit if view.indicator else "",
        "status": row.cell.status.value,
        "miejsce": row.rank,
        "granice": view.vintage.label,
        "zrodlo": source_names(sources),
        "uwagi": " ".join((*view.notes_on(row), *view.notes_on_all())),
    }


def file_name(view: View) -> str:
    """Return an ASCII file name, without extension, that says what the file holds.

    E.g. ``ao_ludnosc_2024``.
    """
    code = view.indicator.code if view.indicator else view.selection.domain
    return f"ao_{code}_{view.year}".lower().replace("/", "_na_")
