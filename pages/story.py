"""Stories: pictures with words, told step by step to a room."""

import streamlit as st

from ao_dash.web.state import data
from ao_dash.web.ui import address, map, panels

dataset = data.current()
address.leave()

with st.sidebar:
    panels.place("steps")
    panels.stories(data.stories(dataset))

panels.place("heading")
left, right = st.columns([7, 4], gap="medium")
with left:
    map.show(dataset, years=True)
with right:
    panels.place("board")
panels.place("sheet")
