"""Figures that could become an indicator, a guess of what they are, and what a person says of them.

The guess is only a proposal; the person says the last word, and it has to fit the figures.
"""

from __future__ import annotations

import re
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ao_dash.ingest.spreadsheet.limits import FIRST_YEAR, LAST_YEAR
from ao_dash.ingest.spreadsheet.number_parsing import DASH, Figure
from ao_dash.ingest.spreadsheet.sanitize import clean, folded
from ao_dash.model.dataset import Dataset
from ao_dash.model.faults import Fault, shorten
from ao_dash.model.indicator import Indicator, Kind, Polarity
from ao_dash.model.series import Cell, Series, Status

MAX_DECIMALS = 6
_SHOWN_DECIMALS = 2
_ALIKE = 5
_LEAST = 10.0**-MAX_DECIMALS  # what is smaller is an error of arithmetic

_KINDS = (
    (Kind.DENSITY, re.compile(r"gestosc|/ ?km|na (?:1 )?km")),
    (
        Kind.RATE,
        re.compile(
            r"na \d|na (?:1 )?(?:mieszk|osob)|per capita|/ ?os\b|/ ?mieszk|przecietn|sredni|mediana"
        ),
    ),
    (Kind.SHARE, re.compile(r"udzial|odset|stopa|procent|frekwencj|lesistosc")),
    (Kind.INDEX, re.compile(r"indeks|index|wskaznik|saldo na")),
)
_LOW = re.compile(r"bezrobo|zgon|przestep|wykroczen|pozar|wypad|ubost|emisj|zadluzen|odplyw|smog")
_HIGH = re.compile(r"dochod\w* wlasn|dochody na|zdawaln|czyteln|sredni wynik|urodzen|przyrost")
_COUNTED = r"(?:^|, )(?:liczba |ogolem |suma )?"
_MONEY = re.compile(rf"{_COUNTED}(?:dochod|wydatk|budzet|dotacj|podatk|kwota|zadluzen)")
_WRITTEN_OUT = 1000  # sums with grosze; what is smaller may be in millions
_UNITS = (
    (
        re.compile(rf"{_COUNTED}(?:ludnosc|mieszkanc|osob\b|uczni|student|bezrobotn|wyborc)"),
        "osoba",
    ),
    (re.compile(rf"{_COUNTED}(?:mieszkani[ae]\b|mieszkan\b)"), "mieszkanie"),
    (_MONEY, "zł"),
)
"""Units by the noun that a name begins with; of an area nobody can tell hectares from km²."""
_SUMMABLE = ("zł", "tys. zł", "mln zł", "ha", "km", "km²", "t", "szt.", "m²", "m³")

Figures = Mapping[int | None, Mapping[str, Figure]]
"""Figures by year and ``teryt6``; the year is ``None`` where the file names none."""


@dataclass(frozen=True)
class Description:
    """What figures are, guessed or said by a person.

    ``year`` is the year of figures for which the file names none. ``dash_is_zero`` reads „-” as
    the yearbooks of GUS mean it; else it is missing.
    """

    name: str
    unit: str
    kind: Kind
    polarity: Polarity
    decimals: int
    year: int | None = None
    dash_is_zero: bool = False


@dataclass(frozen=True)
class Candidate:
    """Figures that can become an indicator.

    ``code`` tells it from the others of the same file; ``guess`` is what it probably is.
    ``first_choice`` is not set for what is hardly an indicator; ``provisional`` are years whose
    figures are not final, with the words; ``column`` is its name in the file. ``needs_year`` asks
    for the year the file does not name.
    """

    code: str
    figures: Figures
    guess: Description
    first_choice: bool = True
    provisional: tuple[tuple[int | None, str], ...] = ()
    column: str = ""

    @property
    def needs_year(self) -> bool:
        """Whether some figures have no year."""
        return None in self.figures

    @property
    def years(self) -> tuple[int, ...]:
        """The years that the file names, ascending."""
        return tuple(sorted(year for year in self.figures if year is not None))

    @property
    def all_figures(self) -> list[Figure]:
        """The figures of all years and gminy."""
        return [figure for cells in self.figures.values() for figure in cells.values()]

    @property
    def signs(self) -> tuple[str, ...]:
        """Signs that stand for figures, each once; empty cells are none."""
        return tuple(sorted({figure.sign for figure in self.all_figures if figure.sign}))


@dataclass(frozen=True)
class Clues:
    """What a guess is made from: words of the heading, values, whether all are yes or no.

    ``years`` holds the values of each year; ``last`` tells that it is hardly an indicator.
    """

    name: str
    unit: str
    years: Sequence[Sequence[float]]
    answers: bool
    year: int | None
    last: bool = False

    @property
    def values(self) -> list[float]:
        """The values of all years."""
        return [value for values in self.years for value in values]

    @property
    def fractions(self) -> bool:
        """Whether parts of a whole are written from 0 to 1 and not in percent."""
        values = self.values
        return any(0 < value < 1 for value in values) and all(0 <= value <= 1 for value in values)


def guess(clues: Clues, dataset: Dataset) -> Description:
    """Return what the figures probably are.

    An indicator of ``dataset`` with the same name is the best clue.
    """
    known = indicator_named(clues.name, dataset)
    if known and not clues.answers and _alike(clues, dataset.series[known.code]):
        unit, decimals = clues.unit or known.unit, max(known.decimals, least_decimals(clues.years))
        return Description(clues.name, unit, known.kind, known.polarity, decimals, clues.year)
    kind = _kind(clues)
    unit, polarity = _unit(clues, kind), _polarity(clues.name, kind)
    return Description(clues.name, unit, kind, polarity, _decimals(clues.years), clues.year)


