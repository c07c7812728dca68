"""The map as a document, in any layout of its years: one year, all below or beside each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from enum import StrEnum

import pandas as pd

from ao_dash.mapview import rows as map_rows
from ao_dash.mapview import sentences
from ao_dash.mapview.formula_text import source_names, span_text
from ao_dash.mapview.view import Row, View, build_years
from ao_dash.model.dataset import Dataset, Source
from ao_dash.model.gmina import GminaType
from ao_dash.model.measure import CHANGE_WORDS
from ao_dash.model.numbers import unit_heading
from ao_dash.output.files.document import Document, Drawing, Imprint, columns_of, drawing_of, tidy


class Layout(StrEnum):
    """How years are laid out; the value is the code used in addresses."""

    ROWS = "wiersze"
    YEARS = "lata"
    WIDE = "szeroki"


LAYOUT_WORDS: Mapping[Layout, str] = {
    Layout.ROWS: "pokazany rok, wiersz dla każdej gminy",
    Layout.YEARS: "wszystkie lata, wiersz dla każdej gminy i roku",
    Layout.WIDE: "wszystkie lata, wiersz dla każdej gminy, kolumny wartości i statusu dla roku",
}

WIDE_COLUMNS: Mapping[str, str] = {
    "teryt6": map_rows.COLUMNS["teryt6"],
    "gmina": map_rows.COLUMNS["gmina"],
    "typ": "typ gminy 31 grudnia roku pokazanego na mapie",
    "powiat": map_rows.COLUMNS["powiat"],
    "wskaznik": map_rows.COLUMNS["wskaznik"],
    "nazwa": map_rows.COLUMNS["nazwa"],
    "rok_mapy": "rok pokazany na mapie; jego dotyczą typ i granice",
    "rok_bazowy": map_rows.COLUMNS["rok_bazowy"],
    "jednostka": "jednostka wszystkich wartości",
    "wartosc_RRRR": "wartość w roku RRRR w pełnej dokładności; pusta, gdy status nie jest ok",
    "status_RRRR": "ok, missing (brak danych), not_applicable (nie dotyczy) lub confidential "
    "(niepublikowane); pusty, gdy gmina nie spełnia filtra w roku RRRR",
    "granice": map_rows.COLUMNS["granice"],
    "zrodlo": "urzędy i zbiory, z których pochodzą wartości",
    "uwagi": map_rows.COLUMNS["uwagi"],
}
"""Columns of the wide layout, RRRR standing for each year, with their meaning in Polish."""

_YEARLY = ("wartosc_RRRR", "status_RRRR")


def wide_columns(years: Sequence[int]) -> dict[str, str]:
    """Return the columns of the wide layout for these years, with their meaning.

    >>> [name for name in wide_columns([2023, 2024]) if "_20" in name]
    ['wartosc_2023', 'status_2023', 'wartosc_2024', 'status_2024']
    """
    found: dict[str, str] = {}
    for name, meaning in WIDE_COLUMNS.items():
        if name == _YEARLY[0]:
            yearly = [(part, year) for year in years for part in _YEARLY]
            found |= {_of(part, year): _of(WIDE_COLUMNS[part], year) for part, year in yearly}
        elif name not in _YEARLY:
            found[name] = meaning
    return found


def _of(text: str, year: int) -> str:
    return text.replace("RRRR", str(year))


def wide_order(views: Sequence[View], shown: View) -> list[Row]:
    """Return the rows of ``shown`` for every gmina that passes the filters in any of ``views``."""
    anywhere = {row.gmina.teryt6 for view in views for row in view.shown}
    return [row for row in shown.rows if row.gmina.teryt6 in anywhere]


def wide_rows(views: Sequence[View], shown: View, name: str) -> pd.DataFrame:
    """Return a row for each gmina, columns of :func:`wide_columns`.

    Parameters
    ----------
    views
        The picture of every year, ascending.
    shown
        The picture on the map; it has the type and the borders.
    name
        What the values of all the years are.
    """
    by_year = {view.year: view.shown_by_gmina for view in views}
    records = []
    for row in wide_order(views, shown):
        record = _about(views, shown, row, name)
        for year, rows in by_year.items():
            then = rows.get(row.gmina.teryt6)
            record[f"wartosc_{year}"] = then.value if then else None
            record[f"status_{year}"] = then.cell.status.value if then else ""
        records.append(record)
    values = {f"wartosc_{year}": "float64" for year in by_year}
    frame = pd.DataFrame(records, columns=list(wide_columns(list(by_year))))
    return frame.astype({"rok_mapy": "int64", "rok_bazowy": "Int64", **values})


def _about(views: Sequence[View], shown: View, row: Row, name: str) -> dict[str, object]:
    notes = [note for view in views for note in view.notes_on(row)]
    notes += [note for view in views for note in view.notes_on_all()]
    return {
        "teryt6": row.gmina.teryt6,
        "gmina": row.gmina.name,
        "typ": row.type.value,
        "powiat": row.gmina.powiat,
        "wskaznik": shown.indicator.code if shown.indicator else "",
        "nazwa": name,
        "rok_mapy": shown.year,
        "rok_bazowy": shown.selection.base,
        "jednostka": shown.indicator.unit if shown.indicator else "",
        "granice": shown.vintage.label,
        "zrodlo": _sources(views, row.gmina.teryt6),
        "uwagi": " ".join(dict.fromkeys(notes)),
    }


def _sources(views: Sequence[View], teryt6: str) -> str:
    """Name the sources of a gmina's values in all the years, each once."""
    found: dict[Source, None] = {}
    for view in views:
        row = view.shown_by_gmina.get(teryt6)
        codes = row.cell.sources if row else ()
        found |= dict.fromkeys(source for source in view.sources if source.code in codes)
    return source_names(found)


