from __future__ import annotations

import itertools
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ao_dash.analysis.classes import (
    AT_MOST,
    MAX_CLASSES,
    METHOD_HINTS,
    MIN_CLASSES,
    Classes,
    Method,
    classify,
    parse_bounds,
    parse_typed_bounds,
    typed_bounds,
    written_bounds,
)
from ao_dash.mapview.palette import FLAG, colours, luminance
from ao_dash.model.indicator import Kind
from ao_dash.model.numbers import round_half_up
from tests.support.data import shipped_dataset

VALUES = st.lists(st.floats(-1e6, 1e6).map(lambda v: round(v, 3)), min_size=1, max_size=30)
METHODS = [m for m in Method if m is not Method.CUSTOM]
FOUND = st.sampled_from(METHODS)
NUMBERS = range(MIN_CLASSES, MAX_CLASSES + 1)
NUMBER = st.sampled_from(NUMBERS)


def made(*args: object, **kwargs: object) -> Classes:
    classes = classify(*args, **kwargs)  # type: ignore[arg-type]
    assert classes is not None
    return classes


@given(VALUES, FOUND, NUMBER, st.integers(0, 3), st.booleans())
def test_classes_hold_every_value_once_and_ascend(
    values: list[float], method: Method, number: int, decimals: int, signed: bool
) -> None:
    classes = made(values, method, number, decimals, signed=signed)
    assert list(classes.bounds) == sorted(classes.bounds)
    assert sum(classes.counts(values)) == len(values)
    for value in values:
        n = classes.index(value)
        shown = round_half_up(value, decimals)
        assert classes.bounds[n] <= shown <= classes.bounds[n + 1]


HARD = {
    "two values": [0.0] * 11 + [28.2],
    "all equal": [4.0] * 21,
    "twenty zeros and one giant": [0.0] * 20 + [1e9],
    "all negative": [-9.0, -7.5, -7.5, -3.2, -3.1, -0.4],
    "zeros between": [-3.0, 0.0, 0.0, 0.0, 8.0, 9.0],
    "urbanizacja": [0.0] * 11 + [28.2, 30.1, 32.9, 39.4, 44.0, 47.0, 50.3, 57.8, 73.1, 100.0],
    "one apart from its neighbour by a digit": [1.0, 1.1, 1.2, 5.0, 900.0],
}


def check_classes(
    values: list[float], method: Method, number: int, decimals: int, *, signed: bool
) -> None:
    """As many classes as asked for or as there are values to part, each with values of its own.

    There may be fewer where the values say how many, but those that differ are never all in one.
    """
    classes = made(values, method, number, decimals, signed=signed)
    shown = [round_half_up(value, decimals) for value in values]
    most = min(number, len(set(shown)))
    assert min(most, 2) <= len(classes) <= most
    assert len(classes) == most or method in AT_MOST
    assert min(classes.counts(values)) > 0
    ranges = [classes.range(n) for n in range(len(classes))]
    assert all(high < low for (_, high), (low, _) in itertools.pairwise(ranges))
    for value, n in zip(shown, classes.indices(values), strict=True):
        low, high = ranges[n]
        assert low <= value <= high


@given(VALUES, FOUND, NUMBER, st.integers(0, 3), st.booleans())
def test_no_class_is_empty_and_there_are_as_many_as_asked_for(
    values: list[float], method: Method, number: int, decimals: int, signed: bool
) -> None:
    check_classes(values, method, number, decimals, signed=signed)


@pytest.mark.parametrize("values", HARD.values(), ids=HARD)
def test_hard_distributions_are_told_apart(values: list[float]) -> None:
    for method, number, signed in itertools.product(METHODS, NUMBERS, (False, True)):
        check_classes(values, method, number, 1, signed=signed)


