from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ao_dash.model.numbers import GMINA, counted, format_brief, format_number, plural, round_half_up
from tests.support.data import shipped_dataset
from tests.support.text import plain


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (1234.5, 1, "1 234,5"),
        (5034, 0, "5 034"),
        (0, 0, "0"),
        (-7177, 0, "−7 177"),
        (1626834158.54, 0, "1 626 834 159"),
        (0.125, 2, "0,13"),
        (-0.004, 2, "0,00"),
        (2.5, 0, "3"),
        (1.005, 2, "1,01"),
    ],
)
def test_numbers_are_polish(value: float, decimals: int, text: str) -> None:
    assert plain(format_number(value, decimals)) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1626834158.54, "1,63 mld"),
        (26579946.5, "26,6 mln"),
        (-900607511, "−901 mln"),
        (999999, "999 999"),
        (999999.6, "1,00 mln"),
        (9_996_000, "10,0 mln"),
        (999_499_999, "999 mln"),
        (999_500_000, "1,00 mld"),
        (5034, "5 034"),
        (0, "0"),
    ],
)
def test_large_sums_are_said_briefly(value: float, text: str) -> None:
    assert plain(format_brief(value)) == text


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "0 gmin"),
        (1, "1 gmina"),
        (2, "2 gminy"),
        (4, "4 gminy"),
        (5, "5 gmin"),
        (12, "12 gmin"),
        (21, "21 gmin"),
        (22, "22 gminy"),
        (112, "112 gmin"),
    ],
)
def test_nouns_agree_with_numbers(number: int, text: str) -> None:
    assert plain(counted(number, GMINA)) == text


def test_a_fraction_takes_its_own_form() -> None:
    assert plural(1.5, ("osoba", "osoby", "osób", "osoby")) == "osoby"


def test_every_unit_takes_the_form_that_goes_with_its_number() -> None:
    for noun in shipped_dataset().units.values():
        one, few, many, fraction = noun
        expected = {0: many, 1: one, 2: few, 5: many, 12: many, 22: few, 1.5: fraction}
        assert {number: plural(number, noun) for number in expected} == expected


@given(st.floats(-1e12, 1e12), st.integers(0, 4))
def test_formatted_text_reads_back_as_the_rounded_number(value: float, decimals: int) -> None:
    text = format_number(value, decimals)
    back = float(re.sub(r"\s", "", text).replace("−", "-").replace(",", "."))
    assert back == pytest.approx(
        round_half_up(value, decimals), abs=10.0**-decimals / 1000, rel=1e-12
    )


@given(st.floats(-1e9, 1e9), st.integers(0, 4))
def test_rounding_moves_a_number_by_half_a_unit_at_most(value: float, decimals: int) -> None:
    assert abs(round_half_up(value, decimals) - value) <= 0.5 * 10.0**-decimals + 1e-6
