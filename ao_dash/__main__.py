"""The commands of ``python -m ao_dash``."""

from __future__ import annotations

import argparse
import codecs
import io
import sys
import unicodedata
from collections.abc import Mapping, Sequence

from ao_dash.cli.console import print_faults
from ao_dash.model.faults import DataFaults

COMMANDS: Mapping[str, str] = {
    "check": "sprawdź folder danych i wypisz wszystkie błędy",
    "build-data": "odtwórz folder danych z materiału źródłowego",
    "render": "zapisz obraz (PNG, SVG, PDF) lub opowieść (PDF)",
    "report": "zapisz obrazy lub opowieść jako jeden plik HTML",
    "export": "zapisz wiersze mapy albo innego ekranu",
    "area": "zrób folder danych innego obszaru",
    "refresh": "pobierz nowe dane z urzędów",
    "inspect": "pokaż, co da się wziąć z tabeli i co trzeba wybrać",
    "import": "dodaj tabelę, której nie ma BDL",
    "settings": "pokaż ustawienia i ich błędy",
}
"""Every command with what it does, in the order of the help."""


_PLAIN = str.maketrans("łŁ–—„”·…✓✗→█", 'lL--""*.+x>#')


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return the exit code (0: fine, 1: faults, 2: wrong usage)."""
    _print_in_any_encoding()
    given = sys.argv[1:] if arguments is None else arguments
    options = _parser(given[0] if given else "").parse_args(given)
    try:
        return int(options.run(options))
    except DataFaults as error:
        print_faults(error)
        return 1


def _print_in_any_encoding() -> None:
    """Let output lose the marks of its letters where its encoding lacks them, not stop."""
    codecs.register_error("ao_plain", _plain)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="ao_plain")


def _plain(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    text = error.object[error.start : error.end].translate(_PLAIN)
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return bare or "?" * (error.end - error.start), error.end


def _parser(chosen: str) -> argparse.ArgumentParser:
    """Return the parser; only the chosen command has its options, and its packages imported."""
    parser = argparse.ArgumentParser(
        prog="python -m ao_dash", description="Dane pulpitu obszaru funkcjonalnego."
    )
    commands = parser.add_subparsers(required=True)
    for name, purpose in COMMANDS.items():
        command = commands.add_parser(name, help=purpose)
        if name == chosen:
            _add_options(name, command)
    return parser


def _add_options(name: str, parser: argparse.ArgumentParser) -> None:
    # The modules of the commands import pandas and more, which the help needs none of.
    if name in ("check", "build-data"):
        from ao_dash.cli import folders  # noqa: PLC0415

        (folders.add_check if name == "check" else folders.add_build)(parser)
    elif name in ("render", "report"):
        from ao_dash.cli import pictures  # noqa: PLC0415

        (pictures.add_render if name == "render" else pictures.add_report)(parser)
    elif name == "export":
        from ao_dash.cli.export import add_export  # noqa: PLC0415

        add_export(parser)
    elif name == "settings":
        from ao_dash.cli.settings import add_settings  # noqa: PLC0415

        add_settings(parser)
    elif name == "area":
        from ao_dash.cli.area import add_area  # noqa: PLC0415

        add_area(parser)
    elif name == "inspect":
        from ao_dash.cli.inspect import add_inspect  # noqa: PLC0415

        add_inspect(parser)
    else:
        from ao_dash.cli.refresh import add_import, add_refresh  # noqa: PLC0415

        (add_refresh if name == "refresh" else add_import)(parser)


if __name__ == "__main__":
    sys.exit(main())
