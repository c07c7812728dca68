"""The QR code on paper leads to what the paper shows, and stands on nothing else."""

from __future__ import annotations

import io
from collections.abc import Mapping

import pypdfium2  # type: ignore[import-untyped]
import pytest
import zxingcpp
from PIL import Image
from starlette.testclient import TestClient

from ao_dash.model.dataset import Dataset
from ao_dash.output.paper.render import draw, picture_of, render_picture
from ao_dash.output.paper.sheet import Sheet
from ao_dash.screens.shown import read_address, whole_address
from ao_dash.web.api.application import application
from ao_dash.web.api.table import operations
from tests.support.sheets import clashes

SITE = "https://mapa.gmina.example:8443"
SHOWN = {
    "?wskaznik=bezrobotni_1000&rok=2019&typ=wiejska,miejsko-wiejska&gmina=160501": "obraz",
    "przeplywy?przeplyw=dojazdy-2016&gmina=160501": "przeplywy",
}


def decoded(content: bytes) -> list[str]:
    """Return what a telephone reads on a PNG or on the first page of a PDF."""
    if content.startswith(b"%PDF"):
        image = pypdfium2.PdfDocument(content)[0].render(scale=2).to_pil()
    else:
        image = Image.open(io.BytesIO(content))
    return [code.text for code in zxingcpp.read_barcodes(image.convert("L"))]


@pytest.mark.parametrize("address", SHOWN)
def test_the_code_is_the_address(dataset: Dataset, address: str) -> None:
    shown, notes = read_address(address, dataset)
    assert not notes
    link = whole_address(shown, SITE)
    assert link.startswith(f"{SITE}/")
    again, _ = read_address(link.removeprefix(f"{SITE}/"), dataset)
    assert again == shown
    picture = picture_of(dataset, shown)
    for extension, sheet in (("png", Sheet.SCREEN), ("png", Sheet.A4), ("pdf", Sheet.A4)):
        assert decoded(render_picture(dataset, picture, extension, sheet, 150, link=link)) == [link]
    assert decoded(render_picture(dataset, picture, "png", Sheet.A4, 150)) == []


def test_the_code_is_there_when_the_address_of_the_server_is_known() -> None:
    def png(site: str, path: str, headers: Mapping[str, str]) -> bytes:
        client = TestClient(application(operations(), site))
        return client.get(path, headers=headers).content

    path = "/api/v1/obraz.png?wskaznik=ludnosc&rok=2019"
    (link,) = decoded(png(SITE, path, {"host": "zly.example"}))
    assert link.startswith(f"{SITE}/?")
    assert "rok=2019" in link
    assert decoded(png("", path, {"host": "zly.example"})) == []


def test_a_code_has_its_own_room(dataset: Dataset) -> None:
    shown, _ = read_address(next(iter(SHOWN)), dataset)
    view = picture_of(dataset, shown)
    for sheet in Sheet:
        figure = draw(dataset, view, sheet, link=whole_address(shown, SITE))  # type: ignore[arg-type]
        assert not clashes(figure)
        code = figure.axes[0].get_window_extent()
        renderer = figure.canvas.get_renderer()  # type: ignore[attr-defined]
        assert not [t for t in figure.texts if t.get_window_extent(renderer).overlaps(code)]
