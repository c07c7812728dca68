"""What commands print, and how they save files."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from ao_dash.model.faults import DataFaults


def print_faults(error: DataFaults) -> None:
    """Print every fault, a line each."""
    print("\n".join(f"✗ {fault}" for fault in error.faults), file=sys.stderr)


def refuse(reason: str) -> None:
    """Print why a command did nothing."""
    print(f"✗ {reason}", file=sys.stderr)


def save(files: Mapping[Path, bytes], summary: str) -> int:
    """Write files and print their names, a summary and their size; return the exit code."""
    try:
        for file, content in files.items():
            file.write_bytes(content)
    except OSError as error:
        refuse(f"Nie można zapisać pliku: {error}")
        return 1
    size = max(1, sum(map(len, files.values())) // 1000)
    print(f"✓ {', '.join(file.name for file in files)}: {summary}, {size} kB")
    return 0
