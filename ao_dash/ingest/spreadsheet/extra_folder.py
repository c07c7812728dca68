"""Files of an office in a folder, added when the data load; a small note beside each says more.

Beside ``budzet.xlsx`` may lie ``budzet.json``: an object whose keys are names of columns as the
preview shows them, each with any of ``name``, ``unit``, ``kind``, ``polarity``, ``decimals``,
``year`` and ``dash_is_zero``. What it does not say is guessed. With such a note only the columns
it names are taken, without one all of them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from enum import Enum
from pathlib import Path
from typing import Any

from ao_dash.ingest.spreadsheet.description import Candidate, Description
from ao_dash.ingest.spreadsheet.limits import refused
from ao_dash.ingest.spreadsheet.reading import FORMS, Choices, Reading, read_figures, read_file
from ao_dash.ingest.spreadsheet.user_indicators import accept, extended
from ao_dash.model.dataset import Dataset
from ao_dash.model.faults import DataFaults, Fault
from ao_dash.model.indicator import Kind, Polarity

_ENDINGS = tuple(f".{form}" for form in FORMS)


def extra_files(path: Path) -> tuple[Path, ...]:
    """Return the files of figures in a folder and the notes beside them, by name."""
    files = sorted(path.iterdir()) if path.is_dir() else []
    return tuple(f for f in files if f.is_file() and f.suffix.lower() in (*_ENDINGS, ".json"))


def extra_folder(path: Path, dataset: Dataset) -> Dataset:
    """Return ``dataset`` with every file of a folder added.

    Raises
    ------
    DataFaults
        With the faults of all files, if there are any.
    """
    if not path.is_dir():
        raise DataFaults([Fault(str(path), "nie ma takiego folderu danych", "Popraw AO_EXTRA_DIR")])
    faults: list[Fault] = []
    for file in extra_files(path):
        if file.suffix.lower() in _ENDINGS:
            try:
                dataset = _added(file, dataset)
            except DataFaults as error:
                faults += error.faults
    if faults:
        raise DataFaults(faults)
    return dataset


def _added(file: Path, dataset: Dataset) -> Dataset:
    beside = file.with_suffix(".json")
    note = _json(beside) if beside.is_file() else None
    reading = read_figures(file.name, read_file(file), dataset, Choices(columns=tuple(note or ())))
    if note is None or "columns" not in reading.choices:
        reading.demand_usable()
    choices = {c.code: c.guess for c in reading.candidates if c.first_choice}
    if note is not None:
        choices = _described(beside, note, reading)
    return extended(dataset, accept(reading, choices, dataset))


def _described(file: Path, note: Mapping[str, Any], reading: Reading) -> dict[str, Description]:
    """Return what the note ``file`` says of the columns it names, by code of the candidate."""
    named = {candidate.guess.name: candidate for candidate in reading.candidates}
    rule, remedy = "nie ma takiej kolumny wartości", f"Wpisz jedną z: {', '.join(reading.columns)}"
    faults = [Fault(file.name, rule, remedy, column=name) for name in note if name not in named]
    choices = {}
    for column, candidate in named.items():
        if column in note:
            choices[candidate.code], found = _description(file.name, candidate, note[column])
            faults += found
    if faults:
        raise DataFaults(faults)
    return choices


def _json(file: Path) -> Mapping[str, Any]:
    try:
        note = json.loads(read_file(file).decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise refused(file.name, "to nie jest JSON", "Popraw przecinki i cudzysłowy") from error
    if not isinstance(note, dict) or not all(isinstance(v, dict) for v in note.values()):
        rule = "notatka musi być obiektem: nazwa kolumny i jej opis"
        raise refused(file.name, rule, 'Wpisz np. {"Ludność": {"unit": "osoba", "kind": "count"}}')
    return note


def _description(
    file: str, candidate: Candidate, said: Mapping[str, Any]
) -> tuple[Description, list[Fault]]:
    described, faults = candidate.guess, []
    rule, column = "pole lub wartość nieznana", candidate.guess.name
    for field, value in said.items():
        try:
            described = replace(described, **{field: _read(field, value)})
        except KeyError:
            remedy = f"Użyj: {', '.join(_FIELDS)}"
            faults.append(Fault(file, rule, remedy, column=column, value=field))
        except (TypeError, ValueError):
            remedy = f"Popraw pole „{field}”"
            faults.append(Fault(file, rule, remedy, column=column, value=str(value)))
    return described, faults


def _read(field: str, value: Any) -> Any:
    kind = _FIELDS[field]
    if issubclass(kind, Enum):
        return kind(value)
    if type(value) is not kind:  # yes and no are no numbers here
        raise TypeError(value)
    return value


_FIELDS: Mapping[str, type] = {
    "name": str,
    "unit": str,
    "kind": Kind,
    "polarity": Polarity,
    "decimals": int,
    "year": int,
    "dash_is_zero": bool,
}
