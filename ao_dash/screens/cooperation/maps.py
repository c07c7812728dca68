"""The maps of „Współpraca”: who takes part in one project, or how many projects each gmina has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ao_dash.mapview.palette import ramp
from ao_dash.model.dataset import Dataset
from ao_dash.model.numbers import GMINA, PROJECT, counted, format_number
from ao_dash.model.project import Part, Project, by_member
from ao_dash.screens.cooperation import filters, network
from ao_dash.screens.cooperation.filters import JOINT, PART_WORDS
from ao_dash.screens.shared.category_map import Caption, Category, Placed, map_of_categories

NOT_NAMED = Category("nie wymieniona z nazwy", "#c6cdc9")
NONE_FOUND = Category("nie znaleziono z nazwy", "#c6cdc9")

# Lightness tells apart what counts as taking part; the rest is pale, like what is not named.
_PART_COLOURS: Mapping[Part, str] = {
    Part.LEAD: "#0b2f52",
    Part.PARTNER: "#4d9fae",
    Part.SITE: "#dcb567",
    Part.BENEFICIARY: "#c58fae",
    Part.PLANNED: "#f0dfe8",
    Part.COLLECTIVE: "#f6f0d2",
    Part.MENTIONED: "#d5e6dc",
}
_COUNTS = ("#f3f1cf", "#bfe0b4", "#5fae9b")  # pale, so that lines over them can be seen
_STEPS = 5  # the last one is open


def of_project(dataset: Dataset, project: Project, query: Mapping[str, str]) -> dict[str, Any]:
    """Return the map of a project's gminy by their part."""
    rows = filters.partners(dataset, project)
    parts = [part for part in Part if any(row.part is part for row in rows)]
    categories = [Category(PART_WORDS[part], _PART_COLOURS[part]) for part in parts]
    # a gmina with two parts is shown by the first of them in the order of Part
    by_gmina = {
        row.teryt6: row for row in sorted(rows, key=lambda r: parts.index(r.part), reverse=True)
    }
    placed = {
        t: Placed(
            parts.index(by_gmina[t].part) if t in by_gmina else len(parts),
            f"{by_gmina[t].word} (źródło: {by_gmina[t].role})" if t in by_gmina else NOT_NAMED.name,
        )
        for t in dataset.gminy
    }
    counts = [
        f"{PART_WORDS[part]}: {counted(sum(r.part is part for r in by_gmina.values()), GMINA)}"
        for part in parts
    ]
    said = "; ".join(counts) or "źródło nie wymienia gmin z nazwy"
    caption = Caption(
        title=project.title,
        short="Udział w wybranym projekcie",
        when="",
        sentence=f"Udział gmin w projekcie „{project.title}”: {said}.",
    )
    return map_of_categories(
        dataset, _year(dataset), caption, [*categories, NOT_NAMED], placed, query
    )


def of_all(
    dataset: Dataset,
    projects: Sequence[Project],
    least: int,
    sentence: str,
    query: Mapping[str, str],
) -> dict[str, Any]:
    """Return the map of how many joint projects each gmina has, with ties drawn over it."""
    own = by_member(project for project in projects if project.joint)
    found = filters.ties(projects)
    strength = filters.strength(found)
    most = min(max(map(len, own.values()), default=0), _STEPS)
    open_end = max(map(len, own.values()), default=0) > _STEPS
    categories = [
        Category(_step_name(n, open_end=open_end and n == _STEPS), colour)
        for n, colour in enumerate(ramp(_COUNTS, most), 1)
    ]
    some_without = len(own) < len(dataset.gminy)
    placed = {
        t: Placed(
            min(len(own[t]), _STEPS) - 1 if t in own else most,
            _told(len(own.get(t, ())), strength.get(t, 0)),
            listed=[dataset.projects[code].title for code in own.get(t, ())],
        )
        for t in dataset.gminy
    }
    message = map_of_categories(
        dataset,
        _year(dataset),
        Caption("Współpraca gmin", "Wspólne projekty gminy", "", sentence, "Wspólne projekty"),
        [*categories, *([NONE_FOUND] if some_without else [])],
        placed,
        query,
    )
    drawn = network.strong(found, least)
    return {**message, "ties": network.lines(drawn), "tied": _tied(len(drawn), least)}


def _step_name(number: int, *, open_end: bool) -> str:
    return f"{format_number(number)} i więcej" if open_end else counted(number, PROJECT)


_OTHERS = ("inną gminą", "innymi gminami", "innymi gminami", "innymi gminami")


def _told(projects: int, others: int) -> str:
    if not projects:
        return "w źródłach nie znaleziono wspólnego projektu z jej nazwą"
    shared = f" z {counted(others, _OTHERS)}" if others else ""
    return f"{counted(projects, JOINT)}{shared}"


def _tied(drawn: int, least: int) -> str:
    """Return what the legend says of the lines."""
    if not drawn:
        return ""
    return f"co najmniej {counted(least, JOINT)} (pary gmin: {format_number(drawn)})"


def _year(dataset: Dataset) -> int:
    """Return the newest year of the data: today's borders and types go with it."""
    return max(year for series in dataset.series.values() for year in series)
