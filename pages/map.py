"""The main screen: where each gmina stands."""

import streamlit as st

from ao_dash.mapview.selection import offered_indicators
from ao_dash.mapview.view import build_view
from ao_dash.web.server import routes
from ao_dash.web.state import visitors
from ao_dash.web.ui import address, filters, frame, panels

dataset = visitors.current()


@st.fragment
def controls() -> None:
    """Show the filters and send their picture: all that runs again when one changes."""
    visitors.demand(dataset)
    selection, notes = address.chosen(address.MAP, dataset)
    view = build_view(dataset, selection)
    panels.picture(view, notes, offered_indicators(dataset, selection.domain))
    filters.show(dataset, view)


with st.sidebar:
    controls()

frame.beside_map(dataset, (7, 4), years=True, files=routes.FILES)
