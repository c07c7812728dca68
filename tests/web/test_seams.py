"""What the dashboard takes for granted of Streamlit's insides; a red test says what has changed."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from typing import Any

import pytest
import streamlit as st
import streamlit_folium
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, PlainTextResponse
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send
from streamlit import config
from streamlit.components.v2.component_registry import BidiComponentDefinition
from streamlit.web.server.app_discovery import discover_asgi_app

from ao_dash.web import streamlit_seams as seams
from ao_dash.web.server.html import PolishPages
from tests.support.data import ROOT

INDEX = seams.INDEX.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "part", [seams.LANGUAGE, seams.TITLE, seams.NOSCRIPT, seams.SCRIPT, seams.BODY]
)
def test_the_page_has_what_is_replaced_in_it(part: str) -> None:
    assert part in INDEX, f"Streamlit's index.html has no {part}"


def test_streamlit_still_draws_the_elements_that_our_style_names() -> None:
    bundle = seams.INDEX.parent / "static" / "js"
    scripts = "".join(path.read_text(encoding="utf-8") for path in bundle.glob("*.js"))
    files = [ROOT / f"ao_dash/web/frontend/streamlit.{kind}" for kind in ("css", "js")]
    names = {n for f in files for n in re.findall(r'data-testid="?(\w+)', f.read_text("utf-8"))}
    assert len(names) > 10
    gone = sorted(name for name in names if name not in scripts)
    assert not gone, f"no script of Streamlit names {', '.join(gone)} any more"


def test_only_one_style_and_one_script_know_the_elements_of_streamlit() -> None:
    for file in (ROOT / "ao_dash/web/frontend").rglob("*.*s*"):
        if file.suffix in {".css", ".js"} and not file.name.startswith("streamlit."):
            assert "data-testid" not in file.read_text(encoding="utf-8"), file.name


def test_our_styles_win_by_their_selectors() -> None:
    styles = (ROOT / "ao_dash/web/frontend").rglob("*.css")
    assert sum(file.read_text(encoding="utf-8").count("!important") for file in styles) < 10


def test_the_page_names_its_font() -> None:
    static = seams.INDEX.parent
    font = static / seams.font_url().removeprefix("/")
    assert font.is_file(), "index.html does not preload a font: the map is in the system's letters"


def test_a_page_is_rewritten_around_the_application() -> None:
    page = seams.rewrite_page(INDEX, ["<link first>", "<link last>"], "<p>bez</p>")
    for part in ('<html lang="pl"', "<title>Pulpit</title>"):
        assert page.count(part) == 1
    assert page.count("<noscript><p>bez</p></noscript>") == page.count("<noscript>") == 1
    assert page.partition("<script")[0].endswith("<link first><link last>")
    assert "You need to enable JavaScript" not in page


def test_a_page_without_those_parts_stays_as_it_is() -> None:
    assert seams.rewrite_page("<p>inna</p>", ["<link>"], "bez") == "<p>inna</p>"


async def answer(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer as Streamlit does: its page for every address but that of a text."""
    if Request(scope, receive).url.path == "/tekst":
        await PlainTextResponse('<html lang="en"', headers={"etag": '"a"'})(scope, receive, send)
    elif scope["path"].startswith(seams.COMPONENT_PREFIX):
        await HTMLResponse('<html lang="en"><script>', headers={"etag": '"b"'})(
            scope, receive, send
        )
    else:
        await FileResponse(seams.INDEX)(scope, receive, send)


def test_only_pages_are_rewritten() -> None:
    client = TestClient(PolishPages(answer), headers={"accept": "text/html"})
    page = client.get("/profil")
    assert '<html lang="pl"' in page.text
    assert "app.css" in page.text
    assert "streamlit.css" in page.text
    assert "etag" not in page.headers  # it names the file's bytes, not these
    assert page.headers["content-length"] == str(len(page.content))
    frame = client.get(f"{seams.COMPONENT_PREFIX}{seams.FRAME}/index.html")
    assert frame.text == '<html lang="pl"><script>'
    text = client.get("/tekst")
    assert (text.text, text.headers["etag"]) == ('<html lang="en"', '"a"')
    assert '<html lang="pl"' in client.get("/", headers={"accept": "*/*"}).text


def test_the_script_of_a_panel_is_no_file_name(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: dict[str, Any] = {}
    monkeypatch.setattr(st.components.v2, "component", lambda _name, **kw: asked.update(kw))
    seams.panel_component("/assets/page.js?v=1")
    assert len(asked["js"]) < 100  # it travels with every message
    made = BidiComponentDefinition(name="ao_panel", js=asked["js"])
    assert made.js_content == asked["js"], "a script of two lines is taken for a file's name"


@pytest.fixture
def frames(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What streamlit-folium sends to its frame for the same map, twice."""
    sent: list[dict[str, Any]] = []
    monkeypatch.setattr(streamlit_folium, "_component_func", lambda **kw: sent.append(kw))
    for _ in range(2):
        seams.map_frame('{"maps":1}', ["/a.js", "/b.js"], ["/c.css"])
    return sent


def test_the_frame_of_a_map_is_never_mounted_anew(frames: list[dict[str, Any]]) -> None:
    first, again = frames
    assert first["key"] == again["key"], "the same map has another key: its frame starts anew"
    assert first["script"] == again["script"]
    assert first["returned_objects"] == []  # nothing that happens in it runs the script


def test_the_frame_of_a_map_is_declared_when_a_server_runs() -> None:
    program = "import sys, ao_dash.web.application; sys.exit('streamlit_folium' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False)
    assert done.returncode == 0, "streamlit-folium is imported too early for the server to know it"


def test_the_frame_runs_our_script_and_loads_our_files_only(frames: list[dict[str, Any]]) -> None:
    sent = frames[0]
    assert "aoStartMap('map_div', {\"maps\":1})" in sent["script"]
    assert sent["js_links"] == ["/a.js", "/b.js"]
    assert sent["css_links"] == ["/c.css"]
    assert sent["width"] is None


def test_the_frame_has_the_name_that_the_style_sheet_knows() -> None:
    declared = streamlit_folium._component_func.name
    assert declared == seams.FRAME, f"the component of the map is called {declared}"


def test_streamlit_has_every_option_that_is_set() -> None:
    settings = tomllib.loads((ROOT / ".streamlit/config.toml").read_text(encoding="utf-8"))
    known = config.get_config_options()
    for section, options in settings.items():
        for name, value in options.items():
            names = [f"{section}.{name}"]
            if isinstance(value, dict):
                names = [f"{section}.{name}.{inner}" for inner in value]
            for option in names:
                assert option in known, f"Streamlit has no option {option}"


def test_streamlit_finds_the_app() -> None:
    found = discover_asgi_app(ROOT / "app.py")
    assert found.is_asgi_app, "app.py is not seen as an ASGI app any more"
    assert found.import_string == "app:app"
