"""The screen „Cztery mapy”: two or four maps of the same extent, of other indicators or years."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from ao_dash.mapview import rows as map_rows
from ao_dash.mapview import sentences
from ao_dash.mapview.message import map_message
from ao_dash.mapview.query import QueryReader
from ao_dash.mapview.selection import EVERY_DOMAIN, Selection
from ao_dash.mapview.view import View, build_view
from ao_dash.model.dataset import Dataset
from ao_dash.model.gmina import polish_key
from ao_dash.model.indicator import Kind
from ao_dash.screens.base import Screen
from ao_dash.screens.blocks import Block, Heading, Page, Table, Text

NUMBERS = (2, 4)
"""How many maps there may be; the last one is usual."""

COLUMNS: Mapping[str, str] = {"mapa": "numer mapy, od 1", **map_rows.COLUMNS}


@dataclass(frozen=True)
class Atlas:
    """Maps as pairs of an indicator and a year, in their order, and the selected gmina."""

    maps: tuple[tuple[str, int], ...]
    gmina: str | None = None

    def query(self) -> dict[str, str]:
        """Return the address that restores the maps."""
        query = {"ile": str(len(self.maps))}
        query |= {f"mapa{n}": f"{code}:{year}" for n, (code, year) in enumerate(self.maps, 1)}
        return query | ({"gmina": self.gmina} if self.gmina else {})


def read(reading: QueryReader) -> Atlas:
    """Read the maps from an address; those that it does not name are the usual ones."""
    known = {str(n) for n in NUMBERS}
    number = int(reading.one_of("ile", "Liczba map", known, "pokazano cztery") or NUMBERS[-1])
    usual = _usual(reading)
    maps = tuple(_map(reading, f"mapa{n + 1}", usual[n]) for n in range(number))
    return Atlas(maps, reading.gmina())


def _usual(reading: QueryReader) -> list[tuple[str, int]]:
    """Return four maps: the years of an indicator that was looked at, or four indicators."""
    dataset = reading.dataset
    wanted = reading.text("wskaznik")
    if wanted in dataset.mapped and len(dataset.years(wanted)) >= NUMBERS[-1]:
        years = dataset.years(wanted)
        steps = [round(n * (len(years) - 1) / (NUMBERS[-1] - 1)) for n in range(NUMBERS[-1])]
        return [(wanted, years[step]) for step in steps]
    rates = [c for c in dataset.mapped if dataset.indicators[c].kind is not Kind.COUNT]
    first_of = {dataset.indicators[code].domain: code for code in reversed(rates)}
    codes = [code for code in rates if code in first_of.values()] + rates + list(dataset.mapped)
    return [(c, dataset.newest_full_year(c)) for c in dict.fromkeys(codes)][: NUMBERS[-1]]


def _map(reading: QueryReader, name: str, usual: tuple[str, int]) -> tuple[str, int]:
    code, _, year = reading.text(name).partition(":")
    if not code:
        return usual
    part = QueryReader({"wskaznik": code, "rok": year}, reading.dataset)
    indicator = part.indicator()
    found = (indicator, part.year(indicator)) if indicator else usual
    reading.notes += part.notes
    return found


def _views(dataset: Dataset, atlas: Atlas) -> list[View]:
    """Return the pictures; maps of one indicator share their classes, to be comparable."""
    times = Counter(code for code, _ in atlas.maps)
    return [
        build_view(
            dataset,
            Selection(EVERY_DOMAIN, code, year, common=times[code] > 1, gmina=atlas.gmina),
        )
        for code, year in atlas.maps
    ]


def page(dataset: Dataset, atlas: Atlas) -> Page:
    """Return what the screen shows."""
    views = _views(dataset, atlas)
    sheet: list[Block] = [
        Text("Mapy w słowach", [sentences.sentence(view) for view in views], listed=True),
        _twin(views),
        Text(
            "Jak czytać te liczby", list(dict.fromkeys(map(sentences.method, views))), listed=True
        ),
        Text(
            "Źródła",
            list(dict.fromkeys(source for view in views for source in sentences.sources(view))),
            listed=True,
        ),
    ]
    heading = Heading(
        f"{'Cztery' if len(views) == NUMBERS[-1] else 'Dwie'} mapy",
        "Ten sam wycinek na każdej; przesunięcie i przybliżenie jednej przesuwa wszystkie.",
    )
    maps = [{**map_message(view), "title": sentences.dated_title(view)} for view in views]
    return Page({"heading": [heading], "sheet": sheet}, maps)


def _twin(views: list[View]) -> Table:
    by_code = [{row.gmina.teryt6: row for row in view.rows} for view in views]
    gminy = sorted((row.gmina for row in views[0].rows), key=lambda g: polish_key(g.name))
    rows = [
        (
            gmina.name,
            *(
                sentences.value_text(rows[gmina.teryt6], view.indicator)
                for view, rows in zip(views, by_code, strict=True)
            ),
        )
        for gmina in gminy
    ]
    rows.append((sentences.AREA, *(sentences.area_value_text(view) for view in views)))
    columns = [f"{sentences.dated_title(v)} ({v.indicator.unit})" for v in views if v.indicator]
    numeric = tuple(range(1, len(views) + 1))
    keys = [*(gmina.teryt6 for gmina in gminy), ""]
    return Table("Wartości", "", ("Gmina", *columns), rows, numeric, keys)


def table(dataset: Dataset, atlas: Atlas) -> pd.DataFrame:
    """Return the rows behind the maps, one map after another, columns of :data:`COLUMNS`."""
    frames = [
        map_rows.table(view).assign(mapa=n) for n, view in enumerate(_views(dataset, atlas), 1)
    ]
    return pd.concat(frames, ignore_index=True)[list(COLUMNS)]


SCREEN = Screen(
    name="small_multiples",
    code="mapy",
    title="Cztery mapy",
    parameters=("ile", *(f"mapa{n}" for n in range(1, NUMBERS[-1] + 1)), "gmina", "wskaznik"),
    columns=COLUMNS,
    read=read,
    page=page,
    table=table,
)
