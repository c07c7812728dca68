"""The command ``settings``: what is set, to what, by whom, and what it means."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict

from ao_dash.model.settings import described, settings, unknown_notes


def add_settings(parser: argparse.ArgumentParser) -> None:
    """Give the parser of ``settings`` its options."""
    parser.add_argument("--json", action="store_true", help="wypisz JSON dla programów")
    parser.set_defaults(run=_settings)


def _settings(options: argparse.Namespace) -> int:
    found = described(settings())
    for note in unknown_notes():
        print(f"! {note}", file=sys.stderr)
    if options.json:
        print(json.dumps([asdict(one) for one in found], ensure_ascii=False, indent=1))
        return 0
    for one in found:
        origin = "ze środowiska" if one.given else "domyślnie"
        print(f"{one.name}={one.value}\n  {origin}; {one.meaning}")
    return 0
