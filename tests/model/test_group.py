"""Groups of gminy: everything that is said of them equals a second computation by hand."""

from __future__ import annotations

import json
import random
import statistics
from collections.abc import Iterable

import pytest

from ao_dash.mapview import sentences
from ao_dash.mapview.layers import group_layer
from ao_dash.mapview.message import message
from ao_dash.mapview.rows import table
from ao_dash.mapview.selection import Selection, altered, parse
from ao_dash.mapview.view import Row, View, build_view
from ao_dash.model.dataset import Dataset
from ao_dash.model.faults import DataFaults
from ao_dash.model.group import FOUNDERS, own_group, read_group, ready_groups
from ao_dash.model.indicator import Kind
from ao_dash.model.territory import Territory
from ao_dash.output.strict_query import MAP, StrictQuery
from ao_dash.screens.blocks import sent
from ao_dash.screens.comparison.screen import SCREEN as COMPARISON
from ao_dash.screens.profile.screen import SCREEN as PROFILE
from tests.support.data import BY_NAME, lines

WITHOUT_CORE = "bez-opola"
MERGED = ["Opole", "Dobrzeń Wielki", "Dąbrowa", "Komprachcice", "Prószków"]
"""Gminy between which land passed in 2017."""


def picture(dataset: Dataset, **query: str) -> View:
    selection, notes = parse(query, dataset)
    assert notes == []
    return build_view(dataset, selection)


def published(indicator: str, year: int) -> dict[str, float]:
    """Read figures from the file, without the project's own reading."""
    return {
        row["teryt6"]: float(row["value"])
        for row in lines("stats.csv")
        if (row["indicator"], row["year"]) == (indicator, str(year)) and row["status"] == "ok"
    }


def by_hand(dataset: Dataset, indicator: str, year: int, members: Iterable[str]) -> float | None:
    """Compute the value of gminy together from the figures of the file."""
    one, members = dataset.indicators[indicator], list(members)
    if one.formula:
        above = published(one.formula.above, year)
        below = published(one.formula.below, year - one.formula.lag)
        both = [code for code in members if code in above and code in below]
        divisor = sum(below[code] for code in both)
        return one.formula.scale * sum(above[code] for code in both) / divisor if divisor else None
    figures = published(indicator, year)
    known = {code: figures[code] for code in members if code in figures}
    if one.weight:
        near = (published(one.weight, near) for near in (year, year - 1, year + 1))
        weights = next(found for found in near if found)
        total = sum(weights[code] for code in known)
        return sum(weights[code] * value for code, value in known.items()) / total
    return sum(known.values()) if known else None


PICTURES = [
    ("ludnosc", 2024),
    ("bezrobotni_zarejestrowani", 2019),
    ("bezrobotni_1000", 2024),
    ("bezrobotni_1000", 2016),
    ("gestosc", 2024),
    ("dochody_na_mieszkanca", 2024),
]


@pytest.fixture(scope="module")
def groups(dataset: Dataset) -> list[tuple[str, ...]]:
    made = random.Random(20)
    sizes = [made.randint(1, 20) for _ in range(30)]
    return [tuple(made.sample(sorted(dataset.gminy), size)) for size in sizes]


def test_thirty_groups_equal_a_second_computation(
    dataset: Dataset, groups: list[tuple[str, ...]]
) -> None:
    used = [picked for picked in PICTURES if picked[0] in dataset.mapped]
    assert len(used) >= 5
    for number, members in enumerate(groups):
        indicator, year = used[number % len(used)]
        query = {"wskaznik": indicator, "rok": str(year), "grupa": ".".join(members)}
        beside, alone = picture(dataset, **query), picture(dataset, **query, tylko="1")
        value = by_hand(dataset, indicator, year, members)
        assert value is not None
        assert alone.area is not None
        assert beside.aside is not None
        assert alone.area.value == pytest.approx(value, rel=1e-12)
        assert beside.aside.value == alone.area
        assert alone.aside is not None
        assert alone.aside.value == beside.area
        assert {row.gmina.teryt6 for row in alone.shown} == set(members)
        figures = {r.gmina.teryt6: r.value for r in beside.rows if r.value is not None}
        inside = sorted((figures[code] for code in members), reverse=True)
        assert alone.median == pytest.approx(statistics.median(inside))
        assert [row.rank for row in alone.shown] == [
            inside.index(row.value) + 1 for row in alone.shown if row.value is not None
        ]
        rows = table(alone)
        assert sorted(rows["teryt6"]) == sorted(members)
        assert dict(zip(rows["teryt6"], rows["wartosc"], strict=True)) == {
            code: figures[code] for code in members
        }
        assert len(beside.shown) == len(dataset.gminy)  # nothing is hidden unless it is asked for


