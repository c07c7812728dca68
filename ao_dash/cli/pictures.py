"""Commands that show pictures or a story: ``render`` and ``report``."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from ao_dash.cli.choices import Choices, refuse, tell
from ao_dash.datafolder.load import data_folder, load
from ao_dash.mapview.selection import read_query
from ao_dash.mapview.stories import FOLDER
from ao_dash.mapview.story import MOST_BYTES, Step, Story, read_story
from ao_dash.mapview.view import build_view
from ao_dash.model.dataset import Dataset
from ao_dash.model.faults import DataFaults, Fault
from ao_dash.model.numbers import PICTURE, counted

_SHOWN = (
    "to, co w adresie mapy stoi po znaku zapytania, albo opowieść: plik .json lub nazwa "
    "pliku z folderu opowiesci bez rozszerzenia"
)


def add_pictures(commands: Choices) -> None:
    """Add the commands to those that the parser knows."""
    render = commands.add_parser("render", help="zapisz obraz (PNG, SVG, PDF) lub opowieść (PDF)")
    render.add_argument("shown", metavar="ADRES|OPOWIEŚĆ", help=_SHOWN)
    render.add_argument("--out", type=Path, required=True, help="plik .png, .svg lub .pdf")
    render.add_argument("--arkusz", choices=("ekran", "a4", "a3"), default="a4")
    render.add_argument("--dpi", type=int, default=300, help="gęstość PNG")
    render.set_defaults(run=_render)
    report = commands.add_parser("report", help="zapisz obrazy lub opowieść jako jeden plik HTML")
    report.add_argument("shown", metavar="ADRES|OPOWIEŚĆ", nargs="+", help=_SHOWN)
    report.add_argument("--out", type=Path, default=Path("raport.html"), help="plik .html")
    report.set_defaults(run=_report)


def _render(options: argparse.Namespace) -> int:
    # drawing libraries are needed by this command only
    from ao_dash.output.paper.render import EXTENSIONS, render, render_story  # noqa: PLC0415
    from ao_dash.output.paper.sheet import Sheet  # noqa: PLC0415

    extension = options.out.suffix.removeprefix(".").lower()
    if extension not in EXTENSIONS:
        refuse(f"Plik musi mieć rozszerzenie: {', '.join(EXTENSIONS)}.")
        return 2
    found = _told([options.shown])
    if found is None:
        return 1
    dataset, story = found
    if story.title and extension != "pdf":
        refuse("Opowieść ma wiele stron: zapisz ją jako .pdf.")
        return 2
    sheet = Sheet(options.arkusz)
    if story.title:
        content = render_story(dataset, story, sheet)
    else:
        view = build_view(dataset, story.steps[0].selection)
        content = render(dataset, view, extension, sheet, options.dpi)
    return _write(options.out, content, story)


def _report(options: argparse.Namespace) -> int:
    # reads all the scripts; needed by this command only
    from ao_dash.output.html.assets import shipped  # noqa: PLC0415
    from ao_dash.output.html.report import report  # noqa: PLC0415

    found = _told(options.shown)
    if found is None:
        return 1
    dataset, story = found
    return _write(options.out, report(dataset, story, shipped()).encode(), story)


def _write(file: Path, content: bytes, story: Story) -> int:
    try:
        size = file.write_bytes(content)
    except OSError as error:
        refuse(f"Nie można zapisać pliku: {error}")
        return 1
    print(f"✓ {file.name}: {counted(len(story.steps), PICTURE)}, {size // 1000} kB")
    return 0


def _told(shown: Sequence[str]) -> tuple[Dataset, Story] | None:
    """Return the data and what is to be shown, or tell what is wrong with either.

    ``shown`` are addresses of pictures, or one story: its code or its file.
    """
    try:
        dataset = load(data_folder())
        return dataset, _story(shown, dataset)
    except DataFaults as error:
        tell(error)
        return None


def _story(shown: Sequence[str], dataset: Dataset) -> Story:
    first = shown[0]
    file = Path(first) if first.endswith(".json") else dataset.root / FOLDER / f"{first}.json"
    if len(shown) == 1 and (first.endswith(".json") or ("=" not in first and file.is_file())):
        return read_story(_content(file), file.name, dataset)
    steps, faults = [], []
    for number, text in enumerate(shown, 1):
        selection, notes = read_query(text, dataset)
        steps.append(Step(selection))
        remedy = "Skopiuj adres z paska przeglądarki"
        told = [note.removesuffix(".") for note in notes]
        faults += [Fault("adres", note, remedy, number, counted="obraz") for note in told]
    if faults:
        raise DataFaults(faults)
    return Story("", tuple(steps))


def _content(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(MOST_BYTES + 1)
    except OSError as error:
        rule = f"nie można przeczytać pliku ({error.strerror})"
        raise DataFaults([Fault(file.name, rule, "Sprawdź ścieżkę i uprawnienia")]) from error
