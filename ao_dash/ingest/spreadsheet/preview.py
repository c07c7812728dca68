"""What a file holds and what was matched, to be looked at before anything is drawn."""

from __future__ import annotations

import codecs
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from ao_dash.ingest.spreadsheet.candidates import Candidates, Context, Row, Topic, rows_of, topics
from ao_dash.ingest.spreadsheet.description import Candidate
from ao_dash.ingest.spreadsheet.gazetteer import Gazetteer, Outcome
from ao_dash.ingest.spreadsheet.grid import Grid
from ao_dash.ingest.spreadsheet.layout import Layout, understand
from ao_dash.ingest.spreadsheet.limits import (
    BYTES,
    CANDIDATES,
    FAULTS,
    YEARS,
    refused,
    refused_for,
)
from ao_dash.ingest.spreadsheet.number_parsing import DASH
from ao_dash.ingest.spreadsheet.sanitize import file_label
from ao_dash.ingest.spreadsheet.text_file import SAVE_AGAIN, text_grid
from ao_dash.ingest.spreadsheet.workbook import Form, sheet_grid
from ao_dash.model.dataset import Dataset
from ao_dash.model.faults import Fault
from ao_dash.model.indicator import Forms
from ao_dash.model.numbers import counted
from ao_dash.model.series import STATUS_WORDS

FORMS = ("csv", "txt", "xlsx", "xls", "ods")
"""Endings of files that can be read; what a file is is told by its first bytes."""

_SUGGESTED = 100  # unmatched rows for which a name is suggested
_ROWS: Forms = ("wiersz", "wiersze", "wierszy", "wiersza")
_LEFT_OUT: Mapping[Outcome, str] = {
    Outcome.OUTSIDE: "gmin spoza Aglomeracji",
    Outcome.HIGHER: "powiatów, województw i sum (nie są gminami)",
    Outcome.PART: "miast i obszarów wiejskich wewnątrz gmin (nie dodano ich do gmin)",
}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_MARKUP = (b"<html", b"<!doctype", b"<table", b"<?xml", b"<head", b"<body", b"<meta", b"<style")
_OTHER = {b"%PDF": "PDF", b"\x89PNG": "obraz PNG", b"\xff\xd8\xff": "obraz JPEG", b"{": "JSON"}


@dataclass(frozen=True)
class RowMatch:
    """What became of one row: its line in the file, the words of its key, the gmina.

    ``teryt6`` is "" unless the row belongs to a gmina of the area.
    """

    line: int
    key: str
    outcome: Outcome
    teryt6: str
    note: str


@dataclass(frozen=True)
class Preview:
    """A file that can be used, with everything a person should see before saying so.

    ``notes`` say in Polish how the file was read: encoding, separators, signs, what was left out.
    """

    file: str
    candidates: tuple[Candidate, ...]
    rows: tuple[RowMatch, ...]
    notes: tuple[str, ...]

    def count(self, outcome: Outcome) -> int:
        """Return how many rows had this outcome."""
        return sum(row.outcome is outcome for row in self.rows)

    @property
    def matched(self) -> frozenset[str]:
        """``teryt6`` of the gminy that have a row."""
        return frozenset(row.teryt6 for row in self.rows if row.outcome is Outcome.MATCHED)


def read_file(file: Path) -> bytes:
    """Return the content of a file to be read; what is too long is cut, and refused later.

    Raises
    ------
    UploadRefused
        If it cannot be opened.
    """
    try:
        with file.open("rb") as opened:
            return opened.read(BYTES + 1)
    except OSError as error:
        rule = f"pliku nie da się odczytać ({error.strerror})"
        raise refused(file.name, rule, "Sprawdź ścieżkę i uprawnienia") from error


def read_upload(name: str, content: bytes, dataset: Dataset) -> Preview:
    """Read a file of figures of gminy; nothing is written anywhere.

    Parameters
    ----------
    name, content
        As they came; neither is trusted.
    dataset
        The gminy to be matched, before any are merged.

    Raises
    ------
    UploadRefused
        If the file cannot be used; the faults say what to do.
    """
    file = file_label(name)
    gazetteer = Gazetteer(dataset)
    grid = _grid(file, content, gazetteer)
    layout = understand(file, grid, gazetteer)
    rows = rows_of(layout, gazetteer)
    found = topics(file, layout, rows)
    _check_topics(file, layout, rows, found)
    candidates = Candidates(found, Context(file, layout.title, grid.separator, dataset, gazetteer))
    _check_candidates(file, candidates)
    return Preview(
        file=file,
        candidates=tuple(candidates.made),
        rows=tuple(_matches(rows, candidates.doubled, layout, gazetteer)),
        notes=tuple(_notes(grid, layout, rows, candidates)),
    )


def _grid(file: str, content: bytes, gazetteer: Gazetteer) -> Grid:
    form = _form_of(file, content)
    if form is None:
        return text_grid(file, content, gazetteer.is_member)
    return sheet_grid(file, content, form, gazetteer)


