"""Files the browser needs and their addresses: ours and Leaflet's."""

from __future__ import annotations

import functools

from xstatic.pkg import leaflet

from ao_dash.mapview.layers import digest
from ao_dash.output.html.scripts import FOLDER, LEAFLET_FOLDER, modules
from ao_dash.web.base import at

__all__ = ["FOLDER", "LEAFLET_FOLDER"]

LEAFLET = f"/assets/leaflet-{leaflet.VERSION}"
OURS = "/assets/ao-"
"""Where our files are: a version follows, then their path in ``FOLDER``."""

PAGE, FRAME, FRAME_START = "page/main.js", "map/frame.js", "map/boot.js"


@functools.cache
def version() -> str:
    """Return the version of all our files: it changes when one of them does.

    It stands in the path, so that what a module imports by its place has it, too.
    """
    files = sorted(path for path in FOLDER.rglob("*") if path.is_file())
    return digest(b"".join(path.read_bytes() for path in files))


def url(name: str) -> str:
    """Return the address of one of our files."""
    return at(f"{OURS}{version()}/{name}")


def module_urls(entry: str) -> tuple[str, ...]:
    """Return the addresses of a module and of all that it imports."""
    return tuple(map(url, modules(entry)))


def leaflet_url(name: str) -> str:
    """Return the address of a file of Leaflet."""
    return at(f"{LEAFLET}/{name}")
