from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import combinations, pairwise, permutations
from pathlib import Path
from typing import Any

import geopandas as gpd
import libpysal.examples
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import box

from ao_dash.analysis.moran import (
    CLUSTER_WORDS,
    MIN_UNITS,
    PERMUTATIONS,
    Autocorrelation,
    Cluster,
    Local,
    autocorrelation,
    neighbours,
    sentences,
)
from ao_dash.model.dataset import Dataset

Near = Mapping[str, tuple[str, ...]]

# Fig. 5-31 of de Smith, Goodchild, Longley, Geospatial Analysis, as PySAL ships it (desmith.txt,
# desmith.gal), with the local figures and quadrants its first docstring of Moran_Local printed.
DE_SMITH = dict(
    zip("ABCDEFGHIJ", (2.24, 3.10, 4.55, -5.15, -4.39, 0.46, 5.54, 9.02, -2.09, -3.06), strict=True)
)
DE_SMITH_NEAR: Near = {
    "A": ("B", "D"),
    "B": ("A", "E"),
    "C": ("D", "G"),
    "D": ("A", "C", "E", "H"),
    "E": ("B", "D", "F", "I"),
    "F": ("E", "J"),
    "G": ("C", "H"),
    "H": ("D", "G", "I"),
    "I": ("E", "H", "J"),
    "J": ("F", "I"),
}
DE_SMITH_LOCAL = (
    -0.11409277, -0.19940543, -0.13351408, -0.51770383, 0.48095009,
    0.12208113, 1.19148298, -0.58144305, 0.07101383, 0.34314301,
)  # fmt: skip


def made(values: Mapping[str, float], near: Near) -> Autocorrelation:
    found = autocorrelation(values, near)
    assert found is not None
    return found


def plain(values: Mapping[str, float], near: Near) -> float:
    """Moran's I by its definition, row-standardised, among the units that have a value."""
    mean = sum(values.values()) / len(values)
    rows = {u: [values[v] - mean for v in near[u] if v in values] for u in values}
    linked = {u: row for u, row in rows.items() if row}
    above = sum((values[u] - mean) * sum(row) / len(row) for u, row in linked.items())
    return len(values) / len(linked) * above / sum((v - mean) ** 2 for v in values.values())


def ring(number: int) -> Near:
    names = [f"{n:02}" for n in range(number)]
    return {u: (names[n - 1], names[(n + 1) % number]) for n, u in enumerate(names)}


@pytest.fixture(scope="module")
def near(dataset: Dataset) -> Near:
    return neighbours(dataset.vintage(2024).frame)


@pytest.fixture(scope="module")
def values(dataset: Dataset) -> Callable[[str], dict[str, float]]:
    def of(code: str) -> dict[str, float]:
        cells = dataset.series[code][2024]
        return {t: c.value for t, c in cells.items() if c.value is not None}

    return of


def test_a_published_small_example() -> None:
    found = made(DE_SMITH, DE_SMITH_NEAR)
    assert [u.value for u in found.units.values()] == pytest.approx(DE_SMITH_LOCAL, abs=1e-8)
    # the local figures are parts of the whole (Anselin 1995)
    assert found.value == pytest.approx(sum(DE_SMITH_LOCAL) / 9, abs=1e-8)
    assert found.expected == pytest.approx(-1 / 9)


def test_a_published_larger_example() -> None:
    # homicides around St. Louis, 78 counties: docstring of esda.moran.Moran and PySAL's own tests
    folder = Path(libpysal.examples.__file__).parent / "stl"
    rows = (folder / "stl_hom.txt").read_text().splitlines()[2:]
    links = (folder / "stl.gal").read_text().splitlines()[1:]
    counties = {str(n): float(row.split(",")[2]) for n, row in enumerate(rows, start=1)}
    near = {links[n].split()[0]: tuple(links[n + 1].split()) for n in range(0, len(links), 2)}
    found = made(counties, near)
    assert found.n == 78
    assert found.value == pytest.approx(0.24365582621771659)
    assert found.expected == pytest.approx(-0.012987012987012988)
    assert found.p < 0.01  # published for the normal approximation: 0.00027


def test_a_chessboard_is_perfectly_unlike_and_a_slope_alike() -> None:
    cells = [(r, c) for r in range(5) for c in range(5)]
    near = {
        f"{r}{c}": tuple(f"{a}{b}" for a, b in cells if abs(a - r) + abs(b - c) == 1)
        for r, c in cells
    }
    board = made({f"{r}{c}": float((r + c) % 2) for r, c in cells}, near)
    assert board.value == pytest.approx(-1)  # as goodsman/ICvectorfields, test-MoransI.R
    assert board.p == 2 / (PERMUTATIONS + 1)
    slope = made({f"{r}{c}": float(r + c) for r, c in cells}, near)
    assert slope.value > 0.5
    assert slope.units["44"].cluster is Cluster.HH
    assert slope.units["00"].cluster is Cluster.LL


