"""Every screen beside the map, in the order of the menu."""

from __future__ import annotations

from collections.abc import Mapping

from ao_dash.screens.base import Screen
from ao_dash.screens.comparison import screen as comparison
from ao_dash.screens.composite import screen as composite
from ao_dash.screens.cooperation import screen as cooperation
from ao_dash.screens.flows import screen as flows
from ao_dash.screens.moran import screen as moran
from ao_dash.screens.overview import screen as overview
from ao_dash.screens.profile import screen as profile
from ao_dash.screens.quality import screen as quality
from ao_dash.screens.scatter import screen as scatter
from ao_dash.screens.small_multiples import screen as small_multiples

SCREENS: tuple[Screen, ...] = (
    profile.SCREEN,
    comparison.SCREEN,
    overview.SCREEN,
    scatter.SCREEN,
    small_multiples.SCREEN,
    composite.SCREEN,
    moran.SCREEN,
    cooperation.SCREEN,
    flows.SCREEN,
    quality.SCREEN,
)

TITLES: Mapping[str, str] = {screen.code: screen.title for screen in SCREENS}
"""What a person reads for each code."""

_BY_CODE: Mapping[str, Screen] = {screen.code: screen for screen in SCREENS}


def find(code: str) -> Screen:
    """Return a screen.

    Raises
    ------
    KeyError
        If there is no such screen.
    """
    return _BY_CODE[code]
