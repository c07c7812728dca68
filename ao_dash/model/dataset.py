"""Everything known about the area, immutable, with the questions one may ask of it."""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from ao_dash.model.area import Area, OtherArea
from ao_dash.model.edition import EditionChanges
from ao_dash.model.flow import FlowEnd, FlowKind, FlowTable
from ao_dash.model.gmina import Gmina
from ao_dash.model.indicator import Forms, Indicator
from ao_dash.model.project import Project, by_member
from ao_dash.model.ratio import WithRatios, ratio, series_of_ratio
from ao_dash.model.series import (
    ANY,
    Break,
    BreakKind,
    Cell,
    Remark,
    Series,
    positions,
    source_codes,
)
from ao_dash.model.station import AirStation, RailStation
from ao_dash.model.vintage import Vintage, vintage_for

_MIN_VALUES_OF_A_MAP = 2  # a map of one value is no map


@dataclass(frozen=True)
class Domain:
    """A domain of cooperation from the agreement, or a group beside them (``cooperation`` false).

    ``missing`` says in Polish what the data lack for it.
    """

    code: str
    name: str
    short: str
    cooperation: bool
    later: str
    missing: str
    source: str


class Awaited(NamedTuple):
    """An indicator without figures yet, which a refresh from the bank of data may bring."""

    name: str
    domain: str


@dataclass(frozen=True)
class Source:
    """Where figures come from: the office to name, its dataset, the state and the licence."""

    code: str
    office: str
    dataset: str
    state: str
    licence: str


