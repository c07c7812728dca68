"""Reports: small, closed, unbreakable by the data, and with the same figures as the View."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import shutil
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ao_dash.__main__ import main
from ao_dash.datafolder.load import SHIPPED, load
from ao_dash.mapview import sentences
from ao_dash.mapview.message import message
from ao_dash.mapview.query import Mode
from ao_dash.mapview.selection import Selection, parse
from ao_dash.mapview.view import View, build_view
from ao_dash.model.dataset import Dataset
from ao_dash.output.html import report
from ao_dash.output.html.report import Assets, content, data_json
from ao_dash.output.html.scripts import FOLDER, import_map, modules, shipped
from ao_dash.screens.story.story import Step, Story, single
from tests.support.data import edit, shipped_dataset

# Those with the most years, and so the largest.
TEN = (
    "bezrobotni_zarejestrowani",
    "bezrobotni_1000",
    "ludnosc",
    "saldo_migracji_1000",
    "saldo_migracji",
    "zameldowania",
    "wymeldowania",
    "dochody_wlasne_os",
    "wydatki_inwestycyjne_os",
    "dochody_wlasne",
)
HOSTILE = "</script><script>alert(1)</script><!--\u2028&"
BUDGET = 1_600_000
DATA_OF = re.compile(r'id="ao-data">(.*?)</script>', re.DOTALL)


def chosen(dataset: Dataset, **query: str) -> Selection:
    selection, notes = parse(query, dataset)
    assert not notes
    return selection


def page(dataset: Dataset, *selections: Selection) -> str:
    steps = tuple(map(Step, selections or [chosen(dataset)]))
    return report.report(dataset, Story("", steps), shipped())


def data_of(text: str) -> dict[str, Any]:
    (found,) = DATA_OF.findall(text)
    told: dict[str, Any] = json.loads(found)
    return told


class Elements(HTMLParser):
    """Scripts with their attributes, and every address in the page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.scripts: list[tuple[dict[str, str | None], str]] = []
        self.addresses: list[str | None] = []
        self.handlers: list[str] = []
        self.inside = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside = tag == "script"
        if self.inside:
            self.scripts.append((dict(attrs), ""))
        self.addresses += [value for name, value in attrs if name in ("src", "href", "srcset")]
        self.handlers += [name for name, _ in attrs if name.startswith("on") or name == "style"]

    def handle_endtag(self, *_: object) -> None:
        self.inside = False

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.scripts[-1] = (self.scripts[-1][0], self.scripts[-1][1] + data)


def test_ten_pictures_fit_the_budget(dataset: Dataset) -> None:
    text = page(dataset, *(chosen(dataset, wskaznik=code) for code in TEN))
    assert len(data_of(text)["pictures"]) == 10
    assert len(text.encode()) <= BUDGET


def test_the_policy_allows_the_scripts_of_the_page_and_nothing_else(dataset: Dataset) -> None:
    text = page(dataset)
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]+)"', text)
    rules = {rule.split()[0]: rule.split()[1:] for rule in policy.split("; ")}
    assert rules["default-src"] == rules["connect-src"] == ["'none'"]
    assert rules["img-src"] == ["data:"]
    assert "unsafe" not in policy
    run = [code for attributes, code in Elements(text).scripts if "id" not in attributes]
    (style,) = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
    assert len(run) == 3

    def hashed(code: str) -> str:
        return f"'sha256-{base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()}'"

    # the last one imports the modules, which its nonce lets it: no text of the data can know that
    nonce = hashlib.sha256(DATA_OF.findall(text)[0].encode()).hexdigest()
    assert rules["script-src"] == [*map(hashed, run[:2]), f"'nonce-{nonce}'"]
    assert text.count(nonce) == 2
    assert f'<script type="module" nonce="{nonce}">{run[2]}</script>' in text
    assert rules["style-src"] == [hashed(style)]


def test_nothing_is_asked_for(dataset: Dataset) -> None:
    found = Elements(page(dataset))
    assert all((address or "").startswith("data:") for address in found.addresses)
    assert found.handlers == []


def test_hostile_texts_stay_texts(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(SHIPPED, tmp_path / "data"))
    edit(folder / "gminy.csv", "Gogolin", HOSTILE.replace("\u2028", ""))
    edit(folder / "indicators.csv", "Bezrobotni zarejestrowani", "<img src=x onerror=alert(2)>")
    hostile = load(folder)
    text = page(hostile, chosen(hostile, wskaznik="bezrobotni_zarejestrowani"))
    found = Elements(text)
    assert len(found.scripts) == 4  # the data, the modules, Leaflet, the start
    assert found.handlers == []
    names = [row[1] for row in data_of(text)["pictures"][0]["view"]["rows"]]
    assert HOSTILE.replace("\u2028", "") in names


@given(st.text())
def test_data_can_not_end_their_element(text: str) -> None:
    told = data_json({text: [text]})
    assert not set(told) & set("<>&\u2028\u2029")
    assert json.loads(told) == {text: [text]}


def test_a_script_that_would_end_its_element_is_refused(dataset: Dataset) -> None:
    for broken in (
        Assets("'</script>'", {}, "ao/report.js", "", ""),
        Assets("'<!--'", {}, "ao/report.js", "", ""),
        Assets("", {}, "ao/report.js", "a::after { content: '</style>' }", ""),
    ):
        with pytest.raises(ValueError, match="would end its element"):
            report.report(dataset, single(chosen(dataset)), broken)


