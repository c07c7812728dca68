"""The area as data: the forms of its name, its core, what is wrong with its file."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from pypdf import PdfReader

from ao_dash.datafolder.load import load
from ao_dash.mapview import sentences
from ao_dash.mapview.selection import parse
from ao_dash.mapview.view import build_view
from ao_dash.model.area import Area
from ao_dash.model.dataset import Dataset
from ao_dash.model.faults import DataFaults
from ao_dash.model.group import ready_groups
from ao_dash.output import atom, dcat
from ao_dash.output.files.document import Imprint
from ao_dash.output.paper import render
from ao_dash.screens.registry import SCREENS

NAMED = """code = "WKF"
[name]
nominative = "Wrocławski Krąg"
genitive = "Wrocławskiego Kręgu"
locative = "Wrocławskim Kręgu"
short = "WK"
[voivodeships]
16 = "województwo próbne"
"""


def named(folder: Path, text: str = NAMED) -> Dataset:
    (folder / "area.toml").write_text(text, encoding="utf-8")
    return load(folder)


def test_the_shipped_area_has_its_forms(dataset: Dataset) -> None:
    area = dataset.area
    assert (area.code, area.name, area.short) == ("AO", "Aglomeracja Opolska", "AO")
    assert area.within == "w Aglomeracji Opolskiej"
    assert area.core_codes == ("166101",)
    assert ready_groups(dataset)["bez-opola"].name == "AO bez Opola"


def test_we_stands_where_w_cannot_be_said() -> None:
    forms = {"Wrocławskim Kręgu": "we", "Warszawie": "w", "Fromborku": "we", "Kielcach": "w"}
    for locative, preposition in forms.items():
        assert Area("X", "x", "x", locative, "x").within == f"{preposition} {locative}"


def test_two_towns_of_a_core_make_one_group(folder: Path) -> None:
    towns = '[[core]]\nteryt6 = "{}"\ngenitive = "{}"\n'
    core = towns.format("160502", "Krapkowic") + towns.format("160501", "Gogolina")
    group = ready_groups(named(folder, NAMED + core))["bez-krapkowic-i-gogolina"]
    assert group.name == "WK bez Krapkowic i Gogolina"
    assert len(group.members) == 19


def test_every_text_takes_the_name_from_the_data(folder: Path) -> None:
    for file in folder.glob("*.csv"):  # what the data themselves say of it is another matter
        file.write_text(file.read_text("utf-8").replace("Aglomeracj", "Krain"), "utf-8")
    dataset = named(folder)
    imprint = Imprint(dataset.editions[0].made, "https://pulpit.example")
    told = [
        str(dcat.catalogue(dataset, imprint, "/api/v1")),
        str(atom.feed(dataset, imprint, "/x")),
    ]
    view = build_view(dataset, parse({}, dataset)[0])
    told.append(sentences.sentence(view))
    assert "Wrocławski Krąg – " in told[-1]
    sheet = render.render_picture(dataset, view, "pdf")
    told.append(PdfReader(io.BytesIO(sheet)).pages[0].extract_text())
    assert "Pulpit Wrocławskiego Kręgu, " in told[-1]
    for screen in SCREENS:
        told.append(repr(screen.page(dataset, screen.chosen({}, dataset)[0])))
    assert [text for text in told if "Aglomeracj" in text or "„AO" in text] == []
    assert "we Wrocławskim Kręgu" in "".join(told).replace("We Wro", "we Wro")


def test_a_folder_of_before_has_the_shipped_area(folder: Path, dataset: Dataset) -> None:
    (folder / "area.toml").unlink()
    assert load(folder).area == dataset.area


def test_all_faults_of_the_file_are_told_at_once(folder: Path) -> None:
    text = 'code = "małe"\nmiasto = 1\n[name]\nnominative = " x"\ngenitive = 5\nshort = "x"\n'
    with pytest.raises(DataFaults) as raised:
        named(folder, text)
    told = [str(fault) for fault in raised.value.faults]
    for place in ("code", "name.nominative", "name.genitive", "name.locative", "miasto"):
        assert any(f"„{place}”" in line for line in told), (place, told)
    assert len(told) == 5
    assert all(line.startswith("area.toml, ") for line in told)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (NAMED.replace("16 =", "24 ="), "brak nazwy województwa"),
        (NAMED + '[[core]]\nteryt6 = "020101"\ngenitive = "Bolesławca"\n', "nie ma takiej gminy"),
        ("code = ", "plik nie jest w formacie TOML"),
        ("code = '\udcff'", "plik nie jest w formacie TOML"),
    ],
)
def test_a_wrong_file_says_what_to_do(folder: Path, text: str, told: str) -> None:
    (folder / "area.toml").write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(DataFaults, match=told):
        load(folder)
