"""Placeholders in the words of a story: each kind of number, and each fault."""

from __future__ import annotations

import pytest

from ao_dash.model.dataset import Dataset
from ao_dash.model.faults import DataFaults
from ao_dash.screens.story.figures import Problem, filled
from ao_dash.screens.story.story import read_story
from tests.support.story_files import GOOD, STEP, encoded
from tests.support.strategies import selected
from tests.support.text import plain

PEOPLE = {"wskaznik": "ludnosc", "rok": "2024"}
CHANGE = {"wskaznik": "ludnosc", "rok": "2017", "zmiana": "procent", "od": "2016"}
RURAL = {"wskaznik": "dochody_wlasne_os", "rok": "2024", "typ": "wiejska,miejsko-wiejska"}
MERGED = CHANGE | {"teren": "staly"}


@pytest.mark.parametrize(
    ("query", "placeholder", "text"),
    [
        (PEOPLE, ":166101", "125 492"),
        (PEOPLE, ":166101!jednostka", "125 492 osoby"),
        (PEOPLE, ":AO", "323 177"),
        (PEOPLE, ":AO-166101", "197 685"),
        (PEOPLE, ":160902+166101", "133 693"),
        (PEOPLE, ":166101!mln", "0,1"),
        (PEOPLE, ":166101!tys", "125"),
        (PEOPLE, ":166101!2", "125 492,00"),
        (PEOPLE, ":166101!udzial", "38,8"),
        (PEOPLE, ":166101!miejsce", "1"),
        (PEOPLE, ":max", "125 492"),
        (PEOPLE, ":ile", "21"),
        (PEOPLE, ":ile>100000", "1"),
        (PEOPLE, "ludnosc@2016:166101", "118 722"),
        (PEOPLE, "ludnosc@2017-2016:166101!znak", "+9 418"),
        (PEOPLE, "ludnosc@2017/2016:166101", "7,9"),
        (CHANGE, ":166101!znak", "+7,9"),
        (CHANGE, ":AO", "−0,1"),
        (CHANGE, ":AO!bez", "0,1"),
        (CHANGE, ":AO-166101", "−4,5"),
        (RURAL, ":ile", "20"),
        (RURAL, ":mediana", "3 498"),
        (RURAL, ":min", "2 501"),
        (MERGED, ":S166101", "−0,1"),
        (MERGED, "ludnosc@2016:S166101", "163 992"),
        ({"wskaznik": "kleska_2024", "rok": "2024"}, ":ile=0", "2"),
        ({"wskaznik": "zamki", "typ": "wiejska,miejsko-wiejska"}, ":mediana", "0,5"),
    ],
)
def test_each_kind_of_number(
    dataset: Dataset, query: dict[str, str], placeholder: str, text: str
) -> None:
    found, wrong = filled(f"a {{{placeholder}}} b", selected(**query), dataset)
    assert wrong == []
    assert plain(found) == f"a {text} b"


@pytest.mark.parametrize(
    ("placeholder", "problem"),
    [
        ("ludnosc@2024", Problem.SHAPE),
        ("ludnosc:166101", Problem.SHAPE),
        ("ludzie@2024:166101", Problem.INDICATOR),
        ("ludnosc@1990:166101", Problem.YEAR),
        ("ludnosc@2024-1990:166101", Problem.YEAR),
        ("saldo_migracji@2024/2016:166101", Problem.CHANGE),
        (":999999", Problem.PLACE),
        (":AO-999999", Problem.PLACE),
        (":S166101", Problem.PLACE),
        ("mig_z_opola@2023:166101", Problem.VALUE),
        ("mig_z_opola@2023:166101!miejsce", Problem.RANK),
        (":166101!rzymskie", Problem.FORM),
    ],
)
def test_each_fault_says_what_to_do(dataset: Dataset, placeholder: str, problem: Problem) -> None:
    step = STEP | {"tekst": f"Mieszka tu {{{placeholder}}} osób."}
    with pytest.raises(DataFaults) as found:
        read_story(encoded(GOOD | {"kroki": [step]}), "plik.json", dataset)
    (fault,) = found.value.faults
    assert (fault.row, fault.column) == (1, "tekst")
    assert f"„{{{placeholder}}}”: {problem}" in fault.rule
    assert "data/README.md" in fault.remedy


def test_braces_around_other_words_are_only_braces(dataset: Dataset) -> None:
    text = "{a} {} {{b}} {c"
    assert filled(text, selected(**PEOPLE), dataset) == (text, [])


def test_the_length_is_that_of_the_words_on_the_screen(dataset: Dataset) -> None:
    texts = {"tekst": "{ludnosc@2024:166101!jednostka}" * 10, "tytul": "{:AO}"}
    story = read_story(encoded(GOOD | {"kroki": [STEP | texts]}), "", dataset)
    assert plain(story.steps[0].text) == "125 492 osoby" * 10
    long = STEP | {"tekst": "{:166101}" * 60}
    with pytest.raises(DataFaults, match="więcej niż 240"):
        read_story(encoded(GOOD | {"kroki": [long]}), "", dataset)
