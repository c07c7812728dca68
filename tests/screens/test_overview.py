"""„Zestawienie”: figures, ranks and shades equal a second computation; every row is in the files."""

from __future__ import annotations

import re

import pytest

from ao_dash.mapview.selection import parse
from ao_dash.mapview.view import build_view
from ao_dash.model.dataset import Dataset
from ao_dash.model.indicator import Kind, Polarity
from ao_dash.output.paper.page import figures
from ao_dash.output.paper.sheet import Sheet
from ao_dash.screens.blocks import HeatTable, Page
from ao_dash.screens.leaves import leaves, pictures
from ao_dash.screens.overview.columns import CHOSEN, MOST_COLUMNS, OverviewChoice, offered
from ao_dash.screens.overview.screen import SCREEN
from tests.support.pages import blocks


def shown(dataset: Dataset, **query: str) -> tuple[OverviewChoice, Page, HeatTable]:
    choice, notes = SCREEN.chosen(query, dataset)
    assert notes == []
    page = SCREEN.page(dataset, choice)
    (heat,) = blocks(page, HeatTable)
    return choice, page, heat


def domains(dataset: Dataset) -> list[str]:
    return offered(dataset)


def test_every_figure_and_rank_is_that_of_the_map(dataset: Dataset) -> None:
    for domain in domains(dataset):
        choice, _, heat = shown(dataset, dziedzina=domain)
        rows = SCREEN.table(dataset, choice)
        for number, column in enumerate(heat.columns):
            query = dict(re.findall(r"(\w+)=([^&]*)", column.href))
            view = build_view(dataset, parse(query, dataset)[0])
            assert view.indicator is not None
            own = rows[rows["wskaznik"] == view.indicator.code].set_index("teryt6")
            texts = {row.code: row.cells[number].text for row in heat.rows if row.code}
            for row in view.rows:
                code = row.gmina.teryt6
                assert own.loc[code, "rok"] == view.year
                if row.value is None:
                    assert texts[code] == "–"
                    assert own["wartosc"].isna()[code]
                else:
                    assert own.loc[code, "wartosc"] == row.value
                assert own["miejsce"].isna()[code] or own.loc[code, "miejsce"] == row.rank
            area = rows[(rows["wskaznik"] == view.indicator.code) & (rows["teryt6"] == "")]
            expected = [] if view.area is None else [view.area.value]
            assert area["wartosc"].dropna().tolist() == expected


def test_the_best_fifth_is_the_best_whatever_the_polarity(dataset: Dataset) -> None:
    polar = 0
    for domain in domains(dataset):
        choice, _, heat = shown(dataset, dziedzina=domain)
        rows = SCREEN.table(dataset, choice)
        for number, column in enumerate(heat.columns):
            code = re.findall(r"wskaznik=(\w+)", column.href)[0]
            indicator = dataset.indicators[code]
            assert column.polar is (indicator.polarity is not Polarity.NEUTRAL)
            values = rows[rows["wskaznik"] == code].set_index("teryt6")["wartosc"].to_dict()
            levels = {row.code: row.cells[number].level for row in heat.rows}
            known = [one for one in levels if one and values[one] == values[one]]
            assert (
                all(1 <= levels[one] <= 5 for one in known)
                or len({values[one] for one in known}) == 1
            )
            better = -1 if indicator.polarity is Polarity.LOW else 1
            ordered = sorted(known, key=lambda one: better * values[one])
            assert [levels[one] for one in ordered] == sorted(levels[one] for one in known)
            for one in known:  # equal figures look the same
                assert len({levels[o] for o in known if values[o] == values[one]}) == 1
            bars = [row.cells[number].bar for row in heat.rows]
            assert all(0 <= bar <= 1 for bar in bars)
            polar += column.polar
    assert polar > 30


def test_every_domain_is_there_and_the_first_of_each(dataset: Dataset) -> None:
    _, _, heat = shown(dataset)
    groups = list(dict.fromkeys(column.group for column in heat.columns))
    with_any = [dataset.domains[code].short for code in domains(dataset) if code != CHOSEN]
    assert groups == with_any
    for domain in domains(dataset)[1:]:
        _, _, heat = shown(dataset, dziedzina=domain)
        assert len(heat.columns) == min(len(dataset.of_domain(domain)), MOST_COLUMNS)


def test_a_group_has_its_own_rows_and_whole(dataset: Dataset) -> None:
    choice, _, heat = shown(dataset, grupa="160908.160913", wskazniki="ludnosc,bezrobotni_1000")
    assert [row.name for row in heat.rows[:2]] == ["Ozimek", "Turawa"]
    assert [row.name for row in heat.rows[2:]] == ["wybrane: Ozimek, Turawa", "Aglomeracja Opolska"]
    rows = SCREEN.table(dataset, choice)
    people = rows[rows["wskaznik"] == "ludnosc"].set_index("gmina")["wartosc"]
    assert people["Ozimek"] + people["Turawa"] == people["wybrane: Ozimek, Turawa"]
    assert sorted(rows.dropna(subset="miejsce")["miejsce"].unique()) == [1, 2]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"dziedzina": "nie_ma"}, "nie istnieje"),
        ({"wskazniki": "ludnosc,nie_ma"}, "nie istnieje"),
        ({"grupa": "999999"}, "nie istnieje"),
    ],
)
def test_what_gives_way_is_noted(query: dict[str, str], said: str, dataset: Dataset) -> None:
    _, notes = SCREEN.chosen(query, dataset)
    assert [said in str(note) for note in notes] == [True]


def test_too_many_columns_give_way(dataset: Dataset) -> None:
    choice, notes = SCREEN.chosen({"wskazniki": ",".join(dataset.mapped)}, dataset)
    assert len(choice.indicators) == MOST_COLUMNS
    assert "najwyżej 40" in str(notes[0])


def test_columns_are_parted_for_paper_and_for_a_wall(dataset: Dataset) -> None:
    _, page, heat = shown(dataset, dziedzina="planowanie")
    for found, most in ((leaves(page), 24), (pictures(page), 6)):
        parts = [part for leaf in found for part in blocks(leaf, HeatTable)]
        assert all(len(part.columns) <= most for part in parts)
        assert [column for part in parts for column in part.columns] == list(heat.columns)
        assert [len(part.rows) for part in parts] == [len(heat.rows)] * len(parts)
        joined = [[cell for part in parts for cell in part.rows[n].cells] for n in range(3)]
        assert joined == [list(row.cells) for row in heat.rows[:3]]


def letters(text: str) -> str:
    """Leave out what parts lines and words."""
    return re.sub(r"\W", "", text)


def test_paper_says_every_figure(dataset: Dataset) -> None:
    choice, page, heat = shown(dataset)
    (figure,) = figures(dataset, page, Sheet.A3)
    drawn = [text.get_text().replace("\xa0", " ") for text in figure.texts]
    for row in heat.rows:
        assert row.name in drawn
        assert [c.text for c in row.cells if c.text.replace("\xa0", " ") not in drawn] == []
    for column in heat.columns:
        assert letters(column.name) in letters("".join(drawn)), column.name
    assert choice.domain == CHOSEN
    assert any(dataset.indicators[c].kind is Kind.FLAG for c in dataset.mapped)
