"""The first edition: everything is new in it."""

from __future__ import annotations

import re

import pandas as pd

from ao_dash.ingest.editions.diff import Change
from ao_dash.ingest.editions.edition import Edition
from ao_dash.ingest.editions.files import Tables
from ao_dash.ingest.editions.history import edition_rows, with_rows

_DAY = re.compile(r"\b\d{4}-(?:0[1-9]|1[0-2])(?:-\d{2})?\b")


def first_edition(tables: Tables) -> dict[str, pd.DataFrame]:
    """Return the table ``editions`` of built ``tables``.

    Its day is the newest that the state of any source names, or the first of that month, so
    that the same source gives the same table.

    Raises
    ------
    ValueError
        If no source names a day or a month.
    """
    days = [day for state in tables["sources"]["state"] for day in _DAY.findall(state)]
    if not days:
        msg = "sources.csv: no state names a day or a month"
        raise ValueError(msg)
    made = f"{max(days)}-01"[: len("2026-10-01")]
    nothing = {name: frame.head(0) for name, frame in tables.items()}
    edition = Edition(0, made, "build-data")
    rows = edition_rows(edition, nothing, tables, Change())
    return with_rows({"editions": pd.DataFrame()}, rows)
