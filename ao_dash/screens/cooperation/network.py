"""Who works with whom: ties between gminy as words, tables and lines, and the maps."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from ao_dash.mapview.palette import ramp
from ao_dash.model.dataset import Dataset
from ao_dash.model.gmina import polish_key
from ao_dash.model.numbers import GMINA, PROJECT, counted, format_number
from ao_dash.model.project import Part, Project, by_member
from ao_dash.screens.blocks import Table, TableCell, Text
from ao_dash.screens.cooperation import filters
from ao_dash.screens.cooperation.filters import JOINT, PART_WORDS, Cells
from ao_dash.screens.shared.category_map import Caption, Category, Placed, map_of_categories

DEFAULT_TIE = 3
"""Shared projects from which a tie is shown unless somebody asks for another number."""

_WITH_GMINA = ("gminą", "gminami", "gminami", "gminami")
_TITLES = 5  # more names than this are counted instead


def thresholds(dataset: Dataset) -> range:
    """Return the numbers of shared projects that a tie can be asked to have at least."""
    found = filters.ties(dataset.projects.values())
    return range(1, max([DEFAULT_TIE, *map(len, found.values())]) + 1)


def strong(found: Cells, least: int) -> Cells:
    """Return the ties of at least ``least`` shared projects."""
    return {pair: codes for pair, codes in found.items() if len(codes) >= least}


def lines(found: Cells) -> list[tuple[str, str, float]]:
    """Return ties as two codes and a width in pixels, thin ones first."""
    return sorted(
        ((*pair, round(max(0.7, 1.4 * len(codes) - 1.8), 1)) for pair, codes in found.items()),
        key=lambda line: line[2],
    )


def ties_text(dataset: Dataset, found: Cells, least: int) -> list[str]:
    """Say how many ties there are, which are left out, and why there are so many."""
    if not found:
        return ["Żadne dwie gminy nie biorą z nazwy udziału w tym samym projekcie."]
    kept = len(strong(found, least))
    said = [f"Wspólny projekt łączy {counted(len(found), _PAIR_OBJECT)} gmin."]
    if least > 1:
        shown = counted(kept, _PAIR_OBJECT) if kept else "0 par"
        said.append(
            f"Pokazano {shown} z co najmniej {format_number(least)} wspólnymi projektami; "
            f"pozostałe ({format_number(len(found) - kept)}) pominięto."
        )
    return [" ".join(said), *_crowd(dataset, found)]


_PAIR_OBJECT = ("parę", "pary", "par", "pary")


def _crowd(dataset: Dataset, found: Cells) -> list[str]:
    """Name the project that alone makes more than half of the ties, if there is one."""
    codes = dict.fromkeys(code for shared in found.values() for code in shared)
    by_ties = {code: sum(code in shared for shared in found.values()) for code in codes}
    largest = max(by_ties, key=by_ties.__getitem__)
    if len(codes) == 1 or 2 * by_ties[largest] <= len(found):
        return []
    project = dataset.projects[largest]
    gminy = counted(len(project.members()), GMINA)
    said = f"Sam projekt „{project.title}” łączy ze sobą {gminy}, czyli {by_ties[largest]} z "
    return [f"{said}{len(found)} par; dlatego jeden wspólny projekt mówi o współpracy niewiele."]


def pair_table(dataset: Dataset, found: Cells, gmina: str | None) -> Table:
    """Return pairs of gminy with their shared projects, those of ``gmina`` first."""

    def names(pair: Iterable[str]) -> list[str]:
        ordered = sorted(pair, key=lambda t: (t != gmina, polish_key(dataset.gminy[t].name)))
        return [dataset.gminy[t].name for t in ordered]

    def key(item: tuple[tuple[str, str], Sequence[str]]) -> tuple[object, ...]:
        pair, codes = item
        return gmina not in pair, -len(codes), *map(polish_key, names(pair))

    return Table.of(
        f"Pary gmin i ich wspólne projekty ({format_number(len(found))})",
        sorted(found.items(), key=key),
        {
            "Para gmin": lambda item: " i ".join(names(item[0])),
            "Wspólne projekty": lambda item: format_number(len(item[1])),
            "Tytuły": lambda item: "\n".join(dataset.projects[c].title for c in item[1]),
        },
        numeric=("Wspólne projekty",),
        shut=True,
    )


def strength_table(
    dataset: Dataset, projects: Iterable[Project], least: int, gmina: str | None
) -> Table:
    """Return for every gmina its projects, with how many gminy it shares them, and with whom."""
    joint = [project for project in projects if project.joint]
    found, by_gmina = filters.ties(joint), by_member(joint)
    every = filters.strength(found)
    kept = filters.strength(strong(found, least))
    columns: dict[str, Callable[[str], TableCell]] = {
        "Gmina": lambda t: dataset.gminy[t].name,
        "Wspólne projekty": lambda t: format_number(len(by_gmina.get(t, ()))),
        "Z iloma gminami": lambda t: format_number(every.get(t, 0)),
    }
    if least > 1:
        heading = f"W tym co najmniej {counted(least, PROJECT)} z każdą"
        columns[heading] = lambda t: format_number(kept.get(t, 0))
    numeric = columns.keys() - {"Gmina"}
    columns["Najwięcej wspólnych"] = lambda t: closest(dataset, found, t)
    text = "Liczone są wspólne projekty, w których źródło wymienia obie gminy z nazwy."
    look = {"text": text, "keys": list(dataset.gminy), "chosen": gmina or ""}
    return Table.of("Z kim współpracuje każda gmina", dataset.gminy, columns, numeric, **look)


def closest(dataset: Dataset, found: Cells, gmina: str) -> str:
    """Say with whom ``gmina`` shares most projects, or a dash."""
    shared: Mapping[str, int] = {
        other: len(codes)
        for pair, codes in found.items()
        if gmina in pair
        for other in pair
        if other != gmina
    }
    if not shared:
        return "–"
    most = max(shared.values())
    names = sorted((dataset.gminy[t].name for t, n in shared.items() if n == most), key=polish_key)
    said = ", ".join(names) if len(names) <= _TITLES else f"z {counted(len(names), _WITH_GMINA)}"
    return f"{counted(most, JOINT)}: {said}"


def gmina_ties_text(dataset: Dataset, found: Cells, gmina: str, least: int) -> Text:
    """Say the ties of one gmina."""
    name = dataset.gminy[gmina].name
    every = filters.strength(found).get(gmina, 0)
    if not every:
        return Text("", [f"{name}: źródła nie wymieniają jej z nazwy razem z inną gminą."])
    kept = filters.strength(strong(found, least)).get(gmina, 0)
    said = f"Gmina {name} ma wspólny projekt z {counted(every, _WITH_GMINA)}"
    if least > 1:
        said += f", w tym co najmniej {counted(least, PROJECT)} z {format_number(kept)} z nich"
    return Text("", [f"{said}; najwięcej: {closest(dataset, found, gmina)}."])


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
    sentence = f"Udział gmin w projekcie „{project.title}”: {said}."
    caption = Caption(project.title, "Udział w wybranym projekcie", "", sentence)
    every = [*categories, NOT_NAMED]
    return map_of_categories(dataset, _year(dataset), caption, every, placed, query)


def of_all(
    dataset: Dataset,
    projects: Sequence[Project],
    least: int,
    sentence: str,
    query: Mapping[str, str],
) -> dict[str, Any]:
    """Return the map of how many joint projects each gmina has, with ties drawn over it."""
    by_gmina = by_member(project for project in projects if project.joint)
    found = filters.ties(projects)
    strength, drawn = filters.strength(found), strong(found, least)
    largest = max(map(len, by_gmina.values()), default=0)
    steps = min(largest, _STEPS)
    names = [counted(n, PROJECT) for n in range(1, steps + 1)]
    if largest > _STEPS:
        names[-1] = f"{format_number(_STEPS)} i więcej"
    categories = list(map(Category, names, ramp(_COUNTS, steps)))
    if len(by_gmina) < len(dataset.gminy):
        categories.append(NONE_FOUND)
    placed = {
        t: Placed(
            min(len(by_gmina[t]), _STEPS) - 1 if t in by_gmina else steps,
            _shared_text(len(by_gmina.get(t, ())), strength.get(t, 0)),
            listed=[dataset.projects[code].title for code in by_gmina.get(t, ())],
        )
        for t in dataset.gminy
    }
    short, listed = "Wspólne projekty gminy", "Wspólne projekty"
    caption = Caption("Współpraca gmin", short, "", sentence, listed)
    message = map_of_categories(dataset, _year(dataset), caption, categories, placed, query)
    tied = f"co najmniej {counted(least, JOINT)} (pary gmin: {format_number(len(drawn))})"
    return {**message, "ties": lines(drawn), "tied": tied if drawn else ""}


_OTHERS = ("inną gminą", "innymi gminami", "innymi gminami", "innymi gminami")


def _shared_text(projects: int, others: int) -> str:
    if not projects:
        return "w źródłach nie znaleziono wspólnego projektu z jej nazwą"
    shared = f" z {counted(others, _OTHERS)}" if others else ""
    return f"{counted(projects, JOINT)}{shared}"


def _year(dataset: Dataset) -> int:
    """Return the newest year of the data: today's borders and types go with it."""
    return max(year for series in dataset.series.values() for year in series)
