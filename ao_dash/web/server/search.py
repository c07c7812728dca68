"""The address of everything that can be searched for; the page searches it itself."""

from __future__ import annotations

import contextlib
import functools

from starlette.requests import Request
from starlette.responses import Response

from ao_dash.mapview.layers import compact_json
from ao_dash.mapview.search_index import Entry, EntryKind, entries
from ao_dash.model.dataset import Dataset
from ao_dash.model.faults import DataFaults
from ao_dash.web.api.endpoint import ASK_AGAIN
from ao_dash.web.state import data
from ao_dash.web.ui.menu import PAGES, offered

INDEX = "/szukaj.json"


def respond(_: Request) -> Response:
    """Return the entries, rows in the order of :class:`Entry`, of the data in use.

    Data with faults, which the page lists, have nothing to find.
    """
    content = b"[]"
    with contextlib.suppress(DataFaults):
        content = _index(data.current())
    headers = {"cache-control": ASK_AGAIN}
    return Response(content, media_type="application/json", headers=headers)


@functools.lru_cache(maxsize=2)
def _index(dataset: Dataset) -> bytes:
    screens = [
        Entry(EntryKind.SCREEN, PAGES[code][1], "ekran", f"/{'' if code == 'mapa' else code}")
        for codes in offered(dataset).values()
        for code in codes
    ]
    return compact_json([*entries(dataset), *screens])
