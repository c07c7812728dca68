"""Figures that visitors bring: in memory only, each visitor's alone, gone soon after the visitor.

The browser keeps a name nobody can guess in a cookie of its session, so a reload, a download and
the years on the map find the same figures; nobody else has the name, which is another one after
each upload: a name that somebody else put into the browser finds nothing. Nothing is written to a
disk, and there are bounds for each visitor and for all of them.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from ao_dash.ingest.spreadsheet.user_indicators import UserIndicator, extended
from ao_dash.model.dataset import Dataset
from ao_dash.web.state import data

COOKIE = "ao_wlasne"
"""The cookie that holds the name of a visitor's figures."""

SAFE_COOKIE = f"__Host-{COOKIE}"
"""The same over HTTPS: browsers take one of this name from nobody but the dashboard itself."""

MAX_VISITORS = 40
MAX_INDICATORS = 60
MAX_FIGURES = 60_000
"""Figures of one visitor; beyond that and ``MAX_INDICATORS`` the oldest indicators go."""
MAX_FIGURES_OF_ALL = 400_000
"""Figures of all visitors; beyond that those go whose owner has been away longest."""
KEPT_SECONDS = 30 * 60
"""How long figures stay after they were last asked for."""

_NAME = "ao_own_name"


@dataclass
class Figures:
    """What one visitor has brought, and the dataset made of it and of the shared one."""

    indicators: tuple[UserIndicator, ...]
    used: float
    made: tuple[Dataset, Dataset] | None = None

    @property
    def size(self) -> int:
        """How many figures there are."""
        return sum(map(size, self.indicators))

    def dataset(self, shared: Dataset) -> Dataset:
        """Return ``shared`` with the visitor's indicators."""
        if self.made is None or self.made[0] is not shared:
            self.made = (shared, extended(shared, self.indicators))
        return self.made[1]


class Visitors:
    """The figures of every visitor by name; those not asked for any more are dropped."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._known: OrderedDict[str, Figures] = OrderedDict()

    def find(self, name: str) -> Figures | None:
        """Return the figures of a visitor, if they are still here."""
        with self._lock:
            self._drop_old()
            found = self._known.get(name)
            if found:
                found.used = self._clock()
                self._known.move_to_end(name)
            return found

    def put(self, name: str, indicators: tuple[UserIndicator, ...]) -> None:
        """Keep the figures of a visitor; none drops them."""
        with self._lock:
            self._known.pop(name, None)
            if indicators:
                self._known[name] = Figures(indicators, self._clock())
            self._drop_old()

    def _drop_old(self) -> None:
        oldest = self._clock() - KEPT_SECONDS
        for name, figures in list(self._known.items()):
            many = len(self._known) > MAX_VISITORS
            large = sum(one.size for one in self._known.values()) > MAX_FIGURES_OF_ALL
            if figures.used < oldest or many or (large and len(self._known) > 1):
                del self._known[name]


visitors = Visitors()


def size(indicator: UserIndicator) -> int:
    """Return how many figures an indicator has."""
    return sum(map(len, indicator.series.values()))


def newest(
    indicators: Sequence[UserIndicator],
) -> tuple[tuple[UserIndicator, ...], tuple[UserIndicator, ...]]:
    """Return the newest indicators that one visitor may have, and the older ones beyond that."""
    first = len(indicators)
    left = MAX_FIGURES
    while first and len(indicators) - first < MAX_INDICATORS:
        left -= size(indicators[first - 1])
        if left < 0:
            break
        first -= 1
    return tuple(indicators[first:]), tuple(indicators[:first])


def current() -> Dataset:
    """Return the dataset of the visitor whose screen is drawn.

    Raises
    ------
    DataFaults
        If the shared data have faults.
    """
    return of(_name(), data.current())


def demand(dataset: Dataset) -> None:
    """Draw the whole screen anew if ``dataset`` is no longer the visitor's.

    A part of a screen runs again alone, beside parts that were drawn of the data of that time:
    one picture is never made of two.
    """
    if current() is not dataset:
        st.rerun()


def of(name: str | None, shared: Dataset) -> Dataset:
    """Return ``shared`` with the figures of the visitor called ``name``, if there are any."""
    found = visitors.find(name) if name else None
    return found.dataset(shared) if found else shared


def of_cookies(cookies: Mapping[str, str], shared: Dataset) -> Dataset:
    """Return the dataset of the visitor whose browser sent these cookies."""
    return of(_named(cookies), shared)


def _named(cookies: Mapping[str, str]) -> str | None:
    return cookies.get(SAFE_COOKIE) or cookies.get(COOKIE)


def brought() -> tuple[UserIndicator, ...]:
    """Return what the visitor has brought so far."""
    found = visitors.find(_name() or "")
    return found.indicators if found else ()


def are_gone() -> bool:
    """Tell whether the visitor has brought figures that are not here any more."""
    return bool(_name()) and not brought()


def bring(indicators: tuple[UserIndicator, ...]) -> tuple[UserIndicator, ...]:
    """Keep these under a new name instead of what the visitor had; return those beyond the bounds.

    The name is never one that the browser sent: somebody else may have put it there and know it.
    """
    visitors.put(_name() or "", ())
    kept, beyond = newest(indicators)
    name = secrets.token_urlsafe(24) if kept else ""
    st.session_state[_NAME] = name
    if name:
        visitors.put(name, kept)
    return beyond


def name() -> str:
    """Return the name of the visitor's figures for the cookie, or "" if there are none."""
    return (_name() or "") if brought() else ""


def _name() -> str | None:
    # the cookie was read when the page connected; what was brought since has its name here
    if _NAME in st.session_state:
        return str(st.session_state[_NAME])
    return _named(st.context.cookies)
