"""Letters on paper: which signs the font has, how wide a text is and how it fits a box."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.textpath import text_to_path

FAMILY = "DejaVu Sans"
"""One font that comes with matplotlib and has Polish letters, so that it is always there."""

LEADING = 1.25
"""From line to line, and the height of one line, in sizes of the letters."""

ASCENT = 0.96
"""From the top of a line to where its letters stand, in sizes: room for the accent of „Ś”."""

_UNKNOWN = "\N{REPLACEMENT CHARACTER}"
_SLACK = 1.015  # letters stand on whole pixels in PNG, a little wider than here
_STEP = 0.5  # points by which letters shrink


def writable(text: str) -> str:
    r"""Return ``text`` with „�” for every sign that the font lacks.

    Letters and their accents are joined, so that a word can be found however it was typed.

    >>> writable("Łąka 🌾 i so\u0301l")
    'Łąka � i sól'
    """
    composed = unicodedata.normalize("NFC", text)
    return "".join(s if s == "\n" or ord(s) in _signs() else _UNKNOWN for s in composed)


def fitted(
    text: str, sizes: tuple[float, float], width: float, height: float, *, bold: bool = False
) -> tuple[list[str], float]:
    """Return the lines of a text, and its size, as large as a box allows.

    Parameters
    ----------
    text
        One paragraph.
    sizes
        The size that is wanted and the least that can be read, in points.
    width, height
        The box in points; lines stand :data:`LEADING` sizes apart.
    bold
        Whether the letters are bold.

    Returns
    -------
    tuple[list[str], float]
        At least one line. What does not fit even at the least size is cut, and „…” tells so.
    """
    size, least = sizes
    lines = wrapped(text, size, width, bold=bold)
    while size > least and len(lines) * size * LEADING > height:
        size = max(size - _STEP, least)
        lines = wrapped(text, size, width, bold=bold)
    most = max(int(height / (size * LEADING)), 1)
    if len(lines) > most:
        lines = [*lines[: most - 1], _cut(lines[most - 1], width / size, bold=bold)]
    return lines, size


def wrapped(text: str, size: float, width: float, *, bold: bool = False) -> list[str]:
    """Return ``text`` in lines of at most ``width`` points; a word breaks only if it must."""
    ems = width / size
    lines = [""]
    for word in text.replace("\n", " ").split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if measure(longer, bold=bold) <= ems:
            lines[-1] = longer
            continue
        pieces = _broken(word, ems, bold=bold)
        lines += pieces if lines[-1] else []
        lines = lines if lines[-1] else pieces
    return lines


@lru_cache(maxsize=4096)
def measure(text: str, *, bold: bool = False) -> float:
    """Return how wide a text is, in sizes of its letters."""
    width, _, _ = text_to_path.get_text_width_height_descent(text, _font(bold=bold), ismath=False)
    return _SLACK * float(width) / _font(bold=bold).get_size_in_points()


def _broken(word: str, ems: float, *, bold: bool) -> list[str]:
    pieces = [""]
    for sign in word:
        if pieces[-1] and measure(pieces[-1] + sign, bold=bold) > ems:
            pieces.append("")
        pieces[-1] += sign
    return pieces


def _cut(line: str, ems: float, *, bold: bool) -> str:
    while line and measure(f"{line}…", bold=bold) > ems:
        line = line[:-1]
    return f"{line.rstrip()}…"


@lru_cache
def _font(*, bold: bool) -> FontProperties:
    return FontProperties(family=FAMILY, size=10, weight="bold" if bold else "normal")


@lru_cache
def _signs() -> frozenset[int]:
    """Return the code points that both weights of the font have."""
    regular, heavy = (get_font(findfont(_font(bold=bold))).get_charmap() for bold in (False, True))
    return frozenset(regular) & frozenset(heavy)
