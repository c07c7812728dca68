"""Widgets that follow the address and change it: nothing else remembers what is chosen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from ao_dash.model.dataset import Dataset
from ao_dash.model.gmina import polish_key
from ao_dash.web.ui import address

Write = Callable[[object], str | None]
"""Turns the value of a widget into a parameter of the address; ``None`` leaves it out."""


def select(
    label: str,
    options: Mapping[str, str],
    value: str | None,
    parameter: str,
    *,
    key: str = "",
    write: Write = str,
) -> None:
    """Draw a choice of one code by its name. ``key`` tells apart lists that change."""
    key = address.widget(key or parameter)
    address.follow(key, value)
    st.selectbox(
        label,
        list(options),
        format_func=options.__getitem__,
        key=key,
        filter_mode="fuzzy" if len(options) > _MANY else None,
        on_change=changed,
        args=(parameter, key, write),
    )


_MANY = 12  # options a person sees at once; longer lists can be searched


def joined(codes: Sequence[str]) -> str | None:
    """Return a list of codes as one parameter."""
    return ",".join(codes) or None


def several(
    label: str,
    options: Mapping[str, str],
    values: Sequence[str],
    parameter: str,
    most: int,
    *,
    write: Callable[[Sequence[str]], str | None] = joined,
) -> None:
    """Draw a choice of up to ``most`` codes by their names."""
    key = address.widget(parameter)
    address.follow(key, [str(value) for value in values])  # Streamlit refuses an enum
    st.multiselect(
        label,
        list(options),
        format_func=options.__getitem__,
        key=key,
        max_selections=most,
        placeholder="Wybierz",
        on_change=changed,
        args=(parameter, key, write),
    )


def number(
    label: str,
    value: float,
    ends: tuple[float, float],
    parameter: str,
    *,
    key: str,
    write: Callable[[float], str | None],
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


def switch(label: str, parameter: str, code: str, *, on: bool) -> None:
    """Draw a choice of yes or no; ``code`` is the value of the parameter for yes."""
    key = address.widget(parameter)
    address.follow(key, on)
    st.checkbox(
        label,
        key=key,
        on_change=changed,
        args=(parameter, key, lambda value: code if value else None),
    )


def indicator(
    dataset: Dataset, value: str | None, parameter: str = "wskaznik", label: str = "Wskaźnik"
) -> None:
    """Draw a choice of one of the indicators that can be mapped, with their domains."""
    names = indicator_names(dataset)
    select(label, names, value, parameter)


def indicator_names(dataset: Dataset) -> dict[str, str]:
    """Return the names of the indicators that can be mapped, by code, in the file's order."""
    return {code: dataset.indicators[code].short for code in dataset.mapped}


def year(
    dataset: Dataset,
    code: str,
    value: int,
    parameter: str = "rok",
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
    select(label, names, str(value), parameter, key=f"{parameter}-{code}", write=write)


def gmina(
    dataset: Dataset,
    value: str | None,
    parameter: str = "gmina",
    label: str = "Gmina",
    *,
    without: Sequence[str] = (),
) -> None:
    """Draw a choice of a gmina."""
    names = {g.teryt6: g.name for g in dataset.gminy.values() if g.teryt6 not in without}
    ordered = dict(sorted(names.items(), key=lambda item: polish_key(item[1])))
    select(label, ordered, value, parameter)


def changed(parameter: str, key: str, write: Write = str) -> None:
    """Write the value of a widget to the address; called when it changes."""
    address.choose(**{parameter: write(st.session_state[key])})
