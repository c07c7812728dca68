"""Two sets of figures over the same gminy: thirds of both, and a map of nine colours."""

from __future__ import annotations

import bisect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ao_dash.mapview.formula_text import span_text
from ao_dash.mapview.palette import ramp
from ao_dash.model.numbers import GMINA, counted, format_brief
from ao_dash.model.series import Status
from ao_dash.screens.shared.category_map import Caption, Category, Placed, map_of_categories
from ao_dash.screens.shared.figures import Figures

_FIRST = ("#ffffff", "#f0b030")
_SECOND = ("#f6f5f0", "#385fc6")


@dataclass(frozen=True)
class Thirds:
    """The thirds of one indicator: 0 is the lowest, 2 the highest.

    ``classes`` has one third per value, in their order. ``ranges`` has the lowest and the highest
    value of each of the three, in the unit of the values; ``None`` where a third is empty.
    """

    classes: tuple[int, ...]
    ranges: tuple[tuple[float, float] | None, ...]


def thirds(values: Sequence[float]) -> Thirds:
    """Part values into thirds of as equal size as their ties allow.

    Parameters
    ----------
    values
        Finite figures in any order and unit; round them first to the digits that are shown, so
        that figures that look the same share a third.

    Returns
    -------
    Thirds
        Equal values always share a third: the one in which the middle of their ranks lies. Many
        equal values can therefore leave a third empty, two distinct values are usually the lowest
        and the highest, and values that are all the same are all in the middle.

    Notes
    -----
    Without ties these are the quantiles of linear interpolation. With many ties their breaks fall
    together and merge the values below a tie with the tie itself, which a picture of low against
    high must not do.
    """
    ordered = sorted(values)
    classes = tuple(_third(ordered, value) for value in values)
    held = [[v for v, c in zip(values, classes, strict=True) if c == n] for n in range(3)]
    return Thirds(classes, tuple((min(h), max(h)) if h else None for h in held))


def _third(ordered: Sequence[float], value: float) -> int:
    if ordered[0] == ordered[-1]:
        return 1
    last = len(ordered) - 1
    # twice the mean rank of the equal values, so that everything stays a whole number
    twice = bisect.bisect_left(ordered, value) + bisect.bisect_right(ordered, value) - 1
    return (3 * twice > 2 * last) + (3 * twice > 4 * last)


def _multiplied(one: str, other: str) -> str:
    """Return two colours laid over each other like inks."""
    pairs = ((int(one[n : n + 2], 16), int(other[n : n + 2], 16)) for n in (1, 3, 5))
    return "#" + "".join(f"{round(a * b / 255):02x}" for a, b in pairs)


COLOURS: tuple[tuple[str, str, str], ...] = tuple(
    (_multiplied(first, pale), _multiplied(first, middle), _multiplied(first, deep))
    for pale, middle, deep in [ramp(_SECOND, 3)]
    for first in ramp(_FIRST, 3)
)
"""Colours as ``COLOURS[third of the first][third of the second]``.

Made here: gold over blue, the pair of hues that red-green colour blindness leaves apart.
Lightness falls with both, so low with low is palest and high with high darkest.
"""


THIRD_WORDS = ("niskie", "średnie", "wysokie")
NO_THIRD = "–"

_CORNERS = {
    8: "Obie wartości wysokie",
    0: "Obie niskie",
    2: "Pierwsza wysoka, druga niska",
    6: "Pierwsza niska, druga wysoka",
}


