"""A person's own words on the map, beside the chosen gmina."""

from __future__ import annotations

import functools

import streamlit as st

from ao_dash.mapview.annotation import ANNOTATIONS, LONGEST, MOST, with_text, written
from ao_dash.mapview.view import View
from ao_dash.model.gmina import Gmina
from ao_dash.web.ui import controls

_REFUSED = (
    f"nie może być dopiskiem: mapa ma najwyżej {MOST}, każdy do {LONGEST} znaków, bez znaku „~”."
)
_HINT = (
    "Dopisek przesuniesz na mapie myszą albo strzałkami, gdy jest w ramce. Puste pole go usuwa. "
    "Zostaje w adresie obrazu, w plikach i w kroku opowieści."
)


def show(view: View, gmina: Gmina) -> None:
    """Draw the field for words that point at a gmina; closed, it costs nothing."""
    teryt6 = gmina.teryt6
    texts = {one.teryt6: one.text for one in view.selection.annotations}
    box = st.expander(
        "Dopisek na mapie", expanded=teryt6 in texts, key="dopisek", on_change="rerun"
    )
    if not box.open:
        return
    read = functools.partial(_with_text, view, teryt6)
    field = controls.Field(ANNOTATIONS, read, _REFUSED, most=LONGEST)
    with box:
        label, shown = f"Słowa przy gminie {gmina.name}", texts.get(teryt6, "")
        controls.typed(label, shown, field, key=f"dopisek-{teryt6}", hint=_HINT)


def _with_text(view: View, teryt6: str, text: str) -> str | None:
    found = with_text(view.selection.annotations, view.vintage, teryt6, text)
    return None if found is None else written(found)
