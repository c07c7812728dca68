"""Scores of gminy: from the figures of a dataset to places and a picture of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from ao_dash.analysis.composite import (
    SYNTHESIS_WORDS,
    Floats,
    NothingVariesError,
    Stability,
    Synthesis,
    TooFewUnitsError,
    constant_features,
    scores,
    stability,
)
from ao_dash.mapview.selection import EVERY_DOMAIN, Selection
from ao_dash.mapview.view import View, view_of
from ao_dash.model.cache import cached_per_dataset
from ao_dash.model.dataset import Dataset
from ao_dash.model.gmina import Gmina, polish_key
from ao_dash.model.indicator import Indicator, Kind, Origin, Polarity
from ao_dash.model.measure import Measure
from ao_dash.model.numbers import GMINA, counted
from ao_dash.model.series import NO_FIGURE, Break, Cell, Remark, Status, Year, source_codes
from ao_dash.screens.composite.spec import Component, CompositeSpec

NAME = "Wskaźnik syntetyczny"
DIGITS = 3
"""Digits of a score that are shown."""


@dataclass(frozen=True, eq=False)
class ScoredComponent:
    """A component with its figures of ``year``; ``share`` of the whole weight is 0 to 1.

    The share is 0 where all gminy have the same value: such a component says nothing.
    """

    component: Component
    indicator: Indicator
    year: int
    cells: Year
    share: float
    breaks: tuple[Break, ...]
    remarks: tuple[Remark, ...]

    def cell(self, teryt6: str) -> Cell:
        """Return the figure of a gmina; a missing one if there is no row of it."""
        return self.cells.get(teryt6, NO_FIGURE)


@dataclass(frozen=True, eq=False)
class Scored:
    """One gmina: its score and how firm its place is, or the parts it ``lacks`` a value of.

    Gminy that share a place have the same score, to the last digit.
    """

    gmina: Gmina
    score: float | None
    stability: Stability | None
    lacks: tuple[ScoredComponent, ...]


@dataclass(frozen=True, eq=False)
class Scores:
    """An index: its parts, every gmina by its place, and in Polish why there are no scores."""

    parts: tuple[ScoredComponent, ...]
    gminy: tuple[Scored, ...]
    problem: str = ""

    @property
    def placed(self) -> tuple[tuple[Scored, float, Stability], ...]:
        """Gminy that have a score, by their place, with the score and the place."""
        return tuple(
            (one, one.score, one.stability)
            for one in self.gminy
            if one.score is not None and one.stability is not None
        )


def score(dataset: Dataset, spec: CompositeSpec) -> Scores:
    """Return the index that ``spec`` makes of ``dataset``."""
    return _score(dataset, spec.components, spec.method, spec.year)


@cached_per_dataset
def _score(
    dataset: Dataset, components: tuple[Component, ...], method: Synthesis, year: int
) -> Scores:
    parts = [_part(dataset, component, year) for component in components]
    lacking = {
        teryt6: tuple(part for part in parts if part.cell(teryt6).value is None)
        for teryt6 in dataset.gminy
    }
    whole = [teryt6 for teryt6, lacks in lacking.items() if not lacks]
    values = np.array([[part.cell(t).value for part in parts] for t in whole], dtype=float)
    found: dict[str, tuple[float, Stability]] = {}
    problem = ""
    try:
        firm = _firm(values.reshape(len(whole), len(parts)), components, method)
        found = dict(zip(whole, firm, strict=True))
        parts = _shared(parts, values)
    except TooFewUnitsError:
        problem = (
            f"Wartości wszystkich składników: {counted(len(whole), GMINA)}. To za mało, by "
            "porównać gminy; wybierz inny rok albo inne składniki."
        )
    except NothingVariesError:
        problem = (
            "W każdym składniku wszystkie gminy mają tę samą wartość, więc wskaźnik ich nie "
            "rozróżnia; wybierz inny rok albo inne składniki."
        )
    nothing = (None, None)
    gminy = [
        Scored(gmina, value, firmness, lacking[teryt6])
        for teryt6, gmina in dataset.gminy.items()
        for value, firmness in [found.get(teryt6, nothing)]
    ]

    def order(one: Scored) -> tuple[bool, int, object]:
        place = one.stability.place if one.stability else 0
        return one.stability is None, place, polish_key(one.gmina.name)

    return Scores(tuple(parts), tuple(sorted(gminy, key=order)), problem)


def _firm(
    values: Floats, components: tuple[Component, ...], method: Synthesis
) -> list[tuple[float, Stability]]:
    """Return score and place of every unit; those of one place get the very same score."""
    stimulant = [i.stimulant for i in components]
    weights = [i.weight for i in components]
    firm = stability(values, stimulant, weights, method)
    by_place: dict[int, float] = {}
    for place, found in zip(firm, scores(values, stimulant, weights, method), strict=True):
        by_place.setdefault(place.place, float(found))
    return [(by_place[place.place], place) for place in firm]


def _part(dataset: Dataset, component: Component, year: int) -> ScoredComponent:
    code = component.code
    known = dataset.years(code)
    nearest = max((y for y in known if y <= year), default=known[0])
    return ScoredComponent(
        component=component,
        indicator=dataset.indicators[code],
        year=nearest,
        cells=dataset.series[code][nearest],
        share=0.0,
        breaks=tuple(b for b in dataset.breaks_of(code) if b.between(nearest, year)),
        remarks=dataset.remarks_of(code, nearest),
    )


def _shared(parts: list[ScoredComponent], values: Floats) -> list[ScoredComponent]:
    same = constant_features(values)
    weights = [0.0 if n in same else part.component.weight for n, part in enumerate(parts)]
    whole = sum(weights)
    return [
        replace(part, share=weight / whole) for part, weight in zip(parts, weights, strict=True)
    ]


def picture(dataset: Dataset, spec: CompositeSpec, found: Scores) -> View:
    """Return the scores as a picture like that of any indicator."""

    def cell(one: Scored) -> Cell:
        sources = source_codes(part.cell(one.gmina.teryt6) for part in found.parts)
        return Cell(one.score, Status.MISSING if one.score is None else Status.OK, sources)

    cells = Year.of({one.gmina.teryt6: cell(one) for one in found.gminy})
    selection = Selection(EVERY_DOMAIN, None, spec.year, gmina=spec.gmina)
    view = view_of(dataset, selection, Measure(_indicator(spec), cells, None, ()))
    breaks = tuple(b for part in found.parts for b in part.breaks)
    absent = (
        Remark("", one.gmina.teryt6, None, f"Bez wyniku; brak wartości: {shorts(one.lacks)}.")
        for one in found.gminy
        if one.lacks
    )
    return replace(view, breaks=breaks, remarks=(*remarks_of(found), *absent))


def _indicator(spec: CompositeSpec) -> Indicator:
    return Indicator(
        code="syntetyczny",
        name=NAME,
        short=NAME,
        unit="",
        unit_forms=("", "", "", ""),
        domain="",
        kind=Kind.INDEX,
        polarity=Polarity.HIGH,
        signed=False,  # zero means nothing: a score below it is no loss
        additive=False,
        decimals=DIGITS,
        weight=None,
        formula=None,
        origin=Origin.DERIVED,
        bdl_variable="",
        note=f"Metoda: {SYNTHESIS_WORDS[spec.method]}.",
    )


def remarks_of(found: Scores) -> tuple[Remark, ...]:
    """Return what is to be known about figures, each said once with the components it is about."""
    about: dict[tuple[str, str], list[str]] = {}
    for part in found.parts:
        for remark in part.remarks:
            about.setdefault((remark.teryt6, remark.text), []).append(part.indicator.short)
    return tuple(
        Remark("", teryt6, None, f"{', '.join(shorts)}: {text}")
        for (teryt6, text), shorts in about.items()
    )


def shorts(parts: tuple[ScoredComponent, ...]) -> str:
    """Return the short names of parts, with their years."""
    return ", ".join(f"{part.indicator.short} ({part.year})" for part in parts)


def lacking(found: Scores) -> Mapping[tuple[ScoredComponent, ...], list[str]]:
    """Return names of gminy without a score by the parts they lack, in the alphabet's order."""
    groups: dict[tuple[ScoredComponent, ...], list[str]] = {}
    for one in found.gminy:
        if one.lacks:
            groups.setdefault(one.lacks, []).append(one.gmina.name)
    return groups
