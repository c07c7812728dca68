from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ao_dash.analysis.correlation import Correlation, caution, correlation, p_text
from ao_dash.mapview.palette import luminance
from ao_dash.model.dataset import Dataset
from ao_dash.screens.scatter.pairs import COLOURS, thirds

# Anscombe, Graphs in Statistical Analysis, The American Statistician 27 (1973), as printed at
# scipython.com/book2, problem P6.4 (data, r = 0.816), and in R's anova of the four regressions
# (rstudio-pubs 382726: p of each, which is that of r).
X = (10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5)
ANSCOMBE: dict[str, tuple[Sequence[float], Sequence[float], float]] = {
    "line": (X, (8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68), 0.00217),
    "curve": (X, (9.14, 8.14, 8.74, 8.77, 9.26, 8.10, 6.13, 3.10, 9.13, 7.26, 4.74), 0.002179),
    "outlier": (X, (7.46, 6.77, 12.74, 7.11, 7.81, 8.84, 6.08, 5.39, 8.15, 6.42, 5.73), 0.002176),
    "lever": (
        (8, 8, 8, 8, 8, 8, 8, 19, 8, 8, 8),
        (6.58, 5.76, 7.71, 8.84, 8.47, 7.04, 5.25, 12.50, 5.56, 7.91, 6.89),
        0.002165,
    ),
}

PAIRS = st.lists(
    st.tuples(st.integers(-1000, 1000), st.integers(-1000, 1000)), min_size=3, max_size=25
)


def found(x: Sequence[float], y: Sequence[float]) -> Correlation:
    made = correlation(x, y)
    assert made is not None
    return made


def plain(x: Sequence[float], y: Sequence[float]) -> float:
    """Pearson's r by its definition."""
    mx, my = math.fsum(x) / len(x), math.fsum(y) / len(y)
    dx, dy = [v - mx for v in x], [v - my for v in y]
    above = math.fsum(a * b for a, b in zip(dx, dy, strict=True))
    return above / math.sqrt(math.fsum(a * a for a in dx) * math.fsum(b * b for b in dy))


def ranks(values: Sequence[float]) -> list[float]:
    return [sum(w < v for w in values) + (values.count(v) + 1) / 2 for v in values]


@pytest.mark.parametrize("name", ANSCOMBE)
def test_anscombe_s_four_sets_as_published(name: str) -> None:
    x, y, p = ANSCOMBE[name]
    made = found(x, y)
    assert round(made.pearson, 3) in {0.816, 0.817}
    assert made.pearson_p == pytest.approx(p, abs=5e-6)
    assert made.spearman == pytest.approx(plain(ranks(x), ranks(y)))


def test_only_the_set_around_a_line_has_coefficients_that_agree() -> None:
    differing = {
        name
        for name, (x, y, _) in ANSCOMBE.items()
        if "różnią się" in " ".join(caution(found(x, y)))
    }
    assert differing == {"curve", "outlier", "lever"}


def test_spearman_of_a_published_example() -> None:
    # IQ and hours of television: liquisearch.com/spearmans_rank_correlation_coefficient/example
    iq = (106, 86, 100, 101, 99, 103, 97, 113, 112, 110)
    hours = (7, 0, 27, 50, 28, 29, 20, 12, 6, 17)
    assert found(iq, hours).spearman == pytest.approx(1 - 6 * 194 / (10 * 99))


def test_our_own_figures_by_a_second_route(dataset: Dataset) -> None:
    one, other = (dataset.series[code][2024] for code in ("gestosc", "bezrobotni_1000"))
    x, y = ([c[t].value or 0.0 for t in sorted(one)] for c in (one, other))
    made = found(x, y)
    assert made.n == 21
    assert made.pearson == pytest.approx(plain(x, y))
    assert made.spearman == pytest.approx(plain(ranks(x), ranks(y)))
    assert made.pearson == pytest.approx(np.corrcoef(x, y)[0, 1])


def test_the_p_value_is_that_of_random_pairings(dataset: Dataset) -> None:
    one, other = (dataset.series[code][2024] for code in ("urodzenia_1000", "zgony_1000"))
    x, y = (np.array([c[t].value or 0.0 for t in sorted(one)]) for c in (one, other))
    generator = np.random.default_rng(7)
    by_chance = [abs(np.corrcoef(x, generator.permutation(y))[0, 1]) for _ in range(4000)]
    made = found(x.tolist(), y.tolist())
    assert made.pearson_p == pytest.approx(
        np.mean(np.array(by_chance) >= abs(made.pearson)), abs=0.04
    )


