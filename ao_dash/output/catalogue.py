"""The catalogue: what there is to ask for, as lists for programs.

Names are Polish, as in the columns of files. The types say which attribute of the model each field
is read from, and the description of the addresses is made from them, too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Annotated, Any, TypeVar, get_type_hints

import shapely
from pydantic import Field

from ao_dash.mapview.layers import compact_json, feature
from ao_dash.model import territory
from ao_dash.model.dataset import Dataset, Domain
from ao_dash.model.gmina import GminaType
from ao_dash.model.indicator import Indicator, Kind, Origin, Polarity
from ao_dash.model.project import TAKES_PART, Part, Project
from ao_dash.model.series import BreakKind
from ao_dash.model.vintage import Vintage

T = TypeVar("T")

Text = Annotated[str, Field(description="tekst; pusty, gdy nie ma czego podać")]
Code = Annotated[str, Field(description="kod, ten sam w adresach i plikach", min_length=1)]
Codes = Annotated[tuple[str, ...], Field(description="kody")]
Teryt = Annotated[str, Field(description="pierwsze sześć cyfr kodu TERYT gminy, * to każda gmina")]
Amount = Annotated[float | None, Field(description="kwota według źródła; nie należy sumować")]


@dataclass(frozen=True)
class From:
    """The attribute of the model that a field of an entry is read from."""

    attribute: str


@dataclass(frozen=True)
class BreakEntry:
    """Wartości z tego roku i późniejszych nie należy porównywać z wcześniejszymi."""

    teryt6: Annotated[Teryt, From("teryt6")]
    rok: Annotated[int, From("year")]
    rodzaj: Annotated[BreakKind, From("kind")]
    opis: Annotated[Text, From("text")]


@dataclass(frozen=True)
class IndicatorEntry:
    """Wskaźnik. ``najnowszy_rok`` to najnowszy z największą liczbą wartości."""

    kod: Annotated[Code, From("code")]
    nazwa: Annotated[Text, From("name")]
    skrot: Annotated[Text, From("short")]
    jednostka: Annotated[Text, From("unit")]
    dziedzina: Annotated[Code, From("domain")]
    rodzaj: Annotated[Kind, From("kind")]
    biegunowosc: Annotated[Polarity, From("polarity")]
    ze_znakiem: Annotated[bool, Field(description="czy wartości bywają ujemne"), From("signed")]
    miejsca_po_przecinku: Annotated[int, Field(ge=0), From("decimals")]
    pochodzenie: Annotated[Origin, From("origin")]
    wzor: Text
    na_mapie: Annotated[bool, Field(description="czy można o niego pytać w adresie mapy")]
    lata: Annotated[tuple[int, ...], Field(description="lata, z których jest jakaś wartość")]
    najnowszy_rok: int | None
    zrodla: Codes
    przerwy: tuple[BreakEntry, ...]
    zmienna_bdl: Annotated[Text, From("bdl_variable")]
    uwagi: Annotated[Text, From("note")]


@dataclass(frozen=True)
class Indicators:
    """Wskaźniki w kolejności pliku danych."""

    wskazniki: tuple[IndicatorEntry, ...]


@dataclass(frozen=True)
class DomainEntry:
    """Dziedzina z porozumienia albo, gdy ``wspolpraca`` to fałsz, grupa obok nich."""

    kod: Annotated[Code, From("code")]
    nazwa: Annotated[Text, From("name")]
    skrot: Annotated[Text, From("short")]
    wspolpraca: Annotated[bool, From("cooperation")]
    pozniej: Annotated[str, Field(description="co mówi o niej późniejszy dokument"), From("later")]
    brakuje: Annotated[str, Field(description="czego brakuje w danych"), From("missing")]
    zrodlo: Annotated[Text, From("source")]
    wskazniki: Codes
    projekty: Annotated[tuple[str, ...], Field(description="kody wspólnych projektów")]


@dataclass(frozen=True)
class Domains:
    """Dziedziny w kolejności porozumienia."""

    dziedziny: tuple[DomainEntry, ...]


@dataclass(frozen=True)
class TypeEntry:
    """Typ gminy od dnia; pierwszy na liście jest też typem wcześniejszym."""

    od: date
    typ: GminaType


@dataclass(frozen=True)
class GminaEntry:
    """Gmina obszaru."""

    teryt6: Annotated[Teryt, From("teryt6")]
    nazwa: Annotated[Text, From("name")]
    powiat: Annotated[Text, From("powiat")]
    w_aglomeracji_od: Annotated[date | None, From("member_since")]
    typy: tuple[TypeEntry, ...]
    zrodlo: Annotated[Text, From("source")]


@dataclass(frozen=True)
class Gminy:
    """Gminy w kolejności alfabetycznej."""

    gminy: tuple[GminaEntry, ...]


@dataclass(frozen=True)
class SourceEntry:
    """Skąd są wartości: urząd, zbiór, stan i licencja."""

    kod: Annotated[Code, From("code")]
    urzad: Annotated[Text, From("office")]
    zbior: Annotated[Text, From("dataset")]
    stan: Annotated[Text, From("state")]
    licencja: Annotated[Text, From("licence")]


@dataclass(frozen=True)
class Sources:
    """Źródła."""

    zrodla: tuple[SourceEntry, ...]


@dataclass(frozen=True)
class ParticipantEntry:
    """Gmina w projekcie; ``liczona``, gdy bierze udział z nazwy."""

    teryt6: Annotated[Teryt, From("teryt6")]
    udzial: Annotated[Part, From("part")]
    liczona: bool
    rola: Annotated[str, Field(description="rola słowami źródła"), From("role")]
    zrodlo: Annotated[Text, From("source")]


@dataclass(frozen=True)
class ProjectEntry:
    """Projekt słowami źródeł; ``wspolny`` to fałsz dla jednego podmiotu i dla samego planu."""

    kod: Annotated[Code, From("code")]
    tytul: Annotated[Text, From("title")]
    dziedziny: Annotated[Codes, From("domains")]
    wspolny: Annotated[bool, From("joint")]
    rodzaj: Annotated[Text, From("kind")]
    lider: Annotated[Text, From("lead")]
    program: Annotated[Text, From("programme")]
    poczatek: Annotated[Text, From("start")]
    koniec: Annotated[Text, From("end")]
    wartosc: Amount
    dofinansowanie_ue: Amount
    waluta: Annotated[Text, From("currency")]
    stan: Annotated[Text, From("status")]
    stan_na: Annotated[Text, From("status_as_of")]
    zrodlo: Annotated[Text, From("source")]
    uwagi: Annotated[Text, From("note")]
    gminy: tuple[ParticipantEntry, ...]


@dataclass(frozen=True)
class Projects:
    """Projekty w kolejności pliku danych."""

    projekty: tuple[ProjectEntry, ...]


@dataclass(frozen=True)
class VintageEntry:
    """Stan granic; ``od`` jest puste dla najstarszego i dla terytorium stałego."""

    kod: Annotated[Code, From("code")]
    od: Annotated[date | None, From("valid_from")]
    opis: Annotated[Text, From("label")]
    zrodlo: Annotated[Text, From("source")]


@dataclass(frozen=True)
class Vintages:
    """Stany granic od najstarszego, na końcu terytorium stałe."""

    granice: tuple[VintageEntry, ...]


@cache
def _attributes(kind: Any) -> Mapping[str, str]:
    """Return the attributes that fields of an entry are read from, by field."""
    hints = get_type_hints(kind, include_extras=True)
    marks = {name: getattr(hint, "__metadata__", ()) for name, hint in hints.items()}
    return {n: m.attribute for n, marked in marks.items() for m in marked if isinstance(m, From)}


def _entry(kind: Callable[..., T], source: object, **more: object) -> T:
    """Return an entry read from ``source``; ``more`` are the fields that it has no attribute of."""
    read = {name: getattr(source, of) for name, of in _attributes(kind).items()}
    return kind(**read, **more)


def _entries(kind: Callable[..., T], sources: Iterable[object]) -> tuple[T, ...]:
    return tuple(_entry(kind, source) for source in sources)


def indicators(dataset: Dataset) -> Indicators:
    """Return every indicator, those too thin for a map included."""
    return Indicators(tuple(_indicator(dataset, i) for i in dataset.indicators.values()))


def _indicator(dataset: Dataset, indicator: Indicator) -> IndicatorEntry:
    code, years = indicator.code, dataset.years(indicator.code)
    return _entry(
        IndicatorEntry,
        indicator,
        wzor=indicator.formula.text if indicator.formula else "",
        na_mapie=code in dataset.mapped,
        lata=years,
        najnowszy_rok=dataset.newest_full_year(code) if years else None,
        zrodla=dataset.series[code].figures.source_codes(),
        przerwy=_entries(BreakEntry, dataset.breaks_of(code)),
    )


def domains(dataset: Dataset) -> Domains:
    """Return the domains of cooperation and the groups beside them."""
    return Domains(tuple(_domain(dataset, domain) for domain in dataset.domains.values()))


def _domain(dataset: Dataset, domain: Domain) -> DomainEntry:
    return _entry(
        DomainEntry,
        domain,
        wskazniki=tuple(c for c, i in dataset.indicators.items() if i.domain == domain.code),
        projekty=tuple(dataset.joint_projects(domain.code)),
    )


def gminy(dataset: Dataset) -> Gminy:
    """Return the gminy with their types and the days these hold from."""
    return Gminy(
        tuple(
            _entry(GminaEntry, gmina, typy=tuple(TypeEntry(*since) for since in gmina.types))
            for gmina in dataset.gminy.values()
        )
    )


def sources(dataset: Dataset) -> Sources:
    """Return every source of figures."""
    return Sources(_entries(SourceEntry, dataset.sources.values()))


def projects(dataset: Dataset) -> Projects:
    """Return every project, plans and those of a single body included."""
    return Projects(tuple(map(_project, dataset.projects.values())))


def _project(project: Project) -> ProjectEntry:
    return _entry(
        ProjectEntry,
        project,
        wartosc=float(project.value) if project.value else None,
        dofinansowanie_ue=float(project.eu_grant) if project.eu_grant else None,
        gminy=tuple(
            _entry(ParticipantEntry, p, liczona=project.joint and p.part in TAKES_PART)
            for p in project.gminy
        ),
    )


def vintages(dataset: Dataset) -> Vintages:
    """Return every state of the borders."""
    return Vintages(_entries(VintageEntry, (vintage for _, vintage in _vintages(dataset))))


def _vintages(dataset: Dataset) -> tuple[tuple[Dataset, Vintage], ...]:
    merged = territory.constant(dataset)
    dated = tuple((dataset, vintage) for vintage in dataset.vintages)
    return dated if merged is dataset else (*dated, *((merged, v) for v in merged.vintages))


def borders(dataset: Dataset, code: str) -> bytes:
    """Return the gminy in the borders of a vintage as GeoJSON (RFC 7946).

    ``id`` is ``teryt6``; the member ``ao`` says which borders these are and where they are from.

    Raises
    ------
    KeyError
        If there is no such vintage.
    """
    known, vintage = {v.code: (owner, v) for owner, v in _vintages(dataset)}[code]
    features = []
    for teryt6, shape in vintage.frame.geometry.items():
        gmina = known.gminy[str(teryt6)]
        about = {"teryt6": gmina.teryt6, "gmina": gmina.name, "powiat": gmina.powiat}
        features.append(feature(about, shapely.orient_polygons(shape), gmina.teryt6))
    collection = {
        "type": "FeatureCollection",
        "ao": {"kod": vintage.code, "opis": vintage.label, "zrodlo": vintage.source},
        "bbox": [float(edge) for edge in vintage.frame.total_bounds],
        "features": features,
    }
    return compact_json(collection)
