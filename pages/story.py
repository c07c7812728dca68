"""Stories: pictures with words, told step by step to a room."""

import streamlit as st

from ao_dash.web.state import data
from ao_dash.web.ui import address, frame, panels

dataset = data.current()
address.leave()

with st.sidebar:
    panels.place("steps")
    panels.stories(data.stories(dataset))

frame.beside_map(dataset, (7, 4), years=True)
