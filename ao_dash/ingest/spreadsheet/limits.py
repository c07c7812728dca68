"""How large a file and a table may be; beyond that they are refused, never cut in silence."""

from __future__ import annotations

BYTES = 5_000_000
ROWS = 20_000
COLUMNS = 300
CELLS = 250_000
"""Rows times the widest of them: what decides how much memory a table takes."""
READINGS = 40_000
"""Cells of figures in rows of gminy of the area; 21 gminy in 60 years are 1260 per indicator."""
YEARS = 60
CANDIDATES = 20
SHEETS = 20
TEXT = 300
"""Characters kept of a cell; no code, name, heading or figure is longer."""
FIRST_YEAR, LAST_YEAR = 1950, 2049
FAULTS = 40
"""Faults listed; when there are more, the rest is counted."""
