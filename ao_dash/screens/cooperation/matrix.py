"""The matrix of „Współpraca”: how many joint projects each gmina has in each domain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ao_dash.model.dataset import Dataset
from ao_dash.model.numbers import counted, format_number
from ao_dash.model.project import Project, by_member
from ao_dash.screens.blocks import Choice, Table, TableCell
from ao_dash.screens.cooperation import filters
from ao_dash.screens.cooperation.filters import JOINT, Cells
from ao_dash.screens.cooperation.projects import LIST

DARKEST = 4
"""Projects from which a cell has the deepest shade."""

EMPTY = "–"
WHOLE = "Cały obszar"

_READING = (
    "Liczba wspólnych projektów, w których źródło wymienia gminę z nazwy; wybór liczby pokazuje te "
    "projekty. Projekt kilku dziedzin stoi w każdej z nich, więc liczb nie należy dodawać. "
    f"Pierwszy wiersz liczy też projekty bez nazw gmin. „{EMPTY}” znaczy tylko, że "
    f"{filters.NOT_FOUND}: wszystkie gminy podpisały porozumienie o każdej z tych dziedzin."
)


def matrix_table(
    dataset: Dataset, projects: Sequence[Project], gmina: str | None, domain: str | None
) -> Table:
    """Return the matrix; ``gmina`` and ``domain`` are the ones whose projects are listed."""
    joint = [project for project in projects if project.joint]
    cells = filters.matrix(dataset, joint)
    domains = {code: one.short for code, one in dataset.domains.items() if one.cooperation}
    by_gmina = by_member(joint)
    rows = [_whole(domains, joint, None if gmina else domain)]
    for t, one in dataset.gminy.items():
        picked = domain if t == gmina else None
        rows.append(
            (
                one.name,
                *(
                    _cell(cells, (t, code), f"{one.name}, {name}", chosen=picked == code)
                    for code, name in domains.items()
                ),
                _choice(len(by_gmina.get(t, ())), t, "", f"{one.name}, wszystkie dziedziny"),
            )
        )
    columns = ("Gmina", *domains.values(), "Razem różnych")
    numeric = tuple(range(1, len(columns)))
    return Table(
        "Gminy i dziedziny",
        _READING,
        columns,
        rows,
        numeric,
        ("", *dataset.gminy),
        chosen=gmina or "",
        turned=True,
    )


def _whole(
    domains: Mapping[str, str], joint: Sequence[Project], chosen: str | None
) -> tuple[TableCell, ...]:
    numbers = {code: sum(code in project.domains for project in joint) for code in domains}
    found = (
        _choice(numbers[code], "", code, f"{WHOLE}, {name}", chosen=code == chosen)
        for code, name in domains.items()
    )
    return WHOLE, *found, _choice(len(joint), "", "", f"{WHOLE}, wszystkie dziedziny")


def _cell(cells: Cells, at: tuple[str, str], label: str, *, chosen: bool) -> TableCell:
    number = len(cells.get(at, ()))
    return _choice(number, *at, label, level=min(number, DARKEST), chosen=chosen)


def _choice(
    number: int,
    gmina: str,
    domain: str,
    label: str,
    *,
    level: int | None = None,
    chosen: bool = False,
) -> TableCell:
    """Return a number that leads to its projects; without any there is nothing to lead to."""
    if not number:
        return EMPTY, 0
    return Choice(
        format_number(number),
        {"gmina": gmina, "dziedzina": domain, "projekt": ""},
        level,
        f"{label}: {counted(number, JOINT)}",
        chosen=chosen,
        to=LIST,
    )
