"""Security headers of every answer.

Streamlit's pages need inline styles and scripts; the frame of streamlit-folium runs the map script
it is sent with ``eval``. The policy says so plainly and allows nothing else: no other host, except
for images of the two tile servers, in the frame only, when a person switches them on.
"""

from __future__ import annotations

import os
import re

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ao_dash.web.streamlit_seams import COMPONENT_PREFIX

SITES_SETTING = "AO_EMBED_SITES"
"""Environment variable: origins of the sites that may embed the dashboard, by spaces."""

API_SETTING = "AO_API_SITES"
"""Environment variable: origins of the sites whose scripts may read ``/api/v1``, by spaces."""

OWN_SETTING = "AO_SITE"
"""Environment variable: the origin of the dashboard itself, with which addresses in files begin."""

_ORIGIN = re.compile(r"https?://[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?")

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


def embed_sites(text: str | None = None) -> tuple[str, ...]:
    """Return the sites that may embed the dashboard, by default those of the setting.

    Raises
    ------
    ValueError
        If something is not an origin (scheme, host, perhaps a port; no path, no wildcard): a
        policy that browsers read in another way than its author is worse than none.

    >>> embed_sites("https://www.gogolin.pl  http://localhost:8000")
    ('https://www.gogolin.pl', 'http://localhost:8000')
    """
    return _sites(SITES_SETTING, text)


def api_sites(text: str | None = None) -> tuple[str, ...]:
    """Return the sites whose scripts may read the addresses for programs; usually there is none.

    Raises what :func:`embed_sites` does.

    >>> api_sites("https://dane.gmina.pl")
    ('https://dane.gmina.pl',)
    """
    return _sites(API_SETTING, text)


def own_site(text: str | None = None) -> str:
    """Return the origin under which the dashboard is found, or "" if nobody said.

    The name that a request brings along is not believed: finished answers serve everybody.

    Raises
    ------
    ValueError
        If it is not one origin.
    """
    sites = _sites(OWN_SETTING, text)
    if len(sites) > 1:
        msg = f"{OWN_SETTING}: the dashboard has one origin, not {len(sites)}"
        raise ValueError(msg)
    return "".join(sites)


def _sites(setting: str, text: str | None) -> tuple[str, ...]:
    given = os.environ.get(setting, "") if text is None else text
    sites = tuple(dict.fromkeys(given.split()))
    for site in sites:
        if not _ORIGIN.fullmatch(site):
            msg = f"{setting}: „{site}” is not an origin such as https://www.gmina.pl"
            raise ValueError(msg)
    return sites
