"""What a browser runs: modules with their imports, and all that a report takes along."""

from __future__ import annotations

import base64
import functools
import posixpath
import re
from collections.abc import Mapping
from pathlib import Path

from xstatic.pkg import leaflet

from ao_dash.output.html.report import Assets

FOLDER = Path(__file__).resolve().parents[2] / "web" / "frontend"
LEAFLET_FOLDER = Path(leaflet.BASE_DIR)

# An import of a module of ours, as the formatter writes it: `from "./dom.js"`.
_IMPORT = re.compile(r'(?<=^import ")\.[^"]+(?=";$)|(?<= from ")\.[^"]+(?=";$)', re.MULTILINE)
# Comments on lines of their own: a part of every script, and a report has nobody who reads them.
_COMMENTS = re.compile(r"^[ \t]*(?:/\*\*(?:[^*]|\*(?!/))*\*/|//[^\n]*)[ \t]*\n", re.MULTILINE)
_PREFIX = "ao/"


@functools.cache
def modules(entry: str) -> Mapping[str, str]:
    """Return the module ``entry`` and all that it imports: source by name (path in ``FOLDER``).

    The entry comes first, then the others in the order in which a browser finds them.
    """
    found: dict[str, str] = {}
    waiting = [entry]
    while waiting:
        name = waiting.pop(0)
        if name not in found:
            found[name] = (FOLDER / name).read_text(encoding="utf-8")
            waiting += [_resolved(name, path) for path in _IMPORT.findall(found[name])]
    return found


@functools.cache
def import_map(entry: str) -> Mapping[str, str]:
    """Return an import map that holds ``entry`` and all that it imports: data address by name.

    A module that is a data address has no folder, so imports in it name modules of the map.
    """
    return {_PREFIX + name: _data_url(name, source) for name, source in modules(entry).items()}


def _resolved(name: str, path: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), path))


def _data_url(name: str, source: str) -> str:
    plain = _COMMENTS.sub("", source)
    named = _IMPORT.sub(lambda path: _PREFIX + _resolved(name, path[0]), plain)
    return f"data:text/javascript;base64,{base64.b64encode(named.encode()).decode()}"


@functools.cache
def shipped() -> Assets:
    """Return the scripts, styles and icon of this version."""
    library = (LEAFLET_FOLDER / "leaflet.js").read_text(encoding="utf-8")
    styles = [(LEAFLET_FOLDER / "leaflet.css").read_text(encoding="utf-8")]
    styles += [
        (FOLDER / name).read_text(encoding="utf-8")
        for name in ("map/map.css", "app.css", "report.css")
    ]
    return Assets(
        # the map of Leaflet's source is not taken along, so nothing should look for it
        library=library.partition("//# sourceMappingURL")[0],
        modules=import_map("page/report.js"),
        entry="ao/page/report.js",
        style="\n".join(styles),
        icon=(FOLDER / "icon.svg").read_text(encoding="utf-8"),
    )
