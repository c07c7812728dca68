"""What a chat shows of a link: the title of what the address shows, its sentence, its picture."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from ao_dash.mapview import sentences
from ao_dash.mapview.view import View
from ao_dash.model.cache import cached_per_dataset
from ao_dash.model.dataset import Dataset
from ao_dash.screens.blocks import Text
from ao_dash.screens.leaves import heading
from ao_dash.screens.shown import ScreenChoice, read_address
from ao_dash.web.api.pictures import PICTURE, picture_path


@dataclass(frozen=True)
class Preview:
    """A title, a description and the address of a picture without its server; "" for none."""

    title: str
    description: str = ""
    picture: str = ""


NO_PREVIEW = Preview("")
"""What is said of an address that shows nothing."""


def of_view(view: View) -> Preview:
    """Return what is said of a picture of the map."""
    picture = f"{PICTURE}.png?arkusz=ekran&{view.selection.address()}".rstrip("&")
    return Preview(sentences.dated_title(view), sentences.sentence(view), picture)


@cached_per_dataset
def of_screen(dataset: Dataset, address: str) -> Preview:
    """Return what is said of another screen, by its address without the server."""
    shown, _ = read_address(address, dataset)
    assert isinstance(shown, ScreenChoice)
    page, screen = shown.page(dataset), shown.screen
    of = heading(page)
    texts = [block for block in page.places.get("board", ()) if isinstance(block, Text)]
    words = [of.subtitle, *(texts[0].sentences[:1] if texts else ())]
    drawn = f"{picture_path(screen.code, 'png')}?arkusz=ekran&{shown.choice.address()}"
    picture = drawn.rstrip("&") if screen.drawn else ""
    return Preview(of.title, " · ".join(filter(None, words)), picture)


def page_title(preview: Preview, name: str) -> str:
    """Return the title of a page: what it shows, then whose page it is."""
    return " · ".join(dict.fromkeys(filter(None, [preview.title, name])))


def tags(preview: Preview, name: str, site: str) -> tuple[str, ...]:
    """Return elements for the head of a page (Open Graph).

    ``name`` is that of the dashboard, ``site`` its origin, which the picture
    needs, for its address must be whole.
    """
    image = f"{site}{preview.picture}" if site and preview.picture else ""
    said = {
        "og:type": "website",
        "og:locale": "pl_PL",
        "og:site_name": name,
        "og:title": preview.title or name,
        "og:description": preview.description,
        "og:image": image,
        "twitter:card": "summary_large_image" if image else "",
    }
    return tuple(
        f'<meta property="{name}" content="{escape(text)}">' for name, text in said.items() if text
    )
