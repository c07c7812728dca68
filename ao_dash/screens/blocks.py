"""Parts a screen is made of: plain values that a browser draws, and that a file could be made of.

Texts are texts, never markup. Places on charts go from 0 (left, bottom) to 1 (right, top), so that
whoever draws needs no figures and no formats.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Link:
    """A text that leads to another screen, or to an address of a source."""

    text: str
    href: str


@dataclass(frozen=True)
class Choice:
    """A text that changes the address when it is clicked.

    ``level`` shades it from 0 to 4, ``label`` is what is heard instead of ``text``. ``chosen``
    marks what the address says already; ``to`` is the anchor of a block to go on to.
    """

    text: str
    parameters: Mapping[str, str]
    level: int | None = None
    label: str = ""
    chosen: bool = False
    to: str = ""


TableCell = str | tuple[str, int] | Link | Choice
"""A cell of a table: a text, a text with a level from 0 (nothing) to 4 (complete), or a link."""


@dataclass(frozen=True)
class Heading:
    """The heading of the screen; ``notice`` is what a reader must know first.

    ``clear`` are names of parameters that have left nothing to show: a button takes them back.
    """

    title: str
    subtitle: str = ""
    notice: Sequence[str] = ()
    clear: Sequence[str] = ()


@dataclass(frozen=True)
class Text:
    """Sentences, as paragraphs or as a list; ``anchor`` is its name for a :class:`Choice`.

    The ``lead`` answers the question of the screen: there it stands under the heading, wherever a
    picture has it.
    """

    title: str
    sentences: Sequence[str]
    listed: bool = False
    anchor: str = ""
    lead: bool = False


@dataclass(frozen=True)
class Cards:
    """Figures at a glance: name, figure, unit, what it says."""

    cards: Sequence[tuple[str, str, str, str]]


@dataclass(frozen=True)
class Links:
    """Links beside each other, with what they are for; ``files`` are downloads."""

    text: str
    links: Sequence[Link | Choice]
    files: bool = False


@dataclass(frozen=True)
class Table:
    """A table for reading: the first cell of a row is its heading.

    ``numeric`` are positions of columns with figures; ``keys`` are codes of gminy by row, so that
    a row can be pointed at; the one of ``chosen`` stands out. ``still`` are positions of columns
    that have no order, such as amounts in several currencies. With ``turned`` headings stand
    upright, so that many narrow columns fit; ``wordy`` cells hold sentences. ``anchor`` is
    its name for a :class:`Choice`.
    """

    title: str
    text: str
    columns: Sequence[str]
    rows: Sequence[Sequence[TableCell]]
    numeric: Sequence[int] = ()
    keys: Sequence[str] = ()
    shut: bool = False
    chosen: str = ""
    still: Sequence[int] = ()
    turned: bool = False
    wordy: bool = False
    anchor: str = ""

    @classmethod
    def of(
        cls,
        title: str,
        items: Iterable[T],
        columns: Mapping[str, Callable[[T], TableCell]],
        numeric: Collection[str] = (),
        **look: Any,
    ) -> Table:
        """Return a table with a row for each of ``items``.

        ``columns`` say by heading which cell an item has; those with figures are ``numeric``.
        ``look`` are other fields of the table; ``still`` are headings, too.
        """
        places = {heading: n for n, heading in enumerate(columns)}
        return cls(
            title=title,
            text=look.pop("text", ""),
            columns=tuple(columns),
            rows=[tuple(cell(item) for cell in columns.values()) for item in items],
            numeric=tuple(n for heading, n in places.items() if heading in numeric),
            still=tuple(places[heading] for heading in look.pop("still", ())),
            **look,
        )


@dataclass(frozen=True)
class Axis:
    """An axis: its title, and its ticks as places with texts."""

    title: str
    ticks: Sequence[tuple[float, str]]


@dataclass(frozen=True)
class Line:
    """A line in pieces; a piece never crosses a break or a gap.

    ``series`` is the number of its colour; a point is (x, y, text).
    """

    code: str
    name: str
    series: int
    pieces: Sequence[Sequence[tuple[float, float, str]]]


@dataclass(frozen=True)
class Lines:
    """Lines over years. ``breaks`` are places on the x axis with what happened there."""

    label: str
    x: Axis
    y: Axis
    lines: Sequence[Line]
    breaks: Sequence[tuple[float, str]] = ()


@dataclass(frozen=True)
class Bar:
    """A bar from ``start`` to ``end`` (places), or none where there is no figure."""

    code: str
    name: str
    text: str
    start: float | None
    end: float | None
    colour: str = ""
    series: int | None = None


@dataclass(frozen=True)
class Bars:
    """Bars under each other, with marks (place, text) across all of them.

    With ``chosen``, the code of a gmina or "", a name can be clicked to choose its gmina.
    """

    label: str
    bars: Sequence[Bar]
    marks: Sequence[tuple[float, str]] = ()
    chosen: str | None = None


@dataclass(frozen=True)
class Range:
    """A place with how far it may move: ``inner`` and ``outer`` are two ranges around it."""

    code: str
    name: str
    text: str
    place: float
    inner: tuple[float, float]
    outer: tuple[float, float]


@dataclass(frozen=True)
class Ranges:
    """Ranges under each other, on one scale with ticks; ``key`` says what dot and ranges are.

    ``figures`` is the heading of their texts. The row of ``chosen``, the code of a gmina or "",
    stands out.
    """

    label: str
    x: Axis
    figures: str
    ranges: Sequence[Range]
    key: tuple[str, str, str]
    chosen: str = ""


@dataclass(frozen=True)
class Dot:
    """A named point of a scatter or of a strip."""

    code: str
    name: str
    x: float
    y: float
    text: str
    colour: str = ""


@dataclass(frozen=True)
class Scatter:
    """Points over two axes; ``cross`` are the places of two lines, such as means.

    ``line`` is a line between two points, such as a trend.
    """

    label: str
    x: Axis
    y: Axis
    dots: Sequence[Dot]
    cross: tuple[float, float] | None = None
    chosen: str = ""
    line: tuple[tuple[float, float], tuple[float, float]] | None = None


@dataclass(frozen=True)
class Card:
    """One indicator of a profile.

    ``facts`` are names with figures; ``line`` is a small line in pieces with ``span``, the texts
    of its two ends, and ``breaks``: place, year, what happened. ``dots`` are the places of all
    gminy on a strip, ``place`` and ``others`` those to stand out (with their names; no
    place without a figure). ``note`` is what to know about the figure; ``href`` is where the title
    leads, if anywhere. Where there is no figure, ``absent`` is set and ``figure`` says why.
    """

    title: str
    figure: str
    unit: str
    year: str
    rank: str
    source: str
    facts: Sequence[tuple[str, str]]
    line: Sequence[Sequence[tuple[float, float, str]]]
    span: tuple[str, str]
    breaks: Sequence[tuple[float, str, str]]
    dots: Sequence[float]
    place: float | None
    others: Sequence[tuple[float | None, str]]
    note: str
    href: str
    absent: bool = False


@dataclass(frozen=True)
class Gallery:
    """Cards of indicators under one heading."""

    title: str
    cards: Sequence[Card]


@dataclass(frozen=True)
class HeatColumn:
    """A column of a heat table: what it is, its unit and year, what it belongs to, its map.

    ``polar`` tells that its levels go from bad to good.
    """

    name: str
    told: str
    group: str
    href: str
    polar: bool


@dataclass(frozen=True)
class HeatCell:
    """A figure: its text, its level from 1 to 5 (0: none), and how long its bar is, up to 1."""

    text: str
    level: int
    bar: float


@dataclass(frozen=True)
class HeatRow:
    """A row of a heat table; the whole of several gminy has no code."""

    code: str
    name: str
    cells: Sequence[HeatCell]


@dataclass(frozen=True)
class HeatTable:
    """Figures of many indicators, shaded by level; the gmina of ``chosen`` stands out."""

    title: str
    columns: Sequence[HeatColumn]
    rows: Sequence[HeatRow]
    chosen: str = ""

    def part(self, first: int, most: int) -> HeatTable:
        """Return the table with ``most`` columns at most, from the one numbered ``first``."""
        inside = slice(first, first + most)
        rows = [replace(row, cells=row.cells[inside]) for row in self.rows]
        return replace(self, columns=self.columns[inside], rows=rows)


Block = (
    Heading | Text | Cards | Links | Table | Lines | Bars | Ranges | Scatter | Gallery | HeatTable
)


@dataclass(frozen=True)
class Page:
    """What a screen shows: blocks by place (``heading``, ``board``, ``sheet``) and its maps.

    ``maps`` are messages as :func:`ao_dash.mapview.message.map_message` makes them. ``upright``
    makes the sheets that a PDF has where leaves would be too many: galleries of ``board`` are
    cards there, those of ``sheet`` rows of a table.
    """

    places: Mapping[str, Sequence[Block]]
    maps: Sequence[Mapping[str, Any]] = field(default_factory=tuple)
    upright: Callable[[], Sequence[Page]] = tuple


_SOURCES = "Źródła"


def conclusions(lines: Sequence[str]) -> list[Text]:
    """Return what follows from a chart: the first line leads, the others stand below."""
    lead = Text("", lines[:1], lead=True)
    return [lead, *([Text("Co z tego wynika", lines[1:], listed=True)] if lines[1:] else [])]


def sources_block(lines: Sequence[str]) -> Text:
    """Return the block that says where figures come from, a line for each source."""
    return Text(_SOURCES, lines, listed=True)


def sources_blocks(page: Page) -> list[Text]:
    """Return the blocks of a page that :func:`sources_block` made."""
    texts = [block for some in page.places.values() for block in some if isinstance(block, Text)]
    return [text for text in texts if text.title == _SOURCES]


def sent(page: Page) -> dict[str, Any]:
    """Return ``page`` as JSON-ready values."""
    return {
        "places": {name: list(map(block_sent, blocks)) for name, blocks in page.places.items()},
        "maps": list(page.maps),
    }


def block_sent(block: Block) -> dict[str, Any]:
    """Return a block as JSON-ready values; ``kind`` says which one it is."""
    return {"kind": type(block).__name__.lower(), **_plain(block)}


_ATOMS = frozenset((str, int, float, bool, type(None)))


def _plain(value: Any) -> Any:
    """Return ``value`` with dictionaries for dataclasses; three times as fast as ``asdict``."""
    if type(value) in _ATOMS:
        return value
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Mapping):
        return {name: _plain(one) for name, one in value.items()}
    return {name: _plain(one) for name, one in vars(value).items()}
