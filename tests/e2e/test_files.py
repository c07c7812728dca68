"""Downloads, hostile data, broken folders: what must hold whatever the files say."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlencode

import pandas as pd
import pytest
from playwright.sync_api import expect

from ao_dash.mapview.selection import parse
from ao_dash.screens import registry
from ao_dash.screens.registry import TITLES
from ao_dash.web.server import assets
from bench import docs
from tests.support.axe import ours, violations
from tests.support.broken import BROKEN
from tests.support.browser import Screen, serving
from tests.support.data import ROOT, edit, shipped_dataset
from tests.support.text import set_text

HOSTILE = (
    '<img src=x onerror="parent.hacked=1;window.hacked=1">',
    "</script><script>parent.hacked=1</script>",
    "`${parent.hacked=1}`",
    "{{ cycler.__init__.__globals__ }}",
    "{{'hacked'}}",
    "'\");parent.hacked=1;//",
    "![x](http://example.invalid/x.png) [y](javascript:parent.hacked=1)",
    '=HYPERLINK("http://example.invalid","x")',
)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The dashboard over data whose every text is hostile."""
    folder = Path(shutil.copytree(ROOT / "data", tmp_path_factory.mktemp("hostile") / "data"))
    for n, (file, named) in enumerate(
        {
            "gminy.csv": ("name", "powiat"),
            "indicators.csv": ("name", "short", "unit", "note"),
            "domains.csv": ("name", "short", "missing", "later"),
            "sources.csv": ("office", "dataset", "licence"),
            "projects.csv": ("title", "lead", "programme", "status", "note", "source"),
            "project_gminy.csv": ("role",),
            "breaks.csv": ("text",),
            "remarks.csv": ("text",),
            "boundaries/vintages.csv": ("label", "source"),
        }.items()
    ):
        with (folder / file).open(encoding="utf-8", newline="") as source:
            rows = list(csv.DictReader(source))
        for m, row in enumerate(rows):
            for column in named:
                text = HOSTILE[(n + m) % len(HOSTILE)]
                row[column] = f"{text} {row[column]}" if column != "unit" else text
        with (folder / file).open("w", encoding="utf-8", newline="") as target:
            writer = csv.DictWriter(target, rows[0])
            writer.writeheader()
            writer.writerows(rows)
    with (folder / "units.csv").open("a", encoding="utf-8", newline="") as target:
        csv.writer(target).writerows([text] * 5 for text in HOSTILE)
    towns = folder / "boundaries/towns.geojson"
    layer = json.loads(towns.read_text(encoding="utf-8"))
    for feature in layer["features"]:
        feature["properties"]["name"] = HOSTILE[0]
    towns.write_text(json.dumps(layer), encoding="utf-8")
    with serving(data=folder) as address:
        yield address


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"dziedzina": "transport"},
        {"wskaznik": "ludnosc"},
        {"wskaznik": HOSTILE[0], "gmina": HOSTILE[1], "rok": HOSTILE[2]},
    ],
)
def test_hostile_texts_are_shown_as_texts_and_nothing_runs(
    query: dict[str, str], hostile: str, open_screen: Callable[..., Screen]
) -> None:
    screen = open_screen(hostile, goes_on=True).open(**query)
    for code in ("166101", "160903", "160504"):
        screen.gmina(code).hover(force=True)
    screen.gmina("166101").click(force=True)
    expect(screen.page.locator(".ao-chosen").first).to_be_visible()
    expect(screen.page.locator("h1")).to_contain_text(
        any_of(HOSTILE, screen.page.locator("h1").inner_text())
    )
    names = screen.page.locator(".ao-rank-row .ao-name").all_inner_texts()
    assert len(names) == 21
    assert all(any(text.replace("  ", " ")[:12] in name for text in HOSTILE) for name in names)
    for frame in screen.page.frames:
        assert frame.evaluate("window.hacked") is None
        assert frame.locator("img[src='x']").count() == 0
    assert screen.abroad == []
    assert [e for e in screen.errors if "Content Security Policy" in e] == []


def any_of(texts: tuple[str, ...], shown: str) -> str:
    return next(text for text in texts if text[:12] in shown)


