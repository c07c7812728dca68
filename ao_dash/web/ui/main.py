"""The script Streamlit runs for every visitor: faults first, else the screens."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from ao_dash.model.faults import DataFaults
from ao_dash.web import streamlit_seams
from ao_dash.web.state import data
from ao_dash.web.ui import panels
from ao_dash.web.ui.menu import PAGES, offered

FOLDER = Path(__file__).resolve().parents[3] / "pages"


def main() -> None:
    """Show the chosen screen, or what is wrong with the data."""
    streamlit_seams.ask_after_reconnecting()
    try:
        dataset = data.current()
    except DataFaults as error:
        panels.faults(error)
        return
    pages = {
        group: [
            st.Page(FOLDER / f"{name}.py", title=title, url_path=code, default=code == "mapa")
            for code, (name, title) in ((code, PAGES[code]) for code in codes)
        ]
        for group, codes in offered(dataset).items()
    }
    st.navigation(pages, position="top").run()


main()