def document_of_view(
    dataset: Dataset, view: View, imprint: Imprint, layout: Layout = Layout.ROWS
) -> Document:
    """Return the document of a picture.

    Parameters
    ----------
    dataset, view
        The picture, and the dataset it was built from.
    imprint
        The day of issue and the address of the dashboard.
    layout
        The year shown only, or all years of the indicator; each year is the picture that
        :func:`~ao_dash.mapview.view.build_years` makes of it.
    """
    one_year, wide = layout is Layout.ROWS, layout is Layout.WIDE
    views = (view,) if one_year else build_years(dataset, view.selection) or (view,)
    name = sentences.title(view) if one_year else _series_name(dataset, view)
    span = span_text(views[0].year, views[-1].year)
    meanings = wide_columns([one.year for one in views]) if wide else map_rows.COLUMNS
    long = pd.concat([map_rows.table(one) for one in views], ignore_index=True)
    rows = tidy(wide_rows(views, view, name) if wide else long)
    values = [column for column in meanings if column.startswith("wartosc")]
    indicator = view.indicator
    return Document(
        name=map_rows.file_name(view) + ("" if one_year else f"_{layout.value}"),
        title=sentences.dated_title(view) if one_year else f"{name}, {span}",
        summary=sentences.sentence(view),
        facts=_facts(views, view, layout),
        notes=_notes(views, layout),
        sources=tuple(dict.fromkeys(line for v in views for line in sentences.sources(v))),
        licences=tuple(dict.fromkeys(source.licence for v in views for source in v.sources)),
        address=imprint.address("", replace(view.selection, mode=None).query()),
        issued=imprint.issued,
        columns=columns_of(
            rows,
            meanings,
            units=dict.fromkeys(values, indicator.unit) if indicator else {},
            decimals=dict.fromkeys(values, (indicator.decimals,) * len(rows)) if indicator else {},
        ),
        rows=rows,
        key=("teryt6", "rok") if layout is Layout.YEARS else ("teryt6",),
        drawing=_drawing(views, view, layout),
    )


def _drawing(views: Sequence[View], shown: View, layout: Layout) -> Drawing:
    if layout is Layout.WIDE:
        drawing = drawing_of([(shown, row) for row in wide_order(views, shown)], shown)
        return replace(drawing, value=f"wartosc_{shown.year}", status=f"status_{shown.year}")
    pairs = [(view, row) for view in views for row in view.shown]
    return replace(drawing_of(pairs, shown), dated=layout is Layout.YEARS)


def _series_name(dataset: Dataset, view: View) -> str:
    """Return what the values of all the years are; the name of a change has its years in it."""
    selection = view.selection
    if selection.indicator is None or selection.change is None:
        return sentences.title(view)
    name = dataset.indicators[selection.indicator].name
    return f"{name}: {CHANGE_WORDS[selection.change]} od {selection.base} r."


def _facts(views: Sequence[View], shown: View, layout: Layout) -> tuple[tuple[str, str], ...]:
    unit = unit_heading(shown.indicator) if shown.indicator else ""
    facts = {
        "W słowach": sentences.sentence(shown),
        "Filtry": sentences.filters(shown),
        "Lata" if len(views) > 1 else "Rok": span_text(views[0].year, views[-1].year),
        "Układ": LAYOUT_WORDS[layout],
        "Jednostka": unit,
        "Granice": "; ".join(dict.fromkeys(view.vintage.label for view in views)),
        "Jak liczono": f"{sentences.method(shown)} {sentences.classing(shown)}".strip(),
        "Wzór": " ".join(sentences.formula(views)).removeprefix("Wzór: "),
    }
    return tuple((label, text) for label, text in facts.items() if text)


def _notes(views: Sequence[View], layout: Layout) -> tuple[str, ...]:
    """Return breaks and remarks on the rows, each once; those of one gmina name it."""
    notes = []
    if layout is not Layout.ROWS and views[0].selection.types != frozenset(GminaType):
        notes.append("Filtr typu wybiera gminy w każdym roku według typu z 31 grudnia tego roku.")
    notes += [note for view in views for note in view.notes_on_all()]
    notes += [
        note if note.startswith(row.gmina.name) else f"{row.gmina.name}: {note}"
        for view in views
        for row in view.shown
        for note in view.notes_on(row)
    ]
    return tuple(dict.fromkeys(notes))
