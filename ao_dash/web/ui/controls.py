"""Widgets that follow the address and change it: nothing else remembers what is chosen."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from ao_dash.mapview.query import (
    GROUP_PARAMETER,
    INDICATOR_PARAMETER,
    YEAR_PARAMETER,
    Parameter,
)
from ao_dash.model.dataset import Dataset
from ao_dash.model.faults import shorten
from ao_dash.model.group import Group, ready_groups
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

    ``key`` tells apart lists that change: the browser may still say what it knew of another list,
    which would be taken for a choice.
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


def slider(label: str, options: Mapping[int, str], value: int, parameter: Parameter) -> None:
    """Draw a slider over numbers by their names."""
    key = address.widget(parameter.name)
    address.follow(key, value)
    st.select_slider(
        label,
        list(options),
        format_func=options.__getitem__,
        key=key,
        on_change=changed,
        args=(parameter, key),
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


def pills(
    label: str, options: Mapping[str, str], values: Sequence[str], parameter: Parameter
) -> None:
    """Draw codes beside each other by their names, of which any may be pressed."""
    key = address.widget(parameter.name)
    address.follow(key, list(values))
    st.pills(
        label,
        list(options),
        format_func=options.__getitem__,
        selection_mode="multi",
        key=key,
        on_change=changed,
        args=(parameter, key, ",".join),
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

    def read(text: str) -> str | None:
        try:
            given = float(text.strip().replace(",", "."))
        except ValueError:
            return None
        return write(given) if ends[0] <= given <= ends[1] else None

    shown, low, high = (f"{one:g}".replace(".", ",") for one in (value, *ends))
    field = Field(parameter, read, f"to nie jest liczba od {low} do {high}.", most=12)
    typed(label, shown, field, key=key, hidden=True)


@dataclass(frozen=True)
class Field:
    """What a text field writes: ``read`` gives the value of ``parameter``, None for no such text.

    ``complaint`` says what a text is not that cannot be read, ``most`` is how long one may be.
    """

    parameter: Parameter
    read: Callable[[str], str | None]
    complaint: str
    most: int


def typed(
    label: str, shown: str, field: Field, *, key: str, hint: str | None = None, hidden: bool = False
) -> None:
    """Draw a field for a text; one that cannot be read stays in it, and what holds is not changed.

    A ``hidden`` label is heard, not seen.
    """
    key = address.widget(key)
    refused = st.session_state.get(_refused(key))
    if refused is None:
        address.follow(key, shown)
    st.text_input(
        label,
        key=key,
        max_chars=field.most,
        help=hint,
        label_visibility="collapsed" if hidden else "visible",
        on_change=_read,
        args=(field, key),
    )
    if refused is not None:
        st.warning(literal(f"„{shorten(refused)}” {field.complaint}"))


def literal(text: str) -> str:
    """Return a text as Streamlit shows it sign by sign, where it would read marks of Markdown."""
    return re.sub(r"([\\`*_{}\[\]<>#+\-!|~:$&.])", r"\\\1", text)


def forget_refused(key: str) -> None:
    """Let a field show what holds again."""
    st.session_state.pop(_refused(address.widget(key)), None)


def _refused(key: str) -> str:
    """Return where the session keeps what a field could not read, until it reads another text."""
    return f"{key}-odrzucone"


def _read(field: Field, key: str) -> None:
    text = st.session_state[key]
    written = field.read(text)
    if written is not None:
        st.session_state.pop(_refused(key), None)
        address.choose(**{field.parameter.name: written})
    else:
        st.session_state[_refused(key)] = text


def switch(label: str, parameter: Parameter, code: str = "", *, on: bool) -> None:
    """Draw a choice of yes or no; ``code`` is that of „yes” where the parameter has several."""
    key = address.widget(parameter.name + code)
    address.follow(key, on)
    write = {True: code or parameter.on, False: ""}.__getitem__
    st.checkbox(label, key=key, on_change=changed, args=(parameter, key, write))


def indicator(
    dataset: Dataset,
    value: str | None,
    codes: Sequence[str],
    parameter: Parameter = INDICATOR_PARAMETER,
    label: str = "Wskaźnik",
) -> None:
    """Draw a choice of one of the indicators ``codes`` by their short names."""
    added = [value] if value and value not in codes else []
    names = {code: dataset.indicators[code].short for code in [*codes, *added]}
    select(label, names, value, parameter, key="-".join([parameter.name, *added]))


def group(dataset: Dataset, chosen: Group | None, label: str, none: str) -> None:
    """Draw the choice of a ready group or of the chosen one; ``none`` names the choice of none."""
    ready = ready_groups(dataset)
    added = [chosen] if chosen and chosen.code not in ready else []
    names = {"": none} | {one.code: one.name for one in [*ready.values(), *added]}
    key = "-".join([GROUP_PARAMETER.name, *(one.code for one in added)])
    select(label, names, chosen, GROUP_PARAMETER, key=key)


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
