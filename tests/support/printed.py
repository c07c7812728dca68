"""What stands on printed pages, measured in their PDF."""

from __future__ import annotations

import re

import pypdfium2  # type: ignore[import-untyped]

Box = tuple[float, float, float, float]
Letter = tuple[str, Box]
_SHARE = 0.4  # of a letter, by which another may stand on it


def _letters(page: pypdfium2.PdfPage) -> list[Letter]:
    """Return letters with their boxes: left, bottom, right, top; a letter and its halo are one."""
    text = page.get_textpage()
    found: dict[tuple[str, int, int], Letter] = {}
    for n in range(text.count_chars()):
        sign, box = text.get_text_range(n, 1), text.get_charbox(n)
        if sign.isalnum():
            found.setdefault((sign, round(box[0] / 2), round(box[1] / 2)), (sign, box))
    return list(found.values())


def faults(pdf: bytes) -> list[str]:
    """Return letters of a PDF that stand on others or out of their page, with those beside them."""
    found: list[str] = []
    for number, page in enumerate(pypdfium2.PdfDocument(pdf), 1):
        width, height = page.get_size()
        letters = sorted(_letters(page), key=lambda letter: letter[1][0])
        for n, (sign, box) in enumerate(letters):
            if box[0] < 0 or box[1] < 0 or box[2] > width or box[3] > height:
                found.append(f"{number}: {sign} out of the page")
            for other, place in letters[n + 1 :]:
                if place[0] > box[2]:
                    break
                if other != sign and _overlap(box, place):
                    found.append(f"{number}: {sign}/{other} at {box[0]:.0f}, {box[1]:.0f}")
    return found


def _overlap(a: Box, b: Box) -> bool:
    across = min(a[2], b[2]) - max(a[0], b[0])
    up = min(a[3], b[3]) - max(a[1], b[1])
    smaller = min((box[2] - box[0]) * (box[3] - box[1]) for box in (a, b))
    return across > 0 and up > 0 and across * up > _SHARE * smaller


def words(pdf: bytes) -> str:
    """Return the text of a PDF without any white space, for finding a text in it."""
    pages = pypdfium2.PdfDocument(pdf)
    return squeezed("".join(page.get_textpage().get_text_range() for page in pages))


def squeezed(text: str) -> str:
    """Return a text without white space and joiners."""
    return re.sub(r"[\s\u2060\ufffe\x02]+", "", text)
