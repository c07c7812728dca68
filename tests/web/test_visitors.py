"""Visitors' own figures in memory: found by their name alone, gone with the visitor."""

from __future__ import annotations

import dataclasses
import gc
import weakref

import pytest

from ao_dash.datafolder.load import SHIPPED, load
from ao_dash.ingest.spreadsheet.user_indicators import OFFICE, UserIndicator, accept, extended
from ao_dash.mapview.selection import parse
from ao_dash.mapview.sentences import sources, subtitle
from ao_dash.mapview.view import build_view
from ao_dash.model import territory
from ao_dash.model.cache import cached_per_dataset
from ao_dash.model.dataset import Dataset
from ao_dash.screens.blocks import Table, block_sent
from ao_dash.screens.profile.standing import standings
from ao_dash.web.state import visitors as state
from ao_dash.web.state.visitors import KEPT_SECONDS, MAX_VISITORS, Visitors, newest, of
from ao_dash.web.state.visitors import visitors as running
from ao_dash.web.ui.user_data_blocks import brought_table, figures_table, match_blocks
from tests.support.uploads import NURSERIES, usable


@pytest.fixture(scope="module")
def brought(dataset: Dataset) -> tuple[UserIndicator, ...]:
    preview = usable("żłobki.csv", NURSERIES, dataset)
    return accept(preview, {c.code: c.guess for c in preview.candidates}, dataset)


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_figures_are_found_by_their_name_until_nobody_asks(
    brought: tuple[UserIndicator, ...],
) -> None:
    clock = Clock()
    known = Visitors(clock)
    known.put("ja", brought)
    known.put("ty", brought)
    clock.now = KEPT_SECONDS - 1
    assert known.find("ja")
    assert known.find("on") is None
    clock.now = KEPT_SECONDS + 1
    assert known.find("ja")  # asked for a moment ago
    assert known.find("ty") is None
    known.put("ja", ())
    assert known.find("ja") is None


def test_only_so_many_visitors_are_kept(brought: tuple[UserIndicator, ...]) -> None:
    known = Visitors(Clock())
    for number in range(MAX_VISITORS + 5):
        known.put(str(number), brought)
    found = [number for number in range(MAX_VISITORS + 5) if known.find(str(number))]
    assert found == list(range(5, MAX_VISITORS + 5))


def test_figures_of_all_are_bounded_and_the_longest_away_go(
    brought: tuple[UserIndicator, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(state, "MAX_FIGURES_OF_ALL", 3 * state.size(brought[0]))
    known = Visitors(Clock())
    for name in ("ja", "ty", "on"):
        known.put(name, brought)
    assert known.find("ja")
    known.put("ona", brought)
    assert [bool(known.find(name)) for name in ("ja", "ty", "on", "ona")] == [
        *(True, False, True, True)
    ]


def test_of_one_visitor_the_newest_indicators_are_kept(
    brought: tuple[UserIndicator, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    named = [dataclasses.replace(brought[0], provisional={n: ""}) for n in range(5)]
    assert newest(named) == (tuple(named), ())
    monkeypatch.setattr(state, "MAX_INDICATORS", 3)
    assert newest(named) == (tuple(named[2:]), tuple(named[:2]))
    monkeypatch.setattr(state, "MAX_FIGURES", 2 * state.size(brought[0]))
    assert newest(named) == (tuple(named[3:]), tuple(named[:3]))


def test_the_shared_dataset_stays_as_it_is(
    dataset: Dataset, brought: tuple[UserIndicator, ...]
) -> None:
    running.put("testowy", brought)
    try:
        mine = of("testowy", dataset)
        assert mine is of("testowy", dataset)
        (code,) = set(mine.indicators) - set(dataset.indicators)
        assert code not in dataset.series
        assert of(None, dataset) is of("inny", dataset) is dataset
    finally:
        running.put("testowy", ())


def test_an_own_indicator_is_drawn_like_any_other_and_says_whose_it_is(
    dataset: Dataset,
    brought: tuple[UserIndicator, ...],
) -> None:
    mine = extended(dataset, brought)
    code = brought[0].indicator.code
    for query in ({}, {"rok": "2016"}, {"rok": "2023", "zmiana": "roznica"}):
        selection, notes = parse({"wskaznik": code, **query}, mine)
        assert not notes
        view = build_view(mine, selection)
        assert view.indicator is not None
        assert OFFICE in subtitle(view)
        assert any("żłobki.csv" in line for line in sources(view))
    changed = build_view(
        mine, parse({"wskaznik": code, "rok": "2023", "zmiana": "roznica"}, mine)[0]
    )
    assert "Opole" in {row.gmina.name for row in changed.broken}


def test_what_is_computed_of_a_dataset_goes_with_it() -> None:
    dataset = load(SHIPPED)
    merged = territory.constant(dataset)
    assert territory.constant(dataset) is merged
    standings(dataset)
    seen = weakref.ref(dataset)
    del dataset, merged
    gc.collect()
    assert seen() is None


def test_the_newest_results_are_kept_for_each_dataset(dataset: Dataset) -> None:
    calls: list[tuple[int, int]] = []

    @cached_per_dataset
    def counted(dataset: Dataset, number: int) -> int:
        calls.append((id(dataset), number))
        return number

    one, other = extended(dataset, ()), extended(dataset, ())
    assert [counted(one, 1), counted(one, 1), counted(other, 1), counted(one, 2)] == [1, 1, 1, 2]
    assert calls == [(id(one), 1), (id(other), 1), (id(one), 2)]


def test_a_person_sees_what_was_matched_before_anything_is_drawn(dataset: Dataset) -> None:
    preview = usable("żłobki.csv", NURSERIES, dataset)
    blocks = match_blocks(preview, dataset)
    told = str([block_sent(block) for block in blocks])
    assert "2 z 21" in told
    assert "b.d." in told
    unused = next(b for b in blocks if isinstance(b, Table) and not b.shut)
    assert [row[1] for row in unused.rows] == ["<b>Nibylandia</b>", "1609"]
    read = figures_table(preview.candidates[0], dataset)
    assert read.columns == ("Gmina", "2023", "2016")
    assert ("Gogolin", "brak danych", "80") in read.rows


def test_the_list_leads_to_the_map(brought: tuple[UserIndicator, ...]) -> None:
    (row,) = brought_table(brought).rows
    assert row[0].href == f"/?wskaznik={brought[0].indicator.code}"  # type: ignore[union-attr]
    assert row[3] == "2016, 2023"
