"""Joint projects for reading: lists, one project, and what they all come to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from ao_dash.model.dataset import Dataset
from ao_dash.model.numbers import GMINA, PROJECT, counted, format_number, plural
from ao_dash.model.project import TAKES_PART, Part, Project
from ao_dash.screens.blocks import Block, Cards, Choice, Link, Links, Table, TableCell, Text
from ao_dash.screens.cooperation import filters
from ao_dash.screens.cooperation.filters import JOINT, NOT_STATED, PART_WORDS, Cells, Span
from ao_dash.screens.cooperation.network import strong

CHOSEN, LIST = "projekt", "wykaz"
"""Anchors of the chosen project and of the first list of projects."""

_NAMED = 8  # more gminy than this are counted instead

_MARKS = {"plan": "plan", "niewspólny": "projekt niewspólny"}
_UNNAMED = "źródło nie wymienia gmin z nazwy"


def listed(
    dataset: Dataset,
    title: str,
    text: str,
    projects: Iterable[Project],
    chosen: str | None,
) -> Table:
    """Return a table of projects, those that began last first, undated ones last."""

    def domains(project: Project) -> str:
        return _lines(_MARKS.get(filters.mark(project), ""), *domain_names(dataset, project))

    return Table.of(
        title,
        newest_first(projects),
        {
            "Projekt": lambda p: title_cell(p, chosen),
            "Dziedziny": domains,
            "Lider i gminy": lambda p: _lines(
                f"lider: {p.lead or NOT_STATED}", *_gminy(dataset, p)
            ),
            "Program i okres": lambda p: _lines(
                f"program: {p.programme or NOT_STATED}", f"okres: {period_text(p)}"
            ),
            "Stan realizacji": lambda p: _lines(
                p.status or NOT_STATED, f"stan na: {p.status_as_of or NOT_STATED}"
            ),
            "Kwoty według źródła": lambda p: _lines(
                f"wartość: {filters.value_text(p)}", f"z UE: {filters.grant_text(p)}"
            ),
            "Uwagi": lambda p: p.note,
            "Źródło": lambda p: source_cell(p.source),
        },
        text=text,
        still=("Kwoty według źródła",),
        wordy=True,
    )


def lists(
    dataset: Dataset,
    projects: Sequence[Project],
    gmina: str | None,
    domain: str | None,
    chosen: str | None,
) -> list[Block]:
    """Return the joint projects, those of ``gmina`` first, then what is not joint.

    ``domain`` is the one that the projects were chosen by. The first list has an anchor.
    """
    joint = [project for project in projects if project.joint]
    where = f", {dataset.domains[domain].short}" if domain else ""

    def list_or_text(title: str, some: Sequence[Project], none: str) -> Table | Text:
        return listed(dataset, title, _ORDER, some, chosen) if some else Text(title, [none])

    with_gmina = [p for p in joint if gmina in p.members()]
    rest = [p for p in joint if p not in with_gmina]
    found: list[Table | Text] = []
    if gmina:
        title = f"{dataset.gminy[gmina].name}{where}: {counted(len(with_gmina), JOINT)} z nazwy"
        found.append(list_or_text(title, with_gmina, _NONE_OF_GMINA))
    if rest or not gmina:
        title = f"{'Pozostałe wspólne' if gmina else 'Wspólne'} projekty{where} ({len(rest)})"
        found.append(list_or_text(title, rest, filters.NOTHING_LEFT))
    if with_gmina:  # what goes for both is said once
        found[1:] = [replace(one, text="") for one in found[1:] if isinstance(one, Table)]
    found[0] = replace(found[0], anchor=LIST)
    others = [project for project in projects if not project.joint]
    if others:
        title = f"Projekty niewspólne i plany{where} ({len(others)})"
        found.append(replace(listed(dataset, title, _APART, others, chosen), shut=True))
    return [*found]


_ORDER = (
    "Wybór tytułu pokazuje projekt na mapie. Najpierw projekty o najpóźniejszym początku, na końcu "
    f"te bez dat. {filters.WHY_NO_SUM}"
)
_APART = (
    "Projekty jednej gminy, spółki lub szkoły oraz same plany: nie liczą się w tabelach, na mapie "
    "ani w zdaniach o współpracy."
)
_NONE_OF_GMINA = "W źródłach nie znaleziono takiego projektu, który wymienia tę gminę z nazwy."


def newest_first(projects: Iterable[Project]) -> list[Project]:
    """Return projects by falling first year, then last year; undated ones last."""

    def key(project: Project) -> tuple[int, int]:
        first, last = filters.period(project) or (0, 0)
        return -first, -last

    return sorted(projects, key=key)


def title_cell(project: Project, chosen: str | None) -> Choice:
    """Return the title, which chooses the project and leads to all that is known of it."""
    return Choice(
        project.title,
        {"projekt": project.code},
        label=f"{project.title}: pokaż na mapie i w szczegółach",
        chosen=project.code == chosen,
        to=CHOSEN,
    )


def domain_names(dataset: Dataset, project: Project) -> list[str]:
    """Return the short names of the project's domains."""
    return [dataset.domains[code].short for code in project.domains]


