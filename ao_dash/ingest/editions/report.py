"""What a refresh did, told in Polish: the report at its end and the six parts of a change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ao_dash.ingest.editions.diff import Change, CodeFault, PeriodChange, TextChange, ValueChange
from ao_dash.model.faults import shorten
from ao_dash.model.indicator import Forms
from ao_dash.model.numbers import counted, plural

_SHOWN = 12  # lines of a part; the rest is counted
_NOTHING = "brak"
_TERYT6 = 6

_REQUEST: Forms = ("zapytanie", "zapytania", "zapytań", "zapytania")
_INDICATOR: Forms = ("wskaźnik", "wskaźniki", "wskaźników", "wskaźnika")
_VARIABLE: Forms = ("zmienną", "zmienne", "zmiennych", "zmiennej")
_VALUE: Forms = ("wartość", "wartości", "wartości", "wartości")
_YEAR: Forms = ("rok", "lata", "lat", "roku")


@dataclass(frozen=True)
class Refusal:
    """An indicator that was not taken, and why (Polish)."""

    indicator: str
    variable: str
    reason: str


@dataclass(frozen=True)
class Outcome:
    """The end of a refresh.

    ``swapped`` tells whether new data are in use; it is false for a dry run and when nothing
    differed. ``requests`` counts what was sent to the bank, ``confirmed`` what it confirmed.
    """

    change: Change
    refused: tuple[Refusal, ...]
    confirmed: int
    requests: int
    swapped: bool
    dry: bool

    @property
    def sentence(self) -> str:
        """Return the result in one sentence."""
        return closing(dry=self.dry, swapped=self.swapped)


def closing(*, dry: bool, swapped: bool) -> str:
    """Say in one sentence how bringing data in has ended."""
    if dry:
        return "Próba: niczego nie zapisano."
    return "Nowe dane są w użyciu." if swapped else "Nic nowego: dane bez zmian."


def report(outcome: Outcome) -> list[str]:
    """Return the end report, a line each."""
    head = (
        f"Bank danych potwierdził {counted(outcome.confirmed, _VARIABLE)}, "
        f"wysłano {counted(outcome.requests, _REQUEST)}."
    )
    refused = [f"{r.indicator} (zmienna {r.variable}): {r.reason}" for r in outcome.refused]
    lines = [head, *_part("Odrzucono", refused, shown=len(refused))]
    return [*lines, *change_lines(outcome.change), outcome.sentence]


def change_lines(change: Change) -> list[str]:
    """Return the six parts of a change, each with its count and its first lines."""
    return [
        *_part("1. Nowe wskaźniki", change.indicators),
        *_part("2. Nieznane kody", [_code(fault) for fault in change.codes]),
        *_part("3. Zmienione wartości", [_value(value) for value in change.figures]),
        *_regional(change.regional),
        *_part("4. Zmienione opisy", [_text(text) for text in change.texts]),
        *_part("5. Zmienione okresy", [_period(period) for period in change.periods]),
        *_part("6. Zmiany terytorialne", [_text(text) for text in change.territory]),
    ]


def _part(title: str, lines: Sequence[str], shown: int = _SHOWN) -> Iterator[str]:
    yield f"{title}: {len(lines) or _NOTHING}"
    yield from (f"  {line}" for line in lines[:shown])
    if len(lines) > shown:
        yield f"  … i jeszcze {len(lines) - shown}"


def _code(fault: CodeFault) -> str:
    said = "zniknął" if fault.gone else "nie ma go w słowniku"
    return f"{fault.table}, {fault.column} „{shorten(fault.code)}”: {said}"


def _value(change: ValueChange) -> str:
    old, new = change.old or "brak", change.new or "brak"
    place = f"{'gmina' if len(change.place) == _TERYT6 else 'region'} {change.place}"
    return f"{change.indicator} {change.year}, {place}: {old} → {new}"


def _regional(number: int) -> Iterator[str]:
    if number:
        yield f"  Powiaty, województwo i Polska, inne lata niż dotąd: {counted(number, _VALUE)}"


def _text(change: TextChange) -> str:
    place = f"{change.table}, {change.key}" + (f", {change.column}" if change.column else "")
    if not change.old:
        return f"{place}: dodano „{shorten(change.new)}”"
    if not change.new:
        return f"{place}: usunięto „{shorten(change.old)}”"
    return f"{place}: „{shorten(change.old)}” → „{shorten(change.new)}”"


def _period(change: PeriodChange) -> str:
    number = len(change.new)
    return (
        f"{change.indicator}: {_years(change.old)} → {_years(change.new)} "
        f"({number} {plural(number, _YEAR)})"
    )


def _years(years: Iterable[int]) -> str:
    ordered = list(years)
    if not ordered:
        return _NOTHING
    first, last = ordered[0], ordered[-1]
    return str(first) if first == last else f"{first}–{last}"
