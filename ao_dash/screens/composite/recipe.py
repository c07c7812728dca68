"""The recipe of a composite index: ingredients with direction and weight, a method, a year."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from ao_dash.analysis.composite import Synthesis
from ao_dash.mapview.query import QueryReader
from ao_dash.model.cache import cached_per_dataset
from ao_dash.model.dataset import Dataset
from ao_dash.model.faults import shorten
from ao_dash.model.indicator import Indicator, Kind, Polarity
from ao_dash.model.numbers import format_number

FEWEST, MOST = 2, 8
"""Numbers of ingredients of an index."""

LIGHTEST, HEAVIEST = 0.001, 100.0
"""Weights that can be given; only their proportions matter."""

USUAL = (
    "dochody_wlasne_os",
    "wydatki_inwestycyjne_os",
    "bezrobotni_1000",
    "przyrost_naturalny_1000",
)
"""Ingredients of a first visit: each knows its direction and has all values in one recent year."""

_PARTS = 12  # parts of an address that are looked at: a long address must not make a long page
_WEIGHT = re.compile(r"[0-9]{1,3}(\.[0-9]{1,3})?")
# an address typed by hand has its plus read as a space
_SIGNS = {"+": True, " ": True, "-": False, "\N{MINUS SIGN}": False}
_REFUSED = {
    Kind.COUNT: "jest liczbą bezwzględną, która zależy od wielkości gminy",
    Kind.FLAG: "ma tylko wartości „tak” i „nie”",
}


@dataclass(frozen=True)
class Component:
    """An indicator in an index: whether more of it is better, and its weight."""

    code: str
    stimulant: bool
    weight: float = 1.0

    def __str__(self) -> str:
        """Return the ingredient as it stands in an address."""
        return f"{self.code}:{'+' if self.stimulant else '-'}:{self.weight:g}"


@dataclass(frozen=True)
class CompositeSpec:
    """How an index is made, and the selected gmina. Every ingredient has values up to ``year``."""

    ingredients: tuple[Component, ...]
    method: Synthesis
    year: int
    gmina: str | None = None

    def query(self) -> dict[str, str]:
        """Return the address that restores the recipe."""
        query = {
            "skladniki": self.listed(),
            "synteza": self.method.value,
            "rok": str(self.year),
        }
        return query | ({"gmina": self.gmina} if self.gmina else {})

    @property
    def text(self) -> str:
        """The recipe as it can be put behind the address of the screen."""
        return urlencode(replace(self, gmina=None).query(), safe=":,")

    def listed(self, other: Component | None = None) -> str:
        """Return the ingredients as one parameter, with ``other`` in the place of its old self."""
        parts = (other if other and other.code == i.code else i for i in self.ingredients)
        return ",".join(map(str, parts))

    def of(self, codes: Sequence[str]) -> str:
        """Return these ingredients as one parameter; new ones are as usual."""
        known = {i.code: str(i) for i in self.ingredients}
        return ",".join(known.get(code, code) for code in codes)


def usual(indicator: Indicator) -> Component:
    """Return an indicator as an ingredient; more of a neutral one is taken to be better."""
    return Component(indicator.code, indicator.polarity is not Polarity.LOW)


@cached_per_dataset
def offered(dataset: Dataset) -> tuple[str, ...]:
    """Return the indicators an index can be made of, in the order of the file.

    Counts grow with the gmina and would rank its size; „yes” and „no” have no scale.
    """
    return tuple(
        code
        for code in dataset.mapped
        if dataset.indicators[code].kind not in _REFUSED and _varies(dataset, code)
    )


def _varies(dataset: Dataset, code: str) -> bool:
    years = dataset.series[code].values()
    return any(len({c.value for c in y.values() if c.value is not None}) > 1 for y in years)


def read(reading: QueryReader) -> CompositeSpec:
    """Read a recipe from an address."""
    ingredients = _ingredients(reading)
    instead = "użyto wzorca Hellwiga"
    method = reading.one_of("synteza", "Metoda", set(Synthesis), instead)
    return CompositeSpec(
        ingredients=ingredients,
        method=Synthesis(method or Synthesis.HELLWIG),
        year=_year(reading, [i.code for i in ingredients]),
        gmina=reading.gmina(),
    )


def _ingredients(reading: QueryReader) -> tuple[Component, ...]:
    parts = [part for part in reading.text("skladniki").split(",") if part.strip()]
    found: dict[str, Component] = {}
    for part in parts[:_PARTS]:
        ingredient = _ingredient(reading, part)
        if ingredient and ingredient.code in found:
            told = reading.dataset.indicators[ingredient.code].short
            reading.notes.append(f"Składnik „{told}” jest w adresie dwa razy; wzięto pierwszy.")
        elif ingredient:
            found[ingredient.code] = ingredient
    if len(found) > MOST or len(parts) > _PARTS:
        reading.notes.append(
            f"Wskaźnik może mieć najwyżej {MOST} składników; dalsze części adresu pominięto."
        )
    return _enough(reading, tuple(found.values())[:MOST], asked=bool(parts))


def _enough(
    reading: QueryReader, found: tuple[Component, ...], *, asked: bool
) -> tuple[Component, ...]:
    """Return ``found`` or, if they are too few, add usual ones."""
    if len(found) >= FEWEST:
        return found
    known = offered(reading.dataset)
    first = [code for code in USUAL if code in known]
    number = FEWEST if found else max(FEWEST, len(first))
    codes = dict.fromkeys([i.code for i in found] + first + list(known))
    added = [c for c in codes if c not in {i.code for i in found}][: number - len(found)]
    indicators = [reading.dataset.indicators[code] for code in added]
    if asked:
        names = ", ".join(f"„{i.short}”" for i in indicators)
        reading.notes.append(f"Wskaźnik musi mieć co najmniej {FEWEST} składniki; dodano: {names}.")
    return (*found, *map(usual, indicators))


def _ingredient(reading: QueryReader, part: str) -> Component | None:
    code, *given = part.split(":")
    code = code.strip()
    indicator = reading.dataset.indicators.get(code)
    if indicator is None:
        reading.unknown("Składnik", code, "pominięto")
        return None
    if code not in offered(reading.dataset):
        why = _REFUSED.get(indicator.kind, "ma za mało różnych wartości")
        reading.notes.append(f"Składnik „{indicator.short}” {why}; pominięto.")
        return None
    sign, weight, *rest = [*given, "", ""]
    if any(rest):
        told = f"Część adresu „{shorten(part)}” jest za długa; wzięto jej początek."
        reading.notes.append(told)
    return Component(code, _sign(reading, indicator, sign), _weight(reading, indicator, weight))


def _sign(reading: QueryReader, indicator: Indicator, text: str) -> bool:
    own = usual(indicator).stimulant
    if text and text not in _SIGNS:
        reading.notes.append(
            f"Kierunek „{shorten(text)}” składnika „{indicator.short}” to nie + ani -; "
            f"przyjęto, że {'więcej' if own else 'mniej'} znaczy lepiej."
        )
    return _SIGNS.get(text, own)


def _weight(reading: QueryReader, indicator: Indicator, text: str) -> float:
    weight = float(text) if _WEIGHT.fullmatch(text) else 0.0
    if LIGHTEST <= weight <= HEAVIEST:
        return weight
    if text:
        reading.notes.append(
            f"Waga „{shorten(text)}” składnika „{indicator.short}” nie jest liczbą "
            f"od {format_number(LIGHTEST, 3)} do {format_number(HEAVIEST)}; przyjęto 1."
        )
    return 1.0


def years(dataset: Dataset, codes: Sequence[str]) -> tuple[int, ...]:
    """Return the years an index can be made for: those up to which all of ``codes`` have values."""
    known = [dataset.years(code) for code in codes]
    first = max((own[0] for own in known), default=0)
    return tuple(sorted({year for own in known for year in own if year >= first}))


def _year(reading: QueryReader, codes: Sequence[str]) -> int:
    dataset = reading.dataset
    possible = years(dataset, codes)
    whole = [
        year
        for year in possible
        if all(dataset.known(code, year) == len(dataset.gminy) for code in codes)
    ]
    default = max(whole or possible, default=0)
    year = reading.whole("rok")
    if year in possible:
        return year
    if reading.text("rok"):
        given = shorten(reading.text("rok"))
        told = f"Wskaźnika z tych składników nie da się podać za rok „{given}”; podano {default}."
        reading.notes.append(told)
    return default
