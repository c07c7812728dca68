"""Which questions to ask: as few as the bank's interface allows.

The interface is described at https://api.stat.gov.pl/Home/BdlApi and, as a machine's description,
in the client generated from it (github.com/Wkryst/gus-bdl-client, docs/DataApi.md,
VariablesApi.md, SubjectsApi.md; read in stored copies). What the plan relies on:

- ``/data/by-variable/{id}`` without ``year`` gives every year, and with ``unit-parent-id`` but
  without ``unit-level`` every unit below, so gminy and powiaty come together: for opolskie
  71 gminy, town and rural parts of them, and powiaty are two pages of at most 100.
- ``/data/by-unit/{id}`` takes many ``var-id`` and gives ``lastUpdate`` of each. One such question
  about the voivodeship tells which of some 60 variables have anything new, and brings the figures
  of the voivodeship along. A conditional request (``If-None-Match``) would be documented too, but
  needs one request a page to learn that nothing is new.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

POLAND, OPOLSKIE = "000000000000", "031600000000"
PAGE_SIZE = 100
_BATCH = 64  # variables in one question, so that addresses stay short


@dataclass(frozen=True)
class Question:
    """A path below the address of the bank, and its parameters in order."""

    path: str
    parameters: tuple[tuple[str, str], ...] = ()

    @property
    def text(self) -> str:
        """Return the path with its parameters, as in an address."""
        return f"{self.path}?{urlencode(self.parameters)}" if self.parameters else self.path


def _question(path: str, *parameters: tuple[str, str]) -> Question:
    return Question(path, (("format", "json"), ("lang", "pl"), *parameters))


def attributes() -> Question:
    """Ask what the attributes of values mean."""
    return _question("/attributes", ("page-size", str(PAGE_SIZE)))


def variable(variable_id: str) -> Question:
    """Ask for name, unit and subject of a variable."""
    return _question(f"/variables/{variable_id}")


def subject(subject_id: str) -> Question:
    """Ask for the name of a subject."""
    return _question(f"/subjects/{subject_id}")


def of_unit(unit: str, variables: Sequence[str]) -> tuple[Question, ...]:
    """Ask for all years of many variables in one unit, e.g. ``OPOLSKIE``."""
    batches = (variables[n : n + _BATCH] for n in range(0, len(variables), _BATCH))
    return tuple(
        _question(
            f"/data/by-unit/{unit}",
            *(("var-id", variable_id) for variable_id in batch),
            ("page", "0"),
            ("page-size", str(PAGE_SIZE)),
        )
        for batch in batches
    )


def of_variable(variable_id: str, page: int) -> Question:
    """Ask for all years of one variable in the units of opolskie; pages count from 0."""
    return _question(
        f"/data/by-variable/{variable_id}",
        ("unit-parent-id", OPOLSKIE),
        ("page", str(page)),
        ("page-size", str(PAGE_SIZE)),
    )


def pages(total: int) -> int:
    """Return how many pages hold ``total`` records.

    >>> pages(0), pages(100), pages(157)
    (1, 1, 2)
    """
    return max(1, -(-total // PAGE_SIZE))


def expected(variables: Iterable[str]) -> int:
    """Return how many requests a first, full refresh takes at most.

    Each variable: its name, the name of its subject, two pages. Beside them: attributes, and the
    two units asked for many variables at once.

    >>> expected(str(n) for n in range(60))
    243
    """
    number = len(list(variables))
    return 1 + 4 * number + 2 * -(-number // _BATCH)
