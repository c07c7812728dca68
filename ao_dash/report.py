"""A report: one or more pictures as one HTML file that needs no server and no network.

The file holds the same messages that the screens get, the borders, and the scripts that draw them
here and there. Nothing of the data is written as HTML: all of it stands in one block of JSON.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ao_dash.dataset import Dataset
from ao_dash.layers import layers
from ao_dash.message import message
from ao_dash.selection import Selection
from ao_dash.view import build_view, build_years

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
<title>Aglomeracja Opolska: raport</title>
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
{scripts}
</body>
</html>
"""


@dataclass(frozen=True, slots=True)
class Assets:
    """Texts a report takes along: classic scripts in order, a module, styles, an icon (SVG)."""

    scripts: tuple[str, ...]
    module: str
    style: str
    icon: str


def report(dataset: Dataset, selections: Sequence[Selection], assets: Assets) -> str:
    """Return the pictures of ``selections``, in order, as one page.

    Every picture has all years of its indicator with it, classed together, so that time can be
    played. The page's own policy lets it run the scripts it holds and ask nobody for anything.

    Raises
    ------
    ValueError
        If there is no picture, or if a script or style would end its element.
    """
    if not selections:
        msg = "a report needs at least one picture"
        raise ValueError(msg)
    scripts = [_inline(text, "script") for text in (*assets.scripts, assets.module)]
    style = _inline(assets.style, "style")
    tags = ["<script>{}</script>"] * len(assets.scripts) + ['<script type="module">{}</script>']
    return _PAGE.format(
        policy=policy(scripts, style),
        icon=base64.b64encode(assets.icon.encode()).decode(),
        style=style,
        data=data_json(content(dataset, selections)),
        scripts="\n".join(tag.format(text) for tag, text in zip(tags, scripts, strict=True)),
    )


def policy(scripts: Iterable[str], style: str) -> str:
    """Return the content security policy of a page with these inline scripts and this style."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {' '.join(map(_source, scripts))}",
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
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.translate(_ESCAPES)


def content(dataset: Dataset, selections: Iterable[Selection]) -> dict[str, Any]:
    """Return what the page draws: the pictures, and those layers that one of them needs."""
    made = [_picture(dataset, selection) for selection in selections]
    needed = {"base"} | {vintage for _, vintages in made for vintage in vintages}
    found = layers(dataset)
    return {
        "pictures": [told for told, _ in made],
        "layers": {name: json.loads(found[name]) for name in sorted(needed)},
    }


def _picture(dataset: Dataset, selection: Selection) -> tuple[dict[str, Any], set[str]]:
    """Return a picture and the vintages it needs.

    Its years say only what differs from the picture itself. Nothing is selected in either: the
    page does that.
    """
    plain = replace(selection, gmina=None, mode=None)
    years = build_years(dataset, replace(plain, common=True))
    view = build_view(dataset, plain)
    shown = message(view)
    told = {
        "gmina": selection.gmina,
        "view": shown,
        "years": [_difference(shown, message(year)) for year in years],
    }
    return told, {one.vintage.code for one in (view, *years)}


def _difference(shown: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in other.items() if shown[name] != value}


def _inline(text: str, element: str) -> str:
    """Return a text as it will stand in its element; browsers read line ends as one character."""
    if f"</{element}" in text.lower() or "<!--" in text:
        msg = f"a text would end its element: {element}"
        raise ValueError(msg)
    return text.replace("\r\n", "\n")


def _source(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def file_name(selection: Selection) -> str:
    """Return an ASCII name, without extension, of a report that begins with this picture."""
    return f"ao_raport_{selection.indicator or selection.domain}_{selection.year}".lower()
