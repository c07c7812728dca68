"""Any screen beside the map as a document: the rows behind it and what it says about them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

import geopandas as gpd
import pandas as pd
import shapely

from ao_dash.mapview import sentences
from ao_dash.mapview.query import Chosen
from ao_dash.model.dataset import Dataset
from ao_dash.model.vintage import WEB_CRS
from ao_dash.output.files.document import (
    Datatype,
    Document,
    Imprint,
    LineDrawing,
    columns_of,
    datatype_of,
    tidy,
)
from ao_dash.screens.base import RowLines, Screen
from ao_dash.screens.blocks import Text, sources_blocks
from ao_dash.screens.leaves import heading

_UNITS = ("miano", "jednostka")  # where there are both, the second is a place

# Columns of figures in the unit of an indicator, and the column that names the indicator.
_INDICATORS: Mapping[str, str] = {
    **dict.fromkeys(("wartosc", "najnizsza", "najwyzsza", "wartosc_ao", "zmiana"), "wskaznik"),
    **dict.fromkeys(("mediana_typu", "srednia_sasiadow"), "wskaznik"),
    **dict.fromkeys(("wartosc_obok_1", "wartosc_obok_2"), "wskaznik"),
    "wartosc_1": "wskaznik_1",
    "wartosc_2": "wskaznik_2",
}
_COMPONENT = "skladnik"


def document_of_screen(
    dataset: Dataset, screen: Screen, choice: Chosen, imprint: Imprint
) -> Document:
    """Return the document of a screen.

    Parameters
    ----------
    dataset, screen, choice
        The screen and what was chosen on it, as ``Screen.chosen`` reads it.
    imprint
        The day of issue and the address of the dashboard.
    """
    page = screen.page(dataset, choice)
    of, named = heading(page), sources_blocks(page)
    blocks = (block for some in page.places.values() for block in some)
    texts = [block for block in blocks if isinstance(block, Text) and block not in named]
    rows = tidy(screen.table(dataset, choice))
    sources = tuple(line for text in named for line in text.sentences)
    if not sources and "zrodlo" in screen.columns:
        sources = ("Źródło każdego wiersza podaje kolumna „zrodlo”.",)
    facts = {
        "Ekran": screen.title,
        "Co pokazano": of.subtitle,
        "Zastrzeżenia": " ".join(of.notice),
    }
    return Document(
        name=f"ao_{screen.code}",
        title=of.title,
        summary=of.subtitle,
        facts=tuple((label, text) for label, text in facts.items() if text),
        notes=tuple(_notes(texts)),
        sources=sources,
        licences=_licences(dataset, sources),
        address=imprint.address(screen.code, replace(choice, mode=None).query()),
        issued=imprint.issued,
        columns=columns_of(rows, screen.columns, _units(rows), _decimals(dataset, rows)),
        rows=rows,
        key=screen.lines.key if screen.lines else (),
        drawing=_drawing(screen.lines, screen.lines.paths(dataset, choice), rows)
        if screen.lines
        else None,
    )


def _drawing(
    lines: RowLines, paths: list[list[tuple[float, float]]], rows: pd.DataFrame
) -> LineDrawing:
    """Return the look of rows that are lines."""
    shapes = gpd.GeoSeries([shapely.LineString(path) for path in paths], crs=WEB_CRS)
    return LineDrawing(shapes, lines.width, float(rows[lines.width].max() if len(rows) else 0))


def _notes(texts: Iterable[Text]) -> Iterable[str]:
    """Yield what the texts of a screen say, each sentence after its title."""
    for text in texts:
        lead = f"{text.title}: " if text.title else ""
        yield from (f"{lead}{sentence}" for sentence in text.sentences)


def _licences(dataset: Dataset, lines: Iterable[str]) -> tuple[str, ...]:
    known = {sentences.source_lines([s], ())[0]: s.licence for s in dataset.sources.values()}
    return tuple(dict.fromkeys(known[line] for line in lines if line in known))


def _units(rows: pd.DataFrame) -> dict[str, str]:
    """Return the unit of ``wartosc`` where every row has the same."""
    column = next((name for name in _UNITS if name in rows), None)
    units = set(rows[column]) if column else set()
    return {"wartosc": units.pop()} if len(units) == 1 else {}


def _decimals(dataset: Dataset, rows: pd.DataFrame) -> dict[str, tuple[int, ...]]:
    """Return the digits shown by column and row: those of the row's indicator."""
    found = {}
    for name in rows.columns:
        codes = _INDICATORS.get(name, "")
        if name == "wartosc" and _COMPONENT in rows:
            codes = _COMPONENT
        if codes in rows and datatype_of(rows[name]) is Datatype.NUMBER:
            found[name] = tuple(dataset.indicators[code].decimals for code in rows[codes])
    return found
