"""What the joint projects come to: figures at a glance, and what a reader must keep in mind."""

from __future__ import annotations

from collections.abc import Sequence

from ao_dash.mapview.formula_text import span_text
from ao_dash.model.dataset import Dataset
from ao_dash.model.numbers import PROJECT, counted, format_number, plural
from ao_dash.model.project import TAKES_PART, Project
from ao_dash.screens.blocks import Block, Cards, Table, TableCell, Text
from ao_dash.screens.cooperation import filters
from ao_dash.screens.cooperation.filters import JOINT, PART_WORDS, Cells, Span
from ao_dash.screens.cooperation.network import strong
from ao_dash.screens.cooperation.projects import PARTS_TOLD, newest_first, title_cell

_ALL_SIGNED = (
    "Nie znaczy to, że gminy w tym nie współpracują: wszystkie podpisały porozumienie o każdej "
    "dziedzinie."
)
_NOT_NAMED = (
    "źródła nie podają z nazwy, które gminy uczestniczą; są w wykazie i w pierwszym wierszu tabeli "
    "dziedzin, lecz nie przy gminach."
)
_HAVE = ("ma", "mają", "ma", "ma")
_ONE_END = "podany tylko jeden koniec, poza tymi latami."
_WITHOUT = ("Bez podanych lat jest", "Bez podanych lat są", "Bez podanych lat jest", "")
_FOUND = ("wspólnego projektu", "wspólnych projektów", "wspólnych projektów", "")


def cards(dataset: Dataset, joint: Sequence[Project], ties: Cells, least: int) -> Cards:
    """Return the numbers of projects, gminy and pairs."""
    members = {teryt6 for project in joint for teryt6 in project.members()}
    covered = {code for p in joint for code in p.domains if dataset.domains[code].cooperation}
    of_all = sum(domain.cooperation for domain in dataset.domains.values())
    unnamed, undated = filters.unnamed(joint), filters.undated(joint)
    several = f"{format_number(len(strong(ties, least)))} z co najmniej {counted(least, PROJECT)}"
    return Cards(
        [
            (
                "wspólne projekty",
                format_number(len(joint)),
                "",
                f"w {format_number(len(covered))} z {of_all} dziedzin współpracy",
            ),
            ("gminy z nazwy", format_number(len(members)), "", f"z {len(dataset.gminy)}"),
            ("pary gmin", format_number(len(ties)), "", several if least > 1 else ""),
            ("bez nazw gmin", format_number(len(unnamed)), plural(len(unnamed), PROJECT), ""),
            ("bez podanych lat", format_number(len(undated)), plural(len(undated), PROJECT), ""),
        ]
    )


def reminders(
    dataset: Dataset, projects: Sequence[Project], domain: str | None, span: Span | None
) -> Text:
    """Return what the figures leave out: who is not named, what has no date, empty domains."""
    joint = [project for project in projects if project.joint]
    lines = [*_without(dataset, domain), *_unnamed(joint), *_other_parts(projects)]
    lines += _undated(joint, span)
    return Text("O czym pamiętać", lines, listed=True)


def _without(dataset: Dataset, domain: str | None) -> list[str]:
    empty = [one for one in filters.domains_without(dataset) if domain in (None, one.code)]
    if not empty:
        return []
    names = ", ".join(one.short for one in empty)
    return [f"{names}: {filters.NOT_FOUND}. {_ALL_SIGNED}"]


def _unnamed(joint: Sequence[Project]) -> list[str]:
    number = len(filters.unnamed(joint))
    if not number:
        return []
    return [f"Dla {counted(number, _FOUND)} {_NOT_NAMED}"]


def _other_parts(projects: Sequence[Project]) -> list[str]:
    found = filters.collective(projects)
    lines = [f"{PART_WORDS[part]}: {counted(len(some), PROJECT)}" for part, some in found.items()]
    if not lines:
        return []
    return [f"Gminy nieliczone, bo źródło podaje je inaczej niż z nazwy ({', '.join(lines)})."]


def _undated(joint: Sequence[Project], span: Span | None) -> list[str]:
    number = len(filters.undated(joint))
    if not number:
        return []
    said = f"{plural(number, _WITHOUT)} {counted(number, JOINT)}"
    if span is None:
        return [f"{said}."]
    outside = len(filters.undated(joint, span)) - number
    some = (
        f" Ponadto {counted(outside, PROJECT)} {plural(outside, _HAVE)} {_ONE_END}"
        if outside
        else ""
    )
    return [f"{said}; wybór lat ich nie ukrywa, bo nie wiadomo, kiedy trwały.{some}"]


def of_gmina(
    dataset: Dataset, projects: Sequence[Project], gmina: str, chosen: str | None
) -> Block:
    """Return every project that names a gmina in any way, what counts as taking part first."""
    name = dataset.gminy[gmina].name
    rows: list[tuple[TableCell, ...]] = []
    for project in newest_first(projects):
        words = [PART_WORDS[row.part] for row in project.gminy if row.teryt6 == gmina]
        if words:
            rows.append((title_cell(project, chosen), ", ".join(words), _kind(project, gmina)))
    rows.sort(key=lambda row: row[-1] != _COUNTED)
    if not rows:
        return Text(name, [f"{name}: w źródłach nie znaleziono projektu z jej nazwą."])
    return Table(f"{name}: udział w projektach", "", ("Projekt", "Udział", "Liczony"), rows)


_COUNTED = "tak"


def _kind(project: Project, gmina: str) -> str:
    """Say whether a project counts for a gmina, or why it does not."""
    if not project.joint:
        mark = filters.mark(project)
        return f"nie: {mark}"
    named = any(row.teryt6 == gmina and row.part in TAKES_PART for row in project.gminy)
    return _COUNTED if named else "nie"


_METHOD = (
    (
        "Wykaz zebrano ze stron gmin, powiatów, programów i prasy; źródło stoi przy każdym "
        "projekcie. Projektów, których nie opisano publicznie, w nim nie ma."
    ),
    (
        "Wspólny jest projekt kilku gmin lub całej Aglomeracji. Projekty jednego podmiotu i same "
        "plany są w osobnej tabeli i nie liczą się nigdzie indziej."
    ),
    PARTS_TOLD,
    "Więź łączy dwie gminy wymienione z nazwy w tym samym wspólnym projekcie.",
    "Daty, stan i kwoty są słowami źródeł; bywa to data umowy lub wyboru projektu.",
    filters.WHY_NO_SUM,
)


def method() -> Text:
    """Say how the figures were found and what they are not."""
    return Text("Jak czytać te liczby", _METHOD, listed=True)


def span_words(joint: Sequence[Project]) -> str:
    """Return the first and the last year stated for the projects, or nothing."""
    spans = [span for project in joint if (span := filters.period(project))]
    if not spans:
        return ""
    return span_text(min(span[0] for span in spans), max(span[1] for span in spans))
