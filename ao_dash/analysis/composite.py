"""Arithmetic of a composite index: scores, places, and how firmly the places stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int_]

SHIFT = 0.25
"""The part of itself by which each weight is moved up and down to try the places."""

NOISE = 1e-12
"""Relative differences up to this come from floating-point arithmetic and mean nothing."""


class Synthesis(StrEnum):
    """How features make one score; the value is the code used in addresses."""

    HELLWIG = "hellwig"
    UNITARISATION = "unitaryzacja"
    TOPSIS = "topsis"


SYNTHESIS_WORDS = {
    Synthesis.HELLWIG: "wzorzec rozwoju Hellwiga",
    Synthesis.UNITARISATION: "unitaryzacja zerowana",
    Synthesis.TOPSIS: "TOPSIS",
}


class CompositeError(ValueError):
    """The input is malformed: lengths that differ, a number not finite, a weight not positive."""


class TooFewUnitsError(CompositeError):
    """There are fewer than two units, so there is nothing to compare."""


class NothingVariesError(CompositeError):
    """No feature tells any unit from another."""


@dataclass(frozen=True)
class Stability:
    """How far the place of one unit moves when the index is put together a little differently.

    ``by_weight`` and ``by_omission`` are the best and the worst place, ``place`` included: when
    each weight in turn is moved by ``SHIFT``, and when each feature in turn is left out. ``mover``
    is the column whose omission moves the unit farthest (the first of equals), if any does.
    """

    place: int
    by_weight: tuple[int, int]
    by_omission: tuple[int, int]
    mover: int | None


@dataclass(frozen=True, eq=False)
class _Task:
    """Checked input with all features made stimulants; ``columns`` are their first numbers."""

    values: Floats
    weights: Floats
    columns: tuple[int, ...]

    def only(self, kept: list[int]) -> _Task:
        """Leave out the other features; the weights of ``kept`` then sum to 1."""
        weights, columns = self.weights[kept], tuple(self.columns[n] for n in kept)
        return _Task(self.values[:, kept], weights / weights.sum(), columns)

    def reweighted(self, at: int, factor: float) -> _Task:
        """Multiply one weight, up to the whole; the others share the rest as they did before."""
        others, moved = np.delete(self.weights, at), min(1.0, self.weights[at] * factor)
        return replace(self, weights=np.insert(others / others.sum() * (1 - moved), at, moved))


def constant_features(values: Floats) -> tuple[int, ...]:
    """Return the columns of a table (units by features) that are the same for every unit.

    They tell nothing and would divide by zero, so they are left out of every index and the others
    share their weight. Differences up to ``NOISE`` do not count, lest they be stretched to a scale.
    """
    low, high = values.min(axis=0), values.max(axis=0)
    same = high - low <= NOISE * np.maximum(np.abs(low), np.abs(high))
    return tuple(int(column) for column in np.flatnonzero(same))


def scores(
    values: Floats, stimulant: Sequence[bool], weights: Sequence[float], method: Synthesis
) -> Floats:
    """Return the score of every unit, the higher the better, without a unit of measure.

    Parameters
    ----------
    values
        Finite numbers, units by features, in any units of measure.
    stimulant
        For each feature, whether more of it is better (a stimulant) or worse (a destimulant).
    weights
        Positive, in any scale: only their proportions matter.
    method
        ``HELLWIG`` (Hellwig 1968): at most 1, which is the pattern; below 0 if farther from it
        than the mean plus two deviations. ``UNITARISATION`` (Kukuła 2000): 0 to 1. ``TOPSIS``
        (Hwang & Yoon 1981): 0 to 1; it alone depends on where the scale of a feature has its 0.

    Raises
    ------
    CompositeError, TooFewUnitsError, NothingVariesError
        If no index can be made of the input.
    """
    return _WAYS[method](_checked(values, stimulant, weights))


def places(scores: Floats) -> tuple[int, ...]:
    """Return the place of every score, 1 for the highest; scores equal up to noise share one.

    Examples
    --------
    >>> places(np.array([0.2, 0.9, 0.2, 0.1]))
    (2, 1, 2, 4)
    """
    noise = NOISE * np.abs(scores).max(initial=0.0)
    return tuple(1 + int(np.sum(scores - own > noise)) for own in scores)


def stability(
    values: Floats, stimulant: Sequence[bool], weights: Sequence[float], method: Synthesis
) -> tuple[Stability, ...]:
    """Return for every unit how firm its place is; parameters and errors are those of ``scores``.

    Weights are moved as shares of the whole, so the other shares shrink or grow in proportion. A
    single feature has no other to yield to or to stand in for it: then no place moves.
    """
    task = _checked(values, stimulant, weights)
    tried = range(len(task.columns)) if len(task.columns) > 1 else range(0)
    shifted = [task.reweighted(n, factor) for n in tried for factor in (1 - SHIFT, 1 + SHIFT)]
    lessened = [task.only([k for k in tried if k != n]) for n in tried]
    by_weight = np.array([places(_WAYS[method](t)) for t in (task, *shifted)])
    by_omission = np.array([places(_WAYS[method](t)) for t in (task, *lessened)])
    return tuple(map(_stability, by_weight.T, by_omission.T, [task.columns] * len(task.values)))


def _stability(by_weight: Ints, by_omission: Ints, columns: tuple[int, ...]) -> Stability:
    """Sum up the places of one unit, of which the first is the one as asked for."""
    farthest = int(np.argmax(np.abs(by_omission - by_omission[0])))
    mover = columns[farthest - 1] if farthest else None
    weighed, lessened = ((int(p.min()), int(p.max())) for p in (by_weight, by_omission))
    return Stability(int(by_weight[0]), weighed, lessened, mover)


def _checked(values: Floats, stimulant: Sequence[bool], weights: Sequence[float]) -> _Task:
    table, shares = np.asarray(values, dtype=float), np.asarray(weights, dtype=float)
    fits = table.ndim == 2 and len(stimulant) == len(shares) == table.shape[1]
    if not fits or not np.isfinite(table).all() or not (np.isfinite(shares) & (shares > 0)).all():
        raise CompositeError
    if len(table) < 2:
        raise TooFewUnitsError
    columns = tuple(range(len(shares)))
    varying = sorted({*columns} - {*constant_features(table)})
    if not varying:
        raise NothingVariesError
    # negating a destimulant comes to the same as each method's own formula for destimulants
    return _Task(np.where(stimulant, table, -table), shares, columns).only(varying)


def _hellwig(task: _Task) -> Floats:
    # Deviations have the divisor n, for the units are all there are, not a sample. That of the
    # features cancels out; that of the distances bears on the scores but never on the places.
    z = (task.values - task.values.mean(axis=0)) / task.values.std(axis=0)
    distances: Floats = np.sqrt((z - z.max(axis=0)) ** 2 @ task.weights)
    return np.asarray(1 - distances / (distances.mean() + 2 * distances.std()))


def _unitarisation(task: _Task) -> Floats:
    low, high = task.values.min(axis=0), task.values.max(axis=0)
    return np.asarray((task.values - low) / (high - low) @ task.weights)


def _topsis(task: _Task) -> Floats:
    # imported here as it takes a second and two methods of three do without it
    from pymcdm.methods import TOPSIS  # noqa: PLC0415 - slow
    from pymcdm.normalizations import vector_normalization  # noqa: PLC0415 - slow

    # its validation would warn of a unit that is best at everything
    rate, profits = TOPSIS(vector_normalization), np.ones(len(task.columns))
    return np.asarray(rate(task.values, task.weights, profits, validation=False))


_WAYS = {
    Synthesis.HELLWIG: _hellwig,
    Synthesis.UNITARISATION: _unitarisation,
    Synthesis.TOPSIS: _topsis,
}
