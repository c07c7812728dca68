"""A person's own words on paper: within the map, each with its arrow, in PNG, SVG and PDF."""

from __future__ import annotations

import io
import json
import re
from urllib.parse import parse_qs, urlencode

import pytest
from matplotlib.patches import FancyArrowPatch
from matplotlib.text import Text
from matplotlib.transforms import Bbox
from pypdf import PdfReader

from ao_dash.mapview.selection import parse
from ao_dash.mapview.view import build_view
from ao_dash.model.dataset import Dataset
from ao_dash.output.html.report import content
from ao_dash.output.paper import render
from ao_dash.screens.story.story import FORMAT, VERSION, read_story, written

WORDS = "Najwięcej lasów w Aglomeracji i najmniej mieszkańców na km²"


@pytest.mark.parametrize("place", ["50.85:18.25", "50.3:17.2", "51.2:18.6", "50.67:17.92"])
@pytest.mark.parametrize("code", ["ludnosc", "bezrobotni_1000"])
def test_words_stay_on_the_map_and_no_name_stands_on_them(
    dataset: Dataset, code: str, place: str
) -> None:
    asked = {"wskaznik": code, "dopiski": f"166101:{place}:{WORDS}"}
    selection, notes = parse(asked, dataset)
    assert notes == []
    figure = render.draw(dataset, build_view(dataset, selection))
    axes = next(axes for axes in figure.axes if axes.texts)
    texts = {text.get_text(): text for text in axes.texts}
    (own,) = (text for words, text in texts.items() if flat(words) == WORDS)
    frame, box = axes.get_window_extent(), box_of(own)
    assert frame.x0 <= box.x0 < box.x1 <= frame.x1
    assert frame.y0 <= box.y0 < box.y1 <= frame.y1
    names = [text for text in axes.texts if text is not own and "\n" in text.get_text()]
    assert names
    covered = sum(Bbox.intersection(box_of(text), box) is not None for text in names)
    assert covered <= (1 if place == "50.67:17.92" else 0)
    arrows = [artist for artist in axes.get_children() if isinstance(artist, FancyArrowPatch)]
    assert len(arrows) >= (0 if place == "50.67:17.92" else 1)


def flat(words: str) -> str:
    return re.sub(r"\s", " ", words)


def box_of(text: Text) -> Bbox:
    return text.get_window_extent()


def test_words_are_in_every_file_of_a_story(dataset: Dataset) -> None:
    address = urlencode({"wskaznik": "ludnosc", "dopiski": f"166101:50.4:17.6:{WORDS}"})
    told = {"tytul": "Krok", "obraz": address}
    file = {"format": FORMAT, "wersja": VERSION, "tytul": "Opowieść", "kroki": [told]}
    story = read_story(json.dumps(file).encode(), "a.json", dataset)
    assert parse_qs(written(story)["kroki"][0]["obraz"])["dopiski"] == [
        f"166101:50.400:17.600:{WORDS}"
    ]
    pdf = PdfReader(io.BytesIO(render.render_story(dataset, story)))
    assert flat(WORDS) in flat(pdf.pages[1].extract_text())
    (picture,) = content(dataset, story)["pictures"]
    assert picture["view"]["annotations"] == [("166101", 50.4, 17.6, WORDS)]
