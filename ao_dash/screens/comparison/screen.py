"""The screen „Porównanie”: two to six units over the years, in one year, and their differences."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Annotated

import pandas as pd
from pydantic.dataclasses import dataclass as pydantic_dataclass

from ao_dash.mapview import sentences
from ao_dash.mapview.formula_text import span_text
from ao_dash.mapview.query import (
    GMINA_PARAMETER,
    GROUP_PARAMETER,
    INDICATOR_PARAMETER,
    YEAR_PARAMETER,
    Parameter,
    QueryReader,
    mapped_years,
)
from ao_dash.model import unit as units_of
from ao_dash.model.dataset import Dataset, Source
from ao_dash.model.gmina import GminaType
from ao_dash.model.group import PATTERN, read_group
from ao_dash.model.indicator import Indicator, Kind
from ao_dash.model.numbers import format_change, format_with_unit, unit_heading
from ao_dash.model.series import Break
from ao_dash.model.unit import Figure, Unit
from ao_dash.screens.base import Screen, ScreenChosen
from ao_dash.screens.blocks import (
    Bar,
    Bars,
    Block,
    Heading,
    Line,
    Lines,
    Page,
    Table,
    Text,
    sources_block,
)
from ao_dash.screens.shared.scales import Scale, axis, pieces, round_scale, year_axis

MIN_UNITS, MAX_UNITS = 2, 6
"""Numbers of units that can be compared."""

COLUMNS: Mapping[str, str] = {
    "kod": "kod jednostki: TERYT gminy, typ gminy, obszar, terytorium stałe albo region: cztery "
    "cyfry powiatu, dwie cyfry województwa, PL albo kod innego obszaru",
    "jednostka": "nazwa jednostki",
    "wskaznik": "kod wskaźnika",
    "rok": "rok",
    "wartosc": "wartość; pusta, gdy status nie jest ok",
    "miano": "jednostka wartości",
    "status": "ok, missing, not_applicable lub confidential",
    "jak_liczona": "jak połączono wartości kilku gmin; puste dla jednej gminy",
    "przerwa": "co się zmieniło w tym roku tak, że wcześniejszych wartości nie należy porównywać",
}


def every_unit(dataset: Dataset) -> list[str]:
    """Return the codes of the units of every year."""
    years = mapped_years(dataset)
    return list(dict.fromkeys(code for year in years for code in units_of.units(dataset, year)))


def _read_units(reader: QueryReader) -> tuple[str, ...]:
    dataset, year = reader.dataset, reader["year"]
    known = list(units_of.units(dataset, year))
    asked = reader.text(UNITS.name).split(",")
    groups = [code for code in asked if code and units_of.find(dataset, year, code)]
    chosen = reader.several(UNITS, [*known, *groups])
    if len(chosen) > MAX_UNITS:
        problem = f"Porównać można najwyżej {MAX_UNITS} jednostek"
        reader.note(UNITS.name, problem, "pokazano pierwsze")
    group, _ = read_group(reader.text(GROUP_PARAMETER.name), dataset)
    picked = [one for one in (reader.gmina(), group and group.code) if one]
    usual = picked or [t.value for t in GminaType if t.value in known]
    if not chosen:
        chosen = (*usual, dataset.area.code)
    elif len(chosen) < MIN_UNITS:
        chosen = (*chosen, next(code for code in (dataset.area.code, *known) if code not in chosen))
    return chosen[:MAX_UNITS]


UNITS = Parameter(
    "jednostki",
    f"co porównać, od {MIN_UNITS} do {MAX_UNITS} kodów po przecinku: "
    "gminy, typy gmin, grupy (jak `grupa` na mapie), kod obszaru, regiony",
    label="Jednostka",
    codes=every_unit,
    pattern=PATTERN,
    several=(1, MAX_UNITS),
    read=_read_units,
)


INDICATOR = replace(
    INDICATOR_PARAMETER, read=lambda reader: reader.indicator() or reader.dataset.mapped[0]
)


@pydantic_dataclass(frozen=True)
class ComparisonChoice(ScreenChosen):
    """What is compared: units by code, an indicator, and the year of bars and differences."""

    units: Annotated[tuple[str, ...], UNITS]
    indicator: Annotated[str, INDICATOR]
    year: Annotated[int, YEAR_PARAMETER]

    hints = (GMINA_PARAMETER, GROUP_PARAMETER)


@dataclass(frozen=True)
class _Compared:
    """A unit with its figures by year and its breaks."""

    unit: Unit
    figures: Mapping[int, Figure]
    breaks: tuple[Break, ...]
    sources: tuple[Source, ...]

    @property
    def points(self) -> list[tuple[int, float]]:
        return [(year, f.value) for year, f in self.figures.items() if f.value is not None]


def _compared(dataset: Dataset, choice: ComparisonChoice) -> list[_Compared]:
    indicator = choice.indicator

    def compared(unit: Unit) -> _Compared:
        years = dataset.years(indicator)
        figures = {year: units_of.figure(dataset, unit, indicator, year) for year in years}
        breaks = units_of.breaks(dataset, unit, indicator)
        return _Compared(unit, figures, breaks, units_of.sources(dataset, unit, indicator))

    found = (units_of.find(dataset, choice.year, code) for code in choice.units)
    return [compared(unit) for unit in found if unit]


def page(dataset: Dataset, choice: ComparisonChoice) -> Page:
    """Return what the screen shows."""
    indicator = dataset.indicators[choice.indicator]
    compared = _compared(dataset, choice)
    years = dataset.years(choice.indicator)
    sheet: list[Block] = [*_lead(indicator, compared, choice.year)]
    if len(years) > 1:
        sheet += [Text("Przez lata", []), _lines(indicator, compared, years)]
    sheet += [Text(f"W {choice.year} r.", []), _bars(indicator, compared, choice.year)]
    sheet += [_differences(indicator, compared, choice.year), _all_years(indicator, compared)]
    used = (source for one in compared for source in one.sources)
    sheet += _remarks(indicator, compared, choice)
    sheet.append(sources_block(sentences.source_lines(used, dataset.vintages)))
    subtitle = " · ".join(filter(None, [unit_heading(indicator), span_text(years[0], years[-1])]))
    heading = Heading(f"Porównanie: {indicator.name}", subtitle)
    return Page({"heading": [heading], "sheet": sheet})


def _lead(indicator: Indicator, compared: list[_Compared], year: int) -> list[Text]:
    """Say which of the units has the highest and the lowest value."""
    known = [
        (value, one.unit.name)
        for one in compared
        if year in one.figures and (value := one.figures[year].value) is not None
    ]
    if indicator.kind is Kind.FLAG or len(known) < MIN_UNITS:
        return []
    ends = {"najwyższą": max(known)[0], "najniższą": min(known)[0]}
    said = (
        f"{word} wartość ma {' i '.join(name for value, name in known if value == end)} "
        f"({format_with_unit(end, indicator)})"
        for word, end in ends.items()
    )
    return [Text("", [f"W {year} r. {', '.join(said)}."], lead=True)]


def _lines(indicator: Indicator, compared: list[_Compared], years: tuple[int, ...]) -> Lines:
    x_scale, x_axis = year_axis(years)
    values = [value for one in compared for _, value in one.points]
    y_scale, ticks = round_scale(values, zero=False)

    def point(one: _Compared, year: int, value: float) -> tuple[float, float, str]:
        text = f"{one.unit.name}, {year}: {format_with_unit(value, indicator)}"
        return x_scale.place(year), y_scale.place(value), text

    lines = [
        Line(
            code=one.unit.code,
            name=one.unit.name,
            series=n,
            pieces=[
                [point(one, year, value) for year, value in piece]
                for piece in pieces(one.points, [b.year for b in one.breaks])
            ],
        )
        for n, one in enumerate(compared)
    ]
    return Lines(
        label=f"Wykres: {indicator.name}, {span_text(years[0], years[-1])}. "
        "Te same liczby są w tabeli pod wykresem.",
        x=x_axis,
        y=axis(unit_heading(indicator), y_scale, ticks),
        lines=lines,
        breaks=_break_places(compared, years, x_scale),
    )


def _break_places(
    compared: list[_Compared], years: tuple[int, ...], scale: Scale
) -> list[tuple[float, str]]:
    """Return places between two years where a break lies, with what happened."""
    parts: dict[int, list[str]] = {}
    for one in compared:
        for b in one.breaks:
            if years[0] < b.year <= years[-1]:
                parts.setdefault(b.year, []).append(b.text)
    return [
        (scale.place(year - 0.5), " ".join(dict.fromkeys(texts)))
        for year, texts in sorted(parts.items())
    ]


def _bars(indicator: Indicator, compared: list[_Compared], year: int) -> Bars:
    values = [f.value for one in compared if (f := one.figures[year]).value is not None]
    scale, _ = round_scale(values, zero=True)
    bars = [
        Bar(
            code=one.unit.code,
            name=one.unit.name,
            text=sentences.cell_text(one.figures[year], indicator),
            start=None if value is None else scale.place(0.0),
            end=None if value is None else scale.place(value),
            series=n,
        )
        for n, one in enumerate(compared)
        for value in [one.figures[year].value]
    ]
    return Bars(f"{indicator.name}, {year}", bars)


def _differences(indicator: Indicator, compared: list[_Compared], year: int) -> Table:
    first = compared[0]
    base = first.figures[year].value

    def difference(one: _Compared) -> str:
        value = one.figures[year].value
        if one is first:
            return ""
        return (
            "–"
            if value is None or base is None
            else format_change(value - base, indicator.decimals)
        )

    def percent(one: _Compared) -> str:
        value = one.figures[year].value
        if one is first:
            return ""
        if value is None or base is None or base <= 0 or indicator.signed:
            return "–"
        return format_change(100 * (value - base) / base, 1)

    columns: dict[str, Callable[[_Compared], str]] = {
        "Jednostka": lambda one: one.unit.name,
        f"Wartość ({unit_heading(indicator)})": lambda one: sentences.cell_text(
            one.figures[year], indicator
        ),
        f"Różnica wobec: {first.unit.name}": difference,
        "Różnica w %": percent,
        "Jak liczona": lambda one: one.figures[year].aggregation or "jedna gmina",
    }
    numeric = columns.keys() - {"Jednostka", "Jak liczona"}
    keys = [one.unit.code for one in compared]
    return Table.of(f"Wartości i różnice w {year} r.", compared, columns, numeric, keys=keys)


def _all_years(indicator: Indicator, compared: list[_Compared]) -> Table:
    rows = [
        (str(year), *(sentences.cell_text(one.figures[year], indicator) for one in compared))
        for year in sorted(compared[0].figures, reverse=True)
    ]
    names = tuple(one.unit.name for one in compared)
    numeric = tuple(range(1, len(names) + 1))
    return Table("Wszystkie lata", "", ("Rok", *names), rows, numeric)


def _remarks(
    indicator: Indicator, compared: list[_Compared], choice: ComparisonChoice
) -> list[Text]:
    names: dict[tuple[int, str], dict[str, None]] = {}  # units by year and text of a break
    for one in compared:
        for b in one.breaks:
            names.setdefault((b.year, b.text), {})[one.unit.name] = None
    breaks = [f"{y} ({', '.join(units)}): {text}" for (y, text), units in sorted(names.items())]
    texts = []
    if breaks:
        lead = "Linia jest przerwana tam, gdzie wartości nie są porównywalne."
        texts.append(Text("Przerwy w szeregach", [lead, *breaks], listed=True))
    method = [indicator.note]
    if any(one.unit.code in set(GminaType) for one in compared):
        method.append(f"Typy gmin: skład z {choice.year} r. we wszystkich latach.")
    texts.append(Text("Jak czytać te liczby", method, listed=True))
    return texts


def table(dataset: Dataset, choice: ComparisonChoice) -> pd.DataFrame:
    """Return the rows behind the screen: every unit and year, columns of :data:`COLUMNS`."""
    indicator = dataset.indicators[choice.indicator]
    records = [
        {
            "kod": one.unit.code,
            "jednostka": one.unit.name,
            "wskaznik": indicator.code,
            "rok": year,
            "wartosc": figure.value,
            "miano": indicator.unit,
            "status": figure.status.value,
            "jak_liczona": figure.aggregation,
            "przerwa": " ".join(b.text for b in one.breaks if b.year == year),
        }
        for one in _compared(dataset, choice)
        for year, figure in one.figures.items()
    ]
    frame = pd.DataFrame(records, columns=list(COLUMNS))
    return frame.astype({"rok": "int64", "wartosc": "float64"})


SCREEN = Screen("comparison", "porownanie", "Porównanie", ComparisonChoice, COLUMNS, page, table)
