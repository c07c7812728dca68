"""A formula in words: the names of its inputs, their sources and years, how it is rounded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ao_dash.model.dataset import Dataset, Source
from ao_dash.model.formula import Formula
from ao_dash.model.indicator import Forms, Indicator
from ao_dash.model.numbers import counted, format_number

TIMES, DIVIDED, MINUS = "\N{MULTIPLICATION SIGN}", "\N{DIVISION SIGN}", "\N{MINUS SIGN}"
EARLIER, LATER = "rok wcześniej", "rok później"

_DIGITS = 6  # more than any office publishes
_PLACE: Forms = (
    "miejscem po przecinku",
    "miejscami po przecinku",
    "miejscami po przecinku",
    "miejsca po przecinku",
)


def written(formula: Formula, indicators: Mapping[str, Indicator]) -> str:
    r"""Return a formula with the short names of its inputs instead of their codes.

    Parameters
    ----------
    formula
        Any formula whose inputs are among ``indicators``.
    indicators
        Indicators by code.

    Returns
    -------
    str
        E.g. „1 000 × Bezrobotni zarejestrowani ÷ Ludność”; an input taken a year earlier says so.
    """
    above, below = indicators[formula.above].short, indicators[formula.below].short
    return ratio_text(above, shifted(below, -formula.lag), formula.scale, change=formula.change)


def shifted(name: str, years: int) -> str:
    """Return the name of an input with the year it is taken from, if that is another one.

    >>> shifted("Ludność", 0), shifted("Ludność", -1)
    ('Ludność', 'Ludność (rok wcześniej)')
    """
    if not years:
        return name
    return f"{name} ({EARLIER if years < 0 else LATER})"


def ratio_text(above: str, below: str, scale: float, *, change: bool) -> str:
    """Return ``scale * (above / below - change)`` in signs that people write."""
    ratio = f"{above} {DIVIDED} {below}"
    if change:
        ratio = f"({ratio} {MINUS} 1)"
    return ratio if scale == 1 else f"{exact(scale)} {TIMES} {ratio}"


def exact(number: float) -> str:
    r"""Return a published figure or a factor with as many digits as it has.

    >>> exact(0.5), exact(1000.0).replace("\xa0", " ")
    ('0,5', '1 000')
    """
    return format_number(number, digits_of(number))


def digits_of(number: float) -> int:
    """Return how many digits after the point a published figure has.

    >>> [digits_of(number) for number in (12.0, 77.2, 8.3676)]
    [0, 1, 4]
    """
    return len(f"{number:.{_DIGITS}f}".rstrip("0").partition(".")[2])


def example(dataset: Dataset, code: str) -> str:
    """Return the formula of a derived indicator with figures: its newest year, its first gmina."""
    indicator = dataset.indicators[code]
    formula = indicator.formula
    assert formula is not None
    year = dataset.years(code)[-1]
    teryt6, value = next(iter(dataset.series[code][year].numbers().items()))
    above = dataset.series[formula.above][year][teryt6].value
    below = dataset.series[formula.below][formula.year_below(year)][teryt6].value
    assert above is not None
    assert below is not None
    figures = ratio_text(exact(above), exact(below), formula.scale, change=formula.change)
    result = format_number(value, indicator.decimals)
    return f"{dataset.gminy[teryt6].name}, {year}: {figures} = {result}"


def rounding(indicator: Indicator) -> str:
    """Say how figures are rounded when they are shown, and that files are not rounded."""
    return (
        f"Na ekranie pokazujemy wartości {places(indicator)}; połówki zaokrąglamy od zera, czyli "
        "0,5 do 1. Zaokrąglenie służy tylko do czytania: do obliczeń i w pobieranych plikach "
        "zostaje pełna dokładność."
    )


def places(indicator: Indicator) -> str:
    """Say with how many digits after the point figures are shown: „z 2 miejscami po przecinku”."""
    digits = indicator.decimals
    return f"z {counted(digits, _PLACE)}" if digits else "bez miejsc po przecinku"


def used_sources(dataset: Dataset, code: str) -> tuple[Source, ...]:
    """Return the sources of any figure of an indicator, in the order of the file."""
    used = set(dataset.series[code].figures.source_codes())
    return tuple(source for name, source in dataset.sources.items() if name in used)


def source_name(source: Source) -> str:
    """Return office, dataset and state in one line."""
    return f"{source.office}: {source.dataset}; stan: {source.state}"


def source_names(sources: Iterable[Source]) -> str:
    """Return office, dataset and state of every source in one line, as rows of files have it."""
    return "; ".join(f"{s.office}: {s.dataset} ({s.state})" for s in sources)


def span_text(low: object, high: object) -> str:
    """Return two ends joined by a dash, or the one if they are the same.

    >>> span_text(2008, 2024), span_text("1,5", "1,5")
    ('2008–2024', '1,5')
    """
    return str(low) if low == high else f"{low}\N{EN DASH}{high}"


def span(dataset: Dataset, code: str) -> str:
    """Return the years of an indicator, with gaps: „2008–2014, 2016–2023”."""
    return ranges(dataset.years(code))


def ranges(years: tuple[int, ...]) -> str:
    """Return ascending years as ranges.

    >>> ranges((2008, 2009, 2010, 2016)), ranges(())
    ('2008–2010, 2016', '')
    """
    runs: list[list[int]] = []
    for year in years:
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return ", ".join(span_text(r[0], r[-1]) for r in runs)
