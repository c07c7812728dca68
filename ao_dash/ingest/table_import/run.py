"""A table of figures or projects that a person has, brought into the data folder."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from ao_dash.datafolder.load import load
from ao_dash.datafolder.schema import TABLES
from ao_dash.datafolder.tables import read_table, records
from ao_dash.datafolder.validation import table_faults
from ao_dash.ingest.editions.files import Tables, write_file
from ao_dash.ingest.editions.renew import Command, Draft, Outcome, renew
from ao_dash.ingest.spreadsheet.description import Candidate, Description, choice_faults
from ao_dash.ingest.spreadsheet.gazetteer import Outcome as RowOutcome
from ao_dash.ingest.spreadsheet.reading import (
    NO_CHOICES,
    Choices,
    Reading,
    read_figures,
    read_file,
)
from ao_dash.ingest.spreadsheet.sanitize import folded
from ao_dash.ingest.table_import.description import (
    ENDING,
    Column,
    Declared,
    declared_faults,
    read_declared,
    template,
)
from ao_dash.ingest.table_import.merge import ImportedColumn, merged
from ao_dash.model.dataset import Dataset
from ao_dash.model.faults import DataFaults, Fault, shorten
from ao_dash.model.indicator import Kind, Polarity
from ao_dash.model.numbers import ROW, counted

_PROJECT_TABLES = ("projects", "project_gminy")
_REPORTED = (RowOutcome.UNMATCHED, RowOutcome.CONFLICT)
_MOST_REPORTED = 10


@dataclass(frozen=True)
class Options:
    """What to import and what is said of it beside the description.

    ``file`` is the table; ``described`` its description, ``None`` for the one beside it, if any.
    ``source`` are cells of ``sources.csv``, ``columns`` codes of indicators by heading, ``year``
    that of figures without one: they come before what the description says. ``choices`` are those
    of a sheet and of what several rows make. ``dry`` changes nothing. ``cache`` remembers the
    attempt.
    """

    file: Path
    cache: Path
    described: Path | None = None
    source: Mapping[str, str] | None = None
    columns: Mapping[str, str] | None = None
    year: int | None = None
    choices: Choices = NO_CHOICES
    dry: bool = False


def import_table(folder: Path, options: Options) -> Outcome:
    """Bring a table into ``folder``: figures by the rules of uploads, projects as they are.

    Errors are those of :func:`renew`; the table or its description may have faults, or not name
    the source.
    """

    def draft(dataset: Dataset, tables: Tables) -> Draft:
        return _projects(options.file, tables) or _figures(dataset, options)

    return renew(folder, Command("import", options.cache, options.dry), draft)


def write_template(folder: Path, file: Path, choices: Choices = NO_CHOICES) -> Path:
    """Write a description to be filled in beside the table ``file`` and return it.

    Raises
    ------
    DataFaults
        If the table cannot be used, or there is such a file already.
    """
    dataset = load(folder)
    reading = _usable(file, dataset, choices)
    target = file.with_suffix(ENDING)
    if target.exists():
        rule, remedy = "taki opis już jest", "Uzupełnij go albo usuń i utwórz nowy"
        raise DataFaults([Fault(target.name, rule, remedy)])
    write_file(target, template(file.name, reading.candidates, dataset).encode())
    return target


def _projects(file: Path, tables: Tables) -> Draft | None:
    """Draft the table of projects or of their gminy with the rows of ``file``, if it is one."""
    if not file.is_file():
        return None  # it is refused where it is read
    for name in _PROJECT_TABLES:
        frame, faults = read_table(file.parent, file.name, tuple(TABLES[name].columns))
        if frame.empty or any(fault.column for fault in faults):  # another table, or no text
            continue
        faults += [replace(f, file=file.name) for f in table_faults(name, {**tables, name: frame})]
        if faults:
            raise DataFaults(faults)
        return _project_draft(name, frame)
    return None


def _project_draft(name: str, new: pd.DataFrame) -> Draft:
    """Draft a table with rows of ``new`` in place of those of the same key, others at the end."""
    key = TABLES[name].key

    def change(_: Path, copied: Tables) -> Tables:
        both = [*records(copied[name]), *records(new)]
        rows = {tuple(row[column] for column in key): row for row in both}
        return {name: pd.DataFrame(list(rows.values()))}

    return Draft((), change)


def _figures(dataset: Dataset, options: Options) -> Draft:
    file, declared = _declared(options)
    headings = tuple(column.heading for column in declared.columns)
    wanted = replace(options.choices, columns=options.choices.columns or headings)
    reading = _usable(options.file, dataset, wanted)
    by_heading = {folded(column.heading): column for column in declared.columns}
    columns = [
        ImportedColumn(column, candidate, _choice(column, candidate, declared, dataset))
        for candidate in reading.candidates
        if (column := by_heading.get(folded(candidate.column)))
    ]
    faults = declared_faults(file, declared, dataset) + _lacking(file, reading, declared)
    for one in columns:
        faults += choice_faults(reading.file, one.candidate, one.choice)
    if faults:
        raise DataFaults(faults)
    notes = _notes(reading, {one.candidate.column for one in columns})
    return Draft(tuple(notes), lambda _, copied: merged(copied, declared, columns))


def _usable(file: Path, dataset: Dataset, choices: Choices) -> Reading:
    """Return the table as it was read; columns that it has not are faults of the description."""
    reading = read_figures(file.name, read_file(file), dataset, choices)
    if set(reading.choices) != {"columns"} or not choices.columns:
        reading.demand_usable()
    return reading


def _declared(options: Options) -> tuple[str, Declared]:
    """Return what is declared, and the name of the file that messages should name."""
    beside = options.described or options.file.with_suffix(ENDING)
    written = Declared({}, ())
    if options.described is not None or beside.is_file():
        written = read_declared(beside)
    by_heading = {folded(column.heading): column for column in written.columns}
    for heading, code in (options.columns or {}).items():
        before = by_heading.get(folded(heading), Column(heading, code, {}))
        by_heading[folded(heading)] = replace(before, code=code)
    declared = Declared(
        source=written.source | dict(options.source or {}),
        columns=tuple(by_heading.values()),
        year=written.year if options.year is None else options.year,
        dash_is_zero=written.dash_is_zero,
    )
    return beside.name if beside.is_file() else options.file.name, declared


def _choice(
    column: Column, candidate: Candidate, declared: Declared, dataset: Dataset
) -> Description:
    """Return how the figures are to be read; a word that is none has its own fault."""
    known, said = dataset.indicators.get(column.code), column.said
    kind = said.get("kind", known.kind.value if known else "")
    return Description(
        name=said.get("name", known.name if known else column.heading),
        unit=said.get("unit", known.unit if known else ""),
        kind=Kind(kind) if kind in set(Kind) else candidate.guess.kind,
        polarity=Polarity.NEUTRAL,
        decimals=candidate.guess.decimals,
        year=candidate.guess.year if declared.year is None else declared.year,
        dash_is_zero=declared.dash_is_zero,
    )


def _lacking(file: str, reading: Reading, declared: Declared) -> list[Fault]:
    """Return faults for declared columns that the table has not, or if it has none of them."""
    headings = {folded(candidate.column) for candidate in reading.candidates}
    listed = ", ".join(f"„{shorten(c.column)}”" for c in reading.candidates)
    if not declared.columns:
        remedy = "Podaj --wskaznik „KOLUMNA=KOD” albo utwórz opis do uzupełnienia: --szablon"
        rule = f"nie powiedziano, czym są kolumny; są w niej: {listed}"
        return [Fault(reading.file, rule, remedy)]
    return [
        Fault(file, "takiej kolumny w tabeli nie ma", f"Są w niej: {listed}", value=column.heading)
        for column in declared.columns
        if folded(column.heading) not in headings
    ]


def _notes(reading: Reading, used: set[str]) -> Iterable[str]:
    yield from reading.notes
    yield f"Gminy z danymi w tabeli: {len(reading.matched)}."
    for column in reading.columns:
        if column not in used:
            yield f"Pominięto kolumnę „{shorten(column)}”: opis o niej nie mówi."
    reported = [row for row in reading.rows if row.outcome in _REPORTED]
    for row in reported[:_MOST_REPORTED]:
        yield f"Wiersz {row.line} („{shorten(row.key)}”): {row.note or row.why}."
    if len(reported) > _MOST_REPORTED:
        yield f"…i {counted(len(reported) - _MOST_REPORTED, ROW)} więcej."
