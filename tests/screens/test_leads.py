"""Every screen begins with the sentence that answers its question; it is what its figures say."""

from __future__ import annotations

import re

import pytest

from ao_dash.mapview import sentences
from ao_dash.mapview.message import message
from ao_dash.mapview.selection import parse
from ao_dash.mapview.view import build_view
from ao_dash.model.dataset import Dataset
from ao_dash.model.numbers import format_number
from ao_dash.screens import registry
from ao_dash.screens.base import Screen
from ao_dash.screens.blocks import Page, Text
from tests.support.pages import blocks


def leads(page: Page) -> list[str]:
    return [s for text in blocks(page, Text) if text.lead for s in text.sentences]


def shown(dataset: Dataset, code: str, **query: str) -> tuple[Page, Screen]:
    screen = registry.find(code)
    choice, notes = screen.chosen(query, dataset)
    assert notes == []
    return screen.page(dataset, choice), screen


@pytest.mark.parametrize("screen", registry.SCREENS, ids=lambda screen: screen.code)
def test_every_screen_has_one(dataset: Dataset, screen: Screen) -> None:
    page, _ = shown(dataset, screen.code)
    if screen.code == "profil":
        first = next(b for b in page.places["heading"] if isinstance(b, Text))
        assert first.title == "Co wyróżnia tę gminę"
        return
    (lead,) = leads(page)
    assert lead.endswith(".")
    assert re.search(r"\d", lead)


def test_the_map_says_the_whole_the_chosen_gmina_and_the_ends(dataset: Dataset) -> None:
    query = {"wskaznik": "bezrobotni_1000", "rok": "2024", "gmina": "160908"}
    view = build_view(dataset, parse(query, dataset)[0])
    lead = message(view)["lead"]
    row = view.selected
    assert row is not None
    assert view.area is not None
    assert lead.startswith(f"Ozimek – {format_number(row.value or 0, 1)}")
    assert f"({row.rank}. z 21)" in lead
    assert f"Aglomeracja Opolska – {format_number(view.area.value, 1)}" in lead
    for one in (view.highest[0], view.lowest[0]):
        assert f"{one.gmina.name} ({sentences.value_text(one, view.indicator)})" in lead


def test_every_indicator_has_a_lead(dataset: Dataset) -> None:
    for code in dataset.mapped:
        view = build_view(dataset, parse({"wskaznik": code}, dataset)[0])
        lead = sentences.lead(view)
        assert lead.endswith("."), code
        assert "nan" not in lead, code


def test_comparison_names_the_highest_and_the_lowest(dataset: Dataset) -> None:
    query = {"jednostki": "160908,160913,166101", "wskaznik": "bezrobotni_1000", "rok": "2024"}
    page, screen = shown(dataset, "porownanie", **query)
    rows = screen.table(dataset, screen.chosen(query, dataset)[0])
    figures = rows[rows.rok == 2024].set_index("jednostka")["wartosc"]
    (lead,) = leads(page)
    high, low = figures.idxmax(), figures.idxmin()
    assert re.match(rf"W 2024 r\. najwyższą wartość ma {high} \(.+\), najniższą .* {low} \(", lead)


def test_overview_counts_who_is_best_and_weakest_most_often(dataset: Dataset) -> None:
    page, screen = shown(dataset, "zestawienie", dziedzina="gospodarka")
    rows = screen.table(dataset, screen.chosen({"dziedzina": "gospodarka"}, dataset)[0])
    rows = rows[rows.teryt6 != ""]
    best: dict[str, int] = dict.fromkeys(rows.gmina, 0)
    polar = 0
    for code, part in rows.groupby("wskaznik"):
        polarity = dataset.indicators[str(code)].polarity.value
        known = part.dropna(subset=["wartosc"])
        if polarity == "neutral" or known.wartosc.nunique() < 2:
            polar += polarity != "neutral"
            continue
        polar += 1
        for one in known.itertuples():
            below = ((known.wartosc < one.wartosc).sum() + (known.wartosc <= one.wartosc).sum()) / 2
            share = below / len(known)
            share = 1 - share if polarity == "low" else share
            best[str(one.gmina)] += share >= 0.8
    (lead,) = leads(page)
    assert lead.startswith(f"Na {polar}")
    most = max(best.values())
    assert f"({most})" in lead
    for name in (name for name, n in best.items() if n == most):
        assert name in lead


def test_a_name_keeps_its_capital_where_one_gmina_is_left(dataset: Dataset) -> None:
    query = {"wskaznik": "bezrobotni_1000", "typ": "miejska"}
    lead = sentences.lead(build_view(dataset, parse(query, dataset)[0]))
    assert "Jedyna wartość: Opole (" in lead
