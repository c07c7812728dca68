"""The scripts a browser runs, put together from their parts."""

from __future__ import annotations

import functools
from pathlib import Path

from xstatic.pkg import leaflet

FOLDER = Path(__file__).resolve().parents[2] / "web" / "frontend"
LEAFLET_FOLDER = Path(leaflet.BASE_DIR)

# Scripts are written in parts and sent as one file each, the parts in this order.
_FRAME_PARTS = ("dom", "borders", "labels", "legend", "years", "stage", "cell", "frame")
_PAGE_PARTS = ("dom", "blocks", "charts", "picture", "present", "player", "panels")
_SCRIPTS = {
    "frame": ("map", _FRAME_PARTS),
    "page": ("page", (*_PAGE_PARTS, "story", "storybook", "notes")),
    "report": ("page", (*_PAGE_PARTS, "report")),
}


@functools.cache
def script(name: str) -> bytes:
    """Return a script.

    ``frame`` is that of the maps (its parts in one scope), ``page`` the module of a screen and
    ``report`` the module of a report, which is a page of its own.

    Raises
    ------
    KeyError
        If there is no such script.
    """
    folder, parts = _SCRIPTS[name]
    code = [(FOLDER / f"{folder}/{part}.js").read_text(encoding="utf-8") for part in parts]
    if name == "frame":
        code = ['"use strict";', "(() => {", *code, "})();"]
    return "\n".join([*code, ""]).encode()
