"""The legend of a picture on paper."""

from __future__ import annotations

from matplotlib.patches import Circle

from ao_dash.mapview.legend import Form, Legend
from ao_dash.mapview.view import View
from ao_dash.model.numbers import counted, unit_heading
from ao_dash.output.paper.sheet import (
    HATCHES,
    INK,
    LARGEST_CIRCLE,
    LINE,
    NEGATIVE_HATCH,
    PALE,
    PLAIN,
    SOFT,
    Pen,
    below_zero,
)
from ao_dash.output.paper.text import measure, writable

_LEFT, _RIGHT, _GAP = 0.035, 0.645, 0.012


def draw_legend(pen: Pen, view: View, legend: Legend, metre: float) -> None:
    """Draw the legend; ``metre`` is how many inches of paper a metre of land has."""
    if view.indicator is None:
        return
    unit = unit_heading(view.indicator) if legend.form is not Form.NAMED else ""
    head = f"{view.indicator.short}{f' ({unit})' if unit else ''}"
    pen.text(0.035, 0.178, head, 10, weight="bold")
    if legend.form is Form.CIRCLES:
        _draw_circle_key(pen, legend, metre)
    elif legend.steps:
        _draw_bar(pen, view, legend)
    _draw_absent(pen, legend)


def _draw_bar(pen: Pen, view: View, legend: Legend) -> None:
    left, width, y = 0.045, 0.58 / len(legend.steps), 0.105
    named = legend.form is Form.NAMED
    for n, step in enumerate(legend.steps):
        x = left + n * width
        hatch = NEGATIVE_HATCH if below_zero(view, n) else None
        pen.box(x, y, width, 0.03, facecolor=step.colour, edgecolor=LINE, hatch=hatch)
        told = f"{step.high}: " if named else ""
        told += counted(step.count, view.noun)
        pen.text(x + width / 2, y - 0.022, told, 8, ha="center", color=SOFT)
        if not named:
            pen.text(x, y - 0.004, step.low, 9, ha="center")
    if not named:
        pen.text(left + len(legend.steps) * width, y - 0.004, legend.steps[-1].high, 9, ha="center")
    places = [left + mark.place * width * len(legend.steps) for mark in legend.marks]
    texts = [writable(f"{mark.name} {mark.text}") for mark in legend.marks]
    for x in places:
        pen.box(x - 0.001, y - 0.003, 0.002, 0.038, facecolor=INK, edgecolor="white")
    widths = [measure(text, bold=True) * 9 / pen.points[0] for text in texts]
    for x, text in zip(_apart(places, widths), texts, strict=True):
        pen.text(x, y + 0.052, text, 9, ha="center", weight="bold")


def _apart(places: list[float], widths: list[float]) -> list[float]:
    """Return middles of texts beside their places, none over another or over an end of the map."""
    order = sorted(range(len(places)), key=lambda n: places[n])
    found = list(places)
    end = _LEFT
    for n in order:
        found[n] = max(found[n], end + widths[n] / 2)
        end = found[n] + widths[n] / 2 + _GAP
    end = _RIGHT
    for n in reversed(order):
        found[n] = min(found[n], end - widths[n] / 2)
        end = found[n] - widths[n] / 2 - _GAP
    return found


def _draw_circle_key(pen: Pen, legend: Legend, metre: float) -> None:
    """Draw sample circles as large as they are on the map; ``metre`` is its length in inches."""
    width, height = pen.figure.get_size_inches()
    x = 0.045
    for circle in legend.circles:
        inches = circle.size * LARGEST_CIRCLE * metre
        wide, high = 2 * inches / width, 2 * inches / height
        axes = pen.figure.add_axes((x, 0.112 - high / 2, wide, high))
        axes.set_axis_off()
        axes.add_patch(Circle((0.5, 0.5), 0.5, facecolor=legend.colour, transform=axes.transAxes))
        pen.text(x + wide + 0.008, 0.112, circle.text, 9, va="center")
        x += wide + 0.09
    if legend.colour_negative:
        pen.box(x, 0.104, 0.022, 0.016, facecolor=legend.colour_negative, hatch=NEGATIVE_HATCH)
        pen.text(x + 0.027, 0.112, "wartość ujemna", 9, va="center")


def _draw_absent(pen: Pen, legend: Legend) -> None:
    keys = [(words_, HATCHES[s], PLAIN, number) for s, words_, number in legend.absent]
    if legend.hidden:
        keys.append(("poza filtrem", "", PALE, legend.hidden))
    x = 0.645
    for told, hatch, face, number in reversed(keys):
        text = f"{told}: {number}"
        x -= 0.034 + 0.0072 * len(text)
        pen.box(x, 0.181, 0.022, 0.014, facecolor=face, edgecolor=LINE, hatch=hatch or None)
        pen.text(x + 0.027, 0.196, text, 8.5)