def test_every_shipped_picture_has_the_classes_asked_for() -> None:
    data = shipped_dataset()
    pictures = [
        (data.indicators[code], data.series[code][year].at(data.gminy))
        for code in data.mapped
        for year in data.years(code)
        if data.indicators[code].kind not in (Kind.COUNT, Kind.FLAG)
    ]
    assert len(pictures) > 130
    for indicator, figures in pictures:
        values = figures.values[figures.known].tolist()
        for method, number in itertools.product(METHODS, NUMBERS):
            check_classes(values, method, number, indicator.decimals, signed=indicator.signed)


def test_crowded_figures_are_put_into_quantiles_and_the_reason_is_kept() -> None:
    values = [10.0 + n / 10 for n in range(13)] + [20.0, 30, 40, 50, 60, 70, 80, 90]
    classes = made(values, Method.AUTO, 5, 1)
    assert (classes.method, classes.crowd) == (Method.QUANTILES, (13, 21))
    assert max(classes.counts(values)) <= 5
    even = made([float(n) for n in range(21)], Method.AUTO, 5, 0)
    assert (even.method, even.crowd) == (Method.JENKS, None)
    # nothing parts equal figures, so nothing is gained by another method
    assert made([0.0] * 15 + [1, 2, 3, 4, 5, 6], Method.AUTO, 5, 0).method is Method.JENKS


@given(VALUES, FOUND, NUMBER)
def test_signed_classes_part_at_zero(values: list[float], method: Method, number: int) -> None:
    assume(min(values) < 0 < max(values))
    classes = made(values, method, number, 3, signed=True)
    assert classes.zero is not None
    assert classes.bounds[classes.zero] == 0
    for value in values:
        assert (classes.index(value) < classes.zero) == (value < 0)


def test_zero_itself_is_not_negative() -> None:
    classes = made([-2, -1, 0, 1, 2], Method.EQUAL, 4, 0, signed=True)
    assert classes.zero is not None
    assert classes.index(0) == classes.zero


def spread(values: list[float], ends: tuple[float, ...]) -> float:
    """Sum of squared distances to the mean of one's class; ``ends`` are the highest of each."""
    held = np.searchsorted(ends, values)
    parts = [[v for v, n in zip(values, held, strict=True) if n == at] for at in range(len(ends))]
    return sum(float(np.var(part)) * len(part) for part in parts if part)


@given(st.lists(st.integers(-50, 50), min_size=6, max_size=12), st.integers(2, 5))
def test_no_other_breaks_leave_less_spread_inside_classes_than_jenks(
    values: list[float], number: int
) -> None:
    distinct = sorted(set(values))
    assume(len(distinct) >= number)
    ways = itertools.combinations(distinct[:-1], number - 1)
    least = min(spread(values, (*inner, distinct[-1])) for inner in ways)
    found = made(values, Method.JENKS, number, 0)
    assert spread(values, found.bounds[1:]) == pytest.approx(least)


def test_two_and_a_half_thousand_values_are_classed_as_readily_as_a_few() -> None:
    values = np.random.default_rng(1).gamma(2, 1000, 2478)
    assert len(made(values, Method.JENKS, 7, 1)) == 7  # took twenty seconds with another library


@given(VALUES, FOUND)
def test_the_class_of_one_value_is_that_of_all_together(
    values: list[float], method: Method
) -> None:
    classes = made(values, method, 5, 1, signed=True)
    assert classes.indices(values).tolist() == [classes.index(value) for value in values]


# what mapclassify 2.8.1 finds for the values of the test with each seed: HeadTailBreaks, StdMean
# with multiples of -1.5, -0.5, 0.5 and 1.5 and StdMean with -1, 0 and 1
MAPCLASSIFY = {
    1: (
        [177.31, 255.74, 299.28, 352.25, 367.0],
        [42.574, 132.398, 222.221, 312.045, 367.0],
        [87.486, 177.31, 267.133, 367.0],
    ),
    2: (
        [209.952, 416.3, 681.8, 897.6],
        [-87.546, 110.786, 309.118, 507.451, 897.6],
        [11.62, 209.952, 408.285, 897.6],
    ),
    3: (
        [363.948, 1882.2, 4117.5],
        [-974.002, -82.036, 809.931, 1701.898, 4117.5],
        [-528.019, 363.948, 1255.914, 4117.5],
    ),
}


