"""The bank asked for everything a refresh needs, in the fewest questions, and what came of it.

An answer counts as fresh while the variable has the same ``lastUpdate``. That is asked first, for
all variables at once; so a run that was stopped goes on where it stopped, and one with nothing
new is over after that question.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from ao_dash.ingest.bdl import parse, progress, units
from ao_dash.ingest.bdl import requests as plan
from ao_dash.ingest.bdl.attributes import Attributes, read_attributes
from ao_dash.ingest.bdl.client import Client
from ao_dash.ingest.bdl.confirm import Named, disagreements, figures_disagree, named, subject_of
from ao_dash.ingest.bdl.merge import Fetched
from ao_dash.ingest.bdl.parse import Figures, News
from ao_dash.ingest.bdl.requests import Question
from ao_dash.ingest.bdl.response_cache import Answer
from ao_dash.ingest.bdl.units import Level
from ao_dash.ingest.bdl.variables import Entry
from ao_dash.ingest.editions.errors import AnswerError, RefusedError
from ao_dash.ingest.editions.report import Refusal
from ao_dash.model.gmina import Gmina

Known = Mapping[str, Mapping[tuple[str, int], float]]
"""Published figures by indicator, then by ``teryt6`` and year."""

_Asked = Mapping[Question, Answer]

_PACE = 0.3  # seconds a request takes, about


@dataclass(frozen=True)
class Context:
    """What a fetch knows of the folder: types of gminy, and published figures."""

    types: Mapping[str, Gmina]
    known: Known
    period: str  # the stamp of what the bank gives no date of


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
    answer: Answer
    subject: str


class Fetch:
    """One fetch of many variables."""

    def __init__(self, client: Client, context: Context, tell: Callable[[str], None]) -> None:
        self._client = client
        self._context = context
        self._tell = tell
        self._harvest = Harvest()
        self._told = 0

    def run(self, entries: Sequence[Entry], again: str = "") -> Harvest:
        """Fetch ``entries``.

        Parameters
        ----------
        entries
            Each with a variable.
        again
            A mark that makes kept answers stale unless they were kept under the same one.

        Raises
        ------
        RefreshError
            If the bank cannot be asked. One variable that is not what it should be is no reason:
            it is refused and the rest goes on.
        """
        numbers = [entry.variable for entry in entries]
        region = self._of_unit(plan.OPOLSKIE, numbers, stamp=None)
        dates = self._news(plan.OPOLSKIE, region, {}).stamps
        stamps = {n: dates.get(n, self._context.period) + again for n in numbers}
        together = " ".join(stamps.values())
        attributes = self._attributes(together)
        country = self._of_unit(plan.POLAND, numbers, together)
        beside = (
            self._news(plan.OPOLSKIE, region, attributes),
            self._news(plan.POLAND, country, attributes),
        )
        named_ones = self._named(self._variables(entries, stamps))
        for done, (variable, said) in enumerate(named_ones):
            left = len(named_ones) - done
            self._progress(done, len(named_ones), variable.entry.indicator, 2 * left)
            self._take(variable, said, attributes, beside)
        self._progress(len(named_ones), len(named_ones), "pobrano", 0)
        return self._harvest

    def _attributes(self, stamp: str) -> Attributes:
        try:
            return read_attributes(self._client.ask(plan.attributes(), stamp))
        except AnswerError:
            self._client.forget(plan.attributes())
            raise

    def _of_unit(self, unit: str, numbers: Sequence[str], stamp: str | None) -> _Asked:
        """Ask about one unit; a bank that refuses such a question just says nothing of it."""
        questions = plan.of_unit(unit, numbers)
        try:
            if stamp is None:
                return {question: self._client.ask_now(question) for question in questions}
            return {question: self._client.ask(question, stamp) for question in questions}
        except RefusedError:
            return {}

    def _news(self, unit: str, asked: _Asked, attributes: Attributes) -> News:
        """Return what answers say of a unit; those of another form say nothing and are dropped."""
        parsed = units.parse(unit)
        try:
            return parse.of_unit(asked.values(), parsed, attributes) if parsed else News()
        except AnswerError:
            for question in asked:
                self._client.forget(question)
            return News()

    def _variables(
        self, entries: Sequence[Entry], stamps: Mapping[str, str]
    ) -> Sequence[_Variable]:
        found = []
        for done, entry in enumerate(entries):
            left = len(entries) - done
            self._progress(done, len(entries), f"nazwa: {entry.indicator}", 4 * left)
            question, stamp = plan.variable(entry.variable), stamps[entry.variable]
            try:
                answer = self._client.ask(question, stamp)
                subject = subject_of(answer, entry.variable)
            except (AnswerError, RefusedError) as error:
                self._refuse(entry, error)
                if isinstance(error, AnswerError):
                    self._client.forget(question)
                continue
            found.append(_Variable(entry, stamp, answer, subject))
        return found

    def _named(self, variables: Sequence[_Variable]) -> Sequence[tuple[_Variable, Named]]:
        """Return those whose name and unit are as expected."""
        stamps: dict[str, str] = {}
        for variable in variables:  # a subject is as fresh as the variables it has
            stamps[variable.subject] = f"{stamps.get(variable.subject, '')} {variable.stamp}"
        agreed = []
        for variable in variables:
            question = plan.subject(variable.subject)
            try:
                subject = self._client.ask(question, stamps[variable.subject])
            except RefusedError as error:
                self._refuse(variable.entry, error)
                continue
            said = named(variable.answer, subject)
            reasons = disagreements(variable.entry, said)
            if reasons:
                self._refuse(variable.entry, "; ".join(reasons))
            else:
                agreed.append((variable, said))
        return agreed

    def _take(
        self, variable: _Variable, said: Named, attributes: Attributes, beside: Sequence[News]
    ) -> None:
        entry = variable.entry
        try:
            figures, updated = self._figures(variable, attributes)
        except (AnswerError, RefusedError) as error:
            self._refuse(entry, error)
            return
        reason = figures_disagree(entry, self._context.known.get(entry.indicator, {}), figures)
        if reason:
            self._refuse(entry, reason)
            return
        together = dict(figures)
        for news in beside:
            together |= news.figures.get(entry.variable, {})
        self._harvest.fetched.append(Fetched(entry, said, updated, together))

    def _figures(self, variable: _Variable, attributes: Attributes) -> tuple[Figures, str]:
        """Return figures and the day of their state; a wrong answer gets a second chance."""
        try:
            return self._read(variable, attributes)
        except AnswerError:
            return self._read(variable, attributes)

    def _read(self, variable: _Variable, attributes: Attributes) -> tuple[Figures, str]:
        number = variable.entry.variable
        first = self._client.ask(plan.of_variable(number, 0), variable.stamp)
        asked = [plan.of_variable(number, 0)]
        try:
            total = parse.total(first, asked[0].path)
            asked += [plan.of_variable(number, page) for page in range(1, plan.pages(total))]
            pages = [first, *(self._client.ask(q, variable.stamp) for q in asked[1:])]
            figures = parse.of_variable(pages, number, attributes, self._context.types)
            _about_our_gminy(figures, self._context.types, asked[0])
        except AnswerError:
            for question in asked:
                self._client.forget(question)
            raise
        return figures, str(first.get("lastUpdate") or "")[:10]

    def _refuse(self, entry: Entry, reason: object) -> None:
        self._harvest.refused.append(Refusal(entry.indicator, entry.variable, str(reason)))

    def _progress(self, done: int, total: int, what: str, requests: int) -> None:
        if requests and self._client.requests == self._told:
            return  # everything was kept; there is nothing to wait for
        self._told = self._client.requests
        seconds = max(_PACE * requests, self._client.seconds_for(requests)) if requests else 0.0
        self._tell(progress.line(done, total, what, self._client.requests, seconds))


def _about_our_gminy(figures: Figures, types: Mapping[str, Gmina], question: Question) -> None:
    if not any(level is Level.GMINA and code in types for level, code, _ in figures):
        raise AnswerError(question.path, "nie ma w niej żadnej gminy obszaru")
