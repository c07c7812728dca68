"""The commands of ``python -m ao_dash``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import parse_qsl

from ao_dash.dataset import Dataset
from ao_dash.faults import DataFaults, shorten
from ao_dash.folder import data_folder, load
from ao_dash.numbers import PICTURE, counted
from ao_dash.selection import PARAMETERS, Selection, parse
from ao_dash.view import View, build_view
from ao_dash.words import dated_title, faults_found


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return the exit code (0: fine, 1: faults, 2: wrong usage)."""
    options = _parser().parse_args(arguments)
    return int(options.run(options))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m ao_dash", description="Dane pulpitu Aglomeracji Opolskiej."
    )
    commands = parser.add_subparsers(required=True)
    check = commands.add_parser("check", help="sprawdź folder danych i wypisz wszystkie błędy")
    check.add_argument("--data", type=Path, default=None, help="folder danych")
    check.set_defaults(run=_check)
    build = commands.add_parser("build-data", help="odtwórz folder danych z materiału źródłowego")
    build.add_argument("source", type=Path, help="folder z boundaries/, facts/ i stats/")
    build.add_argument("--out", type=Path, default=None, help="folder docelowy")
    build.set_defaults(run=_build_data)
    render = commands.add_parser("render", help="zapisz obraz mapy jako PNG, SVG lub PDF")
    render.add_argument("query", help="to, co w adresie mapy stoi po znaku zapytania")
    render.add_argument("--out", type=Path, required=True, help="plik .png, .svg lub .pdf")
    render.add_argument("--arkusz", choices=("ekran", "a4", "a3"), default="a4")
    render.add_argument("--dpi", type=int, default=300, help="gęstość PNG")
    render.set_defaults(run=_render)
    report = commands.add_parser("report", help="zapisz obrazy mapy jako jeden plik HTML")
    report.add_argument("query", nargs="+", help="to, co w adresie mapy stoi po znaku zapytania")
    report.add_argument("--out", type=Path, default=Path("raport.html"), help="plik .html")
    report.set_defaults(run=_report)
    return parser


def _check(options: argparse.Namespace) -> int:
    root = (options.data or data_folder()).resolve()
    try:
        dataset = load(root)
    except DataFaults as error:
        for fault in error.faults:
            print(f"✗ {fault}")
        print(f"\n{faults_found(len(error.faults))} w folderze {root.name}.")
        return 1
    print(
        f"✓ {root.name}: {len(dataset.gminy)} gmin, {len(dataset.indicators)} wskaźników, "
        f"{len(dataset.projects)} projektów, {len(dataset.vintages)} stany granic. Bez błędów."
    )
    return 0


def _build_data(options: argparse.Namespace) -> int:
    # heavy, and needed by this command only
    from ao_dash.build.folder import build_data  # noqa: PLC0415

    target = (options.out or data_folder()).resolve()
    try:
        report = build_data(options.source.resolve(), target)
    except (OSError, ValueError) as error:
        print(f"✗ {error}", file=sys.stderr)
        return 1
    print("\n".join(report))
    return _check(argparse.Namespace(data=target))


def _render(options: argparse.Namespace) -> int:
    # drawing libraries are needed by this command only
    from ao_dash.paper import Sheet  # noqa: PLC0415
    from ao_dash.render import EXTENSIONS, render  # noqa: PLC0415

    extension = options.out.suffix.removeprefix(".").lower()
    if extension not in EXTENSIONS:
        print(f"✗ Plik musi mieć rozszerzenie: {', '.join(EXTENSIONS)}.", file=sys.stderr)
        return 2
    found = _view(options.query)
    if found is None:
        return 1
    dataset, view = found
    sheet = Sheet(options.arkusz)
    options.out.write_bytes(render(dataset, view, extension, sheet, options.dpi))
    print(f"✓ {options.out.name}: {dated_title(view)}")
    return 0


def _view(query: str) -> tuple[Dataset, View] | None:
    """Return the data and the picture of an address, or tell what is wrong with either."""
    try:
        dataset = load(data_folder())
    except DataFaults as error:
        print(error, file=sys.stderr)
        return None
    selection, notes = parse(dict(parse_qsl(query.removeprefix("?"))), dataset)
    for note in notes:
        print(f"✗ {note}", file=sys.stderr)
    return None if notes else (dataset, build_view(dataset, selection))


def _report(options: argparse.Namespace) -> int:
    # reads all the scripts; needed by this command only
    from ao_dash.report import report  # noqa: PLC0415
    from ao_dash.report_assets import shipped  # noqa: PLC0415

    try:
        dataset = load(data_folder())
    except DataFaults as error:
        print(error, file=sys.stderr)
        return 1
    selections, notes = _selections(options.query, dataset)
    if notes:
        print("\n".join(f"✗ {note}" for note in notes), file=sys.stderr)
        return 1
    try:
        size = options.out.write_text(report(dataset, selections, shipped()), encoding="utf-8")
    except OSError as error:
        print(f"✗ Nie można zapisać pliku: {error}", file=sys.stderr)
        return 1
    print(f"✓ {options.out.name}: {counted(len(selections), PICTURE)}, {size // 1000} kB")
    return 0


def _selections(queries: Sequence[str], dataset: Dataset) -> tuple[list[Selection], list[str]]:
    """Return what each address asks for, and notes on what is wrong with any of them."""
    selections, notes = [], []
    for number, text in enumerate(queries, 1):
        query = dict(parse_qsl(text.removeprefix("?"), keep_blank_values=True))
        selection, found = parse(query, dataset)
        found += [f"Nieznany parametr „{shorten(name)}”." for name in query.keys() - PARAMETERS]
        selections.append(selection)
        notes += [f"{number}. obraz: {note}" for note in sorted(found)]
    return selections, notes


if __name__ == "__main__":
    sys.exit(main())
