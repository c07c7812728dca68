"""What the screen about quality shows: tables of all indicators, and everything about one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
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
from ao_dash.screens.blocks import Block, Choice, Link, Links, Table, TableCell, Text, sources_block
from ao_dash.screens.quality import sentences as say
from ao_dash.screens.quality.crosscheck import Check, Compared, Outcome, Total, whole_powiaty
from ao_dash.screens.quality.findings import Availability, Report, statuses
from ao_dash.screens.quality.outlier import Judged, Outlier

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
    dataset, indicators = report.dataset, report.dataset.indicators
    known = gminy_heading(dataset)
    return Table.of(
        "Wskaźniki: pokrycie, przerwy, wiek",
        report.available.values(),
        {
            "Wskaźnik": lambda one: indicator_choice(indicators[one.indicator], chosen),
            "Jednostka i rodzaj": lambda one: _unit_and_kind(indicators[one.indicator]),
            "Od roku": lambda one: str(one.years[0]),
            "Do roku": lambda one: _newest_year(dataset, one),
            "Liczba lat": lambda one: str(len(one.years)),
            known: lambda one: str(one.last[Status.OK]),
            "Wiek": lambda one: str(one.age),
            "Nietypowe zmiany": lambda one: _unusual_number(report.judged[one.indicator]),
            "Niezgodne wartości": lambda one: str(report.differing(one.indicator) or ""),
            "Przerwy": lambda one: ", ".join(dict.fromkeys(str(b.year) for b in one.inside)),
            "Braki": lambda one: absent_text(one.last),
        },
        numeric={"Od roku", "Do roku", "Liczba lat", known, "Wiek"}
        | {"Nietypowe zmiany", "Niezgodne wartości"},
        text="Gminy z wartością i braki są liczone w ostatnim roku wskaźnika. Wiek to liczba lat "
        f"od niego do {report.newest} r., najnowszego roku w danych. Nietypowe zmiany („–”: "
        "szereg za krótki, by je ocenić) i niezgodne wartości są niżej. Nazwa otwiera szczegóły "
        "wskaźnika i przyczyny przerw, ostatni rok otwiera mapę.",
        shut=chosen is not None,
    )


def _unit_and_kind(indicator: Indicator) -> str:
    return f"{unit_heading(indicator)}\n{say.KIND_WORDS[indicator.kind]}"


def _newest_year(dataset: Dataset, one: Availability) -> TableCell:
    code, year = one.indicator, str(one.newest)
    return map_link(dataset, code, one.newest, year) if code in dataset.mapped else year


def _unusual_number(judged: Judged) -> str:
    return str(len(judged.outliers)) if judged.judged else "–"


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
    lines = [*say.rule(), say.judged_words(report)]
    said = Text("Nietypowe zmiany wobec historii gminy", lines, listed=True)
    return [said, _outliers(report)] if report.outliers else [said]


def _outliers(report: Report) -> Table:
    dataset, indicators = report.dataset, report.dataset.indicators

    def size(outlier: Outlier, size: float | None) -> str:
        indicator = indicators[outlier.indicator]
        return "" if size is None else say.size_text(size, outlier, indicator)

    def value(outlier: Outlier) -> str:
        indicator, step = indicators[outlier.indicator], outlier.step
        before = format_value(step.before, indicator)
        return f"z {before}\nna {format_with_unit(step.value, indicator)}"

    return Table.of(
        "Lista nietypowych zmian",
        report.outliers,
        {
            "Gmina": lambda o: dataset.gminy[o.step.teryt6].name,
            "Wskaźnik": lambda o: indicators[o.indicator].short,
            "Rok": lambda o: map_link(dataset, o.indicator, o.step.year, str(o.step.year)),
            "Wartość": value,
            "Zmiana": lambda o: size(o, o.step.size),
            "Zwykle": lambda o: f"od {size(o, o.low)}\ndo {size(o, o.high)}",
            "Mediana gmin": lambda o: size(o, o.common),
            "Co to wyjaśnia": lambda o: say.reasons(o, indicators[o.indicator]),
        },
        numeric=("Rok", "Zmiana", "Mediana gmin"),
        text="Najpierw te, których w danych nic nie wyjaśnia. „Zwykle” to granice reguły dla tej "
        "gminy; mediana gmin to zmiana w tym samym roku we wszystkich gminach.",
        keys=[o.step.teryt6 for o in report.outliers],
        # figures of many units have no common order
        still=("Wartość", "Zmiana", "Zwykle", "Mediana gmin"),
        wordy=True,
    )


def comparisons(report: Report) -> list[Block]:
    """Return how often two figures agree, why they may not, and every pair that does not."""
    if not report.compared:
        return []
    return [_agreement(report), _explanations(report), _differences(report)]


def _agreement(report: Report) -> Table:
    indicators = report.dataset.indicators

    def number(found: tuple[Compared, ...], *outcomes: Outcome) -> str:
        return str(sum(one.outcome in outcomes for one in found))

    def largest(found: tuple[Compared, ...]) -> str:
        apart = [one for one in found if one.outcome is not Outcome.AGREES]
        return say.figures(max(apart, key=lambda one: abs(one.apart)))[2] if apart else ""

    texts = ("Ogłoszona wartość", "Z czym porównana")
    columns: dict[str, Callable[[tuple[Check, tuple[Compared, ...]]], TableCell]] = {
        texts[0]: lambda pair: indicators[pair[0].left].short,
        texts[1]: lambda pair: say.right_text(pair[0], indicators),
        "Porównania": lambda pair: str(len(pair[1])),
        "Z różnych źródeł": lambda pair: str(
            sum(one.left_sources != one.right_sources for one in pair[1])
        ),
        "Zgodne": lambda pair: number(pair[1], Outcome.AGREES),
        "Wyjaśnia mianownik": lambda pair: number(pair[1], Outcome.EXPLAINED),
        "Inna podstawa lub dzień": lambda pair: number(pair[1], Outcome.BASE, Outcome.DAY),
        "Bez wyjaśnienia": lambda pair: number(pair[1], Outcome.DIFFERS),
        "Największa różnica": lambda pair: largest(pair[1]),
    }
    return Table.of(
        "Ta sama wielkość z dwóch źródeł lub wskaźników",
        report.compared.items(),
        columns,
        numeric=columns.keys() - texts,
        text="Zgodne są te, które różnią się najwyżej o zaokrąglenie ogłoszonych wartości. Tylko "
        "tych porównań da się uczciwie dokonać w danych, które mamy.",
        wordy=True,
    )


def _explanations(report: Report) -> Table:
    """Return why the figures of each comparison may differ, and where they are from."""
    indicators, sources = report.dataset.indicators, report.dataset.sources

    def named(found: tuple[Compared, ...]) -> str:
        codes = (code for one in found for code in (*one.left_sources, *one.right_sources))
        return "; ".join(sources[code].dataset for code in dict.fromkeys(codes))

    return Table.of(
        "Dlaczego porównane wartości mogą się różnić i skąd są",
        report.compared.items(),
        {
            "Ogłoszona wartość": lambda pair: indicators[pair[0].left].short,
            "Z czym porównana": lambda pair: say.right_text(pair[0], indicators),
            "Lata": lambda pair: ranges(tuple(sorted({one.year for one in pair[1]}))),
            "Dlaczego": lambda pair: pair[0].why,
            "Źródła": lambda pair: named(pair[1]),
        },
        shut=True,
        wordy=True,
    )


def _differences(report: Report) -> Table:
    """Return every pair of figures that differ by more than rounding."""
    indicators, gminy = report.dataset.indicators, report.dataset.gminy
    return Table.of(
        f"Wszystkie różnice większe niż zaokrąglenie ({len(report.differences)})",
        report.differences,
        {
            "Gmina": lambda one: gminy[one.teryt6].name,
            "Ogłoszona wartość": lambda one: indicators[one.check.left].short,
            "Z czym porównana": lambda one: say.right_text(one.check, indicators),
            "Rok": lambda one: str(one.year),
            "Ogłoszono": lambda one: say.figures(one)[0],
            "Porównano z": lambda one: say.figures(one)[1],
            "Różnica": lambda one: say.figures(one)[2],
            "Z zaokrągleń": lambda one: _tolerance_text(one.tolerance),
            "Ocena": lambda one: say.OUTCOME_WORDS[one.outcome],
        },
        numeric=("Rok", "Ogłoszono", "Porównano z", "Różnica", "Z zaokrągleń"),
        text="Obie wartości są pokazane obok siebie; żadnej nie poprawiono. Ostatnia liczba mówi, "
        "jaka różnica może powstać z samego zaokrąglenia ogłoszonych wartości.",
        keys=[one.teryt6 for one in report.differences],
        shut=True,
        wordy=True,
    )


def _tolerance_text(tolerance: float) -> str:
    return format_number(tolerance, 0 if tolerance == 0 else 5 if tolerance < 0.001 else 3)


def sums(report: Report) -> list[Text | Table]:
    """Return sums of gminy that differ from published totals of powiaty, or that there are none."""
    dataset = report.dataset
    names = {
        dataset.gminy[members[0]].powiat: len(members)
        for members in whole_powiaty(dataset).values()
        if len(members) > 1
    }
    title = "Sumy gmin i ogłoszone wartości powiatów"
    summary = Text(title, say.totals_words(report, names))
    differing = [one for one in report.totals if not one.agrees]
    if not differing:
        return [summary]
    powiaty = {t[:POWIAT]: gmina.powiat for t, gmina in dataset.gminy.items()}

    def written(one: Total, value: float) -> str:
        return format_value(value, dataset.indicators[one.indicator])

    table = Table.of(
        f"Powiaty: różnice i sumy niepełne ({len(differing)})",
        differing,
        {
            "Powiat": lambda one: powiaty[one.powiat],
            "Wskaźnik": lambda one: dataset.indicators[one.indicator].short,
            "Rok": lambda one: str(one.year),
            "Ogłoszono": lambda one: written(one, one.published),
            "Suma gmin": lambda one: written(one, one.summed),
            "Różnica": lambda one: written(one, one.summed - one.published),
            "Gminy": lambda one: f"{one.used} z {one.of}",
        },
        numeric=("Rok", "Ogłoszono", "Suma gmin", "Różnica"),
        shut=True,
    )
    return [summary, table]


def details(report: Report, code: str) -> list[Block]:
    """Return everything about the indicator ``code``, which has a value in some year."""
    dataset = report.dataset
    indicator = dataset.indicators[code]
    back = Links("", [Choice("Przegląd wszystkich wskaźników", {"wskaznik": ""})])
    blocks: list[Block] = [_facts(report, indicator), back]
    if indicator.formula:
        text = f"{indicator.short} = {written(indicator.formula, dataset.indicators)}"
        blocks.append(Text("Wzór", [text, f"Na przykład {example(dataset, code)}."]))
        blocks.append(inputs(dataset, indicator.formula))
    blocks += [_years(dataset, code), *_breaks_and_remarks(report, code)]
    users = [i for i in dataset.indicators.values() if i.formula and code in i.formula.inputs]
    links = [indicator_choice(user, None) for user in users if dataset.years(user.code)]
    if links:
        blocks.append(Links("Oblicza się z niego:", links))
    lines = sentences.source_lines(used_sources(dataset, code), ())
    return [*blocks, sources_block(lines)]


def _facts(report: Report, indicator: Indicator) -> Text:
    domain = report.dataset.domains[indicator.domain]
    described = (
        f"{indicator.name}; dziedzina: {domain.short}; jednostka: "
        f"{unit_heading(indicator)}; rodzaj: {say.KIND_WORDS[indicator.kind]}; "
        f"pochodzenie: {ORIGIN_WORDS[indicator.origin]}."
    )
    lines = [
        described,
        indicator.note,
        "" if indicator.kind is Kind.FLAG else rounding(indicator),
        say.unjudged_words(report.judged[indicator.code]),
    ]
    return Text("O wskaźniku", list(filter(None, lines)), listed=True, anchor=DETAILS)


def _formula(dataset: Dataset, indicator: Indicator, formula: Formula) -> list[Block]:
    text = f"{indicator.short} = {written(formula, dataset.indicators)}"
    lines = [text, f"Na przykład {example(dataset, indicator.code)}."]
    return [Text("Wzór", lines), inputs(dataset, formula)]


def inputs(dataset: Dataset, formula: Formula) -> Table:
    """Return a row for each input of a formula: unit, which year, source, years available."""
    indicators = dataset.indicators
    lags = {"licznik": (formula.above, 0), "mianownik": (formula.below, formula.lag)}
    return Table.of(
        "Składniki wzoru",
        [(place, code, lag) for place, (code, lag) in lags.items()],
        {
            "Składnik": lambda one: indicator_choice(indicators[one[1]], None),
            "Miejsce": lambda one: one[0],
            "Jednostka": lambda one: unit_heading(indicators[one[1]]),
            "Z którego roku": lambda one: EARLIER if one[2] else "ten sam rok",
            "Źródło": lambda one: "; ".join(map(source_name, used_sources(dataset, one[1]))),
            "Lata": lambda one: span(dataset, one[1]),
        },
        text="Wynik jest tylko dla lat i gmin, które mają oba składniki; przy mianowniku zero "
        "wynik nie istnieje. Przerwy i uwagi składników dotyczą też wyniku.",
        wordy=True,
    )


def _years(dataset: Dataset, code: str) -> Table:
    def sources(year: int) -> str:
        codes = dataset.series[code][year].figures.source_codes()
        return "; ".join(dataset.sources[source].dataset for source in codes)

    known = gminy_heading(dataset)
    return Table.of(
        "Lata",
        reversed(dataset.years(code)),
        {
            "Rok": str,
            known: lambda year: str(statuses(dataset, code, year)[Status.OK]),
            "Braki": lambda year: absent_text(statuses(dataset, code, year)),
            "Źródło": sources,
            "Mapa": lambda year: map_link(dataset, code, year, f"mapa {year}"),
        },
        numeric=(known,),
        text="Gminy z wartością w każdym roku.",
        wordy=True,
    )


def _breaks_and_remarks(report: Report, code: str) -> list[Block]:
    """Return breaks inside the series and remarks, those of the inputs too."""
    blocks: list[Block] = []
    dataset, formula = report.dataset, report.dataset.indicators[code].formula
    breaks = dict.fromkeys(
        f"{b.year} ({BREAK_WORDS[b.kind]}), {_about_gmina(dataset, b)}"
        for b in report.available[code].inside
    )
    if breaks:
        blocks.append(Text("Przerwy w szeregu", list(breaks), listed=True))
    codes = (code, *(formula.inputs if formula else ()))
    remarks = dict.fromkeys(r for r in dataset.remarks if r.indicator in codes)
    lines = [f"{r.year or 'każdy rok'}, {_about_gmina(dataset, r)}" for r in remarks]
    if lines:
        blocks.append(Text("Uwagi", lines, listed=True))
    return blocks


def _about_gmina(dataset: Dataset, found: Break | Remark) -> str:
    """Return a text, after the name of its gmina if it does not begin with it."""
    name = "wszystkie gminy" if found.teryt6 == ANY else dataset.gminy[found.teryt6].name
    return found.text if found.text.startswith(name) else f"{name}: {found.text}"