def test_the_screen_about_hostile_data_runs_nothing(
    hostile: str, open_screen: Callable[..., Screen]
) -> None:
    screen = open_screen(hostile, goes_on=True).open("/dane")
    expect(screen.page.locator("table")).to_have_count(6)
    assert screen.page.evaluate("window.hacked") is None
    assert screen.abroad == []


def test_no_other_screen_runs_anything_of_hostile_data(
    hostile: str, open_screen: Callable[..., Screen]
) -> None:
    screen = open_screen(hostile, goes_on=True).open(gmina="160903")
    for code, name in TITLES.items():
        screen.go_to(name)
        expect(screen.page).to_have_url(re.compile(rf"/{code}\b"))
        screen.idle()
        screen.page.locator(".ao-panel h1").wait_for()
        if screen.page.locator("iframe").count():
            screen.painted()
        for frame in screen.page.frames:
            assert frame.evaluate("window.hacked") is None
            assert frame.locator("img[src='x']").count() == 0
        links = screen.page.locator(".ao-panel a[href]")
        hrefs = links.evaluate_all("(nodes) => nodes.map((node) => node.getAttribute('href'))")
        assert all(href.startswith(("/", "http://", "https://")) for href in hrefs)
    assert screen.abroad == []


@pytest.mark.parametrize("code", TITLES)
def test_rows_of_other_screens_hold_no_formula(code: str, hostile: str) -> None:
    query = "?gmina=160903" if "gmina" in registry.find(code).parameters else ""
    for name, path in docs.csv_addresses(code).items():
        with urllib.request.urlopen(f"{hostile}{path}{query}") as answer:
            text = answer.read().decode("utf-8-sig")
        separator = ";" if "Excel" in name else ","
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
        assert len(rows) > 2
        for cell in (cell for row in rows for cell in row):
            if cell.startswith(("=", "+", "-", "@", "\t")):
                float(cell.replace(",", "."))  # only numbers may begin so


def test_the_picture_can_be_had_as_a_file(standing: Screen) -> None:
    screen = standing.open(wskaznik="ludnosc", rok="2020")
    for name, start in (
        ("PNG", b"\x89PNG"),
        ("SVG", b"<?xml"),
        ("PDF A4", b"%PDF"),
        ("PDF A3", b"%PDF"),
        ("Strona HTML", b"<!DOCTYPE"),
    ):
        with screen.page.expect_download() as download:
            screen.page.get_by_role("link", name=name, exact=True).click()
        assert "ludnosc_2020" in download.value.suggested_filename
        assert download.value.path().read_bytes().startswith(start), name


def refusal(address: str) -> tuple[int, str]:
    """Return the status and the text of an answer that refuses, read and closed."""
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(address)
    with caught.value as answer:
        return answer.code, answer.read().decode()


def test_a_picture_that_cannot_be_drawn_is_refused(server: str) -> None:
    code, said = refusal(f"{server}/api/v1/obraz.pdf?rok=1066&arkusz=a9")
    assert code == 400
    assert "nie ma danych za rok" in said
    assert "Arkusz może być: ekran, a4, a3" in said


def test_files_of_hostile_data_hold_no_formula(hostile: str) -> None:
    for path in ("dane-excel.csv", "dane.csv"):
        with urllib.request.urlopen(
            f"{hostile}/api/v1/{path}?wskaznik=saldo_migracji&rok=2016"
        ) as answer:
            text = answer.read().decode("utf-8-sig")
        rows = list(
            csv.reader(io.StringIO(text, newline=""), delimiter=";" if "excel" in path else ",")
        )
        assert len(rows) == 22
        numbers = [cell for row in rows[1:] for cell in row if cell.startswith("-")]
        assert numbers
        assert all(float(cell.replace(",", ".")) < 0 for cell in numbers)
        assert not [
            cell for row in rows for cell in row if cell.lstrip().startswith(("=", "+", "@"))
        ]


