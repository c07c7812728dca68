"""What is told of one indicator: its formula with inputs, its rounding, years, breaks, remarks."""

from __future__ import annotations

from ao_dash.mapview import sentences
from ao_dash.mapview.formula_text import (
    EARLIER,
    example,
    rounding,
    source_name,
    span,
    used_sources,
    written,
)
from ao_dash.model.dataset import Dataset
from ao_dash.model.formula import Formula
from ao_dash.model.indicator import ORIGIN_WORDS, Indicator, Kind
from ao_dash.model.numbers import unit_heading
from ao_dash.model.series import ANY, Break, Remark, Status
from ao_dash.screens.about import BREAK_WORDS
from ao_dash.screens.blocks import Block, Cell, Choice, Links, Table, Text
from ao_dash.screens.quality.availability import statuses
from ao_dash.screens.quality.findings import Report
from ao_dash.screens.quality.sentences import KIND_WORDS, unjudged_words
from ao_dash.screens.quality.tables import (
    DETAILS,
    absent_text,
    gminy_heading,
    indicator_choice,
    map_link,
)


def details(report: Report, code: str) -> list[Block]:
    """Return everything about the indicator ``code``, which has a value in some year."""
    dataset = report.dataset
    indicator = dataset.indicators[code]
    back = Links("", [Choice("Przegląd wszystkich wskaźników", {"wskaznik": ""})])
    blocks: list[Block] = [_facts(report, indicator), back]
    if indicator.formula:
        blocks += _formula(dataset, indicator, indicator.formula)
    blocks += [_years(dataset, indicator), *_told(report, code)]
    return [*blocks, *_users(dataset, code), _sources(dataset, code)]


def _facts(report: Report, indicator: Indicator) -> Text:
    domain = report.dataset.domains[indicator.domain]
    described = (
        f"{indicator.name}; dziedzina: {domain.short}; jednostka: "
        f"{unit_heading(indicator)}; rodzaj: {KIND_WORDS[indicator.kind]}; "
        f"pochodzenie: {ORIGIN_WORDS[indicator.origin]}."
    )
    told = [
        described,
        indicator.note,
        "" if indicator.kind is Kind.FLAG else rounding(indicator),
        unjudged_words(report.judged[indicator.code]),
    ]
    return Text("O wskaźniku", list(filter(None, told)), listed=True, anchor=DETAILS)


def _formula(dataset: Dataset, indicator: Indicator, formula: Formula) -> list[Block]:
    text = f"{indicator.short} = {written(formula, dataset.indicators)}"
    told = [text, f"Na przykład {example(dataset, indicator.code)}."]
    return [Text("Wzór", told), inputs(dataset, formula)]


def inputs(dataset: Dataset, formula: Formula) -> Table:
    """Return a row for each input of a formula: unit, which year, source, years available."""
    lags = {"licznik": (formula.above, 0), "mianownik": (formula.below, formula.lag)}
    rows = [
        (
            indicator_choice(dataset.indicators[code], None),
            place,
            unit_heading(dataset.indicators[code]),
            EARLIER if lag else "ten sam rok",
            "; ".join(map(source_name, used_sources(dataset, code))),
            span(dataset, code),
        )
        for place, (code, lag) in lags.items()
    ]
    return Table(
        "Składniki wzoru",
        "Wynik jest tylko dla lat i gmin, które mają oba składniki; przy mianowniku zero wynik nie "
        "istnieje. Przerwy i uwagi składników dotyczą też wyniku.",
        ("Składnik", "Miejsce", "Jednostka", "Z którego roku", "Źródło", "Lata"),
        rows,
        wordy=True,
    )


def _users(dataset: Dataset, code: str) -> list[Block]:
    users = [i for i in dataset.indicators.values() if i.formula and code in i.formula.inputs]
    links = [indicator_choice(user, None) for user in users if dataset.years(user.code)]
    return [Links("Oblicza się z niego:", links)] if links else []


def _years(dataset: Dataset, indicator: Indicator) -> Table:
    code = indicator.code
    rows: list[tuple[Cell, ...]] = []
    for year in reversed(dataset.years(code)):
        found = statuses(dataset, code, year)
        known, sources = str(found[Status.OK]), _year_sources(dataset, code, year)
        link = map_link(dataset, code, year, f"mapa {year}")
        rows.append((str(year), known, absent_text(found), sources, link))
    columns = ("Rok", gminy_heading(dataset), "Braki", "Źródło", "Mapa")
    return Table("Lata", "Gminy z wartością w każdym roku.", columns, rows, (1,), wordy=True)


def _year_sources(dataset: Dataset, code: str, year: int) -> str:
    cells = dataset.series[code][year].values()
    return "; ".join(source.dataset for source in dataset.sources_of(cells))


def _told(report: Report, code: str) -> list[Block]:
    """Return breaks inside the series and remarks, those of the inputs too."""
    blocks: list[Block] = []
    dataset, breaks = report.dataset, report.available[code].inside
    if breaks:
        told = dict.fromkeys(_break_words(dataset, b) for b in breaks)
        blocks.append(Text("Przerwy w szeregu", list(told), listed=True))
    codes = (code, *_inputs(dataset.indicators[code]))
    remarks = dict.fromkeys(r for r in dataset.remarks if r.indicator in codes)
    if remarks:
        blocks.append(Text("Uwagi", [_remark_words(dataset, r) for r in remarks], listed=True))
    return blocks


def _inputs(indicator: Indicator) -> tuple[str, ...]:
    return indicator.formula.inputs if indicator.formula else ()


def _break_words(dataset: Dataset, found: Break) -> str:
    when = f"{found.year} ({BREAK_WORDS[found.kind]})"
    return f"{when}, {_told_of(dataset, found.teryt6, found.text)}"


def _remark_words(dataset: Dataset, remark: Remark) -> str:
    when = "każdy rok" if remark.year is None else str(remark.year)
    return f"{when}, {_told_of(dataset, remark.teryt6, remark.text)}"


def _told_of(dataset: Dataset, teryt6: str, text: str) -> str:
    """Put the name of the gmina in front of a text that does not begin with it."""
    name = "wszystkie gminy" if teryt6 == ANY else dataset.gminy[teryt6].name
    return text if text.startswith(name) else f"{name}: {text}"


def _sources(dataset: Dataset, code: str) -> Text:
    lines = sentences.source_lines(used_sources(dataset, code), ())
    return Text("Źródła", lines, listed=True)
