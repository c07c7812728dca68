"""A sheet of paper and the pen for it: sizes, colours and letters shared by all that is printed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from ao_dash.mapview.view import View
from ao_dash.model.series import Status
from ao_dash.output.paper.text import ASCENT, FAMILY, LEADING, fitted, writable

# Text stays text and its font is embedded. No dollar sign in a name may start a formula.
mpl.rcParams.update(
    {
        "font.family": FAMILY,
        "pdf.fonttype": 42,
        "svg.fonttype": "path",
        "svg.hashsalt": "aglomeracja",
        "text.parse_math": False,
        "hatch.linewidth": 0.6,
    }
)

INK, SOFT, LINE = "#16221d", "#55635d", "#8d9a94"
PALE, PLAIN, CONTEXT = "#f1f3f1", "#f8f8f2", "#e3e7e4"
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
class Telling:
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

    @property
    def points(self) -> tuple[float, float]:
        """Width and height of the page in the points that sizes are given in."""
        width, height = self.figure.get_size_inches() * 72 / self.letters
        return float(width), float(height)

    def text(self, x: float, y: float, text: str, size: float, **style: object) -> None:
        """Write a text; ``style`` goes to matplotlib."""
        look = {"color": INK, "va": "top", **style}
        told = writable(text)
        self.figure.text(x, y, told, fontsize=size * self.letters, **look)  # type: ignore[arg-type]

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


def below_zero(view: View, index: int) -> bool:
    """Tell whether a class lies below the zero that parts the classes."""
    return view.classes is not None and view.classes.zero is not None and index < view.classes.zero
