"""The path that the dashboard lives under: the one place where it is put before addresses.

Everything inside knows addresses as if the dashboard had a server for itself, e.g. ``/api/v1/``.
What arrives loses the path at the outermost middleware; what leaves gets it by :func:`at`, and in
the browser by ``frontend/common/base.js``.
"""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Receive, Scope, Send

from ao_dash.model.settings import settings


def base_path() -> str:
    """Return Streamlit's ``server.baseUrlPath`` as ``/pulpit``, "" for none."""
    path = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{path}" if path else ""


def at(address: str) -> str:
    """Return an address of the dashboard as a browser has to ask for it."""
    return f"{base_path()}{address}"


def base_url() -> str:
    """Return what whole addresses begin with; without ``AO_SITE`` they are of the same server.

    The name that a request brings along is not believed: finished answers serve everybody.
    """
    return f"{settings().site}{base_path()}"


class WithoutBase:
    """ASGI middleware: takes the path off; nothing but the state of the process is beside it."""

    def __init__(self, app: ASGIApp, outside: Sequence[str] = ()) -> None:
        self.app = app
        self.base = base_path()
        self.outside = outside

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request or connection."""
        answer, path = self.app, scope.get("path", "")
        if not self.base or scope["type"] == "lifespan":
            pass
        elif path.startswith(f"{self.base}/"):
            scope = {**scope, "path": path.removeprefix(self.base)}
        elif path == self.base:
            answer = RedirectResponse(f"{path}/")
        elif path not in self.outside:
            answer = PlainTextResponse(f"Pulpit jest pod adresem {self.base}/", 404)
        await answer(scope, receive, send)


class WithBase:
    """ASGI middleware: gives the path back to what Streamlit serves, not to our own routes."""

    def __init__(self, app: ASGIApp, routes: Sequence[BaseRoute]) -> None:
        self.app = app
        self.base = base_path()
        self.routes = routes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request or connection."""
        if self.base and scope["type"] != "lifespan" and not self._is_ours(scope):
            scope = {**scope, "path": f"{self.base}{scope['path']}"}
        await self.app(scope, receive, send)

    def _is_ours(self, scope: Scope) -> bool:
        return any(route.matches(scope)[0] is not Match.NONE for route in self.routes)
