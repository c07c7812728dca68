"""The commands ``refresh bdl``, ``refresh prg`` and ``import`` of ``python -m ao_dash``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ao_dash.model.faults import DataFaults
from ao_dash.model.settings import settings

if TYPE_CHECKING:
    from ao_dash.ingest.bdl.refresh import Options

_DRY = "tylko pokaż, co by się zmieniło"


def add_refresh(parser: argparse.ArgumentParser) -> None:
    """Give the parser of ``refresh`` its commands."""
    kinds = parser.add_subparsers(required=True)
    bdl = kinds.add_parser("bdl", help="pobierz nowe dane z Banku Danych Lokalnych GUS")
    bdl.add_argument("--domain", default=None, help="tylko ta dziedzina, np. transport")
    bdl.add_argument("--years", type=_years, default=None, help="tylko te lata, np. 2015-2024")
    bdl.add_argument("--all", action="store_true", help="pobierz od nowa także to, co znane")
    bdl.add_argument("--dry-run", action="store_true", help=_DRY)
    bdl.add_argument("--data", type=Path, default=None, help="folder danych")
    bdl.set_defaults(run=refresh_bdl)
    prg = kinds.add_parser("prg", help="porównaj granice z Państwowym Rejestrem Granic")
    prg.add_argument(
        "source",
        metavar="PLIK|URL|wfs",
        help="pobrane granice gmin (Shapefile w .zip, .gml, .gpkg, .geojson), ich adres albo wfs",
    )
    prg.add_argument("--od", type=_day, default=None, help="dzień nowych granic, RRRR-MM-DD")
    prg.add_argument("--all", action="store_true", help="narysuj od nowa także bez zmian granic")
    prg.add_argument("--dry-run", action="store_true", help=_DRY)
    prg.add_argument("--data", type=Path, default=None, help="folder danych")
    prg.set_defaults(run=refresh_prg)


def add_import(parser: argparse.ArgumentParser) -> None:
    """Give the parser of ``import`` its options."""
    from ao_dash.cli.inspect import add_choices  # noqa: PLC0415  reads tables, as this one does

    parser.add_argument("file", metavar="PLIK", type=Path, help="tabela CSV, XLSX, XLS lub ODS")
    parser.add_argument("--opis", type=Path, default=None, help="opis JSON, zwykle PLIK.opis.json")
    parser.add_argument("--szablon", action="store_true", help="utwórz opis do uzupełnienia")
    for option, name in (
        ("zrodlo", "kod źródła"),
        ("urzad", "urząd, który podał dane"),
        ("zbior", "nazwa zbioru"),
        ("stan", "stan danych, np. data pobrania"),
        ("licencja", "licencja danych"),
    ):
        parser.add_argument(f"--{option}", default=None, help=name)
    parser.add_argument(
        "--wskaznik",
        action="append",
        type=_pair,
        default=[],
        metavar="KOLUMNA=KOD",
        help="kod wskaźnika kolumny; można powtórzyć",
    )
    add_choices(parser)
    parser.add_argument("--rok", type=int, default=None, help="rok danych, gdy plik go nie podaje")
    parser.add_argument("--dry-run", action="store_true", help=_DRY)
    parser.add_argument("--data", type=Path, default=None, help="folder danych")
    parser.set_defaults(run=import_table)


def refresh_bdl(options: argparse.Namespace) -> int:
    """Run the command; return the exit code (0: fine, 1: nothing was changed, for a reason)."""
    # heavy, and needed by this command only
    from ao_dash.ingest.bdl.refresh import refresh  # noqa: PLC0415

    def run(folder: Path) -> Sequence[str]:
        return refresh(folder, _options(options), _Progress()).lines

    return _run(options, run)


def refresh_prg(options: argparse.Namespace) -> int:
    """Run the command; return the exit code (0: fine, 1: nothing was changed, for a reason)."""
    # heavy, and needed by this command only
    from ao_dash.ingest.prg import refresh as prg  # noqa: PLC0415

    def run(folder: Path) -> Sequence[str]:
        chosen = prg.Options(
            source=options.source,
            cache=settings().cache_dir,
            since=options.od,
            again=options.all,
            dry=options.dry_run,
            service=settings().prg_url,
        )
        return prg.refresh(folder, chosen).lines

    return _run(options, run)


def import_table(options: argparse.Namespace) -> int:
    """Run the command; return the exit code (0: fine, 1: nothing was changed, for a reason)."""
    # heavy, and needed by this command only
    from ao_dash.cli.inspect import choices_of  # noqa: PLC0415
    from ao_dash.ingest.table_import import run as imported  # noqa: PLC0415
    from ao_dash.ingest.table_import.description import SOURCE_WORDS  # noqa: PLC0415

    def run(folder: Path) -> Sequence[str]:
        if options.szablon:
            made = imported.write_template(folder, options.file, choices_of(options))
            return [f"Utworzono opis {made.name}. Uzupełnij go i uruchom import ponownie."]
        words = vars(options) | {"kod": options.zrodlo}
        chosen = imported.Options(
            file=options.file,
            cache=settings().cache_dir,
            described=options.opis,
            source={name: words[word] for word, name in SOURCE_WORDS.items() if words[word]},
            columns=dict(options.wskaznik),
            year=options.rok,
            choices=choices_of(options),
            dry=options.dry_run,
        )
        return imported.import_table(folder, chosen).lines

    return _run(options, run)


def _run(options: argparse.Namespace, run: Callable[[Path], Sequence[str]]) -> int:
    """Run a command on the folder, print its report or what stopped it, return the exit code."""
    from ao_dash.ingest.editions.errors import RefreshError  # noqa: PLC0415  heavy

    try:
        lines = run((options.data or settings().data_dir).resolve())
    except (RefreshError, DataFaults) as error:
        print(f"\n✗ {error}", file=sys.stderr)
    except OSError as error:
        print(f"\n✗ Nie można zapisać danych: {error}", file=sys.stderr)
    except KeyboardInterrupt:
        print("\n✗ Przerwano. Uruchom ponownie, żeby dokończyć.", file=sys.stderr)
    else:
        print("\n" + "\n".join(lines))
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
    from ao_dash.datafolder.schema import FIRST_YEAR, LAST_YEAR  # noqa: PLC0415
    from ao_dash.ingest.bdl.client import Bank  # noqa: PLC0415
    from ao_dash.ingest.bdl.refresh import Options  # noqa: PLC0415

    key = settings().bdl_key
    bank = Bank(settings().bdl_url, key.get_secret_value() if key else None)
    return Options(
        cache=settings().cache_dir,
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


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        msg = "Wpisz dzień jako RRRR-MM-DD"
        raise argparse.ArgumentTypeError(msg) from error


def _pair(text: str) -> tuple[str, str]:
    """Return heading and code of e.g. ``Liczba szkół=szkoly``."""
    heading, _, code = text.rpartition("=")
    if not heading.strip() or not code.strip():
        msg = "Wpisz KOLUMNA=KOD"
        raise argparse.ArgumentTypeError(msg)
    return heading.strip(), code.strip()
