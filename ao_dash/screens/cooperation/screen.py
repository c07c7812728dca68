"""The screen „Współpraca”: joint projects of the gminy, their domains, partners and ties."""

from __future__ import annotations

import operator
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Annotated

import pandas as pd
from pydantic.dataclasses import dataclass as pydantic_dataclass

from ao_dash.mapview.formula_text import span_text
from ao_dash.mapview.query import GMINA_PARAMETER, Parameter, QueryReader
from ao_dash.model.dataset import Dataset
from ao_dash.model.faults import shorten
from ao_dash.model.numbers import counted
from ao_dash.model.project import TAKES_PART, Project
from ao_dash.screens.base import Screen, ScreenChosen
from ao_dash.screens.blocks import Block, Heading, Page, Text
from ao_dash.screens.cooperation import commuting, filters, network, projects
from ao_dash.screens.cooperation.filters import JOINT, Cells
from ao_dash.screens.cooperation.matrix import matrix_table

COLUMNS: Mapping[str, str] = {
    "projekt": "kod projektu",
    "tytul": "tytuł według źródła",
    "teryt6": "pierwsze sześć cyfr kodu TERYT gminy; puste, gdy źródło nie wymienia żadnej",
    "gmina": "nazwa gminy",
    "udzial": "lider, partner i miejsce realizacji to udział z nazwy; pozostałych się nie liczy",
    "rola": "rola słowami źródła",
    "liczony": "tak, gdy liczy się w tabeli dziedzin i w więziach: wspólny projekt, udział z nazwy",
    "dziedziny": "dziedziny współpracy, rozdzielone średnikiem",
    "rodzaj": "rodzaj projektu",
    "wspolny": "tak albo nie (projekt jednego podmiotu lub sam plan)",
    "lider": "lider według źródła; może nim być podmiot inny niż gmina",
    "program": "program słowami źródła",
    "poczatek": "początek słowami źródła; bywa to data umowy",
    "koniec": "koniec słowami źródła",
    "wartosc": "wartość według źródła, pusta, gdy jej nie podano; nie należy sumować",
    "dofinansowanie_ue": "dofinansowanie z UE, puste, gdy go nie podano; nie należy sumować",
    "waluta": "waluta obu kwot",
    "status": "stan realizacji słowami źródła",
    "stan_na": "kiedy źródło podało stan realizacji",
    "zrodlo": "źródło",
    "uwagi": "uwagi do projektu i do kwot",
    "zrodlo_udzialu": "źródło informacji o udziale",
}
"""Columns of :func:`table` in their order, with their meaning in Polish."""


def years(dataset: Dataset) -> range:
    """Return the years that projects are dated with, from the first to the last."""
    span = filters.span(dataset.projects.values())
    return range(span[0], span[1] + 1) if span else range(0)


def domains(dataset: Dataset) -> dict[str, str]:
    """Return the names of the domains of cooperation by code."""
    return {code: d.short for code, d in dataset.domains.items() if d.cooperation}


def _read_year(name: str, reader: QueryReader) -> int | None:
    year, known = reader.whole(name), years(reader.dataset)
    if year in known or not reader.text(name):
        return year
    span = f"{known[0]}\N{EN DASH}{known[-1]}" if known else "brak"
    problem = f"Rok „{shorten(reader.text(name))}” leży poza latami projektów ({span})"
    reader.note(name, problem, "pominięto go")
    return None


def _read_least(reader: QueryReader) -> int:
    least, known = reader.whole("wiezi"), network.thresholds(reader.dataset)
    if least is not None and least in known:
        return least
    if reader.text("wiezi"):
        problem = (
            f"Liczba wspólnych projektów dla więzi musi być od {known[0]} do {known[-1]}, a nie "
            f"„{shorten(reader.text('wiezi'))}”"
        )
        reader.note("wiezi", problem, f"pokazano {network.DEFAULT_TIE}")
    return network.DEFAULT_TIE


DOMAIN = Parameter(
    "dziedzina",
    "kod dziedziny współpracy z `data/domains.csv`",
    label="Dziedzina",
    instead="pokazano wszystkie",
    codes=domains,
)
PROGRAMME = Parameter(
    "program",
    "program, z którego jest projekt",
    label="Program",
    instead="pokazano wszystkie",
    codes=filters.programmes,
)
SINCE = Parameter("od", "pierwszy rok projektów", codes=years, read=partial(_read_year, "od"))
UNTIL = Parameter("do", "ostatni rok projektów", codes=years, read=partial(_read_year, "do"))
PROJECT = Parameter(
    "projekt",
    "kod projektu z `data/projects.csv`",
    label="Projekt",
    instead="nie wybrano żadnego",
    codes=lambda dataset: dataset.projects,
)
LEAST = Parameter(
    "wiezi", "od ilu wspólnych projektów jest więź", codes=network.thresholds, read=_read_least
)


