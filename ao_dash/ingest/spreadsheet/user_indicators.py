"""Accepted figures as ordinary indicators of a dataset, marked as the user's own."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from ao_dash.ingest.spreadsheet.candidate import Candidate
from ao_dash.ingest.spreadsheet.choice import cell_of, choice_faults, values_of
from ao_dash.ingest.spreadsheet.errors import UploadRefused
from ao_dash.ingest.spreadsheet.guess import Description
from ao_dash.ingest.spreadsheet.preview import Preview
from ao_dash.ingest.spreadsheet.sanitize import clean, folded
from ao_dash.model.dataset import Dataset, Domain, Source
from ao_dash.model.faults import Fault, shorten
from ao_dash.model.indicator import Forms, Indicator, Kind, Origin, forms_of
from ao_dash.model.series import Break, BreakKind, Cell, Series

OFFICE = "dane użytkownika"
_PREFIX = "wlasny_"
_SOURCE = "WLASNE"

DOMAIN = Domain(
    code="wlasne",
    name="dane własne użytkownika",
    short="Dane własne",
    cooperation=False,
    later="",
    missing="",
    source="",
)
"""The group that own indicators are offered in; it is no domain of cooperation."""


@dataclass(frozen=True)
class OwnIndicator:
    """An indicator from a file of the user's, with its figures and where they come from.

    ``series`` holds the gminy that the file has; the others are missing.
    """

    indicator: Indicator
    series: Mapping[int, Mapping[str, Cell]]
    source: Source


def accept(
    preview: Preview, choices: Mapping[str, Description], dataset: Dataset
) -> tuple[OwnIndicator, ...]:
    """Return the chosen candidates as indicators.

    Parameters
    ----------
    preview
        The file as it was shown.
    choices
        What the person said of each candidate to be taken, by its code.
    dataset
        What they will be added to; no code of it is used again.

    Raises
    ------
    UploadRefused
        With every choice that does not fit its figures.
    """
    wanted = [c for c in preview.candidates if c.code in choices]
    faults = [fault for c in wanted for fault in choice_faults(preview.file, c, choices[c.code])]
    if not wanted:
        faults = [Fault(preview.file, "nie wybrano żadnej kolumny", "Zaznacz przynajmniej jedną")]
    if faults:
        raise UploadRefused(faults)
    source = _source(preview.file, dataset)
    taken = set(dataset.indicators)
    return tuple(_own(c, choices[c.code], source, taken, dataset.units) for c in wanted)


def _source(file: str, dataset: Dataset) -> Source:
    number = 1 + sum(code.startswith(_SOURCE) for code in dataset.sources)
    return Source(
        code=f"{_SOURCE}_{number}",
        office=OFFICE,
        dataset=f"plik „{file}”",
        state="niesprawdzone",
        licence="licencja nieznana",
    )


def _own(
    candidate: Candidate,
    choice: Description,
    source: Source,
    taken: set[str],
    units: Mapping[str, Forms],
) -> OwnIndicator:
    code = _code(choice.name, taken)
    taken.add(code)
    series = _series(candidate, choice, source.code)
    name, unit = clean(choice.name, 120), clean(choice.unit, 40)
    indicator = Indicator(
        code=code,
        name=name,
        short=shorten(name),
        unit=unit,
        unit_forms=forms_of(unit, units),
        domain=DOMAIN.code,
        kind=choice.kind,
        polarity=choice.polarity,
        signed=any(value < 0 for value in values_of(candidate, choice)),
        additive=True,
        decimals=choice.decimals,
        weight=None,
        formula=None,
        origin=Origin.OWN,
        bdl_variable="",
        note=_note(source, choice),
    )
    return OwnIndicator(indicator, series, source)


def _note(source: Source, choice: Description) -> str:
    note = f"Dane użytkownika ({source.dataset}), niesprawdzone."
    return f"{note} Znak „-” odczytano jako zero." if choice.dash_is_zero else note


def _code(name: str, taken: Collection[str]) -> str:
    """Return an ASCII code that is not ``taken``.

    >>> _code("Żłobki na 1000 dzieci", {"wlasny_zlobki_na_1000_dzieci"})
    'wlasny_zlobki_na_1000_dzieci_2'
    """
    slug = re.sub(r"[^a-z0-9]+", "_", folded(name)).strip("_")[:40].strip("_")
    base = f"{_PREFIX}{slug or 'wskaznik'}"
    code, number = base, 1
    while code in taken:
        number += 1
        code = f"{base}_{number}"
    return code


def _series(
    candidate: Candidate, choice: Description, source: str
) -> Mapping[int, Mapping[str, Cell]]:
    years = {
        choice.year if year is None else year: {
            teryt6: cell_of(figure, choice, source) for teryt6, figure in cells.items()
        }
        for year, cells in candidate.figures.items()
    }
    return {year: years[year] for year in sorted(y for y in years if y is not None)}


def extended(dataset: Dataset, own: Sequence[OwnIndicator]) -> Dataset:
    """Return ``dataset`` with own indicators beside its own; it is not changed itself.

    Everything that works on a dataset works on the result: views, changes, the constant
    territory, exports. Breaks of moved borders are told for own series that span them.

    Parameters
    ----------
    dataset
        Before any gminy are merged.
    own
        What :func:`accept` returned for this dataset.
    """
    series = {one.indicator.code: Series.of(one.series, dataset.places) for one in own}
    breaks = [b for one in own for b in _breaks(dataset, one)]
    return replace(
        dataset,
        domains={**dataset.domains, DOMAIN.code: DOMAIN},
        indicators={**dataset.indicators, **{o.indicator.code: o.indicator for o in own}},
        sources={**dataset.sources, **{o.source.code: o.source for o in own}},
        series={**dataset.series, **series},
        breaks=(*dataset.breaks, *breaks),
    )


def _breaks(dataset: Dataset, own: OwnIndicator) -> list[Break]:
    """Return breaks of moved borders inside the series: own figures know no other borders."""
    if own.indicator.kind is Kind.FLAG:
        return []
    moved = {(b.teryt6, b.year): b for b in dataset.breaks if b.kind is BreakKind.BORDERS}
    return [
        replace(b, indicator=own.indicator.code)
        for (teryt6, _), b in moved.items()
        if _spans(own.series, teryt6, b.year)
    ]


def _spans(series: Mapping[int, Mapping[str, Cell]], teryt6: str, year: int) -> bool:
    years = [
        y for y, cells in series.items() if teryt6 in cells and cells[teryt6].value is not None
    ]
    return any(y < year for y in years) and any(y >= year for y in years)
