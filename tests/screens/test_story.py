"""Story files: what is saved is read back; what is broken, foreign or hostile is told, all of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.testclient import TestClient

from ao_dash.__main__ import main
from ao_dash.datafolder.load import load
from ao_dash.mapview.query import Mode
from ao_dash.mapview.selection import Selection
from ao_dash.model.dataset import Dataset
from ao_dash.model.faults import DataFaults
from ao_dash.output.story_files import MEDIA
from ao_dash.screens.shown import selection_of
from ao_dash.screens.story.shipped import FOLDER, read_stories
from ao_dash.screens.story.story import (
    FORMAT,
    LENGTHS,
    MOST_BYTES,
    MOST_STEPS,
    Step,
    Story,
    file_name,
    read_story,
    written,
)
from ao_dash.web.server.stories import STORIES, STORY, routes
from tests.support.data import shipped_dataset
from tests.support.story_files import GOOD, STEP, encoded
from tests.support.strategies import selections

CLIENT = TestClient(Starlette(routes=routes()))
JSON = {"content-type": "application/json"}


def faults(content: bytes) -> list[str]:
    with pytest.raises(DataFaults) as found:
        read_story(content, "plik.json", shipped_dataset())
    return list(map(str, found.value.faults))


def changed(**values: object) -> bytes:
    return encoded(GOOD | values)


def stepped(**values: object) -> bytes:
    return changed(kroki=[STEP, STEP | values])


def words(most: int) -> st.SearchStrategy[str]:
    letters = st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp", "Cf"))
    return st.text(letters, min_size=1, max_size=most).map(str.strip).filter(bool)


@st.composite
def stories(draw: st.DrawFn) -> Story:
    steps = st.builds(
        Step,
        selections().filter(lambda one: one.mode is None),
        words(LENGTHS["tytul"]),
        words(LENGTHS["tekst"]) | st.just(""),
        words(LENGTHS["notatka"]) | st.just(""),
    )
    title = draw(words(LENGTHS["tytul"]))
    return Story(title, tuple(draw(st.lists(steps, min_size=1, max_size=4))))


@given(stories())
def test_what_is_saved_is_read_back(dataset: Dataset, story: Story) -> None:
    assert read_story(encoded(written(story)), "plik.json", dataset) == story
    assert file_name(story).isascii()


def test_a_mark_of_byte_order_and_a_mode_are_no_harm(dataset: Dataset) -> None:
    told = changed(kroki=[STEP | {"obraz": "?wskaznik=ludnosc&tryb=prezentacja"}])
    story = read_story(b"\xef\xbb\xbf" + told, "plik.json", dataset)
    assert selection_of(story.steps[0].shown, dataset).mode is None
    assert Mode.PRESENT not in written(story)["kroki"][0]["obraz"]


BROKEN: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "nie jest plik JSON"),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00", "nie jest plik JSON"),
    "another encoding": ('{"a":"ą"}'.encode("cp1250"), "nie jest plik JSON"),
    "cut short": (encoded(GOOD)[:-9], "nie jest plik JSON"),
    "deep": (b"[" * 100_000, "nie jest plik JSON"),
    "a number too long to read": (b'{"wersja":' + b"9" * 5000 + b"}", "nie jest plik JSON"),
    "a list": (b"[]", "nie jest plik opowieści"),
    "null": (b"null", "nie jest plik opowieści"),
    "GeoJSON": (b'{"type":"FeatureCollection","features":[]}', "nie jest plik opowieści"),
    "too large": (b" " * (MOST_BYTES + 1), "większy niż 256 kB"),
    "twice": (b'{"format":"x","format":"y"}', "dwa razy"),
    "another version": (changed(wersja=3), "zna wersje pliku"),
    "no version": (encoded({"format": FORMAT}), "zna wersje pliku"),
    "true is no version": (changed(wersja=True), "zna wersje pliku"),
    "no title": (changed(tytul="  "), "tekst jest pusty"),
    "no steps": (changed(kroki=[]), "od 1 do 40"),
    "steps by name": (changed(kroki={"1": STEP}), "od 1 do 40"),
    "too many steps": (changed(kroki=[STEP] * (MOST_STEPS + 1)), "od 1 do 40"),
    "a step that is a text": (changed(kroki=[STEP, "x"]), "krok 2: krok nie jest obiektem"),
    "an unknown field": (stepped(skrypt="alert(1)"), "kolumna „skrypt”: nieznane pole"),
    "a title that is a list": (stepped(tytul=["x"]), "krok 2, kolumna „tytul”: to nie jest tekst"),
    "no picture": (changed(kroki=[{"tytul": "A"}]), "kolumna „obraz”: brakuje tekstu"),
    "an unknown indicator": (stepped(obraz="wskaznik=x"), "Wskaźnik „x” z adresu nie istnieje"),
    "an unknown parameter": (stepped(obraz="a=<script>"), "Nieznany parametr „a”"),
    "another address": (stepped(obraz="javascript:alert(1)"), "Nie ma ekranu"),
    "long": (stepped(tekst="x" * 241), "więcej niż 240"),
    "turned letters": (stepped(tytul="a\u202eb"), "odwracające kierunek"),
    "a bell": (stepped(notatka="a\x07"), "znaki sterujące"),
    "lines in a title": (stepped(tytul="a\nb"), "znaki sterujące"),
    "half a letter": (b'{"format":"%s","wersja":1,"tytul":"\\ud800","kroki":[]}'
        % FORMAT.encode(), "znaki sterujące"),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_refused_with_what_to_do(name: str) -> None:
    content, rule = BROKEN[name]
    found = faults(content)
    assert any(rule in fault for fault in found), found
    assert all(fault.startswith("plik.json") and fault.endswith(".") for fault in found)
    answer = CLIENT.post(f"{STORY}?plik=plik.json", content=content, headers=JSON)
    assert answer.status_code == 400
    assert [fault["text"] for fault in answer.json()["faults"]] == found
    for kind in (*MEDIA, "html"):
        assert CLIENT.post(f"{STORY}.{kind}", content=content, headers=JSON).status_code == 400


def test_all_faults_are_told_at_once() -> None:
    steps = [{"tytul": "", "obraz": "wskaznik=x&rok=y"}, {"tekst": 5}, 7]
    found = faults(changed(tytul="\u202e", kroki=steps, obcy=1))
    assert len(found) >= 8
    assert [f for f in found if "krok 1" in f]
    assert [f for f in found if "krok 3" in f]


@given(st.binary(max_size=300) | st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from([*GOOD, *STEP, "x"]), inner, max_size=4),
).map(lambda told: encoded(GOOD | told) if isinstance(told, dict) else encoded(told)))  # fmt: skip
def test_nothing_but_faults_is_raised(dataset: Dataset, content: bytes) -> None:
    try:
        read_story(content, "plik.json", dataset)
    except DataFaults as error:
        assert error.faults  # noqa: PT017  a random file may be right, too


# --- in the data folder ---------------------------------------------------------------------------


def test_a_faulty_file_in_the_folder_spoils_no_other(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stories = folder / FOLDER
    known = set(read_stories(load(folder)).told)
    (stories / "moja.json").write_bytes(encoded(GOOD))
    (stories / "zla.json").write_bytes(BROKEN["cut short"][0])
    (stories / "Zła Nazwa.json").write_bytes(encoded(GOOD))
    found = read_stories(load(folder))
    assert set(found.told) == known | {"moja"}
    assert {fault.file for fault in found.faults} == {
        "opowiesci/zla.json",
        "opowiesci/Zła Nazwa.json",
    }
    assert main(["check", "--data", str(folder)]) == 1
    assert "opowiesci/zla.json" in capsys.readouterr().out


def test_a_folder_without_stories_is_fine(folder: Path) -> None:
    for file in (folder / FOLDER).glob("*.json"):
        file.unlink()
    assert not read_stories(load(folder)).told
    assert main(["check", "--data", str(folder)]) == 0


# --- addresses and commands -----------------------------------------------------------------------


def test_the_shipped_stories_have_addresses(dataset: Dataset) -> None:
    for code, story in read_stories(dataset).told.items():
        told = CLIENT.get(f"{STORIES}/{code}.json").json()
        assert told == written(story)
    assert CLIENT.get(f"{STORIES}/../stats.json").status_code == 404
    assert CLIENT.get(f"{STORIES}/nie-ma.json").status_code == 404


def test_pictures_come_with_the_story_and_notes_stay_with_the_speaker(dataset: Dataset) -> None:
    answer = CLIENT.post(STORY, content=encoded(GOOD), headers=JSON).json()
    assert answer["story"] == written(read_story(encoded(GOOD), "", dataset))
    (picture,) = answer["pictures"]
    assert picture["title"] == STEP["tytul"]
    assert picture["view"]["mode"] == Mode.PRESENT
    assert len(picture["years"]) == len(dataset.years("ludnosc"))
    secret = changed(kroki=[STEP | {"notatka": "tylko dla mnie"}])
    for kind, mark in (("html", b"<!DOCTYPE html>"), ("pdf", b"%PDF"), ("zip", b"PK")):
        made = CLIENT.post(f"{STORY}.{kind}", content=secret, headers=JSON)
        assert made.content.startswith(mark)
        assert f'ao_opowiesc_proba.{kind}"' in made.headers["content-disposition"]
        assert b"tylko dla mnie" not in made.content


@pytest.mark.parametrize("kind", [*MEDIA, "html"])
def test_the_commands_take_a_story_by_file_or_by_code(
    kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "moja.json"
    file.write_bytes(encoded(GOOD))
    out = tmp_path / f"x.{kind}"
    command = "report" if kind == "html" else "render"
    assert main([command, str(file), "--out", str(out)]) == 0
    assert out.stat().st_size > 1000
    if kind == "html":
        assert main([command, "powiekszenie-opola-2017", "--out", str(out)]) == 0
    capsys.readouterr()
    file.write_bytes(stepped(obraz="wskaznik=x"))
    assert main([command, str(file), "--out", str(tmp_path / f"y.{kind}")]) == 1
    assert main([command, str(tmp_path / "brak.json"), "--out", str(out)]) == 1
    told = capsys.readouterr().err
    assert "moja.json, krok 2" in told
    assert "pliku nie da się odczytać (nie ma go)" in told
    assert not (tmp_path / f"y.{kind}").exists()


def test_a_story_is_no_single_picture(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "x.png"
    assert main(["render", "czym-jest-ao", "--out", str(out)]) == 2
    assert "zapisz ją jako pdf, pptx, zip" in capsys.readouterr().err


def test_names_of_files_say_what_is_inside() -> None:
    selection = Selection("planowanie", "ludnosc", 2024)
    assert file_name(Story("", (Step(selection),))) == "ao_raport_ludnosc_2024"
    told = Story("Powiększenie Opola 2017: co się zmieniło", (Step(selection),))
    assert file_name(told) == "ao_opowiesc_powiekszenie_opola_2017_co_sie_zmienilo"
    assert file_name(Story("☃", (Step(selection),))) == "ao_opowiesc"


def test_what_is_just_within_the_limits_is_read(dataset: Dataset) -> None:
    longest = {name: "a" * LENGTHS[name] for name in ("tytul", "tekst", "notatka")}
    story = read_story(changed(kroki=[STEP | longest] * MOST_STEPS), "plik.json", dataset)
    assert len(story.steps) == MOST_STEPS
