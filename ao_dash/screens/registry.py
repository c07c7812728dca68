"""Every screen beside the map, found by its code.

A screen is imported when somebody first asks for it: some bring heavy libraries along.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping

from ao_dash.screens.base import Screen

TITLES: Mapping[str, str] = {
    "profil": "Profil gminy",
    "porownanie": "Porównanie",
    "zaleznosci": "Zależności",
    "mapy": "Cztery mapy",
    "syntetyczny": "Wskaźnik syntetyczny",
    "sasiedztwo": "Autokorelacja",
    "wspolpraca": "Współpraca",
    "jakosc": "Jakość danych",
}
"""Screens by code, in the order of the menu, with the name a person reads."""

_MODULES: Mapping[str, str] = {
    "profil": "profile",
    "porownanie": "comparison",
    "zaleznosci": "relation",
    "mapy": "atlas",
    "syntetyczny": "synthesis",
    "sasiedztwo": "vicinity",
    "wspolpraca": "partnership",
    "jakosc": "quality",
}


def find(code: str) -> Screen:
    """Return a screen.

    Raises
    ------
    KeyError
        If there is no such screen.
    """
    module = importlib.import_module(f"ao_dash.{_MODULES[code]}")
    screen: Screen = module.SCREEN
    return screen
