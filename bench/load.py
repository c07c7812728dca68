"""Many programs at once on ``/api/v1``, beside static files of the same sizes in the same run.

``python -m bench.load [--seconds 60] [--clients 50]``. Every client asks for one address after
another. The static files are served by a server that can do nothing else, in turns with ours, so
that a busy moment of the machine hits both. Exit code 1 if a budget is missed.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from bench.screens import p95
from tests.support.browser import free_port, serving
from tests.support.data import ROOT

SECONDS, CLIENTS, TURNS = 60, 50, 4
BUDGET = 5.0
"""How many times slower than a static file an answer may be, 95 of 100 times."""

_INDICATORS = (
    "ludnosc",
    "bezrobotni_1000",
    "saldo_migracji_1000",
    "dochody_wlasne_os",
    "gestosc",
    "malzenstwa_1000",
)
ADDRESSES = (
    *(f"/api/v1/dane.{kind}?wskaznik={i}" for i in _INDICATORS for kind in ("csv", "json", "xlsx")),
    *(f"/api/v1/dane.csv?wskaznik={i}&uklad=lata" for i in _INDICATORS),
    *(f"/api/v1/lata.json?wskaznik={i}" for i in _INDICATORS),
    *(f"/api/v1/{code}.csv" for code in ("profil", "porownanie", "syntetyczny", "wspolpraca")),
    *(f"/api/v1/{name}.json" for name in ("wskazniki", "dziedziny", "gminy", "projekty")),
    "/api/v1/dane.geojson?wskaznik=ludnosc",
    "/api/v1/granice/do_2016.geojson",
    "/api/v1/openapi.json",
)
"""What is asked for, the same by every client."""


@dataclass
class Run:
    """What clients saw: milliseconds of each answer, and answers that were none."""

    took: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Figures:
    """The result: answers and errors of ours, and p95 in ms of ours and of static files."""

    answers: int
    errors: tuple[str, ...]
    middle: float
    ours: float
    static: float

    @property
    def ratio(self) -> float:
        """How many times slower ours is, 95 of 100 times."""
        return self.ours / self.static

    @property
    def kept(self) -> bool:
        """Whether the budget is kept."""
        return not self.errors and self.ratio <= BUDGET


def load(seconds: float = SECONDS, clients: int = CLIENTS) -> Figures:
    """Measure for ``seconds`` each, in turns."""
    with serving() as ours, tempfile.TemporaryDirectory() as folder:
        sizes = asyncio.run(_sizes(ours))
        for number, size in enumerate(sizes):
            (Path(folder) / f"{number}.bin").write_bytes(os.urandom(size))
        with _still(folder) as static, serving() as fresh:
            # the server that told the sizes has made every answer already: a new one has not
            still = [f"/{number}.bin" for number in range(len(sizes))]
            runs = {fresh: Run(), static: Run()}
            for _ in range(TURNS):
                for address, paths in ((fresh, ADDRESSES), (static, still)):
                    asyncio.run(_many(address, paths, clients, seconds / TURNS, runs[address]))
    own, other = runs[fresh], runs[static]
    return Figures(
        answers=len(own.took),
        errors=tuple(own.errors + other.errors),
        middle=statistics.median(own.took),
        ours=p95(own.took),
        static=p95(other.took),
    )


@contextlib.contextmanager
def _still(folder: str) -> Iterator[str]:
    """Serve the files of ``folder``; yield the address."""
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "bench.still:app", "--port", str(port)]
    environment = dict(os.environ) | {"AO_STILL": folder}
    process = subprocess.Popen([*command, "--log-level", "warning"], cwd=ROOT, env=environment)
    try:
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            with contextlib.suppress(ConnectionError):
                asyncio.run(_sizes(f"http://127.0.0.1:{port}", ["/0.bin"]))
                break
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=10)


async def _sizes(address: str, paths: Sequence[str] = ADDRESSES) -> list[int]:
    reader, writer = await connected(address)
    sizes = []
    for path in paths:
        status, size = await answered(reader, writer, path)
        assert status == 200, f"{path}: {status}"
        sizes.append(size)
    writer.close()
    return sizes


async def _many(address: str, paths: Sequence[str], clients: int, seconds: float, run: Run) -> None:
    end = time.perf_counter() + seconds
    tasks = (_client(address, paths, first, end, run) for first in range(clients))
    await asyncio.gather(*tasks)


async def _client(address: str, paths: Sequence[str], first: int, end: float, run: Run) -> None:
    reader, writer = await connected(address)
    turn = first  # clients begin at different addresses
    while time.perf_counter() < end:
        path = paths[turn % len(paths)]
        turn += 1
        start = time.perf_counter()
        try:
            status, _ = await answered(reader, writer, path)
        except (OSError, EOFError) as error:
            run.errors.append(f"{path}: {error}")
            return
        run.took.append(1000 * (time.perf_counter() - start))
        if status != 200:
            run.errors.append(f"{path}: {status}")
    writer.close()


async def connected(address: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    where = urlsplit(address)
    return await asyncio.open_connection(where.hostname, where.port)


async def answered(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, path: str
) -> tuple[int, int]:
    """Ask on an open connection; return the status and the bytes of the content as sent.

    A client of a library takes longer than the servers do.
    """
    head = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: gzip\r\n\r\n"
    writer.write(head.encode())
    lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    headers = {name.lower(): value for name, _, value in (x.partition(": ") for x in lines[1:])}
    size = int(headers["content-length"])
    await reader.readexactly(size)
    return int(lines[0].split()[1]), size


def lines(figures: Figures) -> list[str]:
    """Return the figures as a table in Markdown."""
    kept = "yes" if figures.kept else "NO"
    own = f"Median {figures.middle:.1f} ms, p95 {figures.ours:.1f} ms"
    return [
        "| load on `/api/v1` | result | budget | kept |",
        "| --- | --- | --- | --- |",
        f"| p95: ours / static file of the same size | {figures.ratio:.2f}× | ≤ {BUDGET:g} | {kept} |",
        f"| errors in {figures.answers} answers | {len(figures.errors)} | 0 | {kept} |",
        "",
        f"{own}; static p95 {figures.static:.1f} ms.",
    ]


def main() -> int:
    """Measure, print, compare with the budget."""
    parser = argparse.ArgumentParser(prog="python -m bench.load")
    parser.add_argument("--seconds", type=float, default=SECONDS)
    parser.add_argument("--clients", type=int, default=CLIENTS)
    options = parser.parse_args()
    figures = load(options.seconds, options.clients)
    print("\n".join(lines(figures)))
    for error in sorted(set(figures.errors))[:20]:
        print(error, file=sys.stderr)
    return 0 if figures.kept else 1


if __name__ == "__main__":
    sys.exit(main())
