"""Serving the addresses for programs: found in the table, made once, named by their content."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

import anyio
from anyio.lowlevel import RunVar
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from ao_dash.model.dataset import Dataset
from ao_dash.model.faults import DataFaults, Fault
from ao_dash.output.files.document import Imprint
from ao_dash.output.strict_query import query_of
from ao_dash.web.api.endpoint import ASK_AGAIN, refusal
from ao_dash.web.api.operation import Lane, Nowhere, Operation, Question
from ao_dash.web.api.response_cache import Finished, Shelf, finished
from ao_dash.web.state import data, visitors

LONGEST = 4_000
"""How many bytes the parameters of an address may have."""

MOST_BYTES = 16_000_000
"""No answer is larger than this, before compression."""

KEPT_BYTES = 32_000_000
"""How much room finished answers may take, in all."""

MOST_WAITING = 100
"""How many requests of one lane may wait; more are asked to come back later."""

_METHODS = ("GET", "HEAD")
_SAFE = "%&=+,:;/?@!$'()*"  # in parameters; what is not in it must not get into a header
_log = logging.getLogger(__name__)
_lanes: RunVar[dict[Lane, anyio.CapacityLimiter]] = RunVar("ao_lanes")


@dataclass(frozen=True)
class _Found:
    operation: Operation
    values: Mapping[str, str]


class _Busy(Exception):  # noqa: N818  what is the matter, not that it is an error
    """Too many wait already."""


class Service:
    """ASGI application: everything below ``/api/v1`` that is only read.

    Every refusal is JSON. An answer is made in a thread, one of a lane at a time: Python computes
    one thing at a time anyway, and whoever waits for the same address finds it made.
    """

    def __init__(self, operations: Iterable[Operation], site: str = "") -> None:
        self.site = site
        self.shelf = Shelf(KEPT_BYTES)
        known = tuple(operations)
        self.exact = {one.path: one for one in known if "{" not in one.path}
        self.open = [(_pattern(one.path), one) for one in known if "{" in one.path]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        response = await self._response(scope)
        await response(scope, receive, send)

    async def _response(self, scope: Scope) -> Response:
        found = self._find(scope["path"])
        if found is None:
            return _refused(404, "nie ma takiego adresu", "Spis adresów: /api/v1/")
        if scope["method"] not in _METHODS:
            rule = f"metoda {scope['method']} nie jest tu obsługiwana"
            allowed = {"allow": ", ".join(_METHODS)}
            return _refused(405, rule, "Użyj metody GET", allowed)
        if len(scope["query_string"]) > LONGEST:
            return _refused(414, f"parametry mają więcej niż {LONGEST} znaków", "Skróć adres")
        try:
            shared, dataset = await run_in_threadpool(_data, Request(scope).cookies)
        except DataFaults as error:
            return refusal(503, error.faults)
        response = await self._answered(scope, found, dataset, shelved=dataset is shared)
        if dataset is not shared:  # a visitor's own figures are nobody else's, and stay nowhere
            response.headers["cache-control"] = "private, no-store"
        return response

    def _find(self, path: str) -> _Found | None:
        if path in self.exact:
            return _Found(self.exact[path], {})
        matches = ((pattern.fullmatch(path), one) for pattern, one in self.open)
        return next((_Found(one, match.groupdict()) for match, one in matches if match), None)

    async def _answered(
        self, scope: Scope, found: _Found, dataset: Dataset, *, shelved: bool
    ) -> Response:
        try:
            question = self._question(scope, found, dataset)
            one = await self._finished(found.operation, question, shelved=shelved)
        except DataFaults as error:
            return refusal(400, error.faults)
        except Nowhere as error:
            return _refused(404, str(error), "Spis stanów granic: /api/v1/granice.json")
        except _Busy:
            later = {"retry-after": "5"}
            return _refused(503, "zbyt wiele pytań czeka na odpowiedź", "Spytaj za chwilę", later)
        except Exception:  # noqa: BLE001  whatever it is, a program is told in JSON
            _log.exception("an address failed: %s", scope["path"])
            remedy = "Przekaż ten adres i godzinę opiekunowi pulpitu"
            return _refused(500, "coś poszło nie tak po stronie pulpitu", remedy)
        return _sent(one, Headers(scope=scope), body=scope["method"] == "GET")

    def _question(self, scope: Scope, found: _Found, dataset: Dataset) -> Question:
        text = quote(scope["query_string"].decode("utf-8", errors="replace"), safe=_SAFE)
        today = date.today()  # noqa: DTZ011  the date that people here read on their clocks
        return Question(
            dataset=dataset,
            path=scope["path"],
            values=found.values,
            query=query_of(text),
            text=text,
            imprint=Imprint(today, self.site),
        )

    async def _finished(
        self, operation: Operation, question: Question, *, shelved: bool
    ) -> Finished:
        key = (question.path, question.text, question.imprint.issued)
        kept = self.shelf.get(question.dataset, key) if shelved else None
        if kept:
            return kept
        lane = _lane(operation.lane)
        if lane.statistics().tasks_waiting >= MOST_WAITING:
            raise _Busy
        async with lane:
            kept = self.shelf.get(question.dataset, key) if shelved else None
            if kept is None:
                kept = await run_in_threadpool(_made, operation, question)
                if shelved:
                    self.shelf.put(question.dataset, key, kept)
        return kept


def _data(cookies: Mapping[str, str]) -> tuple[Dataset, Dataset]:
    """Return the data that every visitor shares, and those of the visitor who asks."""
    shared = data.current()
    return shared, visitors.of_cookies(cookies, shared)


def _pattern(path: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", re.escape(path)))


def _lane(lane: Lane) -> anyio.CapacityLimiter:
    """Return what lets one in at a time; it belongs to the event loop that runs."""
    try:
        lanes = _lanes.get()
    except LookupError:
        lanes = {one: anyio.CapacityLimiter(1) for one in Lane}
        _lanes.set(lanes)
    return lanes[lane]


def _made(operation: Operation, question: Question) -> Finished:
    answer = operation.answer(question)
    if len(answer.content) > MOST_BYTES:
        rule = f"odpowiedź ma więcej niż {MOST_BYTES // 1_000_000} MB"
        raise DataFaults([Fault("adres", rule, "Poproś o mniej lat albo o inny format")])
    return finished(answer, operation.media)


def _refused(
    status: int, rule: str, remedy: str, headers: Mapping[str, str] | None = None
) -> Response:
    return refusal(status, [Fault("adres", rule, remedy)], headers)


def _sent(one: Finished, asked: Headers, *, body: bool) -> Response:
    tag = f'"{one.tag}"'
    headers = {"etag": tag, "cache-control": ASK_AGAIN}
    if _has(asked.get("if-none-match", ""), tag):
        headers["vary"] = "Accept-Encoding"  # as around an answer with content
        return Response(status_code=304, headers=headers)
    headers |= one.headers
    headers["content-length"] = str(len(one.content))
    return Response(one.content if body else b"", headers=headers, media_type=one.media)


def _has(tags: str, tag: str) -> bool:
    """Tell whether a list of tags, as ``If-None-Match`` has it, names this one."""
    known = {one.strip().removeprefix("W/") for one in tags.split(",")}
    return tag in known or "*" in known
