"""What can be seen on a page: cut off, too small, on top of each other, in English."""

from __future__ import annotations

import re
from collections.abc import Iterator

from playwright.sync_api import Frame, Page

LARGE = ".ao-stage-title, .ao-stage p, .ao-stage-area, .ao-bound, .ao-class-count, .ao-state, .ao-circles li, .ao-absent li"


MEASURE = """(selector) => {
  const channel = (c) => (c /= 255) <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  const light = (colour) => {
    const [r, g, b] = colour.match(/[\\d.]+/g).map(Number);
    return 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  };
  const ground = (node) => {
    for (let n = node; n; n = n.parentElement) {
      const { backgroundColor } = getComputedStyle(n);
      if (!/, 0\\)$|transparent/.test(backgroundColor)) return backgroundColor;
    }
    return 'rgb(255, 255, 255)';
  };
  return [...document.querySelectorAll(selector)].filter((n) => n.textContent && n.checkVisibility()).map((n) => {
    const style = getComputedStyle(n);
    const label = n.classList.contains('ao-label');
    const [a, b] = [light(style.color), light(label ? style.webkitTextStrokeColor : ground(n))].sort((x, y) => y - x);
    const { left, top, right, bottom } = n.getBoundingClientRect();
    return { text: n.textContent, size: parseFloat(style.fontSize), contrast: (a + 0.05) / (b + 0.05), box: [left, top, right, bottom] };
  });
}"""


SCROLLS = """() => [document.scrollingElement, ...document.querySelectorAll('*')].filter((n) => {
  const { overflowX, overflowY } = getComputedStyle(n);
  const scrolls = (o, root) => root ? o !== 'hidden' : /auto|scroll/.test(o);
  const root = n === document.scrollingElement && getComputedStyle(document.body).overflow !== 'hidden';
  return n.checkVisibility() && n.clientWidth > 30 &&
    ((scrolls(overflowY, root) && n.scrollHeight > n.clientHeight + 1) || (scrolls(overflowX, root) && n.scrollWidth > n.clientWidth + 1));
}).map((n) => `${n.tagName}.${n.className}`)"""


def overlapping(boxes: list[list[float]]) -> list[tuple[list[float], list[float]]]:
    return [
        (a, b)
        for n, a in enumerate(boxes)
        for b in boxes[:n]
        if min(a[2], b[2]) - max(a[0], b[0]) > 0.5 and min(a[3], b[3]) - max(a[1], b[1]) > 0.5
    ]


def too_wide(target: Page | Frame) -> list[str]:
    """What stands out of the window to the right, or is cut inside its own box."""
    found: list[str] = target.evaluate(
        """() => [...document.querySelectorAll('.ao-panel *, .ao-legend *, .ao-years *, .ao-tiles, .leaflet-control')]
          .filter((n) => !n.closest('.ao-scroll') && n.getClientRects().length)
          .filter((n) => n.getBoundingClientRect().right > innerWidth + 1 || n.getBoundingClientRect().left < -1)
          .map((n) => n.className + ' ' + n.textContent.slice(0, 40))"""
    )
    return found


def english(page: Page) -> Iterator[str]:
    """Texts that a person meets and that are in English."""
    texts: list[str] = page.evaluate(
        """() => [...document.querySelectorAll('body *')].flatMap((n) => [
            n.getAttribute('aria-label'), n.getAttribute('title'), n.getAttribute('placeholder'),
            ...[...n.childNodes].filter((c) => c.nodeType === 3 && n.checkVisibility()).map((c) => c.data.trim()),
          ]).filter(Boolean)"""
    )
    words = re.compile(
        r"\b(the|open|close|select|options?|choose|press|enter|sidebar|menu|skip|main|navigation|clear|show|hide|value|content)\b",
        re.IGNORECASE,
    )
    own = {"Streamlit", "Enter"}
    for text in set(texts):
        if words.search(text) and text not in own and not text.startswith("Mapa. "):
            yield text


BROKEN = r"""() => {
  const found = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  for (let text = walk.nextNode(); text; text = walk.nextNode()) {
    const box = text.parentElement;
    if (!box.closest('.ao-panel, .ao-cell') || box.closest('textarea') || !box.checkVisibility()) continue;
    for (const {0: word, index} of text.data.matchAll(/(?:[^ \n\t\u200b-]|-(?!\p{L}))+-?/gu)) {
      if (/^(https?:|[/?])|_/.test(word)) continue;
      range.setStart(text, index);
      range.setEnd(text, index + word.length);
      const boxes = [...range.getClientRects()].filter(({width}) => width > 0.5);
      const outside = !box.closest('.ao-scroll, .ao-map') && boxes.some(({right}) => right > innerWidth + 1);
      if (boxes.length > 1 || outside) found.push(`${box.className || box.tagName}: ${word}`);
    }
  }
  const figures = '.ao-card-value, .ao-value, .ao-stage-area, .ao-indicator-figure b, .ao-facts dd';
  for (const box of document.querySelectorAll(figures)) {
    const cut = box.checkVisibility() && box.clientWidth && box.scrollWidth > box.clientWidth + 1;
    if (cut) found.push(`cut: ${box.textContent}`);
  }
  return found;
}"""
"""Finds numbers and words that the end of a line parts, or that stand out of their box."""
DRAWN = """() => new Promise((done) => {
  const frames = (n) => requestAnimationFrame(() => setTimeout(() => (n ? frames(n - 1) : done())));
  frames(3);
})"""
_TRIES = 8
WIDTHS = ((390, 844), (1024, 768), (1280, 720), (1366, 768), (1920, 1080))


def broken_at(page: Page, widths: tuple[tuple[int, int], ...] = WIDTHS) -> list[str]:
    """Resize the page; return what is parted, cut or outside the window at which width."""
    found: list[str] = []
    for width, height in widths:
        page.set_viewport_size({"width": width, "height": height})
        for _ in range(_TRIES):  # maps and charts follow their boxes a moment later
            for frame in page.frames:
                frame.evaluate(DRAWN)
            broken = [f"{width}: {text}" for f in page.frames for text in f.evaluate(BROKEN)]
            if not broken:
                break
        found += broken
    return found
