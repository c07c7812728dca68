"""Compression of files that do not change: done once, kept, served from memory.

Streamlit leaves its own bundle uncompressed and compresses everything else anew at each request.
"""

from __future__ import annotations

import gzip
from collections import OrderedDict
from collections.abc import MutableMapping
from typing import Any

import anyio.to_thread
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

PREFIXES = ("/static/", "/assets/", "/component/", "/geo/")

_KEPT = 400  # responses; more than there are files
_SMALLEST = 600  # bytes
_LEVEL = 7
_TEXTUAL = ("text/", "application/javascript", "application/json", "image/svg", "font/ttf")


class CompressedAssets:
    """ASGI middleware: gzip for GET requests below ``PREFIXES``, each file compressed once."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.kept: OrderedDict[str, tuple[MutableMapping[str, Any], bytes]] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if not _concerns(scope):
            await self.app(scope, receive, send)
            return
        key = f"{scope['path']}?{scope['query_string'].decode('latin-1')}"
        if key not in self.kept:
            start, body = await _collected(self.app, _plain(scope), receive)
            if start["status"] != 200 or not _compressible(start, body):
                await _replay(start, body, send)
                return
            await self._keep(key, start, body)
        self.kept.move_to_end(key)
        start, body = self.kept[key]
        await _replay(start, body, send)

    async def _keep(self, key: str, start: MutableMapping[str, Any], body: bytes) -> None:
        small = await anyio.to_thread.run_sync(gzip.compress, body, _LEVEL)
        headers = MutableHeaders(raw=list(start["headers"]))
        headers["content-encoding"] = "gzip"
        headers["content-length"] = str(len(small))
        headers.add_vary_header("Accept-Encoding")
        self.kept[key] = ({**start, "headers": headers.raw}, small)
        while len(self.kept) > _KEPT:
            self.kept.popitem(last=False)


def _concerns(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["method"] != "GET":
        return False
    headers = Headers(scope=scope)
    conditional = {"range", "if-none-match", "if-modified-since"} & set(headers.keys())
    return (
        scope["path"].startswith(PREFIXES)
        and "gzip" in headers.get("accept-encoding", "")
        and not conditional
    )


def _plain(scope: Scope) -> Scope:
    headers = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
    return {**scope, "headers": headers}


async def _collected(
    app: ASGIApp, scope: Scope, receive: Receive
) -> tuple[MutableMapping[str, Any], bytes]:
    start: MutableMapping[str, Any] = {}
    parts: list[bytes] = []

    async def keep(message: Message) -> None:
        if message["type"] == "http.response.start":
            start.update(message)
        elif message["type"] == "http.response.body":
            parts.append(message.get("body", b""))

    await app(scope, receive, keep)
    return start, b"".join(parts)


def _compressible(start: MutableMapping[str, Any], body: bytes) -> bool:
    headers = Headers(raw=start["headers"])
    textual = headers.get("content-type", "").startswith(_TEXTUAL)
    return textual and len(body) >= _SMALLEST and "content-encoding" not in headers


async def _replay(start: MutableMapping[str, Any], body: bytes, send: Send) -> None:
    await send(dict(start))
    await send({"type": "http.response.body", "body": body})
