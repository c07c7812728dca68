"""Pictures on paper: text is text, figures are those of the view, the drawing looks as it did."""

from __future__ import annotations

import io
import json
import unicodedata
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops
from pypdf import PageObject, PdfReader

from ao_dash.__main__ import main
from ao_dash.datafolder.load import load
from ao_dash.mapview import sentences
from ao_dash.mapview.selection import parse
from ao_dash.mapview.view import View, build_view
from ao_dash.model import clock
from ao_dash.model.dataset import Dataset
from ao_dash.model.measure import offered_changes
from ao_dash.output.paper import render
from ao_dash.output.paper.sheet import LEADING, Sheet, StepText, fitted, measure, typeset, writable
from ao_dash.screens.shown import read_address, selection_of
from ao_dash.screens.story.story import Step, Story
from tests.support.data import ROOT, edit, shipped_dataset
from tests.support.sheets import clashes
from tests.support.text import plain

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
    monkeypatch.setattr(clock, "today", lambda: date(2026, 11, 23))


def pdf_of(dataset: Dataset, view: View, sheet: Sheet = Sheet.A4) -> PdfReader:
    return PdfReader(io.BytesIO(render.render(dataset, view, "pdf", sheet)))


def embedded(page: PageObject) -> bool:
    """Tell whether there are fonts and all of them are in the file as TrueType."""
    fonts = [font.get_object() for font in page["/Resources"]["/Font"].values()]  # type: ignore[index]
    types = {font["/Subtype"] for font in fonts}
    inside = [
        "/FontFile2" in f["/DescendantFonts"][0].get_object()["/FontDescriptor"] for f in fonts
    ]
    return types == {"/Type0"} and all(inside)


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
    assert embedded(page)


def test_every_figure_of_the_view_is_in_the_pdf(dataset: Dataset, view: Make) -> None:
    picture = view(wskaznik="bezrobotni_1000", typ="wiejska")
    text = plain(pdf_of(dataset, picture).pages[0].extract_text())
    for row in picture.shown:
        assert plain(sentences.value_text(row, picture.indicator)) in text
    assert plain(sentences.area_value_text(picture.area, picture)) in text
    assert plain(sentences.filters(picture)) in text


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


def test_paper_is_typeset_as_the_screen_is() -> None:
    cases = json.loads((ROOT / "tests/support/typography.json").read_text(encoding="utf-8"))
    for text, wanted in cases:
        assert typeset(text) == wanted.replace("\N{WORD JOINER}", "")


def test_an_svg_needs_no_font_and_no_file(dataset: Dataset, view: Make) -> None:
    svg = render.render(dataset, view(), "svg").decode("utf-8")
    assert svg.startswith("<?xml")
    assert "<text" not in svg
    assert "<script" not in svg


TOLD = ("Dochody własne $50 i 100$ źdźbło", "Zażółć gęślą jaźń: $\\frac{1}{2}$.")
QUERIES: dict[str, tuple[str, str]] = {
    "wskaznik=ludnosc&teren=staly": TOLD,
    "wskaznik=dochody_wlasne_os&zmiana=procent&od=2015&gmina=160901": ("Sam tytuł", ""),
    "dziedzina=technologie": ("", "Sam tekst"),
    "wskaznik=mig_do_opola&typ=wiejska": ("", ""),
    "wskaznik=bezrobotni_1000": ("Pole 🌾 i 中文", "so\u0301l"),
}
NOTE = "Tego nie czyta nikt poza mówcą"


def a_story(dataset: Dataset, title: str = "Powiększenie Opola 🏙 – opowieść") -> Story:
    steps = [
        Step(read_address(query, dataset)[0], *told, note=NOTE) for query, told in QUERIES.items()
    ]
    return Story(title, tuple(steps))


@pytest.fixture(scope="module")
def told(dataset: Dataset) -> PdfReader:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "today", lambda: date(2026, 11, 23))
        return PdfReader(io.BytesIO(render.render_story(dataset, a_story(dataset))))


@pytest.fixture(scope="module")
def texts(told: PdfReader) -> list[str]:
    return [plain(page.extract_text()) for page in told.pages]


def test_a_story_is_a_page_for_each_step_after_one_that_names_them(texts: list[str]) -> None:
    first, *pages = texts
    assert len(pages) == len(QUERIES)
    assert "Powiększenie Opola � – opowieść" in first
    assert "23.11.2026 · 5 obrazów" in first
    offices = first.partition("Źródła danych: ")[2].split(", ")
    assert "GUS BDL" in offices
    assert len(offices) == len(set(offices))
    for number, (page, (title, text)) in enumerate(zip(pages, QUERIES.values(), strict=True), 1):
        said = plain(unicodedata.normalize("NFC", text.replace("🌾", "�")))
        assert said in page
        shown = title.replace("🌾", "�").replace("中文", "��")
        assert shown in page
        assert shown in first
        assert (f"{number} z 5" in page) == bool(title or text)
        assert ("Powiększenie Opola � – opowieść" in page) == bool(title or text)


def test_a_page_of_a_story_says_what_its_picture_says(dataset: Dataset, texts: list[str]) -> None:
    first, *pages = texts
    for step, page in zip(a_story(dataset).steps, pages, strict=True):
        picture = build_view(dataset, selection_of(step.shown, dataset))
        assert plain(sentences.dated_title(picture)) in first
        said = [
            sentences.title(picture),
            sentences.subtitle(picture),
            sentences.area_value_text(picture.area, picture),
        ]
        said += [sentences.value_text(row, picture.indicator) for row in picture.shown]
        said += [sentences.filters(picture)] if picture.is_filtered else []
        assert not [text for text in said if picture.indicator and plain(text) not in page]


