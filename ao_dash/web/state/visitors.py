"""Figures that visitors bring: in memory only, each visitor's alone, gone soon after the visitor.

The browser keeps a name nobody can guess in a cookie of its session, so a reload, a download and
the years on the map find the same figures; nobody else has the name. Nothing is written to a disk.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import streamlit as st

from ao_dash.ingest.spreadsheet.user_indicators import UserIndicator, extended
from ao_dash.model.dataset import Dataset
from ao_dash.web.state import data

COOKIE = "ao_wlasne"
"""The cookie that holds the name of a visitor's figures."""

MAX_VISITORS = 40
KEPT_SECONDS = 30 * 60
"""How long figures stay after they were last asked for."""

_NAME = "ao_own_name"


@dataclass
class Figures:
    """What one visitor has brought, and the dataset made of it and of the shared one."""

    indicators: tuple[UserIndicator, ...]
    used: float
    made: tuple[Dataset, Dataset] | None = None

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
            if figures.used < oldest or len(self._known) > MAX_VISITORS:
                del self._known[name]


visitors = Visitors()


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
    return of(cookies.get(COOKIE), shared)


def brought() -> tuple[UserIndicator, ...]:
    """Return what the visitor has brought so far."""
    found = visitors.find(_name() or "")
    return found.indicators if found else ()


def bring(indicators: tuple[UserIndicator, ...]) -> str:
    """Keep these instead of what the visitor had; return the name for the cookie."""
    name = _name()
    if name is None or visitors.find(name) is None:  # never a name that somebody else chose
        name = secrets.token_urlsafe(24)
    st.session_state[_NAME] = name
    visitors.put(name, indicators)
    return name


def name() -> str:
    """Return the name of the visitor's figures for the cookie, or "" if there are none."""
    return (_name() or "") if brought() else ""


def _name() -> str | None:
    # the cookie was read when the page connected; what was brought since has its name here
    name: str | None = st.session_state.get(_NAME) or st.context.cookies.get(COOKIE)
    return name
