"""Addresses for programs: what they answer, refuse, keep and share."""

from __future__ import annotations

import json
import logging
import time
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import anyio
import pytest
from fastapi import FastAPI
from hypothesis import example, given, settings
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.testclient import TestClient
from starlette.types import Message, Scope, Send

from ao_dash.mapview.rows import COLUMNS
from ao_dash.mapview.selection import Selection
from ao_dash.mapview.view import build_view, build_years
from ao_dash.model.dataset import Dataset
from ao_dash.output import strict_query
from ao_dash.output.files.registry import FORMATS
from ao_dash.output.files.view_document import Layout
from ao_dash.output.strict_query import MAP
from ao_dash.screens import registry
from ao_dash.web.api import API, work
from ao_dash.web.api import application as api
from ao_dash.web.api.application import application
from ao_dash.web.api.cors import sharing
from ao_dash.web.api.operation import ApiRequest, ApiResult, Operation, WorkQueue
from ao_dash.web.api.pictures import PICTURE, REPORT, YEARS
from ao_dash.web.api.response_cache import RenderedResponse, ResponseCache, rendered
from ao_dash.web.api.rows import path_of
from ao_dash.web.api.table import operations
from ao_dash.web.application import MIDDLEWARE
from ao_dash.web.server.routes import FILES, routes
from ao_dash.web.state import data
from bench import docs
from tests.support.api import CLIENT, read, run
from tests.support.data import edit
from tests.support.strategies import selections

PLAIN = {"accept-encoding": "identity"}
CSV = f"{API}/dane.csv"


