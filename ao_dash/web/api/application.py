"""The addresses for programs as a FastAPI application: limits, queues, finished responses."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from fastapi import FastAPI, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from ao_dash.model import clock
from ao_dash.model.dataset import Dataset
from ao_dash.model.faults import DataFaults, Fault
from ao_dash.output.files.document import Imprint
from ao_dash.output.strict_query import query_of
from ao_dash.web.api import API, work
from ao_dash.web.api.endpoint import ASK_AGAIN, busy, refusal
from ao_dash.web.api.openapi import description_of
from ao_dash.web.api.operation import ApiRequest, NotFoundError, Operation
from ao_dash.web.api.response_cache import RenderedResponse, ResponseCache, rendered
from ao_dash.web.base import at
from ao_dash.web.state import data, visitors

LONGEST = 4_000
"""How many bytes the parameters of an address may have."""

MOST_BYTES = 16_000_000
"""No response is larger than this, before compression."""

KEPT_BYTES = 32_000_000
"""How much room finished responses may take, in all."""

_SAFE = "%&=+,:;/?@!$'()*"  # in parameters; what is not in it must not get into a header
_log = logging.getLogger(__name__)


def application(operations: Iterable[Operation], base_url: str = "") -> FastAPI:
    """Return the ASGI application of everything below ``/api/v1`` that is only read.

    Every refusal is JSON. Addresses in files begin with ``base_url``. An address that ends with a
    slash also answers without it, as people type it.
    """
    app = FastAPI(openapi_url=None, redirect_slashes=False)
    cache = ResponseCache(KEPT_BYTES)
    for one in operations:
        endpoint = _Endpoint(one, cache, base_url).respond
        app.add_api_route(one.path, endpoint, **description_of(one))
        for path in {one.path, one.path.rstrip("/")}:
            app.add_api_route(path, endpoint, methods=["GET", "HEAD"], include_in_schema=False)
    app.add_exception_handler(HTTPException, _unknown_address)
    return app


async def _unknown_address(request: Request, error: Exception) -> Response:
    if isinstance(error, HTTPException) and error.status_code == 405:
        rule = f"metoda {request.method} nie jest tu obsługiwana"
        return _refused(405, rule, "Użyj metody GET", {"allow": "GET, HEAD"})
    return _refused(404, "nie ma takiego adresu", f"Spis adresów: {at(API)}/")


@dataclass(frozen=True)
class _Endpoint:
    """One address. Its results are made in a thread, one of a queue at a time."""

    operation: Operation
    cache: ResponseCache
    base_url: str

    async def respond(self, request: Request) -> Response:
        """Return the response to one request."""
        if len(request.scope["query_string"]) > LONGEST:
            return _refused(414, f"parametry mają więcej niż {LONGEST} znaków", "Skróć adres")
        try:
            cookies = {} if self.operation.shared else request.cookies
            shared, dataset = await run_in_threadpool(_datasets, cookies)
        except DataFaults as error:
            return refusal(503, error.faults)
        response = await self._answer(request, dataset, cached=dataset is shared)
        if dataset is not shared:  # a visitor's own figures are nobody else's, and stay nowhere
            response.headers["cache-control"] = "private, no-store"
        return response

    async def _answer(self, request: Request, dataset: Dataset, *, cached: bool) -> Response:
        try:
            asked = _asked(request, dataset, self.base_url)
            one = await self._rendered(request, asked, cached=cached)
        except DataFaults as error:
            return refusal(400, error.faults)
        except NotFoundError as error:
            return _refused(404, str(error), f"Kody są w spisach: {at(API)}/")
        except work.BusyError:
            return busy()
        except work.GoneError:
            return Response(status_code=499)  # nobody reads it
        except Exception:  # noqa: BLE001  whatever it is, a program is told in JSON
            _log.exception("an address failed: %s", request.url.path)
            remedy = "Przekaż ten adres i godzinę opiekunowi pulpitu"
            return _refused(500, "coś poszło nie tak po stronie pulpitu", remedy)
        return _sent(one, request)

    async def _rendered(
        self, request: Request, asked: ApiRequest, *, cached: bool
    ) -> RenderedResponse:
        key = (asked.path, asked.text, asked.imprint.issued)
        found = self.cache.get(asked.dataset, key) if cached else None
        if found:
            return found
        work.admit(self.operation.queue)
        async with work.turn(request, self.operation.queue):
            found = self.cache.get(asked.dataset, key) if cached else None
            if found is None:
                found = await run_in_threadpool(self._render, asked)
                if cached:
                    self.cache.put(asked.dataset, key, found)
        return found

    def _render(self, asked: ApiRequest) -> RenderedResponse:
        result = self.operation.answer(asked)
        if len(result.content) > MOST_BYTES:
            rule = f"odpowiedź ma więcej niż {MOST_BYTES // 1_000_000} MB"
            raise DataFaults([Fault("adres", rule, "Poproś o mniej lat albo o inny format")])
        return rendered(result, self.operation.media)


def _datasets(cookies: Mapping[str, str]) -> tuple[Dataset, Dataset]:
    """Return the data that every visitor shares, and those of the visitor who asks."""
    shared = data.current()
    return shared, visitors.of_cookies(cookies, shared)


def _asked(request: Request, dataset: Dataset, base_url: str) -> ApiRequest:
    given = request.scope["query_string"].decode("utf-8", errors="replace")
    text = quote(given, safe=_SAFE)
    return ApiRequest(
        dataset=dataset,
        path=request.scope["path"],
        values=request.path_params,
        query=query_of(text),
        text=text,
        imprint=Imprint(clock.today(), base_url),
        routes=request.app.routes,
    )


def _refused(
    status: int, rule: str, remedy: str, headers: Mapping[str, str] | None = None
) -> Response:
    return refusal(status, [Fault("adres", rule, remedy)], headers)


def _sent(one: RenderedResponse, request: Request) -> Response:
    tag = f'"{one.tag}"'
    headers = {"etag": tag, "cache-control": ASK_AGAIN}
    tags = request.headers.get("if-none-match", "").split(",")
    if {tag, "*"} & {known.strip().removeprefix("W/") for known in tags}:
        headers["vary"] = "Accept-Encoding"  # as around an answer with content
        return Response(status_code=304, headers=headers)
    headers |= {**one.headers, "content-length": str(len(one.content))}
    content = b"" if request.method == "HEAD" else one.content
    return Response(content, headers=headers, media_type=one.media)
