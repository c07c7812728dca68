"""The screen „Profil gminy”: one gmina beside the whole area, its type and two neighbours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from ao_dash.analysis.adjacency import shared_borders
from ao_dash.mapview.query import QueryReader
from ao_dash.mapview.selection import EVERY_DOMAIN
from ao_dash.model.dataset import Dataset
from ao_dash.model.unit import WAY_WORDS
from ao_dash.screens.base import Screen
from ao_dash.screens.blocks import Block, Page, Text
from ao_dash.screens.profile import facts
from ao_dash.screens.profile.cards import Profile, area_share, galleries
from ao_dash.screens.profile.standing import GminaIndicator, base_years, every, newest, usual_base
from ao_dash.screens.profile.tables import all_indicators, all_years

BESIDE = 2
"""How many gminy stand beside the one of the profile at most."""

COLUMNS: Mapping[str, str] = {
    "teryt6": "pierwsze sześć cyfr kodu TERYT gminy",
    "gmina": "nazwa gminy",
    "typ": "typ gminy 31 grudnia tego roku",
    "dziedzina": "kod dziedziny",
    "wskaznik": "kod wskaźnika",
    "nazwa": "nazwa wskaźnika",
    "rok": "rok",
    "wartosc": "wartość w pełnej dokładności; pusta, gdy status nie jest ok",
    "miano": "jednostka wartości",
    "status": "ok, missing, not_applicable lub confidential",
    "miejsce": "miejsce wśród gmin z wartością, od najwyższej; puste dla odpowiedzi tak/nie",
    "z_ilu": "ile gmin ma wartość w tym roku",
    "najnizsza": "najniższa wartość wśród gmin",
    "najwyzsza": "najwyższa wartość wśród gmin",
    "wartosc_ao": "wartość całej AO; dla odpowiedzi tak/nie liczba gmin z „tak”",
    "jak_ao": "jak policzono wartość całej AO",
    "udzial_ao": "udział gminy w sumie AO w procentach; tylko dla liczb, które się sumuje",
    "mediana_typu": "mediana gmin tego samego typu w tym roku",
    "gmin_typu": "ile gmin tego typu ma wartość",
    "rok_bazowy": "rok, z którym porównano",
    "zmiana": "zmiana od roku bazowego w jednostce wskaźnika; pusta, gdy leży między nimi przerwa",
    "zmiana_proc": "ta sama zmiana w procentach",
    "obok_1": "nazwa pierwszej gminy pokazanej obok",
    "wartosc_obok_1": "jej wartość",
    "obok_2": "nazwa drugiej gminy pokazanej obok",
    "wartosc_obok_2": "jej wartość",
    "przerwa": "co się zmieniło w tym roku tak, że wcześniejszych wartości nie należy porównywać",
    "zrodlo": "urzędy i zbiory, z których pochodzi wartość",
}


@dataclass(frozen=True)
class Choice:
    """Whose profile, beside whom, since which year, of which domain (``None``: of all).

    ``usual`` tells that ``beside`` are the gminy with the longest shared borders: they then
    follow the gmina and are left out of the address.
    """

    gmina: str
    beside: tuple[str, ...]
    base: int
    domain: str | None = None
    usual: bool = True

    def query(self) -> dict[str, str]:
        """Return the address that restores the choice."""
        query = {"gmina": self.gmina, "od": str(self.base)}
        if not self.usual:
            query["obok"] = ",".join(self.beside)
        if self.domain:
            query["dziedzina"] = self.domain
        return query


def read(reading: QueryReader) -> Choice:
    """Read a choice from an address."""
    dataset = reading.dataset
    first = next(iter(dataset.gminy))
    gmina = reading.gmina(instead=f"pokazano gminę {dataset.gminy[first].name}") or first
    usual = tuple(shared_borders(dataset.vintages[-1]).get(gmina, {}))[:BESIDE]
    beside = _beside(reading, gmina) or usual
    known = {EVERY_DOMAIN, *dataset.domains}
    domain = reading.one_of("dziedzina", "Dziedzina", known, "pokazano wszystkie")
    return Choice(
        gmina=gmina,
        beside=beside,
        base=_base(reading),
        domain=None if domain == EVERY_DOMAIN else domain,
        usual=beside == usual,
    )


def _beside(reading: QueryReader, gmina: str) -> tuple[str, ...]:
    dataset = reading.dataset
    chosen = reading.several("obok", "Gmina", dataset.gminy)
    others = tuple(code for code in chosen if code != gmina)
    if len(others) < len(chosen):
        reading.notes.append(f"{dataset.gminy[gmina].name} to gmina profilu; nie stoi obok siebie.")
    if len(others) > BESIDE:
        reading.notes.append(f"Obok mogą stać najwyżej {BESIDE} gminy; pokazano pierwsze.")
    return others[:BESIDE]


def _base(reading: QueryReader) -> int:
    usual = usual_base(reading.dataset)
    year = reading.whole("od")
    if year is not None and year in base_years(reading.dataset):
        return year
    if reading.text("od"):
        reading.unknown("Rok bazowy", reading.text("od"), f"pokazano zmianę od {usual} r")
    return usual


def _profile(dataset: Dataset, choice: Choice) -> Profile:
    gmina = dataset.gminy[choice.gmina]
    return Profile(
        dataset=dataset,
        gmina=gmina,
        beside=tuple(dataset.gminy[code] for code in choice.beside),
        base=choice.base,
        records=tuple(newest(dataset, gmina, choice.domain)),
    )


def page(dataset: Dataset, choice: Choice) -> Page:
    """Return what the screen shows."""
    profile = _profile(dataset, choice)
    without = _without(dataset, choice, profile)
    sheet: list[Block] = [
        *galleries(profile),
        *([without] if without.sentences else []),
        *facts.projects(dataset, profile.gmina),
        facts.in_time(dataset, profile.gmina),
        *([facts.reading(profile)] if profile.records else []),
        *facts.broken(profile),
        *([all_indicators(profile), all_years(profile)] if profile.records else []),
        facts.sources(profile),
    ]
    heading: list[Block] = [facts.heading(profile), facts.identity(profile)]
    heading.append(facts.links(profile))
    board: list[Block] = [facts.outstanding(profile)] if profile.records else []
    return Page({"heading": heading, "board": board, "sheet": sheet})


def _without(dataset: Dataset, choice: Choice, profile: Profile) -> Text:
    """Say which of the chosen domains have no indicator for this gmina."""
    there = {record.indicator.domain for record in profile.records}
    lacking = [
        f"{domain.short}: {domain.missing or 'wskaźniki innych gmin są na mapie.'}"
        for code, domain in dataset.domains.items()
        if code not in there and choice.domain in (None, code)
    ]
    return Text("Dziedziny bez wskaźnika w podziale na gminy", lacking, listed=True)


def table(dataset: Dataset, choice: Choice) -> pd.DataFrame:
    """Return the rows behind the screen: every indicator and year, columns of :data:`COLUMNS`."""
    profile = _profile(dataset, choice)
    records = every(dataset, profile.gmina, choice.domain)
    rows = [_about(record) | _beside_others(profile, record) for record in records]
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    whole = dict.fromkeys(("miejsce", "z_ilu", "gmin_typu", "rok_bazowy"), "Int64")
    numbers = ("wartosc", "najnizsza", "najwyzsza", "wartosc_ao", "udzial_ao", "mediana_typu")
    changes = ("zmiana", "zmiana_proc", "wartosc_obok_1", "wartosc_obok_2")
    floats = dict.fromkeys((*numbers, *changes), "float64")
    return frame.astype({"rok": "int64", **whole, **floats})


def _about(record: GminaIndicator) -> dict[str, object]:
    gmina, indicator, cell = record.gmina, record.indicator, record.cell
    return {
        "teryt6": gmina.teryt6,
        "gmina": gmina.name,
        "typ": record.kind.value,
        "dziedzina": indicator.domain,
        "wskaznik": indicator.code,
        "nazwa": indicator.name,
        "rok": record.year,
        "wartosc": cell.value,
        "miano": indicator.unit,
        "status": cell.status.value,
        "przerwa": " ".join(b.text for b in record.breaks if b.year == record.year),
    }


def _beside_others(profile: Profile, record: GminaIndicator) -> dict[str, object]:
    standing, area = record.standing, record.standing.area
    values, since = standing.figures, record.since(profile.base)
    return {
        "miejsce": record.rank,
        "z_ilu": len(values),
        "najnizsza": min(values.values()),
        "najwyzsza": max(values.values()),
        "wartosc_ao": area.value if area else None,
        "jak_ao": WAY_WORDS[area.way] if area else "",
        "udzial_ao": area_share(record),
        "mediana_typu": standing.median(record.kind),
        "gmin_typu": len(standing.by_type.get(record.kind, ())),
        "rok_bazowy": profile.base,
        "zmiana": since.difference,
        "zmiana_proc": since.percent,
        **_neighbours(profile, record),
        "zrodlo": _sources(profile.dataset, record),
    }


def _neighbours(profile: Profile, record: GminaIndicator) -> dict[str, object]:
    found: dict[str, object] = {"obok_1": "", "obok_2": ""}
    for number, gmina in enumerate(profile.beside, start=1):
        found[f"obok_{number}"] = gmina.name
        found[f"wartosc_obok_{number}"] = record.standing.figures.get(gmina.teryt6)
    return found


def _sources(dataset: Dataset, record: GminaIndicator) -> str:
    named = dataset.sources_of([record.cell])
    return "; ".join(f"{s.office}: {s.dataset} ({s.state})" for s in named)


SCREEN = Screen(
    name="profile",
    code="profil",
    title="Profil gminy",
    parameters=("gmina", "obok", "od", "dziedzina"),
    columns=COLUMNS,
    read=read,
    page=page,
    table=table,
)
"""The screen about one gmina."""
