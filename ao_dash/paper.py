"""A sheet of paper and the pen for it: sizes, colours and letters shared by all that is printed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from ao_dash.series import Status
from ao_dash.view import View

# One font that comes with matplotlib and has Polish letters; text stays text and is embedded. No
# dollar sign in a name may start a formula.
mpl.rcParams.update(
    {
        "font.family": "DejaVu Sans",
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
class Pen:
    """Writes on the figure in shares of its width and height; sizes are points on A4."""

    figure: Figure
    letters: float

    def text(self, x: float, y: float, text: str, size: float, **style: object) -> None:
        """Write a text; ``style`` goes to matplotlib."""
        look = {"color": INK, "va": "top", **style}
        self.figure.text(x, y, text, fontsize=size * self.letters, **look)  # type: ignore[arg-type]

    def box(self, x: float, y: float, width: float, height: float, **style: object) -> None:
        """Draw a box; ``style`` goes to matplotlib."""
        look = {"transform": self.figure.transFigure, "linewidth": 0.6, **style}
        self.figure.add_artist(Rectangle((x, y), width, height, **look))  # type: ignore[arg-type]


def below_zero(view: View, index: int) -> bool:
    """Tell whether a class lies below the zero that parts the classes."""
    return view.classes is not None and view.classes.zero is not None and index < view.classes.zero
