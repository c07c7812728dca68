"""Figures that could become an indicator, a guess of what they are, and what a person says of them.

The guess is only a proposal; the person says the last word, and it has to fit the figures.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from ao_dash.ingest.spreadsheet.limits import FIRST_YEAR, LAST_YEAR
from ao_dash.ingest.spreadsheet.number_parsing import DASH, Figure
from ao_dash.ingest.spreadsheet.sanitize import clean, folded
from ao_dash.model.dataset import Dataset
from ao_dash.model.faults import Fault, shorten
from ao_dash.model.indicator import Indicator, Kind, Polarity
from ao_dash.model.series import Cell, Status

MAX_DECIMALS = 6
_SHOWN_DECIMALS = 2

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
_UNITS = (
    (re.compile(r"ludnosc|mieszkanc|osob\b|uczni|student|bezrobotn|wyborc"), "osoba"),
    (re.compile(r"mieszkani[ae]\b|mieszkan\b"), "mieszkanie"),
    (re.compile(r"dochod|wydatk|budzet|dotacj|podatk|kwota|zadluzen"), "zł"),
    (re.compile(r"powierzchni"), "km²"),
)
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
    ``needs_year`` asks for the year the file does not name.
    """

    code: str
    figures: Figures
    guess: Description

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
    """What a guess is made from: words of the heading, values, whether all are yes or no."""

    name: str
    unit: str
    values: Collection[float]
    answers: bool
    year: int | None


def guess(clues: Clues, dataset: Dataset) -> Description:
    """Return what the figures probably are.

    An indicator of ``dataset`` with the same name is the best clue.
    """
    known = indicator_named(clues.name, dataset)
    if known and not clues.answers:
        unit = clues.unit or known.unit
        return Description(clues.name, unit, known.kind, known.polarity, known.decimals, clues.year)
    kind = _kind(clues)
    unit, polarity = _unit(clues, kind), _polarity(clues.name, kind)
    return Description(clues.name, unit, kind, polarity, _decimals(clues.values), clues.year)


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
    if clues.unit in ("%", "‰"):
        return Kind.SHARE if clues.unit == "%" else Kind.RATE
    words = folded(f"{clues.name} {clues.unit}")
    for kind, pattern in _KINDS:
        if pattern.search(words):
            return kind
    whole = all(value.is_integer() for value in clues.values)
    # fractions of a countable thing are rare: what is neither named nor whole is a rate
    return Kind.COUNT if whole or clues.unit in _SUMMABLE else Kind.RATE


def _unit(clues: Clues, kind: Kind) -> str:
    if clues.unit or kind is Kind.FLAG:
        return clues.unit or "tak/nie"
    if kind is not Kind.COUNT:
        return "%" if kind is Kind.SHARE else ""
    words = folded(clues.name)
    return next((unit for pattern, unit in _UNITS if pattern.search(words)), "")


def _polarity(name: str, kind: Kind) -> Polarity:
    words = folded(name)
    if kind is Kind.FLAG:
        return Polarity.NEUTRAL
    if _LOW.search(words):
        return Polarity.LOW
    return Polarity.HIGH if _HIGH.search(words) else Polarity.NEUTRAL


def _decimals(values: Collection[float]) -> int:
    for digits in range(_SHOWN_DECIMALS):
        if all(round(value, digits) == value for value in values):
            return digits
    return _SHOWN_DECIMALS


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
