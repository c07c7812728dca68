"""One view, the same figures everywhere: screen, paper, picture in words, report and file."""

from __future__ import annotations

import io
import math
from unittest import mock

from hypothesis import given
from matplotlib.text import Text
from PIL import Image

from ao_dash.mapview import rows as map_rows
from ao_dash.mapview import sentences
from ao_dash.mapview.message import message
from ao_dash.mapview.selection import Selection
from ao_dash.mapview.view import View, build_view
from ao_dash.model.dataset import Dataset
from ao_dash.output.html.report import content
from ao_dash.output.paper import render
from ao_dash.output.paper.sheet import Sheet, typeset
from ao_dash.screens.story.story import single
from tests.support.data import shipped_dataset
from tests.support.sheets import clashes
from tests.support.strategies import selections


def on_paper(view: View) -> tuple[list[str], str]:
    """Every text of the drawn picture, and the words that go with the file; all have room."""
    figure = render.draw(shipped_dataset(), view)
    assert not clashes(figure)
    with mock.patch.object(render, "draw", return_value=figure):
        png = render.render(shipped_dataset(), view, "png", Sheet.SCREEN, 12)
    spoken = Image.open(io.BytesIO(png)).info["Description"]
    return [text.get_text() for text in figure.findobj(Text)], spoken


@given(selections())
def test_screen_paper_words_report_and_file_say_the_same(
    dataset: Dataset, selection: Selection
) -> None:
    view = build_view(dataset, selection)
    shown = message(view)
    (told,) = content(dataset, single(selection))["pictures"]
    rows = map_rows.table(view)
    drawn, spoken = on_paper(view)

    figures = {row[0]: (row[5], row[6], row[8]) for row in shown["rows"] if row[3]}
    assert list(figures) == rows["teryt6"].tolist()
    for name in ("rows", "cards", "sentence", "sources", "unit", "year"):
        assert told["view"][name] == shown[name]
    assert spoken == shown["sentence"] == sentences.sentence(view)
    for row, exported in zip(view.shown, rows["wartosc"].tolist(), strict=True):
        said, rank, number = figures[row.gmina.teryt6]
        assert said == sentences.value_text(row, view.indicator)
        assert rank == row.rank
        assert (number is None) == (row.value is None) == math.isnan(exported)
        if row.value is not None:
            assert number is not None
            assert exported == row.value
            assert math.isclose(number, row.value, rel_tol=1e-6)
        if view.indicator:
            assert said in drawn
    figure, _ = sentences.area_brief(view.area, view)
    assert any(typeset(figure) in text for text in drawn)
    assert figure in shown["legend"]["area"]
    assert told["view"]["legend"]["area"] == shown["legend"]["area"]
