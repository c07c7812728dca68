"""The bank asked for everything a refresh needs, in the fewest queries, and what came of it.

An answer counts as fresh while the variable has the same ``lastUpdate``. That is asked first, for
all variables at once; so a run that was stopped goes on where it stopped, and one with nothing
new is over after that query.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from ao_dash.ingest.bdl import answers, queries
from ao_dash.ingest.bdl.answers import Attributes, BankAnswer, BankFigures, Level, UnitAnswer
from ao_dash.ingest.bdl.client import Client
from ao_dash.ingest.bdl.confirm import (
    VariableName,
    disagreements,
    figures_disagree,
    name_of,
    subject_of,
)
from ao_dash.ingest.bdl.merge import Fetched, Years
from ao_dash.ingest.bdl.plausible import implausible
from ao_dash.ingest.bdl.queries import BankQuery
from ao_dash.ingest.bdl.variables import Entry
from ao_dash.ingest.editions.errors import AnswerError, NotJsonError, RefusedError, UnreachableError
from ao_dash.ingest.editions.files import Tables
from ao_dash.model.gmina import Gmina
from ao_dash.model.indicator import Forms
from ao_dash.model.numbers import counted

Published = Mapping[str, Mapping[tuple[str, int], float]]
"""Published figures by indicator, then by ``teryt6`` and year."""

REQUEST_FORMS: Forms = ("zapytanie", "zapytania", "zapytań", "zapytania")

_OF_ONE_VARIABLE = (AnswerError, RefusedError, UnreachableError, NotJsonError)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_PACE = 0.3  # seconds a request takes, about
_BAR = 20  # characters


@dataclass(frozen=True)
class Context:
    """What a fetch knows of the folder: its gminy by ``teryt6``, its tables, published figures.

    ``years`` are the first and the last to be taken. ``period`` is the stamp of what the bank
    gives no date of.
    """

    gminy: Mapping[str, Gmina]
    tables: Tables
    published: Published
    years: Years
    period: str


@dataclass(frozen=True)
class Refusal:
    """An indicator that was not taken, and why (Polish)."""

    indicator: str
    variable: str
    reason: str


@dataclass
class Harvest:
    """What came: confirmed variables, and those refused."""

    fetched: list[Fetched] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)


@dataclass(frozen=True)
class _Variable:
    """An entry with the stamp of its state and what the bank answered about it."""

    entry: Entry
    stamp: str
    answer: BankAnswer
    subject: str


class Fetch:
    """One fetch of many variables; ``tell`` gets a line of progress now and then."""

    def __init__(self, client: Client, context: Context, tell: Callable[[str], None]) -> None:
        self._client = client
        self._context = context
        self._parent = queries.voivodeship(context.gminy)
        self._tell = tell
        self._harvest = Harvest()
        self._reported = 0  # requests when progress was told last
        self._unanswered = False  # the last variable that was asked for

    def run(self, entries: Sequence[Entry], again: str = "") -> Harvest:
        """Fetch ``entries``, each with a variable.

        ``again`` is a mark that makes kept answers stale unless they were kept under the same one.

        Raises
        ------
        RefreshError
            If the bank cannot be asked, or two variables in a row get no proper answer. One that is
            not what it should be is no reason: it is refused and the rest goes on.
        """
        numbers = [entry.variable for entry in entries]
        region = self._ask_unit(self._parent, numbers, stamp=None)
        dates = self._read_unit(self._parent, region, {}).stamps
        stamps = {n: dates.get(n, self._context.period) + again for n in numbers}
        together = " ".join(stamps.values())
        attributes = self._attributes(together)
        country = self._ask_unit(queries.POLAND, numbers, together)
        larger = (
            self._read_unit(self._parent, region, attributes),
            self._read_unit(queries.POLAND, country, attributes),
        )
        confirmed = self._confirmed(self._variables(entries, stamps))
        for done, (variable, name) in enumerate(confirmed):
            left = len(confirmed) - done
            self._progress(done, len(confirmed), variable.entry.indicator, 2 * left)
            self._take(variable, name, attributes, larger)
        self._progress(len(confirmed), len(confirmed), "pobrano", 0)
        return self._harvest

    def _attributes(self, stamp: str) -> Attributes:
        try:
            return answers.read_attributes(self._client.ask(queries.attributes(), stamp))
        except AnswerError:
            self._client.forget(queries.attributes())
            raise

    def _ask_unit(
        self, unit: str, numbers: Sequence[str], stamp: str | None
    ) -> Mapping[BankQuery, BankAnswer]:
        """Ask about one unit; a bank that refuses such a query just says nothing of it."""
        ask = self._client.ask_now if stamp is None else lambda q: self._client.ask(q, stamp)
        try:
            return {query: ask(query) for query in queries.of_unit(unit, numbers)}
        except RefusedError:
            return {}

    def _read_unit(
        self, unit: str, asked: Mapping[BankQuery, BankAnswer], attributes: Attributes
    ) -> UnitAnswer:
        """Return what answers say of a unit; those of another form say nothing and are dropped."""
        known = answers.unit_of(unit)
        try:
            return answers.read_unit(asked.values(), known, attributes) if known else UnitAnswer()
        except AnswerError:
            for query in asked:
                self._client.forget(query)
            return UnitAnswer()

    def _variables(
        self, entries: Sequence[Entry], stamps: Mapping[str, str]
    ) -> Sequence[_Variable]:
        found = []
        for done, entry in enumerate(entries):
            left = len(entries) - done
            self._progress(done, len(entries), f"nazwa: {entry.indicator}", 4 * left)
            query, stamp = queries.variable(entry.variable), stamps[entry.variable]
            try:
                answer = self._ask(query, stamp)
                found.append(_Variable(entry, stamp, answer, subject_of(answer, entry.variable)))
            except _OF_ONE_VARIABLE as error:
                self._refuse(entry, error)
                if isinstance(error, AnswerError):
                    self._client.forget(query)
        return found

    def _confirmed(
        self, variables: Sequence[_Variable]
    ) -> Sequence[tuple[_Variable, VariableName]]:
        """Return those whose name and unit are as expected."""
        stamps: dict[str, str] = {}
        for variable in variables:  # a subject is as fresh as the variables it has
            stamps[variable.subject] = f"{stamps.get(variable.subject, '')} {variable.stamp}"
        agreed = []
        for variable in variables:
            query = queries.subject(variable.subject)
            try:
                subject = self._ask(query, stamps[variable.subject])
                name = name_of(variable.answer, subject)
            except _OF_ONE_VARIABLE as error:
                self._refuse(variable.entry, error)
                if isinstance(error, AnswerError):
                    self._client.forget(query)
                    self._client.forget(queries.variable(variable.entry.variable))
                continue
            reasons = disagreements(variable.entry, name)
            if reasons:
                self._refuse(variable.entry, "; ".join(reasons))
            else:
                agreed.append((variable, name))
        return agreed

    def _take(
        self,
        variable: _Variable,
        name: VariableName,
        attributes: Attributes,
        larger: Sequence[UnitAnswer],
    ) -> None:
        entry = variable.entry
        try:
            figures, updated = self._figures(variable, attributes)
        except _OF_ONE_VARIABLE as error:
            self._refuse(entry, error)
            return
        together = dict(figures)
        for unit in larger:
            together |= unit.figures.get(entry.variable, {})
        item, context = Fetched(entry, name, updated, together), self._context
        published = context.published.get(entry.indicator, {})
        reason = figures_disagree(entry, published, figures) or implausible(
            item, context.tables, published, context.years
        )
        if reason:
            self._refuse(entry, reason)
        else:
            self._harvest.fetched.append(item)

    def _figures(self, variable: _Variable, attributes: Attributes) -> tuple[BankFigures, str]:
        """Return figures and the day of their state; a wrong answer gets a second chance."""
        try:
            return self._read(variable, attributes)
        except AnswerError:
            return self._read(variable, attributes)

    def _read(self, variable: _Variable, attributes: Attributes) -> tuple[BankFigures, str]:
        number, gminy = variable.entry.variable, self._context.gminy
        asked = [queries.of_variable(number, self._parent, 0)]
        first = self._ask(asked[0], variable.stamp)
        try:
            total = answers.total(first, asked[0].path)
            more = range(1, queries.pages(total))
            asked += [queries.of_variable(number, self._parent, page) for page in more]
            pages = [first, *(self._ask(query, variable.stamp) for query in asked[1:])]
            _check_unit(variable.answer, pages, asked[0].path)
            figures = answers.read_variable(pages, number, attributes, gminy)
            if not any(level is Level.GMINA and code in gminy for level, code, _ in figures):
                raise AnswerError(asked[0].path, "nie ma w niej żadnej gminy obszaru")  # noqa: TRY301
        except AnswerError:
            for query in asked:
                self._client.forget(query)
            raise
        day = str(first.get("lastUpdate") or "")[:10]
        return figures, day if _DAY.fullmatch(day) else ""

    def _ask(self, query: BankQuery, stamp: str) -> BankAnswer:
        answer = self._client.ask(query, stamp)
        self._unanswered = False
        return answer

    def _refuse(self, entry: Entry, reason: Exception | str) -> None:
        """Leave a variable out; raise ``reason`` if it is the second in a row without an answer.

        A line that is cut is no fault of a variable: the run stops, and goes on the next time.
        """
        if isinstance(reason, UnreachableError | NotJsonError):
            if self._unanswered or not getattr(reason, "answered", True):
                raise reason
            self._unanswered = True
        self._harvest.refused.append(Refusal(entry.indicator, entry.variable, str(reason)))

    def _progress(self, done: int, total: int, what: str, requests: int) -> None:
        if requests and self._client.requests == self._reported:
            return  # everything was kept; there is nothing to wait for
        self._reported = self._client.requests
        seconds = max(_PACE * requests, self._client.seconds_for(requests)) if requests else 0.0
        self._tell(progress_line(done, total, what, self._client.requests, seconds))


def _check_unit(variable: BankAnswer, pages: Sequence[BankAnswer], path: str) -> None:
    """Make sure that figures are in the unit that the variable was confirmed with."""
    units = {str(a["measureUnitId"]) for a in (variable, *pages) if a.get("measureUnitId")}
    if len(units) > 1:
        raise AnswerError(path, "wartości są w innej jednostce, niż podaje opis zmiennej")


def progress_line(done: int, total: int, what: str, requests: int, seconds: float) -> str:
    r"""Return a bar, what is being done, how much was asked and how long it may still take.

    >>> progress_line(15, 60, "ludnosc", 30, 400).replace("\xa0", " ")
    '[█████···············] 15/60 ludnosc · 30 zapytań · zostało najwyżej około 7 min'
    """
    full = _BAR * done // total if total else _BAR
    bar = "█" * full + "·" * (_BAR - full)
    left = f"zostało najwyżej około {math.ceil(seconds / 60)} min" if seconds > 0 else ""
    parts = [f"[{bar}] {done}/{total} {what}", counted(requests, REQUEST_FORMS), left]
    return " · ".join(filter(None, parts))
