"""What can be searched for: gminy, places, indicators, domains, projects, and what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple
from urllib.parse import urlencode

from ao_dash.model.dataset import Dataset


class EntryKind(StrEnum):
    """What an entry is; kinds stand in the order in which equally good ones are found."""

    GMINA = "gmina"
    INDICATOR = "wskaźnik"
    PLACE = "miejscowość"
    SCREEN = "ekran"
    DOMAIN = "dziedzina"
    PROJECT = "projekt"
    MISSING = "brak danych"


class Entry(NamedTuple):
    """One thing to find: its name, what is said beside it, where it leads, words that mean it.

    ``address`` is "" where there is nothing to go to.
    """

    kind: EntryKind
    name: str
    detail: str
    address: str
    words: tuple[str, ...] = ()


def entries(dataset: Dataset) -> list[Entry]:
    """Return everything in the data that can be found, kinds in the order of :class:`EntryKind`."""
    makers = (_gminy, _indicators, _places, _domains, _projects, _missing)
    return [entry for made in makers for entry in made(dataset)]


def _gminy(dataset: Dataset) -> Iterator[Entry]:
    for gmina in dataset.gminy.values():
        detail = f"gmina {gmina.types[-1][1].value}, powiat {gmina.powiat}"
        yield Entry(EntryKind.GMINA, gmina.name, detail, _address(gmina=gmina.teryt6))


def _places(dataset: Dataset) -> Iterator[Entry]:
    """Return towns and villages; the seat of a gmina of its name is found as the gmina."""
    for feature in dataset.context["towns"]["features"]:
        name, teryt6 = feature["properties"]["name"], feature["properties"]["teryt6"]
        gmina = dataset.gminy.get(teryt6)
        if gmina and gmina.name != name:
            yield Entry(EntryKind.PLACE, name, f"gmina {gmina.name}", _address(gmina=teryt6))


def _indicators(dataset: Dataset) -> Iterator[Entry]:
    """Return the indicators; one that has no map leads to the profile of the gmina that has it."""
    for code, indicator in dataset.indicators.items():
        if not dataset.years(code):
            continue
        address = _address(dziedzina=indicator.domain, wskaznik=code)
        if code not in dataset.mapped:
            held = next(iter(dataset.series[code][dataset.newest_full_year(code)].numbers()))
            address = f"/profil?{urlencode({'gmina': held})}"
        words = (indicator.name, *dataset.synonyms.get(code, ()))
        detail = dataset.domains[indicator.domain].short
        yield Entry(EntryKind.INDICATOR, indicator.short, detail, address, words)


def _domains(dataset: Dataset) -> Iterator[Entry]:
    for code, domain in dataset.domains.items():
        detail = "dziedzina współpracy" if domain.cooperation else "poza współpracą"
        yield Entry(EntryKind.DOMAIN, domain.short, detail, _address(dziedzina=code))


def _projects(dataset: Dataset) -> Iterator[Entry]:
    for code, project in dataset.projects.items():
        address = f"/wspolpraca?{urlencode({'projekt': code})}"
        yield Entry(EntryKind.PROJECT, project.title, "projekt współpracy", address)


def _missing(dataset: Dataset) -> Iterator[Entry]:
    """Return indicators that are known to the bank of data and have no figures here."""
    for code, (name, _) in dataset.awaited.items():
        detail = "nie mamy tych danych; są w BDL (GUS)"
        yield Entry(EntryKind.MISSING, name, detail, "", dataset.synonyms.get(code, ()))


def _address(**parameters: str) -> str:
    return f"/?{urlencode(parameters)}"
