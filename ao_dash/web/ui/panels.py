"""Panels of a screen. Texts travel as data and are put in as text by the page's script.

A screen is one message: one component receives it and draws it into every place of the page, the
maps' frame included, so that no two parts can show different pictures.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace

import streamlit as st

from ao_dash.mapview import sentences
from ao_dash.mapview.message import message
from ao_dash.mapview.view import View
from ao_dash.model.dataset import Dataset
from ao_dash.model.faults import DataFaults, shorten
from ao_dash.output.files.registry import FORMATS
from ao_dash.screens.blocks import Block, Heading, Link, Links, Table, block_sent, sent
from ao_dash.screens.leaves import pictures
from ao_dash.screens.profile.screen import ProfileChoice
from ao_dash.screens.shown import ScreenChoice
from ao_dash.screens.story.shipped import Stories
from ao_dash.web import streamlit_seams
from ao_dash.web.api.package import gmina_path
from ao_dash.web.api.pictures import EXTENSIONS, picture_path
from ao_dash.web.api.rows import path_of
from ao_dash.web.server import assets
from ao_dash.web.state import visitors
from ao_dash.web.ui import address

Files = Mapping[str, Mapping[str, str]]
"""Addresses of downloads by name, in groups; they end where the query begins."""

_PICTURE = "picture"

_panel = streamlit_seams.panel_component(assets.url(assets.PAGE))


def picture(view: View, notice: Sequence[str], offered: Sequence[str]) -> None:
    """Send the picture of the main screen to every place that is reserved for it.

    ``offered`` are the indicators of its domain.
    """
    _send({"view": message(view, notice, offered)})


def page(shown: ScreenChoice, dataset: Dataset, notice: Sequence[str]) -> None:
    """Send what another screen shows, with links to the rows behind it.

    A picture that fills the window is sent without what no one can see there, with its number and
    how many there are.
    """
    found, choice = shown.page(dataset), shown.choice
    heading, *others = found.places["heading"]
    assert isinstance(heading, Heading)
    told = replace(heading, notice=[*notice, *heading.notice])
    sheet = [*found.places.get("sheet", ()), *_downloads(shown)]
    whole = replace(found, places={**found.places, "heading": [told, *others], "sheet": sheet})
    if choice.mode is None:
        _send({**sent(whole), "address": shown.address()})
        return
    leaves = pictures(whole)
    number = min(choice.leaf or 1, len(leaves))
    alone = {"mode": choice.mode, "leaf": [number, len(leaves)]}
    _send({**sent(leaves[number - 1]), "address": shown.address(), **alone})


def stories(known: Stories) -> None:
    """Let the browser tell stories: those of the data folder, and the one it keeps itself."""
    told = [{"code": code, "title": story.title} for code, story in known.told.items()]
    _send({"stories": told, "faults": list(map(str, known.faults))})


def _downloads(shown: ScreenChoice) -> list[Links]:
    """Return links to the rows behind what a screen shows and to its pictures."""
    address, screen = shown.choice.address(), shown.screen
    forms = (form for form in FORMATS.values() if screen.lines or not form.shaped)
    rows = [Link(form.label, f"{path_of(screen.code, form.code)}?{address}") for form in forms]
    if isinstance(shown.choice, ProfileChoice) and shown.choice.group is None:
        rows.append(Link("Skoroszyt gminy (XLSX)", gmina_path(shown.choice.gmina)))
    found = [Links("Pobierz wiersze:", rows, files=True)]
    if screen.drawn:
        drawn = [Link(e.upper(), f"{picture_path(screen.code, e)}?{address}") for e in EXTENSIONS]
        found.append(Links("Pobierz obraz:", drawn, files=True))
    return found


def _send(content: Mapping[str, object]) -> None:
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    _panel(key=_PICTURE, data=text.encode(), on_choice_change=_picked)


def place(part: str, files: Files | None = None) -> None:
    """Reserve a place for a part of the picture: ``heading``, ``board`` or ``sheet``.

    ``files`` are the downloads to offer there.
    """
    listed = [(group, list(links.items())) for group, links in (files or {}).items()]
    _panel(key=f"place-{part}", data={"part": "place", "name": part, "files": listed})


def blocks(key: str, shown: Sequence[Block]) -> None:
    """Show blocks that nobody chooses anything of."""
    _panel(key=f"blocks-{key}", data={"part": "blocks", "blocks": list(map(block_sent, shown))})


def remember(name: str) -> None:
    """Let the browser keep the name of the visitor's own figures, or forget it if ""."""
    _panel(key="own", data={"part": "own", "name": name, "cookie": visitors.COOKIE})


def faults(error: DataFaults) -> None:
    """Show everything that is wrong with the data instead of a half-right map."""
    told = "Pulpit nie pokazuje danych z błędami. Popraw pliki i odśwież stronę."
    title = f"{sentences.faults_found(len(error.faults))} w danych"
    blocks("faults", [Heading(title), fault_table(error, told)])


def fault_table(error: DataFaults, told: str) -> Table:
    """Return every fault as a row; ``told`` says what they are the reason of."""
    return Table(
        "Co jest nie tak i co zrobić",
        told,
        ("Plik", "Wiersz", "Kolumna", "Wartość", "Błąd", "Co zrobić"),
        [
            (f.file, str(f.row or ""), f.column, shorten(f.value), f.rule, f.remedy)
            for f in error.faults
        ],
    )


def _picked() -> None:
    picked = st.session_state[_PICTURE].get("choice")
    if isinstance(picked, dict):
        known = {name: str(value) for name, value in picked.items() if name.isidentifier()}
        address.choose(**{name: value or None for name, value in known.items()})