def _alike(clues: Clues, series: Series) -> bool:
    """Tell whether values are of the size of a known series, and so in its unit."""
    known = [abs(value) for year in series.years[-1:] for value in series[year].numbers().values()]
    if not known or not clues.values:
        return True
    usual, found = statistics.median(known), statistics.median(map(abs, clues.values))
    return usual <= _ALIKE * found and found <= _ALIKE * usual


def indicator_named(name: str, dataset: Dataset) -> Indicator | None:
    """Return the indicator of ``dataset`` whose name, short name or code is ``name``."""
    wanted = folded(name)
    for indicator in dataset.indicators.values():
        if wanted in (folded(indicator.name), folded(indicator.short), indicator.code):
            return indicator
    return None


def _kind(clues: Clues) -> Kind:
    if clues.answers and set(clues.values) <= {0.0, 1.0}:
        return Kind.FLAG
    if clues.last:
        return Kind.INDEX
    if clues.unit in ("%", "‰"):
        return Kind.SHARE if clues.unit == "%" else Kind.RATE
    words = folded(f"{clues.name} {clues.unit}")
    for kind, pattern in _KINDS:
        if pattern.search(words):
            return kind
    whole = all(value.is_integer() for value in clues.values)
    # fractions of a countable thing are rare: what is neither named nor whole is a rate
    usual = statistics.median(map(abs, clues.values or [0]))
    money = _MONEY.search(words) and usual >= _WRITTEN_OUT
    summable = clues.unit in _SUMMABLE or clues.unit.startswith(("tys.", "mln", "mld"))
    return Kind.COUNT if whole or money or summable else Kind.RATE


def _unit(clues: Clues, kind: Kind) -> str:
    if clues.unit or kind is Kind.FLAG:
        return clues.unit or "tak/nie"
    if kind is not Kind.COUNT:
        return "%" if kind is Kind.SHARE and not clues.fractions else ""
    words = folded(clues.name)
    return next((unit for pattern, unit in _UNITS if pattern.search(words)), "")


def _polarity(name: str, kind: Kind) -> Polarity:
    words = folded(name)
    if kind is Kind.FLAG:
        return Polarity.NEUTRAL
    if _LOW.search(words):
        return Polarity.LOW
    return Polarity.HIGH if _HIGH.search(words) else Polarity.NEUTRAL


def _decimals(years: Sequence[Sequence[float]]) -> int:
    """Return how many digits show the values as they are, at most two, or tell them apart."""
    for digits in range(_SHOWN_DECIMALS):
        if all(round(value, digits) == value for values in years for value in values):
            return digits
    return max(_SHOWN_DECIMALS, least_decimals(years))


def least_decimals(years: Sequence[Sequence[float]]) -> int:
    """Return how few digits tell different values of a year apart and show none as zero.

    >>> least_decimals([[0.0001, 0.0021]]), least_decimals([[1.25, 7.5]])
    (4, 0)
    """
    seen = [{v for v in values if not v or abs(v) >= _LEAST} for values in years]
    for digits in range(MAX_DECIMALS):
        shown = [{round(v, digits) for v in values} for values in seen]
        if all(len(a) == len(b) and (0 in b) <= (0 in a) for a, b in zip(seen, shown, strict=True)):
            return digits
    return MAX_DECIMALS


def choice_faults(file: str, candidate: Candidate, choice: Description) -> list[Fault]:
    """Return what a person said that does not fit the figures."""
    shown = shorten(candidate.guess.name)
    values = values_of(candidate, choice)
    demands = (
        (bool(clean(choice.name)), "wskaźnik nie ma nazwy", "Wpisz nazwę"),
        (
            0 <= choice.decimals <= MAX_DECIMALS,
            "liczba miejsc po przecinku jest nieprawidłowa",
            f"Podaj od 0 do {MAX_DECIMALS}",
        ),
        (
            choice.kind is not Kind.FLAG or values <= {0.0, 1.0},
            "odpowiedzi tak/nie muszą być zapisane jako 1 i 0 albo słowami",
            "Wybierz inny rodzaj wskaźnika",
        ),
        (bool(values), "nie ma żadnej wartości", "Nie wybieraj tej kolumny"),
        (
            not candidate.needs_year or FIRST_YEAR <= (choice.year or 0) <= LAST_YEAR,
            "plik nie mówi, z którego roku są wartości",
            f"Podaj rok od {FIRST_YEAR} do {LAST_YEAR}",
        ),
        (
            not candidate.needs_year or choice.year not in candidate.years,
            f"wartości z {choice.year} r. już są w pliku",
            "Podaj inny rok albo dopisz go w nagłówku kolumny",
        ),
    )
    return [Fault(file, rule, remedy, column=shown) for held, rule, remedy in demands if not held]


def values_of(candidate: Candidate, choice: Description) -> set[float]:
    """Return every value that the choice makes of the figures."""
    found = (cell_of(figure, choice, "").value for figure in candidate.all_figures)
    return {value for value in found if value is not None}


def cell_of(figure: Figure, choice: Description, source: str) -> Cell:
    """Return a figure as a cell from ``source``."""
    if choice.dash_is_zero and figure.sign == DASH:
        return Cell(0.0, Status.OK, (source,))
    return Cell(figure.value, figure.status, (source,))
