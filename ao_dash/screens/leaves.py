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
    HeatTable,
    Lines,
    Page,
    Ranges,
    Scatter,
    Text,
    sources_blocks,
)

Chart = Lines | Bars | Ranges | Scatter | HeatTable
_Words = Cards | Text

_CARDS, _CARDS_FROM_AFAR = 12, 6
"""How many cards of a profile stand on a sheet, and on a wall."""
_COLUMNS, _COLUMNS_FROM_AFAR = 24, 6
"""The same of columns of a heat table."""


def heading(page: Page) -> Heading:
    """Return the heading of a page."""
    return next(block for block in page.places["heading"] if isinstance(block, Heading))


class Leaf(Page):
    """One picture of a page: its heading, its ``board`` and its maps, with the sources below."""


def leaves(page: Page) -> tuple[Leaf, ...]:
    """Return the sheets of a page, at least one.

    The first has the maps with what stands beside them; each further chart has one of its own, with
    the text that says what it is, and so have twelve cards of a profile. A page without any of
    these shows its first words.
    """
    if isinstance(page, Leaf):
        return (page,)
    board = [block for block in page.places.get("board", ()) if isinstance(block, Chart | _Words)]
    below = _parts(page.places.get("sheet", ()))
    parts: list[Sequence[Block]] = [board, *below] if page.maps else [*_parts(board), *below]
    if not page.maps and (figures := _figures(page)):
        parts[:1] = [[*figures, *(parts[0] if parts else _first_words(page))]]
    found = [_leaf(page, part) for part in parts or [_first_words(page)]]
    return (replace(found[0], maps=page.maps), *found[1:])


def pictures(page: Page) -> tuple[Leaf, ...]:
    """Return what fills a window, one after another: the leaves, with fewer cards on each.

    Without a map the first two charts stand together.
    """
    first, *others = [one for leaf in leaves(page) for one in _from_afar(leaf)]
    if not page.maps and others and _has_room(first) and _has_room(others[0]):
        both = [*first.places["board"], *others.pop(0).places["board"]]
        first = replace(first, places={**first.places, "board": both})
    return (first, *others)


def pictured(page: Page, number: int | None = None) -> Leaf:
    """Return one of the :func:`pictures`, counted from 1; the first usually, the last at most."""
    found = pictures(page)
    return found[min(number or 1, len(found)) - 1]


def _from_afar(leaf: Leaf) -> Iterator[Leaf]:
    """Yield the leaf, with so many cards or columns on each as can be read from afar."""
    board = leaf.places["board"]
    last = board[-1] if board else None
    if not isinstance(last, Gallery | HeatTable):
        yield leaf
        return
    most = _CARDS_FROM_AFAR if isinstance(last, Gallery) else _COLUMNS_FROM_AFAR
    for number, part in enumerate(_divided(last, most)):
        found: list[Block] = [part] if number else [*board[:-1], part]
        yield replace(leaf, places={**leaf.places, "board": found})


def _divided(block: Gallery | HeatTable, most: int) -> Iterator[Block]:
    """Yield a block in parts that have ``most`` cards or columns each."""
    if isinstance(block, HeatTable):
        yield from (block.part(first, most) for first in range(0, len(block.columns), most))
        return
    for first in range(0, len(block.cards), most):
        yield replace(block, cards=block.cards[first : first + most])


def _leaf(page: Page, blocks: Sequence[Block]) -> Leaf:
    return Leaf({"heading": [heading(page)], "board": list(blocks), "sheet": sources_blocks(page)})


def _has_room(leaf: Page) -> bool:
    """Tell whether another chart has room beside the one of a leaf."""
    charts = [block for block in leaf.places["board"] if isinstance(block, Chart)]
    return bool(charts) and not isinstance(charts[-1], HeatTable)


def _parts(blocks: Sequence[Block]) -> Iterator[Sequence[Block]]:
    """Yield each chart with the text right before it, which says what it is."""
    for n, block in enumerate(blocks):
        before = blocks[n - 1] if n else None
        if isinstance(block, HeatTable):
            yield from ([part] for part in _divided(block, _COLUMNS))
        elif isinstance(block, Chart):
            yield [before, block] if isinstance(before, Text) else [block]
        elif isinstance(block, Gallery):
            yield from ([cards] for cards in _divided(block, _CARDS))


def _figures(page: Page) -> list[Block]:
    """Return figures at a glance in the heading of a page."""
    return [block for block in page.places["heading"] if isinstance(block, Cards)]


def _first_words(page: Page) -> list[Block]:
    """Return what a page without a picture says first: its figures and its first text."""
    blocks = [block for place in ("board", "sheet") for block in page.places.get(place, ())]
    words = [block for block in blocks if isinstance(block, Cards)]
    return [*words, *[block for block in blocks if isinstance(block, Text)][:1]]
