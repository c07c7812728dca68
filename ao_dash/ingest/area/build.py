"""A data folder of an area from material about the whole country."""

from __future__ import annotations

import json
import math
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely

from ao_dash.datafolder.area import FILE as AREA_FILE
from ao_dash.datafolder.boundaries import registered_areas
from ao_dash.datafolder.load import load
from ao_dash.datafolder.schema import AWAITED, TABLES
from ao_dash.datafolder.tables import records
from ao_dash.ingest.area.material import Material
from ao_dash.ingest.bootstrap.borders import context_layer, layer_text, powiat_lines, with_labels
from ao_dash.ingest.bootstrap.statistics import complete_figures
from ao_dash.ingest.editions.files import Tables, read_tables, write_tables
from ao_dash.model.area import AREA_TOLERANCE, Area
from ao_dash.model.dataset import Dataset
from ao_dash.model.formula import Formula
from ao_dash.model.region import POWIAT, VOIVODESHIP, is_city
from ao_dash.model.series import ANY, BreakKind
from ao_dash.model.settings import SHIPPED
from ao_dash.model.vintage import WEB_CRS, geodesic_areas

_VINTAGE, _BORDERS = "dzis", "gminy.geojson"
_REGISTER = "GUS TERC, stan na {}"
_AROUND = 0.25
"""How far beyond the area its neighbours are drawn, in shares of the area's own extent."""

_EMPTY = ("gaps", "remarks", "projects", "project_gminy", "regional")
"""Tables that must be there and of which the material knows nothing."""

_UNITS = {"km2": "km²", "osoba/km2": "os./km²", "‰": "na 1000 mieszk."}
"""Units of the material by the name they have here."""


@dataclass(frozen=True)
class Plan:
    """Which gminy make an area, under which names, and where the list of them is from.

    ``since`` holds the day a gmina joined, by ``teryt6``, where the source gives it.
    """

    area: Area
    members: frozenset[str]
    since: Mapping[str, str]
    source: str = ""


def build_area(material: Material, plan: Plan, target: Path) -> Dataset:
    """Write the folder ``target``, which must not be there, and return it checked.

    The descriptions of indicators that the shipped folder has are its own; others are described
    by the material alone. Nothing is estimated: what the material lacks is missing.

    Raises
    ------
    DataFaults
        If the folder would not pass its check; nothing is left of it then.
    """
    shipped = read_tables(SHIPPED)
    tables = _tables(material, plan, shipped)
    layers = _layers(material, plan.members)
    try:
        (target / "boundaries").mkdir(parents=True)
        write_tables(target, tables)
        for name, layer in layers.items():
            text = layer_text(layer) if len(layer) else '{"type":"FeatureCollection","features":[]}'
            (target / f"boundaries/{name}.geojson").write_text(text, encoding="utf-8")
        shutil.copyfile(SHIPPED / "README.md", target / "README.md")
        tolerance = _tolerance(layers["gminy"], tables["stats"])
        (target / AREA_FILE).write_text(_area_text(plan.area, tolerance), encoding="utf-8")
        return load(target)
    except Exception:
        shutil.rmtree(target, ignore_errors=True)
        raise


def _tables(material: Material, plan: Plan, shipped: Tables) -> dict[str, pd.DataFrame]:
    figures = material.figures(set(plan.members))
    indicators = _indicators(material, shipped, set(figures["indicator"]))
    published = indicators.loc[indicators["formula"] == "", "indicator"]
    codes = set(indicators["indicator"])
    stats = complete_figures(figures, published, plan.members)
    types = material.tables["gmina_types_country.csv"]
    types = types[types["teryt6"].isin(plan.members)]
    sources = material.tables["sources_country.csv"]
    breaks = shipped["breaks"]
    general = (breaks["teryt6"] == ANY) & (breaks["kind"] != BreakKind.BORDERS.value)
    synonyms, domains = shipped["synonyms"], shipped["domains"]
    domains = domains[domains["domain"].isin(indicators["domain"])]
    units = set(indicators["unit"])
    found = {
        "gminy": _gminy(material, plan, types),
        "gmina_types": types.rename(columns={"valid_on": "valid_from"}),
        "domains": domains.assign(
            cooperation="0", name=domains["short"], later="", missing="", source=""
        ),
        "synonyms": synonyms[synonyms["indicator"].isin(codes)],
        "indicators": indicators,
        "units": _units(shipped["units"], units),
        "sources": sources[sources["source"].isin(stats["source"])],
        "breaks": breaks[general & breaks["indicator"].isin(codes)].assign(story=""),
        "stats": stats,
        "vintages": _vintages(material, plan.members),
    }
    return found | {name: shipped[name].head(0) for name in _EMPTY}


def _gminy(material: Material, plan: Plan, types: pd.DataFrame) -> pd.DataFrame:
    names = material.tables["powiaty.csv"].set_index("code")["name"]
    rows = [
        {
            "teryt6": row["teryt6"],
            "name": row["name"],
            "powiat": f"m. {row['name']} (miasto na prawach powiatu)"
            if is_city(row["teryt6"])
            else names[row["teryt6"][:POWIAT]],
            "member_since": plan.since.get(row["teryt6"], ""),
            "source": plan.source or _REGISTER.format(row["valid_on"]),
        }
        for row in records(types)
    ]
    return pd.DataFrame(rows, columns=list(TABLES["gminy"].columns))