@pydantic_dataclass(frozen=True)
class CooperationChoice(ScreenChosen):
    """What is shown: filters, a gmina and a project to look at, and how strong a tie must be.

    ``None`` does not filter; ``programme`` is a code of :func:`cooperation.programmes`, ``since``
    and ``until`` are years.
    """

    domain: Annotated[str | None, DOMAIN] = None
    programme: Annotated[str | None, PROGRAMME] = None
    since: Annotated[int | None, SINCE] = None
    until: Annotated[int | None, UNTIL] = None
    gmina: Annotated[str | None, GMINA_PARAMETER] = None
    project: Annotated[str | None, PROJECT] = None
    least: Annotated[int, LEAST] = network.DEFAULT_TIE

    @classmethod
    def read(cls, reader: QueryReader) -> CooperationChoice:
        """Return the choice of an address; its years are in order."""
        choice = super().read(reader)
        if not (choice.since and choice.until and choice.since > choice.until):
            return choice
        reader.note("od", "Rok „od” jest późniejszy niż „do”", "zamieniono je miejscami")
        return replace(choice, since=choice.until, until=choice.since)

    def query(self) -> dict[str, str]:
        """Return the address that restores the choice; how strong a tie is, is always said."""
        return super().query() | {LEAST.name: str(self.least)}

    @property
    def period(self) -> filters.Span | None:
        """The years to look at, open ends included, or ``None`` for all."""
        if self.since is None and self.until is None:
            return None
        return self.since or 0, self.until or 9999


@dataclass(frozen=True, eq=False)
class _Shown:
    """The projects of a choice, sorted by what they count for."""

    dataset: Dataset
    choice: CooperationChoice

    def projects(self, domain: str | None) -> tuple[Project, ...]:
        """Return the projects of ``domain`` that match the other filters, joint or not."""
        programme, span = self.choice.programme, self.choice.period
        return filters.chosen(self.dataset, domain, programme, span, joint_only=False)

    @cached_property
    def joint(self) -> tuple[Project, ...]:
        return tuple(p for p in self.projects(self.choice.domain) if p.joint)

    @cached_property
    def others(self) -> tuple[Project, ...]:
        return tuple(p for p in self.projects(self.choice.domain) if not p.joint)

    @cached_property
    def ties(self) -> Cells:
        return filters.ties(self.joint)

    @cached_property
    def strong(self) -> Cells:
        return network.strong(self.ties, self.choice.least)

    @property
    def ties_text(self) -> list[str]:
        return network.ties_text(self.dataset, self.ties, self.choice.least)

    @property
    def project(self) -> Project | None:
        return self.dataset.projects[self.choice.project] if self.choice.project else None


def page(dataset: Dataset, choice: CooperationChoice) -> Page:
    """Return what the screen shows."""
    shown = _Shown(dataset, choice)
    if shown.project:
        picture = network.of_project(dataset, shown.project, choice.query())
    else:
        said = " ".join([filters.sentence(dataset, shown.joint), *shown.ties_text])
        picture = network.of_all(dataset, shown.joint, choice.least, said, choice.query())
    places = {"heading": [_heading(shown)], "board": _board(shown), "sheet": _sheet(shown)}
    return Page(places, [picture])


def _heading(shown: _Shown) -> Block:
    span = filters.span(shown.joint)
    years_text = f"{'lata' if span[0] < span[1] else 'rok'} {span_text(*span)}" if span else ""
    parts = [
        counted(len(shown.joint), JOINT),
        years_text,
        *_filters(shown),
        "źródło przy każdym projekcie",
    ]
    domain = shown.choice.domain
    empty = [d for d in filters.domains_without(shown.dataset) if d.code == domain]
    notice = [f"{d.short}: {filters.NOT_FOUND}." for d in empty]
    clear: list[str] = []
    if not shown.joint and not shown.project:
        notice = notice or [filters.NOTHING_LEFT]
        clear = [DOMAIN.name, PROGRAMME.name, SINCE.name, UNTIL.name]
    subtitle = " · ".join(filter(None, parts))
    return Heading("Współpraca: wspólne projekty gmin", subtitle, notice, clear)


