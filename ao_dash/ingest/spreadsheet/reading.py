"""A file as it was read: what was matched, what was left out and why, what has to be chosen.

There is one function, :func:`read_figures`, with one result, :class:`Reading`; the screen of own
data, ``import`` and ``inspect`` all show that.
"""

from __future__ import annotations

import codecs
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from io import BytesIO
from pathlib import Path

from ao_dash.ingest.spreadsheet.candidates import (
    ROW_CHOICES,
    Candidates,
    Context,
    Row,
    Topics,
    columns_named,
    rows_of,
)
from ao_dash.ingest.spreadsheet.description import Candidate
from ao_dash.ingest.spreadsheet.gazetteer import OUTCOME_WORDS, Gazetteer, Outcome
from ao_dash.ingest.spreadsheet.grid import Grid
from ao_dash.ingest.spreadsheet.layout import Layout, turned, understand
from ao_dash.ingest.spreadsheet.limits import (
    BYTES,
    CANDIDATES,
    YEARS,
    UploadRefused,
    listed,
    refused,
)
from ao_dash.ingest.spreadsheet.number_parsing import DASH
from ao_dash.ingest.spreadsheet.roles import Role
from ao_dash.ingest.spreadsheet.sanitize import file_label
from ao_dash.ingest.spreadsheet.text_file import SAVE_AGAIN, text_grid
from ao_dash.ingest.spreadsheet.workbook import Form, sheet_grids
from ao_dash.model.dataset import Dataset
from ao_dash.model.faults import Fault, shorten
from ao_dash.model.given_file import read_given
from ao_dash.model.series import STATUS_WORDS

FORMS = ("csv", "txt", "xlsx", "xls", "ods")
"""Endings of files that can be read; what a file is is told by its first bytes."""

_SUGGESTED = 100  # unmatched rows for which a name is suggested
_LOCKS = ("~$", ".~lock.")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_MARKUP = (b"<html", b"<!doctype", b"<table", b"<?xml", b"<head", b"<body", b"<meta", b"<style")
_OTHER = {b"%PDF": "PDF", b"\x89PNG": "obraz PNG", b"\xff\xd8\xff": "obraz JPEG", b"{": "JSON"}


@dataclass(frozen=True)
class Choices:
    """What a person has chosen of a file: a sheet, columns by name, what several rows make.

    ``rows`` is one of :data:`ROW_CHOICES`; what is "" or empty was not chosen.
    """

    sheet: str = ""
    columns: tuple[str, ...] = ()
    rows: str = ""


NO_CHOICES = Choices()


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

    @property
    def why(self) -> str:
        """Why the row was left out, in Polish."""
        return f"{OUTCOME_WORDS[self.outcome]}{': ' if self.note else ''}{self.note}"


@dataclass(frozen=True)
class Reading:
    """A file as it was read, whether or not something can be taken of it.

    ``members`` are names by ``teryt6`` of all gminy that were looked for. ``choices`` lists what
    has to be chosen by ``sheets``, ``columns`` or ``rows``; ``sheets`` are all with gminy,
    ``columns`` all with figures. ``notes`` say in Polish how the file was read, ``faults`` why
    nothing can be taken.
    """

    file: str
    members: Mapping[str, str] = field(default_factory=dict)
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    rows: tuple[RowMatch, ...] = ()
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()

    @property
    def matched(self) -> tuple[str, ...]:
        """``teryt6`` of the gminy that have a row."""
        found = {row.teryt6 for row in self.rows if row.outcome is Outcome.MATCHED}
        return tuple(code for code in self.members if code in found)

    @property
    def missing(self) -> tuple[str, ...]:
        """``teryt6`` of the gminy without a row."""
        return tuple(code for code in self.members if code not in set(self.matched))

    @property
    def left_out(self) -> tuple[RowMatch, ...]:
        """The rows of which nothing is taken."""
        return tuple(row for row in self.rows if row.outcome is not Outcome.MATCHED)

    @property
    def usable(self) -> bool:
        """Whether figures can be taken and nothing has to be chosen first."""
        return not self.faults and not self.choices

    def demand_usable(self) -> None:
        """Raise ``UploadRefused`` with the faults, or with what has to be chosen first."""
        rules = {
            "sheets": "gminy są w kilku arkuszach, wybierz jeden",
            "columns": f"wybierz kolumny, najwyżej {CANDIDATES}",
            "rows": "gminy mają po kilka wierszy: wybierz sumę, średnią albo liczbę wierszy",
        }
        chosen = [
            Fault(self.file, rules[what], f"Do wyboru: {', '.join(map(shorten, offered))}")
            for what, offered in self.choices.items()
        ]
        if self.faults or chosen:
            raise UploadRefused(self.faults or chosen)


