"""Statistics derived from the source material: tidy values with a row for every gap."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

import pandas as pd

from ao_dash.datafolder.tables import records
from ao_dash.ingest.editions.files import without_empty_fraction
from ao_dash.model.series import Status

_OPOLE = "166101"
# GUS leaves small cells out of these tables of persons that go from and to Opole.
_FLOWS = frozenset({"WI_MIG_2023", "GUS_DOJ_2011", "GUS_DOJ_2016"})

_Cells = Mapping[str, Mapping[str, str]]


def complete_figures(
    values: pd.DataFrame, indicators: Iterable[str], members: Collection[str]
) -> pd.DataFrame:
    """Return the table ``stats``, by indicator, year and gmina.

    Every (indicator, year) with any value gets a row for each of ``members``; a figure that is
    not there is a row with a status and no value.

    Parameters
    ----------
    values
        Figures of the source as text: ``teryt6``, ``indicator``, ``year``, ``value``, ``source``.
    indicators
        Codes of the catalogue that have figures, in its order.
    members
        Codes of the gminy.

    Raises
    ------
    ValueError
        If the catalogue and the source do not name the same indicators.
    """
    order = {code: n for n, code in enumerate(indicators)}
    unmatched = order.keys() ^ set(values["indicator"])
    if unmatched:
        msg = f"indicators.csv and the source differ: {sorted(unmatched)}"
        raise ValueError(msg)
    known: dict[tuple[str, str], dict[str, dict[str, str]]] = {}
    for row in records(values):
        known.setdefault((row["indicator"], row["year"]), {})[row["teryt6"]] = row
    keys = sorted(known, key=lambda key: (order[key[0]], key[1]))
    return pd.DataFrame(
        [
            {"teryt6": teryt6, "indicator": indicator, "year": year}
            | _cell(known[indicator, year], teryt6)
            for indicator, year in keys
            for teryt6 in sorted(members)
        ]
    )


def _cell(cells: _Cells, teryt6: str) -> dict[str, str]:
    if teryt6 in cells:
        row = cells[teryt6]
        value = without_empty_fraction(row["value"])
        return {"value": value, "status": Status.OK.value, "source": row["source"]}
    source = min(row["source"] for row in cells.values())
    return {"value": "", "status": _absent(source, teryt6).value, "source": source}


def _absent(source: str, teryt6: str) -> Status:
    if source not in _FLOWS:
        return Status.MISSING
    return Status.NOT_APPLICABLE if teryt6 == _OPOLE else Status.CONFIDENTIAL
