"""Points over the map: stations with a place and what was published of them."""

from __future__ import annotations

import csv
import io

import pytest
from matplotlib.text import Text

from ao_dash.mapview.legend import build_legend
from ao_dash.mapview.message import message
from ao_dash.mapview.points import PointKind, points
from ao_dash.mapview.selection import Selection, parse
from ao_dash.mapview.view import build_view
from ao_dash.model.dataset import Dataset
from ao_dash.output.paper import render
from tests.support.data import ROOT

BOTH = {"wskaznik": "ludnosc", "punkty": "powietrze,kolej"}


def chosen(dataset: Dataset, **query: str) -> Selection:
    return parse(query, dataset)[0]


def rows(name: str) -> list[dict[str, str]]:
    with (ROOT / "data" / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_every_station_with_a_place_is_a_point(dataset: Dataset) -> None:
    placed = [row for row in rows("rail_stations.csv") if row["lon"]]
    found = points(dataset, ["kolej"])
    assert [(p.name, p.lon, p.lat) for p in found] == [
        (row["name"], float(row["lon"]), float(row["lat"])) for row in placed
    ]
    for point, row in zip(found, placed, strict=True):
        assert point.lines[0].replace("\u00a0", "").endswith(f": {row['stops']}")


def test_means_are_those_of_the_office(dataset: Dataset) -> None:
    found = points(dataset, ["powietrze"])
    known = dict(zip((row["station"] for row in rows("air_stations.csv")), found, strict=True))
    newest: dict[tuple[str, ...], dict[str, str]] = {}
    for row in sorted(rows("air_means.csv"), key=lambda one: one["year"]):
        newest[row["station"], row["pollutant"], row["averaging"]] = row
    for row in newest.values():
        ends = [line.rpartition(f"{row['year']}: ")[2] for line in known[row["station"]].lines]
        mark = "*" if float(row["completeness"]) < 75 else ""
        shown = [end.partition(";")[0].replace(",", ".") for end in ends if end[:1].isdigit()]
        assert any(
            text.endswith(mark or text[-1])
            and abs(float(text.rstrip("*")) - float(row["mean"])) <= 0.06
            for text in shown
        ), row


def test_they_go_with_picture_address_legend_and_sources(dataset: Dataset) -> None:
    selection = chosen(dataset, **BOTH)
    view = build_view(dataset, selection)
    sent = message(view)
    assert selection.query()["punkty"] == "powietrze,kolej"
    assert {kind for kind, *_ in sent["points"]} == {"kolej", "powietrze"}
    assert [kind for kind, _ in sent["point_keys"]] == ["kolej", "powietrze"]
    assert "17 bez położenia w źródle" in sent["point_keys"][0][1]
    assert {"UTK", "GIOŚ"} <= {source.office for source in view.sources}
    plain = message(build_view(dataset, chosen(dataset, wskaznik="ludnosc")))
    assert "points" not in plain
    assert build_legend(view) == build_legend(
        build_view(dataset, chosen(dataset, wskaznik="ludnosc"))
    )


def test_an_unknown_kind_gives_way_and_is_told(dataset: Dataset) -> None:
    selection, notes = parse({"wskaznik": "ludnosc", "punkty": "kolej,metro"}, dataset)
    assert selection.points == ("kolej",)
    assert [str(note) for note in notes] == ["Punkty „metro” z adresu nie istnieje; pominięto."]


@pytest.mark.parametrize("kind", PointKind)
def test_paper_has_them_with_a_key(kind: PointKind, dataset: Dataset) -> None:
    view = build_view(dataset, chosen(dataset, wskaznik="ludnosc", punkty=kind))
    figure = render.draw(dataset, view)
    texts = [text.get_text() for text in figure.findobj(Text)]
    assert any(text.replace("\u00a0", " ").startswith(view.point_keys[0][1][:20]) for text in texts)
    figure.savefig(io.BytesIO(), format="png", dpi=30)
