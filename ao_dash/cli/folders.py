"""Commands about the data folder: ``check`` and ``build-data``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from ao_dash.datafolder.exchange import exchange_note
from ao_dash.datafolder.load import load
from ao_dash.mapview.sentences import faults_found
from ao_dash.model.dataset import Dataset
from ao_dash.model.faults import DataFaults
from ao_dash.model.settings import settings
from ao_dash.screens.story.shipped import Stories, read_stories


def add_check(parser: argparse.ArgumentParser) -> None:
    """Give the parser of ``check`` its options."""
    parser.add_argument("--data", type=Path, default=None, help="folder danych")
    parser.set_defaults(run=_check)


def add_build(parser: argparse.ArgumentParser) -> None:
    """Give the parser of ``build-data`` its options."""
    parser.add_argument(
        "source", type=Path, help="folder materiału źródłowego (z boundaries/, stats/ i innymi)"
    )
    parser.add_argument("--out", type=Path, default=None, help="folder docelowy")
    parser.set_defaults(run=_build_data)


def _check(options: argparse.Namespace) -> int:
    root = (options.data or settings().data_dir).resolve()
    try:
        dataset, stories = _checked(root)
    except DataFaults as error:
        for fault in error.faults:
            print(f"✗ {fault}")
        print(f"\n{faults_found(len(error.faults))} w folderze {root.name}.")
        return 1
    print(
        f"✓ {root.name}: {len(dataset.gminy)} gmin, {len(dataset.indicators)} wskaźników, "
        f"{len(dataset.projects)} projektów, {len(dataset.vintages)} stany granic, "
        f"{len(stories.told)} opowieści. Bez błędów."
    )
    if note := exchange_note(dataset.root):
        print(note)
    return 0


def _checked(root: Path) -> tuple[Dataset, Stories]:
    dataset = load(root)
    stories = read_stories(dataset)
    if stories.faults:
        raise DataFaults(stories.faults)
    return dataset, stories


def _build_data(options: argparse.Namespace) -> int:
    # reads the source material, which a check of a folder does not need
    from ao_dash.ingest.bootstrap.folder import build_data  # noqa: PLC0415

    target = (options.out or settings().data_dir).resolve()
    try:
        report = build_data(options.source.resolve(), target)
    except (OSError, ValueError) as error:
        print(f"✗ {error}", file=sys.stderr)
        return 1
    print("\n".join(report))
    return _check(argparse.Namespace(data=target))
