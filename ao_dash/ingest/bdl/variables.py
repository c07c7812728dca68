"""Variables of the bank that a data folder asks for, as its ``indicators.csv`` declares them.

``bdl_words`` are beginnings of words (``;`` between them, ``/`` between those that will do) that
the bank's own name has to have, ``bdl_units`` names of the unit (``|`` between those that will
do). Nothing in them counts as true before the bank has confirmed name and unit: an indicator that
is awaited gets its figures only then, and the variable in ``bdl_variable`` marks it as confirmed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ao_dash.datafolder.tables import records
from ao_dash.ingest.editions.files import Tables

_VARIABLE = re.compile(r"\d{1,9}")
_STOP_WORDS = frozenset({"gminy", "gmin", "stan", "grudnia", "oraz", "według", "dla", "przez"})
_MIN_LETTERS = 4
_STEM = 6  # letters that the forms of a Polish noun usually share


@dataclass(frozen=True)
class Entry:
    """One indicator that the bank may serve.

    ``divisor`` turns the bank's unit into ours; years before ``since`` and in ``never`` are not
    taken; ``per_capita`` is set when the figure depends on how the population is counted.
    """

    variable: str
    indicator: str
    says: tuple[tuple[str, ...], ...]
    units: tuple[str, ...]
    divisor: int
    since: int
    never: frozenset[int]
    per_capita: bool


def wanted(tables: Tables, domain: str | None = None) -> tuple[Entry, ...]:
    """Return what the bank is asked for, in the order of ``indicators.csv``.

    Parameters
    ----------
    tables
        Tables of the folder. Where an indicator names a variable and no words, what the bank's
        name has to say is read off the indicator's name, and the unit is that of the indicator.
    domain
        Only this domain; ``None`` for all.
    """
    rows = records(tables["indicators"])
    return tuple(_entry(row) for row in rows if domain in (None, row["domain"]) and _variable(row))


def _variable(row: Mapping[str, str]) -> str:
    """Return the variable of a row: a confirmed one goes before one that is only supposed."""
    confirmed = row["bdl_variable"].strip()
    return confirmed if _VARIABLE.fullmatch(confirmed) else row["bdl_id"]


def _entry(row: Mapping[str, str]) -> Entry:
    return Entry(
        variable=_variable(row),
        indicator=row["indicator"],
        says=tuple(tuple(word.split("/")) for word in row["bdl_words"].split(";") if word)
        or _stems(row["name"]),
        units=tuple((row["bdl_units"] or row["unit"]).split("|")),
        divisor=int(row["bdl_divisor"] or 1),
        since=int(row["bdl_since"] or 0),
        never=frozenset(int(year) for year in row["bdl_never"].split()),
        per_capita=row["bdl_per_capita"] == "1",
    )


def _stems(name: str) -> tuple[tuple[str, ...], ...]:
    words = re.findall(r"\w+", re.sub(r"\(.*?\)", "", name).lower())
    return tuple(
        (word[:_STEM],) for word in words if len(word) >= _MIN_LETTERS and word not in _STOP_WORDS
    )