def test_a_group_is_a_unit_of_the_comparison(
    dataset: Dataset, groups: list[tuple[str, ...]]
) -> None:
    for members in groups[:10]:
        code = f"Moja grupa:{'.'.join(members)}"
        query = {"jednostki": f"{code},AO", "wskaznik": "bezrobotni_1000", "rok": "2024"}
        choice, notes = COMPARISON.chosen(query, dataset)
        assert notes == []
        rows = COMPARISON.table(dataset, choice)
        own = rows[(rows["kod"] == code) & (rows["rok"] == 2024)]
        value = by_hand(dataset, "bezrobotni_1000", 2024, members)
        assert own["wartosc"].tolist() == [pytest.approx(value)]
    choice, _ = COMPARISON.chosen({"grupa": WITHOUT_CORE}, dataset)
    assert choice.units == (WITHOUT_CORE, "AO")


def broken_in(dataset: Dataset, names: Iterable[str]) -> list[int]:
    members = [BY_NAME[name] for name in names]
    return [b.year for b in dataset.breaks_of_group("ludnosc", members) if b.year == 2017]


def test_it_breaks_as_its_members_do(dataset: Dataset) -> None:
    everyone = [gmina.name for gmina in dataset.gminy.values()]
    assert broken_in(dataset, everyone) == []
    assert broken_in(dataset, MERGED) == []
    assert broken_in(dataset, MERGED[:2])
    assert broken_in(dataset, ["Ozimek", "Turawa"]) == []
    without = ready_groups(dataset)[WITHOUT_CORE]
    assert broken_in(dataset, [dataset.gminy[code].name for code in without.members])


def test_a_change_of_a_group_across_moved_borders_says_so(dataset: Dataset) -> None:
    query = {"wskaznik": "ludnosc", "rok": "2018", "zmiana": "roznica", "od": "2016"}
    told = "zmieniły się granice (AO bez Opola)"
    view = picture(dataset, **query, grupa=WITHOUT_CORE)
    assert told in sentences.broken_words(view)
    assert told in sentences.sentence(picture(dataset, **query, grupa=WITHOUT_CORE, tylko="1"))
    whole = picture(dataset, **query, grupa=".".join(BY_NAME[name] for name in MERGED))
    assert "dla całej grupy" not in sentences.broken_words(whole)
    later = picture(dataset, **query | {"rok": "2024", "od": "2018"}, grupa=WITHOUT_CORE)
    assert "dla całej grupy" not in sentences.broken_words(later)


def test_merged_gminy_of_a_group_are_those_of_the_register(dataset: Dataset) -> None:
    query = {"wskaznik": "ludnosc", "rok": "2016", "teren": "staly"}
    view = picture(dataset, **query, grupa="S166101.160908", tylko="1")
    members = [*(BY_NAME[name] for name in MERGED), "160908"]
    assert view.area is not None
    assert view.area.value == by_hand(dataset, "ludnosc", 2016, members)
    assert view.area.of == 6


def test_ready_groups(dataset: Dataset) -> None:
    ready = ready_groups(dataset)
    assert len(ready[WITHOUT_CORE].members) == 20
    assert "166101" not in ready[WITHOUT_CORE].members
    opolski = {g.teryt6 for g in dataset.gminy.values() if g.powiat == "opolski"}
    assert set(ready["powiat-1609"].members) == opolski
    first = min(g.member_since for g in dataset.gminy.values() if g.member_since)
    later = {g.teryt6 for g in dataset.gminy.values() if g.member_since != first}
    assert not later.intersection(ready[FOUNDERS].members if FOUNDERS in ready else ())


@pytest.mark.parametrize(
    ("text", "members", "unknown"),
    [
        ("160908.160913", ["160908", "160913"], []),
        ("Wschód 2:160913.160908", ["160908", "160913"], []),
        ("160908.160908", ["160908"], []),
        ("160908.999999", ["160908"], ["999999"]),
        ("999999", None, ["999999"]),
        ("=1+1:160908", None, ["=1+1:160908"]),
        ("@cmd:160908", None, ["@cmd:160908"]),
        ("<b>:160908", None, ["<b>:160908"]),
        ("nie-ma", None, ["nie-ma"]),
        (f"{'a' * 41}:160908", None, [f"{'a' * 41}:160908"]),
    ],
)
def test_an_address_is_read(
    text: str, members: list[str] | None, unknown: list[str], dataset: Dataset
) -> None:
    group, found = read_group(text, dataset)
    assert found == unknown
    assert (list(group.members) if group else None) == members
    if group:
        assert read_group(group.code, dataset) == (group, [])


