"""A renewal whose attempt is remembered, whether it goes well or not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from ao_dash.ingest.editions import last_attempt
from ao_dash.ingest.editions.errors import RefreshError
from ao_dash.ingest.editions.last_attempt import Attempt
from ao_dash.model.faults import DataFaults


@contextmanager
def noted(cache: Path, command: str, *, dry: bool) -> Iterator[list[str]]:
    """Remember an attempt in ``cache``, unless it is ``dry``.

    Gives a list; the sentence that is put into it is what a successful attempt says.
    """
    said: list[str] = []
    try:
        yield said
    except (RefreshError, DataFaults, OSError) as error:
        if not dry:
            _note(cache, command, f"Nie udało się: {error}", fine=False)
        raise
    if not dry:
        _note(cache, command, " ".join(said), fine=True)


def _note(cache: Path, command: str, said: str, *, fine: bool) -> None:
    when = datetime.now(UTC).astimezone().isoformat(timespec="seconds")
    with suppress(OSError):  # a full disk; the exception under way says so
        last_attempt.note(cache, Attempt(when, command, fine, said))
