"""The script Streamlit runs for every visitor: faults first, else the screens."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from ao_dash.model.faults import DataFaults
from ao_dash.screens.registry import SCREENS
from ao_dash.web.state import data
from ao_dash.web.ui import panels

PAGES = Path(__file__).resolve().parents[3] / "pages"

# Screens by the group of the menu that they are in; those of no group stand in the menu itself.
MENU = {
    "": ("mapa", "profil", "porownanie", "wspolpraca", "opowiesc"),
    "Analizy": ("zaleznosci", "mapy", "syntetyczny", "sasiedztwo"),
    "Dane": ("dane", "jakosc", "wlasne"),
}
# Name of the file in ``pages/`` and title of each screen, by its place in addresses.
_PAGES = {screen.code: (screen.name, screen.title) for screen in SCREENS} | {
    "mapa": ("map", "Mapa"),
    "opowiesc": ("story", "Opowieść"),
    "wlasne": ("user_data", "Własne dane"),
    "dane": ("about", "Dane i źródła"),
}


def main() -> None:
    """Show the chosen screen, or what is wrong with the data."""
    try:
        data.current()
    except DataFaults as error:
        panels.faults(error)
        return
    pages = {
        group: [
            st.Page(PAGES / f"{name}.py", title=title, url_path=code, default=code == "mapa")
            for code, (name, title) in ((code, _PAGES[code]) for code in codes)
        ]
        for group, codes in MENU.items()
    }
    st.navigation(pages, position="top").run()


main()
