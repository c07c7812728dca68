"""Small tables derived from the source material: gminy, types, projects."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd

from ao_dash.ingest.bootstrap.project_texts import edited
from ao_dash.model.project import Part

_JOINT_KINDS = re.compile(r"partnerski|własny AO|międzynarodowy AO|dokument AO")
_PLAN = re.compile(r"\bplan\b")
# What the words of a source mean for taking part, tried in this order.
_PARTS = (
    (re.compile(r"\(plan\)"), Part.PLANNED),
    (re.compile(r"zbiorczo"), Part.COLLECTIVE),
    (re.compile(r"objęta dokumentem|uczestnik spotkania"), Part.MENTIONED),
    (re.compile(r"^lider"), Part.LEAD),
    (re.compile(r"^(partner|uczestnik)"), Part.PARTNER),
    (re.compile(r"^(miejsce realizacji|pilotaż)"), Part.SITE),
    (re.compile(r"^beneficjent"), Part.BENEFICIARY),
)


def read_source(folder: Path, name: str) -> pd.DataFrame:
    """Read one source table as text."""
    return pd.read_csv(folder / name, dtype=str, keep_default_na=False)


def facts_tables(source: Path) -> dict[str, pd.DataFrame]:
    """Return the tables of gminy, of their types, of projects and of who takes part in them.

    Raises
    ------
    ValueError
        If a role in the source has no known meaning: someone must decide what it is.
    """
    folder = source / "facts"
    return {
        "gminy": read_source(folder, "gminy.csv")
        .loc[:, ["teryt6", "name", "powiat", "member_since", "source"]]
        .sort_values("teryt6"),
        "gmina_types": read_source(folder, "gmina_types.csv")
        .loc[:, ["teryt6", "type", "valid_from"]]
        .sort_values(["teryt6", "valid_from"]),
        "projects": _projects(folder),
        "project_gminy": _project_gminy(folder),
    }


def _projects(folder: Path) -> pd.DataFrame:
    raw = read_source(folder, "projects.csv").rename(columns={"project_id": "project"})
    joint = raw["kind"].map(lambda k: bool(_JOINT_KINDS.search(k)) and not _PLAN.search(k))
    raw["joint"] = joint.map({True: "1", False: "0"})
    columns = ["project", "title", "domains", "joint", "kind", "lead", "programme", "start", "end"]
    columns += ["value", "eu_grant", "currency", "status", "status_as_of", "source", "note"]
    texts = ["title", "kind", "lead", "programme", "status", "status_as_of", "note"]
    raw[texts] = raw[texts].map(edited)
    return raw[columns]


def _project_gminy(folder: Path) -> pd.DataFrame:
    raw = read_source(folder, "project_gminy.csv").rename(columns={"project_id": "project"})
    raw["part"] = raw["role"].map(_part)
    raw["role"] = raw["role"].map(edited)
    return raw[["project", "teryt6", "part", "role", "source"]]


def _part(role: str) -> str:
    for pattern, part in _PARTS:
        if pattern.search(role):
            return part.value
    msg = f"role without a known meaning: {role!r}"
    raise ValueError(msg)
