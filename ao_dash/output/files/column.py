"""A column of a document: its name, meaning, type, unit and decimals."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from ao_dash.model.series import Status

_STATUS = re.compile(r"status(_\d+)?")


class Datatype(StrEnum):
    """What the cells of a column hold; the value is its name in XML Schema and in CSVW."""

    TEXT = "string"
    WHOLE = "integer"
    NUMBER = "double"


@dataclass(frozen=True)
class Column:
    """One column.

    ``unit`` is that of every number in it, or "" where rows have units of their own.
    ``decimals`` says for each row how many digits a reader is shown; it is empty where that is
    not known. Files hold full precision.
    ``states`` tells that the cells are codes of :class:`Status`.
    """

    name: str
    meaning: str
    datatype: Datatype
    unit: str = ""
    decimals: tuple[int, ...] = ()
    states: bool = False


def datatype_of(cells: pd.Series) -> Datatype:
    """Return the type of a column's cells."""
    if pd.api.types.is_integer_dtype(cells.dtype):
        return Datatype.WHOLE
    return Datatype.NUMBER if pd.api.types.is_float_dtype(cells.dtype) else Datatype.TEXT


def holds_states(name: str, meaning: str) -> bool:
    """Tell whether a column says why a figure is not there; a project's state is no such thing.

    >>> holds_states("status_2023", "ok, missing"), holds_states("status", "stan realizacji")
    (True, False)
    """
    return bool(_STATUS.fullmatch(name)) and meaning.startswith(f"{Status.OK},")
