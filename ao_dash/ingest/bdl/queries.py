"""What to ask the bank: as few queries as its interface allows.

The interface is described at https://api.stat.gov.pl/Home/BdlApi and, as a machine's description,
in the client generated from it (github.com/Wkryst/gus-bdl-client, docs/DataApi.md,
VariablesApi.md, SubjectsApi.md; read in stored copies). What the plan relies on:

- ``/data/by-variable/{id}`` without ``year`` gives every year, and with ``unit-parent-id`` but
  without ``unit-level`` every unit below, so gminy and powiaty come together: for 71
  gminy, town and rural parts of them, and powiaty are two pages of at most 100.
- ``/data/by-unit/{id}`` takes many ``var-id`` and gives ``lastUpdate`` of each. One such query
  about the voivodeship tells which of some 60 variables have anything new, and brings the figures
  of the voivodeship along. A conditional request (``If-None-Match``) would be documented too, but
  needs one request a page to learn that nothing is new.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

POLAND = "000000000000"
_MACROREGIONS: Mapping[str, Sequence[str]] = {
    "01": ("12", "24"),
    "02": ("08", "30", "32"),
    "03": ("02", "16"),
    "04": ("04", "22", "28"),
    "05": ("10", "26"),
    "06": ("06", "18", "20"),
    "07": ("14",),
}
"""Voivodeships by the macroregion that their number at the bank begins with (NUTS 2018)."""

PAGE_SIZE = 100
BATCH_SIZE = 64
"""Variables in one query, so that addresses stay short."""


@dataclass(frozen=True)
class BankQuery:
    """A path below the address of the bank, and its parameters in order."""

    path: str
    parameters: tuple[tuple[str, str], ...] = ()

    @property
    def text(self) -> str:
        """The path with its parameters, as in an address."""
        return f"{self.path}?{urlencode(self.parameters)}" if self.parameters else self.path


def _query(path: str, *parameters: tuple[str, str]) -> BankQuery:
    return BankQuery(path, (("format", "json"), ("lang", "pl"), *parameters))


def attributes() -> BankQuery:
    """Ask what the attributes of values mean."""
    return _query("/attributes", ("page-size", str(PAGE_SIZE)))


def variable(variable_id: str) -> BankQuery:
    """Ask for name, unit and subject of a variable."""
    return _query(f"/variables/{variable_id}")


def subject(subject_id: str) -> BankQuery:
    """Ask for the name of a subject."""
    return _query(f"/subjects/{subject_id}")


def voivodeship(gminy: Iterable[str]) -> str:
    """Return the number of the smallest unit that holds ``gminy``: a voivodeship, or Poland.

    >>> voivodeship(["020101", "026201"]), voivodeship(["020101", "080101"])
    ('030200000000', '000000000000')
    """
    (code, *more) = {teryt6[:2] for teryt6 in gminy}
    around = (first for first, codes in _MACROREGIONS.items() if code in codes)
    return POLAND if more else f"{next(around)}{code}00000000"


def of_unit(unit: str, variables: Sequence[str]) -> tuple[BankQuery, ...]:
    """Ask for all years of many variables in one unit, e.g. ``POLAND``."""
    page = (("page", "0"), ("page-size", str(PAGE_SIZE)))
    batches = (variables[n : n + BATCH_SIZE] for n in range(0, len(variables), BATCH_SIZE))
    return tuple(
        _query(f"/data/by-unit/{unit}", *(("var-id", number) for number in batch), *page)
        for batch in batches
    )


def of_variable(variable_id: str, parent: str, page: int) -> BankQuery:
    """Ask for all years of one variable in the units of ``parent``; pages count from 0."""
    return _query(
        f"/data/by-variable/{variable_id}",
        ("unit-parent-id", parent),
        ("page", str(page)),
        ("page-size", str(PAGE_SIZE)),
    )


def pages(total: int) -> int:
    """Return how many pages hold ``total`` records.

    >>> pages(0), pages(100), pages(157)
    (1, 1, 2)
    """
    return max(1, -(-total // PAGE_SIZE))
