"""What came with each edition, from its table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import pandas as pd

from ao_dash.datafolder.nature import Check
from ao_dash.datafolder.tables import records
from ao_dash.model.edition import EditionChanges, SubjectChange

_HEAD = ["edition", "made", "command"]  # the same in every row of an edition


def edition_checks(rows: pd.DataFrame, _: Mapping[str, pd.DataFrame]) -> Iterator[Check]:
    """Return the checks of the history of editions beyond those of single cells."""
    first = rows.drop_duplicates("edition")[_HEAD]
    alike = set(first.itertuples(index=False, name=None))
    heads = rows[_HEAD].itertuples(index=False, name=None)
    yield "edition", ", ".join(_HEAD), pd.Series([head in alike for head in heads], dtype=bool)


def read_editions(rows: pd.DataFrame) -> tuple[EditionChanges, ...]:
    """Return the editions of the checked ``rows``, newest first."""
    found: dict[int, list[dict[str, str]]] = {}
    for row in records(rows):
        found.setdefault(int(row["edition"]), []).append(row)
    return tuple(_edition(number, found[number]) for number in sorted(found, reverse=True))


def _edition(number: int, rows: Sequence[Mapping[str, str]]) -> EditionChanges:
    made, command = date.fromisoformat(rows[0]["made"]), rows[0]["command"]
    return EditionChanges(number, made, command, tuple(map(_change, rows)))


def _change(row: Mapping[str, str]) -> SubjectChange:
    return SubjectChange(
        indicator=row["indicator"],
        subject=row["subject"],
        years=tuple(map(int, row["years"].split())),
        new=int(row["new"]),
        changed=int(row["changed"]),
        gone=int(row["gone"]),
    )
