"""The map as a document, in any layout of its years."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from ao_dash.mapview import rows as map_rows
from ao_dash.mapview import sentences
from ao_dash.mapview.view import View, build_years
from ao_dash.model.dataset import Dataset
from ao_dash.model.gmina import GminaType
from ao_dash.model.measure import CHANGE_WORDS
from ao_dash.model.numbers import unit_heading
from ao_dash.output.files.document import Document, Imprint, columns_of, tidy
from ao_dash.output.files.drawing import Drawing, drawing_of
from ao_dash.output.files.layout import (
    LAYOUT_WORDS,
    Layout,
    long_rows,
    wide_columns,
    wide_order,
    wide_rows,
)

_KEYS = {
    Layout.ROWS: ("teryt6",),
    Layout.YEARS: ("teryt6", "rok"),
    Layout.WIDE: ("teryt6",),
}


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
    views = (view,) if layout is Layout.ROWS else build_years(dataset, view.selection) or (view,)
    name = sentences.title(view) if layout is Layout.ROWS else _series_name(dataset, view)
    rows, meanings = _rows(views, view, layout, name)
    values = [column for column in meanings if column.startswith("wartosc")]
    indicator = view.indicator
    return Document(
        name=map_rows.file_name(view) + ("" if layout is Layout.ROWS else f"_{layout.value}"),
        title=sentences.dated_title(view) if layout is Layout.ROWS else f"{name}, {_span(views)}",
        summary=sentences.sentence(view),
        facts=_facts(views, view, layout),
        notes=(*_filter_note(view, layout), *_notes(views)),
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
        key=_KEYS[layout],
        drawing=_drawing(views, view, layout),
    )


def _rows(
    views: Sequence[View], shown: View, layout: Layout, name: str
) -> tuple[pd.DataFrame, dict[str, str]]:
    if layout is Layout.WIDE:
        meanings = wide_columns([view.year for view in views])
        return tidy(wide_rows(views, shown, name)), meanings
    return tidy(long_rows(views)), dict(map_rows.COLUMNS)


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


def _span(views: Sequence[View]) -> str:
    first, last = views[0].year, views[-1].year
    return str(first) if first == last else f"{first}\N{EN DASH}{last}"


def _facts(views: Sequence[View], shown: View, layout: Layout) -> tuple[tuple[str, str], ...]:
    unit = unit_heading(shown.indicator) if shown.indicator else ""
    facts = {
        "W słowach": sentences.sentence(shown),
        "Filtry": sentences.filters(shown),
        "Lata" if len(views) > 1 else "Rok": _span(views),
        "Układ": LAYOUT_WORDS[layout],
        "Jednostka": unit,
        "Granice": "; ".join(dict.fromkeys(view.vintage.label for view in views)),
        "Jak liczono": sentences.method(shown),
        "Wzór": " ".join(sentences.formula(views)).removeprefix("Wzór: "),
    }
    return tuple((label, text) for label, text in facts.items() if text)


def _filter_note(shown: View, layout: Layout) -> tuple[str, ...]:
    if layout is Layout.ROWS or shown.selection.types == frozenset(GminaType):
        return ()
    return ("Filtr typu wybiera gminy w każdym roku według typu z 31 grudnia tego roku.",)


def _notes(views: Sequence[View]) -> tuple[str, ...]:
    """Return breaks and remarks on the rows, each once; those of one gmina name it."""
    notes = [note for view in views for note in view.notes_on_all()]
    notes += [
        note if note.startswith(row.gmina.name) else f"{row.gmina.name}: {note}"
        for view in views
        for row in view.shown
        for note in view.notes_on(row)
    ]
    return tuple(dict.fromkeys(notes))