@pytest.mark.parametrize("code", ["gestosc", "bezrobotni_1000", "kleska_2024", "frekwencja_pe"])
def test_our_own_figures_by_a_second_route(
    code: str, values: Callable[[str], dict[str, float]], near: Near
) -> None:
    found = made(values(code), near)
    assert found.n == 21
    assert found.expected == pytest.approx(-1 / 20)
    assert found.value == pytest.approx(plain(values(code), near))
    parts = sum(unit.value for unit in found.units.values())
    assert found.value == pytest.approx(parts / 20)


@pytest.mark.parametrize("year", [2010, 2016, 2017, 2024])
def test_neighbours_are_those_who_touch(year: int, dataset: Dataset) -> None:
    shapes = dataset.vintage(year).frame.geometry
    found = neighbours(dataset.vintage(year).frame)
    assert list(found) == sorted(shapes.index)
    for one in shapes.index:
        touching = (o for o in shapes.index if o != one and shapes[one].touches(shapes[o]))
        assert found[one] == tuple(sorted(touching))


def test_a_shared_corner_makes_neighbours_and_islands_have_none() -> None:
    shapes = [box(0, 0, 1, 1), box(1, 1, 2, 2), box(5, 5, 6, 6)]
    frame = gpd.GeoDataFrame(geometry=shapes, index=["a", "c", "b"], crs="EPSG:4326")
    assert neighbours(frame) == {"a": ("c",), "b": (), "c": ("a",)}


def two_sided(by_chance: np.ndarray, observed: float) -> float:
    sides = (by_chance <= observed + 1e-9).mean(), (by_chance >= observed - 1e-9).mean()
    return min(1.0, 2 * float(min(sides)))


@pytest.mark.parametrize("figures", [(1, 2, 4, 7, 9, 8, 5, 3), (9, 1, 8, 2, 9, 3, 1, 4)])
def test_the_p_value_is_that_of_all_arrangements(figures: tuple[int, ...]) -> None:
    near = ring(8)
    found = made(dict(zip(near, map(float, figures), strict=True)), near)
    z = np.array(list(permutations(figures))) - np.mean(figures)
    every = (z * (np.roll(z, 1, axis=1) + np.roll(z, -1, axis=1)) / 2).sum(axis=1) / (z[0] @ z[0])
    assert found.value == pytest.approx(every[0])
    assert found.p == pytest.approx(two_sided(every, found.value), abs=0.02)


def test_local_p_values_are_those_of_all_choices_of_neighbours(
    values: Callable[[str], dict[str, float]], near: Near
) -> None:
    figures = values("bezrobotni_1000")
    mean = np.mean(list(figures.values()))
    for unit, local in made(figures, near).units.items():
        others = np.array([v - mean for u, v in figures.items() if u != unit])
        chosen = np.array(list(combinations(range(20), len(near[unit]))))
        lags = others[chosen].mean(axis=1)
        observed = float(np.mean([figures[u] - mean for u in near[unit]]))
        assert local.p == pytest.approx(two_sided(lags, observed), abs=0.02), unit


def test_the_p_value_agrees_with_shuffles_of_another_kind(
    values: Callable[[str], dict[str, float]], near: Near
) -> None:
    figures = values("przyrost_naturalny")
    shuffler = random.Random(3)
    units, numbers = list(figures), list(figures.values())
    by_chance = np.array(
        [
            plain(dict(zip(units, shuffler.sample(numbers, len(numbers)), strict=True)), near)
            for _ in range(2000)
        ]
    )
    found = made(figures, near)
    assert found.p == pytest.approx(two_sided(by_chance, found.value), abs=0.02)
    assert found.p < 0.05


@settings(max_examples=15, deadline=None)
@given(
    st.lists(st.integers(-100, 100), min_size=12, max_size=12).filter(lambda v: len(set(v)) > 1),
    st.integers(1, 50),
    st.integers(-1000, 1000),
)
def test_the_unit_of_measure_does_not_matter(numbers: list[int], scale: int, shift: int) -> None:
    near = ring(12)
    one = made(dict(zip(near, map(float, numbers), strict=True)), near)
    for sign in (1, -1):
        turned = [sign * scale * v / 7 + shift for v in numbers]
        same = made(dict(zip(near, turned, strict=True)), near)
        assert same.value == pytest.approx(one.value, abs=1e-9)
        assert same.p == one.p
        assert [u.p for u in same.units.values()] == [u.p for u in one.units.values()]


def test_units_without_a_value_are_left_out(
    values: Callable[[str], dict[str, float]], near: Near
) -> None:
    figures = values("bezrobotni_1000")
    for gone in ("166101", "160905"):
        del figures[gone]
    found = made(figures, near)
    assert found.n == 19
    assert list(found.units) == sorted(figures)
    assert found.value == pytest.approx(plain(figures, near))


def test_a_unit_left_without_neighbours_takes_no_side() -> None:
    near = {**ring(9), "04a": ("zz",)}
    figures = {u: float(n * n) for n, u in enumerate(near)}
    found = made(figures, near)
    assert found.value == pytest.approx(plain(figures, near))
    assert found.units["04a"] == Local(0.0, 1.0, Cluster.NONE)


