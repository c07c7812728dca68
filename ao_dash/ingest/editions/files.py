"""Files and tables of a data folder: each read as text, each written as a whole or not at all."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from typing import Literal

import pandas as pd

from ao_dash.datafolder.schema import TABLES
from ao_dash.datafolder.tables import read_table
from ao_dash.model.faults import DataFaults, Fault

Tables = Mapping[str, pd.DataFrame]
"""Tables of :data:`ao_dash.datafolder.schema.TABLES` by name, cells as text."""

Row = dict[str, str]
"""One row of a table: cells as text by column."""

_SUFFIX = ".czesc"  # of a file being written; a later writing of the same file replaces it


def write_file(path: Path, content: bytes, *, durable: bool = True) -> None:
    """Write ``content`` to ``path``, which is then the old file or the new one, never a part.

    Only a file that cannot be replaced, e.g. one that is a mount point, is written in place. The
    folder is made if need be. A new file takes mode and owner after the old one, or after the
    folder, so whoever could read goes on reading. ``durable`` waits for the disk; without it a
    power cut, but no kill, may damage the file.

    Raises
    ------
    OSError
        If there is no room or no right; the file is then as it was and nothing is left beside it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = part_of(path)
    try:
        _write(part, "wb", content, durable)
        take_after(part, (path if path.exists() else path.parent).stat())
    except OSError:
        part.unlink(missing_ok=True)
        raise
    try:
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
        if not path.is_file():
            raise
        _write(path, "r+b", content, durable)


def _write(path: Path, mode: Literal["wb", "r+b"], content: bytes, durable: bool) -> None:  # noqa: FBT001
    with path.open(mode) as out:
        out.write(content)
        out.truncate()
        if durable:
            out.flush()
            os.fsync(out.fileno())


def part_of(path: Path) -> Path:
    """Return the file beside ``path`` that is written first; a killed writing leaves it."""
    return path.with_name(path.name + _SUFFIX)


def take_after(path: Path, model: os.stat_result) -> None:
    """Give a file or folder the mode and, where that is allowed, the owner of ``model``.

    A file after a folder takes the rights to read and write only.
    """
    plain = stat.S_ISDIR(model.st_mode) and not path.is_dir()
    with suppress(OSError):  # somebody else's; it stays as it is
        path.chmod(stat.S_IMODE(model.st_mode) & (0o666 if plain else 0o7777))
    if hasattr(os, "chown"):
        with suppress(OSError):
            os.chown(path, model.st_uid, model.st_gid)


def sync(folder: Path, *, deep: bool = True) -> None:
    """Wait until the disk has the names in ``folder`` and below, and with ``deep`` the files."""
    if os.name != "posix":  # elsewhere a file open for reading cannot be waited for
        return
    for path in (folder, *folder.rglob("*")):
        if path.is_dir() or deep:
            descriptor = os.open(path, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)


def read_tables(root: Path) -> dict[str, pd.DataFrame]:
    """Read the tables of the folder ``root``.

    Raises
    ------
    DataFaults
        If any cannot be read; their content is not checked.
    """
    tables: dict[str, pd.DataFrame] = {}
    faults: list[Fault] = []
    for name, table in TABLES.items():
        columns = tuple(table.columns)
        tables[name], found = read_table(root, table.file, columns, optional=table.optional)
        faults += found
    if faults:
        raise DataFaults(faults)
    return tables


def write_tables(root: Path, tables: Tables) -> None:
    """Write tables into the folder ``root``, each in the columns of its form."""
    for name, frame in tables.items():
        table = TABLES[name]
        text = frame.to_csv(index=False, columns=list(table.columns), lineterminator="\n")
        write_file(root / table.file, text.encode())


def number_text(value: float | None, divisor: int = 1) -> str:
    """Return a number as the files hold it: no exponent, no empty fraction; ``""`` for none.

    >>> number_text(1214.0, 10), number_text(1e6), number_text(-0.0), number_text(None)
    ('121.4', '1000000', '0', '')
    """
    if value is None:
        return ""
    text = without_empty_fraction(format(Decimal(repr(value)) / divisor, "f"))
    return "0" if text == "-0" else text


def without_empty_fraction(text: str) -> str:
    """Return a number, written without an exponent, without zeros that say nothing.

    >>> [without_empty_fraction(text) for text in ("12.50", "100", "3.0")]
    ['12.5', '100', '3']
    """
    return text.rstrip("0").rstrip(".") if "." in text else text
