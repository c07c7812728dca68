"""The catalogue: what there is to ask for, as lists for programs."""

from __future__ import annotations

import json
from typing import Any

import shapely

from ao_dash.model import territory
from ao_dash.model.dataset import Dataset, Domain
from ao_dash.model.indicator import Indicator
from ao_dash.model.project import TAKES_PART, Project
from ao_dash.model.vintage import Vintage
from ao_dash.output.catalogue.entries import (
    BreakEntry,
    DomainEntry,
    Domains,
    GminaEntry,
    Gminy,
    IndicatorEntry,
    Indicators,
    ParticipantEntry,
    ProjectEntry,
    Projects,
    SourceEntry,
    Sources,
    TypeEntry,
    VintageEntry,
    Vintages,
)


def indicators(dataset: Dataset) -> Indicators:
    """Return every indicator, those too thin for a map included."""
    return Indicators(tuple(_indicator(dataset, i) for i in dataset.indicators.values()))


def _indicator(dataset: Dataset, indicator: Indicator) -> IndicatorEntry:
    code, years = indicator.code, dataset.years(indicator.code)
    return IndicatorEntry(
        kod=code,
        nazwa=indicator.name,
        skrot=indicator.short,
        jednostka=indicator.unit,
        dziedzina=indicator.domain,
        rodzaj=indicator.kind,
        biegunowosc=indicator.polarity,
        ze_znakiem=indicator.signed,
        miejsca_po_przecinku=indicator.decimals,
        pochodzenie=indicator.origin,
        wzor=indicator.formula.text if indicator.formula else "",
        na_mapie=code in dataset.mapped,
        lata=years,
        najnowszy_rok=dataset.newest_full_year(code) if years else None,
        zrodla=dataset.series[code].figures.source_codes(),
        przerwy=tuple(
            BreakEntry(b.teryt6, b.year, b.kind, b.text) for b in dataset.breaks_of(code)
        ),
        zmienna_bdl=indicator.bdl_variable,
        uwagi=indicator.note,
    )


def domains(dataset: Dataset) -> Domains:
    """Return the domains of cooperation and the groups beside them."""
    return Domains(tuple(_domain(dataset, domain) for domain in dataset.domains.values()))


def _domain(dataset: Dataset, domain: Domain) -> DomainEntry:
    return DomainEntry(
        kod=domain.code,
        nazwa=domain.name,
        skrot=domain.short,
        wspolpraca=domain.cooperation,
        pozniej=domain.later,
        brakuje=domain.missing,
        zrodlo=domain.source,
        wskazniki=tuple(c for c, i in dataset.indicators.items() if i.domain == domain.code),
        projekty=tuple(dataset.joint_projects(domain.code)),
    )


def gminy(dataset: Dataset) -> Gminy:
    """Return the gminy with their types and the days these hold from."""
    return Gminy(
        tuple(
            GminaEntry(
                teryt6=gmina.teryt6,
                nazwa=gmina.name,
                powiat=gmina.powiat,
                w_aglomeracji_od=gmina.member_since,
                typy=tuple(TypeEntry(since, kind) for since, kind in gmina.types),
                zrodlo=gmina.source,
            )
            for gmina in dataset.gminy.values()
        )
    )


def sources(dataset: Dataset) -> Sources:
    """Return every source of figures."""
    return Sources(
        tuple(
            SourceEntry(s.code, s.office, s.dataset, s.state, s.licence)
            for s in dataset.sources.values()
        )
    )


def projects(dataset: Dataset) -> Projects:
    """Return every project, plans and those of a single body included."""
    return Projects(tuple(map(_project, dataset.projects.values())))


def _project(project: Project) -> ProjectEntry:
    return ProjectEntry(
        kod=project.code,
        tytul=project.title,
        dziedziny=project.domains,
        wspolny=project.joint,
        rodzaj=project.kind,
        lider=project.lead,
        program=project.programme,
        poczatek=project.start,
        koniec=project.end,
        wartosc=float(project.value) if project.value else None,
        dofinansowanie_ue=float(project.eu_grant) if project.eu_grant else None,
        waluta=project.currency,
        stan=project.status,
        stan_na=project.status_as_of,
        zrodlo=project.source,
        uwagi=project.note,
        gminy=tuple(
            ParticipantEntry(
                teryt6=part.teryt6,
                udzial=part.part,
                liczona=project.joint and part.part in TAKES_PART,
                rola=part.role,
                zrodlo=part.source,
            )
            for part in project.gminy
        ),
    )


def vintages(dataset: Dataset) -> Vintages:
    """Return every state of the borders."""
    return Vintages(
        tuple(
            VintageEntry(vintage.code, vintage.valid_from, vintage.label, vintage.source)
            for _, vintage in _vintages(dataset)
        )
    )


def _vintages(dataset: Dataset) -> tuple[tuple[Dataset, Vintage], ...]:
    merged = territory.constant(dataset)
    own = tuple((dataset, vintage) for vintage in dataset.vintages)
    return own if merged is dataset else (*own, *((merged, v) for v in merged.vintages))


def borders(dataset: Dataset, code: str) -> bytes:
    """Return the gminy in the borders of a vintage as GeoJSON (RFC 7946).

    ``id`` is ``teryt6``; the member ``ao`` says which borders these are and where they are from.

    Raises
    ------
    KeyError
        If there is no such vintage.
    """
    known, vintage = {v.code: (owner, v) for owner, v in _vintages(dataset)}[code]
    collection = {
        "type": "FeatureCollection",
        "ao": {"kod": vintage.code, "opis": vintage.label, "zrodlo": vintage.source},
        "bbox": [float(edge) for edge in vintage.frame.total_bounds],
        "features": [
            _feature(known, str(teryt6), shape) for teryt6, shape in vintage.frame.geometry.items()
        ],
    }
    return json.dumps(collection, ensure_ascii=False, separators=(",", ":")).encode()


def _feature(dataset: Dataset, teryt6: str, shape: Any) -> dict[str, object]:
    gmina = dataset.gminy[teryt6]
    return {
        "type": "Feature",
        "id": teryt6,
        "properties": {"teryt6": teryt6, "gmina": gmina.name, "powiat": gmina.powiat},
        "geometry": shapely.geometry.mapping(shapely.orient_polygons(shape)),
    }
