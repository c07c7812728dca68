"""How far a long work has come, as one line of text."""

from __future__ import annotations

import math

from ao_dash.model.indicator import Forms
from ao_dash.model.numbers import counted

_WIDTH = 20
_REQUEST: Forms = ("zapytanie", "zapytania", "zapytań", "zapytania")
_MINUTE = 60.0


def line(done: int, total: int, what: str, requests: int, seconds: float) -> str:
    r"""Return a bar, what is being done, how much was asked and how long it may still take.

    >>> line(15, 60, "ludnosc", 30, 400).replace("\xa0", " ")
    '[█████···············] 15/60 ludnosc · 30 zapytań · zostało najwyżej około 7 min'
    """
    full = _WIDTH * done // total if total else _WIDTH
    bar = "█" * full + "·" * (_WIDTH - full)
    parts = [f"[{bar}] {done}/{total} {what}", counted(requests, _REQUEST), left(seconds)]
    return " · ".join(filter(None, parts))


def left(seconds: float) -> str:
    """Return how long it may still take, in words.

    >>> left(0), left(20)
    ('', 'zostało najwyżej około 1 min')
    """
    return f"zostało najwyżej około {math.ceil(seconds / _MINUTE)} min" if seconds > 0 else ""
