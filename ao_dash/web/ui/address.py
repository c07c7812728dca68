"""The address bar and the widgets: what is chosen lives in the address, widgets follow it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from ao_dash.mapview.query import Chosen, parse
from ao_dash.mapview.selection import Selection, altered
from ao_dash.model.dataset import Dataset
from ao_dash.screens import registry
from ao_dash.web.state import visitors

MAP = "mapa"
"""The code of the main screen; the others have theirs in ``ao_dash.screens.registry``."""

_NOTES, _SHOWN, _LEFT, _TAKEN = "ao_notes", "ao_screen", "ao_left", "ao_taken"
_UNHEARD = "ao_unheard"
_CARRIED = ("gmina", "wskaznik", "rok", "grupa")


def _declared(code: str) -> type[Chosen]:
    return Selection if code == MAP else registry.find(code).choice


def chosen(code: str, dataset: Dataset) -> tuple[Any, list[str]]:
    """Return the choice in the address of a screen and notes on what gave way, in Polish."""
    declared = _declared(code)
    query = _arrive(code, declared)
    found, notes = parse(declared, query, dataset)
    left = found.query() if query or code != MAP else {}
    st.session_state.setdefault(_LEFT, {})[code] = left
    carried = {name: left[name] for name in _CARRIED if name in left}
    st.session_state.setdefault(_TAKEN, {}).update(carried)
    return found, [*map(str, notes), *st.session_state.pop(_NOTES, [])]


def leave() -> None:
    """Say that a screen without a choice is shown; the others keep theirs for a return."""
    st.session_state[_SHOWN] = ""


def choose(**parameters: str | None) -> None:
    """Change the choice and the address; for callbacks, before the screen is drawn again."""
    code = st.session_state.get(_SHOWN, MAP)
    declared = _declared(code)
    sent = _query(declared)
    query = _newest(sent)
    if code == MAP:
        changed = altered(query, parameters)
    else:
        changed = {n: v for n, v in (query | parameters).items() if v is not None}
    found, notes = parse(declared, changed, visitors.current())
    st.query_params.from_dict(found.query())
    earlier, _ = st.session_state[_UNHEARD]
    st.session_state[_UNHEARD] = ([*earlier, sent, query], found.query())
    st.session_state[_NOTES] = [str(note) for note in notes]


def _newest(sent: dict[str, str]) -> dict[str, str]:
    """Return the address to change: the one that was ``sent``, or what it has become meanwhile.

    A browser that has not heard yet of a choice sends the address of before it with the next one.
    """
    earlier, newest = st.session_state.get(_UNHEARD, ([], sent))
    unheard = sent in earlier and sent != newest
    if not unheard:
        st.session_state[_UNHEARD] = ([], sent)
    return newest if unheard else sent


def widget(name: str) -> str:
    """Return the key of a widget on the screen that is shown.

    Streamlit keeps the value of a key but not the widget when another screen has one of the same
    key: each screen needs its own.
    """
    code = st.session_state.get(_SHOWN, MAP)
    return name if code == MAP else f"{code}-{name}"


def follow(key: str, value: object) -> None:
    """Give the widget ``key`` the value that the address says, if it has another one."""
    if st.session_state.get(key) != value:
        st.session_state[key] = value


def _arrive(code: str, declared: type[Chosen]) -> dict[str, str]:
    """Return the query of a screen.

    Whoever comes from another screen by the menu finds what was left here, or what was chosen
    last on any screen as far as it makes sense here.
    """
    query = _query(declared)
    _, newest = st.session_state.get(_UNHEARD, ([], query))
    if query != newest:  # whoever goes back means the address of before a choice
        st.session_state.pop(_UNHEARD)
        st.query_params.from_dict(query)  # said again: the answer to that choice may come last
    came_from = st.session_state.get(_SHOWN, code)
    st.session_state[_SHOWN] = code
    if query or came_from == code:
        return query
    left: Mapping[str, dict[str, str]] = st.session_state.get(_LEFT, {})
    taken: Mapping[str, str] = st.session_state.get(_TAKEN, {})
    brought = {name: v for name, v in taken.items() if name not in declared.left_behind}
    query = {n: v for n, v in (left.get(code) or brought).items() if n in declared.names()}
    if query:
        st.query_params.from_dict(query)
    return query


def _query(declared: type[Chosen]) -> dict[str, str]:
    return {
        name: ",".join(st.query_params.get_all(name))
        for name in declared.names()
        if name in st.query_params
    }
