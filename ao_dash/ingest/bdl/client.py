"""The bank asked over HTTP: politely, again when it stumbles, never twice for the same.

Answers are kept on disk, so that a stopped run goes on and an idle one asks little.

Error answers: 429 with ``Retry-After`` and a body ``errorResult``/``errorReason`` when a limit is
reached, otherwise ``errors`` with a list of messages (models LimitResponseMessage and
ErrorResponseMessage of the description named in :mod:`ao_dash.ingest.bdl.queries`).
"""

from __future__ import annotations

import hashlib
import json
import math
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any, Self

import httpx2
import tenacity

from ao_dash.ingest.bdl.answers import BankAnswer
from ao_dash.ingest.bdl.queries import BankQuery
from ao_dash.ingest.bdl.rate_limit import Clock, Ledger, SystemClock
from ao_dash.ingest.editions.errors import (
    AddressError,
    ForbiddenError,
    KeyFormatError,
    LimitReachedError,
    NotJsonError,
    ProxyError,
    RefusedError,
    UnreachableError,
)
from ao_dash.ingest.editions.files import write_file
from ao_dash.ingest.editions.web import is_address
from ao_dash.model.settings import BDL

KEY_HEADER = "X-ClientId"

_ATTEMPTS = 6
_MAX_BACKOFF = 60.0  # seconds
_MAX_WAIT = 20 * 60.0  # seconds; longer waits are for another run
_REPORTED_FROM = 5.0  # seconds; shorter waits are not worth a line
_TIMEOUT = 60.0  # seconds between two pieces of an answer
_MAX_SECONDS = 10 * 60.0  # seconds for a whole answer
_MAX_BYTES = 50_000_000  # a hundred times the largest answer
_LONG = 19  # digits of numbers that nothing is counted in
_KEY = re.compile(r"[\x21-\x7e]{1,200}")
_ABSENT = "nie ma"  # in a kept answer: the bank has nothing under that address
_FAR_YEAR = 86400.0 * 365


@dataclass(frozen=True)
class Bank:
    """Where the bank is, who asks, and how long to wait for an answer (s)."""

    base: str = BDL
    key: str | None = field(default=None, repr=False)
    timeout: float = _TIMEOUT


