"""The base of the map: a frame with Leaflet and borders from our own origin.

The base never changes while the data stay the same, so the frame is never mounted anew: what a
filter changes travels in the message of the screen (see ``panels``), which the map draws too.
"""

from __future__ import annotations

import json
import re

import folium
from folium.template import Template
from streamlit_folium import st_folium

from ao_dash.model.dataset import Dataset
from ao_dash.web.server import assets
from ao_dash.web.server.routes import YEARS
from ao_dash.web.state import data

HEIGHT = 620
"""Pixels; the style sheet adapts it to the window."""

_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
_UNSAFE = re.compile(r"[<>&'`${}\u2028\u2029]")


class BaseMap(folium.Map):
    """A folium map that asks our own origin for its files, and nobody else."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "var {{ this.get_name() }} = aoMap.create('{{ this.get_name() }}', {{ this.config }});"
        "{% endmacro %}"
    )

    def __init__(self, config: str) -> None:
        super().__init__(tiles=None)
        self.config = config
        self.default_js = [
            ("leaflet", assets.leaflet_url("leaflet.js")),
            ("ao", assets.frame_url()),
        ]
        self.default_css = [
            ("leaflet", assets.leaflet_url("leaflet.css")),
            ("ao", assets.url("map/map.css")),
        ]


def show(dataset: Dataset, *, maps: int = 1, years: bool = False, height: int = HEIGHT) -> None:
    """Put a frame in its place.

    It holds up to ``maps`` maps of the same extent; with ``years`` the first one has a control
    that steps through them.
    """
    config = {
        "maps": maps,
        "years": YEARS if years else "",
        "layers": data.layer_urls(dataset),
        "bounds": [round(float(edge), 4) for edge in dataset.vintages[-1].frame.total_bounds],
        "font": assets.font_url(),
    }
    st_folium(
        BaseMap(script_json(config)),
        key="map",
        height=height,
        use_container_width=True,
        returned_objects=[],
    )


def script_json(value: object) -> str:
    r"""Return ``value`` as JSON that can stand inside a script, a template or a page.

    Inside strings every character that means something to HTML, to JavaScript templates or to
    Jinja is written as an escape, so a text stays a text wherever it travels.

    >>> script_json("</script>${x}")
    '"\\u003c/script\\u003e\\u0024\\u007bx\\u007d"'
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return _STRING.sub(lambda string: _UNSAFE.sub(_escape, string.group()), text)


def _escape(character: re.Match[str]) -> str:
    return f"\\u{ord(character.group()):04x}"