@pytest.mark.parametrize("seed", MAPCLASSIFY)
@pytest.mark.parametrize(
    ("at", "method", "number"),
    [(0, Method.HEAD_TAIL, 9), (1, Method.DEVIATIONS, 5), (2, Method.DEVIATIONS, 4)],
)
def test_means_and_deviations_class_as_mapclassify_does(
    seed: int, at: int, method: Method, number: int
) -> None:
    values = np.round(np.random.default_rng(seed).lognormal(5, 1, 21), 1)
    held = np.searchsorted(MAPCLASSIFY[seed][at], values)
    without_empty = np.searchsorted(np.unique(held), held)
    assert made(values, method, number, 1).indices(values).tolist() == without_empty.tolist()


def test_head_and_tail_end_where_the_data_end_and_a_number_only_shortens_them() -> None:
    values = [1.0] * 15 + [2.0] * 8 + [10, 30, 100, 400]
    whole = made(values, Method.HEAD_TAIL, MAX_CLASSES, 0)
    assert list(whole.bounds) == [1, 21, 176, 400]
    assert made(values, Method.HEAD_TAIL, 2, 0).bounds == (1, 21, 400)


def test_deviations_keep_the_mean_and_the_deviation_they_are_counted_from() -> None:
    values = [2.0, 4, 4, 4, 5, 5, 7, 9]
    classes = made(values, Method.DEVIATIONS, 5, 1)
    assert classes.moments == pytest.approx((5, 2.138), abs=1e-3)
    assert list(classes.bounds) == [2, 3.9, 6.0, 8.2, 9]  # none below 5 - 1.5 * 2.138
    assert made(values, Method.DEVIATIONS, 2, 1).bounds == (2, 5, 9)
    assert made([5, 5], Method.DEVIATIONS, 5, 1).moments is None


def test_zero_parts_beside_bounds_counted_from_the_values() -> None:
    values = [-30, -2, -1, 1, 2, 3, 40]
    for number in (3, 5):
        classes = made(values, Method.DEVIATIONS, number, 0, signed=True)
        assert 0 in classes.bounds[1:-1]
        assert len(classes) <= number


def test_a_method_that_makes_its_own_number_says_when_it_is_right() -> None:
    assert set(METHOD_HINTS) >= AT_MOST


def test_pretty_bounds_are_round_to_the_ends() -> None:
    values = [2501, 3038, 4200, 5562, 7177]
    assert made(values, Method.PRETTY, 5, 0).bounds == (2000, 3000, 4000, 5000, 6000, 8000)


@pytest.mark.parametrize(
    ("own", "bounds"),
    [
        ((3000.0, 5000.0), (2501, 3000, 5000, 7177)),
        ((1000.0, 5000.0), (1000, 5000, 7177)),
        ((8000.0, 9000.0), (2501, 8000, 9000)),
    ],
)
def test_own_bounds_are_kept_and_widen_the_ends(
    own: tuple[float, ...], bounds: tuple[float, ...]
) -> None:
    assert made([2501, 3038, 7177], Method.CUSTOM, 5, 0, custom_bounds=own).bounds == bounds


def test_one_value_is_one_class_and_none_is_none() -> None:
    assert made([5, 5, 5], Method.JENKS, 5, 0).bounds == (5, 5)
    assert classify([], Method.JENKS, 5, 0) is None


@given(VALUES, FOUND, NUMBER, st.booleans())
def test_each_class_has_its_own_colour(
    values: list[float], method: Method, number: int, signed: bool
) -> None:
    classes = made(values, method, number, 3, signed=signed)
    found = colours(classes, signed=signed)
    assert len(found) == len(classes) == len(set(found))


