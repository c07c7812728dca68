"""Tables of a profile: what the cards and their lines show."""

from __future__ import annotations

from ao_dash.mapview.sentences import cell_text
from ao_dash.model.indicator import Kind
from ao_dash.model.numbers import format_change, format_number, unit_heading
from ao_dash.model.unit import WAY_WORDS
from ao_dash.screens.blocks import Table
from ao_dash.screens.profile.cards import (
    NONE,
    Profile,
    area_share,
    area_text,
    difference_text,
    median_text,
    offices,
    rank_text,
    value_text,
)
from ao_dash.screens.profile.standing import GminaIndicator


def all_indicators(profile: Profile) -> Table:
    """Return every figure of the cards as a table."""
    columns = (
        *("Wskaźnik", "Jednostka", "Rok", "Wartość", "Miejsce"),
        *(f"Zmiana od {profile.base} r.", "Zmiana w %", "Udział w sumie AO", "Cała AO"),
        *("Jak liczona AO", "Mediana typu", *(g.name for g in profile.beside)),
        *("Najniższa", "Najwyższa", "Źródło"),
    )
    texts = len(columns) - 1
    numeric = tuple(n for n in range(3, texts) if columns[n] != "Jak liczona AO")
    rows = [_row(profile, record) for record in profile.records]
    return Table("Wszystkie wskaźniki", _READING, columns, rows, numeric, shut=True)


_READING = (
    "Te same liczby, co na kartach. Miejsce 1 ma najwyższa wartość. Zmiana jest w jednostce "
    "wskaźnika, dla wskaźników w procentach w punktach procentowych. Wartości wszystkich gmin są "
    "w tabeli pod mapą każdego wskaźnika."
)


def _row(profile: Profile, record: GminaIndicator) -> tuple[str, ...]:
    indicator, standing = record.indicator, record.standing
    since, share, area = record.since(profile.base), area_share(record), standing.area
    flag = indicator.kind is Kind.FLAG
    median = standing.median(record.kind)
    ends = () if flag else (min(standing.figures.values()), max(standing.figures.values()))
    change = since.why or NONE
    if since.difference is not None:
        change = difference_text(indicator, since.difference)
    return (
        indicator.name,
        unit_heading(indicator),
        str(record.year),
        cell_text(record.cell, indicator),
        rank_text(record) or NONE,
        change,
        NONE if since.percent is None else f"{format_change(since.percent, 1)}%",
        NONE if share is None else f"{format_number(share, 1)}%",
        NONE if area is None else area_text(record, area),
        "" if area is None else WAY_WORDS[area.way],
        NONE if median is None else median_text(record, median),
        *(cell_text(standing.cell(g.teryt6), indicator) for g in profile.beside),
        *((value_text(record, end) for end in ends) if ends else (NONE, NONE)),
        ", ".join(offices(profile.dataset, record)),
    )


def all_years(profile: Profile) -> Table:
    """Return the figures of the lines as a table."""
    long = [record for record in profile.records if len(record.points) > 1]
    years = sorted({year for record in long for year in record.history})
    rows = [
        (record.indicator.name, unit_heading(record.indicator), *_through(record, years))
        for record in long
    ]
    columns = ("Wskaźnik", "Jednostka", *map(str, years))
    text = "Puste pole: w tym roku żadna gmina nie ma wartości tego wskaźnika."
    return Table("Przez lata", text, columns, rows, tuple(range(2, len(columns))), shut=True)


def _through(record: GminaIndicator, years: list[int]) -> list[str]:
    cells = (
        record.history[y].cell(record.gmina.teryt6) if y in record.history else None for y in years
    )
    return ["" if cell is None else cell_text(cell, record.indicator) for cell in cells]
