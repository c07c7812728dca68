"""Numbers in Polish: the only place that turns a number into text for people."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Sequence

from babel import Locale
from babel.numbers import format_decimal

from ao_dash.model.indicator import Forms, Indicator, Kind

_LOCALE = Locale("pl")
_MINUS = "\N{MINUS SIGN}"

GMINA = ("gmina", "gminy", "gmin", "gminy")
INDICATOR = ("wskaźnik", "wskaźniki", "wskaźników", "wskaźnika")
COLUMN = ("kolumna", "kolumny", "kolumn", "kolumny")
ROW = ("wiersz", "wiersze", "wierszy", "wiersza")
UNIT = ("jednostka", "jednostki", "jednostek", "jednostki")
PICTURE = ("obraz", "obrazy", "obrazów", "obrazu")
STEP = ("krok", "kroki", "kroków", "kroku")
SIGN = ("znak", "znaki", "znaków", "znaku")
PROJECT = ("projekt", "projekty", "projektów", "projektu")
FAULT = ("błąd", "błędy", "błędów", "błędu")
BREAK = ("przerwa", "przerwy", "przerw", "przerwy")

_UNSPACED = ("%", "‰")
_DIGITS = 3  # of a large number said briefly
_ROUNDS_UP = 1.0005  # 9,996 is 10,0 in three digits
_LARGE = ((999_500_000, 10**9, "mld"), (10**6, 10**6, "mln"))
"""From what size on, what is counted, and its name."""


WriteNumber = Callable[[float, int], str]
"""Turns a value and its decimals into text: :func:`format_number` or :func:`format_brief`."""


@functools.lru_cache(maxsize=8192)
def format_number(value: float, decimals: int = 0) -> str:
    r"""Return ``value`` rounded half away from zero, with Polish separators.

    Thousands are parted by a no-break space, the sign is a true minus, and a value that rounds to
    zero has no sign.

    >>> format_number(1234.55, 1).replace("\xa0", " ")
    '1 234,6'
    >>> format_number(-0.04, 1)
    '0,0'
    """
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    text: str = format_decimal(round_half_up(value, decimals), format=pattern, locale=_LOCALE)
    return text.replace("-", _MINUS)


def format_change(value: float, decimals: int = 0) -> str:
    """Return a difference with its sign; one that rounds to zero has none.

    >>> format_change(2.25, 1), format_change(0.01, 1)
    ('+2,3', '0,0')
    """
    sign = "+" if round_half_up(value, decimals) > 0 else ""
    return f"{sign}{format_number(value, decimals)}"


def round_half_up(value: float, decimals: int) -> float:
    """Return ``value`` rounded to ``decimals`` digits, halves away from zero, as people expect.

    >>> round_half_up(2.5, 0), round_half_up(-2.5, 0), round_half_up(0.125, 2)
    (3.0, -3.0, 0.13)
    """
    scale = 10.0**decimals
    # repr-length noise below 1e-9 must not decide which way a half goes
    rounded = int(abs(value) * scale + 0.5 + 1e-9) / scale
    return -rounded if value < 0 and rounded else rounded


def format_brief(value: float, decimals: int = 0) -> str:
    r"""Return ``value`` in three digits if it has millions, else as :func:`format_number` does.

    >>> [format_brief(v).replace("\xa0", " ") for v in (1626834159, -26579947, 999996, 999999999)]
    ['1,63 mld', '−26,6 mln', '999 996', '1,00 mld']
    """
    shown = round_half_up(value, decimals)
    for least, one, word in _LARGE:
        if abs(shown) >= least:
            whole = math.floor(math.log10(abs(shown) / one * _ROUNDS_UP)) + 1
            text = format_number(shown / one, max(_DIGITS - max(whole, 1), 0))
            return f"{text}\N{NO-BREAK SPACE}{word}"
    return format_number(value, decimals)


_FORM = {"one": 0, "few": 1, "many": 2, "other": 3}


@functools.lru_cache(maxsize=10_000, typed=True)
def _form(number: float) -> int:
    """Return which form goes with a number; its rule costs more than all else of a sentence."""
    return _FORM[_LOCALE.plural_form(number)]


def capitalized(text: str) -> str:
    """Return a text as a sentence begins; the other letters stay, those of names among them.

    >>> capitalized("jedyna wartość: Brzeg")
    'Jedyna wartość: Brzeg'
    """
    return text[:1].upper() + text[1:]


def plural(number: float, forms: Forms) -> str:
    """Return the form that goes with ``number``; ``forms`` are one, few, many, fraction.

    >>> [plural(n, GMINA) for n in (1, 2, 5, 22, 0.5)]
    ['gmina', 'gminy', 'gmin', 'gminy', 'gminy']
    """
    return forms[_form(abs(number))]


def counted(number: int, forms: Forms) -> str:
    r"""Return a whole number with its noun.

    >>> counted(13, GMINA).replace("\xa0", " ")
    '13 gmin'
    """
    return f"{format_number(number)}\N{NO-BREAK SPACE}{plural(number, forms)}"


_NAMED = 3


def named_or_counted(names: Sequence[str], forms: Forms = GMINA) -> str:
    r"""Return the names, or how many there are if they are more than three.

    >>> named_or_counted(["Izbicko", "Turawa"]), named_or_counted([""] * 5).replace("\xa0", " ")
    ('Izbicko, Turawa', '5 gmin')
    """
    return ", ".join(names) if len(names) <= _NAMED else counted(len(names), forms)


def format_value(value: float, indicator: Indicator) -> str:
    """Return a value as it stands beside its unit, in the decimals of ``indicator``."""
    if indicator.kind is Kind.FLAG:
        return "tak" if value else "nie"
    return format_number(value, indicator.decimals)


def format_with_unit(value: float, indicator: Indicator) -> str:
    """Return a value with its unit, e.g. „5 034 zł/os.” or „327 253 osoby”."""
    if indicator.kind is Kind.FLAG:
        return format_value(value, indicator)
    shown = round_half_up(value, indicator.decimals)
    unit = unit_after(shown, indicator, indicator.decimals)
    return join_unit(format_number(value, indicator.decimals), unit)


def join_unit(number: str, unit: str) -> str:
    r"""Return a number and its unit as one piece that never breaks between them.

    >>> join_unit("5", "%"), join_unit("5", "km²").replace("\xa0", " ")
    ('5%', '5 km²')
    """
    gap = "" if unit in _UNSPACED or not unit else "\N{NO-BREAK SPACE}"
    return f"{number}{gap}{unit}"


def brief_with_unit(value: float, indicator: Indicator) -> tuple[str, str]:
    """Return a value said briefly and the unit that follows it; „mln” wants the genitive."""
    figure = format_brief(value, indicator.decimals)
    if figure[-1].isdigit():
        shown = round_half_up(value, indicator.decimals)
        return figure, unit_after(shown, indicator, indicator.decimals)
    return figure, indicator.unit_forms[2]


def unit_after(value: float, indicator: Indicator, decimals: int) -> str:
    """Return the unit in the form that follows ``value`` shown with ``decimals`` digits."""
    return indicator.unit_forms[3] if decimals else plural(int(value), indicator.unit_forms)


def unit_heading(indicator: Indicator) -> str:
    """Return the unit as the heading of a column: the plural of a noun, else as it is."""
    return indicator.unit_forms[1]
