"""Pictures as PNG, SVG or PDF, and a story as one PDF: the pages and everything but the map."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.figure import Figure
from matplotlib.transforms import Bbox
from PIL import Image

from ao_dash.mapview import sentences
from ao_dash.mapview.legend import build_legend
from ao_dash.mapview.selection import Selection
from ao_dash.mapview.view import View, build_view
from ao_dash.model import clock
from ao_dash.model.area import Area
from ao_dash.model.dataset import Dataset
from ao_dash.model.numbers import PICTURE, counted, join_unit
from ao_dash.output.files.archive import packed
from ao_dash.output.paper import page as pages_of_screens
from ao_dash.output.paper.map import draw_legend, draw_map
from ao_dash.output.paper.sheet import (
    CODE_WIDTH,
    INK,
    LEADING,
    LINE,
    SOFT,
    Pen,
    Room,
    Sheet,
    StepText,
    draw_code,
    draw_place,
    fitted,
    new_pen,
    wrapped,
    writable,
)
from ao_dash.screens import leaves
from ao_dash.screens.blocks import Page
from ao_dash.screens.leaves import pictured
from ao_dash.screens.shown import Shown
from ao_dash.screens.story.story import Story, file_name

Picture = View | Page
"""What can be drawn: a picture of the map, or what another screen shows."""

EXTENSIONS = ("png", "svg", "pdf")
"""Kinds of files that can be drawn."""

_DPI = 150  # of a PNG on a screen of 1920 pixels
_MOVING_DPI = 100  # of moving images, 1280 pixels wide
_STEP_TIME, _LAST_TIME = 1400, 4000  # milliseconds that a step of moving images is seen
_BARE_TOP = 0.8
_BOARD = 0.69, 0.965
"""Left and right end of the column beside the map."""


def render(
    dataset: Dataset,
    view: View,
    extension: str,
    sheet: Sheet = Sheet.A4,
    dpi: int = 300,
    *,
    link: str = "",
) -> bytes:
    """Return the picture as a file.

    Parameters
    ----------
    dataset, view
        The picture, and the dataset it was built from for what lies around it.
    extension
        ``png``, ``svg`` or ``pdf``.
    sheet, dpi
        Its size; dots per inch concern PNG only.
    link
        Its whole address, drawn as a QR code; "" for none.
    """
    title, sentence = sentences.dated_title(view), sentences.sentence(view)
    metadata: dict[str, dict[str, str | None]] = {
        "png": {"Title": title, "Description": sentence},
        "svg": {"Title": title, "Date": None},
        "pdf": {"Title": title, "CreationDate": None, "Subject": sentence},
    }
    out = io.BytesIO()
    figure = draw(dataset, view, sheet, link=link)
    figure.savefig(out, format=extension, dpi=dpi, metadata=metadata[extension])
    return out.getvalue()


def render_picture(
    dataset: Dataset,
    picture: Picture,
    extension: str,
    sheet: Sheet = Sheet.A4,
    dpi: int = 300,
    *,
    link: str = "",
) -> bytes:
    """Return a picture as a file, as :func:`render` and :func:`render_page` do."""
    if isinstance(picture, View):
        return render(dataset, picture, extension, sheet, dpi, link=link)
    return pages_of_screens.render_page(dataset, picture, extension, sheet, dpi, link=link)


def picture_of(dataset: Dataset, shown: Shown) -> Picture:
    """Return the picture of what an address shows."""
    return build_view(dataset, shown) if isinstance(shown, Selection) else shown.picture(dataset)


def render_story(dataset: Dataset, story: Story, sheet: Sheet = Sheet.A4) -> bytes:
    """Return a story as one PDF: a page that says what is in it, and one for every step.

    Parameters
    ----------
    dataset, story
        The story, and the dataset that its pictures exist in. Notes for the speaker stay out.
    sheet
        The size of the pages.
    """
    return b"".join(story_parts(dataset, story, sheet))


def story_parts(dataset: Dataset, story: Story, sheet: Sheet = Sheet.A4) -> Iterator[bytes]:
    """Return what :func:`render_story` does, page by page; the file comes with the last part."""
    pictures = [picture_of(dataset, step.shown) for step in story.steps]
    out = io.BytesIO()
    with PdfPages(
        out, metadata={"Title": _title(dataset.area, story), "CreationDate": None}
    ) as pages:
        pages.savefig(draw_contents(dataset.area, story, pictures, sheet))
        yield b""
        for number, picture in enumerate(pictures, 1):
            pages.savefig(
                _draw_step(dataset, picture, sheet, _step_text(dataset.area, story, number))
            )
            yield b""
    yield out.getvalue()


def _draw_step(
    dataset: Dataset, picture: Picture, sheet: Sheet, step_text: StepText | None
) -> Figure:
    if isinstance(picture, View):
        return draw(dataset, picture, sheet, step_text)
    return pages_of_screens.step_figure(dataset, picture, sheet, step_text)


def draw(
    dataset: Dataset,
    view: View,
    sheet: Sheet = Sheet.A4,
    step_text: StepText | None = None,
    *,
    link: str = "",
) -> Figure:
    """Return the picture, and what a story tells about it, as a figure of matplotlib."""
    pen = new_pen(dataset.area, sheet)
    _draw_body(pen, dataset, view, draw_heading(pen, view, step_text, link))
    _draw_sources(pen, view)
    _draw_place(pen, step_text)
    return pen.figure


def _draw_body(pen: Pen, dataset: Dataset, view: View, top: float) -> None:
    """Draw what is below the heading: the map, its legend, the ranking."""
    legend = build_legend(view)
    metre = draw_map(pen, dataset, view, legend, top)
    draw_legend(pen, view, legend, metre)
    _draw_board(pen, view, top)


def render_bare(dataset: Dataset, picture: Picture) -> bytes:
    """Return a picture for a slide, whose own words say title and sources, as PNG."""
    pen = new_pen(dataset.area, Sheet.SCREEN)
    if isinstance(picture, View):
        _draw_body(pen, dataset, picture, _BARE_TOP)
    else:
        pages_of_screens.draw_body(pen, dataset, pictured(picture), _BARE_TOP)
    wide, high = pen.figure.get_size_inches()
    part = Bbox(
        [[_LEFT * wide - 0.02, 0.068 * high], [(_LEFT + _WIDTH) * wide + 0.02, 0.812 * high]]
    )
    out = io.BytesIO()
    pen.figure.savefig(out, format="png", dpi=_DPI, bbox_inches=part)
    return out.getvalue()


def image_parts(dataset: Dataset, story: Story) -> Iterator[bytes]:
    """Make a ZIP archive with a PNG of every step; it comes with the last part."""
    name, files = file_name(story), {}
    for number, image in enumerate(_images(dataset, story, _DPI), 1):
        files[f"{name}_{number:02}.png"] = image
        yield b""
    yield packed(files, clock.today())


def moving_parts(dataset: Dataset, story: Story, extension: str) -> Iterator[bytes]:
    """Make one image that shows the steps one after another, for ever; it comes with the last part.

    ``extension`` is a format of Pillow that can move: ``GIF`` or ``WEBP``. The last step stays
    longer than the others.
    """
    frames = []
    for image in _images(dataset, story, _MOVING_DPI):
        frames.append(Image.open(io.BytesIO(image)).convert("RGB"))
        yield b""
    out, (first, *others) = io.BytesIO(), frames
    durations = [*[_STEP_TIME] * len(others), _LAST_TIME]
    first.save(out, extension, save_all=True, append_images=others, duration=durations, loop=0)
    yield out.getvalue()


def _images(dataset: Dataset, story: Story, dpi: int) -> Iterator[bytes]:
    """Yield the steps of a story as PNG."""
    for number, step in enumerate(story.steps, 1):
        picture = picture_of(dataset, step.shown)
        figure = _draw_step(dataset, picture, Sheet.SCREEN, _step_text(dataset.area, story, number))
        out = io.BytesIO()
        figure.savefig(out, format="png", dpi=dpi, metadata={"Title": picture_name(picture)})
        yield out.getvalue()


def draw_contents(
    area: Area, story: Story, pictures: Sequence[Picture], sheet: Sheet = Sheet.A4
) -> Figure:
    """Return the first page of a story, whose pictures are given, as a figure."""
    pen = new_pen(area, sheet)
    text = f"{pen.made} · {counted(len(pictures), PICTURE)}"
    sources = data_sources(pictures)
    entries = [
        (step.title, picture_name(picture))
        for step, picture in zip(story.steps, pictures, strict=True)
    ]
    draw_cover(pen, _title(area, story), text, sources, entries)
    return pen.figure


def data_sources(pictures: Sequence[Picture]) -> str:
    """Say who published the figures of some pictures; "" if there are none."""
    offices = dict.fromkeys(office for picture in pictures for office in _offices(picture))
    return f"Źródła danych: {', '.join(offices)}" if offices else ""


def _offices(picture: Picture) -> list[str]:
    if isinstance(picture, View):
        return [source.office for source in picture.sources]
    lines = [line.partition(":")[0] for line in pages_of_screens.sources(picture)]
    return [office for office in lines if not office.startswith("Granice")]


def picture_name(picture: Picture) -> str:
    """Return the title of a picture, with its year."""
    if isinstance(picture, View):
        return sentences.dated_title(picture)
    return leaves.heading(picture).title


def _title(area: Area, story: Story) -> str:
    return story.title or area.name


def _step_text(area: Area, story: Story, number: int) -> StepText | None:
    step = story.steps[number - 1]
    if not step.title and not step.text:
        return None
    return StepText(_title(area, story), step.title, step.text, number, len(story.steps))


def _draw_board(pen: Pen, view: View, top: float) -> None:
    left, right = _BOARD
    (name, *_), size = pen.fit(view.whole.name, Room(right - left, 0.03, 9.5, 7))
    pen.text(left, top, name, size, color=SOFT)
    room = Room(right - left, 0.04, 17, bold=True)
    (figure, *_), size = pen.fit(join_unit(*sentences.area_brief(view.area, view)), room)
    pen.text(left, top - 0.022, figure, size, weight="bold")
    room = Room(right - left, 0.1, 9.4)
    lines, _ = pen.fit(sentences.area_label(view.area, view), room)
    if view.values and view.selection.change is None:
        lines.append(f"mediana {len(view.values)} {view.noun[2]}: {sentences.median_text(view)}")
    compared = filter(None, [sentences.aside_line(view), *sentences.around_lines(view)])
    if around := ", ".join(compared):
        lines += pen.fit(around, replace(room, size=8.2))[0]
    size = {1: 9.0, 2: 9.0, 3: 8.2}.get(len(lines), 7.0)
    pen.text(left, top - 0.063, "\n".join(lines), size, color=SOFT, linespacing=1.3)
    if view.indicator is None:
        return
    first = top - 0.125 - 0.014 * max(len(lines) - 2, 0)
    step = min(0.0275, (first - 0.175) / max(len(view.shown), 1))
    for n, row in enumerate(view.shown):
        y = first - n * step
        weight = "bold" if row is view.selected else "normal"
        place = f"{row.rank}." if row.rank else ""
        pen.text(left + 0.022, y, place, 9, ha="right", color=SOFT)
        pen.text(left + 0.032, y, row.gmina.name, 9, weight=weight)
        pen.text(right, y, sentences.value_text(row, view.indicator), 9, ha="right", weight=weight)


def sources_text(picture: Picture) -> str:
    """Return what stands at the foot of a picture: sources, what is to be read with care, classes.

    "" if there is nothing of the kind.
    """
    if isinstance(picture, View):
        lines = [*sentences.sources(picture), sentences.broken_words(picture)]
        return " · ".join(filter(None, [*lines, sentences.classing(picture)]))
    return " · ".join(pages_of_screens.sources(picture))


def _draw_sources(pen: Pen, view: View) -> None:
    text = f"Źródła: {sources_text(view)}"
    pen.block(_LEFT, 0.062, text, Room(_WIDTH, 0.055, 7.2, 5), color=SOFT)


def _draw_place(pen: Pen, step_text: StepText | None) -> None:
    """Say where the page comes from: whose it is, since when, and its place in the story."""
    left, right = _BOARD
    if step_text is None:
        pen.text(right, 0.965, pen.made, 8, color=SOFT, ha="right")
        return
    pen.box(left, 0.137, right - left, 0, edgecolor=LINE)
    draw_place(pen, step_text, left, 0.13)


_LEFT, _TOP, _WIDTH = 0.035, 0.965, 0.93
_BESIDE_DATE = 0.71
"""How wide a title may be that has the date on its right."""

_MAP, _STORY_MAP = 0.86, 0.79
"""Where the map begins: in a story always at the same height, so that pages can be compared."""


def draw_heading(pen: Pen, view: View, step_text: StepText | None, link: str = "") -> float:
    """Draw the heading; return where the map may begin."""
    if step_text is None:
        _draw_title(pen, view, _WIDTH - CODE_WIDTH if link else _WIDTH)
        if link:
            draw_code(pen, link, _LEFT + _WIDTH, 0.945)
        return _MAP
    caption = _draw_caption(pen, view)
    y = _TOP
    if step_text.title:
        y = pen.block(_LEFT, y, step_text.title, Room(_WIDTH, 0.052, 18, bold=True)) - 0.006
    if step_text.text:
        pen.block(_LEFT, y, step_text.text, Room(_WIDTH, y - caption - 0.012, 11.5))
    return _STORY_MAP


def _draw_title(pen: Pen, view: View, room: float) -> None:
    title, width = writable(sentences.title(view)), _BESIDE_DATE * pen.points[0]
    lines, size = fitted(title, (18, 15), width, LEADING * 18, bold=True)
    if len(wrapped(title, size, width, bold=True)) > 1:
        lines, size = fitted(title, (14, 8), width, 2 * LEADING * 14, bold=True)
    pen.text(_LEFT, _TOP, "\n".join(lines), size, weight="bold")
    y = 0.918 if len(lines) == 1 else 0.905
    _draw_line(pen, y, sentences.subtitle(view), room, bold=False)
    if view.is_filtered:
        _draw_line(pen, min(y - 0.0265, 0.89), f"Filtr: {sentences.filters(view)}", room, bold=True)


def _draw_line(pen: Pen, y: float, text: str, room: float, *, bold: bool) -> None:
    (line, *_), size = pen.fit(text, Room(room, 0.025, 10, bold=bold))
    look = {"weight": "bold"} if bold else {"color": SOFT}
    pen.text(_LEFT, y, line, size, **look)


def _draw_caption(pen: Pen, view: View) -> float:
    """Draw the picture's own words close above the map; return where they begin."""
    lines = [(sentences.title(view), 10.5, True), (sentences.subtitle(view), 9.5, False)]
    if view.is_filtered:
        lines.append((f"Filtr: {sentences.filters(view)}", 9.5, True))
    heights = [LEADING * size / pen.points[1] for _, size, _ in lines]
    top = y = _STORY_MAP + 0.006 + sum(heights)
    for (text, size, bold), height in zip(lines, heights, strict=True):
        room = Room(_WIDTH, height * 1.01, size, bold=bold)
        pen.block(_LEFT, y, text, room, **({} if bold else {"color": SOFT}))
        y -= height
    return top


