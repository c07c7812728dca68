"""Ratios that a person asks for: a count per inhabitant, per km², as a share of another count.

The code of one is the two counts with a slash between: ``kapieliska/ludnosc``. It is an indicator
like a derived one of the data folder, made when it is asked for, and in no list.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from ao_dash.model.cache import cached_per_dataset
from ao_dash.model.formula import Formula
from ao_dash.model.indicator import Indicator, Kind, Origin, forms_of
from ao_dash.model.series import Series
from ao_dash.model.vintage import vintage_for

if TYPE_CHECKING:
    from ao_dash.model.dataset import Dataset

INHABITANTS, AREA = "ludnosc", "powierzchnia_km2"
PER_INHABITANTS, PER_AREA = "na 1000 mieszkańców", "na km²"

_SLASH = "/"
PATTERN = r"[A-Za-z]\w*/[A-Za-z]\w*"
_RATIO = re.compile(PATTERN)
_NEAR = 2  # years that a denominator may be away; an area only changes with its borders

V = TypeVar("V")


class WithRatios(dict[str, V]):
    """Values by code that also makes those of ratios; only the others are listed and counted."""

    def __init__(self, declared: Mapping[str, V], make: Callable[[str], V | None]) -> None:
        super().__init__(declared)
        self._make = make

    def __missing__(self, code: str) -> V:
        made = self._make(code) if is_ratio(code) else None
        if made is None:
            raise KeyError(code)
        return made

    def get(self, code: str, default: V | None = None) -> V | None:  # type: ignore[override]
        """Return the value of a code, or ``default``."""
        try:
            return self[code]
        except KeyError:
            return default


def is_ratio(code: str) -> bool:
    """Tell whether a code has the form of a ratio, whatever it says."""
    return bool(_RATIO.fullmatch(code))


def parts(code: str) -> tuple[str, str]:
    """Return the codes above and below the line; below is "" for no ratio."""
    above, _, below = code.partition(_SLASH)
    return above, below


def is_count(indicator: Indicator) -> bool:
    """Tell whether figures of an indicator can stand in a ratio: a count that can be summed."""
    return indicator.kind is Kind.COUNT and indicator.additive


def declared(dataset: Dataset, code: str) -> str | None:
    """Return the indicator of the data folder that says what a ratio would, if there is one.

    A count that has a declared share has its own base: for that a ratio to all inhabitants would
    mix two bases, so that the share is returned, too.
    """
    above, below = parts(code)
    of_it = [i for i in dataset.indicators.values() if i.formula and i.formula.above == above]
    same = (i.code for i in of_it if i.formula and i.formula.below == below)
    shares = (i.code for i in of_it if i.kind is Kind.SHARE and below == INHABITANTS)
    found = next(same, None) or next(shares, None)
    formula = dataset.indicators[found].formula if found else None
    return found if formula and not formula.change else None


@cached_per_dataset
def ratio(dataset: Dataset, code: str) -> Indicator | None:
    """Return the indicator that a ratio is, or ``None`` if it is none or has no year."""
    if not is_ratio(code):
        return None
    above, below = map(dataset.indicators.get, parts(code))
    if not (above and below and is_count(above) and is_count(below)):
        return None
    held = _held(dataset, above.code, below.code)
    if above is below or below.signed or not held:
        return None
    name, unit, kind, scale = _words(above, below)
    scaled = f"{scale:g} * " if scale != 1 else ""
    text = f"{scaled}{above.code} / {below.code}"
    return Indicator(
        code=code,
        name=f"{above.name} {name}",
        short=f"{above.short} {name}",
        unit=unit,
        unit_forms=forms_of(unit, {}),
        domain=above.domain,
        kind=kind,
        polarity=above.polarity,
        signed=above.signed,
        additive=True,
        decimals=_decimals(dataset, above.code, below.code, held[-1], scale),
        weight=None,
        formula=Formula(text, scale, above.code, below.code, 0, change=False, held=held),
        origin=Origin.DERIVED,
        bdl_variable="",
        note=f"Przeliczone z dwóch liczb. {above.note}".strip(),
        constant_borders=above.constant_borders and below.constant_borders,
    )


@cached_per_dataset
def series_of_ratio(dataset: Dataset, code: str, *, regional: bool = False) -> Series | None:
    """Return the series of a ratio, of gminy or of regions, or ``None`` if it is none."""
    made, published = ratio(dataset, code), dataset.regional if regional else dataset.series
    if made is None or made.formula is None or not set(made.formula.inputs) <= published.keys():
        return None
    return made.formula.series(published, dataset.breaks)


def _words(above: Indicator, below: Indicator) -> tuple[str, str, Kind, float]:
    """Return what a name ends with, the unit, the kind and the scale."""
    counted = len(set(above.unit_forms)) > 1  # a noun says nothing that the name does not
    unit = "" if counted else f"{above.unit} "
    if below.code == INHABITANTS:
        return PER_INHABITANTS, f"{unit}na 1000 mieszk.", Kind.RATE, 1000
    if below.code == AREA:
        return PER_AREA, f"{unit}na km²", Kind.DENSITY, 1
    return f"w stosunku do: {below.short}", "%", Kind.SHARE, 100


def _decimals(dataset: Dataset, above: str, below: str, held: tuple[int, int], scale: float) -> int:
    """Return how many digits show three that count in a usual figure, at most three."""
    figures = [
        dataset.series[code].in_year(year).figures.values
        for code, year in zip((above, below), held, strict=True)
    ]
    with np.errstate(divide="ignore", invalid="ignore"):
        values = np.abs(scale * figures[0] / figures[1])
    usual = values[np.isfinite(values) & (values > 0)]
    if not usual.size:
        return 0
    return int(np.clip(2 - np.floor(np.log10(np.median(usual))), 0, 3))


def _held(dataset: Dataset, above: str, below: str) -> tuple[tuple[int, int], ...]:
    """Return each year of ``above`` with that of ``below``: the same, else the nearest one.

    Borders are those of the same vintage.
    """
    found = []
    for year in dataset.years(above):
        borders = vintage_for(dataset.vintages, year)
        near = [
            other
            for other in dataset.years(below)
            if vintage_for(dataset.vintages, other) is borders
            and (below == AREA or abs(other - year) <= _NEAR)
        ]
        if near:
            found.append((year, min(near, key=lambda other: (abs(other - year), other))))
    return tuple(found)
