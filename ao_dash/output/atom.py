"""What each edition of the data brought, as an Atom feed (RFC 4287)."""

from __future__ import annotations

import re
import uuid
from xml.etree import ElementTree as ET

from ao_dash.mapview.formula_text import ranges
from ao_dash.model.dataset import Dataset
from ao_dash.model.edition import EditionChanges, SubjectChange
from ao_dash.output.dcat import publisher
from ao_dash.output.files.document import Imprint
from ao_dash.screens import edition_news

MEDIA = "application/atom+xml"

_ATOM, _XHTML = "http://www.w3.org/2005/Atom", "http://www.w3.org/1999/xhtml"
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ABOUT = "dane"


def feed(dataset: Dataset, imprint: Imprint, path: str) -> bytes:
    """Return the newest editions as a feed; one of a folder without a history has no entries.

    Parameters
    ----------
    dataset, imprint
        The data; the day and the address of the dashboard. Without the address there are no
        links, and identifiers are names (URN) in either case.
    path
        The address of the feed without the server.
    """
    base, editions = imprint.base.rstrip("/"), edition_news.newest(dataset)
    root = ET.Element("feed", {"xmlns": _ATOM, "xml:lang": "pl"})
    _add(root, "id", _urn(f"{base}{path}"))
    _add(root, "title", f"{edition_news.HEADING}: {dataset.area.name}")
    made = editions[0].made if editions else imprint.issued
    _add(root, "updated", f"{made}T12:00:00Z")
    _add(ET.SubElement(root, "author"), "name", publisher(dataset)["pl"])
    if base:
        ET.SubElement(root, "link", rel="self", type=MEDIA, href=f"{base}{path}")
        ET.SubElement(root, "link", rel="alternate", type="text/html", href=f"{base}/{_ABOUT}")
    for edition in editions:
        _entry(root, edition, dataset, imprint, f"{base}{path}")
    ET.indent(root)
    content: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return content


def _entry(
    root: ET.Element, edition: EditionChanges, dataset: Dataset, imprint: Imprint, address: str
) -> None:
    entry = ET.SubElement(root, "entry")
    _add(entry, "id", _urn(f"{address}#{edition.number}-{edition.made}"))
    _add(entry, "title", edition_news.title(edition))
    _add(entry, "updated", f"{edition.made}T12:00:00Z")
    content = ET.SubElement(entry, "content", type="xhtml")
    box = ET.SubElement(content, "div", xmlns=_XHTML)
    _add(box, "p", edition_news.origin(edition))
    listed = ET.SubElement(box, "ul")
    for change in edition.changes:
        _item(listed, change, dataset, imprint)


def _item(listed: ET.Element, change: SubjectChange, dataset: Dataset, imprint: Imprint) -> None:
    """Add one subject: its name, linked to its map where the address is known, and the rest."""
    item = ET.SubElement(listed, "li")
    name, query = edition_news.subject(dataset, change), edition_news.map_query(dataset, change)
    linked = imprint.base and query
    node = _add(item, "a" if linked else "span", name)
    if linked:
        node.set("href", imprint.address("", query))
    years = f" ({ranges(change.years)})" if change.years else ""
    node.tail = f"{years}: {edition_news.extent(change)}"


def _add(parent: ET.Element, tag: str, text: str) -> ET.Element:
    node = ET.SubElement(parent, tag)
    node.text = _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)
    return node


def _urn(name: str) -> str:
    return uuid.uuid5(uuid.NAMESPACE_URL, name).urn