_COVER_LEFT, _COVER_WIDTH, _COVER_TOP, _COVER_BOTTOM = 0.08, 0.84, 0.93, 0.11
_GAP = 0.035  # between columns
_ONE_COLUMN = 12  # most entries that stand in one


def draw_cover(
    pen: Pen, title: str, issue: str, sources: str, entries: Sequence[tuple[str, str]]
) -> None:
    """Draw the page; ``issue`` stands above the title, ``sources`` at the foot.

    An entry is the title of a step, which may be empty, and that of its picture.
    """
    pen.text(_COVER_LEFT, _COVER_TOP, issue, 9.5, color=SOFT)
    room = Room(_COVER_WIDTH, 0.16, 24, 14, bold=True)
    y = pen.block(_COVER_LEFT, _COVER_TOP - 0.04, title, room)
    pen.box(_COVER_LEFT, y - 0.032, 0.06, 0.008, facecolor=INK, edgecolor=INK)
    _draw_entries(pen, entries, y - 0.075)
    pen.box(_COVER_LEFT, _COVER_BOTTOM - 0.014, _COVER_WIDTH, 0, edgecolor=LINE)
    room = Room(_COVER_WIDTH, 0.05, 8.5)
    pen.block(_COVER_LEFT, _COVER_BOTTOM - 0.026, sources, room, color=SOFT)


