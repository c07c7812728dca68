"""The screen „Przepływy”: who works, or has moved, from which gmina to which."""

from __future__ import annotations

import operator
from collections.abc import Mapping
from typing import Any

import pandas as pd

from ao_dash.mapview.sentences import source_lines
from ao_dash.model.dataset import Dataset
from ao_dash.screens.base import RowLines, Screen
from ao_dash.screens.blocks import Block, Heading, Page, Text, sources_block
from ao_dash.screens.flows import maps, sentences, tables
from ao_dash.screens.flows.choice import (
    DIRECTION,
    LEAST,
    OUTSIDE,
    FlowChoice,
    Picture,
    Shown,
    table_codes,
)
from ao_dash.screens.flows.lines import Flow, Point, curve, place

COLUMNS: Mapping[str, str] = {
    "przeplyw": "dojazdy (miejsce zamieszkania i miejsce pracy) albo przemeldowania",
    "rok": "rok; lata dojazdów są z dwóch metod i nie tworzą trendu",
    "skad_teryt6": "kod gminy, z której są osoby",
    "skad": "jej nazwa",
    "dokad_teryt6": "kod gminy, do której są osoby",
    "dokad": "jej nazwa",
    "osoby": "opublikowana liczba osób; par bez wiersza nie znamy, nie są zerem",
    "osoby_odwrotnie": "osoby w przeciwną stronę; puste, gdy ich nie opublikowano",
    "saldo": "osoby mniej osoby odwrotnie; puste, gdy jednej z liczb nie opublikowano",
    "udzial": "procent opublikowanych osób, które wyjeżdżają z miejsca „skad”",
    "zrodlo": "kod źródła z `data/sources.csv`",
}
"""Columns of :func:`table` in their order, with their meaning in Polish."""

_NO_FLOWS = "W danych nie ma przepływów. Dodaje je plik `flows.csv` w folderze danych."


def page(dataset: Dataset, choice: FlowChoice) -> Page:
    """Return what the screen shows."""
    shown = _shown(dataset, choice)
    if shown is None:
        return Page({"heading": [Heading("Przepływy między gminami", "", [_NO_FLOWS])]})
    picture, sentence = _picture(shown)
    lead = Text("", [sentence], lead=True)
    board: list[Block] = [lead, *tables.cards(shown), *tables.rankings(shown)]
    sheet: list[Block] = [tables.matrix(shown), *_lists(shown), _method(shown), _sources(shown)]
    return Page({"heading": [_heading(shown)], "board": board, "sheet": sheet}, [picture])


def _shown(dataset: Dataset, choice: FlowChoice) -> Shown | None:
    """Return the flows of a choice, or ``None`` where the data have none."""
    table = table_codes(dataset).get(choice.table)
    return Shown(dataset, choice, table) if table else None


def _lists(shown: Shown) -> list[Block]:
    """Return the tables beside the matrix: what is drawn, or everything of the chosen gmina."""
    if shown.choice.picture is Picture.LEANING:
        return [tables.aims(shown)]
    if shown.choice.gmina:
        return [tables.partners(shown, shown.choice.gmina)]
    return [tables.pairs(shown), *([tables.outside(shown)] if shown.ends else [])]


def _picture(shown: Shown) -> tuple[dict[str, Any], str]:
    """Return the map and the sentence that says it."""
    gmina = shown.choice.gmina
    if shown.choice.picture is Picture.LEANING:
        sentence = sentences.of_leaning(shown)
        return maps.map_of_leaning(shown, sentence), sentence
    sentence = sentences.of_gmina(shown, gmina) if gmina else sentences.of_all(shown)
    return maps.map_of_lines(shown, sentence), sentence


def _heading(shown: Shown) -> Heading:
    dataset, choice, table = shown.dataset, shown.choice, shown.table
    words = sentences.WORDS[table.kind]
    title = {
        Picture.LINES: f"{words.name} między gminami, {table.year}",
        Picture.LEANING: f"Dokąd ciążą gminy: {words.name.lower()}, {table.year}",
    }[choice.picture]
    parts = [
        f"gmina: {dataset.gminy[choice.gmina].name}" if choice.gmina else "",
        sentences.DIRECTIONS[choice.direction],
        f"od {choice.least} osób" if choice.least else "",
        "z największymi miejscami spoza obszaru" if choice.outside else "",
    ]
    if choice.picture is Picture.LEANING:
        parts = parts[:1]
    office = dataset.sources[table.source].office
    parts += [f"źródło: {office}", dataset.vintage(table.year).label]
    notice, clear = [words.caveat], []
    if choice.picture is Picture.LINES and not shown.flows:
        notice.append("Żaden opublikowany przepływ nie spełnia tych warunków.")
        clear = [LEAST.name, DIRECTION.name, OUTSIDE.name]
    return Heading(title, " · ".join(filter(None, parts)), notice, clear)


def _method(shown: Shown) -> Text:
    return Text("Jak czytać te liczby", sentences.WORDS[shown.table.kind].method, listed=True)


def _sources(shown: Shown) -> Text:
    dataset, table = shown.dataset, shown.table
    lines = source_lines([dataset.sources[table.source]], [dataset.vintage(table.year)])
    return sources_block(lines)


def table(dataset: Dataset, choice: FlowChoice) -> pd.DataFrame:
    """Return the rows behind the screen: every flow that is drawn, columns of :data:`COLUMNS`."""
    shown = _shown(dataset, choice)
    rows = [_row(shown, flow) for flow in shown.drawn] if shown else []
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    whole = ("osoby", "osoby_odwrotnie", "saldo")
    return frame.astype({"rok": "Int64", **dict.fromkeys(whole, "Int64"), "udzial": "float64"})


def _row(shown: Shown, flow: Flow) -> dict[str, object]:
    name, inside = shown.dataset.flow_end_name, flow.start in shown.dataset.gminy
    return {
        "przeplyw": shown.table.kind.value,
        "rok": shown.table.year,
        "skad_teryt6": flow.start,
        "skad": name(flow.start),
        "dokad_teryt6": flow.end,
        "dokad": name(flow.end),
        "osoby": flow.persons,
        "osoby_odwrotnie": flow.other_way,
        "saldo": flow.net,
        "udzial": 100 * flow.persons / shown.leaving(flow.start) if inside else None,
        "zrodlo": shown.table.source,
    }


def _paths(dataset: Dataset, choice: FlowChoice) -> list[list[Point]]:
    shown = _shown(dataset, choice)
    flows = shown.drawn if shown else ()
    return [curve(place(dataset, flow.start), place(dataset, flow.end)) for flow in flows]


LINES = RowLines(_paths, key=("skad_teryt6", "dokad_teryt6"), width="osoby")

SCREEN = Screen(
    "flows",
    "przeplywy",
    "Przepływy",
    FlowChoice,
    COLUMNS,
    page,
    table,
    LINES,
    about=operator.attrgetter("flows"),
)
