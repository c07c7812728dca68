"""A report: a story, or one picture, as one HTML file that needs no server and no network.

The file holds the same messages that the screens get, the borders, and the scripts that draw them
here and there. Nothing of the data is written as HTML: all of it stands in one block of JSON.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ao_dash.mapview.layers import compact_json, group_layer, layers
from ao_dash.mapview.message import message
from ao_dash.mapview.query import Mode
from ao_dash.mapview.selection import Selection
from ao_dash.mapview.view import View, build_view, build_years
from ao_dash.model.dataset import Dataset
from ao_dash.screens.blocks import sent
from ao_dash.screens.leaves import pictured
from ao_dash.screens.story.story import Step, Story

# What could end the block of data or, in an old browser, a line of it.
_ESCAPES = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}

_PAGE = """<!DOCTYPE html>
<html lang="pl">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>Raport</title>
<link rel="icon" href="data:image/svg+xml;base64,{icon}">
<style>{style}</style>
</head>
<body class="ao-report">
<nav class="ao-pictures" aria-label="Obrazy raportu" hidden></nav>
<main>
<section class="ao-panel ao-panel-heading" aria-label="Obraz"></section>
<div class="ao-report-columns">
<div id="ao-report-map"></div>
<section class="ao-panel ao-panel-board" aria-label="Liczby"></section>
</div>
<section class="ao-panel ao-panel-sheet" aria-label="Tabela i źródła"></section>
</main>
<noscript><p>Ten raport potrzebuje JavaScriptu.</p></noscript>
<footer class="ao-report-foot"></footer>
<script type="application/json" id="ao-data">{data}</script>
<script type="importmap">{modules}</script>
<script>{library}</script>
{start}
</body>
</html>
"""


@dataclass(frozen=True, slots=True)
class Assets:
    """Texts a report takes along.

    ``library`` is a classic script; ``modules`` are addresses (``data:``) of modules by name, and
    ``entry`` is the name of the one to start. ``icon`` is SVG.
    """

    library: str
    modules: Mapping[str, str]
    entry: str
    style: str
    icon: str


def report(dataset: Dataset, story: Story, assets: Assets) -> str:
    """Return the pictures of a story, in order, as one page.

    Every picture has all years of its indicator with it, classed together, so that time can be
    played. The page's own policy lets it run the scripts it holds, with the modules these import,
    and ask nobody for anything. Notes are for the speaker and stay out of it.

    Raises
    ------
    ValueError
        If a script or style would end its element.
    """
    return page(dataset, content(dataset, story), assets)


def page(dataset: Dataset, shown: dict[str, Any], assets: Assets) -> str:
    """Return what :func:`report` does, of the :func:`content` of a story."""
    views = [
        view for one in shown["pictures"] if "view" in one for view in (one["view"], *one["years"])
    ]
    views += [one for picture in shown["pictures"] for one in picture.get("maps", ())]
    needed = {"base", *(view["vintage"] for view in views if "vintage" in view)}
    known = layers(dataset)
    found = {name: known.get(name) or group_layer(dataset, name) or b"" for name in sorted(needed)}
    drawn = {name: json.loads(layer) for name, layer in found.items()}
    data = data_json(shown | {"layers": drawn})
    modules = data_json({"imports": assets.modules})
    library = _inline(assets.library, "script")
    style = _inline(assets.style, "style")
    nonce = hashlib.sha256(data.encode()).hexdigest()
    return _PAGE.format(
        policy=policy([modules, library], nonce, style),
        icon=base64.b64encode(assets.icon.encode()).decode(),
        style=style,
        data=data,
        modules=modules,
        library=library,
        start=f'<script type="module" nonce="{nonce}">import "{assets.entry}";</script>',
    )


def _vintages(pictures: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Yield the borders of all maps of pictures; a year may have those of its picture."""
    for one in pictures:
        views = [one["view"], *one["years"]] if "view" in one else one["maps"]
        yield from (view["vintage"] for view in views if "vintage" in view)


def policy(scripts: Iterable[str], nonce: str, style: str) -> str:
    """Return the content security policy of a page with these inline scripts and this style.

    The script with the ``nonce`` may import modules as well. It is a digest of the page's data, so
    that no text among them can know it.
    """
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {' '.join(map(_source, scripts))} 'nonce-{nonce}'",
            f"style-src {_source(style)}",
            "img-src data:",
            "connect-src 'none'",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def data_json(value: object) -> str:
    r"""Return ``value`` as JSON that no text in it can break out of a script element.

    >>> data_json("</script>")
    '"\\u003c/script\\u003e"'
    """
    return compact_json(value).decode().translate(_ESCAPES)


def content(dataset: Dataset, story: Story) -> dict[str, Any]:
    """Return what a browser needs to tell the story, beside the layers of the map.

    Every picture comes ready to be presented; its years say only what differs from it. Nothing is
    selected in either: whoever draws them does that.
    """
    return {"title": story.title, "pictures": [picture(dataset, step) for step in story.steps]}


def picture(dataset: Dataset, step: Step) -> dict[str, Any]:
    """Return one of the pictures of :func:`content`."""
    words = {"title": step.title, "text": step.text}
    if isinstance(step.shown, Selection):
        return {**words, **_of_the_map(dataset, step.shown)}
    return {**words, **sent(pictured(step.shown.picture(dataset))), "address": step.shown.address()}


def _of_the_map(dataset: Dataset, selection: Selection) -> dict[str, Any]:
    told = replace(selection, mode=Mode.PRESENT)
    shown = message(_unselected(dataset, build_view(dataset, told)))
    views = build_years(dataset, replace(told, common=True))
    years = (message(_unselected(dataset, view)) for view in views)
    return {
        "gmina": selection.gmina,
        "view": shown,
        "years": [{n: v for n, v in year.items() if shown.get(n) != v} for year in years],
    }


def _unselected(dataset: Dataset, view: View) -> View:
    """Return the picture with no gmina selected that keeps the regions around the one that was."""
    if view.selection.gmina is None:
        return view
    plain = build_view(dataset, replace(view.selection, gmina=None))
    return replace(plain, around=view.around, sources=view.sources)


def _inline(text: str, element: str) -> str:
    """Return a text as it will stand in its element; browsers read line ends as one character."""
    if f"</{element}" in text.lower() or "<!--" in text:
        msg = f"a text would end its element: {element}"
        raise ValueError(msg)
    return text.replace("\r\n", "\n")


def _source(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
