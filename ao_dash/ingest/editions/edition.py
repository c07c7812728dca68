"""Which edition of the data a folder holds, how the last attempt to renew it went, in words too.

The edition is a small file that travels with the folder; the attempt is remembered in the cache.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeVar, get_type_hints

from ao_dash.ingest.editions.files import write_file

FILE = "wydanie.json"
_ATTEMPT_FILE = "ostatnia_proba.json"

_Record = TypeVar("_Record")


@dataclass(frozen=True)
class Edition:
    """A running number, the day it was made (ISO) and the command that made it."""

    number: int
    made: str
    command: str


@dataclass(frozen=True)
class Attempt:
    """When it was (ISO, local), which command, whether it went well, and its sentence (Polish)."""

    when: str
    command: str
    fine: bool
    said: str


def read_edition(folder: Path) -> Edition | None:
    """Return the edition of ``folder``; ``None`` for a folder no command has renewed yet."""
    return _read(folder / FILE, Edition)


def number_of(folder: Path) -> int:
    """Return the running number of the edition in ``folder``, 0 for one without."""
    edition = read_edition(folder)
    return edition.number if edition else 0


def write_edition(folder: Path, edition: Edition) -> None:
    """Mark ``folder`` as holding ``edition``."""
    _write(folder / FILE, edition)


def last_attempt(cache: Path) -> Attempt | None:
    """Return the last attempt, ``None`` if there was none or the file is damaged."""
    return _read(cache / _ATTEMPT_FILE, Attempt)


def write_attempt(cache: Path, attempt: Attempt) -> None:
    """Remember ``attempt`` in the folder ``cache``."""
    _write(cache / _ATTEMPT_FILE, attempt)


def renewal_words(edition: Edition | None, attempt: Attempt | None) -> str:
    """Say of which day the data are, and how the last attempt to renew them went.

    >>> renewal_words(Edition(3, "2026-11-23", "refresh bdl"), None)
    'Dane z dnia 23.11.2026 (wydanie 3).'
    """
    sentence = "Dane dołączone do pulpitu, nieodświeżane jeszcze z urzędów."
    if edition is not None:
        day = _moment(edition.made[:10], "%d.%m.%Y")
        sentence = f"Dane z dnia {day} (wydanie {edition.number})."
    if attempt is None:
        return sentence
    outcome = "udana" if attempt.fine else "nieudana"
    moment = _moment(attempt.when, "%d.%m.%Y, %H:%M")
    return f"{sentence} Ostatnia próba: {moment}, {outcome}. {attempt.said}".strip()


def _moment(text: str, form: str) -> str:
    try:
        return datetime.fromisoformat(text).strftime(form)
    except ValueError:  # a file somebody has edited
        return text[:16]


def _read(file: Path, record: type[_Record]) -> _Record | None:
    try:
        raw = json.loads(file.read_bytes())
        return record(*(kind(raw[name]) for name, kind in get_type_hints(record).items()))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _write(file: Path, record: Edition | Attempt) -> None:
    write_file(file, (json.dumps(asdict(record), ensure_ascii=False) + "\n").encode())
