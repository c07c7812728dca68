"""What the page for administrators says: its bounds are those of the code, its lines work."""

from __future__ import annotations

import re

import pytest
from streamlit import config

from ao_dash.ingest.spreadsheet import limits
from ao_dash.screens.story import story
from ao_dash.web.api import application, work
from ao_dash.web.api.operation import WorkQueue
from ao_dash.web.server import kept_assets, patience
from ao_dash.web.state import visitors
from tests.support.data import ROOT

DOCUMENT = (ROOT / "docs/hosting.md").read_text(encoding="utf-8")

BOUNDS = {
    "pierwszy wiersz i nagłówki pytania": f"{patience.HEADER_SECONDS} s",
    "treść pytania": f"{patience.BODY_SECONDS} s",
    "parametry adresu API": f"{application.LONGEST} znaków",
    "odpowiedź API": f"{application.MOST_BYTES // 1_000_000} MB",
    "pytania API, które czekają w jednej kolejce": f"{work.MOST_WAITING[WorkQueue.DATA]}",
    "opowieści, które czekają na narysowanie": f"{work.MOST_WAITING[WorkQueue.STORY]}",
    "opowieść": f"{story.MOST_BYTES // 1000} kB, {story.MOST_STEPS} kroków",
    "gotowe odpowiedzi API w pamięci": f"{application.KEPT_BYTES // 1_000_000} MB",
    "spakowane pliki strony w pamięci": f"{kept_assets.ASSET_BYTES // 1_000_000} MB",
    "plik własnych danych": f"{limits.BYTES // 1_000_000} MB",
    "osoby z własnymi danymi": f"{visitors.MAX_VISITORS} naraz, {visitors.KEPT_SECONDS // 60} minut",
    "przerwane połączenie": f"{config.get_option('server.disconnectedSessionTTL') // 60} minuty",
}


@pytest.mark.parametrize("what", BOUNDS)
def test_the_bounds_are_those_of_the_code(what: str) -> None:
    (said,) = re.findall(rf"^\| {re.escape(what)} \| ([^|]*) \|", DOCUMENT, re.MULTILINE)
    assert said.startswith(BOUNDS[what])
