"""Widgets that follow the address and change it: nothing else remembers what is chosen."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from ao_dash.mapview.query import INDICATOR_PARAMETER, YEAR_PARAMETER, Parameter
from ao_dash.model.dataset import Dataset
from ao_dash.model.faults import shorten
from ao_dash.web.ui import address

Write = Callable[[Any], str]
"""Turns the value of a widget into a parameter of the address; "" leaves it out."""


def select(
    label: str,
    options: Mapping[str, str],
    value: object,
    parameter: Parameter,
    *,
    key: str = "",
    write: Write = str,
) -> None:
    """Draw a choice of one code by its name; "" is the code of no choice (``None``).

    ``key`` tells apart lists that change.
    """
    key = address.widget(key or parameter.name)
    address.follow(key, "" if value is None else str(value))
    st.selectbox(
        label,
        list(options),
        format_func=options.__getitem__,
        key=key,
        filter_mode="contains",
        on_change=changed,
        args=(parameter, key, write),
    )


def several(
    label: str,
    options: Mapping[str, str],
    values: Sequence[str],
    parameter: Parameter,
    *,
    write: Write = ",".join,
    year: int | None = None,
) -> None:
    """Draw a choice of codes by their names, as many as the parameter takes.

    ``year`` is kept when the choice changes, or what gives way is noted.
    """
    assert parameter.several
    key = address.widget(parameter.name)
    address.follow(key, [str(value) for value in values])  # Streamlit refuses an enum
    st.multiselect(
        label,
        list(options),
        format_func=options.__getitem__,
        key=key,
        filter_mode="contains",
        max_selections=parameter.several[1] or len(options),
        select_all=False,  # it would take the first ones, as many as there may be
        placeholder="Wybierz",
        on_change=changed,
        args=(parameter, key, write, year),
    )


def number(
    label: str,
    value: float,
    ends: tuple[float, float],
    parameter: Parameter,
    *,
    key: str,
    write: Write,
) -> None:
    """Draw a field for a number between two ends; ``label`` is heard, not seen.

    A field of numbers would follow the language of the browser, where a comma may part thousands:
    this one reads a comma and a dot alike as decimal signs.
    """
    key = address.widget(key)
    refused = f"{key}-odrzucone"
    if not st.session_state.get(refused):
        address.follow(key, f"{value:g}".replace(".", ","))
    st.text_input(
        label,
        key=key,
        max_chars=12,
        label_visibility="collapsed",
        on_change=_typed,
        args=(parameter, key, refused, ends, write),
    )
    if text := st.session_state.get(refused):
        low, high = (f"{end:g}".replace(".", ",") for end in ends)
        st.warning(f"„{shorten(text)}” to nie jest liczba od {low} do {high}.")


def _typed(
    parameter: Parameter, key: str, refused: str, ends: tuple[float, float], write: Write
) -> None:
    text = st.session_state[key]
    try:
        value = float(text.strip().replace(",", "."))
    except ValueError:
        value = math.nan
    good = ends[0] <= value <= ends[1]
    st.session_state[refused] = "" if good else text or " "
    if good:
        address.choose(**{parameter.name: write(value) or None})


def switch(label: str, parameter: Parameter, *, on: bool) -> None:
    """Draw a choice of yes or no."""
    key = address.widget(parameter.name)
    address.follow(key, on)
    write = {True: parameter.on, False: ""}.__getitem__
    st.checkbox(label, key=key, on_change=changed, args=(parameter, key, write))


def indicator(
    dataset: Dataset,
    value: str | None,
    codes: Sequence[str],
    parameter: Parameter = INDICATOR_PARAMETER,
    label: str = "Wskaźnik",
) -> None:
    """Draw a choice of one of the indicators ``codes`` by their short names."""
    names = {code: dataset.indicators[code].short for code in codes}
    select(label, names, value, parameter)


def year(
    dataset: Dataset,
    code: str,
    value: int,
    parameter: Parameter = YEAR_PARAMETER,
    label: str = "Rok",
    *,
    write: Write = str,
) -> None:
    """Draw a choice of one of the years of an indicator, the newest first."""
    whole = len(dataset.gminy)
    known = {y: dataset.known(code, y) for y in dataset.years(code)[::-1]}
    names = {
        str(y): str(y) if n == whole else f"{y} ({n} z {whole} gmin)" for y, n in known.items()
    }
    select(label, names, value, parameter, key=f"{parameter.name}-{code}", write=write)


def changed(parameter: Parameter, key: str, write: Write = str, year: int | None = None) -> None:
    """Write the value of a widget, and a year to keep, to the address; called when it changes."""
    kept = {YEAR_PARAMETER.name: str(year)} if year else {}
    address.choose(**kept, **{parameter.name: write(st.session_state[key]) or None})