def test_a_step_without_words_is_a_picture_alone(dataset: Dataset, texts: list[str]) -> None:
    picture = build_view(dataset, selection_of(a_story(dataset).steps[3].shown, dataset))
    assert texts[4] == plain(pdf_of(dataset, picture).pages[0].extract_text())


def test_a_story_keeps_its_notes_to_the_speaker(texts: list[str]) -> None:
    assert not [page for page in texts if "mówcą" in page]


def test_a_story_has_a_name_and_its_fonts(told: PdfReader) -> None:
    assert told.metadata
    assert told.metadata.title == "Powiększenie Opola 🏙 – opowieść"
    assert all(embedded(page) for page in told.pages)


def test_a_story_without_a_title_is_about_the_area(dataset: Dataset) -> None:
    story = Story("", (Step(parse({}, dataset)[0]),))
    made = PdfReader(io.BytesIO(render.render_story(dataset, story, Sheet.A3)))
    assert len(made.pages) == 2
    assert dataset.area.name in made.pages[0].extract_text()
    assert round(made.pages[0].mediabox.width) == 1191


LONG = "Zażółć gęślą jaźń w dziewięćdziesięciu znakach bez skrótów i bez żadnych ustępstw: ŚĆŻŹŁĄ "
LONGEST = (LONG + LONG)[:90], (LONG * 3)[:240]


def longest(dataset: Dataset) -> list[View]:
    """Return pictures with the longest words, filtered or not, changed or not."""
    named = [dataset.indicators[code] for code in dataset.mapped]
    by_name = max(named, key=lambda i: len(i.name)).code
    by_unit = max(named, key=lambda i: len(i.unit)).code
    years = [i for i in named if len(dataset.years(i.code)) > 1 and offered_changes(i)]
    changed = max(years, key=lambda i: len(i.name)).code
    queries = [
        {"wskaznik": by_name, "typ": "wiejska", "gmina": "160503"},
        {"wskaznik": by_unit, "klasy": "7", "gmina": "160903"},
        {"wskaznik": changed, "zmiana": "roznica", "typ": "wiejska,miejsko-wiejska"},
    ]
    return [build_view(dataset, parse(query, dataset)[0]) for query in queries]


@pytest.mark.parametrize("sheet", Sheet)
def test_the_longest_words_have_room(dataset: Dataset, sheet: Sheet) -> None:
    title, text = LONGEST
    assert (len(title), len(text)) == (90, 240)
    for picture in longest(dataset):
        for step_text in (None, StepText(title, title, text, 40, 40)):
            figure = render.draw(dataset, picture, sheet, step_text)
            assert not clashes(figure)
            assert not [t for t in figure.texts if step_text and t.get_text().endswith("…")]


@pytest.mark.parametrize("steps", [1, 12, 13, 40])
@pytest.mark.parametrize("title", [LONGEST[0], "W" * 90, ""])
def test_the_contents_have_room(dataset: Dataset, steps: int, title: str) -> None:
    picture = longest(dataset)[2]
    story = Story(LONGEST[0], (Step(picture.selection, title),) * steps)
    assert not clashes(render.draw_contents(dataset.area, story, [picture] * steps))


@given(
    st.text(st.sampled_from("Wiąś g🌾\xa0"), max_size=240),
    st.floats(20, 800),
    st.floats(8, 60),
)
def test_a_text_fits_its_box(text: str, width: float, height: float) -> None:
    told = writable(text)
    lines, size = fitted(told, (12, 6), width, height)
    assert 6 <= size <= 12
    assert all(measure(line) * size <= width + 1e-9 for line in lines)
    assert len(lines) == 1 or len(lines) * size * LEADING <= height
    whole = "".join("".join(lines).split()) == "".join(told.split())
    assert whole or lines[-1].endswith("…")


def test_a_dollar_in_a_name_is_a_dollar(folder: Path) -> None:
    edit(folder / "gminy.csv", "160501,Gogolin", "160501,$\\alpha$ <b>Gogolin</b> 🌾")
    hostile = load(folder)
    picture = build_view(hostile, parse({"gmina": "160501"}, hostile)[0])
    text = plain(pdf_of(hostile, picture).pages[0].extract_text())
    assert text.count("$\\alpha$ <b>Gogolin</b> �") == 2  # ranking and legend


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
    assert out.name in capsys.readouterr().out


@pytest.mark.parametrize(
    ("query", "name", "code", "said"),
    [
        ("rok=1066", "x.pdf", 1, "nie ma danych za rok"),
        ("wskaznik=ludnosc", "x.docx", 2, "rozszerzenie: png, svg, pdf, pptx, zip, gif, webp"),
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
    """Draw the stored pictures anew: ``python -m tests.output.test_paper``; then look at them."""
    clock.today = lambda: date(2026, 11, 23)
    for name, query in PICTURES.items():
        picture = build_view(shipped_dataset(), parse(query, shipped_dataset())[0])
        png = render.render(shipped_dataset(), picture, "png", Sheet.A4, 50)
        image = Image.open(io.BytesIO(png)).convert("RGB")
        image.quantize(96, dither=Image.Dither.NONE).save(STORED / f"{name}.png", optimize=True)


if __name__ == "__main__":
    store()