@given(VALUES, NUMBER)
def test_a_sequential_ramp_falls_in_lightness(values: list[float], number: int) -> None:
    lights = [luminance(c) for c in colours(made(values, Method.EQUAL, number, 3), signed=False)]
    assert lights == sorted(lights, reverse=True)


def test_a_diverging_ramp_is_palest_at_zero() -> None:
    classes = made([-9, -5, -1, 1, 5, 9], Method.EQUAL, 6, 0, signed=True)
    lights = [luminance(c) for c in colours(classes, signed=True)]
    assert classes.zero is not None
    below, above = lights[: classes.zero], lights[classes.zero :]
    assert below == sorted(below)
    assert above == sorted(above, reverse=True)


def as_seen(colour: str, matrix: list[list[float]]) -> np.ndarray:
    """A colour as a colour-blind eye sees it: linear RGB through Viénot's projection."""
    channels = np.array([int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]) ** 2.2
    return np.clip(np.array(matrix) @ channels, 0, 1) ** (1 / 2.2) * 255


DEUTERANOPIA = [[0.29275, 0.70725, -0.02978], [0.29275, 0.70725, 0.02978], [0.0, 0.0, 1.0]]
PROTANOPIA = [[0.11238, 0.88762, 0.0], [0.11238, 0.88762, 0.0], [0.00401, -0.00401, 1.0]]


@pytest.mark.parametrize("matrix", [DEUTERANOPIA, PROTANOPIA])
@pytest.mark.parametrize("number", [5, 7, 8, 9])
@pytest.mark.parametrize("negative", [None, 0, 1, 2, 4])
def test_classes_differ_for_colour_blind_eyes(
    matrix: list[list[float]], number: int, negative: int | None
) -> None:
    values = [n + 1.0 if n >= (negative or 0) else n - 10.0 for n in range(number)]
    signed = negative is not None
    found = colours(made(values, Method.EQUAL, number, 0, signed=signed), signed=signed)
    assert len(found) == number
    seen = [as_seen(colour, matrix) for colour in found]
    apart = [np.linalg.norm(a - b) for n, a in enumerate(seen) for b in seen[n + 1 :]]
    assert min(apart) > 26


def test_yes_and_no_differ_in_lightness_too() -> None:
    assert luminance(FLAG[0]) - luminance(FLAG[1]) > 0.3


def test_classes_and_reading_load_no_heavy_library() -> None:
    code = (
        "import sys, ao_dash.analysis.classes, ao_dash.datafolder.load\n"
        "print(*{'scipy', 'sklearn', 'matplotlib', 'networkx'} & sys.modules.keys())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


@pytest.mark.parametrize(
    ("typed", "bounds"),
    [
        ("2,5", (2.5,)),
        ("2 500", (2500.0,)),
        ("2\xa0500; 3\u202f000,25", (2500.0, 3000.25)),
        ("-2,5", (-2.5,)),
        ("\u22122,5; 0; 1 000 000;", (-2.5, 0.0, 1e6)),
        ("2.5; 3.5", (2.5, 3.5)),
        ("2500 3000", ()),
        ("3000, 4000", ()),
        ("1,2,3", ()),
        ("5; 3", ()),
        ("1; 1", ()),
        ("25 00", ()),
        ("", ()),
        ("1;2;3;4;5;6;7;8", tuple(range(1, MAX_CLASSES))),
        ("1;2;3;4;5;6;7;8;9", ()),
        ("nan; inf", ()),
    ],
)
def test_bounds_are_typed_with_semicolons_and_a_decimal_comma(
    typed: str, bounds: tuple[float, ...]
) -> None:
    assert parse_typed_bounds(typed) == bounds
    if bounds:
        assert parse_bounds(written_bounds(bounds)) == bounds
        assert parse_typed_bounds(typed_bounds(bounds)) == bounds


def test_large_bounds_keep_all_their_digits_in_the_address() -> None:
    assert parse_bounds(written_bounds((1626834159.25,))) == (1626834159.25,)
