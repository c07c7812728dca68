"""A story as slides (PPTX): a drawing on each, with words that can be changed and notes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.presentation import Presentation as Deck
from pptx.shapes.autoshape import Shape
from pptx.slide import Slide
from pptx.util import Emu, Inches, Pt

from ao_dash.mapview import sentences
from ao_dash.mapview.view import View
from ao_dash.model import clock
from ao_dash.model.area import Area
from ao_dash.model.dataset import Dataset
from ao_dash.model.numbers import PICTURE, counted
from ao_dash.output.files.archive import packed
from ao_dash.output.paper.render import (
    Picture,
    data_sources,
    picture_name,
    picture_of,
    render_bare,
    sources_text,
)
from ao_dash.output.paper.sheet import INK, LEADING, SOFT, fitted, made, typeset
from ao_dash.screens.leaves import heading
from ao_dash.screens.story.story import Step, Story

_WIDTH, _HEIGHT = 13.333, 7.5  # inches, as a wide slide has today
_LEFT, _WIDE = 0.6, _WIDTH - 1.2
_WORDS_TOP, _PICTURE_TOP, _FOOT_TOP, _FOOT = 0.25, 1.42, 6.72, 0.68
_TITLE_ONLY = 5  # among the layouts of the template
_UNUSED = ("/printerSettings", "/thumbnail")
_WIDER = 1.12  # letters of whoever opens the file may be wider than those of paper
_INK, _SOFT = map(RGBColor.from_string, (INK[1:], SOFT[1:]))
_COLUMN = 14  # most entries of the contents that stand in one column


@dataclass(frozen=True)
class _Words:
    """A paragraph: its text, the usual and the least size of its letters in points, its look."""

    text: str
    size: float
    least: float
    bold: bool = False
    soft: bool = False


def story_parts(dataset: Dataset, story: Story) -> Iterator[bytes]:
    """Make a file with a slide of contents and one for each step; it comes with the last part.

    A story without a title is one picture or several, without contents.
    """
    deck = _deck(dataset.area, story)
    pictures = [picture_of(dataset, step.shown) for step in story.steps]
    if story.title:
        _add_contents(deck, dataset.area, story, pictures)
    for number, (step, picture) in enumerate(zip(story.steps, pictures, strict=True), 1):
        yield b""
        place = f"{number} z {len(story.steps)}" if story.title else ""
        _add_step(deck, dataset, step, picture, place)
    yield _saved(deck)


def _deck(area: Area, story: Story) -> Deck:
    """Return an empty presentation, wide, with nothing of whoever made its template."""
    deck = Presentation()
    for rels in (deck.part.rels, deck.part.package._rels):  # noqa: SLF001  no other way to them
        for key in [key for key, rel in rels.items() if rel.reltype.endswith(_UNUSED)]:
            rels.pop(key)
    _widen(deck)
    day = datetime.combine(clock.today(), datetime.min.time())
    about = deck.core_properties
    about.title, about.author, about.language = story.title or area.name, made(area), "pl-PL"
    about.created = about.modified = day
    about.last_modified_by = ""
    return deck


def _widen(deck: Deck) -> None:
    """Give the slides their size, and the places of the layouts the same share of it."""
    ratio = Inches(_WIDTH) / int(deck.slide_width or 1)
    deck.slide_width, deck.slide_height = Inches(_WIDTH), Inches(_HEIGHT)
    for owner in (deck.slide_master, *deck.slide_layouts):
        for shape in owner.placeholders:
            if shape.element.spPr.xfrm is not None:
                shape.left, shape.width = (
                    Emu(int(shape.left * ratio)),
                    Emu(int(shape.width * ratio)),
                )


def _saved(deck: Deck) -> bytes:
    out = io.BytesIO()
    deck.save(out)
    with zipfile.ZipFile(out) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    return packed(files, clock.today())


def _add_contents(deck: Deck, area: Area, story: Story, pictures: Sequence[Picture]) -> None:
    slide = deck.slides.add_slide(deck.slide_layouts[_TITLE_ONLY])
    issue = f"{made(area)} · {counted(len(pictures), PICTURE)}"
    _write(_box(slide, 0.5, 0.35), [_Words(issue, 14, 12, soft=True)])
    _write(_title(slide, 0.85, 1.0), [_Words(story.title, 36, 20, bold=True)])
    names = [
        f"{n}. {step.title or picture_name(picture)}"
        for n, (step, picture) in enumerate(zip(story.steps, pictures, strict=True), 1)
    ]
    columns = 1 if len(names) <= _COLUMN else 2
    rows = -(-len(names) // columns)
    size = min(20.0, 4.6 * 72 / rows / 1.5)
    for column in range(columns):
        box = _box(slide, 2.0, 4.6, _LEFT + column * _WIDE / columns, _WIDE / columns)
        part = names[column * rows : (column + 1) * rows]
        _write(box, [_Words(name, size, 8) for name in part], each=4.6 / rows)
    _write(_box(slide, _FOOT_TOP, _FOOT), [_Words(data_sources(pictures), 11, 8, soft=True)])


def _add_step(deck: Deck, dataset: Dataset, step: Step, picture: Picture, place: str) -> None:
    slide = deck.slides.add_slide(deck.slide_layouts[_TITLE_ONLY])
    title, subtitle, sentence = _words_of(picture)
    first = [_Words(step.title or title, 26, 12, bold=True)]
    below = [_Words(step.text, 16, 11)] if step.text else []
    if step.title:
        below.append(_Words(f"{title} · {subtitle}" if subtitle else title, 12, 9, soft=True))
    elif subtitle:
        below.append(_Words(subtitle, 13, 9, soft=True))
    _write(_title(slide, _WORDS_TOP, 0.55), first)
    _write(_box(slide, _WORDS_TOP + 0.55, _PICTURE_TOP - _WORDS_TOP - 0.6), below)
    _add_drawing(slide, render_bare(dataset, picture), f"{title}. {sentence}")
    found = sources_text(picture)
    sources = f"Źródła: {found}" if found else ""
    for text, size, top, share in ((sentence, 11, 0.0, 0.57), (sources, 8, 0.57, 0.43)):
        low = top if sentence else 0.0
        box = _box(slide, _FOOT_TOP + low * _FOOT, share * _FOOT, _LEFT, _WIDE - 0.9)
        _write(box, [_Words(text, size, 4, soft=text is sources)])
    if place:
        _write(_box(slide, _FOOT_TOP, 0.3, _LEFT + _WIDE - 0.8, 0.8), [_Words(place, 11, 9)])
    if step.note:
        frame = slide.notes_slide.notes_text_frame
        if frame is not None:
            frame.text = step.note


def _words_of(picture: Picture) -> tuple[str, str, str]:
    """Return title, subtitle and sentence of a picture; only the first is never empty."""
    if isinstance(picture, View):
        filters = f"Filtr: {sentences.filters(picture)}" if picture.is_filtered else ""
        subtitle = " · ".join(filter(None, [sentences.subtitle(picture), filters]))
        return sentences.title(picture), subtitle, sentences.sentence(picture)
    of = heading(picture)
    return of.title, " · ".join(filter(None, [of.subtitle, *of.notice])), ""


def _add_drawing(slide: Slide, png: bytes, description: str) -> None:
    """Put a drawing as large as its room allows, with words for those who cannot see it."""
    high = _FOOT_TOP - _PICTURE_TOP
    drawing = slide.shapes.add_picture(
        io.BytesIO(png), Emu(0), Inches(_PICTURE_TOP), height=Inches(high)
    )
    if drawing.width > Inches(_WIDE):
        drawing.height = Emu(drawing.height * Inches(_WIDE) // drawing.width)
        drawing.width = Inches(_WIDE)
    drawing.left = Emu((Inches(_WIDTH) - drawing.width) // 2)
    drawing.element.xpath("./p:nvPicPr/p:cNvPr")[0].set("descr", description)


def _title(slide: Slide, top: float, height: float) -> Shape:
    shape = cast("Shape", slide.shapes.title)
    shape.left, shape.top, shape.width, shape.height = map(Inches, (_LEFT, top, _WIDE, height))
    return shape


def _box(
    slide: Slide, top: float, height: float, left: float = _LEFT, width: float = _WIDE
) -> Shape:
    return slide.shapes.add_textbox(*map(Inches, (left, top, width, height)))


def _write(shape: Shape, words: Sequence[_Words], each: float = 0.0) -> None:
    """Write paragraphs in letters that fit; ``each`` is the height of one in inches, if equal."""
    frame = shape.text_frame
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.word_wrap, frame.auto_size = True, MSO_AUTO_SIZE.NONE
    frame.vertical_anchor = MSO_ANCHOR.TOP
    width, room = shape.width.pt / _WIDER, shape.height.pt
    for n, one in enumerate(words):
        paragraph = frame.paragraphs[0] if n == 0 else frame.add_paragraph()
        high = each * 72 or room - sum(other.least * LEADING for other in words[n + 1 :])
        text, sizes = typeset(one.text), (one.size, one.least)
        lines, size = fitted(text, sizes, width, high, bold=one.bold)
        room -= len(lines) * size * LEADING
        paragraph.alignment, paragraph.line_spacing = PP_ALIGN.LEFT, Pt(size * LEADING)
        run = paragraph.add_run()
        run.text = text
        run.font.size, run.font.bold = Pt(size), one.bold
        run.font.language_id = MSO_LANGUAGE_ID.POLISH
        run.font.color.rgb = _SOFT if one.soft else _INK
