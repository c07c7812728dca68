"""The form of the small tables: columns, the rule of each cell, keys, references."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from ao_dash.model.flow import FlowKind
from ao_dash.model.gmina import GminaType
from ao_dash.model.indicator import FILED_ORIGINS, Kind, Polarity
from ao_dash.model.project import Part
from ao_dash.model.series import ANY, BreakKind, Status

FIRST_YEAR, LAST_YEAR = 1990, 2049

FIGURES = ("stats", "regional")
"""Names of the long tables, a row for each figure."""

AREA_CODE = r"[A-Z][A-Z0-9]{1,11}"
"""What the code of an area looks like."""

AWAITED = "awaited"
"""Origin of a row of ``indicators.csv`` that has no figures yet: ``refresh bdl`` may bring them."""


@dataclass(frozen=True)
class Column:
    """A column: the name of its rule and the regular expression its cells must match whole."""

    rule: str
    pattern: str
    refers_to: str | None = None


@dataclass(frozen=True)
class Table:
    """A file of the data folder: its columns by name and the columns that make a row unique.

    An ``optional`` file need not be there: its table has no rows then.
    """

    file: str
    columns: Mapping[str, Column]
    key: tuple[str, ...]
    optional: bool = False


def _one_of(values: Iterable[str]) -> str:
    return "|".join(values)


def _enum(kind: type[StrEnum], *, blank: bool = False) -> str:
    return _one_of([member.value for member in kind] + ([""] if blank else []))


_TEXT = Column("text", r"(?s).*\S.*")
_FREE = Column("free", r"(?s).*")
_CODE = Column("code", r"[A-Za-z][A-Za-z0-9_]*")
_DATE = Column("date", r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])")
_YEAR = Column("year", r"(199[0-9]|20[0-4][0-9])")
_NUMBER = r"-?[0-9]{1,13}(\.[0-9]{1,30})?"
_FLAG = Column("flag", r"0|1")
_FLAG_OR_BLANK = Column("flag or blank", r"[01]?")
_PLACE = Column("place", r"PL|[0-9]{4}|[0-9]{6}")
_DEGREES = Column("degrees", r"[0-9]{1,2}\.[0-9]{1,5}")
_DEGREES_OR_BLANK = Column("degrees", rf"({_DEGREES.pattern})?")
_WHOLE = Column("whole", r"[0-9]{1,8}")
_UNSIGNED = Column("number", r"[0-9]{1,13}(\.[0-9]{1,30})?")
_SOURCE = Column("code", _CODE.pattern, refers_to="sources")
_GMINA = Column("teryt6", r"[0-9]{6}", refers_to="gminy")
_INDICATOR = Column("code", _CODE.pattern, refers_to="indicators")

TABLES: Mapping[str, Table] = {
    "gminy": Table(
        "gminy.csv",
        {
            "teryt6": Column("teryt6", r"[0-9]{6}"),
            "name": _TEXT,
            "powiat": _TEXT,
            "member_since": Column("date", rf"({_DATE.pattern})?"),
            "source": _TEXT,
        },
        ("teryt6",),
    ),
    "gmina_types": Table(
        "gmina_types.csv",
        {
            "teryt6": _GMINA,
            "type": Column("type", _one_of(t for t in GminaType if t is not GminaType.MERGED)),
            "valid_from": _DATE,
        },
        ("teryt6", "valid_from"),
    ),
    "domains": Table(
        "domains.csv",
        {
            "domain": Column("domain", r"[a-z][a-z_]*"),
            "cooperation": _FLAG,
            "name": _TEXT,
            "short": _TEXT,
            "later": _FREE,
            "missing": _FREE,
            "source": _FREE,
        },
        ("domain",),
    ),
    "gaps": Table(
        "gaps.csv",
        {
            "domain": Column("domain", r"[a-z][a-z_]*", refers_to="domains"),
            "lacks": _TEXT,
            "indicator": _CODE,
        },
        ("domain", "indicator"),
    ),
    "synonyms": Table(
        "synonyms.csv",
        {"word": _TEXT, "indicator": Column("code", _CODE.pattern, refers_to="indicators")},
        ("word", "indicator"),
    ),
    "indicators": Table(
        "indicators.csv",
        {
            "indicator": _CODE,
            "name": _TEXT,
            "short": _TEXT,
            "unit": Column("text", _TEXT.pattern, refers_to="units"),
            "domain": Column("domain", r"[a-z][a-z_]*", refers_to="domains"),
            "kind": Column("kind", _enum(Kind)),
            "polarity": Column("polarity", _enum(Polarity)),
            "signed": _FLAG,
            "additive": _FLAG,
            "decimals": Column("decimals", r"[0-6]"),
            "weight": Column("code", rf"({_CODE.pattern})?"),
            "formula": _FREE,
            "origin": Column("origin", _one_of((*FILED_ORIGINS, AWAITED))),
            "bdl_variable": _FREE,
            "note": Column("text", _FREE.pattern),
            "constant_borders": _FLAG_OR_BLANK,
            "bdl_id": Column("variable", r"[0-9]{0,9}"),
            "bdl_words": _FREE,
            "bdl_units": _FREE,
            "bdl_divisor": Column("divisor", r"([1-9][0-9]*)?"),
            "bdl_since": Column("year", rf"{_YEAR.pattern}|"),
            "bdl_never": Column("years", r"([0-9]{4}( [0-9]{4})*)?"),
            "bdl_per_capita": _FLAG_OR_BLANK,
        },
        ("indicator",),
    ),
    "units": Table(
        "units.csv",
        {"unit": _TEXT, "one": _TEXT, "few": _TEXT, "many": _TEXT, "fraction": _TEXT},
        ("unit",),
    ),
    "sources": Table(
        "sources.csv",
        {"source": _CODE, "office": _TEXT, "dataset": _TEXT, "state": _TEXT, "licence": _TEXT},
        ("source",),
    ),
    "breaks": Table(
        "breaks.csv",
        {
            "indicator": Column("code", rf"{_CODE.pattern}|\{ANY}", refers_to="indicators"),
            "teryt6": Column("teryt6", rf"[0-9]{{6}}|\{ANY}", refers_to="gminy"),
            "year": _YEAR,
            "kind": Column("break", _enum(BreakKind)),
            "text": _TEXT,
            "story": Column("story", r"([a-z0-9]+(-[a-z0-9]+)*)?"),
        },
        ("indicator", "teryt6", "year", "kind"),
    ),
    "remarks": Table(
        "remarks.csv",
        {
            "indicator": _INDICATOR,
            "teryt6": Column("teryt6", rf"[0-9]{{6}}|\{ANY}", refers_to="gminy"),
            "year": Column("year", rf"{_YEAR.pattern}|"),
            "text": _TEXT,
        },
        ("indicator", "teryt6", "year", "text"),
    ),
    "projects": Table(
        "projects.csv",
        {
            "project": _CODE,
            "title": _TEXT,
            "domains": Column("domains", r"[a-z_]+(;[a-z_]+)*"),
            "joint": _FLAG,
            "kind": _TEXT,
            "lead": _FREE,
            "programme": _FREE,
            "start": _FREE,
            "end": _FREE,
            "value": Column("amount", r"([0-9]+(\.[0-9]+)?)?"),
            "eu_grant": Column("amount", r"([0-9]+(\.[0-9]+)?)?"),
            "currency": Column("currency", r"[A-Z]{3}|"),
            "status": _FREE,
            "status_as_of": _FREE,
            "source": _TEXT,
            "note": _FREE,
        },
        ("project",),
    ),
    "project_gminy": Table(
        "project_gminy.csv",
        {
            "project": Column("code", _CODE.pattern, refers_to="projects"),
            "teryt6": _GMINA,
            "part": Column("part", _enum(Part)),
            "role": _TEXT,
            "source": _TEXT,
        },
        ("project", "teryt6", "role"),
    ),
    "stats": Table(
        "stats.csv",
        {
            "teryt6": _GMINA,
            "indicator": _INDICATOR,
            "year": _YEAR,
            "value": Column("number", rf"({_NUMBER})?"),
            "status": Column("status", _enum(Status)),
            "source": _SOURCE,
        },
        ("teryt6", "indicator", "year"),
    ),
    "regional": Table(
        "regional.csv",
        {
            "region": Column("region", r"PL|[0-9]{2}|[0-9]{4}"),
            "indicator": _INDICATOR,
            "year": _YEAR,
            "value": Column("number", _NUMBER),
            "source": _SOURCE,
        },
        ("region", "indicator", "year"),
    ),
    "areas": Table(
        "areas.csv",
        {
            "area": Column("area", AREA_CODE),
            "name": _TEXT,
            "gminy": Column("members", r"[0-9]{6}( [0-9]{6})*"),
            "source": _TEXT,
        },
        ("area",),
        optional=True,
    ),
    "area_sums": Table(
        "area_sums.csv",
        {
            "area": Column("area", AREA_CODE, refers_to="areas"),
            "indicator": _INDICATOR,
            "year": _YEAR,
            "value": Column("number", _NUMBER),
            "source": _SOURCE,
        },
        ("area", "indicator", "year"),
        optional=True,
    ),
    "flows": Table(
        "flows.csv",
        {
            "flow": Column("flow", _enum(FlowKind)),
            "from": _PLACE,
            "to": _PLACE,
            "year": _YEAR,
            "persons": _WHOLE,
            "source": _SOURCE,
        },
        ("flow", "from", "to", "year"),
        optional=True,
    ),
    "flow_sums": Table(
        "flow_sums.csv",
        {
            "indicator": _INDICATOR,
            "flow": Column("flow", _enum(FlowKind)),
            "end": Column("end", "from|to"),
            "other": Column("other end", "all|area|[0-9]{6}"),
        },
        ("indicator",),
        optional=True,
    ),
    "flow_ends": Table(
        "flow_ends.csv",
        {"code": _PLACE, "name": _TEXT, "lon": _DEGREES, "lat": _DEGREES},
        ("code",),
        optional=True,
    ),
    "rail_stations": Table(
        "rail_stations.csv",
        {
            "name": _TEXT,
            "teryt6": _GMINA,
            "lon": _DEGREES_OR_BLANK,
            "lat": _DEGREES_OR_BLANK,
            "stops": _WHOLE,
            "year": _YEAR,
            "carriers": _TEXT,
            "source": _SOURCE,
        },
        ("name", "year"),
        optional=True,
    ),
    "air_stations": Table(
        "air_stations.csv",
        {
            "station": _CODE,
            "name": _TEXT,
            "address": _TEXT,
            "teryt6": _GMINA,
            "lon": _DEGREES,
            "lat": _DEGREES,
        },
        ("station",),
        optional=True,
    ),
    "air_means": Table(
        "air_means.csv",
        {
            "station": Column("code", _CODE.pattern, refers_to="air_stations"),
            "pollutant": _TEXT,
            "averaging": Column("averaging", "1g|24g"),
            "year": _YEAR,
            "mean": _UNSIGNED,
            "unit": _TEXT,
            "days_above_50": Column("whole", r"([0-9]{1,3})?"),
            "completeness": _UNSIGNED,
            "source": _SOURCE,
        },
        ("station", "pollutant", "averaging", "year"),
        optional=True,
    ),
    "editions": Table(
        "editions.csv",
        {
            "edition": _WHOLE,
            "made": _DATE,
            "command": _TEXT,
            "indicator": Column("code", rf"({_CODE.pattern})?"),  # it may be gone since
            "subject": _TEXT,
            "years": Column("years", rf"({_YEAR.pattern}( {_YEAR.pattern})*)?"),
            "new": _WHOLE,
            "changed": _WHOLE,
            "gone": _WHOLE,
        },
        ("edition", "indicator", "subject"),
        optional=True,
    ),
    "vintages": Table(
        "boundaries/vintages.csv",
        {
            "vintage": Column("vintage", r"[a-z0-9_]+"),
            "valid_from": Column("date", rf"({_DATE.pattern})?"),
            "file": Column("file", r"[A-Za-z0-9_]+\.geojson"),
            "label": _TEXT,
            "source": _TEXT,
        },
        ("vintage",),
    ),
}
