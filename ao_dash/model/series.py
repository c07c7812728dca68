"""Values in time: a value and its status travel together, breaks and remarks beside them."""

from __future__ import annotations

import functools
from collections.abc import ItemsView, Iterable, Iterator, Mapping, Sequence, ValuesView
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Numbers = NDArray[np.integer[Any]]


class Status(StrEnum):
    """Whether a figure exists; only ``OK`` carries a number. Missing is not zero."""

    OK = "ok"
    MISSING = "missing"
    NOT_APPLICABLE = "not_applicable"
    CONFIDENTIAL = "confidential"


STATUS_WORDS: Mapping[Status, str] = {
    Status.OK: "jest wartość",
    Status.MISSING: "brak danych",
    Status.NOT_APPLICABLE: "nie dotyczy",
    Status.CONFIDENTIAL: "dane niepublikowane",
}

STATUSES = (Status.OK, Status.MISSING, Status.CONFIDENTIAL, Status.NOT_APPLICABLE)
"""Statuses by their numbers in arrays: what is made of two figures has the higher of theirs."""

_OK, _MISSING, _NOT_APPLICABLE = map(
    STATUSES.index, (Status.OK, Status.MISSING, Status.NOT_APPLICABLE)
)


class Cell(NamedTuple):
    """One figure of one gmina in one year, in the unit of its indicator.

    ``sources`` are codes of the source table; a figure derived from two has both.
    """

    value: float | None
    status: Status
    sources: tuple[str, ...]


NO_FIGURE = Cell(None, Status.MISSING, ())
"""What stands where nobody has said anything."""


