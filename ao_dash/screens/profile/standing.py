"""Where a gmina stands: its figures beside all others, the whole area and its own past."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from ao_dash.model.aggregate import AreaValue, area_value
from ao_dash.model.cache import cached_per_dataset
from ao_dash.model.dataset import Dataset
from ao_dash.model.gmina import Gmina, GminaType
from ao_dash.model.indicator import Indicator, Kind
from ao_dash.model.measure import Change, difference
from ao_dash.model.numbers import BREAK, counted
from ao_dash.model.region import around
from ao_dash.model.series import NO_FIGURE, NO_SERIES, Break, Cell, Year


@dataclass(frozen=True, eq=False)
class IndicatorSnapshot:
    """One indicator in one year: what does not depend on whose profile is shown.

    ``regional`` are the figures of the regions.
    """

    dataset: Dataset
    indicator: Indicator
    year: int
    cells: Year
    area: AreaValue | None
    regional: Year

    @cached_property
    def figures(self) -> Mapping[str, float]:
        """The known figures by ``teryt6``."""
        return self.cells.numbers()

    @cached_property
    def by_type(self) -> Mapping[GminaType, tuple[float, ...]]:
        """The known figures by the type of the gmina in that year."""
        kinds: dict[GminaType, list[float]] = {}
        for teryt6, value in self.figures.items():
            kind = self.dataset.gminy[teryt6].type_in(self.year)
            if kind is not GminaType.MERGED:
                kinds.setdefault(kind, []).append(value)
        return {kind: tuple(values) for kind, values in kinds.items()}

    def cell(self, teryt6: str) -> Cell:
        """Return the figure of a gmina; a missing one if there is no row of it."""
        return self.cells.get(teryt6, NO_FIGURE)

    def rank(self, teryt6: str) -> int | None:
        """Return 1 for the highest value, equal values sharing it; „yes” and „no” have none."""
        value = self.cell(teryt6).value
        if value is None or self.indicator.kind is Kind.FLAG:
            return None
        return 1 + int((self.cells.figures.values > value).sum())

    def median(self, kind: GminaType) -> float | None:
        """Return the median of the gminy of a type; there is none of „yes” and „no”."""
        return self._medians.get(kind)

    @cached_property
    def _medians(self) -> Mapping[GminaType, float]:
        if self.indicator.kind is Kind.FLAG:
            return {}
        return {kind: statistics.median(values) for kind, values in self.by_type.items()}


@cached_per_dataset
def standings(dataset: Dataset) -> Mapping[str, Mapping[int, IndicatorSnapshot]]:
    """Return the standings of every indicator that has a value, by code and year, ascending."""
    found = {
        code: {year: _standing(dataset, code, year) for year in dataset.years(code)}
        for code in dataset.indicators
    }
    return {code: years for code, years in found.items() if years}


def newest_full(years: Mapping[int, IndicatorSnapshot]) -> IndicatorSnapshot:
    """Return the newest standing with the most figures."""
    return max(years.values(), key=lambda s: (int(s.cells.figures.known.sum()), s.year))


def _standing(dataset: Dataset, code: str, year: int) -> IndicatorSnapshot:
    indicator = dataset.indicators[code]
    regional = dataset.regional.get(code, NO_SERIES).in_year(year)
    area = area_value(dataset.origin or dataset, code, year)  # of gminy, whatever is merged
    figures = dataset.series[code][year]
    return IndicatorSnapshot(dataset, indicator, year, figures, area, regional)


@cached_per_dataset
def base_years(dataset: Dataset) -> Mapping[int, int]:
    """Return the years to compare with, ascending, and how many indicators they are good for.

    An indicator counts for a year if no break of any gmina lies between it and the newest full
    year.
    """
    found: Counter[int] = Counter()
    for code, years in standings(dataset).items():
        newest = _newest(dataset)[code].year
        breaks = dataset.breaks_of(code)
        for year in years:
            if year < newest and dataset.indicators[code].kind is not Kind.FLAG:
                found[year] += not any(b.between(year, newest) for b in breaks)
    return dict(sorted(found.items()))


def usual_base(dataset: Dataset) -> int:
    """Return the year that most indicators can be compared with, the earliest of equals.

    The newest year of all if nothing can be compared.
    """
    years = base_years(dataset)
    if not years:
        return max(max(found) for found in standings(dataset).values())
    return max(years, key=lambda year: (years[year], -year))


@dataclass(frozen=True)
class ChangeSince:
    """A change since a base year, in the unit of the indicator and in percent, or ``why`` none."""

    difference: float | None = None
    percent: float | None = None
    why: str = ""


@dataclass(frozen=True, eq=False)
class GminaIndicator:
    """One indicator of one gmina in one year, with the breaks of its series."""

    standing: IndicatorSnapshot
    gmina: Gmina
    breaks: tuple[Break, ...]
    history: Mapping[int, IndicatorSnapshot]

    @property
    def indicator(self) -> Indicator:
        """The indicator."""
        return self.standing.indicator

    @property
    def year(self) -> int:
        """The year of the figure."""
        return self.standing.year

    @cached_property
    def cell(self) -> Cell:
        """The figure."""
        return self.standing.cell(self.gmina.teryt6)

    @property
    def around(self) -> Mapping[str, Cell]:
        """The figures of the powiat, the voivodeship and Poland by name."""
        standing = self.standing
        return around(standing.dataset, self.indicator, standing.regional, self.gmina.teryt6)

    @cached_property
    def rank(self) -> int | None:
        """Where the figure stands among those of all gminy."""
        return self.standing.rank(self.gmina.teryt6)

    @property
    def kind(self) -> GminaType:
        """The type of the gmina in the year of the figure."""
        return self.gmina.type_in(self.year)

    @cached_property
    def points(self) -> list[tuple[int, float]]:
        """All known years and values of the gmina, ascending."""
        series = self.standing.dataset.series[self.indicator.code]
        return list(series.numbers(self.gmina.teryt6).items())

    def since(self, base: int) -> ChangeSince:
        """Return the change since ``base``; a break in between leaves only the word of it."""
        if self.indicator.kind is Kind.FLAG or self.cell.value is None:
            return ChangeSince()
        if len(self.points) == 1:
            return ChangeSince(why="jeden rok danych")
        if self.year <= base:
            return ChangeSince(why=f"brak danych po {base} r.")
        then = dict(self.points).get(base)
        if then is None:
            return ChangeSince(why=f"brak danych za {base} r.")
        broken = sorted({b.year for b in self.breaks if b.between(base, self.year)})
        if broken:
            few = f"przerwa w szeregu w {broken[0]} r."
            many = f"{counted(len(broken), BREAK)} w szeregu, ostatnia w {broken[-1]} r."
            return ChangeSince(why=many if len(broken) > 1 else few)
        return ChangeSince(
            difference(self.cell.value, then, Change.DIFFERENCE),
            None if self.indicator.signed else difference(self.cell.value, then, Change.PERCENT),
        )


def newest(dataset: Dataset, gmina: Gmina, domain: str | None) -> Iterator[GminaIndicator]:
    """Yield the records of a gmina in the newest full year of each indicator.

    An indicator too thin for a map is left out unless the gmina itself has a value of it.
    """
    for code in standings(dataset):
        if domain in (None, dataset.indicators[code].domain):
            record = newest_of(dataset, gmina, code)
            if code in dataset.mapped or record.cell.value is not None:
                yield record


def newest_of(dataset: Dataset, gmina: Gmina, code: str) -> GminaIndicator:
    """Return the record of a gmina in the newest full year of an indicator of :func:`standings`."""
    breaks = dataset.breaks_of(code, gmina.teryt6)
    return GminaIndicator(_newest(dataset)[code], gmina, breaks, standings(dataset)[code])


@cached_per_dataset
def _newest(dataset: Dataset) -> Mapping[str, IndicatorSnapshot]:
    return {code: newest_full(years) for code, years in standings(dataset).items()}


def every(dataset: Dataset, gmina: Gmina, domain: str | None) -> Iterator[GminaIndicator]:
    """Yield the records of a gmina in every year of the indicators of :func:`newest`."""
    for record in newest(dataset, gmina, domain):
        for standing in record.history.values():
            yield GminaIndicator(standing, gmina, record.breaks, record.history)