def period_text(project: Project) -> str:
    """Return start and end in the words of the source.

    >>> from types import SimpleNamespace
    >>> period_text(SimpleNamespace(start="2017-08-08 (umowa)", end=""))
    '2017-08-08 (umowa) – końca nie podano'
    """
    if not project.start and not project.end:
        return NOT_STATED
    return f"{project.start or 'początku nie podano'} – {project.end or 'końca nie podano'}"


def source_cell(source: str) -> TableCell:
    """Return a link to the first address that is safe to open, named by its host, or the text."""
    link = filters.safe_link(source)
    if link is None:
        return source
    host = (urlsplit(link).hostname or link).removeprefix("www.")
    return Link(host, link)


def _gminy(dataset: Dataset, project: Project) -> list[str]:
    """Say who takes part: by name where there are few, other ways of being named counted apart."""
    rows = filters.partners(dataset, project)
    named = [
        row.name if row.part is Part.PARTNER else f"{row.name} ({row.word})"
        for row in rows
        if row.part in TAKES_PART
    ]
    text = ", ".join(named) if len(named) <= _NAMED else "lista po wybraniu projektu"
    said = [f"z nazwy {counted(len(named), GMINA)}: {text}"] if named else [_UNNAMED]
    others = Counter(row.word for row in rows if row.part not in TAKES_PART)
    return said + [f"{word}: {counted(number, GMINA)}" for word, number in others.items()]


def panel(dataset: Dataset, project: Project) -> list[Block]:
    """Return everything the sources state of one project; who takes part is :func:`members`."""
    mark = filters.mark(project)
    facts: list[tuple[TableCell, ...]] = [
        ("Rodzaj", _lines(project.kind or NOT_STATED, _MARKS.get(mark, ""))),
        ("Dziedziny", _lines(*domain_names(dataset, project))),
        ("Lider", project.lead or NOT_STATED),
        ("Program", project.programme or NOT_STATED),
        ("Okres", period_text(project)),
        ("Stan realizacji", project.status or NOT_STATED),
        ("Stan na", project.status_as_of or NOT_STATED),
        ("Wartość", filters.value_text(project)),
        ("Dofinansowanie z UE", filters.grant_text(project)),
        ("Uwagi", project.note or "brak"),
        ("Źródło", source_cell(project.source)),
    ]
    back = Choice("Zamknij projekt, pokaż współpracę", {"projekt": ""})
    columns = ("Cecha", "Według źródła")
    table = Table(project.title, "", columns, facts, still=(0, 1), anchor=CHOSEN)
    return [Links("", [back]), table]


def members(dataset: Dataset, project: Project, gmina: str | None) -> Block:
    """Return the gminy of a project, with their part in the words of the sources."""
    partners = filters.partners(dataset, project)
    title = "Kto bierze udział w projekcie"
    if not partners:
        said = "Źródło nie wymienia gmin z nazwy; nie wiadomo, które biorą udział."
        return Text(title, [f"{said} Lider według źródła: {project.lead or NOT_STATED}."])
    return Table.of(
        title,
        partners,
        {
            "Gmina": lambda p: p.name,
            "Udział": lambda p: p.word,
            "Rola słowami źródła": lambda p: p.role,
            "Źródło": lambda p: source_cell(p.source),
        },
        text=PARTS_NOTE,
        keys=[p.teryt6 for p in partners],
        chosen=gmina or "",
    )


