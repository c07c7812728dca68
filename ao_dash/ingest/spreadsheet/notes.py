"""How a file was read, in words: encoding, separators, signs, what was left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ao_dash.ingest.spreadsheet.candidate import Candidate
from ao_dash.ingest.spreadsheet.candidates import Merged
from ao_dash.ingest.spreadsheet.csv_grid import Grid
from ao_dash.ingest.spreadsheet.gazetteer import Outcome
from ao_dash.ingest.spreadsheet.layout import Layout
from ao_dash.ingest.spreadsheet.limits import FAULTS
from ao_dash.ingest.spreadsheet.number_parsing import DASH
from ao_dash.ingest.spreadsheet.topics import Row
from ao_dash.model.indicator import Forms
from ao_dash.model.numbers import counted
from ao_dash.model.series import STATUS_WORDS

_ROWS: Forms = ("wiersz", "wiersze", "wierszy", "wiersza")
_LEFT_OUT: Mapping[Outcome, str] = {
    Outcome.OUTSIDE: "gmin spoza Aglomeracji",
    Outcome.HIGHER: "powiatów, województw i sum (nie są gminami)",
    Outcome.PART: "miast i obszarów wiejskich wewnątrz gmin (nie dodano ich do gmin)",
}


def notes(grid: Grid, layout: Layout, rows: Sequence[Row], result: Merged) -> tuple[str, ...]:
    """Return everything a person should know of the reading, in Polish."""
    told = [*grid.told, *result.notes]
    if any(heading.school for heading in layout.headings):
        told.append("Rok szkolny odczytano jako jego pierwszy rok, np. 2023/2024 jako 2023.")
    told += _sign_notes(result.candidates)
    for outcome, words in _LEFT_OUT.items():
        number = sum(row.place.outcome is outcome for row in rows)
        if number:
            told.append(f"Pominięto {counted(number, _ROWS)} {words}.")
    told += [f"Pominięto kolumnę z błędem: {fault}" for fault in result.faults[:FAULTS]]
    return tuple(told)


def _sign_notes(candidates: Sequence[Candidate]) -> list[str]:
    read = {
        (figure.sign, figure.status)
        for candidate in candidates
        for cells in candidate.figures.values()
        for figure in cells.values()
        if figure.sign
    }
    told = [
        f"Znak „{sign}” odczytano jako: {STATUS_WORDS[status]}." for sign, status in sorted(read)
    ]
    if any(sign == DASH for sign, _ in read):
        told.append("W rocznikach GUS „-” znaczy zero, w BDL brak informacji; można to wybrać.")
    return told
