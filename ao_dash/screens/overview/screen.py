"""The screen „Zestawienie”: many indicators over all gminy, coloured by rank."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import urlencode

import pandas as pd

from ao_dash.mapview import sentences
from ao_dash.mapview.formula_text import source_names
from ao_dash.model.aggregate import area_value
from ao_dash.model.dataset import Dataset
from ao_dash.model.indicator import Indicator, Kind, Polarity
from ao_dash.model.numbers import (
    GMINA,
    INDICATOR,
    counted,
    format_value,
    named_or_counted,
    unit_heading,
)
from ao_dash.model.series import Cell
from ao_dash.screens.base import Screen
from ao_dash.screens.blocks import (
    Block,
    Heading,
    HeatCell,
    HeatColumn,
    HeatRow,
    HeatTable,
    Page,
    Text,
    sources_block,
)
from ao_dash.screens.overview.columns import (
    CHOSEN,
    LEVELS,
    Column,
    OverviewChoice,
    bars,
    columns,
    levels,
    members,
)

COLUMNS: Mapping[str, str] = {
    "teryt6": "pierwsze sześć cyfr kodu TERYT gminy; pusty dla grupy i całego obszaru",
    "gmina": "nazwa gminy, grupy albo obszaru",
    "wskaznik": "kod wskaźnika",
    "nazwa": "nazwa wskaźnika",
    "dziedzina": "kod dziedziny",
    "rok": "najnowszy rok z największą liczbą wartości",
    "wartosc": "wartość w pełnej dokładności; pusta, gdy status nie jest ok",
    "jednostka": "jednostka wartości",
    "status": "ok, missing, not_applicable lub confidential",
    "miejsce": "miejsce wśród pokazanych gmin, od najwyższej wartości",
    "zrodlo": "urzędy i zbiory, z których pochodzi wartość",
}


def page(dataset: Dataset, choice: OverviewChoice) -> Page:
    """Return what the screen shows."""
    shown = columns(dataset, choice)
    rows = members(dataset, choice)
    size = f"{counted(len(shown), INDICATOR)}, {counted(len(rows), GMINA)}"
    heading = Heading("Zestawienie wskaźników", f"{_scope(dataset, choice)} · {size}")
    sheet: list[Block] = [*_lead(dataset, rows, shown), _table(dataset, choice, shown)]
    sheet.append(Text("Jak czytać", _READING, listed=True))
    used = dataset.sources_of(cell for column in shown for cell in column.figures.cells())
    vintages = {id(v): v for v in (dataset.vintage(column.year) for column in shown)}
    sheet.append(sources_block(sentences.source_lines(used, vintages.values())))
    return Page({"heading": [heading], "sheet": sheet})


def _lead(dataset: Dataset, rows: Sequence[str], shown: Sequence[Column]) -> list[Text]:
    """Say which gminy are most often among the best and among the weakest."""
    polar = [levels(column) for column in shown if _is_polar(column.indicator)]
    if not polar or len(rows) < LEVELS:
        return []
    said = []
    for where, level in (("najlepszej", LEVELS), ("najsłabszej", 1)):
        counts = [found.count(level) for found in zip(*polar, strict=True)]
        most = max(counts)
        often = [
            dataset.gminy[code].name for code, n in zip(rows, counts, strict=True) if n == most
        ]
        said.append(f"w {where} piątej części najczęściej {named_or_counted(often)} ({most})")
    which = f"Na {counted(len(polar), INDICATOR)}, o których wiadomo, co lepsze"
    return [Text("", [f"{which}: {'; '.join(said)}."], lead=True)]


def _scope(dataset: Dataset, choice: OverviewChoice) -> str:
    if choice.indicators:
        scope = "wybrane wskaźniki"
    elif choice.domain == CHOSEN:
        scope = "najważniejsze wskaźniki każdej dziedziny"
    else:
        scope = f"dziedzina: {dataset.domains[choice.domain].short}"
    return f"{scope} · grupa: {choice.group.name}" if choice.group else scope


_READING = (
    "Każda kolumna ma swój najnowszy rok z największą liczbą wartości; stoi pod nazwą.",
    "Barwa mówi o miejscu wśród pokazanych gmin, w pięciu równych częściach.",
    "Gdzie wiadomo, co lepsze: od brązowej (najsłabsze) do zielonej (najlepsze).",
    "Gdzie nie wiadomo: im ciemniejsza niebieska, tym wyższa wartość.",
    "Kreska pod liczbą to wartość w stosunku do największej w kolumnie.",
    "Wiersz całego obszaru to suma albo średnia ważona wszystkich gmin, tak jak na mapie.",
)


def _table(dataset: Dataset, choice: OverviewChoice, shown: Sequence[Column]) -> HeatTable:
    rows = members(dataset, choice)
    cells = list(map(_cells, shown))
    found = [
        HeatRow(code, dataset.gminy[code].name, [column[n] for column in cells])
        for n, code in enumerate(rows)
    ]
    found += [_whole(dataset, *whole, shown) for whole in _wholes(dataset, choice)]
    heads = [_head(dataset, column, choice) for column in shown]
    return HeatTable("Tabela", heads, found, chosen=choice.gmina or "")


def _head(dataset: Dataset, column: Column, choice: OverviewChoice) -> HeatColumn:
    one = column.indicator
    query = {"wskaznik": one.code, "rok": str(column.year)}
    query |= {"grupa": choice.group.code} if choice.group else {}
    told = ", ".join(filter(None, [unit_heading(one), str(column.year)]))
    domain = dataset.domains[one.domain].short
    return HeatColumn(one.short, told, domain, f"/?{urlencode(query)}", _is_polar(one))


def _is_polar(indicator: Indicator) -> bool:
    return indicator.polarity is not Polarity.NEUTRAL


def _cells(column: Column) -> list[HeatCell]:
    figures = zip(column.figures.cells(), levels(column), bars(column), strict=True)
    return [HeatCell(_text(cell, column.indicator), level, bar) for cell, level, bar in figures]


def _text(cell: Cell, indicator: Indicator) -> str:
    return _NONE if cell.value is None else format_value(cell.value, indicator)


_NONE = "–"


def _wholes(dataset: Dataset, choice: OverviewChoice) -> list[tuple[str, tuple[str, ...] | None]]:
    """Return what stands under the gminy: names and members, ``None`` for all of the area."""
    group = choice.group
    return [*([(group.name, group.members)] if group else []), (dataset.area.name, None)]


def _whole(
    dataset: Dataset, name: str, within: tuple[str, ...] | None, shown: Sequence[Column]
) -> HeatRow:
    cells = []
    for column in shown:
        one = column.indicator
        area = area_value(dataset, one.code, column.year, within)
        if area is None:
            text = _NONE
        elif one.kind is Kind.FLAG:
            text = f"{area.value:.0f} z {area.of}"
        else:
            text = format_value(area.value, one)
        cells.append(HeatCell(text, 0, 0.0))
    return HeatRow("", name, cells)


def table(dataset: Dataset, choice: OverviewChoice) -> pd.DataFrame:
    """Return a row for each indicator and gmina, then for the group and the area.

    The shape is (columns times rows, ``len(COLUMNS)``); ``wartosc`` is NaN where ``status`` is not
    ``ok``.
    """
    shown = columns(dataset, choice)
    records = [record for column in shown for record in _records(dataset, choice, column)]
    frame = pd.DataFrame(records, columns=list(COLUMNS))
    return frame.astype({"rok": "int64", "wartosc": "float64", "miejsce": "Int64"})


def _records(
    dataset: Dataset, choice: OverviewChoice, column: Column
) -> Iterator[dict[str, object]]:
    one = column.indicator
    same = {
        "wskaznik": one.code,
        "nazwa": one.name,
        "dziedzina": one.domain,
        "rok": column.year,
        "jednostka": one.unit,
    }
    rows = members(dataset, choice)
    for code, cell, rank in zip(rows, column.figures.cells(), column.ranks, strict=True):
        yield same | {
            "teryt6": code,
            "gmina": dataset.gminy[code].name,
            "wartosc": cell.value,
            "status": cell.status.value,
            "miejsce": rank,
            "zrodlo": source_names(dataset.sources_of([cell])),
        }
    sources = source_names(dataset.sources_of(column.figures.cells()))
    for name, within in _wholes(dataset, choice):
        area = area_value(dataset, one.code, column.year, within)
        yield same | {
            "teryt6": "",
            "gmina": name,
            "wartosc": area.value if area else None,
            "status": "ok" if area else "missing",
            "miejsce": None,
            "zrodlo": sources,
        }


SCREEN = Screen(
    name="overview",
    code="zestawienie",
    title="Zestawienie",
    choice=OverviewChoice,
    columns=COLUMNS,
    page=page,
    table=table,
)
