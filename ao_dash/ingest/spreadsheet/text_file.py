"""A text file as a grid: its encoding, its separator, its quotes.

Encodings are UTF-8, UTF-16 with a mark, CP1250 and ISO-8859-2.
"""

from __future__ import annotations

import codecs
import collections
import csv
import itertools
import re
from collections.abc import Callable, Iterator

from ao_dash.ingest.spreadsheet.grid import Grid, bounded
from ao_dash.ingest.spreadsheet.limits import refused
from ao_dash.ingest.spreadsheet.sanitize import clean

SAVE_AGAIN = "Otwórz go w arkuszu i zapisz jako „CSV UTF-8” albo .xlsx"

_SEPARATORS = {";": "średnik", ",": "przecinek", "\t": "tabulator", "|": "kreska pionowa"}
_HINT = re.compile(r"sep=([;,|\t])\r?\n", re.IGNORECASE)
_RECORD = 200_000  # characters of one row, which a quote left open would make endless
_SAMPLE = 3000  # lines looked at to find the separator
_START = 400  # bytes in which an encoding shows
_KEYS = 8  # a key stands in one of the first columns
_MARKS = {
    codecs.BOM_UTF8: ("utf-8-sig", "UTF-8"),
    codecs.BOM_UTF16_LE: ("utf-16", "UTF-16"),
    codecs.BOM_UTF16_BE: ("utf-16", "UTF-16"),
}
# ąśźĄŚŹ are where the two encodings differ. Bytes 80-9F are letters and signs in CP1250 and
# nothing printable in ISO-8859-2; the others are rare signs in the encoding they do not belong to.
_ISO = b"\xb1\xb6\xbc\xa1\xa6\xac"
_WINDOWS = b"\xb9\xa5"
_CONTROLS = frozenset(range(32)) - frozenset(b"\t\n\r\x0b\x0c")


def text_grid(file: str, content: bytes, is_key: Callable[[str], bool]) -> Grid:
    """Return the table of a text file.

    ``is_key`` tells whether a cell names a gmina: the right separator is the one that makes keys.

    Raises
    ------
    UploadRefused
        If no encoding makes text of it, quotes do not match or the table is too large.
    """
    text, encoding = _decoded(file, content)
    hint = _HINT.match(text)
    text = text[hint.end() :] if hint else text
    if "\n" not in text:
        text = text.replace("\r", "\n")
    separator = hint[1] if hint else _separator(text, is_key)
    records = _Records(text, separator, 2 if hint else 1, strict=True)
    try:
        lines = bounded(file, records)
    except csv.Error as error:
        rule = f"wiersza {records.line} nie da się odczytać: cudzysłów albo zbyt wiele kolumn"
        remedy = "Zamknij cudzysłów, a cudzysłów wewnątrz komórki podwój"
        raise refused(file, rule, remedy) from error
    notes = (f"Kodowanie znaków: {encoding}.", f"Kolumny rozdziela {_SEPARATORS[separator]}.")
    return Grid(lines, separator, notes=notes)


def _decoded(file: str, content: bytes) -> tuple[str, str]:
    """Return the text of ``content`` and its encoding in words."""
    name, words = _encoding(content)
    try:
        text = content.decode(name)
    except UnicodeDecodeError as error:
        raise refused(file, "kodowania znaków nie da się rozpoznać", SAVE_AGAIN) from error
    strange = sum(map(text.count, map(chr, _CONTROLS)))
    if strange > len(text) // 1000:
        raise refused(file, "to plik binarny, a nie tekst", "Wskaż plik .csv lub .xlsx")
    return text.removeprefix("\ufeff"), words


def _encoding(content: bytes) -> tuple[str, str]:
    for mark, encoding in _MARKS.items():
        if content.startswith(mark):
            return encoding
    if content[1:_START:2].count(0) * 4 > len(content[1:_START:2]):  # two bytes a letter, no mark
        return "utf-16-le", "UTF-16"
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        iso = _looks_iso(content)
        return ("iso8859-2", "ISO-8859-2") if iso else ("cp1250", "Windows-1250")
    return "utf-8", "UTF-8"


def _looks_iso(content: bytes) -> bool:
    if any(content.count(bytes([byte])) for byte in range(0x80, 0xA0)):
        return False
    iso, windows = (sum(content.count(bytes([b])) for b in kind) for kind in (_ISO, _WINDOWS))
    return iso > windows


class _Records:
    """Rows of a text with the line each starts on; a row of endless length is an error."""

    def __init__(self, text: str, separator: str, first: int, *, strict: bool) -> None:
        self.line = self._next = first
        self._length = 0
        self._text = text
        self._reader = csv.reader(self._lines(), delimiter=separator, strict=strict)

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        for cells in self._reader:
            yield self.line, cells
            self.line, self._length = self._next, 0

    def _lines(self) -> Iterator[str]:
        start = 0
        while start < len(self._text):
            end = self._text.find("\n", start) + 1 or len(self._text)
            self._next += 1
            self._length += end - start
            if self._length > _RECORD:
                msg = "row without an end"
                raise csv.Error(msg)
            yield self._text[start:end]
            start = end


def _separator(text: str, is_key: Callable[[str], bool]) -> str:
    return max(_SEPARATORS, key=lambda separator: _score(text, separator, is_key))


def _score(text: str, separator: str, is_key: Callable[[str], bool]) -> tuple[int, int]:
    """Return how many rows name a gmina, then how many have the usual number of columns."""
    keys, widths = 0, collections.Counter[int]()
    try:
        for _, row in itertools.islice(_Records(text, separator, 1, strict=False), _SAMPLE):
            # a column of names alone is found with any separator: only parted rows count
            if len(row) > 1:
                widths[len(row)] += 1
                keys += any(map(is_key, map(clean, row[:_KEYS])))
    except csv.Error:
        return 0, 0
    return keys, max(widths.values(), default=0)
