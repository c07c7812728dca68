"""Addresses beside the screens: Leaflet, our files, map layers, exports."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from ao_dash.mapview.layers import group_layer
from ao_dash.model.faults import DataFaults
from ao_dash.model.territory import OF_GROUP
from ao_dash.output.files.registry import FORMATS
from ao_dash.output.strict_query import MAP as ROWS
from ao_dash.web.api import API
from ao_dash.web.api.application import application
from ao_dash.web.api.endpoint import ASK_AGAIN
from ao_dash.web.api.pictures import PICTURE, REPORT, YEARS
from ao_dash.web.api.rows import path_of
from ao_dash.web.api.table import operations
from ao_dash.web.base import base_url
from ao_dash.web.server import assets, code, health, search, stories
from ao_dash.web.state import data

__all__ = ["FILES", "PICTURE", "REPORT", "ROWS", "YEARS", "routes"]

FILES: Mapping[str, Mapping[str, str]] = {
    "Pobierz pokazane wiersze:": {
        form.label: f"{path_of(ROWS, form.code)}?" for form in FORMATS.values()
    },
    "Pobierz obraz:": {
        "PNG": f"{PICTURE}.png?arkusz=ekran&",
        "SVG": f"{PICTURE}.svg?",
        "PDF A4": f"{PICTURE}.pdf?",
        "PDF A3": f"{PICTURE}.pdf?arkusz=a3&",
        "Strona HTML": f"{REPORT}?",
    },
}
"""Downloads of the main screen in groups, each address up to its query."""

_FOR_EVER = "public, max-age=31536000, immutable"


class VersionedFiles(StaticFiles):
    """Files with a version in their path; under the present one they may be kept for ever."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Serve one file."""
        response = await super().get_response(path, scope)
        current = scope["path_params"].get("version", assets.version()) == assets.version()
        response.headers["cache-control"] = _caching(versioned=current)
        return response


def _caching(*, versioned: bool) -> str:
    return _FOR_EVER if versioned else ASK_AGAIN


def routes() -> list[BaseRoute]:
    """Return the routes to mount beside Streamlit's own."""
    return [
        Mount(assets.LEAFLET, VersionedFiles(directory=assets.LEAFLET_FOLDER)),
        Mount(f"{assets.OURS}{{version}}", VersionedFiles(directory=assets.FOLDER)),
        Route("/geo/{name}.json", _layer),
        Route(search.INDEX, search.respond),
        Route(code.CODE, code.respond),
        *stories.routes(),
        *health.routes(),
        *_api(),
    ]


def _api() -> list[BaseRoute]:
    """Return everything else below the address for programs, also what is not there."""
    app = application(operations(), base_url())
    return [Route(API, app), Route(f"{API}/{{path:path}}", app)]


async def _layer(request: Request) -> Response:
    # data and layers may have to be made first, which would keep everybody else waiting
    return await run_in_threadpool(_found_layer, request)


def _found_layer(request: Request) -> Response:
    try:
        dataset = data.current()
    except DataFaults:
        return PlainTextResponse("Dane mają błędy; są wypisane na stronie pulpitu.", 503)
    name = request.path_params["name"]
    version, group = (request.query_params.get(one, "") for one in ("v", "grupa"))
    current = data.layer_urls(dataset).get(name, "")
    address = f"{request.url.path}?v={version}"
    asked = data.layer(address)
    found = asked or data.layer(current)
    if group:
        found = group_layer(dataset, f"{name}{OF_GROUP}{group}")
        asked = found if address == current else None
    if found is None:
        return PlainTextResponse("Nie ma takiej warstwy.", 404)
    caching = _caching(versioned=asked is not None)
    return Response(found, media_type="application/json", headers={"cache-control": caching})