@dataclass(frozen=True, eq=False)
class Figures:
    """Figures in three arrays of one shape, in the unit of their indicator.

    ``values`` are float64, NaN exactly where the status is not ``ok``. ``statuses`` are positions
    in :data:`STATUSES`; ``sources`` are positions in ``source_sets``, the codes of sources that
    go together.
    """

    values: Floats
    statuses: Numbers
    sources: Numbers
    source_sets: tuple[tuple[str, ...], ...]

    @classmethod
    def of(cls, cells: Sequence[Cell]) -> Figures:
        """Return ``cells`` as arrays of one dimension, in their order."""
        sets = {codes: n for n, codes in enumerate(dict.fromkeys(c.sources for c in cells))}
        values = [
            np.nan if c.value is None or c.status is not Status.OK else c.value for c in cells
        ]
        return cls(
            np.array(values, dtype=np.float64),
            np.array([STATUSES.index(c.status) for c in cells], dtype=np.int8),
            np.array([sets[c.sources] for c in cells], dtype=np.int32),
            tuple(sets),
        )

    @classmethod
    def missing(cls, *shape: int, source_sets: tuple[tuple[str, ...], ...] = ((),)) -> Figures:
        """Return arrays of ``shape`` to write into, all missing; the first set has no sources."""
        return cls(
            np.full(shape, np.nan),
            np.full(shape, _MISSING, dtype=np.int8),
            np.zeros(shape, dtype=np.int32),
            source_sets,
        )

    def __getitem__(self, key: Any) -> Figures:
        """Return a part, as numpy takes it of each array."""
        return Figures(self.values[key], self.statuses[key], self.sources[key], self.source_sets)

    def __setitem__(self, key: Any, part: Figures) -> None:
        """Write ``part``, of the same source sets, where numpy puts it in each array."""
        self.values[key], self.statuses[key] = part.values, part.statuses
        self.sources[key] = part.sources

    @property
    def known(self) -> NDArray[np.bool_]:
        """Where there is a value."""
        return np.equal(self.statuses, _OK)

    def cells(self) -> list[Cell]:
        """Return the figures of arrays of one dimension as cells, in their order."""
        values = or_none(self.values, self.known)
        statuses = map(STATUSES.__getitem__, self.statuses.tolist())
        sources = map(self.source_sets.__getitem__, self.sources.tolist())
        return list(map(Cell._make, zip(values, statuses, sources, strict=True)))

    def source_codes(self) -> tuple[str, ...]:
        """Return the codes of all sources, each once, in the order they come (row by row)."""
        used, first = np.unique(self.sources, return_index=True)
        ordered = used[np.argsort(first)].tolist()
        return tuple(dict.fromkeys(code for n in ordered for code in self.source_sets[n]))

    def with_second(self, second: Figures, values: Floats) -> Figures:
        """Return figures made of these and ``second``, all of one shape.

        Parameters
        ----------
        second
            The other input; its sources come after those of this one.
        values
            What was computed where both have a value; not finite where nothing could be, which
            is ``not_applicable``. Elsewhere the higher status of the two holds.
        """
        statuses = np.maximum(self.statuses, second.statuses)
        statuses = np.where((statuses == _OK) & ~np.isfinite(values), _NOT_APPLICABLE, statuses)
        width = len(second.source_sets)
        pairs, sources = np.unique(
            self.sources.astype(np.int64) * width + second.sources, return_inverse=True
        )
        sets = [self.source_sets[p // width] + second.source_sets[p % width] for p in pairs]
        return Figures(
            np.where(statuses == _OK, values, np.nan),
            statuses,
            sources.reshape(values.shape).astype(np.int32),
            tuple(tuple(dict.fromkeys(codes)) for codes in sets),
        )

    def joined(self, other: Figures) -> Figures:
        """Return these and ``other`` side by side: one after the other along the last axis."""
        return Figures(
            np.concatenate([self.values, other.values], axis=-1),
            np.concatenate([self.statuses, other.statuses], axis=-1),
            np.concatenate(
                [self.sources, other.sources + np.int32(len(self.source_sets))], axis=-1
            ),
            self.source_sets + other.source_sets,
        )


@dataclass(frozen=True, eq=False)
class Year(Mapping[str, Cell]):
    """Figures of one year by place: ``figures`` have one dimension, in the order of ``places``.

    ``places`` gives the position of each ``teryt6`` (or code of a region). A cell is made when it
    is asked for.
    """

    places: Mapping[str, int]
    figures: Figures

    @classmethod
    def of(cls, cells: Mapping[str, Cell]) -> Year:
        """Return ``cells`` as a year, in their order."""
        return cls(positions(cells), Figures.of(list(cells.values())))

    def __getitem__(self, place: str) -> Cell:
        n, all_ = self.places[place], self.figures
        status = STATUSES[all_.statuses[n]]
        value = float(all_.values[n]) if status is Status.OK else None
        return Cell(value, status, all_.source_sets[all_.sources[n]])

    def __iter__(self) -> Iterator[str]:
        return iter(self.places)

    def __len__(self) -> int:
        return len(self.places)

    def _cells(self) -> dict[str, Cell]:
        return dict(zip(self.places, self.figures.cells(), strict=True))

    def items(self) -> ItemsView[str, Cell]:
        """Return places and cells, all made at once."""
        return self._cells().items()

    def values(self) -> ValuesView[Cell]:
        """Return the cells, all made at once."""
        return self._cells().values()

    def numbers(self) -> dict[str, float]:
        """Return the values that there are, by place."""
        known = zip(self.places, self.figures.known, self.figures.values.tolist(), strict=True)
        return {place: value for place, is_known, value in known if is_known}

    def at(self, places: Iterable[str]) -> Figures:
        """Return the figures of ``places`` in their order; missing where this year has none."""
        if places is self.places:
            return self.figures
        beyond = len(self.places)
        return self.figures.joined(Figures.missing(1))[
            np.array([self.places.get(place, beyond) for place in places], dtype=np.intp)
        ]


@dataclass(frozen=True, eq=False)
class Series(Mapping[int, Year]):
    """One indicator in time: ``figures`` have the shape (years, places).

    ``years`` ascend; they are those of which anything is said, be it that nothing is known.
    ``places`` gives the position of each ``teryt6`` (or code of a region); all series of one
    dataset share it. As a mapping it goes from a year to its figures.
    """

    years: tuple[int, ...]
    places: Mapping[str, int]
    figures: Figures

    @classmethod
    def of(cls, years: Mapping[int, Mapping[str, Cell]], places: Iterable[str]) -> Series:
        """Return cells by year and place as a series; those of ``places`` without one are missing.

        Years may come in any order; cells of other places are left out.
        """
        index, ascending = positions(places), tuple(sorted(years))
        cells = [years[year].get(place, NO_FIGURE) for year in ascending for place in index]
        table = np.arange(len(cells)).reshape(len(ascending), len(index))
        return cls(ascending, index, Figures.of(cells)[table])

    def __getitem__(self, year: int) -> Year:
        return Year(self.places, self.figures[self._rows[year]])

    def __iter__(self) -> Iterator[int]:
        return iter(self.years)

    def __len__(self) -> int:
        return len(self.years)

    def in_year(self, year: int) -> Year:
        """Return the figures of ``year``; all are missing in a year of which nothing is said."""
        if year in self._rows:
            return self[year]
        return Year(self.places, Figures.missing(len(self.places)))

    def cell(self, year: int, place: str) -> Cell:
        """Return the figure of ``place`` in ``year``; a missing one where nothing is said of it."""
        known = year in self._rows and place in self.places
        return self[year][place] if known else NO_FIGURE

    def numbers(self, place: str) -> dict[int, float]:
        """Return the values that there are of ``place``, by year."""
        if place not in self.places:
            return {}
        column = self.figures[:, self.places[place]]
        known = zip(self.years, column.known.tolist(), column.values.tolist(), strict=True)
        return {year: value for year, is_known, value in known if is_known}

    def rows(self, years: Iterable[int]) -> Figures:
        """Return the figures of ``years``, which are some of this series, in their order."""
        return self.figures[np.array([self._rows[year] for year in years], dtype=np.intp)]

    @functools.cached_property
    def _rows(self) -> Mapping[int, int]:
        return {year: n for n, year in enumerate(self.years)}

    @functools.cached_property
    def counts(self) -> Mapping[int, int]:
        """How many places have a value in each year."""
        return dict(zip(self.years, self.figures.known.sum(axis=1).tolist(), strict=True))


NO_SERIES = Series((), {}, Figures.missing(0, 0))
"""What stands for an indicator of which nothing is said."""


def or_none(numbers: NDArray[Any], known: NDArray[np.bool_]) -> list[Any]:
    """Return ``numbers`` as Python's own, ``None`` where there is none."""
    return [n if there else None for n, there in zip(numbers.tolist(), known.tolist(), strict=True)]


def ranks(values: Floats, inside: NDArray[np.bool_]) -> list[int | None]:
    """Return 1 for the highest of the values ``inside``, equal ones sharing it, else ``None``."""
    ascending = np.sort(values[inside])
    found = 1 + len(ascending) - np.searchsorted(ascending, values, side="right")
    return or_none(found, inside)


def positions(places: Iterable[str]) -> Mapping[str, int]:
    """Return the position of each of ``places``, counted from 0."""
    return {place: n for n, place in enumerate(places)}


class BreakKind(StrEnum):
    """Why a series breaks."""

    BORDERS = "borders"
    BASE = "base"
    METHOD = "method"
    SCOPE = "scope"


ANY = "*"
"""In ``teryt6`` of a break or remark: every gmina."""


@dataclass(frozen=True)
class Break:
    """Values of ``year`` or later must not be compared with earlier ones.

    ``story`` is the code of a story that explains it, or "".
    """

    indicator: str
    teryt6: str
    year: int
    kind: BreakKind
    text: str
    story: str = ""

    def between(self, earlier: int, later: int) -> bool:
        """Tell whether the break lies between two years."""
        return earlier < self.year <= later


def source_codes(cells: Iterable[Cell]) -> tuple[str, ...]:
    """Return the codes of the sources of ``cells``, each once, in the order they come."""
    return tuple(dict.fromkeys(code for cell in cells for code in cell.sources))


@dataclass(frozen=True)
class Remark:
    """Something to know about a figure; ``year`` of ``None`` means every year."""

    indicator: str
    teryt6: str
    year: int | None
    text: str

    def applies(self, year: int) -> bool:
        """Tell whether the remark is about ``year``."""
        return self.year is None or self.year == year
