"""Why a file is refused: the named error of everything in this package."""

from __future__ import annotations

from collections.abc import Sequence

from ao_dash.ingest.spreadsheet.limits import FAULTS
from ao_dash.model.faults import DataFaults, Fault
from ao_dash.model.numbers import FAULT, counted


class UploadRefused(DataFaults):
    """A file cannot be used; ``faults`` say why and what to do, in Polish."""


def refused(file: str, rule: str, remedy: str) -> UploadRefused:
    """Return the error for one fault of the file as a whole."""
    return UploadRefused([Fault(file, rule, remedy)])


def refused_for(faults: Sequence[Fault]) -> UploadRefused:
    """Return the error for many faults; beyond ``limits.FAULTS`` they are counted."""
    left = len(faults) - FAULTS
    if left <= 0:
        return UploadRefused(faults)
    more = Fault(
        faults[0].file, f"oraz {counted(left, FAULT)} tego rodzaju", "Popraw też pozostałe"
    )
    return UploadRefused([*faults[:FAULTS], more])
