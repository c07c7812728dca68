"""What the screen „Współpraca” says: joint projects, who takes part, and who meets whom.

The matrix, the ties and the sentence count joint projects only and only gminy that take part by
name (:data:`ao_dash.model.project.TAKES_PART`), whatever else is shown beside them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from ao_dash.model.dataset import Dataset, Domain
from ao_dash.model.gmina import polish_key
from ao_dash.model.numbers import GMINA, counted, format_number, join_unit, plural
from ao_dash.model.project import Part, Participation, Project, by_member
from ao_dash.model.words import slug

NOT_STATED = "nie podano"
NO_PROGRAMME = "nie-podano"  # a code beside those of programmes

PART_WORDS: Mapping[Part, str] = {
    Part.LEAD: "lider",
    Part.PARTNER: "partner",
    Part.SITE: "miejsce realizacji",
    Part.BENEFICIARY: "beneficjent",
    Part.PLANNED: "planowany",
    Part.COLLECTIVE: "zbiorczo",
    Part.MENTIONED: "wzmiankowany",
}
"""Words for a column headed „Udział”; the source's own words stand beside them."""

WHY_NO_SUM = (
    "Wartości projektów nie są sumowane: źródła podają raz kwoty z planu lub wniosku, raz z umowy, "
    "a raz zaokrąglone przez prasę, jedne w złotych, inne w euro. Część kwot obejmuje też "
    "partnerów spoza obszaru."
)
NOT_FOUND = "nie znaleziono wspólnego projektu w źródłach"
"""What to say of a domain in :func:`domains_without`; it says nothing about the gminy."""

JOINT = ("wspólny projekt", "wspólne projekty", "wspólnych projektów", "wspólnego projektu")
PAIR = ("para", "pary", "par", "pary")

Span = tuple[int, int]
Cells = Mapping[tuple[str, str], tuple[str, ...]]

_IN_PROJECTS = ("projekcie", "projektach", "projektach", "projektu")
_TAKE = ("bierze", "biorą", "bierze", "bierze")
_NAMED = 3  # more pairs than this are counted instead
_OUTSIDE = {Part.COLLECTIVE, Part.MENTIONED, Part.PLANNED}

_YEAR = re.compile(r"\s*((?:19|20)[0-9]{2})(?![0-9])")
_PARTED = re.compile(r"\s;|;\s")
# No user part before the host: „http://gus.gov.pl@evil.example” leads elsewhere than it seems.
_ADDRESS = re.compile(r"https?://[\w.-]+(:[0-9]+)?([/?#][^\s<>\"\\]*)?(?=\s|$)", re.IGNORECASE)


@dataclass(frozen=True)
class Partner(Participation):
    """A participation for reading: with the gmina's name and, in ``word``, Polish for ``part``."""

    name: str
    word: str


def programmes(dataset: Dataset) -> Mapping[str, str]:
    """Return labels of programmes by code, in Polish alphabetical order, „nie podano” last.

    A programme is the source's text before the bracket, which holds the fund or a doubt. The code
    is that text in ASCII, so it does not depend on other projects.
    """
    found = {programme_code(p): _family(p.programme) for p in dataset.projects.values()}
    return dict(sorted(found.items(), key=lambda i: (i[0] == NO_PROGRAMME, polish_key(i[1]))))


def programme_code(project: Project) -> str:
    """Return the code of the project's programme, e.g. „rpo-wo-2014-2020”."""
    return slug(_family(project.programme)) or NO_PROGRAMME


def _family(programme: str) -> str:
    family = programme.partition("(")[0].strip() or programme.strip()
    return family if re.search(r"[^\W_]", family) else NOT_STATED


def period(project: Project) -> Span | None:
    """Return the first and the last year stated, ``None`` if neither is.

    Where a source leaves an end open, both are the one year stated; nothing is made up.
    """
    first, last = _year(project.start), _year(project.end)
    return (first or last or 0, last or first or 0) if first or last else None


def span(projects: Iterable[Project]) -> Span | None:
    """Return the first and the last year that is stated for any of the projects."""
    spans = [years for project in projects if (years := period(project))]
    return (min(first for first, _ in spans), max(last for _, last in spans)) if spans else None


def _year(text: str) -> int | None:
    found = _YEAR.match(text)
    return int(found[1]) if found else None


def chosen(
    dataset: Dataset,
    domain: str | None = None,
    programme: str | None = None,
    span: Span | None = None,
    *,
    joint_only: bool = True,
) -> tuple[Project, ...]:
    """Return the projects that match, in the order of the file; ``None`` does not filter.

    ``programme`` is a code of :func:`programmes`; ``span`` holds two years, both included. It
    leaves out only what the stated dates put outside it: a project without dates, or with an open
    end that may reach into it, stays. :func:`undated` counts those. ``joint_only`` hides plans and
    projects of a single gmina, company or school; when they are shown, :func:`mark` tells them.
    """
    return tuple(
        project
        for project in dataset.projects.values()
        if (project.joint or not joint_only)
        and domain in (None, *project.domains)
        and programme in (None, programme_code(project))
        and (span is None or _may_meet(project, span))
    )


def _may_meet(project: Project, span: Span) -> bool:
    first, last = _year(project.start), _year(project.end)
    return (first is None or first <= max(span)) and (last is None or last >= min(span))


def undated(projects: Iterable[Project], span: Span | None = None) -> tuple[Project, ...]:
    """Return projects with no year stated or, given ``span``, with no stated years in it."""
    low, high = (min(span), max(span)) if span else (0, 9999)
    stated = ((project, period(project)) for project in projects)
    return tuple(p for p, years in stated if not years or years[0] > high or years[1] < low)