def test_the_downloaded_file_equals_the_table_and_what_is_chosen_next_is_in_both_addresses(
    standing: Screen,
) -> None:
    screen = standing.open(wskaznik="saldo_migracji_1000", rok="2016", typ="wiejska")
    for name, separator in (("CSV do Excela", ";"), ("CSV (UTF-8)", ",")):
        equals_the_table(screen, name, separator)
    screen.choose("Rok", "2019")
    screen.painted("rok=2019")
    expect(screen.page).to_have_url(re.compile("rok=2019"))
    asked = {"wskaznik": "saldo_migracji_1000", "rok": "2019", "typ": "wiejska"}
    address = parse(asked, shipped_dataset())[0].address()
    expect(screen.page.get_by_role("link", name="CSV do Excela")).to_have_attribute(
        "href", f"/api/v1/dane-excel.csv?{address}"
    )


def equals_the_table(screen: Screen, name: str, separator: str) -> None:
    with screen.page.expect_download() as waiting:
        screen.page.get_by_role("link", name=set_text(name)).click()
    download = waiting.value
    assert download.suggested_filename.startswith("ao_saldo_migracji_1000_2016")
    text = Path(download.path()).read_bytes().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=separator))
    shown = screen.page.locator(".ao-table tbody tr")
    assert [row["gmina"] for row in rows] == shown.locator("th").all_inner_texts()
    values = [
        cell.replace("−", "-").replace("\xa0", "")
        for cell in shown.locator("td.ao-number").all_inner_texts()
    ]
    assert [row["wartosc"].replace(".", ",") for row in rows] == [
        v.removesuffix(",0") for v in values
    ]


def test_an_address_is_read_alike_however_a_program_writes_it(server: str) -> None:
    """Power Query, LibreOffice, R, QGIS and Python differ in what they encode."""
    parts = {"typ": "wiejska,miejska", "metoda": "wlasne", "klasy": "2500,3500.5"}
    plain = "&".join(f"{name}={value}" for name, value in parts.items())
    spellings = (plain, urlencode(parts), plain.replace(",", "%2c"), plain.replace("s", "%73"))
    read = [pd.read_csv(f"{server}/api/v1/dane.csv?{text}") for text in spellings]
    assert {kind for frame in read for kind in frame["typ"]} == {"wiejska", "miejska"}
    assert all(frame.equals(read[0]) for frame in read)
    with urllib.request.urlopen(f"{server}/api/v1/dane.json?{plain}") as answer:
        assert len(json.load(answer)["rows"]) == len(read[0])
    for separator in (";", "%3B"):  # never half of what was meant
        code, _ = refusal(f"{server}/api/v1/dane.csv?{plain.replace(',', separator)}")
        assert code == 400


def test_a_file_that_cannot_be_what_was_asked_for_is_refused(server: str) -> None:
    code, said = refusal(f"{server}/api/v1/dane.csv?wskaznik=ludnosc&rok=1066")
    assert code == 400
    assert "nie ma danych za rok" in said


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """A data folder and the address of the dashboard that serves it."""
    folder = Path(shutil.copytree(ROOT / "data", tmp_path_factory.mktemp("kept") / "data"))
    with serving(data=folder) as address:
        yield folder, address


@pytest.fixture
def mendable(kept: tuple[Path, str]) -> tuple[Path, str]:
    """The same with the shipped data in it, which a test may break while the app runs."""
    folder, address = kept
    shutil.rmtree(folder)
    shutil.copytree(ROOT / "data", folder)
    return folder, address


@pytest.mark.parametrize("name", ["no file", "not a number", "gap and overlap", "cp1250"])
def test_the_app_on_broken_data_shows_the_list_and_no_map(
    name: str, mendable: tuple[Path, str], open_screen: Callable[..., Screen]
) -> None:
    folder, address = mendable
    damage, expected = BROKEN[name]
    damage(folder)
    screen = open_screen(address)
    screen.page.goto(address)
    heading = screen.page.get_by_role("heading", level=1)
    expect(heading).to_contain_text("w danych")
    fault = screen.page.get_by_text(set_text(expected[0].split(": ")[-1].split(". ")[0]))
    expect(fault.first).to_be_visible()
    expect(screen.page.locator("iframe")).to_have_count(0)
    assert "Traceback" not in screen.page.content()
    assert screen.errors == []


