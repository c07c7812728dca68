"""A map whose colours name groups: clusters, partners, thirds of two figures at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from ao_dash.mapview.message import RowMessage
from ao_dash.mapview.palette import is_dark
from ao_dash.model.dataset import Dataset
from ao_dash.model.gmina import GminaType
from ao_dash.model.numbers import GMINA, counted
from ao_dash.model.series import STATUS_WORDS, Status

NAMED, BIVARIATE = "named", "bivariate"
"""Forms of the legend: a row of names, or a square of nine colours."""

_TYPES = list(GminaType)
_STATUSES = list(Status)


@dataclass(frozen=True)
class Category:
    """One group: what it is called and its colour as ``#rrggbb``."""

    name: str
    colour: str


@dataclass(frozen=True)
class Placed:
    """One gmina on the map.

    ``index`` is the position of its category; ``None`` leaves it plain, or in the pattern of its
    ``status`` if that is not ``ok``. ``text`` is everything that is said of it when it is pointed
    at or heard, units included. ``listed`` are more texts under it (``Caption.listed`` is their
    heading), ``notes`` are remarks. A gmina that is not ``shown`` lies outside a filter.
    """

    index: int | None
    text: str
    status: Status = Status.OK
    shown: bool = True
    notes: Sequence[str] = ()
    listed: Sequence[str] = ()


@dataclass(frozen=True)
class Caption:
    """The words of a map.

    ``short`` and ``when`` head the legend; ``title`` stands above the map where there are
    several; ``sentence`` says the whole picture; ``listed`` is the heading of lists in the
    gminy's tips. ``axes`` are the names of the two figures of a square of nine, ``ranges`` the
    figures that each of its columns and rows holds.
    """

    title: str
    short: str
    when: str
    sentence: str
    listed: str = ""
    axes: tuple[str, str] | None = None
    ranges: tuple[Sequence[str], Sequence[str]] = ((), ())


def map_of_categories(
    dataset: Dataset,
    year: int,
    caption: Caption,
    categories: Sequence[Category],
    placed: Mapping[str, Placed],
    query: Mapping[str, str],
) -> dict[str, Any]:
    """Return the message of a map of categories, in the form of ``message.map_message``.

    Parameters
    ----------
    dataset
        Gminy that are drawn; those without an entry in ``placed`` stay plain and without a text.
    year
        Borders and types of gminy are those of 31 December of this year.
    caption
        What the map says; with ``axes`` it is a square of nine categories in the order
        ``3 * third of the second + third of the first``, else a row of names.
    categories
        The groups in the order of the legend, each with a colour; empty ones are kept.
    placed
        Gminy by ``teryt6``.
    query
        The address that restores the screen; its ``gmina`` is the selected one.

    Returns
    -------
    dict
        JSON-ready values. A screen may add ``ties`` (two codes and a width of a line, each).
    """
    texts: dict[str, int] = {}
    notes: dict[str, int] = {}
    nothing = Placed(None, "")
    rows = [
        _row(code, dataset, year, placed.get(code, nothing), texts, notes) for code in dataset.gminy
    ]
    return {
        "query": urlencode(query),
        "title": caption.title,
        "vintage": dataset.vintage(year).code,
        "form": BIVARIATE if caption.axes else NAMED,
        "short": caption.short,
        "unit": "",
        "year": caption.when,
        "years": [],
        "base": None,
        "common": 0,
        "ranked": 0,
        "selected": query.get("gmina"),
        "types": [kind.value for kind in _TYPES],
        "colours": [category.colour for category in categories],
        "dark": [int(is_dark(category.colour)) for category in categories],
        "rows": rows,
        "sentence": caption.sentence,
        "projects": list(texts),
        "listed": caption.listed,
        "notes": list(notes),
        "legend": _legend(caption, categories, list(placed.values())),
    }


def _row(
    code: str,
    dataset: Dataset,
    year: int,
    placed: Placed,
    texts: dict[str, int],
    notes: dict[str, int],
) -> RowMessage:
    """Return a row of a map's message; a category has no rank, figure or size."""
    gmina = dataset.gminy[code]
    return RowMessage(
        code=code,
        name=gmina.name,
        type=_TYPES.index(gmina.type_in(year)),
        shown=int(placed.shown),
        class_index=placed.index if placed.shown else None,
        text=placed.text,
        rank=None,
        status=_STATUSES.index(placed.status),
        number=None,
        size=None,
        projects=[texts.setdefault(text, len(texts)) for text in placed.listed],
        notes=[notes.setdefault(text, len(notes)) for text in placed.notes],
        broken=0,
        brief="",
    )


def _legend(
    caption: Caption, categories: Sequence[Category], placed: Sequence[Placed]
) -> dict[str, Any]:
    shown = [one for one in placed if one.shown]
    counts = [sum(one.index == n for one in shown) for n in range(len(categories))]
    absent = {s: sum(one.status is s for one in shown) for s in Status if s is not Status.OK}
    return {
        "steps": [
            (category.name, category.name, count, counted(count, GMINA))
            for category, count in zip(categories, counts, strict=True)
        ],
        "axes": list(caption.axes or ()),
        "ranges": [list(texts) for texts in caption.ranges],
        "circles": [],
        "marks": [],
        "rug": [],
        "absent": [(_STATUSES.index(s), STATUS_WORDS[s], n) for s, n in absent.items() if n],
        "hidden": len(placed) - len(shown),
        "broken": 0,
        "negative": 0,
        "area": "",
        "whole": "",
        "edges": [],
        "classing": "",
    }
