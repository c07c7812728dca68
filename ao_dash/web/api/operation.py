"""One address for programs: what it is asked with and what it answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from starlette.routing import BaseRoute

from ao_dash.mapview.query import Parameter
from ao_dash.mapview.selection import Selection
from ao_dash.model.dataset import Dataset
from ao_dash.output.files.document import Imprint
from ao_dash.output.strict_query import StrictQuery


class WorkQueue(StrEnum):
    """Where a request waits for its turn; results of one queue are made one after another."""

    DATA = "data"
    WHOLE = "whole"
    SCREEN = "screen"
    DRAWING = "drawing"
    STORY = "story"


class NotFoundError(LookupError):
    """The address names something that is not there."""


@dataclass(frozen=True)
class ApiRequest:
    """What one request asks for.

    ``values`` are the parts of the address that its pattern leaves open, ``query`` are its
    parameters and ``text`` is how they were written. ``routes`` are those of the application.
    """

    dataset: Dataset
    path: str
    values: Mapping[str, str]
    query: Mapping[str, str]
    text: str
    imprint: Imprint
    routes: Sequence[BaseRoute] = ()

    def selection(self) -> Selection:
        """Return the picture asked for; raise ``DataFaults`` if it is none."""
        asked = StrictQuery(self.query)
        selection = asked.choice(Selection, self.dataset)
        asked.raise_if_invalid()
        return selection

    def no_parameters(self) -> None:
        """Raise ``DataFaults`` if the address has any parameter."""
        asked = StrictQuery(self.query)
        asked.nothing()
        asked.raise_if_invalid()


@dataclass(frozen=True)
class ApiResult:
    """A content, the name a browser saves it under (ASCII, "" to show it) and further headers."""

    content: bytes
    name: str = ""
    headers: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Operation:
    """One address, or one pattern of addresses with a part left open in braces.

    ``tag`` and ``summary`` are for readers, in Polish. ``screen`` is the code of the screen whose
    parameters it takes ("" for none) and ``options`` are parameters beside those. ``schema`` is
    the type of a JSON result, or its JSON schema; ``None`` for other files. What is ``shared`` is
    made of the data that all visitors share, also for one who has brought figures.
    """

    path: str
    tag: str
    summary: str
    media: str
    answer: Callable[[ApiRequest], ApiResult]
    screen: str = ""
    options: tuple[Parameter, ...] = ()
    schema: type | Mapping[str, Any] | None = None
    queue: WorkQueue = WorkQueue.DATA
    shared: bool = False
