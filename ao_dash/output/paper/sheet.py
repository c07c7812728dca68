"""A sheet of paper and the pen for it: sizes, colours, letters and how a text fits a box."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib import resources

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont, fontManager, get_font
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.textpath import text_to_path

from ao_dash.mapview.view import View
from ao_dash.model import clock
from ao_dash.model.area import Area
from ao_dash.model.series import Status
from ao_dash.output.code import code_rows

FAMILY = "Source Sans Pro"
"""The letters of the screen, from a package: they are there on every machine."""

_FAMILIES = [FAMILY, "DejaVu Sans"]  # the second has the sign for what the first lacks
_FONTS = resources.files("font_source_sans_pro") / "files"
for _weight in ("Regular", "Bold"):
    fontManager.addfont(str(_FONTS / f"SourceSansPro-{_weight}.ttf"))

LEADING = 1.25
"""From line to line, and the height of one line, in sizes of the letters."""

ASCENT = 0.96
"""From the top of a line to where its letters stand, in sizes: room for the accent of „Ś”."""

_UNKNOWN = "\N{REPLACEMENT CHARACTER}"
_START, _END = r"(?<![\w/.=?&-])", r"(?![\w/-])"
_MONTH = r"((?:19|20)\d\d)-(0[1-9]|1[0-2])"
_RULES = (
    (rf"{_START}{_MONTH}-(0[1-9]|[12]\d|3[01])/(0[1-9]|[12]\d|3[01]){_END}", r"\3–\4.\2.\1"),
    (rf"{_START}{_MONTH}-(0[1-9]|[12]\d|3[01]){_END}", r"\3.\2.\1"),
    (rf"{_START}{_MONTH}{_END}", r"\2.\1"),
    (rf"{_START}(\d{{4}})-(?=\d{{4}}{_END})", r"\1–"),
    (r"(\d) (?=\d{3}(?!\d))", "\\1\N{NO-BREAK SPACE}"),
    (r"(?<!\w)([aiouwzAIOUWZ]) (?=\S)", "\\1\N{NO-BREAK SPACE}"),
    (
        r"(\d) (?=(?:r\.|tys\.|mln|mld|zł|os\.|proc\.|km|ha|p\.p\.|lat)(?![^\W\d_]))",
        "\\1\N{NO-BREAK SPACE}",
    ),
)
_SLACK = 1.015  # letters stand on whole pixels in PNG, a little wider than here
_STEP = 0.5  # points by which letters shrink


@lru_cache(maxsize=4096)
def typeset(text: str) -> str:
    """Return ``text`` set the way Polish is, as ``web/frontend/common/typography.js`` does.

    The end of a line parts neither a word of one letter from the next nor a number from its unit,
    and dates stand as people here write them.
    """
    for rule, by in _RULES:
        text = re.sub(rule, by, text)
    return text


def writable(text: str) -> str:
    r"""Return ``text``, typeset, with „�” for every sign that the font lacks.

    Letters and their accents are joined, so that a word can be found however it was typed.

    >>> writable("Łąka 🌾 i so\u0301l").replace("\xa0", " ")
    'Łąka � i sól'
    """
    composed = unicodedata.normalize("NFC", typeset(text))
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
    lines, size = _fitted(text, sizes, width, height, bold=bold)
    return list(lines), size


@lru_cache(maxsize=512)
def _fitted(
    text: str, sizes: tuple[float, float], width: float, height: float, *, bold: bool
) -> tuple[tuple[str, ...], float]:
    """Do what :func:`fitted` does; what stands on every sheet is fitted once."""
    size, least = sizes
    lines = wrapped(text, size, width, bold=bold)
    while size > least and len(lines) * size * LEADING > height:
        size = max(size - _STEP, least)
        lines = wrapped(text, size, width, bold=bold)
    most = max(int(height / (size * LEADING)), 1)
    if len(lines) > most:
        lines = [*lines[: most - 1], _cut(lines[most - 1], width / size, bold=bold)]
    return tuple(lines), size


def wrapped(text: str, size: float, width: float, *, bold: bool = False) -> list[str]:
    """Return ``text`` in lines of at most ``width`` points; a word breaks only if it must."""
    ems = width / size
    lines, used = [""], 0.0
    space = measure("n n", bold=bold) - measure("nn", bold=bold)
    for word in filter(None, text.replace("\n", " ").split(" ")):
        wide = measure(word, bold=bold)
        if used + (space if used else 0) + wide <= ems:
            lines[-1] = f"{lines[-1]} {word}".strip()
            used += (space if used else 0) + wide
            continue
        pieces = _broken(word, ems, bold=bold)
        lines = [*lines, *pieces] if lines[-1] else pieces
        used = measure(lines[-1], bold=bold)
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
    return FontProperties(family=_FAMILIES, size=10, weight="bold" if bold else "normal")


@lru_cache
def _signs() -> frozenset[int]:
    """Return the code points that both weights of the font have."""
    regular, heavy = (get_font(findfont(_font(bold=bold))).get_charmap() for bold in (False, True))
    return frozenset(regular) & frozenset(heavy)


# Text stays text and its font is embedded. No dollar sign in a name may start a formula.
mpl.rcParams.update(
    {
        "font.family": _FAMILIES,
        "pdf.fonttype": 42,
        "svg.fonttype": "path",
        "svg.hashsalt": "pulpit",
        "text.parse_math": False,
        "hatch.linewidth": 0.6,
    }
)

INK, SOFT, LINE = "#16221d", "#55635d", "#8d9a94"
CONTEXT = "#e3e7e4"
HATCHES = {Status.MISSING: "////", Status.NOT_APPLICABLE: "..", Status.CONFIDENTIAL: "xxxx"}
NEGATIVE_HATCH = "..."
"""Over values below zero: on a black-and-white printer both sides of zero would look the same."""

LARGEST_CIRCLE = 4200.0
"""Radius of the largest circle in metres of land."""


class Sheet(StrEnum):
    """What the picture is for; the value is the code used by the command and in addresses."""

    SCREEN = "ekran"
    A4 = "a4"
    A3 = "a3"


@dataclass(frozen=True)
class Size:
    """Width and height in inches, and how much larger than on A4 letters are."""

    width: float
    height: float
    letters: float


SIZES = {
    Sheet.SCREEN: Size(12.8, 7.2, 0.95),
    Sheet.A4: Size(11.69, 8.27, 1.0),
    Sheet.A3: Size(16.54, 11.69, 1.41),
}


@dataclass(frozen=True)
class StepText:
    """What a story adds to one of its pictures; notes for the speaker are no part of it.

    ``title`` and ``text`` belong to the step, which is the one with ``number`` out of ``steps``.
    """

    story: str
    title: str
    text: str
    number: int
    steps: int


@dataclass(frozen=True)
class Room:
    """Where a text may stand: a share of the page, and the usual and least size of its letters."""

    width: float
    height: float
    size: float
    least: float = 6.0
    bold: bool = False


@dataclass(frozen=True)
class Pen:
    """Writes on the figure in shares of its width and height; sizes are points on A4."""

    figure: Figure
    letters: float
    made: str
    """Where the sheet comes from, and on which day."""

    @property
    def points(self) -> tuple[float, float]:
        """Width and height of the page in the points that sizes are given in."""
        width, height = self.figure.get_size_inches() * 72 / self.letters
        return float(width), float(height)

    def down(self, share: float) -> float:
        """Return a distance down this sheet, given as a share of the height of one that lies."""
        return share * min(self.points) / self.points[1]

    def text(self, x: float, y: float, text: str, size: float, **style: object) -> None:
        """Write a text; ``style`` goes to matplotlib."""
        look = {"color": INK, "va": "top", **style}
        note = writable(text)
        self.figure.text(x, y, note, fontsize=size * self.letters, **look)  # type: ignore[arg-type]

    def fit(self, text: str, room: Room) -> tuple[list[str], float]:
        """Return the lines of a text, and their size, as large as its room allows."""
        width, height = self.points
        box = room.width * width, room.height * height
        return fitted(writable(text), (room.size, room.least), *box, bold=room.bold)

    def block(self, x: float, y: float, text: str, room: Room, **style: object) -> float:
        """Write a text below ``y`` as large as its room allows; return where it ends."""
        _, height = self.points
        lines, size = self.fit(text, room)
        look = {"va": "baseline", "weight": "bold" if room.bold else "normal", **style}
        for n, line in enumerate(lines):
            self.text(x, y - (ASCENT + n * LEADING) * size / height, line, size, **look)
        return y - len(lines) * LEADING * size / height

    def box(self, x: float, y: float, width: float, height: float, **style: object) -> None:
        """Draw a box; ``style`` goes to matplotlib."""
        look = {"transform": self.figure.transFigure, "linewidth": 0.6, **style}
        self.figure.add_artist(Rectangle((x, y), width, height, **look))  # type: ignore[arg-type]

    def line(self, xs: Sequence[float], ys: Sequence[float], **style: object) -> None:
        """Draw a line through points; ``style`` goes to matplotlib."""
        look = {"transform": self.figure.transFigure, "linewidth": 0.6, **style}
        self.figure.add_artist(Line2D(xs, ys, **look))  # type: ignore[arg-type]


CODE_WIDTH = 0.06
"""How much of the width a code and the white around it take, at the right end of a heading."""


def draw_code(pen: Pen, link: str, right: float, top: float) -> None:
    """Draw an address as a QR code, so that paper leads back to what it was taken of."""
    modules = [[module == "0" for module in row] for row in code_rows(link)]
    width, height = pen.figure.get_size_inches()
    wide = (CODE_WIDTH - 0.008) * max(width, height) / width
    high = wide * width / height
    axes = pen.figure.add_axes((right - wide, top - high, wide, high))
    axes.imshow(modules, cmap="gray", interpolation="nearest")
    axes.set_axis_off()


def new_pen(area: Area, sheet: Sheet, *, upright: bool = False) -> Pen:
    """Return a pen for an empty sheet, which lies if it does not stand upright."""
    size = SIZES[sheet]
    sides = (size.height, size.width) if upright else (size.width, size.height)
    return Pen(Figure(figsize=sides, facecolor="white"), size.letters, made(area))


def made(area: Area) -> str:
    """Say where a file comes from, and on which day."""
    return f"Pulpit {area.genitive}, {clock.today():%d.%m.%Y}"


def draw_place(pen: Pen, step_text: StepText, left: float, top: float) -> None:
    """Say of which story a sheet is, since when, and where in it."""
    right = 0.965
    y = pen.block(left, top, step_text.story, Room(right - left, 0.04, 8.5, bold=True)) - 0.004
    pen.block(left, y, pen.made, Room(0.225, 0.022, 8), color=SOFT)
    place = f"{step_text.number} z {step_text.steps}"
    pen.block(right, y, place, Room(0.05, 0.022, 8, bold=True), ha="right")


def below_zero(view: View, index: int) -> bool:
    """Tell whether a class lies below the zero that parts the classes."""
    return view.classes is not None and view.classes.zero is not None and index < view.classes.zero
