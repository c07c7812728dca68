"""What a report takes along from the project and from the installed Leaflet."""

from __future__ import annotations

import functools

from ao_dash.output.html.report import Assets
from ao_dash.output.html.scripts import FOLDER, LEAFLET_FOLDER, import_map


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
