"""What every address beside the screens has in common: the data, faults, files for download."""

from __future__ import annotations

import threading
from collections.abc import Awaitable, Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from ao_dash.dataset import Dataset
from ao_dash.faults import DataFaults
from ao_dash.ui import data

ASK_AGAIN = "no-cache"

drawing = threading.Lock()
"""Held while something is drawn: matplotlib is not made for several threads."""


def with_data(
    answer: Callable[[Request, Dataset], Awaitable[Response]],
) -> Callable[[Request], Awaitable[Response]]:
    """Return an endpoint that hands the data on, or says what is wrong with them."""

    async def endpoint(request: Request) -> Response:
        try:
            dataset = await run_in_threadpool(data.current)
        except DataFaults as faults:
            return PlainTextResponse(str(faults), 503)
        return await answer(request, dataset)

    return endpoint


def download(content: bytes, media_type: str, name: str) -> Response:
    """Return a file that the browser saves under ``name``, which is ASCII."""
    headers = {
        "content-disposition": f'attachment; filename="{name}"',
        "cache-control": ASK_AGAIN,
    }
    return Response(content, media_type=media_type, headers=headers)
