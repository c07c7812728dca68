"""Figures in the words of a story: ``{ludnosc@2024:020101}`` gives way to the number in the data.

The grammar is told in ``data/README.md``.
"""

from __future__ import annotations

import operator
import re
import statistics
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from ao_dash.mapview.selection import Selection
from ao_dash.model.aggregate import area_value
from ao_dash.model.dataset import Dataset
from ao_dash.model.indicator import Indicator, Kind
from ao_dash.model.measure import Change, Measure, difference, measured, offered_changes
from ao_dash.model.numbers import format_change, format_number, format_with_unit

PLACEHOLDER = re.compile(r"\{([^{}]*[:@][^{}]*)\}")
"""A placeholder in a text; braces around anything without ``:`` or ``@`` are only braces."""

_PARTS = re.compile(
    r"(?:(?P<code>[a-z0-9_]+)@(?P<year>[0-9]{4})(?:(?P<sign>[-/])(?P<base>[0-9]{4}))?)?"
    r":(?P<place>[^!:@]+)(?:!(?P<form>[a-z0-9]+))?"
)
_GROUP = re.compile(r"[A-Z][A-Z0-9]+(-[0-9]{6})+|[0-9]{6}(\+[0-9]{6})+")
_COUNT = re.compile(r"ile(?:([<>=])([0-9]+))?")
_OPERATORS: Mapping[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    ">": operator.gt,
    "=": operator.eq,
}
_SUMMARIES: Mapping[str, Callable[[list[float]], float]] = {
    "min": min,
    "max": max,
    "mediana": statistics.median,
}
_CHANGES = {"-": Change.DIFFERENCE, "/": Change.PERCENT}


class Problem(StrEnum):
    """Why a placeholder cannot be filled, as people read it."""

    SHAPE = "to nie jest postać {wskaznik@rok:miejsce!zapis}"
    INDICATOR = "nie ma takiego wskaźnika"
    YEAR = "wskaźnik nie ma danych za ten rok"
    CHANGE = "takiej zmiany tego wskaźnika się nie liczy"
    PLACE = "nie ma takiego miejsca"
    VALUE = "nie ma tu wartości"
    RANK = "obraz nie pokazuje tu wartości, która miałaby miejsce"
    SHARE = "całość nie ma wartości, której to byłby udział"
    FORM = "nie ma takiego zapisu liczby"


class PlaceholderError(ValueError):
    """A placeholder that the data cannot fill; its argument is the :class:`Problem`."""


@dataclass(frozen=True)
class Figure:
    """A number that a placeholder stands for, and how the text writes it."""

    value: float
    text: str


@dataclass(frozen=True, eq=False)
class _Subject:
    """What the numbers are of: a picture, with another indicator and years if they are named."""

    dataset: Dataset
    selection: Selection
    code: str
    measure: Measure

    @property
    def indicator(self) -> Indicator:
        return self.measure.indicator

    def shown(self) -> dict[str, float]:
        """Return the values of the gminy that the picture shows, by ``teryt6``."""
        one = self.selection
        joint = self.dataset.members(one.domain)
        found = {}
        for teryt6, gmina in self.dataset.gminy.items():
            cell = self.measure.cells.get(teryt6)
            kept = gmina.type_in(one.year) in one.types and (teryt6 in joint or not one.joint_only)
            if kept and cell is not None and cell.value is not None:
                found[teryt6] = cell.value
        return found

    def group(self, members: set[str]) -> float | None:
        """Return the value of gminy together, or its change."""
        one, origin = self.selection, self.dataset.origin or self.dataset
        now = area_value(origin, self.code, one.year, members)
        if one.change is None or one.base is None:
            return now.value if now else None
        then = area_value(origin, self.code, one.base, members)
        return difference(now.value, then.value, one.change) if now and then else None


def filled(text: str, selection: Selection, dataset: Dataset) -> tuple[str, list[str]]:
    """Return a text with its placeholders filled, and what is wrong with those that cannot be.

    ``selection`` is the picture that the text goes with: a placeholder that names no indicator
    means the one of the picture.
    """
    wrong: list[str] = []

    def number(found: re.Match[str]) -> str:
        try:
            return figure(found[1], selection, dataset).text
        except PlaceholderError as error:
            wrong.append(f"„{found[0]}”: {error}")
            return found[0]

    return PLACEHOLDER.sub(number, text), wrong


