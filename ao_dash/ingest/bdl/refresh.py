"""The refresh from the Local Data Bank of GUS (BDL), from the queries to the new folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from ao_dash.datafolder.schema import FIRST_YEAR, LAST_YEAR
from ao_dash.datafolder.tables import records
from ao_dash.ingest.bdl.answers import kind_changes
from ao_dash.ingest.bdl.client import AnswerStore, Bank, Client
from ao_dash.ingest.bdl.fetch import REQUEST_FORMS, Context, Fetch, Harvest
from ao_dash.ingest.bdl.merge import left_out, merged
from ao_dash.ingest.bdl.rate_limit import ANONYMOUS, WITH_KEY, Clock, Ledger, Limit, SystemClock
from ao_dash.ingest.bdl.variables import wanted
from ao_dash.ingest.editions.errors import CacheError, NothingConfirmedError, NothingToAskError
from ao_dash.ingest.editions.files import Tables
from ao_dash.ingest.editions.renew import Command, Draft, Outcome, renew
from ao_dash.ingest.editions.swap import locked
from ao_dash.model.dataset import Dataset
from ao_dash.model.indicator import Forms
from ao_dash.model.numbers import counted
from ao_dash.model.series import Status

Tell = Callable[[str], None]

_VARIABLE: Forms = ("zmienną", "zmienne", "zmiennych", "zmiennej")


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

    Errors are those of :func:`renew`; answers of the bank are kept for the next run.
    """
    clock = clock or SystemClock()

    def draft(dataset: Dataset, tables: Tables) -> Draft:
        _make_cache(options.cache)
        with locked(options.cache / ".blokada", options.cache.name):
            return _draft(dataset, tables, options, tell, clock)

    return renew(folder, Command("refresh bdl", options.cache, options.dry, clock.now), draft)


def _make_cache(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CacheError(str(folder), error.strerror or "") from error


def _draft(dataset: Dataset, tables: Tables, options: Options, tell: Tell, clock: Clock) -> Draft:
    """Fetch the figures and say how the copied folder is to be changed."""
    asked = wanted(tables, options.domain)
    if not asked:
        raise NothingToAskError(options.domain)
    now = datetime.fromtimestamp(clock.now()).astimezone()
    known = _published(tables)
    context = Context(dataset.gminy, tables, known, options.years, f"{now:%G-W%V}")
    with _client(options, tell, clock) as client:
        again = f" od nowa {now:%Y-%m-%d}" if options.again else ""
        harvest = Fetch(client, context, tell).run(asked, again)
    if not harvest.fetched:
        raise NothingConfirmedError(_refusals(harvest))

    def change(_: Path, copied: Tables) -> Tables:
        return merged(copied, harvest.fetched, options.years)

    notes = (*_notes(harvest, client.requests), *_gmina_notes(harvest, dataset, options.years))
    return Draft(notes, change)


def _client(options: Options, tell: Tell, clock: Clock) -> Client:
    key = options.bank.key
    file = options.cache / f"zapytania_{'klucz' if key else 'bez_klucza'}.json"
    ledger = Ledger(file, options.limits or (WITH_KEY if key else ANONYMOUS))
    return Client(options.bank, AnswerStore(options.cache / "odpowiedzi"), ledger, clock, tell)


def _notes(harvest: Harvest, requests: int) -> tuple[str, ...]:
    confirmed = counted(len(harvest.fetched), _VARIABLE)
    sent = f"wysłano {counted(requests, REQUEST_FORMS)}"
    return f"Bank danych potwierdził {confirmed}, {sent}.", *_refusals(harvest)


def _refusals(harvest: Harvest) -> tuple[str, ...]:
    refused = harvest.refused
    lines = (f"  {r.indicator} (zmienna {r.variable}): {r.reason}" for r in refused)
    return f"Odrzucono: {len(refused) or 'brak'}", *lines


def _gmina_notes(harvest: Harvest, dataset: Dataset, years: tuple[int, int]) -> Iterator[str]:
    """Name gminy that answers leave out, and those that the bank counts under a new type."""
    changes: dict[str, tuple[int, str]] = {}
    for item in harvest.fetched:
        changes |= kind_changes(item.figures, dataset.gminy)
        absent = left_out(item, dataset.gminy, years)
        if absent:
            listed = (f"{dataset.gminy[c].name} ({_span(found)})" for c, found in absent.items())
            yield f"Odpowiedź o {item.entry.indicator} pomija gminy: {', '.join(listed)}."
    for code, (year, kind) in changes.items():
        name = dataset.gminy[code].name
        yield f"{name}: od {year} r. bank ma gminę typu {kind}; dopisz to w gmina_types.csv."


def _span(years: Sequence[int]) -> str:
    return f"{years[0]}–{years[-1]}" if len(years) > 1 else str(years[0])


def _published(tables: Tables) -> dict[str, dict[tuple[str, int], float]]:
    found: dict[str, dict[tuple[str, int], float]] = {}
    for row in records(tables["stats"]):
        if row["status"] == Status.OK:
            key = (row["teryt6"], int(row["year"]))
            found.setdefault(row["indicator"], {})[key] = float(row["value"])
    return found
