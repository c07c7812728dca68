"""The last attempt to renew the data, successful or not, for whoever wants to tell of it."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from ao_dash.ingest.editions import atomic

CACHE_VARIABLE = "AO_CACHE_DIR"
_FILE = "ostatnia_proba.json"


def cache_folder() -> Path:
    """Return the folder for answers of the offices: ``AO_CACHE_DIR``, else one of the user."""
    named = os.environ.get(CACHE_VARIABLE)
    return Path(named).resolve() if named else Path.home() / ".cache" / "ao_dash"


@dataclass(frozen=True)
class Attempt:
    """When it was (ISO, local), which command, whether it went well, and its sentence (Polish)."""

    when: str
    command: str
    fine: bool
    said: str


def note(cache: Path, attempt: Attempt) -> None:
    """Remember ``attempt`` in the folder ``cache``."""
    atomic.write(cache / _FILE, json.dumps(asdict(attempt), ensure_ascii=False).encode())


def last(cache: Path) -> Attempt | None:
    """Return the last attempt, ``None`` if there was none or the file is damaged."""
    try:
        raw = json.loads((cache / _FILE).read_bytes())
        return Attempt(str(raw["when"]), str(raw["command"]), bool(raw["fine"]), str(raw["said"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
