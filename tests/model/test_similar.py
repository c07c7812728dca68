"""Gminy like another one: equal to a second computation by hand, wherever they are shown."""

from __future__ import annotations

import math
import statistics

import pytest

from ao_dash.mapview.selection import parse
from ao_dash.mapview.view import build_view
from ao_dash.model.dataset import Dataset
from ao_dash.model.group import like_code, read_group
from ao_dash.model.similar import LIKE, can_be_trait, like, likenesses, usual_traits
from ao_dash.screens.comparison.screen import SCREEN as COMPARISON
from ao_dash.screens.profile.screen import SCREEN as PROFILE
from tests.support.data import lines

OZIMEK = "160908"


def figures(dataset: Dataset, code: str) -> dict[str, float]:
    year = dataset.newest_full_year(code)
    return dict(dataset.series[code].in_year(year).numbers())


def by_hand(dataset: Dataset, teryt6: str, traits: tuple[str, ...]) -> dict[str, float]:
    squares: dict[str, list[float]] = {}
    for code in traits:
        known = figures(dataset, code)
        spread = statistics.pstdev(known.values())
        for other, value in known.items():
            if teryt6 in known and other != teryt6 and spread:
                squares.setdefault(other, []).append(((value - known[teryt6]) / spread) ** 2)
    return {other: math.sqrt(statistics.fmean(found)) for other, found in squares.items()}


@pytest.mark.parametrize("traits", [(), ("bezrobotni_1000",), ("gestosc", "lesistosc")])
def test_distances_equal_a_second_computation(dataset: Dataset, traits: tuple[str, ...]) -> None:
    for teryt6 in dataset.gminy:
        found = {one.teryt6: one.distance for one in likenesses(dataset, teryt6, traits)}
        expected = by_hand(dataset, teryt6, traits or usual_traits(dataset))
        assert found == pytest.approx(expected)
        assert list(found.values()) == sorted(found.values())
        assert like(dataset, teryt6, traits) == tuple(found)[:LIKE]


def test_traits_come_from_every_domain_and_say_nothing_of_size(dataset: Dataset) -> None:
    traits = usual_traits(dataset)
    domains = [dataset.indicators[code].domain for code in traits]
    assert max(domains.count(one) for one in domains) <= 2
    assert all(can_be_trait(dataset, code) for code in traits)
    assert not can_be_trait(dataset, "ludnosc")


def test_it_is_a_group_on_every_screen(dataset: Dataset) -> None:
    code = like_code(OZIMEK)
    group, unknown = read_group(code, dataset)
    assert group is not None
    assert (group.name, unknown) == ("gminy podobne do: Ozimek", [])
    assert set(group.members) == set(like(dataset, OZIMEK))
    selection, notes = parse({"wskaznik": "bezrobotni_1000", "grupa": code}, dataset)
    view = build_view(dataset, selection)
    assert notes == []
    assert view.aside is not None
    assert view.aside.value is not None
    choice, refused = COMPARISON.chosen({"jednostki": f"{OZIMEK},{code}"}, dataset)
    assert refused == []
    rows = COMPARISON.table(dataset, choice)
    assert {"Ozimek", "gminy podobne do: Ozimek"} == set(rows["jednostka"])
    assert read_group("podobne-999999", dataset) == (None, ["podobne-999999"])


def test_the_profile_names_them_and_their_median(dataset: Dataset) -> None:
    traits = ("gestosc", "lesistosc")
    choice, notes = PROFILE.chosen({"gmina": OZIMEK, "cechy": ",".join(traits)}, dataset)
    assert notes == []
    rows = PROFILE.table(dataset, choice)
    alike = like(dataset, OZIMEK, traits)
    row = rows[(rows.wskaznik == "bezrobotni_1000") & (rows.rok == 2024)].iloc[0]
    published = {
        line["teryt6"]: float(line["value"])
        for line in lines("stats.csv")
        if (line["indicator"], line["year"]) == ("bezrobotni_zarejestrowani", "2024")
    }
    people = {
        line["teryt6"]: float(line["value"])
        for line in lines("stats.csv")
        if (line["indicator"], line["year"]) == ("ludnosc", "2024")
    }
    expected = statistics.median(1000 * published[code] / people[code] for code in alike)
    assert row.mediana_podobnych == pytest.approx(expected)
