"""The rows of a picture as files: CSV for Polish Excel and plain CSV."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from ao_dash.view import Row, View

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

# A text cell that begins so is taken for a formula by spreadsheets, even after spaces.
_FORMULA = re.compile(r"^[\s\ufeff\u200b]*[=+\-@＝＋－＠\t\r|%]")


class Dialect(StrEnum):
    """Who will read the file."""

    EXCEL = "excel"
    PLAIN = "plain"


@dataclass(frozen=True)
class _Form:
    separator: str
    decimal: str
    encoding: str


_FORMS = {
    Dialect.EXCEL: _Form(";", ",", "utf-8-sig"),
    Dialect.PLAIN: _Form(",", ".", "utf-8"),
}


def table(view: View) -> pd.DataFrame:
    """Return the shown rows of ``view``, in order, shape (gminy, ``len(COLUMNS)``).

    ``wartosc`` is a float in the unit of the indicator, NaN where ``status`` is not ``ok``.
    """
    frame = pd.DataFrame([_record(view, row) for row in view.shown], columns=list(COLUMNS))
    return frame.astype(
        {"rok": "int64", "rok_bazowy": "Int64", "wartosc": "float64", "miejsce": "Int64"}
    )


def _record(view: View, row: Row) -> dict[str, object]:
    codes = set(row.cell.sources)
    named = [f"{s.office}: {s.dataset} ({s.state})" for s in view.sources if s.code in codes]
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
        "zrodlo": "; ".join(named),
        "uwagi": " ".join((*view.notes_on(row), *view.notes_on_all())),
    }


def csv_bytes(rows: pd.DataFrame, dialect: Dialect) -> bytes:
    """Return rows as a CSV file.

    ``Dialect.EXCEL`` opens right in Polish Excel by double click: semicolons, decimal comma, byte
    order mark. ``Dialect.PLAIN`` follows RFC 4180: commas, decimal point, UTF-8. Lines end with
    CRLF in both. Text cells cannot act as formulas; columns of a numeric type are left as they
    are, NaN being an empty cell.
    """
    form = _FORMS[dialect]
    numeric = {name for name in rows.columns if pd.api.types.is_numeric_dtype(rows[name])}
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=form.separator, lineterminator="\r\n")
    writer.writerow(inert(str(name)) for name in rows.columns)
    for record in rows.to_dict("records"):
        writer.writerow(
            _number(cell, form.decimal) if name in numeric else inert(str(cell))
            for name, cell in record.items()
        )
    return out.getvalue().encode(form.encoding)


def inert(text: str) -> str:
    """Return ``text`` so that no spreadsheet takes it for a formula.

    >>> inert("=1+1"), inert("Opole")
    ("'=1+1", 'Opole')
    """
    return f"'{text}" if _FORMULA.match(text) else text


def _number(cell: object, decimal: str) -> str:
    if pd.isna(cell):  # type: ignore[call-overload]
        return ""
    number = float(cell)  # type: ignore[arg-type]
    text = str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)
    return text.replace(".", decimal)


def file_name(view: View) -> str:
    """Return an ASCII file name, without extension, that says what the file holds.

    E.g. ``ao_ludnosc_2024``.
    """
    code = view.indicator.code if view.indicator else view.selection.domain
    return f"ao_{code}_{view.year}".lower()
