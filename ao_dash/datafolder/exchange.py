"""A data folder whose files are being exchanged: which edition to read, and whether it changed.

A refresh replaces files one by one (:mod:`ao_dash.ingest.editions.swap`). Before the first one it
copies the folder to ``.wydania/poprzednie`` and writes a journal beside that copy; after the last
one it deletes the journal. Whoever reads takes the copy while the journal is there, so an exchange
under way, or killed, is never seen. Without a journal a folder is what stands in it: a file that a
person edits counts at once.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from ao_dash.datafolder.area import FILE as AREA_FILE
from ao_dash.datafolder.schema import TABLES
from ao_dash.model.faults import DataFaults

WORK = ".wydania"
"""The folder, inside a data folder, of whatever a refresh needs or keeps."""

FileStates = tuple[tuple[str, int, int], ...]
"""Name, time of the last change (ns) and size (bytes) of files."""

_Read = TypeVar("_Read")


def journal(folder: Path) -> Path:
    """Return the file that is there while files of ``folder`` are being exchanged."""
    return folder / WORK / "dziennik.json"


def previous(folder: Path) -> Path:
    """Return the copy of the edition before the last exchange of ``folder``, or before this one."""
    return folder / WORK / "poprzednie"


def being_exchanged(folder: Path) -> bool:
    """Tell whether an exchange is under way, or was killed and is to be undone."""
    return os.path.isfile(journal(folder))  # noqa: PTH113  no error where rights are lacking


def exchange_note(folder: Path) -> str:
    """Return in Polish that the edition before is in use; ``""`` if the files of ``folder`` are."""
    if not being_exchanged(folder):
        return ""
    return (
        "Wymiana plików danych trwa albo została przerwana: w użyciu jest poprzednie wydanie. "
        "Uruchom odświeżanie ponownie."
    )


def file_states(files: Iterable[Path], root: Path) -> FileStates:
    """Return what changes when a file does; names are below ``root``, absent files left out."""
    stats = ((path, _stat(path)) for path in files)
    return tuple(
        (str(path.relative_to(root)), found.st_mtime_ns, found.st_size)
        for path, found in stats
        if found
    )


def edition_state(folder: Path) -> tuple[bool, FileStates]:
    """Return whether files are being exchanged, and the states of the tables and borders to read.

    An exchange that begins leaves the states as they were, for the copy has the same times.
    """
    exchanged = being_exchanged(folder)
    root = previous(folder) if exchanged else folder
    files = (root / file for file in (AREA_FILE, *(table.file for table in TABLES.values())))
    return exchanged, file_states((*files, *sorted((root / "boundaries").glob("*.geojson"))), root)


def read_edition_of(folder: Path, read: Callable[[Path], _Read]) -> _Read:
    """Return what ``read`` makes of ``folder``, or of the copy to be read in its place.

    What was read, or found faulty, while the edition changed is read again.
    """
    while True:
        state = edition_state(folder)
        try:
            found = read(previous(folder) if state[0] else folder)
        except DataFaults:
            if edition_state(folder) == state:
                raise
        else:
            if edition_state(folder) == state:
                return found


def _stat(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except OSError:
        return None