def told(path: str, status: int = 400) -> list[str]:
    answer = CLIENT.get(path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/json"
    content = answer.json()
    assert content["status"] == status
    return [fault["text"] for fault in content["faults"]]


def test_addresses_that_people_use_are_still_there() -> None:
    known = {one.path for one in operations()}
    for code in (MAP, *registry.TITLES):
        assert set(docs.csv_addresses(code).values()) <= known
    assert {f"{PICTURE}.{kind}" for kind in ("png", "svg", "pdf")} | {REPORT, YEARS} <= known
    linked = {urlsplit(path).path for group in FILES.values() for path in group.values()}
    assert linked <= known


def test_there_is_one_of_each_address_and_every_format_has_one() -> None:
    paths = [one.path for one in operations()]
    assert len(paths) == len(set(paths))
    for form in FORMATS.values():
        assert path_of(MAP, form.code) in paths
        for screen in registry.SCREENS:
            offered = not form.shaped or screen.lines is not None
            assert (path_of(screen.code, form.code) in paths) is offered


def test_the_index_names_every_address() -> None:
    for path in (API, f"{API}/"):
        assert [one["adres"] for one in read(path)["adresy"]] == [o.path for o in operations()]


def test_an_answer_that_did_not_change_is_not_sent_again() -> None:
    answer = CLIENT.get(CSV, headers=PLAIN)
    tag = answer.headers["etag"]
    assert tag.startswith('"')
    for asked_for in (tag, f'"other", {tag}', f"W/{tag}", "*"):
        again = CLIENT.get(CSV, headers={**PLAIN, "if-none-match": asked_for})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == tag
        assert again.headers["vary"] == "Accept-Encoding"
        assert again.headers["cache-control"] == "no-cache"
    for other in ('"other"', "", tag.strip('"')):
        assert CLIENT.get(CSV, headers={**PLAIN, "if-none-match": other}).status_code == 200
    assert CLIENT.get(f"{CSV}?rok=2016", headers=PLAIN).headers["etag"] != tag


@pytest.mark.parametrize("coding", ["gzip", "br"])
def test_a_strong_tag_names_the_bytes_that_are_sent(coding: str) -> None:
    """The tag of a compressed answer is weak, and either one is recognised."""
    client = TestClient(Starlette(routes=routes(), middleware=MIDDLEWARE))
    for kind in ("dane.csv", "dane.geojson", "dane.gpkg", "dane.xlsx", "obraz.png"):
        plain = client.get(f"{API}/{kind}", headers=PLAIN)
        packed = client.get(f"{API}/{kind}", headers={"accept-encoding": coding})
        assert plain.content == packed.content  # the client unpacks
        assert plain.headers["content-length"] == str(len(plain.content))
        assert plain.headers["etag"].startswith('"')
        worth = kind not in ("dane.xlsx", "obraz.png")  # these are compressed inside
        assert packed.headers.get("content-encoding") == (coding if worth else None)
        assert packed.headers["etag"] == ("W/" if worth else "") + plain.headers["etag"]
        assert (packed.headers.get("vary") == "Accept-Encoding") is worth
        for one in (plain, packed):
            tag = {"accept-encoding": coding, "if-none-match": one.headers["etag"]}
            assert client.get(f"{API}/{kind}", headers=tag).status_code == 304


def test_the_head_is_that_of_the_answer() -> None:
    head, whole = CLIENT.head(CSV, headers=PLAIN), CLIENT.get(CSV, headers=PLAIN)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers == whole.headers
    assert int(head.headers["content-length"]) == len(whole.content)


def test_everything_that_is_wrong_with_an_address_is_told_at_once() -> None:
    texts = told(f"{CSV}?wskaznk=ludnosc&rok=1066&gmina=1&klasy=99&typ=&uklad=x")
    assert len(texts) == 6
    for said in (
        "Nieznany parametr „wskaznk”",
        "nie ma danych za rok „1066”",
        "Gmina „1”",
        "Liczba klas musi być od 2 do 9",
        "Parametr „typ” jest pusty",
        "Układ może być: wiersze, lata, szeroki",
    ):
        assert any(said in text for text in texts), said
    assert not any("pokazano" in text for text in texts)  # nothing was shown instead


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/nic.csv", 404, "nie ma takiego adresu"),
        ("/profil.gpkg", 404, "nie ma takiego adresu"),
        ("/granice/1918.geojson", 404, "Nie ma takiego stanu granic"),
        ("/granice/do_2016.geojson?rok=2016", 400, "Ten adres nie ma parametrów"),
        ("/gminy.json?gmina=166101", 400, "Ten adres nie ma parametrów"),
        (f"/dane.csv?wskaznik={'x' * 4000}", 414, "więcej niż 4000 znaków"),
        (f"/dane.csv?{'rok=2020&' * 41}", 400, "parametrów jest więcej niż 40"),
        ("/dane.csv?rok=2020&rok=2021", 400, "nie ma danych za rok „2020,2021”"),
        ("/dane.csv?od=2015", 400, "Parametr „od” nic tu nie znaczy"),
        ("/dane.csv?dziedzina=technologie&rok=1999", 400, "Parametr „rok” nic tu nie znaczy"),
        ("/profil.csv?rok=2020", 400, "Ten adres zna: gmina, obok, od, dziedzina"),
        ("/lata.json?wskaznik=nie_ma", 400, "Wskaźnik „nie_ma”"),
        ("/raport.html?wskaznik=nie_ma", 400, "Wskaźnik „nie_ma”"),
        ("/obraz.pdf?rok=1066&arkusz=a9", 400, "Arkusz może być: ekran, a4, a3"),
        ("/obraz.pdf?uklad=lata", 400, "Nieznany parametr „uklad”"),
        ("/opowiesci/nie_ma.json", 404, "nie ma takiej opowieści"),
    ],
)
def test_what_cannot_be_answered_is_refused_and_why(path: str, status: int, said: str) -> None:
    assert any(said in text for text in told(API + path, status))


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_there_is_nothing_but_reading(method: str) -> None:
    answer = CLIENT.request(method, CSV)
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, HEAD"
    assert answer.json()["faults"]


@given(st.binary(max_size=60))
@example(b"wskaznik=%F0%28%8C%28")
@example('wskaznik=ą&x=<>"'.encode())
@example(b"rok=2016&gmina=160903")
def test_any_query_is_answered_or_refused_in_json(text: bytes) -> None:
    status, headers, content = ask(CSV, text)
    assert status in (200, 400)
    if status == 400:
        assert json.loads(content)["faults"]
    for value in headers.values():
        assert not set(value) & set("\r\n\x00")


async def asking(app: FastAPI, scope: Scope, send: Send) -> None:
    await app(scope, nothing, send)


async def nothing() -> Message:
    return {"type": "http.request"}


def ask(
    path: str, query: bytes = b"", app: FastAPI | None = None
) -> tuple[int, dict[str, str], bytes]:
    """Ask the service itself: a client would put a strange query in order first."""
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "GET", "path": path, "query_string": query, "headers": []}
    run(asking, app or SERVICE, scope, send)
    headers = {name.decode(): value.decode("latin-1") for name, value in sent[0]["headers"]}
    return sent[0]["status"], headers, b"".join(m.get("body", b"") for m in sent[1:])


