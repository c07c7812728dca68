from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from itertools import pairwise
from math import sqrt
from typing import NamedTuple

import numpy as np
import pymcdm.methods  # noqa: F401 - here, lest its second fall into a timed example
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ao_dash.analysis.composite import (
    SHIFT,
    SYNTHESIS_WORDS,
    CompositeError,
    Floats,
    NothingVariesError,
    Stability,
    Synthesis,
    TooFewUnitsError,
    constant_features,
    places,
    scores,
    stability,
)
from ao_dash.model.dataset import Dataset
from tests.support.data import ROOT

HELLWIG, UNITARISATION, TOPSIS = Synthesis
METHODS = pytest.mark.parametrize("method", Synthesis)


class Problem(NamedTuple):
    values: Floats
    stimulant: tuple[bool, ...]
    weights: tuple[float, ...]


# Worked examples of others


def test_hellwig_gives_the_numbers_of_a_public_worked_example() -> None:
    """No worked table of a paper was found; this one is from another public program.

    github.com/TrajQ/FIszki-itp, tests/test_atlas.py, test_wskaznik_zlozony_hellwig, whose comment
    goes through it: z = ±1.22 and 0, distances 3.46, 1.73, 0, c_0 = 1.73 + 2 * 1.41 = 4.56.
    """
    values = np.array([[1.0, 3], [2, 2], [3, 1]])
    found = scores(values, (True, False), (1.0, 1.0), HELLWIG)
    assert found == pytest.approx([0.2404, 0.6202, 1], abs=1e-4)


def test_hellwig_with_weights_gives_hand_computed_numbers() -> None:
    """Computed by hand, not published: both features are 0, 1, 2, more of the second is worse.

    z is -r, 0, r with r² = 3/2, so the squared differences from the pattern (r, -r) are 6, 3/2, 0
    and 0, 3/2, 6. With weights 2/3 and 1/3 the distances are 2, √1.5 = 1.224745, √2 = 1.414214;
    mean 1.546320, deviation √((0.205826 + 0.103411 + 0.017452) / 3) = 0.329995, c_0 2.206309.
    """
    values = np.array([[0.0, 0], [1, 1], [2, 2]])
    found = scores(values, (True, False), (2.0, 1.0), HELLWIG)
    assert found == pytest.approx([0.093508, 0.444889, 0.359013], abs=2e-6)


def test_unitarisation_gives_the_numbers_of_the_cutting_fluids() -> None:
    """The data are of Madić et al. (2016), Decision Science Letters 5, 245-254.

    Results are those of the ROV method in JMcDM, test/mcdm/testrov.jl. ROV halves the weighted sum
    of features unitarised in this very way, and the weights there sum to 1.0001.
    """
    values = np.array(
        [
            [0.035, 34.5, 847, 1.76, 0.335, 0.5, 0.59, 0.59],
            [0.027, 36.8, 834, 1.68, 0.335, 0.665, 0.665, 0.665],
            [0.037, 38.6, 808, 2.4, 0.59, 0.59, 0.41, 0.5],
            [0.028, 32.6, 821, 1.59, 0.5, 0.59, 0.59, 0.41],
        ]
    )
    stimulant = (False, False, False, False, True, False, False, True)
    weights = (0.3306, 0.0718, 0.1808, 0.0718, 0.0459, 0.126, 0.126, 0.0472)
    rov = [0.1841453340595497, 0.26171444444444447, 0.21331577540106955, 0.34285244206773624]
    found = scores(values, stimulant, weights, UNITARISATION)
    assert found * 1.0001 / 2 == pytest.approx(rov, abs=1e-12)
    assert places(found) == (4, 2, 3, 1)


def test_unitarisation_gives_the_numbers_of_a_public_worked_example() -> None:
    """github.com/TrajQ/FIszki-itp, tests/test_atlas.py, weights 1 and 3: (0 + 3 * 1) / 4 and so on."""
    values = np.array([[10.0, 2], [20, 4], [30, 6]])
    found = scores(values, (True, False), (1.0, 3.0), UNITARISATION)
    assert found == pytest.approx([0.75, 0.5, 0.25])


