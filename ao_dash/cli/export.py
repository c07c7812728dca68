"""The command ``export``: the rows of the map or of another screen as a file."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from ao_dash.cli.choices import Choices, refuse, tell
from ao_dash.datafolder.load import data_folder, load
from ao_dash.model.faults import DataFaults
from ao_dash.model.numbers import ROW, counted
from ao_dash.output import strict_query
from ao_dash.output.files.document import Document, Imprint
from ao_dash.output.files.layout import LAYOUT_WORDS, Layout
from ao_dash.output.files.registry import FORMATS, NoShapes, files
from ao_dash.output.strict_query import LAYOUT, MAP
from ao_dash.screens.registry import TITLES


def add_export(commands: Choices) -> None:
    """Add the command to those that the parser knows."""
    export = commands.add_parser("export", help="zapisz wiersze mapy albo innego ekranu")
    export.add_argument(
        "query", metavar="ADRES", help="to, co w adresie ekranu stoi po znaku zapytania"
    )
    export.add_argument("--format", choices=tuple(FORMATS), required=True)
    export.add_argument("--out", type=Path, required=True, help="plik")
    export.add_argument("--ekran", choices=(MAP, *TITLES), default=MAP, help="zwykle mapa")
    layouts = "; ".join(f"{layout}: {told}" for layout, told in LAYOUT_WORDS.items())
    export.add_argument("--uklad", choices=[*Layout], default=None, help=f"mapy: {layouts}")
    export.set_defaults(run=_export)


def _export(options: argparse.Namespace) -> int:
    if options.uklad and options.ekran != MAP:
        refuse("Układ lat można wybrać tylko dla mapy.")
        return 2
    try:
        document = _document(options)
        content = files(document, options.format, options.out.name)
    except DataFaults as error:
        tell(error)
        return 1
    except NoShapes as error:
        refuse(str(error))
        return 2
    return _write(options.out.parent, content, document)


def _document(options: argparse.Namespace) -> Document:
    query = strict_query.query_of(options.query)
    if options.uklad:
        query[LAYOUT] = options.uklad
    today = date.today()  # noqa: DTZ011  the date that people here read on their clocks
    return strict_query.document(load(data_folder()), options.ekran, query, Imprint(today))


def _write(folder: Path, content: dict[str, bytes], document: Document) -> int:
    try:
        for name, data in content.items():
            (folder / name).write_bytes(data)
    except OSError as error:
        refuse(f"Nie można zapisać pliku: {error}")
        return 1
    size = max(1, sum(map(len, content.values())) // 1000)
    print(f"✓ {', '.join(content)}: {counted(len(document.rows), ROW)}, {size} kB")
    return 0
