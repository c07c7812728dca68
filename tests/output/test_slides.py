"""Slides and images of a story: words are words, notes are notes, nothing else comes along."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path

import pytest
from PIL import Image
from pptx import Presentation
from pptx.slide import Slide
from pypdf import PdfReader

from ao_dash.mapview import sentences
from ao_dash.mapview.selection import Selection, parse
from ao_dash.mapview.view import View, build_view
from ao_dash.model.dataset import Dataset
from ao_dash.output.paper.render import picture_of
from ao_dash.output.paper.sheet import typeset
from ao_dash.output.story_files import MOVING, story_parts
from ao_dash.screens.shown import selection_of
from ao_dash.screens.story.story import FORMAT, VERSION, Story, of_years, read_story
from tests.support import office
from tests.support.text import plain
from tests.support.tools import has_slides

LONG = "Zażółć gęślą jaźń w dziewięćdziesięciu znakach bez skrótów i bez żadnych ustępstw: ŚĆŻŹŁĄ"
STEPS = [
    {"tytul": "Ludność", "tekst": "=1+1 <b>", "notatka": "wiersz\ndrugi", "obraz": "rok=2020"},
    {"tytul": LONG, "tekst": (LONG * 3)[:240], "obraz": "wskaznik=bezrobotni_1000&typ=wiejska"},
    {"tytul": "Dojazdy", "notatka": "tylko dla mnie", "obraz": "przeplywy?gmina=160501"},
    {"tytul": "Profil", "obraz": "profil?gmina=160501"},
]


@pytest.fixture(scope="module")
def story(dataset: Dataset) -> Story:
    given = {"format": FORMAT, "wersja": VERSION, "tytul": "Na poniedziałek", "kroki": STEPS}
    return read_story(json.dumps(given).encode(), "x.json", dataset)


def made(dataset: Dataset, story: Story, extension: str) -> bytes:
    *empty, content = story_parts(dataset, story, extension)
    assert empty == [b""] * len(empty)
    return content


@pytest.fixture(scope="module")
def deck(dataset: Dataset, story: Story) -> bytes:
    return made(dataset, story, "pptx")


def words(slide: Slide) -> str:
    boxes = [shape for shape in slide.shapes if shape.has_text_frame]
    runs = [run for box in boxes for p in box.text_frame.paragraphs for run in p.runs]  # type: ignore[attr-defined]
    assert all(run.font.language_id for run in runs)
    return plain("\n".join(run.text for run in runs))


def test_a_story_is_a_slide_for_each_step_after_its_contents(deck: bytes, story: Story) -> None:
    first, *slides = Presentation(io.BytesIO(deck)).slides
    assert len(slides) == len(story.steps)
    for step, slide in zip(story.steps, slides, strict=True):
        assert slide.shapes.title is not None
        assert plain(slide.shapes.title.text_frame.text) == plain(step.title)
        assert plain(step.title) in words(first)
        assert plain(step.text) in words(slide)
        notes = slide.notes_slide.notes_text_frame if slide.has_notes_slide else None
        assert (notes.text if notes else "") == step.note
        assert sum(hasattr(shape, "image") for shape in slide.shapes) == 1
    assert "4 obrazy" in words(first)


def test_words_of_a_slide_are_those_of_its_view(
    dataset: Dataset, deck: bytes, story: Story
) -> None:
    _, *slides = Presentation(io.BytesIO(deck)).slides
    for step, slide in list(zip(story.steps, slides, strict=True))[:2]:
        view = build_view(dataset, selection_of(step.shown, dataset))
        said = [sentences.title(view), sentences.subtitle(view), sentences.sentence(view)]
        said += [sentences.area_value_text(view.area, view), *sentences.sources(view)]
        said += [sentences.filters(view)] if view.is_filtered else []
        assert not [text for text in said if plain(typeset(text)) not in words(slide)]


def test_a_file_of_slides_has_nothing_that_acts_and_nothing_from_elsewhere(deck: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(deck)) as archive:
        names = archive.namelist()
        text = "".join(archive.read(n).decode() for n in names if n.endswith((".xml", ".rels")))
    assert all(name.endswith((".xml", ".rels", ".png")) for name in names), names
    assert "TargetMode" not in text
    assert not re.search("hlinkClick|vbaProject|oleObj|externalLink", text)


def test_the_same_story_gives_the_same_bytes(dataset: Dataset, story: Story, deck: bytes) -> None:
    assert made(dataset, story, "pptx") == deck


@pytest.mark.office
@pytest.mark.skipif(not has_slides(), reason="no LibreOffice that opens presentations")
def test_slides_open_in_libreoffice(deck: bytes, story: Story, tmp_path: Path) -> None:
    file = tmp_path / "opowiesc.pptx"
    file.write_bytes(deck)
    (printed,) = office.convert("pdf", file)
    first, *pages = PdfReader(printed).pages
    assert len(pages) == len(story.steps)
    assert "Na poniedziałek" in plain(first.extract_text())
    for step, page in zip(story.steps, pages, strict=True):
        assert plain(step.title).replace(" ", "") in plain(page.extract_text()).replace(" ", "")


def test_images_of_a_story_are_numbered(dataset: Dataset, story: Story) -> None:
    with zipfile.ZipFile(io.BytesIO(made(dataset, story, "zip"))) as archive:
        names = [f"ao_opowiesc_na_poniedzialek_0{n}.png" for n in range(1, len(STEPS) + 1)]
        assert archive.namelist() == names
        assert {Image.open(archive.open(name)).size for name in names} == {(1920, 1080)}


@pytest.mark.parametrize("extension", MOVING)
def test_moving_images_show_every_step_for_ever(
    dataset: Dataset, story: Story, extension: str
) -> None:
    with Image.open(io.BytesIO(made(dataset, story, extension))) as image:
        assert image.size == (1280, 720)
        assert getattr(image, "n_frames", 1) == len(STEPS)
        assert image.info["loop"] == 0


def test_years_move_in_the_same_classes(dataset: Dataset) -> None:
    selection, _ = parse(
        {"wskaznik": "bezrobotni_1000", "zmiana": "roznica", "od": "2021"}, dataset
    )
    story = of_years(dataset, selection)
    shown = [step.shown for step in story.steps]
    assert [one.year for one in shown if isinstance(one, Selection)] == [2022, 2023, 2024]
    views = [picture_of(dataset, one) for one in shown]
    assert len({view.classes for view in views if isinstance(view, View)}) == 1
