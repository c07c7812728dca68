"""A picture as plain HTML: what can be had of it without JavaScript.

The only place that writes HTML; every text goes through :func:`escape`.
"""

from __future__ import annotations

import html

from ao_dash.mapview import sentences
from ao_dash.mapview.view import View


def escape(text: str) -> str:
    """Return ``text`` so that HTML shows it as it is, inside and outside quotes.

    >>> escape('<b title="x">')
    '&lt;b title=&quot;x&quot;&gt;'
    """
    return html.escape(text, quote=True)


def plain(view: View) -> str:
    """Return the picture in words and as a table: all that can be had without JavaScript."""
    rows = "".join(
        f'<tr><th scope="row">{escape(row.gmina.name)}</th><td>{escape(row.type.value)}</td>'
        f"<td>{escape(sentences.value_text(row, view.indicator))}</td></tr>"
        for row in view.shown
    )
    sources = "".join(f"<li>{escape(source)}</li>" for source in sentences.sources(view))
    return (
        f"<h1>{escape(sentences.title(view))}</h1><p>{escape(sentences.subtitle(view))}</p>"
        f"<p>{escape(sentences.sentence(view))}</p><table><tbody>{rows}</tbody></table>"
        f"<ul>{sources}</ul>"
    )
