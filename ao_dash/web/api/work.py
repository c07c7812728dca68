"""Whose turn it is: how many wait, who is sent away, and what nobody waits for any more."""

from __future__ import annotations

import contextlib
import ctypes
import gc
from collections.abc import AsyncIterator, Callable
from typing import TypeVar

import anyio
from anyio.lowlevel import RunVar
from prometheus_client import Counter, Gauge
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from ao_dash.web.api.operation import WorkQueue

MOST_WAITING = {
    WorkQueue.DATA: 100,
    WorkQueue.WHOLE: 100,
    WorkQueue.SCREEN: 100,
    WorkQueue.DRAWING: 100,
    WorkQueue.STORY: 8,
}
"""How many requests of a queue may wait; more are asked to come back later."""

T = TypeVar("T")
_queues: RunVar[dict[WorkQueue, anyio.CapacityLimiter]] = RunVar("ao_queues")
_waiting = Gauge("ao_queue_waiting", "Requests that wait for their turn", ["queue"])
_refused = Counter("ao_queue_refused", "Requests sent away, too many waited", ["queue"])
for _queue in WorkQueue:
    _waiting.labels(_queue), _refused.labels(_queue)


class BusyError(Exception):
    """Too many wait already."""


class GoneError(Exception):
    """Whoever asked has hung up."""


def admit(queue: WorkQueue) -> None:
    """Raise :class:`BusyError` if too many wait in a queue."""
    if _limiter(queue).statistics().tasks_waiting >= MOST_WAITING[queue]:
        _refused.labels(queue).inc()
        raise BusyError


@contextlib.asynccontextmanager
async def turn(request: Request, *queues: WorkQueue) -> AsyncIterator[None]:
    """Wait for a turn in each of some queues, which let one in at a time.

    Python computes one thing at a time anyway, and whoever waits for the same finds it made.

    Raises
    ------
    GoneError
        If whoever asked has hung up meanwhile.
    """
    async with contextlib.AsyncExitStack() as held:
        for queue in queues:
            with _waiting.labels(queue).track_inprogress():
                await held.enter_async_context(_limiter(queue))
        # the first message may be that there is no body
        if await request.is_disconnected() or await request.is_disconnected():
            raise GoneError
        yield


async def run(request: Request, call: Callable[[], T], *queues: WorkQueue) -> T:
    """Return what ``call`` gives, made in a thread in its :func:`turn`."""
    async with turn(request, *queues):
        return await run_in_threadpool(call)


def give_back() -> None:
    """Return what was drawn with to the system; the C library keeps it for the next time."""
    gc.collect()
    with contextlib.suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)


def _limiter(queue: WorkQueue) -> anyio.CapacityLimiter:
    """Return what lets one in at a time; it belongs to the event loop that runs."""
    try:
        queues = _queues.get()
    except LookupError:
        queues = {one: anyio.CapacityLimiter(1) for one in WorkQueue}
        _queues.set(queues)
    return queues[queue]
