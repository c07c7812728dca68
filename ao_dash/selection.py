"""What a person has chosen: the only place that knows the address (its query) of a picture."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ao_dash.classes import FEWEST, MOST, USUAL, Method
from ao_dash.dataset import Dataset
from ao_dash.faults import shorten
from ao_dash.gmina import GminaType
from ao_dash.numbers import format_number

EVERY_DOMAIN = "wszystkie"
PARAMETERS = ("dziedzina", "wskaznik", "rok", "typ", "projekty", "metoda", "klasy", "gmina")

_WHOLE = re.compile(r"[0-9]{1,4}")
_NUMBER = re.compile(r"-?[0-9]{1,15}([.,][0-9]{1,9})?")

Query = Mapping[str, str]


@dataclass(frozen=True)
class Selection:
    """A choice that is valid for a dataset: every code in it exists.

    ``indicator`` is ``None`` for a domain without an indicator that could be mapped. ``own`` are
    inner bounds and are used with ``Method.OWN`` only.
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

    def query(self) -> dict[str, str]:
        """Return the address that restores this selection; what is usual is left out."""
        query = {"dziedzina": self.domain}
        if self.indicator:
            query |= {"wskaznik": self.indicator, "rok": str(self.year)}
        if self.types != frozenset(GminaType):
            query["typ"] = ",".join(t for t in GminaType if t in self.types)
        if self.joint_only:
            query["projekty"] = "1"
        if self.method is not Method.JENKS:
            query["metoda"] = self.method.value
        if self.method is Method.OWN:
            query["klasy"] = ",".join(f"{bound:.9g}" for bound in self.own)
        elif self.number != USUAL:
            query["klasy"] = str(self.number)
        if self.gmina:
            query["gmina"] = self.gmina
        return query

    def change(self, dataset: Dataset, **parameters: str | None) -> tuple[Selection, list[str]]:
        """Return the selection with some address parameters replaced, and what had to give way.

        A new domain brings its own first indicator; own bounds belong to one indicator and go
        with it.
        """
        query = dict(self.query())
        if "dziedzina" in parameters:
            query.pop("wskaznik", None)
            query.pop("rok", None)
        if self.method is Method.OWN and {"dziedzina", "wskaznik"} & parameters.keys():
            query.pop("metoda", None)
            query.pop("klasy", None)
        query |= {name: value for name, value in parameters.items() if value is not None}
        for name in (name for name, value in parameters.items() if value is None):
            query.pop(name, None)
        return parse(query, dataset)


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
    notes: list[str] = []
    indicator = _indicator(query, dataset, notes)
    domain = _domain(query, dataset, indicator, notes)
    if indicator is None:
        offered = offered_indicators(dataset, domain)
        indicator = offered[0] if offered else None
    method, number, own = _classing(query, notes)
    selection = Selection(
        domain=domain,
        indicator=indicator,
        year=_year(query, dataset, indicator, notes),
        types=_types(query, notes),
        joint_only=_joint_only(query, dataset, domain, notes),
        method=method,
        number=number,
        own=own,
        gmina=_gmina(query, dataset, notes),
    )
    return selection, notes


def offered_indicators(dataset: Dataset, domain: str) -> tuple[str, ...]:
    """Return the indicators that can be mapped in ``domain``, or all of them."""
    return dataset.mapped if domain == EVERY_DOMAIN else dataset.of_domain(domain)


def _unknown(what: str, value: str, instead: str) -> str:
    return f"{what} „{shorten(value)}” z adresu nie istnieje; {instead}."


def _indicator(query: Query, dataset: Dataset, notes: list[str]) -> str | None:
    code = query.get("wskaznik")
    if code is None or code in dataset.mapped:
        return code
    if code in dataset.indicators:
        name = dataset.indicators[code].short
        notes.append(f"Wskaźnik „{name}” ma za mało wartości na mapę; pokazano inny.")
    else:
        notes.append(_unknown("Wskaźnik", code, "pokazano inny"))
    return None


