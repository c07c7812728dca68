"""The screen „Przepływy”: every figure is one that was published, by a second reading of the file."""

from __future__ import annotations

import csv
import math
from collections import Counter
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ao_dash.mapview.palette import luminance
from ao_dash.model.dataset import Dataset
from ao_dash.model.flow import FlowKind
from ao_dash.screens.blocks import Bars, Cards, Heading, Table, Text
from ao_dash.screens.flows import lines, tables
from ao_dash.screens.flows.choice import (
    OUTSIDE_ENDS,
    THRESHOLDS,
    Direction,
    FlowChoice,
    Picture,
    Shown,
    table_codes,
)
from ao_dash.screens.flows.screen import COLUMNS, SCREEN
from ao_dash.screens.flows.sentences import WORDS
from tests.support.data import ROOT, shipped_dataset
from tests.support.pages import block, blocks, choosing, reading, titled

OPOLE, DOBRZEN, KOMPRACHCICE, ZDZIESZOWICE = "166101", "160903", "160904", "160505"

chosen, read = choosing(SCREEN, FlowChoice), reading(SCREEN, FlowChoice)

with (ROOT / "data/flows.csv").open(encoding="utf-8") as lines_of_file:
    FILE = list(csv.DictReader(lines_of_file))


def cells(flow: str, year: int) -> dict[tuple[str, str], int]:
    """Read the cells of the file once more, by hand."""
    return {
        (row["from"], row["to"]): int(row["persons"])
        for row in FILE
        if (row["flow"], row["year"]) == (flow, str(year)) and row["from"] != row["to"]
    }


def rows(**query: str) -> list[dict[str, Any]]:
    frame = SCREEN.table(shipped_dataset(), chosen(**query))
    assert list(frame.columns) == list(COLUMNS)
    return [dict(zip(COLUMNS, row, strict=True)) for row in frame.itertuples(index=False)]


def picture(**query: str) -> dict[str, Any]:
    (one,) = SCREEN.page(shipped_dataset(), chosen(**query)).maps
    return dict(one)


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


@st.composite
def choices(draw: st.DrawFn) -> FlowChoice:
    dataset = shipped_dataset()
    gmina = draw(st.none() | st.sampled_from(sorted(dataset.gminy)))
    ways = list(Direction) if gmina else [Direction.BOTH, Direction.NET]
    return FlowChoice(
        draw(st.sampled_from(sorted(table_codes(dataset)))),
        draw(st.sampled_from(Picture)),
        gmina,
        draw(st.sampled_from(ways)),
        draw(st.sampled_from(THRESHOLDS)),
        draw(st.booleans()),
    )


@given(choices())
def test_what_is_drawn_is_what_the_file_holds(choice: FlowChoice) -> None:
    dataset = shipped_dataset()
    flow, year = choice.table.split("-")
    published, page = cells(flow, int(year)), SCREEN.page(dataset, choice)
    (drawn,) = page.maps
    found = {(row["skad_teryt6"], row["dokad_teryt6"]): row for row in
             SCREEN.table(dataset, choice).to_dict("records")}  # fmt: skip
    assert {(start, end) for start, end, *_ in drawn["flows"]} == set(found)
    for (start, end), row in found.items():
        assert row["osoby"] == published[start, end]
        back = published.get((end, start))
        assert (None if pd.isna(row["osoby_odwrotnie"]) else row["osoby_odwrotnie"]) == back
    if choice.picture is Picture.LEANING:
        assert len(found) == len({start for start, _ in found} & set(dataset.gminy))
        return
    expected = {
        pair: n
        for pair, n in published.items()
        if choice.gmina is None or choice.gmina in pair
        if choice.outside or set(pair) <= set(dataset.gminy)
    }
    assert set(found) <= set(expected)
    if not choice.outside and choice.direction is Direction.BOTH:
        assert set(found) == {pair for pair, n in expected.items() if n >= choice.least}
    if choice.direction is Direction.NET:
        for start, end in found:
            assert published[start, end] - published[end, start] >= max(1, choice.least)
    again, notes = SCREEN.chosen(choice.query(), dataset)
    assert again == choice
    assert not notes


