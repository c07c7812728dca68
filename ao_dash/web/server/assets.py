"""Files the browser needs and their addresses: ours and Leaflet's."""

from __future__ import annotations

import functools

from xstatic.pkg import leaflet

from ao_dash.mapview.layers import digest
from ao_dash.output.html.scripts import FOLDER, LEAFLET_FOLDER, script

__all__ = ["FOLDER", "LEAFLET_FOLDER", "script"]

OURS, LEAFLET = "/assets/ao", "/assets/leaflet"
SCRIPTS = "/assets/scripts"


@functools.cache
def url(name: str) -> str:
    """Return the address of one of our files; it changes with the file's content."""
    return f"{OURS}/{name}?v={digest((FOLDER / name).read_bytes())}"


@functools.cache
def frame_url() -> str:
    """Return the address of the script of the maps' frame."""
    return f"{SCRIPTS}/frame.js?v={digest(script('frame'))}"


@functools.cache
def page_url() -> str:
    """Return the address of the module of the page."""
    return f"{SCRIPTS}/page.js?v={digest(script('page'))}"


def leaflet_url(name: str) -> str:
    """Return the address of a file of Leaflet."""
    return f"{LEAFLET}/{name}?v={leaflet.VERSION}"
