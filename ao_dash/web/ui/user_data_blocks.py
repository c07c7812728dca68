"""What a person sees of a file before anything is drawn of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from ao_dash.ingest.spreadsheet.description import Candidate
from ao_dash.ingest.spreadsheet.gazetteer import OUTCOME_WORDS, Outcome
from ao_dash.ingest.spreadsheet.reading import Reading, RowMatch
from ao_dash.ingest.spreadsheet.user_indicators import UserIndicator
from ao_dash.model.dataset import Dataset
from ao_dash.model.indicator import Kind, Polarity
from ao_dash.model.numbers import GMINA, ROW, counted, format_number, plural
from ao_dash.model.series import STATUS_WORDS, Status
from ao_dash.screens.blocks import Block, Cards, Link, Table, Text

KIND_CHOICES: Mapping[str, str] = {
    Kind.COUNT: "liczba (koła, suma dla całości)",
    Kind.RATE: "na mieszkańca, na 1000 itp.",
    Kind.SHARE: "udział w procentach",
    Kind.DENSITY: "gęstość",
    Kind.INDEX: "indeks",
    Kind.FLAG: "tak/nie (1 i 0)",
}
POLARITY_CHOICES: Mapping[str, str] = {
    Polarity.NEUTRAL: "ani lepiej, ani gorzej",
    Polarity.HIGH: "więcej znaczy lepiej",
    Polarity.LOW: "mniej znaczy lepiej",
}
ROW_WORDS: Mapping[str, str] = {
    "sum": "dodać (suma)",
    "mean": "uśrednić (średnia)",
    "count": "policzyć wiersze",
}
_SHOWN = 300  # rows of the match that are listed
_YEARS = 6  # newest years of a candidate that are listed


def match_blocks(reading: Reading, dataset: Dataset) -> list[Block]:
    """Return what was matched and what was not, and how the file was read."""
    missing = ", ".join(dataset.gminy[code].name for code in reading.missing)
    left = reading.left_out
    counts = Counter(row.outcome for row in left)
    blocks: list[Block] = [
        Cards(
            [
                (
                    "dopasowane gminy",
                    f"{len(reading.matched)} z {len(dataset.gminy)}",
                    "",
                    f"Nie ma w pliku: {missing}" if missing else "",
                ),
                *(
                    (OUTCOME_WORDS[outcome], format_number(count), plural(count, ROW), "")
                    for outcome, count in counts.items()
                ),
            ]
        ),
        Text("Jak odczytano plik", reading.notes, listed=True),
    ]
    if left:
        blocks.append(_rows("Wiersze, których nie użyto", left))
    matched = [row for row in reading.rows if row.outcome is Outcome.MATCHED]
    return [*blocks, _rows("Wiersze dopasowane", matched, dataset, shut=True)]


def _rows(
    title: str,
    rows: Sequence[RowMatch],
    dataset: Dataset | None = None,
    *,
    shut: bool = False,
) -> Table:
    caption = f"Pierwsze {_SHOWN} z {len(rows)}." if len(rows) > _SHOWN else ""
    cells = [
        (
            str(row.line),
            row.key,
            dataset.gminy[row.teryt6].name if dataset else OUTCOME_WORDS[row.outcome],
            row.note,
        )
        for row in rows[:_SHOWN]
    ]
    what = "Gmina" if dataset else "Co się stało"
    counts = f"{title} ({counted(len(rows), ROW)})"
    heads = ("Wiersz", "W pliku", what, "Uwaga")
    return Table(counts, caption, heads, cells, numeric=(0,), shut=shut)


def figures_table(candidate: Candidate, dataset: Dataset) -> Table:
    """Return the figures of one column as they were read, the newest years first."""
    years = sorted(candidate.figures, key=lambda year: year or 0, reverse=True)[:_YEARS]
    rows = []
    for code, gmina in dataset.gminy.items():
        found = [candidate.figures[year].get(code) for year in years]
        cells = [
            "" if f is None else STATUS_WORDS[f.status] if f.value is None else _written(f.value)
            for f in found
        ]
        rows.append((gmina.name, *cells))
    heads = ("Gmina", *(str(year) if year else "bez roku" for year in years))
    numeric = tuple(range(1, len(heads)))
    title = f"Odczytane wartości: {candidate.guess.name}"
    return Table(title, "", heads, rows, numeric, shut=True)


def _written(value: float) -> str:
    digits = next((n for n in range(6) if round(value, n) == value), 6)
    return format_number(value, digits)


def brought_table(user_indicators: Sequence[UserIndicator]) -> Table:
    """Return the indicators a visitor has brought, each leading to its map."""

    def known(one: UserIndicator) -> int:
        newest = one.series[max(one.series)]
        return sum(cell.status is Status.OK for cell in newest.values())

    return Table.of(
        "Twoje wskaźniki",
        user_indicators,
        {
            "Wskaźnik": lambda one: Link(one.indicator.name, f"/?wskaznik={one.indicator.code}"),
            "Jednostka": lambda one: one.indicator.unit,
            "Rodzaj": lambda one: KIND_CHOICES[one.indicator.kind],
            "Lata": lambda one: ", ".join(map(str, one.series)),
            "Ostatni rok": lambda one: counted(known(one), GMINA),
        },
    )
