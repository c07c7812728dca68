"""Statistics derived from the source material: tidy values, indicators, sources, breaks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from ao_dash.ingest.bootstrap.catalog import Catalog, years_of
from ao_dash.ingest.bootstrap.facts import read_source, records
from ao_dash.model.indicator import Origin
from ao_dash.model.series import ANY, BreakKind, Status

_OPOLE = "166101"
# Names that the source spells with its own provenance; the catalogue says that in the note.
_FIELDS = ("name", "short", "unit", "domain", "kind", "polarity", "signed", "decimals")


def statistics_tables(source: Path, catalog: Catalog, members: Iterable[str]) -> dict[str, Any]:
    """Return the tables ``stats``, ``indicators``, ``sources``, ``breaks``, ``remarks``.

    Every (indicator, year) with any value gets a row for each of ``members``; a figure that is
    not there is a row with a status and no value.

    Raises
    ------
    ValueError
        If the catalogue and the source do not name the same indicators.
    """
    folder = source / "stats"
    described = {row["indicator"]: row for row in records(read_source(folder, "indicators.csv"))}
    _agree(set(described), catalog)
    values = read_source(folder, "stats_long.csv")
    stats = _complete(values, catalog, sorted(members))
    breaks = _breaks(source, catalog, values)
    return {
        "stats": stats,
        "indicators": _indicators(described, catalog),
        "sources": read_source(folder, "sources.csv"),
        "breaks": breaks,
        "remarks": _remarks(catalog),
    }


def _agree(described: set[str], catalog: Catalog) -> None:
    published = {code for code, entry in catalog.indicators.items() if "formula" not in entry}
    if published != described:
        msg = f"catalogue and source differ: {sorted(published ^ described)}"
        raise ValueError(msg)


def _complete(values: pd.DataFrame, catalog: Catalog, members: list[str]) -> pd.DataFrame:
    known: dict[tuple[str, str], dict[str, dict[str, str]]] = {}
    for row in records(values):
        known.setdefault((row["indicator"], row["year"]), {})[row["teryt6"]] = row
    rows: list[dict[str, str]] = []
    for (indicator, year), cells in known.items():
        source = min(row["source"] for row in cells.values())
        entry = catalog.indicators[indicator]
        for teryt6 in members:
            row = {"teryt6": teryt6, "indicator": indicator, "year": year}
            if teryt6 in cells:
                row |= {"value": _plain(cells[teryt6]["value"]), "status": Status.OK.value}
                row["source"] = cells[teryt6]["source"]
            else:
                row |= {"value": "", "status": _blank(entry, teryt6), "source": source}
            rows.append(row)
    order = {code: n for n, code in enumerate(catalog.indicators)}
    rows.sort(key=lambda r: (order[r["indicator"]], r["year"], r["teryt6"]))
    return pd.DataFrame(rows)


def _blank(entry: Mapping[str, Any], teryt6: str) -> str:
    blank = entry.get("blank", Status.MISSING.value)
    return str(entry.get("blank_opole", blank) if teryt6 == _OPOLE else blank)


def _plain(text: str) -> str:
    """Return the number as the source prints it, without an empty fraction."""
    return text.rstrip("0").rstrip(".") if "." in text else text


def _indicators(described: Mapping[str, Mapping[str, str]], catalog: Catalog) -> pd.DataFrame:
    return pd.DataFrame(
        [_indicator(code, entry, described.get(code)) for code, entry in catalog.indicators.items()]
    )


def _indicator(
    code: str, entry: Mapping[str, Any], raw: Mapping[str, str] | None
) -> dict[str, str]:
    said = {field: str(entry[field]) for field in _FIELDS if field in entry}
    if raw is not None:
        said = {"name": raw["name_pl"], "unit": raw["unit"], "domain": raw["domain"]} | said
    return {
        "indicator": code,
        "name": said["name"],
        "short": said["short"],
        "unit": said["unit"],
        "domain": said["domain"],
        "kind": said["kind"],
        "polarity": said["polarity"],
        "signed": "1" if entry.get("signed") else "0",
        "additive": "0" if entry.get("additive") is False else "1",
        "decimals": said["decimals"],
        "weight": entry.get("weight", ""),
        "formula": entry.get("formula", ""),
        "origin": _origin(raw).value,
        "bdl_variable": "" if raw is None else raw["bdl_variable"],
        "note": entry["note"],
    }


def _origin(raw: Mapping[str, str] | None) -> Origin:
    if raw is None:
        return Origin.DERIVED
    words = raw["origin"]
    if words.startswith("published"):
        return Origin.PUBLISHED
    return Origin.INVENTORY if words.startswith("third-party") else Origin.COMPILED


def _breaks(source: Path, catalog: Catalog, values: pd.DataFrame) -> pd.DataFrame:
    changes = records(read_source(source / "facts", "border_changes.csv"))
    years = {
        str(code): set(group.astype(int)) for code, group in values.groupby("indicator")["year"]
    }
    rows = [
        {
            "indicator": code,
            "teryt6": change["teryt6"],
            "year": change["year"],
            "kind": BreakKind.BORDERS.value,
            "text": f"{change['note']}: przerwa w szeregu.",
        }
        for code in catalog.indicators
        if code in years and code not in catalog.constant_borders
        for change in changes
        if min(years[code]) < int(change["year"]) <= max(years[code])
    ]
    rows += [
        {"indicator": code, "teryt6": ANY, "year": str(year)} | _said(entry, "kind", "text")
        for entry in catalog.breaks
        for code in entry["indicators"]
        for year in years_of(entry)
    ]
    return pd.DataFrame(rows)


def _remarks(catalog: Catalog) -> pd.DataFrame:
    rows = [
        {"indicator": code, "teryt6": entry.get("teryt6", ANY), "year": year} | _said(entry, "text")
        for entry in catalog.remarks
        for code in entry["indicators"]
        for year in [str(y) for y in years_of(entry)] or [""]
    ]
    return pd.DataFrame(rows)


def _said(entry: Mapping[str, Any], *fields: str) -> dict[str, str]:
    return {field: str(entry[field]) for field in fields}
