"""The picture alone: projected in a room, steered by keys; embedded in the page of a gmina."""

from __future__ import annotations

import functools
import http.server
import io
import re
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import expect

from ao_dash.model.dataset import Dataset
from tests.support.axe import faults, ours, violations
from tests.support.browser import Screen, free_port, serving
from tests.support.screens import LARGE, MEASURE, SCROLLS, overlapping, resize

SIZES = [(1280, 720), (1920, 1080)]
PICTURES: list[dict[str, str]] = [
    {"gmina": "160903"},
    {"wskaznik": "ludnosc", "typ": "wiejska"},
    {"wskaznik": "saldo_migracji_1000", "zmiana": "roznica", "rok": "2018", "klasy": "7"},
]


@pytest.fixture
def screen(standing: Screen) -> Screen:
    """Let these tests go on from each other."""
    return standing


def presented(screen: Screen, **query: str) -> Screen:
    screen.open(tryb="prezentacja", **query)
    screen.map.locator(".ao-label:not([hidden])").nth(10).wait_for()
    expect(screen.page.locator("body.ao-mode-prezentacja")).to_have_count(1)
    return screen


@pytest.mark.parametrize("query", PICTURES)
def test_it_can_be_read_from_the_last_row(query: dict[str, str], screen: Screen) -> None:
    presented(screen, **query)
    for width, height in SIZES:
        resize(screen.page, width, height)
        for dark in (False, True):
            screen.page.emulate_media(color_scheme="dark" if dark else "light")
            screen.map.locator("html.ao-dark").wait_for() if dark else None
            reads_well(screen, (width, height))
        screen.page.emulate_media(color_scheme="light")
        screen.map.locator("html:not(.ao-dark)").wait_for()
    for part in ("stHeader", "stSidebar"):
        expect(screen.page.get_by_test_id(part)).to_be_hidden()


def reads_well(screen: Screen, size: tuple[int, int]) -> None:
    shown = screen.map
    scale = size[0] / 1280
    shown.wait_for_function(
        """(least) => {
          const names = [...document.querySelectorAll('.ao-label[data-teryt6]:not([hidden])')];
          return names.length === 21 && names.every((n) => parseFloat(getComputedStyle(n).fontSize) >= least);
        }""",
        arg=17 * scale - 0.1,
    )
    texts = shown.evaluate(MEASURE, LARGE)
    assert len(texts) >= 6
    for text in texts:
        assert text["size"] >= 24 * scale - 0.1, text
        assert text["contrast"] >= 4.5, text
        assert -1 <= text["box"][0] < text["box"][2] <= size[0] + 1, text
        assert -1 <= text["box"][1] < text["box"][3] <= size[1] + 1, text
    names = shown.evaluate(MEASURE, ".ao-label[data-teryt6]:not([hidden])")
    for name in names:
        assert name["contrast"] >= 4.5, name
    assert not overlapping([name["box"] for name in names])
    stage, legend = (shown.locator(part).bounding_box() for part in (".ao-stage", ".ao-legend"))
    assert stage
    assert legend
    assert stage["y"] + stage["height"] <= legend["y"] + 1
    assert shown.evaluate(SCROLLS) == []
    assert screen.page.evaluate(SCROLLS) == []


def test_values_stand_on_the_map_and_the_line_says_the_filters(screen: Screen) -> None:
    presented(screen, wskaznik="dochody_wlasne_os", typ="wiejska,miejsko-wiejska")
    gogolin = screen.map.locator(".ao-label[data-teryt6='160501'] .ao-label-value")
    expect(gogolin).to_have_text(re.compile(r"^6\s392$"))
    expect(screen.map.locator(".ao-label[data-teryt6='166101'] .ao-label-value")).to_have_count(0)
    for said in ("Dochody własne", "zł/os.", "2024", "GUS BDL", "granice od", "miejsko-wiejska"):
        expect(screen.map.locator(".ao-state")).to_contain_text(said)


def test_what_gave_way_is_said_there_too(screen: Screen) -> None:
    presented(screen, wskaznik="ludnosc", rok="1990")
    expect(screen.map.locator(".ao-state")).to_contain_text("nie ma danych za rok „1990”")


