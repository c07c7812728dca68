"""The script Streamlit runs for every visitor: faults first, else the screens."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from ao_dash.model.faults import DataFaults
from ao_dash.screens.registry import TITLES
from ao_dash.ui import data, panels

PAGES = Path(__file__).resolve().parent.parent.parent / "pages"

# Screens by the group of the menu that they are in; those of no group stand in the menu itself.
MENU = {
    "": ("mapa", "profil", "porownanie", "wspolpraca", "opowiesc"),
    "Analizy": ("zaleznosci", "mapy", "syntetyczny", "sasiedztwo"),
    "Dane": ("dane", "jakosc", "wlasne"),
}
_OTHERS = {
    "mapa": "Mapa",
    "opowiesc": "Opowieść",
    "wlasne": "Własne dane",
    "dane": "Dane i źródła",
}


def main() -> None:
    """Show the chosen screen, or what is wrong with the data."""
    try:
        data.current()
    except DataFaults as error:
        panels.faults(error)
        return
    titles = {**TITLES, **_OTHERS}
    pages = {
        group: [
            st.Page(PAGES / f"{code}.py", title=titles[code], default=code == "mapa")
            for code in codes
        ]
        for group, codes in MENU.items()
    }
    st.navigation(pages, position="top").run()


main()