SERVICE = application(operations())


@settings(max_examples=40)
@given(selections(), st.sampled_from(Layout))
def test_the_figures_are_those_of_the_view(
    dataset: Dataset, selection: Selection, layout: Layout
) -> None:
    query = selection.query() | {"uklad": layout.value}
    answer = CLIENT.get(f"{API}/dane.json", params=query)
    assert answer.status_code == 200, answer.text
    content = answer.json()
    view = build_view(dataset, selection)
    if layout is Layout.WIDE:
        found = {(row["teryt6"], row.get(f"wartosc_{view.year}")) for row in content["rows"]}
        assert {(row.gmina.teryt6, row.value) for row in view.shown} <= found
        return
    years = build_years(dataset, selection) or (view,)
    views = years if layout is Layout.YEARS else (view,)
    shown = [(v.year, row) for v in views for row in v.shown]
    assert list(content["columns"]) == list(COLUMNS)
    for row, (year, expected) in zip(content["rows"], shown, strict=True):
        assert list(row) == list(COLUMNS)
        assert (row["teryt6"], row["rok"]) == (expected.gmina.teryt6, year)
        assert row["wartosc"] == expected.value
        assert row["status"] == expected.cell.status.value
        assert row["miejsce"] == expected.rank


@pytest.mark.parametrize(
    "query", ["", "?wskaznik=ludnosc&rok=2016&uklad=lata", "?typ=wiejska%2Cmiejska&skala=lata"]
)
def test_plain_csv_leads_to_what_describes_it(query: str) -> None:
    address = f"http://testserver{CSV}{query}"
    link = CLIENT.get(address).links["describedby"]
    assert link["type"] == "application/csvm+json"
    where = urljoin(address, link["url"])
    described = CLIENT.get(where).json()
    assert urljoin(where, described["url"]) == address
    header = CLIENT.get(address).text.splitlines()[0].split(",")
    assert [column["name"] for column in described["tableSchema"]["columns"]] == header


def test_faults_of_the_data_are_told_in_json(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AO_DATA_DIR", str(folder))
    tags = [CLIENT.get(CSV).headers["etag"]]
    edit(folder / "gminy.csv", "Gogolin", "Gogolin Nowy")
    tags.append(CLIENT.get(CSV).headers["etag"])
    assert tags[0] != tags[1]
    (folder / "gminy.csv").unlink()
    for path in (CSV, f"{API}/openapi.json", f"{API}/opowiesci/x.json"):
        assert any("brak pliku" in text for text in told(path, 503))


def test_an_error_of_ours_is_told_without_its_words(caplog: pytest.LogCaptureFixture) -> None:
    def broken(_: ApiRequest) -> ApiResult:
        msg = "secret"
        raise RuntimeError(msg)

    app = application([Operation("/x", "", "", "text/plain", broken)])
    with caplog.at_level(logging.ERROR):
        status, _, content = ask("/x", app=app)
    assert status == 500
    assert b"secret" not in content
    assert "secret" in caplog.text


def test_no_answer_is_larger_than_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api, "MOST_BYTES", 5_000_000)
    largest = f"{API}/dane.gpkg?wskaznik=bezrobotni_zarejestrowani&uklad=lata"
    assert told(largest) == [
        "adres: odpowiedź ma więcej niż 5 MB. Poproś o mniej lat albo o inny format."
    ]


def test_the_largest_answer_is_within_the_limit(dataset: Dataset) -> None:
    longest = max(dataset.mapped, key=lambda code: len(dataset.years(code)))
    answer = CLIENT.get(f"{API}/dane.gpkg?wskaznik={longest}&uklad=lata")
    assert 2_000_000 < len(answer.content) <= api.MOST_BYTES


def many(number: int) -> tuple[list[str], list[tuple[int, bytes]]]:
    """Ask for two addresses in turns, all at once; return what was made and every answer."""
    made: list[str] = []
    data.current()  # whoever waits for the first reading does not wait for a turn

    def slow(question: ApiRequest) -> ApiResult:
        made.append(question.text)
        time.sleep(0.05)
        return ApiResult(question.text.encode())

    app = application([Operation("/x", "", "", "text/plain", slow, queue=WorkQueue.DRAWING)])
    answers: list[tuple[int, bytes]] = []

    async def one(query: bytes) -> None:
        messages: list[Message] = []

        async def send(message: Message) -> None:
            messages.append(message)

        scope = {"type": "http", "method": "GET", "path": "/x", "query_string": query}
        await app({**scope, "headers": []}, nothing, send)
        answers.append((messages[0]["status"], messages[1]["body"]))

    async def together() -> None:
        async with anyio.create_task_group() as group:
            for turn in range(number):
                group.start_soon(one, b"rok=%d" % (turn % 2))

    run(together)
    return made, answers


