"""Tables of joint projects and of who takes part in them, for files and the API."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from ao_dash.model.dataset import Dataset
from ao_dash.model.project import TAKES_PART, Project
from ao_dash.screens.cooperation.filters import partners

PROJECT_COLUMNS: Mapping[str, str] = {
    "projekt": "kod projektu",
    "tytul": "tytuł według źródła",
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
}
"""Columns of :func:`project_table` in their order, with their meaning in Polish."""

PARTICIPATION_COLUMNS: Mapping[str, str] = {
    "projekt": "kod projektu",
    "tytul": "tytuł projektu",
    "teryt6": "pierwsze sześć cyfr kodu TERYT gminy",
    "gmina": "nazwa gminy",
    "udzial": "lider, partner i miejsce realizacji to udział z nazwy; pozostałych się nie liczy",
    "rola": "rola słowami źródła",
    "zrodlo": "źródło informacji o udziale",
}
"""Columns of :func:`participation_table` in their order, with their meaning in Polish."""


def project_table(dataset: Dataset, projects: Iterable[Project]) -> pd.DataFrame:
    """Return a row for each project, shape (projects, ``len(PROJECT_COLUMNS)``).

    Amounts are floats in the row's currency, NaN where not stated. Text cells are raw: whoever
    writes a spreadsheet makes them inert.
    """
    rows = [_project_cells(dataset, project) for project in projects]
    frame = pd.DataFrame(rows, columns=list(PROJECT_COLUMNS))
    return frame.astype({"wartosc": "float64", "dofinansowanie_ue": "float64"})


def _project_cells(dataset: Dataset, p: Project) -> tuple[str | float, ...]:
    domains = "; ".join(dataset.domains[code].short for code in p.domains)
    amounts = (float(amount or "nan") for amount in (p.value, p.eu_grant))
    joint = "tak" if p.joint else "nie"
    texts = (p.code, p.title, domains, p.kind, joint, p.lead, p.programme, p.start, p.end)
    return (*texts, *amounts, p.currency, p.status, p.status_as_of, p.source, p.note)


def participation_table(dataset: Dataset, projects: Iterable[Project]) -> pd.DataFrame:
    """Return a row for each gmina of each project, shape (rows, ``len(PARTICIPATION_COLUMNS)``)."""
    rows = [
        (project.code, project.title, r.teryt6, r.name, r.word, r.role, r.source)
        for project in projects
        for r in partners(dataset, project)
    ]
    return pd.DataFrame(rows, columns=list(PARTICIPATION_COLUMNS))


COLUMNS: Mapping[str, str] = {
    "projekt": PROJECT_COLUMNS["projekt"],
    "tytul": PROJECT_COLUMNS["tytul"],
    "teryt6": "pierwsze sześć cyfr kodu TERYT gminy; puste, gdy źródło nie wymienia żadnej",
    "gmina": "nazwa gminy",
    "udzial": PARTICIPATION_COLUMNS["udzial"],
    "rola": PARTICIPATION_COLUMNS["rola"],
    "liczony": "tak, gdy liczy się w tabeli dziedzin i w więziach: wspólny projekt, udział z nazwy",
    **{
        name: meaning
        for name, meaning in PROJECT_COLUMNS.items()
        if name not in ("projekt", "tytul")
    },
    "zrodlo_udzialu": PARTICIPATION_COLUMNS["zrodlo"],
}
"""Columns of :func:`whole_table` in their order, with their meaning in Polish."""


def whole_table(dataset: Dataset, projects: Sequence[Project]) -> pd.DataFrame:
    """Return projects with their gminy, shape (rows, ``len(COLUMNS)``).

    There is a row for each gmina of each project, and one without a gmina for a project whose
    sources name none.
    """
    cells = project_table(dataset, projects).to_dict("records")
    rows = [
        {**of_project, **participant}
        for project, of_project in zip(projects, cells, strict=True)
        for participant in _participants(dataset, project)
    ]
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    return frame.astype({"wartosc": "float64", "dofinansowanie_ue": "float64"})


def _participants(dataset: Dataset, project: Project) -> list[dict[str, str]]:
    names = ("teryt6", "gmina", "udzial", "rola", "liczony", "zrodlo_udzialu")
    rows = [
        (
            one.teryt6,
            one.name,
            one.word,
            one.role,
            "tak" if project.joint and one.part in TAKES_PART else "nie",
            one.source,
        )
        for one in partners(dataset, project)
    ]
    return [dict(zip(names, row, strict=True)) for row in rows or [("", "", "", "", "nie", "")]]