def read_file(file: Path) -> bytes:
    """Return the content of a file to be read; what is too long is cut, and refused later.

    Raises
    ------
    DataFaults
        If it cannot be read.
    """
    return read_given(file, BYTES)


def read_figures(
    name: str, content: bytes, dataset: Dataset, choices: Choices = NO_CHOICES
) -> Reading:
    """Read a file of figures of gminy; nothing is written anywhere.

    Parameters
    ----------
    name, content
        As they came; neither is trusted.
    dataset
        The gminy to be matched, before any are merged.
    choices
        What a person has chosen of the file.
    """
    members = {code: gmina.name for code, gmina in dataset.gminy.items()}
    reader = _Reader(Reading(file_label(name), members), dataset, choices)
    try:
        reader.read(content)
    except UploadRefused as error:
        reader.found = replace(reader.found, faults=error.faults, candidates=())
    return reader.found


class _Reader:
    """Reads a file step by step; ``found`` is what is known so far."""

    def __init__(self, found: Reading, dataset: Dataset, choices: Choices) -> None:
        self.found = found
        self._file = found.file
        self._dataset = dataset
        self._choices = choices
        self._gazetteer = Gazetteer(dataset)

    def _add(self, notes: Iterable[str] = (), **choices: tuple[str, ...]) -> None:
        both = dict.fromkeys((*self.found.notes, *notes))
        self.found = replace(
            self.found, notes=tuple(both), choices={**self.found.choices, **choices}
        )

    def read(self, content: bytes) -> None:
        """Read the file as far as it can be read."""
        grid = turned(self._grid(content), self._gazetteer)
        self._add(grid.notes)
        layout = understand(self._file, grid, self._gazetteer)
        rows = rows_of(layout, self._gazetteer)
        self.found = replace(self.found, rows=tuple(self._matches(rows, layout)))
        self._check_matched(rows)
        self._add(self._left_out())
        topics = Topics(self._file, layout, rows, self._choices.columns)
        self._take(topics, layout, grid)

    def _grid(self, content: bytes) -> Grid:
        form = _form_of(self._file, content)
        if form is None:
            return text_grid(self._file, content, self._gazetteer.is_member)
        grids = sheet_grids(self._file, content, form, self._gazetteer, self._choices.sheet)
        names = tuple(grid.sheet for grid in grids)
        self.found = replace(self.found, sheet=names[0], sheets=names)
        if len(names) > 1 and not self._choices.sheet:
            self._add(sheets=names)
        return grids[0]

    def _take(self, topics: Topics, layout: Layout, grid: Grid) -> None:
        found = topics.found
        several = max(topics.row_counts.values()) > 1 and layout.year is None
        if not found and several:  # a list without figures can only be counted
            if self._choices.rows != "count":
                self._add(rows=("count",))
                return
            found = [topics.counted()]
        context = Context(
            *(self._file, layout, grid.separator, self._choices.rows, self._dataset),
            self._gazetteer,
        )
        candidates = Candidates(found, context)
        self._add([*candidates.notes, *_notes(layout, candidates)])
        made = self._chosen(candidates.made)
        self.found = replace(self.found, candidates=tuple(made))
        self._check_made(candidates, made)
        if candidates.doubled:
            several_rows = f"Gminy mają po kilka wierszy ({listed(sorted(candidates.doubled))})."
            self._add([several_rows], rows=ROW_CHOICES)

    def _chosen(self, made: Sequence[Candidate]) -> list[Candidate]:
        """Return the candidates of the chosen columns, or all; what is hardly an indicator last."""
        names = tuple(candidate.column for candidate in made)
        self.found = replace(self.found, columns=names)
        wanted = columns_named(self._choices.columns, names)
        unknown = [column for column in wanted if column not in names]
        self._add([f"W pliku nie ma kolumny „{shorten(one)}”." for one in unknown])
        chosen = [candidate for candidate in made if not wanted or candidate.column in wanted]
        if unknown or len(chosen) > CANDIDATES:
            self._add(columns=names)
        return sorted(chosen, key=lambda candidate: not candidate.first_choice)

    def _check_made(self, candidates: Candidates, made: Sequence[Candidate]) -> None:
        if not made and "columns" not in self.found.choices:
            rule, remedy = "nie ma kolumny z liczbami", "Dodaj kolumnę liczb obok gmin"
            raise UploadRefused(candidates.faults or [Fault(self._file, rule, remedy)])
        if len({year for candidate in made for year in candidate.years}) > YEARS:
            raise refused(self._file, f"w pliku jest więcej niż {YEARS} lat", "Zostaw mniej lat")
        if not candidates.doubled and not any(
            f.value is not None for candidate in candidates.made for f in candidate.all_figures
        ):
            remedy = "Dodaj kolumnę liczb obok gmin"
            raise refused(self._file, "żadna gmina nie ma wartości", remedy)

    def _matches(self, rows: Sequence[Row], layout: Layout) -> Iterator[RowMatch]:
        columns = layout.figure_columns()
        suggested = 0
        for row in rows:
            outcome, note = row.place.outcome, row.place.note
            shown = str(row.key) or next(
                (row.line.text(c) for c in range(len(row.line.cells)) if row.line.text(c)), ""
            )
            if outcome is Outcome.UNMATCHED:
                if not any(row.line.entry(column) != "" for column in columns):
                    outcome = Outcome.REMARK
                elif suggested < _SUGGESTED:
                    suggested += 1
                    note = note or self._gazetteer.suggestion(row.key.name)
            teryt6 = row.place.teryt6 if outcome is Outcome.MATCHED else ""
            yield RowMatch(row.line.number, shown, outcome, teryt6, note)

    def _left_out(self) -> Iterator[str]:
        """Say of each reason how many rows it concerns, once."""
        lines: dict[Outcome, list[int]] = {}
        for row in self.found.left_out:
            lines.setdefault(row.outcome, []).append(row.line)
        for outcome, numbers in lines.items():
            yield f"Pominięto: {OUTCOME_WORDS[outcome]} ({listed(numbers)})."
        spoilt = [row.line for row in self.found.rows if "zniszczył kod" in row.note]
        if spoilt:
            yield f"Arkusz zniszczył kody (postać naukowa, {listed(spoilt)})."

    def _check_matched(self, rows: Sequence[Row]) -> None:
        if any(row.place.outcome is Outcome.MATCHED for row in rows):
            return
        self._add(self._left_out())
        outcomes = [row.outcome for row in self.found.left_out if row.outcome is not Outcome.REMARK]
        most = max(set(outcomes), key=outcomes.count, default=Outcome.UNMATCHED)
        notes = [row.note for row in self.found.left_out if row.outcome is most and row.note]
        rule = f"żaden wiersz nie jest gminą obszaru: {OUTCOME_WORDS[most]}"
        rule += f" ({notes[0]})" if notes else ""
        raise refused(self._file, rule, "Wpisz kody TERYT albo nazwy całych gmin")


