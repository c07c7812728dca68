"""Accepted figures as ordinary indicators of a dataset, marked as the user's."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from ao_dash.ingest.spreadsheet.description import (
    Candidate,
    Description,
    cell_of,
    choice_faults,
    values_of,
)
from ao_dash.ingest.spreadsheet.limits import UploadRefused
from ao_dash.ingest.spreadsheet.reading import Reading
from ao_dash.ingest.spreadsheet.sanitize import clean, folded
from ao_dash.model.dataset import Dataset, Domain, Source
from ao_dash.model.faults import Fault, shorten
from ao_dash.model.indicator import USER_PREFIX, Indicator, Kind, Origin, forms_of
from ao_dash.model.series import ANY, Break, BreakKind, Cell, Remark, Series

OFFICE = "dane użytkownika"
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
"""The group that user indicators are offered in; it is no domain of cooperation."""


@dataclass(frozen=True)
class UserIndicator:
    """An indicator from a file of the user's, with its figures and where they come from.

    ``series`` holds the gminy that the file has; the others are missing. ``provisional`` are years
    whose figures are not final, with the words of the file.
    """

    indicator: Indicator
    series: Mapping[int, Mapping[str, Cell]]
    source: Source
    provisional: Mapping[int, str]


def accept(
    reading: Reading, choices: Mapping[str, Description], dataset: Dataset
) -> tuple[UserIndicator, ...]:
    """Return the chosen candidates as indicators.

    Parameters
    ----------
    reading
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
    wanted = [c for c in reading.candidates if c.code in choices]
    faults = [fault for c in wanted for fault in choice_faults(reading.file, c, choices[c.code])]
    if not wanted:
        faults = [Fault(reading.file, "nie wybrano żadnej kolumny", "Zaznacz przynajmniej jedną")]
    if faults:
        raise UploadRefused(faults)
    number = 1 + sum(code.startswith(_SOURCE) for code in dataset.sources)
    source = Source(
        code=f"{_SOURCE}_{number}",
        office=OFFICE,
        dataset=f"plik „{reading.file}”",
        state="niesprawdzone",
        licence="licencja nieznana",
    )
    made: list[UserIndicator] = []
    for candidate in wanted:
        taken = {*dataset.indicators, *(one.indicator.code for one in made)}
        made.append(_user_indicator(candidate, choices[candidate.code], source, taken, dataset))
    return tuple(made)


def _user_indicator(
    candidate: Candidate,
    choice: Description,
    source: Source,
    taken: Collection[str],
    dataset: Dataset,
) -> UserIndicator:
    name, unit = clean(choice.name, 120), clean(choice.unit, 40)
    note = f"Dane użytkownika ({source.dataset}), niesprawdzone."
    indicator = Indicator(
        code=_code(choice.name, taken),
        name=name,
        short=shorten(name),
        unit=unit,
        unit_forms=forms_of(unit, dataset.units),
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
        note=f"{note} Znak „-” odczytano jako zero." if choice.dash_is_zero else note,
    )
    provisional = {
        known: clean(words, 120)
        for year, words in candidate.provisional
        if (known := choice.year if year is None else year) is not None
    }
    return UserIndicator(indicator, _series(candidate, choice, source.code), source, provisional)


def _code(name: str, taken: Collection[str]) -> str:
    """Return an ASCII code that is not ``taken``.

    >>> _code("Żłobki na 1000 dzieci", {"wlasny_zlobki_na_1000_dzieci"})
    'wlasny_zlobki_na_1000_dzieci_2'
    """
    slug = re.sub(r"[^a-z0-9]+", "_", folded(name)).strip("_")[:40].strip("_")
    base = f"{USER_PREFIX}{slug or 'wskaznik'}"
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


def extended(dataset: Dataset, user_indicators: Sequence[UserIndicator]) -> Dataset:
    """Return ``dataset`` with ``user_indicators`` beside its own; it is not changed itself.

    Everything that works on a dataset works on the result: views, changes, the constant
    territory, exports. Breaks of moved borders are added for series of users that span them.
    ``dataset`` is that before any gminy are merged, and the one they were accepted for.
    """
    series = {one.indicator.code: Series.of(one.series, dataset.places) for one in user_indicators}
    indicators = {one.indicator.code: one.indicator for one in user_indicators}
    breaks = [b for one in user_indicators for b in _breaks(dataset, one)]
    remarks = [
        Remark(one.indicator.code, ANY, year, f"Przypis w pliku: {words}.")
        for one in user_indicators
        for year, words in one.provisional.items()
    ]
    return replace(
        dataset,
        domains={**dataset.domains, DOMAIN.code: DOMAIN},
        indicators={**dataset.indicators, **indicators},
        sources={**dataset.sources, **{one.source.code: one.source for one in user_indicators}},
        series={**dataset.series, **series},
        breaks=(*dataset.breaks, *breaks),
        remarks=(*dataset.remarks, *remarks),
    )


def _breaks(dataset: Dataset, one: UserIndicator) -> list[Break]:
    """Return breaks of moved borders inside the series: figures of users know no other borders."""
    if one.indicator.kind is Kind.FLAG:
        return []
    moved = {(b.teryt6, b.year): b for b in dataset.breaks if b.kind is BreakKind.BORDERS}
    return [
        replace(b, indicator=one.indicator.code)
        for (teryt6, _), b in moved.items()
        if _spans(one.series, teryt6, b.year)
    ]


def _spans(series: Mapping[int, Mapping[str, Cell]], teryt6: str, year: int) -> bool:
    years = [
        y for y, cells in series.items() if teryt6 in cells and cells[teryt6].value is not None
    ]
    return any(y < year for y in years) and any(y >= year for y in years)
