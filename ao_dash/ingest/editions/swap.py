"""A data folder renewed as a whole: built in a copy, checked, then put in place file by file.

Everything happens inside the folder, in ``.wydania``: a mount point, a layer of an image or a
folder of Windows lets its files be written, but not the folder itself be renamed. ``nowe`` is the
copy being built, ``poprzednie`` the edition before, ``dziennik.json`` the journal of an exchange
under way (see :mod:`ao_dash.datafolder.exchange` for those who read meanwhile) and ``blokada`` a
lock that is free again if its holder dies. Whatever stops an exchange, a kill included, it is
undone from ``poprzednie``, at once or by the next command.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from ao_dash.datafolder.exchange import WORK, FileStates, file_states, journal, previous
from ao_dash.datafolder.load import load
from ao_dash.ingest.editions.edition import Edition, number_of, write_edition
from ao_dash.ingest.editions.errors import BusyError, SwapError
from ao_dash.ingest.editions.files import part_of, sync, take_after, write_file
from ao_dash.model import clock
from ao_dash.model.dataset import Dataset
from ao_dash.model.faults import DataFaults
from ao_dash.screens.story.shipped import read_stories

_BUILT, _ASIDE, _LOCK = "nowe", "odlozone", "blokada"
_CLOSE = "Zamknij ten plik w innych programach albo sprawdź uprawnienia"


@dataclass(frozen=True)
class Renewal:
    """A copy of the folder in use, to be changed at ``path`` and then put in place."""

    folder: Path
    path: Path
    _copied: FileStates

    def edition(self, command: str, newest: int = 0) -> Edition:
        """Return the edition that the copy becomes if ``command`` puts it in place today.

        ``newest`` is the last number in the history: a folder may have lost its own.
        """
        number = max(number_of(self.folder), newest) + 1
        return Edition(number, clock.today().isoformat(), command)

    def put_in_place(self, edition: Edition) -> Dataset:
        """Check the changed copy and put its files, as ``edition``, in place of those in use.

        Return the dataset that the check read.

        Raises
        ------
        DataFaults
            If the copy has faults, or its stories have any that they did not have before.
        SwapError
            If the folder in use was changed meanwhile, or a file cannot be replaced.
        OSError
            If the disk is full.
        """
        dataset = _checked(self.folder, self.path)
        write_edition(self.path, edition)
        _copy(self.folder, previous(self.folder))
        sync(previous(self.folder))
        if _states(self.folder) != self._copied:
            msg = "Ktoś zmienił dane w czasie odświeżania. Nic nie zapisano: uruchom ponownie."
            raise SwapError(msg)
        _exchange(self.folder, self.path)
        return dataset


@contextmanager
def renewal(folder: Path) -> Iterator[Renewal]:
    """Give a copy of ``folder`` to work on; leave nothing of it behind, whatever happens.

    Raises
    ------
    BusyError
        If another renewal of the same folder is under way.
    SwapError
        If the folder cannot be written.
    """
    folder = folder.resolve()
    with _alone(folder):
        _undo(folder)
        built = folder / WORK / _BUILT
        try:
            _copy(folder, built)
            yield Renewal(folder, built, _states(folder))
        finally:
            _delete(built)


def make_ready(folder: Path) -> tuple[str, ...]:
    """Undo what a killed run has begun and make sure that every file can be replaced.

    Return the names of files that were edited by hand after that kill; they are set aside.

    Raises
    ------
    BusyError, SwapError
        As :func:`renewal`.
    """
    folder = folder.resolve()
    with _alone(folder):
        aside = _undo(folder)
        _check_writable(folder)
        return aside


@contextmanager
def locked(file: Path, name: str) -> Iterator[None]:
    """Hold the lock ``file`` of what is called ``name``; a process that dies lets go of it.

    Raises
    ------
    BusyError
        If another process holds it.
    """
    lock = FileLock(file, timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        raise BusyError(name) from error
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    if not folder.is_dir():
        msg = f"Nie ma folderu danych {folder.name}. Popraw AO_DATA_DIR."
        raise SwapError(msg)
    work = folder / WORK
    try:
        work.mkdir(exist_ok=True)
        take_after(work, folder.stat())
        tempfile.TemporaryFile(dir=work).close()
    except OSError as error:
        msg = f"Nie można pisać w folderze danych ({error.strerror}). Sprawdź uprawnienia."
        raise SwapError(msg) from error
    with locked(work / _LOCK, folder.name):
        try:
            yield
        finally:
            # not where the system keeps open files, or the previous edition is in the folder
            with suppress(OSError):
                (work / _LOCK).unlink()
                work.rmdir()


def _check_writable(folder: Path) -> None:
    """Find out before any work whether files can be replaced, without changing any."""
    files = list(_files(folder))
    for path in (*{file.parent for file in files}, *files):
        try:
            if path.is_dir():
                tempfile.TemporaryFile(dir=path).close()
            else:
                _touch(path)
        except OSError as error:
            raise _cannot(folder, path, error) from error


def _touch(file: Path) -> None:
    try:
        file.replace(file)  # refused where another program has it open
    except OSError:
        file.open("r+b").close()


def _checked(folder: Path, copy: Path) -> Dataset:
    dataset = load(copy)
    faults = read_stories(dataset).faults
    if faults:
        known = read_stories(load(folder)).faults
        faults = tuple(fault for fault in faults if fault not in known)
    if faults:
        raise DataFaults(faults)
    return dataset


def _exchange(folder: Path, built: Path) -> None:
    """Put files of ``built`` that differ into ``folder``; a failure undoes those already there."""
    new = {str(path.relative_to(built)): path.read_bytes() for path in _files(built)}
    changed = {name: raw for name, raw in new.items() if raw != _content(folder / name)}
    hashes = {name: _digest(raw) for name, raw in changed.items()}
    write_file(journal(folder), json.dumps(hashes).encode())
    for name, raw in changed.items():
        try:
            write_file((folder / name).resolve(), raw)
        except OSError as error:
            _undo(folder)
            raise _cannot(folder, folder / name, error) from error
    sync(folder, deep=False)
    journal(folder).unlink()


def _undo(folder: Path) -> tuple[str, ...]:
    """Put back the files of an exchange that did not end; return those set aside."""
    _delete(folder / WORK / _BUILT)  # makes room
    if not journal(folder).exists():
        return ()
    hashes: dict[str, str] = json.loads(journal(folder).read_bytes())
    aside = []
    for name, new in hashes.items():
        raw, old = _content(folder / name), _content(previous(folder) / name)
        if raw is not None and raw != old and _digest(raw) != new:  # edited by hand since
            write_file(folder / WORK / _ASIDE / name, raw)
            aside.append(name)
        if old is None:
            (folder / name).unlink(missing_ok=True)
        elif raw != old:
            write_file((folder / name).resolve(), old)
        part_of(folder / name).unlink(missing_ok=True)
    sync(folder, deep=False)
    journal(folder).unlink()
    return tuple(aside)


def _cannot(folder: Path, path: Path, error: OSError) -> SwapError:
    name = path.relative_to(folder).as_posix() if path != folder else folder.name
    return SwapError(
        f"Nie można zapisać „{name}” w folderze danych ({error.strerror}). {_CLOSE}. "
        "Dane są jak przedtem."
    )


def _copy(folder: Path, copy: Path) -> None:
    """Copy a folder with times, modes and owners, in place of what is at ``copy``."""
    _delete(copy)
    shutil.copytree(folder, copy, ignore=shutil.ignore_patterns(WORK))
    for path in (copy, *copy.rglob("*")):
        take_after(path, (folder / path.relative_to(copy)).stat())


def _delete(path: Path) -> None:
    if path.exists():
        shutil.rmtree(path)


def _files(folder: Path) -> Iterable[Path]:
    """Return the files of ``folder`` but those of renewals."""
    paths = (path for path in folder.rglob("*") if path.is_file())
    return (path for path in paths if path.relative_to(folder).parts[0] != WORK)


def _states(folder: Path) -> FileStates:
    """Return what changes when anybody writes into ``folder``."""
    return file_states(sorted(_files(folder)), folder)


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