def _draw_entries(pen: Pen, entries: Sequence[tuple[str, str]], top: float) -> None:
    columns = 1 if len(entries) <= _ONE_COLUMN else 2
    rows = math.ceil(len(entries) / columns)
    height = min(0.068, (top - _COVER_BOTTOM) / rows)
    width = (_COVER_WIDTH - (columns - 1) * _GAP) / columns
    size = min(12.5, 0.42 * height * pen.points[1])
    inset = 2.4 * size / pen.points[0]
    title = Room(width - inset, 0.55 * height, size, 5, bold=True)
    title = _alike(pen, title, [step or picture for step, picture in entries])
    inset *= title.size / size
    small = Room(width - inset, 0.37 * height, 0.78 * title.size, 5)
    small = _alike(pen, small, [picture for _, picture in entries])
    for n, (step, picture) in enumerate(entries):
        column, row = divmod(n, rows)
        x, y = _COVER_LEFT + column * (width + _GAP), top - row * height
        pen.block(x, y, str(n + 1), title, color=SOFT)
        below = pen.block(x + inset, y, step or picture, title)
        if step:
            pen.block(x + inset, below, picture, small, color=SOFT)


def _alike(pen: Pen, room: Room, texts: Sequence[str]) -> Room:
    """Return ``room`` with letters of a size that every text fits in."""
    return replace(room, size=min(pen.fit(text, room)[1] for text in texts))
