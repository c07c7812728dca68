"""Pages as the browser first gets them: in Polish, with our style.

Streamlit sends the same empty English page for every address. Here it is given its language, its
title, what a chat shows of it, the files it is about to need, and on the main screen what a browser
without JavaScript shows.
"""

from __future__ import annotations

import contextlib
import json
import logging
from html import escape
from http import HTTPStatus

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ao_dash.mapview.plain_page import plain
from ao_dash.mapview.selection import Selection
from ao_dash.mapview.view import build_view
from ao_dash.model.faults import DataFaults
from ao_dash.model.settings import settings
from ao_dash.output.atom import MEDIA as ATOM
from ao_dash.output.dcat import schema_org
from ao_dash.screens.edition_news import HEADING
from ao_dash.screens.registry import TITLES
from ao_dash.screens.shown import plain as in_usual_mode
from ao_dash.screens.shown import read_address
from ao_dash.web.api import API
from ao_dash.web.api.package import NEWS
from ao_dash.web.base import at, base_url
from ao_dash.web.server import assets
from ao_dash.web.server.link_preview import (
    NO_PREVIEW,
    Preview,
    of_screen,
    of_view,
    page_title,
    tags,
)
from ao_dash.web.state import data, visitors
from ao_dash.web.streamlit_seams import COMPONENT_PREFIX, rewrite_page
from ao_dash.web.ui.address import MAP
from ao_dash.web.ui.menu import MENU, PAGES

_log = logging.getLogger(__name__)

DESCRIBED = ("", "dane")
"""Pages that describe the data for programs: the first one and the one about the data."""

_FEED = f'<link rel="alternate" type="{ATOM}" title="{HEADING}" href="{{}}">'
_NOSCRIPT = "<p>Pulpit potrzebuje JavaScriptu.</p>"


class PolishPages:
    """ASGI middleware: rewrites HTML pages, leaves everything else alone."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; the head of a page is that of the page itself."""
        if scope["type"] != "http" or scope["path"].startswith(API):
            await self.app(scope, receive, send)
            return
        start: Message = {}
        body = bytearray()

        async def rewritten(message: Message) -> None:
            if message["type"] == "http.response.start" and _is_page(message):
                start.update(message)
            elif not start:
                await send(message)
            else:
                body.extend(message.get("body", b""))
                if not message.get("more_body"):
                    content = await run_in_threadpool(_rewrite, scope, start, bytes(body))
                    await send(start)
                    await send({"type": "http.response.body", "body": content})

        whole = {**scope, "method": "GET"} if scope["method"] == "HEAD" else scope
        await self.app(whole, receive, rewritten)


def _is_page(start: Message) -> bool:
    return Headers(scope=start).get("content-type", "").startswith("text/html")


def _rewrite(scope: Scope, start: Message, content: bytes) -> bytes:
    """Return the page to send instead of ``content``; mend the status and headers in ``start``."""
    content = _page(scope, content.decode("utf-8")).encode()
    if start["status"] == HTTPStatus.OK and not _exists(scope["path"]):
        start["status"] = HTTPStatus.NOT_FOUND.value
    headers = MutableHeaders(scope=start)
    for name in ("etag", "last-modified"):  # of the file: they do not describe what is sent
        del headers[name]
    headers["content-length"] = str(len(content))
    return content


def _exists(path: str) -> bool:
    """Tell whether a page is one of ours: Streamlit sends its page for every address."""
    code = path.strip("/")
    return not code or (code in PAGES and code != MAP) or path.startswith(COMPONENT_PREFIX)


def _page(scope: Scope, page: str) -> str:
    if scope["path"].startswith(COMPONENT_PREFIX):
        return rewrite_page(page)
    preview, words = _described(scope)
    described = (
        (*_dataset(), _FEED.format(at(NEWS))) if scope["path"].strip("/") in DESCRIBED else ()
    )
    name = _area_name()
    head = (*tags(preview, name, _site()), *described, *_head())
    return rewrite_page(page, head, _NOSCRIPT + words, page_title(preview, name))


def _area_name() -> str:
    """Return whose dashboard it is; if the data have faults, nobody knows."""
    with contextlib.suppress(DataFaults):
        return data.current().area.name
    return "Pulpit"


def _site() -> str:
    """Return what addresses for the rest of the world begin with, "" if nobody said."""
    return base_url() if settings().site else ""


def _dataset() -> tuple[str, ...]:
    """Return what search engines read of the data: no script, though it stands in such an element.

    It is of the shared data alone; if they have faults there is none.
    """
    with contextlib.suppress(DataFaults):
        text = schema_org(data.current(), _site(), API)
        return (f'<script type="application/ld+json">{text}</script>',)
    return ()


def _described(scope: Scope) -> tuple[Preview, str]:
    """Return what is said of an address, and the picture of the map in words.

    If the data have faults, which the page lists, only the title of the screen is known.
    """
    code = scope["path"].strip("/")
    preview = Preview(PAGES[code][1]) if code in PAGES else NO_PREVIEW
    if code and code not in TITLES:
        return preview, ""
    try:
        request = Request(scope)
        dataset = visitors.of_cookies(request.cookies, data.current())
        found, _ = read_address(f"{code}?{request.url.query}", dataset)
        shown = in_usual_mode(found)
        if isinstance(shown, Selection):
            view = build_view(dataset, shown)
            return of_view(view), plain(view)
        return of_screen(dataset, shown.address()), ""
    except DataFaults:
        pass
    except Exception:  # noqa: BLE001  the page comes without it, and says what is wrong
        _log.exception("No words for %s", scope["path"])
    return preview, ""


def _frame_files() -> tuple[str, ...]:
    """Addresses that the map's frame is about to ask for."""
    files = [assets.leaflet_url("leaflet.js"), assets.leaflet_url("leaflet.css")]
    files += [assets.url(assets.FRAME_START), assets.url("map/map.css")]
    files += assets.module_urls(assets.FRAME)
    with contextlib.suppress(DataFaults):
        files += map(at, data.layer_urls(data.current()).values())
    return tuple(files)


def _groups() -> str:
    """Return the group of the menu by the screen in it, as JSON for an attribute."""
    groups = {code: group for group, codes in MENU.items() for code in codes if group}
    return escape(json.dumps(groups, ensure_ascii=False))


def _head() -> tuple[str, ...]:
    return (
        *(
            f'<link rel="stylesheet" href="{assets.url(name)}">'
            for name in ("app.css", "streamlit.css")
        ),
        f'<link rel="icon" href="{assets.url("icon.svg")}" type="image/svg+xml">',
        *(f'<link rel="modulepreload" href="{url}">' for url in assets.module_urls(assets.PAGE)),
        f'<script src="{assets.url("streamlit.js")}" data-groups="{_groups()}" defer></script>',
        f'<script src="{assets.url("warm.js")}" data-files="{" ".join(_frame_files())}"></script>',
    )
