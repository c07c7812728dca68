"""Files the browser needs and their addresses: ours, Leaflet's and Streamlit's font."""

from __future__ import annotations

import functools
from pathlib import Path

import streamlit
from xstatic.pkg import leaflet

from ao_dash.mapview.layers import digest
from ao_dash.output.html.scripts import FOLDER, LEAFLET_FOLDER, script

__all__ = ["FOLDER", "LEAFLET_FOLDER", "script"]

OURS, LEAFLET = "/assets/ao", "/assets/leaflet"
SCRIPTS = "/assets/scripts"

_STREAMLIT_STATIC = Path(streamlit.__file__).parent / "static"


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


@functools.cache
def font_url() -> str:
    """Return the address of the font that Streamlit's pages use, or "" if it has moved."""
    found = sorted((_STREAMLIT_STATIC / "static" / "media").glob("SourceSansVF-Upright*.woff2"))
    return f"/{found[0].relative_to(_STREAMLIT_STATIC)}" if found else ""
