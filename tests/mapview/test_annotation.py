"""A person's own words on the map: what an address holds of them, and what it refuses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from ao_dash.mapview.annotation import LONGEST, MOST, Annotation, with_text, written
from ao_dash.mapview.message import message
from ao_dash.mapview.selection import Selection, altered, parse
from ao_dash.mapview.view import build_view
from ao_dash.model.dataset import Dataset
from ao_dash.model.faults import DataFaults
from ao_dash.model.territory import Territory
from ao_dash.output.strict_query import MAP, StrictQuery

OPOLE, MUROW = "166101", "160906"


def read(dataset: Dataset, text: str, **query: str) -> tuple[Selection, list[str]]:
    selection, notes = parse({"dopiski": text} | query, dataset)
    return selection, [str(note) for note in notes]


def test_words_have_a_place_and_a_gmina(dataset: Dataset) -> None:
    text = f"{OPOLE}:50.671:17.9:Stolica: i „serce”, 100%~{MUROW}:50.9:18.2:Lasy"
    selection, notes = read(dataset, text)
    first = Annotation(OPOLE, 50.671, 17.9, "Stolica: i „serce”, 100%")
    assert (selection.annotations, notes) == ((first, Annotation(MUROW, 50.9, 18.2, "Lasy")), [])
    assert parse(selection.query(), dataset) == (selection, [])
    told = message(build_view(dataset, selection), [])
    assert [tuple(one) for one in told["annotations"]] == list(selection.annotations)
    assert "annotations" not in message(build_view(dataset, parse({}, dataset)[0]), [])


@pytest.mark.parametrize(
    "text",
    [
        "słowa",
        f"{OPOLE}:50.7:17.9:",
        f"{OPOLE}:50.7:17.9: x",
        f"{OPOLE}:50.7:słowa",
        f"{OPOLE}:5e1:17.9:słowa",
        f"{OPOLE}:50.7:17.9:a\nb",
        f"{OPOLE}:50.7:17.9:a\u202eb",
        f"{OPOLE}:50.7:17.9:" + "a" * (LONGEST + 1),
        f"{OPOLE}:52.9:17.9:za daleko",
        f"{OPOLE}:50.7:-17.9:za daleko",
        "999999:50.7:17.9:nie ma",
        "~".join(f"{OPOLE}:50.7:17.9:{n}" for n in range(MOST + 1)),
    ],
)
def test_what_cannot_be_shown_gives_way_and_is_told(dataset: Dataset, text: str) -> None:
    selection, notes = read(dataset, text)
    assert selection.annotations == ()
    assert len(notes) == 1
    assert notes[0].startswith("Dopisek „")
    strict = StrictQuery({"dopiski": text})
    strict.shown(MAP, dataset)
    with pytest.raises(DataFaults, match="Dopisek"):
        strict.raise_if_invalid()


def test_the_last_words_for_a_gmina_count_and_others_stay(dataset: Dataset) -> None:
    selection, notes = read(dataset, f"{OPOLE}:50.7:17.9:a~{MUROW}:50.9:18:b~{OPOLE}:50.8:17.9:c")
    assert [str(one) for one in selection.annotations] == [
        f"{OPOLE}:50.800:17.900:c",
        f"{MUROW}:50.900:18.000:b",
    ]
    assert notes == []


def test_words_go_with_the_figures_they_were_written_for(dataset: Dataset) -> None:
    query = {"dopiski": f"{OPOLE}:50.7:17.9:a", "wskaznik": "ludnosc", "rok": "2024"}
    assert "dopiski" in altered(query, {"rok": "2020", "gmina": MUROW, "typ": "wiejska"})
    for changed in ({"wskaznik": "bezrobotni_1000"}, {"dziedzina": "sport"}, {"zmiana": "roznica"}):
        assert "dopiski" not in altered(query, changed)


def test_constant_territory_keeps_the_words(dataset: Dataset) -> None:
    whole, notes = read(
        dataset, f"{OPOLE}:50.7:17.9:a", teren=Territory.CONSTANT, wskaznik="ludnosc"
    )
    assert [one.teryt6 for one in whole.annotations] == ["S166101"]
    assert notes == []
    again, notes = read(dataset, written(whole.annotations), wskaznik="ludnosc")
    assert ([one.teryt6 for one in again.annotations], notes) == ([OPOLE], [])


def test_new_words_stand_beside_their_gmina_and_no_words_take_them_away(dataset: Dataset) -> None:
    vintage = dataset.vintage(2024)
    west, south, east, north = vintage.frame.total_bounds
    for teryt6, gmina in vintage.frame.iterrows():
        (one,) = with_text((), vintage, str(teryt6), " Słowa ") or ()
        assert (one.teryt6, one.text) == (teryt6, "Słowa")
        assert south <= one.lat <= north
        assert west <= one.lon <= east
        assert abs(one.lat - gmina["label_lat"]) + abs(one.lon - gmina["label_lon"]) > 0.03
        moved = one._replace(lat=50.5, lon=18.0)
        assert with_text((moved,), vintage, one.teryt6, "Inne") == (moved._replace(text="Inne"),)
        assert with_text((moved,), vintage, one.teryt6, "  ") == ()
    full = tuple(Annotation(str(code), 50.5, 18.0, "a") for code in vintage.frame.index[:MOST])
    assert with_text(full, vintage, str(vintage.frame.index[MOST]), "za dużo") is None
    for barred in ("a~b", "a" * (LONGEST + 1), "a\u202eb"):
        assert with_text((), vintage, OPOLE, barred) is None


@given(some.text(max_size=120))
def test_any_address_is_read(dataset: Dataset, text: str) -> None:
    selection, _ = read(dataset, f"{OPOLE}:50.7:17.9:{text}")
    assert len(selection.annotations) <= 1
    assert parse(selection.query(), dataset) == (selection, [])
