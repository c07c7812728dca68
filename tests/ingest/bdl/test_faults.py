"""Many refreshes, each with a fault at a random point: the data are the old or the new."""

from __future__ import annotations

import errno
import gc
import os
import random
import signal
import sys
import threading
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from ao_dash.datafolder.exchange import WORK, previous
from ao_dash.datafolder.load import load
from ao_dash.ingest.bdl.client import Bank as Where
from ao_dash.ingest.bdl.rate_limit import Limit
from ao_dash.ingest.bdl.refresh import Options, refresh
from tests.support.bdl_server import (
    Bank,
    FastClock,
    check_once,
    content,
    entry_of,
    gmina_id,
    serve,
    small_bank,
    small_folder,
    without_certificates,
)

RUNS = min(2 * settings().max_examples, 200)  # more of them in `make fuzz`
FREE = (Limit(1_000_000, 1.0),)

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="kills a process of its own")

_READS = ("r", "rb")
ALLOWED = {"blokada", "dziennik.json", "dziennik.json.czesc", "nowe", "poprzednie"}
_TOUCHES = {"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.utime", "shutil.rmtree"}


def writes(event: str, args: tuple[object, ...]) -> bool:
    """Tell whether an audit event is one that needs room on the disk."""
    if event == "open":
        flags = args[2] if isinstance(args[2], int) else 0
        return args[1] not in _READS and bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))
    return event in {"os.mkdir", "os.rename"}


def at_event(
    number: int,
    act: Callable[[], object],
    *,
    writing: bool,
    below: str,
    after: str = "",
    counts: Path | None = None,
) -> None:
    """Do ``act`` at the ``number``-th event that touches files under ``below``.

    With ``after``, events are counted from the removal of a file of that name on.
    With ``counts`` the number of events so far is kept in that file, for number 0 never comes. An audit hook cannot be taken back, so this is for a process that is about to end.
    """
    seen, counting = [0], [not after]
    descriptor = -1 if counts is None else os.open(counts, os.O_CREAT | os.O_WRONLY)

    def hook(event: str, args: tuple[object, ...]) -> None:
        concerned = event in _TOUCHES and any(below in str(arg) for arg in args)
        if counting[0] and concerned and (not writing or writes(event, args)):
            seen[0] += 1
            if counts is not None:
                os.pwrite(descriptor, str(seen[0]).encode(), 0)
            if seen[0] == number:
                act()
        if event == "os.remove" and str(args[0]).endswith(after):
            counting[0] = True

    sys.addaudithook(hook)


def kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def no_room() -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def mark_of(folder: Path) -> int:
    """Return a mark of a folder but the number of its edition and the history, which grows."""
    found = content(folder)
    del found["editions.csv"]
    return hash(tuple(sorted(found.items())))


