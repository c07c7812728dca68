"""Pictures on paper: text is text, figures are those of the view, the drawing looks as it did."""

from __future__ import annotations

import io
import math
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from matplotlib.text import Text
from PIL import Image, ImageChops
from pypdf import PdfReader

from ao_dash import export, render, words
from ao_dash.__main__ import main
from ao_dash.dataset import Dataset
from ao_dash.folder import load
from ao_dash.message import message
from ao_dash.paper import Sheet
from ao_dash.selection import Selection, parse
from ao_dash.view import View, build_view
from tests.conftest import ROOT, edit
from tests.unit.test_selection import DATA, selections

Make = Callable[..., View]
STORED = ROOT / "tests/pictures"
PICTURES: dict[str, dict[str, str]] = {
    "classes": {"gmina": "160501"},
    "circles": {"wskaznik": "ludnosc"},
    "missing": {"wskaznik": "mig_do_opola"},
    "diverging": {"wskaznik": "saldo_migracji_1000", "rok": "2016", "typ": "wiejska"},
    "change": {"wskaznik": "dochody_wlasne_os", "zmiana": "procent", "od": "2015"},
}


@pytest.fixture(autouse=True)
def _a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(render, "_today", lambda: date(2026, 11, 23))


def plain(text: str) -> str:
    return " ".join(text.replace("\xa0", " ").split())


def pdf_of(dataset: Dataset, view: View, sheet: Sheet = Sheet.A4) -> PdfReader:
    return PdfReader(io.BytesIO(render.render(dataset, view, "pdf", sheet)))


@pytest.mark.parametrize(("sheet", "points"), [(Sheet.A4, (842, 595)), (Sheet.A3, (1191, 842))])
def test_a_pdf_is_one_page_of_its_sheet(
    dataset: Dataset, view: Make, sheet: Sheet, points: tuple[int, int]
) -> None:
    pages = pdf_of(dataset, view(), sheet).pages
    assert len(pages) == 1
    assert (round(pages[0].mediabox.width), round(pages[0].mediabox.height)) == points


def test_text_in_a_pdf_is_polish_text_and_fonts_are_embedded(dataset: Dataset, view: Make) -> None:
    page = pdf_of(dataset, view(gmina="160503")).pages[0]
    text = plain(page.extract_text())
    for said in ("Dochody własne budżetu gminy na mieszkańca", "Łubniany", "Zdzieszowice", "5 034"):
        assert said in text
    fonts = [font.get_object() for font in page["/Resources"]["/Font"].values()]  # type: ignore[index]
    assert fonts
    for font in fonts:
        assert font["/Subtype"] == "/Type0"
        (descendant,) = font["/DescendantFonts"]
        assert "/FontFile2" in descendant.get_object()["/FontDescriptor"]


def test_every_figure_of_the_view_is_in_the_pdf(dataset: Dataset, view: Make) -> None:
    picture = view(wskaznik="bezrobotni_1000", typ="wiejska")
    text = plain(pdf_of(dataset, picture).pages[0].extract_text())
    for row in picture.shown:
        assert plain(words.value_text(row, picture.indicator)) in text
    assert plain(words.area_value_text(picture)) in text
    assert plain(words.filters(picture)) in text


@settings(max_examples=30)
@given(selections())
def test_screen_file_and_paper_say_the_same_figures(selection: Selection) -> None:
    picture = build_view(DATA, selection)
    drawn = [t.get_text() for t in render.draw(DATA, picture).findobj(Text)]
    sent = {row[0]: row[5] for row in message(picture)["rows"] if row[3]}
    rows = export.table(picture)
    assert list(sent) == rows["teryt6"].tolist()
    for row, exported in zip(picture.shown, rows["wartosc"].tolist(), strict=True):
        said = words.value_text(row, picture.indicator)
        assert sent[row.gmina.teryt6] == said
        assert (row.value is None) == math.isnan(exported)
        if row.value is not None:
            assert exported == row.value
        if picture.indicator:
            assert said in drawn
    assert any(words.area_figure(picture)[0] in text for text in drawn)


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_looks_as_it_did(name: str, dataset: Dataset, view: Make) -> None:
    png = render.render(dataset, view(**PICTURES[name]), "png", Sheet.A4, 50)
    found = Image.open(io.BytesIO(png)).convert("RGB")
    stored = STORED / f"{name}.png"
    assert stored.exists(), f"look at it and store it: {stored.name}"
    wanted = Image.open(stored).convert("RGB")
    assert found.size == wanted.size
    difference = np.asarray(ImageChops.difference(found, wanted), dtype=float)
    assert difference.mean() < 1.5  # letters may be smoothed otherwise elsewhere
    assert (difference.max(axis=2) > 90).mean() < 0.01


