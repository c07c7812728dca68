"""What may be said of two indicators set against each other, and what must be."""

from __future__ import annotations

import statistics
from collections.abc import Sequence

from ao_dash.analysis.correlation import MIN_UNITS, caution, correlation
from ao_dash.model.gmina import GminaType, polish_key
from ao_dash.model.series import ANY, BreakKind
from ao_dash.screens.blocks import Text
from ao_dash.screens.scatter.pairs import THIRD_WORDS, Pair

_GENERAL = 2  # cautions at the end that hold for any correlation of a few gminy

_UNKNOWN = (
    f"Korelacji nie można policzyć: potrzeba co najmniej {MIN_UNITS} gmin z obiema wartościami, "
    "które nie są wszystkie jednakowe."
)


def limits(pair: Pair, types: Sequence[GminaType]) -> list[str]:
    """Return in Polish what limits the comparison: filter, years, breaks, counts."""
    lines = [f"Filtr: typ gminy w {pair.first.year} r.: {', '.join(types)}."] if types else []
    if (pair.first.indicator, pair.first.year) == (pair.second.indicator, pair.second.year):
        lines.append(
            "To dwa razy te same wartości: korelacja musi wynosić 1 i o niczym nie świadczy."
        )
    lines += _years(pair)
    sizes = (one.size_warning() for one in (pair.first, pair.second))
    return [*lines, *dict.fromkeys(filter(None, sizes))]


def _years(pair: Pair) -> list[str]:
    """Say what lies between the two years: the years themselves, moved borders, breaks."""
    earlier, later = sorted((pair.first.year, pair.second.year))
    if earlier == later:
        return []
    span = f"Między {earlier} a {later} r."
    lines = [f"Wartości są z różnych lat: {pair.first.title}; {pair.second.title}."]
    dataset = pair.first.dataset
    if dataset.vintage(earlier) is not dataset.vintage(later):
        between = (b for b in dataset.breaks if b.kind is BreakKind.BORDERS)
        moved = {b.teryt6 for b in between if b.between(earlier, later)} & set(dataset.gminy)
        names = sorted((pair.name(code) for code in moved), key=polish_key)
        whose = f" gmin: {', '.join(names)}" if names else ""
        lines.append(
            f"{span} zmieniły się granice{whose}. Wartości z tych dwóch lat dotyczą tam różnych "
            "obszarów i nie należy ich ze sobą zestawiać."
        )
    breaks = [b for one in (pair.first, pair.second) for b in dataset.breaks_of(one.indicator.code)]
    texts = [b.text for b in breaks if b.teryt6 == ANY and b.between(earlier, later)]
    return [*lines, *(f"{span} jest przerwa w szeregu: {text}" for text in dict.fromkeys(texts))]


def _shared(pair: Pair) -> list[str]:
    """Say in Polish that both use the same figures: that alone can make them correlate."""
    first, second = pair.first.indicator, pair.second.indicator
    if first.code == second.code:
        return []
    inputs = [[i.code, *(i.formula.inputs if i.formula else ())] for i in (first, second)]
    both = [code for code in inputs[0] if code in inputs[1]]
    if not both:
        return []
    names = ", ".join(f"„{pair.first.dataset.indicators[code].short}”" for code in both)
    text = f"Oba wskaźniki są liczone z tych samych danych ({names}), co samo może dać korelację."
    return [text]


def findings(pair: Pair) -> Text:
    """Say in Polish what the correlation of ``pair`` shows, and what the lines of its chart are."""
    found = correlation(pair.x, pair.y)
    lines = list(caution(found)[:-_GENERAL]) if found else [_UNKNOWN]
    if pair.codes:
        first, second = (
            one.written(statistics.median(values), len(values) % 2 == 0)
            for one, values in ((pair.first, pair.x), (pair.second, pair.y))
        )
        lines.append(
            f"Mediany pokazanych gmin, {first} i {second}, to linie przerywane na wykresie."
        )
    return Text("Co z tego wynika", lines, listed=True)


def cautions(pair: Pair) -> list[Text]:
    """Return what holds for any correlation of a few gminy."""
    found = correlation(pair.x, pair.y)
    lines = [*(caution(found)[-_GENERAL:] if found else ()), *_shared(pair)]
    return [Text("O czym pamiętać", lines, listed=True)] if lines else []


def thirds(pair: Pair) -> Text:
    """Say how the gminy were parted and which values each part holds."""
    lead = (
        "Gminy z obiema wartościami podzielono osobno według każdego wskaźnika na trzy możliwie "
        "równe części; gminy o tej samej wartości są zawsze w jednej części."
    )
    lines = [lead]
    for one, ranges in zip((pair.first, pair.second), pair.ranges, strict=True):
        parts = zip(THIRD_WORDS, ranges, strict=True)
        lines.append(f"{one.title}: " + "; ".join(f"{w}: {r or 'brak gmin'}" for w, r in parts))
    return Text("Kolory mapy i punktów", lines, listed=True)


def remarks(pair: Pair) -> Text:
    """Return how the indicators are made and what to know about single figures."""
    lines = []
    for one in (pair.first, pair.second):
        lines += [f"{one.indicator.short}: {note}" for note in one.notes()]
        lines += [f"{pair.name(c)}: {n}" for c in pair.inside for n in one.notes_on(c)]
    return Text("Jak czytać te liczby", list(dict.fromkeys(lines)), listed=True)
