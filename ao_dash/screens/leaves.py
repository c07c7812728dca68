"""What stands on one picture of a screen: on a sheet of paper, on a wall, as a step of a story."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ao_dash.screens.blocks import (
    Bars,
    Block,
    Cards,
    Gallery,
    Heading,
    Lines,
    Page,
    Ranges,
    Scatter,
    Text,
)

Chart = Lines | Bars | Ranges | Scatter
_Words = Cards | Text

_CARDS, _CARDS_FROM_AFAR = 12, 6
"""How many cards of a profile stand on a sheet, and on a wall."""


def heading(page: Page) -> Heading:
    """Return the heading of a page."""
    return next(block for block in page.places["heading"] if isinstance(block, Heading))


def leaves(page: Page) -> tuple[Page, ...]:
    """Return the pictures of a page, at least one.

    Each has the heading; what else it shows is its ``board``. The first has the maps with what
    stands beside them; each further chart has one of its own, with the text that says what it is,
    and so have twelve cards of a profile. A page without any of these shows its first words.
    """
    board = [block for block in page.places.get("board", ()) if isinstance(block, Chart | _Words)]
    below = _parts(page.places.get("sheet", ()))
    parts: list[Sequence[Block]] = [board, *below] if page.maps else [*_parts(board), *below]
    if not page.maps and (figures := _figures(page)):
        parts[:1] = [[*figures, *(parts[0] if parts else _first_words(page))]]
    found = [_leaf(page, part) for part in parts or [_first_words(page)]]
    return (replace(found[0], maps=page.maps), *found[1:])


def pictured(page: Page) -> Page:
    """Return the one picture of a page: its first leaf, and two charts where it has no map."""
    first, *others = leaves(page)
    board = [_from_afar(block) for block in first.places["board"]]
    if not page.maps and others and _has_chart(first) and _has_chart(others[0]):
        board += others[0].places["board"]
    return replace(first, places={**first.places, "board": board})


def _from_afar(block: Block) -> Block:
    if isinstance(block, Gallery):
        return replace(block, cards=block.cards[:_CARDS_FROM_AFAR])
    return block


def _leaf(page: Page, blocks: Sequence[Block]) -> Page:
    return Page({"heading": [heading(page)], "board": list(blocks)})


def _has_chart(leaf: Page) -> bool:
    return any(isinstance(block, Chart) for block in leaf.places["board"])


def _parts(blocks: Sequence[Block]) -> Iterator[Sequence[Block]]:
    """Yield each chart with the text right before it, which says what it is."""
    for n, block in enumerate(blocks):
        before = blocks[n - 1] if n else None
        if isinstance(block, Chart):
            yield [before, block] if isinstance(before, Text) else [block]
        elif isinstance(block, Gallery):
            for first in range(0, len(block.cards), _CARDS):
                yield [replace(block, cards=block.cards[first : first + _CARDS])]


def _figures(page: Page) -> list[Block]:
    """Return figures at a glance in the heading of a page."""
    return [block for block in page.places["heading"] if isinstance(block, Cards)]


def _first_words(page: Page) -> list[Block]:
    """Return what a page without a picture says first: its figures and its first text."""
    blocks = [block for place in ("board", "sheet") for block in page.places.get(place, ())]
    words = [block for block in blocks if isinstance(block, Cards)]
    return [*words, *[block for block in blocks if isinstance(block, Text)][:1]]
