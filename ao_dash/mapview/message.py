"""One picture as one message for a browser: heading, map, legend, ranking and table draw from it.

Texts are plain; whoever draws them must put them in as text. Figures come ready to be shown, so
that nothing is formatted, ranked or classed a second time on the other side.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ao_dash.mapview import sentences
from ao_dash.mapview.legend import Form, Legend, build_legend, radius
from ao_dash.mapview.palette import luminance
from ao_dash.mapview.selection import Mode
from ao_dash.mapview.view import Row, View
from ao_dash.model.gmina import GminaType
from ao_dash.model.indicator import Kind
from ao_dash.model.numbers import counted, format_with_unit, plural, unit_heading
from ao_dash.model.series import STATUS_WORDS, Status

_DARK = 0.22  # luminance below which white letters read better
_TYPES = list(GminaType)
_STATUSES = list(Status)


def message(view: View, notice: Sequence[str] = (), offered: Sequence[str] = ()) -> dict[str, Any]:
    """Return everything a browser needs to draw ``view``, as JSON-ready values.

    ``notice`` are notes on what gave way in the address, ``offered`` the indicators to step through
    while presenting.
    """
    return {
        **map_message(view),
        "dated": sentences.dated_title(view),
        "subtitle": sentences.subtitle(view),
        "filters": sentences.filters(view) if view.is_filtered else "",
        "notice": [*notice, *_warnings(view)],
        "scale": _scale(view),
        "area": view.area.value if view.area and _area_compares(view) else None,
        "cards": _cards(view),
        "all": list(view.notes_on_all()),
        "method": sentences.method(view),
        "formula": list(sentences.formula_briefly(view)),
        "sources": list(sentences.sources(view)),
        "domain": _domain(view),
        "profile": _profile(view),
        **({"offered": list(offered)} if view.selection.mode is Mode.PRESENT else {}),
    }


def map_message(view: View) -> dict[str, Any]:
    """Return what the map and its legend draw, as JSON-ready values.

    ``rows`` are lists in the order of :func:`_row`; ``projects`` and ``notes`` in a row are
    positions in the lists of that name. ``span`` is the base year of a change, or nothing.
    """
    legend = build_legend(view)
    notes: dict[str, int] = {}
    projects = {code: n for n, code in enumerate(view.projects)}
    rows = [_row(view, legend, row, projects, notes) for row in view.rows]
    return {
        "query": view.selection.address(),
        "title": sentences.title(view),
        "vintage": view.vintage.code,
        "form": legend.form.value,
        "short": view.indicator.short if view.indicator else "Granice gmin",
        "unit": _unit(view),
        "year": view.year,
        "years": view.years,
        "base": view.selection.base,
        "common": int(view.selection.common),
        "ranked": len(view.values),
        "selected": view.selection.gmina,
        "types": [t.value for t in _TYPES],
        "colours": view.colours,
        "dark": [int(luminance(colour) < _DARK) for colour in view.colours],
        "rows": rows,
        "sentence": sentences.sentence(view),
        "projects": [project.title for project in view.projects.values()],
        "notes": list(notes),
        "legend": _legend(view, legend),
        **_staged(view),
    }


def _staged(view: View) -> dict[str, Any]:
    """Return what only a picture that fills the window says; the usual message stays small."""
    if view.selection.mode is None:
        return {}
    around = sentences.around_lines(view)
    return {
        "mode": view.selection.mode.value,
        "state": sentences.state(view),
        **({"around": around} if around else {}),
    }


def _warnings(view: View) -> list[str]:
    told = sentences.broken_words(view)
    if told and view.broken and not view.selection.constant:
        told += " Porównywalne jest terytorium stałe (filtr „Zmiana w czasie”)."
    return [told] if told else []


def _unit(view: View) -> str:
    if view.indicator is None or view.indicator.kind is Kind.FLAG:
        return ""
    return unit_heading(view.indicator)


def _row(
    view: View, legend: Legend, row: Row, projects: dict[str, int], notes: dict[str, int]
) -> list[object]:
    """Return code, name, type, shown, class, text, rank, status, number, size, lists, broken.

    ``size`` is the radius of a circle as a share of the largest, negative for a negative value.
    Type and status are positions in their enumerations.
    """
    size = None
    if legend.form is Form.CIRCLES and row.shown and row.value is not None:
        size = round(radius(row.value, view.largest), 4) * (-1 if row.value < 0 else 1)
    return [
        row.gmina.teryt6,
        row.gmina.name,
        _TYPES.index(row.type),
        int(row.shown),
        row.class_index,
        sentences.value_text(row, view.indicator),
        row.rank,
        _STATUSES.index(row.cell.status),
        None if row.value is None else float(f"{row.value:.7g}"),
        size,
        [projects[code] for code in row.projects],
        [notes.setdefault(text, len(notes)) for text in view.notes_on(row)],
        int(row.broken),
    ]


def _scale(view: View) -> tuple[float, float]:
    """Return the ends of the ranking's scale: it holds zero, every shown value and the area's."""
    inside = [*view.values, 0.0]
    if view.area is not None and _area_compares(view):
        inside.append(view.area.value)
    return min(inside), max(inside)


def _area_compares(view: View) -> bool:
    """Tell whether the value of the whole area is of the same sort as that of one gmina."""
    return view.indicator is not None and view.indicator.kind not in (Kind.COUNT, Kind.FLAG)


def _cards(view: View) -> list[tuple[str, str, str, str]]:
    """Return cards: name, figure, unit, what it says."""
    if view.indicator is None:
        return []
    cards = [(sentences.AREA, *sentences.area_figure(view), sentences.area_label(view.area, view))]
    if view.values and view.indicator.kind is not Kind.FLAG:
        cards.append(
            ("mediana", sentences.median_text(view), "", counted(len(view.values), view.noun))
        )
        cards += [
            (
                name,
                sentences.value_text(rows[0], view.indicator),
                "",
                sentences.names(rows, view.noun),
            )
            for name, rows in (
                ("najwyższa wartość", view.highest),
                ("najniższa wartość", view.lowest),
            )
        ]
    label = sentences.around_label(view)
    cards += [(name, text, "", label) for name, text in sentences.around_texts(view)]
    absent = sum(len(rows) for rows in view.without_value.values())
    told = ", ".join(STATUS_WORDS[status] for status in view.without_value)
    cards.append(("bez wartości", str(absent), plural(absent, view.noun), told))
    return cards


def _legend(view: View, legend: Legend) -> dict[str, Any]:
    return {
        "steps": [
            (step.low, step.high, step.count, counted(step.count, view.noun))
            for step in legend.steps
        ],
        "circles": [(circle.text, round(circle.size, 4)) for circle in legend.circles],
        "marks": [(mark.name, mark.text, round(mark.place, 4)) for mark in legend.marks],
        "rug": [round(at, 3) for at in legend.rug],
        "absent": [
            (_STATUSES.index(status), text, number) for status, text, number in legend.absent
        ],
        "hidden": legend.hidden,
        "broken": len(view.broken),
        "negative": int(bool(legend.colour_negative)),
        "area": sentences.area_value_text(view),
    }


def _profile(view: View) -> dict[str, str] | None:
    """Return a link to the profile of the selected gmina.

    A merged unit leads to the gmina it is named after, whose name comes before the plus sign.
    """
    if view.selected is None:
        return None
    gmina = view.selected.gmina
    name = gmina.name.partition(" + ")[0] if gmina.members else gmina.name
    return {"text": f"Profil gminy: {name}", "href": f"/profil?gmina={gmina.teryt6}"}


def _domain(view: View) -> dict[str, Any]:
    if view.domain is None:
        return {}
    return {
        "name": view.domain.short,
        "missing": view.domain.missing,
        "cooperation": int(view.domain.cooperation),
        "known": [
            f"{indicator.name}: {format_with_unit(value, indicator)} ({gmina.name}, {year})"
            for indicator, year, gmina, value in view.single_values
        ],
    }