def test_topsis_gives_the_numbers_of_the_three_cars() -> None:
    """Example of the R package MCDA (cran/MCDA, PyTests/TOPSIS.py), after hodgett.co.uk."""
    values = np.array([[5490.0, 51.4, 8.5, 285], [6500, 70.6, 7, 288], [6489, 54.3, 7.5, 290]])
    found = scores(values, (False, True, True, True), (0.35, 0.25, 0.25, 0.15), TOPSIS)
    assert found == pytest.approx([0.4817, 0.5182, 0.1780], abs=5e-5)


def test_topsis_gives_the_numbers_of_jmcdm() -> None:
    """github.com/jbytecode/JMcDM, test/mcdm/testtopsis.jl; the weights sum to 20."""
    values = np.array([[9.0, 7, 6, 7], [8, 7, 9, 6], [7, 8, 6, 6]])
    found = scores(values, (True,) * 4, (4.0, 2.0, 6.0, 8.0), TOPSIS)
    assert found == pytest.approx([0.3876870, 0.6503238, 0.0834767], abs=1e-6)


# Our own data by a second route: loops, and each method's own formula for destimulants

CODES = {
    "dochody_wlasne_os": True,
    "bezrobotni_1000": False,
    "urodzenia_1000": True,
    "przyrost_naturalny_1000": True,
    "gestosc": False,
}
YEAR = 2024
WEIGHTS = (3.0, 2.0, 1.0, 1.5, 0.5)

Table = list[list[float]]
Route = Callable[[Table, tuple[bool, ...], list[float]], list[float]]


@pytest.fixture(scope="module")
def ours(dataset: Dataset) -> Problem:
    years = [dataset.series[code][YEAR] for code in CODES]
    rows = [[year[teryt6].value for year in years] for teryt6 in sorted(years[0])]
    assert len(rows) == 21
    assert all(value is not None for row in rows for value in row)
    return Problem(np.array(rows, dtype=float), tuple(CODES.values()), WEIGHTS)


def deviation(numbers: list[float], less: int = 0) -> float:
    mean = sum(numbers) / len(numbers)
    return sqrt(sum((x - mean) ** 2 for x in numbers) / (len(numbers) - less))


def hellwig_by_loops(
    table: Table, stimulant: tuple[bool, ...], weights: list[float], less: int = 0
) -> list[float]:
    squares = [0.0] * len(table)
    for j, more_is_better in enumerate(stimulant):
        column = [row[j] for row in table]
        best = max(column) if more_is_better else min(column)
        for i, x in enumerate(column):
            squares[i] += weights[j] * ((x - best) / deviation(column, less)) ** 2
    distances = [sqrt(square) for square in squares]
    far = sum(distances) / len(distances) + 2 * deviation(distances, less)
    return [1 - distance / far for distance in distances]


def unitarisation_by_loops(
    table: Table, stimulant: tuple[bool, ...], weights: list[float]
) -> list[float]:
    found = [0.0] * len(table)
    for j, more_is_better in enumerate(stimulant):
        column = [row[j] for row in table]
        low, high = min(column), max(column)
        for i, x in enumerate(column):
            found[i] += weights[j] * (x - low if more_is_better else high - x) / (high - low)
    return found


def topsis_by_loops(table: Table, stimulant: tuple[bool, ...], weights: list[float]) -> list[float]:
    to_best, to_worst = [0.0] * len(table), [0.0] * len(table)
    for j, more_is_better in enumerate(stimulant):
        norm = sqrt(sum(row[j] ** 2 for row in table))
        column = [weights[j] * row[j] / norm for row in table]
        ends = min(column), max(column)
        worst, best = ends if more_is_better else ends[::-1]
        for i, v in enumerate(column):
            to_best[i] += (v - best) ** 2
            to_worst[i] += (v - worst) ** 2
    return [sqrt(w) / (sqrt(w) + sqrt(b)) for b, w in zip(to_best, to_worst, strict=True)]


