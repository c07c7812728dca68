"""Age groups of a profile: shares of what is published, on the base that it has."""

from __future__ import annotations

from pathlib import Path

import pytest

from ao_dash.datafolder.load import load
from ao_dash.model.aggregate import area_value
from ao_dash.model.dataset import Dataset
from ao_dash.screens.blocks import Bars, Text
from ao_dash.screens.leaves import leaves
from ao_dash.screens.profile.ages import CHILDREN, OLD, OLDEST, TOTAL, age_blocks, age_shares
from ao_dash.screens.profile.screen import SCREEN


def test_shares_of_every_gmina_are_those_of_the_published_counts(dataset: Dataset) -> None:
    for teryt6, gmina in dataset.gminy.items():
        found = age_shares(dataset, gmina)
        assert found
        year, (own, area, voivodeship) = found
        total, children, old, oldest = (
            dataset.series[code][year][teryt6].value or 0 for code in (TOTAL, CHILDREN, OLD, OLDEST)
        )
        assert own.persons == total
        working = total - children - old
        counts = (children, working, old - oldest, oldest)
        assert own.shares == pytest.approx([100 * count / total for count in counts])
        for place in (own, area, voivodeship):
            assert sum(place.shares) == pytest.approx(100)
        declared = dataset.series["wiek_65_udzial"][year][teryt6].value
        assert sum(own.shares[2:]) == pytest.approx(declared)


def test_the_area_and_the_voivodeship_are_those_of_the_same_base(dataset: Dataset) -> None:
    year, (_, area, voivodeship) = age_shares(dataset, dataset.gminy["166101"]) or (0, ())
    together = area_value(dataset, "wiek_0_14_udzial", year)
    assert together
    assert area.shares[0] == pytest.approx(together.value)
    assert area.persons == sum(dataset.series[TOTAL][year].numbers().values())
    assert voivodeship.persons == dataset.regional[TOTAL][year]["16"].value


def test_bars_say_their_year_and_base_and_stand_on_one_leaf(dataset: Dataset) -> None:
    choice, _ = SCREEN.chosen({"gmina": "160501"}, dataset)
    page = SCREEN.page(dataset, choice)
    (leaf,) = (
        leaf for leaf in leaves(page) if any(isinstance(b, Bars) for b in leaf.places["board"])
    )
    text, bars = leaf.places["board"]
    assert isinstance(text, Text)
    assert isinstance(bars, Bars)
    assert text.title == "Ludność według wieku, 2020"
    assert "sprzed spisu 2021" in " ".join(text.sentences)
    assert "nie piramida" in " ".join(text.sentences)
    assert [bar.name for bar in bars.bars[:3]] == [
        "0–14 lat: Gogolin",
        "Aglomeracja Opolska",
        "województwo opolskie",
    ]
    assert [bar.series for bar in bars.bars] == [0, 1, 2] * 4
    assert all(bar.start == 0 for bar in bars.bars)


def test_they_are_of_their_domain_alone(dataset: Dataset) -> None:
    gmina = dataset.gminy["160501"]
    assert age_blocks(dataset, gmina, "planowanie")
    assert age_blocks(dataset, gmina, "transport") == []


def test_without_figures_there_are_none(dataset: Dataset, folder: Path) -> None:
    rows = (folder / "stats.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [row for row in rows if f",{OLDEST}," not in row]
    (folder / "stats.csv").write_text("".join(kept), encoding="utf-8")
    fewer = load(folder)
    assert age_blocks(fewer, fewer.gminy["160501"], None) == []
    assert age_blocks(dataset, dataset.gminy["160501"], None)
