"""The refresh from the Local Data Bank of GUS (BDL), from the questions to the new folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from ao_dash.datafolder.load import load
from ao_dash.datafolder.schema import FIRST_YEAR, LAST_YEAR
from ao_dash.ingest.bdl import merge
from ao_dash.ingest.bdl.client import Bank, Client
from ao_dash.ingest.bdl.fetch import Context, Fetch, Harvest
from ao_dash.ingest.bdl.rate_limit import ANONYMOUS, WITH_KEY, Clock, Ledger, Limit, SystemClock
from ao_dash.ingest.bdl.response_cache import Store
from ao_dash.ingest.bdl.variables import wanted
from ao_dash.ingest.editions import last_attempt
from ao_dash.ingest.editions.diff import Change, compare_folders
from ao_dash.ingest.editions.errors import BusyError, NothingToAskError, RefreshError
from ao_dash.ingest.editions.last_attempt import Attempt
from ao_dash.ingest.editions.report import Outcome
from ao_dash.ingest.editions.swap import Renewal, renewal, settle
from ao_dash.ingest.editions.tables import Tables, read_tables, records, write_table
from ao_dash.model.faults import DataFaults
from ao_dash.model.series import Status

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Options:
    """What to refresh and how.

    ``cache`` keeps answers, counts of requests and the last attempt; ``domain`` and ``years``
    (both included) narrow what is taken; ``again`` asks for what is known, too; ``dry`` changes
    nothing. ``limits`` are the bank's unless something else is asked.
    """

    cache: Path
    bank: Bank = field(default_factory=Bank)
    domain: str | None = None
    years: tuple[int, int] = (FIRST_YEAR, LAST_YEAR)
    again: bool = False
    dry: bool = False
    limits: tuple[Limit, ...] | None = None


def refresh(
    folder: Path, options: Options, tell: Tell = lambda _: None, clock: Clock | None = None
) -> Outcome:
    """Fetch what the bank has for ``folder`` and put it in place of what is there.

    Raises
    ------
    RefreshError
        If the bank cannot be asked or the folder cannot be replaced.
    DataFaults
        If the folder in use, or what was made of it, has faults.
    OSError
        If the disk is full. Whatever is raised, the folder in use is as it was, and answers of
        the bank are kept for the next run.
    """
    clock = clock or SystemClock()
    try:
        with _alone(options.cache):
            outcome = _refresh(folder.resolve(), options, tell, clock)
    except (RefreshError, DataFaults, OSError) as error:
        _note(options, clock, f"Nie udało się: {error}", fine=False)
        raise
    _note(options, clock, outcome.sentence, fine=True)
    return outcome


def _refresh(folder: Path, options: Options, tell: Tell, clock: Clock) -> Outcome:
    settle(folder)
    dataset = load(folder)
    tables = read_tables(folder)
    asked = wanted(tables, options.domain)
    if not asked:
        raise NothingToAskError(options.domain)
    now = datetime.fromtimestamp(clock.now()).astimezone()
    context = Context(dataset.gminy, _published(tables), f"{now:%G-W%V}")
    ledger = Ledger(options.cache / _ledger_name(options), _limits(options))
    with Client(options.bank, Store(options.cache / "odpowiedzi"), ledger, clock) as client:
        client.tell = tell
        again = f" od nowa {now:%Y-%m-%d}" if options.again else ""
        harvest = Fetch(client, context, tell).run(asked, again)
        requests = client.requests
    with renewal(folder) as new:
        change, swapped = _renew(new, harvest, options)
    return Outcome(
        change=change,
        refused=tuple(harvest.refused),
        confirmed=len(harvest.fetched),
        requests=requests,
        swapped=swapped,
        dry=options.dry,
    )


def _renew(new: Renewal, harvest: Harvest, options: Options) -> tuple[Change, bool]:
    """Change the copy, compare it, and put it in place if it differs and is meant to be."""
    tables = read_tables(new.path)
    for name, frame in merge.merged(tables, harvest.fetched, options.years).items():
        write_table(new.path, name, frame)
    change = compare_folders(new.folder, new.path, tables)
    if options.dry:
        load(new.path)
        return change, False
    if change:
        new.put_in_place("refresh bdl")
        return change, True
    return change, False


def _published(tables: Tables) -> dict[str, dict[tuple[str, int], float]]:
    found: dict[str, dict[tuple[str, int], float]] = {}
    for row in records(tables["stats"]):
        if row["status"] == Status.OK:
            key = (row["teryt6"], int(row["year"]))
            found.setdefault(row["indicator"], {})[key] = float(row["value"])
    return found


def _limits(options: Options) -> tuple[Limit, ...]:
    return options.limits or (WITH_KEY if options.bank.key else ANONYMOUS)


def _ledger_name(options: Options) -> str:
    return f"zapytania_{'klucz' if options.bank.key else 'bez_klucza'}.json"


@contextmanager
def _alone(cache: Path) -> Iterator[None]:
    cache.mkdir(parents=True, exist_ok=True)
    lock = FileLock(cache / ".blokada", timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        raise BusyError(cache.name) from error
    try:
        yield
    finally:
        lock.release()


def _note(options: Options, clock: Clock, said: str, *, fine: bool) -> None:
    if options.dry:
        return
    when = datetime.fromtimestamp(clock.now()).astimezone().isoformat(timespec="seconds")
    try:
        last_attempt.note(options.cache, Attempt(when, "refresh bdl", fine, said))
    except OSError:  # a full disk; the exception under way says so
        return
