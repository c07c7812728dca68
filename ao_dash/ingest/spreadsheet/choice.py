"""What a person says of figures, and whether it fits them."""

from __future__ import annotations

from ao_dash.ingest.spreadsheet.candidate import Candidate
from ao_dash.ingest.spreadsheet.guess import MOST_DECIMALS, Description
from ao_dash.ingest.spreadsheet.limits import FIRST_YEAR, LAST_YEAR
from ao_dash.ingest.spreadsheet.number_parsing import DASH, Figure
from ao_dash.ingest.spreadsheet.sanitize import clean
from ao_dash.model.faults import Fault, shorten
from ao_dash.model.indicator import Kind
from ao_dash.model.series import Cell, Status


def choice_faults(file: str, candidate: Candidate, choice: Description) -> list[Fault]:
    """Return what a person said that does not fit the figures."""
    shown = shorten(candidate.guess.name)
    demands = (
        (bool(clean(choice.name)), "wskaźnik nie ma nazwy", "Wpisz nazwę"),
        (
            0 <= choice.decimals <= MOST_DECIMALS,
            "liczba miejsc po przecinku jest nieprawidłowa",
            f"Podaj od 0 do {MOST_DECIMALS}",
        ),
        (
            choice.kind is not Kind.FLAG or values_of(candidate, choice) <= {0.0, 1.0},
            "odpowiedzi tak/nie muszą być zapisane jako 1 i 0 albo słowami",
            "Wybierz inny rodzaj wskaźnika",
        ),
        (bool(values_of(candidate, choice)), "nie ma żadnej wartości", "Nie wybieraj tej kolumny"),
    )
    faults = [Fault(file, r, remedy, column=shown) for held, r, remedy in demands if not held]
    return faults + _year_faults(file, candidate, choice)


def _year_faults(file: str, candidate: Candidate, choice: Description) -> list[Fault]:
    if not candidate.needs_year:
        return []
    shown = shorten(candidate.guess.name)
    if choice.year is None or not FIRST_YEAR <= choice.year <= LAST_YEAR:
        remedy = f"Podaj rok od {FIRST_YEAR} do {LAST_YEAR}"
        return [Fault(file, "plik nie mówi, z którego roku są wartości", remedy, column=shown)]
    if choice.year in candidate.figures:
        remedy = "Podaj inny rok albo dopisz go w nagłówku kolumny"
        return [Fault(file, f"wartości z {choice.year} r. już są w pliku", remedy, column=shown)]
    return []


def values_of(candidate: Candidate, choice: Description) -> set[float]:
    """Return every value that the choice makes of the figures."""
    found = (cell_of(f, choice, "").value for c in candidate.figures.values() for f in c.values())
    return {value for value in found if value is not None}


def cell_of(figure: Figure, choice: Description, source: str) -> Cell:
    """Return a figure as a cell from ``source``."""
    if choice.dash_is_zero and figure.sign == DASH:
        return Cell(0.0, Status.OK, (source,))
    return Cell(figure.value, figure.status, (source,))