def test_sums_are_those_of_the_office(dataset: Dataset) -> None:
    for year, inside, into_opole in ((2016, 18495, 22639), (2011, 17431, 21720)):
        query = {"przeplyw": f"dojazdy-{year}", "prog": "0"}
        assert sum(row["osoby"] for row in rows(**query)) == inside
        page = SCREEN.page(dataset, chosen(**query, gmina=OPOLE))
        arriving = block(page, Cards).cards[1]
        assert plain(arriving[1]).replace(" ", "") == str(into_opole)
        assert arriving[3].startswith("co najmniej")
    by_pair = {(row["skad_teryt6"], row["dokad_teryt6"]): row["osoby"] for row in rows(prog="0")}
    assert by_pair[DOBRZEN, OPOLE] == 1214
    assert by_pair[KOMPRACHCICE, OPOLE] == 1092


@pytest.mark.parametrize("code", ["dojazdy-2016", "dojazdy-2011", "przemeldowania-2023"])
def test_the_matrix_holds_every_published_pair_and_nothing_else(
    code: str, dataset: Dataset
) -> None:
    matrix = titled(SCREEN.page(dataset, chosen(przeplyw=code)), Table, "Macierz")
    names = {gmina.name: t for t, gmina in dataset.gminy.items()}
    ends = [names[name] for name in matrix.columns[1:-1]]
    flow, year = code.split("-")
    inside = {p: n for p, n in cells(flow, int(year)).items() if set(p) <= set(dataset.gminy)}
    found = {}
    for start, row in zip(matrix.keys, matrix.rows, strict=True):
        for end, cell in zip(ends, row[1:-1], strict=True):
            if start == end:
                assert cell == ""
            elif cell != (tables.UNKNOWN, 0):
                assert isinstance(cell, tuple)
                text, level = cell
                found[start, end] = int(plain(text).replace(" ", ""))
                assert 1 <= level <= 4
    assert found == inside
    assert len(found) < len(ends) ** 2 - len(ends), "some are unknown, and not zero"


def test_every_caveat_is_told_with_every_picture(dataset: Dataset) -> None:
    for code, table in table_codes(dataset).items():
        for name in Picture:
            for gmina in (None, ZDZIESZOWICE):
                page = SCREEN.page(dataset, FlowChoice(code, name, gmina))
                heading = block(page, Heading, "heading")
                assert heading.notice[0] == WORDS[table.kind].caveat
                method = titled(page, Text, "Jak czytać").sentences
                assert "brak pary nie znaczy zera" in method[0]
                said = " ".join(method)
                commuting = table.kind is FlowKind.COMMUTING
                for word in ("dwóch różnych metod", "według rejestrów", "sprzed", "15%", "wiejski"):
                    assert (word in said) is commuting
                vintage = "do_2016" if table.year < 2017 else "od_2017"
                assert vintage in page.maps[0]["vintage"]
                assert dataset.vintage(table.year).label in heading.subtitle


def test_where_each_gmina_leans(dataset: Dataset) -> None:
    published = cells("dojazdy", 2016)
    made = picture(obraz="ciazenie")
    names = {step[1]: n for n, step in enumerate(made["legend"]["steps"])}
    for row in made["rows"]:
        out = {end: n for (start, end), n in published.items() if start == row[0]}
        first = max(out, key=lambda end: out[end])
        strong = out[first] >= sum(out.values()) / 2
        label = f"{dataset.flow_end_name(first)} {'od' if strong else 'do'} 50%"
        assert row[4] == names[label]
    leaning = Counter(end for _, end, *_ in made["flows"])
    assert leaning[OPOLE] == 16
    said = plain(made["sentence"])
    assert said.startswith("Opole: główny cel dla 16 gmin; inne cele: Krapkowice (Gogolin")


def test_places_outside_are_the_largest_and_stand_on_the_map(dataset: Dataset) -> None:
    for gmina in ("", ZDZIESZOWICE):
        made = picture(otoczenie="tak", prog="0", gmina=gmina)
        counts: Counter[str] = Counter()
        for (start, end), n in cells("dojazdy", 2016).items():
            inside = start if start in dataset.gminy else end
            if not gmina or inside == gmina:
                counts[end if inside == start else start] += n
        outside = {code for code in counts if code not in dataset.gminy}
        largest = sorted((c for c in outside), key=lambda c: (-counts[c], c))[:OUTSIDE_ENDS]
        ends = {code: (lon, lat, name, text) for code, lon, lat, name, text in made["flow_ends"]}
        assert {code for code in ends if code not in dataset.gminy} == set(largest)
        west, south, east, north = dataset.vintages[-1].frame.total_bounds
        for code, (lon, lat, name, text) in ends.items():
            assert west <= lon <= east
            assert south <= lat <= north
            assert bool(name) == bool(text) == (code not in dataset.gminy)
            if name:
                assert int(plain(text).replace(" ", "")) == counts[code]


