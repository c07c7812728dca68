"""What the data are: domains, coverage, breaks, sources, borders, indicators, as plain tables."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from ao_dash.mapview.formula_text import written
from ao_dash.model.dataset import Dataset, Domain
from ao_dash.model.indicator import ORIGIN_WORDS
from ao_dash.model.numbers import format_number
from ao_dash.model.series import ANY, BreakKind
from ao_dash.model.vintage import Vintage
from ao_dash.screens.blocks import Table, TableCell

BREAK_WORDS: Mapping[BreakKind, str] = {
    BreakKind.BORDERS: "granice",
    BreakKind.BASE: "podstawa obliczeń",
    BreakKind.METHOD: "metoda",
    BreakKind.SCOPE: "zakres",
}

_LEVELS = 4


def tables(dataset: Dataset) -> tuple[Table, ...]:
    """Return everything the screen about the data shows, in its order."""
    return (
        _domains(dataset),
        _coverage(dataset),
        _breaks(dataset),
        _sources(dataset),
        _borders(dataset),
        _indicators(dataset),
    )


def _domains(dataset: Dataset) -> Table:
    def number(domain: Domain, found: Collection[object]) -> str:
        return str(len(found)) if domain.cooperation else "nie dotyczy"

    return Table.of(
        "Dziesięć dziedzin współpracy i czego w nich brakuje",
        dataset.domains.values(),
        {
            "Dziedzina": lambda d: d.short,
            "Wskaźniki na mapie": lambda d: str(len(dataset.of_domain(d.code))),
            "Wspólne projekty": lambda d: number(d, dataset.joint_projects(d.code)),
            "Gminy w nich z nazwy": lambda d: number(d, dataset.members(d.code)),
            "Czego brakuje": lambda d: d.missing,
            "W 2017 r.": lambda d: d.later,
        },
        text="Dziedziny pochodzą z porozumienia z 2012 r. Każda gmina podpisała je wszystkie; brak "
        "wspólnego projektu znaczy tylko, że nie znaleziono go w źródłach.",
    )


def _coverage(dataset: Dataset) -> Table:
    years = sorted({year for code in dataset.indicators for year in dataset.years(code)})
    whole = len(dataset.gminy)
    rows: list[list[TableCell]] = []
    for code, indicator in dataset.indicators.items():
        cells: list[TableCell] = [indicator.short, dataset.domains[indicator.domain].short]
        for year in years:
            known = dataset.known(code, year)
            level = _LEVELS if known == whole else known * _LEVELS // whole
            cells.append((str(known), max(level, 1)) if known else ("", 0))
        rows.append(cells)
    return Table(
        f"Pokrycie: ile z {whole} gmin ma wartość w danym roku",
        "Puste pole znaczy, że dla tego roku nie ma żadnej wartości.",
        ("Wskaźnik", "Dziedzina", *map(str, years)),
        rows,
    )


def _breaks(dataset: Dataset) -> Table:
    found: dict[tuple[int, str, BreakKind, str], list[str]] = {}
    for b in dataset.breaks:
        where = "wszystkie gminy" if b.teryt6 == ANY else dataset.gminy[b.teryt6].name
        key = (b.year, where, b.kind, b.text)
        found.setdefault(key, []).append(dataset.indicators[b.indicator].short)
    rows = [
        (str(year), where, BREAK_WORDS[kind], text, ", ".join(names))
        for (year, where, kind, text), names in sorted(found.items())
    ]
    return Table(
        "Przerwy w szeregach",
        "Wartości od podanego roku nie należy porównywać z wcześniejszymi. Przerwa dotyczy też "
        "wskaźników obliczonych z wymienionych.",
        ("Od roku", "Gmina", "Rodzaj", "Co się zmieniło", "Wskaźniki"),
        rows,
    )


def _sources(dataset: Dataset) -> Table:
    used: dict[str, set[str]] = {code: set() for code in dataset.sources}
    for code, indicator in dataset.indicators.items():
        if indicator.formula:
            continue
        for source in dataset.series[code].figures.source_codes():
            used[source].add(indicator.short)
    return Table.of(
        "Źródła, stan i licencje",
        dataset.sources.values(),
        {
            "Zbiór": lambda s: s.dataset,
            "Urząd": lambda s: s.office,
            "Stan": lambda s: s.state,
            "Licencja": lambda s: s.licence,
            "Wskaźniki": lambda s: ", ".join(sorted(used[s.code])),
        },
        text="Wartości dotarły do nas przez publiczne kopie tablic urzędów; źródłem jest urząd.",
    )


def _borders(dataset: Dataset) -> Table:
    def largest(vintage: Vintage) -> str:
        areas = vintage.areas()
        code = max(areas, key=areas.__getitem__)
        return f"{dataset.gminy[code].name}: {format_number(areas[code], 1)} km²"

    return Table.of(
        "Granice",
        dataset.vintages,
        {
            "Stan granic": lambda v: v.label,
            "Powierzchnia razem": lambda v: f"{format_number(sum(v.areas().values()), 1)} km²",
            "Największa gmina": largest,
            "Źródło": lambda v: v.source,
        },
        text="Mapa roku pokazuje granice z 31 grudnia tego roku. Powierzchnie liczone z granic "
        "uproszczonych do około 30 m, na elipsoidzie.",
    )


def _indicators(dataset: Dataset) -> Table:
    return Table.of(
        "Wskaźniki",
        dataset.indicators.values(),
        {
            "Wskaźnik": lambda i: i.name,
            "Jednostka": lambda i: i.unit,
            "Pochodzenie": lambda i: ORIGIN_WORDS[i.origin],
            "Wzór": lambda i: written(i.formula, dataset.indicators) if i.formula else "",
            "Zmienna BDL": lambda i: i.bdl_variable,
            "Jak czytać": lambda i: i.note,
            "Kod": lambda i: i.code,
        },
        text="Wskaźniki obliczone mają wzór z dwóch innych; skąd są i jak się je zaokrągla, mówi "
        "ekran „Jakość danych”.",
    )
