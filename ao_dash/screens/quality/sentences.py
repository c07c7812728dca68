"""What the screen about quality says in Polish: the rule, why figures differ, what explains it."""

from __future__ import annotations

from collections.abc import Mapping

from ao_dash.mapview.formula_text import MINUS, digits_of, ratio_text, shifted
from ao_dash.model.indicator import Forms, Indicator, Kind
from ao_dash.model.numbers import GMINA, counted, format_change, format_number, plural
from ao_dash.screens.quality.crosscheck import Check, Compared, Outcome
from ao_dash.screens.quality.findings import Report
from ao_dash.screens.quality.outlier import CHANCE, CUT, MIN_CHANGES, SHARE, Judged, Outlier

YEAR: Forms = ("rok", "lata", "lat", "roku")
INDICATOR: Forms = ("wskaźnik", "wskaźniki", "wskaźników", "wskaźnika")

KIND_WORDS: Mapping[Kind, str] = {
    Kind.COUNT: "liczba",
    Kind.RATE: "przeliczenie",
    Kind.DENSITY: "gęstość",
    Kind.SHARE: "udział lub relacja",
    Kind.INDEX: "indeks",
    Kind.FLAG: "tak/nie",
}

OUTCOME_WORDS: Mapping[Outcome, str] = {
    Outcome.AGREES: "zgodne",
    Outcome.EXPLAINED: "wyjaśnia ją ludność z połowy roku",
    Outcome.BASE: "inna podstawa ludności",
    Outcome.DAY: "stan na inny dzień",
    Outcome.DIFFERS: "w danych nie ma wyjaśnienia",
}

NO_REASON = "w danych nie ma wyjaśnienia"

_SUM: Forms = ("sumę gmin", "sumy gmin", "sum gmin", "sumy gmin")
_DEVIATION: Forms = ("odchylenie", "odchylenia", "odchyleń", "odchylenia")
_MOST_DIGITS = 4  # more would only show how we compute
_CLOSER = 2  # digits a computed figure has more than the published one


def rule() -> tuple[str, ...]:
    """Say by which rule a change is unusual."""
    unusual = (
        "Reguła: zmianę od poprzedniego roku nazywamy nietypową, gdy od mediany wszystkich "
        f"rocznych zmian tej samej gminy dzieli ją więcej niż {_deviations(CUT)}. Odchylenie "
        "liczymy odpornie, z mediany odchyleń bezwzględnych (MAD × 1,4826), więc pojedynczy skok "
        "go nie zawyża."
    )
    enough = (
        f"Oceniamy tylko gminy, które mają co najmniej {_changes(MIN_CHANGES)}, i nigdy przez "
        "przerwę w szeregu ani przez rok bez wartości. Zmiany liczymy w procentach (na "
        "logarytmach), a dla udziałów, sald i liczb, które bywają zerem, jako różnicę."
    )
    chance = (
        "Małe liczby skaczą przypadkiem: tam, gdzie coś się zlicza, zmiana musi też być większa "
        f"niż {_deviations(CHANCE)} różnicy dwóch liczb o rozkładzie Poissona."
    )
    meaning = (
        "Nietypowa nie znaczy błędna. Pokazujemy, co w danych ją tłumaczy: zmianę wspólną (mediana "
        f"zmian gmin z tego roku to co najmniej {format_number(100 * SHARE)}% odchylenia), powrót "
        "po nietypowej zmianie z poprzedniego roku albo uwagę do tych lat."
    )
    return unusual, enough, chance, meaning


def _deviations(number: float) -> str:
    return f"{format_number(number, 0 if number % 1 == 0 else 1)} {plural(number, _DEVIATION)}"


def judged_words(report: Report) -> str:
    """Say how many changes were judged and why others were not."""
    every = report.judged.values()
    judged, broken, short = (
        sum(getattr(one, name) for one in every) for name in ("judged", "broken", "short")
    )
    text = f"Oceniono {_changes(judged)}, nietypowych jest {len(report.outliers)}."
    left = []
    if broken:
        left.append(f"{_changes(broken)} przez przerwę w szeregu")
    if short:
        left.append(f"{_changes(short)} w zbyt krótkich szeregach")
    return f"{text} Nie oceniono: {', '.join(left)}." if left else text


def _changes(number: int) -> str:
    forms: Forms = ("zmianę", "zmiany", "zmian", "zmiany")
    return counted(number, forms)


def size_text(size: float, outlier: Outlier, indicator: Indicator) -> str:
    """Return a change on the scale of an outlier as people read it: per cent, points or units."""
    if outlier.step.relative:
        return f"{format_change(100 * outlier.shown(size))}%"
    text = format_change(size, indicator.decimals)
    return f"{text}\N{NO-BREAK SPACE}p.p." if indicator.unit == "%" else text


def reasons(outlier: Outlier, indicator: Indicator) -> str:
    """Say what in the data explains an unusual change."""
    lines = []
    if outlier.shared and outlier.common is not None:
        common = size_text(outlier.common, outlier, indicator)
        lines.append(f"zmiana wspólna: mediana gmin {common}")
    if outlier.undoes:
        lines.append(f"powrót po zmianie z {outlier.step.year - 1} r.")
    lines += [remark.text for remark in outlier.remarks]
    return "; ".join(lines) or NO_REASON


def right_text(check: Check, indicators: Mapping[str, Indicator]) -> str:
    """Return what a figure is compared with, in names of indicators."""
    (_, first), *others = check.terms
    text = indicators[first].short
    for sign, code in others:
        text += f" {'+' if sign > 0 else MINUS} {indicators[code].short}"
    if check.below is None:
        return text
    code, years = check.below
    below = shifted(indicators[code].short, years)
    return ratio_text(text, below, check.scale, change=check.change)


def figures(one: Compared) -> tuple[str, str, str]:
    """Return both figures and their difference; the computed one has a few digits more."""
    published = digits_of(one.left)
    whole = published == 0 and one.right % 1 == 0
    digits = 0 if whole else min(published + _CLOSER, _MOST_DIGITS)
    return (
        format_number(one.left, published),
        format_number(one.right, digits),
        format_change(one.apart, digits),
    )


def totals_words(report: Report, names: Mapping[str, int]) -> list[str]:
    """Say what sums of gminy were set against published totals of powiaty.

    ``names`` are powiaty that could be compared, with how many gminy they have.
    """
    if report.totals:
        agreeing = sum(one.agrees for one in report.totals)
        compared = counted(len(report.totals), _SUM)
        text = f"Z ogłoszonymi wartościami porównano {compared}, zgodne: {format_number(agreeing)}."
        return [f"{text} Różnice i sumy niepełne pokazujemy, nie poprawiamy."]
    none = (
        "W danych nie ma ani jednej ogłoszonej wartości dla całego powiatu, więc sum gmin nie ma "
        "jeszcze z czym porównać."
    )
    could = ", ".join(f"{name} ({counted(number, GMINA)})" for name, number in names.items())
    later = (
        "Gdy się pojawią, porównać będzie można powiaty, których wszystkie gminy są w danych: "
        f"{could}."
    )
    return [none, later] if could else [none]


def unjudged_words(judged: Judged) -> str:
    """Say that no change of an indicator could be judged, or nothing."""
    if judged.judged:
        return ""
    return (
        "Zmian z roku na rok nie oceniamy: żadna gmina nie ma ich co najmniej "
        f"{format_number(MIN_CHANGES)} bez przerwy w szeregu."
    )