def test_what_gives_way_is_noted_and_refused(dataset: Dataset) -> None:
    selection, notes = parse({"grupa": "160908.999999", "tylko": "1"}, dataset)
    assert selection.group == own_group(dataset, ["160908"])
    assert [(note.parameter, note.value) for note in notes] == [("grupa", "999999")]
    selection, _ = parse({"tylko": "1"}, dataset)
    assert not selection.group_only
    strict = StrictQuery({"grupa": "160908.999999"})
    shown = strict.shown(MAP, dataset)
    assert isinstance(shown, Selection)
    with pytest.raises(DataFaults, match="999999"):
        strict.raise_if_invalid()


def test_it_is_said_in_every_place(dataset: Dataset) -> None:
    query = {"wskaznik": "bezrobotni_1000", "rok": "2024", "grupa": "Wschód:160908.160913"}
    view = picture(dataset, **query)
    assert "Wschód – " in sentences.sentence(view)
    assert "(z sum 2 gmin)" in sentences.sentence(view)
    shown = message(view)
    assert shown["group"] == {
        "name": "Wschód",
        "members": ["160908", "160913"],
        "only": 0,
        "merged": 0,
    }
    assert [card[0] for card in shown["cards"][:2]] == [dataset.area.name, "Wschód"]
    alone = message(picture(dataset, **query, tylko="1", tryb="prezentacja"))
    assert [card[0] for card in alone["cards"][:2]] == ["Wschód", dataset.area.name]
    assert (alone["whole"], alone["legend"]["whole"]) == ("Wschód", "grupa")
    assert alone["filters"] == "grupa: Wschód"
    assert "grupa: Wschód" in alone["state"]
    assert alone["around"][0].startswith(f"{dataset.area.name} – ")
    flag = next(c for c in dataset.mapped if dataset.indicators[c].kind is Kind.FLAG)
    told = picture(dataset, wskaznik=flag, grupa="160908.160913", tylko="1")
    assert told.area is not None
    assert told.area.of == 2


# A group as one unit


def as_one(dataset: Dataset, members: Iterable[str], **query: str) -> View:
    return picture(dataset, **query, grupa=".".join(members), teren="grupa")


def the_unit(view: View) -> Row:
    (row,) = (row for row in view.rows if row.gmina.members)
    return row


def test_thirty_groups_as_one_unit_equal_a_second_computation(
    dataset: Dataset, groups: list[tuple[str, ...]]
) -> None:
    several = [members for members in groups if len(members) > 1]
    assert len(several) > 20
    for number, members in enumerate(several):
        indicator, year = PICTURES[number % len(PICTURES)]
        if indicator not in dataset.mapped:
            continue
        shown = {"wskaznik": indicator, "rok": str(year)}
        view, apart = as_one(dataset, members, **shown), picture(dataset, **shown)
        unit, others = the_unit(view), {r.gmina.teryt6: r.value for r in apart.rows}
        assert unit.value == pytest.approx(by_hand(dataset, indicator, year, members), rel=1e-12)
        assert set(unit.gmina.members) == set(members)
        figures = {r.gmina.teryt6: r.value for r in view.rows if r is not unit}
        assert figures == {code: others[code] for code in dataset.gminy if code not in members}
        higher = [
            value for value in figures.values() if value is not None and unit.value is not None
        ]
        assert unit.rank == 1 + sum(value > (unit.value or 0) for value in higher)
        assert view.area == apart.area  # the whole area is that of its gminy


def test_one_unit_has_the_borders_of_its_members_in_every_year(dataset: Dataset) -> None:
    members = [BY_NAME[name] for name in ("Opole", "Ozimek", "Turawa")]
    for year, vintage in (("2015", dataset.vintages[0]), ("2024", dataset.vintages[-1])):
        view = as_one(dataset, members, wskaznik="ludnosc", rok=year)
        unit = the_unit(view).gmina.teryt6
        areas, parts = view.vintage.areas(), vintage.areas()
        assert areas[unit] == pytest.approx(sum(parts[code] for code in members), rel=1e-6)
        assert {code: areas[code] for code in areas if code != unit} == {
            code: area for code, area in parts.items() if code not in members
        }
        layer = group_layer(dataset, view.vintage.code)
        assert layer is not None
        drawn = {one["properties"]["teryt6"] for one in json.loads(layer)["features"]}
        assert drawn == set(areas)


@pytest.mark.parametrize(
    ("names", "broken"),
    [
        (MERGED, False),
        ([*MERGED, "Ozimek"], False),
        (["Ozimek", "Turawa"], False),
        (["Opole", "Ozimek"], True),
        (["Dąbrowa", "Prószków"], True),
    ],
)
def test_one_unit_breaks_as_its_members_do(
    names: list[str], broken: bool, dataset: Dataset
) -> None:
    query = {"wskaznik": "ludnosc", "rok": "2018", "zmiana": "roznica", "od": "2016"}
    view = as_one(dataset, [BY_NAME[name] for name in names], **query)
    unit = the_unit(view)
    assert unit.broken is broken
    outside = {row.gmina.name for row in view.broken if row is not unit}
    moved = set() if set(MERGED) <= set(names) else set(MERGED) - set(names)
    assert outside == moved


