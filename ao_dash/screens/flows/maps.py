"""The two maps of „Przepływy”: lines between gminy, and where each of them leans."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ao_dash.mapview.palette import ramp
from ao_dash.model.flow import FlowKind
from ao_dash.model.gmina import polish_key
from ao_dash.model.numbers import format_number
from ao_dash.model.series import Status
from ao_dash.screens.flows import sentences
from ao_dash.screens.flows.choice import Shown
from ao_dash.screens.flows.lines import Flow, messages
from ao_dash.screens.shared.category_map import Caption, Category, Placed, map_of_categories

_MORE_COME = Category("więcej przyjeżdża", "#f3d9b1")
_MORE_LEAVE = Category("więcej wyjeżdża", "#d3e3ea")
_ARRIVALS: Mapping[FlowKind, tuple[Category, Category]] = {
    FlowKind.COMMUTING: (_MORE_COME, _MORE_LEAVE),
    FlowKind.MOVES: (
        Category("więcej się wprowadza", _MORE_COME.colour),
        Category("więcej się wyprowadza", _MORE_LEAVE.colour),
    ),
}
"""Pale, so that lines over them can be seen."""

_HUES = ("#14577a", "#a8500a", "#2f7d4f", "#7a3b8f", "#8c2f39", "#5d5d1c", "#3d4f7d", "#6b4a2b")
_HALF = 0.5
_STRENGTHS = {True: "od 50%", False: "do 50%"}
"""Whether at least half of those who leave a gmina go to one place."""

_KEY = (1.0, 0.4, 0.1)
"""Shares of the strongest flow that the key of widths shows."""
_THIN = 0.2  # width of the lines that show where gminy lean, as a share of the widest
_LISTED = 5  # partners that are listed where a gmina is pointed at


def map_of_lines(shown: Shown, sentence: str) -> dict[str, Any]:
    """Return the map of flows as lines over what each gmina gains or loses by them."""
    dataset, choice, table = shown.dataset, shown.choice, shown.table
    more_come, more_leave = _ARRIVALS[table.kind]
    placed = {code: _placed(shown, code) for code in dataset.gminy}
    terms = sentences.WORDS[table.kind]
    caption = Caption(terms.name, terms.name, str(table.year), sentence, "Najwięcej osób")
    message = map_of_categories(
        dataset, table.year, caption, (more_come, more_leave), placed, choice.query()
    )
    return {
        **message,
        **messages(dataset, shown.flows, _totals(shown)),
        "flow_key": _key(shown.flows),
        "flow_ways": [terms.leaving, terms.arriving] if choice.gmina else [],
    }


def _placed(shown: Shown, code: str) -> Placed:
    """Return a gmina in the colour of what it gains or loses, with its largest partners."""
    out, into = shown.table.outgoing(code), shown.table.incoming(code)
    text = sentences.balance(shown.table, sum(out.values()), sum(into.values()))
    partners = [(n, f"{shown.dataset.flow_end_name(end)}: {_to(n)}") for end, n in out.items()]
    partners += [(n, f"{shown.dataset.flow_end_name(end)}: {_from(n)}") for end, n in into.items()]
    partners.sort(key=lambda one: -one[0])
    index = int(sum(into.values()) <= sum(out.values()))
    return Placed(index, text, listed=[text for _, text in partners[:_LISTED]])


def _to(persons: int) -> str:
    return f"tam {sentences.persons(persons)}"


def _from(persons: int) -> str:
    return f"stamtąd {sentences.persons(persons)}"


def _totals(shown: Shown) -> dict[str, str]:
    """Return the persons drawn to and from each place outside the area, as a text."""
    counts: dict[str, int] = {}
    for flow in shown.flows:
        for code in flow.pair:
            counts[code] = counts.get(code, 0) + flow.drawn
    return {code: format_number(n) for code, n in counts.items()}


def _key(flows: tuple[Flow, ...]) -> list[tuple[str, float]]:
    """Return widths with the persons they stand for, round numbers but for the largest."""
    if not flows:
        return []
    largest = flows[0].drawn
    numbers = dict.fromkeys([largest, *(_round(share * largest) for share in _KEY[1:])])
    return [(sentences.persons(n), round(n / largest, 4)) for n in numbers if n <= largest]


def _round(number: float) -> int:
    """Round to one digit that counts."""
    unit = 10 ** (len(str(int(number))) - 1)
    return int(max(1, round(number / unit) * unit))


def map_of_leaning(shown: Shown, sentence: str) -> dict[str, Any]:
    """Return the map where each gmina has the colour of the place that most of its people go to."""
    dataset, table = shown.dataset, shown.table
    categories = _categories(shown)
    order = list(categories)
    placed = {
        code: Placed(
            None if one is None else order.index((one.end, _strong(shown, one))),
            sentences.leaning(dataset, table, one),
            Status.MISSING if one is None else Status.OK,
        )
        for code, one in shown.aims.items()
    }
    terms = sentences.WORDS[table.kind]
    caption = Caption("Dokąd ciążą gminy", terms.leaning, str(table.year), sentence)
    message = map_of_categories(
        dataset, table.year, caption, list(categories.values()), placed, shown.choice.query()
    )
    thin = [replace(flow, drawn=1) for flow in shown.drawn]
    ties = messages(dataset, thin, {}, widest=_THIN)
    return {**message, **ties, "flow_key": [], "flow_ways": []}


def _strong(shown: Shown, flow: Flow) -> bool:
    return flow.persons / shown.leaving(flow.start) >= _HALF


def _categories(shown: Shown) -> dict[tuple[str, bool], Category]:
    """Return a category for each place and strength there is, the place of most gminy first."""
    dataset, flows = shown.dataset, shown.drawn
    counts: dict[str, int] = {}
    for flow in flows:
        counts[flow.end] = counts.get(flow.end, 0) + 1
    names = {end: dataset.flow_end_name(end) for end in counts}
    ends = sorted(counts, key=lambda end: (-counts[end], polish_key(names[end])))
    found = {(flow.end, _strong(shown, flow)) for flow in flows}
    return {
        (end, strong): Category(f"{names[end]} {_STRENGTHS[strong]}", tone)
        for n, end in enumerate(ends)
        for strong, tone in zip(_STRENGTHS, _tones(n), strict=True)
        if (end, strong) in found
    }


def _tones(number: int) -> tuple[str, str]:
    """Return a clear and a pale tone of one hue; dark lines are seen over both."""
    _, clear, _, pale, *_ = ramp((_HUES[number % len(_HUES)], "#f4f4f0"), 6)
    return clear, pale
