"""What ``app.py`` puts together: the script, the routes beside it, the middleware around it."""

from __future__ import annotations

import contextlib
import gc
import logging
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette_compress import CompressMiddleware, add_compress_type

from ao_dash.model.faults import DataFaults
from ao_dash.model.settings import settings, unknown_notes
from ao_dash.web.api.cors import sharing
from ao_dash.web.base import WithBase, WithoutBase, base_path
from ao_dash.web.server import health, metrics
from ao_dash.web.server.health import stop_in_peace
from ao_dash.web.server.html import PolishPages
from ao_dash.web.server.kept_assets import KeptAssets
from ao_dash.web.server.observation import Observed, install_log
from ao_dash.web.server.patience import limit_waiting
from ao_dash.web.server.routes import routes
from ao_dash.web.server.security import SafeHeaders
from ao_dash.web.state import data
from ao_dash.web.streamlit_seams import declare_frame, revive_lost_sessions, uploads

try:
    _settings = settings()
except DataFaults as error:
    sys.exit(str(error))  # a server with half of its settings is worse than none
ROUTES = routes()
SCRIPT = Path(__file__).parent / "ui" / "main.py"
# From the outermost in. Everything is compressed in one place: what is inside is asked for plain.
MIDDLEWARE = [
    Middleware(WithoutBase, outside=health.PATHS),
    Middleware(Observed),
    Middleware(SafeHeaders, sites=_settings.embed_sites),
    Middleware(KeptAssets),
    Middleware(CompressMiddleware, remove_accept_encoding=True),
    Middleware(PolishPages),
    *sharing(_settings.api_sites),
    Middleware(WithBase, routes=ROUTES),
]
for _media in ("text/csv", "application/csvm+json", "application/geopackage+sqlite3"):
    add_compress_type(_media)

_TURN = 0.001
"""Seconds that a thread computes before another one may: whoever draws a story holds nobody up."""

revive_lost_sessions()
limit_waiting()
_log = logging.getLogger(__name__)


@contextlib.asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """Prepare for the first visitor; faults of the data are shown on the page."""
    install_log(_settings.log)
    for note in unknown_notes():
        _log.warning(note)
    uploads.install()
    await run_in_threadpool(_warm)
    stop_in_peace(_settings.drain_seconds)
    if _settings.log == "text":
        print(f"Pulpit: {_address()}  (Ctrl+C kończy)", flush=True)
    with metrics.serving(_settings):
        yield


def _address() -> str:
    """Return where the dashboard is, for whoever has started it."""
    host, port = st.get_option("server.address"), st.get_option("server.port")
    if host in (None, "0.0.0.0", "::"):  # noqa: S104  compared, not bound
        return f"http://localhost:{port}{base_path()} i pod adresem tego komputera w sieci"
    return f"http://{host}:{port}{base_path()}"


def _warm() -> None:
    """Read the data and keep the garbage collector away from everything loaded so far.

    A collection that walks the objects of pandas and of the dataset takes 100 ms, in which no
    message leaves the server (see ``postScriptGC`` in the configuration, too).
    """
    declare_frame()
    with contextlib.suppress(DataFaults):
        data.layer_urls(data.current())
    gc.collect()
    gc.freeze()
    sys.setswitchinterval(_TURN)


def on_script_error(error: Exception) -> bool:
    """Log an unexpected error and tell the visitor, without a traceback."""
    _log.error("unexpected error on a screen", exc_info=error)
    st.error(
        "Coś poszło nie tak po stronie pulpitu. Odśwież stronę; jeśli to nie pomoże, przekaż "
        "opiekunowi pulpitu adres tej strony i godzinę."
    )
    return True
