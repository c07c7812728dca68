"""Rows as files: every format that is written, JSON for programs among them."""

from __future__ import annotations

import json
from collections.abc import Mapping

from ao_dash.output.files import csvw, registry
from ao_dash.output.files.document import Document
from ao_dash.output.files.registry import FORMATS, Format

JSON = "json"

EVERY: Mapping[str, Format] = {
    **FORMATS,
    JSON: Format(JSON, "json", "application/json", "JSON", ""),
}
"""Formats by code, in the order in which they are offered."""


def write(document: Document, code: str) -> bytes:
    """Return ``document`` as a file; raises what ``registry.write`` does."""
    return _json(document) if code == JSON else registry.write(document, code)


def file_name(document: Document, code: str) -> str:
    """Return an ASCII name for the file, e.g. ``ao_ludnosc_2024.json``."""
    return f"{document.name}.{EVERY[code].extension}"


def files(document: Document, code: str, name: str) -> dict[str, bytes]:
    """Return everything that is to be saved, by file name.

    It is one file, but for plain CSV, which has its CSVW metadata beside it.
    """
    if code == JSON:
        return {name: _json(document)}
    return registry.files(document, code, name)


def metadata(document: Document, csv_name: str) -> bytes:
    """Return the CSVW metadata of the plain CSV file that is found at ``csv_name``."""
    return csvw.metadata(document, csv_name)


def _json(document: Document) -> bytes:
    """Return what the document says of its rows and, as ``rows``, an object for each of them.

    A figure that is not there is ``null``; the column of states says why.
    """
    cells = document.rows.astype(object).where(document.rows.notna(), None)
    told = document.about() | {"key": list(document.key), "rows": cells.to_dict("records")}
    return json.dumps(told, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
