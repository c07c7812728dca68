"""Joint projects and who takes part in them, in the words of the sources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Part(StrEnum):
    """How a gmina takes part; the source's own words are kept beside it in ``role``."""

    LEAD = "lead"
    PARTNER = "partner"
    SITE = "site"
    BENEFICIARY = "beneficiary"
    PLANNED = "planned"
    COLLECTIVE = "collective"
    MENTIONED = "mentioned"


TAKES_PART = frozenset({Part.LEAD, Part.PARTNER, Part.SITE})
"""Parts that count as taking part: a plan, a mention or „21 gmin” said collectively do not."""


@dataclass(frozen=True)
class Participation:
    """One gmina in one project."""

    teryt6: str
    part: Part
    role: str
    source: str


@dataclass(frozen=True)
class Project:
    """A project as the sources state it. Texts are the sources'; values are never added up.

    ``joint`` is false for a project of a single gmina, company or school and for a mere plan.
    """

    code: str
    title: str
    domains: tuple[str, ...]
    joint: bool
    kind: str
    lead: str
    programme: str
    start: str
    end: str
    value: str
    eu_grant: str
    currency: str
    status: str
    status_as_of: str
    source: str
    note: str
    gminy: tuple[Participation, ...]

    def members(self) -> frozenset[str]:
        """Return ``teryt6`` of the gminy that take part by name."""
        return frozenset(p.teryt6 for p in self.gminy if p.part in TAKES_PART)


def by_member(projects: Iterable[Project]) -> Mapping[str, tuple[str, ...]]:
    """Return, by ``teryt6``, codes of the projects that the gmina takes part in by name."""
    found: dict[str, list[str]] = {}
    for project in projects:
        for teryt6 in sorted(project.members()):
            found.setdefault(teryt6, []).append(project.code)
    return {teryt6: tuple(codes) for teryt6, codes in found.items()}
