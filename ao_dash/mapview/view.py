"""One picture: the rows, borders, classes and values that map, legend, table and export share."""

from __future__ import annotations

import statistics
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from ao_dash.analysis.classes import Classes, classify
from ao_dash.mapview.palette import CIRCLE, FLAG, colours
from ao_dash.mapview.selection import Selection
from ao_dash.model import territory
from ao_dash.model.aggregate import AreaValue
from ao_dash.model.dataset import Dataset, Domain, Source
from ao_dash.model.gmina import Gmina, GminaType, polish_key
from ao_dash.model.indicator import Forms, Indicator, Kind
from ao_dash.model.measure import Input, Measure, measured
from ao_dash.model.numbers import GMINA, UNIT
from ao_dash.model.project import Project
from ao_dash.model.series import ANY, Break, Cell, Remark, Status
from ao_dash.model.vintage import Vintage

_FLAG_CLASSES = Classes((0.0, 0.5, 1.0), decimals=1)


@dataclass(frozen=True, slots=True)
class Row:
    """One gmina in the picture.

    ``rank`` is 1 for the highest of the shown values, equal values sharing a rank; „yes” and „no”
    have no rank. ``class_index`` points into the classes. Both are ``None`` without a value or
    when the row is not shown. ``broken`` tells that a break of this gmina lies inside the change.
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


@dataclass(frozen=True, eq=False)
class View:
    """Everything one picture says; it is computed once and everything draws it.

    ``rows`` hold every gmina, shown ones first, by falling value, those without a value last.
    ``classes`` and ``colours`` are empty for counts, which are drawn as circles.
    ``largest`` is the value, without its sign, that has the largest circle.
    ``years`` are those of the indicator that can be shown so.
    ``projects`` are the joint projects of the chosen domain.
    ``area`` is the value of the whole area whatever the filters, ``around`` are those of the
    voivodeship and of Poland by name; the other figures are about the shown gminy. ``inputs`` are
    those of the formula, if there is one.
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
    area: AreaValue | None
    around: Mapping[str, Cell]
    breaks: tuple[Break, ...]
    remarks: tuple[Remark, ...]
    sources: tuple[Source, ...]
    inputs: tuple[Input, ...]
    weight: Indicator | None
    projects: Mapping[str, Project]
    single_values: tuple[tuple[Indicator, int, Gmina, float], ...]

    @property
    def noun(self) -> Forms:
        """What the rows are: gminy, or units when some gminy are merged."""
        return UNIT if self.selection.constant else GMINA

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
    def valued(self) -> tuple[Row, ...]:
        """Shown rows that have a value, highest first."""
        return tuple(row for row in self.shown if row.value is not None)

    @cached_property
    def values(self) -> tuple[float, ...]:
        """Values of the shown rows, highest first."""
        return tuple(row.value for row in self.valued if row.value is not None)

    @property
    def median(self) -> float | None:
        """Median of the shown values."""
        return statistics.median(self.values) if self.values else None

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
        teryt6 = row.gmina.teryt6
        texts = [b.text for b in self.breaks if b.teryt6 == teryt6]
        texts += [r.text for r in self.remarks if r.teryt6 == teryt6]
        return tuple(dict.fromkeys(texts))

    def notes_on_all(self) -> tuple[str, ...]:
        """Return breaks and remarks that concern every gmina, in Polish."""
        texts = [b.text for b in self.breaks if b.teryt6 == ANY]
        texts += [r.text for r in self.remarks if r.teryt6 == ANY]
        return tuple(dict.fromkeys(texts))


def build_view(dataset: Dataset, selection: Selection) -> View:
    """Compute the picture of ``selection``, which must be valid for ``dataset``."""
    dataset = territory.chosen(dataset, merged=selection.constant)
    return view_of(dataset, selection, _measure(dataset, selection))


