"""Security headers of every answer.

Streamlit's pages need inline styles and scripts; the frame of streamlit-folium runs the map script
it is sent with ``eval``. The policy says so plainly and allows nothing else: no other host, except
for images of the two tile servers, in the frame only, when a person switches them on.
"""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ao_dash.ui.pages import COMPONENT_PREFIX

TILE_HOSTS = ("https://tile.openstreetmap.org", "https://mapy.geoportal.gov.pl")

_COMMON = (
    "default-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "font-src 'self' data:",
    "connect-src 'self'",
    "worker-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'self'",
)
PAGE_POLICY = "; ".join(
    (*_COMMON, "script-src 'self' 'unsafe-inline' blob:", "img-src 'self' data: blob:")
)
COMPONENT_POLICY = "; ".join(
    (
        *_COMMON,
        "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
        f"img-src 'self' data: {' '.join(TILE_HOSTS)}",
    )
)
HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "x-frame-options": "SAMEORIGIN",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "cross-origin-opener-policy": "same-origin",
}


class SafeHeaders:
    """ASGI middleware: adds the headers to every HTTP answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(HEADERS)
                headers["content-security-policy"] = policy(scope["path"])
            await send(message)

        await self.app(scope, receive, guarded if scope["type"] == "http" else send)


def policy(path: str) -> str:
    """Return the content security policy of an address."""
    return COMPONENT_POLICY if path.startswith(COMPONENT_PREFIX) else PAGE_POLICY
