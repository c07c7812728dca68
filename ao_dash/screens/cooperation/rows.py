"""The rows behind „Współpraca”: joint projects and who takes part in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from ao_dash.model.dataset import Dataset
from ao_dash.model.project import TAKES_PART, Project
from ao_dash.screens.cooperation.filters import partners

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
"""Columns of :func:`whole_table` in their order, with their meaning in Polish."""


def whole_table(dataset: Dataset, projects: Sequence[Project]) -> pd.DataFrame:
    """Return projects with their gminy, shape (rows, ``len(COLUMNS)``).

    There is a row for each gmina of each project, and one without a gmina for a project whose
    sources name none. Amounts are floats in the row's currency, NaN where not stated. Text cells
    are raw: whoever writes a spreadsheet makes them inert.
    """
    rows = [
        _project_cells(dataset, project) | participant
        for project in projects
        for participant in _participants(dataset, project)
    ]
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    return frame.astype({"wartosc": "float64", "dofinansowanie_ue": "float64"})


def _project_cells(dataset: Dataset, project: Project) -> dict[str, object]:
    return {
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


def _participants(dataset: Dataset, project: Project) -> list[dict[str, str]]:
    rows = [
        {
            "teryt6": one.teryt6,
            "gmina": one.name,
            "udzial": one.word,
            "rola": one.role,
            "liczony": _yes(project.joint and one.part in TAKES_PART),
            "zrodlo_udzialu": one.source,
        }
        for one in partners(dataset, project)
    ]
    nobody = dict.fromkeys(("teryt6", "gmina", "udzial", "rola", "zrodlo_udzialu"), "")
    return rows or [nobody | {"liczony": "nie"}]


def _yes(answer: bool) -> str:  # noqa: FBT001 - the word for one of two
    return "tak" if answer else "nie"
