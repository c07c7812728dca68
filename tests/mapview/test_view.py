from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import given, settings

from ao_dash.analysis.classes import AT_MOST, Method
from ao_dash.mapview import sentences
from ao_dash.mapview.legend import Form, build_legend
from ao_dash.mapview.message import message
from ao_dash.mapview.selection import Selection
from ao_dash.mapview.view import View, build_view
from ao_dash.model.dataset import Dataset
from ao_dash.model.series import Status
from ao_dash.screens.story.shipped import read_stories
from tests.support.strategies import selections

Make = Callable[..., View]


@pytest.mark.parametrize(
    ("year", "urban", "mixed", "rural"),
    [
        ("2015", 1, 7, 13),
        ("2017", 1, 7, 13),
        ("2018", 1, 8, 12),
        ("2020", 1, 8, 12),
        ("2023", 1, 8, 12),
        ("2024", 1, 9, 11),
    ],
)
def test_types_follow_the_year(view: Make, year: str, urban: int, mixed: int, rural: int) -> None:
    counts = Counter(row.type.value for row in view(wskaznik="ludnosc", rok=year).rows)
    assert counts == {"miejska": urban, "miejsko-wiejska": mixed, "wiejska": rural}


def test_borders_follow_the_year(view: Make) -> None:
    before = view(wskaznik="ludnosc", rok="2016").vintage.areas()["166101"]
    after = view(wskaznik="ludnosc", rok="2017").vintage.areas()["166101"]
    assert before == pytest.approx(96.5, abs=0.3)
    assert after == pytest.approx(148.99, abs=0.3)


def test_the_filter_by_type_uses_the_type_of_the_year(view: Make) -> None:
    names = {
        r.gmina.name for r in view(wskaznik="ludnosc", rok="2017", typ="miejsko-wiejska").shown
    }
    later = {
        r.gmina.name for r in view(wskaznik="ludnosc", rok="2018", typ="miejsko-wiejska").shown
    }
    assert later - names == {"Tułowice"}


def test_only_gminy_with_joint_projects(view: Make) -> None:
    shown = view(dziedzina="kultura", projekty="1").shown
    assert {r.gmina.name for r in shown} == {"Popielów", "Murów", "Łubniany", "Dobrzeń Wielki"}


def test_a_plan_a_mention_and_a_collective_word_are_not_taking_part(dataset: Dataset) -> None:
    listed = {code for codes in dataset.members("transport").values() for code in codes}
    assert not listed & {"P29", "P30", "P06", "P07", "P08"}  # plan, document, single gminy
    collective = {code for codes in dataset.members("gospodarka").values() for code in codes}
    assert "P22" not in collective
    assert "P22" in dataset.joint_projects("gospodarka")


@pytest.mark.parametrize("domain", ["technologie", "powodz"])
def test_domains_without_a_joint_project(dataset: Dataset, domain: str) -> None:
    assert not dataset.joint_projects(domain)


def test_a_domain_without_an_indicator_draws_borders_and_says_so(view: Make) -> None:
    picture = view(dziedzina="technologie")
    assert picture.indicator is None
    assert build_legend(picture).form is Form.EMPTY
    assert "nie ma wskaźnika" in sentences.sentence(picture)
    assert [(i.code, g.name, v) for i, _, g, v in picture.single_values] == [
        ("studenci", "Opole", 19571)
    ]


def test_missing_confidential_and_not_applicable_stay_apart(view: Make) -> None:
    picture = view(wskaznik="mig_do_opola")
    found = {s: {r.gmina.name for r in rows} for s, rows in picture.without_value.items()}
    assert found == {
        Status.NOT_APPLICABLE: {"Opole"},
        Status.CONFIDENTIAL: {"Strzeleczki", "Walce"},
    }
    assert {r.rank for r in picture.shown if r.value is None} == {None}


def test_zero_is_a_value(view: Make) -> None:
    picture = view(wskaznik="urbanizacja")
    walce = next(r for r in picture.rows if r.gmina.name == "Walce")
    assert (walce.value, walce.cell.status) == (0.0, Status.OK)


def test_equal_values_share_a_rank(view: Make) -> None:
    ranks = Counter(r.rank for r in view(wskaznik="rspo_domy_kultury_mlodziezowe").shown)
    assert ranks == {1: 1, 2: 20}


def test_breaks_are_told_where_they_hold(view: Make) -> None:
    picture = view(wskaznik="dochody_wlasne_os")
    opole = next(r for r in picture.rows if r.gmina.name == "Opole")
    izbicko = next(r for r in picture.rows if r.gmina.name == "Izbicko")
    assert any("52,3 km2" in note for note in picture.notes_on(opole))
    assert any("prawach powiatu" in note for note in picture.notes_on(opole))
    assert not picture.notes_on(izbicko)
    assert any("spisu 2021" in note for note in picture.notes_on_all())


def test_a_break_says_what_it_does_to_the_figures_that_are_shown(view: Make) -> None:
    """A loss that was real is not called unreal, and nobody's rise is called a fall."""
    budget = view(wskaznik="dochody_wlasne", rok="2017", zmiana="roznica", od="2016")
    said = sentences.broken_words(budget)
    assert "zmieniły się granice (Dąbrowa, Dobrzeń Wielki" in said
    assert "wartości z obu lat są rzeczywiste" in said
    assert "nie jest w całości rzeczywista" not in said
    (link,) = message(budget)["stories"]
    assert link["href"] == "/opowiesc?opowiesc=powiekszenie-opola-2017"
    per_head = view(wskaznik="dochody_wlasne_os", rok="2020", zmiana="procent", od="2019")
    said = sentences.broken_words(per_head)
    assert "ludność jest przeliczona" in said
    assert "spadek" not in said
    assert "stories" not in message(per_head)


