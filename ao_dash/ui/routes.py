"""Addresses beside the screens: Leaflet, our files, map layers, exports."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from ao_dash import report, screens
from ao_dash.dataset import Dataset
from ao_dash.export import csv_bytes, file_name, table
from ao_dash.faults import DataFaults
from ao_dash.layers import digest
from ao_dash.message import map_message
from ao_dash.report_assets import shipped
from ao_dash.screen import API, DIALECTS, exports
from ao_dash.selection import parse
from ao_dash.story import file_name as story_file
from ao_dash.story import single
from ao_dash.ui import assets, data, story_routes
from ao_dash.ui.endpoint import ASK_AGAIN, download, drawing, with_data
from ao_dash.view import View, build_view, build_years

ROWS = "dane"
"""The code of the main screen's rows in addresses."""

PICTURE = f"{API}/obraz"
"""Address of the picture as a file, before its extension; the query is that of the screen."""

REPORT = f"{API}/raport.html"
"""Address of the picture as one page that needs no server; the query is that of the screen."""

FILES: Mapping[str, Mapping[str, str]] = {
    "Pobierz pokazane wiersze:": {name: f"{path}?" for name, path in exports(ROWS).items()},
    "Pobierz obraz:": {
        "PNG": f"{PICTURE}.png?arkusz=ekran&",
        "SVG": f"{PICTURE}.svg?",
        "PDF A4": f"{PICTURE}.pdf?",
        "PDF A3": f"{PICTURE}.pdf?arkusz=a3&",
        "Strona HTML": f"{REPORT}?",
    },
}
"""Downloads of the main screen in groups, each address up to its query."""

YEARS = f"{API}/lata.json"
"""Address of the maps of every year; the query is that of the screen."""

_MEDIA = {"png": "image/png", "svg": "image/svg+xml", "pdf": "application/pdf"}
_SHEETS = ("ekran", "a4", "a3")
_DPI = 150  # a PNG for a screen of 1920 pixels; the command draws any density

_FOR_EVER = "public, max-age=31536000, immutable"


class VersionedFiles(StaticFiles):
    """Static files; with a version in the address they may be kept for ever."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Serve one file."""
        response = await super().get_response(path, scope)
        response.headers["cache-control"] = _caching(versioned="v" in Request(scope).query_params)
        return response


def _caching(*, versioned: bool) -> str:
    return _FOR_EVER if versioned else ASK_AGAIN


def routes() -> list[BaseRoute]:
    """Return the routes to mount beside Streamlit's own."""
    return [
        Mount(assets.LEAFLET, VersionedFiles(directory=assets.LEAFLET_FOLDER)),
        Mount(assets.OURS, VersionedFiles(directory=assets.FOLDER)),
        Route(f"{assets.SCRIPTS}/{{name}}.js", _script),
        Route("/geo/{name}.json", _layer),
        Route(YEARS, with_data(_years)),
        Route(f"{API}/{{file}}.csv", with_data(_rows)),
        *(Route(f"{PICTURE}.{extension}", with_data(_picture)) for extension in _MEDIA),
        Route(REPORT, with_data(_report)),
        *story_routes.routes(),
    ]


async def _script(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in ("frame", "page"):
        return PlainTextResponse("Nie ma takiego skryptu.", 404)
    content = assets.script(name)
    current = request.query_params.get("v") == digest(content)
    headers = {"cache-control": _caching(versioned=current)}
    return Response(content, media_type="text/javascript", headers=headers)


async def _layer(request: Request) -> Response:
    try:
        dataset = await run_in_threadpool(data.current)
    except DataFaults:
        return PlainTextResponse("Dane mają błędy; są wypisane na stronie pulpitu.", 503)
    name = request.path_params["name"]
    content = data.map_layers(dataset).get(name)
    if content is None:
        return PlainTextResponse("Nie ma takiej warstwy.", 404)
    current = data.layer_urls(dataset)[name].endswith(f"?v={request.query_params.get('v')}")
    return Response(
        content,
        media_type="application/json",
        headers={"cache-control": _caching(versioned=current)},
    )


async def _years(request: Request, dataset: Dataset) -> Response:
    query = dict(request.query_params)
    views = await run_in_threadpool(lambda: build_years(dataset, parse(query, dataset)[0]))
    content = await run_in_threadpool(lambda: [map_message(view) for view in views])
    return JSONResponse(content, headers={"cache-control": ASK_AGAIN})


async def _rows(request: Request, dataset: Dataset) -> Response:
    return await run_in_threadpool(
        _csv, dataset, request.path_params["file"], dict(request.query_params)
    )


async def _picture(request: Request, dataset: Dataset) -> Response:
    query = dict(request.query_params)
    sheet = query.pop("arkusz", "a4")
    selection, notes = parse(query, dataset)
    if sheet not in _SHEETS:
        notes.append(f"Arkusz może być: {', '.join(_SHEETS)}.")
    if notes:
        return PlainTextResponse("\n".join(notes), 400)
    view = await run_in_threadpool(build_view, dataset, selection)
    extension = request.url.path.rsplit(".", 1)[-1]
    content = await run_in_threadpool(_drawn, dataset, view, extension, sheet)
    return download(content, _MEDIA[extension], f"{file_name(view)}.{extension}")


def _drawn(dataset: Dataset, view: View, extension: str, sheet: str) -> bytes:
    """Draw one picture at a time: matplotlib is not made for several threads."""
    # drawing libraries come with the first picture, not at start-up
    from ao_dash.paper import Sheet  # noqa: PLC0415
    from ao_dash.render import render  # noqa: PLC0415

    with drawing:
        return render(dataset, view, extension, Sheet(sheet), _DPI)


async def _report(request: Request, dataset: Dataset) -> Response:
    selection, notes = parse(dict(request.query_params), dataset)
    if notes:
        return PlainTextResponse("\n".join(notes), 400)
    story = single(selection)
    content = await run_in_threadpool(report.report, dataset, story, shipped())
    return download(content.encode(), "text/html; charset=utf-8", f"{story_file(story)}.html")


def _csv(dataset: Dataset, file: str, query: dict[str, str]) -> Response:
    mark = next(mark for mark in DIALECTS if file.endswith(mark))
    code = file.removesuffix(mark)
    if code != ROWS and code not in screens.TITLES:
        return PlainTextResponse("Nie ma takiego zestawienia.", 404)
    notes, rows, name = _found(dataset, code, query)
    if notes:  # a file must hold what was asked for or not be there at all
        return PlainTextResponse("\n".join(notes), 400)
    content = csv_bytes(rows, DIALECTS[mark])
    return download(content, "text/csv; charset=utf-8", f"{name}.csv")


def _found(
    dataset: Dataset, code: str, query: dict[str, str]
) -> tuple[list[str], pd.DataFrame, str]:
    """Return notes on the query, the rows it asks for and the name of a file for them."""
    if code == ROWS:
        selection, notes = parse(query, dataset)
        view = build_view(dataset, selection)
        return notes, table(view), file_name(view)
    screen = screens.find(code)
    chosen, notes = screen.chosen(query, dataset)
    return notes, screen.table(dataset, chosen), f"ao_{code}"