PARTS_NOTE = (
    "Udziałem z nazwy jest rola lidera, partnera lub miejsca realizacji. Gminy, o których źródło "
    "mówi zbiorczo, które tylko wzmiankuje, planuje albo podaje jako beneficjenta projektu "
    "niewspólnego, nie są liczone w tabelach współpracy."
)
"""What counts as taking part, for whoever reads a table of parts."""


def _lines(*texts: str) -> str:
    return "\n".join(filter(None, texts))


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
    lines = []
    empty = [one.short for one in filters.domains_without(dataset) if domain in (None, one.code)]
    if empty:
        lines.append(f"{', '.join(empty)}: {filters.NOT_FOUND}. {_ALL_SIGNED}")
    unnamed = len(filters.unnamed(joint))
    if unnamed:
        lines.append(f"Dla {counted(unnamed, _FOUND)} {_NOT_NAMED}")
    parts = filters.collective(projects).items()
    others = ", ".join(f"{PART_WORDS[part]}: {counted(len(p), PROJECT)}" for part, p in parts)
    if others:
        lines.append(f"Gminy nieliczone, bo źródło podaje je inaczej niż z nazwy ({others}).")
    return Text("O czym pamiętać", [*lines, *_undated(joint, span)], listed=True)


def _undated(joint: Sequence[Project], span: Span | None) -> list[str]:
    number = len(filters.undated(joint))
    if not number:
        return []
    said = f"{plural(number, _WITHOUT)} {counted(number, JOINT)}"
    if span is None:
        return [f"{said}."]
    outside = len(filters.undated(joint, span)) - number
    said += "; wybór lat ich nie ukrywa, bo nie wiadomo, kiedy trwały."
    some = f" Ponadto {counted(outside, PROJECT)} {plural(outside, _HAVE)} {_ONE_END}"
    return [said + some if outside else said]


def of_gmina(
    dataset: Dataset, projects: Sequence[Project], gmina: str, chosen: str | None
) -> Block:
    """Return every project that names a gmina in any way, what counts as taking part first."""
    name = dataset.gminy[gmina].name
    counts = {project.code: _counts(project, gmina) for project in projects}
    named = [p for p in newest_first(projects) if any(row.teryt6 == gmina for row in p.gminy)]
    if not named:
        return Text(name, [f"{name}: w źródłach nie znaleziono projektu z jej nazwą."])
    return Table.of(
        f"{name}: udział w projektach",
        sorted(named, key=lambda p: counts[p.code] != _COUNTED),
        {
            "Projekt": lambda p: title_cell(p, chosen),
            "Udział": lambda p: ", ".join(
                PART_WORDS[row.part] for row in p.gminy if row.teryt6 == gmina
            ),
            "Liczony": lambda p: counts[p.code],
        },
    )


_COUNTED = "tak"


def _counts(project: Project, gmina: str) -> str:
    """Say whether a project counts for a gmina, or why it does not."""
    if not project.joint:
        return f"nie: {filters.mark(project)}"
    named = any(row.teryt6 == gmina and row.part in TAKES_PART for row in project.gminy)
    return _COUNTED if named else "nie"


_METHOD = (
    (
        "Wykaz zebrano ze stron gmin, powiatów, programów i prasy; źródło stoi przy każdym "
        "projekcie. Projektów, których nie opisano publicznie, w nim nie ma."
    ),
    (
        "Wspólny jest projekt kilku gmin lub całego obszaru. Projekty jednego podmiotu i same "
        "plany są w osobnej tabeli i nie liczą się nigdzie indziej."
    ),
    PARTS_NOTE,
    "Więź łączy dwie gminy wymienione z nazwy w tym samym wspólnym projekcie.",
    "Daty, stan i kwoty są słowami źródeł; bywa to data umowy lub wyboru projektu.",
    filters.WHY_NO_SUM,
)


def method() -> Text:
    """Say how the figures were found and what they are not."""
    return Text("Jak czytać te liczby", _METHOD, listed=True)
