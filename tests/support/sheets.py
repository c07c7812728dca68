"""What can be seen on a sheet of paper: outside it, on top of each other."""

from __future__ import annotations

import itertools

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text


def clashes(figure: Figure) -> list[str]:
    """Return what leaves the page, and which texts stand on each other or on the map."""
    figure.set_dpi(300)
    renderer = FigureCanvasAgg(figure).get_renderer()  # type: ignore[no-untyped-call]
    texts = [text for text in figure.findobj(Text) if text.get_text() and text.get_visible()]
    boxes = [(text.get_text(), text.get_window_extent(renderer)) for text in texts]
    width, height = figure.bbox.size
    found = [t for t, b in boxes if min(b.x0, b.y0) < 0 or b.x1 > width or b.y1 > height]
    free = [(text.get_text(), text.get_window_extent(renderer)) for text in figure.texts]
    if figure.axes:
        free.append(("map", figure.axes[0].get_window_extent(renderer)))
    pairs = itertools.combinations([(text, box.padded(-2)) for text, box in free if text], 2)
    return found + [f"{a} / {b}" for (a, one), (b, other) in pairs if one.overlaps(other)]