ROUTES: dict[Synthesis, Route] = {
    HELLWIG: hellwig_by_loops,
    UNITARISATION: unitarisation_by_loops,
    TOPSIS: topsis_by_loops,
}


def shares(weights: list[float]) -> list[float]:
    return [weight / sum(weights) for weight in weights]


def places_by_loops(found: list[float]) -> list[int]:
    return [1 + sum(other > own + 1e-12 for other in found) for own in found]


@METHODS
def test_scores_of_our_data_agree_with_loops(ours: Problem, method: Synthesis) -> None:
    expected = ROUTES[method](ours.values.tolist(), ours.stimulant, shares([*ours.weights]))
    found = scores(*ours, method)
    assert found == pytest.approx(expected, abs=1e-12)
    assert list(places(found)) == places_by_loops(expected)


def test_the_divisor_of_deviations_changes_scores_but_not_places(ours: Problem) -> None:
    sample = hellwig_by_loops(ours.values.tolist(), ours.stimulant, shares([*ours.weights]), less=1)
    found = scores(*ours, HELLWIG)
    assert found != pytest.approx(sample, abs=1e-6)
    assert list(places(found)) == places_by_loops(sample)


@METHODS
def test_stability_of_our_data_agrees_with_loops(ours: Problem, method: Synthesis) -> None:
    table, weights = ours.values.tolist(), shares([*ours.weights])

    def tried(columns: list[int], weights: list[float]) -> list[int]:
        chosen = [[row[j] for j in columns] for row in table]
        return places_by_loops(
            ROUTES[method](chosen, tuple(ours.stimulant[j] for j in columns), weights)
        )

    every = list(range(len(weights)))
    now = tried(every, weights)
    by_weight, by_omission = [now], []
    for j in every:
        for moved in (weights[j] * (1 - SHIFT), weights[j] * (1 + SHIFT)):
            rest = (1 - moved) / (1 - weights[j])
            by_weight.append(tried(every, [moved if k == j else weights[k] * rest for k in every]))
        left = [k for k in every if k != j]
        by_omission.append(tried(left, shares([weights[k] for k in left])))

    for unit, found in enumerate(stability(*ours, method)):
        weighed, lessened = [p[unit] for p in by_weight], [p[unit] for p in by_omission]
        steps = [abs(place - now[unit]) for place in lessened]
        assert found == Stability(
            now[unit],
            (min(weighed), max(weighed)),
            (min(now[unit], *lessened), max(now[unit], *lessened)),
            steps.index(max(steps)) if max(steps) else None,
        )


# Properties


def problems(most_features: int = 4) -> st.SearchStrategy[Problem]:
    """Tables of whole numbers in which at least the first feature varies."""

    def of(shape: tuple[int, int]) -> st.SearchStrategy[Problem]:
        units, features = shape
        column = st.lists(st.integers(-50, 50), min_size=units, max_size=units)
        varying = column.filter(lambda numbers: len(set(numbers)) > 1)
        rest = st.lists(column, min_size=features - 1, max_size=features - 1)
        return st.builds(
            lambda first, rest, stimulant, weights: Problem(
                np.array([first, *rest], dtype=float).T, stimulant, weights
            ),
            varying,
            rest,
            st.tuples(*[st.booleans()] * features),
            st.tuples(*[st.integers(1, 9).map(float)] * features),
        )

    return st.tuples(st.integers(2, 8), st.integers(1, most_features)).flatmap(of)


SYNTHESES = st.sampled_from(Synthesis)
STRETCH = st.integers(1, 1000).map(lambda k: k / 10)


@given(problems(), SYNTHESES)
def test_scores_are_finite_and_within_bounds(problem: Problem, method: Synthesis) -> None:
    found = scores(*problem, method)
    lowest = 1 - max(1, sqrt(len(found) - 1) / 2) if method is HELLWIG else 0
    assert found.shape == (len(problem.values),)
    assert (found >= lowest - 1e-9).all()
    assert (found <= 1 + 1e-9).all()


