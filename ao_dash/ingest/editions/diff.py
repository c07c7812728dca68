"""What differs between two data folders, in six parts, and these parts in Polish words."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from ao_dash.datafolder.schema import AWAITED, TABLES
from ao_dash.datafolder.tables import records
from ao_dash.ingest.editions.files import Row, Tables, read_tables
from ao_dash.model.faults import shorten
from ao_dash.model.indicator import Forms
from ao_dash.model.numbers import counted, plural
from ao_dash.model.series import ANY, Status

_TERRITORY = ("gminy", "gmina_types", "vintages")
_DESCRIPTIONS = ("indicators", "units", "domains", "gaps", "synonyms", "sources", "breaks",
                 "remarks", "projects", "project_gminy", "flows", "flow_ends",
                 "rail_stations", "air_stations", "air_means")  # fmt: skip
_LAYERS = "boundaries/*.geojson"
_SHOWN = 12  # lines of a part in words; the rest is counted
_NOTHING = "brak"
_TERYT6 = 6
_VALUE: Forms = ("wartość", "wartości", "wartości", "wartości")
_YEAR: Forms = ("rok", "lata", "lat", "roku")

Figures = dict[tuple[str, int], dict[str, tuple[str, str]]]
"""Value and status, as text, by place; by indicator and year."""
_Periods = dict[str, tuple[int, ...]]


@dataclass(frozen=True)
class CodeFault:
    """A code that a table uses and no dictionary knows, or one that is gone (``gone``)."""

    table: str
    column: str
    code: str
    gone: bool = False

    def __str__(self) -> str:
        problem = "zniknął" if self.gone else "nie ma go w słowniku"
        return f"{self.table}, {self.column} „{shorten(self.code)}”: {problem}"


@dataclass(frozen=True)
class ValueChange:
    """A figure before and after, as text; ``""`` for none. ``status`` is the one after.

    ``place`` is the ``teryt6`` of a gmina or the code of a region.
    """

    indicator: str
    year: int
    place: str
    old: str
    new: str
    status: str

    def __str__(self) -> str:
        place = f"{'gmina' if len(self.place) == _TERYT6 else 'region'} {self.place}"
        change = f"{self.old or _NOTHING} → {self.new or _NOTHING}"
        return f"{self.indicator} {self.year}, {place}: {change}"


@dataclass(frozen=True)
class TextChange:
    """A cell of a description before and after; a whole row has the column ``""``."""

    table: str
    key: str
    column: str
    old: str
    new: str

    def __str__(self) -> str:
        place = f"{self.table}, {self.key}" + (f", {self.column}" if self.column else "")
        if not self.old:
            return f"{place}: dodano „{shorten(self.new)}”"
        if not self.new:
            return f"{place}: usunięto „{shorten(self.old)}”"
        return f"{place}: „{shorten(self.old)}” → „{shorten(self.new)}”"


@dataclass(frozen=True)
class PeriodChange:
    """The years of an indicator before and after, ascending."""

    indicator: str
    old: tuple[int, ...]
    new: tuple[int, ...]

    def __str__(self) -> str:
        number = len(self.new)
        count = f"{number} {plural(number, _YEAR)}"
        return f"{self.indicator}: {_span(self.old)} → {_span(self.new)} ({count})"


@dataclass(frozen=True)
class Change:
    """Everything that differs between two folders.

    ``figures`` are those of indicators and years that both folders have; what a new year brings
    is in ``periods``, what a new indicator brings in ``indicators``. ``regional`` counts figures
    of regions of years that only one of the folders has.
    """

    indicators: tuple[str, ...] = ()
    codes: tuple[CodeFault, ...] = ()
    figures: tuple[ValueChange, ...] = ()
    texts: tuple[TextChange, ...] = ()
    periods: tuple[PeriodChange, ...] = ()
    territory: tuple[TextChange, ...] = ()
    regional: int = 0

    def __bool__(self) -> bool:
        """Tell whether anything differs."""
        return self != Change()

    @property
    def lines(self) -> list[str]:
        """The six parts in Polish, each with its count and its first lines."""
        regional = "Powiaty, województwo i Polska, inne lata niż dotąd: "
        return [
            *_part("1. Nowe wskaźniki", self.indicators),
            *_part("2. Nieznane kody", self.codes),
            *_part("3. Zmienione wartości", self.figures),
            *([f"  {regional}{counted(self.regional, _VALUE)}"] if self.regional else []),
            *_part("4. Zmienione opisy", self.texts),
            *_part("5. Zmienione okresy", self.periods),
            *_part("6. Zmiany terytorialne", self.territory),
        ]


def _part(title: str, changes: Sequence[object]) -> Iterator[str]:
    yield f"{title}: {len(changes) or _NOTHING}"
    yield from (f"  {change}" for change in changes[:_SHOWN])
    if len(changes) > _SHOWN:
        yield f"  … i jeszcze {len(changes) - _SHOWN}"


def _span(years: tuple[int, ...]) -> str:
    """Return the first and the last of some years, e.g. ``2015–2024``."""
    return "–".join(map(str, dict.fromkeys((years[0], years[-1])))) if years else _NOTHING


def compare_folders(
    before: Path, after: Path, tables: tuple[Tables, Tables] | None = None
) -> Change:
    """Return what differs between two folders; ``tables`` are those of both if read already.

    Raises
    ------
    DataFaults
        If a table of either cannot be read.
    """
    change = compare(*(tables or (read_tables(before), read_tables(after))))
    return replace(change, territory=(*change.territory, *_layers(before, after)))


def compare(before: Tables, after: Tables) -> Change:
    """Return what differs between two sets of tables; shapes of borders are not in them."""
    old, new = _indicators(before), _indicators(after)
    was, now = gmina_figures(before), gmina_figures(after)
    around, around_now = regional_figures(before), regional_figures(after)
    either = around | around_now
    return Change(
        indicators=tuple(code for code in new if code not in old),
        codes=(*_unknown(after), *_gone(before, after)),
        figures=(*_changed(was, now), *_changed(around, around_now)),
        texts=tuple(_texts(_DESCRIPTIONS, before, after, skip=frozenset(new) - frozenset(old))),
        periods=tuple(_periods(_years(old, was), _years(new, now))),
        territory=tuple(_texts(_TERRITORY, before, after)),
        regional=sum(len(either[key]) for key in around.keys() ^ around_now.keys()),
    )


def _indicators(tables: Tables) -> list[str]:
    rows = tables["indicators"]
    return [str(code) for code in rows.loc[rows["origin"] != AWAITED, "indicator"]]


def _unknown(tables: Tables) -> Iterator[CodeFault]:
    for name, table in TABLES.items():
        for column, rule in table.columns.items():
            if rule.refers_to:
                known = {*tables[rule.refers_to].iloc[:, 0], ANY}
                for code in sorted(set(tables[name][column]) - known):
                    yield CodeFault(name, column, str(code))


def _gone(before: Tables, after: Tables) -> Iterator[CodeFault]:
    for name in ("gminy", "indicators", "domains", "sources", "projects"):
        column = str(before[name].columns[0])
        for code in sorted(set(before[name][column]) - set(after[name][column])):
            yield CodeFault(name, column, str(code), gone=True)


def gmina_figures(tables: Tables) -> Figures:
    """Return the figures of gminy."""
    return _by_place(tables["stats"], "teryt6", tables["stats"]["status"].to_list())


def regional_figures(tables: Tables) -> Figures:
    """Return the figures of regions, whose status is always ``ok``."""
    frame = tables["regional"]
    return _by_place(frame, "region", [Status.OK.value] * len(frame))


def _by_place(frame: pd.DataFrame, place: str, statuses: Iterable[str]) -> Figures:
    figures: Figures = {}
    columns = (frame[c].to_list() for c in ("indicator", "year", place, "value"))
    for code, year, where, value, status in zip(*columns, statuses, strict=True):
        figures.setdefault((code, int(year)), {})[where] = (value, status)
    return figures


def _changed(old: Figures, new: Figures) -> Iterator[ValueChange]:
    for code, year in sorted(old.keys() & new.keys()):
        was, is_now = old[code, year], new[code, year]
        for place in sorted(was.keys() | is_now.keys()):
            first, then = was.get(place, ("", "")), is_now.get(place, ("", ""))
            if as_number(first[0]) != as_number(then[0]) or first[1] != then[1]:
                yield ValueChange(code, year, place, first[0], then[0], then[1])


def as_number(text: str) -> float | None:
    """Return the number of a cell; ``None`` for an empty one."""
    return float(text) if text else None


def _periods(old: _Periods, new: _Periods) -> Iterator[PeriodChange]:
    for code in sorted(old.keys() | new.keys()):
        first, then = old.get(code, ()), new.get(code, ())
        if first != then and code in old:
            yield PeriodChange(code, first, then)


def _years(indicators: Iterable[str], figures: Figures) -> _Periods:
    years: dict[str, set[int]] = {code: set() for code in indicators}
    for code, year in figures:
        years.setdefault(code, set()).add(year)
    return {code: tuple(sorted(found)) for code, found in years.items()}


def _texts(
    names: tuple[str, ...], before: Tables, after: Tables, skip: frozenset[str] = frozenset()
) -> Iterator[TextChange]:
    for name in names:
        old, new = _rows(before, name), _rows(after, name)
        for key in sorted(old.keys() | new.keys()):
            if key[0] in skip:
                continue
            was, is_now = old.get(key), new.get(key)
            label = ", ".join(key)
            if was is None or is_now is None:
                yield TextChange(name, label, "", _line(was), _line(is_now))
                continue
            for column in was:
                if was[column] != is_now[column]:
                    yield TextChange(name, label, column, was[column], is_now[column])


def _rows(tables: Tables, name: str) -> dict[tuple[str, ...], Row]:
    key = TABLES[name].key
    return {tuple(row[column] for column in key): row for row in records(tables[name])}


def _line(row: Row | None) -> str:
    return "" if row is None else "; ".join(cell for cell in row.values() if cell)


def _layers(before: Path, after: Path) -> Iterator[TextChange]:
    old, new = _digests(before), _digests(after)
    for file in sorted(old.keys() | new.keys()):
        if old.get(file) != new.get(file):
            yield TextChange(file, file, "geometry", old.get(file, ""), new.get(file, ""))


def _digests(root: Path) -> dict[str, str]:
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()[:12]
        for path in root.glob(_LAYERS)
    }
