"""The bank's limits are kept in every window, in one run and across runs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ao_dash.ingest.bdl.rate_limit import ANONYMOUS, WITH_KEY, Ledger, Limit
from tests.support.bdl_server import FastClock

LIMITS = (Limit(3, 1.0), Limit(10, 60.0), Limit(20, 3600.0))


def ask(ledger: Ledger, clock: FastClock) -> float:
    clock.sleep(ledger.wait(clock.now()))
    ledger.note(clock.now())
    return clock.now()


def test_the_limits_are_those_of_the_bank() -> None:
    assert [(x.requests, x.seconds) for x in ANONYMOUS] == [
        (5, 1),
        (100, 900),
        (1000, 43_200),
        (10_000, 604_800),
    ]
    assert [x.requests for x in WITH_KEY] == [10, 500, 5000, 50_000]
    assert [x.seconds for x in WITH_KEY] == [x.seconds for x in ANONYMOUS]


def most_in_a_window(times: list[float], limit: Limit) -> int:
    return max(sum(start <= t < start + limit.seconds - 1e-6 for t in times) for start in times)


@settings(max_examples=25)
@given(pauses=st.lists(st.floats(0, 400), min_size=30, max_size=60), restart=st.integers(1, 12))
def test_no_window_ever_holds_more_than_its_limit(
    pauses: list[float], restart: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = tmp_path_factory.mktemp("limits") / "asked.json"
    clock, times = FastClock(), []
    ledger = Ledger(file, LIMITS)
    for number, pause in enumerate(pauses):
        if number % restart == 0:
            ledger = Ledger(file, LIMITS)  # another run
        clock.sleep(pause)
        times.append(ask(ledger, clock))
    for limit in LIMITS:
        assert most_in_a_window(times, limit) <= limit.requests


def test_a_request_waits_no_longer_than_it_has_to(tmp_path: Path) -> None:
    clock = FastClock(0.0)
    ledger = Ledger(tmp_path / "a.json", (Limit(2, 10.0),))
    assert [ask(ledger, clock) for _ in range(5)] == [0, 0, 10, 10, 20]


def test_counts_survive_the_run_and_stay_small(tmp_path: Path) -> None:
    file, clock = tmp_path / "asked.json", FastClock()
    ledger = Ledger(file, WITH_KEY)
    for _ in range(300):
        ledger.note(clock.now())
        clock.sleep(30.0)
    rows = json.loads(file.read_text())["asked"]
    assert sum(count for _, count in rows) == 300
    assert len(rows) < 200  # older ones are kept by the minute
    assert Ledger(file, (Limit(300, 86_400.0),)).wait(clock.now()) > 0


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b'{"asked": [["x", 1]]}', b'{"asked": 3}', b"\xff"]
)
def test_a_damaged_file_counts_as_empty(content: bytes, tmp_path: Path) -> None:
    file, clock = tmp_path / "asked.json", FastClock()
    file.write_bytes(content)
    ledger = Ledger(file, LIMITS)
    assert ledger.wait(clock.now()) == 0
    ledger.note(clock.now())
    assert json.loads(file.read_text()) == {"asked": [[clock.now(), 1]]}


def test_a_clock_set_back_does_not_block(tmp_path: Path) -> None:
    file = tmp_path / "asked.json"
    ledger = Ledger(file, LIMITS)
    for _ in range(20):
        ledger.note(4_000_000_000.0)
    assert Ledger(file, LIMITS).wait(1_780_000_000.0) == 0


def test_the_forecast_grows_with_what_is_left(tmp_path: Path) -> None:
    ledger, now = Ledger(tmp_path / "a.json", ANONYMOUS), 1_780_000_000.0
    assert ledger.forecast(now, 5) == 0
    assert ledger.forecast(now, 245) == pytest.approx(145 / 100 * 900)
