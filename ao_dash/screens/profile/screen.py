"""The screen „Profil gminy”: one gmina beside the whole area, its type and two neighbours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Annotated, ClassVar, Self

import pandas as pd
from pydantic.dataclasses import dataclass

from ao_dash.analysis.adjacency import shared_borders
from ao_dash.mapview import selection
from ao_dash.mapview.formula_text import source_names
from ao_dash.mapview.query import (
    GMINA_PARAMETER,
    GROUP_PARAMETER,
    Derived,
    Parameter,
    QueryReader,
    read_group_of,
)
from ao_dash.mapview.selection import EVERY_DOMAIN, every_domain
from ao_dash.model.dataset import Dataset
from ao_dash.model.group import Group
from ao_dash.model.similar import LIKE, can_be_trait, likenesses
from ao_dash.model.territory import Territory, merged
from ao_dash.model.unit import AGGREGATION_WORDS
from ao_dash.screens.base import Screen, ScreenChosen
from ao_dash.screens.blocks import Block, Page, Text
from ao_dash.screens.profile import ages, facts
from ao_dash.screens.profile.cards import (
    Profile,
    all_indicators,
    all_years,
    area_share,
    chosen,
    galleries,
    like_median,
    remarks,
)
from ao_dash.screens.profile.distinctive import distinctive
from ao_dash.screens.profile.printed import printed
from ao_dash.screens.profile.similar import similar
from ao_dash.screens.profile.standing import GminaIndicator, base_years, every, newest, usual_base
from ao_dash.screens.profile.stations import stations

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
    "wartosc_ao": "wartość całego obszaru; dla odpowiedzi tak/nie liczba gmin z „tak”",
    "jak_ao": "jak policzono wartość całego obszaru",
    "udzial_ao": "udział gminy w sumie obszaru w procentach; tylko dla liczb, które się sumuje",
    "mediana_typu": "mediana gmin tego samego typu w tym roku",
    "gmin_typu": "ile gmin tego typu ma wartość",
    "mediana_podobnych": "mediana pięciu najbardziej podobnych gmin w tym roku",
    "rok_bazowy": "rok, z którym porównano",
    "zmiana": "zmiana od roku bazowego w jednostce wskaźnika; pusta, gdy leży między nimi przerwa",
    "zmiana_proc": "ta sama zmiana w procentach",
    "obok_1": "nazwa pierwszej gminy pokazanej obok",
    "wartosc_obok_1": "jej wartość",
    "obok_2": "nazwa drugiej gminy pokazanej obok",
    "wartosc_obok_2": "jej wartość",
    "przerwa": "co się zmieniło w tym roku tak, że wcześniejszych wartości nie należy porównywać",
    "zrodlo": "urzędy i zbiory, z których pochodzi wartość",
    "uwagi": "co trzeba wiedzieć o tej wartości",
}


def _read_gmina(reader: QueryReader) -> str:
    if reader["group"]:
        return next(g.teryt6 for g in reader.dataset.gminy.values() if g.members)
    first = next(iter(reader.dataset.gminy))
    instead = f"pokazano gminę {reader.dataset.gminy[first].name}"
    return reader.gmina(instead) or first


def _read_group(reader: QueryReader) -> Group | None:
    group = read_group_of(reader)
    if group and len(group.members) == 1:
        reader.note(
            GROUP.name, "Profil grupy obejmuje co najmniej dwie gminy", "nie uwzględniono jej"
        )
        return None
    return group


def _usual_beside(reader: QueryReader) -> tuple[str, ...]:
    near = shared_borders(reader.dataset.vintages[-1]).get(reader["gmina"], {})
    return tuple(near)[:BESIDE]


def _read_beside(reader: QueryReader) -> tuple[str, ...]:
    gminy = reader.dataset.gminy
    chosen = reader.several(OTHERS, gminy)
    others = tuple(code for code in chosen if code != reader["gmina"])
    if len(others) < len(chosen):
        problem = f"{gminy[reader['gmina']].name} to gmina profilu"
        reader.note(OTHERS.name, problem, "nie stoi obok siebie")
    if len(others) > BESIDE:
        problem = f"Obok mogą stać najwyżej {BESIDE} gminy"
        reader.note(OTHERS.name, problem, "pokazano pierwsze")
    return others[:BESIDE] or _usual_beside(reader)


def _read_base(reader: QueryReader) -> int:
    usual = usual_base(reader.dataset)
    year = reader.whole(BASE.name)
    if year is not None and year in base_years(reader.dataset):
        return year
    if reader.text(BASE.name):
        reader.unknown(BASE, reader.text(BASE.name), f"pokazano zmianę od {usual} r")
    return usual


def _read_domain(reader: QueryReader) -> str | None:
    code = reader.one_of(DOMAIN, every_domain(reader.dataset))
    return None if code == EVERY_DOMAIN else code


def offered_traits(dataset: Dataset) -> list[str]:
    """Return the indicators that similar gminy can be found by."""
    return [code for code in dataset.mapped if can_be_trait(dataset, code)]


OTHERS = Parameter(
    "obok",
    f"gminy pokazane obok, najwyżej {BESIDE}, po przecinku",
    label="Gmina",
    codes=lambda dataset: dataset.gminy,
    several=(1, BESIDE),
    read=_read_beside,
)
BASE = Parameter(
    "od", "rok, z którym porównać", label="Rok bazowy", codes=base_years, read=_read_base
)
DOMAIN = replace(selection.DOMAIN, instead="pokazano wszystkie", read=_read_domain)
FIRST = Parameter(
    "wskaznik",
    "kod wskaźnika, który stoi pierwszy: tego, z którym przyszło się z innego ekranu",
    label="Wskaźnik",
    codes=lambda dataset: dataset.mapped,
)
TRAITS = Parameter(
    "cechy",
    "wskaźniki po przecinku, według których szuka się gmin podobnych; bez niego po dwa pierwsze z "
    "każdej dziedziny, bez liczb bezwzględnych",
    label="Wskaźnik",
    codes=offered_traits,
    several=(1, 0),
)
GROUP = replace(
    GROUP_PARAMETER,
    meaning=f"grupa gmin, której jest profil, zamiast `gmina`: {GROUP_PARAMETER.meaning}",
    read=_read_group,
)
AS_USUAL = Derived(lambda reader: reader["beside"] == _usual_beside(reader))


@dataclass(frozen=True)
class ProfileChoice(ScreenChosen):
    """Whose profile, beside whom, since which year, of which domain (``None``: of all).

    With a ``group`` the profile is of the unit that its gminy are together; ``gmina`` is its code.

    ``traits`` are the indicators that similar gminy are found by, () for the usual ones.
    ``usual`` tells that ``beside`` are the gminy with the longest shared borders: they then
    follow the gmina and are left out of the address.
    """

    gmina: Annotated[str, replace(GMINA_PARAMETER, read=_read_gmina)]
    beside: Annotated[tuple[str, ...], OTHERS]
    base: Annotated[int, BASE]
    domain: Annotated[str | None, DOMAIN] = None
    indicator: Annotated[str | None, FIRST] = None
    traits: Annotated[tuple[str, ...], TRAITS] = ()
    usual: Annotated[bool, AS_USUAL] = True
    group: Annotated[Group | None, GROUP] = None

    left_behind: ClassVar[tuple[str, ...]] = (GROUP.name,)

    @classmethod
    def read(cls, reader: QueryReader) -> Self:
        """Return the choice of an address; with a group, its codes are those of the merged data."""
        reader.dataset = merged(reader.dataset, Territory.GROUP, reader["group"])
        return super().read(reader)

    def of(self, dataset: Dataset) -> Dataset:
        """Return ``dataset`` with the gminy of the group merged, if there is one."""
        return merged(dataset, Territory.GROUP, self.group)

    def query(self) -> dict[str, str]:
        """Return the address that restores the choice."""
        query = super().query()
        beside = query.pop(OTHERS.name, "")
        whose = GROUP.name if self.group else GMINA_PARAMETER.name
        first = {name: query[name] for name in (whose, BASE.name)}
        if self.group:
            del query[GMINA_PARAMETER.name]
        return first | ({} if self.usual else {OTHERS.name: beside}) | query


def _profile(dataset: Dataset, choice: ProfileChoice) -> Profile:
    dataset = choice.of(dataset)
    gmina, beside = dataset.gminy[choice.gmina], map(dataset.gminy.__getitem__, choice.beside)
    records = newest(dataset, gmina, choice.domain)
    alike = () if choice.group else likenesses(dataset, gmina.teryt6, choice.traits)[:LIKE]
    return Profile(
        dataset, gmina, tuple(beside), choice.base, tuple(alike), tuple(records), choice.group
    )


def page(dataset: Dataset, choice: ProfileChoice) -> Page:
    """Return what the screen shows."""
    profile = _profile(dataset, choice)
    dataset = profile.dataset
    links = facts.links(profile, choice.indicator)
    apart = [distinctive(profile)] if profile.records else []
    heading: list[Block] = [facts.heading(profile), *apart, facts.identity(profile), links]
    sheet: list[Block] = [*chosen(profile, choice.indicator), *galleries(profile)]
    sheet += ages.age_blocks(dataset, profile.gmina, choice.domain)
    sheet += [] if choice.group else similar(profile, choice.traits)
    sheet += _without(dataset, choice, profile)
    sheet += [*facts.projects(dataset, profile.gmina), facts.in_time(dataset, profile.gmina)]
    if profile.records:
        sheet += [facts.reading(profile), *facts.broken(profile)]
        sheet += [all_indicators(profile), all_years(profile)]
    sheet += stations(dataset, profile.gmina, choice.domain)
    sheet.append(facts.sources(profile))
    upright = partial(printed, profile, choice.indicator, choice.domain)
    return Page({"heading": heading, "board": [], "sheet": sheet}, upright=upright)


def _without(dataset: Dataset, choice: ProfileChoice, profile: Profile) -> list[Text]:
    """Say which of the chosen domains have no indicator for this gmina."""
    there = {record.indicator.domain for record in profile.records}
    lacking = [
        f"{domain.short}: {domain.missing or 'wskaźniki innych gmin są na mapie.'}"
        for code, domain in dataset.domains.items()
        if code not in there and choice.domain in (None, code)
    ]
    title = "Dziedziny bez wskaźnika w podziale na gminy"
    return [Text(title, lacking, listed=True)] if lacking else []


def table(dataset: Dataset, choice: ProfileChoice) -> pd.DataFrame:
    """Return the rows behind the screen: every indicator and year, columns of :data:`COLUMNS`."""
    profile = _profile(dataset, choice)
    records = every(profile.dataset, profile.gmina, choice.domain)
    frame = pd.DataFrame([_row(profile, record) for record in records], columns=list(COLUMNS))
    whole = dict.fromkeys(("miejsce", "z_ilu", "gmin_typu", "rok_bazowy"), "Int64")
    numbers = ("wartosc", "najnizsza", "najwyzsza", "wartosc_ao", "udzial_ao", "mediana_typu")
    changes = ("mediana_podobnych", "zmiana", "zmiana_proc", "wartosc_obok_1", "wartosc_obok_2")
    floats = dict.fromkeys((*numbers, *changes), "float64")
    return frame.astype({"rok": "int64", **whole, **floats})


def _row(profile: Profile, record: GminaIndicator) -> dict[str, object]:
    gmina, indicator, cell = record.gmina, record.indicator, record.cell
    standing, area, since = record.standing, record.standing.area, record.since(profile.base)
    values = standing.figures
    row: dict[str, object] = {
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
        "miejsce": record.rank,
        "z_ilu": len(values),
        "najnizsza": min(values.values()),
        "najwyzsza": max(values.values()),
        "wartosc_ao": area.value if area else None,
        "jak_ao": AGGREGATION_WORDS[area.aggregation] if area else "",
        "udzial_ao": area_share(record),
        "mediana_typu": standing.median(record.kind),
        "gmin_typu": len(standing.by_type.get(record.kind, ())),
        "mediana_podobnych": like_median(profile, record),
        "rok_bazowy": profile.base,
        "zmiana": since.difference,
        "zmiana_proc": since.percent,
        **dict.fromkeys((f"obok_{n}" for n in range(1, BESIDE + 1)), ""),
        "przerwa": " ".join(b.text for b in record.breaks if b.year == record.year),
        "zrodlo": source_names(profile.dataset.sources_of([cell])),
        "uwagi": " ".join(remarks(profile.dataset, record)),
    }
    for n, other in enumerate(profile.beside, start=1):
        row |= {f"obok_{n}": other.name, f"wartosc_obok_{n}": values.get(other.teryt6)}
    return row


SCREEN = Screen("profile", "profil", "Profil gminy", ProfileChoice, COLUMNS, page, table)
