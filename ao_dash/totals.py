"""Sums of gminy against published totals of powiaty, where the data hold such totals.

The total of a powiat is a cell keyed by the four digits of its code instead of the six of a gmina.
"""

from __future__ import annotations

from dataclasses import dataclass

from ao_dash.dataset import Dataset
from ao_dash.indicator import Kind

POWIAT = 4
"""Digits of the code of a powiat, with which those of its gminy begin."""


@dataclass(frozen=True)
class Total:
    """A published total and the sum of gminy, in the unit of ``indicator``.

    ``used`` of ``of`` gminy of the data that lie in the powiat have a value.
    """

    indicator: str
    powiat: str
    year: int
    published: float
    summed: float
    used: int
    of: int


def totals(dataset: Dataset) -> tuple[Total, ...]:
    """Return every published total of a powiat whose gminy are all in the data.

    Only what may be summed up is compared: additive counts.
    """
    whole = whole_powiaty(dataset)
    found = []
    for code, indicator in dataset.indicators.items():
        if indicator.kind is not Kind.COUNT or not indicator.additive:
            continue
        for year, cells in dataset.series[code].items():
            for powiat, members in whole.items():
                cell = cells.get(powiat)
                if cell is None or cell.value is None:
                    continue
                values = [cells[t].value for t in members if t in cells]
                known = [value for value in values if value is not None]
                total = Total(code, powiat, year, cell.value, sum(known), len(known), len(members))
                found.append(total)
    return tuple(found)


def whole_powiaty(dataset: Dataset) -> dict[str, tuple[str, ...]]:
    """Return codes of gminy by powiat, for powiaty that have no gmina outside the area."""
    shapes = dataset.context["context"]["features"]
    outside = {str(shape["properties"]["teryt6"])[:POWIAT] for shape in shapes}
    found: dict[str, list[str]] = {}
    for teryt6 in dataset.gminy:
        if teryt6[:POWIAT] not in outside:
            found.setdefault(teryt6[:POWIAT], []).append(teryt6)
    return {powiat: tuple(members) for powiat, members in found.items()}
