"""The address bar and the widgets: the selection lives in the address, widgets follow it."""

from __future__ import annotations

import streamlit as st

from ao_dash.dataset import Dataset
from ao_dash.selection import PARAMETERS, Selection, parse
from ao_dash.ui import data

_NOTES, _SHOWN, _LEFT = "ao_notes", "ao_shown_query", "ao_left_query"


def current(dataset: Dataset) -> tuple[Selection, list[str]]:
    """Return the selection in the address and notes on what gave way, in Polish.

    Coming back from another screen, whose address has no selection, restores the last one.
    """
    query = _query()
    left = st.session_state.pop(_LEFT, None)
    if left and not query:
        st.query_params.from_dict(left)
        query = left
    st.session_state[_SHOWN] = query
    selection, notes = parse(query, dataset)
    return selection, notes + st.session_state.pop(_NOTES, [])


def leave() -> None:
    """Keep the selection while another screen is shown; called by every other screen."""
    st.session_state[_LEFT] = st.session_state.get(_SHOWN)


def choose(**parameters: str | None) -> None:
    """Change the selection and the address; for callbacks, before the screen is drawn again."""
    dataset = data.current()
    selection, _ = parse(_query(), dataset)
    changed, notes = selection.change(dataset, **parameters)
    st.query_params.from_dict(changed.query())
    st.session_state[_NOTES] = notes


def follow(key: str, value: object) -> None:
    """Give the widget ``key`` the value that the address says, if it has another one."""
    if st.session_state.get(key) != value:
        st.session_state[key] = value


def _query() -> dict[str, str]:
    return {
        name: ",".join(st.query_params.get_all(name))
        for name in PARAMETERS
        if name in st.query_params
    }
