"""The screen „Cztery mapy”: two or four maps of the same extent, of other indicators or years."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Annotated

import pandas as pd
from pydantic.dataclasses import dataclass

from ao_dash.mapview import rows as map_rows
from ao_dash.mapview import sentences
from ao_dash.mapview.message import map_message
from ao_dash.mapview.query import (
    GMINA_PARAMETER,
    INDICATOR_PARAMETER,
    Parameter,
    QueryReader,
)
from ao_dash.mapview.selection import EVERY_DOMAIN, Selection
from ao_dash.mapview.view import View, build_view
from ao_dash.model.cache import cached_per_dataset
from ao_dash.model.dataset import Dataset
from ao_dash.model.gmina import polish_key
from ao_dash.model.indicator import Kind
from ao_dash.screens.base import Screen, ScreenChosen
from ao_dash.screens.blocks import Block, Heading, Page, Table, Text, sources_block

NUMBERS = (2, 4)
"""How many maps there may be; the last one is usual."""

COLUMNS: Mapping[str, str] = {"mapa": "numer mapy, od 1", **map_rows.COLUMNS}


@cached_per_dataset
def _usual(dataset: Dataset, wanted: str) -> tuple[tuple[str, int], ...]:
    """Return four maps: the years of an indicator that was looked at, or four indicators."""
    if wanted in dataset.mapped and len(dataset.years(wanted)) >= NUMBERS[-1]:
        years = dataset.years(wanted)
        steps = [round(n * (len(years) - 1) / (NUMBERS[-1] - 1)) for n in range(NUMBERS[-1])]
        return tuple((wanted, years[step]) for step in steps)
    rates = [c for c in dataset.mapped if dataset.indicators[c].kind is not Kind.COUNT]
    first_of = {dataset.indicators[code].domain: code for code in reversed(rates)}
    codes = [code for code in rates if code in first_of.values()] + rates + list(dataset.mapped)
    return tuple((c, dataset.newest_full_year(c)) for c in [*dict.fromkeys(codes)][: NUMBERS[-1]])


def _read_map(n: int, reader: QueryReader) -> tuple[str, int] | None:
    if n > int(reader["number"]):
        return None
    usual = _usual(reader.dataset, reader.text(INDICATOR_PARAMETER.name))
    code, _, year = reader.text(f"mapa{n}").partition(":")
    if not code:
        return usual[n - 1]
    part = QueryReader({"wskaznik": code, "rok": year}, reader.dataset, MapsChoice)
    indicator = part.indicator()
    found = (indicator, part.year(indicator)) if indicator else usual[n - 1]
    reader.notes += [replace(note, parameter=f"mapa{n}") for note in part.notes]
    return found


def _map_parameter(n: int) -> Parameter:
    return Parameter(
        f"mapa{n}",
        "kod wskaźnika i rok po dwukropku, np. `ludnosc:2024`",
        pattern=r"[A-Za-z][A-Za-z0-9_]*:[0-9]{4}",
        read=partial(_read_map, n),
        write=lambda one: f"{one[0]}:{one[1]}",
    )


MAPS = tuple(_map_parameter(n) for n in range(1, NUMBERS[-1] + 1))
"""The parameters of the maps, in their order."""

NUMBER = Parameter(
    "ile",
    "ile map: " + " albo ".join(f"`{n}`" for n in NUMBERS),
    label="Liczba map",
    instead="pokazano cztery",
    codes=lambda _: map(str, NUMBERS),
    default=str(NUMBERS[-1]),
)


@dataclass(frozen=True)
class MapsChoice(ScreenChosen):
    """Maps as pairs of an indicator and a year, in their order, and the selected gmina."""

    number: Annotated[int, NUMBER]
    map1: Annotated[tuple[str, int], MAPS[0]]
    map2: Annotated[tuple[str, int], MAPS[1]]
    map3: Annotated[tuple[str, int] | None, MAPS[2]] = None
    map4: Annotated[tuple[str, int] | None, MAPS[3]] = None
    gmina: Annotated[str | None, GMINA_PARAMETER] = None

    hints = (INDICATOR_PARAMETER,)

    @property
    def maps(self) -> tuple[tuple[str, int], ...]:
        """The maps that there are."""
        return tuple(filter(None, (self.map1, self.map2, self.map3, self.map4)))


def _views(dataset: Dataset, choice: MapsChoice) -> list[View]:
    """Return the pictures; maps of one indicator share their classes, to be comparable."""
    times = Counter(code for code, _ in choice.maps)
    return [
        build_view(
            dataset,
            Selection(EVERY_DOMAIN, code, year, common=times[code] > 1, gmina=choice.gmina),
        )
        for code, year in choice.maps
    ]


def page(dataset: Dataset, choice: MapsChoice) -> Page:
    """Return what the screen shows."""
    views = _views(dataset, choice)
    words = [text for v in views for text in (sentences.method(v), sentences.classing(v))]
    sources = [source for view in views for source in sentences.sources(view)]
    sheet: list[Block] = [
        *_lead(views),
        Text("Mapy w słowach", [sentences.sentence(view) for view in views], listed=True),
        _twin(dataset.area.name, views),
        Text("Jak czytać te liczby", list(dict.fromkeys(words)), listed=True),
        sources_block(list(dict.fromkeys(sources))),
    ]
    heading = Heading(
        f"{'Cztery' if len(views) == NUMBERS[-1] else 'Dwie'} mapy",
        "Ten sam wycinek na każdej; przesunięcie i przybliżenie jednej przesuwa wszystkie.",
    )
    maps = [{**map_message(view), "title": sentences.dated_title(view)} for view in views]
    return Page({"heading": [heading], "sheet": sheet}, maps)


def _lead(views: list[View]) -> list[Text]:
    """Say which gmina is the highest on each map."""
    said = [
        f"{sentences.dated_title(view)}: {sentences.names(view.highest, view.noun)} "
        f"({sentences.value_text(view.highest[0], view.indicator)})"
        for view in views
        if view.valued and view.indicator and view.indicator.kind is not Kind.FLAG
    ]
    return [Text("", [f"Najwyższa wartość: {'; '.join(said)}."], lead=True)] if said else []


def _twin(area: str, views: list[View]) -> Table:
    by_code = [{row.gmina.teryt6: row for row in view.rows} for view in views]
    gminy = sorted((row.gmina for row in views[0].rows), key=lambda g: polish_key(g.name))
    rows = []
    for gmina in gminy:
        found = zip(views, (by_gmina[gmina.teryt6] for by_gmina in by_code), strict=True)
        rows.append((gmina.name, *(sentences.value_text(r, v.indicator) for v, r in found)))
    rows.append((area, *(sentences.area_value_text(view.area, view) for view in views)))
    columns = [f"{sentences.dated_title(v)} ({v.indicator.unit})" for v in views if v.indicator]
    numeric = tuple(range(1, len(views) + 1))
    keys = [*(gmina.teryt6 for gmina in gminy), ""]
    return Table("Wartości", "", ("Gmina", *columns), rows, numeric, keys)


def table(dataset: Dataset, choice: MapsChoice) -> pd.DataFrame:
    """Return the rows behind the maps, one map after another, columns of :data:`COLUMNS`."""
    frames = [
        map_rows.table(view).assign(mapa=n) for n, view in enumerate(_views(dataset, choice), 1)
    ]
    return pd.concat(frames, ignore_index=True)[list(COLUMNS)]


SCREEN = Screen("small_multiples", "mapy", "Cztery mapy", MapsChoice, COLUMNS, page, table)
