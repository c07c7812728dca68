"""The legend of a picture: classes or circles, how many gminy, and marks along the scale."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from ao_dash.analysis.classes import Classes
from ao_dash.mapview.palette import CIRCLE, CIRCLE_NEGATIVE
from ao_dash.mapview.sentences import area_brief, brief_text
from ao_dash.mapview.view import View
from ao_dash.model.indicator import Kind
from ao_dash.model.numbers import format_brief, format_value, join_unit
from ao_dash.model.series import STATUS_WORDS, Status

_STEPS = (1, 2, 5)


class Form(StrEnum):
    """How the figures are drawn."""

    CLASSES = "classes"
    NAMED = "named"
    CIRCLES = "circles"
    EMPTY = "empty"


@dataclass(frozen=True)
class LegendClass:
    """One class: its colour, how many shown gminy it holds and its range as text.

    ``low`` and ``high`` are the lowest and the highest figure that the class can hold, so that no
    two classes have a figure in common.
    """

    colour: str
    low: str
    high: str
    count: int


@dataclass(frozen=True)
class Mark:
    """A named place on the scale; ``place`` goes from 0 (left end) to 1."""

    name: str
    text: str
    place: float


@dataclass(frozen=True)
class SampleCircle:
    """A sample circle; ``size`` is its radius as a share of the largest circle of the map."""

    text: str
    size: float


@dataclass(frozen=True)
class Legend:
    """What the legend shows; the drawing is somebody else's.

    ``edges`` are the bounds of the ``steps``, one more than there are. ``rug`` is the place of
    every compared value on the scale: it shows how crowded a class is. Those ``between`` two places
    have passed a filter by value.
    """

    form: Form
    steps: tuple[LegendClass, ...]
    edges: tuple[str, ...]
    circles: tuple[SampleCircle, ...]
    marks: tuple[Mark, ...]
    rug: tuple[float, ...]
    between: tuple[float, float] | None
    absent: tuple[tuple[Status, str, int], ...]
    hidden: int
    colour: str = CIRCLE
    colour_negative: str = ""


def build_legend(view: View) -> Legend:
    """Return the legend of ``view``."""
    form = _form(view)
    signed = view.indicator is not None and view.indicator.signed
    return Legend(
        form=form,
        steps=_steps(view),
        edges=_edges(view) if form is Form.CLASSES else (),
        circles=_circles(view) if form is Form.CIRCLES else (),
        marks=_marks(view) if form is Form.CLASSES else (),
        rug=_rug(view) if form is Form.CLASSES else (),
        between=_between(view) if form is Form.CLASSES else None,
        absent=tuple((s, STATUS_WORDS[s], len(rows)) for s, rows in view.without_value.items())
        if view.indicator
        else (),
        hidden=len(view.rows) - len(view.shown),
        colour_negative=CIRCLE_NEGATIVE if signed else "",
    )


def _form(view: View) -> Form:
    if view.indicator is None or not view.values:
        return Form.EMPTY
    if view.indicator.kind is Kind.COUNT:
        return Form.CIRCLES
    return Form.NAMED if view.indicator.kind is Kind.FLAG else Form.CLASSES


def _steps(view: View) -> tuple[LegendClass, ...]:
    if view.classes is None or view.indicator is None:
        return ()
    ranges = [
        (format_value(low, view.indicator), format_value(high, view.indicator))
        for low, high in map(view.classes.range, range(len(view.classes)))
    ]
    if view.indicator.kind is Kind.FLAG:
        ranges = [("nie", "nie"), ("tak", "tak")]
    parts = zip(view.colours, ranges, view.counts, strict=True)
    return tuple(LegendClass(colour, *ends, count) for colour, ends, count in parts)


def _edges(view: View) -> tuple[str, ...]:
    assert view.classes is not None
    assert view.indicator is not None
    return tuple(format_value(bound, view.indicator) for bound in view.classes.bounds)


def _marks(view: View) -> tuple[Mark, ...]:
    assert view.classes is not None
    assert view.indicator is not None
    marks = []
    if view.area is not None:
        text = join_unit(*area_brief(view.area, view))
        marks.append(Mark(view.whole.short, text, place(view.classes, view.area.value)))
    row = view.selected
    if row is not None and row.shown and row.value is not None:
        text = brief_text(row, view.indicator)
        marks.append(Mark(row.gmina.name, text, place(view.classes, row.value)))
    return tuple(marks)


def _rug(view: View) -> tuple[float, ...]:
    assert view.classes is not None
    return tuple(place(view.classes, row.value) for row in view.ranked if row.value is not None)


def _between(view: View) -> tuple[float, float] | None:
    assert view.classes is not None
    if view.selection.values is None:
        return None
    return place(view.classes, view.values[-1]), place(view.classes, view.values[0])


def place(classes: Classes, value: float) -> float:
    """Return where ``value`` stands on a bar of equally wide classes, from 0 to 1."""
    n = classes.index(value)
    low, high = classes.bounds[n], classes.bounds[n + 1]
    within = (value - low) / (high - low) if high > low else 0.5
    return (n + min(max(within, 0.0), 1.0)) / len(classes)


def radius(value: float, largest: float) -> float:
    """Return the radius of a circle as a share of the largest: areas are proportional to values."""
    return math.sqrt(abs(value) / largest) if largest else 0.0


def _circles(view: View) -> tuple[SampleCircle, ...]:
    """Return up to three round sample values, the largest not above the largest on the map."""
    assert view.indicator is not None
    top = view.largest
    if not top:
        return ()
    samples: list[float] = []
    exponent = math.floor(math.log10(top))
    candidates = [s * 10.0**e for e in range(exponent - 2, exponent + 1) for s in _STEPS]
    for value in sorted((c for c in candidates if c <= top), reverse=True):
        whole_enough = value >= 10.0**-view.indicator.decimals
        if whole_enough and (not samples or value <= samples[-1] / 4) and len(samples) < 3:
            samples.append(value)
    digits = view.indicator.decimals if min(samples, default=1) < 1 else 0
    return tuple(SampleCircle(format_brief(v, digits), radius(v, top)) for v in samples)
