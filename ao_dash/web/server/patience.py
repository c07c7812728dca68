"""How long a client may take to ask for something: uvicorn itself would wait for ever."""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEADER_SECONDS = 15
"""How long the first line and the headers of a request may take."""

BODY_SECONDS = 120
"""How long its body may take; a file of the largest size comes through a line of 0.4 Mbit/s."""


class TimedProtocol(HttpToolsProtocol):
    """The server's side of a connection, which ends when a request is not finished in time."""

    _limit: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Expect the first request."""
        super().connection_made(transport)
        self._expect(HEADER_SECONDS)

    def on_message_begin(self) -> None:
        """Expect the rest of the headers."""
        super().on_message_begin()
        self._expect(HEADER_SECONDS)

    def on_headers_complete(self) -> None:
        """Expect the body."""
        super().on_headers_complete()
        self._expect(BODY_SECONDS)

    def on_message_complete(self) -> None:
        """Expect nothing: now the server is asked."""
        self._expect(None)
        super().on_message_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Expect nothing more."""
        self._expect(None)
        super().connection_lost(exc)

    def handle_websocket_upgrade(self) -> None:
        """Leave the connection to those who know when it is idle."""
        self._expect(None)
        super().handle_websocket_upgrade()

    def _expect(self, seconds: float | None) -> None:
        if self._limit:
            self._limit.cancel()
        self._limit = self.loop.call_later(seconds, self.transport.abort) if seconds else None


def _timed(_kind: type, *_: Any, **__: Any) -> TimedProtocol:
    return object.__new__(TimedProtocol)


def limit_waiting() -> None:
    """Let uvicorn make a :class:`TimedProtocol` of every connection.

    It chooses its protocol before it loads the application, and offers no setting for this.
    """
    HttpToolsProtocol.__new__ = _timed  # type: ignore[assignment]