def view_of(dataset: Dataset, selection: Selection, measure: Measure | None) -> View:
    """Compute the picture of any figures; ``dataset`` has the territory that is asked for.

    For figures that are no indicator of ``dataset``, ``selection`` names none.
    """
    indicator = measure.indicator if measure else None
    rows = _rows(dataset, selection, measure)
    around = measure.around if measure else {}
    scale = _scale(dataset, selection, rows)
    classes = _classes(selection, indicator, scale)
    area = measure.area if measure else None
    domain = dataset.domains.get(selection.domain)
    code = selection.indicator
    return View(
        selection=selection,
        indicator=indicator,
        domain=domain,
        vintage=dataset.vintage(selection.year),
        rows=_ordered(rows, classes, ranked=indicator is None or indicator.kind is not Kind.FLAG),
        classes=classes,
        colours=_colours(indicator, classes),
        largest=max(map(abs, scale), default=0.0),
        years=_years(dataset, selection),
        area=area,
        around=around,
        breaks=measure.breaks if measure else (),
        remarks=dataset.remarks_of(code, selection.year) if code else (),
        sources=dataset.sources_of([*(row.cell for row in rows), *around.values()]),
        inputs=measure.inputs if measure else (),
        weight=dataset.indicators[area.weight] if area and area.weight else None,
        projects=dataset.joint_projects(selection.domain),
        single_values=dataset.lone_values(selection.domain),
    )


def build_years(dataset: Dataset, selection: Selection) -> tuple[View, ...]:
    """Compute the picture of every year of the indicator.

    With a change, every year is compared with the same base; earlier years are left out.
    """
    years = _years(territory.chosen(dataset, merged=selection.constant), selection)
    return tuple(build_view(dataset, replace(selection, year=year)) for year in years)


def _years(dataset: Dataset, selection: Selection) -> tuple[int, ...]:
    years = dataset.years(selection.indicator) if selection.indicator else ()
    return tuple(y for y in years if selection.base is None or y > selection.base)


def _measure(dataset: Dataset, selection: Selection) -> Measure | None:
    if selection.indicator is None:
        return None
    return measured(dataset, selection.indicator, selection.year, selection.change, selection.base)


def _scale(dataset: Dataset, selection: Selection, rows: list[Row]) -> tuple[float, ...]:
    """Return the values that classes and circle sizes are made for: shown ones, of all years."""
    if not selection.common:
        return _shown_values(rows)
    found: list[float] = []
    for year in _years(dataset, selection):
        then = replace(selection, year=year)
        found += _shown_values(_rows(dataset, then, _measure(dataset, then)))
    return tuple(found)


def _shown_values(rows: list[Row]) -> tuple[float, ...]:
    return tuple(row.value for row in rows if row.shown and row.value is not None)


def _rows(dataset: Dataset, selection: Selection, measure: Measure | None) -> list[Row]:
    joint = dataset.members(selection.domain)
    nothing = Cell(None, Status.MISSING, ())
    cells = measure.cells if measure else {}
    rows = []
    for teryt6, gmina in dataset.gminy.items():
        kind = gmina.type_in(selection.year)
        projects = joint.get(teryt6, ())
        rows.append(
            Row(
                gmina=gmina,
                type=kind,
                cell=cells.get(teryt6, nothing),
                shown=kind in selection.types and (bool(projects) or not selection.joint_only),
                rank=None,
                class_index=None,
                projects=projects,
                broken=measure is not None and teryt6 in measure.broken,
            )
        )
    return rows


def _ordered(rows: list[Row], classes: Classes | None, *, ranked: bool) -> tuple[Row, ...]:
    order = sorted(_shown_values(rows), reverse=True)
    placed = [_placed(row, order if ranked else [], classes) for row in rows]
    return tuple(
        sorted(
            placed,
            key=lambda r: (
                not r.shown,
                r.value is None,
                -(r.value or 0),
                polish_key(r.gmina.name),
            ),
        )
    )


def _placed(row: Row, order: list[float], classes: Classes | None) -> Row:
    if row.value is None or not row.shown:
        return row
    return replace(
        row,
        rank=order.index(row.value) + 1 if order else None,
        class_index=classes.index(row.value) if classes else None,
    )


def _classes(
    selection: Selection, indicator: Indicator | None, values: tuple[float, ...]
) -> Classes | None:
    if indicator is None or indicator.kind is Kind.COUNT or not values:
        return None
    if indicator.kind is Kind.FLAG:
        return _FLAG_CLASSES
    return classify(
        values,
        selection.method,
        selection.number,
        indicator.decimals,
        own=selection.custom_bounds,
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