def _domain(query: Query, dataset: Dataset, indicator: str | None, notes: list[str]) -> str:
    own = dataset.indicators[indicator].domain if indicator else None
    default = own or dataset.indicators[dataset.mapped[0]].domain
    code = query.get("dziedzina")
    if code is None:
        return default
    if code != EVERY_DOMAIN and code not in dataset.domains:
        short = dataset.domains[default].short
        notes.append(_unknown("Dziedzina", code, f"pokazano: {short}"))
        return default
    if own and code not in (own, EVERY_DOMAIN):
        notes.append(
            f"Wskaźnik z adresu nie należy do dziedziny „{dataset.domains[code].short}”; "
            f"pokazano: {dataset.domains[own].short}."
        )
        return own
    return code


def _year(query: Query, dataset: Dataset, indicator: str | None, notes: list[str]) -> int:
    if indicator is None:
        return max(year for code in dataset.mapped for year in dataset.years(code))
    default = dataset.newest_full_year(indicator)
    text = query.get("rok")
    if text is None:
        return default
    if _WHOLE.fullmatch(text) and int(text) in dataset.years(indicator):
        return int(text)
    notes.append(f"Ten wskaźnik nie ma danych za rok „{shorten(text)}”; pokazano {default}.")
    return default


def _types(query: Query, notes: list[str]) -> frozenset[GminaType]:
    known = {t.value: t for t in GminaType}
    codes = [code for code in query.get("typ", "").split(",") if code]
    notes += [_unknown("Typ gminy", code, "pominięto go") for code in codes if code not in known]
    return frozenset(known[code] for code in codes if code in known) or frozenset(GminaType)


def _joint_only(query: Query, dataset: Dataset, domain: str, notes: list[str]) -> bool:
    text = query.get("projekty", "0")
    if text not in ("0", "1"):
        notes.append(f"Filtr projektów przyjmuje 0 lub 1, a nie „{shorten(text)}”; wyłączono go.")
    if text != "1":
        return False
    if can_filter_projects(dataset, domain):
        return True
    notes.append("Filtr wspólnych projektów wymaga wyboru dziedziny; wyłączono go.")
    return False


def can_filter_projects(dataset: Dataset, domain: str) -> bool:
    """Tell whether joint projects can be asked for: a single domain of cooperation is chosen."""
    return domain in dataset.domains and dataset.domains[domain].cooperation


def _classing(query: Query, notes: list[str]) -> tuple[Method, int, tuple[float, ...]]:
    code, text = query.get("metoda", Method.JENKS.value), query.get("klasy", "")
    if code not in set(Method):
        notes.append(_unknown("Metoda podziału", code, "użyto naturalnych przerw"))
        return Method.JENKS, USUAL, ()
    method = Method(code)
    if method is Method.OWN:
        own = parse_bounds(text)
        if own:
            return method, USUAL, own
        notes.append(
            f"Własne granice klas „{shorten(text)}” muszą być rosnącymi liczbami; "
            "użyto naturalnych przerw."
        )
        return Method.JENKS, USUAL, ()
    if text and not (_WHOLE.fullmatch(text) and FEWEST <= int(text) <= MOST):
        notes.append(
            f"Liczba klas musi być od {FEWEST} do {MOST}, a nie „{shorten(text)}”; "
            f"pokazano {format_number(USUAL)}."
        )
        text = ""
    return method, int(text or USUAL), ()


def parse_bounds(text: str) -> tuple[float, ...]:
    """Read own class bounds: 1 to 6 ascending numbers parted by semicolons, spaces or commas.

    A comma is the decimal sign where semicolons or spaces part the numbers. Returns ``()`` if the
    text is not that.

    >>> parse_bounds("2 500; 3000,5"), parse_bounds("1,2,3"), parse_bounds("3;1")
    ((2500.0, 3000.5), (1.0, 2.0, 3.0), ())
    """
    parts: Sequence[str]
    if ";" in text:
        parts = [part.replace(" ", "").replace("\xa0", "") for part in text.split(";")]
    else:
        parts = re.split(r"\s+" if " " in text.strip() else ",", text.strip())
    parts = [part.strip() for part in parts if part.strip()]
    if not 1 <= len(parts) < MOST or not all(_NUMBER.fullmatch(part) for part in parts):
        return ()
    bounds = tuple(float(part.replace(",", ".")) for part in parts)
    ascending = all(a < b for a, b in pairwise(bounds))
    return bounds if ascending else ()


def _gmina(query: Query, dataset: Dataset, notes: list[str]) -> str | None:
    code = query.get("gmina")
    if code is None or code in dataset.gminy:
        return code
    notes.append(_unknown("Gmina", code, "nie wyróżniono żadnej"))
    return None
