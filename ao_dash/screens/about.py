"""What the data are: domains, coverage, breaks, sources, borders, indicators, as plain tables."""

from __future__ import annotations

from collections.abc import Mapping

from ao_dash.mapview.formula_text import written
from ao_dash.model.dataset import Dataset
from ao_dash.model.indicator import ORIGIN_WORDS
from ao_dash.model.numbers import format_number
from ao_dash.model.series import ANY, BreakKind
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
    rows = []
    for code, domain in dataset.domains.items():
        joint = str(len(dataset.joint_projects(code))) if domain.cooperation else "nie dotyczy"
        named = str(len(dataset.members(code))) if domain.cooperation else "nie dotyczy"
        rows.append(
            (
                domain.short,
                str(len(dataset.of_domain(code))),
                joint,
                named,
                domain.missing,
                domain.later,
            )
        )
    return Table(
        "Dziesięć dziedzin współpracy i czego w nich brakuje",
        "Dziedziny pochodzą z porozumienia z 2012 r. Każda gmina podpisała je wszystkie; brak "
        "wspólnego projektu znaczy tylko, że nie znaleziono go w źródłach.",
        (
            "Dziedzina",
            "Wskaźniki na mapie",
            "Wspólne projekty",
            "Gminy w nich z nazwy",
            "Czego brakuje",
            "W 2017 r.",
        ),
        rows,
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
    rows = [
        (s.dataset, s.office, s.state, s.licence, ", ".join(sorted(used[s.code])))
        for s in dataset.sources.values()
    ]
    return Table(
        "Źródła, stan i licencje",
        "Wartości dotarły do nas przez publiczne kopie tablic urzędów; źródłem jest urząd.",
        ("Zbiór", "Urząd", "Stan", "Licencja", "Wskaźniki"),
        rows,
    )


def _borders(dataset: Dataset) -> Table:
    rows = []
    for vintage in dataset.vintages:
        areas = vintage.areas()
        largest = max(areas, key=areas.__getitem__)
        rows.append(
            (
                vintage.label,
                f"{format_number(sum(areas.values()), 1)} km²",
                f"{dataset.gminy[largest].name}: {format_number(areas[largest], 1)} km²",
                vintage.source,
            )
        )
    return Table(
        "Granice",
        "Mapa roku pokazuje granice z 31 grudnia tego roku. Powierzchnie liczone z granic "
        "uproszczonych do około 30 m, na elipsoidzie.",
        ("Stan granic", "Powierzchnia razem", "Największa gmina", "Źródło"),
        rows,
    )


def _indicators(dataset: Dataset) -> Table:
    rows = [
        (
            indicator.name,
            indicator.unit,
            ORIGIN_WORDS[indicator.origin],
            written(indicator.formula, dataset.indicators) if indicator.formula else "",
            indicator.bdl_variable,
            indicator.note,
            code,
        )
        for code, indicator in dataset.indicators.items()
    ]
    return Table(
        "Wskaźniki",
        "Wskaźniki obliczone mają wzór z dwóch innych; skąd są i jak się je zaokrągla, mówi ekran "
        "„Jakość danych”.",
        ("Wskaźnik", "Jednostka", "Pochodzenie", "Wzór", "Zmienna BDL", "Jak czytać", "Kod"),
        rows,
    )