@dataclass(frozen=True, eq=False)
class Pair:
    """Two sets of figures.

    ``inside`` are the gminy that pass the filter, ``codes`` those of them that have both figures
    ``x`` and ``y``. ``classes`` are places in the square of nine by code: three times the third
    of the second figure and the third of the first. ``ranges`` are texts of the lowest and the
    highest figure of each third, "" for an empty one.
    """

    first: Figures
    second: Figures
    inside: tuple[str, ...]
    codes: tuple[str, ...]
    x: tuple[float, ...]
    y: tuple[float, ...]
    classes: Mapping[str, int]
    ranges: tuple[tuple[str, ...], tuple[str, ...]]

    def name(self, code: str) -> str:
        """Return the name of a gmina."""
        return self.first.dataset.gminy[code].name

    def text(self, code: str) -> str:
        """Return both figures with their units."""
        return f"{self.first.with_unit(code)} · {self.second.with_unit(code)}"

    def words(self, code: str) -> tuple[str, str]:
        """Return the third of the first and of the second figure in words."""
        if code not in self.classes:
            return NO_THIRD, NO_THIRD
        row, column = divmod(self.classes[code], 3)
        return THIRD_WORDS[column], THIRD_WORDS[row]


def paired(first: Figures, second: Figures, inside: Sequence[str]) -> Pair:
    """Pair the figures of ``inside``; thirds are of figures as they are shown."""
    values, others = first.values(inside), second.values(inside)
    codes = tuple(code for code in values if code in others)
    x, y = tuple(values[code] for code in codes), tuple(others[code] for code in codes)
    across, up = thirds([first.shown(v) for v in x]), thirds([second.shown(v) for v in y])
    classes = {
        code: 3 * row + column
        for code, column, row in zip(codes, across.classes, up.classes, strict=True)
    }
    ranges = (_ranges(first, across), _ranges(second, up))
    return Pair(first, second, tuple(inside), codes, x, y, classes, ranges)


def _ranges(one: Figures, found: Thirds) -> tuple[str, ...]:
    texts = []
    for ends in found.ranges:
        low, high = (format_brief(end, one.indicator.decimals) for end in ends or (0, 0))
        texts.append(span_text(low, high) if ends else "")
    return tuple(texts)


def categories(pair: Pair) -> list[Category]:
    """Return the nine groups in the order of the classes of ``pair``."""
    across, up = pair.first.indicator.short, pair.second.indicator.short
    return [
        Category(
            f"{across} – {THIRD_WORDS[column]}, {up} – {THIRD_WORDS[row]}", COLOURS[column][row]
        )
        for row in range(3)
        for column in range(3)
    ]


def map_message(pair: Pair, query: Mapping[str, str]) -> dict[str, Any]:
    """Return the map of both figures; borders and types are those of the first year."""
    caption = Caption(
        title=f"{pair.first.title} i {pair.second.title}",
        short="Niskie, średnie, wysokie",
        when="w polach: liczba gmin",
        sentence=sentence(pair),
        listed="Poziom wśród gmin",
        axes=(pair.first.title, pair.second.title),
        ranges=pair.ranges,
    )
    placed = {code: _placed(pair, code) for code in pair.first.dataset.gminy}
    return map_of_categories(
        pair.first.dataset, pair.first.year, caption, categories(pair), placed, query
    )


def _placed(pair: Pair, code: str) -> Placed:
    cells = (pair.first.cells[code], pair.second.cells[code])
    lacking = [cell.status for cell in cells if cell.status is not Status.OK]
    names = (pair.first.indicator.short, pair.second.indicator.short)
    parts = [f"{n}: {w}" for n, w in zip(names, pair.words(code), strict=True)]
    return Placed(
        index=pair.classes.get(code),
        text=pair.text(code),
        status=lacking[0] if lacking else Status.OK,
        shown=code in pair.inside,
        notes=(*pair.first.notes_on(code), *pair.second.notes_on(code)),
        listed=parts if code in pair.classes else (),
    )


def sentence(pair: Pair) -> str:
    """Say which gminy stand in the corners of the square: both high, both low, one of each."""
    number = counted(len(pair.codes), GMINA)
    parts = [f"{pair.first.title}; {pair.second.title} ({number} z obiema wartościami)."]
    for index, words in _CORNERS.items():
        held = [pair.name(code) for code, n in pair.classes.items() if n == index]
        if held:
            parts.append(f"{words}: {', '.join(held)}.")
    return " ".join(parts)
