"""The command ``export``: the rows of the map or of another screen as a file."""

from __future__ import annotations

import argparse
from pathlib import Path

from ao_dash.cli.console import refuse, save
from ao_dash.datafolder.load import load
from ao_dash.model import clock
from ao_dash.model.numbers import ROW, counted
from ao_dash.model.settings import settings
from ao_dash.output import strict_query
from ao_dash.output.files.document import Document, Imprint
from ao_dash.output.files.registry import FORMATS, NoShapes, files
from ao_dash.output.files.view_document import LAYOUT_WORDS, Layout
from ao_dash.output.strict_query import LAYOUT, MAP
from ao_dash.screens.registry import TITLES


def add_export(parser: argparse.ArgumentParser) -> None:
    """Give the parser of ``export`` its options."""
    parser.add_argument(
        "query", metavar="ADRES", help="to, co w adresie ekranu stoi po znaku zapytania"
    )
    parser.add_argument("--format", choices=tuple(FORMATS), required=True)
    parser.add_argument("--out", type=Path, required=True, help="plik")
    parser.add_argument("--ekran", choices=(MAP, *TITLES), default=MAP, help="zwykle mapa")
    layouts = "; ".join(f"{layout}: {meaning}" for layout, meaning in LAYOUT_WORDS.items())
    parser.add_argument("--uklad", choices=[*Layout], default=None, help=f"mapy: {layouts}")
    parser.set_defaults(run=_export)


def _export(options: argparse.Namespace) -> int:
    if options.uklad and options.ekran != MAP:
        refuse("Układ lat można wybrać tylko dla mapy.")
        return 2
    try:
        document = _document(options)
        content = files(document, options.format, options.out.name)
    except NoShapes as error:
        refuse(str(error))
        return 2
    named = {options.out.parent / name: data for name, data in content.items()}
    return save(named, counted(len(document.rows), ROW))


def _document(options: argparse.Namespace) -> Document:
    query = strict_query.query_of(options.query)
    if options.uklad:
        query[LAYOUT.name] = options.uklad
    dataset = load(settings().data_dir)
    return strict_query.document(dataset, options.ekran, query, Imprint(clock.today()))