@given(problems(), st.sampled_from([HELLWIG, UNITARISATION]), STRETCH, st.integers(-999, 999))
def test_another_unit_of_measure_changes_nothing(
    problem: Problem, method: Synthesis, stretch: float, move: int
) -> None:
    values = problem.values.copy()
    values[:, 0] = values[:, 0] * stretch + move
    assert scores(values, *problem[1:], method) == pytest.approx(scores(*problem, method), abs=1e-9)


@given(problems(), STRETCH)
def test_topsis_minds_the_zero_but_not_the_scale(problem: Problem, stretch: float) -> None:
    values = problem.values.copy()
    values[:, 0] *= stretch
    assert scores(values, *problem[1:], TOPSIS) == pytest.approx(scores(*problem, TOPSIS), abs=1e-9)


@given(problems(), SYNTHESES)
def test_a_negated_feature_of_the_other_polarity_is_the_same(
    problem: Problem, method: Synthesis
) -> None:
    values = problem.values.copy()
    values[:, 0] *= -1
    stimulant = (not problem.stimulant[0], *problem.stimulant[1:])
    found = scores(values, stimulant, problem.weights, method)
    assert found == pytest.approx(scores(*problem, method), abs=1e-9)


@given(problems(), SYNTHESES)
def test_the_best_at_everything_is_first_with_a_score_of_one(
    problem: Problem, method: Synthesis
) -> None:
    values = problem.values.copy()
    for column, more_is_better in enumerate(problem.stimulant):
        ends = values[:, column].min() - 1, values[:, column].max() + 1
        values[0, column] = ends[more_is_better]
    found = scores(values, *problem[1:], method)
    assert found[0] == pytest.approx(1, abs=1e-9)
    assert places(found)[0] == 1
    assert places(found).count(1) == 1


@given(problems(), SYNTHESES, STRETCH)
def test_only_proportions_of_weights_matter(
    problem: Problem, method: Synthesis, stretch: float
) -> None:
    weights = tuple(weight * stretch for weight in problem.weights)
    found = scores(problem.values, problem.stimulant, weights, method)
    assert found == pytest.approx(scores(*problem, method), abs=1e-9)


@given(problems(), SYNTHESES, st.sampled_from([0.0, 7.0, 0.1 + 0.2]), st.integers(1, 9))
def test_a_constant_feature_is_reported_and_left_out(
    problem: Problem, method: Synthesis, value: float, weight: int
) -> None:
    values = np.insert(problem.values, 0, value, axis=1)
    stimulant, weights = (True, *problem.stimulant), (float(weight), *problem.weights)
    assert 0 in constant_features(values)
    assert 1 not in constant_features(values)
    assert scores(values, stimulant, weights, method) == pytest.approx(
        scores(*problem, method), abs=1e-12
    )
    moved = [found.mover for found in stability(*problem, method)]
    assert [found.mover for found in stability(values, stimulant, weights, method)] == [
        None if mover is None else mover + 1 for mover in moved
    ]


@given(problems(), SYNTHESES)
def test_stability_holds_the_place_itself(problem: Problem, method: Synthesis) -> None:
    found = stability(*problem, method)
    assert tuple(unit.place for unit in found) == places(scores(*problem, method))
    for unit in found:
        for best, worst in (unit.by_weight, unit.by_omission):
            assert 1 <= best <= unit.place <= worst <= len(found)
        assert (unit.mover is None) == (unit.by_omission == (unit.place, unit.place))


@given(st.lists(st.floats(-1, 1), min_size=1, max_size=12))
def test_places_fall_with_scores(found: list[float]) -> None:
    given_out = places(np.array(found))
    assert min(given_out) == 1
    ordered = sorted(zip(found, given_out, strict=True), reverse=True)
    assert all(above[1] <= below[1] for above, below in pairwise(ordered))


# Particular cases


