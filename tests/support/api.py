"""The addresses for programs, asked without a server."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import anyio
from starlette.applications import Starlette
from starlette.testclient import TestClient

from ao_dash.web.server.routes import routes

CLIENT = TestClient(Starlette(routes=routes()))


def read(path: str) -> Any:
    answer = CLIENT.get(path)
    assert answer.status_code == 200, answer.text
    return answer.json()


def run(function: Callable[..., Awaitable[object]], *values: object) -> None:
    """Run in a thread of its own: the browser of other tests keeps a loop in the main one."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(anyio.run, function, *values).result()
