"""Pages as the browser first gets them: in Polish, with our style and a first picture.

Streamlit sends the same empty English page for every address. Here it is given its language, the
files it is about to need, and on the main screen the map of the address itself, which the browser
shows while the application starts.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ao_dash.mapview.first_paint import plain, sketch
from ao_dash.mapview.selection import parse
from ao_dash.mapview.view import build_view
from ao_dash.model.faults import DataFaults
from ao_dash.web.api import API
from ao_dash.web.server import assets
from ao_dash.web.state import data, visitors

COMPONENT_PREFIX = "/component/"

_MAIN = "/"
_WIDGETS = ("BidiComponent", "ComponentInstance", "Selectbox", "ButtonGroup", "Checkbox")
_NOSCRIPT = "<p>Pulpit Aglomeracji Opolskiej potrzebuje JavaScriptu.</p>"
# One origin serves everything: without this the page also tries its own address as a base.
_BASE = "<script>window.__streamlit={BACKEND_BASE_URL:location.origin}</script>"


class PolishPages:
    """ASGI middleware: rewrites HTML pages, leaves everything else alone."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if not _asks_for_a_page(scope):
            await self.app(scope, receive, send)
            return
        start: Message = {}
        body: list[bytes] = []

        async def rewritten(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                start = message
                return
            body.append(message.get("body", b""))
            if not message.get("more_body"):
                await run_in_threadpool(_rewrite, scope, start, body)
                await send(start)
                await send({"type": "http.response.body", "body": body[0]})

        await self.app(scope, receive, rewritten)


def _asks_for_a_page(scope: Scope) -> bool:
    """Tell whether an answer may be a page of Streamlit; files for download are nobody's page."""
    if scope["type"] != "http" or scope["path"].startswith(API):
        return False
    return "text/html" in Headers(scope=scope).get("accept", "")


def _rewrite(scope: Scope, start: Message, body: list[bytes]) -> None:
    """Replace ``body`` by the page to send and mend its headers."""
    content = b"".join(body)
    headers = MutableHeaders(scope=start)
    if headers.get("content-type", "").startswith("text/html"):
        content = _page(scope, content.decode("utf-8")).encode()
        # the file's own validators do not describe the rewritten page
        for name in ("etag", "last-modified"):
            if name in headers:
                del headers[name]
        headers["content-length"] = str(len(content))
    body[:] = [content]


def _page(scope: Scope, page: str) -> str:
    if scope["path"].startswith(COMPONENT_PREFIX):
        return in_polish(page)
    first, without_script = _first_picture(scope) if scope["path"] == _MAIN else ("", "")
    return in_polish(page, _head(), first, _NOSCRIPT + without_script)


def _first_picture(scope: Scope) -> tuple[str, str]:
    with contextlib.suppress(DataFaults):
        request = Request(scope)
        dataset = visitors.of_cookies(request.cookies, data.current())
        selection, _ = parse(dict(request.query_params), dataset)
        view = build_view(dataset, selection)
        return sketch(view, data.sketch_paths(view.vintage)), plain(view)
    return "", ""


def in_polish(page: str, head: Iterable[str] = (), first: str = "", noscript: str = "") -> str:
    """Return a page of Streamlit in Polish.

    ``head`` is added to its head, ``first`` in front of the application, and ``noscript`` takes
    the place of what the page says without JavaScript.
    """
    page = page.replace('<html lang="en"', '<html lang="pl"', 1)
    page = page.replace("<title>Streamlit</title>", "<title>Aglomeracja Opolska</title>", 1)
    before, found, after = page.partition("<noscript>")
    if found:
        page = f"{before}<noscript>{noscript}</noscript>{after.partition('</noscript>')[2]}"
    page = page.replace('<div id="root">', f'{first}<div id="root">', 1)
    return page.replace("<script", f"{''.join(head)}<script", 1)


def _frame_files() -> tuple[str, ...]:
    """Addresses that the map's frame is about to ask for."""
    files = [assets.leaflet_url("leaflet.js"), assets.leaflet_url("leaflet.css")]
    files += [assets.frame_url(), assets.url("map/map.css")]
    with contextlib.suppress(DataFaults):
        files += data.layer_urls(data.current()).values()
    return tuple(files)


def _head() -> tuple[str, ...]:
    chunks = assets.chunk_urls(*_WIDGETS)
    return (
        _BASE,
        f'<link rel="stylesheet" href="{assets.url("app.css")}">',
        f'<link rel="icon" href="{assets.url("icon.svg")}" type="image/svg+xml">',
        f'<link rel="modulepreload" href="{assets.page_url()}">',
        *(
            f'<link rel="preload" as="script" crossorigin fetchpriority="low" href="{url}">'
            for url in chunks
        ),
        f'<script src="{assets.url("polish.js")}" defer></script>',
        f'<script src="{assets.url("warm.js")}" data-files="{" ".join(_frame_files())}"></script>',
    )