def test_equal_scores_share_a_place_and_noise_is_equal() -> None:
    assert places(np.array([0.5, 0.1 + 0.2, 0.3, 0.1])) == (1, 2, 2, 4)
    assert places(np.array([0.3, 0.3 + 1e-9])) == (2, 1)
    assert places(np.array([0.0, 0.0])) == (1, 1)


def test_noise_of_a_feature_is_not_stretched_to_a_scale() -> None:
    values = np.array([[0.1 + 0.2, 1], [0.3, 2]])
    assert constant_features(values) == (0,)
    assert scores(values, (True, True), (9.0, 1.0), UNITARISATION) == pytest.approx([0, 1])


THREE = np.array([[10.0, 5, 1], [9, 5, 2], [0, 5, 3]])


def test_stability_gives_hand_computed_places() -> None:
    """The middle column is constant; the share ``s`` of the first gives s, 0.5 + 0.4 s and 1 - s.

    s = 1/6 gives places 3, 2, 1. Moved by a quarter either way it is 0.125 or 0.2083, places the
    same; the other share moved is 0.625, so s = 0.375, places 3, 1, 2 (the turn is at s = 0.357),
    or the whole, s = 0. Without the first feature places are 3, 2, 1, without the last 1, 2, 3.
    """
    assert stability(THREE, (True,) * 3, (1.0, 8.0, 5.0), UNITARISATION) == (
        Stability(3, (3, 3), (1, 3), 2),
        Stability(2, (1, 2), (2, 2), None),
        Stability(1, (1, 2), (1, 3), 2),
    )


def test_a_weight_moves_up_to_the_whole() -> None:
    """A share of 0.9 cannot rise by a quarter: the first feature then stands alone, 1, 2, 3."""
    found = stability(THREE, (True,) * 3, (9.0, 1.0, 1.0), UNITARISATION)
    assert [unit.by_weight for unit in found] == [(1, 2), (1, 2), (3, 3)]


@METHODS
def test_with_one_feature_no_place_moves(method: Synthesis) -> None:
    found = stability(THREE[:, :2], (True, True), (1.0, 1.0), method)
    assert found == tuple(Stability(n, (n, n), (n, n), None) for n in (1, 2, 3))


@METHODS
@pytest.mark.parametrize(
    ("values", "stimulant", "weights", "error"),
    [
        (THREE, (True, True), (1.0, 1.0, 1.0), CompositeError),
        (THREE, (True, True, True), (1.0, 1.0), CompositeError),
        (THREE[:, 0], (True,), (1.0,), CompositeError),
        (THREE, (True, True, True), (1.0, 0.0, 1.0), CompositeError),
        (THREE, (True, True, True), (1.0, -1.0, 1.0), CompositeError),
        (THREE, (True, True, True), (1.0, float("nan"), 1.0), CompositeError),
        (THREE * float("nan"), (True, True, True), (1.0, 1.0, 1.0), CompositeError),
        (THREE[:1], (True, True, True), (1.0, 1.0, 1.0), TooFewUnitsError),
        (THREE[:, 1:2], (True,), (1.0,), NothingVariesError),
        (THREE[:, :0], (), (), NothingVariesError),
    ],
)
@pytest.mark.parametrize("function", [scores, stability])
def test_impossible_input_has_a_named_error(
    values: Floats,
    stimulant: tuple[bool, ...],
    weights: tuple[float, ...],
    error: type[CompositeError],
    function: Callable[..., object],
    method: Synthesis,
) -> None:
    with pytest.raises(CompositeError) as raised:
        function(values, stimulant, weights, method)
    assert raised.type is error


def test_every_method_has_a_name() -> None:
    assert set(SYNTHESIS_WORDS) == set(Synthesis)


def test_the_slow_library_is_imported_for_topsis_alone() -> None:
    code = (
        "import sys, numpy as np\n"
        "from ao_dash.analysis.composite import Synthesis, scores\n"
        "table = np.array([[1.0], [2.0]])\n"
        "for method in Synthesis:\n"
        "    scores(table, (True,), (1.0,), method)\n"
        "    print('pymcdm' in sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["False", "False", "True"]
