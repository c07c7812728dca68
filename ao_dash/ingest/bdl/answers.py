"""Answers of the bank as tidy figures: one of each unit and year, with its status.

**Units** are twelve digits that hold the TERYT code: ``031617009123`` is macroregion 03,
voivodeship 16, region and subregion 170, powiat 09, gmina 12, kind 3; so TERYT is characters 3-4
and 8-12 (``bdl_terc`` in public uses of the interface). A gmina that changed its kind has an
identifier for each kind, each with its own years.

**Attributes** tell whether there is a figure, and whether its method changed, for the bank prints
0 where it has nothing. Its own list (https://bdl.stat.gov.pl/bdl/metadane/atrybut, read in a
stored copy) says: ``-`` and ``n``: no figure, or not yet; ``x``: no figure, or a secret, or
impossible; ``a``: too small to be shown; ``z``: a true zero; ``k M p s v``: a figure with a
reservation; a capital letter is the same with a changed method. Numbers of attributes (0 and 1
plain, 4 and 91 ``x``, 15 ``-``, 50 ``n`` in public uses of ``/attributes``) are taken from the bank
at each refresh, not from here.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from ao_dash.datafolder.schema import FIRST_YEAR, LAST_YEAR
from ao_dash.ingest.editions.errors import AnswerError
from ao_dash.model.faults import shorten
from ao_dash.model.gmina import Gmina, GminaType
from ao_dash.model.series import Status

BankAnswer = Mapping[str, Any]
"""A JSON object as it came."""

_ATTRIBUTES_PATH = "/attributes"
_MAX_RECORDS = 1000  # all units of a voivodeship several times over
_NUMBER = re.compile(r"[0-9]{1,6}")
_KINDS = {GminaType.URBAN: "1", GminaType.RURAL: "2", GminaType.MIXED: "3"}
_UNIT = re.compile(r"(?a)\d\d(\d\d)(\d{3})(\d\d)(\d\d)(\d)")
_NO_FIGURE = frozenset("nxX")
_NEW_METHOD = frozenset("AKMXZ")
_PLAIN = (None, 0, 1)
_SHOWN_AS_NOTHING = ("-", ".")


class Level(StrEnum):
    """What a unit is."""

    COUNTRY = "kraj"
    VOIVODESHIP = "województwo"
    POWIAT = "powiat"
    GMINA = "gmina"


@dataclass(frozen=True, order=True)
class Unit:
    """A unit: level, TERYT code without the kind of the gmina, and that kind (1-3) or ``""``."""

    level: Level
    code: str
    kind: str = ""


def unit_of(identifier: str) -> Unit | None:
    """Return the unit, or ``None`` for one that is not used.

    Not used are regions and subregions, and towns and rural parts of gminy (kinds 4 and 5), which
    are in the figure of the whole gmina already.

    >>> unit_of("030210061011"), unit_of("030210009124"), unit_of("030200000000").code
    (Unit(level=<Level.GMINA: 'gmina'>, code='026101', kind='1'), None, '02')
    """
    digits = _UNIT.fullmatch(identifier)
    if digits is None:
        return None
    voivodeship, region, powiat, gmina, kind = digits.groups()
    if gmina != "00":
        return Unit(Level.GMINA, voivodeship + powiat + gmina, kind) if kind in "123" else None
    if powiat != "00":
        return Unit(Level.POWIAT, voivodeship + powiat)
    if region == "000" and voivodeship != "00":
        return Unit(Level.VOIVODESHIP, voivodeship)
    return Unit(Level.COUNTRY, "PL") if identifier == "0" * 12 else None


@dataclass(frozen=True)
class Attribute:
    """What one attribute says of a figure.

    ``x`` does not say which of its three reasons holds, so it is "missing", never "confidential".
    """

    status: Status
    new_method: bool = False


Attributes = Mapping[int, Attribute]
"""Attributes by their number at the bank."""


def read_attributes(answer: BankAnswer) -> Attributes:
    """Return attributes by their number.

    Raises
    ------
    AnswerError
        If the answer has another form than ``results`` of ``id``, ``name``, ``symbol``.
    """
    try:
        return {int(row["id"]): _attribute(row) for row in answer["results"]}
    except (KeyError, TypeError, ValueError) as error:
        raise AnswerError(_ATTRIBUTES_PATH, "nie ma listy atrybutów") from error


def _attribute(row: Mapping[str, Any]) -> Attribute:
    symbol = str(row.get("symbol") or "").strip()
    shown = str(row.get("name") or "").strip()
    nothing = symbol in _NO_FIGURE or shown.startswith(_SHOWN_AS_NOTHING)
    return Attribute(Status.MISSING if nothing else Status.OK, symbol in _NEW_METHOD)


def attribute_of(number: object, value: float | None, attributes: Attributes) -> Attribute:
    """Return what the attribute of a figure says; one nobody explained makes a zero doubtful."""
    if value is None:
        return Attribute(Status.MISSING)
    code = int(number) if isinstance(number, str) and _NUMBER.fullmatch(number) else number
    if isinstance(code, int) and code in attributes:
        return attributes[code]
    plain = code in _PLAIN or value != 0
    return Attribute(Status.OK if plain else Status.MISSING)


@dataclass(frozen=True)
class BankFigure:
    """A figure as the bank gives it; ``value`` is ``None`` unless ``status`` is ``OK``.

    ``kind`` is that of the gmina under which the bank gives it, 1 to 3.
    """

    value: float | None
    status: Status
    new_method: bool = False
    kind: str = ""


Place = tuple[Level, str, int]
"""Level, code of the unit (``teryt6`` for a gmina) and year."""

BankFigures = Mapping[Place, BankFigure]


@dataclass(frozen=True)
class UnitAnswer:
    """What queries about one unit brought: for each variable its last update and figures."""

    stamps: Mapping[str, str] = field(default_factory=dict)
    figures: Mapping[str, BankFigures] = field(default_factory=dict)


def total(answer: BankAnswer, path: str) -> int:
    """Return ``totalRecords``; raise ``AnswerError`` if it is no possible number."""
    number = answer.get("totalRecords")
    if not isinstance(number, int) or isinstance(number, bool) or number < 0:
        raise AnswerError(path, "nie podaje liczby rekordów (totalRecords)")
    if number > _MAX_RECORDS:
        raise AnswerError(path, f"podaje niemożliwą liczbę rekordów ({number})")
    return number


def read_variable(
    pages: Sequence[BankAnswer], variable: str, attributes: Attributes, gminy: Mapping[str, Gmina]
) -> BankFigures:
    """Return figures of one variable in all units of its pages, answers of ``/data/by-variable``.

    Where a gmina (``gminy`` by ``teryt6``) has figures under two kinds for one year, that of its
    kind in that year counts.

    Raises
    ------
    AnswerError
        If the pages are not those asked for, or do not fit together, or hold no numbers.
    """
    path = f"/data/by-variable/{variable}"
    _check_pages(pages, variable, path)
    found: dict[Place, list[tuple[str, BankFigure]]] = {}
    for row in (row for page in pages for row in page["results"]):
        unit = unit_of(str(row.get("id"))) if isinstance(row, dict) else None
        if unit is not None:
            for year, figure in _values(row, attributes, path):
                found.setdefault((unit.level, unit.code, year), []).append((unit.kind, figure))
    return {place: _chosen(place, figures, gminy, path) for place, figures in found.items()}


def read_unit(answers: Iterable[BankAnswer], unit: Unit, attributes: Attributes) -> UnitAnswer:
    """Return what answers of ``/data/by-unit`` say of each variable in ``unit``.

    Raises
    ------
    AnswerError
        If an answer does not have that form.
    """
    path = f"/data/by-unit ({unit.code})"
    stamps: dict[str, str] = {}
    figures: dict[str, BankFigures] = {}
    for row in (row for answer in answers for row in _results(answer, path)):
        if not isinstance(row, dict) or "id" not in row:
            raise AnswerError(path, "wiersz nie mówi, której zmiennej dotyczy")
        variable = str(row["id"])
        if row.get("lastUpdate"):
            stamps[variable] = str(row["lastUpdate"])
        with suppress(AnswerError):  # one variable without figures there is no loss to others
            values = list(_values(row, attributes, path))
            figures[variable] = {(unit.level, unit.code, year): figure for year, figure in values}
    return UnitAnswer(stamps, figures)


def _check_pages(pages: Sequence[BankAnswer], variable: str, path: str) -> None:
    """Make sure that the pages are all of one state of one variable."""
    number = sum(len(_results(page, path)) for page in pages)
    named = {str(page.get("variableId")) for page in pages}
    states = {(page.get("lastUpdate"), page.get("totalRecords")) for page in pages}
    if named != {variable}:
        raise AnswerError(path, f"dotyczy innej zmiennej ({shorten(', '.join(sorted(named)))})")
    if len(states) > 1:
        raise AnswerError(path, "strony pochodzą z różnych aktualizacji")
    expected = total(pages[0], path)
    if number != expected:
        raise AnswerError(path, f"jest niepełna: {number} z {expected} rekordów")


def _results(answer: BankAnswer, path: str) -> list[Any]:
    rows = answer.get("results")
    if not isinstance(rows, list):
        raise AnswerError(path, "nie ma listy wyników (results)")
    return rows


def _values(
    row: Mapping[str, Any], attributes: Attributes, path: str
) -> Iterator[tuple[int, BankFigure]]:
    values = row.get("values")
    if not isinstance(values, list):
        raise AnswerError(path, f"jednostka {row.get('id')} nie ma listy wartości")
    for cell in values:
        year, value = _year(cell, path), _number(cell, path)
        attribute = attribute_of(cell.get("attrId"), value, attributes)
        shown = value if attribute.status is Status.OK else None
        yield year, BankFigure(shown, attribute.status, attribute.new_method)


def _year(cell: object, path: str) -> int:
    text = str(cell.get("year")) if isinstance(cell, dict) else ""
    if not (text.isascii() and text.isdigit() and FIRST_YEAR <= int(text) <= LAST_YEAR):
        raise AnswerError(path, f"rok „{shorten(text)}” nie jest rokiem")
    return int(text)


def _number(cell: Mapping[str, Any], path: str) -> float | None:
    value = cell.get("val")
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise AnswerError(path, f"wartość „{shorten(str(value))}” nie jest liczbą")
    return float(value)


def _chosen(
    place: Place, figures: Sequence[tuple[str, BankFigure]], gminy: Mapping[str, Gmina], path: str
) -> BankFigure:
    """Return the one of the ``figures`` (by kind of the gmina) that counts.

    A gmina may have become another kind before we hear of it: then zeros fill up the old one.
    """
    _, code, year = place
    kinds = [kind for kind, _ in figures]
    if len(set(kinds)) < len(kinds):
        raise AnswerError(path, f"jednostka {code} ma dwie wartości za {year}")
    known = _KINDS.get(gminy[code].type_in(year)) if code in gminy else None
    kind, figure = max(
        figures, key=lambda f: (f[1].status is Status.OK, bool(f[1].value), f[0] == known, f[0])
    )
    return replace(figure, kind=kind)


def kind_changes(figures: BankFigures, gminy: Mapping[str, Gmina]) -> dict[str, tuple[int, str]]:
    """Return year and new type of gminy that the bank counts under another type than we do."""
    known = {kind: name for name, kind in _KINDS.items()}
    return {
        code: (year, known[figure.kind].value)
        for (level, code, year), figure in sorted(figures.items(), reverse=True)
        if level is Level.GMINA
        and code in gminy
        and figure.value
        and figure.kind != _KINDS[gminy[code].type_in(year)]
        and year >= gminy[code].types[-1][0].year
    }
