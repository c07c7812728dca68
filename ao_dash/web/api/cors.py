"""Which other sites may read the addresses for programs from a visitor's browser: usually none."""

from __future__ import annotations

from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from ao_dash.web.api import API

_READING = ("GET", "HEAD")


def sharing(sites: tuple[str, ...]) -> tuple[Middleware, ...]:
    """Return the middleware that lets the scripts of ``sites`` read; none without any."""
    return (Middleware(SharedReading, sites=sites),) if sites else ()


class SharedReading:
    """ASGI middleware: cross-origin reading (CORS) below ``/api/v1``, for these sites only."""

    def __init__(self, app: ASGIApp, sites: tuple[str, ...]) -> None:
        self.app = app
        self.shared = CORSMiddleware(
            app,
            allow_origins=sites,
            allow_methods=_READING,
            allow_headers=("If-None-Match",),
            expose_headers=("Content-Disposition", "ETag", "Link"),
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        app = self.shared if _reads(scope) else self.app
        await app(scope, receive, send)


def _reads(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["method"] not in (*_READING, "OPTIONS"):
        return False
    path: str = scope["path"]
    return path == API or path.startswith(f"{API}/")