def test_every_story_named_by_a_break_is_there(dataset: Dataset) -> None:
    named = {b.story for b in dataset.breaks if b.story}
    assert named
    assert named <= read_stories(dataset).told.keys()


def test_votes_by_post_break_the_series_of_turnout(view: Make) -> None:
    change = view(wskaznik="prez2_frekwencja", rok="2025", zmiana="roznica", od="2020")
    assert "głosowania korespondencyjnego" in sentences.broken_words(change)
    first = view(wskaznik="prez2_frekwencja", rok="2020")
    assert any("zaniżona" in note for note in first.notes_on_all())


def test_a_median_stands_in_the_digits_of_the_gmina_that_has_it(view: Make) -> None:
    """Of 21 values the median is a gmina's own, also where it has a fraction that is not shown."""
    for code in ("dochody_wlasne", "ludnosc", "wydatki_inwestycyjne"):
        picture = view(wskaznik=code)
        if len(picture.values) % 2:
            shown = {sentences.value_text(row, picture.indicator) for row in picture.shown}
            assert sentences.median_text(picture) in shown


def test_the_first_picture_tells_gminy_apart_and_says_by_which_method(view: Make) -> None:
    first = view()
    assert max(first.counts) <= 5
    said = message(first)["legend"]["classing"]
    assert said == (
        "Podział na 5 klas: kwantyle (po tyle samo gmin), bo naturalne przerwy zostawiłyby "
        "13 z 21 wartości w jednej klasie."
    )


def test_classes_counted_from_the_values_say_so(view: Make) -> None:
    asked = {"wskaznik": "gestosc", "rok": "2024", "klasy": "9"}
    said = [
        message(view(**asked, metoda=method))["legend"]["classing"]
        for method in (Method.HEAD_TAIL, Method.DEVIATIONS)
    ]
    limit = "(liczba klas wynika z danych, najwyżej 9)."
    moments = "średnia wartości 136,3, odchylenie 171,4"
    assert said == [
        f"Podział na 3 klasy: głowa i ogon {limit}",
        f"Podział na 4 klasy: odchylenia standardowe, {moments} {limit}",
    ]


@pytest.mark.parametrize("method", sorted(AT_MOST))
def test_classes_counted_from_the_values_hold_in_every_kind_of_picture(
    view: Make, method: Method
) -> None:
    pictures = {
        "saldo_migracji_1000": {"rok": "2016"},
        "gestosc": {"zmiana": "roznica"},
        "dochody_wlasne_os": {"skala": "lata"},
    }
    for code, more in pictures.items():
        picture = view(wskaznik=code, metoda=method, klasy="9", **more)
        assert sum(picture.counts) == len(picture.values)
        assert 2 <= len(picture.counts) == len(set(picture.colours)) <= 9
        assert min(picture.counts) > 0 or picture.selection.common
    assert view(wskaznik="ludnosc", metoda=method).classes is None


def test_no_two_classes_of_a_legend_hold_the_same_figure(view: Make) -> None:
    signed = build_legend(view(wskaznik="saldo_migracji_1000", rok="2016", metoda="rowne"))
    assert "0,0" in signed.edges
    ends = [text for step in signed.steps for text in {step.low, step.high}]
    assert len(ends) == len(set(ends))
    town = build_legend(view(wskaznik="urbanizacja", rok="2024"))
    assert (town.steps[0].low, town.steps[0].high, town.steps[0].count) == ("0,0", "0,0", 11)
    assert len(town.steps) == 5


def test_emissions_keep_one_territory(view: Make) -> None:
    picture = view(wskaznik="ets_emisje", rok="2022")
    assert not any("km2" in note for row in picture.rows for note in picture.notes_on(row))


def test_the_sentence_of_the_first_screen(view: Make) -> None:
    text = sentences.sentence(view()).replace("\xa0", " ")
    assert text == (
        "Dochody własne budżetu gminy na mieszkańca, 2024: Aglomeracja Opolska – 5 034 zł/os. "
        "(z sum 21 gmin); dla porównania: województwo opolskie – 4 182, Polska – 4 712; "
        "najwyższa wartość: Opole (7 177), najniższa: Popielów (2 501); "
        "mediana 21 gmin: 3 500."
    )


def test_hidden_filters_are_said(view: Make) -> None:
    text = sentences.sentence(view(typ="wiejska", wskaznik="ludnosc", rok="2024"))
    assert "Pokazano 11 z 21 gmin (typ w 2024 r.: wiejska)." in text


@settings(max_examples=2 * settings().max_examples)
@given(selections())
def test_every_picture_is_whole(dataset: Dataset, selection: Selection) -> None:
    picture = build_view(dataset, selection)
    assert len(picture.rows) == (17 if selection.territory else 21)
    assert len({r.gmina.teryt6 for r in picture.rows}) == len(picture.rows)
    assert picture.rows[: len(picture.shown)] == picture.shown
    numbers = [r.value for r in picture.shown if r.value is not None]
    assert numbers == sorted(numbers, reverse=True)
    assert sum(picture.counts) in (0, len(numbers))
    legend = build_legend(picture)
    assert all(0 <= mark.place <= 1 for mark in legend.marks)
    assert all(0 < circle.size <= 1 for circle in legend.circles)
    for text in (
        sentences.title(picture),
        sentences.subtitle(picture),
        sentences.sentence(picture),
    ):
        assert text
        assert "None" not in text
        assert "nan" not in text.split()
    assert set(picture.vintage.frame.index) == {r.gmina.teryt6 for r in picture.rows}
