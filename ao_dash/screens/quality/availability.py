"""What the data have of an indicator: years, gminy with a value, statuses, age."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from ao_dash.model.dataset import Dataset
from ao_dash.model.series import Break, Status


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
        return tuple(sorted((b for b in self.breaks if first < b.year <= last), key=_year))


def _year(found: Break) -> int:
    return found.year


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
    return Availability(
        indicator=code,
        years=years,
        last=statuses(dataset, code, years[-1]),
        breaks=dataset.breaks_of(code),
        age=reference - years[-1],
    )


def statuses(dataset: Dataset, code: str, year: int) -> dict[Status, int]:
    """Return how many gminy have which status; together they are all gminy."""
    cells = dataset.series[code].get(year, {})
    found = Counter(cells[t].status if t in cells else Status.MISSING for t in dataset.gminy)
    return {status: found[status] for status in Status}
