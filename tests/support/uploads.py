"""Files that people bring, built in code: CSV in any encoding, workbooks down to their XML."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence

import openpyxl

from ao_dash.ingest.spreadsheet.reading import NO_CHOICES, Choices, Reading, read_figures
from ao_dash.model.dataset import Dataset

_SHEET = "xl/worksheets/sheet1.xml"
NURSERIES = """Gmina;Żłobki na 1000 dzieci 2016;Żłobki na 1000 dzieci 2023
1661011;120,5;131,2
Gogolin;80;b.d.
<b>Nibylandia</b>;1;2
1609;70;71
""".encode()
"""A table as a person brings it: one name nobody knows, one code of a powiat."""
_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def text(*lines: str, encoding: str = "utf-8", end: str = "\n") -> bytes:
    """Return lines as a file."""
    return (end.join(lines) + end).encode(encoding)


def workbook(*sheets: Sequence[Sequence[object]], formats: dict[str, str] | None = None) -> bytes:
    """Return a workbook as openpyxl writes it; formulas have no result."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for number, rows in enumerate(sheets, 1):
        sheet = book.create_sheet(f"Arkusz{number}")
        for row in rows:
            sheet.append(list(row))
        for cell, form in (formats or {}).items():
            sheet[cell].number_format = form
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    """Return a workbook as bytes."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def raw_workbook(rows: str, **parts: str) -> bytes:
    """Return a workbook whose sheet has this XML in its ``sheetData``."""
    sheet = f"<worksheet {_MAIN}><sheetData>{rows}</sheetData></worksheet>"
    return replaced({_SHEET: sheet.encode()} | {k: v.encode() for k, v in parts.items()})


def replaced(parts: dict[str, bytes]) -> bytes:
    """Return a workbook with some of its parts replaced."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook([["x"]]))) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target,
    ):
        for name in source.namelist():
            target.writestr(name, parts.get(name) or source.read(name))
    return out.getvalue()


def sheet_with_doctype(doctype: str, rows: str) -> bytes:
    """Return a workbook whose sheet declares entities."""
    sheet = f"{doctype}<worksheet {_MAIN}><sheetData>{rows}</sheetData></worksheet>"
    return replaced({_SHEET: sheet.encode()})


def cells(row: int, *texts: str) -> str:
    """Return a row of the sheet's XML; texts that are XML stay as they are."""
    made = "".join(_cell(f"{chr(65 + n)}{row}", value) for n, value in enumerate(texts))
    return f'<row r="{row}">{made}</row>'


def _cell(place: str, value: str) -> str:
    if value.startswith("<"):
        return f'<c r="{place}">{value}</c>'
    return f'<c r="{place}" t="inlineStr"><is><t>{value}</t></is></c>'


def zipped(names: Iterable[str]) -> bytes:
    """Return an archive of files that hold one letter each."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


_NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"),
        ("table", "table"),
        ("text", "text"),
        ("style", "style"),
    )
)
_CALC = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
_MANIFEST = 'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'


def ods(*sheets: str, names: Sequence[str] = ("Arkusz1", "Arkusz2")) -> bytes:
    """Return an OpenDocument workbook whose sheets have these rows; the style ``h`` hides one."""
    tables = "".join(
        f'<table:table table:name="{name}" {rows}</table:table>'
        for name, rows in zip(names, sheets, strict=False)
    )
    content = (
        f"<office:document-content {_NAMESPACES} {_CALC}><office:automatic-styles>"
        '<style:style style:name="h" style:family="table">'
        '<style:table-properties table:display="false"/></style:style></office:automatic-styles>'
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", f"<manifest:manifest {_MANIFEST}/>")
    return out.getvalue()


def ods_row(*cells: object, repeated: int = 1) -> str:
    """Return a row of an OpenDocument sheet; texts that are XML stay as they are."""
    made = "".join(_ods_cell(cell) for cell in cells)
    return f'<table:table-row table:number-rows-repeated="{repeated}">{made}</table:table-row>'


def _ods_cell(cell: object) -> str:
    if cell is None:
        return "<table:table-cell/>"
    if isinstance(cell, str):
        kind = f'office:value-type="string"><text:p>{cell}</text:p>'
        return cell if cell.startswith("<") else f"<table:table-cell {kind}</table:table-cell>"
    return f'<table:table-cell office:value-type="float" office:value="{cell}"/>'


def usable(name: str, content: bytes, dataset: Dataset, choices: Choices = NO_CHOICES) -> Reading:
    """Return a file of which figures can be taken; else raise why not, or what is to be chosen."""
    reading = read_figures(name, content, dataset, choices)
    reading.demand_usable()
    return reading
