"""Security headers of every answer.

Streamlit's pages need inline styles and scripts; the frame of streamlit-folium runs the map script
it is sent with ``eval``. The policy says so plainly and allows nothing else: no other host, except
for images of the two tile servers, in the frame only, when a person switches them on.
"""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ao_dash.web.streamlit_seams import COMPONENT_PREFIX

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
    """ASGI middleware: adds the headers to every HTTP answer.

    ``sites`` may show the dashboard inside their pages; without any, only the dashboard itself.
    """

    def __init__(self, app: ASGIApp, sites: tuple[str, ...] = ()) -> None:
        self.app = app
        self.sites = sites
        self.headers = dict(HEADERS)
        if sites:  # the old header knows one origin only; the policy says it all
            del self.headers["x-frame-options"]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(self.headers)
                headers["content-security-policy"] = policy(scope["path"], self.sites)
                _weaken_tag(headers)
            await send(message)

        await self.app(scope, receive, guarded if scope["type"] == "http" else send)


def _weaken_tag(headers: MutableHeaders) -> None:
    """Call the tag of a compressed answer weak: a strong one names the bytes that are sent."""
    tag = headers.get("etag", "")
    if "content-encoding" in headers and tag.startswith('"'):
        headers["etag"] = f"W/{tag}"


def policy(path: str, sites: tuple[str, ...] = ()) -> str:
    """Return the content security policy of an address, which ``sites`` may embed."""
    own = COMPONENT_POLICY if path.startswith(COMPONENT_PREFIX) else PAGE_POLICY
    ancestors = " ".join(("'self'", *sites))
    return f"{own}; frame-ancestors {ancestors}"
