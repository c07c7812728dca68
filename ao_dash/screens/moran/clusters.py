"""One indicator among neighbours: what was found for every gmina, and its map."""

from __future__ import annotations

import functools
import statistics
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ao_dash.analysis.moran import (
    CLUSTER_WORDS,
    Autocorrelation,
    Cluster,
    Local,
    autocorrelation,
    neighbours,
    sentences,
)
from ao_dash.model.dataset import Dataset
from ao_dash.model.gmina import polish_key
from ao_dash.model.vintage import Vintage
from ao_dash.screens.shared.category_map import Caption, Category, Placed, map_of_categories
from ao_dash.screens.shared.figures import Figures, figures

COLOURS: Mapping[Cluster, str] = {
    Cluster.HH: "#a8500a",
    Cluster.LL: "#16557f",
    Cluster.HL: "#f2b56b",
    Cluster.LH: "#8fc3e0",
    Cluster.NONE: "#f7f6ee",
}
"""Orange above the mean and blue below it, which colour blindness leaves apart; those who differ
from their neighbours are light."""


@dataclass(frozen=True, eq=False)
class Vicinity:
    """The figures of a year among neighbours.

    ``near`` are the neighbours of every gmina, by name; ``known`` the figures there are, and
    ``beside`` the means of the neighbours' figures where any has one, all in the unit of the
    indicator. ``found`` is ``None`` where too little is known.
    """

    figures: Figures
    near: Mapping[str, tuple[str, ...]]
    known: Mapping[str, float]
    beside: Mapping[str, float]
    found: Autocorrelation | None

    @functools.cached_property
    def places(self) -> Mapping[str, tuple[float, float]]:
        """Own figure and mean of the neighbours, in standard deviations from the mean of all."""
        known = self.known.values()
        mean, spread = statistics.fmean(known), statistics.pstdev(known)
        return {
            code: ((value - mean) / spread, (self.beside[code] - mean) / spread)
            for code, value in self.known.items()
            if code in self.beside
        }

    def name(self, code: str) -> str:
        """Return the name of a gmina."""
        return self.figures.dataset.gminy[code].name

    def names(self, code: str) -> str:
        """Return the names of the neighbours."""
        return ", ".join(sorted(map(self.name, self.near[code]), key=polish_key))

    def text(self, code: str) -> str:
        """Return the figure with its unit, or its status in words."""
        return self.figures.with_unit(code)

    def beside_text(self, code: str) -> str:
        """Return the mean of the neighbours' figures in the decimals of the indicator."""
        return self.figures.plain(self.beside[code]) if code in self.beside else "–"

    def local(self, code: str) -> Local | None:
        """Return what was found for a gmina."""
        return self.found.units.get(code) if self.found else None

    def cluster(self, code: str) -> Cluster:
        """Return the cluster of a gmina."""
        local = self.local(code)
        return local.cluster if local else Cluster.NONE


def vicinity(dataset: Dataset, indicator: str, year: int) -> Vicinity:
    """Return the figures of a year among the neighbours that its borders make."""
    one = figures(dataset, indicator, year)
    vintage = dataset.vintage(year)
    near = {code: _near(vintage)[code] for code in dataset.gminy}
    values = one.values(tuple(dataset.gminy))
    beside = {}
    for code, others in near.items():
        known = [values[other] for other in others if other in values]
        if known:
            beside[code] = statistics.fmean(known)
    return Vicinity(one, near, values, beside, _found(tuple(values.items()), vintage))


@functools.lru_cache(maxsize=8)
def _near(vintage: Vintage) -> Mapping[str, tuple[str, ...]]:
    return neighbours(vintage.frame)


@functools.lru_cache(maxsize=256)
def _found(values: tuple[tuple[str, float], ...], vintage: Vintage) -> Autocorrelation | None:
    """Return the result of the permutations, which take long enough to be kept."""
    return autocorrelation(dict(values), _near(vintage))


def map_message(seen: Vicinity, query: Mapping[str, str]) -> dict[str, Any]:
    """Return the map of clusters."""
    one = seen.figures
    sentence = f"{one.title}: za mało wartości, aby porównać sąsiadów."
    if seen.found:
        whole, local, _ = sentences(seen.found, {code: seen.name(code) for code in seen.known})
        sentence = f"{one.title}. {whole} {local}"
    caption = Caption(one.title, "Na tle sąsiadów", one.title, sentence, "Sąsiedzi")
    categories = [Category(CLUSTER_WORDS[cluster], colour) for cluster, colour in COLOURS.items()]
    order = list(COLOURS)
    placed = {}
    for code, cell in one.cells.items():
        found = seen.local(code)
        said = f": {CLUSTER_WORDS[found.cluster]}" if found else ""
        placed[code] = Placed(
            index=order.index(found.cluster) if found else None,
            text=f"{seen.text(code)}{said}",
            status=cell.status,
            notes=one.notes_on(code),
            listed=[seen.names(code)] if seen.near[code] else [],
        )
    return map_of_categories(one.dataset, one.year, caption, categories, placed, query)
