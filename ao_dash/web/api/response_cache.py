"""Finished answers, kept so that many who ask for the same are served at once."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass

from ao_dash.web.api.operation import Answer


@dataclass(frozen=True)
class Finished:
    """An answer ready to be sent.

    ``tag`` is a name for the content that changes when the content does.
    """

    content: bytes
    tag: str
    media: str
    headers: Mapping[str, str]

    @property
    def size(self) -> int:
        """Bytes that it takes."""
        return len(self.content)


def finished(answer: Answer, media: str) -> Finished:
    """Return an answer with all that can be computed beforehand."""
    headers = dict(answer.headers or {})
    if answer.name:
        headers["content-disposition"] = f'attachment; filename="{answer.name}"'
    return Finished(
        content=answer.content,
        tag=hashlib.sha256(answer.content).hexdigest()[:32],
        media=media,
        headers=headers,
    )


class Shelf:
    """The answers asked for last, up to ``most`` bytes in all."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.size = 0
        self._kept: OrderedDict[Hashable, Finished] = OrderedDict()
        self._of: object = None

    def get(self, of: object, key: Hashable) -> Finished | None:
        """Return an answer made from the data ``of``; answers from other data are thrown away."""
        if of is not self._of:
            self._kept.clear()
            self._of, self.size = of, 0
        if key in self._kept:
            self._kept.move_to_end(key)
        return self._kept.get(key)

    def put(self, of: object, key: Hashable, one: Finished) -> None:
        """Keep an answer; those not asked for longest make room for it."""
        if of is not self._of or one.size > self.most // 4:
            return
        previous = self._kept.pop(key, None)
        self._kept[key] = one
        self.size += one.size - (previous.size if previous else 0)
        while self.size > self.most:
            self.size -= self._kept.popitem(last=False)[1].size
