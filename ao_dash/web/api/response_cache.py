"""Finished responses, kept so that many who ask for the same are served at once."""

from __future__ import annotations

import hashlib
from collections.abc import Hashable, Mapping
from dataclasses import dataclass

from cachetools import LRUCache

from ao_dash.web.api.operation import ApiResult


@dataclass(frozen=True)
class RenderedResponse:
    """A response ready to be sent; ``tag`` names its content and changes when the content does."""

    content: bytes
    tag: str
    media: str
    headers: Mapping[str, str]


def rendered(result: ApiResult, media: str) -> RenderedResponse:
    """Return a response with all that can be computed beforehand."""
    headers = dict(result.headers or {})
    if result.name:
        headers["content-disposition"] = f'attachment; filename="{result.name}"'
    tag = hashlib.sha256(result.content).hexdigest()[:32]
    return RenderedResponse(result.content, tag, media, headers)


class ResponseCache:
    """The responses asked for last, up to ``most`` bytes in all, of one state of the data."""

    def __init__(self, most: int) -> None:
        self._responses: LRUCache[Hashable, RenderedResponse] = LRUCache(
            most, getsizeof=lambda one: len(one.content)
        )
        self._source: object = None

    @property
    def size(self) -> int:
        """Bytes that the responses take."""
        return int(self._responses.currsize)

    def get(self, source: object, key: Hashable) -> RenderedResponse | None:
        """Return a response made from the data ``source``; those from other data are dropped."""
        if source is not self._source:
            self._responses.clear()
            self._source = source
        return self._responses.get(key)

    def put(self, source: object, key: Hashable, one: RenderedResponse) -> None:
        """Keep a response; those not asked for longest make room for it."""
        if source is self._source and len(one.content) <= self._responses.maxsize // 4:
            self._responses[key] = one
