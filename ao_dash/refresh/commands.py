"""The command ``python -m ao_dash refresh bdl``."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from ao_dash.faults import DataFaults
from ao_dash.folder import data_folder

if TYPE_CHECKING:
    from ao_dash.refresh.bdl import Options

CACHE_VARIABLE, URL_VARIABLE, KEY_VARIABLE = "AO_CACHE_DIR", "AO_BDL_URL", "AO_BDL_KEY"


def cache_folder() -> Path:
    """Return the folder for answers of the offices: ``AO_CACHE_DIR``, else one of the user."""
    named = os.environ.get(CACHE_VARIABLE)
    return Path(named).resolve() if named else Path.home() / ".cache" / "ao_dash"


def add_refresh(parser: argparse.ArgumentParser) -> None:
    """Give the parser of ``refresh`` its commands."""
    kinds = parser.add_subparsers(required=True)
    bdl = kinds.add_parser("bdl", help="pobierz nowe dane z Banku Danych Lokalnych GUS")
    bdl.add_argument("--domain", default=None, help="tylko ta dziedzina, np. transport")
    bdl.add_argument("--years", type=_years, default=None, help="tylko te lata, np. 2015-2024")
    bdl.add_argument("--all", action="store_true", help="pobierz od nowa także to, co znane")
    bdl.add_argument("--dry-run", action="store_true", help="tylko pokaż, co by się zmieniło")
    bdl.add_argument("--data", type=Path, default=None, help="folder danych")
    bdl.set_defaults(run=refresh_bdl)


def refresh_bdl(options: argparse.Namespace) -> int:
    """Run the command; return the exit code (0: fine, 1: nothing was changed, for a reason)."""
    # heavy, and needed by this command only
    from ao_dash.refresh.bdl import refresh  # noqa: PLC0415
    from ao_dash.refresh.outcome import report  # noqa: PLC0415
    from ao_dash.refresh.trouble import RefreshError  # noqa: PLC0415

    folder = (options.data or data_folder()).resolve()
    try:
        outcome = refresh(folder, _options(options), _Progress())
    except (RefreshError, DataFaults) as error:
        print(f"\n✗ {error}", file=sys.stderr)
    except OSError as error:
        print(f"\n✗ Nie można zapisać danych: {error}", file=sys.stderr)
    except KeyboardInterrupt:
        print("\n✗ Przerwano. Uruchom ponownie, żeby dokończyć.", file=sys.stderr)
    else:
        print("\n" + "\n".join(report(outcome)))
        return 0
    return 1


class _Progress:
    """Progress on one line of a terminal, or one line each in a log."""

    def __init__(self) -> None:
        self._width = 0

    def __call__(self, text: str) -> None:
        if not sys.stdout.isatty():
            print(text)
            return
        print(f"\r{text.ljust(self._width)}", end="", flush=True)
        self._width = len(text)


def _options(options: argparse.Namespace) -> Options:
    from ao_dash.refresh.bdl import Options  # noqa: PLC0415
    from ao_dash.refresh.client import OFFICIAL, Bank  # noqa: PLC0415
    from ao_dash.schema import FIRST_YEAR, LAST_YEAR  # noqa: PLC0415

    bank = Bank(os.environ.get(URL_VARIABLE) or OFFICIAL, os.environ.get(KEY_VARIABLE) or None)
    return Options(
        cache=cache_folder(),
        bank=bank,
        domain=options.domain,
        years=options.years or (FIRST_YEAR, LAST_YEAR),
        again=options.all,
        dry=options.dry_run,
    )


def _years(text: str) -> tuple[int, int]:
    """Return first and last year of e.g. ``2015-2024`` or ``2024``."""
    first, _, last = text.partition("-")
    try:
        years = int(first), int(last or first)
    except ValueError as error:
        msg = "Wpisz lata jako RRRR-RRRR"
        raise argparse.ArgumentTypeError(msg) from error
    if years[0] > years[1]:
        msg = "Pierwszy rok jest późniejszy od ostatniego"
        raise argparse.ArgumentTypeError(msg)
    return years
