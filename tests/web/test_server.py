"""The server as programs meet it: its answers from the first moment on, and its bounds."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import anyio
import pytest
import uvicorn
from prometheus_client import REGISTRY
from starlette.applications import Starlette
from starlette.testclient import TestClient, WebSocketTestSession
from starlette.types import Message
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager

from ao_dash.model.dataset import Dataset
from ao_dash.output.html import report
from ao_dash.screens.story.story import Step
from ao_dash.web.api import work
from ao_dash.web.api.operation import WorkQueue
from ao_dash.web.server import assets, patience, stories
from ao_dash.web.server.kept_assets import KeptAssets
from ao_dash.web.server.routes import routes
from ao_dash.web.server.stories import STORY
from ao_dash.web.streamlit_seams import COMPONENT_PREFIX, FRAME, open_sessions
from ao_dash.web.ui.address import MAP
from ao_dash.web.ui.menu import PAGES
from app import app
from tests.support.api import run
from tests.support.browser import free_port
from tests.support.data import ROOT

STREAM = "/_stcore/stream"


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    """The dashboard as it starts, before anybody has looked at it."""
    with pytest.MonkeyPatch.context() as restoring:
        plain = MemoryUploadedFileManager.add_file  # a server that starts gives it bounds
        restoring.setattr(MemoryUploadedFileManager, "add_file", plain)
        with TestClient(app, base_url="http://localhost") as client:
            yield client


def test_the_frame_of_the_map_is_there_before_anybody_has_asked_for_a_map(
    client: TestClient,
) -> None:
    assert client.get(f"{COMPONENT_PREFIX}{FRAME}/index.html").status_code == 200


@pytest.mark.parametrize("accept", ["text/html", "*/*"])
def test_the_head_of_a_page_is_that_of_the_page(client: TestClient, accept: str) -> None:
    for path in ("/", "/?rok=2016", "/profil", "/nope"):
        whole, head = (client.request(m, path, headers={"accept": accept}) for m in ("GET", "HEAD"))
        assert head.status_code == whole.status_code
        assert int(head.headers["content-length"]) == int(whole.headers["content-length"]) > 1000


def test_only_screens_are_pages(client: TestClient) -> None:
    for code in PAGES:
        assert client.get(f"/{code}" if code != MAP else "/").status_code == 200, code
    for path in ("/nope", "/profil/x", "/wp-login.php", "/static/nope.js", f"/{MAP}"):
        assert client.get(path).status_code == 404, path


def test_a_file_is_compressed_once_however_its_address_is_written(client: TestClient) -> None:
    path, kept = assets.leaflet_url("leaflet.js"), KeptAssets(app)
    asking = TestClient(kept)
    plain = client.get(path, headers={"accept-encoding": "identity"})
    for turn in range(40):
        coding = ("br, gzip", "gzip;q=0.9", "identity")[turn % 3]
        got = asking.get(f"{path}?x={turn}", headers={"accept-encoding": coding})
        assert got.content == plain.content
        assert "immutable" in got.headers["cache-control"]
    assert len(kept.kept) == 3
    again = client.get(path, headers={"if-none-match": plain.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert asking.get("/assets/ao-1/nie-ma.js").status_code == 404
    assert len(kept.kept) == 3


STORIES = Starlette(routes=stories.routes())


class Asker:
    """A program that sends a story and may hang up after it."""

    def __init__(self, story: bytes, *, patient: bool = True) -> None:
        self.messages = [{"type": "http.request", "body": story}]
        self.patient = patient
        self.status = 0

    async def receive(self) -> Message:
        if self.messages:
            return self.messages.pop()
        if self.patient:
            await anyio.sleep_forever()
        return {"type": "http.disconnect"}

    async def send(self, message: Message) -> None:
        self.status = message.get("status", self.status)

    async def ask(self) -> None:
        headers = [(b"content-type", b"application/json")]
        scope = {"type": "http", "method": "POST", "path": STORY, "headers": headers}
        await STORIES({**scope, "query_string": b""}, self.receive, self.send)


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[Step]:
    """Steps of stories that were drawn, in their order."""
    made: list[Step] = []

    def draw(_: Dataset, step: Step) -> dict[str, str]:
        made.append(step)
        return {}

    monkeypatch.setattr(report, "picture", draw)
    return made


def all_at_once(askers: list[Asker]) -> None:
    async def together() -> None:
        async with anyio.create_task_group() as group:
            for asker in askers:
                group.start_soon(asker.ask)

    run(together)


TALE = json.dumps(
    {
        "format": "aglomeracja-opolska/opowiesc",
        "wersja": 1,
        "tytul": "Próba",
        "kroki": [{"tytul": f"Krok {n}", "obraz": "wskaznik=ludnosc"} for n in range(3)],
    }
).encode()


def measure(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0.0


def test_more_stories_than_can_wait_are_asked_to_come_back(drawn: list[Step]) -> None:
    askers = [Asker(TALE) for _ in range(100)]
    before = measure("ao_queue_refused_total", queue=WorkQueue.STORY)
    all_at_once(askers)
    served = [asker for asker in askers if asker.status == 200]
    assert {asker.status for asker in askers} == {200, 503}
    refused = measure("ao_queue_refused_total", queue=WorkQueue.STORY) - before
    assert refused == len(askers) - len(served)
    assert measure("ao_queue_waiting", queue=WorkQueue.STORY) == 0
    # a place is free again once a story is drawn, so more may be served, one after another
    assert work.MOST_WAITING[WorkQueue.STORY] <= len(served) < len(askers)
    assert len(drawn) == 3 * len(served)
    first = [step.title for step in drawn[: work.MOST_WAITING[WorkQueue.STORY]]]
    assert len(set(first)) == 1, "whoever came later waits for the whole of a story"


def test_nothing_is_drawn_for_those_who_have_hung_up(drawn: list[Step]) -> None:
    all_at_once([Asker(TALE, patient=False) for _ in range(10)])
    assert drawn == []


def test_only_what_says_it_is_json_is_read(client: TestClient) -> None:
    for kind in ("text/plain", "application/x-www-form-urlencoded", ""):
        answer = client.post(STORY, content=TALE, headers={"content-type": kind})
        assert answer.status_code == 415
        assert "Content-Type" in answer.json()["faults"][0]["remedy"]


def talk(page: WebSocketTestSession, asked: BackMsg) -> list[ForwardMsg]:
    """Ask for a run as a page does; return what is sent until it is done."""
    page.send_bytes(asked.SerializeToString())
    sent: list[ForwardMsg] = []
    while not sent or sent[-1].WhichOneof("type") != "script_finished":
        sent.append(ForwardMsg())
        sent[-1].ParseFromString(page.receive_bytes())
    return sent


def test_open_pages_and_runs_of_the_script_are_counted(client: TestClient) -> None:
    asked, before = BackMsg(), measure("ao_script_seconds_count")
    asked.rerun_script.query_string = "rok=2019"
    sessions = open_sessions()
    with client.websocket_connect(STREAM, subprotocols=["streamlit"]) as page:
        talk(page, asked)
        assert open_sessions() == sessions + 1
        talk(page, asked)  # the end of the first run has been heard of by now
    assert measure("ao_script_seconds_count") > before
    assert measure("ao_script_seconds_sum") > 0


def test_a_page_that_has_lost_its_session_is_understood_by_a_new_one(client: TestClient) -> None:
    asked = BackMsg()
    asked.rerun_script.query_string = "rok=2019"
    with client.websocket_connect(STREAM, subprotocols=["streamlit"]) as page:
        sent = talk(page, asked)
    assert [m for m in sent if m.HasField("auto_rerun")], "nothing makes the page ask again"
    drawn = [m.delta for m in sent if m.delta.new_element.HasField("selectbox")]
    (year,) = [delta for delta in drawn if delta.new_element.selectbox.label == "Rok"]
    asked.rerun_script.fragment_id = year.fragment_id
    state = WidgetState(id=year.new_element.selectbox.id, string_value="2018")
    asked.rerun_script.widget_states.widgets.append(state)
    with client.websocket_connect(STREAM, subprotocols=["streamlit"]) as page:
        sent = talk(page, asked)
    addresses = [m.page_info_changed.query_string for m in sent if m.HasField("page_info_changed")]
    assert "rok=2018" in addresses[-1]
    assert [m for m in sent if m.HasField("new_session")], "the whole screen is not drawn"
    boxes = [m.delta.new_element.selectbox for m in sent if m.HasField("delta")]
    assert not [box for box in boxes if box.set_value], "the box is set back to the old year"


@pytest.fixture
def slow_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, int]]:
    """A server that gives nobody time."""
    monkeypatch.setattr(patience, "HEADER_SECONDS", 0.05)
    monkeypatch.setattr(patience, "BODY_SECONDS", 0.05)
    gate = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(Starlette(routes=routes()), log_level="error"))
    thread = threading.Thread(target=server.run, args=([gate],))
    thread.start()
    yield gate.getsockname()
    server.should_exit = True
    thread.join()


@pytest.mark.parametrize(
    "begun",
    [
        b"",
        b"GET / HT",
        b"GET / HTTP/1.1\r\nHost: x\r\nX-A: b",
        b"POST /api/v1/opowiesc HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{",
        b"GET /nope HTTP/1.1\r\nHost: x\r\n\r\nGET / HT",
    ],
)
def test_a_request_that_is_never_finished_is_given_up(
    slow_server: tuple[str, int], begun: bytes
) -> None:
    with socket.create_connection(slow_server, timeout=20) as asker:
        asker.sendall(begun)
        with contextlib.suppress(ConnectionResetError):
            while asker.recv(65536):
                pass


def own_addresses() -> set[str]:
    """Addresses of this computer in a network."""
    with contextlib.suppress(OSError):
        found = socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)
        return {str(place[0]) for *_, place in found if not str(place[0]).startswith("127.")}
    return set()


def answers(place: str, port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection((place, port), timeout=5):
        return True
    return False


WATCH = """
import os, sys
open(os.environ["AO_WATCH"], "a").close()
def note(event, args):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto"):
        with open(os.environ["AO_WATCH"], "a") as file:
            print(event, args[1] if event != "socket.getaddrinfo" else args[0], file=file)
sys.addaudithook(note)
"""


def test_starting_asks_nobody_and_says_where_it_is(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(WATCH, encoding="utf-8")
    seen = tmp_path / "seen"
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    environment = {**os.environ, "PYTHONPATH": str(tmp_path), "AO_WATCH": str(seen)}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE) as server:
        assert server.stdout
        said = next(line for line in server.stdout if line.strip()).decode()
        assert f"http://localhost:{port} " in said
        assert not [place for place in own_addresses() if answers(place, port)]
        assert answers("127.0.0.1", port)
        server.terminate()
    abroad = [line for line in seen.read_text("utf-8").splitlines() if "localhost" not in line]
    assert [line for line in abroad if "127.0.0.1" not in line and "::1" not in line] == []
