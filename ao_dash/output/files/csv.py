"""The rows of a picture as files: CSV for Polish Excel and plain CSV."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

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
