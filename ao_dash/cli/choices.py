"""What every command has in common: the parser it is added to, what it tells."""

from __future__ import annotations

import argparse
import sys
from typing import Protocol

from ao_dash.model.faults import DataFaults


class Choices(Protocol):
    """The commands that a parser knows."""

    def add_parser(self, name: str, *, help: str) -> argparse.ArgumentParser:  # noqa: A002
        """Add a command."""


def tell(error: DataFaults) -> None:
    """Print every fault, a line each."""
    print("\n".join(f"✗ {fault}" for fault in error.faults), file=sys.stderr)


def refuse(text: str) -> None:
    """Print why a command did nothing."""
    print(f"✗ {text}", file=sys.stderr)
