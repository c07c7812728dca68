from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ao_dash.analysis.classes import Method
from ao_dash.mapview.selection import EVERY_DOMAIN, PARAMETERS, Selection, altered, parse
from ao_dash.model.dataset import Dataset
from tests.support.strategies import selections


@given(selections())
def test_the_address_restores_the_selection(dataset: Dataset, selection: Selection) -> None:
    assert parse(selection.query(), dataset) == (selection, [])


@given(selections())
def test_the_address_uses_its_own_parameters_only(selection: Selection) -> None:
    assert set(selection.query()) <= set(PARAMETERS)


@settings(max_examples=300)
@given(st.dictionaries(st.sampled_from(PARAMETERS), st.text(max_size=40), max_size=8))
def test_any_address_gives_a_valid_selection(dataset: Dataset, query: dict[str, str]) -> None:
    selection, _ = parse(query, dataset)
    assert selection.domain == EVERY_DOMAIN or selection.domain in dataset.domains
    data = selection.of(dataset)
    if selection.indicator is not None:
        assert selection.year in data.years(selection.indicator)
    assert selection.types
    assert parse(selection.query(), dataset) == (selection, [])


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"dziedzina": "kosmos"}, "Dziedzina „kosmos” z adresu nie istnieje"),
        ({"wskaznik": "nie_ma"}, "Wskaźnik „nie_ma” z adresu nie istnieje"),
        ({"wskaznik": "studenci"}, "za mało wartości na mapę"),
        ({"wskaznik": "ludnosc", "dziedzina": "transport"}, "nie należy do dziedziny"),
        ({"wskaznik": "ludnosc", "rok": "1999"}, "nie ma danych za rok „1999”; pokazano 2024"),
        ({"wskaznik": "ludnosc", "rok": "２０２４"}, "nie ma danych za rok"),
        ({"typ": "wiejska,wielka"}, "Typ gminy „wielka” z adresu nie istnieje"),
        ({"projekty": "tak"}, "przyjmuje 0 lub 1"),
        ({"dziedzina": "kontekst", "projekty": "1"}, "wymaga wyboru dziedziny"),
        ({"metoda": "losowa"}, "Metoda podziału „losowa” z adresu nie istnieje"),
        ({"klasy": "99"}, "od 2 do 9"),
        ({"metoda": "wlasne", "klasy": "5;3"}, "muszą być rosnącymi liczbami"),
        ({"gmina": "146501"}, "Gmina „146501” z adresu nie istnieje"),
    ],
)
def test_what_gives_way_is_said(dataset: Dataset, query: dict[str, str], said: str) -> None:
    _, notes = parse(query, dataset)
    assert len(notes) == 1
    assert said in str(notes[0])


def test_the_first_screen_is_the_newest_year_in_which_all_have_a_value(dataset: Dataset) -> None:
    selection, notes = parse({}, dataset)
    assert not notes
    assert selection.indicator == "dochody_wlasne_os"
    assert selection.year == 2024
    assert dataset.known("dochody_wlasne_os", 2024) == 21


def test_a_new_domain_brings_its_own_indicator(dataset: Dataset) -> None:
    start, _ = parse({"wskaznik": "ludnosc", "rok": "2019"}, dataset)
    changed, notes = parse(altered(start.query(), {"dziedzina": "transport"}), dataset)
    assert (changed.indicator, notes) == ("zatrzymania_pociagow", [])


def test_a_new_indicator_keeps_the_year_if_it_can_and_says_if_not(dataset: Dataset) -> None:
    start, _ = parse({"wskaznik": "ludnosc", "rok": "2019", "dziedzina": EVERY_DOMAIN}, dataset)
    kept, notes = parse(altered(start.query(), {"wskaznik": "dochody_wlasne"}), dataset)
    assert (kept.year, notes) == (2019, [])
    moved, notes = parse(altered(start.query(), {"wskaznik": "lesistosc"}), dataset)
    assert moved.year == 2025
    assert len(notes) == 1


def test_own_bounds_go_with_their_indicator(dataset: Dataset) -> None:
    start, _ = parse({"metoda": "wlasne", "klasy": "3000,5000"}, dataset)
    changed, notes = parse(altered(start.query(), {"wskaznik": "bezrobotni_1000"}), dataset)
    assert (changed.method, changed.custom_bounds, notes) == (Method.AUTO, (), [])


def test_one_bound_parts_two_classes(dataset: Dataset) -> None:
    chosen, notes = parse({"metoda": "wlasne", "klasy": "3000"}, dataset)
    assert (chosen.custom_bounds, notes) == ((3000.0,), [])
