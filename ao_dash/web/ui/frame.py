"""The frame of every screen beside the map: its places, its message, its controls."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from ao_dash.model.dataset import Dataset
from ao_dash.screens import registry
from ao_dash.web.state import visitors
from ao_dash.web.ui import address, map, panels

Controls = Callable[[Dataset, Any], None]
"""Draws the widgets of a choice; they change the address, nothing else."""


def show(code: str, controls: Controls, *, maps: int = 0, height: int = map.HEIGHT) -> None:
    """Show a screen.

    With one map it stands on the left and ``board`` beside it; several go across, above
    ``board``. ``controls`` and the picture run again alone when something is chosen.
    """
    screen = registry.find(code)
    dataset = visitors.current()

    @st.fragment
    def choice() -> None:
        visitors.demand(dataset)
        chosen, notes = address.chosen(code, dataset)
        panels.page(screen.code, screen.page(dataset, chosen), chosen.query(), notes)
        controls(dataset, chosen)

    with st.sidebar:
        choice()

    panels.place("heading")
    if maps == 1:
        left, right = st.columns([6, 5], gap="medium")
        with left:
            map.show(dataset, height=height)
        with right:
            panels.place("board")
    else:
        if maps:
            map.show(dataset, maps=maps, height=height)
        panels.place("board")
    panels.place("sheet")
