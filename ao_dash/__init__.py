"""A functional area as data: files, a selection, a view.

One direction of flow: files -> ``Dataset`` + ``Selection`` -> ``View`` -> map, legend, table,
export. This package holds no streamlit and no folium; those live in ``ao_dash.web``.
"""

__version__ = "0.2.0"
