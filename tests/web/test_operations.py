"""What those who run the dashboard rely on: health, log, measures, a stop in peace."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest
from prometheus_client.parser import text_string_to_metric_families
from starlette.applications import Starlette
from starlette.testclient import TestClient

from ao_dash.model.settings import settings
from ao_dash.web.server.observation import HEADER, Observed
from ao_dash.web.server.routes import routes
from tests.support.browser import free_port
from tests.support.data import ROOT


@dataclass
class Process:
    """The dashboard as a process of its own; ``log`` is where its log goes."""

    address: str
    measures: str
    process: subprocess.Popen[bytes]
    log: Path

    def lines(self) -> list[dict[str, object]]:
        return [json.loads(line) for line in self.log.read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Process]:
    folder, port, measures = tmp_path_factory.mktemp("log"), free_port(), free_port()
    environment = {
        **os.environ,
        "AO_LOG": "json",
        "AO_METRICS_PORT": str(measures),
        "AO_DRAIN_SECONDS": "4",
        "AO_STIE": "x",
    }
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        where = f"http://127.0.0.1:{port}"
        try:
            until = time.monotonic() + 120
            while time.monotonic() < until and process.poll() is None:
                with contextlib.suppress(httpx2.TransportError):
                    httpx2.get(f"{where}/healthz")
                    break
                time.sleep(0.05)  # polling a process that is starting
            yield Process(where, f"http://127.0.0.1:{measures}/metrics", process, folder / "log")
        finally:
            process.kill()
            process.wait()


def test_measures_are_few_and_on_a_port_of_their_own(running: Process) -> None:
    for number in range(30):
        httpx2.get(f"{running.address}/nie-ma-{number}")
        httpx2.get(f"{running.address}/api/v1/dane.csv?rok={1990 + number}")
    assert httpx2.get(f"{running.address}/metrics").status_code == 404
    text = httpx2.get(running.measures).text
    found = {f.name: f.samples for f in text_string_to_metric_families(text)}
    requests = {(s.labels["route"], s.labels["status"]): s.value for s in found["ao_requests"]}
    assert requests["other", "404"] >= 30
    assert requests["api", "200"] + requests["api", "400"] == 30
    for name in ("ao_request_seconds", "ao_sessions", "ao_script_seconds", "ao_edition_info"):
        assert found[name], name
    assert {s.labels["queue"] for s in found["ao_queue_waiting"]} >= {"data", "story"}
    assert found["process_resident_memory_bytes"][0].value > 50_000_000
    assert sum(map(len, found.values())) < 300


def test_a_process_tells_its_state_and_stops_in_peace(running: Process) -> None:
    ready = httpx2.get(f"{running.address}/readyz", headers={HEADER: "pytanie-1"})
    assert (ready.status_code, ready.text, ready.headers[HEADER]) == (200, "ok", "pytanie-1")
    made = httpx2.get(f"{running.address}/api/v1/nic?osoba=jan", headers={HEADER: "nie {"})
    assert made.status_code == 404
    assert len(made.headers[HEADER]) == 32

    drawn: list[int] = []
    slow = threading.Thread(
        target=lambda: drawn.append(
            httpx2.get(f"{running.address}/api/v1/obraz.pdf?arkusz=a3", timeout=60).status_code
        )
    )
    slow.start()
    time.sleep(0.3)  # so that it is being drawn
    running.process.send_signal(signal.SIGTERM)
    while (refused := httpx2.get(f"{running.address}/readyz")).status_code == 200:
        time.sleep(0.05)  # until the signal has arrived
    assert refused.status_code == 503
    assert "zatrzymuje" in refused.text
    assert httpx2.get(f"{running.address}/healthz").status_code == 200
    started = time.monotonic()
    assert running.process.wait(timeout=60) == 0
    assert time.monotonic() - started < 45
    slow.join()
    assert drawn == [200]

    lines = running.lines()
    named = {line.get("request"): line for line in lines}
    assert named["pytanie-1"]["message"] == "GET /readyz 200"
    assert named[made.headers[HEADER]]["message"] == "GET /api/v1/nic 404"
    assert "jan" not in json.dumps(lines)
    assert any("Może AO_SITE?" in str(line["message"]) for line in lines)


def test_what_cannot_be_read_is_not_ready(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    client = TestClient(Observed(Starlette(routes=routes())))
    monkeypatch.setenv("AO_DATA_DIR", str(tmp_path / "nic"))
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert "nie ma takiego folderu danych" in answer.text
    assert client.get("/healthz").text == "ok"
    assert settings().metrics_port is None