@given(PAIRS, st.integers(1, 50), st.integers(-100, 100))
def test_sides_and_units_of_measure_do_not_matter(
    pairs: list[tuple[int, int]], scale: int, shift: int
) -> None:
    x, y = [a for a, _ in pairs], [b for _, b in pairs]
    made = correlation(x, y)
    assume(made is not None)
    assert made is not None
    for same in (found(y, x), found([scale * a + shift for a in x], y)):
        assert same.pearson == pytest.approx(made.pearson, abs=1e-9)
        assert same.spearman == pytest.approx(made.spearman, abs=1e-9)
    opposite = found([-a for a in x], y)
    assert opposite.pearson == pytest.approx(-made.pearson, abs=1e-9)
    assert opposite.spearman == pytest.approx(-made.spearman, abs=1e-9)
    assert -1 <= made.pearson <= 1
    assert 0 <= made.pearson_p <= 1


@given(st.floats(-1e9, 1e9), st.integers(0, 30))
def test_a_side_that_does_not_vary_has_no_correlation(value: float, number: int) -> None:
    assert correlation([value] * number, list(range(number))) is None
    assert correlation(list(range(number)), [value] * number) is None


@pytest.mark.parametrize("noise", [1e-14, 1e-13, 1e-12])
def test_noise_is_not_variation(noise: float) -> None:
    assert correlation([5, 5 + noise, 5 - noise, 5], [1, 2, 3, 4]) is None


def test_too_few_or_unequal_sides() -> None:
    assert correlation([], []) is None
    assert correlation([1, 2], [1, 2]) is None
    assert found([1, 2, 3], [1, 2, 3]).pearson == pytest.approx(1)
    with pytest.raises(ValueError, match="paired"):
        correlation([1, 2, 3], [1, 2])


@pytest.mark.parametrize(
    ("r", "words"),
    [
        (0.39, "Korelacja jest słaba i dodatnia (r Pearsona = 0,39"),
        (0.396, "Korelacja jest umiarkowana i dodatnia (r Pearsona = 0,40"),
        (-0.59, "Korelacja jest umiarkowana i ujemna (r Pearsona = −0,59"),
        (-0.6, "Korelacja jest silna i ujemna (r Pearsona = −0,60"),
        (1.0, "Korelacja jest silna i dodatnia (r Pearsona = 1,00"),
        (-0.004, "Korelacja jest słaba (r Pearsona = 0,00"),
    ],
)
def test_strength_and_direction_follow_the_number_shown(r: float, words: str) -> None:
    said = caution(Correlation(21, r, 0.01, r, 0.01))
    assert said[0].startswith(words)


def test_what_is_said_depends_on_the_figures() -> None:
    firm = Correlation(21, 0.7, 0.0004, 0.65, 0.001)
    assert " ".join(caution(firm)).replace("\N{NO-BREAK SPACE}", " ") == (
        "Korelacja jest silna i dodatnia (r Pearsona = 0,70, p < 0,001; słaba: |r| poniżej 0,4; "
        "umiarkowana: od 0,4; silna: od 0,6): gdzie pierwsza wartość jest wyższa, tam druga bywa "
        "wyższa. 21 gmin to niewiele: jedna gmina może zmienić wynik, a wartość p jest "
        "tylko orientacyjna, bo gminy położone blisko siebie bywają podobne. "
        "Korelacja nie dowodzi przyczyny: obie wartości mogą zależeć od czegoś trzeciego, "
        "na przykład od odległości od miasta."
    )
    assert (
        "Współczynniki Pearsona (0,70) i Spearmana (−0,10) różnią się"
        in (caution(replace(firm, spearman=-0.1))[1])
    )
    assert caution(replace(firm, pearson_p=0.0496))[1] == (
        "Wartość p nie jest mniejsza niż 0,05: korelacja może być dziełem przypadku."
    )
    assert caution(replace(firm, n=4))[1].startswith("4\N{NO-BREAK SPACE}gminy to niewiele")


@given(st.floats(0, 1))
def test_a_p_value_is_never_shown_as_zero(p: float) -> None:
    assert "0,000" not in p_text(p)


VALUES = st.lists(st.integers(-50, 50), max_size=30)