def test_a_hostile_value_among_the_faults_is_shown_as_text(
    mendable: tuple[Path, str], open_screen: Callable[..., Screen]
) -> None:
    folder, address = mendable
    edit(folder / "stats.csv", ",2003,1544,", ',2003,"<img src=x onerror=parent.hacked=1>",')
    screen = open_screen(address)
    screen.page.goto(address)
    expect(screen.page.get_by_text("<img src=x onerror=parent.hacked=1>")).to_be_visible()
    assert screen.page.evaluate("window.hacked === undefined")
    assert ours(violations(screen.page)) == []


def test_data_mended_while_the_app_runs_are_shown_after_a_reload(
    mendable: tuple[Path, str], open_screen: Callable[..., Screen]
) -> None:
    folder, address = mendable
    edit(folder / "stats.csv", "year,value", "rok,value")
    screen = open_screen(address)
    screen.page.goto(address)
    expect(screen.page.get_by_role("heading", level=1)).to_contain_text("w danych")
    edit(folder / "stats.csv", "rok,value", "year,value")
    screen.open()
    assert len(screen.fills()) == 21


def test_a_lost_server_is_told_in_polish_and_the_picture_stays(
    open_screen: Callable[..., Screen],
) -> None:
    with serving() as address:
        screen = open_screen(address).open()
    dialog = screen.page.get_by_role("dialog")
    expect(dialog).to_contain_text("Brak połączenia")
    expect(dialog).to_contain_text("To, co widać, zostaje na ekranie")
    assert len(screen.fills()) == 21
    expect(screen.page.locator(".ao-rank-row")).to_have_count(21)


def head(address: str, accept: str = "text/html") -> dict[str, str]:
    request = urllib.request.Request(address, headers={"accept": accept, "accept-encoding": "gzip"})
    with urllib.request.urlopen(request) as answer:
        return {name.lower(): value for name, value in answer.headers.items()}


@pytest.mark.parametrize(
    "path", ["/", "/dane", "/_stcore/health", "/api/v1/dane.csv", assets.leaflet_url("leaflet.js")]
)
def test_every_answer_has_security_headers(path: str, server: str) -> None:
    headers = head(server + path)
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'self'" in policy
    assert "unsafe-eval" not in policy
    assert "http" not in policy


def test_only_the_frame_of_the_map_may_evaluate_and_fetch_tiles(server: str) -> None:
    policy = head(f"{server}/component/streamlit_folium.st_folium/index.html")[
        "content-security-policy"
    ]
    assert "'unsafe-eval'" in policy
    assert "https://tile.openstreetmap.org https://mapy.geoportal.gov.pl" in policy


def test_files_are_compressed_and_kept(server: str, screen: Screen) -> None:
    screen.open()
    layers = [url for url in screen.requests if "/geo/" in url]
    assert len(layers) >= 2
    for url in layers:
        headers = head(url, "*/*")
        assert headers["content-encoding"] == "gzip"
        assert "immutable" in headers["cache-control"]
        assert int(headers["content-length"]) <= 70_000
    page = head(server)
    assert page["content-encoding"] == "gzip"
    assert page["cache-control"] == "no-cache"


@pytest.mark.parametrize("path", ["/", "/porownanie", "/przeplywy"])
def test_three_usual_files_are_one_click_from_the_heading(standing: Screen, path: str) -> None:
    page = standing.open(path).page
    menu = page.locator(".ao-get")
    summary = menu.locator("summary")
    summary.click()
    links = menu.get_by_role("link")
    expect(links).to_have_text(["Excel", "Obraz (PNG)", "PDF do druku"])
    for link, media in zip(links.all(), ("spreadsheetml", "image/png", "pdf"), strict=True):
        answer = page.request.get(link.evaluate("(node) => node.href"))
        assert answer.status == 200
        assert media in answer.headers["content-type"]
    page.keyboard.press("Escape")
    expect(links.first).to_be_hidden()
    expect(summary).to_be_focused()
    summary.click()
    menu.get_by_role("button", name="Więcej formatów").click()
    expect(page.locator(".ao-downloads [download]").first).to_be_focused()
    assert standing.errors == []
