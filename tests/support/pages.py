"""What a screen makes of an address, and what stands on its page."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from ao_dash.mapview.query import Chosen
from ao_dash.screens.base import Screen
from ao_dash.screens.blocks import Page, Table, Text
from tests.support.data import shipped_dataset

C = TypeVar("C", bound=Chosen)
B = TypeVar("B")
Titled = TypeVar("Titled", Table, Text)


def reading(screen: Screen, kind: type[C]) -> Callable[..., tuple[C, list[str]]]:
    """Return what reads an address: the choice, and the sentences on what gave way."""

    def read(**query: str) -> tuple[C, list[str]]:
        choice, notes = screen.chosen(query, shipped_dataset())
        assert isinstance(choice, kind)
        return choice, [str(note) for note in notes]

    return read


def choosing(screen: Screen, kind: type[C]) -> Callable[..., C]:
    """Return what reads an address in which nothing gives way."""

    def chosen(**query: str) -> C:
        choice, notes = reading(screen, kind)(**query)
        assert not notes
        return choice

    return chosen


def blocks(page: Page, kind: type[B]) -> list[B]:
    return [b for place in page.places.values() for b in place if isinstance(b, kind)]


def block(page: Page, kind: type[B], place: str = "board") -> B:
    return next(b for b in page.places[place] if isinstance(b, kind))


def titled(page: Page, kind: type[Titled], start: str) -> Titled:
    return next(b for b in blocks(page, kind) if b.title.replace("\xa0", " ").startswith(start))