def test_where_all_are_neighbours_nothing_can_be_seen() -> None:
    near = {u: tuple(v for v in ring(9) if v != u) for u in ring(9)}
    found = made({u: float(n) for n, u in enumerate(near)}, near)
    assert found.value == pytest.approx(found.expected)
    assert found.p == 1
    assert {unit.cluster for unit in found.units.values()} == {Cluster.NONE}


def test_too_little_to_measure() -> None:
    near = ring(MIN_UNITS)
    figures = {u: float(n) for n, u in enumerate(near)}
    assert autocorrelation(figures, near) is not None
    assert autocorrelation(dict(list(figures.items())[1:]), near) is None
    assert autocorrelation(dict.fromkeys(near, 0.1), near) is None
    assert autocorrelation(figures, dict.fromkeys(near, ())) is None
    assert autocorrelation({}, {}) is None
    with pytest.raises(KeyError):
        autocorrelation({**figures, "x": 1.0}, near)


def test_high_among_the_highest_of_the_rest_is_not_high_among_low() -> None:
    # one value so large that all others are below the mean, its neighbours least so
    near = ring(21)
    figures = dict.fromkeys(near, 0.0) | {"09": 4.0, "10": 100.0, "11": 4.0}
    found = made(figures, near).units["10"]
    assert found.value < 0
    assert found.p < 0.05
    assert found.cluster is Cluster.NONE


def test_the_same_data_give_the_same_figures_in_every_session(
    values: Callable[[str], dict[str, float]], near: Near
) -> None:
    figures = values("urodzenia_1000")
    first = made(figures, near)
    np.random.seed(1)  # noqa: NPY002  what another session may do
    assert made(dict(reversed(figures.items())), near) == first
    with ThreadPoolExecutor(4) as pool:
        assert set(map(repr, pool.map(lambda _: made(figures, near), range(8)))) == {repr(first)}


def test_numpy_s_shared_generator_is_left_alone(
    values: Callable[[str], dict[str, float]], near: Near
) -> None:
    def state() -> Any:
        return np.random.get_state(legacy=False)  # noqa: NPY002

    before = state()
    made(values("gestosc"), near)
    after = state()
    assert str(before) == str(after)
    assert (before["state"]["key"] == after["state"]["key"]).all()


FOUND = Autocorrelation(
    21,
    0.314,
    -0.05,
    0.0002,
    {
        "1": Local(1.0, 0.01, Cluster.HH),
        "2": Local(0.9, 0.02, Cluster.HH),
        "3": Local(-0.9, 0.02, Cluster.LH),
        "4": Local(0.1, 0.6, Cluster.NONE),
    },
)
NAMES = {"1": "Łubniany", "2": "Lewin Brzeski", "3": "Turawa", "4": "Opole"}


def test_the_figures_in_words() -> None:
    assert [s.replace("\N{NO-BREAK SPACE}", " ") for s in sentences(FOUND, NAMES)] == [
        (
            "Sąsiednie gminy są do siebie podobne bardziej, niż zdarza się to przypadkiem "
            "(I Morana = 0,31, przy losowym rozkładzie średnio −0,05; p < 0,001)."
        ),
        (
            "Lokalnie wyróżniają się wartości (wobec średniej gmin, p < 0,05): wysokie wśród "
            "wysokich – Lewin Brzeski, Łubniany; niskie wśród wysokich – Turawa."
        ),
        (
            "21 gmin to niewiele: test wykrywa tylko silne wzorce, a brak wyniku nie dowodzi, że "
            "wzorca nie ma. Wartości p pojedynczych gmin są orientacyjne: sprawdzono każdą z "
            "osobna, więc przy progu 0,05 sam przypadek wskazałby średnio 1,1 gminy."
        ),
    ]


def test_other_figures_in_other_words() -> None:
    unlike = sentences(replace(FOUND, value=-0.4, units={}), NAMES)
    assert unlike[0].startswith("Sąsiednie gminy różnią się od siebie bardziej, niż zdarza się")
    assert unlike[1] == (
        "Żadna gmina nie wyróżnia się lokalnie na tle sąsiadów ani razem z nimi (p < 0,05)."
    )
    by_chance = sentences(replace(FOUND, p=0.0496), NAMES)
    assert by_chance[0].startswith("Nie widać, aby sąsiednie gminy")
    assert "p = 0,050" in by_chance[0]
    assert sentences(replace(FOUND, n=22), NAMES)[2].startswith("22\N{NO-BREAK SPACE}gminy to")


def test_every_cluster_has_words() -> None:
    assert set(CLUSTER_WORDS) == set(Cluster)


def test_neighbours_are_mutual_and_ascend(near: Near) -> None:
    assert all(one in near[other] for one, others in near.items() for other in others)
    assert all(a < b for others in near.values() for a, b in pairwise(others))
