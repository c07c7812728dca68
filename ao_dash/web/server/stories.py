"""Addresses of stories: those of the data folder, and what becomes of one that a person has.

Nobody's story is kept here. A browser sends it whole, and gets its pictures, a file, or a list of
what is wrong with it.
"""

from __future__ import annotations

from collections.abc import Mapping

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from ao_dash.mapview.story import MOST_BYTES, Story, file_name, read_story, written
from ao_dash.model.dataset import Dataset
from ao_dash.model.faults import DataFaults, Fault
from ao_dash.output.html import report
from ao_dash.output.html.scripts import shipped
from ao_dash.web.api import API
from ao_dash.web.api.endpoint import ASK_AGAIN, download, drawing, refusal, with_data
from ao_dash.web.state import data

STORY = f"{API}/opowiesc"
"""Address that takes a story and returns its pictures; with ``.pdf`` or ``.html``, a file."""

STORIES = f"{API}/opowiesci"
"""Address of the stories of the data folder, before ``/{code}.json``."""

_NAMELESS = "opowieść"
_MEDIA: Mapping[str, str] = {"pdf": "application/pdf", "html": "text/html; charset=utf-8"}


def routes() -> list[BaseRoute]:
    """Return the routes to mount beside Streamlit's own."""
    return [
        Route(f"{STORIES}/{{code}}.json", with_data(_shipped)),
        Route(STORY, with_data(_pictures), methods=["POST"]),
        *(Route(f"{STORY}.{kind}", with_data(_file), methods=["POST"]) for kind in _MEDIA),
    ]


async def _shipped(request: Request, dataset: Dataset) -> Response:
    stories = await run_in_threadpool(data.stories, dataset)
    story = stories.told.get(request.path_params["code"])
    if story is None:
        return refusal(404, [Fault("adres", "nie ma takiej opowieści", "Sprawdź jej nazwę")])
    return JSONResponse(written(story), headers={"cache-control": ASK_AGAIN})


async def _pictures(request: Request, dataset: Dataset) -> Response:
    try:
        story = await _sent(request, dataset)
    except DataFaults as faults:
        return _refused(faults)
    content = await run_in_threadpool(report.content, dataset, story)
    return JSONResponse({"story": written(story), **content}, headers={"cache-control": "no-store"})


async def _file(request: Request, dataset: Dataset) -> Response:
    try:
        story = await _sent(request, dataset)
    except DataFaults as faults:
        return _refused(faults)
    kind = request.url.path.rsplit(".", 1)[-1]
    content = await run_in_threadpool(_made, dataset, story, kind)
    return download(content, _MEDIA[kind], f"{file_name(story)}.{kind}")


def _made(dataset: Dataset, story: Story, kind: str) -> bytes:
    if kind == "html":
        return report.report(dataset, story, shipped()).encode()
    # drawing libraries come with the first picture, not at start-up
    from ao_dash.output.paper.render import render_story  # noqa: PLC0415

    with drawing:
        return render_story(dataset, story)


async def _sent(request: Request, dataset: Dataset) -> Story:
    """Return the story in the body of a request.

    Raises
    ------
    DataFaults
        If it is none; no more of the body is read than a story may have.
    """
    content = b""
    async for part in request.stream():
        content += part
        if len(content) > MOST_BYTES:
            break
    name = request.query_params.get("plik", _NAMELESS)[:120]
    return await run_in_threadpool(read_story, content, name, dataset)


def _refused(faults: DataFaults) -> Response:
    return refusal(400, faults.faults)
