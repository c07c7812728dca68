"""What a person has chosen: the only place that knows the address (its query) of a picture."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import parse_qsl, urlencode

from ao_dash.analysis.classes import FEWEST, MOST, USUAL, Method, parse_bounds
from ao_dash.mapview.query import Query, QueryReader
from ao_dash.model import territory
from ao_dash.model.dataset import Dataset
from ao_dash.model.faults import shorten
from ao_dash.model.gmina import GminaType
from ao_dash.model.measure import Change, base_years, offered_changes, usual_base
from ao_dash.model.numbers import format_number

EVERY_DOMAIN = "wszystkie"
PARAMETERS = (
    "dziedzina",
    "wskaznik",
    "rok",
    "zmiana",
    "od",
    "teren",
    "typ",
    "projekty",
    "metoda",
    "klasy",
    "skala",
    "gmina",
    "tryb",
)
COMMON_SCALE = "lata"


class Mode(StrEnum):
    """How the screen is shown, if not as usual."""

    PRESENT = "prezentacja"
    EMBED = "osadzenie"


@dataclass(frozen=True)
class Selection:
    """A choice that is valid for a dataset: every code in it exists.

    ``indicator`` is ``None`` for a domain without an indicator that could be mapped. ``own`` are
    inner bounds and are used with ``Method.OWN`` only. ``base`` is set with ``change`` only: the
    year that ``year`` is compared with. ``common`` classes hold for every year of the indicator.
    ``constant`` asks for the constant territory, whose codes then are the valid ones. ``mode`` is
    ``None`` for the usual screen; it changes how a picture is shown and never what it says.
    """

    domain: str
    indicator: str | None
    year: int
    types: frozenset[GminaType] = frozenset(GminaType)
    joint_only: bool = False
    method: Method = Method.JENKS
    number: int = USUAL
    own: tuple[float, ...] = ()
    gmina: str | None = None
    change: Change | None = None
    base: int | None = None
    common: bool = False
    constant: bool = False
    mode: Mode | None = None

    def query(self) -> dict[str, str]:
        """Return the address that restores this selection; what is usual is left out."""
        query = {"dziedzina": self.domain}
        if self.indicator:
            query |= {"wskaznik": self.indicator, "rok": str(self.year)}
        if self.change:
            query |= {"zmiana": self.change.value, "od": str(self.base)}
        if self.constant:
            query["teren"] = territory.CODE
        if self.types != frozenset(GminaType):
            query["typ"] = ",".join(t for t in GminaType if t in self.types)
        if self.joint_only:
            query["projekty"] = "1"
        query |= self._classing_query()
        if self.gmina:
            query["gmina"] = self.gmina
        if self.mode:
            query["tryb"] = self.mode.value
        return query

    def address(self) -> str:
        """Return :meth:`query` as it stands in an address, after the question mark."""
        return urlencode(self.query())

    def _classing_query(self) -> dict[str, str]:
        query = {}
        if self.method is not Method.JENKS:
            query["metoda"] = self.method.value
        if self.method is Method.OWN:
            query["klasy"] = ",".join(f"{bound:.9g}" for bound in self.own)
        elif self.number != USUAL:
            query["klasy"] = str(self.number)
        if self.common:
            query["skala"] = COMMON_SCALE
        return query


def altered(query: Query, parameters: Mapping[str, str | None]) -> dict[str, str]:
    """Return an address with some parameters replaced, or left out if ``None``.

    A new domain brings its own first indicator; the base year and own bounds belong to one
    indicator and go with it.
    """
    changed = dict(query)
    gone: set[str] = set()
    if "dziedzina" in parameters:
        gone |= {"wskaznik", "rok"}
    if {"dziedzina", "wskaznik"} & parameters.keys():
        gone |= {"od"}
    new_figures = {"dziedzina", "wskaznik", "zmiana"} & parameters.keys()
    if changed.get("metoda") == Method.OWN and new_figures:
        gone |= {"metoda", "klasy"}
    gone |= {name for name, value in parameters.items() if value is None}
    changed |= {name: value for name, value in parameters.items() if value is not None}
    return {n: v for n, v in changed.items() if n not in gone or parameters.get(n) is not None}


def parse(query: Query, dataset: Dataset) -> tuple[Selection, list[str]]:
    """Read an address.

    Parameters
    ----------
    query
        Parameters by name (:data:`PARAMETERS`); others are ignored. Codes, not labels.
    dataset
        What the codes must exist in.

    Returns
    -------
    tuple[Selection, list[str]]
        A valid selection whatever the address says, and a note in Polish for each value that was
        unknown or contradicted another and gave way.
    """
    reading = QueryReader(query, dataset)
    constant = reading.one_of("teren", "Teren", {territory.CODE}, "pokazano gminy osobno")
    reading.dataset = territory.chosen(dataset, merged=constant is not None)
    indicator = reading.indicator()
    domain = _domain(reading, indicator)
    if indicator is None:
        offered = offered_indicators(reading.dataset, domain)
        indicator = offered[0] if offered else None
    year = reading.year(indicator) if indicator else _newest_year(dataset)
    method, number, own = _classing(reading)
    change, base = _change(reading, indicator, year)
    mode = reading.one_of("tryb", "Tryb", set(Mode), "pokazano zwykły ekran")
    common = reading.one_of("skala", "Skala", {COMMON_SCALE}, "klasy są z pokazanego roku")
    selection = Selection(
        domain=domain,
        indicator=indicator,
        year=year,
        types=_types(reading, year),
        joint_only=_joint_only(reading, domain),
        method=method,
        number=number,
        own=own,
        gmina=reading.gmina(),
        change=change,
        base=base,
        common=common is not None,
        constant=constant is not None,
        mode=Mode(mode) if mode else None,
    )
    return selection, reading.notes


def read_query(text: str, dataset: Dataset) -> tuple[Selection, list[str]]:
    """Read an address as text, with or without its question mark.

    Like :func:`parse`; a parameter that does not exist is noted, too, since nobody sees here what
    is ignored.
    """
    query = dict(parse_qsl(text.removeprefix("?"), keep_blank_values=True))
    selection, notes = parse(query, dataset)
    unknown = [f"Nieznany parametr „{shorten(name)}”." for name in query.keys() - PARAMETERS]
    return selection, notes + sorted(unknown)


def offered_indicators(dataset: Dataset, domain: str) -> tuple[str, ...]:
    """Return the indicators that can be mapped in ``domain``, or all of them."""
    return dataset.mapped if domain == EVERY_DOMAIN else dataset.of_domain(domain)


def _newest_year(dataset: Dataset) -> int:
    return max(year for code in dataset.mapped for year in dataset.years(code))


def _domain(reading: QueryReader, indicator: str | None) -> str:
    dataset = reading.dataset
    own = dataset.indicators[indicator].domain if indicator else None
    default = own or dataset.indicators[dataset.mapped[0]].domain
    known = {EVERY_DOMAIN, *dataset.domains}
    instead = f"pokazano: {dataset.domains[default].short}"
    code = reading.one_of("dziedzina", "Dziedzina", known, instead)
    if code is None:
        return default
    if own and code not in (own, EVERY_DOMAIN):
        reading.notes.append(
            f"Wskaźnik z adresu nie należy do dziedziny „{dataset.domains[code].short}”; "
            f"pokazano: {dataset.domains[own].short}."
        )
        return own
    return code


def _types(reading: QueryReader, year: int) -> frozenset[GminaType]:
    codes = reading.several("typ", "Typ gminy", set(GminaType))
    chosen = frozenset(map(GminaType, codes))
    present = {gmina.type_in(year) for gmina in reading.dataset.gminy.values()}
    return chosen if chosen and not present <= chosen else frozenset(GminaType)


def _joint_only(reading: QueryReader, domain: str) -> bool:
    text = reading.text("projekty") or "0"
    if text not in ("0", "1"):
        told = f"Filtr projektów przyjmuje 0 lub 1, a nie „{shorten(text)}”; wyłączono go."
        reading.notes.append(told)
    if text != "1":
        return False
    if can_filter_projects(reading.dataset, domain):
        return True
    reading.notes.append("Filtr wspólnych projektów wymaga wyboru dziedziny; wyłączono go.")
    return False


def can_filter_projects(dataset: Dataset, domain: str) -> bool:
    """Tell whether joint projects can be asked for: a single domain of cooperation is chosen."""
    return domain in dataset.domains and dataset.domains[domain].cooperation


def _classing(reading: QueryReader) -> tuple[Method, int, tuple[float, ...]]:
    code = reading.one_of("metoda", "Metoda podziału", set(Method), "użyto naturalnych przerw")
    method = Method(code or Method.JENKS)
    text = reading.text("klasy")
    if method is Method.OWN:
        own = parse_bounds(text)
        if own:
            return method, USUAL, own
        reading.notes.append(
            f"Własne granice klas „{shorten(text)}” muszą być rosnącymi liczbami; "
            "użyto naturalnych przerw."
        )
        return Method.JENKS, USUAL, ()
    number = reading.whole("klasy") if text else USUAL
    if number is None or not FEWEST <= number <= MOST:
        reading.notes.append(
            f"Liczba klas musi być od {FEWEST} do {MOST}, a nie „{shorten(text)}”; "
            f"pokazano {format_number(USUAL)}."
        )
        return method, USUAL, ()
    return method, number, ()


def _change(
    reading: QueryReader, indicator: str | None, year: int
) -> tuple[Change | None, int | None]:
    code = reading.one_of("zmiana", "Zmiana", set(Change), "pokazano wartości")
    if code is None or indicator is None:
        return None, None
    offered = offered_changes(reading.dataset.indicators[indicator])
    usual = usual_base(reading.dataset, indicator, year)
    if usual is None or not offered:
        reading.notes.append(f"Wartości z {year} r. nie ma z czym porównać; pokazano wartości.")
        return None, None
    change = Change(code)
    if change not in offered:
        reading.notes.append("Zmiana w procentach nie ma tu sensu; pokazano różnicę.")
        change = offered[0]
    return change, _base(reading, base_years(reading.dataset, indicator, year), usual)


def _base(reading: QueryReader, years: tuple[int, ...], usual: int) -> int:
    base = reading.whole("od")
    if base in years:
        return base
    if reading.text("od"):
        given = shorten(reading.text("od"))
        reading.notes.append(f"Nie można porównać z rokiem „{given}”; porównano z {usual}.")
    return usual
