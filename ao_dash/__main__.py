"""The commands of ``python -m ao_dash``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from ao_dash.cli.export import add_export
from ao_dash.cli.folders import add_folders
from ao_dash.cli.pictures import add_pictures
from ao_dash.cli.refresh import add_import, add_refresh


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return the exit code (0: fine, 1: faults, 2: wrong usage)."""
    options = _parser().parse_args(arguments)
    return int(options.run(options))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m ao_dash", description="Dane pulpitu Aglomeracji Opolskiej."
    )
    commands = parser.add_subparsers(required=True)
    add_folders(commands)
    add_pictures(commands)
    add_export(commands)
    add_refresh(commands.add_parser("refresh", help="pobierz nowe dane z urzędów"))
    add_import(commands.add_parser("import", help="dodaj tabelę, której nie ma BDL"))
    return parser


if __name__ == "__main__":
    sys.exit(main())