@dataclass(frozen=True, eq=False, repr=False)
class Dataset:
    """Everything the project knows, keyed by code.

    ``area`` says what the area is called; ``gminy`` are in Polish alphabetical order; ``domains``
    and ``indicators`` in the order of their files; ``units`` holds nouns by unit; ``series`` holds
    published and derived indicators alike, all of the same places, and ``regional`` the same of the
    regions around, by their codes; ``context`` holds the GeoJSON mappings ``context``, ``powiaty``
    and ``towns``; ``synonyms`` are words that mean an indicator, by its code, and ``awaited`` the
    names of indicators that have no figures yet. ``flows`` are tables by kind and year, always
    between gminy of the register (also where gminy are merged), and ``flow_ends`` the places
    outside the area that they lead to. ``areas`` are other areas, whose sums are among
    ``regional``. ``editions`` say what came with each edition, newest first.
    ``indicators``, ``series`` and ``regional`` have those of ratios, too (see
    :mod:`ao_dash.model.ratio`), which they do not list.
    ``origin`` is set when gminy were merged: the dataset before that. ``memory`` belongs to
    :mod:`ao_dash.model.cache`.
    """

    root: Path
    area: Area
    gminy: Mapping[str, Gmina]
    domains: Mapping[str, Domain]
    indicators: Mapping[str, Indicator]
    units: Mapping[str, Forms]
    sources: Mapping[str, Source]
    series: Mapping[str, Series]
    regional: Mapping[str, Series]
    breaks: tuple[Break, ...]
    remarks: tuple[Remark, ...]
    projects: Mapping[str, Project]
    vintages: tuple[Vintage, ...]
    context: Mapping[str, Mapping[str, Any]]
    synonyms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    awaited: Mapping[str, Awaited] = field(default_factory=dict)
    flows: Mapping[tuple[FlowKind, int], FlowTable] = field(default_factory=dict)
    flow_ends: Mapping[str, FlowEnd] = field(default_factory=dict)
    rail_stations: tuple[RailStation, ...] = ()
    air_stations: Mapping[str, AirStation] = field(default_factory=dict)
    areas: Mapping[str, OtherArea] = field(default_factory=dict)
    editions: tuple[EditionChanges, ...] = ()
    origin: Dataset | None = None
    memory: dict[Any, Any] = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        """Let ratios be had like any other indicator."""
        regional = functools.partial(series_of_ratio, self, regional=True)
        for name, make in (
            ("indicators", functools.partial(ratio, self)),
            ("series", functools.partial(series_of_ratio, self)),
            ("regional", regional),
        ):
            object.__setattr__(self, name, WithRatios(getattr(self, name), make))

    def vintage(self, year: int) -> Vintage:
        """Return the borders on 31 December of ``year``."""
        return vintage_for(self.vintages, year)

    @functools.cached_property
    def places(self) -> Mapping[str, int]:
        """Positions of ``teryt6`` in the arrays of every series."""
        return next((series.places for series in self.series.values()), positions(self.gminy))

    def known(self, indicator: str, year: int) -> int:
        """Return how many gminy have a value of ``indicator`` in ``year``."""
        return self.series[indicator].counts.get(year, 0)

    def years(self, indicator: str) -> tuple[int, ...]:
        """Return the years of ``indicator`` in which any gmina has a value, ascending."""
        return tuple(year for year, known in self.series[indicator].counts.items() if known)

    def newest_full_year(self, indicator: str) -> int:
        """Return the newest year with the most values; in complete data, all gminy have one."""
        counts = self.series[indicator].counts
        return max(self.years(indicator), key=lambda year: (counts[year], year))

    @functools.cached_property
    def mapped(self) -> tuple[str, ...]:
        """Indicators with enough values for a map, in the order of the file."""
        return tuple(filter(self.can_map, self.indicators))

    def can_map(self, indicator: str) -> bool:
        """Tell whether some year of an indicator has enough values for a map."""
        enough = max(1, min(_MIN_VALUES_OF_A_MAP, len(self.gminy)))
        return max(self.series[indicator].counts.values(), default=0) >= enough

    def of_domain(self, domain: str) -> tuple[str, ...]:
        """Return mapped indicators of ``domain``."""
        return tuple(code for code in self.mapped if self.indicators[code].domain == domain)

    def single_values(self, domain: str) -> tuple[str, ...]:
        """Return indicators of ``domain`` too thin for a map but known for some gmina."""
        mapped = set(self.mapped)
        return tuple(
            code
            for code, indicator in self.indicators.items()
            if indicator.domain == domain and code not in mapped and self.years(code)
        )

    def lone_values(self, domain: str) -> tuple[tuple[Indicator, int, Gmina, float], ...]:
        """Return the newest figures of :meth:`single_values`, each with its gmina."""
        return tuple(
            (self.indicators[code], year, self.gminy[teryt6], value)
            for code in self.single_values(domain)
            for year in [self.newest_full_year(code)]
            for teryt6, value in self.series[code][year].numbers().items()
        )

    def breaks_of(self, indicator: str, teryt6: str | None = None) -> tuple[Break, ...]:
        """Return breaks of ``indicator`` (through its formula too), of one gmina if given."""
        codes = self._inputs(indicator)
        return tuple(
            b
            for b in self.breaks
            if b.indicator in codes and (teryt6 is None or b.teryt6 in (ANY, teryt6))
        )

    def breaks_of_group(self, indicator: str, members: Collection[str]) -> tuple[Break, ...]:
        """Return breaks of ``indicator`` that a figure of ``members`` together suffers from."""
        return kept_together(self.breaks_of(indicator), members)

    def remarks_of(self, indicator: str, year: int) -> tuple[Remark, ...]:
        """Return remarks on ``indicator`` (through its formula too) in ``year``."""
        codes = self._inputs(indicator)
        return tuple(r for r in self.remarks if r.indicator in codes and r.applies(year))

    def sources_of(self, cells: Iterable[Cell]) -> tuple[Source, ...]:
        """Return the sources of ``cells``, each once, in the order they come."""
        return tuple(self.sources[code] for code in source_codes(cells))

    def _inputs(self, indicator: str) -> tuple[str, ...]:
        formula = self.indicators[indicator].formula
        return (indicator, *(formula.inputs if formula else ()))

    def flow_end_name(self, code: str) -> str:
        """Return the name of an end of a flow, in the area or outside it."""
        if code in self.flow_ends:
            return self.flow_ends[code].name
        return (self.origin or self).gminy[code].name

    def joint_projects(self, domain: str) -> Mapping[str, Project]:
        """Return the joint projects of ``domain``, also those whose gminy no source names."""
        return self._joint.get(domain, ({}, {}))[0]

    def members(self, domain: str) -> Mapping[str, tuple[str, ...]]:
        """Return codes of joint projects of ``domain`` by the gminy that take part by name."""
        return self._joint.get(domain, ({}, {}))[1]

    @functools.cached_property
    def _joint(self) -> Mapping[str, tuple[Mapping[str, Project], Mapping[str, tuple[str, ...]]]]:
        found = {}
        for domain in self.domains:
            joint = {c: p for c, p in self.projects.items() if p.joint and domain in p.domains}
            found[domain] = (joint, by_member(joint.values()))
        return found


def kept_together(breaks: Collection[Break], members: Collection[str]) -> tuple[Break, ...]:
    """Return those of ``breaks`` that a figure of ``members`` together suffers from.

    A border moved between two of them changes nothing for them together.
    """
    inside = frozenset(members)
    moved: dict[tuple[str, int], set[str]] = {}
    for b in breaks:
        if b.kind is BreakKind.BORDERS:
            moved.setdefault((b.indicator, b.year), set()).add(b.teryt6)
    return tuple(
        b
        for b in breaks
        if b.teryt6 == ANY
        or (
            b.teryt6 in inside
            and not (b.kind is BreakKind.BORDERS and moved[b.indicator, b.year] <= inside)
        )
    )