def test_axe_finds_nothing(screen: Screen) -> None:
    presented(screen, gmina="160903")
    assert faults(screen.page, screen.map) == []
    screen.page.keyboard.press("?")
    expect(screen.page.get_by_role("dialog", name="Klawisze")).to_be_visible()
    assert faults(screen.page) == []


@pytest.mark.parametrize("place", ["page", "map"])
def test_keys_do_what_the_help_says(dataset: Dataset, place: str, screen: Screen) -> None:
    presented(screen, wskaznik="bezrobotni_1000")
    screen.map.locator("body[data-years]").wait_for()
    if place == "map":
        screen.map.locator("path.ao-gmina[tabindex='0']").focus()
    press = screen.page.keyboard.press
    press("ArrowLeft")
    expect(screen.map.locator(".ao-stage-unit")).to_contain_text("2023")
    expect(screen.map.locator(".ao-state")).to_contain_text("· 2023 ·")
    expect(screen.page).to_have_url(re.compile("rok=2023.*tryb=prezentacja"))
    press("ArrowRight")
    expect(screen.page).to_have_url(re.compile("rok=2024.*tryb=prezentacja"))
    press("n")
    expect(screen.map.locator(".ao-stage-chosen")).to_contain_text("Chrząstowice")
    expect(screen.page).to_have_url(re.compile("gmina=160901"))
    press("n")
    expect(screen.map.locator(".ao-stage-chosen")).to_contain_text("Dąbrowa")
    press("b")
    expect(screen.map.locator(".ao-stage-chosen")).to_contain_text("Chrząstowice")
    press("PageDown")
    codes = dataset.of_domain(dataset.indicators["bezrobotni_1000"].domain)
    at = codes.index("bezrobotni_1000")
    step, back, other = (
        ("ArrowDown", "ArrowUp", 1) if at + 1 < len(codes) else ("ArrowUp", "ArrowDown", -1)
    )
    press(step)
    expect(screen.map.locator(".ao-stage-title")).to_have_text(
        dataset.indicators[codes[at + other]].name
    )
    screen.painted(f"wskaznik={codes[at + other]}", "gmina=160901", "tryb=prezentacja")
    press(back)
    screen.painted("wskaznik=bezrobotni_1000", "gmina=160901")
    press("c")
    expect(screen.page.get_by_role("dialog")).to_have_count(0)
    press("?")
    dialog = screen.page.get_by_role("dialog", name="Klawisze")
    expect(dialog.get_by_role("button", name="Zamknij")).to_be_focused()
    press("Escape")
    expect(dialog).to_have_count(0)
    expect(screen.page.locator("body.ao-mode")).to_have_count(1)
    press("Escape")
    expect(screen.page.locator("body.ao-mode")).to_have_count(0)
    expect(screen.page).not_to_have_url(re.compile("tryb"))
    expect(screen.page.get_by_test_id("stSidebar")).to_be_visible()
    assert screen.errors == []


def test_it_plays_with_the_network_cut_and_can_be_left(screen: Screen) -> None:
    presented(screen, wskaznik="bezrobotni_1000", rok="2023", skala="lata")
    screen.map.locator("body[data-years]").wait_for()
    screen.quiet()
    screen.page.context.set_offline(True)
    screen.requests.clear()
    screen.page.keyboard.press(" ")
    expect(screen.map.locator("body.ao-playing")).to_have_count(1)
    expect(screen.map.locator(".ao-stage-unit")).to_contain_text("2024")
    expect(screen.map.locator("body.ao-playing")).to_have_count(0)
    screen.page.keyboard.press("ArrowLeft")
    expect(screen.map.locator(".ao-state")).to_contain_text("· 2023 ·")
    assert screen.requests == []
    screen.page.keyboard.press("Escape")
    expect(screen.page.locator("body.ao-mode")).to_have_count(0)
    expect(screen.map.locator(".ao-bar")).to_be_visible()


def test_buttons_and_back_enter_and_leave(screen: Screen) -> None:
    screen.open(wskaznik="ludnosc")
    screen.page.get_by_role("button", name="Prezentacja").click()
    screen.painted("tryb=prezentacja")
    expect(screen.map.locator(".ao-stage-area")).to_be_visible()
    screen.page.reload()
    screen.painted("tryb=prezentacja")
    screen.map.get_by_role("button", name="Zakończ").click()
    expect(screen.page.get_by_role("button", name="Prezentacja")).to_be_visible()
    screen.page.locator("h1").click()
    screen.page.keyboard.press("p")
    expect(screen.page.locator("body.ao-mode-prezentacja")).to_have_count(1)
    screen.page.keyboard.press("p")
    expect(screen.page.locator("body.ao-mode")).to_have_count(0)


