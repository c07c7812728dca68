"""Every place in Python that leans on the insides of Streamlit, folium or streamlit-folium.

What each of them relies on is held by a test of ``tests/web/test_seams.py``, which says what has
changed; ``docs/upgrade.md`` says what to do then. In the browser ``frontend/streamlit.js`` knows
Streamlit's words and ``frontend/streamlit.css`` its elements.
"""

from __future__ import annotations

import functools
import logging
import threading
import time
from collections.abc import Sequence
from datetime import timedelta
from html import escape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import streamlit as st
from prometheus_client import Histogram
from streamlit.components.v2.types import ComponentRenderer
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime import get_instance, websocket_session_manager
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import ScriptRunner, ScriptRunnerEvent
from streamlit.runtime.scriptrunner_utils.script_requests import _coalesce_widget_states
from streamlit.runtime.uploaded_file_manager import UploadedFileRec

_run_seconds = Histogram("ao_script_seconds", "Seconds of a run of the script or of a part")
_REMEMBERED = 1000  # files whose dropping is told

INDEX = Path(st.__file__).parent / "static" / "index.html"
"""The page that Streamlit sends for every address: empty, in English."""

COMPONENT_PREFIX = "/component/"
"""Path below which Streamlit serves the frames of components, the map's among them."""

FRAME = "streamlit_folium.st_folium"
"""Name of the map's component, below :data:`COMPONENT_PREFIX` and as the title of its frame."""

TEXT = "[data-testid=stText]"
"""CSS selector of what ``st.text`` draws."""

LANGUAGE, TITLE = '<html lang="en"', "<title>Streamlit</title>"
NOSCRIPT, SCRIPT = "<noscript>", "<script"
BODY = "<body>"
"""What stands in :data:`INDEX` and is replaced, or has something put in front of it."""


def rewrite_page(
    page: str, head: Sequence[str] = (), noscript: str = "", title: str = "Pulpit"
) -> str:
    """Return a page of Streamlit, or of a component, in Polish.

    Its elements are not for a translator: Streamlit's scripts lose those that one has touched.

    Parameters
    ----------
    page
        The HTML that Streamlit sends. What is not in it is not replaced.
    head
        Elements to put in front of the page's first script.
    noscript
        HTML that takes the place of what the page says without JavaScript.
    title
        What the page is called until Streamlit names its screen.
    """
    page = page.replace(LANGUAGE, '<html lang="pl"', 1)
    page = page.replace(TITLE, f"<title>{escape(title)}</title>", 1)
    before, found, after = page.partition(NOSCRIPT)
    if found:
        page = f"{before}<noscript>{noscript}</noscript>{after.partition('</noscript>')[2]}"
    page = page.replace(BODY, '<body translate="no">', 1)
    return page.replace(SCRIPT, f"{''.join(head)}{SCRIPT}", 1)


@functools.cache
def font_url() -> str:
    """Return the address of the font that Streamlit's page asks for first, or "" if it is none.

    The frame of the map shows the same letters as the page around it.
    """
    finder = _FontFinder()
    finder.feed(INDEX.read_text(encoding="utf-8"))
    return finder.url


class _FontFinder(HTMLParser):
    """Finds ``<link rel="preload" as="font" href="./…">`` in a page."""

    url = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at one element."""
        link = dict(attrs)
        if tag == "link" and link.get("as") == "font":
            self.url = (link.get("href") or "").removeprefix(".")


def panel_component(module: str) -> ComponentRenderer:
    """Register the component whose messages are drawn by the script at the address ``module``.

    Streamlit sends the component's own script with every message, hence one as short as can be.
    The line end in it tells Streamlit that it is a script and not the name of a file.
    """
    script = f'export default async(c)=>\n(await import(location.origin+"{module}")).default(c)'
    return st.components.v2.component("ao_panel", js=script, isolate_styles=False)


def declare_frame() -> None:
    """Let the server that runs serve the frame of the map, before anybody has asked for a map.

    The page may come from another copy of the dashboard behind the same address. By itself the
    frame is declared by the first run of the script, and only where streamlit-folium is imported.
    """
    quiet = logging.getLogger("streamlit.runtime.scriptrunner_utils.script_run_context")
    quiet.disabled = True  # it warns that no script runs
    import streamlit_folium  # noqa: PLC0415

    quiet.disabled = False
    frame = vars(streamlit_folium)["_component_func"]
    get_instance().component_registry.register_component(frame)


class UploadBounds:
    """Keeps only the newest uploaded files: so many of one session, so many bytes of all.

    Streamlit itself keeps every file that a session ever sent until the session ends.
    """

    def __init__(self, files: int, size: int) -> None:
        self._files, self._size = files, size
        self._lock = threading.Lock()
        self._kept: dict[tuple[str, str], int] = {}
        self._dropped: dict[str, None] = {}

    def install(self) -> None:
        """Hold Streamlit's store of files to the bounds from now on."""
        plain = MemoryUploadedFileManager.add_file

        def bounded(
            store: MemoryUploadedFileManager, session_id: str, file: UploadedFileRec
        ) -> None:
            plain(store, session_id, file)
            self.keep(store, session_id, file)

        MemoryUploadedFileManager.add_file = bounded  # type: ignore[assignment, method-assign]

    def keep(
        self, store: MemoryUploadedFileManager, session_id: str, file: UploadedFileRec
    ) -> None:
        """Take a file in and drop the oldest ones beyond the bounds."""
        with self._lock:
            there = store.file_storage
            self._kept = {k: n for k, n in self._kept.items() if k[1] in there.get(k[0], {})}
            self._kept[session_id, file.file_id] = len(file.data)
            mine = [key for key in self._kept if key[0] == session_id]
            for key in mine[: -self._files]:
                self._drop(store, key)
            while sum(self._kept.values()) > self._size:
                self._drop(store, next(iter(self._kept)))

    def was_dropped(self, file_id: str) -> bool:
        """Tell whether a file was dropped to make room."""
        return file_id in self._dropped

    def _drop(self, store: MemoryUploadedFileManager, key: tuple[str, str]) -> None:
        store.remove_file(*key)
        del self._kept[key]
        self._dropped[key[1]] = None
        for old in list(self._dropped)[:-_REMEMBERED]:
            del self._dropped[old]


