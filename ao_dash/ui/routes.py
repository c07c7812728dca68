"""Addresses beside the screens: Leaflet, our files, map layers, exports."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from ao_dash.dataset import Dataset
from ao_dash.export import Dialect, csv_bytes, file_name
from ao_dash.faults import DataFaults
from ao_dash.selection import parse
from ao_dash.ui import assets, data
from ao_dash.view import build_view

EXPORTS = {"CSV do Excela": "/api/v1/dane-excel.csv", "CSV (UTF-8)": "/api/v1/dane.csv"}
"""Addresses of downloads by the name a person reads; the query is that of the screen."""

_DIALECTS = dict(zip(EXPORTS.values(), (Dialect.EXCEL, Dialect.PLAIN), strict=True))

_FOR_EVER = "public, max-age=31536000, immutable"
_ASK_AGAIN = "no-cache"


class VersionedFiles(StaticFiles):
    """Static files; with a version in the address they may be kept for ever."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Serve one file."""
        response = await super().get_response(path, scope)
        response.headers["cache-control"] = _caching(versioned="v" in Request(scope).query_params)
        return response


def _caching(*, versioned: bool) -> str:
    return _FOR_EVER if versioned else _ASK_AGAIN


def routes() -> list[BaseRoute]:
    """Return the routes to mount beside Streamlit's own."""
    return [
        Mount(assets.LEAFLET, VersionedFiles(directory=assets.LEAFLET_FOLDER)),
        Mount(assets.OURS, VersionedFiles(directory=assets.FOLDER)),
        Route("/geo/{name}.json", _layer),
        *(Route(path, _exporter(dialect)) for path, dialect in _DIALECTS.items()),
    ]


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


def _exporter(dialect: Dialect) -> Callable[[Request], Awaitable[Response]]:
    async def export(request: Request) -> Response:
        try:
            dataset = await run_in_threadpool(data.current)
        except DataFaults as faults:
            return PlainTextResponse(str(faults), 503)
        return await run_in_threadpool(_csv, dataset, dict(request.query_params), dialect)

    return export


def _csv(dataset: Dataset, query: dict[str, str], dialect: Dialect) -> Response:
    selection, notes = parse(query, dataset)
    if notes:  # a file must hold what was asked for or not be there at all
        return PlainTextResponse("\n".join(notes), 400)
    view = build_view(dataset, selection)
    disposition = f'attachment; filename="{file_name(view, "csv")}"'
    headers = {"content-disposition": disposition, "cache-control": _ASK_AGAIN}
    return Response(csv_bytes(view, dialect), media_type="text/csv; charset=utf-8", headers=headers)
