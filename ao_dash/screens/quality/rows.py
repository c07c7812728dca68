"""The rows behind the screen about quality: one for each finding, whatever its sort."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from ao_dash.mapview.formula_text import used_sources
from ao_dash.model.numbers import GMINA
from ao_dash.model.series import ANY, STATUS_WORDS, Cell, Status, source_codes
from ao_dash.screens.quality.findings import Report
from ao_dash.screens.quality.sentences import reasons, right_text

COLUMNS: Mapping[str, str] = {
    "rodzaj": "pokrycie, brak, przerwa, nietypowa_zmiana, porownanie lub suma_powiatu",
    "wskaznik": "kod wskaźnika",
    "nazwa": "nazwa wskaźnika",
    "teryt6": "pierwsze sześć cyfr kodu TERYT gminy; puste, gdy wiersz dotyczy wszystkich gmin "
    "albo powiatu",
    "gmina": "nazwa gminy lub powiatu",
    "rok": "rok, którego dotyczy wiersz; w pokryciu i brakach ostatni rok wskaźnika",
    "wartosc": "wartość w pełnej dokładności; w pokryciu liczba gmin z wartością",
    "odniesienie": "z czym zestawiono wartość: liczba wszystkich gmin, wartość z poprzedniego "
    "roku, druga z porównywanych wartości albo suma gmin",
    "roznica": "wartość minus odniesienie",
    "granica_dolna": "dla zmiany: od czego jest zwykła (ułamek wartości sprzed roku albo różnica); "
    "dla porównania: różnica, która może powstać z zaokrągleń",
    "granica_gorna": "do czego jest zwykła zmiana albo różnica z zaokrągleń",
    "jednostka": "jednostka wartości",
    "ocena": "status braku, rodzaj przerwy, wynik porównania albo to, czy zmianę coś wyjaśnia",
    "opis": "lata wskaźnika, opis przerwy, wyjaśnienie zmiany albo to, z czym porównano",
    "zrodlo": "kody źródeł wartości i odniesienia",
}

Finding = dict[str, object]

_NUMBERS = ("wartosc", "odniesienie", "roznica", "granica_dolna", "granica_gorna")


def rows(report: Report) -> pd.DataFrame:
    """Return every finding of a report, columns of :data:`COLUMNS`."""
    parts = (_coverage, _absent, _breaks, _unusual, _comparisons, _totals)
    records = [record for part in parts for record in part(report)]
    frame = pd.DataFrame(records, columns=list(COLUMNS))
    return frame.astype({"rok": "int64", **dict.fromkeys(_NUMBERS, "float64")})


def _row(report: Report, kind: str, code: str, teryt6: str, year: int) -> Finding:
    """Return what every row has; ``teryt6`` may be „*”."""
    indicator = report.dataset.indicators[code]
    gmina = report.dataset.gminy.get(teryt6)
    return {
        "rodzaj": kind,
        "wskaznik": code,
        "nazwa": indicator.name,
        "teryt6": teryt6 if gmina else "",
        "gmina": gmina.name if gmina else "",
        "rok": year,
        "jednostka": indicator.unit,
        "ocena": "",
        "opis": "",
        "zrodlo": "",
    }


def _coverage(report: Report) -> Iterator[Finding]:
    whole = len(report.dataset.gminy)
    for code, one in report.available.items():
        known = one.last[Status.OK]
        yield _row(report, "pokrycie", code, ANY, one.newest) | {
            "wartosc": known,
            "odniesienie": whole,
            "roznica": known - whole,
            "jednostka": GMINA[2],
            "ocena": "komplet" if one.complete else "niepełne",
            "opis": f"lata: {' '.join(map(str, one.years))}; wiek (lata): {one.age}",
            "zrodlo": _codes(s.code for s in used_sources(report.dataset, code)),
        }


def _absent(report: Report) -> Iterator[Finding]:
    for code, one in report.available.items():
        cells = report.dataset.series[code][one.newest]
        for teryt6 in report.dataset.gminy:
            cell = cells.get(teryt6, Cell(None, Status.MISSING, ()))
            if cell.status is not Status.OK:
                yield _row(report, "brak", code, teryt6, one.newest) | {
                    "ocena": cell.status.value,
                    "opis": STATUS_WORDS[cell.status],
                }


def _breaks(report: Report) -> Iterator[Finding]:
    for code, one in report.available.items():
        for b in one.inside:
            yield _row(report, "przerwa", code, b.teryt6, b.year) | {
                "ocena": b.kind.value,
                "opis": b.text,
            }


def _unusual(report: Report) -> Iterator[Finding]:
    dataset = report.dataset
    for o in report.outliers:
        step = o.step
        cells = [dataset.series[o.indicator][y][step.teryt6] for y in (step.year, step.year - 1)]
        yield _row(report, "nietypowa_zmiana", o.indicator, step.teryt6, step.year) | {
            "wartosc": step.value,
            "odniesienie": step.before,
            "roznica": step.value - step.before,
            "granica_dolna": o.shown(o.low),
            "granica_gorna": o.shown(o.high),
            "ocena": "wyjasniona" if o.explained else "bez_wyjasnienia",
            "opis": reasons(o, dataset.indicators[o.indicator]),
            "zrodlo": _codes(source_codes(cells)),
        }


def _comparisons(report: Report) -> Iterator[Finding]:
    """Yield every comparison, also those that agree: how many do is a finding."""
    indicators = report.dataset.indicators
    for check, found in report.compared.items():
        for one in found:
            yield _row(report, "porownanie", check.left, one.teryt6, one.year) | {
                "wartosc": one.left,
                "odniesienie": one.right,
                "roznica": one.apart,
                "granica_dolna": -one.tolerance,
                "granica_gorna": one.tolerance,
                "ocena": one.outcome.value,
                "opis": right_text(check, indicators),
                "zrodlo": _codes((*one.left_sources, *one.right_sources)),
            }


def _totals(report: Report) -> Iterator[Finding]:
    for one in report.totals:
        yield _row(report, "suma_powiatu", one.indicator, ANY, one.year) | {
            "gmina": f"powiat {one.powiat}",
            "wartosc": one.published,
            "odniesienie": one.summed,
            "roznica": one.published - one.summed,
            "ocena": "komplet" if one.used == one.of else "niepełne",
            "opis": f"suma {one.used} z {one.of} gmin",
            "zrodlo": _codes(one.sources),
        }


def _codes(sources: Iterator[str] | tuple[str, ...]) -> str:
    return " ".join(dict.fromkeys(sources))