class Office:
    """A folder, and a bank that can be in one of two states."""

    def __init__(self, root: Path, bank: Bank, url: str) -> None:
        self.folder, self.bank, self.cache = small_folder(root / "data"), bank, root / "cache"
        self.options = Options(self.cache, Where(url, timeout=5.0), domain="przyroda", limits=FREE)

    def state(self, number: int) -> None:
        """Put the bank into a state: days of update and one figure."""
        for variable in self.bank.variables.values():
            variable.updated = f"2026-0{number + 1}-01T08:00:00"
        cells = dict(
            self.bank.variables[entry_of("lesistosc").variable].cells[gmina_id("166101", 1)]
        )
        cells[2025] = (40.0 + number, 1)
        self.bank.variables[entry_of("lesistosc").variable].cells[gmina_id("166101", 1)] = cells

    def run(self) -> None:
        refresh(self.folder, self.options, clock=FastClock())

    def run_in_child(self, arm: Callable[[], object]) -> int:
        """Run in a process of its own after ``arm``; return how it ended."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # of forking beside a thread
            child = os.fork()
        if child == 0:
            gc.disable()  # it would copy every page shared with the parent
            code = 1
            try:
                arm()
                self.run()
                code = 0
            finally:
                os._exit(code)
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

    def litter(self) -> set[str]:
        assert {path.name for path in self.folder.parent.iterdir()} == {"data", "cache"}
        # gone where the disk was full before the previous edition was copied
        return {path.name for path in (self.folder / WORK).glob("*")}


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    check_once(monkeypatch)
    # whatever kills a process, the system keeps what it wrote: only a power cut needs the disk
    monkeypatch.setattr(os, "fsync", lambda _descriptor: None)
    without_certificates(monkeypatch)
    bank = small_bank()
    with serve(bank) as url:
        yield Office(tmp_path, bank, url)


class Faults:
    """Runs of one office, each with a fault drawn at random."""

    def __init__(self, office: Office, chance: random.Random) -> None:
        self.office, self.chance = office, chance
        self.events = {writing: self._count(writing) for writing in (False, True)}

    def _count(self, writing: bool) -> int:
        """Return how many events a run without a fault has."""
        counts = self.office.folder.parent / "cache" / "events"

        def watch() -> None:
            at_event(0, kill, writing=writing, below=self._below(), counts=counts)

        self.office.state(1)
        assert self.office.run_in_child(watch) == 0
        self.office.state(0)
        self.office.run()
        number = int(counts.read_text())
        counts.unlink()
        return number

    def _below(self) -> str:
        return str(self.office.folder.parent)

    def run(self, kind: str) -> int:
        """Run with a fault of a kind; return how the process ended."""
        self.office.bank.fault = lambda _number, _path: None
        if kind == "cut":
            first = len(self.office.bank.asked) + self.chance.randrange(14)
            last = first + self.chance.choice((1, 9))
            self.office.bank.fault = lambda n, _path: "cut" if first <= n < last else None
            return self.office.run_in_child(lambda: None)
        if kind == "moment":
            timer = threading.Timer(self.chance.uniform(0.0, 0.2), kill)
            return self.office.run_in_child(timer.start)
        # a run after another that was killed has other events: what follows the exchange is counted
        # from its journal on, and a few events beyond the last are for a fault that comes too late
        writing, after = kind == "room", "dziennik.json" if kind == "late" else ""
        number = self.chance.randrange(1, 9 if after else self.events[writing] + 4)
        act = no_room if writing else kill
        return self.office.run_in_child(
            lambda: at_event(number, act, writing=writing, below=self._below(), after=after)
        )


def test_faults_at_random_points(office: Office) -> None:
    marks = []
    for number in (0, 1, 0):
        office.state(number)
        office.run()
        marks.append(mark_of(office.folder))
    assert marks[0] == marks[2] != marks[1]
    chance = random.Random(20260529)
    faults, ends, now = Faults(office, chance), Counter[str](), 0
    for _ in range(RUNS):
        office.state(1 - now)
        kind = chance.choice(("kill", "kill", "late", "room", "cut", "moment"))
        code = faults.run(kind)
        mark = mark_of(office.folder)
        assert mark in marks, f"{kind}: neither the old nor the new data"
        renewed = mark == marks[1 - now]
        ends[f"{kind} {code}, {'new' if renewed else 'old'}"] += 1
        now = 1 - now if renewed else now
        assert office.litter() <= ALLOWED
        assert len(list((office.cache / "odpowiedzi").iterdir())) < 40
    # faults hit before and after the exchange, and some are overcome
    expected = {"kill -9, old", "late -9, new", "room 1, old", "cut 1, old", "cut 0, new"}
    assert expected <= set(ends), ends
    office.bank.fault = lambda _number, _path: None
    office.state(1 - now)
    office.run()
    assert office.litter() == {"poprzednie"}
    assert not list(office.folder.glob("**/*.czesc"))
    assert mark_of(office.folder) == marks[1 - now]
    assert mark_of(previous(office.folder)) in marks
    assert load(office.folder)
