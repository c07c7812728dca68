"""Flows derived from the source material: persons by pair, and where the ends outside lie."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import pandas as pd

from ao_dash.datafolder.tables import records
from ao_dash.ingest.bootstrap.facts import read_source
from ao_dash.model.flow import FlowKind

_DIGITS = 3  # of a degree: about 100 m, enough to know on which side a place lies
_COMMUTING = ("commuting_within.csv", "commuting_outside.csv")
_MOVES_FILE = "flows_migration_2023.csv"
_MOVES = {"year": "2023", "source": "WI_MIG_2023"}
_IN_POWIAT = re.compile(r"(?P<name>.+) \(Powiat (m\.)?(?P<powiat>.+)\)")
_POWIAT_DIGITS = 4
_TYPES = {"1": "miasto", "2": "gmina wiejska", "3": "gmina miejsko-wiejska"}

_Row = Mapping[str, str]


def flow_tables(source: Path, members: Collection[str]) -> dict[str, pd.DataFrame]:
    """Return the tables ``flows`` and ``flow_ends``.

    Where the source says only the name and the powiat of an end, it has the code of the gmina if
    the powiat has one of this name, else that of the powiat.

    Parameters
    ----------
    source
        The source material.
    members
        Codes of the gminy of the area.

    Raises
    ------
    ValueError
        If an end that the source does not code cannot be found.
    """
    country = _Country(
        gpd.read_file(source / "country" / "borders_country_mixed.geojson"),
        read_source(source / "country", "powiaty.csv"),
    )
    ends: dict[str, str] = {}
    cells = [_moves(row) for row in records(read_source(source / "stats", _MOVES_FILE))]
    for name in _COMMUTING:
        for row in records(read_source(source / "flows", name)):
            cell = _commuting(row, country)
            ends |= {cell["from"]: row["from_name"], cell["to"]: row["to_name"]}
            cells.append(cell)
    outside = [country.end(code, ends[code]) for code in sorted(ends.keys() - members)]
    return {"flows": _summed(cells), "flow_ends": _told_apart(outside)}


@dataclass(frozen=True)
class _Country:
    """All gminy with ``teryt6``, ``name``, ``type``, ``powiat``, and the names of powiaty."""

    gminy: gpd.GeoDataFrame
    powiaty: pd.DataFrame

    def code(self, said: str) -> str:
        """Return the code of an end that is ``said`` as „name (Powiat of it)”."""
        found = self._called(said)
        if len(set(found["powiat"])) != 1:
            msg = f"end of a flow that cannot be found: {said!r}"
            raise ValueError(msg)
        return str(found["teryt6" if len(found) == 1 else "powiat"].iloc[0])

    def end(self, code: str, said: str) -> dict[str, object]:
        """Return the row of an end, with the type of its gmina."""
        whole_powiat = len(code) == _POWIAT_DIGITS
        found = self._called(said) if whole_powiat else self.gminy[self.gminy["teryt6"] == code]
        point = found.geometry.union_all().representative_point()
        name = said.replace("(Powiat", "(powiat") if whole_powiat else found["name"].iloc[0]
        place = {"lon": round(point.x, _DIGITS), "lat": round(point.y, _DIGITS)}
        return {"code": code, "name": name, "type": found["type"].iloc[0], **place}

    def _called(self, said: str) -> gpd.GeoDataFrame:
        match = _IN_POWIAT.fullmatch(said)
        name, powiat = (match["name"], match["powiat"]) if match else (said, "")
        powiaty = self.powiaty.loc[self.powiaty["name"] == powiat, "code"]
        return self.gminy[(self.gminy["name"] == name) & self.gminy["powiat"].isin(powiaty)]


def _commuting(row: _Row, country: _Country) -> dict[str, str]:
    """Return a cell of the matrices of commuting."""
    return {
        "flow": FlowKind.COMMUTING.value,
        "from": row["from"] or country.code(row["from_name"]),
        "to": row["to"] or country.code(row["to_name"]),
        "year": row["year"],
        "persons": row["value"],
        "source": row["source"],
    }


def _moves(row: _Row) -> dict[str, str]:
    """Return a cell of the matrix of moves."""
    ends = {"from": row["from_teryt6"], "to": row["to_teryt6"]}
    return {"flow": FlowKind.MOVES.value, **ends, "persons": row["persons_published"], **_MOVES}


def _summed(cells: list[dict[str, str]]) -> pd.DataFrame:
    """Return the cells with those of one ordered pair put together."""
    frame = pd.DataFrame(cells)
    frame["persons"] = frame["persons"].astype(int)
    keys = ["flow", "year", "from", "to", "source"]
    return frame.groupby(keys)["persons"].sum().reset_index()


def _told_apart(ends: list[dict[str, object]]) -> pd.DataFrame:
    """Return the ends; those of one name have the type of their gmina after it."""
    frame = pd.DataFrame(ends)
    same = frame["name"].duplicated(keep=False)
    types = frame.loc[same, "type"].map(_TYPES)
    frame.loc[same, "name"] = frame.loc[same, "name"] + " (" + types + ")"
    return frame
