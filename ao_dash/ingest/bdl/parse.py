"""Answers of the bank as tidy figures: one of each unit and year, with its status."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ao_dash.datafolder.schema import FIRST_YEAR, LAST_YEAR
from ao_dash.ingest.bdl.attributes import Attributes, attribute_of
from ao_dash.ingest.bdl.response_cache import Answer
from ao_dash.ingest.bdl.units import Level, Unit, parse
from ao_dash.ingest.editions.errors import AnswerError
from ao_dash.model.gmina import Gmina, GminaType
from ao_dash.model.series import Status

_MOST_RECORDS = 1000  # all units of a voivodeship several times over
_KINDS = {GminaType.URBAN: "1", GminaType.RURAL: "2", GminaType.MIXED: "3"}


@dataclass(frozen=True)
class Figure:
    """A figure as the bank gives it; ``value`` is ``None`` unless ``status`` is ``OK``."""

    value: float | None
    status: Status
    new_method: bool = False


Figures = Mapping[tuple[Level, str, int], Figure]
"""Figures by level, code of the unit (``teryt6`` for a gmina) and year."""


@dataclass(frozen=True)
class News:
    """What a question about one unit brought: for each variable its last update and figures."""

    stamps: Mapping[str, str] = field(default_factory=dict)
    figures: Mapping[str, Figures] = field(default_factory=dict)


def total(answer: Answer, path: str) -> int:
    """Return ``totalRecords``."""
    number = answer.get("totalRecords")
    if not isinstance(number, int) or isinstance(number, bool) or number < 0:
        raise AnswerError(path, "nie podaje liczby rekordów (totalRecords)")
    if number > _MOST_RECORDS:
        raise AnswerError(path, f"podaje niemożliwą liczbę rekordów ({number})")
    return number


def of_variable(
    pages: Sequence[Answer], variable: str, attributes: Attributes, types: Mapping[str, Gmina]
) -> Figures:
    """Return figures of one variable in all units of its pages.

    Parameters
    ----------
    pages
        Answers of ``/data/by-variable``, all of them.
    variable
        The variable asked for.
    attributes
        What attributes mean.
    types
        Gminy by ``teryt6``, with ``type_in(year)``: where a gmina has figures under two kinds for
        one year, that of its kind in that year counts.

    Raises
    ------
    AnswerError
        If the pages are not those asked for, or do not fit together, or hold no numbers.
    """
    path = f"/data/by-variable/{variable}"
    _whole(pages, variable, path)
    found: dict[tuple[Level, str, int], list[tuple[str, Figure]]] = {}
    for row in (row for page in pages for row in page["results"]):
        unit = parse(str(row.get("id"))) if isinstance(row, dict) else None
        if unit is not None:
            for year, figure in _values(row, attributes, path):
                found.setdefault((unit.level, unit.code, year), []).append((unit.kind, figure))
    return {key: _chosen(key, figures, types, path) for key, figures in found.items()}


def of_unit(answers: Iterable[Answer], unit: Unit, attributes: Attributes) -> News:
    """Return what answers of ``/data/by-unit`` say of each variable in ``unit``.

    Raises
    ------
    AnswerError
        If an answer does not have that form.
    """
    path = f"/data/by-unit ({unit.code})"
    stamps: dict[str, str] = {}
    figures: dict[str, Figures] = {}
    for row in (row for answer in answers for row in _results(answer, path)):
        if not isinstance(row, dict) or "id" not in row:
            raise AnswerError(path, "wiersz nie mówi, której zmiennej dotyczy")
        variable = str(row["id"])
        if row.get("lastUpdate"):
            stamps[variable] = str(row["lastUpdate"])
        figures[variable] = {
            (unit.level, unit.code, year): figure for year, figure in _values(row, attributes, path)
        }
    return News(stamps, figures)


def _whole(pages: Sequence[Answer], variable: str, path: str) -> None:
    """Make sure that the pages are all of one state of one variable."""
    rows = [row for page in pages for row in _results(page, path)]
    named = {str(page.get("variableId")) for page in pages}
    states = {(page.get("lastUpdate"), page.get("totalRecords")) for page in pages}
    if named != {variable}:
        raise AnswerError(path, f"dotyczy innej zmiennej ({', '.join(sorted(named))})")
    if len(states) > 1:
        raise AnswerError(path, "strony pochodzą z różnych aktualizacji")
    if len(rows) != total(pages[0], path):
        wanted = total(pages[0], path)
        raise AnswerError(path, f"jest niepełna: {len(rows)} z {wanted} rekordów")


def _results(answer: Answer, path: str) -> list[Any]:
    rows = answer.get("results")
    if not isinstance(rows, list):
        raise AnswerError(path, "nie ma listy wyników (results)")
    return rows


def _values(
    row: Mapping[str, Any], attributes: Attributes, path: str
) -> Iterator[tuple[int, Figure]]:
    values = row.get("values")
    if not isinstance(values, list):
        raise AnswerError(path, f"jednostka {row.get('id')} nie ma listy wartości")
    for cell in values:
        year, value = _year(cell, path), _number(cell, path)
        attribute = attribute_of(cell.get("attrId"), value, attributes)
        shown = value if attribute.status is Status.OK else None
        yield year, Figure(shown, attribute.status, attribute.new_method)


def _year(cell: object, path: str) -> int:
    text = str(cell.get("year")) if isinstance(cell, dict) else ""
    if not (text.isascii() and text.isdigit() and FIRST_YEAR <= int(text) <= LAST_YEAR):
        raise AnswerError(path, f"rok „{text}” nie jest rokiem")
    return int(text)


def _number(cell: Mapping[str, Any], path: str) -> float | None:
    value = cell.get("val")
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise AnswerError(path, f"wartość „{value}” nie jest liczbą")
    return float(value)


def _chosen(
    key: tuple[Level, str, int],
    figures: Sequence[tuple[str, Figure]],
    types: Mapping[str, Gmina],
    path: str,
) -> Figure:
    _, code, year = key
    kinds = [kind for kind, _ in figures]
    if len(set(kinds)) < len(kinds):
        raise AnswerError(path, f"jednostka {code} ma dwie wartości za {year}")
    kind = _KINDS.get(types[code].type_in(year)) if code in types else None
    return max(figures, key=lambda f: (f[1].status is Status.OK, f[0] == kind, f[0]))[1]
