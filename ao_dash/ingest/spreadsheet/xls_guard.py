"""An old Excel workbook (XLS, BIFF8) is weighed before it is opened, as the newer ones are.

It is a small file system (OLE) with a stream of records. A chain of sectors that bites its own
tail, a macro or two cells far from each other would cost the reader any memory; none gets to it.
The structures are those of [MS-CFB] and [MS-XLS].
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from io import BytesIO

import olefile

from ao_dash.ingest.spreadsheet.limits import refused
from ao_dash.ingest.spreadsheet.workbook_guard import (
    Marks,
    SheetMarks,
    Suspicious,
    check_areas,
    shows_percent,
)

_REMEDY = "Zapisz plik bez hasła i makr jako .xlsx albo CSV UTF-8"
_BOF, _FILEPASS, _BOUNDSHEET, _FORMAT, _XF = 0x0809, 0x002F, 0x0085, 0x041E, 0x00E0
_NUMBER, _RK, _MULRK, _FORMULA, _BOOLERR = 0x0203, 0x027E, 0x00BD, 0x0006, 0x0205
_TEXTS = (0x00FD, 0x0204, 0x00D6)
_BIFF8 = 0x0600
_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")  # a newer workbook with a password
_MACROS = ("_VBA_PROJECT_CUR", "VBA")


def weigh_xls(file: str, content: bytes) -> Marks:
    """Check that opening an XLS workbook costs little memory; return its marks.

    Raises
    ------
    UploadRefused
        If it is encrypted, damaged, older than Excel 97, no workbook, has macros or reaches far.
    """
    if _ENCRYPTED in content:
        raise refused(file, "skoroszyt jest chroniony hasłem", _REMEDY)
    try:
        marks = _Sheets(_stream(content)).marks
        check_areas(marks.values())
    except Suspicious as error:
        raise refused(file, f"skoroszyt .xls odrzucono: {error}", _REMEDY) from error
    except Exception as error:  # what a damaged file raises inside the library is not declared
        raise refused(file, "skoroszyt .xls jest uszkodzony", _REMEDY) from error
    return marks


def _stream(content: bytes) -> bytes:
    """Return the stream of records of a workbook."""
    with olefile.OleFileIO(BytesIO(content)) as ole:
        ole.loadminifat()
        _demand(ole.num_difat_sectors == 0, "ma więcej treści, niż potrzebuje tabela gmin")
        _demand(_has_ends(ole.fat) and _has_ends(ole.minifat), "jest uszkodzony")
        _demand(not any(map(ole.exists, _MACROS)), "zawiera makra")
        _demand(ole.exists("Workbook"), "to nie jest skoroszyt Excela 97 ani nowszy")
        return bytes(ole.openstream("Workbook").read())


def _demand(held: bool, rule: str) -> None:  # noqa: FBT001
    if not held:
        raise Suspicious(rule)


def _has_ends(table: Sequence[int]) -> bool:
    """Tell whether every chain of sectors comes to an end."""
    safe = [False] * len(table)
    for start in range(len(table)):
        path, sector = list[int](), start
        while sector < len(table) and not safe[sector]:
            if len(path) > len(table):
                return False
            path.append(sector)
            sector = table[sector]
        for passed in path:
            safe[passed] = True
    return True


class _Sheets:
    """The marks of the sheets of a workbook, from its records."""

    def __init__(self, stream: bytes) -> None:
        self.marks: dict[str, SheetMarks] = {}
        self._starts: dict[int, str] = {}
        self._percents: set[int] = {9, 10}  # formats built into Excel
        self._styles: list[int] = []  # numbers of formats by number of the style
        sheet = SheetMarks()
        for start, kind, body in _records(stream):
            if start in self._starts:
                sheet = self.marks[self._starts[start]]
            self._take(sheet, kind, body)

    def _take(self, sheet: SheetMarks, kind: int, body: bytes) -> None:
        if kind == _FILEPASS:
            _demand(held=False, rule="jest chroniony hasłem")
        elif kind == _BOUNDSHEET:
            (start,) = struct.unpack_from("<I", body)
            name = _text(body[6], body[7:])
            self._starts[start] = name
            self.marks[name] = SheetMarks()
        elif kind == _FORMAT:
            number, length = struct.unpack_from("<HH", body)
            if shows_percent(_text(length, body[4:])):
                self._percents.add(number)
        elif kind == _XF:
            self._styles.append(struct.unpack_from("<H", body, 2)[0])
        elif kind in (_NUMBER, _RK, _MULRK, _FORMULA, _BOOLERR, *_TEXTS):
            self._cell(sheet, kind, body)

    def _cell(self, sheet: SheetMarks, kind: int, body: bytes) -> None:
        row, column, style = struct.unpack_from("<HHH", body)
        sheet.fill(row, column)
        if kind == _MULRK:
            for n in range((len(body) - 6) // 6):
                self._number(sheet, row, column + n, struct.unpack_from("<H", body, 4 + 6 * n)[0])
            sheet.fill(row, column + (len(body) - 6) // 6 - 1)
        elif kind in (_NUMBER, _RK):
            self._number(sheet, row, column, style)
        elif kind == _BOOLERR and body[7]:
            sheet.errors[row, column] = _ERRORS.get(body[6], "#?")
        elif kind == _FORMULA and body[12:14] != b"\xff\xff":
            self._number(sheet, row, column, style)
        elif kind == _FORMULA and body[6] == 2:
            sheet.errors[row, column] = _ERRORS.get(body[8], "#?")

    def _number(self, sheet: SheetMarks, row: int, column: int, style: int) -> None:
        if self._styles[style] in self._percents:
            sheet.percents.add((row, column))


def _records(stream: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Give place, kind and content of each record."""
    kind, _, version = struct.unpack_from("<HHH", stream)
    _demand(kind == _BOF and version == _BIFF8, "to nie jest skoroszyt Excela 97 ani nowszy")
    place = 0
    while place + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, place)
        yield place, kind, stream[place + 4 : place + 4 + size]
        place += 4 + size


def _text(length: int, body: bytes) -> str:
    """Return a text of BIFF8: a byte of flags, then letters of one or of two bytes."""
    wide = body[0] & 1
    raw = body[1 : 1 + (2 * length if wide else length)]
    return raw.decode("utf-16-le" if wide else "latin-1")
