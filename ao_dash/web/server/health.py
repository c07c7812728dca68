"""Whether the dashboard lives, whether it may be asked, and how it stops."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from types import FrameType

import uvicorn
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from ao_dash.model.dataset import Dataset
from ao_dash.model.faults import Fault
from ao_dash.web.api.endpoint import refusal, with_data

PATHS = ("/healthz", "/readyz")
"""Whether the process lives, and whether it may be asked."""

FINISH_SECONDS = 20
"""How long running answers may take to finish when the dashboard stops."""

LEFT_SECONDS = 5
"""How long the rest may take after them: threads that compute for nobody."""

_stopping = threading.Event()


def routes() -> list[Route]:
    """Return the addresses for those who watch the process."""
    alive, ready = PATHS
    return [Route(alive, _alive), Route(ready, with_data(_ready))]


async def _alive(_: Request) -> Response:
    return PlainTextResponse("ok")


async def _ready(_: Request, __: Dataset) -> Response:
    if _stopping.is_set():
        return refusal(503, [Fault("pulpit", "właśnie się zatrzymuje", "Spytaj inną kopię")])
    return PlainTextResponse("ok")


def stop_in_peace(drain_seconds: int) -> None:
    """Let SIGTERM stop the server as its visitors would wish, with exit code 0.

    For ``drain_seconds`` it only says that it is not ready, so that nobody new is sent here. Then
    it takes no more connections, finishes the answers it is giving, and ends in any case. By
    itself uvicorn waits for answers without a bound, and ends by the signal.
    """
    usual = signal.getsignal(signal.SIGTERM)
    server = getattr(usual, "__self__", None)
    if not isinstance(server, uvicorn.Server):  # somebody else serves, as in tests
        return
    server.config.timeout_graceful_shutdown = FINISH_SECONDS

    def stop(_signal: int, _frame: FrameType | None) -> None:
        _stopping.set()
        _after(drain_seconds, lambda: setattr(server, "should_exit", True))
        _after(drain_seconds + FINISH_SECONDS + LEFT_SECONDS, lambda: os._exit(0))

    signal.signal(signal.SIGTERM, stop)


def _after(seconds: float, call: Callable[[], None]) -> None:
    timer = threading.Timer(seconds, call)
    timer.daemon = True
    timer.start()
