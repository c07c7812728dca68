"""Gminy like another one: how far apart they are over several indicators."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ao_dash.model.cache import cached_per_dataset
from ao_dash.model.dataset import Dataset
from ao_dash.model.indicator import Kind
from ao_dash.model.series import Floats

LIKE = 5
"""How many gminy are called like another one."""

_OF_DOMAIN = 2  # traits that a domain gives by itself, so that none outweighs the others


@dataclass(frozen=True)
class Likeness:
    """How like a gmina is to another one.

    ``distance`` is the root of the mean of squared differences, each in standard deviations of its
    indicator over all gminy; 0 for a gmina that is alike in everything. ``apart`` are those
    differences by the code of the indicator, without sign, of those that both have a figure of.
    """

    teryt6: str
    distance: float
    apart: Mapping[str, float]


@cached_per_dataset
def usual_traits(dataset: Dataset) -> tuple[str, ...]:
    """Return the indicators that gminy are compared by if nobody chooses others.

    The first ones of each domain that do not depend on how large a gmina is.
    """
    found: list[str] = []
    for domain in dataset.domains:
        found += [code for code in dataset.of_domain(domain) if can_be_trait(dataset, code)][
            :_OF_DOMAIN
        ]
    return tuple(found)


def can_be_trait(dataset: Dataset, code: str) -> bool:
    """Tell whether gminy can be like each other in an indicator: no count, no „yes” or „no”."""
    if dataset.indicators[code].kind in (Kind.COUNT, Kind.FLAG):
        return False
    known = dataset.known(code, dataset.newest_full_year(code))
    return 2 * known > len(dataset.gminy)


def likenesses(dataset: Dataset, teryt6: str, traits: Sequence[str] = ()) -> list[Likeness]:
    """Return all other gminy, the most like ``teryt6`` first.

    ``traits`` are codes of indicators (usually :func:`usual_traits`), each taken in its newest full
    year. A gmina that has figures of fewer than half of those that ``teryt6`` has is left out.
    """
    traits = traits or usual_traits(dataset)
    scores = np.array([_scores(dataset, code) for code in traits]).reshape(len(traits), -1)
    own = list(dataset.gminy).index(teryt6)
    apart = np.abs(scores - scores[:, [own]])
    needed = np.isfinite(scores[:, own]).sum() / 2
    found = []
    for n, code in enumerate(dataset.gminy):
        both = np.isfinite(apart[:, n])
        if n != own and both.sum() >= max(needed, 1):
            distance = float(np.sqrt(np.mean(apart[both, n] ** 2)))
            named = {trait: float(apart[k, n]) for k, trait in enumerate(traits) if both[k]}
            found.append(Likeness(code, distance, named))
    return sorted(found, key=lambda one: one.distance)


def like(dataset: Dataset, teryt6: str, traits: Sequence[str] = ()) -> tuple[str, ...]:
    """Return ``teryt6`` of the gminy that are most like another one, the nearest first."""
    return tuple(one.teryt6 for one in likenesses(dataset, teryt6, traits)[:LIKE])


def _scores(dataset: Dataset, code: str) -> Floats:
    """Return figures in standard deviations from their mean; NaN where there is none."""
    figures = dataset.series[code].in_year(dataset.newest_full_year(code)).at(dataset.gminy)
    values = np.where(figures.known, figures.values, np.nan)
    spread = np.nanstd(values)
    return (values - np.nanmean(values)) / spread if spread else np.full(len(values), np.nan)