class AnswerStore:
    """Answers by address, each with the stamp of the state of the bank it belongs to."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def find(self, address: str, stamp: str) -> BankAnswer | None:
        """Return the answer of ``address`` if it was kept under the same ``stamp``.

        A damaged file is no answer; asking again replaces it.
        """
        try:
            kept = json.loads(self._file(address).read_bytes())
            same = kept["address"] == address and kept["stamp"] == stamp
            return kept["answer"] if same and isinstance(kept["answer"], dict) else None
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def keep(self, address: str, stamp: str, answer: BankAnswer) -> None:
        """Keep an answer in place of an older one of the same address."""
        content = {"address": address, "stamp": stamp, "answer": answer}
        # in ASCII, for half a letter (a lone surrogate) in an answer has no other form
        write_file(self._file(address), json.dumps(content).encode(), durable=False)

    def forget(self, address: str) -> None:
        """Drop the answer of ``address``, for it turned out to be wrong."""
        self._file(address).unlink(missing_ok=True)

    def _file(self, address: str) -> Path:
        name = hashlib.sha256(address.encode()).hexdigest()[:32]
        return self._folder / f"{name}.json"


class _PassingError(Exception):
    """Something that may be gone at the next attempt; ``after`` as the bank wishes, in seconds.

    ``answered`` tells whether the bank was there at all.
    """

    def __init__(self, said: str, after: float | None = None, *, answered: bool = True) -> None:
        super().__init__(said)
        self.after = after
        self.answered = answered


class Client:
    """Answers from the store if they are fresh, else from the bank; ``tell`` gets long waits.

    ``requests`` counts what was really sent, attempts that failed included.
    """

    def __init__(
        self,
        bank: Bank,
        store: AnswerStore,
        ledger: Ledger,
        clock: Clock | None = None,
        tell: Callable[[str], None] = lambda _: None,
    ) -> None:
        if not is_address(bank.base):
            raise AddressError(bank.base)
        self.requests = 0
        self._tell = tell
        self._base = bank.base.rstrip("/")
        self._store = store
        self._ledger = ledger
        self._clock = clock or SystemClock()
        self._http = _http(bank)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def ask(self, query: BankQuery, stamp: str) -> BankAnswer:
        """Return the answer that belongs to ``stamp``, from the store if it is there.

        Raises
        ------
        RefreshError
            Under the name of what went wrong.
        """
        address = self._base + query.text
        known = self._store.find(address, stamp)
        if known is None:
            known = self._asked(query)
            self._store.keep(address, stamp, known)
        if _ABSENT in known:
            raise RefusedError(query.path, httpx2.codes.NOT_FOUND, str(known[_ABSENT]))
        return known

    def forget(self, query: BankQuery) -> None:
        """Drop the kept answer of a query, for it turned out to be wrong."""
        self._store.forget(self._base + query.text)

    def seconds_for(self, requests: int) -> float:
        """Return for how long the limits alone make ``requests`` more requests take."""
        return self._ledger.forecast(self._clock.now(), requests)

    def ask_now(self, query: BankQuery) -> BankAnswer:
        """Return the answer of this moment, past the store; errors as in :meth:`ask`."""
        retrying = tenacity.Retrying(
            sleep=self._clock.sleep,
            stop=tenacity.stop_after_attempt(_ATTEMPTS),
            wait=self._pause,
            retry=tenacity.retry_if_exception_type(_PassingError),
            reraise=True,
        )
        try:
            return retrying(self._send, query)
        except _PassingError as error:
            raise UnreachableError(query.path, _ATTEMPTS, str(error), error.answered) from error

    def _asked(self, query: BankQuery) -> BankAnswer:
        """Return an answer fit to be kept; that there is nothing is one, too."""
        try:
            return self.ask_now(query)
        except RefusedError as error:
            if error.status != httpx2.codes.NOT_FOUND:
                raise
            return {_ABSENT: error.said}

    def _pause(self, state: tenacity.RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        wished = error.after if isinstance(error, _PassingError) else None
        if wished is not None:
            self._check_wait(wished)
        pause = min(_MAX_BACKOFF, 2.0 ** (state.attempt_number - 1))
        pause = pause if wished is None else max(wished, 0.0)
        self._tell(f"Bank danych: {error}. Ponawiam za {math.ceil(pause)} s.")
        return pause

    def _send(self, query: BankQuery) -> BankAnswer:
        self._take_turn()
        self.requests += 1
        address = self._base + query.path
        try:
            with self._http.stream("GET", address, params=query.parameters) as response:
                return _read(query, response, _body(response))
        except httpx2.TimeoutException as error:
            msg = "odpowiedź nie przyszła na czas"
            raise _PassingError(msg, answered=False) from error
        except httpx2.DecodingError as error:
            msg = "odpowiedź jest uszkodzona"
            raise _PassingError(msg) from error
        except httpx2.TransportError as error:
            msg = "połączenie się urwało"
            raise _PassingError(msg, answered=False) from error

    def _take_turn(self) -> None:
        pause = self._ledger.wait(self._clock.now())
        self._check_wait(pause)
        if pause >= _REPORTED_FROM:
            self._tell(f"Limit zapytań banku danych: czekam {math.ceil(pause)} s.")
        if pause:
            self._clock.sleep(pause)
        self._ledger.note(self._clock.now())

    def _check_wait(self, pause: float) -> None:
        if pause > _MAX_WAIT:
            until = datetime.fromtimestamp(self._clock.now() + min(pause, _FAR_YEAR)).astimezone()
            raise LimitReachedError(pause, f"{until:%Y-%m-%d %H:%M}")


def _http(bank: Bank) -> httpx2.Client:
    key = (bank.key or "").strip()
    if key and not _KEY.fullmatch(key):
        raise KeyFormatError
    headers = {"Accept": "application/json"} | ({KEY_HEADER: key} if key else {})
    try:
        return httpx2.Client(headers=headers, timeout=bank.timeout)
    except (httpx2.InvalidURL, ValueError, OSError) as error:
        raise ProxyError from error


def _body(response: httpx2.Response) -> bytes:
    """Return the unpacked answer; one that does not end is left after some size or time."""
    pieces, size, end = [], 0, time.monotonic() + _MAX_SECONDS
    for piece in response.iter_bytes():
        size += len(piece)
        if size > _MAX_BYTES or time.monotonic() > end:
            msg = "odpowiedź nie ma końca"
            raise _PassingError(msg)
        pieces.append(piece)
    return b"".join(pieces)


def _read(query: BankQuery, response: httpx2.Response, body: bytes) -> BankAnswer:
    if response.status_code == httpx2.codes.TOO_MANY_REQUESTS:
        msg = "limit zapytań (429)"
        raise _PassingError(msg, _retry_after(response))
    if response.is_server_error:
        msg = f"błąd serwera ({response.status_code})"
        raise _PassingError(msg, _retry_after(response))
    if response.status_code in (httpx2.codes.UNAUTHORIZED, httpx2.codes.FORBIDDEN):
        raise ForbiddenError(query.path, response.status_code)
    if not response.is_success:
        raise RefusedError(query.path, response.status_code, _said(body))
    return _parse(query, response, body)


def _parse(query: BankQuery, response: httpx2.Response, body: bytes) -> BankAnswer:
    begins = body[:200].decode("utf-8", errors="replace").lstrip("\ufeff \r\n\t")
    if begins.startswith("<") or "html" in response.headers.get("content-type", ""):
        raise NotJsonError(query.path, begins)
    try:
        answer = json.loads(body, parse_int=_whole)
    except (ValueError, RecursionError) as error:  # cut on its way, and its length mended
        msg = "odpowiedź jest ucięta"
        raise _PassingError(msg) from error
    if not isinstance(answer, dict):
        raise NotJsonError(query.path, begins)
    return answer


def _whole(digits: str) -> int | float:
    """Return a whole number; one too long for any figure becomes a float, perhaps infinite."""
    return int(digits) if len(digits) < _LONG else float(digits)


def _said(body: bytes) -> str:
    try:
        answer: Any = json.loads(body)
        errors = [
            error.get("errorReason") or error.get("errorResult") for error in answer["errors"]
        ]
        return "; ".join(str(error) for error in errors if error)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return ""


def _retry_after(response: httpx2.Response) -> float | None:
    """Return the seconds of ``Retry-After``, which may be given as seconds or as a date."""
    text = response.headers.get("retry-after", "").strip()
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        return max(0.0, (parsedate_to_datetime(text) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return None
