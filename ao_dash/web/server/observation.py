"""What is known of each request: its name in the log, how long it took, how it ended."""

from __future__ import annotations

import json
import logging
import re
import time
import uuid
from contextvars import ContextVar

from prometheus_client import Counter, Histogram
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ao_dash.web.ui.menu import PAGES

HEADER = "x-request-id"
OURS = logging.getLogger("ao_dash")
"""The logger above all of ours."""

_KINDS = {
    "": "page",
    "api": "api",
    "geo": "layer",
    "assets": "asset",
    "static": "asset",
    "component": "component",
    "_stcore": "streamlit",
    "healthz": "health",
    "readyz": "health",
}
_VALID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_name: ContextVar[str] = ContextVar("request", default="")
_log = logging.getLogger(__name__)
_requests = Counter("ao_requests", "Requests by sort of address and status", ["route", "status"])
_seconds = Histogram("ao_request_seconds", "Seconds until the end of an answer", ["route"])


class Observed:
    """ASGI middleware: names a request, measures it, and writes a line of it into the log."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; one that brings a proper name keeps it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        given = Headers(scope=scope).get(HEADER, "")
        _name.set(given if _VALID.fullmatch(given) else uuid.uuid4().hex)
        status, started = 500, time.perf_counter()

        async def named(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[HEADER] = _name.get()
            await send(message)

        try:
            await self.app(scope, receive, named)
        finally:
            seconds, route = time.perf_counter() - started, kind(scope["path"])
            _requests.labels(route, status).inc()
            _seconds.labels(route).observe(seconds)
            told = f"{scope['method']} {_path(scope['path'])} {status}"
            _log.info(told, extra={"fields": {"status": status, "seconds": round(seconds, 4)}})


def kind(path: str) -> str:
    """Return the sort of an address, one of a few.

    >>> kind("/api/v1/dane.csv"), kind("/profil"), kind("/wp-login.php"), kind("*")
    ('api', 'page', 'other', 'other')
    """
    first = path.removeprefix("/").partition("/")[0]
    return _KINDS.get(first, "page" if first in PAGES else "other")


def _path(path: str) -> str:
    """Return a path for the log: those of Streamlit go on with names of sessions and files."""
    return "/".join(path.split("/")[:3]) if kind(path) == "streamlit" else path


class _Lines(logging.Formatter):
    """A line with the name of its request."""

    def format(self, record: logging.LogRecord) -> str:
        return f"{super().format(record)} {_name.get()}".rstrip()


class _Objects(logging.Formatter):
    """A line that is a JSON object."""

    def format(self, record: logging.LogRecord) -> str:
        told = {
            "time": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "request": _name.get(),
            **vars(record).get("fields", {}),
            "exception": self.formatException(record.exc_info) if record.exc_info else "",
        }
        return json.dumps(
            {name: one for name, one in told.items() if one != ""}, ensure_ascii=False
        )


_OBJECTS = _Objects()


def install_log(form: str) -> None:
    """Let the program write its log as ``text`` or, with all packages in it, as ``json``."""
    if not OURS.handlers:
        OURS.addHandler(logging.StreamHandler())
    OURS.handlers[0].setFormatter(_Lines("%(asctime)s %(levelname)s %(message)s"))
    if form == "json":
        OURS.setLevel(logging.INFO)
        # Streamlit gives each of its loggers a handler of its own, some only when first used.
        logging.Handler.format = _object  # type: ignore[assignment, method-assign]


def _object(_: logging.Handler, record: logging.LogRecord) -> str:
    return _OBJECTS.format(record)
