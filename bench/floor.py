"""The least a Streamlit app can do: one select box, one text."""

import streamlit as st

year = st.selectbox("Rok", range(2024, 2014, -1))
st.text(f"rok {year}")
