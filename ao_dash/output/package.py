"""Everything that the data folder holds, as four long tables: one download instead of hundreds.

Figures that visitors or the office add to it (``Origin.OWN``) are not of the folder and not here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from ao_dash.mapview.formula_text import ranges, source_names, written
from ao_dash.mapview.query import GMINA_PARAMETER
from ao_dash.mapview.sentences import source_lines
from ao_dash.model.dataset import Dataset
from ao_dash.model.flow import TERMS, FlowTable
from ao_dash.model.indicator import ORIGIN_WORDS, Indicator, Origin
from ao_dash.model.region import regions
from ao_dash.model.series import ANY, Cell, Series, Status
from ao_dash.output import catalogue
from ao_dash.output.files.datapackage import csv_gz, datapackage
from ao_dash.output.files.document import Document, Imprint, columns_of, tidy
from ao_dash.output.files.parquet import parquet
from ao_dash.output.files.screen_document import document_of_screen
from ao_dash.output.files.workbook import workbook_of
from ao_dash.screens.profile import screen as profile
from ao_dash.screens.profile import standing

_FIGURE: Mapping[str, str] = {
    "wskaznik": "kod wskaźnika, ten sam w tabeli wskaźników",
    "nazwa": "nazwa wskaźnika",
    "rok": "rok",
    "wartosc": "wartość w pełnej dokładności; pusta, gdy status nie jest ok",
    "jednostka": "jednostka wartości",
    "status": "ok, missing (brak danych), not_applicable (nie dotyczy) lub confidential "
    "(niepublikowane)",
    "pochodzenie": "opublikowany, zliczony z rejestru lub tablic źródła, spis nieurzędowy albo "
    "obliczony wzorem",
    "wzor": "wzór wskaźnika obliczonego; pusty dla innych",
    "zrodlo": "urzędy i zbiory, z których pochodzi wartość",
    "przerwa": "co się zmieniło w tym roku tak, że wcześniejszych wartości nie należy porównywać",
    "uwagi": "co trzeba wiedzieć o tej wartości",
}


@dataclass(frozen=True)
class PackageTable:
    """One table.

    ``code`` is its name in addresses and ``sheet`` that in the workbook. ``columns`` have their
    meaning, ``key`` are those that together differ in each row, and ``types`` what pandas makes of
    the columns that are no texts.
    """

    code: str
    title: str
    sheet: str
    columns: Mapping[str, str]
    key: tuple[str, ...]
    rows: Callable[[Dataset], Iterable[Mapping[str, Any]]]
    types: Mapping[str, str]


def filed_indicators(dataset: Dataset) -> dict[str, Indicator]:
    """Return the indicators of the data folder by code."""
    return {c: i for c, i in dataset.indicators.items() if i.origin is not Origin.OWN}


def _gminy(dataset: Dataset) -> Iterator[dict[str, Any]]:
    for indicator in filed_indicators(dataset).values():
        for year, teryt6, row in _figures(dataset, indicator, dataset.series[indicator.code]):
            place = {"teryt6": teryt6, "gmina": dataset.gminy[teryt6].name}
            yield {**place, "rok": year, **row}


def _regions(dataset: Dataset) -> Iterator[dict[str, Any]]:
    cities = {t[:4]: gmina.name for t, gmina in dataset.gminy.items()}
    names = cities | regions(dataset) | {a.code: a.name for a in dataset.areas.values()}
    for indicator in filed_indicators(dataset).values():
        series = dataset.regional.get(indicator.code)
        for year, code, row in _figures(dataset, indicator, series) if series else ():
            if row["status"] == Status.OK.value:
                yield {"region": code, "nazwa_regionu": names[code], "rok": year, **row}


def _figures(
    dataset: Dataset, indicator: Indicator, series: Series
) -> Iterator[tuple[int, str, dict[str, Any]]]:
    """Yield year, place and the columns of :data:`_FIGURE` of each figure of an indicator."""
    code, formula = indicator.code, indicator.formula
    about = {
        "wskaznik": code,
        "nazwa": indicator.name,
        "jednostka": indicator.unit,
        "pochodzenie": ORIGIN_WORDS[indicator.origin],
        "wzor": written(formula, dataset.indicators) if formula else "",
    }
    breaks = _texts_by_place((b.teryt6, b.year, b.text) for b in dataset.breaks_of(code))
    for year, cells in series.items():
        remarks = _texts_by_place((r.teryt6, year, r.text) for r in dataset.remarks_of(code, year))
        for place, cell in cells.items():
            both = (place, year), (ANY, year)
            texts = {
                "przerwa": " ".join(text for key in both for text in breaks.get(key, ())),
                "uwagi": " ".join(text for key in both for text in remarks.get(key, ())),
            }
            yield year, place, {**about, **_figure(dataset, cell), **texts}


def _texts_by_place(
    texts: Iterable[tuple[str, int, str]],
) -> dict[tuple[str, int], dict[str, None]]:
    """Return texts by place and year, each once, in the order they come."""
    found: dict[tuple[str, int], dict[str, None]] = {}
    for place, year, text in texts:
        found.setdefault((place, year), {})[text] = None
    return found


def _figure(dataset: Dataset, cell: Cell) -> dict[str, Any]:
    sources = source_names(dataset.sources_of([cell]))
    return {"wartosc": cell.value, "status": cell.status.value, "zrodlo": sources}


def _flows(dataset: Dataset) -> Iterator[dict[str, Any]]:
    for table in dataset.flows.values():
        within = {(code, code): persons for code, persons in table.within.items()}
        for (start, end), persons in {**table.persons, **within}.items():
            yield _flow(dataset, table, (start, end), persons)


def _flow(
    dataset: Dataset, table: FlowTable, pair: tuple[str, str], persons: int
) -> dict[str, Any]:
    start, end = pair
    inside = " Między miastem i wsią tej samej gminy." if start == end else ""
    return {
        "przeplyw": table.kind.value,
        "nazwa": TERMS[table.kind].name,
        "skad": start,
        "skad_nazwa": dataset.flow_end_name(start),
        "dokad": end,
        "dokad_nazwa": dataset.flow_end_name(end),
        "rok": table.year,
        "osoby": persons,
        "jednostka": "osoba",
        "zrodlo": source_names([dataset.sources[table.source]]),
        "uwagi": f"Liczb mniejszych niż {table.least} źródło nie podaje.{inside}",
    }


def _indicators(dataset: Dataset) -> Iterator[dict[str, Any]]:
    filed = filed_indicators(dataset)
    for entry in catalogue.indicators(dataset).wskazniki:
        if entry.kod in filed:
            formula = filed[entry.kod].formula
            yield {
                "wskaznik": entry.kod,
                "nazwa": entry.nazwa,
                "skrot": entry.skrot,
                "jednostka": entry.jednostka,
                "dziedzina": entry.dziedzina,
                "rodzaj": entry.rodzaj.value,
                "biegunowosc": entry.biegunowosc.value,
                "pochodzenie": ORIGIN_WORDS[entry.pochodzenie],
                "wzor": written(formula, dataset.indicators) if formula else "",
                "lata": ranges(entry.lata),
                "zrodlo": source_names(dataset.sources[code] for code in entry.zrodla),
                "uwagi": entry.uwagi,
            }


_WHOLE_YEAR = {"rok": "int64"}

TABLES: Mapping[str, PackageTable] = {
    one.code: one
    for one in (
        PackageTable(
            code="wszystko",
            title="Wszystkie wartości gmin",
            sheet="Gminy",
            columns={
                "teryt6": "pierwsze sześć cyfr kodu TERYT gminy",
                "gmina": "nazwa gminy",
                **_FIGURE,
            },
            key=("teryt6", "wskaznik", "rok"),
            rows=_gminy,
            types=_WHOLE_YEAR | {"wartosc": "float64"},
        ),
        PackageTable(
            code="wszystko-regiony",
            title="Wszystkie wartości powiatów, województwa i Polski",
            sheet="Regiony",
            columns={
                "region": "kod powiatu (4 cyfry) lub województwa (2 cyfry), PL albo obszaru",
                "nazwa_regionu": "nazwa regionu",
                **_FIGURE,
            },
            key=("region", "wskaznik", "rok"),
            rows=_regions,
            types=_WHOLE_YEAR | {"wartosc": "float64"},
        ),
        PackageTable(
            code="wszystko-przeplywy",
            title="Wszystkie przepływy osób między gminami",
            sheet="Przepływy",
            columns={
                "przeplyw": "dojazdy (do pracy) albo przemeldowania",
                "nazwa": "nazwa przepływu",
                "skad": "kod miejsca, z którego: 6 cyfr gmina, 4 powiat; PL reszta Polski",
                "skad_nazwa": "nazwa tego miejsca",
                "dokad": "kod miejsca, do którego",
                "dokad_nazwa": "nazwa tego miejsca",
                "rok": "rok",
                "osoby": "liczba osób; pary, której nie ma, źródło nie podało",
                "jednostka": "jednostka liczby",
                "zrodlo": "urząd i zbiór",
                "uwagi": "co trzeba wiedzieć o tej liczbie",
            },
            key=("przeplyw", "skad", "dokad", "rok"),
            rows=_flows,
            types=_WHOLE_YEAR | {"osoby": "int64"},
        ),
        PackageTable(
            code="wszystko-wskazniki",
            title="Wszystkie wskaźniki",
            sheet="Wskaźniki",
            columns={
                "wskaznik": "kod wskaźnika",
                "nazwa": "nazwa wskaźnika",
                "skrot": "krótka nazwa",
                "jednostka": "jednostka wartości",
                "dziedzina": "kod dziedziny",
                "rodzaj": "count, rate, density, share, index lub flag",
                "biegunowosc": "high, low albo neutral: która wartość jest korzystna",
                "pochodzenie": _FIGURE["pochodzenie"],
                "wzor": _FIGURE["wzor"],
                "lata": "lata, z których jest jakaś wartość gminy",
                "zrodlo": "urzędy i zbiory",
                "uwagi": "jak czytać wskaźnik",
            },
            key=("wskaznik",),
            rows=_indicators,
            types={},
        ),
    )
}
"""The tables by code; the first has the figures of the gminy."""


def document(dataset: Dataset, code: str, imprint: Imprint) -> Document:
    """Return one of :data:`TABLES` as a document."""
    table = TABLES[code]
    frame = pd.DataFrame(list(table.rows(dataset)), columns=list(table.columns)).astype(table.types)
    rows, filed = tidy(frame), filed_indicators(dataset)
    decimals = {}
    if "wartosc" in rows:
        decimals["wartosc"] = tuple(filed[one].decimals for one in rows["wskaznik"])
    used = {one: filed[one].unit for one in rows["wskaznik"].unique()} if decimals else {}
    units = "; ".join(f"{one}: {unit}" for one, unit in used.items())
    return Document(
        name=f"ao_{code.replace('-', '_')}",
        title=f"{dataset.area.name}: {table.title[:1].lower()}{table.title[1:]}",
        summary=f"{table.title} pulpitu, po jednej w wierszu.",
        facts=(("Jednostki wskaźników", units),) if units else (),
        notes=(),
        sources=source_lines(dataset.sources.values(), ()),
        licences=tuple(dict.fromkeys(source.licence for source in dataset.sources.values())),
        address=imprint.address("dane", {}).removesuffix("?"),
        issued=imprint.issued,
        columns=columns_of(
            rows, table.columns, {"osoby": "osoba"} if "osoby" in rows else {}, decimals
        ),
        rows=rows,
        key=table.key,
    )


WRITERS: Mapping[str, Callable[[Document], bytes]] = {"csv.gz": csv_gz, "parquet": parquet}
"""What writes one table, by the extension of the file."""


def workbook(dataset: Dataset, imprint: Imprint) -> bytes:
    """Return every table as one XLSX file, a sheet each.

    Raises
    ------
    DataFaults
        If a table has more rows than a sheet can hold.
    """
    found = _documents(dataset, imprint)
    facts = [(t.sheet, f"{t.title}; wierszy: {len(found[c].rows)}") for c, t in TABLES.items()]
    texts = [*(b.text for b in dataset.breaks), *(r.text for r in dataset.remarks)]
    cover = replace(_cover(dataset, found), facts=tuple(facts), notes=tuple(dict.fromkeys(texts)))
    return workbook_of(cover, {TABLES[code].sheet: one for code, one in found.items()})


_BESIDE = ("obok_1", "wartosc_obok_1", "obok_2", "wartosc_obok_2")


def gmina_workbook(dataset: Dataset, teryt6: str, imprint: Imprint) -> bytes:
    """Return every indicator and year of one gmina as an XLSX file, the newest figures first.

    Raises
    ------
    KeyError
        If there is no such gmina.
    """
    gmina = dataset.gminy[teryt6]
    choice, _ = profile.SCREEN.chosen({GMINA_PARAMETER.name: teryt6}, dataset)
    whole = document_of_screen(dataset, profile.SCREEN, choice, imprint)
    newest = {(r.indicator.code, r.year) for r in standing.newest(dataset, gmina, None)}
    pairs = zip(whole.rows["wskaznik"], whole.rows["rok"], strict=True)
    is_newest = pd.Series([pair in newest for pair in pairs], dtype=bool)
    sheets = {"Najnowsze": is_newest, "Wszystkie lata": is_newest | True}
    cover = replace(whole, title=f"{gmina.name}: wszystkie wskaźniki i lata")
    return workbook_of(cover, {name: whole.part(in_, _BESIDE) for name, in_ in sheets.items()})


def descriptor(dataset: Dataset, imprint: Imprint) -> bytes:
    """Return the Data Package of the compressed CSV files, which are beside it."""
    found = _documents(dataset, imprint)
    return datapackage(_cover(dataset, found), found, "wszystko-wskazniki")


def _documents(dataset: Dataset, imprint: Imprint) -> dict[str, Document]:
    return {code: document(dataset, code, imprint) for code in TABLES}


def _cover(dataset: Dataset, documents: Mapping[str, Document]) -> Document:
    first = next(iter(documents.values()))
    summary = "Każda wartość gmin i regionów, przepływy i wskaźniki."
    return replace(first, title=f"{dataset.area.name}: wszystkie dane pulpitu", summary=summary)