@st.composite
def selections(draw: st.DrawFn) -> Selection:
    query = {"wskaznik": draw(st.sampled_from(shipped_dataset().mapped))}
    query["rok"] = str(draw(st.sampled_from(shipped_dataset().years(query["wskaznik"]))))
    if draw(st.booleans()):
        query["gmina"] = draw(st.sampled_from(sorted(shipped_dataset().gminy)))
    if draw(st.booleans()):
        query["typ"] = "wiejska"
    if draw(st.booleans()):
        query["zmiana"] = "roznica"
    return parse(query, shipped_dataset())[0]


@settings(max_examples=25)
@given(selections())
def test_every_year_says_what_the_view_says(dataset: Dataset, selection: Selection) -> None:
    (told,) = content(dataset, single(selection))["pictures"]

    def unselected(**query: object) -> View:
        """Nobody is selected, and the regions are those around the gmina that was."""
        picture = {**vars(selection), "mode": Mode.PRESENT, **query}
        of_gmina = build_view(dataset, Selection(**picture))
        plain = build_view(dataset, Selection(**picture | {"gmina": None}))
        return replace(plain, around=of_gmina.around, sources=of_gmina.sources)

    shown = unselected()
    assert told["view"] == message(shown)
    assert told["gmina"] == selection.gmina
    years = [{**told["view"], **year} for year in told["years"]]
    assert tuple(year["year"] for year in years) == shown.years
    for year in years:
        assert year == message(unselected(common=True, year=year["year"]))


@settings(max_examples=25)
@given(selections())
def test_the_mark_of_any_gmina_stands_where_the_rug_says(
    dataset: Dataset, selection: Selection
) -> None:
    """The page puts the mark of a selected gmina where the rug has its value."""
    view = build_view(dataset, selection)
    told = message(view)
    row = view.selected
    marks = told["legend"]["marks"]
    if row in view.valued and told["form"] == "classes":
        place = told["legend"]["rug"][view.valued.index(row)]
        assert marks[-1][:2] == (row.gmina.name, sentences.value_text(row, view.indicator))
        assert marks[-1][2] == pytest.approx(place, abs=0.001)


def test_only_borders_that_are_needed_are_taken_along(dataset: Dataset) -> None:
    def layers(**query: str) -> set[str]:
        return set(data_of(page(dataset, chosen(dataset, **query)))["layers"])

    assert layers(wskaznik="bezrobotni_1000") == {"base", "do_2016", "od_2017"}
    assert layers(wskaznik="pit_udzial_os") == {"base", "od_2017"}
    assert layers(teren="staly") == {"base", "staly"}


def test_the_same_pictures_make_the_same_file(dataset: Dataset) -> None:
    assert page(dataset) == page(dataset)


def test_the_command_writes_pictures_in_order(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "raport.html"
    queries = ["?wskaznik=ludnosc&gmina=160501", "wskaznik=bezrobotni_1000&rok=2016"]
    assert main(["report", *queries, "--out", str(out)]) == 0
    assert "2\xa0obrazy" in capsys.readouterr().out
    pictures = data_of(out.read_text(encoding="utf-8"))["pictures"]
    assert [one["view"]["year"] for one in pictures] == [2024, 2016]
    assert [one["gmina"] for one in pictures] == ["160501", None]


def test_the_command_tells_all_that_is_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "raport.html"
    wrong = ["wskaznik=ludnosc&rok=1", "wskaznik=nie_ma&klasy=99", "wskaznk=ludnosc", ""]
    assert main(["report", *wrong, "--out", str(out)]) == 1
    told = capsys.readouterr().err
    assert not out.exists()
    assert told.count("✗") == 4
    for part in ("obraz 1: Ten wskaźnik", "nie_ma", "Liczba klas", "Nieznany parametr „wskaznk”"):
        assert part in told


def test_the_command_tells_faults_of_the_data_and_of_the_place(
    tmp_path: Path,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["report", "wskaznik=ludnosc", "--out", str(tmp_path)]) == 1
    assert "Nie można zapisać" in capsys.readouterr().err
    (folder / "stats.csv").unlink()
    monkeypatch.setenv("AO_DATA_DIR", str(folder))
    assert main(["report", "wskaznik=ludnosc", "--out", str(tmp_path / "x.html")]) == 1
    assert "brak pliku" in capsys.readouterr().err


# An import in any form the language has, unlike the one that the report reads.
IMPORT = re.compile(r"""^(?:import|export)\b(?:[^"';]*\bfrom)?\s*["']([^"']+)["']""", re.MULTILINE)


@pytest.mark.parametrize("entry", ["map/frame.js", "page/main.js", "page/report.js"])
def test_modules_are_all_that_a_module_imports(entry: str) -> None:
    found = modules(entry)
    assert next(iter(found)) == entry
    for name, source in found.items():
        for path in re.findall(IMPORT, source):
            assert os.path.normpath(f"{Path(name).parent}/{path}") in found, (name, path)


def test_every_module_belongs_to_the_page_the_frame_or_the_report() -> None:
    used = {
        name
        for entry in ("map/frame.js", "page/main.js", "page/report.js")
        for name in modules(entry)
    }
    classic = {"map/boot.js", "streamlit.js", "warm.js"}
    files = {str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*.js")}
    assert files == used | classic


def test_modules_of_a_report_name_each_other() -> None:
    found = import_map("page/report.js")
    for name, address in found.items():
        kind, _, text = address.partition(",")
        assert kind == "data:text/javascript;base64"
        source = base64.b64decode(text).decode()
        names = re.findall(IMPORT, source)
        assert set(names) <= set(found), name