@pytest.mark.parametrize(
    ("sheet", "dpi", "size"),
    [(Sheet.SCREEN, 150, (1920, 1080)), (Sheet.A4, 300, (3507, 2481))],
)
def test_pixels(
    dataset: Dataset, view: Make, sheet: Sheet, dpi: int, size: tuple[int, int]
) -> None:
    png = render.render(dataset, view(), "png", sheet, dpi)
    assert Image.open(io.BytesIO(png)).size == size


def test_an_svg_needs_no_font_and_no_file(dataset: Dataset, view: Make) -> None:
    svg = render.render(dataset, view(), "svg").decode("utf-8")
    assert svg.startswith("<?xml")
    assert "<text" not in svg
    assert "<script" not in svg


def test_several_pictures_are_pages(dataset: Dataset, view: Make) -> None:
    made = render.render_pages(dataset, [view(), view(wskaznik="ludnosc")])
    assert len(PdfReader(io.BytesIO(made)).pages) == 2


def test_a_dollar_in_a_name_is_a_dollar(folder: Path) -> None:
    edit(folder / "gminy.csv", "160501,Gogolin", "160501,$\\alpha$ <b>Gogolin</b>")
    hostile = load(folder)
    picture = build_view(hostile, parse({}, hostile)[0])
    text = plain(pdf_of(hostile, picture).pages[0].extract_text())
    assert "$\\alpha$ <b>Gogolin</b>" in text


def test_names_on_the_map_do_not_stand_on_each_other(dataset: Dataset, view: Make) -> None:
    figure = render.draw(dataset, view())
    axes = figure.axes[0]
    renderer = figure.canvas.get_renderer()  # type: ignore[attr-defined]
    boxes = [t.get_window_extent(renderer) for t in axes.texts if "\n" in t.get_text()]
    assert len(boxes) == 21
    clashes = [(a, b) for n, a in enumerate(boxes) for b in boxes[:n] if a.overlaps(b)]
    assert not clashes


@pytest.mark.parametrize("extension", render.EXTENSIONS)
def test_the_command_writes_a_file(
    extension: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / f"obraz.{extension}"
    assert main(["render", "wskaznik=ludnosc&rok=2020", "--out", str(out), "--dpi", "60"]) == 0
    assert out.stat().st_size > 5000
    assert "Ludność" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("query", "name", "code", "said"),
    [
        ("rok=1066", "x.pdf", 1, "nie ma danych za rok"),
        ("wskaznik=ludnosc", "x.docx", 2, "rozszerzenie: png, svg, pdf"),
    ],
)
def test_the_command_says_what_is_wrong(
    query: str,
    name: str,
    code: int,
    said: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["render", query, "--out", str(tmp_path / name)]) == code
    assert said in capsys.readouterr().err
    assert not (tmp_path / name).exists()


def store() -> None:
    """Draw the stored pictures anew: ``python -m tests.unit.test_render``; then look at them."""
    render._today = lambda: date(2026, 11, 23)
    for name, query in PICTURES.items():
        picture = build_view(DATA, parse(query, DATA)[0])
        png = render.render(DATA, picture, "png", Sheet.A4, 50)
        image = Image.open(io.BytesIO(png)).convert("RGB")
        image.quantize(96, dither=Image.Dither.NONE).save(STORED / f"{name}.png", optimize=True)


if __name__ == "__main__":
    store()
