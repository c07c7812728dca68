"""The frame of every screen beside the map: its places, its message, its controls."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from ao_dash.model.dataset import Dataset
from ao_dash.screens import registry
from ao_dash.screens.shown import ScreenChoice
from ao_dash.web.state import visitors
from ao_dash.web.ui import address, map, panels

Controls = Callable[[Dataset, Any], None]
"""Draws the widgets of a choice; they change the address, nothing else."""


def show(code: str, controls: Controls, *, maps: int = 0) -> None:
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
        panels.page(ScreenChoice(screen, chosen), dataset, notes)
        controls(dataset, chosen)

    with st.sidebar:
        choice()

    if maps == 1:
        beside_map(dataset, (6, 5))
        return
    panels.place("heading")
    if maps:
        map.show(dataset, maps=maps)
    panels.place("board")
    panels.place("sheet")


def beside_map(
    dataset: Dataset,
    widths: tuple[int, int],
    *,
    years: bool = False,
    files: panels.Files | None = None,
) -> None:
    """Reserve the places of a screen whose map stands on the left and ``board`` beside it.

    ``widths`` are those of the two in relation to each other; ``files`` are downloads, as
    :func:`panels.place` takes them, and ``years`` as :func:`map.show` does.
    """
    panels.place("heading")
    left, right = st.columns(widths, gap="medium")
    with left:
        map.show(dataset, years=years)
    with right:
        panels.place("board")
    panels.place("sheet", files)
