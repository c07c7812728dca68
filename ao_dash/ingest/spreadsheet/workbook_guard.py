"""A workbook is weighed before it is opened: sizes, numbers of elements, no declared entities.

A few kilobytes of ZIP can hold gigabytes of XML, a few megabytes of XML can need gigabytes as
objects, and two cells far from each other make a reader fill everything between them. The guard
runs over the XML without keeping any of it but what the reader of workbooks does not tell: which
cells are shown with a percent sign, which formulas ended in an error or have no result.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import NoReturn
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from ao_dash.ingest.spreadsheet.limits import CELLS, refused

_MEMBERS = 500
_UNPACKED = 60_000_000
_CHUNK = 1 << 16
_DEPTH = 64
_TOKEN = 1 << 17  # characters of one text, bytes of one tag
_AREA = 2_000_000  # cells between the first and the last that are filled
_REMEDY = "Skopiuj samą tabelę do nowego skoroszytu i zapisz go jako .xlsx albo CSV UTF-8"
_TOO_MUCH = "ma więcej treści, niż potrzebuje tabela gmin"
_CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_PERCENT_FORMATS = frozenset({"9", "10"})  # built into Excel
_PERCENT = re.compile(r'(?:"[^"]*"|\\.|[^%"\\])*%')  # a sign that is not a quoted letter
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 "
_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
_CALC = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 "

Place = tuple[int, int]
"""Row and column of a cell, counted from 0."""


class Suspicious(Exception):  # noqa: N818  never leaves the guards
    """The file is not what a spreadsheet writes; the text (Polish) says why."""


@dataclass
class SheetMarks:
    """What the reader does not tell of a sheet, and how far its filled cells reach.

    ``errors`` are the words of errors of formulas, ``uncomputed`` formulas without a result.
    """

    percents: set[Place] = field(default_factory=set)
    errors: dict[Place, str] = field(default_factory=dict)
    uncomputed: list[Place] = field(default_factory=list)
    first_row: int | None = None
    last_row: int = -1
    last_column: int = -1

    def fill(self, row: int, column: int) -> None:
        """Take a filled cell into the reach of the sheet.

        Raises
        ------
        Suspicious
            If everything between the filled cells is more than any table of gminy needs.
        """
        self.first_row = row if self.first_row is None else min(row, self.first_row)
        self.last_row = max(row, self.last_row)
        self.last_column = max(column, self.last_column)
        marked = len(self.percents) + len(self.errors) + len(self.uncomputed)
        if self.area > _AREA or marked > CELLS:
            raise Suspicious(_TOO_MUCH)

    @property
    def area(self) -> int:
        """How many cells lie between the first and the last row that are filled."""
        return 0 if self.first_row is None else self._rows * (self.last_column + 1)

    @property
    def _rows(self) -> int:
        return self.last_row - (self.first_row or 0) + 1


Marks = Mapping[str, SheetMarks]
"""Marks by the name of the sheet."""


def check_areas(marks: Iterable[SheetMarks]) -> None:
    """Check that all sheets together reach no further than one may; raise ``Suspicious``."""
    if sum(sheet.area for sheet in marks) > _AREA:
        raise Suspicious(_TOO_MUCH)


def weigh_zip(file: str, content: bytes) -> Marks:
    """Check that opening an XLSX or ODS workbook costs little memory; return its marks.

    Raises
    ------
    UploadRefused
        If it is larger inside than any table of gminy, encrypted, damaged or declares entities.
    """
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            _check_parts(archive.infolist())
            names = archive.namelist()
            marks = _weigh_ods(archive) if "content.xml" in names else _weigh_xlsx(archive)
            check_areas(marks.values())
            return marks
    except Suspicious as error:
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


def _check_parts(parts: list[zipfile.ZipInfo]) -> None:
    demands = (
        (len(parts) <= _MEMBERS, "zawiera zbyt wiele części"),
        (sum(part.file_size for part in parts) <= _UNPACKED, "po rozpakowaniu jest za duży"),
        (len({part.filename for part in parts}) == len(parts), "te same części są w nim dwa razy"),
    )
    for held, rule in demands:
        if not held:
            raise Suspicious(rule)


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


class _Scales:
    """Counts what passes by in one part; subclasses note what they need of it."""

    rows = frozenset({"row"})

    def __init__(self, bounds: _Bounds = _REST) -> None:
        self.bounds = bounds
        self._elements = self._rows = self._run = self._depth = self._text = self._fed = 0
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters
        self._parser.StartDoctypeDeclHandler = self._doctype

    def weigh(self, archive: zipfile.ZipFile, name: str) -> None:
        """Run over one part of the archive; a tag that never ends is not waited for."""
        if archive.getinfo(name).file_size > self.bounds.size:
            msg = f"część „{name[:60]}” jest za duża"
            raise Suspicious(msg)
        with archive.open(name) as stream:
            while chunk := stream.read(_CHUNK):
                self._parser.Parse(chunk, False)  # noqa: FBT003  takes no keyword
                self._fed += len(chunk)
                if self._fed - self._parser.CurrentByteIndex > 2 * _TOKEN:
                    self._refuse()
        self._parser.Parse(b"", True)  # noqa: FBT003

    def opened(self, local: str, attributes: dict[str, str]) -> None:
        """Take note of an element that begins."""

    def closed(self, local: str) -> None:
        """Take note of an element that ends."""

    def read(self, text: str) -> None:
        """Take note of a piece of text."""

    def _refuse(self) -> NoReturn:
        raise Suspicious(_TOO_MUCH)

    def _doctype(self, *_: object) -> None:
        msg = "deklaruje encje XML"
        raise Suspicious(msg)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(" ")[2]
        self._text = 0
        self._elements += 1
        is_row = local in self.rows
        self._rows += is_row
        self._run = 0 if is_row and self._rows <= self.bounds.rows else self._run + 1
        self._depth += 1
        bounds = self.bounds
        if self._elements > bounds.elements or self._run > bounds.run or self._depth > _DEPTH:
            self._refuse()
        self.opened(local, attributes)

    def _end(self, name: str) -> None:
        self._depth -= 1
        self._text = 0
        self.closed(name.rpartition(" ")[2])

    def _characters(self, text: str) -> None:
        self._text += len(text)
        if self._text > _TOKEN:
            self._refuse()
        self.read(text)


class _Elements(_Scales):
    """Keeps the elements of a small part: names and attributes, both without namespaces."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []

    def opened(self, local: str, attributes: dict[str, str]) -> None:
        bare = {name.rpartition(" ")[2]: value for name, value in attributes.items()}
        self.found.append((local, bare))


