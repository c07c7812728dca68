"""An imitation of the interface of the Local Data Bank (BDL) on loopback, and a small folder.

Paths, parameters and fields are those of ``https://bdl.stat.gov.pl/api/v1`` as described by the
client generated from its Swagger (github.com/Wkryst/gus-bdl-client: ``docs/DataApi.md``,
``SingleVariableData``, ``SingleUnitData``, ``VariableDetails``, ``SubjectDetails``, ``Attribute``,
``ErrorResponseMessage``). Numbers of attributes are those public uses of ``/attributes`` agree
on (0 and 1 plain, 4 and 91 ``x``, 11 ``M``, 15 ``-``, 50 ``n``, 94 ``z``). Figures are made up.
"""

from __future__ import annotations

import csv
import functools
import gzip
import io
import json
import re
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pandas as pd
import pytest

from ao_dash.datafolder.exchange import WORK, being_exchanged, previous
from ao_dash.datafolder.load import SHIPPED, load
from ao_dash.datafolder.schema import AWAITED, TABLES
from ao_dash.ingest.bdl.variables import Entry, wanted
from ao_dash.ingest.editions import renew, swap
from ao_dash.model.dataset import Dataset
from ao_dash.model.faults import DataFaults
from tests.support.data import lines

_COLUMNS = tuple(TABLES["indicators"].columns)

ATTRIBUTES = [
    {"id": 0, "name": "0", "symbol": " ", "description": ""},
    {"id": 1, "name": "wartość", "symbol": " ", "description": ""},
    {"id": 4, "name": "0", "symbol": "x", "description": "Brak informacji, konieczność zachowania tajemnicy statystycznej lub wypełnienie pozycji jest niemożliwe albo niecelowe"},
    {"id": 7, "name": "0", "symbol": "a", "description": "Wartość mniejsza niż przyjęty format prezentacji"},
    {"id": 11, "name": "wartość", "symbol": "M", "description": "Zmiany metodologiczne"},
    {"id": 15, "name": "-", "symbol": " ", "description": "Znak '-' oznacza brak informacji"},
    {"id": 50, "name": "- lub 0", "symbol": "n", "description": "Dana jeszcze niedostępna, będzie dostępna"},
    {"id": 91, "name": "0", "symbol": "x", "description": "Brak informacji"},
    {"id": 94, "name": "0", "symbol": "z", "description": "Wartość znacząca, wartość zerowa wynika z bilansu"},
]  # fmt: skip

POLAND, OPOLSKIE = "000000000000", "031600000000"
UPDATED = "2026-05-29T08:00:00"

Series = Mapping[int, tuple[float | None, int]]
"""Value and attribute by year."""


def gmina_id(teryt6: str, kind: int) -> str:
    """``166101``, 1 -> ``031617061011``."""
    return f"03{teryt6[:2]}170{teryt6[2:]}{kind}"


@dataclass
class Variable:
    """A variable of the bank; ``cells`` by identifier of the unit."""

    number: str
    subject: str
    names: tuple[str, ...]
    unit: str
    cells: dict[str, Series]
    updated: str = UPDATED


