"""The command ``inspect``: what would be taken of a table, what not, and what has to be chosen."""

from __future__ import annotations

import argparse
import codecs
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ao_dash.cli.console import print_faults, refuse
from ao_dash.datafolder.load import load
from ao_dash.ingest.spreadsheet.candidates import ROW_CHOICES
from ao_dash.ingest.spreadsheet.description import Candidate
from ao_dash.ingest.spreadsheet.number_parsing import Figure
from ao_dash.ingest.spreadsheet.reading import Choices, Reading, read_figures, read_file
from ao_dash.ingest.spreadsheet.sanitize import file_label
from ao_dash.model.faults import DataFaults
from ao_dash.model.settings import settings

_WORDS = {
    "sheets": "Wybierz arkusz (--sheet)",
    "columns": "Wybierz kolumny (--columns)",
    "rows": "Gminy mają po kilka wierszy; powiedz, co z nich zrobić (--rows)",
}


def add_inspect(parser: argparse.ArgumentParser) -> None:
    """Give the parser of ``inspect`` its options."""
    parser.add_argument("file", metavar="PLIK", type=Path, help="tabela CSV, XLSX, XLS lub ODS")
    add_choices(parser)
    parser.add_argument("--json", action="store_true", help="wypisz JSON dla programów")
    parser.add_argument("--data", type=Path, default=None, help="folder danych")
    parser.set_defaults(run=_inspect)


def add_choices(parser: argparse.ArgumentParser) -> None:
    """Give a parser the options that choose parts of a file."""
    parser.add_argument("--sheet", default="", metavar="ARKUSZ", help="nazwa arkusza")
    parser.add_argument(
        "--columns", action="append", default=[], metavar="A,B", help="kolumny wartości"
    )
    meaning = "co zrobić z kilku wierszy gminy: suma, średnia, liczba"
    parser.add_argument("--rows", choices=ROW_CHOICES, default="", help=meaning)


def choices_of(options: argparse.Namespace) -> Choices:
    """Return what the options choose of a file."""
    return Choices(options.sheet, tuple(options.columns), options.rows)


def _inspect(options: argparse.Namespace) -> int:
    dataset = load((options.data or settings().data_dir).resolve())
    try:
        content = read_file(options.file)
    except DataFaults as error:
        members = {code: gmina.name for code, gmina in dataset.gminy.items()}
        reading = Reading(file_label(options.file.name), members, faults=error.faults)
    else:
        reading = read_figures(options.file.name, content, dataset, choices_of(options))
    if options.json:
        # what no UTF-8 stream can carry is escaped: JSON in another encoding is none
        escaped = codecs.lookup(sys.stdout.encoding or "ascii").name != "utf-8"
        print(json.dumps(as_json(reading), ensure_ascii=escaped, indent=1))
    else:
        print("\n".join(_lines(reading)))
    return _told(reading)


def _told(reading: Reading) -> int:
    """Print why nothing can be taken yet; return the exit code."""
    if reading.faults:
        print_faults(DataFaults(reading.faults))
        return 1
    for what in reading.choices:
        refuse(f"{_WORDS[what]}.")
    return 2 if reading.choices else 0


def as_json(reading: Reading) -> dict[str, Any]:
    """Return a reading for programs.

    Returns
    -------
    dict
        ``sheet``; ``matched`` and ``missing`` (``teryt6``); ``left_out``: rows with ``line``,
        ``key`` and ``why``; ``indicators`` with ``name``, ``unit``, ``kind``, ``first_choice`` and
        ``values`` by ``teryt6`` and year ("" if the file names none), each a number or a status;
        ``choices`` by ``sheets``, ``columns`` or ``rows``; ``notes``, faults first.
    """
    return {
        "sheet": reading.sheet,
        "matched": list(reading.matched),
        "missing": list(reading.missing),
        "left_out": [
            {"line": row.line, "key": row.key, "why": row.why} for row in reading.left_out
        ],
        "indicators": [_indicator(candidate) for candidate in reading.candidates],
        "choices": {what: list(offered) for what, offered in reading.choices.items()},
        "notes": [*map(str, reading.faults), *reading.notes],
    }


def _indicator(candidate: Candidate) -> dict[str, Any]:
    values: dict[str, dict[str, float | str]] = {}
    for year, figures in candidate.figures.items():
        for teryt6, figure in figures.items():
            values.setdefault(teryt6, {})[str(year or "")] = _value(figure)
    guess = candidate.guess
    return {
        "name": guess.name,
        "unit": guess.unit,
        "kind": guess.kind.value,
        "first_choice": candidate.first_choice,
        "values": values,
    }


def _value(figure: Figure) -> float | str:
    if figure.value is None:
        return figure.status.value
    return int(figure.value) if figure.value.is_integer() else figure.value


def _lines(reading: Reading) -> Iterator[str]:
    """Give what a person reads: what was matched, the indicators, the notes, the choices."""
    yield f"{reading.file}: dopasowane gminy {len(reading.matched)} z {len(reading.members)}"
    if reading.matched and reading.missing:
        yield f"  Nie ma w pliku: {', '.join(map(reading.members.__getitem__, reading.missing))}"
    for candidate in reading.candidates:
        guess, years = candidate.guess, ", ".join(map(str, candidate.years)) or "bez roku"
        last = "" if candidate.first_choice else " – raczej nie wskaźnik"
        yield f"  {guess.name} [{guess.unit or 'bez jednostki'}], {years}{last}"
    yield from (f"• {note}" for note in reading.notes)
    for what, offered in _offered(reading.choices):
        yield f"{_WORDS[what]}: {offered}"


def _offered(choices: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    for what, offered in choices.items():
        yield what, "; ".join(offered)
