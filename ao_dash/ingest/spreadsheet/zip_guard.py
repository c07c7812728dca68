"""A workbook is weighed before it is opened: sizes, numbers of elements, no declared entities.

A few kilobytes of ZIP can hold gigabytes of XML, and a few megabytes of XML can need gigabytes as
objects. The guard runs over the XML without keeping any of it.
"""

from __future__ import annotations

import zipfile
import zlib
from dataclasses import dataclass
from io import BytesIO
from typing import NoReturn
from xml.parsers import expat

from ao_dash.ingest.spreadsheet.errors import refused

_MEMBERS = 500
_UNPACKED = 60_000_000
_CHUNK = 1 << 16
_DEPTH = 64
_TOKEN = 1 << 17  # characters of one text, bytes of one tag
_REMEDY = "Skopiuj samą tabelę do nowego skoroszytu i zapisz go jako .xlsx albo CSV UTF-8"


class _Suspicious(Exception):  # noqa: N818  never leaves this module
    """The XML is not what a spreadsheet writes."""


@dataclass(frozen=True)
class _Bounds:
    """``size`` in bytes; ``elements`` in all; ``run`` in a row, or outside of rows; ``rows``."""

    size: int
    elements: int
    run: int
    rows: int = 0


_SHEET = _Bounds(size=25_000_000, elements=1_000_000, run=60_000, rows=60_000)
_STRINGS = _Bounds(size=10_000_000, elements=200_000, run=200_000)
_REST = _Bounds(size=3_000_000, elements=30_000, run=30_000)


@dataclass(frozen=True)
class Weighed:
    """What the guard found out on its way; ``uncomputed`` counts formulas without a result."""

    uncomputed: int


def weigh(file: str, content: bytes) -> Weighed:
    """Check that opening a workbook costs little memory.

    Raises
    ------
    UploadRefused
        If it is larger inside than any table of gminy, encrypted, damaged or declares entities.
    """
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
            _check_parts(parts)
            found = [_check(archive, part) for part in parts if _is_read(part.filename)]
    except _Suspicious as error:
        raise refused(file, f"skoroszyt odrzucono: {error}", _REMEDY) from error
    except (
        zipfile.BadZipFile,
        zlib.error,
        expat.ExpatError,
        NotImplementedError,
        RuntimeError,
        EOFError,
        ValueError,
        OSError,
    ) as error:
        raise refused(file, "skoroszyt jest uszkodzony", "Zapisz go jeszcze raz") from error
    return Weighed(sum(found))


def _check_parts(parts: list[zipfile.ZipInfo]) -> None:
    if len(parts) > _MEMBERS:
        msg = "zawiera zbyt wiele części"
        raise _Suspicious(msg)
    if sum(part.file_size for part in parts) > _UNPACKED:
        msg = "po rozpakowaniu jest za duży"
        raise _Suspicious(msg)
    if len({part.filename for part in parts}) < len(parts):
        msg = "te same części są w nim dwa razy"
        raise _Suspicious(msg)


def _is_read(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels"))


def _bounds(name: str) -> _Bounds:
    if name.lower().startswith("xl/worksheets/"):
        return _SHEET
    return _STRINGS if name.lower().endswith("sharedstrings.xml") else _REST


def _check(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> int:
    """Return how many formulas of a part have no result."""
    scales = _Scales(_bounds(part.filename))
    if part.file_size > scales.bounds.size:
        msg = f"część „{part.filename[:60]}” jest za duża"
        raise _Suspicious(msg)
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            scales.feed(chunk)
    scales.feed(b"", final=True)
    return scales.uncomputed


class _Scales:
    """Counts what passes by in one part."""

    def __init__(self, bounds: _Bounds) -> None:
        self.bounds = bounds
        self.uncomputed = 0
        self._elements = self._rows = self._run = self._depth = self._text = self._fed = 0
        self._formula = self._result = self._kept = False
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters
        self._parser.StartDoctypeDeclHandler = self._doctype

    def feed(self, chunk: bytes, *, final: bool = False) -> None:
        """Take the next bytes; a tag that never ends would be kept whole by any parser."""
        self._parser.Parse(chunk, final)
        self._fed += len(chunk)
        if self._fed - self._parser.CurrentByteIndex > 2 * _TOKEN and not final:
            self._refuse()

    def _refuse(self) -> NoReturn:
        msg = "ma więcej treści, niż potrzebuje tabela gmin"
        raise _Suspicious(msg)

    def _doctype(self, *_: object) -> None:
        msg = "deklaruje encje XML"
        raise _Suspicious(msg)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(" ")[2]
        self._text = 0
        self._elements += 1
        self._rows += local == "row"
        self._run = 0 if local == "row" and self._rows <= self.bounds.rows else self._run + 1
        self._depth += 1
        bounds = self.bounds
        if self._elements > bounds.elements or self._run > bounds.run or self._depth > _DEPTH:
            self._refuse()
        if local == "c":
            # a text result may well be empty
            self._formula, self._result = False, attributes.get("t") == "str"
        elif local == "f":
            self._formula = True
        self._kept = local == "v"

    def _end(self, name: str) -> None:
        self._depth -= 1
        self._text = 0
        self._kept = False
        if self._formula and name.endswith(" c"):
            self.uncomputed += not self._result
            self._formula = False

    def _characters(self, text: str) -> None:
        self._text += len(text)
        if self._text > _TOKEN:
            self._refuse()
        if self._kept:
            self._result = True
