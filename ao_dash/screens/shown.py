"""What an address shows: a picture of the map, or another screen with what is chosen on it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ao_dash.mapview import selection as selections
from ao_dash.mapview.query import (
    GMINA_PARAMETER,
    INDICATOR_PARAMETER,
    YEAR_PARAMETER,
    Note,
    parse_text,
)
from ao_dash.mapview.selection import Selection
from ao_dash.model.dataset import Dataset
from ao_dash.model.faults import shorten
from ao_dash.screens import registry
from ao_dash.screens.base import Screen, ScreenChosen
from ao_dash.screens.blocks import Page
from ao_dash.screens.leaves import pictured

_OF_THE_MAP = tuple(p.name for p in (INDICATOR_PARAMETER, YEAR_PARAMETER, GMINA_PARAMETER))


@dataclass(frozen=True)
class ScreenChoice:
    """A screen beside the map, and a choice on it that is valid for a dataset."""

    screen: Screen
    choice: ScreenChosen

    def address(self) -> str:
        """Return what restores it: the place of the screen, and the choice after a question mark.

        E.g. ``przeplywy?gmina=020101``.
        """
        return f"{self.screen.code}?{self.choice.address()}"

    def page(self, dataset: Dataset) -> Page:
        """Return what the screen shows."""
        return self.screen.page(dataset, self.choice)

    def picture(self, dataset: Dataset) -> Page:
        """Return what the screen shows, or only the leaf that the choice names."""
        page, leaf = self.page(dataset), self.choice.leaf
        return pictured(page, leaf) if leaf else page


Shown = Selection | ScreenChoice


def read_address(text: str, dataset: Dataset) -> tuple[Shown, list[Note]]:
    """Return what an address shows, and a note on each value that gave way or is unknown.

    ``text`` is what follows the name of the server, or for the map what follows ``?``. A place that
    no screen has gives way to the map.
    """
    place, mark, query = text.strip().partition("?")
    if not mark and "=" in place:
        place, query = "", place
    place = place.strip("/")
    if place in registry.TITLES:
        screen = registry.find(place)
        choice, notes = parse_text(screen.choice, query, dataset)
        return ScreenChoice(screen, choice), notes
    found, notes = parse_text(Selection, query, dataset)
    if place:
        notes = [Note("adres", place, f"Nie ma ekranu „{shorten(place)}”"), *notes]
    return found, notes


def plain(shown: Shown) -> Shown:
    """Return the same in the usual mode."""
    if isinstance(shown, Selection):
        return replace(shown, mode=None)
    return replace(shown, choice=replace(shown.choice, mode=None))


def whole_address(shown: Shown, site: str) -> str:
    """Return the address of what is shown, in the usual mode, below ``site`` (origin and path).

    "" if the origin is not known.
    """
    address = plain(shown).address()
    place = address if isinstance(shown, ScreenChoice) else f"?{address}"
    return f"{site}/{place.rstrip('?')}" if site.startswith("http") else ""


def selection_of(shown: Shown, dataset: Dataset) -> Selection:
    """Return the picture of the map that has the indicator, year and gmina of a screen.

    A screen without an indicator gives a picture without one.
    """
    if isinstance(shown, Selection):
        return shown
    query = {name: v for name, v in shown.choice.query().items() if name in _OF_THE_MAP}
    found, _ = selections.parse(query, dataset)
    return found if INDICATOR_PARAMETER.name in query else replace(found, indicator=None)
