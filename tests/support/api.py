"""The addresses for programs, asked without a server."""

from __future__ import annotations

from typing import Any

from starlette.applications import Starlette
from starlette.testclient import TestClient

from ao_dash.web.server.routes import routes

CLIENT = TestClient(Starlette(routes=routes()))


def read(path: str) -> Any:
    answer = CLIENT.get(path)
    assert answer.status_code == 200, answer.text
    return answer.json()