class _XlsxSheet(_Scales):
    """Notes the marks of a sheet; ``percent_styles`` are numbers of formats of cells."""

    def __init__(self, percent_styles: frozenset[str]) -> None:
        super().__init__(_SHEET)
        self.marks = SheetMarks()
        self._percent_styles = percent_styles
        self._row = self._column = -1
        self._type: str | None = None
        self._percent = self._formula = self._in_value = self._filled = False
        self._value = ""

    def opened(self, local: str, attributes: dict[str, str]) -> None:
        self._in_value = local == "v"
        if local == "row":
            self._row = int(attributes["r"]) - 1 if "r" in attributes else self._row + 1
            self._column = -1
        elif local == "c":
            self._column += 1
            if "r" in attributes:
                self._row, self._column = _place(attributes["r"])
            self._type = attributes.get("t")
            self._percent = attributes.get("s") in self._percent_styles
            self._formula = self._filled = False
            self._value = ""
        elif local == "f":
            self._formula = True
        elif local == "is":
            self._filled = True

    def read(self, text: str) -> None:
        if self._in_value and len(self._value) < CELLS:
            self._value += text

    def closed(self, local: str) -> None:
        self._in_value = False
        if local != "c":
            return
        place = (self._row, self._column)
        if self._type == "e":
            self.marks.errors[place] = self._value[:20]
        elif self._percent and self._type in (None, "n"):
            self.marks.percents.add(place)
        if self._formula and not self._value and self._type != "str":  # a text may be empty
            self.marks.uncomputed.append(place)
        if self._filled or self._value:
            self.marks.fill(*place)


def _place(name: str) -> Place:
    """Return the place of e.g. ``B3``.

    >>> _place("B3"), _place("AA1")
    ((2, 1), (0, 26))
    """
    match = _CELL.fullmatch(name)
    if match is None:
        raise ValueError(name)
    column = 0
    for letter in match[1]:
        column = 26 * column + ord(letter) - 64
    return int(match[2]) - 1, column - 1


