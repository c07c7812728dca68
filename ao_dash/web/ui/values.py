"""The filter by value: all figures, a few of the highest or lowest, or those between two."""

from __future__ import annotations

import functools

import streamlit as st

from ao_dash.analysis.classes import parse_typed_bounds, typed_bounds
from ao_dash.mapview.selection import VALUES
from ao_dash.mapview.value_filter import BETWEEN, FEW, ValueFilter, read_value_filter
from ao_dash.mapview.view import View
from ao_dash.model.numbers import round_half_up
from ao_dash.web.ui import controls

_FEW = ValueFilter(highest=FEW), ValueFilter(lowest=FEW)
_REFUSED = (
    "nie może być końcem zakresu: wpisz liczbę, a początek nie większy od końca; jedno z pól może "
    "zostać puste."
)

Ends = tuple[float | None, float | None]


def show(view: View) -> None:
    """Draw the choice of figures that are shown; closed, it costs nothing."""
    chosen = view.selection.values
    box = st.expander("Zakres wartości", expanded=bool(chosen), key="zakres", on_change="rerun")
    if not box.open:
        return
    few = dict.fromkeys([*_FEW, *([chosen] if chosen and not chosen.is_range else [])])
    # A range is one entry whatever its ends: a list that changed would shut while it is open.
    names = {"": "wszystkie"} | {str(one): _name(one) for one in few} | {BETWEEN: "od – do"}
    shown = BETWEEN if chosen and chosen.is_range else chosen
    ends = str(_from_lowest_to_highest(view))
    with box:
        controls.select(
            "Które wartości",
            names,
            shown,
            VALUES,
            write=lambda code: ends if code == BETWEEN else code,
        )
        if chosen and chosen.is_range:
            _fields((chosen.low, chosen.high))


def _name(one: ValueFilter) -> str:
    return f"najwyższe: {one.highest}" if one.highest else f"najniższe: {one.lowest}"


def _from_lowest_to_highest(view: View) -> ValueFilter:
    assert view.indicator
    lowest, highest = (
        round_half_up(row.value or 0.0, view.indicator.decimals)
        for row in (view.ranked[-1], view.ranked[0])
    )
    return ValueFilter(lowest, highest)


def _fields(ends: Ends) -> None:
    """Draw a field for each end; an empty one is no end."""
    for n, (column, label, key) in enumerate(
        zip(st.columns(2), ("Od", "Do"), ("wartosci-od", "wartosci-do"), strict=True)
    ):
        end = ends[n]
        field = controls.Field(VALUES, functools.partial(_with_end, ends, n), _REFUSED, most=20)
        with column:
            controls.typed(label, "" if end is None else typed_bounds([end]), field, key=key)


def _with_end(ends: Ends, place: int, text: str) -> str | None:
    """Return the range with another end as it stands in an address, if there is one."""
    given = parse_typed_bounds(text)
    if text.strip() and len(given) != 1:
        return None
    end = given[0] if given else None
    found = str(ValueFilter(end, ends[1]) if place == 0 else ValueFilter(ends[0], end))
    return found if read_value_filter(found) else None
