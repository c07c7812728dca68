"""The screen „Jakość danych”: what the data have, where they break, jump or disagree."""

from __future__ import annotations

from typing import Annotated

import pandas as pd
from pydantic.dataclasses import dataclass

from ao_dash.mapview.formula_text import ranges
from ao_dash.mapview.query import Chosen, Parameter, QueryReader
from ao_dash.model.dataset import Dataset
from ao_dash.model.numbers import counted, plural
from ao_dash.model.series import Status
from ao_dash.screens.base import Screen
from ao_dash.screens.blocks import Block, Cards, Heading, Page
from ao_dash.screens.quality import findings, rows
from ao_dash.screens.quality.crosscheck import Outcome
from ao_dash.screens.quality.findings import Report, report
from ao_dash.screens.quality.sentences import INDICATOR, YEAR
from ao_dash.screens.quality.tables import (
    comparisons,
    details,
    differences,
    overview,
    reasons_table,
    sums,
    unusual,
)


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
class Quality(Chosen):
    """A domain whose indicators are listed, and the indicator to look at; ``None`` for all."""

    domain: Annotated[str | None, DOMAIN] = None
    indicator: Annotated[str | None, INDICATOR_PARAMETER] = None


def page(dataset: Dataset, choice: Quality) -> Page:
    """Return what the screen shows."""
    listed = report(dataset).of(offered(dataset, choice.domain))
    seen = _part(dataset, choice)
    board: list[Block] = [_cards(seen, choice.indicator)]
    if choice.indicator:
        board += details(seen, choice.indicator)
    found = [*unusual(seen), *_compared(seen), *sums(seen)]
    table = overview(listed, choice.indicator)
    sheet = [*found, table] if choice.indicator else [table, *found]
    return Page({"heading": [_heading(dataset, choice, listed)], "board": board, "sheet": sheet})


def _part(dataset: Dataset, choice: Quality) -> Report:
    codes = (choice.indicator,) if choice.indicator else offered(dataset, choice.domain)
    return report(dataset).of(codes)


def _heading(dataset: Dataset, choice: Quality, listed: Report) -> Heading:
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


def _cards(seen: Report, chosen: str | None) -> Cards:
    first = _state(seen, chosen) if chosen else _complete(seen)
    return Cards([*first, _unusual_card(seen), _compared_card(seen)])


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


def _complete(seen: Report) -> list[tuple[str, str, str, str]]:
    complete = sum(one.complete for one in seen.available.values())
    whole = f"z {len(seen.available)}"
    return [("komplet wartości", str(complete), whole, "wskaźników, w ich ostatnim roku")]


def _state(seen: Report, code: str) -> list[tuple[str, str, str, str]]:
    one, whole = seen.available[code], len(seen.dataset.gminy)
    number = len(one.years)
    return [
        ("gminy z wartością", str(one.last[Status.OK]), f"z {whole}", f"w {one.newest} r."),
        ("dane za", str(number), plural(number, YEAR), ranges(one.years)),
        ("wiek", str(one.age), plural(one.age, YEAR), f"wobec {seen.newest} r."),
    ]


def _compared(seen: Report) -> list[Block]:
    if not seen.compared:
        return []
    return [comparisons(seen), reasons_table(seen), differences(seen)]


def table(dataset: Dataset, choice: Quality) -> pd.DataFrame:
    """Return the findings behind the screen, columns of :data:`quality_rows.COLUMNS`."""
    return rows.rows(_part(dataset, choice))


SCREEN = Screen(
    name="quality",
    code="jakosc",
    title="Jakość danych",
    choice=Quality,
    columns=rows.COLUMNS,
    page=page,
    table=table,
)
