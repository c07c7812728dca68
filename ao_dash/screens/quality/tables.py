"""What the screen about quality shows: tables of all indicators, and everything about one."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from ao_dash.mapview import sentences
from ao_dash.mapview.formula_text import (
    EARLIER,
    example,
    ranges,
    rounding,
    source_name,
    span,
    used_sources,
    written,
)
from ao_dash.model.dataset import Dataset
from ao_dash.model.formula import Formula
from ao_dash.model.indicator import ORIGIN_WORDS, Indicator, Kind
from ao_dash.model.numbers import format_number, format_value, format_with_unit, unit_heading
from ao_dash.model.region import POWIAT
from ao_dash.model.series import ANY, STATUS_WORDS, Break, Remark, Status
from ao_dash.screens.about import BREAK_WORDS
from ao_dash.screens.blocks import Block, Choice, Link, Links, Table, TableCell, Text
from ao_dash.screens.quality.crosscheck import Check, Compared, Outcome, whole_powiaty
from ao_dash.screens.quality.findings import Availability, Report, statuses
from ao_dash.screens.quality.outlier import Outlier
from ao_dash.screens.quality.sentences import (
    KIND_WORDS,
    OUTCOME_WORDS,
    figures,
    judged_words,
    reasons,
    right_text,
    rule,
    size_text,
    totals_words,
    unjudged_words,
)

DETAILS = "szczegoly"
"""The anchor of everything about one indicator."""


def map_link(dataset: Dataset, code: str, year: int, text: str) -> TableCell:
    """Return a link to the map of an indicator in a year, or why there is no such map."""
    if code not in dataset.mapped:
        return "za mało wartości"
    return Link(text, f"/?{urlencode({'wskaznik': code, 'rok': year})}")


def indicator_choice(indicator: Indicator, chosen: str | None) -> Choice:
    """Return the name of an indicator, which leads to everything about it."""
    parameters = {"wskaznik": indicator.code}
    return Choice(indicator.short, parameters, chosen=indicator.code == chosen, to=DETAILS)


def overview(report: Report, chosen: str | None) -> Table:
    """Return a row for every indicator."""
    return Table(
        "Wskaźniki: pokrycie, przerwy, wiek",
        "Gminy z wartością i braki są liczone w ostatnim roku wskaźnika. Wiek to liczba lat od "
        f"niego do {report.newest} r., najnowszego roku w danych. Nietypowe zmiany („–”: "
        "szereg za krótki, by je ocenić) i niezgodne wartości są niżej. Nazwa otwiera szczegóły "
        "wskaźnika i przyczyny przerw, ostatni rok otwiera mapę.",
        (
            *("Wskaźnik", "Jednostka i rodzaj", "Od roku", "Do roku", "Liczba lat"),
            *(gminy_heading(report.dataset), "Wiek", "Nietypowe zmiany", "Niezgodne wartości"),
            *("Przerwy", "Braki"),
        ),
        [_overview_row(report, one, chosen) for one in report.available.values()],
        numeric=(2, 3, 4, 5, 6, 7, 8),
        shut=chosen is not None,
    )


def _overview_row(report: Report, one: Availability, chosen: str | None) -> tuple[TableCell, ...]:
    dataset, code = report.dataset, one.indicator
    indicator, judged = dataset.indicators[code], report.judged[code]
    year = str(one.newest)
    breaks = dict.fromkeys(str(b.year) for b in one.inside)  # why is told in the details
    return (
        indicator_choice(indicator, chosen),
        f"{unit_heading(indicator)}\n{KIND_WORDS[indicator.kind]}",
        str(one.years[0]),
        map_link(dataset, code, one.newest, year) if code in dataset.mapped else year,
        str(len(one.years)),
        str(one.last[Status.OK]),
        str(one.age),
        str(len(judged.outliers)) if judged.judged else "–",
        str(report.differing(code) or ""),
        ", ".join(breaks),
        absent_text(one.last),
    )


def gminy_heading(dataset: Dataset) -> str:
    """Return the heading of a column that counts gminy with a value."""
    return f"Gminy (z\N{NO-BREAK SPACE}{len(dataset.gminy)})"


def absent_text(found: Mapping[Status, int]) -> str:
    """Return how many gminy have which status instead of a value, or nothing."""
    absent = {status: number for status, number in found.items() if status is not Status.OK}
    return "\n".join(f"{STATUS_WORDS[s]}: {number}" for s, number in absent.items() if number)


def unusual(report: Report) -> list[Text | Table]:
    """Return the rule and the unusual changes found by it; nothing if none could be judged."""
    if not any(one.judged for one in report.judged.values()):
        return []
    lines = [*rule(), judged_words(report)]
    blocks: list[Text | Table] = [Text("Nietypowe zmiany wobec historii gminy", lines, listed=True)]
    if report.outliers:
        columns = (
            *("Gmina", "Wskaźnik", "Rok", "Wartość", "Zmiana", "Zwykle", "Mediana gmin"),
            "Co to wyjaśnia",
        )
        table = Table(
            "Lista nietypowych zmian",
            "Najpierw te, których w danych nic nie wyjaśnia. „Zwykle” to granice reguły dla tej "
            "gminy; mediana gmin to zmiana w tym samym roku we wszystkich gminach.",
            columns,
            [_unusual_row(report.dataset, o) for o in report.outliers],
            numeric=(2, 4, 6),
            keys=[o.step.teryt6 for o in report.outliers],
            still=(3, 4, 5, 6),  # figures of many units have no common order
            wordy=True,
        )
        blocks.append(table)
    return blocks


def _unusual_row(dataset: Dataset, outlier: Outlier) -> tuple[TableCell, ...]:
    indicator, step = dataset.indicators[outlier.indicator], outlier.step
    low, high = (size_text(end, outlier, indicator) for end in (outlier.low, outlier.high))
    common = outlier.common
    return (
        dataset.gminy[step.teryt6].name,
        indicator.short,
        map_link(dataset, indicator.code, step.year, str(step.year)),
        f"z {format_value(step.before, indicator)}\nna {format_with_unit(step.value, indicator)}",
        size_text(step.size, outlier, indicator),
        f"od {low}\ndo {high}",
        "" if common is None else size_text(common, outlier, indicator),
        reasons(outlier, indicator),
    )


def comparisons(report: Report) -> Table:
    """Return a row for every declared comparison."""
    return Table(
        "Ta sama wielkość z dwóch źródeł lub wskaźników",
        "Zgodne są te, które różnią się najwyżej o zaokrąglenie ogłoszonych wartości. Tylko tych "
        "porównań da się uczciwie dokonać w danych, które mamy.",
        (
            *("Ogłoszona wartość", "Z czym porównana", "Porównania", "Z różnych źródeł"),
            *("Zgodne", "Wyjaśnia mianownik", "Inna podstawa lub dzień", "Bez wyjaśnienia"),
            "Największa różnica",
        ),
        [_comparison_row(report.dataset, *pair) for pair in report.compared.items()],
        numeric=(2, 3, 4, 5, 6, 7, 8),
        wordy=True,
    )


def _comparison_row(
    dataset: Dataset, check: Check, found: tuple[Compared, ...]
) -> tuple[TableCell, ...]:
    number = {outcome: sum(one.outcome is outcome for one in found) for outcome in Outcome}
    apart = [one for one in found if one.outcome is not Outcome.AGREES]
    largest = max(apart, key=lambda one: abs(one.apart), default=None)
    return (
        dataset.indicators[check.left].short,
        right_text(check, dataset.indicators),
        str(len(found)),
        str(sum(one.left_sources != one.right_sources for one in found)),
        str(number[Outcome.AGREES]),
        str(number[Outcome.EXPLAINED]),
        str(number[Outcome.BASE] + number[Outcome.DAY]),
        str(number[Outcome.DIFFERS]),
        figures(largest)[2] if largest else "",
    )


def reasons_table(report: Report) -> Table:
    """Return why the figures of each comparison may differ, and where they are from."""
    dataset = report.dataset
    rows = [
        (
            dataset.indicators[check.left].short,
            right_text(check, dataset.indicators),
            ranges(tuple(sorted({one.year for one in found}))),
            check.why,
            sources_text(dataset, found),
        )
        for check, found in report.compared.items()
    ]
    columns = ("Ogłoszona wartość", "Z czym porównana", "Lata", "Dlaczego", "Źródła")
    title = "Dlaczego porównane wartości mogą się różnić i skąd są"
    return Table(title, "", columns, rows, shut=True, wordy=True)


def sources_text(dataset: Dataset, found: tuple[Compared, ...]) -> str:
    """Name the datasets that stand on either side of comparisons."""
    codes = dict.fromkeys(code for one in found for code in (*one.left_sources, *one.right_sources))
    return "; ".join(dataset.sources[code].dataset for code in codes)


def differences(report: Report) -> Table:
    """Return every pair of figures that differ by more than rounding."""
    indicators, gminy = report.dataset.indicators, report.dataset.gminy
    rows = []
    for one in report.differences:
        left, right, apart = figures(one)
        rows.append(
            (
                gminy[one.teryt6].name,
                indicators[one.check.left].short,
                right_text(one.check, indicators),
                str(one.year),
                *(left, right, apart, format_number(one.tolerance, _digits(one.tolerance))),
                OUTCOME_WORDS[one.outcome],
            )
        )
    return Table(
        f"Wszystkie różnice większe niż zaokrąglenie ({len(rows)})",
        "Obie wartości są pokazane obok siebie; żadnej nie poprawiono. Ostatnia liczba mówi, jaka "
        "różnica może powstać z samego zaokrąglenia ogłoszonych wartości.",
        (
            *("Gmina", "Ogłoszona wartość", "Z czym porównana", "Rok", "Ogłoszono", "Porównano z"),
            *("Różnica", "Z zaokrągleń", "Ocena"),
        ),
        rows,
        (3, 4, 5, 6, 7),
        [one.teryt6 for one in report.differences],
        shut=True,
        wordy=True,
    )


def _digits(tolerance: float) -> int:
    return 0 if tolerance == 0 else 5 if tolerance < 0.001 else 3


def sums(report: Report) -> list[Text | Table]:
    """Return sums of gminy that differ from published totals of powiaty, or that there are none."""
    dataset = report.dataset
    names = {
        dataset.gminy[members[0]].powiat: len(members)
        for members in whole_powiaty(dataset).values()
        if len(members) > 1
    }
    title = "Sumy gmin i ogłoszone wartości powiatów"
    summary = Text(title, totals_words(report, names))
    differing = [one for one in report.totals if not one.agrees]
    if not differing:
        return [summary]
    powiaty = {t[:POWIAT]: gmina.powiat for t, gmina in dataset.gminy.items()}
    rows = [
        (
            powiaty[one.powiat],
            dataset.indicators[one.indicator].short,
            str(one.year),
            format_value(one.published, dataset.indicators[one.indicator]),
            format_value(one.summed, dataset.indicators[one.indicator]),
            format_value(one.summed - one.published, dataset.indicators[one.indicator]),
            f"{one.used} z {one.of}",
        )
        for one in differing
    ]
    columns = ("Powiat", "Wskaźnik", "Rok", "Ogłoszono", "Suma gmin", "Różnica", "Gminy")
    title = f"Powiaty: różnice i sumy niepełne ({len(rows)})"
    return [summary, Table(title, "", columns, rows, (2, 3, 4, 5), shut=True)]


def details(report: Report, code: str) -> list[Block]:
    """Return everything about the indicator ``code``, which has a value in some year."""
    dataset = report.dataset
    indicator = dataset.indicators[code]
    back = Links("", [Choice("Przegląd wszystkich wskaźników", {"wskaznik": ""})])
    blocks: list[Block] = [_facts(report, indicator), back]
    if indicator.formula:
        blocks += _formula(dataset, indicator, indicator.formula)
    blocks += [_years(dataset, indicator), *_breaks_and_remarks(report, code)]
    return [*blocks, *_users(dataset, code), _sources(dataset, code)]


def _facts(report: Report, indicator: Indicator) -> Text:
    domain = report.dataset.domains[indicator.domain]
    described = (
        f"{indicator.name}; dziedzina: {domain.short}; jednostka: "
        f"{unit_heading(indicator)}; rodzaj: {KIND_WORDS[indicator.kind]}; "
        f"pochodzenie: {ORIGIN_WORDS[indicator.origin]}."
    )
    lines = [
        described,
        indicator.note,
        "" if indicator.kind is Kind.FLAG else rounding(indicator),
        unjudged_words(report.judged[indicator.code]),
    ]
    return Text("O wskaźniku", list(filter(None, lines)), listed=True, anchor=DETAILS)


def _formula(dataset: Dataset, indicator: Indicator, formula: Formula) -> list[Block]:
    text = f"{indicator.short} = {written(formula, dataset.indicators)}"
    lines = [text, f"Na przykład {example(dataset, indicator.code)}."]
    return [Text("Wzór", lines), inputs(dataset, formula)]


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
    rows: list[tuple[TableCell, ...]] = []
    for year in reversed(dataset.years(code)):
        found = statuses(dataset, code, year)
        known, sources = str(found[Status.OK]), _year_sources(dataset, code, year)
        link = map_link(dataset, code, year, f"mapa {year}")
        rows.append((str(year), known, absent_text(found), sources, link))
    columns = ("Rok", gminy_heading(dataset), "Braki", "Źródło", "Mapa")
    return Table("Lata", "Gminy z wartością w każdym roku.", columns, rows, (1,), wordy=True)


def _year_sources(dataset: Dataset, code: str, year: int) -> str:
    codes = dataset.series[code][year].figures.source_codes()
    return "; ".join(dataset.sources[source].dataset for source in codes)


def _breaks_and_remarks(report: Report, code: str) -> list[Block]:
    """Return breaks inside the series and remarks, those of the inputs too."""
    blocks: list[Block] = []
    dataset, breaks = report.dataset, report.available[code].inside
    if breaks:
        lines = dict.fromkeys(_break_words(dataset, b) for b in breaks)
        blocks.append(Text("Przerwy w szeregu", list(lines), listed=True))
    codes = (code, *_inputs(dataset.indicators[code]))
    remarks = dict.fromkeys(r for r in dataset.remarks if r.indicator in codes)
    if remarks:
        blocks.append(Text("Uwagi", [_remark_words(dataset, r) for r in remarks], listed=True))
    return blocks


def _inputs(indicator: Indicator) -> tuple[str, ...]:
    return indicator.formula.inputs if indicator.formula else ()


def _break_words(dataset: Dataset, found: Break) -> str:
    when = f"{found.year} ({BREAK_WORDS[found.kind]})"
    return f"{when}, {_about_gmina(dataset, found.teryt6, found.text)}"


def _remark_words(dataset: Dataset, remark: Remark) -> str:
    when = "każdy rok" if remark.year is None else str(remark.year)
    return f"{when}, {_about_gmina(dataset, remark.teryt6, remark.text)}"


def _about_gmina(dataset: Dataset, teryt6: str, text: str) -> str:
    """Put the name of the gmina in front of a text that does not begin with it."""
    name = "wszystkie gminy" if teryt6 == ANY else dataset.gminy[teryt6].name
    return text if text.startswith(name) else f"{name}: {text}"


def _sources(dataset: Dataset, code: str) -> Text:
    lines = sentences.source_lines(used_sources(dataset, code), ())
    return Text("Źródła", lines, listed=True)
