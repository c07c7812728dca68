"""A data folder renewed as a whole: built beside, checked, put in place in one step.

For a folder ``data`` its neighbours are ``.data.nowy`` (being built), ``.data.gotowy`` (about to
be exchanged, or just exchanged), ``.data.poprzedni`` (the one before), ``.data.usuwany`` (being
deleted) and ``.data.blokada`` (held by the command at work, and free again if it dies). Each name
says what to do with it when a dead run has left it, so rubbish cannot grow.

Of the ways to replace a folder that an app reads without locks, exchanging names has the fewest
ideas. Linux exchanges two names as one operation (``renameat2`` with ``RENAME_EXCHANGE``), so at
any instant the name stands for the old folder or for the new one, whole. A pointer file or a
symbolic link would do the same, but ``data/`` is an ordinary folder of the repository and would no
longer be. Where there is no such call (another system, an old file system) two ordinary renames
follow each other: nothing is lost, but for that instant the folder has no name, and a run that is
killed there leaves it to the next one (:func:`recover`) to finish.
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from ao_dash.datafolder.load import FOLDER_VARIABLE, load
from ao_dash.ingest.editions.edition import Edition, number_of, write_edition
from ao_dash.ingest.editions.errors import BusyError, SwapError
from ao_dash.mapview.stories import read_stories
from ao_dash.model.dataset import Dataset
from ao_dash.model.faults import DataFaults

_State = dict[str, tuple[int, int]]
"""Time of the last change (ns) and size (bytes) by path in the folder."""

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_UNSUPPORTED = {errno.ENOSYS, errno.EINVAL, errno.EOPNOTSUPP}


@dataclass(frozen=True)
class Neighbours:
    """Names beside a data folder."""

    building: Path
    ready: Path
    previous: Path
    dying: Path
    lock: Path


def neighbours(folder: Path) -> Neighbours:
    """Return the names beside ``folder`` that a renewal uses."""
    words = ("nowy", "gotowy", "poprzedni", "usuwany", "blokada")
    return Neighbours(*(folder.with_name(f".{folder.name}.{word}") for word in words))


@dataclass(frozen=True)
class Renewal:
    """A copy of the folder in use, to be changed at ``path`` and then put in place."""

    folder: Path
    path: Path
    _copied: _State

    def put_in_place(self, command: str) -> Dataset:
        """Check the changed copy and let it take the place of the folder in use.

        Return the dataset that the check read.

        Raises
        ------
        DataFaults
            If the copy has faults, or its stories have any that they did not have before.
        SwapError
            If the folder in use was changed meanwhile, or the system does not let it be replaced.
        OSError
            If the disk is full.
        """
        dataset = _checked(self.folder, self.path)
        today = datetime.now(UTC).astimezone().date().isoformat()
        write_edition(self.path, Edition(number_of(self.folder) + 1, today, command))
        _sync(self.path)
        if _state(self.folder) != self._copied:
            msg = "Ktoś zmienił dane w czasie odświeżania. Nic nie zapisano: uruchom ponownie."
            raise SwapError(msg)
        _replace(self.folder, self.path)
        return dataset


@contextmanager
def renewal(folder: Path) -> Iterator[Renewal]:
    """Give a copy of ``folder`` to work on; leave nothing of it behind, whatever happens.

    What a dead run has left is put in order first.

    Raises
    ------
    BusyError
        If another renewal of the same folder is under way.
    SwapError
        If the folder cannot be replaced where it is.
    """
    folder = folder.resolve()
    names = neighbours(folder)
    with _alone(folder, names):
        _recover(folder)
        try:
            shutil.copytree(folder, names.building, symlinks=True)
            yield Renewal(folder, names.building, _state(folder))
        finally:
            _delete(names.building, names.dying)


def recover(folder: Path) -> None:
    """Finish or undo what a dead run has begun, so that ``folder`` is there again and alone.

    Raises
    ------
    BusyError, SwapError
        As :func:`renewal`.
    """
    folder = folder.resolve()
    with _alone(folder, neighbours(folder)):
        _recover(folder)


def _recover(folder: Path) -> None:
    names = neighbours(folder)
    _delete(names.dying, names.dying)
    _delete(names.building, names.dying)
    if not folder.exists():  # killed between two ordinary renames
        left = next((path for path in (names.ready, names.previous) if path.exists()), None)
        if left is None:
            msg = f"Nie ma folderu danych {folder.name}. Popraw {FOLDER_VARIABLE}."
            raise SwapError(msg)
        left.rename(folder)
    if names.ready.exists():
        if number_of(names.ready) > number_of(folder):  # never got into use
            _delete(names.ready, names.dying)
        else:
            _put_away(names)


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
def _alone(folder: Path, names: Neighbours) -> Iterator[None]:
    if os.path.ismount(folder):
        msg = (
            f"Folder danych {folder.name} jest punktem montowania i nie da się go podmienić. "
            "Wskaż w AO_DATA_DIR folder wewnątrz niego."
        )
        raise SwapError(msg)
    with ExitStack() as stack:
        try:
            stack.enter_context(locked(names.lock, folder.name))
        except OSError as error:
            msg = f"Nie można pisać obok folderu danych ({error.strerror}). Sprawdź uprawnienia."
            raise SwapError(msg) from error
        yield


def _checked(folder: Path, copy: Path) -> Dataset:
    dataset = load(copy)
    faults = read_stories(dataset).faults
    if faults:
        known = read_stories(load(folder)).faults
        faults = tuple(fault for fault in faults if fault not in known)
    if faults:
        raise DataFaults(faults)
    return dataset


def _replace(folder: Path, built: Path) -> None:
    names = neighbours(folder)
    built.rename(names.ready)
    try:
        exchanged = exchange(names.ready, folder)
        if not exchanged:
            _replace_in_two_steps(folder, names)
    except OSError as error:
        _delete(names.ready, names.dying)
        msg = f"Nie można podmienić folderu danych ({error.strerror}). Dane są jak przedtem."
        raise SwapError(msg) from error
    _sync_path(folder.parent)
    if exchanged:
        with suppress(OSError):  # the new data are in use; the next renewal tidies up
            _put_away(names)


def exchange(one: Path, other: Path) -> bool:
    """Swap the names of two folders of one file system.

    Return whether the system can; ``False`` means that nothing was done.

    Raises
    ------
    OSError
        If it can but refuses, e.g. for lack of rights or because one is a mount point.
    """
    try:
        call = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError, TypeError):
        return False
    result = call(
        _AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), ctypes.c_uint(_RENAME_EXCHANGE)
    )
    if result == 0:
        return True
    number = ctypes.get_errno()
    if number in _UNSUPPORTED:
        return False
    raise OSError(number, os.strerror(number), str(one), None, str(other))


def _replace_in_two_steps(folder: Path, names: Neighbours) -> None:
    _delete(names.previous, names.dying)
    folder.rename(names.previous)
    try:
        names.ready.rename(folder)
    except OSError:
        names.previous.rename(folder)
        raise


def _put_away(names: Neighbours) -> None:
    """Make the folder that was exchanged the previous one; the older one goes."""
    if names.previous.exists():
        _delete(names.dying, names.dying)
        names.previous.rename(names.dying)
    names.ready.rename(names.previous)
    _delete(names.dying, names.dying)


def _delete(path: Path, dying: Path) -> None:
    """Delete a folder under a name that says so, for a half deleted one must not be mistaken."""
    if path.exists():
        if path != dying:
            _delete(dying, dying)
            path.rename(dying)
        shutil.rmtree(dying)


def _state(folder: Path) -> _State:
    """Return what changes when anybody writes into ``folder``."""
    files = (path for path in folder.rglob("*") if path.is_file())
    stats = ((path, path.stat()) for path in files)
    return {str(p.relative_to(folder)): (s.st_mtime_ns, s.st_size) for p, s in stats}


def _sync(folder: Path) -> None:
    """Wait until the disk has every file of ``folder`` and their names."""
    if os.name != "posix":  # elsewhere a file open for reading cannot be waited for
        return
    for path in (*folder.rglob("*"), folder):
        if path.exists():
            _sync_path(path)


def _sync_path(path: Path) -> None:
    """Make a file, or the names in a folder, durable, where the system allows it."""
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except OSError:
        if path.is_dir():  # a system that does not open folders
            return
        raise
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