def _filters(shown: _Shown) -> list[str]:
    """Say the filters in words; a hidden filter misleads."""
    dataset, choice = shown.dataset, shown.choice
    parts = []
    if choice.domain:
        parts.append(f"dziedzina: {dataset.domains[choice.domain].short}")
    if choice.programme:
        parts.append(f"program: {filters.programmes(dataset)[choice.programme]}")
    if choice.since:
        parts.append(f"od {choice.since} r.")
    if choice.until:
        parts.append(f"do {choice.until} r.")
    return parts


def _board(shown: _Shown) -> list[Block]:
    dataset, choice = shown.dataset, shown.choice
    if shown.project:
        return projects.panel(dataset, shown.project)
    sentence = Text("", [filters.sentence(dataset, shown.joint)], lead=True)
    if choice.gmina:
        every = (*shown.joint, *shown.others)
        ties = network.gmina_ties_text(dataset, shown.ties, choice.gmina, choice.least)
        return [sentence, ties, projects.of_gmina(dataset, every, choice.gmina, choice.project)]
    every = shown.projects(choice.domain)
    return [
        sentence,
        projects.cards(dataset, shown.joint, shown.ties, choice.least),
        projects.reminders(dataset, every, choice.domain, choice.period),
    ]


def _sheet(shown: _Shown) -> list[Block]:
    dataset, choice, project = shown.dataset, shown.choice, shown.project
    every, some = shown.projects(None), shown.projects(choice.domain)
    sheet: list[Block] = [
        *([projects.members(dataset, project, choice.gmina)] if project else []),
        matrix_table(dataset, every, choice.gmina, choice.domain),
        *projects.lists(dataset, some, choice.gmina, choice.domain, choice.project),
        Text("Sieć współpracy", shown.ties_text),
        network.strength_table(dataset, shown.joint, choice.least, choice.gmina),
        network.pair_table(dataset, shown.strong, choice.gmina),
        *commuting.blocks(dataset, shown.ties, choice.gmina),
    ]
    if project or choice.gmina:
        sheet.append(projects.reminders(dataset, some, choice.domain, choice.period))
    return [*sheet, projects.method()]


def table(dataset: Dataset, choice: CooperationChoice) -> pd.DataFrame:
    """Return the rows behind the screen: :func:`project_rows` of every project, joint or not.

    The gmina and the project to look at filter nothing.
    """
    return project_rows(dataset, _Shown(dataset, choice).projects(choice.domain))


def project_rows(dataset: Dataset, projects: Sequence[Project]) -> pd.DataFrame:
    """Return projects with their gminy, shape (rows, ``len(COLUMNS)``).

    There is a row for each gmina of each project, and one without a gmina for a project whose
    sources name none. Amounts are floats in the row's currency, NaN where not stated. Text cells
    are raw: whoever writes a spreadsheet makes them inert.
    """
    rows = [row for project in projects for row in _rows(dataset, project)]
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    return frame.astype({"wartosc": "float64", "dofinansowanie_ue": "float64"})


def _rows(dataset: Dataset, project: Project) -> list[dict[str, object]]:
    about: dict[str, object] = {
        "projekt": project.code,
        "tytul": project.title,
        "dziedziny": "; ".join(dataset.domains[code].short for code in project.domains),
        "rodzaj": project.kind,
        "wspolny": _yes(project.joint),
        "lider": project.lead,
        "program": project.programme,
        "poczatek": project.start,
        "koniec": project.end,
        "wartosc": project.value or None,
        "dofinansowanie_ue": project.eu_grant or None,
        "waluta": project.currency,
        "status": project.status,
        "stan_na": project.status_as_of,
        "zrodlo": project.source,
        "uwagi": project.note,
    }
    nobody = dict.fromkeys(("teryt6", "gmina", "udzial", "rola", "zrodlo_udzialu"), "")
    participants = [
        {
            "teryt6": one.teryt6,
            "gmina": one.name,
            "udzial": one.word,
            "rola": one.role,
            "liczony": _yes(project.joint and one.part in TAKES_PART),
            "zrodlo_udzialu": one.source,
        }
        for one in filters.partners(dataset, project)
    ]
    return [about | one for one in participants or [nobody | {"liczony": "nie"}]]


def _yes(answer: bool) -> str:  # noqa: FBT001 - the word for one of two
    return "tak" if answer else "nie"


SCREEN = Screen(
    "cooperation",
    "wspolpraca",
    "Współpraca",
    CooperationChoice,
    COLUMNS,
    page,
    table,
    about=operator.attrgetter("projects"),
)