def _indicators(material: Material, shipped: Tables, known: set[str]) -> pd.DataFrame:
    """Return the rows of indicators with figures, then of those computed from them."""
    ours = shipped["indicators"]
    published = ours[ours["indicator"].isin(known) & (ours["formula"] == "")]
    derived = ours[
        [
            bool(formula) and origin != AWAITED and set(Formula.parse(formula).inputs) <= known
            for formula, origin in zip(ours["formula"], ours["origin"], strict=True)
        ]
    ]
    described = set(published["indicator"])
    foreign = material.tables["indicators_country.csv"]
    foreign = foreign[foreign["indicator"].isin(known - described)]
    added = pd.DataFrame([_foreign(row) for row in records(foreign)], columns=list(ours.columns))
    rows = pd.concat([published, derived, added], ignore_index=True)
    weighted = rows["weight"].isin(known)
    order = {code: n for n, code in enumerate(ours["indicator"])}
    places = rows["indicator"].map(order).fillna(len(order))
    return rows.assign(weight=rows["weight"].where(weighted, "")).iloc[
        places.argsort(kind="stable")
    ]


def _foreign(row: Mapping[str, str]) -> dict[str, str]:
    """Describe an indicator that only the material knows."""
    unit = _UNITS.get(row["unit"], row["unit"])
    blank = dict.fromkeys(TABLES["indicators"].columns, "")
    return blank | {
        "indicator": row["indicator"],
        "name": row["name_pl"],
        "short": row["name_pl"],
        "unit": unit,
        "domain": row["domain"],
        "kind": "share" if unit == "%" else "count",
        "polarity": "neutral",
        "signed": "0",
        "additive": "1",
        "decimals": "1" if unit == "%" else "0",
        "origin": "compiled" if row["origin"].startswith("derived") else "published",
        "note": row["note"] or row["origin"],
    }


def _units(known: pd.DataFrame, used: set[str]) -> pd.DataFrame:
    """Return the forms of units; one that does not decline has the same four times."""
    strange = sorted(used - set(known["unit"]))
    added = pd.DataFrame([dict.fromkeys(known.columns, unit) for unit in strange])
    return pd.concat([known[known["unit"].isin(used)], added], ignore_index=True)


def _vintages(material: Material, members: frozenset[str]) -> pd.DataFrame:
    coarse = material.is_coarse(set(members))
    states = sorted(set(material.borders.loc[sorted(members), "state"]))
    row = {
        "vintage": _VINTAGE,
        "valid_from": "",
        "file": _BORDERS,
        "label": "granice zgrubne, stan 2019" if coarse else "granice, stan 2025",
        "source": f"{', '.join(states)} (GUGiK, przetworzone)",
    }
    return pd.DataFrame([row])


def _layers(material: Material, members: frozenset[str]) -> dict[str, gpd.GeoDataFrame]:
    """Return borders, neighbours, lines of powiaty and, since the material has none, no towns."""
    borders = material.borders
    own = borders.loc[sorted(members), ["geometry"]].reset_index()
    gminy = with_labels(gpd.GeoDataFrame(own, geometry="geometry", crs=WEB_CRS))
    west, south, east, north = gminy.total_bounds
    wide, high = _AROUND * (east - west), _AROUND * (north - south)
    frame = shapely.box(west - wide, south - high, east + wide, north + high)
    near = borders[borders.intersects(frame) & ~borders.index.isin(members)].sort_index()
    nothing = gpd.GeoDataFrame({"name": []}, geometry=[], crs=WEB_CRS)
    names = list(zip(near.index, near["name"], strict=True))
    context = context_layer(names, near.geometry.to_numpy()) if names else nothing
    lines = powiat_lines({_VINTAGE: gminy}, context)
    return {"gminy": gminy, "context": context, "powiaty": lines, "towns": nothing}


def _tolerance(gminy: gpd.GeoDataFrame, stats: pd.DataFrame) -> float:
    """Return the share by which drawn areas may differ: the usual one, or as much as they do."""
    drawn = geodesic_areas(gminy.set_index("teryt6"))
    worst = max(
        (
            abs(drawn[code] / area - 1)
            for areas in registered_areas(stats).values()
            for code, area in areas.items()
        ),
        default=0.0,
    )
    return max(AREA_TOLERANCE, math.ceil(worst * 1000) / 1000)


def _area_text(area: Area, tolerance: float) -> str:
    """Return the file of the area; its texts are written as TOML and JSON both write them."""
    name = {"nominative": area.name, "genitive": area.genitive, "locative": area.locative}
    lines = [f"code = {_quoted(area.code)}"]
    if tolerance > AREA_TOLERANCE:
        lines += ["# granice są zgrubne: tyle wynosi największa różnica powierzchni od rejestru"]
        lines += [f"area_tolerance = {tolerance}"]
    lines += ["", "[name]", *_pairs(name | {"short": area.short})]
    for town in area.core:
        core = {"teryt6": town.teryt6, "genitive": town.genitive}
        lines += ["", "[[core]]", *_pairs(core)]
    lines += ["", "[voivodeships]", *_pairs(area.voivodeships)]
    return "\n".join(lines) + "\n"


def _pairs(texts: Mapping[str, str]) -> Sequence[str]:
    return [f"{key} = {_quoted(text)}" for key, text in texts.items()]


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def voivodeships(material: Material, members: frozenset[str]) -> dict[str, str]:
    """Return the names of the voivodeships that hold ``members``, by code."""
    held = {code[:VOIVODESHIP] for code in members}
    rows = records(material.tables["voivodeships.csv"])
    return {row["code"]: f"województwo {row['name']}" for row in rows if row["code"] in held}