def figure(placeholder: str, selection: Selection, dataset: Dataset) -> Figure:
    """Return the number of a placeholder, given without its braces.

    Raises
    ------
    PlaceholderError
        If it has another form, or names what the data do not have.
    """
    parts = _PARTS.fullmatch(placeholder)
    if parts is None:
        raise PlaceholderError(Problem.SHAPE)
    subject = _subject(parts, selection, dataset)
    place, form = parts["place"], parts["form"] or ""
    if form == "miejsce":
        rank = _rank(subject, place)
        return Figure(rank, format_number(rank))
    value = _value(subject, place)
    if _COUNT.fullmatch(place):
        return Figure(value, format_number(value))
    if form == "udzial":
        whole = subject.measure.area
        if whole is None or not whole.value:
            raise PlaceholderError(Problem.SHARE)
        value = 100 * value / whole.value
        return Figure(value, format_number(value, 1))
    return Figure(value, _text(value, form, _decimals(value, place, subject.indicator), subject))


def _subject(parts: re.Match[str], selection: Selection, dataset: Dataset) -> _Subject:
    data = selection.of(dataset)
    one, code = selection, parts["code"] or selection.indicator
    if parts["code"]:
        change = _CHANGES[parts["sign"]] if parts["sign"] else None
        base = int(parts["base"]) if parts["base"] else None
        one = replace(selection, year=int(parts["year"]), change=change, base=base)
    if code is None or code not in data.series:
        raise PlaceholderError(Problem.INDICATOR)
    for year in (one.year, one.base):
        if year is not None and year not in data.years(code):
            raise PlaceholderError(Problem.YEAR)
    if one.change is not None and one.change not in offered_changes(data.indicators[code]):
        raise PlaceholderError(Problem.CHANGE)
    return _Subject(data, one, code, measured(data, code, one.year, one.change, one.base))


def _value(subject: _Subject, place: str) -> float:
    shown, gminy = subject.shown(), (subject.dataset.origin or subject.dataset).gminy
    value: float | None
    if place in _SUMMARIES:
        value = _SUMMARIES[place](list(shown.values())) if shown else None
    elif counted := _COUNT.fullmatch(place):
        sign, bound = counted.groups()
        value = sum(not sign or _OPERATORS[sign](v, float(bound)) for v in shown.values())
    elif place == subject.dataset.area.code:
        value = subject.measure.area.value if subject.measure.area else None
    elif place in subject.dataset.gminy:
        cell = subject.measure.cells.get(place)
        value = cell.value if cell else None
    else:
        named = set(re.findall("[0-9]{6}", place))
        whole = place.partition("-")[0]
        known = not whole.isalnum() or whole.isdigit() or whole == subject.dataset.area.code
        if not _GROUP.fullmatch(place) or not named <= set(gminy) or not known:
            raise PlaceholderError(Problem.PLACE)
        value = subject.group(set(gminy) - named if "-" in place else named)
    if value is None:
        raise PlaceholderError(Problem.VALUE)
    return value


def _rank(subject: _Subject, place: str) -> int:
    shown = subject.shown()
    if place not in shown:
        raise PlaceholderError(Problem.RANK)
    return 1 + sum(value > shown[place] for value in shown.values())


def _decimals(value: float, place: str, indicator: Indicator) -> int:
    """Return the decimals of the indicator, but one for a half: the median of two counts."""
    half = place == "mediana" and indicator.kind is Kind.COUNT and value % 1 != 0
    return max(indicator.decimals, int(half))


def _text(value: float, form: str, decimals: int, subject: _Subject) -> str:
    if form == "jednostka":
        return format_with_unit(value, subject.indicator)
    if form == "mln":
        return format_number(value / 1e6, 1)
    if form == "tys":
        return format_number(value / 1e3)
    if form == "znak":
        return format_change(value, decimals)
    if form == "bez":
        return format_number(abs(value), decimals)
    if form in {"", *"0123"}:
        return format_number(value, int(form) if form else decimals)
    raise PlaceholderError(Problem.FORM)
