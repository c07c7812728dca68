"""The screen „Współpraca”: joint projects of the gminy, their domains, partners and ties."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Annotated

import pandas as pd
from pydantic.dataclasses import dataclass as pydantic_dataclass

from ao_dash.mapview.query import GMINA_PARAMETER, Chosen, Parameter, QueryReader
from ao_dash.model.dataset import Dataset
from ao_dash.model.faults import shorten
from ao_dash.model.numbers import counted
from ao_dash.model.project import Project
from ao_dash.screens.base import Screen
from ao_dash.screens.blocks import Block, Heading, Page, Text
from ao_dash.screens.cooperation import filters, network, projects
from ao_dash.screens.cooperation.filters import JOINT, Cells
from ao_dash.screens.cooperation.matrix import matrix_table
from ao_dash.screens.cooperation.rows import COLUMNS, whole_table


def years(dataset: Dataset) -> range:
    """Return the years that projects are dated with, from the first to the last."""
    spans = [s for p in dataset.projects.values() if (s := filters.period(p))]
    return range(min(s[0] for s in spans), max(s[1] for s in spans) + 1) if spans else range(0)


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
class Partnership(Chosen):
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
    def read(cls, reader: QueryReader) -> Partnership:
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
    choice: Partnership

    def projects(self, domain: str | None) -> tuple[Project, ...]:
        """Return the projects of ``domain`` that match the other filters, joint or not."""
        choice = filters.ProjectFilter(
            domain, self.choice.programme, self.choice.period, joint_only=False
        )
        return filters.chosen(self.dataset, choice)

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
    def project(self) -> Project | None:
        return self.dataset.projects[self.choice.project] if self.choice.project else None


def page(dataset: Dataset, choice: Partnership) -> Page:
    """Return what the screen shows."""
    shown = _Shown(dataset, choice)
    if shown.project:
        picture = network.of_project(dataset, shown.project, choice.query())
    else:
        said = " ".join([filters.sentence(dataset, shown.joint), *_network_words(shown)])
        picture = network.of_all(dataset, shown.joint, choice.least, said, choice.query())
    places: dict[str, list[Block]] = {
        "heading": [_heading(shown)],
        "board": _board(shown),
        "sheet": _sheet(shown),
    }
    return Page(places, [picture])


def _heading(shown: _Shown) -> Heading:
    years_said = projects.span_words(shown.joint)
    parts = [
        counted(len(shown.joint), JOINT),
        f"{'lata' if len(years_said) > 4 else 'rok'} {years_said}" if years_said else "",
        *_filters(shown),
        "źródło przy każdym projekcie",
    ]
    domain = shown.choice.domain
    empty = [d for d in filters.domains_without(shown.dataset) if d.code == domain]
    notice = [f"{d.short}: {filters.NOT_FOUND}." for d in empty]
    return Heading("Współpraca: wspólne projekty gmin", " · ".join(filter(None, parts)), notice)


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


def _network_words(shown: _Shown) -> list[str]:
    return network.ties_text(shown.dataset, shown.ties, shown.choice.least)


def _board(shown: _Shown) -> list[Block]:
    dataset, choice = shown.dataset, shown.choice
    if shown.project:
        return projects.panel(dataset, shown.project)
    board: list[Block] = [Text("", [filters.sentence(dataset, shown.joint)])]
    if choice.gmina:
        every = (*shown.joint, *shown.others)
        board.append(network.own_words(dataset, shown.ties, choice.gmina, choice.least))
        board.append(projects.of_gmina(dataset, every, choice.gmina, choice.project))
        return board
    board.append(projects.cards(dataset, shown.joint, shown.ties, choice.least))
    every = shown.projects(choice.domain)
    board.append(projects.reminders(dataset, every, choice.domain, choice.period))
    return board


def _sheet(shown: _Shown) -> list[Block]:
    dataset, choice = shown.dataset, shown.choice
    sheet: list[Block] = []
    if shown.project:
        sheet.append(projects.members(dataset, shown.project, choice.gmina))
    every = shown.projects(None)
    sheet.append(matrix_table(dataset, every, choice.gmina, choice.domain))
    some = shown.projects(choice.domain)
    sheet += projects.lists(dataset, some, choice.gmina, choice.domain, choice.project)
    sheet.append(Text("Sieć współpracy", _network_words(shown)))
    sheet.append(network.strength_table(dataset, shown.joint, choice.least, choice.gmina))
    sheet.append(network.pair_table(dataset, shown.strong, choice.gmina))
    if shown.project or choice.gmina:
        sheet.append(projects.reminders(dataset, some, choice.domain, choice.period))
    sheet.append(projects.method())
    return sheet


def table(dataset: Dataset, choice: Partnership) -> pd.DataFrame:
    """Return the rows behind the screen, columns of :data:`projects_table.COLUMNS`.

    They are those of every project that passes the filters, joint or not; the gmina and the
    project to look at filter nothing.
    """
    return whole_table(dataset, _Shown(dataset, choice).projects(choice.domain))


SCREEN = Screen("cooperation", "wspolpraca", "Współpraca", Partnership, COLUMNS, page, table)
