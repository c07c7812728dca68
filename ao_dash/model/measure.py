"""What a picture shows of an indicator: its value in a year, or its change since another year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

import numpy as np

from ao_dash.model.aggregate import Aggregation, AreaValue, area_value
from ao_dash.model.dataset import Dataset, Source
from ao_dash.model.indicator import Indicator, Kind, in_unit
from ao_dash.model.series import ANY, NO_SERIES, Break, Series, Year

_PERCENT, _POINTS = "%", "p.p."


class Change(StrEnum):
    """How two years are compared; the value is the code used in addresses."""

    DIFFERENCE = "roznica"
    PERCENT = "procent"


CHANGE_WORDS: Mapping[Change, str] = {
    Change.DIFFERENCE: "różnica",
    Change.PERCENT: "zmiana w procentach",
}


@dataclass(frozen=True, eq=False)
class Input:
    """One of the two figures that a formula is computed from, with its years in the picture."""

    indicator: Indicator
    years: tuple[int, ...]
    sources: tuple[Source, ...]


@dataclass(frozen=True, eq=False)
class Measure:
    """Figures of one picture, with the indicator that says how to draw and name them.

    For a change, ``indicator`` describes the change (its unit, that it is signed), ``breaks`` are
    those between the two years only, and ``broken`` are the gminy that one of them names.
    ``group`` is the value of a group of gminy together, ``group_breaks`` those of its breaks that
    are between the two years and are not everybody's.
    ``regional`` are the same figures of the regions, and ``inputs`` those of a formula, the
    dividend first.
    """

    indicator: Indicator
    cells: Year
    area: AreaValue | None
    breaks: tuple[Break, ...]
    group: AreaValue | None = None
    group_breaks: tuple[Break, ...] = ()
    broken: frozenset[str] = frozenset()
    regional: Year = field(default_factory=lambda: NO_SERIES.in_year(0))
    inputs: tuple[Input, ...] = ()


def offered_changes(indicator: Indicator) -> tuple[Change, ...]:
    """Return the changes that mean something: a percentage of a signed figure does not."""
    if indicator.kind is Kind.FLAG:
        return ()
    return (Change.DIFFERENCE,) if indicator.signed else tuple(Change)


def base_years(dataset: Dataset, code: str, year: int) -> tuple[int, ...]:
    """Return the years that ``year`` can be compared with, ascending."""
    return tuple(y for y in dataset.years(code) if y < year)


def usual_base(dataset: Dataset, code: str, year: int) -> int | None:
    """Return the earliest year without a break up to ``year``, else the earliest one."""
    years = base_years(dataset, code, year)
    breaks = dataset.breaks_of(code)
    whole = (y for y in years if not any(b.between(y, year) for b in breaks))
    return next(whole, years[0] if years else None)


def measured(
    dataset: Dataset,
    code: str,
    year: int,
    change: Change | None = None,
    base: int | None = None,
    members: tuple[str, ...] = (),
) -> Measure:
    """Return the figures of an indicator in ``year``, or how they changed since ``base``.

    The value of the whole area is that of the gminy as they were before any were merged, and so
    are the ``members`` of a group.
    """
    indicator, series = dataset.indicators[code], dataset.series[code]
    origin = dataset.origin or dataset
    regional = dataset.regional.get(code, NO_SERIES)
    if change is None or base is None:
        return Measure(
            indicator=indicator,
            cells=series.in_year(year),
            area=area_value(origin, code, year),
            group=area_value(origin, code, year, members) if members else None,
            breaks=dataset.breaks_of(code),
            regional=regional.in_year(year),
            inputs=_inputs(dataset, indicator, (year,)),
        )
    breaks = tuple(b for b in dataset.breaks_of(code) if b.between(base, year))
    return Measure(
        indicator=_changed(indicator, change, base, year),
        cells=_changes(series, year, change, base),
        area=_area_change(origin, code, year, change, base),
        group=_area_change(origin, code, year, change, base, members) if members else None,
        group_breaks=tuple(
            b
            for b in origin.breaks_of_group(code, members)
            if b.teryt6 != ANY and b.between(base, year)
        ),
        breaks=breaks,
        broken=frozenset(b.teryt6 for b in breaks if b.teryt6 != ANY),
        regional=_changes(regional, year, change, base),
        inputs=_inputs(dataset, indicator, (base, year)),
    )


def _inputs(dataset: Dataset, indicator: Indicator, years: tuple[int, ...]) -> tuple[Input, ...]:
    formula = indicator.formula
    if formula is None:
        return ()
    found = []
    below = tuple(map(formula.year_below, years))
    for code, used in ((formula.above, years), (formula.below, below)):
        series = dataset.series[code]
        sources = series.rows(y for y in used if y in series.counts).source_codes()
        named = tuple(dataset.sources[source] for source in sources)
        found.append(Input(dataset.indicators[code], used, named))
    return tuple(found)


def _changed(indicator: Indicator, change: Change, base: int, year: int) -> Indicator:
    span = f"{base}\N{EN DASH}{year}"
    if change is Change.PERCENT:
        note = f"Zmiana w procentach wartości z {base} r."
        relative = replace(in_unit(indicator, _PERCENT), kind=Kind.SHARE, decimals=1)
    else:
        note = f"Wartość z {year} r. minus wartość z {base} r."
        relative = in_unit(indicator, _POINTS) if indicator.unit == _PERCENT else indicator
    return replace(
        relative,
        name=f"{indicator.name}: zmiana {span}",
        short=f"{indicator.short}: zmiana {span}",
        signed=True,
        note=f"{note} {indicator.note}",
    )


def _changes(series: Series, year: int, change: Change, base: int) -> Year:
    then, now = series.in_year(base).figures, series.in_year(year).figures
    values = now.values - then.values
    if change is Change.PERCENT:
        divisor = np.where(then.values > 0, then.values, np.nan)
        values = 100 * values / divisor
    return Year(series.places, then.with_second(now, values))


def difference(now: float, then: float, change: Change) -> float | None:
    """Return the change in the unit of the figures or in percent; ``None`` for a percent of zero.

    >>> difference(12.0, 10.0, Change.PERCENT), difference(12.0, 10.0, Change.DIFFERENCE)
    (20.0, 2.0)
    """
    if change is Change.DIFFERENCE:
        return now - then
    return 100 * (now - then) / then if then > 0 else None


def _area_change(
    dataset: Dataset,
    code: str,
    year: int,
    change: Change,
    base: int,
    members: tuple[str, ...] | None = None,
) -> AreaValue | None:
    now, then = (area_value(dataset, code, y, members) for y in (year, base))
    if now is None or then is None or (now.aggregation, now.used) != (then.aggregation, then.used):
        return None
    if now.aggregation is Aggregation.MEDIAN:
        return None  # a difference of medians is nobody's change
    value = difference(now.value, then.value, change)
    return None if value is None else replace(now, value=value)
