"""The tables of a data folder as text, read and written back."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pandas as pd

from ao_dash.datafolder.schema import TABLES
from ao_dash.datafolder.tables import read_table
from ao_dash.datafolder.tables import records as records  # noqa: PLC0414 - for those who read here
from ao_dash.ingest.editions import atomic
from ao_dash.model.faults import DataFaults, Fault

Tables = Mapping[str, pd.DataFrame]
"""Tables of :data:`ao_dash.datafolder.schema.TABLES` by name, cells as text."""


def read_tables(root: Path) -> dict[str, pd.DataFrame]:
    """Read the tables of the folder ``root``.

    Raises
    ------
    DataFaults
        If any cannot be read; their content is not checked.
    """
    tables: dict[str, pd.DataFrame] = {}
    faults: list[Fault] = []
    for name, table in TABLES.items():
        tables[name], found = read_table(root, table.file, tuple(table.columns))
        faults += found
    if faults:
        raise DataFaults(faults)
    return tables


def write_table(root: Path, name: str, frame: pd.DataFrame) -> None:
    """Write one table in the columns of its form."""
    table = TABLES[name]
    text = frame.to_csv(index=False, columns=list(table.columns), lineterminator="\n")
    atomic.write(root / table.file, text.encode())


def plain(value: float, divisor: int = 1) -> str:
    """Return a number as the files hold it: no exponent, no empty fraction.

    >>> plain(1214.0, 10), plain(1e6), plain(-0.0), plain(0.1)
    ('121.4', '1000000', '0', '0.1')
    """
    text = format(Decimal(repr(value)) / divisor, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text