def mark(project: Project) -> str:
    """Return „plan” or „niewspólny” for what is not a joint project, else nothing."""
    planned = any(row.part is Part.PLANNED for row in project.gminy)
    return "" if project.joint else "plan" if planned else "niewspólny"


def matrix(dataset: Dataset, projects: Iterable[Project]) -> Cells:
    """Return codes of joint projects by gmina and domain of cooperation; no cell is empty.

    Cells come in the order of gminy, then of domains. A project stands in each of its domains, so
    under a choice of one domain only its column is whole.
    """
    joint = [project for project in projects if project.joint]
    domains = [code for code, domain in dataset.domains.items() if domain.cooperation]
    found = {code: by_member(p for p in joint if code in p.domains) for code in domains}
    return {(t, c): found[c][t] for t in dataset.gminy for c in domains if t in found[c]}


def collective(projects: Iterable[Project]) -> Mapping[Part, tuple[Project, ...]]:
    """Return projects that speak of gminy collectively, by mention or as a plan, by that way.

    Such gminy are in no matrix and no tie; the same project may have others that take part.
    """
    found: dict[Part, list[Project]] = {}
    for project in projects:
        for part in _OUTSIDE & {row.part for row in project.gminy}:
            found.setdefault(part, []).append(project)
    return {part: tuple(found[part]) for part in Part if part in found}


def unnamed(projects: Iterable[Project]) -> tuple[Project, ...]:
    """Return the joint projects for which no source names a gmina that takes part."""
    return tuple(project for project in projects if project.joint and not project.members())


def partners(dataset: Dataset, project: Project) -> tuple[Partner, ...]:
    """Return all gminy of a project, the lead first, then in Polish alphabetical order.

    The lead may be no gmina at all, so there may be none here: see ``project.lead``.
    """
    rows = [
        Partner(**vars(row), name=dataset.gminy[row.teryt6].name, word=PART_WORDS[row.part])
        for row in project.gminy
    ]
    return tuple(sorted(rows, key=lambda r: (r.part is not Part.LEAD, polish_key(r.name))))


def ties(projects: Iterable[Project]) -> Cells:
    """Return codes of shared joint projects by pair of gminy, the smaller ``teryt6`` first."""
    found: dict[tuple[str, str], list[str]] = {}
    for project in (p for p in projects if p.joint):
        for pair in combinations(sorted(project.members()), 2):
            found.setdefault(pair, []).append(project.code)
    return {pair: tuple(codes) for pair, codes in sorted(found.items())}


def strength(found: Cells) -> Mapping[str, int]:
    """Return by ``teryt6`` with how many different gminy each is tied; none has zero."""
    return Counter(teryt6 for pair in found for teryt6 in pair)


def domains_without(dataset: Dataset) -> tuple[Domain, ...]:
    """Return the domains of cooperation without a joint project; :data:`NOT_FOUND` goes with it."""
    cooperation = (domain for domain in dataset.domains.values() if domain.cooperation)
    return tuple(domain for domain in cooperation if not dataset.joint_projects(domain.code))


NOTHING_LEFT = "Żaden wspólny projekt ze źródeł nie odpowiada wyborowi."
"""What is said when a choice leaves no joint project."""


def sentence(dataset: Dataset, projects: Iterable[Project]) -> str:
    """Say the joint projects in one sentence: how many, who takes part, which pair shares most."""
    joint = [project for project in projects if project.joint]
    if not joint:
        return NOTHING_LEFT
    parts = [f"Pokazano {counted(len(joint), JOINT)}", *_who(joint), *_closest(dataset, joint)]
    return "; ".join(parts) + "."


def _who(joint: Sequence[Project]) -> list[str]:
    members = {teryt6 for project in joint for teryt6 in project.members()}
    silent = "źródła nie podają z nazwy, które gminy uczestniczą"
    if not members:
        return [silent]
    number = len(members)
    said = [f"z nazwy {plural(number, _TAKE)} udział {counted(number, GMINA)}"]
    without = len(unnamed(joint))
    return said + ([f"w {counted(without, _IN_PROJECTS)} {silent}"] if without else [])


def _closest(dataset: Dataset, joint: Sequence[Project]) -> list[str]:
    found = ties(joint)
    if not found:
        return []
    most = max(map(len, found.values()))
    pairs = [pair for pair, codes in found.items() if len(codes) == most]
    names = (sorted((dataset.gminy[t].name for t in pair), key=polish_key) for pair in pairs)
    said = ", ".join(map(" i ".join, names))
    said = said if len(pairs) <= _NAMED else counted(len(pairs), PAIR)
    return [f"najwięcej wspólnych projektów w jednej parze gmin: {format_number(most)} ({said})"]


def safe_link(source: str) -> str | None:
    """Return the first http(s) address of a source text (parted by „ ; ”) that is safe to open."""
    found = (_ADDRESS.match(entry.strip()) for entry in _PARTED.split(source))
    # what does not print (marks of direction, of no width) can make an address look like another
    return next((m[0] for m in found if m and m[0].isprintable()), None)


def value_text(project: Project) -> str:
    """Return the value as stated, e.g. „10 996 169,22 PLN”, or „nie podano”; never a sum."""
    return _money(project.value, project.currency)


def grant_text(project: Project) -> str:
    """Return the grant of the EU as stated, or „nie podano”; never a sum."""
    return _money(project.eu_grant, project.currency)


def _money(amount: str, currency: str) -> str:
    if not amount:
        return NOT_STATED
    stated = format_number(float(amount), len(amount.partition(".")[2]))
    return join_unit(stated, currency or "(waluty nie podano)")
