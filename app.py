"""The dashboard as an ASGI app: ``streamlit run app.py``."""

import streamlit as st

from ao_dash.web import application

app = st.App(
    application.SCRIPT,
    routes=application.ROUTES,
    middleware=application.MIDDLEWARE,
    lifespan=application.lifespan,
    on_script_error=application.on_script_error,
)
