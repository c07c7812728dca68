"""Sums of gminy against published totals of powiaty, where the data hold such totals."""

from __future__ import annotations

import math
from dataclasses import dataclass

from ao_dash.model.dataset import Dataset
from ao_dash.model.indicator import Kind
from ao_dash.model.region import POWIAT
from ao_dash.model.series import source_codes


@dataclass(frozen=True)
class Total:
    """A published total and the sum of gminy, in the unit of ``indicator``.

    ``used`` of ``of`` gminy of the data that lie in the powiat have a value. ``sources`` are codes,
    that of the published total first.
    """

    indicator: str
    powiat: str
    year: int
    published: float
    summed: float
    used: int
    of: int
    sources: tuple[str, ...]

    @property
    def agrees(self) -> bool:
        """Whether every gmina has a value and they add up to the published total."""
        return self.used == self.of and math.isclose(self.summed, self.published, abs_tol=1e-6)


def totals(dataset: Dataset) -> tuple[Total, ...]:
    """Return every published total of a powiat whose gminy are all in the data.

    Only what may be summed up is compared: additive counts.
    """
    whole = whole_powiaty(dataset)
    found = []
    for code, indicator in dataset.indicators.items():
        if indicator.kind is not Kind.COUNT or not indicator.additive:
            continue
        for year, published in dataset.regional.get(code, {}).items():
            cells = dataset.series[code].get(year, {})
            for powiat, members in whole.items():
                cell = published.get(powiat)
                inside = [cells[t] for t in members if t in cells]
                known = [one.value for one in inside if one.value is not None]
                if cell is None or cell.value is None or not known:
                    continue
                found.append(
                    Total(
                        indicator=code,
                        powiat=powiat,
                        year=year,
                        published=cell.value,
                        summed=sum(known),
                        used=len(known),
                        of=len(members),
                        sources=source_codes((cell, *inside)),
                    )
                )
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