uploads = UploadBounds(files=2, size=60_000_000)


def map_frame(config: str, scripts: Sequence[str], styles: Sequence[str]) -> None:
    """Show the frame of a map.

    The same arguments give the same frame: it is not mounted anew when the script runs again.

    Parameters
    ----------
    config
        JSON that is handed to ``aoStartMap`` in the frame; safe inside a script.
    scripts, styles
        Addresses that the frame loads, in this order, before that.
    """
    import folium  # noqa: PLC0415
    from folium.template import Template  # noqa: PLC0415
    from streamlit_folium import st_folium  # noqa: PLC0415

    class BaseMap(folium.Map):
        """A map drawn by our script, without the files of strangers that folium asks for."""

        config = ""
        _template = Template(
            "{% macro script(this, kwargs) %}"
            "var {{ this.get_name() }} = aoStartMap('{{ this.get_name() }}', {{ this.config }});"
            "{% endmacro %}"
        )

    base = BaseMap(tiles=None)
    base.config = config
    base.default_js = [(url, url) for url in scripts]
    base.default_css = [(url, url) for url in styles]
    st_folium(base, key="frame", use_container_width=True, returned_objects=[])


@st.fragment(run_every=timedelta(days=1))
def ask_after_reconnecting() -> None:
    """Let the page ask for a whole run by itself whenever it has connected again.

    Streamlit's page does so while something on it is to run again by the clock, and only then.
    """


class RevivingSession(AppSession):
    """A session that understands a page which has lost its own.

    Such a page brings the values of its widgets and asks for parts that a new session has never
    drawn: Streamlit ignores the latter and takes the former for what was always there, so no
    callback is called. Here the address alone is drawn first, unseen. What the page asks for comes
    after it, as a change, and is answered with the whole screen.
    """

    _fresh = True
    _started: float | None = None
    _waiting: ClientState | None = None
    """What the page asks for while the address is drawn."""

    def request_rerun(self, client_state: ClientState | None) -> None:
        """Run the script for a page, after the address if the page is older than the session."""
        if self._waiting is not None:
            self._wait(self._waiting, client_state)
            return
        fresh, self._fresh = self._fresh, False
        if fresh and client_state and client_state.widget_states.widgets:
            self._wait(ClientState(), client_state)
            client_state = ClientState()
            client_state.CopyFrom(self._waiting)
            client_state.ClearField("widget_states")
        super().request_rerun(client_state)

    def _wait(self, earlier: ClientState, later: ClientState | None) -> None:
        """Keep what a page asks for, with every choice made so far."""
        if later is None:
            return
        states = _coalesce_widget_states(earlier.widget_states, later.widget_states)
        self._waiting = ClientState()
        self._waiting.CopyFrom(later)
        self._waiting.widget_states.CopyFrom(states)
        self._waiting.ClearField("fragment_id")

    def _enqueue_forward_msg(self, msg: ForwardMsg) -> None:
        if self._waiting is None:
            super()._enqueue_forward_msg(msg)

    def _handle_scriptrunner_event_on_event_loop(
        self, sender: ScriptRunner | None, event: ScriptRunnerEvent, *about: Any
    ) -> None:
        super()._handle_scriptrunner_event_on_event_loop(sender, event, *about)
        if event is ScriptRunnerEvent.SCRIPT_STARTED:
            self._started = time.perf_counter()
        elif self._started and "_STOPPED_" in event.value:
            _run_seconds.observe(time.perf_counter() - self._started)
            self._started = None
        if event is ScriptRunnerEvent.SHUTDOWN and self._scriptrunner is None and self._waiting:
            waiting, self._waiting = self._waiting, None
            super().request_rerun(waiting)


def open_sessions() -> int:
    """Return how many pages are connected."""
    return get_instance()._session_mgr.num_active_sessions()  # noqa: SLF001


def revive_lost_sessions() -> None:
    """Let every page that connects have a :class:`RevivingSession`."""
    vars(websocket_session_manager)["AppSession"] = RevivingSession