_Found = Sequence[tuple[str, dict[str, str]]]


class _Package:
    """The parts of an XLSX workbook, found through its own lists and not by their usual names.

    ``names`` are those in the archive by path in small letters, ``sheets`` paths by name of the
    sheet; ``percents`` are the formats of cells that show a percent sign.
    """

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._seen: set[str] = set()
        self.names = {_path(name): name for name in archive.namelist()}
        types = ((a.get("ContentType", ""), a) for _, a in self.elements("[content_types].xml"))
        main = (_path(a.get("PartName", "")) for kind, a in types if kind.endswith(".main+xml"))
        self.workbook = next((path for path in main if path in self.names), "xl/workbook.xml")
        folder, _, base = self.workbook.rpartition("/")
        self.folder = folder
        self.relations = self.elements(_path(f"{folder}/_rels/{base}.rels"))
        self.sheets = {
            a.get("name", ""): self._target(a.get("id", ""))
            for name, a in self.elements(self.workbook)
            if name == "sheet"
        }
        self.percents = _percent_styles(self.elements(self.part("styles")))

    def elements(self, path: str) -> _Found:
        """Return the elements of a small part, nothing if there is no such part."""
        elements = _Elements()
        if path in self.names:
            self._seen.add(path)
            elements.weigh(self._archive, self.names[path])
        return elements.found

    @property
    def others(self) -> set[str]:
        """The parts that were not looked at yet."""
        return set(self.names) - self._seen

    def part(self, kind: str) -> str:
        """Return the path of what the workbook calls its ``styles`` or ``sharedStrings``."""
        typed = (a for _, a in self.relations if a.get("Type", "").endswith(f"/{kind}"))
        return next((self.path_of(a.get("Target", "")) for a in typed), "")

    def path_of(self, target: str) -> str:
        """Return the path of a part named beside the workbook."""
        return _path(target if target[:1] == "/" else posixpath.join(self.folder, target))

    def _target(self, identity: str) -> str:
        found = (a.get("Target", "") for _, a in self.relations if a.get("Id") == identity)
        return self.path_of(next(found, ""))


def _path(name: str) -> str:
    r"""Return the path of a part as all programs understand it.

    >>> _path("/xl/worksheets/../Workbook2.xml"), _path("xl\\styles.xml")
    ('xl/workbook2.xml', 'xl/styles.xml')
    """
    return posixpath.normpath(name.replace("\\", "/").lstrip("/")).lower()


def _weigh_xlsx(archive: zipfile.ZipFile) -> Marks:
    package = _Package(archive)
    marks = {}
    for name, path in package.sheets.items():
        sheet = _XlsxSheet(package.percents)
        if path in package.others:
            sheet.weigh(archive, package.names[path])
        marks[name] = sheet.marks
    for path in package.others - set(package.sheets.values()):
        if path == package.part("sharedStrings"):
            _Scales(_STRINGS).weigh(archive, package.names[path])
        elif path.startswith("xl/worksheets/") and path.endswith(".xml"):
            _XlsxSheet(package.percents).weigh(archive, package.names[path])
        elif path.endswith((".xml", ".rels")):
            _Scales().weigh(archive, package.names[path])
    return marks


