"""Files of the program, compressed once, not for every visitor or every spelling of an address."""

from __future__ import annotations

from dataclasses import dataclass, field

import anyio
from cachetools import LRUCache
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

ASSET_BYTES = 32_000_000
"""How much room the files may take, in all, as they are sent."""

FOLDERS = ("/static/", "/assets/")
"""Where files are that stay the same as long as the server runs: Streamlit's and ours."""

_CODINGS = ("zstd", "br", "gzip")
_PART = 65_536  # bytes given to a connection at a time


@dataclass
class _Answer:
    """One answer: how it starts and what it holds."""

    start: Message = field(default_factory=dict)
    content: bytearray = field(default_factory=bytearray)

    async def hear(self, message: Message) -> None:
        """Take a part of the answer."""
        if message["type"] == "http.response.start":
            self.start = message
        else:
            self.content.extend(message.get("body", b""))

    async def send(self, send: Send) -> None:
        """Send it on, no faster than it is taken."""
        await send(self.start)
        for at in range(0, len(self.content), _PART):
            part = bytes(self.content[at : at + _PART])
            await send({"type": "http.response.body", "body": part, "more_body": True})
        await send({"type": "http.response.body", "body": b""})


class KeptAssets:
    """ASGI middleware: asks for a file once by each coding and keeps the answer.

    It stands around the compression, one file of which takes megabytes while it is made: here it
    is done one after another. What follows ``?`` does not matter to a file.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.kept: LRUCache[tuple[str, str], _Answer] = LRUCache(
            ASSET_BYTES, getsizeof=lambda one: len(one.content)
        )
        self._making = anyio.Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or not scope["path"].startswith(FOLDERS):
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        accepted = headers.get("accept-encoding", "")
        coding = next((one for one in _CODINGS if one in accepted), "identity")
        async with self._making:
            answer = await self._answer(scope, receive, coding)
        known = Headers(scope=answer.start).get("etag", "-")
        if known.removeprefix("W/") in headers.get("if-none-match", ""):
            answer = _unchanged(answer)
        await answer.send(send)

    async def _answer(self, scope: Scope, receive: Receive, coding: str) -> _Answer:
        key = (scope["path"], coding)
        if key in self.kept:
            return self.kept[key]
        answer = _Answer()
        headers = [(b"accept-encoding", coding.encode())]
        asked = {**scope, "method": "GET", "query_string": b"", "headers": headers}
        await self.app(asked, receive, answer.hear)
        if answer.start["status"] == 200 and len(answer.content) <= ASSET_BYTES // 4:
            self.kept[key] = answer
        return answer


def _unchanged(answer: _Answer) -> _Answer:
    headers = [(name, text) for name, text in answer.start["headers"] if name != b"content-length"]
    return _Answer({**answer.start, "status": 304, "headers": headers})