@dataclass
class Bank:
    """What the imitation knows, what it was asked, and how it misbehaves.

    ``fault`` gets the number of the request (from 0) and its path, and returns the name of a
    fault or ``None``; ``change`` may alter an answer before it is sent.
    """

    variables: dict[str, Variable] = field(default_factory=dict)
    subjects: dict[str, str] = field(default_factory=dict)
    fault: Callable[[int, str], str | None] = lambda _n, _path: None
    change: Callable[[str, dict[str, Any]], object] = lambda _path, _answer: None
    asked: list[str] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)

    def add(self, variable: Variable, subject: str) -> None:
        """Make a variable known, with the name of its subject."""
        self.variables[variable.number] = variable
        self.subjects[variable.subject] = subject

    def answer(self, path: str, query: Mapping[str, list[str]]) -> dict[str, Any] | None:
        """Return the answer, ``None`` for something that is not there."""
        parts = path.strip("/").split("/")
        if parts == ["attributes"]:
            return {"totalRecords": len(ATTRIBUTES), "results": ATTRIBUTES}
        if parts[0] == "variables":
            return self._variable(parts[1])
        if parts[0] == "subjects" and parts[1] in self.subjects:
            return {"id": parts[1], "name": self.subjects[parts[1]], "hasVariables": True}
        if parts[:2] == ["data", "by-variable"]:
            return self._by_variable(parts[2], query)
        if parts[:2] == ["data", "by-unit"]:
            return self._by_unit(parts[2], query)
        return None

    def _variable(self, number: str) -> dict[str, Any] | None:
        known = self.variables.get(number)
        if known is None:
            return None
        names = {f"n{n}": name for n, name in enumerate(known.names, 1)}
        about = {"id": int(number), "subjectId": known.subject, "level": 6}
        return about | names | {"measureUnitId": 1, "measureUnitName": known.unit}

    def _by_variable(self, number: str, query: Mapping[str, list[str]]) -> dict[str, Any] | None:
        known = self.variables.get(number)
        if known is None:
            return None
        parent = query.get("unit-parent-id", [""])[0].rstrip("0")
        below = [u for u in sorted(known.cells) if u.startswith(parent) and u != OPOLSKIE]
        rows = [{"id": unit, "name": unit, "values": _values(known.cells[unit])} for unit in below]
        common = {"variableId": int(number), "measureUnitId": 1, "aggregateId": 1}
        return _page(rows, query) | common | {"lastUpdate": known.updated}

    def _by_unit(self, unit: str, query: Mapping[str, list[str]]) -> dict[str, Any]:
        rows = [
            {
                "id": int(number),
                "measureUnitId": 1,
                "lastUpdate": self.variables[number].updated,
                "values": _values(self.variables[number].cells[unit]),
            }
            for number in query.get("var-id", [])
            if number in self.variables and unit in self.variables[number].cells
        ]
        return _page(rows, query) | {"unitId": unit, "unitName": unit, "aggregateId": 1}


def _values(series: Series) -> list[dict[str, Any]]:
    return [{"year": str(y), "val": val, "attrId": a} for y, (val, a) in sorted(series.items())]