def with_usual_names(content: bytes) -> bytes:
    """Return a weighed XLSX workbook whose parts have the names that readers expect."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        package = _Package(archive)
        usual = {
            package.workbook: "xl/workbook.xml",
            package.part("sharedStrings"): "xl/sharedStrings.xml",
            package.part("styles"): "xl/styles.xml",
        }
        used = [*package.sheets.values(), *usual]
        if all(package.names.get(p, name) == name for p, name in usual.items()) and all(
            path == package.names.get(path, path).lower() for path in used
        ):
            return content
        links = [
            (a.get("Id", ""), a.get("Type", ""), usual.get(path, path))
            for _, a in package.relations
            if (path := package.path_of(a.get("Target", ""))) in used
        ]
        out = BytesIO()
        with zipfile.ZipFile(out, "w") as target:
            target.writestr("_rels/.rels", _links([("rId1", _MAIN, usual[package.workbook])]))
            target.writestr("xl/_rels/workbook.xml.rels", _links(links))
            for path in set(used) & set(package.names):
                target.writestr(usual.get(path, path), archive.read(package.names[path]))
        return out.getvalue()


def _links(links: Iterable[tuple[str, str, str]]) -> str:
    """Return the list of parts by identity, kind and path."""
    items = "".join(
        f"<Relationship Id={quoteattr(identity)} Type={quoteattr(kind)} Target={quoteattr(path)}/>"
        for identity, kind, path in ((i, k, f"/{p}") for i, k, p in links)
    )
    return f'<Relationships xmlns="{_RELATIONS}">{items}</Relationships>'


def _percent_styles(styles: _Found) -> frozenset[str]:
    """Return numbers of the formats of cells that show a percent sign."""
    formats = set(_PERCENT_FORMATS)
    numbers: list[str] = []
    counted = False
    for name, attributes in styles:
        if name == "numFmt" and shows_percent(attributes.get("formatCode", "")):
            formats.add(attributes.get("numFmtId", ""))
        if name in ("cellXfs", "cellStyles", "cellStyleXfs"):
            counted = name == "cellXfs"
        if name == "xf" and counted:
            numbers.append(attributes.get("numFmtId", ""))
    return frozenset(str(n) for n, number in enumerate(numbers) if number in formats)


def shows_percent(form: str) -> bool:
    r"""Tell whether a format of numbers shows a percent sign.

    >>> shows_percent("0.0%"), shows_percent('0" %"'), shows_percent("0\\%")
    (True, False, False)
    """
    return _PERCENT.match(form) is not None


class _OdsContent(_Scales):
    """Notes the marks of the sheets of an OpenDocument workbook, whose cells may be repeated."""

    rows = frozenset({"table-row"})

    def __init__(self) -> None:
        super().__init__(_SHEET)
        self.marks: dict[str, SheetMarks] = {}
        self._sheet = SheetMarks()
        self._row = self._column = 0
        self._row_repeat = self._repeat = 1
        self._kind = self._text_of_error = ""
        self._uncomputed = False

    def opened(self, local: str, attributes: dict[str, str]) -> None:
        if local == "table":
            name = attributes.get(_TABLE + "name", "")
            self._sheet = self.marks.setdefault(name, SheetMarks())
            self._row = 0
        elif local == "table-row":
            self._row_repeat = int(attributes.get(_TABLE + "number-rows-repeated", 1))
            self._column = 0
        elif local in ("table-cell", "covered-table-cell"):
            self._repeat = int(attributes.get(_TABLE + "number-columns-repeated", 1))
            kind = attributes.get(_OFFICE + "value-type", "")
            self._kind = "error" if attributes.get(_CALC + "value-type") == "error" else kind
            self._uncomputed = _TABLE + "formula" in attributes and not kind
            self._text_of_error = ""

    def read(self, text: str) -> None:
        if self._kind == "error" and len(self._text_of_error) < 20:
            self._text_of_error += text

    def closed(self, local: str) -> None:
        if local == "table-row":
            self._row += self._row_repeat
        elif local in ("table-cell", "covered-table-cell"):
            if self._kind or self._uncomputed:
                self._note()
            self._column += self._repeat
            self._kind = ""

    def _note(self) -> None:
        """Note a filled cell and its repetitions."""
        sheet = self._sheet
        sheet.fill(self._row, self._column)
        sheet.fill(self._row + self._row_repeat - 1, self._column + self._repeat - 1)
        if self._kind not in ("percentage", "error") and not self._uncomputed:
            return
        if self._row_repeat * self._repeat > CELLS:
            self._refuse()
        for row in range(self._row, self._row + self._row_repeat):
            for column in range(self._column, self._column + self._repeat):
                if self._kind == "percentage":
                    sheet.percents.add((row, column))
                elif self._kind == "error":
                    sheet.errors[row, column] = self._text_of_error
                else:
                    sheet.uncomputed.append((row, column))


def _weigh_ods(archive: zipfile.ZipFile) -> Marks:
    content = _OdsContent()
    for name in archive.namelist():
        if name == "META-INF/manifest.xml":
            manifest = _Elements()
            manifest.weigh(archive, name)
            if any(local == "encryption-data" for local, _ in manifest.found):
                msg = "jest chroniony hasłem"
                raise Suspicious(msg)
    for name in archive.namelist():
        if name.lower().endswith((".xml", ".rdf")) and name != "META-INF/manifest.xml":
            (content if name == "content.xml" else _Scales()).weigh(archive, name)
    return content.marks
