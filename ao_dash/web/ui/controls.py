"""Widgets that follow the address and change it: nothing else remembers what is chosen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from ao_dash.mapview.query import INDICATOR_PARAMETER, YEAR_PARAMETER, Parameter
from ao_dash.model.dataset import Dataset
from ao_dash.web.ui import address

Write = Callable[[Any], str]
"""Turns the value of a widget into a parameter of the address; "" leaves it out."""

_MANY = 12  # options a person sees at once; longer lists can be searched


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
        filter_mode="fuzzy" if len(options) > _MANY else None,
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
) -> None:
    """Draw a choice of codes by their names, as many as the parameter takes."""
    assert parameter.several
    key = address.widget(parameter.name)
    address.follow(key, [str(value) for value in values])  # Streamlit refuses an enum
    st.multiselect(
        label,
        list(options),
        format_func=options.__getitem__,
        key=key,
        max_selections=parameter.several[1] or len(options),
        placeholder="Wybierz",
        on_change=changed,
        args=(parameter, key, write),
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
    """Draw a choice of a number between two ends; ``label`` is heard, not seen."""
    key = address.widget(key)
    address.follow(key, value)
    st.number_input(
        label,
        *ends,
        step=1.0,
        format="%g",
        key=key,
        label_visibility="collapsed",
        on_change=changed,
        args=(parameter, key, write),
    )


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


def changed(parameter: Parameter, key: str, write: Write = str) -> None:
    """Write the value of a widget to the address; called when it changes."""
    address.choose(**{parameter.name: write(st.session_state[key]) or None})
