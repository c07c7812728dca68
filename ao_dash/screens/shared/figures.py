"""Figures of one indicator in one year, for screens that set them against something else."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from ao_dash.mapview import sentences
from ao_dash.mapview.query import INDICATOR_PARAMETER, QueryReader
from ao_dash.model.dataset import Dataset
from ao_dash.model.indicator import Indicator, Kind
from ao_dash.model.numbers import (
    format_number,
    join_unit,
    round_half_up,
    unit_after,
    unit_heading,
)
from ao_dash.model.series import ANY, Cell
from ao_dash.screens.blocks import Text, sources_block


@dataclass(frozen=True, eq=False)
class Figures:
    """The figures of ``indicator`` in ``year`` by ``teryt6``, for every gmina of ``dataset``."""

    dataset: Dataset
    indicator: Indicator
    year: int
    cells: Mapping[str, Cell]

    @property
    def unit(self) -> str:
        """The unit as a heading, or nothing where the short name says it already."""
        said = self.indicator.unit.rstrip(".") in self.indicator.short
        return "" if said else unit_heading(self.indicator)

    @property
    def title(self) -> str:
        """The short name with unit and year, each said once."""
        name = self.indicator.short + (f" ({self.unit})" if self.unit else "")
        return name if str(self.year) in self.indicator.short else f"{name}, {self.year}"

    @property
    def offices(self) -> tuple[str, ...]:
        """The offices that the figures come from."""
        return tuple(dict.fromkeys(s.office for s in self.dataset.sources_of(self.cells.values())))

    def values(self, codes: Collection[str]) -> dict[str, float]:
        """Return the figures of those of ``codes`` that have one, in their order."""
        found = ((code, self.cells[code].value) for code in codes)
        return {code: value for code, value in found if value is not None}

    def shown(self, value: float) -> float:
        """Return a figure rounded to the digits that are shown."""
        return round_half_up(value, self.indicator.decimals)

    def text(self, teryt6: str) -> str:
        """Return the figure of a gmina without its unit, or its status in words."""
        return sentences.cell_text(self.cells[teryt6], self.indicator)

    def with_unit(self, teryt6: str) -> str:
        """Return the figure of a gmina with its unit, or its status in words."""
        value = self.cells[teryt6].value
        return self.text(teryt6) if value is None else self.written(value)

    def plain(self, value: float) -> str:
        """Return any value in the decimals of the indicator, without its unit."""
        return format_number(value, self.indicator.decimals)

    def written(self, value: float, more: int = 0) -> str:
        """Return any value with the unit of the indicator and ``more`` digits than usual."""
        digits = self.indicator.decimals + more
        unit = unit_after(round_half_up(value, digits), self.indicator, digits)
        return join_unit(format_number(value, digits), unit)

    def notes_on(self, teryt6: str) -> tuple[str, ...]:
        """Return remarks on this gmina alone."""
        found = self.dataset.remarks_of(self.indicator.code, self.year)
        return tuple(dict.fromkeys(r.text for r in found if r.teryt6 == teryt6))

    def notes(self) -> tuple[str, ...]:
        """Return what to know about the figures of every gmina."""
        found = self.dataset.remarks_of(self.indicator.code, self.year)
        lines = [self.indicator.note, *(r.text for r in found if r.teryt6 == ANY)]
        return tuple(dict.fromkeys(filter(None, lines)))

    def size_warning(self) -> str:
        """Say that a count mostly measures how large a gmina is, or nothing."""
        if self.indicator.kind is not Kind.COUNT:
            return ""
        return (
            f"„{self.indicator.short}” to wartość bezwzględna: zwykle jest większa tam, gdzie "
            "gmina jest większa, więc wynik mówi głównie o wielkości gmin. Więcej powie wskaźnik "
            "w przeliczeniu, np. na mieszkańca."
        )


def figures(dataset: Dataset, code: str, year: int) -> Figures:
    """Return the figures of an indicator in a year; a gmina without an entry has none."""
    cells = dataset.series[code].in_year(year).at(dataset.gminy).cells()
    by_gmina = dict(zip(dataset.gminy, cells, strict=True))
    return Figures(dataset, dataset.indicators[code], year, by_gmina)


def offered(dataset: Dataset) -> tuple[str, ...]:
    """Return the mapped indicators that are measured, those that do not grow with size first."""
    codes = [code for code in dataset.mapped if dataset.indicators[code].kind is not Kind.FLAG]
    return tuple(sorted(codes, key=lambda code: dataset.indicators[code].kind is Kind.COUNT))


def read_indicator(reader: QueryReader, name: str, usual: str) -> str:
    """Read an indicator that is measured; answers of „yes” and „no” give way to ``usual``."""
    code = reader.indicator(name)
    if code is None or code in offered(reader.dataset):
        return code or usual
    short = reader.dataset.indicators[code].short
    problem = f"Wskaźnik „{short}” ma tylko odpowiedzi „tak” i „nie”"
    reader.note(name, problem, "pokazano inny")
    return usual


def first_offered(reader: QueryReader) -> str:
    """Read the indicator of a screen; usually the first that is :func:`offered`."""
    usual = (offered(reader.dataset) or reader.dataset.mapped)[0]
    return read_indicator(reader, INDICATOR_PARAMETER.name, usual)


MEASURED = replace(
    INDICATOR_PARAMETER,
    meaning="kod wskaźnika z `data/indicators.csv`, poza odpowiedziami tak/nie",
    read=first_offered,
)
"""The parameter of an indicator that is measured."""


def lowered(text: str) -> str:
    """Return a name as it stands inside a sentence; an abbreviation keeps its letters.

    >>> lowered("Ludność"), lowered("PIT na mieszkańca")
    ('ludność', 'PIT na mieszkańca')
    """
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def source_text(sets: Sequence[Figures], years: Collection[int]) -> Text:
    """Name every source of the figures, and the borders of ``years`` last."""
    dataset = sets[0].dataset
    named = dataset.sources_of(cell for one in sets for cell in one.cells.values())
    vintages = [dataset.vintage(year) for year in years]
    return sources_block(sentences.source_lines(named, vintages))
