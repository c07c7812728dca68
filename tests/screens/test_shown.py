"""What an address shows: the map or another screen, read from a text and written back."""

from __future__ import annotations

import pytest

from ao_dash.mapview.query import Mode
from ao_dash.mapview.selection import Selection
from ao_dash.model.dataset import Dataset
from ao_dash.model.faults import DataFaults
from ao_dash.output.html.report import picture
from ao_dash.output.paper.render import picture_of, render_picture
from ao_dash.screens import registry
from ao_dash.screens.blocks import Page, sent
from ao_dash.screens.leaves import pictured
from ao_dash.screens.shown import ScreenChoice, plain, read_address, selection_of
from ao_dash.screens.story.story import Step, file_name, read_story, single
from tests.support.story_files import GOOD, STEP, encoded


@pytest.mark.parametrize("code", registry.TITLES)
def test_an_address_is_read_back_as_it_was_written(code: str, dataset: Dataset) -> None:
    screen = registry.find(code)
    choice, _ = screen.chosen({"tryb": "prezentacja"}, dataset)
    shown = ScreenChoice(screen, choice)
    assert shown.address().startswith(f"{code}?")
    for text in (shown.address(), f"/{shown.address()}", f"  {shown.address()}\n"):
        found, notes = read_address(text, dataset)
        assert (found.address(), notes) == (shown.address(), [])
    usual = plain(shown)
    assert isinstance(usual, ScreenChoice)
    assert choice.mode is Mode.PRESENT
    assert usual.choice.mode is None
    assert "tryb" not in usual.address()
    assert file_name(single(usual)) == f"ao_raport_{code}"


def test_a_card_is_a_picture_of_its_own(dataset: Dataset) -> None:
    """On paper, in a story, in one file: an address with a card shows nothing else."""
    shown, notes = read_address("wspolpraca?karta=2", dataset)
    assert isinstance(shown, ScreenChoice)
    assert notes == []
    assert "karta=2" in shown.address()
    page = picture_of(dataset, shown)
    assert page == pictured(shown.page(dataset), 2)
    assert isinstance(page, Page)
    assert not page.maps
    drawn = render_picture(dataset, page, "svg").decode()
    assert "mają wspólne projekty?" in drawn
    assert picture(dataset, Step(shown))["places"] == sent(page)["places"]
    _, notes = read_address("wspolpraca?karta=druga", dataset)
    assert [note.parameter for note in notes] == ["karta"]


@pytest.mark.parametrize("text", ["wskaznik=ludnosc", "?wskaznik=ludnosc", "/?wskaznik=ludnosc"])
def test_without_a_place_it_is_the_map(text: str, dataset: Dataset) -> None:
    shown, notes = read_address(text, dataset)
    assert isinstance(shown, Selection)
    assert (shown.indicator, notes) == ("ludnosc", [])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("nie-ma-mnie?gmina=160501", "Nie ma ekranu „nie-ma-mnie”"),
        ("wlasne?", "Nie ma ekranu „wlasne”"),
        ("przeplywy?gmina=999999", "Gmina „999999” z adresu nie istnieje"),
        ("przeplywy?prog=7", "Próg musi być jedną z liczb"),
        ("przeplywy?kolor=czerwony", "Nieznany parametr „kolor”"),
        ("https://zly.example/?wskaznik=ludnosc", "Nie ma ekranu"),
    ],
)
def test_what_an_address_gets_wrong_is_said_and_refused_in_a_story(
    text: str, said: str, dataset: Dataset
) -> None:
    _, notes = read_address(text, dataset)
    assert any(said in str(note) for note in notes)
    with pytest.raises(DataFaults, match=said):
        read_story(encoded(GOOD | {"kroki": [STEP | {"obraz": text}]}), "plik.json", dataset)


def words(dataset: Dataset, address: str, text: str) -> str:
    told = GOOD | {"kroki": [STEP | {"obraz": address, "tekst": text}]}
    return read_story(encoded(told), "plik.json", dataset).steps[0].text


def test_a_placeholder_means_the_indicator_of_its_screen(dataset: Dataset) -> None:
    address = "porownanie?jednostki=166101%2CAO&wskaznik=ludnosc&rok=2016"
    assert words(dataset, address, "{:166101}") == words(
        dataset, "wskaznik=ludnosc&rok=2016", "{:166101}"
    )
    assert selection_of(read_address(address, dataset)[0], dataset).year == 2016


def test_a_screen_without_an_indicator_has_none_for_a_placeholder(dataset: Dataset) -> None:
    assert (
        words(dataset, "przeplywy?", "{ludnosc@2024:166101}")
        .strip("{}")
        .replace("\u00a0", "")
        .isdigit()
    )
    with pytest.raises(DataFaults, match="nie ma takiego wskaźnika"):
        words(dataset, "przeplywy?", "{:166101}")


def test_files_of_the_first_version_are_read(dataset: Dataset) -> None:
    assert read_story(encoded(GOOD | {"wersja": 1}), "plik.json", dataset).title == GOOD["tytul"]
