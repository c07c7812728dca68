"""What a file holds and what was matched, to be looked at before anything is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ao_dash.ingest.spreadsheet.candidate import Candidate, years_of
from ao_dash.ingest.spreadsheet.candidates import Context, Merged, merged
from ao_dash.ingest.spreadsheet.csv_grid import Grid, from_text
from ao_dash.ingest.spreadsheet.decoding import Form, decode, form_of
from ao_dash.ingest.spreadsheet.errors import refused, refused_for
from ao_dash.ingest.spreadsheet.gazetteer import Gazetteer, Outcome
from ao_dash.ingest.spreadsheet.key_columns import hits
from ao_dash.ingest.spreadsheet.layout import Layout, understand
from ao_dash.ingest.spreadsheet.limits import CANDIDATES, YEARS
from ao_dash.ingest.spreadsheet.notes import notes
from ao_dash.ingest.spreadsheet.sanitize import file_label
from ao_dash.ingest.spreadsheet.topics import Row, Topic, rows_of, topics
from ao_dash.ingest.spreadsheet.workbook import Workbook
from ao_dash.model.dataset import Dataset
from ao_dash.model.faults import Fault

_SUGGESTED = 100  # unmatched rows for which a name is suggested


@dataclass(frozen=True)
class RowMatch:
    """What became of one row: its line in the file, the words of its key, the gmina.

    ``teryt6`` is "" unless the row belongs to a gmina of the area.
    """

    line: int
    key: str
    outcome: Outcome
    teryt6: str
    note: str


@dataclass(frozen=True)
class Preview:
    """A file that can be used, with everything a person should see before saying so.

    ``notes`` say in Polish how the file was read: encoding, separators, signs, what was left out.
    """

    file: str
    candidates: tuple[Candidate, ...]
    rows: tuple[RowMatch, ...]
    notes: tuple[str, ...]

    def count(self, outcome: Outcome) -> int:
        """Return how many rows had this outcome."""
        return sum(row.outcome is outcome for row in self.rows)

    @property
    def matched(self) -> frozenset[str]:
        """``teryt6`` of the gminy that have a row."""
        return frozenset(row.teryt6 for row in self.rows if row.outcome is Outcome.MATCHED)


def read_upload(name: str, content: bytes, dataset: Dataset) -> Preview:
    """Read a file of figures of gminy; nothing is written anywhere.

    Parameters
    ----------
    name, content
        As they came; neither is trusted.
    dataset
        The gminy to be matched, before any are merged.

    Raises
    ------
    UploadRefused
        If the file cannot be used; the faults say what to do.
    """
    file = file_label(name)
    gazetteer = Gazetteer(dataset)
    grid = _grid(file, content, gazetteer)
    layout = understand(file, grid, gazetteer)
    rows = rows_of(layout, gazetteer)
    found = topics(file, layout, rows)
    _check_topics(file, layout, rows, found)
    context = Context(file, layout.title, grid.separator, dataset, gazetteer)
    result = merged(found, context)
    _check_result(file, result)
    return Preview(
        file=file,
        candidates=result.candidates,
        rows=_matches(rows, result, layout, gazetteer),
        notes=notes(grid, layout, rows, result),
    )


def _grid(file: str, content: bytes, gazetteer: Gazetteer) -> Grid:
    if form_of(file, content) is Form.WORKBOOK:
        return _sheet(Workbook(file, content), gazetteer)
    decoded = decode(file, content)
    grid = from_text(file, decoded.text, gazetteer.is_member)
    told = (f"Kodowanie znaków: {decoded.encoding}.", *grid.told)
    return Grid(grid.lines, grid.separator, grid.title, told)


def _sheet(workbook: Workbook, gazetteer: Gazetteer) -> Grid:
    """Return the sheet that names most gminy; of equal ones the first."""
    best, most, chosen = Grid(()), -1, ""
    for name in workbook.sheets:
        grid = workbook.grid(name)
        found = hits(grid, gazetteer)
        if found > most:
            best, most, chosen = grid, found, name
    workbook.demand_results(chosen)
    return best


def _check_topics(file: str, layout: Layout, rows: Sequence[Row], found: Sequence[Topic]) -> None:
    if not found:
        known = any(row.place.outcome is Outcome.MATCHED for row in rows)
        rule = "nie ma kolumny z liczbami" if known else "żaden wiersz nie jest gminą Aglomeracji"
        remedy = "Dodaj kolumnę liczb obok gmin" if known else "Wpisz kod TERYT albo nazwę gminy"
        raise refused(file, rule, remedy)
    if len(found) > CANDIDATES:
        rule = f"w pliku jest {len(found)} kolumn z różnymi liczbami"
        raise refused(file, rule, f"Zostaw najwyżej {CANDIDATES}")
    if layout.year is not None:
        _check_years(file, layout, found)


def _check_years(file: str, layout: Layout, found: Sequence[Topic]) -> None:
    assert layout.year is not None
    lines = {r.row.line.number: r.row for t in found for r in t.readings if r.year is None}
    faults = [
        Fault(
            file,
            "roku nie da się odczytać",
            "Wpisz rok czterema cyframi",
            row=number,
            column=layout.headings[layout.year].name,
            value=row.line.text(layout.year),
        )
        for number, row in sorted(lines.items())
    ]
    if faults:
        raise refused_for(faults)


def _check_result(file: str, result: Merged) -> None:
    if not result.candidates:
        raise refused_for(result.faults)
    if len(years_of(result.candidates)) > YEARS:
        raise refused(file, f"w pliku jest więcej niż {YEARS} lat", "Zostaw mniej lat")
    if not any(
        figure.value is not None
        for candidate in result.candidates
        for cells in candidate.figures.values()
        for figure in cells.values()
    ):
        rule = "żadna gmina nie ma jednoznacznej wartości"
        raise refused(file, rule, "Usuń powtórzone gminy albo dodaj kolumnę z rokiem")


def _matches(
    rows: Sequence[Row], result: Merged, layout: Layout, gazetteer: Gazetteer
) -> tuple[RowMatch, ...]:
    columns = layout.figure_columns()
    suggested = 0
    matches = []
    for row in rows:
        outcome, note = row.place.outcome, row.place.note
        if row.line.number in result.doubled:
            outcome, note = Outcome.DUPLICATE, "różne wartości tej samej gminy i roku: pominięto je"
        if outcome is Outcome.UNMATCHED:
            if not any(row.line.entry(column) != "" for column in columns):
                outcome = Outcome.REMARK
            elif suggested < _SUGGESTED:
                suggested += 1
                note = note or gazetteer.suggestion(row.key)
        matches.append(RowMatch(row.line.number, row.key, outcome, row.place.teryt6, note))
    return tuple(matches)