def test_one_unit_needs_two_gminy_and_is_not_alone(dataset: Dataset) -> None:
    for query in ({"teren": "grupa"}, {"teren": "grupa", "grupa": "160908"}):
        selection, notes = parse(query, dataset)
        assert selection.territory is None
        assert [note.parameter for note in notes] == ["teren"]
    both = {"teren": "grupa", "grupa": "160908.160913", "tylko": "1"}
    selection, notes = parse(both, dataset)
    assert (selection.territory, selection.group_only) == (Territory.GROUP, False)
    assert [note.parameter for note in notes] == ["tylko"]
    inside, notes = parse({"teren": "grupa", "grupa": "160908.160913", "gmina": "160908"}, dataset)
    assert (inside.gmina, notes) == (the_unit(build_view(dataset, inside)).gmina.teryt6, [])
    assert altered(both, {"grupa": None}) == {"tylko": "1"}
    assert altered({"teren": "staly", "grupa": "160908"}, {"grupa": ""})["teren"] == "staly"


def test_one_unit_leads_to_the_profile_of_the_group(dataset: Dataset) -> None:
    query = {"grupa": "Wschód:160908.160913", "teren": "grupa", "gmina": "160908"}
    shown = message(picture(dataset, **query))
    assert shown["profile"] == {
        "text": "Profil grupy: Wschód",
        "href": "/profil?grupa=Wsch%C3%B3d%3A160908.160913&wskaznik=dochody_wlasne_os",
    }
    assert shown["group"]["merged"] == 1
    del query["gmina"]
    assert message(picture(dataset, **query))["profile"] == shown["profile"]
    del query["teren"]
    assert message(picture(dataset, **query))["profile"] == shown["profile"]
    chosen = message(picture(dataset, **query, gmina="160908"))["profile"]
    assert chosen is not None
    assert chosen["text"] == "Profil gminy: Ozimek"
    assert message(picture(dataset, grupa="160908"))["profile"] is None


def test_the_profile_of_a_group_equals_a_second_computation(
    dataset: Dataset, groups: list[tuple[str, ...]]
) -> None:
    for members in [one for one in groups if len(one) > 1][:8]:
        choice, notes = PROFILE.chosen({"grupa": f"Moja:{'.'.join(members)}"}, dataset)
        assert notes == []
        rows = PROFILE.table(dataset, choice).to_dict("records")
        assert {row["gmina"] for row in rows} == {"Moja"}
        by_picture = {(row["wskaznik"], row["rok"]): row for row in rows}
        for indicator, year in (one for one in PICTURES if one[0] in dataset.mapped):
            row, value = by_picture[indicator, year], by_hand(dataset, indicator, year, members)
            assert value is not None
            apart = picture(dataset, wskaznik=indicator, rok=str(year))
            assert row["wartosc"] == pytest.approx(value, rel=1e-12)
            assert apart.area is not None
            assert row["wartosc_ao"] == apart.area.value
            outside = [r.value for r in apart.rows if r.gmina.teryt6 not in members]
            assert row["z_ilu"] == 1 + len([one for one in outside if one is not None])
            assert row["miejsce"] == 1 + sum(one is not None and one > value for one in outside)


@pytest.mark.parametrize("members", [2, 12, 20, 21])
def test_the_profile_of_a_group_says_that_it_is_one(members: int, dataset: Dataset) -> None:
    codes = sorted(dataset.gminy)[:members]
    choice, _ = PROFILE.chosen({"grupa": f"Moja:{'.'.join(codes)}"}, dataset)
    said = json.dumps(sent(PROFILE.page(dataset, choice)), ensure_ascii=False)
    for name in (dataset.gminy[code].name for code in codes):
        assert name in said
    for wrong in ("scalona", "TERYT S", "tę gminę", "tej gminy", "Gminy podobne", "kreski to ."):
        assert wrong not in said, wrong
    assert choice.query() == {"grupa": f"Moja:{'.'.join(choice.group.members)}", "od": "2020"}


def test_a_profile_of_one_gmina_of_a_group_gives_way(dataset: Dataset) -> None:
    choice, notes = PROFILE.chosen({"grupa": "160908", "gmina": "160913"}, dataset)
    assert (choice.gmina, choice.group) == ("160913", None)
    assert [note.parameter for note in notes] == ["grupa"]
