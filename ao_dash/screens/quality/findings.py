"""Everything found out about the quality of the data, once for each dataset."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from ao_dash.model.cache import cached_per_dataset
from ao_dash.model.dataset import Dataset
from ao_dash.model.series import STATUSES, Break, Status
from ao_dash.screens.quality import crosscheck, outlier
from ao_dash.screens.quality.crosscheck import Check, Compared, Outcome, Total
from ao_dash.screens.quality.outlier import Judged, Outlier


@dataclass(frozen=True)
class Availability:
    """What is there of ``indicator``; figures count gminy.

    ``years`` are those with any value, ascending and never empty. ``last`` counts gminy by status
    in the newest of them; a gmina without an entry is missing. ``age`` is in years against
    :func:`reference_year`.
    """

    indicator: str
    years: tuple[int, ...]
    last: Mapping[Status, int]
    breaks: tuple[Break, ...]
    age: int

    @property
    def newest(self) -> int:
        """The newest year with a value."""
        return self.years[-1]

    @property
    def complete(self) -> bool:
        """Whether every gmina has a value in the newest year, or cannot have one."""
        known = (Status.OK, Status.NOT_APPLICABLE)
        return not any(number for status, number in self.last.items() if status not in known)

    @property
    def inside(self) -> tuple[Break, ...]:
        """The breaks that lie between two years with values, by year."""
        first, last = self.years[0], self.newest
        inside = (b for b in self.breaks if first < b.year <= last)
        return tuple(sorted(inside, key=lambda b: b.year))


def reference_year(dataset: Dataset) -> int:
    """Return the newest year any indicator has a value for: ages are told against it.

    Not against today: the same data then always give the same page.
    """
    return max(dataset.years(code)[-1] for code in known_indicators(dataset))


def known_indicators(dataset: Dataset) -> tuple[str, ...]:
    """Return the indicators that have any value, in the order of the file."""
    return tuple(code for code in dataset.indicators if dataset.years(code))


def availability(dataset: Dataset, code: str, reference: int) -> Availability:
    """Return what the data have of ``code``, one of :func:`known_indicators`.

    ``reference`` is the year ages are told against: :func:`reference_year`.
    """
    years = dataset.years(code)
    last, breaks = statuses(dataset, code, years[-1]), dataset.breaks_of(code)
    return Availability(code, years, last, breaks, reference - years[-1])


def statuses(dataset: Dataset, code: str, year: int) -> dict[Status, int]:
    """Return how many gminy have which status; together they are all gminy."""
    figures = dataset.series[code].in_year(year).at(dataset.gminy)
    found = Counter(STATUSES[number] for number in figures.statuses.tolist())
    return {status: found[status] for status in Status}


@dataclass(frozen=True, eq=False)
class Report:
    """What is known of the quality of ``dataset``.

    ``available`` and ``judged`` are by indicator with any value, in the order of the file;
    ``compared`` by check; ``newest`` is the year that ages are told against.
    """

    dataset: Dataset
    available: Mapping[str, Availability]
    judged: Mapping[str, Judged]
    compared: Mapping[Check, tuple[Compared, ...]]
    totals: tuple[Total, ...]
    newest: int

    def of(self, codes: tuple[str, ...]) -> Report:
        """Return the part about some indicators; a check belongs to everything it compares."""
        chosen = [code for code in self.available if code in codes]
        return Report(
            self.dataset,
            {code: self.available[code] for code in chosen},
            {code: self.judged[code] for code in chosen},
            {c: found for c, found in self.compared.items() if set(c.indicators) & set(chosen)},
            tuple(total for total in self.totals if total.indicator in chosen),
            self.newest,
        )

    @property
    def outliers(self) -> tuple[Outlier, ...]:
        """Unusual changes: those that nothing explains first, then the newest."""
        found = [o for one in self.judged.values() for o in one.outliers]
        return tuple(sorted(found, key=lambda o: (o.explained, -o.step.year)))

    @property
    def differences(self) -> tuple[Compared, ...]:
        """What differs by more than rounding: by check, unexplained first, then the largest."""

        def rank(one: Compared) -> tuple[bool, float]:
            return one.outcome is not Outcome.DIFFERS, -abs(one.apart)

        found = [one for each in self.compared.values() for one in sorted(each, key=rank)]
        return tuple(one for one in found if one.outcome is not Outcome.AGREES)

    def differing(self, code: str) -> int:
        """Return how many figures of ``code`` differ from another one and nothing says why."""
        return sum(
            one.outcome is Outcome.DIFFERS
            for check, found in self.compared.items()
            if check.left == code
            for one in found
        )


@cached_per_dataset
def report(dataset: Dataset) -> Report:
    """Return the report on a dataset; a dataset never changes, so it is made once."""
    codes = known_indicators(dataset)
    newest = reference_year(dataset)
    return Report(
        dataset,
        {code: availability(dataset, code, newest) for code in codes},
        {code: outlier.judge(dataset, code) for code in codes},
        {check: crosscheck.compare(dataset, check) for check in crosscheck.known_checks(dataset)},
        crosscheck.totals(dataset),
        newest,
    )
