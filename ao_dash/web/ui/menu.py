"""The menu: every screen, its group, its file and its title."""

from __future__ import annotations

from collections.abc import Mapping

from ao_dash.model.dataset import Dataset
from ao_dash.screens.registry import SCREENS

MENU: Mapping[str, tuple[str, ...]] = {
    "": ("mapa", "profil", "porownanie", "wspolpraca", "przeplywy", "opowiesc"),
    "Analizy": ("zestawienie", "zaleznosci", "mapy", "syntetyczny", "sasiedztwo"),
    "Dane": ("dane", "jakosc", "wlasne"),
}
"""Codes of the screens by the group they are in; those of no group stand in the menu itself."""

PAGES: Mapping[str, tuple[str, str]] = {
    screen.code: (screen.name, screen.title) for screen in SCREENS
} | {
    "mapa": ("map", "Mapa"),
    "opowiesc": ("story", "Opowieść"),
    "wlasne": ("user_data", "Własne dane"),
    "dane": ("about", "Dane i źródła"),
}
"""Name of the file in ``pages/`` and title of each screen, by its place in addresses."""


def offered(dataset: Dataset) -> dict[str, tuple[str, ...]]:
    """Return the codes of the menu by group, without screens about what the area does not have."""
    empty = {screen.code for screen in SCREENS if not screen.about(dataset)}
    return {group: tuple(c for c in codes if c not in empty) for group, codes in MENU.items()}
