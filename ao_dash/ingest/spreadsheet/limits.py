"""How large a file and a table may be, and the error of one that is refused.

Beyond the limits they are refused, never cut in silence; columns and sheets are chosen first.
"""

from __future__ import annotations

from collections.abc import Sequence

from ao_dash.model.faults import DataFaults, Fault
from ao_dash.model.numbers import ROW, counted

BYTES = 5_000_000
ROWS = 20_000
COLUMNS = 300
CELLS = 250_000
"""Rows times the widest of them: what decides how much memory a table takes."""
READINGS = 40_000
"""Cells of figures in rows of gminy of the area; 21 gminy in 60 years are 1260 per indicator."""
YEARS = 60
CANDIDATES = 20
"""Indicators taken of one file; of more columns a person chooses."""
SHEETS = 200
TEXT = 300
"""Characters kept of a cell; no code, name, heading or figure is longer."""
FIRST_YEAR, LAST_YEAR = 1950, 2049


class UploadRefused(DataFaults):
    """A file cannot be used; ``faults`` say why and what to do, in Polish."""


def listed(lines: Sequence[int]) -> str:
    r"""Return lines of a file in words: how many, and the first few.

    >>> listed([3]), listed([2, 3, 4, 9]).replace("\xa0", " ")
    ('wiersz 3', '4 wiersze: 2, 3, 4…')
    """
    if len(lines) == 1:
        return f"wiersz {lines[0]}"
    return f"{counted(len(lines), ROW)}: {', '.join(map(str, lines[:3]))}{'…' * (len(lines) > 3)}"


def refused(file: str, rule: str, remedy: str) -> UploadRefused:
    """Return the error for one fault of the file as a whole."""
    return UploadRefused([Fault(file, rule, remedy)])
