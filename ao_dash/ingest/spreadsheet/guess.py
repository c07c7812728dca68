"""A sensible guess of what figures are; the person says the last word."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from ao_dash.ingest.spreadsheet.sanitize import folded
from ao_dash.model.dataset import Dataset
from ao_dash.model.indicator import Indicator, Kind, Polarity

MOST_DECIMALS = 6
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
class Clues:
    """What a guess is made from."""

    name: str
    unit: str
    values: Collection[float]
    answers: bool
    year: int | None


def guess(clues: Clues, dataset: Dataset) -> Description:
    """Return what the figures probably are.

    An indicator of ``dataset`` with the same name is the best clue.
    """
    known = _known(clues.name, dataset)
    if known and not clues.answers:
        unit = clues.unit or known.unit
        return Description(clues.name, unit, known.kind, known.polarity, known.decimals, clues.year)
    kind = _kind(clues)
    return Description(
        name=clues.name,
        unit=_unit(clues, kind),
        kind=kind,
        polarity=_polarity(clues.name, kind),
        decimals=_decimals(clues.values),
        year=clues.year,
    )


def _known(name: str, dataset: Dataset) -> Indicator | None:
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
    said = folded(f"{clues.name} {clues.unit}")
    for kind, pattern in _KINDS:
        if pattern.search(said):
            return kind
    whole = all(value.is_integer() for value in clues.values)
    # fractions of a countable thing are rare: what is neither named nor whole is a rate
    return Kind.COUNT if whole or _summable(clues) else Kind.RATE


def _summable(clues: Clues) -> bool:
    return clues.unit in ("zł", "tys. zł", "mln zł", "ha", "km", "km²", "t", "szt.", "m²", "m³")


def _unit(clues: Clues, kind: Kind) -> str:
    if clues.unit or kind is Kind.FLAG:
        return clues.unit or "tak/nie"
    if kind is not Kind.COUNT:
        return "%" if kind is Kind.SHARE else ""
    said = folded(clues.name)
    return next((unit for pattern, unit in _UNITS if pattern.search(said)), "")


def _polarity(name: str, kind: Kind) -> Polarity:
    said = folded(name)
    if kind is Kind.FLAG:
        return Polarity.NEUTRAL
    if _LOW.search(said):
        return Polarity.LOW
    return Polarity.HIGH if _HIGH.search(said) else Polarity.NEUTRAL


def _decimals(values: Collection[float]) -> int:
    for digits in range(_SHOWN_DECIMALS):
        if all(round(value, digits) == value for value in values):
            return digits
    return _SHOWN_DECIMALS