def code_read(screen: Screen) -> str:
    """Return what a telephone reads on the code, which is the address in letters below it."""
    dialog = screen.page.get_by_role("dialog", name="Kod QR")
    drawn = dialog.get_by_role("img", name="Kod QR")
    drawn.wait_for()
    read = zxingcpp.read_barcodes(Image.open(io.BytesIO(drawn.screenshot())).convert("L"))
    address = dialog.locator(".ao-code-address").text_content()
    assert [code.text for code in read] == [address]
    return address or ""


@pytest.mark.parametrize(("path", "place"), [("/", "map"), ("/przeplywy", "page")])
def test_a_code_leads_a_telephone_to_the_picture(path: str, place: str, screen: Screen) -> None:
    screen.open(path, tryb="prezentacja", gmina="160903")
    expect(screen.page.locator("body.ao-mode-prezentacja")).to_have_count(1)
    of = screen.map if place == "map" else screen.page
    dialog = screen.page.get_by_role("dialog", name="Kod QR")
    for width, height in (*SIZES, (390, 844)):
        resize(screen.page, width, height)
        opened = of.get_by_role("button", name="Kod QR")
        opened.click()
        address = code_read(screen)
        assert address.startswith(screen.page.url.split("?")[0])
        assert "gmina=160903" in address
        assert "tryb" not in address
        assert faults(screen.page) == []
        assert screen.page.evaluate(SCROLLS) == []
        screen.page.keyboard.press("Escape")
        expect(dialog).to_have_count(0)
        expect(opened).to_be_focused()
        expect(screen.page.locator("body.ao-mode-prezentacja")).to_have_count(1)
    screen.page.keyboard.press("q")
    expect(dialog.get_by_role("img")).to_be_visible()
    screen.page.keyboard.press("q")
    expect(dialog).to_have_count(0)
    screen.page.keyboard.press("q")
    dialog.get_by_role("img").click()
    expect(dialog).to_have_count(0)
    screen.page.keyboard.press("?")
    keys = screen.page.get_by_role("dialog", name="Klawisze")
    expect(keys).to_contain_text("kod QR adresu tego obrazu")
    screen.page.keyboard.press("?")
    assert screen.errors == []


@pytest.mark.parametrize("path", ["/wlasne", "/dane", "/profil"])
def test_back_leads_to_a_screen_with_its_menus(path: str, screen: Screen) -> None:
    screen.open(path, gmina="166101")
    screen.idle()
    screen.follow("/?gmina=166101&tryb=prezentacja")
    expect(screen.page.locator("body.ao-mode-prezentacja")).to_have_count(1)
    screen.page.go_back()
    expect(screen.page).to_have_url(re.compile(path))
    expect(screen.page.locator("body.ao-mode")).to_have_count(0)


def test_a_letter_typed_into_a_filter_is_a_letter(screen: Screen) -> None:
    screen.open(metoda="wlasne", klasy="3000,4000")
    box = screen.page.get_by_role("textbox", name="Granice klas")
    box.press("p")
    expect(box).to_have_value(re.compile("p"))
    expect(screen.page.locator("body.ao-mode")).to_have_count(0)


def test_the_pointer_hides_when_still_and_comes_back(screen: Screen) -> None:
    presented(screen)
    screen.page.mouse.move(300, 300)
    expect(screen.map.locator("body.ao-still")).to_have_count(1)
    cursor = "getComputedStyle(document.querySelector('path.ao-gmina')).cursor"
    assert screen.map.evaluate(cursor) == "none"
    screen.page.mouse.move(340, 320)
    expect(screen.map.locator("body.ao-still")).to_have_count(0)


