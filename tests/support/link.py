"""A network between a browser and a server that can be cut without a word, as networks are."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Iterator

from tests.support.browser import free_port

HOST = "127.0.0.1"


class Link:
    """A TCP relay to ``target``; while it is cut nobody gets through and nobody is told."""

    def __init__(self, target: int) -> None:
        self.port = free_port()
        self._target = target
        self._browsers: list[asyncio.StreamWriter] = []
        self._servers: list[asyncio.StreamWriter] = []

    def cut(self) -> None:
        """Let the server lose every connection; the browser does not hear of it."""
        self._loop.call_soon_threadsafe(self._joined.clear)
        self._abort(self._servers)

    def stop(self) -> None:
        """Break every connection on both sides, as a server that ends does."""
        self.cut()
        self._abort(self._browsers)

    def join(self, target: int | None = None) -> None:
        """Let connections through again, or to another server; those of before are reset."""
        self._abort(self._browsers)
        self._target = target or self._target
        self._loop.call_soon_threadsafe(self._joined.set)

    def close(self) -> None:
        """Take no more connections."""
        self._loop.call_soon_threadsafe(self._task.cancel)

    async def run(self, started: threading.Event) -> None:
        """Take connections until the link is closed."""
        self._loop = asyncio.get_running_loop()
        task = asyncio.current_task()
        assert task
        self._task = task
        self._joined = asyncio.Event()
        self._joined.set()
        async with await asyncio.start_server(self._connect, HOST, self.port):
            started.set()
            with contextlib.suppress(asyncio.CancelledError):
                await asyncio.Event().wait()
        self.cut()
        self.join()
        await asyncio.gather(*asyncio.all_tasks() - {task}, return_exceptions=True)

    def _abort(self, writers: list[asyncio.StreamWriter]) -> None:
        while writers:
            self._loop.call_soon_threadsafe(writers.pop().transport.abort)

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._browsers.append(writer)
        await self._joined.wait()
        with contextlib.closing(writer), contextlib.suppress(OSError):
            there, here = await asyncio.open_connection(HOST, self._target)
            self._servers.append(here)
            with contextlib.closing(here):
                await asyncio.gather(self._carry(reader, here), self._carry(there, writer))

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while content := await reader.read(65536):
                await self._joined.wait()
                writer.write(content)
                await writer.drain()
        await self._joined.wait()
        writer.close()


@contextlib.contextmanager
def linked(target: int) -> Iterator[Link]:
    """Put a link in front of the server at the port ``target``."""
    link, started = Link(target), threading.Event()
    thread = threading.Thread(target=lambda: asyncio.run(link.run(started)))
    thread.start()
    started.wait()
    try:
        yield link
    finally:
        link.close()
        thread.join()
