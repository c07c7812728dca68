"""The script Streamlit runs for every visitor: faults first, else the screens."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from ao_dash.faults import DataFaults
from ao_dash.screens import TITLES
from ao_dash.ui import data, panels

PAGES = Path(__file__).resolve().parent.parent.parent / "pages"


def main() -> None:
    """Show the chosen screen, or what is wrong with the data."""
    try:
        data.current()
    except DataFaults as error:
        panels.faults(error)
        return
    pages = [
        st.Page(PAGES / "mapa.py", title="Mapa", default=True),
        *(st.Page(PAGES / f"{code}.py", title=title) for code, title in TITLES.items()),
        st.Page(PAGES / "opowiesc.py", title="Opowieść"),
        st.Page(PAGES / "dane.py", title="Dane i źródła"),
    ]
    st.navigation(pages, position="top").run()


main()
