"""Addresses of pictures: files, the page that needs no server, the maps of every year."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from ao_dash.mapview.message import map_message
from ao_dash.mapview.query import Parameter
from ao_dash.mapview.rows import file_name
from ao_dash.mapview.view import View, build_years
from ao_dash.output.html import report
from ao_dash.output.html.scripts import shipped
from ao_dash.output.story_files import MEDIA, MOVING, story_parts
from ao_dash.output.strict_query import MAP, StrictQuery
from ao_dash.screens import registry
from ao_dash.screens.shown import whole_address
from ao_dash.screens.story.story import file_name as story_file
from ao_dash.screens.story.story import of_years, single
from ao_dash.web.api import API
from ao_dash.web.api.operation import ApiRequest, ApiResult, Operation, WorkQueue

PICTURE = f"{API}/obraz"
"""Address of the picture as a file, before its extension; the query is that of the screen."""

REPORT = f"{API}/raport.html"
"""Address of the picture as one page that needs no server; the query is that of the screen."""

YEARS = f"{API}/lata.json"
"""Address of the maps of every year; the query is that of the screen."""

MOVING_YEARS = f"{API}/lata"
"""Address of the picture of every year as one moving image, before its extension."""

YEARS_SCHEMA: Mapping[str, Any] = {
    "type": "array",
    "description": "Obraz mapy w każdym roku; dla strony pulpitu, postać może się zmieniać.",
    "items": {"type": "object", "required": ["year"], "properties": {"year": {"type": "integer"}}},
}
"""What the maps of every year look like as JSON."""


def picture_path(code: str, extension: str) -> str:
    """Return the address of a screen beside the map as a picture or a page; the query is its own.

    >>> picture_path("przeplywy", "png")
    '/api/v1/przeplywy.png'
    """
    return f"{API}/{code}.{extension}"


_TAG = "obrazy"
_MEDIA = {"png": "image/png", "svg": "image/svg+xml", "pdf": "application/pdf"}
EXTENSIONS = tuple(_MEDIA)
_DPI = 150  # a PNG for a screen of 1920 pixels; the command draws any density

_SHEET = Parameter(
    "arkusz",
    "na co jest obraz: ekran 16:9 albo kartka",
    label="Arkusz",
    codes=lambda _: ("ekran", "a4", "a3"),
    default="a4",
)


def operations() -> Iterator[Operation]:
    """Return the addresses."""
    for extension, media in _MEDIA.items():
        yield Operation(
            path=f"{PICTURE}.{extension}",
            tag=_TAG,
            summary=f"Mapa z legendą i rankingiem jako {extension.upper()}",
            media=media,
            answer=partial(_picture, MAP),
            screen=MAP,
            options=(_SHEET,),
            queue=WorkQueue.DRAWING,
        )
        for screen in (one for one in registry.SCREENS if one.drawn):
            yield Operation(
                path=picture_path(screen.code, extension),
                tag=_TAG,
                summary=f"{screen.title}: mapy i wykresy jako {extension.upper()}",
                media=media,
                answer=partial(_picture, screen.code),
                screen=screen.code,
                options=(_SHEET,),
                queue=WorkQueue.DRAWING,
            )
    reports = {MAP: (REPORT, "Mapa")}
    reports |= {one.code: (picture_path(one.code, "html"), one.title) for one in registry.SCREENS}
    for code, (path, title) in reports.items():
        summary = f"{title} jako jedna strona HTML, która nie potrzebuje serwera"
        answer = partial(_report, code)
        yield Operation(path, _TAG, summary, "text/html; charset=utf-8", answer, screen=code)
    for extension in MOVING:
        yield Operation(
            path=f"{MOVING_YEARS}.{extension}",
            tag=_TAG,
            summary=f"Mapa wszystkich lat jako ruchomy obraz {extension.upper()}",
            media=MEDIA[extension],
            answer=_moving,
            screen=MAP,
            queue=WorkQueue.DRAWING,
        )
    yield Operation(
        path=YEARS,
        tag=_TAG,
        summary="Mapy wszystkich lat wskaźnika, dla strony pulpitu",
        media="application/json",
        answer=_years,
        screen=MAP,
        schema=YEARS_SCHEMA,
        queue=WorkQueue.SCREEN,
    )


def _picture(code: str, asked: ApiRequest) -> ApiResult:
    """Draw a picture; in its queue, one at a time: matplotlib is not made for several threads."""
    # drawing libraries come with the first picture, not at start-up
    from ao_dash.output.paper.render import picture_of, render_picture  # noqa: PLC0415
    from ao_dash.output.paper.sheet import Sheet  # noqa: PLC0415

    query = StrictQuery(asked.query)
    sheet = query.option(_SHEET, asked.dataset)
    shown = query.shown(code, asked.dataset)
    query.raise_if_invalid()
    extension = asked.path.rsplit(".", 1)[-1]
    picture = picture_of(asked.dataset, shown)
    link = whole_address(shown, asked.imprint.base)
    content = render_picture(asked.dataset, picture, extension, Sheet(sheet), _DPI, link=link)
    name = file_name(picture) if isinstance(picture, View) else f"ao_{code}"
    size = "_a3" if sheet == "a3" else ""
    return ApiResult(content, f"{name}{size}.{extension}")


def _report(code: str, asked: ApiRequest) -> ApiResult:
    query = StrictQuery(asked.query)
    story = single(query.shown(code, asked.dataset))
    query.raise_if_invalid()
    content = report.report(asked.dataset, story, shipped())
    return ApiResult(content.encode(), f"{story_file(story)}.html")


def _moving(asked: ApiRequest) -> ApiResult:
    selection, extension = asked.selection(), asked.path.rsplit(".", 1)[-1]
    *_, content = story_parts(asked.dataset, of_years(asked.dataset, selection), extension)
    return ApiResult(content, f"ao_lata_{selection.indicator or selection.domain}.{extension}")


def _years(asked: ApiRequest) -> ApiResult:
    views = build_years(asked.dataset, asked.selection())
    messages = [map_message(view) for view in views]
    return ApiResult(json.dumps(messages, ensure_ascii=False, separators=(",", ":")).encode())
