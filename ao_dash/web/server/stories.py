"""Addresses of stories: those of the data folder, and what becomes of one that a person has.

Nobody's story is kept here. A browser sends it whole, and gets its pictures, a file, or a list of
what is wrong with it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from ao_dash.model.dataset import Dataset
from ao_dash.model.faults import DataFaults, Fault
from ao_dash.output.html import report
from ao_dash.output.html.scripts import shipped
from ao_dash.output.story_files import MEDIA, story_parts
from ao_dash.screens.story.story import MOST_BYTES, Story, file_name, read_story, written
from ao_dash.web.api import API, work
from ao_dash.web.api.endpoint import ASK_AGAIN, busy, download, refusal, with_data
from ao_dash.web.api.operation import WorkQueue
from ao_dash.web.state import data

STORY = f"{API}/opowiesc"
"""Address that takes a story and returns its pictures; with ``.pdf``, ``.pptx``, ``.zip`` or
``.html``, a file."""

STORIES = f"{API}/opowiesci"
"""Address of the stories of the data folder, before ``/{code}.json``."""

_NAMELESS = "opowieść"
_TAKEN = "application/json"
_TELLING = WorkQueue.STORY


def routes() -> list[BaseRoute]:
    """Return the routes to mount beside Streamlit's own."""
    return [
        Route(f"{STORIES}/{{code}}.json", with_data(_shipped)),
        Route(STORY, with_data(_posted(_pictures)), methods=["POST"]),
        Route(f"{STORY}.html", with_data(_posted(_page)), methods=["POST"]),
        *(
            Route(f"{STORY}.{kind}", with_data(_posted(partial(_drawn, kind))), methods=["POST"])
            for kind in MEDIA
        ),
    ]


async def _shipped(request: Request, dataset: Dataset) -> Response:
    stories = await run_in_threadpool(data.stories, dataset)
    story = stories.told.get(request.path_params["code"])
    if story is None:
        return refusal(404, [Fault("adres", "nie ma takiej opowieści", "Sprawdź jej nazwę")])
    return JSONResponse(written(story), headers={"cache-control": ASK_AGAIN})


def _posted(
    answer: Callable[[Request, Dataset, Story], Awaitable[Response]],
) -> Callable[[Request, Dataset], Awaitable[Response]]:
    """Return what reads the story of a request, hands it on, and says why there is no answer."""

    async def endpoint(request: Request, dataset: Dataset) -> Response:
        if request.headers.get("content-type", "").partition(";")[0] != _TAKEN:
            rule = "treść nie jest oznaczona jako JSON"
            return refusal(415, [Fault("adres", rule, f"Wyślij nagłówek Content-Type: {_TAKEN}")])
        try:
            return await answer(request, dataset, await _sent(request, dataset))
        except DataFaults as faults:
            return refusal(400, faults.faults)
        except work.BusyError:
            return busy()
        except (work.GoneError, ClientDisconnect):
            return Response(status_code=499)  # nobody reads it

    return endpoint


async def _pictures(request: Request, dataset: Dataset, story: Story) -> Response:
    content = await _content(request, dataset, story)
    return JSONResponse({"story": written(story), **content}, headers={"cache-control": "no-store"})


async def _page(request: Request, dataset: Dataset, story: Story) -> Response:
    content = await _content(request, dataset, story)
    page = await work.run(request, partial(report.page, dataset, content, shipped()), _TELLING)
    return download(page.encode(), "text/html; charset=utf-8", f"{file_name(story)}.html")


async def _drawn(extension: str, request: Request, dataset: Dataset, story: Story) -> Response:
    parts = story_parts(dataset, story, extension)
    content = b""
    try:
        while not content:
            content = await work.run(request, partial(next, parts), _TELLING, WorkQueue.DRAWING)
    finally:
        await run_in_threadpool(work.give_back)
    return download(content, MEDIA[extension], f"{file_name(story)}.{extension}")


async def _content(request: Request, dataset: Dataset, story: Story) -> dict[str, Any]:
    """Return what :func:`report.content` does; whoever waits has a turn after each step."""
    pictures = [
        await work.run(request, partial(report.picture, dataset, step), _TELLING)
        for step in story.steps
    ]
    return {"title": story.title, "pictures": pictures}


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
    work.admit(_TELLING)
    return await work.run(request, partial(read_story, content, name, dataset), _TELLING)
