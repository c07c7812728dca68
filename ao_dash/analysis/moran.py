"""Whether neighbouring gminy are alike: Moran's I of the whole area and of each gmina."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from esda.moran import Moran_Local

from ao_dash.analysis.correlation import below, constant, p_text
from ao_dash.model.gmina import polish_key
from ao_dash.model.numbers import GMINA, counted, format_number

MIN_UNITS = 8
"""Fewest units with a value: seven can be arranged in 5 040 ways, fewer than are drawn."""

PERMUTATIONS = 9999
LIMIT = 0.05
"""A p-value below this counts. Of all gminy tested one by one, this share passes by chance."""

_SEED = 20260101  # any fixed number: the same data must always give the same figure

_Floats = npt.NDArray[np.float64]


class Cluster(StrEnum):
    """A gmina among its neighbours; high and low are above and below the mean of all gminy."""

    HH = "HH"
    LL = "LL"
    HL = "HL"
    LH = "LH"
    NONE = "NONE"


CLUSTER_WORDS: Mapping[Cluster, str] = {
    Cluster.HH: "wysokie wśród wysokich",
    Cluster.LL: "niskie wśród niskich",
    Cluster.HL: "wysokie wśród niskich",
    Cluster.LH: "niskie wśród wysokich",
    Cluster.NONE: "nie wyróżnia się",
}

_QUADRANTS = {1: Cluster.HH, 2: Cluster.LH, 3: Cluster.LL, 4: Cluster.HL}  # esda's numbers


@dataclass(frozen=True)
class Local:
    """Local Moran's I of one unit (no unit of measure), its two-sided p-value and its cluster."""

    value: float
    p: float
    cluster: Cluster


@dataclass(frozen=True)
class Autocorrelation:
    """Moran's I of ``n`` units, its mean by chance, its two-sided p and its parts by ``teryt6``."""

    n: int
    value: float
    expected: float
    p: float
    units: Mapping[str, Local]


def neighbours(frame: gpd.GeoDataFrame) -> Mapping[str, tuple[str, ...]]:
    """Return who touches whom, even in one point (queen contiguity).

    ``frame`` is that of a ``Vintage``, a checked coverage, in which
    neighbours share their vertices. Both the index values and their neighbours ascend.
    """
    from libpysal.graph import Graph  # noqa: PLC0415 - slow

    found = Graph.build_contiguity(frame, rook=False).neighbors
    return {str(key): tuple(sorted(map(str, found[key]))) for key in sorted(found)}


def autocorrelation(
    values: Mapping[str, float], near: Mapping[str, tuple[str, ...]]
) -> Autocorrelation | None:
    """Measure whether neighbours are more alike, or less, than by chance.

    Parameters
    ----------
    values
        Finite figures in any measure; units that lack one take no part, nor any weight.
    near
        Neighbours of every unit in ``values``, as :func:`neighbours` returns them.

    Returns
    -------
    Autocorrelation | None
        ``None`` with fewer than :data:`MIN_UNITS` values, values that do not vary or no neighbours
        at all. A unit without neighbours counts in mean and variance only: its own I is 0, p 1.

    Raises
    ------
    KeyError
        If ``near`` lacks a unit of ``values``.

    Notes
    -----
    Each row of weights sums to 1. Moran's I (Moran 1950; Cliff, Ord 1981) and its local parts
    (Anselin 1995) are esda's. Permutations come from a generator of our own: esda 2.9 draws them
    from numpy's global state, and ``Moran_Local(seed=...)`` leaves that seeded, so that sessions
    of one server would disturb each other.

    A p-value is twice the share of permutations at least as far out on the nearer side, counting
    in the observed one, for likeness and unlikeness alike (esda gives half of it). Those of units
    are not corrected for being many.
    """
    codes = sorted(values)
    inside = {code: tuple(n for n in near[code] if n in values) for code in codes}
    figures = np.array([values[code] for code in codes], dtype=float)
    if len(codes) < MIN_UNITS or constant(figures.tolist()) or not any(inside.values()):
        return None
    # slow and heavy: over a second, which only who looks at this screen waits for
    from esda.moran import Moran, Moran_Local  # noqa: PLC0415
    from libpysal.graph import Graph  # noqa: PLC0415

    z = (figures - figures.mean()) / figures.std()
    graph = Graph.from_dicts(inside).transform("r")
    with np.errstate(all="ignore"):  # its variances, which we do not use, may be zero
        whole = Moran(z, graph, permutations=0)
        parts = Moran_Local(z, graph, permutations=0)
    random = np.random.default_rng(_SEED)
    p = _whole_p(z, graph.sparse.toarray(), random)
    units = _units(z, [len(inside[code]) for code in codes], parts, random)
    local = dict(zip(codes, units, strict=True))
    return Autocorrelation(len(codes), float(whole.I), float(whole.EI), p, local)


