"""The base of the map: a frame with Leaflet and borders from our own origin.

The base never changes while the data stay the same, so the frame is never mounted anew: what a
filter changes travels in the message of the screen (see ``panels``), which the map draws too.
"""

from __future__ import annotations

import streamlit as st

from ao_dash.model.dataset import Dataset
from ao_dash.output.html.report import data_json
from ao_dash.web import streamlit_seams
from ao_dash.web.base import at
from ao_dash.web.server import assets
from ao_dash.web.server.routes import YEARS
from ao_dash.web.state import data


def show(dataset: Dataset, *, maps: int = 1, years: bool = False) -> None:
    """Put a frame in its place, whose height is one of the style sheet.

    It holds up to ``maps`` maps of the same extent; with ``years`` the first one has a control
    that steps through them.
    """
    config = {
        "maps": maps,
        "years": at(YEARS) if years else "",
        "layers": {name: at(url) for name, url in data.layer_urls(dataset).items()},
        "bounds": [round(float(edge), 4) for edge in dataset.vintages[-1].frame.total_bounds],
        "font": at(streamlit_seams.font_url()),
    }
    scripts = (assets.url(assets.FRAME_START), assets.leaflet_url("leaflet.js"))
    styles = (assets.leaflet_url("leaflet.css"), assets.url("map/map.css"))
    with st.container(key="map" if maps == 1 else "maps"):
        streamlit_seams.map_frame(data_json(config), scripts, styles)
