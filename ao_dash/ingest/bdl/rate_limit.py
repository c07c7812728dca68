"""How often the bank may be asked, counted across runs.

The limits are those of https://api.stat.gov.pl/Home/BdlApi (read in a stored copy): 5 requests
a second, 100 in 15 minutes, 1000 in 12 hours and 10 000 in 7 days; with a key 10, 500, 5000 and
50 000. Each is kept as a sliding window, which is the strictest reading of them.
"""

from __future__ import annotations

import json
import math
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from ao_dash.ingest.editions.files import write_file

_MINUTE, _HOUR, _DAY = 60.0, 3600.0, 86400.0


@dataclass(frozen=True)
class Limit:
    """At most ``requests`` in any ``seconds``."""

    requests: int
    seconds: float


ANONYMOUS = (
    Limit(5, 1.0),
    Limit(100, 15 * _MINUTE),
    Limit(1_000, 12 * _HOUR),
    Limit(10_000, 7 * _DAY),
)
WITH_KEY = (
    Limit(10, 1.0),
    Limit(500, 15 * _MINUTE),
    Limit(5_000, 12 * _HOUR),
    Limit(50_000, 7 * _DAY),
)


class Clock(Protocol):
    """Time as seconds since 1970, and waiting."""

    def now(self) -> float:
        """Return the time."""

    def sleep(self, seconds: float) -> None:
        """Wait."""


class SystemClock:
    """The clock of the machine."""

    def now(self) -> float:
        """Return the time."""
        return time.time()

    def sleep(self, seconds: float) -> None:
        """Wait."""
        time.sleep(seconds)


class Ledger:
    """When requests were made, remembered in a file.

    A file that is missing or damaged counts as empty: the bank's own 429 is then what stops us.
    Requests older than the finest windows are kept by the minute, at its end, which can only make
    the waiting longer.
    """

    def __init__(self, file: Path, limits: tuple[Limit, ...]) -> None:
        self._file = file
        self._limits = limits
        self._asked = list(_read(file))

    def wait(self, now: float) -> float:
        """Return for how many seconds the next request has to wait."""
        return max(0.0, *(self._wait(limit, now) for limit in self._limits))

    def forecast(self, now: float, requests: int) -> float:
        """Return for how many seconds the limits stretch ``requests`` more requests, about."""
        return max(0.0, *(self._stretch(limit, now, requests) for limit in self._limits))

    def note(self, now: float) -> None:
        """Remember a request made ``now``."""
        oldest = now - max(limit.seconds for limit in self._limits)
        # a clock that was set back must not block for years
        kept = [(at, count) for at, count in self._asked if oldest < at <= now + _MINUTE]
        self._asked = [*_by_minute(kept, now - 20 * _MINUTE), (now, 1)]
        write_file(self._file, json.dumps({"asked": self._asked}).encode(), durable=False)

    def _stretch(self, limit: Limit, now: float, requests: int) -> float:
        used = sum(n for at, n in self._asked if now - limit.seconds < at <= now)
        return (used + requests - limit.requests) / limit.requests * limit.seconds

    def _wait(self, limit: Limit, now: float) -> float:
        inside = [(at, n) for at, n in self._asked if now - limit.seconds < at <= now + _MINUTE]
        excess = sum(count for _, count in inside) - limit.requests + 1
        if excess <= 0:
            return 0.0
        for at, count in inside:  # from the oldest: when enough of them have left the window
            excess -= count
            if excess <= 0:
                return max(0.0, at + limit.seconds - now)
        return limit.seconds


def _by_minute(asked: list[tuple[float, int]], before: float) -> Iterator[tuple[float, int]]:
    minutes: dict[float, int] = {}
    for at, count in asked:
        if at < before:
            end = math.ceil(at / _MINUTE) * _MINUTE
            minutes[end] = minutes.get(end, 0) + count
    yield from sorted(minutes.items())
    yield from ((at, count) for at, count in asked if at >= before)


def _read(file: Path) -> Iterator[tuple[float, int]]:
    try:
        rows = json.loads(file.read_bytes())["asked"]
        yield from sorted((float(at), int(count)) for at, count in rows)
    except (OSError, ValueError, KeyError, TypeError):
        return
