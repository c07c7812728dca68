"""A table of figures or projects that a person has, brought into the data folder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from ao_dash.datafolder.load import load
from ao_dash.datafolder.schema import TABLES
from ao_dash.datafolder.tables import read_table
from ao_dash.datafolder.validation import table_faults
from ao_dash.ingest.editions import atomic
from ao_dash.ingest.editions.diff import Change, compare_folders
from ao_dash.ingest.editions.recorded import noted
from ao_dash.ingest.editions.report import change_lines, closing
from ao_dash.ingest.editions.swap import Renewal, renewal, settle
from ao_dash.ingest.editions.tables import Tables, read_tables, records, write_table
from ao_dash.ingest.spreadsheet.candidate import Candidate
from ao_dash.ingest.spreadsheet.choice import choice_faults
from ao_dash.ingest.spreadsheet.gazetteer import OUTCOME_WORDS, Outcome
from ao_dash.ingest.spreadsheet.guess import Description
from ao_dash.ingest.spreadsheet.limits import BYTES
from ao_dash.ingest.spreadsheet.preview import Preview, read_upload
from ao_dash.ingest.spreadsheet.sanitize import folded
from ao_dash.ingest.table_import.description import (
    ENDING,
    Column,
    Declared,
    declared_faults,
    read_declared,
    template,
)
from ao_dash.ingest.table_import.place import Taken, placed
from ao_dash.model.dataset import Dataset
from ao_dash.model.faults import DataFaults, Fault, shorten
from ao_dash.model.indicator import Kind, Polarity

_COMMAND = "import"
_PROJECTS = ("projects", "project_gminy")
_TOLD = (Outcome.UNMATCHED, Outcome.AMBIGUOUS, Outcome.DUPLICATE)


@dataclass(frozen=True)
class Options:
    """What to import and what is said of it beside the description.

    ``file`` is the table; ``described`` its description, ``None`` for the one beside it, if any.
    ``source`` are cells of ``sources.csv``, ``columns`` codes of indicators by heading, ``year``
    that of figures without one: they come before what the description says. ``dry`` changes
    nothing. ``cache`` remembers the attempt.
    """

    file: Path
    cache: Path
    described: Path | None = None
    source: Mapping[str, str] | None = None
    columns: Mapping[str, str] | None = None
    year: int | None = None
    dry: bool = False


@dataclass(frozen=True)
class Imported:
    """The end of an import: how the table was read, what differs, whether that is in use."""

    notes: tuple[str, ...]
    change: Change
    swapped: bool
    dry: bool

    @property
    def sentence(self) -> str:
        """Return the result in one sentence."""
        return closing(dry=self.dry, swapped=self.swapped)


def import_table(folder: Path, options: Options) -> Imported:
    """Bring a table into ``folder``: figures by the rules of uploads, projects as they are.

    Raises
    ------
    RefreshError
        If the folder cannot be replaced.
    DataFaults
        If the table or its description has faults, the source is not named, or what was made of
        it does not pass the check.
    OSError
        If the disk is full. Whatever is raised, the folder in use is as it was.
    """
    with noted(options.cache, _COMMAND, dry=options.dry) as said:
        imported = _import(folder.resolve(), options)
        said.append(imported.sentence)
    return imported


def write_template(folder: Path, file: Path) -> Path:
    """Write a description to be filled in beside the table ``file`` and return it.

    Raises
    ------
    DataFaults
        If the table cannot be used, or there is such a file already.
    """
    preview = read_upload(file.name, _content(file), load(folder))
    target = file.with_suffix(ENDING)
    if target.exists():
        rule, remedy = "taki opis już jest", "Uzupełnij go albo usuń i utwórz nowy"
        raise DataFaults([Fault(target.name, rule, remedy)])
    atomic.write(target, template(file.name, preview.candidates, load(folder)).encode())
    return target


def report(imported: Imported) -> list[str]:
    """Return the end report, a line each."""
    return [*imported.notes, *change_lines(imported.change), imported.sentence]


def _import(folder: Path, options: Options) -> Imported:
    settle(folder)
    dataset, tables = load(folder), read_tables(folder)
    made = _projects(options.file, tables)
    notes: tuple[str, ...] = ()
    if made is None:
        made, notes = _figures(dataset, tables, options)
    with renewal(folder) as new:
        for name, frame in made.items():
            write_table(new.path, name, frame)
        change, swapped = _finished(new, tables, dry=options.dry)
    return Imported(notes, change, swapped, options.dry)


def _finished(new: Renewal, tables: Tables, *, dry: bool) -> tuple[Change, bool]:
    change = compare_folders(new.folder, new.path, tables)
    if dry:
        load(new.path)
        return change, False
    if change:
        new.put_in_place(_COMMAND)
    return change, bool(change)


def _content(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(BYTES + 1)  # the reading refuses what is longer
    except OSError as error:
        rule = f"pliku nie da się odczytać ({error.strerror})"
        raise DataFaults([Fault(file.name, rule, "Sprawdź ścieżkę i uprawnienia")]) from error


def _projects(file: Path, tables: Tables) -> dict[str, pd.DataFrame] | None:
    """Return the table of projects or of their gminy with the rows of ``file``, if it is one."""
    for name in _PROJECTS:
        frame, faults = read_table(file.parent, file.name, tuple(TABLES[name].columns))
        if frame.empty or any(fault.column for fault in faults):  # another table, or no text
            continue
        faults += [replace(f, file=file.name) for f in table_faults(name, {**tables, name: frame})]
        if faults:
            raise DataFaults(faults)
        return {name: _together(tables[name], frame, TABLES[name].key)}
    return None


def _together(old: pd.DataFrame, new: pd.DataFrame, key: Sequence[str]) -> pd.DataFrame:
    """Return ``old`` with rows of ``new`` in place of those of the same key, others at the end."""
    rows = {tuple(row[name] for name in key): row for row in [*records(old), *records(new)]}
    return pd.DataFrame(list(rows.values()))


def _figures(
    dataset: Dataset, tables: Tables, options: Options
) -> tuple[dict[str, pd.DataFrame], tuple[str, ...]]:
    preview = read_upload(options.file.name, _content(options.file), dataset)
    file, declared = _declared(options)
    taken = _taken(preview, declared, dataset)
    faults = declared_faults(file, declared, dataset) + _lacking(file, preview, declared)
    for one in taken:
        faults += choice_faults(preview.file, one.candidate, one.choice)
    if faults:
        raise DataFaults(faults)
    return placed(tables, declared, taken), _notes(preview, taken)


def _declared(options: Options) -> tuple[str, Declared]:
    """Return what is declared, and the name of the file that messages should name."""
    beside = options.described or options.file.with_suffix(ENDING)
    said = Declared({}, ())
    if options.described is not None or beside.is_file():
        said = read_declared(beside)
    named = {folded(column.heading): column for column in said.columns}
    for heading, code in (options.columns or {}).items():
        before = named.get(folded(heading), Column(heading, code, {}))
        named[folded(heading)] = replace(before, code=code)
    declared = Declared(
        source=said.source | dict(options.source or {}),
        columns=tuple(named.values()),
        year=said.year if options.year is None else options.year,
        dash_is_zero=said.dash_is_zero,
    )
    return beside.name if beside.is_file() else options.file.name, declared


def _taken(preview: Preview, declared: Declared, dataset: Dataset) -> list[Taken]:
    columns = {folded(column.heading): column for column in declared.columns}
    pairs = ((columns.get(folded(c.guess.name)), c) for c in preview.candidates)
    return [
        Taken(column, c, _choice(column, c, declared, dataset)) for column, c in pairs if column
    ]


def _choice(
    column: Column, candidate: Candidate, declared: Declared, dataset: Dataset
) -> Description:
    """Return how the figures are to be read; a word that is none has its own fault."""
    known, said = dataset.indicators.get(column.code), column.said
    kind = said.get("kind", known.kind.value if known else "")
    year = candidate.guess.year if declared.year is None else declared.year
    return Description(
        name=said.get("name", known.name if known else column.heading),
        unit=said.get("unit", known.unit if known else ""),
        kind=Kind(kind) if kind in set(Kind) else candidate.guess.kind,
        polarity=Polarity.NEUTRAL,
        decimals=candidate.guess.decimals,
        year=year,
        dash_is_zero=declared.dash_is_zero,
    )


def _lacking(file: str, preview: Preview, declared: Declared) -> list[Fault]:
    """Return faults for declared columns that the table has not, or if it has none of them."""
    there = {folded(candidate.guess.name) for candidate in preview.candidates}
    listed = ", ".join(f"„{shorten(c.guess.name)}”" for c in preview.candidates)
    if not declared.columns:
        remedy = "Podaj --wskaznik „KOLUMNA=KOD” albo utwórz opis do uzupełnienia: --szablon"
        rule = f"nie powiedziano, czym są kolumny; są w niej: {listed}"
        return [Fault(preview.file, rule, remedy)]
    return [
        Fault(file, "takiej kolumny w tabeli nie ma", f"Są w niej: {listed}", value=column.heading)
        for column in declared.columns
        if folded(column.heading) not in there
    ]


def _notes(preview: Preview, taken: Sequence[Taken]) -> tuple[str, ...]:
    used = {one.candidate.code for one in taken}
    left = [c.guess.name for c in preview.candidates if c.code not in used]
    told = [f"Pominięto kolumnę „{shorten(name)}”: opis o niej nie mówi." for name in left]
    rows = [
        f"Wiersz {row.line} („{shorten(row.key)}”): {row.note or OUTCOME_WORDS[row.outcome]}."
        for row in preview.rows
        if row.outcome in _TOLD
    ]
    matched = f"Gminy z danymi w tabeli: {len(preview.matched)}."
    return (*preview.notes, matched, *told, *rows)
