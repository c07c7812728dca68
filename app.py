"""The dashboard as an ASGI app: ``streamlit run app.py``."""

import streamlit as st

from ao_dash.ui import shell

app = st.App(
    shell.SCRIPT,
    routes=shell.routes(),
    middleware=shell.MIDDLEWARE,
    lifespan=shell.lifespan,
    on_script_error=shell.on_script_error,
)