def _form_of(file: str, content: bytes) -> Form | None:
    """Tell by its first bytes, not by its name, which workbook a file is; ``None`` for a text."""
    if len(content) > BYTES:
        size = f"{len(content) / 1e6:.1f}".replace(".", ",")
        remedy = "Zostaw tylko potrzebne gminy, lata i kolumny"
        raise refused(file, f"plik ma {size} MB, a może mieć najwyżej 5 MB", remedy)
    if not content.strip(b"\x00 \t\r\n" + codecs.BOM_UTF8):
        raise refused(file, "plik jest pusty", "Wskaż plik z tabelą: gminy w wierszach")
    if content.startswith(_OLE):
        return Form.XLS
    if content.startswith(_ZIP):
        return _zipped(file, content)
    start = content[:2000].removeprefix(codecs.BOM_UTF8).lstrip().lower()
    if start.startswith(b"<") and any(tag in start for tag in _MARKUP):
        raise refused(file, "to strona HTML lub XML, a nie tabela", SAVE_AGAIN)
    for magic, name in _OTHER.items():
        if start.startswith(magic.lower()):
            raise refused(file, f"to {name}, a nie tabela", "Wskaż plik .csv lub .xlsx")
    return None


def _zipped(file: str, content: bytes) -> Form:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise refused(file, "plik jest uszkodzony", "Zapisz go jeszcze raz jako .xlsx") from error
    if "xl/workbook.xml" in names:
        return Form.XLSX
    if "xl/workbook.bin" in names:
        raise refused(file, "to skoroszyt binarny (.xlsb)", "Zapisz go jako .xlsx")
    if "content.xml" in names:
        return Form.ODS
    raise refused(file, "to archiwum, a nie tabela", "Rozpakuj je i wskaż plik .csv lub .xlsx")


def _check_topics(file: str, layout: Layout, rows: Sequence[Row], found: Sequence[Topic]) -> None:
    if not found:
        known = any(row.place.outcome is Outcome.MATCHED for row in rows)
        rule = "nie ma kolumny z liczbami" if known else "żaden wiersz nie jest gminą Aglomeracji"
        remedy = "Dodaj kolumnę liczb obok gmin" if known else "Wpisz kod TERYT albo nazwę gminy"
        raise refused(file, rule, remedy)
    if len(found) > CANDIDATES:
        rule = f"w pliku jest {len(found)} kolumn z różnymi liczbami"
        raise refused(file, rule, f"Zostaw najwyżej {CANDIDATES}")
    if layout.year is not None:
        faults = list(_year_faults(file, layout, layout.year, found))
        if faults:
            raise refused_for(faults)


def _year_faults(file: str, layout: Layout, column: int, found: Sequence[Topic]) -> Iterator[Fault]:
    rule, remedy = "roku nie da się odczytać", "Wpisz rok czterema cyframi"
    heading = layout.headings[column].name
    lines = {r.row.line.number: r.row.line for t in found for r in t.readings if r.year is None}
    for number, line in sorted(lines.items()):
        yield Fault(file, rule, remedy, row=number, column=heading, value=line.text(column))


def _check_candidates(file: str, candidates: Candidates) -> None:
    if not candidates.made:
        raise refused_for(candidates.faults)
    if len({year for candidate in candidates.made for year in candidate.years}) > YEARS:
        raise refused(file, f"w pliku jest więcej niż {YEARS} lat", "Zostaw mniej lat")
    if all(f.value is None for candidate in candidates.made for f in candidate.all_figures):
        rule = "żadna gmina nie ma jednoznacznej wartości"
        raise refused(file, rule, "Usuń powtórzone gminy albo dodaj kolumnę z rokiem")


def _matches(
    rows: Sequence[Row], doubled: set[int], layout: Layout, gazetteer: Gazetteer
) -> Iterator[RowMatch]:
    columns = layout.figure_columns
    suggested = 0
    for row in rows:
        outcome, note = row.place.outcome, row.place.note
        if row.line.number in doubled:
            outcome, note = Outcome.DUPLICATE, "różne wartości tej samej gminy i roku: pominięto je"
        if outcome is Outcome.UNMATCHED:
            if not any(row.line.entry(column) != "" for column in columns):
                outcome = Outcome.REMARK
            elif suggested < _SUGGESTED:
                suggested += 1
                note = note or gazetteer.suggestion(row.key)
        yield RowMatch(row.line.number, row.key, outcome, row.place.teryt6, note)


def _notes(
    grid: Grid, layout: Layout, rows: Sequence[Row], candidates: Candidates
) -> Iterator[str]:
    """Return everything a person should know of the reading, in Polish."""
    yield from (*grid.notes, *candidates.notes)
    if any(heading.school for heading in layout.headings):
        yield "Rok szkolny odczytano jako jego pierwszy rok, np. 2023/2024 jako 2023."
    figures = (figure for candidate in candidates.made for figure in candidate.all_figures)
    signs = {(figure.sign, figure.status) for figure in figures if figure.sign}
    for sign, status in sorted(signs):
        yield f"Znak „{sign}” odczytano jako: {STATUS_WORDS[status]}."
    if any(sign == DASH for sign, _ in signs):
        yield "W rocznikach GUS „-” znaczy zero, w BDL brak informacji; można to wybrać."
    for outcome, words in _LEFT_OUT.items():
        number = sum(row.place.outcome is outcome for row in rows)
        if number:
            yield f"Pominięto {counted(number, _ROWS)} {words}."
    for fault in candidates.faults[:FAULTS]:
        yield f"Pominięto kolumnę z błędem: {fault}"
