"""A profile as two sheets of paper: who the gmina is, and its other figures in rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from ao_dash.analysis.adjacency import shared_borders
from ao_dash.model import clock
from ao_dash.screens.blocks import Block, Card, Gallery, Page, Text
from ao_dash.screens.profile import facts
from ao_dash.screens.profile.ages import age_blocks
from ao_dash.screens.profile.cards import Profile, card
from ao_dash.screens.profile.distinctive import distinctive
from ao_dash.screens.profile.standing import GminaIndicator
from ao_dash.screens.shared.category_map import Caption, Category, Placed, map_of_categories

_CARDS, _ROWS = 9, 84
"""How many figures have room: as cards on the first sheet, as rows on the second."""
_OWN, _NEAR = "#14577a", "#b9d3e2"


def printed(profile: Profile, indicator: str | None, domain: str | None) -> tuple[Page, Page]:
    """Return the sheets of a profile.

    Each domain has as many cards as each other, its first figures, and then rows. The chosen
    ``indicator`` is the first card; ``domain`` is the one that was chosen, ``None`` for all.
    """
    parted = [
        (short.short, [r for r in profile.records if r.indicator.domain == code])
        for code, short in profile.dataset.domains.items()
    ]
    domains = [(name, records) for name, records in parted if records]
    first = _first(profile, domains, indicator)
    rows = _rows([(name, [r for r in records if r not in first]) for name, records in domains])
    ages = age_blocks(profile.dataset, profile.gmina, domain)
    return (
        _sheet(profile, first, [*_words(profile), *_gallery(profile, "W skrócie", first)], []),
        _sheet(
            profile,
            [record for _, records in rows for record in records],
            [*ages, _reading(profile)],
            [one for name, records in rows for one in _gallery(profile, name, records)],
        ),
    )


_Domains = Sequence[tuple[str, list[GminaIndicator]]]


def _first(profile: Profile, domains: _Domains, indicator: str | None) -> list[GminaIndicator]:
    """Return the figures of the first sheet, the chosen one before the others."""
    each = max(_CARDS // max(len(domains), 1), 1)
    chosen = [r for r in profile.records if r.indicator.code == indicator]
    firsts = [record for _, records in domains for record in records[:each]]
    return [*chosen, *(record for record in firsts if record not in chosen)][:_CARDS]


def _rows(domains: _Domains) -> _Domains:
    """Return the first figures of each domain, as many of each as have room."""
    each = _ROWS
    while sum(min(len(records), each) for _, records in domains) > _ROWS:
        each -= 1
    return [(_some(name, len(records), each), records[:each]) for name, records in domains]


def _some(name: str, number: int, shown: int) -> str:
    return f"{name} (pierwsze {shown} z {number})" if shown < number else name


def _words(profile: Profile) -> list[Block]:
    return [facts.identity(profile), *([distinctive(profile)] if profile.records else [])]


def _reading(profile: Profile) -> Text:
    text = (
        "Wiersz to linia kolejnych lat, najnowsza wartość z rokiem i miejsce wśród "
        f"{profile.rows}, od najwyższej. Wszystkie wskaźniki są na ekranie profilu."
    )
    return Text("", [text])


def _gallery(profile: Profile, name: str, records: Sequence[GminaIndicator]) -> list[Gallery]:
    return [Gallery(name, [_short(profile, record) for record in records])] if records else []


def _short(profile: Profile, record: GminaIndicator) -> Card:
    return replace(card(profile, record), title=record.indicator.short)


def _sheet(
    profile: Profile, records: Sequence[GminaIndicator], board: list[Block], rows: list[Gallery]
) -> Page:
    """Return a sheet, with the sources of its own figures."""
    told = facts.sources(replace(profile, records=tuple(records)))
    maps = [] if rows else [_map(profile)]
    return Page({"heading": [facts.heading(profile)], "board": board, "sheet": [*rows, told]}, maps)


def _map(profile: Profile) -> Mapping[str, Any]:
    """Return where the gmina lies in the area, and what borders on it."""
    dataset, own = profile.dataset, profile.gmina
    vintage = dataset.vintages[-1]
    near = shared_borders(vintage).get(own.teryt6, {})
    placed = {code: Placed(1, "") for code in near} | {own.teryt6: Placed(0, own.name)}
    caption = Caption("", f"Położenie {profile.dataset.area.within}", "", "")
    categories = [
        Category("ta grupa" if profile.group else own.name, _OWN),
        Category("graniczy z nią", _NEAR),
    ]
    year = clock.today().year
    query = profile.on_map
    return map_of_categories(dataset, year, caption, categories, placed, query)
