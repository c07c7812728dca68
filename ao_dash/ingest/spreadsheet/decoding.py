"""What a file is, and its bytes as text: UTF-8, UTF-16 with a mark, CP1250 or ISO-8859-2."""

from __future__ import annotations

import codecs
import zipfile
from dataclasses import dataclass
from enum import Enum
from io import BytesIO

from ao_dash.ingest.spreadsheet.errors import UploadRefused, refused
from ao_dash.ingest.spreadsheet.limits import BYTES

_SAVE = "Otwórz go w arkuszu i zapisz jako „CSV UTF-8” albo .xlsx"
_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MARKUP = (b"<html", b"<!doctype", b"<table", b"<?xml", b"<head", b"<body", b"<meta", b"<style")
_OTHER = {b"%PDF": "PDF", b"\x89PNG": "obraz PNG", b"\xff\xd8\xff": "obraz JPEG", b"{": "JSON"}

# ąśźĄŚŹ are where the two encodings differ. Bytes 80-9F are letters and signs in CP1250 and
# nothing printable in ISO-8859-2; the others are rare signs in the encoding they do not belong to.
_ISO = frozenset(b"\xb1\xb6\xbc\xa1\xa6\xac")
_WINDOWS = frozenset(b"\xb9\xa5")
_CONTROLS = frozenset(range(32)) - frozenset(b"\t\n\r\x0b\x0c")


class Form(Enum):
    """What can be read."""

    TEXT = "text"
    WORKBOOK = "workbook"


@dataclass(frozen=True)
class Decoded:
    """The text of a file and its encoding in words."""

    text: str
    encoding: str


def form_of(file: str, content: bytes) -> Form:
    """Tell by its first bytes, not by its name, what a file is.

    Raises
    ------
    UploadRefused
        If it is too large, empty, or neither text nor an XLSX workbook.
    """
    if len(content) > BYTES:
        size = f"{len(content) / 1e6:.1f}".replace(".", ",")
        remedy = "Zostaw tylko potrzebne gminy, lata i kolumny"
        raise refused(file, f"plik ma {size} MB, a może mieć najwyżej 5 MB", remedy)
    if not content.strip(b"\x00 \t\r\n" + codecs.BOM_UTF8):
        raise refused(file, "plik jest pusty", "Wskaż plik z tabelą: gminy w wierszach")
    if content.startswith(_OLE):
        raise _ole(file, content)
    if content.startswith(_ZIP):
        return _zipped(file, content)
    return _texted(file, content)


def _ole(file: str, content: bytes) -> UploadRefused:
    if _ENCRYPTED in content:
        return refused(file, "skoroszyt jest chroniony hasłem", "Zapisz go bez hasła jako .xlsx")
    return refused(file, "to stary format Excela (.xls)", "Zapisz plik jako .xlsx albo CSV UTF-8")


def _zipped(file: str, content: bytes) -> Form:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise refused(file, "plik jest uszkodzony", "Zapisz go jeszcze raz jako .xlsx") from error
    if "xl/workbook.xml" in names:
        return Form.WORKBOOK
    if "xl/workbook.bin" in names:
        raise refused(file, "to skoroszyt binarny (.xlsb)", "Zapisz go jako .xlsx")
    if "content.xml" in names:
        raise refused(file, "to arkusz OpenDocument (.ods)", "Zapisz go jako .xlsx albo CSV UTF-8")
    raise refused(file, "to archiwum, a nie tabela", "Rozpakuj je i wskaż plik .csv lub .xlsx")


def _texted(file: str, content: bytes) -> Form:
    start = content[:2000].removeprefix(codecs.BOM_UTF8).lstrip().lower()
    if start.startswith(b"<") and any(tag in start for tag in _MARKUP):
        raise refused(file, "to strona HTML lub XML, a nie tabela", _SAVE)
    for magic, name in _OTHER.items():
        if start.startswith(magic.lower()):
            raise refused(file, f"to {name}, a nie tabela", "Wskaż plik .csv lub .xlsx")
    return Form.TEXT


def decode(file: str, content: bytes) -> Decoded:
    """Return the text of ``content``.

    Raises
    ------
    UploadRefused
        If no encoding of the four makes text of it.
    """
    name, words = _encoding(content)
    try:
        text = content.decode(name)
    except UnicodeDecodeError as error:
        rule = "kodowania znaków nie da się rozpoznać"
        raise refused(file, rule, _SAVE) from error
    strange = sum(map(text.count, map(chr, _CONTROLS)))
    if strange > len(text) // 1000:
        raise refused(file, "to plik binarny, a nie tekst", "Wskaż plik .csv lub .xlsx")
    return Decoded(text.removeprefix("\ufeff"), words)


def _encoding(content: bytes) -> tuple[str, str]:
    for mark, name in _MARKS.items():
        if content.startswith(mark):
            return name, "UTF-8" if name == "utf-8-sig" else "UTF-16"
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
