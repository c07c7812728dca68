"""Colours of the map: made here, safe for the colour-blind, as ``#rrggbb``."""

from __future__ import annotations

from itertools import pairwise

from ao_dash.analysis.classes import Classes

# From pale to deep; lightness falls evenly, so the order survives in grey and for the colour-blind.
_SEQUENTIAL = ("#f3f1cf", "#bfe0b4", "#74bfa8", "#318ea6", "#16557f", "#0b2f52")
_NEGATIVE = ("#f6e7c4", "#dcb567", "#b47a22", "#7a4a0b")
_POSITIVE = ("#d9eee6", "#8fcabb", "#3a93a0", "#14577a")
# For more than seven classes: the first at even steps of lightness, the others go on deeper.
_MANY = 7
_SEQUENTIAL_MANY = (
    *("#f3f1cf", "#bbdeb3", "#87c7ab", "#5daea7", "#3893a6"),
    *("#277997", "#1a5e85", "#12466d", "#0b2f52"),
)
_NEGATIVE_MANY = (*_NEGATIVE, "#452703")
_POSITIVE_MANY = (*_POSITIVE, "#0a2c4b")
FLAG = ("#f3f1cf", "#318ea6")
CIRCLE = "#1f7a93"
CIRCLE_NEGATIVE = "#b47a22"
PLAIN, PALE = "#f8f8f2", "#f1f3f1"
"""A gmina without a class, and one outside a filter."""

_DARK = 0.22  # luminance below which white letters read better


def colours(classes: Classes, *, signed: bool) -> tuple[str, ...]:
    """Return one colour per class, diverging around zero for signed figures.

    A signed figure with values on one side of zero only takes that side of the ramp, so the same
    colour always means the same side.
    """
    number = len(classes)
    if not signed:
        return ramp(_SEQUENTIAL_MANY if number > _MANY else _SEQUENTIAL, number)
    if classes.zero is not None:
        below = classes.zero
    else:
        below = number if classes.bounds[-1] <= 0 and classes.bounds[0] < 0 else 0
    longer = max(below, number - below)
    sides = (_NEGATIVE_MANY, _POSITIVE_MANY) if longer > _MANY else (_NEGATIVE, _POSITIVE)
    negative, positive = (ramp(anchors, longer) for anchors in sides)
    return tuple(reversed(negative[:below])) + positive[: number - below]


def ramp(anchors: tuple[str, ...], number: int) -> tuple[str, ...]:
    """Return ``number`` colours spread evenly over a ramp through ``anchors``.

    One class alone takes the colour of the middle.

    >>> ramp(("#000000", "#ffffff"), 3)
    ('#000000', '#808080', '#ffffff')
    """
    if number < 1:
        return ()
    places = [0.5] if number == 1 else [n / (number - 1) for n in range(number)]
    return tuple(_at(anchors, place) for place in places)


def _at(anchors: tuple[str, ...], place: float) -> str:
    position = place * (len(anchors) - 1)
    start = min(int(position), len(anchors) - 2)
    share = position - start
    low, high = (_channels(anchor) for anchor in list(pairwise(anchors))[start])
    mixed = (round(a + (b - a) * share) for a, b in zip(low, high, strict=True))
    return "#" + "".join(f"{channel:02x}" for channel in mixed)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def is_dark(colour: str) -> bool:
    """Tell whether white letters read better on a colour than black ones."""
    return luminance(colour) < _DARK


def luminance(colour: str) -> float:
    """Return the relative luminance of WCAG 2.1, from 0 (black) to 1 (white)."""
    parts = [c / 255 for c in _channels(colour)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
