"""The screen „Jakość danych”: what the data have, where they break, jump or disagree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated

import pandas as pd
from pydantic.dataclasses import dataclass

from ao_dash.mapview.formula_text import ranges, used_sources
from ao_dash.mapview.query import Parameter, QueryReader
from ao_dash.model.dataset import Dataset
from ao_dash.model.numbers import GMINA, capitalized, counted, plural
from ao_dash.model.series import ANY, NO_FIGURE, STATUS_WORDS, Status, source_codes
from ao_dash.screens.base import Screen, ScreenChosen
from ao_dash.screens.blocks import Block, Cards, Heading, Page, Text
from ao_dash.screens.quality import findings, tables
from ao_dash.screens.quality.crosscheck import Outcome
from ao_dash.screens.quality.findings import Report, report
from ao_dash.screens.quality.sentences import INDICATOR, YEAR, reasons, right_text

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


def offered(dataset: Dataset, domain: str | None) -> tuple[str, ...]:
    """Return the indicators with any value, of a domain if given, in the order of the file."""
    codes = findings.known_indicators(dataset)
    return tuple(c for c in codes if domain in (None, dataset.indicators[c].domain))


def domains(dataset: Dataset) -> dict[str, str]:
    """Return the names of the domains that have an indicator, by code."""
    used = {dataset.indicators[code].domain for code in offered(dataset, None)}
    return {code: domain.short for code, domain in dataset.domains.items() if code in used}


def _read_indicator(reader: QueryReader) -> str | None:
    dataset = reader.dataset
    indicator = reader.one_of(INDICATOR_PARAMETER, offered(dataset, None))
    if indicator is None or indicator in offered(dataset, reader["domain"]):
        return indicator
    problem = f"Wskaźnik „{dataset.indicators[indicator].short}” nie należy do wybranej dziedziny"
    reader.note(INDICATOR_PARAMETER.name, problem, INDICATOR_PARAMETER.instead)
    return None


DOMAIN = Parameter(
    "dziedzina",
    "kod dziedziny z `data/domains.csv`, która ma wskaźnik",
    label="Dziedzina",
    instead="pokazano wszystkie",
    codes=domains,
)
INDICATOR_PARAMETER = Parameter(
    "wskaznik",
    "kod wskaźnika z `data/indicators.csv`",
    label="Wskaźnik",
    instead="pokazano przegląd",
    codes=lambda dataset: offered(dataset, None),
    read=_read_indicator,
)


@dataclass(frozen=True)
class QualityChoice(ScreenChosen):
    """A domain whose indicators are listed, and the indicator to look at; ``None`` for all."""

    domain: Annotated[str | None, DOMAIN] = None
    indicator: Annotated[str | None, INDICATOR_PARAMETER] = None


def page(dataset: Dataset, choice: QualityChoice) -> Page:
    """Return what the screen shows."""
    listed = report(dataset).of(offered(dataset, choice.domain))
    seen = _part(dataset, choice)
    first = _state(seen, choice.indicator) if choice.indicator else [_complete(seen)]
    cards = [*first, _unusual_card(seen), _compared_card(seen)]
    board: list[Block] = [_lead(cards), Cards(cards)]
    if choice.indicator:
        board += tables.details(seen, choice.indicator)
    found = [*tables.unusual(seen), *tables.comparisons(seen), *tables.sums(seen)]
    table = tables.overview(listed, choice.indicator)
    sheet = [*found, table] if choice.indicator else [table, *found]
    return Page({"heading": [_heading(dataset, choice, listed)], "board": board, "sheet": sheet})


def _lead(cards: list[tuple[str, str, str, str]]) -> Text:
    """Say the cards in one sentence."""
    said = (
        ", ".join(filter(None, [" ".join(filter(None, [f"{name}:", figure, unit])), caption]))
        for name, figure, unit, caption in cards
    )
    return Text("", [f"{capitalized('; '.join(said))}."], lead=True)


def _part(dataset: Dataset, choice: QualityChoice) -> Report:
    codes = (choice.indicator,) if choice.indicator else offered(dataset, choice.domain)
    return report(dataset).of(codes)


def _heading(dataset: Dataset, choice: QualityChoice, listed: Report) -> Heading:
    title = "Jakość danych"
    if choice.indicator:
        title += f": {dataset.indicators[choice.indicator].short}"
    domain = dataset.indicators[choice.indicator].domain if choice.indicator else choice.domain
    parts = [
        dataset.domains[domain].short if domain else "",
        "" if choice.indicator else counted(len(listed.available), INDICATOR),
        f"wiek danych liczony od {listed.newest} r., najnowszego w danych",
    ]
    return Heading(title, " · ".join(filter(None, parts)))


def _unusual_card(seen: Report) -> tuple[str, str, str, str]:
    """Count unusual changes; none found is not the same as none looked for."""
    name = "nietypowe zmiany"
    if not any(one.judged for one in seen.judged.values()):
        return name, "–", "", "nie oceniono"
    unexplained = sum(not o.explained for o in seen.outliers)
    return name, str(len(seen.outliers)), "", f"bez wyjaśnienia: {unexplained}"


def _compared_card(seen: Report) -> tuple[str, str, str, str]:
    name = "porównania z drugą wartością"
    found = [one.outcome for each in seen.compared.values() for one in each]
    if not found:
        return name, "–", "", "nie ma z czym porównać"
    agreeing, differing = found.count(Outcome.AGREES), found.count(Outcome.DIFFERS)
    return name, str(len(found)), "", f"zgodne: {agreeing}, bez wyjaśnienia: {differing}"


def _complete(seen: Report) -> tuple[str, str, str, str]:
    complete, whole = sum(one.complete for one in seen.available.values()), len(seen.available)
    return "komplet wartości", str(complete), f"z {whole}", "wskaźników, w ich ostatnim roku"


def _state(seen: Report, code: str) -> list[tuple[str, str, str, str]]:
    one, whole = seen.available[code], len(seen.dataset.gminy)
    number = len(one.years)
    return [
        ("gminy z wartością", str(one.last[Status.OK]), f"z {whole}", f"w {one.newest} r."),
        ("dane za", str(number), plural(number, YEAR), ranges(one.years)),
        ("wiek", str(one.age), plural(one.age, YEAR), f"wobec {seen.newest} r."),
    ]


def table(dataset: Dataset, choice: QualityChoice) -> pd.DataFrame:
    """Return the findings behind the screen, one a row, columns of :data:`COLUMNS`."""
    seen = _part(dataset, choice)
    parts = (_coverage, _absent, _breaks, _outliers, _comparisons, _totals)
    records = [record for part in parts for record in part(seen)]
    numbers = ("wartosc", "odniesienie", "roznica", "granica_dolna", "granica_gorna")
    frame = pd.DataFrame(records, columns=list(COLUMNS))
    return frame.astype({"rok": "int64", **dict.fromkeys(numbers, "float64")})


def _row(
    seen: Report,
    kind: str,
    place: tuple[str, str, int],
    sources: Iterable[str] = (),
    **more: object,
) -> dict[str, object]:
    """Return a row about ``place``: an indicator, a gmina (or „*”) and a year."""
    code, teryt6, year = place
    indicator, gmina = seen.dataset.indicators[code], seen.dataset.gminy.get(teryt6)
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
        "zrodlo": " ".join(dict.fromkeys(sources)),
        **more,
    }


def _coverage(seen: Report) -> Iterator[dict[str, object]]:
    whole = len(seen.dataset.gminy)
    for code, one in seen.available.items():
        known = one.last[Status.OK]
        yield _row(
            seen,
            "pokrycie",
            (code, ANY, one.newest),
            sources=(s.code for s in used_sources(seen.dataset, code)),
            wartosc=known,
            odniesienie=whole,
            roznica=known - whole,
            jednostka=GMINA[2],
            ocena="komplet" if one.complete else "niepełne",
            opis=f"lata: {' '.join(map(str, one.years))}; wiek (lata): {one.age}",
        )


def _absent(seen: Report) -> Iterator[dict[str, object]]:
    for code, one in seen.available.items():
        cells = seen.dataset.series[code][one.newest]
        for teryt6 in seen.dataset.gminy:
            status = cells.get(teryt6, NO_FIGURE).status
            if status is not Status.OK:
                place = code, teryt6, one.newest
                yield _row(seen, "brak", place, ocena=status.value, opis=STATUS_WORDS[status])


def _breaks(seen: Report) -> Iterator[dict[str, object]]:
    for code, one in seen.available.items():
        for b in one.inside:
            place = code, b.teryt6, b.year
            yield _row(seen, "przerwa", place, ocena=b.kind.value, opis=b.text)


def _outliers(seen: Report) -> Iterator[dict[str, object]]:
    dataset = seen.dataset
    for o in seen.outliers:
        step, years = o.step, dataset.series[o.indicator]
        yield _row(
            seen,
            "nietypowa_zmiana",
            (o.indicator, step.teryt6, step.year),
            sources=source_codes(years[y][step.teryt6] for y in (step.year, step.year - 1)),
            wartosc=step.value,
            odniesienie=step.before,
            roznica=step.value - step.before,
            granica_dolna=o.shown(o.low),
            granica_gorna=o.shown(o.high),
            ocena="wyjasniona" if o.explained else "bez_wyjasnienia",
            opis=reasons(o, dataset.indicators[o.indicator]),
        )


def _comparisons(seen: Report) -> Iterator[dict[str, object]]:
    """Yield every comparison, also those that agree: how many do is a finding."""
    for check, found in seen.compared.items():
        for one in found:
            yield _row(
                seen,
                "porownanie",
                (check.left, one.teryt6, one.year),
                sources=(*one.left_sources, *one.right_sources),
                wartosc=one.left,
                odniesienie=one.right,
                roznica=one.apart,
                granica_dolna=-one.tolerance,
                granica_gorna=one.tolerance,
                ocena=one.outcome.value,
                opis=right_text(check, seen.dataset.indicators),
            )


def _totals(seen: Report) -> Iterator[dict[str, object]]:
    for one in seen.totals:
        yield _row(
            seen,
            "suma_powiatu",
            (one.indicator, ANY, one.year),
            sources=one.sources,
            gmina=f"powiat {one.powiat}",
            wartosc=one.published,
            odniesienie=one.summed,
            roznica=one.published - one.summed,
            ocena="komplet" if one.used == one.of else "niepełne",
            opis=f"suma {one.used} z {one.of} gmin",
        )


SCREEN = Screen(
    "quality", "jakosc", "Jakość danych", QualityChoice, COLUMNS, page, table, drawn=False
)
