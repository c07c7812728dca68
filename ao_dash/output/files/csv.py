"""CSV for Polish Excel and plain CSV, with metadata of „CSV on the Web” (W3C) beside it."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping
from enum import StrEnum

import pandas as pd

from ao_dash.model.series import STATUS_WORDS, Status
from ao_dash.output.files.archive import packed
from ao_dash.output.files.document import Column, Document

# A text cell that begins so is taken for a formula by spreadsheets, even after spaces.
_FORMULA = re.compile(r"^[\s\ufeff\u200b]*[=+\-@＝＋－＠\t\r|%]")


class Dialect(StrEnum):
    """Who will read the file."""

    EXCEL = "excel"
    PLAIN = "plain"


# separator, decimal sign, encoding
_SMALL = 0.01
IN_POLISH: Mapping[str, str] = {
    **{status.value: words for status, words in STATUS_WORDS.items()},
    "borders": "granice",
    "base": "podstawa",
    "method": "metoda",
    "scope": "zakres",
    "NONE": "nie wyróżnia się",
}
"""Words for codes in the file that people open; in the others programs find the codes."""

_FORMS = {Dialect.EXCEL: (";", ",", "utf-8-sig"), Dialect.PLAIN: (",", ".", "utf-8")}


def csv_bytes(rows: pd.DataFrame, dialect: Dialect) -> bytes:
    """Return rows as a CSV file.

    ``Dialect.EXCEL`` opens right in Polish Excel by double click: semicolons, decimal comma, byte
    order mark, words for codes, six decimals at most (six digits of what is under a hundredth).
    ``Dialect.PLAIN`` follows RFC 4180: commas, decimal point, UTF-8, every digit. Lines end with
    CRLF in both. Text cells cannot act as formulas; NaN is an empty cell.
    """
    separator, _, encoding = _FORMS[dialect]
    numeric = {name for name in rows.columns if pd.api.types.is_numeric_dtype(rows[name])}
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=separator, lineterminator="\r\n")
    words = IN_POLISH if dialect is Dialect.EXCEL else {}
    writer.writerow(inert(str(name)) for name in rows.columns)
    for record in rows.to_dict("records"):
        writer.writerow(
            _number(cell, dialect) if name in numeric else inert(words.get(str(cell), str(cell)))
            for name, cell in record.items()
        )
    return out.getvalue().encode(encoding)


def inert(text: str) -> str:
    """Return ``text`` so that no spreadsheet takes it for a formula.

    >>> inert("=1+1"), inert("Brzeg")
    ("'=1+1", 'Brzeg')
    """
    return f"'{text}" if _FORMULA.match(text) else text


def _number(cell: object, dialect: Dialect) -> str:
    if pd.isna(cell):  # type: ignore[call-overload]
        return ""
    number = float(cell)  # type: ignore[arg-type]
    if dialect is Dialect.EXCEL:
        number = round(number, 6) if abs(number) >= _SMALL else float(f"{number:.6g}")
    text = str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)
    return text.replace(".", _FORMS[dialect][1])


METADATA_SUFFIX = "-metadata.json"
"""What follows the whole name of a CSV file in the name of its metadata."""

LICENCES: Mapping[str, str] = {
    "CC BY 4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC0": "https://creativecommons.org/publicdomain/zero/1.0/",
}
"""Addresses of licences by the name that the table of sources has."""

_STATES = "|".join(Status)
INERT_WORDS = "Tekst, który arkusz wziąłby za formułę, jest w pliku CSV poprzedzony apostrofem (')."
"""What a reader of plain CSV must know of :func:`inert`."""


def excel(document: Document) -> bytes:
    """Return the rows as CSV for Polish Excel."""
    return csv_bytes(document.rows, Dialect.EXCEL)


def plain(document: Document) -> bytes:
    """Return the rows as CSV that :func:`metadata` describes."""
    return csv_bytes(document.rows, Dialect.PLAIN)


def metadata(document: Document, csv_name: str) -> bytes:
    """Return the metadata of the plain CSV file as JSON.

    Parameters
    ----------
    document
        The document that the file was written from.
    csv_name
        The name of the CSV file, relative to that of the metadata.
    """
    schema: dict[str, object] = {"columns": [_column(column) for column in document.columns]}
    if document.key:
        schema["primaryKey"] = list(document.key)
    described = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "pl"}],
        "@type": "Table",
        "url": csv_name,
        "dc:title": document.title,
        "dc:description": document.summary,
        "dc:language": "pl",
        "dc:issued": {"@value": document.issued.isoformat(), "@type": "xsd:date"},
        "dc:source": list(document.sources),
        "dc:license": [_licence(licence) for licence in document.licences],
        "dc:identifier": document.address,
        "rdfs:comment": [*map(": ".join, document.facts), *document.notes, INERT_WORDS],
        "dialect": {"encoding": "utf-8", "delimiter": ",", "header": True, "doubleQuote": True},
        "tableSchema": schema,
    }
    texts = {name: value for name, value in described.items() if value}
    return (json.dumps(texts, ensure_ascii=False, indent=2) + "\n").encode()


def _licence(name: str) -> object:
    return {"@id": LICENCES[name]} if name in LICENCES else name


def bundle(document: Document) -> bytes:
    """Return a ZIP archive with the plain CSV file and its metadata."""
    name = f"{document.name}.csv"
    content = {name: plain(document), f"{name}{METADATA_SUFFIX}": metadata(document, name)}
    return packed(content, document.issued)


def _column(column: Column) -> dict[str, object]:
    datatype = column.datatype.value
    described: dict[str, object] = {
        "name": column.name,
        "titles": inert(column.name),
        "dc:description": column.meaning,
        "datatype": {"base": datatype, "format": _STATES} if column.states else datatype,
        "null": "",
    }
    return described | ({"schema:unitText": column.unit} if column.unit else {})
