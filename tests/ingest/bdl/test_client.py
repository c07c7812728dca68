"""The client against an imitation on loopback that stumbles in every documented way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import httpx2
import pytest

from ao_dash.ingest.bdl import queries
from ao_dash.ingest.bdl.client import AnswerStore, Client
from ao_dash.ingest.bdl.client import Bank as Where
from ao_dash.ingest.bdl.rate_limit import ANONYMOUS, WITH_KEY, Ledger, Limit
from ao_dash.ingest.editions.errors import (
    AddressError,
    ForbiddenError,
    KeyFormatError,
    LimitReachedError,
    NotJsonError,
    RefreshError,
    RefusedError,
    UnreachableError,
)
from tests.support.bdl_server import Bank, FastClock, serve, small_bank, without_certificates

FREE = (Limit(1_000_000, 1.0),)
QUERY = queries.variable("72305")
Make = Callable[..., Client]


@pytest.fixture
def bank() -> Bank:
    return small_bank()


@pytest.fixture
def clock() -> FastClock:
    return FastClock()


@pytest.fixture
def make(
    bank: Bank, clock: FastClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Make]:
    without_certificates(monkeypatch)
    clients: list[Client] = []
    with serve(bank) as url:

        def client(limits: tuple[Limit, ...] = FREE, key: str | None = None) -> Client:
            where = Where(url, key, timeout=2.0)
            made = Client(
                where, AnswerStore(tmp_path / "kept"), Ledger(tmp_path / "l", limits), clock
            )
            clients.append(made)
            return made

        yield client
        for made in clients:
            made.__exit__()


def first(fault: str, times: int = 1) -> Callable[[int, str], str | None]:
    return lambda number, _path: fault if number < times else None


def test_an_answer_comes_and_unknown_fields_do_not_matter(make: Make) -> None:
    answer = make().ask(QUERY, "s")
    assert answer["subjectId"] == "P72305"
    assert "nowePole" in answer


@pytest.mark.parametrize("fault", ["429", "429 date", "500", "503", "cut", "slow", "truncated"])
def test_a_passing_trouble_passes(fault: str, make: Make, bank: Bank, clock: FastClock) -> None:
    bank.fault = first(fault, times=2)
    client = make()
    assert client.ask(QUERY, "s")["id"] == 72305
    assert client.requests == 3
    assert clock.slept == {"429": [7, 7], "429 date": [0, 0]}.get(fault, [1, 2])


def test_what_lasts_is_named(make: Make, bank: Bank, clock: FastClock) -> None:
    bank.fault = first("500", times=99)
    with pytest.raises(UnreachableError, match=r"6 prób \(ostatnio: błąd serwera \(500\)\)"):
        make().ask(QUERY, "s")
    assert clock.slept == [1, 2, 4, 8, 16]


def test_a_long_wish_to_wait_ends_the_run(make: Make, bank: Bank) -> None:
    bank.fault = first("429 long")
    with pytest.raises(LimitReachedError, match="zachowane"):
        make().ask(QUERY, "s")
    assert len(bank.asked) == 1


@pytest.mark.parametrize(
    ("fault", "error", "said"),
    [
        ("html", NotJsonError, "przyszła strona"),
        ("list", NotJsonError, "zamiast danych"),
        ("403", ForbiddenError, "kodem 403. Sprawdź klucz AO_BDL_KEY"),
        ("302", RefusedError, "kod 302"),
    ],
)
def test_what_asking_again_cannot_mend_is_not_asked_again(
    fault: str, error: type[RefreshError], said: str, make: Make, bank: Bank
) -> None:
    bank.fault = first(fault, times=99)
    with pytest.raises(error, match=said):
        make().ask(QUERY, "s")
    assert len(bank.asked) == 1


def test_nobody_at_the_address(tmp_path: Path, clock: FastClock) -> None:
    where = Where("http://127.0.0.1:9/api/v1")
    with (
        Client(where, AnswerStore(tmp_path), Ledger(tmp_path / "l", FREE), clock) as client,
        pytest.raises(UnreachableError),
    ):
        client.ask(QUERY, "s")


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc",
        "bdl.stat.gov.pl/api/v1",
        "http://",
        "http:///api",
        "https://[::1/api",
        "http://a:99999/",
        "http://a b/\n",
        "ftp://bdl.stat.gov.pl",
        f"http://{'a' * 70}.pl/",
        "http://\x00/",
    ],
)
def test_an_address_that_is_none_is_not_asked(address: str, tmp_path: Path) -> None:
    with pytest.raises(AddressError, match="AO_BDL_URL"):
        Client(Where(address), AnswerStore(tmp_path), Ledger(tmp_path / "l", FREE))


@pytest.mark.parametrize("key", ["klucz ze spacją", "żółw", "a\nb", "a" * 300, "\x00", "\ud800"])
def test_a_key_that_cannot_be_sent_is_told(key: str, make: Make, bank: Bank) -> None:
    with pytest.raises(KeyFormatError, match="AO_BDL_KEY"):
        make(key=key)
    assert not bank.asked


def test_a_line_end_after_the_key_is_no_part_of_it(make: Make, bank: Bank) -> None:
    make(key="klucz\r\n").ask(QUERY, "s")
    assert bank.keys == ["klucz"]


def test_an_answer_is_kept_while_the_state_is_the_same(make: Make, bank: Bank) -> None:
    one = make().ask(QUERY, "2026-05-29")
    assert make().ask(QUERY, "2026-05-29") == one
    assert len(bank.asked) == 1
    make().ask(QUERY, "2026-06-30")
    assert len(bank.asked) == 2


def test_that_there_is_nothing_is_kept_too(make: Make, bank: Bank) -> None:
    for _ in range(2):
        with pytest.raises(RefusedError, match="Brak danych"):
            make().ask(queries.variable("5"), "s")
    assert len(bank.asked) == 1


def test_a_damaged_answer_is_asked_for_again(make: Make, bank: Bank, tmp_path: Path) -> None:
    make().ask(QUERY, "s")
    (kept,) = (tmp_path / "kept").iterdir()
    kept.write_bytes(kept.read_bytes()[:40])
    assert make().ask(QUERY, "s")["id"] == 72305
    assert len(bank.asked) == 2


def test_a_forgotten_answer_is_asked_for_again(make: Make, bank: Bank) -> None:
    client = make()
    client.ask(QUERY, "s")
    client.forget(QUERY)
    client.ask(QUERY, "s")
    assert len(bank.asked) == 2


def test_the_key_goes_into_its_header_and_nowhere_else(
    make: Make, bank: Bank, tmp_path: Path
) -> None:
    make(key="tajny-klucz").ask(QUERY, "s")
    assert bank.keys == ["tajny-klucz"]
    assert "tajny" not in repr(Where(key="tajny-klucz"))
    assert not [f for f in tmp_path.rglob("*") if f.is_file() and b"tajny" in f.read_bytes()]


@pytest.mark.parametrize(("limits", "waited"), [(ANONYMOUS, 900), (WITH_KEY, 0)])
def test_the_bank_is_not_asked_faster_than_it_allows(
    limits: tuple[Limit, ...], waited: float, make: Make, clock: FastClock
) -> None:
    begun, client = clock.now(), make(limits)
    told: list[str] = []
    client._tell = told.append
    for _ in range(110):
        client.ask_now(QUERY)
    seconds = 110 / limits[0].requests - 1
    assert clock.now() - begun >= max(seconds, waited)
    assert any("czekam" in line for line in told) == bool(waited)


def test_tests_never_reach_the_official_host(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    hosts: list[str] = []

    def send(_: httpx2.Client, request: httpx2.Request, **__: object) -> httpx2.Response:
        hosts.append(request.url.host)
        return httpx2.Response(200, json={}, request=request)

    monkeypatch.setattr(httpx2.Client, "send", send)
    with Client(Where(), AnswerStore(tmp_path), Ledger(tmp_path / "l", FREE)) as client:
        client.ask_now(QUERY)
    assert hosts == ["bdl.stat.gov.pl"]  # the default, were it asked