def _whole_p(z: _Floats, weights: _Floats, random: np.random.Generator) -> float:
    shuffled = random.permuted(np.tile(z, (PERMUTATIONS, 1)), axis=1)
    return _two_sided((shuffled * (shuffled @ weights.T)).sum(axis=1), float(z @ weights @ z))


def _units(
    z: _Floats, counts: list[int], parts: Moran_Local, random: np.random.Generator
) -> list[Local]:
    """Return the local figures; every unit draws its neighbours by the same places, as in esda."""
    places = random.permuted(np.tile(np.arange(len(z) - 1), (PERMUTATIONS, 1)), axis=1)
    found = []
    for i, count in enumerate(counts):
        lags = np.delete(z, i)[places[:, :count]].sum(axis=1) / max(count, 1)
        simulated = (len(z) - 1) / (z @ z) * z[i] * lags
        p = _two_sided(simulated, parts.Is[i])
        # far above what chance gives is likeness, far below it unlikeness: the signs must agree
        meant = below(p, LIMIT) and (parts.Is[i] > 0) == (parts.Is[i] > simulated.mean())
        cluster = _QUADRANTS[int(parts.q[i])] if meant else Cluster.NONE
        found.append(Local(float(parts.Is[i]), p, cluster))
    return found


def _two_sided(simulated: _Floats, observed: float) -> float:
    # sums in another order differ by noise, which must not break ties
    lower = int((simulated <= observed + 1e-9).sum())
    upper = int((simulated >= observed - 1e-9).sum())
    return min(1.0, 2 * (min(lower, upper) + 1) / (len(simulated) + 1))


def sentences(result: Autocorrelation, names: Mapping[str, str]) -> tuple[str, ...]:
    """Say in Polish what was found, where, and how little it may mean; names by ``teryt6``."""
    caution = (
        f"{counted(result.n, GMINA)} to niewiele: test wykrywa tylko silne wzorce, a brak wyniku "
        "nie dowodzi, że wzorca nie ma. Wartości p pojedynczych gmin są orientacyjne: sprawdzono "
        f"każdą z osobna, więc przy progu {format_number(LIMIT, 2)} sam przypadek wskazałby "
        f"średnio {format_number(LIMIT * result.n, 1)} gminy."
    )
    return (_whole_words(result), _local_words(result, names), caution)


def _whole_words(result: Autocorrelation) -> str:
    if not below(result.p, LIMIT):
        kind = "Nie widać, aby sąsiednie gminy były do siebie podobne albo różniły się"
    elif result.value > result.expected:
        kind = "Sąsiednie gminy są do siebie podobne"
    else:
        kind = "Sąsiednie gminy różnią się od siebie"
    return (
        f"{kind} bardziej, niż zdarza się to przypadkiem "
        f"(I Morana = {format_number(result.value, 2)}, przy losowym rozkładzie średnio "
        f"{format_number(result.expected, 2)}; {p_text(result.p)})."
    )


def _local_words(result: Autocorrelation, names: Mapping[str, str]) -> str:
    limit = f"p < {format_number(LIMIT, 2)}"
    parts = []
    for cluster in (Cluster.HH, Cluster.LL, Cluster.HL, Cluster.LH):
        held = [names[code] for code, unit in result.units.items() if unit.cluster is cluster]
        if held:
            parts.append(f"{CLUSTER_WORDS[cluster]} – {', '.join(sorted(held, key=polish_key))}")
    if not parts:
        return f"Żadna gmina nie wyróżnia się lokalnie na tle sąsiadów ani razem z nimi ({limit})."
    return f"Lokalnie wyróżniają się wartości (wobec średniej gmin, {limit}): {'; '.join(parts)}."
