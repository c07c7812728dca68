"""Commands that show pictures or a story: ``render`` and ``report``."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from ao_dash.cli.console import refuse, save
from ao_dash.datafolder.load import load
from ao_dash.mapview.selection import Selection
from ao_dash.model.dataset import Dataset
from ao_dash.model.faults import DataFaults, Fault
from ao_dash.model.given_file import read_given
from ao_dash.model.numbers import PICTURE, counted
from ao_dash.model.settings import settings
from ao_dash.output.story_files import MEDIA, MOVING, story_parts
from ao_dash.screens.shown import read_address
from ao_dash.screens.story.shipped import FOLDER
from ao_dash.screens.story.story import MOST_BYTES, Step, Story, of_years, read_story

_SHOWN = (
    "adres ekranu bez nazwy serwera (dla mapy: to, co stoi po znaku zapytania) albo opowieść: "
    "plik .json lub nazwa pliku z folderu opowiesci bez rozszerzenia"
)


def add_render(parser: argparse.ArgumentParser) -> None:
    """Give the parser of ``render`` its options."""
    parser.add_argument("shown", metavar="ADRES|OPOWIEŚĆ", help=_SHOWN)
    parser.add_argument(
        "--out", type=Path, required=True, help="plik .png, .svg, .pdf, .pptx, .zip, .gif lub .webp"
    )
    parser.add_argument("--arkusz", choices=("ekran", "a4", "a3"), default="a4")
    parser.add_argument("--dpi", type=int, default=300, help="gęstość PNG")
    parser.set_defaults(run=_render)


def add_report(parser: argparse.ArgumentParser) -> None:
    """Give the parser of ``report`` its options."""
    parser.add_argument("shown", metavar="ADRES|OPOWIEŚĆ", nargs="+", help=_SHOWN)
    parser.add_argument("--out", type=Path, default=Path("raport.html"), help="plik .html")
    parser.set_defaults(run=_report)


def _render(options: argparse.Namespace) -> int:
    # drawing libraries are needed by this command only
    from ao_dash.output.paper.render import (  # noqa: PLC0415
        EXTENSIONS,
        picture_of,
        render_picture,
        render_story,
    )
    from ao_dash.output.paper.sheet import Sheet  # noqa: PLC0415

    known = dict.fromkeys((*EXTENSIONS, *MEDIA))
    extension = options.out.suffix.removeprefix(".").lower()
    if extension not in known:
        refuse(f"Plik musi mieć rozszerzenie: {', '.join(known)}.")
        return 2
    dataset, story = _data_and_story([options.shown])
    if story.title and extension not in MEDIA:
        refuse(f"Opowieść ma wiele stron: zapisz ją jako {', '.join(MEDIA)}.")
        return 2
    first = story.steps[0].shown
    if extension in MOVING and not story.title and isinstance(first, Selection):
        story = of_years(dataset, first)
    sheet = Sheet(options.arkusz)
    if extension not in EXTENSIONS:
        *_, content = story_parts(dataset, story, extension)
    elif story.title:
        content = render_story(dataset, story, sheet)
    else:
        picture = picture_of(dataset, story.steps[0].shown)
        content = render_picture(dataset, picture, extension, sheet, options.dpi)
    return save({options.out: content}, counted(len(story.steps), PICTURE))


def _report(options: argparse.Namespace) -> int:
    # reads all the scripts; needed by this command only
    from ao_dash.output.html.report import report  # noqa: PLC0415
    from ao_dash.output.html.scripts import shipped  # noqa: PLC0415

    dataset, story = _data_and_story(options.shown)
    content = report(dataset, story, shipped()).encode()
    return save({options.out: content}, counted(len(story.steps), PICTURE))


def _data_and_story(shown: Sequence[str]) -> tuple[Dataset, Story]:
    """Return the data and what is to be shown.

    ``shown`` are addresses of pictures, or one story: its code or its file.
    """
    dataset = load(settings().data_dir)
    return dataset, _story(shown, dataset)


def _story(shown: Sequence[str], dataset: Dataset) -> Story:
    first = shown[0]
    file = Path(first) if first.endswith(".json") else dataset.root / FOLDER / f"{first}.json"
    if len(shown) == 1 and (first.endswith(".json") or ("=" not in first and file.is_file())):
        return read_story(read_given(file, MOST_BYTES), file.name, dataset)
    steps, faults = [], []
    for number, text in enumerate(shown, 1):
        found, notes = read_address(text, dataset)
        steps.append(Step(found))
        remedy = "Skopiuj adres z paska przeglądarki"
        rules = [str(note).removesuffix(".") for note in notes]
        faults += [Fault("adres", rule, remedy, number, counted="obraz") for rule in rules]
    if faults:
        raise DataFaults(faults)
    return Story("", tuple(steps))