def _page(rows: list[dict[str, Any]], query: Mapping[str, list[str]]) -> dict[str, Any]:
    page, size = int(query.get("page", ["0"])[0]), min(int(query.get("page-size", ["10"])[0]), 100)
    links = {"first": "…", "self": "…", "last": "…"}
    shown = rows[page * size : (page + 1) * size]
    return {
        "totalRecords": len(rows),
        "page": page,
        "pageSize": size,
        "links": links,
        "results": shown,
    }


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    bank: Bank

    def do_GET(self) -> None:
        number = len(self.bank.asked)
        self.bank.asked.append(self.path)
        self.bank.keys.append(self.headers.get("X-ClientId"))
        address = urlsplit(self.path)
        path = address.path.removeprefix("/api/v1")
        fault = self.bank.fault(number, path)
        if fault is not None and fault not in _BYTES:
            self._misbehave(fault)
            return
        answer = self.bank.answer(path, parse_qs(address.query))
        if answer is None:
            error = {"errorResult": "Not Found", "errorReason": "Brak danych", "errorCode": 404}
            self._send(404, json.dumps({"errors": [error]}).encode())
            return
        answer |= {"nowePole": {"cokolwiek": [1, None]}}
        self.bank.change(path, answer)
        body = json.dumps(answer).encode()
        changed, headers = _BYTES[fault](body) if fault else (body, {})
        self._send(200, changed, headers)

    def _misbehave(self, fault: str) -> None:
        if fault == "cut":
            self.send_response(200)
            self.send_header("Content-Length", "100000")
            self.end_headers()
            self.wfile.write(b'{"totalRecords": 7, "results": [')
        elif fault == "slow":
            time.sleep(2.5)  # longer than a client of the tests waits
        elif fault == "endless":
            self._send_without_end()
        else:
            self._send(*_FAULTS[fault])
            return
        self.close_connection = True

    def _send_without_end(self) -> None:
        self.send_response(200)
        self.end_headers()
        with suppress(OSError):  # until the client has had enough
            while True:
                self.wfile.write(b" " * 65536)

    def _send(self, status: int, body: bytes, headers: Mapping[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in ({"Content-Type": "application/json"} | dict(headers or {})).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Keep quiet."""


_LIMIT = json.dumps({"errorResult": "Too Many Requests", "errorReason": "Limit"}).encode()
_FAULTS: Mapping[str, tuple[int, bytes, Mapping[str, str]]] = {
    "429": (429, _LIMIT, {"Retry-After": "7"}),
    "429 date": (429, _LIMIT, {"Retry-After": "Wed, 01 Jan 2020 00:00:00 GMT"}),
    "429 long": (429, _LIMIT, {"Retry-After": "86400"}),
    "500": (500, b"Internal Server Error", {"Content-Type": "text/plain"}),
    "503": (503, b"", {}),
    "401": (401, b"{}", {}),
    "403": (403, b"{}", {}),
    "empty": (200, b"", {}),
    "null": (200, b"null", {}),
    "deep": (200, b'{"a":' * 100_000, {}),
    "bomb": (200, gzip.compress(b" " * 60_000_000, 1), {"Content-Encoding": "gzip"}),
    "no gzip": (200, b'{"id": 1}', {"Content-Encoding": "gzip"}),
    "302": (302, b"", {"Location": "http://127.0.0.1:9/"}),
    "html": (200, b"<!DOCTYPE html><title>Przerwa</title>", {"Content-Type": "text/html"}),
    "list": (200, b"[1, 2]", {}),
}


_BYTES: Mapping[str, Callable[[bytes], tuple[bytes, Mapping[str, str]]]] = {
    "truncated": lambda body: (body[: len(body) // 2], {}),
    "gzip cut": lambda body: (gzip.compress(body)[:-20], {"Content-Encoding": "gzip"}),
    "plain text": lambda body: (body, {"Content-Type": "text/plain; charset=x"}),
    "mark": lambda body: (b"\xef\xbb\xbf" + body, {}),
    "cp1250": lambda body: (json.dumps(json.loads(body), ensure_ascii=False).encode("cp1250"), {}),
    "5000 digits": lambda body: (re.sub(rb'"val": [0-9.]+', b'"val": ' + b"9" * 5000, body), {}),
}
"""Faults of the bytes of an answer that is right: what is sent instead, and its headers."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no error of the imitation."""


@contextmanager
def serve(bank: Bank) -> Iterator[str]:
    """Serve ``bank``; give the address to put in place of the official one."""
    server = _Server(("127.0.0.1", 0), type("Handler", (_Handler,), {"bank": bank}))
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/api/v1"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@functools.cache
def _no_certificates() -> ssl.SSLContext:
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def without_certificates(monkeypatch: pytest.MonkeyPatch) -> None:
    """Spare each client the reading of certificates, which nothing on loopback needs."""
    monkeypatch.setattr(ssl, "create_default_context", lambda **_: _no_certificates())


class FastClock:
    """A clock on which waiting takes no time; ``slept`` holds what was waited for."""

    def __init__(self, now: float = 1_780_000_000.0) -> None:
        self.time = now
        self.slept: list[float] = []

    def now(self) -> float:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += seconds


def believable(entry: Entry, values: dict[str, Series], subject: str = "") -> tuple[Variable, str]:
    """A variable with the name and unit the catalogue expects, and the name of its subject."""
    names = tuple(words[0] for words in entry.says)
    code = subject or f"P{entry.variable}"
    return Variable(entry.variable, code, names, entry.units[0], values), "Temat"


def entry_of(indicator: str) -> Entry:
    """The entry of the catalogue for an indicator."""
    return next(entry for entry in shipped_entries() if entry.indicator == indicator)


@functools.cache
def shipped_entries() -> tuple[Entry, ...]:
    """Everything the shipped folder asks the bank for."""
    return wanted({"indicators": pd.DataFrame(lines("indicators.csv"))})


@functools.cache
def _shipped_rows() -> dict[str, dict[str, str]]:
    return {row["indicator"]: row for row in lines("indicators.csv")}


def indicator_line(cells: str, like: str = "") -> str:
    """A line of ``indicators.csv``: its first cells, what the bank has to say as for ``like``."""
    row = dict.fromkeys(_COLUMNS, "") | dict(zip(_COLUMNS, cells.split(","), strict=False))
    if like:
        bank = [name for name in _COLUMNS if name.startswith("bdl_") and name != "bdl_variable"]
        row |= {name: _shipped_rows()[like][name] for name in bank}
        row["bdl_id"] = entry_of(like).variable
    return _line(row)


def _line(row: Mapping[str, str]) -> str:
    out = io.StringIO()
    csv.DictWriter(out, _COLUMNS, lineterminator="\n").writerow(row)
    return out.getvalue()


_KEPT = 40
SMALL = {"166101": 1, "160902": 2, "160503": 3}
"""The gminy of the small folder and their kind today; 160503 was of kind 2 until 2023."""

_SMALL_TABLES = {
    "gaps.csv": """domain,lacks,indicator
przyroda,powierzchni obszarów chronionych,obszary_chronione
przyroda,pomników przyrody,pomniki_przyrody
""",
    "synonyms.csv": "word,indicator\nmieszkańcy,ludnosc\n",
    "regional.csv": "region,indicator,year,value,source\n",
    "gminy.csv": """teryt6,name,powiat,member_since,source
166101,Opole,Opole,2013-10-16,x
160902,Dąbrowa,opolski,2013-10-16,x
160503,Strzeleczki,krapkowicki,2013-10-16,x
""",
    "gmina_types.csv": """teryt6,type,valid_from
166101,miejska,2012-09-01
160902,wiejska,2012-09-01
160503,wiejska,2012-09-01
160503,miejsko-wiejska,2024-01-01
""",
    "domains.csv": """domain,cooperation,name,short,later,missing,source
planowanie,1,planowanie,Planowanie,tak,nic,x
przyroda,1,ochrona przyrody,Przyroda,tak,nic,x
""",
    "indicators.csv": ",".join(_COLUMNS)
    + "\n"
    + "".join(
        [
            indicator_line(
                "ludnosc,Ludność,Ludność,osoba,planowanie,count,neutral,0,1,0,,,published,72305,x",
                like="ludnosc",
            ),
            indicator_line(
                "lesistosc,Lesistość,Lesistość,%,przyroda,share,neutral,0,1,1,,,published,194828,x",
                like="lesistosc",
            ),
            indicator_line(
                "lesistosc_zmiana,Zmiana lesistości,Zmiana,%,przyroda,share,neutral,1,1,1,,"
                "100 * (lesistosc / lesistosc@-1 - 1),derived,,x"
            ),
            *(
                _line(row)
                for row in _shipped_rows().values()
                if row["origin"] == AWAITED and row["domain"] in ("planowanie", "przyroda")
            ),
        ]
    ),
    "units.csv": (SHIPPED / "units.csv").read_text(encoding="utf-8"),
    "sources.csv": """source,office,dataset,state,licence
S1,GUS,tablica,2024,CC BY 4.0
""",
    "breaks.csv": """indicator,teryt6,year,kind,text,story
*,166101,2017,borders,Opole powiększone.,
*,160902,2017,borders,Dąbrowa zmniejszona.,
ludnosc,*,2020,base,Ludność przeliczona.,
""",
    "remarks.csv": "indicator,teryt6,year,text\nlesistosc,166101,,Uwaga.\n",
    "projects.csv": """project,title,domains,joint,kind,lead,programme,start,end,value,eu_grant,currency,status,status_as_of,source,note
P1,Projekt,przyroda,1,x,x,x,2020,2021,,,,x,x,x,x
""",
    "project_gminy.csv": "project,teryt6,part,role,source\nP1,166101,lead,lider,x\n",
    "stats.csv": "teryt6,indicator,year,value,status,source\n"
    + "".join(
        f"{teryt6},ludnosc,{year},{1000 + n * 100 + year},ok,S1\n"
        for year in range(2016, 2022)
        for n, teryt6 in enumerate(SMALL)
    )
    + "".join(f"{teryt6},lesistosc,2024,{30 + n},ok,S1\n" for n, teryt6 in enumerate(SMALL)),
    "boundaries/vintages.csv": "vintage,valid_from,file,label,source\ndzis,,gminy.geojson,granice,x\n",
}


def small_folder(root: Path) -> Path:
    """Write a data folder of three gminy that passes the check."""
    (root / "boundaries").mkdir(parents=True)
    (root / "opowiesci").mkdir()
    (root / "opowiesci/pierwsza.md").write_text("Opowieść.\n", encoding="utf-8")
    (root / "README.md").write_text("# Dane\n", encoding="utf-8")
    for file, text in _SMALL_TABLES.items():
        (root / file).write_text(text, encoding="utf-8")
    gminy = [_box(teryt6, 17.5 + 0.1 * n) for n, teryt6 in enumerate(SMALL)]
    layers = {"gminy": gminy, "context": gminy, "powiaty": gminy, "towns": gminy}
    for name, features in layers.items():
        text = json.dumps({"type": "FeatureCollection", "features": features})
        (root / f"boundaries/{name}.geojson").write_text(text, encoding="utf-8")
    return root


def content(folder: Path) -> dict[str, bytes]:
    """Every file of the edition in use of a folder, but the number of the edition."""
    root = previous(folder) if being_exchanged(folder) else folder
    files = (path for path in root.rglob("*") if path.is_file() and path.name != "wydanie.json")
    named = {path.relative_to(root).as_posix(): path for path in files}
    return {n: path.read_bytes() for n, path in named.items() if not n.startswith(WORK)}


_loaded: dict[int, Dataset | DataFaults] = {}


def load_once(folder: Path) -> Dataset:
    """Check a folder for real, but the same content only once: a check takes its time."""
    key = hash(tuple(sorted(content(folder).items())))
    if key not in _loaded:
        try:
            _loaded[key] = load(folder)
        except DataFaults as faults:
            _loaded[key] = faults
        if len(_loaded) > _KEPT:
            del _loaded[next(iter(_loaded))]
    found = _loaded[key]
    if isinstance(found, DataFaults):
        raise found
    return replace(found, root=folder)


def check_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let commands that renew a folder check the same content only once."""
    monkeypatch.setattr(renew, "load", load_once)
    monkeypatch.setattr(swap, "load", load_once)


def _box(teryt6: str, west: float) -> dict[str, Any]:
    east = round(west + 0.1, 7)
    west = round(west, 7)
    ring = [[west, 50.5], [east, 50.5], [east, 50.6], [west, 50.6], [west, 50.5]]
    point = {"teryt6": teryt6, "label_lon": west + 0.05, "label_lat": 50.55}
    shape = {"type": "Polygon", "coordinates": [ring]}
    return {"type": "Feature", "properties": point, "geometry": shape}


def small_bank(last: int = 2025) -> Bank:
    """What the bank has for the small folder: two known indicators and two new ones."""
    bank = Bank()
    years = range(2015, last + 1)
    for indicator, start in (
        ("ludnosc", 1000.0),
        ("lesistosc", 30.0),
        ("obszary_chronione", 10.0),
        ("tereny_zieleni", 1.5),
    ):
        values: dict[str, Series] = {}
        step = 100.0 if indicator == "ludnosc" else 1.0
        for n, (teryt6, kind) in enumerate(SMALL.items()):
            first = start + n * step
            add = float if indicator == "ludnosc" else lambda year: (year - 2024) / 10
            series = {year: (round(first + add(year), 1), 1) for year in years}
            values[gmina_id(teryt6, kind)] = series
        values[POLAND] = dict.fromkeys(years, (29.6, 1))
        values[OPOLSKIE] = dict.fromkeys(years, (26.6, 1))
        values["031617009000"] = dict.fromkeys(years, (27.7, 1))
        bank.add(*believable(entry_of(indicator), values))
    return bank