@given(st.sets(st.integers(-1000, 1000), min_size=3, max_size=40))
def test_thirds_are_quantiles_without_ties(values: set[int]) -> None:
    given_values = sorted(values, key=lambda v: (v * 7919) % 101)
    expected = np.searchsorted(np.quantile(given_values, [1 / 3, 2 / 3, 1]), given_values)
    assert thirds(given_values).classes == tuple(expected)


@given(VALUES)
def test_thirds_ascend_and_never_part_equal_values(values: list[int]) -> None:
    made = thirds(values)
    for (a, m), (b, n) in combinations(zip(values, made.classes, strict=True), 2):
        assert m == n or (a != b and (m < n) == (a < b))
    for n, bounds in enumerate(made.ranges):
        held = [v for v, c in zip(values, made.classes, strict=True) if c == n]
        assert bounds == ((min(held), max(held)) if held else None)


@given(st.sets(st.integers(), min_size=3, max_size=40))
def test_thirds_without_ties_differ_by_two_at_most(values: set[int]) -> None:
    sizes = [thirds(sorted(values)).classes.count(n) for n in range(3)]
    assert max(sizes) - min(sizes) <= 2


@pytest.mark.parametrize(
    ("values", "classes"),
    [
        ([], ()),
        ([5], (1,)),
        ([5, 5, 5], (1, 1, 1)),
        ([1, 2], (0, 2)),
        ([1, 1, 2, 2], (0, 0, 2, 2)),
        ([1, 2, 3], (0, 1, 2)),
        ([0] * 12 + [*range(1, 10)], (0,) * 12 + (1, 1) + (2,) * 7),
        ([1, 2, 3] + [9] * 18, (0, 0, 0) + (1,) * 18),
        ([1, 2, 3, 4, 5] + [9] * 11 + [20, 21, 22, 23, 24], (0,) * 5 + (1,) * 11 + (2,) * 5),
    ],
)
def test_thirds_with_ties(values: list[float], classes: tuple[int, ...]) -> None:
    assert thirds(values).classes == classes


def test_a_gmina_is_in_the_third_of_its_rank(dataset: Dataset) -> None:
    cells = dataset.series["gestosc"][2024]
    made = thirds([cells[t].value or 0.0 for t in sorted(cells)])
    assert [made.classes.count(n) for n in range(3)] == [7, 7, 7]


# Simulations of full colour blindness on linear RGB: Viénot, Brettel, Mollon (1999), the matrices
# of test_classes.py; Machado, Oliveira, Fernandes (2009), severity 1.
EYES = {
    "all": np.eye(3),
    "Viénot deuteranopia": [[0.29275, 0.70725, -0.02978], [0.29275, 0.70725, 0.02978], [0, 0, 1]],
    "Viénot protanopia": [[0.11238, 0.88762, 0], [0.11238, 0.88762, 0], [0.00401, -0.00401, 1]],
    "Machado deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "Machado protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
}
TO_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)


def lab(colour: str, matrix: np.ndarray) -> np.ndarray:
    """CIELAB (D65) of an sRGB colour as an eye sees it that turns linear RGB by ``matrix``."""
    channels = np.array([int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)])
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    t = TO_XYZ @ np.clip(matrix @ linear, 0, 1) / TO_XYZ.sum(axis=1)
    f = np.where(t > (6 / 29) ** 3, np.cbrt(t), t * (29 / 6) ** 2 / 3 + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("eye", EYES)
def test_nine_colours_differ_for_every_eye(eye: str) -> None:
    seen = [lab(colour, np.array(EYES[eye])) for row in COLOURS for colour in row]
    apart = [float(np.linalg.norm(a - b)) for a, b in combinations(seen, 2)]
    assert len(apart) == 36
    assert min(apart) > 25  # ten times a difference that is just seen
    corners = [seen[n] for n in (0, 2, 6, 8)]
    assert min(float(np.linalg.norm(a - b)) for a, b in combinations(corners, 2)) > 45


def test_lightness_falls_with_both() -> None:
    light = np.array([[lab(colour, np.eye(3))[0] for colour in row] for row in COLOURS])
    assert (np.diff(light, axis=0) < -5).all()
    assert (np.diff(light, axis=1) < -5).all()
    order = [luminance(colour) for row in COLOURS for colour in row]
    assert (order[0], order[8]) == (max(order), min(order))
