"""What the attribute of a figure says: whether there is a figure, and whether the method changed.

The bank prints 0 where it has nothing, and only the attribute tells. Its own list
(https://bdl.stat.gov.pl/bdl/metadane/atrybut, read in a stored copy) says: ``-`` and ``n``: no
figure, or not yet; ``x``: no figure, or a secret, or impossible; ``a``: too small to be shown;
``z``: a true zero; ``k M p s v``: a figure with a reservation; a capital letter is the same with
a changed method. Numbers of attributes (0 and 1 plain, 4 and 91 ``x``, 15 ``-``, 50 ``n`` in
public uses of ``/attributes``) are taken from the bank at each refresh, not from here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ao_dash.ingest.bdl.response_cache import Answer
from ao_dash.ingest.editions.errors import AnswerError
from ao_dash.model.series import Status

_PATH = "/attributes"
_NOTHING = frozenset("nxX")
_NEW_METHOD = frozenset("AKMXZ")
_PLAIN = frozenset((0, 1))
_SHOWN_AS_NOTHING = ("-", ".")


@dataclass(frozen=True)
class Attribute:
    """What one attribute says of a figure.

    ``x`` does not say which of its three reasons holds, so it is "missing", never "confidential".
    """

    status: Status
    new_method: bool


Attributes = Mapping[int, Attribute]


def read_attributes(answer: Answer) -> Attributes:
    """Return attributes by their number.

    Raises
    ------
    AnswerError
        If the answer has another form than ``results`` of ``id``, ``name``, ``symbol``.
    """
    try:
        return {int(row["id"]): _attribute(row) for row in answer["results"]}
    except (KeyError, TypeError, ValueError) as error:
        raise AnswerError(_PATH, "nie ma listy atrybutów") from error


def _attribute(row: Mapping[str, Any]) -> Attribute:
    symbol = str(row.get("symbol") or "").strip()
    shown = str(row.get("name") or "").strip()
    nothing = symbol in _NOTHING or shown.startswith(_SHOWN_AS_NOTHING)
    return Attribute(Status.MISSING if nothing else Status.OK, symbol in _NEW_METHOD)


def attribute_of(number: object, value: float | None, attributes: Attributes) -> Attribute:
    """Return what the attribute of a figure says; one nobody explained makes a zero doubtful."""
    if value is None:
        return Attribute(Status.MISSING, new_method=False)
    known = attributes.get(number) if isinstance(number, int) else None
    if known is not None:
        return known
    plain = number is None or number in _PLAIN or value != 0
    return Attribute(Status.OK if plain else Status.MISSING, new_method=False)