def test_seats_lie_in_their_gmina(dataset: Dataset) -> None:
    found = lines.seats(dataset)
    for vintage in dataset.vintages:
        for code, shape in vintage.frame.geometry.items():
            assert shape.contains(type(shape.representative_point())(*found[str(code)])), code
    named = {f["properties"]["name"] for f in dataset.context["towns"]["features"]}
    assert {gmina.name for gmina in dataset.gminy.values()} <= named


@given(
    st.tuples(st.floats(17, 19), st.floats(50, 51)), st.tuples(st.floats(17, 19), st.floats(50, 51))
)
def test_a_line_joins_its_ends_and_both_ways_stay_apart(
    start: tuple[float, float], end: tuple[float, float]
) -> None:
    there, back = lines.curve(start, end), lines.curve(end, start)
    assert math.dist(there[0], start) < 2e-6
    assert math.dist(there[-1], end) < 2e-6
    apart = math.dist(there[12], back[12])
    assert apart >= 0.2 * math.dist(start, end) - 4e-6


def test_two_ways_of_a_gmina_have_the_colours_of_the_map(dataset: Dataset) -> None:
    styles = (ROOT / "ao_dash/web/frontend/map/map.css").read_text(encoding="utf-8")
    assert f"--ao-flow-out: {tables.OUT};" in styles
    assert f"--ao-flow-in: {tables.IN};" in styles
    assert all(luminance(colour) < 0.15 for colour in (tables.OUT, tables.IN))
    page = SCREEN.page(dataset, chosen(gmina=OPOLE))
    assert [bars.bars[0].colour for bars in blocks(page, Bars)] == [tables.OUT, tables.IN]


@pytest.mark.parametrize(
    ("query", "note"),
    [
        ({"przeplyw": "dojazdy-2021"}, "Przepływ „dojazdy-2021” z adresu nie istnieje"),
        ({"obraz": "kolo"}, "Obraz „kolo” z adresu nie istnieje"),
        ({"prog": "37"}, "Próg musi być jedną z liczb"),
        ({"prog": "<b>"}, "Próg musi być jedną z liczb"),
        ({"kierunek": "wyjazdy"}, "Wyjazdy i przyjazdy osobno pokazuje się dla jednej gminy"),
        ({"gmina": "999999"}, "Gmina „999999” z adresu nie istnieje"),
    ],
)
def test_what_makes_no_sense_gives_way_with_a_note(query: dict[str, str], note: str) -> None:
    choice, notes = read(**query)
    assert choice == chosen()
    assert len(notes) == 1
    assert notes[0].startswith(note)


def test_nothing_left_is_said_and_can_be_taken_back(dataset: Dataset) -> None:
    heading = block(SCREEN.page(dataset, chosen(prog="1000", kierunek="saldo")), Heading, "heading")
    assert "Żaden opublikowany przepływ" in heading.notice[1]
    assert "prog" in heading.clear


def test_a_folder_without_flows_says_so(dataset: Dataset) -> None:
    bare = replace(dataset, flows={}, flow_ends={})
    choice, notes = SCREEN.chosen({}, bare)
    assert not notes
    heading = block(SCREEN.page(bare, choice), Heading, "heading")
    assert "nie ma przepływów" in heading.notice[0]
    assert SCREEN.table(bare, choice).empty


def test_balances_need_both_ways(dataset: Dataset) -> None:
    shown = Shown(dataset, chosen(kierunek="saldo", prog="0"), table_codes(dataset)["dojazdy-2016"])
    published = cells("dojazdy", 2016)
    inside = [pair for pair in published if set(pair) <= set(dataset.gminy)]
    both = [p for p in inside if p[::-1] in published and published[p] > published[p[::-1]]]
    assert {flow.pair for flow in shown.flows} == set(both)
    widths = [flow.drawn for flow in shown.flows]
    assert widths == sorted(widths, reverse=True)
    drawn = picture(kierunek="saldo", prog="0")["flows"]
    assert [share for _, _, share, *_ in drawn] == sorted(share for _, _, share, *_ in drawn)
