"""The feed of editions has what RFC 4287 demands, and only text of the data."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import date, datetime

import pytest

from ao_dash.model.dataset import Dataset
from ao_dash.model.edition import EditionChanges, SubjectChange
from ao_dash.output.atom import feed
from ao_dash.output.files.document import Imprint
from ao_dash.screens import edition_news

ATOM, XHTML = "{http://www.w3.org/2005/Atom}", "{http://www.w3.org/1999/xhtml}"
PATH, SITE = "/api/v1/nowosci.atom", "https://mapa.example.pl"
HOSTILE = '<script>alert("1")</script>&\x01'
EDITION = EditionChanges(
    number=3,
    made=date(2026, 11, 23),
    command="refresh bdl",
    changes=(
        SubjectChange("lesistosc", "Lasy", (2023, 2024, 2025), 33, 3, 1),
        SubjectChange("dawny_wskaznik", HOSTILE, (2020,), 0, 0, 21),
        SubjectChange("obliczany", "Obliczany", (), 0, 0, 0),
        SubjectChange("", "Granice i gminy", (), 2, 1, 0),
    ),
)


def told(dataset: Dataset, *editions: EditionChanges) -> Dataset:
    return replace(dataset, editions=editions)


def parsed(dataset: Dataset, base: str) -> ET.Element:
    return ET.fromstring(feed(dataset, Imprint(date(2026, 11, 27), base), PATH))


def demand(node: ET.Element, *tags: str) -> None:
    for tag in tags:
        assert len(node.findall(f"{ATOM}{tag}")) == 1, tag


@pytest.mark.parametrize("base", ["", SITE])
def test_the_feed_has_what_the_standard_demands(dataset: Dataset, base: str) -> None:
    older = replace(EDITION, number=2, made=date(2026, 11, 20))
    root = parsed(told(dataset, EDITION, older), base)
    entries = root.findall(f"{ATOM}entry")
    assert root.tag == f"{ATOM}feed"
    assert len(entries) == 2
    demand(root, "id", "title", "updated", "author")
    assert root.findtext(f"{ATOM}author/{ATOM}name")
    for node in entries:  # content within, so no alternate link is needed; the author is above
        demand(node, "id", "title", "updated", "content")
        content = node.find(f"{ATOM}content")
        assert content is not None
        assert content.get("type") == "xhtml"
        assert [child.tag for child in content] == [f"{XHTML}div"]
    times = [str(node.findtext(f"{ATOM}updated")) for node in (root, *entries)]
    assert all(datetime.fromisoformat(time).tzinfo for time in times)
    assert times[0] == max(times)
    ids = [str(node.findtext(f"{ATOM}id")) for node in (root, *entries)]
    assert len(set(ids)) == 3
    assert all(one.startswith("urn:uuid:") for one in ids)
    assert ids[1] in feed(told(dataset, EDITION), Imprint(date(2027, 1, 1), base), PATH).decode()
    links = [node.get("href") for node in root.iter() if node.get("href")]
    assert all(str(link).startswith(f"{SITE}/") for link in links)
    assert bool(links) is bool(base)


def test_the_feed_counts_by_indicator_with_a_link_to_its_map(dataset: Dataset) -> None:
    root = parsed(told(dataset, EDITION), SITE)
    items = ["".join(node.itertext()).strip() for node in root.iter(f"{XHTML}li")]
    assert items[0] == (
        f"{dataset.indicators['lesistosc'].short} (2023–2025): "
        "wartości nowe: 33, zmienione: 3, usunięte: 1"
    )
    assert items[2:] == [
        "Obliczany: nowy, obliczany z innych",
        "Granice i gminy: wpisy nowe: 2, zmienione: 1",
    ]
    assert [a.get("href") for a in root.iter(f"{XHTML}a")] == [f"{SITE}/?wskaznik=lesistosc"]
    assert root.findtext(f"{ATOM}entry/{ATOM}title") == edition_news.title(EDITION)


def test_names_are_text_whatever_they_hold(dataset: Dataset) -> None:
    root = parsed(told(dataset, EDITION), "")
    assert not list(root.iter("script")) + list(root.iter(f"{XHTML}script"))
    spans = [node.text for node in root.iter(f"{XHTML}span")]
    assert '<script>alert("1")</script>&\N{REPLACEMENT CHARACTER}' in spans


def test_a_folder_without_a_history_has_an_empty_feed(dataset: Dataset) -> None:
    root = parsed(told(dataset), "")
    demand(root, "id", "title", "updated", "author")
    assert root.findtext(f"{ATOM}updated") == "2026-11-27T12:00:00Z"
    assert not root.findall(f"{ATOM}entry")
    assert edition_news.blocks(told(dataset)) == []


def test_ten_editions_are_told_newest_first(dataset: Dataset) -> None:
    editions = [replace(EDITION, number=number) for number in range(12, 0, -1)]
    heading, *tables = edition_news.blocks(told(dataset, *editions))
    titles = [getattr(table, "title", "") for table in tables]
    assert getattr(heading, "title", "") == edition_news.HEADING
    assert len(titles) == 10
    assert titles[0] == (
        "Wydanie 12 z 23.11.2026 – wartości nowe: 33, zmienione: 3, usunięte: 22 (wskaźniki: 3)"
    )
    assert len(parsed(told(dataset, *editions), "").findall(f"{ATOM}entry")) == 10
