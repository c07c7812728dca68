"""Files of an office in a folder, added when the data load; a small note beside each says more.

Beside ``budzet.xlsx`` may lie ``budzet.json``: an object whose keys are names of columns as the
preview shows them, each with any of ``name``, ``unit``, ``kind``, ``polarity``, ``decimals``,
``year`` and ``dash_is_zero``. What it does not say is guessed. With such a note only the columns
it names are taken, without one all of them.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from ao_dash.ingest.spreadsheet.candidate import Candidate
from ao_dash.ingest.spreadsheet.errors import refused
from ao_dash.ingest.spreadsheet.guess import Description
from ao_dash.ingest.spreadsheet.limits import BYTES
from ao_dash.ingest.spreadsheet.preview import Preview, read_upload
from ao_dash.ingest.spreadsheet.user_indicators import accept, extended
from ao_dash.model.dataset import Dataset
from ao_dash.model.faults import DataFaults, Fault
from ao_dash.model.indicator import Kind, Polarity

FOLDER_VARIABLE = "AO_EXTRA_DIR"
FORMS = (".csv", ".txt", ".xlsx")


def extra_folder_named() -> Path | None:
    """Return the folder named by ``AO_EXTRA_DIR``, or ``None``."""
    named = os.environ.get(FOLDER_VARIABLE)
    return Path(named).resolve() if named else None


def extra_files(path: Path) -> tuple[Path, ...]:
    """Return the files of figures in a folder and the notes beside them, by name."""
    files = sorted(path.iterdir()) if path.is_dir() else []
    return tuple(f for f in files if f.is_file() and f.suffix.lower() in (*FORMS, ".json"))


def extra_folder(path: Path, dataset: Dataset) -> Dataset:
    """Return ``dataset`` with every file of a folder added.

    Raises
    ------
    DataFaults
        With the faults of all files, if there are any.
    """
    if not path.is_dir():
        remedy = f"Popraw {FOLDER_VARIABLE}"
        raise DataFaults([Fault(str(path), "nie ma takiego folderu danych", remedy)])
    faults: list[Fault] = []
    for file in extra_files(path):
        if file.suffix.lower() in FORMS:
            try:
                dataset = _added(file, dataset)
            except DataFaults as error:
                faults += error.faults
    if faults:
        raise DataFaults(faults)
    return dataset


def _added(file: Path, dataset: Dataset) -> Dataset:
    preview = read_upload(file.name, _bytes(file), dataset)
    note = file.with_suffix(".json")
    choices = _noted(note, preview) if note.is_file() else _guessed(preview)
    return extended(dataset, accept(preview, choices, dataset))


def _bytes(file: Path) -> bytes:
    try:
        with file.open("rb") as stream:
            return stream.read(BYTES + 1)
    except OSError as error:
        remedy = f"Sprawdź uprawnienia ({error.strerror})"
        raise refused(file.name, "pliku nie da się odczytać", remedy) from error


def _guessed(preview: Preview) -> dict[str, Description]:
    return {candidate.code: candidate.guess for candidate in preview.candidates}


def _noted(file: Path, preview: Preview) -> dict[str, Description]:
    said = _json(file)
    named = {candidate.guess.name: candidate for candidate in preview.candidates}
    faults = [
        Fault(
            file.name,
            "nie ma takiej kolumny wartości",
            f"Wpisz jedną z: {', '.join(named)}",
            column=column,
        )
        for column in said
        if column not in named
    ]
    choices = {}
    for column, candidate in named.items():
        if column in said:
            choices[candidate.code], found = _described(file.name, candidate, said[column])
            faults += found
    if faults:
        raise DataFaults(faults)
    return choices


def _json(file: Path) -> Mapping[str, Any]:
    try:
        said = json.loads(_bytes(file).decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise refused(file.name, "to nie jest JSON", "Popraw przecinki i cudzysłowy") from error
    if not isinstance(said, dict) or not all(isinstance(v, dict) for v in said.values()):
        rule = "notatka musi być obiektem: nazwa kolumny i jej opis"
        raise refused(file.name, rule, 'Wpisz np. {"Ludność": {"unit": "osoba", "kind": "count"}}')
    return said


def _described(
    file: str, candidate: Candidate, said: Mapping[str, Any]
) -> tuple[Description, list[Fault]]:
    described, faults = candidate.guess, []
    for field, value in said.items():
        try:
            described = replace(described, **{field: _FIELDS[field](value)})
        except KeyError:
            faults.append(_fault(file, candidate, field, f"Użyj: {', '.join(_FIELDS)}"))
        except (TypeError, ValueError):
            faults.append(_fault(file, candidate, str(value), f"Popraw pole „{field}”"))
    return described, faults


def _fault(file: str, candidate: Candidate, value: str, remedy: str) -> Fault:
    column = candidate.guess.name
    return Fault(file, "pole lub wartość nieznana", remedy, column=column, value=value)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _whole(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(value)
    return value


def _truth(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError(value)
    return value


_FIELDS: Mapping[str, Any] = {
    "name": _text,
    "unit": _text,
    "kind": Kind,
    "polarity": Polarity,
    "decimals": _whole,
    "year": _whole,
    "dash_is_zero": _truth,
}
