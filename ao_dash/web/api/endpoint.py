"""What every address beside the screens has in common: the data, refusals, files for download."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import asdict
from http import HTTPStatus

from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from ao_dash.model.dataset import Dataset
from ao_dash.model.faults import DataFaults, Fault
from ao_dash.web.state import data, visitors

ASK_AGAIN = "no-cache"

_TITLES: Mapping[int, str] = {
    400: "Adresu nie da się spełnić",
    404: "Nie ma takiego adresu",
    405: "Ten adres tylko odpowiada",
    414: "Adres jest za długi",
    415: "Tego rodzaju treści pulpit nie czyta",
    500: "Błąd pulpitu",
    503: "Pulpit nie może teraz odpowiedzieć",
}


class FaultText(BaseModel):
    """Wada: gdzie jest, co jest nie tak i co zrobić."""

    file: str = Field(description="gdzie: „adres” albo plik danych")
    rule: str = Field(description="co jest nie tak")
    remedy: str = Field(description="co zrobić")
    row: int | None
    column: str
    value: str
    counted: str
    text: str = Field(description="to samo jednym zdaniem")


class Refusal(BaseModel):
    """Odmowa; pola type, title i status jak w RFC 9457."""

    type: str = "about:blank"
    title: str
    status: int
    faults: list[FaultText]


def with_data(
    answer: Callable[[Request, Dataset], Awaitable[Response]],
) -> Callable[[Request], Awaitable[Response]]:
    """Return an endpoint that hands the data on, or says what is wrong with them."""

    async def endpoint(request: Request) -> Response:
        try:
            shared = await run_in_threadpool(data.current)
        except DataFaults as error:
            return refusal(503, error.faults)
        return await answer(request, visitors.of_cookies(request.cookies, shared))

    return endpoint


def refusal(
    status: int, faults: Iterable[Fault], headers: Mapping[str, str] | None = None
) -> Response:
    """Return every fault as JSON, with the members of RFC 9457 that say what sort of refusal."""
    texts = [FaultText(**asdict(fault), text=str(fault)) for fault in faults]
    title = _TITLES.get(status, HTTPStatus(status).phrase)
    content = Refusal(title=title, status=status, faults=texts).model_dump()
    return JSONResponse(content, status, {"cache-control": ASK_AGAIN, **(headers or {})})


def busy() -> Response:
    """Return the refusal of one who would have to wait too long."""
    fault = Fault("adres", "zbyt wiele pytań czeka na odpowiedź", "Spytaj za chwilę")
    return refusal(503, [fault], {"retry-after": "5"})


def download(content: bytes, media_type: str, name: str) -> Response:
    """Return a file that the browser saves under ``name``, which is ASCII."""
    headers = {
        "content-disposition": f'attachment; filename="{name}"',
        "cache-control": ASK_AGAIN,
    }
    return Response(content, media_type=media_type, headers=headers)