def _notes(layout: Layout, candidates: Candidates) -> Iterator[str]:
    """Return what a person should know of the figures, in Polish."""
    if layout.next_table is not None:
        where = f"W wierszu {layout.next_table} zaczyna się następna tabela, z innym nagłówkiem"
        yield f"{where}: nie odczytano jej. Zapisz ją w osobnym pliku."
    if any(heading.school for heading in layout.headings):
        yield "Rok szkolny odczytano jako jego pierwszy rok, np. 2023/2024 jako 2023."
    figures = (figure for candidate in candidates.made for figure in candidate.all_figures)
    signs = {(figure.sign, figure.status) for figure in figures if figure.sign}
    for sign, status in sorted(signs):
        yield f"Znak „{sign}” odczytano jako: {STATUS_WORDS[status]}."
    if any(sign == DASH for sign, _ in signs):
        yield "W rocznikach GUS „-” znaczy zero, w BDL brak informacji; można to wybrać."
    named = [h.name for h, role in zip(layout.headings, layout.roles, strict=True)
             if role is Role.IDENTIFIER and h.name]  # fmt: skip
    if named:
        shown = ", ".join(map(shorten, named)).removesuffix(".")
        yield f"To nie wartości, więc ich nie pokazano: {shown}."
    for fault in candidates.faults:
        yield f"Pominięto kolumnę z błędem: {fault}"


def _form_of(file: str, content: bytes) -> Form | None:
    """Tell by its first bytes, not by its name, which workbook a file is; ``None`` for a text."""
    if file.startswith(_LOCKS):
        rule = "to plik blokady, który arkusz tworzy obok otwartego skoroszytu"
        raise refused(file, rule, f"Wskaż sam skoroszyt, bez „{file[:2]}” na początku nazwy")
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
            names = {name.replace("\\", "/").lstrip("/").lower() for name in archive.namelist()}
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise refused(file, "plik jest uszkodzony", "Zapisz go jeszcze raz jako .xlsx") from error
    if any(name.endswith("workbook.bin") for name in names):
        raise refused(file, "to skoroszyt binarny (.xlsb)", "Zapisz go jako .xlsx")
    if "[content_types].xml" in names:
        return Form.XLSX
    if "content.xml" in names:
        return Form.ODS
    raise refused(file, "to archiwum, a nie tabela", "Rozpakuj je i wskaż plik .csv lub .xlsx")
