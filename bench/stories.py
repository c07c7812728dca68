"""A hundred stories at once, and what everybody else waits meanwhile.

``python -m bench.stories``. Page and API are asked one after another, before and while a hundred
programs post a story of ten pictures for its PDF. Exit code 1 if a budget is missed.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from bench.load import Run, answered, connected
from bench.screens import p95
from tests.support.browser import serving

PROGRAMS, PICTURES = 100, 10
IDLE_SECONDS, AFTERWARDS = 20.0, 60.0
MOST_SLOWER, MOST_KEPT = 3.0, 1.1
"""How many times longer others may wait, and of the memory before, what may be held afterwards."""

ADDRESS = "/api/v1/opowiesc.pdf"
OTHERS = ("/", "/api/v1/dane.json?wskaznik=ludnosc", "/api/v1/dane.csv?wskaznik=bezrobotni_1000")


@dataclass(frozen=True)
class Figures:
    """p95 in ms of page and API, memory in MB of the server, and how the stories were answered."""

    idle: float
    meanwhile: float
    before: float
    most: float
    afterwards: float
    told: dict[int, int]

    @property
    def kept(self) -> bool:
        """Whether the budgets are kept."""
        slower, memory = self.meanwhile / self.idle, self.afterwards / self.before
        return slower <= MOST_SLOWER and memory <= MOST_KEPT and set(self.told) <= {200, 503}


def story(pictures: int) -> bytes:
    """Return a story of the map in one year after another."""
    steps = [
        {"tytul": f"Krok {n}", "obraz": f"wskaznik=ludnosc&rok={2024 - n}"} for n in range(pictures)
    ]
    told = {"format": "aglomeracja-opolska/opowiesc", "wersja": 1, "tytul": "Próba"}
    return json.dumps(told | {"kroki": steps}).encode()


def measure() -> Figures:
    """Serve the dashboard, measure idle and busy, wait, and measure its memory again."""
    with serving() as address:
        return asyncio.run(_measured(address, _process(urlsplit(address).port)))


async def _measured(address: str, process: Path) -> Figures:
    await _post(address, story(1))  # what draws is loaded once
    idle, busy, done = Run(), Run(), asyncio.Event()
    await _ask(address, idle, done, IDLE_SECONDS)
    before = _memory(process)
    asking = asyncio.create_task(_ask(address, busy, done))
    posts = asyncio.gather(*(_post(address, story(PICTURES)) for _ in range(PROGRAMS)))
    most = before
    while not posts.done():
        await asyncio.wait([posts], timeout=0.2)
        most = max(most, _memory(process))
    done.set()
    await asking
    await asyncio.sleep(AFTERWARDS)
    statuses = posts.result()
    told = {status: statuses.count(status) for status in set(statuses)}
    return Figures(p95(idle.took), p95(busy.took), before, most, _memory(process), told)


async def _ask(address: str, run: Run, done: asyncio.Event, seconds: float = 3600) -> None:
    reader, writer = await connected(address)
    end = time.perf_counter() + seconds
    while not done.is_set() and time.perf_counter() < end:
        for path in OTHERS:
            start = time.perf_counter()
            await answered(reader, writer, path)
            run.took.append(1000 * (time.perf_counter() - start))
            await asyncio.sleep(0.02)
    writer.close()


async def _post(address: str, content: bytes) -> int:
    reader, writer = await connected(address)
    head = f"POST {ADDRESS} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
    writer.write(f"{head}Content-Length: {len(content)}\r\n\r\n".encode() + content)
    status = int((await reader.readline()).split()[1])
    writer.close()
    return status


def _process(port: int | None) -> Path:
    """Return the folder of the system about the server that was started with a port."""
    asked = f"--server.port\0{port}\0".encode()
    return next(one.parent for one in Path("/proc").glob("[0-9]*/cmdline") if asked in _of(one))


def _of(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:  # a process that has ended
        return b""


def _memory(process: Path) -> float:
    lines = (process / "status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))


def lines(figures: Figures) -> Sequence[str]:
    """Return the figures as a table in Markdown."""
    slower, memory = figures.meanwhile / figures.idle, figures.afterwards / figures.before
    waits = f"{figures.idle:.1f} / {figures.meanwhile:.1f} ms ({slower:.2f}×)"
    held = (
        f"{figures.before:.0f} / {figures.most:.0f} / {figures.afterwards:.0f} MB ({memory:.2f}×)"
    )
    told = ", ".join(f"{count} × {status}" for status, count in sorted(figures.told.items()))
    return [
        f"| {PROGRAMS} stories of {PICTURES} pictures at once | result | budget |",
        "| --- | --- | --- |",
        f"| p95 of page and API, idle / meanwhile | {waits} | ≤ {MOST_SLOWER:g} |",
        f"| memory before / most / a minute after | {held} | ≤ {MOST_KEPT:g} |",
        f"| answers | {told} | |",
    ]


def main() -> int:
    """Measure, print, compare with the budgets."""
    figures = measure()
    print("\n".join(lines(figures)))
    return 0 if figures.kept else 1


if __name__ == "__main__":
    sys.exit(main())
