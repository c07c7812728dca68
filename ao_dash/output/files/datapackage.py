"""A Frictionless Data Package: what a program must know to read several plain CSV files."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from ao_dash.datafolder.schema import FIRST_YEAR, LAST_YEAR
from ao_dash.model.series import Status
from ao_dash.model.words import slug
from ao_dash.output.files import csv
from ao_dash.output.files.document import Column, Datatype, Document

_TYPES: Mapping[Datatype, str] = {
    Datatype.TEXT: "string",
    Datatype.WHOLE: "integer",
    Datatype.NUMBER: "number",
}
_PATTERNS: Mapping[str, str] = {"teryt6": "[0-9]{6}", "wskaznik": "[A-Za-z][A-Za-z0-9_]*"}
_LICENCE_NAMES: Mapping[str, str] = {"CC BY 4.0": "CC-BY-4.0", "CC0": "CC0-1.0"}


def csv_gz(document: Document) -> bytes:
    """Return the rows as compressed plain CSV, the same bytes whenever it is made."""
    return gzip.compress(csv.plain(document), mtime=0)


def datapackage(cover: Document, files: Mapping[str, Document], code: str) -> bytes:
    """Return the descriptor (``datapackage.json``) of compressed CSV files.

    Parameters
    ----------
    cover
        What is told of the whole: title, summary, sources, licences.
    files
        Documents by the code of their file, which is beside the descriptor as ``code.csv.gz``.
    code
        Which of the files lists the indicators that the others name.
    """
    described = {
        "profile": "tabular-data-package",
        "name": slug(cover.title.partition(":")[0]),
        "title": cover.title,
        "description": f"{cover.summary} {csv.INERT_WORDS}",
        "created": f"{cover.issued.isoformat()}T00:00:00Z",
        "licenses": _licences(cover.licences),
        "sources": [{"title": line} for line in cover.sources],
        "resources": [_resource(name, one, code) for name, one in files.items()],
    }
    return (json.dumps(described, ensure_ascii=False, indent=1) + "\n").encode()


def _licences(licences: Sequence[str]) -> list[dict[str, str]]:
    """Return those with an address; the others stand in the lines of the sources."""
    return [
        {"name": _LICENCE_NAMES[one], "path": csv.LICENCES[one], "title": one}
        for one in licences
        if one in csv.LICENCES
    ]


def _resource(name: str, document: Document, indicators: str) -> dict[str, Any]:
    content = csv_gz(document)
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "path": f"{name}.csv.gz",
        "title": document.title,
        "description": document.summary,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "compression": "gz",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "doubleQuote": True},
        "schema": _schema(document, None if name == indicators else indicators),
    }


def _schema(document: Document, indicators: str | None) -> dict[str, Any]:
    fields = [_field(column, required=column.name in document.key) for column in document.columns]
    schema: dict[str, Any] = {
        "fields": fields,
        "primaryKey": list(document.key),
        "missingValues": [""],
    }
    if indicators and "wskaznik" in document.rows:
        reference = {"resource": indicators, "fields": ["wskaznik"]}
        schema["foreignKeys"] = [{"fields": ["wskaznik"], "reference": reference}]
    return schema


def _field(column: Column, *, required: bool) -> dict[str, Any]:
    constraints: dict[str, Any] = {"required": True} if required else {}
    if column.name in _PATTERNS:
        constraints["pattern"] = _PATTERNS[column.name]
    if column.states:
        constraints |= {"required": True, "enum": list(Status)}
    if column.name == "rok":
        constraints |= {"minimum": FIRST_YEAR, "maximum": LAST_YEAR}
    field: dict[str, Any] = {
        "name": column.name,
        "type": _TYPES[column.datatype],
        "description": column.meaning,
    }
    found = {"constraints": constraints, "unit": column.unit}
    return field | {key: value for key, value in found.items() if value}
