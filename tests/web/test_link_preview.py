"""What a chat shows of a link: title, sentence and picture, from the first HTML alone."""

from __future__ import annotations

from html import escape
from html.parser import HTMLParser
from urllib.parse import quote

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from ao_dash.mapview import sentences
from ao_dash.mapview.selection import parse
from ao_dash.mapview.view import build_view
from ao_dash.model.dataset import Dataset
from ao_dash.screens import registry
from ao_dash.screens.edition_news import HEADING
from ao_dash.web.api.application import application
from ao_dash.web.api.package import NEWS
from ao_dash.web.api.table import operations
from ao_dash.web.server.html import PolishPages
from ao_dash.web.streamlit_seams import INDEX
from ao_dash.web.ui.menu import PAGES

SITE = "https://mapa.gmina.pl"


class Head(HTMLParser):
    """Reads the title and the properties of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.title, self.said, self.reading = "", dict[str, str](), False
        self.tags: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        self.tags.append(tag)
        self.reading = tag == "title"
        if tag == "meta" and known.get("property"):
            self.said[str(known["property"])] = str(known["content"])

    def handle_data(self, data: str) -> None:
        self.title += data if self.reading else ""
        self.reading = False


async def streamlit(_: Request) -> Response:
    """Answer as Streamlit does."""
    return HTMLResponse(INDEX.read_text(encoding="utf-8"))


CLIENT = TestClient(Starlette(routes=[Route("/{path:path}", streamlit)],
                              middleware=[Middleware(PolishPages)]))  # fmt: skip
API_CLIENT = TestClient(application(operations()))


@pytest.fixture(autouse=True)
def _site(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AO_SITE", SITE)


def head(address: str) -> Head:
    return Head(CLIENT.get(address).text)


@pytest.mark.parametrize("query", ["", "wskaznik=ludnosc&rok=2019&gmina=160501&tryb=prezentacja"])
def test_a_link_to_the_map_says_what_the_map_says(dataset: Dataset, query: str) -> None:
    found = head(f"/?{query}")
    selection, _ = parse(dict(part.split("=") for part in query.split("&") if part), dataset)
    view = build_view(dataset, selection)
    assert found.title == f"{sentences.dated_title(view)} · Aglomeracja Opolska"
    assert found.said["og:title"] == sentences.dated_title(view)
    assert found.said["og:description"] == sentences.sentence(view)
    image = found.said["og:image"]
    assert image.startswith(f"{SITE}/api/v1/obraz.png?arkusz=ekran")
    assert "tryb" not in image
    assert API_CLIENT.head(image.removeprefix(SITE)).status_code == 200


def test_a_link_to_a_screen_says_what_the_screen_shows() -> None:
    titles = set()
    for screen in registry.SCREENS:
        found = head(f"/{screen.code}")
        titles.add(found.title)
        assert found.said["og:title"] in found.title
        assert found.said["og:description"]
        assert ("og:image" in found.said) == screen.drawn
    assert len(titles) == len(registry.SCREENS)
    image = head("/przeplywy?gmina=160501").said["og:image"]
    assert image.startswith(f"{SITE}/api/v1/przeplywy.png?arkusz=ekran&")
    assert image.endswith("&gmina=160501")
    assert API_CLIENT.head(image.removeprefix(SITE)).status_code == 200


def test_other_pages_say_their_name() -> None:
    for code in ("opowiesc", "wlasne", "dane"):
        assert head(f"/{code}").title == f"{PAGES[code][1]} · Aglomeracja Opolska"
    assert head("/nope").title == "Aglomeracja Opolska"


def test_without_a_known_address_there_is_no_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AO_SITE")
    page = CLIENT.get("/", headers={"host": "zly.example", "x-forwarded-host": "zly.example"}).text
    assert "og:title" in page
    assert "og:image" not in page
    assert "zly.example" not in page


@pytest.mark.parametrize("place", ["/", "/profil", "/przeplywy", "/jakosc"])
def test_a_hostile_address_adds_nothing_to_the_head(place: str) -> None:
    evil = '"><script>alert(1)</script><meta property="og:image" content="https://zly.example">'
    usual = head(place)
    for name in ("wskaznik", "gmina", "rok", "a", evil):
        found = head(f"{place}?{quote(name)}={quote(evil)}&klasa=%ff%00")
        assert found.tags == usual.tags, name
        assert found.said == usual.said
    assert escape(evil) not in CLIENT.get(f"{place}?rok={quote(evil)}").text


def test_a_feed_reader_finds_the_news_of_the_data() -> None:
    link = f'<link rel="alternate" type="application/atom+xml" title="{HEADING}" href="{NEWS}">'
    found = {path for path in ("/", "/dane", "/profil") if link in CLIENT.get(path).text}
    assert found == {"/", "/dane"}
    answer = API_CLIENT.get(NEWS)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/atom+xml")
    assert API_CLIENT.get(f"{NEWS}?rok=2020").status_code == 400
