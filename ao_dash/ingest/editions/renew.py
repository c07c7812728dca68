"""The way every command brings data in: drafted, put into a copy, compared, checked, exchanged.

Whatever happens on the way, the folder in use is as it was, and the attempt is remembered.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ao_dash.datafolder.load import load
from ao_dash.ingest.editions.diff import Change, compare_folders
from ao_dash.ingest.editions.edition import Attempt, write_attempt
from ao_dash.ingest.editions.errors import RefreshError
from ao_dash.ingest.editions.files import Tables, read_tables, write_tables
from ao_dash.ingest.editions.history import edition_rows, newest_number, with_rows
from ao_dash.ingest.editions.swap import make_ready, renewal
from ao_dash.model.dataset import Dataset
from ao_dash.model.faults import DataFaults

_DRY = "Próba: niczego nie zapisano."
_ASIDE = "Plik {0} zmieniono po przerwanej wymianie danych; jest teraz w .wydania/odlozone."


@dataclass(frozen=True)
class Command:
    """A command under way: its name, the folder that remembers it, whether it only shows.

    ``now`` gives the time in seconds since 1970.
    """

    name: str
    cache: Path
    dry: bool = False
    now: Callable[[], float] = time.time


@dataclass(frozen=True)
class Draft:
    """What a command wants to change, and what it says of it (Polish).

    ``change`` gets the copied folder and its tables, writes files of borders itself and returns
    the tables to be written; ``None`` when there is nothing to change. ``notes`` are lines of the
    report; ``in_use`` and ``unchanged`` are its last line when something or nothing differed.
    """

    notes: tuple[str, ...]
    change: Callable[[Path, Tables], Tables] | None
    in_use: str = "Nowe dane są w użyciu."
    unchanged: str = "Nic nowego: dane bez zmian."


@dataclass(frozen=True)
class Outcome:
    """The end of a command: the lines of its report, what differs, whether that is in use.

    ``swapped`` is false for a dry run and when nothing differed.
    """

    lines: tuple[str, ...]
    change: Change
    swapped: bool

    @property
    def sentence(self) -> str:
        """The result in one sentence."""
        return self.lines[-1]


def renew(folder: Path, command: Command, draft: Callable[[Dataset, Tables], Draft]) -> Outcome:
    """Let a command change ``folder``; ``draft`` gets the checked dataset and the tables in use.

    Raises
    ------
    RefreshError
        If the office cannot be asked or the folder cannot be replaced.
    DataFaults
        If what was brought, the folder in use, or what was made of it, has faults.
    OSError
        If the disk is full. Whatever is raised, the folder in use is as it was.
    """
    try:
        outcome = _renewed(folder.resolve(), command, draft)
    except (RefreshError, DataFaults, OSError) as error:
        said = str(error).partition("\n")[0]
        _remember(command, f"Nie udało się: {said}", fine=False)
        raise
    _remember(command, outcome.sentence, fine=True)
    return outcome


def _renewed(folder: Path, command: Command, draft: Callable[[Dataset, Tables], Draft]) -> Outcome:
    aside = make_ready(folder)
    made = draft(load(folder), read_tables(folder))
    notes = (*map(_ASIDE.format, aside), *made.notes)
    if made.change is None:
        return Outcome((*notes, made.unchanged), Change(), swapped=False)
    with renewal(folder) as new:
        before = read_tables(new.path)
        write_tables(new.path, made.change(new.path, before))
        after = read_tables(new.path)
        change = compare_folders(new.folder, new.path, (before, after))
        if command.dry:
            load(new.path)
        elif change:
            edition = new.edition(command.name, newest_number(before))
            rows = edition_rows(edition, before, after, change)
            write_tables(new.path, with_rows(before, rows))
            new.put_in_place(edition)
    swapped = bool(change) and not command.dry
    end = made.in_use if swapped else _DRY if command.dry else made.unchanged
    return Outcome((*notes, *change.lines, end), change, swapped)


def _remember(command: Command, sentence: str, *, fine: bool) -> None:
    if command.dry:
        return
    when = datetime.fromtimestamp(command.now()).astimezone().isoformat(timespec="seconds")
    with suppress(OSError):  # a full disk; the exception under way says so
        write_attempt(command.cache, Attempt(when, command.name, fine, sentence))
