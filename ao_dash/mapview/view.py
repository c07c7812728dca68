"""One picture: the rows, borders, classes and values that map, legend, table and export share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ao_dash.analysis.classes import Classes, classify
from ao_dash.mapview.palette import CIRCLE, FLAG, colours
from ao_dash.mapview.points import Point, PointKind, point_keys, points
from ao_dash.mapview.selection import Selection
from ao_dash.model import region
from ao_dash.model.aggregate import AreaValue
from ao_dash.model.area import Area
from ao_dash.model.cache import cached_per_dataset
from ao_dash.model.dataset import Dataset, Domain, Source
from ao_dash.model.gmina import Gmina, GminaType
from ao_dash.model.group import register_members
from ao_dash.model.indicator import Forms, Indicator, Kind
from ao_dash.model.measure import Input, Measure, measured
from ao_dash.model.numbers import GMINA, UNIT
from ao_dash.model.project import Project
from ao_dash.model.series import (
    ANY,
    Break,
    Cell,
    Figures,
    Floats,
    Remark,
    Status,
    or_none,
    ranks,
    source_codes,
)
from ao_dash.model.vintage import Vintage

Flags = NDArray[np.bool_]

_FLAG_CLASSES = Classes((0.0, 0.5, 1.0), decimals=1)


class Row(NamedTuple):
    """One gmina in the picture.

    ``rank`` is 1 for the highest of the compared values, those of the rows that pass all filters
    but that by value; equal values share a rank, „yes” and „no” have none. ``class_index`` points
    into the classes; it is ``None`` without a value or when the row is not shown. ``broken`` tells
    that a break of this gmina lies inside the change.
    ``projects`` are codes of joint projects of the chosen domain.
    """

    gmina: Gmina
    type: GminaType
    cell: Cell
    shown: bool
    rank: int | None
    class_index: int | None
    projects: tuple[str, ...]
    broken: bool = False

    @property
    def value(self) -> float | None:
        """The figure in the unit of the indicator, if there is one."""
        return self.cell.value


@dataclass(frozen=True)
class Whole:
    """Gminy seen together, with their name, a short one and the value they have together.

    ``breaks`` are those that only its value suffers from.
    """

    name: str
    short: str
    value: AreaValue | None
    breaks: tuple[Break, ...] = ()


@dataclass(frozen=True, eq=False)
class View:
    """Everything one picture says; it is computed once and everything draws it.

    ``rows`` hold every gmina of the territory once: shown ones first, each part by falling value,
    equal values in the order of the alphabet, those without a value last.
    ``classes`` and ``colours`` are empty for counts, which are drawn as circles.
    ``largest`` is the value, without its sign, that has the largest circle.
    ``years`` are those of the indicator that can be shown so.
    ``projects`` are the joint projects of the chosen domain. ``points`` are drawn over the map,
    ``point_keys`` say what they are.
    ``whole`` is the value of the whole area whatever the filters, and ``aside`` that of the chosen
    group; with the gminy of the group alone they change places. ``around`` are those of the powiat
    of the chosen gmina, of the voivodeship and of Poland by name; the other figures are about the
    shown gminy. ``inputs`` are those of the formula, if there is one.
    """

    selection: Selection
    indicator: Indicator | None
    domain: Domain | None
    vintage: Vintage
    rows: tuple[Row, ...]
    classes: Classes | None
    colours: tuple[str, ...]
    largest: float
    years: tuple[int, ...]
    whole: Whole
    aside: Whole | None
    around: Mapping[str, Cell]
    breaks: tuple[Break, ...]
    remarks: tuple[Remark, ...]
    sources: tuple[Source, ...]
    inputs: tuple[Input, ...]
    weight: Indicator | None
    projects: Mapping[str, Project]
    points: tuple[Point, ...]
    point_keys: tuple[tuple[PointKind, str], ...]
    single_values: tuple[tuple[Indicator, int, Gmina, float], ...]
    awaited: tuple[str, ...]

    @property
    def area(self) -> AreaValue | None:
        """The value of :attr:`whole`."""
        return self.whole.value

    @property
    def noun(self) -> Forms:
        """What the rows are: gminy, or units when some gminy are merged."""
        return UNIT if self.selection.territory else GMINA

    @property
    def broken(self) -> tuple[Row, ...]:
        """Shown rows whose change has a break of their own inside."""
        return tuple(row for row in self.shown if row.broken)

    @property
    def year(self) -> int:
        """The year shown."""
        return self.selection.year

    @cached_property
    def shown(self) -> tuple[Row, ...]:
        """Rows that pass the filters, in order."""
        return tuple(row for row in self.rows if row.shown)

    @cached_property
    def shown_by_gmina(self) -> Mapping[str, Row]:
        """Rows of :attr:`shown` by ``teryt6``."""
        return {row.gmina.teryt6: row for row in self.shown}

    @cached_property
    def valued(self) -> tuple[Row, ...]:
        """Shown rows that have a value, highest first."""
        return tuple(row for row in self.shown if row.value is not None)

    @cached_property
    def values(self) -> tuple[float, ...]:
        """Values of the shown rows, highest first."""
        return tuple(row.value for row in self.valued if row.value is not None)

    @cached_property
    def ranked(self) -> tuple[Row, ...]:
        """Rows with a rank, the highest first: the compared ones, whatever the filter by value."""
        return tuple(sorted(filter(_rank, self.rows), key=_rank))

    @property
    def median(self) -> float | None:
        """Median of the shown values."""
        return float(np.median(self.values)) if self.values else None

    @property
    def highest(self) -> tuple[Row, ...]:
        """The shown rows that share the highest value."""
        return tuple(row for row in self.valued if row.value == self.values[0])

    @property
    def lowest(self) -> tuple[Row, ...]:
        """The shown rows that share the lowest value."""
        return tuple(row for row in self.valued if row.value == self.values[-1])

    @cached_property
    def without_value(self) -> Mapping[Status, tuple[Row, ...]]:
        """Shown rows without a value, by status."""
        statuses = (s for s in Status if s is not Status.OK)
        found = {s: tuple(r for r in self.shown if r.cell.status is s) for s in statuses}
        return {status: rows for status, rows in found.items() if rows}

    @property
    def counts(self) -> tuple[int, ...]:
        """How many shown gminy fall into each class."""
        return self.classes.counts(self.values) if self.classes else ()

    @property
    def selected(self) -> Row | None:
        """The row of the selected gmina."""
        return next((r for r in self.rows if r.gmina.teryt6 == self.selection.gmina), None)

    @property
    def is_filtered(self) -> bool:
        """Whether any gmina is left out."""
        return len(self.shown) < len(self.rows)

    def notes_on(self, row: Row) -> tuple[str, ...]:
        """Return breaks and remarks that concern this gmina alone, in Polish."""
        return self._notes.get(row.gmina.teryt6, ())

    def notes_on_all(self) -> tuple[str, ...]:
        """Return breaks and remarks that concern every gmina, in Polish."""
        return self._notes.get(ANY, ())

    @cached_property
    def _notes(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, dict[str, None]] = {}
        notes: tuple[Break | Remark, ...] = (*self.breaks, *self.remarks)
        for note in notes:
            found.setdefault(note.teryt6, {})[note.text] = None
        return {teryt6: tuple(texts) for teryt6, texts in found.items()}


def build_view(dataset: Dataset, selection: Selection) -> View:
    """Compute the picture of ``selection``, which must be valid for ``dataset``."""
    dataset = selection.of(dataset)
    return view_of(dataset, selection, _measure(dataset, selection))


def view_of(dataset: Dataset, selection: Selection, measure: Measure | None) -> View:
    """Compute the picture of any figures; ``dataset`` has the territory that is asked for.

    For figures that are no indicator of ``dataset``, ``selection`` names none.
    """
    indicator = measure.indicator if measure else None
    gmina = selection.gmina
    around = region.around(dataset, measure.indicator, measure.regional, gmina) if measure else {}
    figures = _figures(dataset, measure)
    scale = _scale(dataset, selection, figures)
    classes = _classes(selection, indicator, scale)
    whole, aside = _wholes(dataset.area, selection, measure)
    domain = dataset.domains.get(selection.domain)
    code = selection.indicator
    drawn = points(dataset, selection.points)
    codes = (*figures.source_codes(), *source_codes(around.values()))
    codes += tuple(source for point in drawn for source in point.sources)
    return View(
        selection=selection,
        indicator=indicator,
        domain=domain,
        vintage=dataset.vintage(selection.year),
        rows=_rows(dataset, selection, measure, figures, classes),
        classes=classes,
        colours=_colours(indicator, classes),
        largest=float(np.abs(scale).max(initial=0.0)),
        years=_years(dataset, selection),
        whole=whole,
        aside=aside,
        around=around,
        breaks=measure.breaks if measure else (),
        remarks=dataset.remarks_of(code, selection.year) if code else (),
        sources=tuple(dataset.sources[code] for code in dict.fromkeys(codes)),
        inputs=measure.inputs if measure else (),
        weight=_weight(dataset, whole, aside),
        projects=dataset.joint_projects(selection.domain),
        points=drawn,
        point_keys=point_keys(dataset, drawn),
        single_values=dataset.lone_values(selection.domain),
        awaited=tuple(n for n, domain in dataset.awaited.values() if domain == selection.domain),
    )


def _wholes(of: Area, selection: Selection, measure: Measure | None) -> tuple[Whole, Whole | None]:
    """Return what is seen as the whole, and what beside it."""
    area = Whole(of.name, of.short, measure.area if measure else None)
    if selection.group_apart is None or measure is None:
        return area, None
    group = Whole(selection.group_apart.name, "grupa", measure.group, measure.group_breaks)
    return (group, area) if selection.group_only else (area, group)


def _weight(dataset: Dataset, *wholes: Whole | None) -> Indicator | None:
    """Return the indicator that a mean of them is weighted by."""
    weights = (one.value.weight for one in wholes if one and one.value and one.value.weight)
    return next((dataset.indicators[code] for code in weights), None)


def build_years(dataset: Dataset, selection: Selection) -> tuple[View, ...]:
    """Compute the picture of every year of the indicator.

    With a change, every year is compared with the same base; earlier years are left out.
    """
    years = _years(selection.of(dataset), selection)
    return tuple(build_view(dataset, replace(selection, year=year)) for year in years)


def _years(dataset: Dataset, selection: Selection) -> tuple[int, ...]:
    years = dataset.years(selection.indicator) if selection.indicator else ()
    return tuple(y for y in years if selection.base is None or y > selection.base)


def _measure(dataset: Dataset, selection: Selection) -> Measure | None:
    if selection.indicator is None:
        return None
    group = selection.group_apart
    members = register_members(dataset, group) if group else ()
    chosen = selection.indicator, selection.year, selection.change, selection.base
    return measured(dataset, *chosen, members)


@cached_per_dataset
def _types(dataset: Dataset, year: int) -> tuple[GminaType, ...]:
    """Return the types of all gminy on 31 December of ``year``, in their order."""
    return tuple(gmina.type_in(year) for gmina in dataset.gminy.values())


def _rank(row: Row) -> int:
    return row.rank or 0


def _compared(dataset: Dataset, selection: Selection) -> Flags:
    """Tell which gminy pass all filters but that by value, in their order."""
    shown = np.array([kind in selection.types for kind in _types(dataset, selection.year)])
    if selection.joint_only:
        joint = dataset.members(selection.domain)
        shown &= np.array([bool(joint.get(teryt6)) for teryt6 in dataset.gminy])
    if selection.group and selection.group_only:
        shown &= np.array([teryt6 in selection.group.members for teryt6 in dataset.gminy])
    return shown


def _figures(dataset: Dataset, measure: Measure | None) -> Figures:
    """Return the figures of all gminy, in their order."""
    return measure.cells.at(dataset.gminy) if measure else Figures.missing(len(dataset.gminy))


def _scale(dataset: Dataset, selection: Selection, figures: Figures) -> Floats:
    """Return the values that classes and circle sizes are made for: shown ones, of all years."""
    if not selection.common:
        return figures.values[figures.known & _compared(dataset, selection)]
    found = []
    for year in _years(dataset, selection):
        then = replace(selection, year=year)
        figures = _figures(dataset, _measure(dataset, then))
        found.append(figures.values[figures.known & _compared(dataset, then)])
    return np.concatenate([np.array([]), *found])


def _rows(
    dataset: Dataset,
    selection: Selection,
    measure: Measure | None,
    figures: Figures,
    classes: Classes | None,
) -> tuple[Row, ...]:
    shown, joint = _compared(dataset, selection), dataset.members(selection.domain)
    compared = shown & figures.known
    if selection.values and measure:
        shown = selection.values.passes(figures.values, compared, measure.indicator.decimals)
    ranked = measure is None or measure.indicator.kind is not Kind.FLAG
    broken = measure.broken if measure else frozenset()
    columns = (
        dataset.gminy.values(),
        _types(dataset, selection.year),
        figures.cells(),
        shown.tolist(),
        ranks(figures.values, compared & ranked),
        _class_indices(figures.values, shown & compared, classes),
        [joint.get(teryt6, ()) for teryt6 in dataset.gminy],
        [teryt6 in broken for teryt6 in dataset.gminy],
    )
    rows = list(map(Row._make, zip(*columns, strict=True)))
    order = np.lexsort((-np.nan_to_num(figures.values), ~figures.known, ~shown))
    return tuple(map(rows.__getitem__, order.tolist()))


def _class_indices(values: Floats, inside: Flags, classes: Classes | None) -> list[int | None]:
    if classes is None:
        return [None] * len(values)
    return or_none(classes.indices(np.where(inside, values, 0.0)), inside)


def _classes(selection: Selection, indicator: Indicator | None, values: Floats) -> Classes | None:
    if indicator is None or indicator.kind is Kind.COUNT or not values.size:
        return None
    if indicator.kind is Kind.FLAG:
        return _FLAG_CLASSES
    return classify(
        values,
        selection.method,
        selection.number,
        indicator.decimals,
        custom_bounds=selection.custom_bounds,
        signed=indicator.signed,
    )


def _colours(indicator: Indicator | None, classes: Classes | None) -> tuple[str, ...]:
    if indicator is None or classes is None:
        return ()
    return FLAG if indicator.kind is Kind.FLAG else colours(classes, signed=indicator.signed)


def colour_of(view: View, row: Row) -> str | None:
    """Return the colour of a row's figure; ``None`` if it has none to show."""
    if row.class_index is not None:
        return view.colours[row.class_index]
    return CIRCLE if row.shown and row.value is not None else None
