"""What a person has chosen: the only place that knows the address (its query) of a picture."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any, Self

from pydantic.dataclasses import dataclass

from ao_dash.analysis.classes import (
    DEFAULT_CLASSES,
    MAX_CLASSES,
    METHOD_WORDS,
    MIN_CLASSES,
    NUMBER,
    Method,
    parse_bounds,
    written_bounds,
)
from ao_dash.mapview import query as queries
from ao_dash.mapview.annotation import ANNOTATIONS, Annotation
from ao_dash.mapview.points import POINTS
from ao_dash.mapview.query import (
    GMINA_PARAMETER,
    GROUP_PARAMETER,
    INDICATOR_PARAMETER,
    ONLY_PARAMETER,
    YEAR_PARAMETER,
    Chosen,
    Note,
    Parameter,
    Query,
    QueryReader,
)
from ao_dash.mapview.value_filter import (
    BETWEEN,
    FEW,
    HIGHEST,
    LOWEST,
    ValueFilter,
    read_value_filter,
)
from ao_dash.mapview.value_filter import PATTERN as VALUES_PATTERN
from ao_dash.model import ratio as ratios
from ao_dash.model.dataset import Dataset
from ao_dash.model.faults import shorten
from ao_dash.model.gmina import GminaType
from ao_dash.model.group import Group
from ao_dash.model.indicator import Kind
from ao_dash.model.measure import CHANGE_WORDS, Change, base_years, offered_changes, usual_base
from ao_dash.model.numbers import format_number
from ao_dash.model.territory import Territory, constant, merged

EVERY_DOMAIN = "wszystkie"
COMMON_SCALE = "lata"

_NOTED_FIRST = ("indicator", "domain", "year", "method", "number", "base", "mode", "common")


def offered_indicators(dataset: Dataset, domain: str) -> tuple[str, ...]:
    """Return the indicators that can be mapped in ``domain``, or all of them."""
    return dataset.mapped if domain == EVERY_DOMAIN else dataset.of_domain(domain)


def can_filter_projects(dataset: Dataset, domain: str) -> bool:
    """Tell whether joint projects can be asked for: a single domain of cooperation is chosen."""
    return domain in dataset.domains and dataset.domains[domain].cooperation


def every_domain(dataset: Dataset) -> list[str]:
    """Return the codes of the domains, after the one for all of them."""
    return [EVERY_DOMAIN, *dataset.domains]


def _read_domain(reader: QueryReader) -> str:
    dataset, asked = reader.dataset, reader.text("wskaznik")
    held = None
    if asked in dataset.mapped or ratios.ratio(dataset, asked):
        held = dataset.indicators[asked].domain
    default = held or dataset.indicators[dataset.mapped[0]].domain
    instead = f"pokazano: {dataset.domains[default].short}"
    code = reader.one_of(DOMAIN, every_domain(dataset), instead)
    if code and held and code not in (held, EVERY_DOMAIN):
        problem = f"Wskaźnik z adresu nie należy do dziedziny „{dataset.domains[code].short}”"
        reader.note("dziedzina", problem, instead)
        return held
    return code or default


def _read_indicator(reader: QueryReader) -> str | None:
    asked = reader.indicator()
    return asked or next(iter(offered_indicators(reader.dataset, reader["domain"])), None)


def _read_year(reader: QueryReader) -> int:
    if reader["indicator"]:
        return reader.year(reader["indicator"])
    return queries.mapped_years(reader.dataset.origin or reader.dataset)[-1]


def _read_change(reader: QueryReader) -> Change | None:
    code, indicator, year = reader.one_of(CHANGE, set(Change)), reader["indicator"], reader["year"]
    if code is None or indicator is None:
        return None
    offered = offered_changes(reader.dataset.indicators[indicator])
    if not (offered and base_years(reader.dataset, indicator, year)):
        problem = f"Wartości z {year} r. nie ma z czym porównać"
        reader.note("zmiana", problem, "pokazano wartości")
        return None
    if code not in offered:
        reader.note("zmiana", "Zmiana w procentach nie ma tu sensu", "pokazano różnicę")
        return offered[0]
    return Change(code)


def _read_base(reader: QueryReader) -> int | None:
    if reader["change"] is None:
        return None
    of = reader.dataset, reader["indicator"], reader["year"]
    base, usual = reader.whole("od"), usual_base(*of)
    if base in base_years(*of):
        return base
    if reader.text("od"):
        problem = f"Nie można porównać z rokiem „{shorten(reader.text('od'))}”"
        reader.note("od", problem, f"porównano z {usual}")
    return usual


def _read_territory(reader: QueryReader) -> Territory | None:
    code = reader.one_of(TERRITORY, set(Territory))
    if code != Territory.GROUP:
        return Territory(code) if code else None
    group = reader["group"]
    if group and len(group.members) > 1:
        return Territory.GROUP
    reader.note("teren", "Jedną jednostką może być grupa co najmniej dwóch gmin", TERRITORY.instead)
    return None


def _read_only(reader: QueryReader) -> bool:
    only = queries.read_only(reader)
    if only and reader["territory"] is Territory.GROUP:
        reader.note("tylko", "Grupa jest jedną jednostką", "pokazano też inne gminy")
        return False
    return only


def _read_types(reader: QueryReader) -> frozenset[GminaType]:
    chosen = frozenset(map(GminaType, reader.several(TYPES, set(GminaType))))
    present = {gmina.type_in(reader["year"]) for gmina in reader.dataset.gminy.values()}
    return chosen if chosen and not present <= chosen else frozenset(GminaType)


def _read_joint_only(reader: QueryReader) -> bool:
    text = reader.text("projekty") or "0"
    if text not in ("0", "1"):
        problem = f"Filtr projektów przyjmuje 0 lub 1, a nie „{shorten(text)}”"
        reader.note("projekty", problem, "wyłączono go")
    if text != "1" or can_filter_projects(reader.dataset, reader["domain"]):
        return text == "1"
    problem = "Filtr wspólnych projektów wymaga wyboru dziedziny"
    reader.note("projekty", problem, "wyłączono go")
    return False


def _read_values(reader: QueryReader) -> ValueFilter | None:
    text, code = reader.text("wartosci"), reader["indicator"]
    found = read_value_filter(text)
    if text and found is None:
        reader.unknown(VALUES, text)
    figures = code and reader.dataset.indicators[code].kind is not Kind.FLAG
    if found and not figures:
        reader.note("wartosci", "Nie ma tu liczb, które można zawęzić", VALUES.instead)
    return found if figures else None


def _read_method(reader: QueryReader) -> Method:
    method = Method(reader.one_of(METHOD, set(Method)) or Method.AUTO)
    if method is Method.CUSTOM and not reader["custom_bounds"]:
        given = shorten(reader.text("klasy"))
        problem = f"Własne granice klas „{given}” muszą być rosnącymi liczbami"
        reader.note("klasy", problem, METHOD.instead)
        return Method.AUTO
    return method


def _read_number(reader: QueryReader) -> int:
    text = reader.text("klasy")
    number = reader.whole("klasy")
    if not text or reader.text("metoda") == Method.CUSTOM:
        return DEFAULT_CLASSES
    if number is None or not MIN_CLASSES <= number <= MAX_CLASSES:
        problem = f"Liczba klas musi być od {MIN_CLASSES} do {MAX_CLASSES}, a nie „{shorten(text)}”"
        reader.note("klasy", problem, f"pokazano {format_number(DEFAULT_CLASSES)}")
        return DEFAULT_CLASSES
    return number


def _read_bounds(reader: QueryReader) -> tuple[float, ...]:
    asked = reader.text("metoda") == Method.CUSTOM
    return parse_bounds(reader.text("klasy")) if asked else ()


def _listed(words: Mapping[Any, str]) -> str:
    return "; ".join(f"`{code}`: {meaning}" for code, meaning in words.items())


DOMAIN = Parameter(
    "dziedzina",
    f"kod dziedziny z `data/domains.csv` albo `{EVERY_DOMAIN}`",
    label="Dziedzina",
    codes=every_domain,
    read=_read_domain,
)
CHANGE = Parameter(
    "zmiana",
    f"zmiana między dwoma latami zamiast wartości: {_listed(CHANGE_WORDS)}",
    label="Zmiana",
    instead="pokazano wartości",
    codes=lambda _: Change,
    read=_read_change,
)
BASE = Parameter(
    "od", "przy `zmiana`: rok, z którym porównać", codes=queries.mapped_years, read=_read_base
)
TERRITORY = Parameter(
    "teren",
    f"`{Territory.CONSTANT}`: terytorium stałe, gminy zmienionych granic jako jedna jednostka; "
    f"`{Territory.GROUP}`: gminy z `grupa` jako jedna jednostka",
    label="Teren",
    instead="pokazano gminy osobno",
    codes=lambda _: Territory,
    read=_read_territory,
)
TYPES = Parameter(
    "typ",
    "typy gmin 31 grudnia pokazanego roku po przecinku: "
    + ", ".join(f"`{kind}`" for kind in GminaType if kind is not GminaType.MERGED),
    label="Typ gminy",
    codes=lambda _: GminaType,
    several=(1, 0),
    read=_read_types,
    write=lambda types: ",".join(kind for kind in GminaType if kind in types),
)
JOINT_ONLY = Parameter(
    "projekty",
    "`1`: tylko gminy ze wspólnymi projektami dziedziny",
    codes=lambda _: ("0", "1"),
    on="1",
    read=_read_joint_only,
)
VALUES = Parameter(
    "wartosci",
    f"tylko gminy o wartościach `10.5{BETWEEN}20` (z końcami), `{BETWEEN}20`, `10.5{BETWEEN}` albo "
    f"`{HIGHEST}-{FEW}`, `{LOWEST}-{FEW}`: tyle najwyższych lub najniższych; pozycje i klasy są "
    "takie jak bez tego filtra",
    label="Zakres wartości",
    instead="pokazano wszystkie wartości",
    pattern=VALUES_PATTERN,
    read=_read_values,
)
METHOD = Parameter(
    "metoda",
    f"podział na klasy: {_listed(METHOD_WORDS)}",
    label="Metoda podziału",
    instead="dobrano podział do rozkładu",
    codes=lambda _: Method,
    read=_read_method,
)
CLASSES = Parameter(
    "klasy",
    f"liczba klas od {MIN_CLASSES} do {MAX_CLASSES}, a przy `metoda={Method.CUSTOM}` granice "
    "rosnąco po przecinku, np. `3000,4500.5`",
    pattern=f"[{MIN_CLASSES}-{MAX_CLASSES}]|{NUMBER}(,{NUMBER}){{0,{MAX_CLASSES - 2}}}",
    read=_read_number,
)
BOUNDS = replace(CLASSES, read=_read_bounds, write=written_bounds)
COMMON = Parameter(
    "skala",
    f"`{COMMON_SCALE}`: te same klasy i wielkości kół dla wszystkich lat",
    label="Skala",
    instead="klasy są z pokazanego roku",
    codes=lambda _: (COMMON_SCALE,),
    on=COMMON_SCALE,
)


@dataclass(frozen=True)
class Selection(Chosen):
    """A choice that is valid for a dataset: every code in it exists.

    ``indicator`` is ``None`` for a domain without an indicator that could be mapped.
    ``points`` are codes of ``PointKind``, drawn over the map.
    ``custom_bounds`` are inner bounds and are used with ``Method.CUSTOM`` only. ``base`` is set
    with ``change`` only: the year that ``year`` is compared with. ``common`` classes hold for every
    year of the indicator. ``territory`` says which gminy are merged; the codes of what they make
    are then the valid ones. ``group`` are gminy that are seen together, beside all of them or, with
    ``group_only``, instead. ``values`` says which of the figures that the other filters have left
    are shown; ranks and classes are of all of them. ``annotations`` are words on the map.
    """

    domain: Annotated[str, DOMAIN]
    indicator: Annotated[str | None, replace(INDICATOR_PARAMETER, read=_read_indicator)]
    year: Annotated[int, replace(YEAR_PARAMETER, read=_read_year)]
    change: Annotated[Change | None, CHANGE] = None
    base: Annotated[int | None, BASE] = None
    territory: Annotated[Territory | None, TERRITORY] = None
    types: Annotated[frozenset[GminaType], TYPES] = frozenset(GminaType)
    joint_only: Annotated[bool, JOINT_ONLY] = False
    values: Annotated[ValueFilter | None, VALUES] = None
    method: Annotated[Method, METHOD] = Method.AUTO
    number: Annotated[int, CLASSES] = DEFAULT_CLASSES
    custom_bounds: Annotated[tuple[float, ...], BOUNDS] = ()
    common: Annotated[bool, COMMON] = False
    points: Annotated[tuple[str, ...], POINTS] = ()
    gmina: Annotated[str | None, GMINA_PARAMETER] = None
    group: Annotated[Group | None, GROUP_PARAMETER] = None
    group_only: Annotated[bool, replace(ONLY_PARAMETER, read=_read_only)] = False
    annotations: Annotated[tuple[Annotation, ...], ANNOTATIONS] = ()

    @classmethod
    def read(cls, reader: QueryReader) -> Self:
        """Return the choice of an address; its codes are those of the territory asked for."""
        if reader["territory"] is Territory.CONSTANT:  # whose codes a group may have
            reader.dataset = constant(reader.dataset)
        reader.dataset = merged(reader.dataset, reader["territory"], reader["group"])
        for name in _NOTED_FIRST:
            reader[name]
        return super().read(reader)

    def of(self, dataset: Dataset) -> Dataset:
        """Return ``dataset`` with the gminy merged as is asked for."""
        return merged(dataset, self.territory, self.group)

    @property
    def group_apart(self) -> Group | None:
        """The group, where its gminy are not one unit."""
        return None if self.territory is Territory.GROUP else self.group

    def query(self) -> dict[str, str]:
        """Return the address that restores this selection; what is usual is left out."""
        query = super().query()
        if self.indicator is None:
            del query["rok"]
        return query


PARAMETERS = Selection.names()


def altered(query: Query, parameters: Mapping[str, str | None]) -> dict[str, str]:
    """Return an address with some parameters replaced, or left out if ``None``.

    A new domain brings its own first indicator; the base year, own bounds, the ends of a range
    of values and words on the map belong to one indicator and go with it.
    """
    changed = dict(query)
    gone: set[str] = set()
    if "dziedzina" in parameters:
        gone |= {"wskaznik", "rok"}
    if {"dziedzina", "wskaznik"} & parameters.keys():
        gone |= {"od"}
    new_figures = {"dziedzina", "wskaznik", "zmiana"} & parameters.keys()
    if changed.get("metoda") == Method.CUSTOM and new_figures:
        gone |= {"metoda", "klasy"}
    if new_figures:
        gone |= {ANNOTATIONS.name}
    if BETWEEN in changed.get("wartosci", "") and new_figures:
        gone |= {"wartosci"}
    no_group = not parameters.get("grupa", "kept")
    if no_group and changed.get("teren") == Territory.GROUP:
        gone |= {"teren"}
    gone |= {name for name, value in parameters.items() if value is None}
    changed |= {name: value for name, value in parameters.items() if value is not None}
    return {n: v for n, v in changed.items() if n not in gone or parameters.get(n) is not None}


def parse(query: Query, dataset: Dataset) -> tuple[Selection, list[Note]]:
    """Read an address of the map.

    Returns a valid selection whatever the address says, and a note on each value that was unknown
    or contradicted another and gave way. Parameters beside :data:`PARAMETERS` are ignored.
    """
    return queries.parse(Selection, query, dataset)
