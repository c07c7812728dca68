"""What can be seen on a sheet of paper: outside it, on top of each other."""

from __future__ import annotations

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text


def clashes(figure: Figure) -> list[str]:
    """Return what leaves the page, and which texts stand on each other or on the map."""
    figure.set_dpi(300)
    renderer = FigureCanvasAgg(figure).get_renderer()  # type: ignore[no-untyped-call]
    texts = [text for text in figure.findobj(Text) if text.get_text() and text.get_visible()]
    boxes = {text: text.get_window_extent(renderer) for text in texts}
    width, height = figure.bbox.size
    found = [
        text.get_text()
        for text, b in boxes.items()
        if min(b.x0, b.y0) < 0 or b.x1 > width or b.y1 > height
    ]
    free = [(text.get_text(), boxes[text]) for text in figure.texts if text in boxes]
    if figure.axes:
        free.append(("map", figure.axes[0].get_window_extent(renderer)))
    x0, y0, x1, y1 = np.array([b.padded(-2).extents for _, b in free]).reshape(-1, 4).T
    over = (x0[:, None] <= x1) & (x1[:, None] >= x0) & (y0[:, None] <= y1) & (y1[:, None] >= y0)
    pairs = np.argwhere(np.triu(over, 1))
    return found + [f"{free[a][0]} / {free[b][0]}" for a, b in pairs]
