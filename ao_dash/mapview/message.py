"""One map view as one message for a browser: heading, map, legend, ranking and table draw from it.

Texts are plain; whoever draws them must put them in as text. Figures come ready to be shown, so
that nothing is formatted, ranked or classed a second time on the other side. The types of the
scripts (``web/frontend/types/message.d.ts``) are made from those here: ``python -m bench.types``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, NotRequired, TypedDict
from urllib.parse import urlencode

from ao_dash.mapview import sentences
from ao_dash.mapview.annotation import Annotation
from ao_dash.mapview.legend import Form, Legend, build_legend, radius
from ao_dash.mapview.palette import is_dark
from ao_dash.mapview.query import ONLY_PARAMETER, Mode
from ao_dash.mapview.selection import JOINT_ONLY, TYPES, VALUES
from ao_dash.mapview.view import Row, View, Whole
from ao_dash.model.gmina import GminaType
from ao_dash.model.indicator import Kind
from ao_dash.model.numbers import (
    counted,
    format_brief,
    format_with_unit,
    join_unit,
    plural,
    unit_heading,
)
from ao_dash.model.series import STATUS_WORDS, Status
from ao_dash.model.territory import Territory


class RowMessage(NamedTuple):
    """One gmina; it is sent as a list, since names of fields would double the message.

    ``type`` and ``status`` are positions in ``GminaType`` and ``Status``, ``number`` is the value
    to sort and to draw by. ``size`` is the radius of a circle as a share of
    the largest one, negative for a negative value. ``projects`` and ``notes`` are positions in the
    lists of that name; ``broken`` says that a series breaks inside the change,
    ``brief`` is the figure for a room where ``text`` has more digits.
    """

    code: str
    name: str
    type: int
    shown: int
    class_index: int | None
    text: str
    rank: int | None
    status: int
    number: float | None
    size: float | None
    projects: list[int]
    notes: list[int]
    broken: int
    brief: str


class PointMessage(NamedTuple):
    """A point over the map, sent as a list: ``lines`` say what is known of it."""

    kind: str
    name: str
    lon: float
    lat: float
    lines: list[str]


class FlowMessage(NamedTuple):
    """A flow from one place to another, sent as a list.

    ``share`` is its width as a share of the widest line; ``lon`` and ``lat`` (degrees) are the
    control point of the curve between the places.
    """

    start: str
    end: str
    share: float
    lon: float
    lat: float


class FlowEndMessage(NamedTuple):
    """A place where flows begin or end, sent as a list; gminy have no name and text here."""

    code: str
    lon: float
    lat: float
    name: str
    text: str


class GroupMessage(TypedDict):
    """The group of gminy that is chosen; its ``members`` are gminy of the register.

    ``only`` tells that no others are shown, ``merged`` that they are one row.
    """

    name: str
    members: list[str]
    only: int
    merged: int


class ScaleMessage(TypedDict):
    """Bounds of classes as figures, and to how many digits figures are shown."""

    bounds: tuple[float, ...]
    digits: int


class LegendMessage(TypedDict):
    """What a legend shows; places go from 0 to 1 along its scale.

    ``steps`` are classes: from, to (or name, name), how many gminy, the same in words;
    ``edges`` are their bounds, ``classing`` says how they were found.
    ``circles`` are text and size, ``marks`` name, text and place, ``rug`` the places of all values,
    those ``between`` two have passed a filter by value,
    ``absent`` status, words and how many. ``area`` is the value of what is seen as the ``whole``.
    ``axes`` and ``ranges`` belong to a square of two figures: their names, and the texts of their
    thirds.
    """

    steps: list[tuple[str, str, int, str]]
    circles: list[tuple[str, float]]
    marks: list[tuple[str, str, float]]
    rug: list[float]
    absent: list[tuple[int, str, int]]
    hidden: int
    broken: int
    negative: int
    area: str
    whole: str
    edges: list[str]
    classing: str
    between: NotRequired[tuple[float, float]]
    scale: NotRequired[ScaleMessage]
    axes: NotRequired[list[str]]
    ranges: NotRequired[list[list[str]]]


class DomainMessage(TypedDict, total=False):
    """What is known of the domain of the indicator; nothing without a domain.

    ``known`` are figures of single gminy, ``awaited`` names of indicators that a refresh may
    bring, and ``later`` is what a text of 2017 says of the domain.
    """

    name: str
    missing: str
    cooperation: int
    known: list[str]
    awaited: list[str]
    later: str


class LinkMessage(TypedDict):
    """A text that leads to another screen."""

    text: str
    href: str


class MapMessage(TypedDict):
    """What a map and its legend draw.

    ``query`` is the address that restores it. ``form`` is a ``Form`` (classes, circles, named,
    empty) or ``bivariate``. ``unit`` heads a column; ``unit_forms`` come with a unit that is a
    noun: one, few, many, fraction. ``year`` may be a text where a map is of several years; ``base``
    is the first year of a change. ``colours`` are those of the classes, ``dark`` those that want
    white letters. ``mode``, ``state``, ``around`` and the name of the ``whole`` come with a picture
    that fills the window,
    ``ties`` (two codes and a width each) and ``tied`` with the map of cooperation. ``flows``, the
    strongest last, and their ``flow_ends`` come with the map of flows, with ``flow_key`` (text and
    width) and ``flow_ways``, what lines from and to the selected gmina mean; ``listed`` is
    the heading of ``projects`` where these are something else. ``points`` come with
    ``point_keys``, the kind and what it is, ``annotations`` are words a person put on the map.
    """

    query: str
    title: str
    vintage: str
    form: str
    short: str
    unit: str
    unit_forms: NotRequired[list[str]]
    year: int | str
    years: list[int]
    base: int | None
    common: int
    ranked: int
    selected: str | None
    types: list[str]
    colours: Sequence[str]
    dark: list[int]
    rows: list[RowMessage]
    sentence: str
    projects: list[str]
    notes: list[str]
    legend: LegendMessage
    mode: NotRequired[str]
    state: NotRequired[str]
    around: NotRequired[list[str]]
    whole: NotRequired[str]
    group: NotRequired[GroupMessage]
    listed: NotRequired[str]
    ties: NotRequired[list[tuple[str, str, float]]]
    tied: NotRequired[str]
    flows: NotRequired[list[FlowMessage]]
    flow_ends: NotRequired[list[FlowEndMessage]]
    points: NotRequired[list[PointMessage]]
    annotations: NotRequired[list[Annotation]]
    point_keys: NotRequired[list[tuple[str, str]]]
    flow_key: NotRequired[list[tuple[str, float]]]
    flow_ways: NotRequired[list[str]]


class ViewMessage(MapMessage):
    """What the main screen draws beside the map.

    ``lead`` says the picture briefly. ``scale`` are the ends of the ranking's bars and ``area`` the
    value of the whole area, if it is of the same sort. ``clear`` are parameters that have left
    nothing to show. ``cards`` are name, figure, unit, caption and the figure to its last digit;
    ``formula`` is the formula and how it is rounded, or nothing. ``offered`` are the indicators to
    step through in a presentation.
    """

    dated: str
    subtitle: str
    lead: str
    filters: str
    notice: list[str]
    clear: list[str]
    scale: tuple[float, float]
    area: float | None
    cards: list[tuple[str, str, str, str, str]]
    all: list[str]
    method: str
    formula: list[str]
    sources: list[str]
    domain: DomainMessage
    profile: LinkMessage | None
    stories: NotRequired[list[LinkMessage]]
    offered: NotRequired[list[str]]


_TYPES = list(GminaType)
_STATUSES = list(Status)
_WRITERS = sentences.value_text, sentences.brief_text


def message(view: View, notice: Sequence[str] = (), offered: Sequence[str] = ()) -> ViewMessage:
    """Return everything a browser needs to draw ``view``, as JSON-ready values.

    ``notice`` are notes on what gave way in the address, ``offered`` the indicators to step through
    while presenting.
    """
    shown: ViewMessage = {
        **map_message(view),  # type: ignore[typeddict-item]  # no map's message has ``offered``
        "dated": sentences.dated_title(view),
        "subtitle": sentences.subtitle(view),
        "lead": sentences.lead(view),
        "filters": sentences.filters(view) if view.is_filtered else "",
        "notice": [*notice, *_warnings(view)],
        "clear": []
        if view.shown
        else [TYPES.name, JOINT_ONLY.name, ONLY_PARAMETER.name, VALUES.name],
        "scale": _scale(view),
        "area": view.area.value if view.area and _area_compares(view) else None,
        "cards": _cards(view),
        "all": list(view.notes_on_all()),
        "method": sentences.method(view),
        "formula": list(sentences.formula_briefly(view)),
        "sources": list(sentences.sources(view)),
        "domain": _domain(view),
        "profile": _profile(view),
    }
    if stories := _stories(view):
        shown["stories"] = stories
    if view.selection.mode is Mode.PRESENT:
        shown["offered"] = list(offered)
    return shown


def map_message(view: View) -> MapMessage:
    """Return what the map and its legend draw, as JSON-ready values."""
    legend = build_legend(view)
    notes: dict[str, int] = {}
    projects = {code: n for n, code in enumerate(view.projects)}
    rows = [_row(view, legend, row, projects, notes) for row in view.rows]
    shown: MapMessage = {
        "query": view.selection.address(),
        "title": sentences.title(view),
        "vintage": view.vintage.code,
        "form": legend.form.value,
        "short": view.indicator.short if view.indicator else "Granice gmin",
        "unit": _unit(view),
        "year": view.year,
        "years": list(view.years),
        "base": view.selection.base,
        "common": int(view.selection.common),
        "ranked": len(view.ranked),
        "selected": view.selection.gmina,
        "types": [t.value for t in _TYPES],
        "colours": view.colours,
        "dark": [int(is_dark(colour)) for colour in view.colours],
        "rows": rows,
        "sentence": sentences.sentence(view),
        "projects": [project.title for project in view.projects.values()],
        "notes": list(notes),
        "legend": _legend(view, legend),
    }
    if view.indicator and len(set(view.indicator.unit_forms)) > 1:
        shown["unit_forms"] = list(view.indicator.unit_forms)
    _add_placed(shown, view)
    if view.selection.mode is not None:  # what only a picture that fills the window says
        shown["mode"] = view.selection.mode.value
        shown["state"] = sentences.state(view)
        around = [sentences.aside_line(view), *sentences.around_lines(view, format_brief)]
        if told := list(filter(None, around)):
            shown["around"] = told
        shown["whole"] = view.whole.name
    if view.selection.group:
        shown["group"] = GroupMessage(
            name=view.selection.group.called,
            members=list(view.selection.group.members),
            only=int(view.selection.group_only),
            merged=int(view.selection.territory is Territory.GROUP),
        )
    return shown


def _add_placed(shown: MapMessage, view: View) -> None:
    """Add what stands at places of the map beside its gminy."""
    if view.points:
        shown["points"] = [
            PointMessage(one.kind, one.name, one.lon, one.lat, list(one.lines))
            for one in view.points
        ]
        shown["point_keys"] = [(kind.value, words) for kind, words in view.point_keys]
    if view.selection.annotations:
        shown["annotations"] = list(view.selection.annotations)


def _warnings(view: View) -> list[str]:
    if not view.shown:
        return [sentences.nothing_left(view)]
    told = sentences.broken_words(view)
    if told and view.broken and view.selection.territory is not Territory.CONSTANT:
        told += " Zmianę granic omija terytorium stałe (filtr „Zmiana w czasie”)."
    return [told] if told else []


def _stories(view: View) -> list[LinkMessage]:
    """Return links to the stories that explain why a change is to be read with care."""
    codes = dict.fromkeys(b.story for b in view.breaks if b.story and view.broken)
    text = "Zobacz opowieść o tej zmianie"
    return [{"text": text, "href": f"/opowiesc?opowiesc={code}"} for code in codes]


def _unit(view: View) -> str:
    if view.indicator is None or view.indicator.kind is Kind.FLAG:
        return ""
    return unit_heading(view.indicator)


def _row(
    view: View, legend: Legend, row: Row, projects: dict[str, int], notes: dict[str, int]
) -> RowMessage:
    size = None
    if legend.form is Form.CIRCLES and row.shown and row.value is not None:
        size = round(radius(row.value, view.largest), 4) * (-1 if row.value < 0 else 1)
    text, brief = (write(row, view.indicator) for write in _WRITERS)
    return RowMessage(
        code=row.gmina.teryt6,
        name=row.gmina.name,
        type=_TYPES.index(row.type),
        shown=int(row.shown),
        class_index=row.class_index,
        text=text,
        rank=row.rank,
        status=_STATUSES.index(row.cell.status),
        number=None if row.value is None else float(f"{row.value:.7g}"),
        size=size,
        projects=[projects[code] for code in row.projects],
        notes=[notes.setdefault(text, len(notes)) for text in view.notes_on(row)],
        broken=int(row.broken),
        brief=brief if brief != text else "",
    )


def _scale(view: View) -> tuple[float, float]:
    """Return the ends of the ranking's scale: it holds zero, every shown value and the area's."""
    inside = [*view.values, 0.0]
    if view.area is not None and _area_compares(view):
        inside.append(view.area.value)
    return min(inside), max(inside)


def _area_compares(view: View) -> bool:
    """Tell whether the value of the whole area is of the same sort as that of one gmina."""
    return view.indicator is not None and view.indicator.kind not in (Kind.COUNT, Kind.FLAG)


def _cards(view: View) -> list[tuple[str, str, str, str, str]]:
    """Return cards: name, figure, unit, what it says, the figure to its last digit."""
    if view.indicator is None:
        return []
    cards = [_whole_card(one, view) for one in (view.whole, view.aside) if one]
    if view.values and view.indicator.kind is not Kind.FLAG:
        number, exact = counted(len(view.values), view.noun), sentences.median_text(view)
        cards.append(("mediana", sentences.median_text(view, format_brief), "", number, exact))
        ends = {"najwyższa wartość": view.highest, "najniższa wartość": view.lowest}
        cards += [(name, *_end_card(rows, view)) for name, rows in ends.items()]
    label = sentences.around_label(view)
    around = zip(
        sentences.around_texts(view, format_brief), sentences.around_texts(view), strict=True
    )
    cards += [(name, brief, "", label, exact) for (name, brief), (_, exact) in around]
    absent = sum(len(rows) for rows in view.without_value.values())
    caption = ", ".join(STATUS_WORDS[status] for status in view.without_value)
    cards.append(("bez wartości", str(absent), plural(absent, view.noun), caption, str(absent)))
    return cards


def _whole_card(whole: Whole, view: View) -> tuple[str, str, str, str, str]:
    area = whole.value
    figure, unit = sentences.area_brief(area, view)
    label, exact = sentences.area_label(area, view), sentences.area_value_text(area, view)
    return whole.name, figure, unit, label, exact


def _end_card(rows: Sequence[Row], view: View) -> tuple[str, str, str, str]:
    exact = sentences.value_text(rows[0], view.indicator)
    names = sentences.names(rows, view.noun)
    return sentences.brief_text(rows[0], view.indicator), "", names, exact


def _legend(view: View, legend: Legend) -> LegendMessage:
    shown: LegendMessage = {
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
        "area": join_unit(*sentences.area_brief(view.area, view)),
        "whole": view.whole.short,
        "edges": list(legend.edges),
        "classing": sentences.classing(view),
    }
    if legend.between:
        low, high = legend.between
        shown["between"] = round(low, 3), round(high, 3)
    if view.indicator and view.classes and legend.form is Form.CLASSES:
        shown["scale"] = {"bounds": view.classes.bounds, "digits": view.indicator.decimals}
    return shown


def _profile(view: View) -> LinkMessage | None:
    """Return a link to the profile of the selected gmina, or else of the group.

    A unit of the constant territory leads to the gmina it is named after, whose name comes before
    the plus sign.
    """
    group, gmina = view.selection.group, view.selected.gmina if view.selected else None
    constant = view.selection.territory is Territory.CONSTANT
    same = {"wskaznik": view.indicator.code} if view.indicator else {}
    if group and len(group.members) > 1 and not constant and (gmina is None or gmina.members):
        href = f"/profil?{urlencode({'grupa': group.code} | same)}"
        return {"text": f"Profil grupy: {group.called}", "href": href}
    if gmina is None:
        return None
    name = gmina.name.partition(" + ")[0] if gmina.members else gmina.name
    href = f"/profil?{urlencode({'gmina': gmina.teryt6} | same)}"
    return {"text": f"Profil gminy: {name}", "href": href}


def _domain(view: View) -> DomainMessage:
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
        "awaited": list(view.awaited),
        "later": view.domain.later,
    }