def test_what_many_ask_for_at_once_is_made_once() -> None:
    made, answers = many(40)
    assert sorted(made) == ["rok=0", "rok=1"]
    assert sorted(answers) == [(200, b"rok=0")] * 20 + [(200, b"rok=1")] * 20


def test_more_than_can_wait_are_asked_to_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(work.MOST_WAITING, WorkQueue.DRAWING, 3)
    _, answers = many(40)
    refused = [json.loads(content) for status, content in answers if status == 503]
    assert 0 < len(refused) < 40
    assert all("Spytaj za chwilę" in one["faults"][0]["text"] for one in refused)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 40)), max_size=60))
def test_the_cache_never_holds_more_than_it_may(asked_for: list[tuple[int, int]]) -> None:
    cache, data = ResponseCache(100), object()
    assert cache.get(data, 0) is None
    for key, size in asked_for:
        one = RenderedResponse(b"x" * size, "", "", {})
        cache.put(data, key, one)
        kept = [found for k in range(10) if (found := cache.get(data, k))]
        assert sum(len(found.content) for found in kept) == cache.size <= 100
        if size <= 25:
            assert cache.get(data, key) is one
    assert cache.get(object(), 0) is None
    assert cache.size == 0
    cache.put(data, 0, RenderedResponse(b"", "", "", {}))  # made before the data changed
    assert cache.size == 0


def test_the_same_content_has_the_same_tag() -> None:
    first, second = (rendered(ApiResult(b"a" * 1000), "text/csv") for _ in range(2))
    assert first == second


SITE = "https://www.gogolin.pl"


def shared(*sites: str) -> TestClient:
    around = list(sharing(sites))
    return TestClient(Starlette(routes=routes(), middleware=around))


def test_no_other_site_may_read_unless_told() -> None:
    answer = shared().get(CSV, headers={"origin": SITE})
    assert not [name for name in answer.headers if name.startswith("access-control")]


def test_named_sites_may_read_and_nothing_else() -> None:
    client = shared(SITE, "http://127.0.0.1:8000")
    answer = client.get(CSV, headers={"origin": SITE})
    assert answer.headers["access-control-allow-origin"] == SITE
    assert answer.headers["vary"] == "Origin"
    assert "ETag" in answer.headers["access-control-expose-headers"]
    wish = {"origin": SITE, "access-control-request-method": "GET"}
    wish["access-control-request-headers"] = "if-none-match"
    assert client.options(CSV, headers=wish).status_code == 200
    refused = (
        client.get(CSV, headers={"origin": "https://evil.example"}),
        client.get("/geo/base.json", headers={"origin": SITE}),
        client.post(f"{API}/opowiesc", headers={"origin": SITE}, content=b"{}"),
    )
    for one in refused:
        assert "access-control-allow-origin" not in one.headers


def test_addresses_in_files_begin_with_the_site_that_was_told() -> None:
    app = application(operations(), SITE)
    for path, place in ((f"{API}/dane.json", f"{SITE}/?"), (f"{API}/mapy.json", f"{SITE}/mapy?")):
        _, _, content = ask(path, app=app)
        assert json.loads(content)["address"].startswith(place)


@pytest.mark.parametrize("code", [MAP, *registry.TITLES])
def test_rows_of_every_screen_are_the_same_as_json_and_csv(code: str) -> None:
    found = read(path_of(code, "json"))
    header, *lines = CLIENT.get(path_of(code, "csv")).text.splitlines()
    assert header.split(",") == list(found["columns"])
    assert len(found["rows"]) <= len(lines)  # a text may have lines of its own
    assert all(list(row) == list(found["columns"]) for row in found["rows"])


def test_a_note_is_told_without_what_a_screen_did(dataset: Any) -> None:
    strict = strict_query.StrictQuery({"skladniki": "ludnosc"})
    strict.choice(registry.find("syntetyczny").choice, dataset)
    told_ = [fault.rule for fault in strict.faults]
    assert "Wskaźnik musi mieć co najmniej 2 składniki" in told_
