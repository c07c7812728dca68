"""What stands on printed pages, measured in their PDF."""

from __future__ import annotations

import ctypes
import re
from typing import NamedTuple

import numpy as np
import pypdfium2  # type: ignore[import-untyped]

Box = tuple[float, float, float, float]
Letter = tuple[str, Box]
_SHARE = 0.4  # of a letter, by which another may stand on it


class Printed(NamedTuple):
    """Text without any white space, for finding a text in it, and letters that stand wrong."""

    words: str
    faults: list[str]


def read(pdf: bytes) -> Printed:
    """Return the text of a PDF, and its letters on others or out of their page."""
    words, found = "", []
    for number, page in enumerate(pypdfium2.PdfDocument(pdf), 1):
        text = page.get_textpage()
        words += text.get_text_range()
        found += [f"{number}: {fault}" for fault in _faults(_letters(text), *page.get_size())]
    return Printed(squeezed(words), found)


def _letters(text: pypdfium2.PdfTextpage) -> list[Letter]:
    """Return letters with their boxes: left, bottom, right, top; a letter and its halo are one."""
    found: dict[tuple[str, int, int], Letter] = {}
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    for n in range(text.count_chars()):
        sign = chr(pypdfium2.raw.FPDFText_GetUnicode(text, n))
        if sign.isalnum():
            pypdfium2.raw.FPDFText_GetCharBox(text, n, left, right, bottom, top)
            box = (left.value, bottom.value, right.value, top.value)
            found.setdefault((sign, round(box[0] / 2), round(box[1] / 2)), (sign, box))
    return sorted(found.values(), key=lambda letter: letter[1][0])


def _faults(letters: list[Letter], width: float, height: float) -> list[str]:
    """Return letters out of a page of this size or on others; they are sorted by their left."""
    found = [
        f"{sign} out of the page"
        for sign, box in letters
        if box[0] < 0 or box[1] < 0 or box[2] > width or box[3] > height
    ]
    for a, b in _overlapping(np.array([box for _, box in letters]).reshape(-1, 4)):
        (sign, box), (other, _) = letters[a], letters[b]
        if other != sign:
            found.append(f"{sign}/{other} at {box[0]:.0f}, {box[1]:.0f}")
    return found


def _overlapping(boxes: np.ndarray) -> list[tuple[int, int]]:
    """Return places of boxes that share more than ``_SHARE`` of the smaller; sorted by left."""
    most = np.searchsorted(boxes[:, 0], boxes[:, 2]) - np.arange(len(boxes)) - 1
    reached = np.maximum(most, 0)
    a = np.repeat(np.arange(len(boxes)), reached)
    b = a + 1 + np.arange(len(a)) - np.repeat(np.cumsum(reached) - reached, reached)
    sides = np.minimum(boxes[a, 2:], boxes[b, 2:]) - np.maximum(boxes[a, :2], boxes[b, :2])
    area = np.prod(boxes[:, 2:] - boxes[:, :2], axis=1)
    shared = np.prod(np.maximum(sides, 0), axis=1)
    wrong = (shared > 0) & (shared > _SHARE * np.minimum(area[a], area[b]))
    return list(zip(a[wrong].tolist(), b[wrong].tolist(), strict=True))


def squeezed(text: str) -> str:
    """Return a text without white space and joiners."""
    return re.sub(r"[\s\u2060\ufffe\x02]+", "", text)
