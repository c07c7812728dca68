"""What a composite index is made of: components with direction and weight, a method, a year."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated
from urllib.parse import urlencode

from pydantic.dataclasses import dataclass as pydantic_dataclass

from ao_dash.analysis.composite import SYNTHESIS_WORDS, Synthesis
from ao_dash.mapview.query import GMINA_PARAMETER, YEAR_PARAMETER, Parameter, QueryReader
from ao_dash.model.cache import cached_per_dataset
from ao_dash.model.dataset import Dataset
from ao_dash.model.faults import shorten
from ao_dash.model.indicator import Indicator, Kind, Polarity
from ao_dash.model.numbers import format_number
from ao_dash.screens.base import ScreenChosen

MIN_COMPONENTS, MAX_COMPONENTS = 2, 8
"""Numbers of components of an index."""

MIN_WEIGHT, MAX_WEIGHT = 0.001, 100.0
"""Weights that can be given; only their proportions matter."""

DEFAULT_COMPONENTS = (
    "dochody_wlasne_os",
    "wydatki_inwestycyjne_os",
    "bezrobotni_1000",
    "przyrost_naturalny_1000",
)
"""Components of a first visit: each knows its direction and has all values in one recent year."""

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
        """Return the component as it stands in an address."""
        return f"{self.code}:{'+' if self.stimulant else '-'}:{self.weight:g}"


def usual(indicator: Indicator) -> Component:
    """Return an indicator as a component; more of a neutral one is taken to be better."""
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
    return any(len(set(year.numbers().values())) > 1 for year in years)


def _read_components(reader: QueryReader) -> tuple[Component, ...]:
    parts = [part for part in reader.text("skladniki").split(",") if part.strip()]
    found: dict[str, Component] = {}
    for part in parts[:_PARTS]:
        component = _component(reader, part)
        if component and component.code in found:
            short = reader.dataset.indicators[component.code].short
            problem = f"Składnik „{short}” jest w adresie dwa razy"
            reader.note(COMPONENTS.name, problem, "wzięto pierwszy")
        elif component:
            found[component.code] = component
    if len(found) > MAX_COMPONENTS or len(parts) > _PARTS:
        problem = f"Wskaźnik może mieć najwyżej {MAX_COMPONENTS} składników"
        reader.note(COMPONENTS.name, problem, "dalsze części adresu pominięto")
    return _enough(reader, tuple(found.values())[:MAX_COMPONENTS], asked=bool(parts))


def _enough(
    reader: QueryReader, found: tuple[Component, ...], *, asked: bool
) -> tuple[Component, ...]:
    """Return ``found`` or, if they are too few, add usual ones."""
    if len(found) >= MIN_COMPONENTS:
        return found
    known = offered(reader.dataset)
    first = [code for code in DEFAULT_COMPONENTS if code in known]
    number = MIN_COMPONENTS if found else max(MIN_COMPONENTS, len(first))
    codes = dict.fromkeys([i.code for i in found] + first + list(known))
    added = [c for c in codes if c not in {i.code for i in found}][: number - len(found)]
    indicators = [reader.dataset.indicators[code] for code in added]
    if asked:
        names = ", ".join(f"„{i.short}”" for i in indicators)
        problem = f"Wskaźnik musi mieć co najmniej {MIN_COMPONENTS} składniki"
        reader.note(COMPONENTS.name, problem, f"dodano: {names}")
    return (*found, *map(usual, indicators))


def _component(reader: QueryReader, part: str) -> Component | None:
    code, *given = part.split(":")
    code = code.strip()
    indicator = reader.dataset.indicators.get(code)
    if indicator is None:
        reader.unknown(COMPONENTS, code)
        return None
    if code not in offered(reader.dataset):
        why = _REFUSED.get(indicator.kind, "ma za mało różnych wartości")
        reader.note(COMPONENTS.name, f"Składnik „{indicator.short}” {why}", "pominięto")
        return None
    sign, weight, *rest = [*given, "", ""]
    if any(rest):
        problem = f"Część adresu „{shorten(part)}” jest za długa"
        reader.note(COMPONENTS.name, problem, "wzięto jej początek")
    return Component(code, _sign(reader, indicator, sign), _weight(reader, indicator, weight))


def _sign(reader: QueryReader, indicator: Indicator, text: str) -> bool:
    default = usual(indicator).stimulant
    if text and text not in _SIGNS:
        problem = f"Kierunek „{shorten(text)}” składnika „{indicator.short}” to nie + ani -"
        instead = f"przyjęto, że {'więcej' if default else 'mniej'} znaczy lepiej"
        reader.note(COMPONENTS.name, problem, instead)
    return _SIGNS.get(text, default)


def _weight(reader: QueryReader, indicator: Indicator, text: str) -> float:
    weight = float(text) if _WEIGHT.fullmatch(text) else 0.0
    if MIN_WEIGHT <= weight <= MAX_WEIGHT:
        return weight
    if text:
        problem = (
            f"Waga „{shorten(text)}” składnika „{indicator.short}” nie jest liczbą "
            f"od {format_number(MIN_WEIGHT, 3)} do {format_number(MAX_WEIGHT)}"
        )
        reader.note(COMPONENTS.name, problem, "przyjęto 1")
    return 1.0


def years(dataset: Dataset, codes: Sequence[str]) -> tuple[int, ...]:
    """Return the years an index can be made for: those up to which all of ``codes`` have values."""
    of_each = [dataset.years(code) for code in codes]
    first = max((one[0] for one in of_each), default=0)
    return tuple(sorted({year for one in of_each for year in one if year >= first}))


def _read_year(reader: QueryReader) -> int:
    dataset, codes = reader.dataset, [one.code for one in reader["components"]]
    possible = years(dataset, codes)
    whole = [
        year
        for year in possible
        if all(dataset.known(code, year) == len(dataset.gminy) for code in codes)
    ]
    default = max(whole or possible, default=0)
    year = reader.whole("rok")
    if year in possible:
        return year
    if reader.text("rok"):
        given = shorten(reader.text("rok"))
        problem = f"Wskaźnika z tych składników nie da się podać za rok „{given}”"
        reader.note(YEAR_PARAMETER.name, problem, f"podano {default}")
    return default


COMPONENTS = Parameter(
    "skladniki",
    f"od {MIN_COMPONENTS} do {MAX_COMPONENTS} wskaźników po przecinku, "
    "każdy z kierunkiem (`+` albo `-`) i wagą, np. `bezrobotni_1000:-:2`",
    label="Składnik",
    pattern=r"[A-Za-z][A-Za-z0-9_]*(:[+ -]?(:[0-9]{1,3}(\.[0-9]{1,3})?)?)?",
    several=(MIN_COMPONENTS, MAX_COMPONENTS),
    read=_read_components,
)
METHOD = Parameter(
    "synteza",
    "; ".join(f"`{code}`: {words}" for code, words in SYNTHESIS_WORDS.items()),
    label="Metoda",
    instead="użyto wzorca Hellwiga",
    codes=lambda _: Synthesis,
    default=Synthesis.HELLWIG,
)


@pydantic_dataclass(frozen=True)
class CompositeSpec(ScreenChosen):
    """How an index is made, and the selected gmina. Every component has values up to ``year``."""

    components: Annotated[tuple[Component, ...], COMPONENTS]
    method: Annotated[Synthesis, METHOD]
    year: Annotated[int, replace(YEAR_PARAMETER, read=_read_year)]
    gmina: Annotated[str | None, GMINA_PARAMETER] = None

    @property
    def text(self) -> str:
        """The specification as it can be put behind the address of the screen."""
        return urlencode(replace(self, gmina=None).query(), safe=":,")

    def listed(self, other: Component | None = None) -> str:
        """Return the components as one parameter, with ``other`` in the place of its old self."""
        parts = (other if other and other.code == i.code else i for i in self.components)
        return ",".join(map(str, parts))

    def of(self, codes: Sequence[str]) -> str:
        """Return these components as one parameter; new ones are as usual."""
        known = {i.code: str(i) for i in self.components}
        return ",".join(known.get(code, code) for code in codes)
