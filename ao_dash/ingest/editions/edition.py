"""Which edition of the data a folder holds: a small file that travels with it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from ao_dash.ingest.editions import atomic

FILE = "wydanie.json"


@dataclass(frozen=True)
class Edition:
    """A running number, the day it was made (ISO) and the command that made it."""

    number: int
    made: str
    command: str


def read_edition(folder: Path) -> Edition | None:
    """Return the edition of ``folder``; ``None`` for a folder no command has renewed yet."""
    try:
        raw = json.loads((folder / FILE).read_bytes())
        return Edition(int(raw["number"]), str(raw["made"]), str(raw["command"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def number_of(folder: Path) -> int:
    """Return the running number of the edition in ``folder``, 0 for one without."""
    edition = read_edition(folder)
    return edition.number if edition else 0


def write_edition(folder: Path, edition: Edition) -> None:
    """Mark ``folder`` as holding ``edition``."""
    atomic.write(folder / FILE, (json.dumps(asdict(edition), ensure_ascii=False) + "\n").encode())