# --- embedded --------------------------------------------------------------------------------


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing: a test reads what the page shows."""


@pytest.fixture
def site(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """The site of a gmina: another origin, whose pages are the files of a folder."""
    port = free_port()
    handler = functools.partial(Quiet, directory=str(tmp_path))
    with http.server.ThreadingHTTPServer(("127.0.0.1", port), handler) as served:
        thread = threading.Thread(target=served.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{port}", tmp_path
        served.shutdown()


# whether all of a screen is seen in its frame, with little room left below
WHOLE = """() => {
  const board = document.querySelector(".ao-room-board");
  const last = board?.lastElementChild?.getBoundingClientRect().bottom ?? 0;
  return document.querySelector(".ao-room")?.dataset.fits === `${innerWidth}x${innerHeight}`
    && board.scrollHeight <= board.clientHeight + 1 && innerHeight - last < 150;
}"""


def code_to_embed(screen: Screen) -> str:
    screen.page.get_by_text("Osadź na stronie").click()
    return screen.page.get_by_role("textbox", name="Kod do wklejenia").input_value()


def test_the_code_shows_the_map_on_an_allowed_site_only(
    site: tuple[str, Path],
    open_screen: Callable[..., Screen],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    origin, folder = site
    monkeypatch.setenv("AO_EMBED_SITES", origin)
    with serving() as address:
        screen = open_screen(address).open(wskaznik="ludnosc", typ="wiejska")
        (folder / "index.html").write_text(f"<!doctype html>{code_to_embed(screen)}", "utf-8")
        response = screen.page.request.get(address)
        assert "x-frame-options" not in response.headers
        screen.page.goto(origin)
        outer = screen.page.frame_locator("iframe")
        inner = outer.frame_locator("iframe[title^='Map']")
        expect(inner.locator("body[data-painted*='tryb=osadzenie']")).to_have_count(1)
        expect(inner.locator(".ao-state")).to_contain_text("typ w 2024 r.: wiejska")
        expect(inner.locator(".ao-circles")).to_be_visible()
        for part in ("stHeader", "stSidebar"):
            expect(outer.get_by_test_id(part)).to_be_hidden()


def test_a_frame_is_as_high_as_what_it_shows(
    site: tuple[str, Path], open_screen: Callable[..., Screen], monkeypatch: pytest.MonkeyPatch
) -> None:
    origin, folder = site
    monkeypatch.setenv("AO_EMBED_SITES", origin)
    with serving() as address:
        screen = open_screen(address).open()
        page = screen.page
        (shown,) = re.findall('src="([^"]+)"', code := code_to_embed(screen))
        for path in ("profil?gmina=160903&karta=2", "wspolpraca?", "zestawienie?"):
            framed = code.replace(shown, f"{address}/{path}&tryb=osadzenie".replace("&", "&amp;"))
            (folder / "index.html").write_text(f"<!doctype html>{framed}", "utf-8")
            page.set_viewport_size({"width": 1024, "height": 844})
            page.goto(origin)
            page.wait_for_function("() => document.querySelector('iframe').height !== '620'")
            page.frames[1].wait_for_function(WHOLE)
            page.set_viewport_size({"width": 390, "height": 844})
            page.frames[1].wait_for_function(f"() => innerWidth < 390 && ({WHOLE})()")


def test_nobody_else_can_embed(site: tuple[str, Path], screen: Screen, server: str) -> None:
    origin, folder = site
    screen.open()
    (folder / "index.html").write_text(f"<!doctype html>{code_to_embed(screen)}", "utf-8")
    assert screen.page.request.get(server).headers["x-frame-options"] == "SAMEORIGIN"
    screen.page.goto(origin)
    refused = re.compile("frame-ancestors|X-Frame-Options", re.IGNORECASE)
    screen.page.wait_for_function("() => document.querySelector('iframe')")
    screen.quiet()
    assert [error for error in screen.errors if refused.search(error)]
    assert screen.page.frame_locator("iframe").locator(".ao-panel").count() == 0


def test_the_code_can_be_copied(screen: Screen) -> None:
    screen.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    screen.open(wskaznik="ludnosc")
    code = code_to_embed(screen)
    assert re.match(
        r'<iframe src="http://[^"]+/\?[^"]*wskaznik=ludnosc&amp;[^"]*tryb=osadzenie"', code
    )
    screen.page.get_by_role("button", name="Kopiuj kod").click()
    expect(screen.page.locator(".ao-copied")).to_have_text("Skopiowano.")
    assert screen.page.evaluate("navigator.clipboard.readText()") == code
    assert ours(violations(screen.page)) == []
