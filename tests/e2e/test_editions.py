"""Eight visitors of the served app change filters while the data are exchanged under them."""

from __future__ import annotations

import re
import shutil
import threading
import urllib.request
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle
from pathlib import Path
from urllib.parse import urlencode

import pandas as pd
import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from ao_dash.ingest.editions.swap import renewal
from tests.support.browser import serving
from tests.support.data import ROOT

SESSIONS, EDITIONS = 8, 4
POPULATION = "?wskaznik=ludnosc&rok=2024"
FILTERS: tuple[dict[str, str], ...] = (
    {},
    {"typ": "wiejska"},
    {"gmina": "166101", "metoda": "kwantyle"},
    {"zmiana": "roznica", "od": "2020"},
    {"teren": "staly"},
    {"klasy": "4"},
)
FINISHED = ForwardMsg.FINISHED_SUCCESSFULLY
# The number of the edition is in the figures of every gmina, in two names, a source and borders.
# Digits beside letters belong to a random name of a session.
MARKS = re.compile(rb"wydanie-(\d+)|(?<![\w.,])97(\d)(?:\xc2\xa0)?0[012]\d(?!\w)")


def mark(folder: Path, number: int) -> None:
    """Write the number of an edition wherever a picture takes something from."""
    stats = pd.read_csv(folder / "stats.csv", dtype=str, keep_default_na=False)
    rows = stats["indicator"].eq("ludnosc") & stats["year"].eq("2024")
    for n, index in enumerate(stats.index[rows]):
        stats.loc[index, "value"] = f"97{number}{n:03}"
    stats.to_csv(folder / "stats.csv", index=False, lineterminator="\n")
    for file in ("indicators.csv", "sources.csv", "boundaries/vintages.csv", "gminy.csv"):
        path = folder / file
        text = path.read_text(encoding="utf-8")
        if number == 0:
            for said in ("Ludność (stan 31 grudnia)", "ludność 31 XII", "stan 2025", "Gogolin"):
                text = text.replace(said, f"{said} wydanie-0")
        path.write_text(re.sub(r"wydanie-\d+", f"wydanie-{number}", text), encoding="utf-8")


@pytest.fixture
def marked(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    folder = Path(shutil.copytree(ROOT / "data", tmp_path / "data"))
    mark(folder, 0)
    with serving(data=folder) as address:
        yield folder, address


def editions(content: bytes) -> set[int]:
    """Return the numbers of every edition that has left something in ``content``."""
    return {int(one or other) for one, other in MARKS.findall(content)}


def picture(socket: ClientConnection, query: Mapping[str, str]) -> bytes:
    """Choose a picture in a session of the app and return everything that came for it."""
    asked = BackMsg()
    asked.rerun_script.query_string = urlencode({"wskaznik": "ludnosc", "rok": "2024", **query})
    socket.send(asked.SerializeToString())
    received = b""
    while True:
        raw = socket.recv(timeout=60)
        assert isinstance(raw, bytes)
        message = ForwardMsg()
        message.ParseFromString(raw)
        assert not message.delta.new_element.HasField("exception"), raw
        kind = message.WhichOneof("type")
        # a run that ends to begin anew has shown nothing yet
        received = b"" if kind == "new_session" else received + raw
        if kind == "script_finished" and message.script_finished == FINISHED:
            return received


def fetched(address: str) -> bytes:
    with urllib.request.urlopen(address, timeout=60) as answer:
        content: bytes = answer.read()
        return content


class Exchange:
    """What is going on: the edition each visitor has seen last, and whether there is another."""

    def __init__(self) -> None:
        self._seen, self._changed = [-1] * SESSIONS, threading.Condition()
        self.over = threading.Event()

    def see(self, visitor: int, edition: int) -> None:
        with self._changed:
            self._seen[visitor] = edition
            self._changed.notify_all()

    def end(self) -> None:
        with self._changed:
            self.over.set()
            self._changed.notify_all()

    def wait_for(self, edition: int) -> None:
        """Wait until somebody has seen ``edition`` and nobody is two behind it.

        Borders are kept for three editions, which is for longer than anybody needs for a picture.
        """

        def arrived() -> bool:
            on_time = max(self._seen) >= edition and min(self._seen) >= edition - 1
            return on_time or self.over.is_set()

        with self._changed:
            assert self._changed.wait_for(arrived, timeout=120)


def visit(address: str, number: int, exchange: Exchange) -> list[set[int]]:
    """Change filters until the data have been exchanged; return the editions of each picture."""
    try:
        return pictures_of(address, number, exchange)
    except BaseException:
        exchange.end()  # what went wrong is told at once, nobody waits for this visitor
        raise


def pictures_of(address: str, number: int, exchange: Exchange) -> list[set[int]]:
    seen = []
    start = number % len(FILTERS)
    stream = f"{address.replace('http', 'ws')}/_stcore/stream"
    with connect(stream, subprotocols=[Subprotocol("streamlit")], max_size=None) as socket:
        for query in cycle(FILTERS[start:] + FILTERS[:start]):
            last = exchange.over.is_set()
            content = picture(socket, query)
            borders = set(re.findall(rb"/geo/\w+\.json\?v=\w+", content))
            content += b"".join(fetched(address + layer.decode()) for layer in borders)
            seen.append(editions(content))
            assert len(seen[-1]) == 1, seen[-1]
            exchange.see(number, max(seen[-1]))
            if number % 5 == 0:
                seen.append(editions(fetched(f"{address}/api/v1/dane.csv{POPULATION}")))
            if last:
                return seen
    raise AssertionError


def test_no_picture_is_of_two_editions_while_the_data_are_exchanged(
    marked: tuple[Path, str],
) -> None:
    folder, address = marked
    exchange = Exchange()
    with ThreadPoolExecutor(SESSIONS) as pool:
        visits = [pool.submit(visit, address, n, exchange) for n in range(SESSIONS)]
        try:
            for number in range(1, EDITIONS + 1):
                with renewal(folder) as new:
                    mark(new.path, number)
                    new.put_in_place(new.edition("test"))
                exchange.wait_for(number)
        finally:
            exchange.end()
        seen = [visit.result() for visit in visits]
    pictures = [found for one in seen for found in one]
    assert len(pictures) >= 2 * SESSIONS
    assert all(len(found) == 1 for found in pictures), [f for f in pictures if len(f) != 1]
    assert len(set.union(*pictures)) >= 3
    assert all(one[-1] == {EDITIONS} for one in seen)
