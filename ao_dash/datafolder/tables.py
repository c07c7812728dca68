"""CSV files as tables of text that remember their line numbers."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pandas as pd
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.csv  # type: ignore[import-untyped]

from ao_dash.model.faults import Fault

_SAVE_AS_UTF8 = "Zapisz plik jako „CSV UTF-8”"


def read_table(
    root: Path, file: str, columns: tuple[str, ...], *, optional: bool = False
) -> tuple[pd.DataFrame, list[Fault]]:
    """Read a UTF-8, comma-separated file with a header.

    Parameters
    ----------
    root, file
        The data folder and the file in it. A byte order mark is accepted.
    columns
        Columns that must be there; others are kept out of the result.
    optional
        Whether a file that is not there is no fault.

    Returns
    -------
    tuple[pandas.DataFrame, list[Fault]]
        Text cells only, shape (rows, ``len(columns)``), the index being line numbers in the file;
        and everything that stopped a line or the file from being read. With faults the frame
        holds what could be read, and has no rows if nothing could.
    """
    nothing = pd.DataFrame(columns=list(columns), dtype=str)
    if optional and not (root / file).exists():
        return nothing, []
    text, faults = _decode(root, file)
    if faults:
        return nothing, faults
    lines, faults = _split(file, text)
    if not lines:
        return nothing, faults
    header = [name.strip() for name in lines[0][1]]
    faults += _header_faults(file, header, columns)
    if any(header.count(name) != 1 for name in columns):
        return nothing, faults
    good = [(number, cells) for number, cells in lines[1:] if len(cells) == len(header)]
    faults += [
        Fault(
            file,
            f"w wierszu jest {len(cells)} kolumn, a w nagłówku {len(header)}",
            "Sprawdź przecinki i cudzysłowy w tym wierszu",
            row=number,
        )
        for number, cells in lines[1:]
        if len(cells) != len(header)
    ]
    frame = pd.DataFrame(
        [cells for _, cells in good],
        columns=header,
        index=[number for number, _ in good],
        dtype=object,
    )
    return frame[list(columns)], faults


def read_figures(
    root: Path, file: str, columns: tuple[str, ...]
) -> tuple[pd.DataFrame, list[Fault]]:
    """Read a long table of figures as :func:`read_table` does, all but ``value`` as categories.

    A file of a row a line without quotes is read at once by Arrow; any other, or one that Arrow
    refuses, row by row, which finds every fault and its line.
    """
    frame = _read_at_once(root / file, columns)
    if frame is not None:
        return frame, []
    frame, faults = read_table(root, file, columns)
    return frame.astype({name: "category" for name in columns if name != "value"}), faults


def records(frame: pd.DataFrame) -> list[dict[str, str]]:
    """Return the rows of a table of text, each a new mapping by column."""
    names = list(frame.columns)
    # whole columns first: a cell at a time is slow in columns of Arrow text
    columns = [frame[name].to_list() for name in names]
    return [dict(zip(names, cells, strict=True)) for cells in zip(*columns, strict=True)]


def _read_at_once(path: Path, columns: tuple[str, ...]) -> pd.DataFrame | None:
    """Return the table; ``None`` if it is not as plain as Arrow needs it."""
    try:
        raw = path.read_bytes()
        raw.decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return None
    code, text = pa.dictionary(pa.int32(), pa.string()), pa.large_string()
    types = {name: text if name == "value" else code for name in columns}
    options = pa.csv.ConvertOptions(column_types=types, include_columns=list(columns))
    try:
        table = pa.csv.read_csv(pa.py_buffer(raw), convert_options=options)
    except (pa.ArrowInvalid, KeyError):
        return None
    lines = raw.count(b"\n") + (not raw.endswith(b"\n"))
    if b'"' in raw or b"\0" in raw or table.num_rows != lines - 1 or not table.num_rows:
        return None
    frame: pd.DataFrame = table.unify_dictionaries().to_pandas()
    frame.index = pd.RangeIndex(2, lines + 1)
    return frame


def _decode(root: Path, file: str) -> tuple[str, list[Fault]]:
    try:
        raw = (root / file).read_bytes()
    except FileNotFoundError:
        return "", [Fault(file, "brak pliku", "Dodaj plik albo odtwórz folder danych")]
    except OSError as error:
        return "", [
            Fault(file, "pliku nie da się odczytać", f"Sprawdź uprawnienia ({error.strerror})")
        ]
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        return "", [Fault(file, "plik nie jest w kodowaniu UTF-8", _SAVE_AS_UTF8, row=line)]
    if "\x00" in text:
        return "", [Fault(file, "plik zawiera znaki zerowe (UTF-16?)", _SAVE_AS_UTF8)]
    if not text.strip():
        return "", [Fault(file, "plik jest pusty", "Odtwórz plik z nagłówkiem i wierszami")]
    return text, []


def _split(name: str, text: str) -> tuple[list[tuple[int, list[str]]], list[Fault]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    lines: list[tuple[int, list[str]]] = []
    try:
        lines.extend((reader.line_num, cells) for cells in reader if cells)
    except csv.Error:
        fault = Fault(
            name,
            "cudzysłowów nie da się odczytać",
            "Cudzysłów wewnątrz komórki podwój, a komórkę zamknij cudzysłowem",
            row=reader.line_num,
        )
        return lines, [fault]
    return lines, []


def _header_faults(name: str, header: list[str], columns: tuple[str, ...]) -> list[Fault]:
    faults = []
    for column in columns:
        if header.count(column) > 1:
            faults.append(
                Fault(name, "kolumna jest dwa razy", "Zostaw jedną", row=1, column=column)
            )
        elif column not in header:
            semicolons = len(header) == 1 and ";" in header[0]
            remedy = "Użyj przecinka zamiast średnika" if semicolons else "Dodaj kolumnę"
            faults.append(Fault(name, "brak kolumny", remedy, row=1, column=column))
    return faults
