"""Panels of a screen. Texts travel as data and are put in as text by ``panels.js``.

The main screen is one message: one component receives it and draws it into every place of the
page, the map's frame included, so that no two parts can show different pictures.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict

import streamlit as st

from ao_dash import words
from ao_dash.about import Table
from ao_dash.faults import DataFaults, shorten
from ao_dash.message import message
from ao_dash.ui import address, assets
from ao_dash.ui.routes import EXPORTS
from ao_dash.view import View

_PICTURE = "picture"

# Sent with every message of the component, hence no longer than it must be; the line end tells
# Streamlit that it is a script and not a file name.
_SCRIPT = (
    "export default async(c)=>\n"
    f'(await import(location.origin+"{assets.url("panels.js")}")).default(c)'
)

_panel = st.components.v2.component("ao_panel", js=_SCRIPT, isolate_styles=False)


def picture(view: View, notice: Sequence[str]) -> None:
    """Send the picture to every place that is reserved for it; a click there selects a gmina."""
    content = {"exports": list(EXPORTS.items()), "view": message(view, notice)}
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    _panel(key=_PICTURE, data=text.encode(), on_gmina_change=_picked)


def place(part: str) -> None:
    """Reserve a place for a part of the picture: ``heading``, ``board`` or ``sheet``."""
    _panel(key=f"place-{part}", data={"part": "place", "name": part})


def tables(key: str, title: str, shown: Sequence[Table]) -> None:
    """Show a heading and plain tables."""
    groups = [asdict(table) for table in shown]
    _panel(key=f"tables-{key}", data={"part": "tables", "title": title, "groups": groups})


def faults(error: DataFaults) -> None:
    """Show everything that is wrong with the data instead of a half-right map."""
    table = Table(
        "Co jest nie tak i co zrobić",
        "Pulpit nie pokazuje danych z błędami. Popraw pliki i odśwież stronę.",
        ("Plik", "Wiersz", "Kolumna", "Wartość", "Błąd", "Co zrobić"),
        [
            (f.file, str(f.row or ""), f.column, shorten(f.value), f.rule, f.remedy)
            for f in error.faults
        ],
    )
    tables("faults", f"{words.faults_found(len(error.faults))} w danych", [table])


def _picked() -> None:
    picked = st.session_state[_PICTURE].get("gmina")
    if picked is not None:
        address.choose(gmina=picked or None)
