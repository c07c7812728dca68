"""What can be seen on a page: cut off, too small, on top of each other, in English."""

from __future__ import annotations

import re
from collections.abc import Iterator

from playwright.sync_api import Frame, Locator, Page

from tests.support.browser import DRAWN, Screen

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


_LETTERS = ".ao-room :is(h1, h2, p, dt, dd, li, .ao-name, .ao-value, button, h3)"
_SAID = ".ao-room-words :is(h1, p), .ao-room-board > p, .ao-room-board dd"
CUT = """() => [...document.querySelectorAll('.ao-room :is(h1, h2, h3, p, dd, dt, li, text, .ao-name, .ao-value)')]
  .filter((n) => n.checkVisibility() && n.textContent)
  .filter((n) => { const b = n.getBoundingClientRect(), foot = document.querySelector('.ao-room-line');
    const low = foot.contains(n) ? innerHeight : foot.getBoundingClientRect().top;
    return n.matches('.ao-room-board > h2:last-child') || b.left < -1 || b.right > innerWidth + 1 || b.bottom > low + 1 || n.tagName !== 'text' && n.clientWidth && n.scrollWidth > n.clientWidth + 1; })
  .map((n) => `${n.tagName} ${n.textContent}`)"""


def room_faults(page: Page, scale: float) -> list[str]:
    """Return letters of a projected screen that are small or pale, and what is cut or scrolls."""
    found = [*page.evaluate(CUT), *page.evaluate(SCROLLS)]
    for kind, least in ((_LETTERS, 17 * scale - 0.1), (_SAID, 18.3 * scale)):
        letters = page.evaluate(MEASURE, kind)
        found += [str(one) for one in letters if one["size"] < least]
        found += [str(one) for one in letters if one["contrast"] < 4.5 and kind == _LETTERS]
    return found


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
          .filter((n) => !n.closest('.ao-scroll, [data-collapsed=true]') && n.getClientRects().length)
          .filter((n) => n.getBoundingClientRect().right > innerWidth + 1 || n.getBoundingClientRect().left < -1)
          .map((n) => n.className + ' ' + n.textContent.slice(0, 40))"""
    )
    return found


def english(page: Page) -> Iterator[str]:
    """Texts that a person meets and that are in English."""
    texts: list[str] = page.evaluate(
        """() => [...document.querySelectorAll('body *:not([data-testid=stIconMaterial])')].flatMap((n) => [
            n.getAttribute('aria-label'), n.getAttribute('title'), n.getAttribute('placeholder'),
            ...[...n.childNodes].filter((c) => c.nodeType === 3 && n.checkVisibility()).map((c) => c.data.trim()),
          ]).filter(Boolean)"""
    )
    words = re.compile(
        r"\b(the|open|close|select(ed)?|options?|choose|press|enter|sidebar|menu|skip|main|navigation|clear|show|hide|"
        r"value|content|file|upload|browse|drag|drop|limit|increment|decrement|link|heading|remove|add|all|more|"
        r"results?|up|only|can|you|error|loading|running|stop|download|search|apply|submit|available)\b|\d+(\.\d+)?[KM]?B\b",
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
_OVERLAP = r"""() => {
  const shut = new Map();
  const room = (node) => {
    if (!node || node === document.documentElement) return [-1e6, -1e6, 1e6, 1e6];
    if (shut.has(node)) return shut.get(node);
    let [left, top, right, bottom] = room(node.parentElement);
    const { overflowX, overflowY, clipPath } = getComputedStyle(node);
    const box = node.getBoundingClientRect();
    if (overflowX !== 'visible' || clipPath !== 'none') [left, right] = [Math.max(left, box.left), Math.min(right, box.right)];
    if (overflowY !== 'visible' || clipPath !== 'none') [top, bottom] = [Math.max(top, box.top), Math.min(bottom, box.bottom)];
    if (clipPath !== 'none') right = left;
    shut.set(node, [left, top, right, bottom]);
    return shut.get(node);
  };
  const lines = [];
  const range = document.createRange();
  for (const part of document.querySelectorAll('.ao-panel, .ao-cell, [data-testid=stSidebar], [data-testid=stHeader]')) {
    const walk = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
    for (let text = walk.nextNode(); text; text = walk.nextNode()) {
      const around = text.parentElement;
      if (!text.data.trim() || !around.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
      if (around.closest('textarea, option, [data-testid=stIconMaterial], [data-collapsed=true]')) continue;
      range.selectNodeContents(text);
      const [left, top, right, bottom] = room(around);
      for (const box of range.getClientRects()) {
        const third = box.height * 0.3; // above and below what most letters take
        const line = [Math.max(left, box.left), Math.max(top, box.top + third), Math.min(right, box.right), Math.min(bottom, box.bottom - third), text];
        if (line[2] - line[0] > 2 && line[3] - line[1] > 2) lines.push(line);
      }
    }
  }
  lines.sort((a, b) => a[1] - b[1]);
  const found = [];
  lines.forEach((a, n) => {
    for (let m = n + 1; m < lines.length && lines[m][1] < a[3] - 1; m += 1) {
      const b = lines[m];
      if (b[4] !== a[4] && Math.min(a[2], b[2]) - Math.max(a[0], b[0]) > 2) found.push(`${a[4].data} on ${b[4].data}`);
    }
  });
  return found;
}"""
_CUT = """() => [...document.querySelectorAll('.ao-panel *, .ao-cell *, [data-testid=stSidebar] *')].filter((n) => {
  const own = [...n.childNodes].some((c) => c.nodeType === 3 && c.data.trim());
  const { overflowX, overflowY, textOverflow, clipPath } = getComputedStyle(n);
  if (!own || clipPath !== 'none' || n.clientWidth < 3 || !n.checkVisibility({ visibilityProperty: true })) return false;
  if (n.closest('.ao-skip, [data-testid=stIconMaterial]')) return false;
  const shuts = (overflow) => /hidden|clip/.test(overflow);
  return (shuts(overflowX) && textOverflow !== 'ellipsis' && n.scrollWidth > n.clientWidth + 1) ||
    (shuts(overflowY) && n.scrollHeight > n.clientHeight + 4);
}).map((n) => `${n.className}: ${n.textContent}`)"""
_SIDEWAYS = """() => [...document.querySelectorAll('[data-testid=stMain]'), document.scrollingElement]
  .filter((n) => n.scrollWidth > n.clientWidth + 1).map((n) => n.tagName)"""
_TARGETS = """([selector, least]) => [...document.querySelectorAll(selector)].filter((n) => {
  const { width, height } = n.getBoundingClientRect();
  const shut = n.closest('.ao-skip, .ao-file, [data-testid=stSidebar][data-collapsed=true], svg');
  const inText = getComputedStyle(n).display === 'inline' && n.closest('p, li, td, th, dd');
  if (shut || inText || n.disabled || width < 2 || !n.checkVisibility({ visibilityProperty: true })) return false;
  return Math.min(width, height) < least - 0.5;
}).map((n) => {
  const { width, height } = n.getBoundingClientRect();
  return `${Math.round(width)} x ${Math.round(height)}: ${n.className} ${n.getAttribute('aria-label') ?? n.textContent}`;
})"""
_ANY = "a, button, summary, label:has(input), select, textarea, [role=button]"
_MAIN = (
    ".ao-panel :is(.ao-action, .ao-present, .ao-way, .ao-download), .ao-years button, .leaflet-bar a, .ao-tiles summary,"
    " [data-testid=stSidebarNavLink], [data-testid=stExpandSidebarButton], [data-testid=stSelectbox] [role=group], .ao-search input"
)
_FOCUS = """() => {
  const seen = (n) => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(n);
    return (outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2) || boxShadow !== 'none';
  };
  const { activeElement: active } = document;
  if (active.tagName === 'IFRAME' || active === document.body) return '';
  for (let n = active, up = 0; n && up < 4; n = n.parentElement, up++) if (seen(n)) return '';
  return `${active.tagName} ${active.className} ${active.getAttribute('aria-label') ?? active.textContent.slice(0, 40)}`;
}"""
_TO_THE_TOP = """() => {
  document.body.tabIndex = -1;
  document.body.focus();
  document.body.removeAttribute('tabindex');
}"""
_AT_THE_LAST_FILE = """() =>
  [...document.querySelectorAll('[download]')].filter((n) => n.checkVisibility()).at(-1) === document.activeElement"""
_TIPS = """() => {
  const [cell] = aoMap.cells;
  const tip = document.querySelector('.ao-tip');
  const found = Object.entries(cell.shown.byCode).flatMap(([code, shape]) => {
    cell.hover(code);
    const [said, gmina] = [tip, shape.getElement()].map((n) => n.getBoundingClientRect());
    const apart = said.right <= gmina.left || said.left >= gmina.right || said.bottom <= gmina.top || said.top >= gmina.bottom;
    const inside = said.left >= 0 && said.top >= 0 && said.right <= innerWidth && said.bottom <= innerHeight;
    return [...(inside ? [] : [`${code} is cut`]), ...(apart ? [] : [`${code} is covered`])];
  });
  cell.hover(null);
  return found;
}"""
_RING = """(n) => {
  const style = getComputedStyle(n);
  const colour = (text) => text.match(/rgba?\\([^)]*\\)/)?.[0];
  if (n instanceof SVGElement) return [style.stroke, colour(style.filter)];
  for (let up = n; up; up = up.parentElement) {
    const { backgroundColor } = getComputedStyle(up);
    const around = colour(style.boxShadow) ?? (up !== n && !/, 0\\)$/.test(backgroundColor) ? backgroundColor : undefined);
    if (around) return [style.outlineColor, around];
  }
}"""
_TRIES = 8
_LISTS = ("stSelectbox", "stMultiSelect")
WIDTHS = ((390, 844), (1024, 768), (1280, 720), (1366, 768), (1920, 1080))


_FOLLOWED = """(width) => innerWidth === width && [...document.querySelectorAll("iframe")].every((frame) => {
  const room = frame.closest("[data-testid=stElementContainer]");
  const follows = !room || getComputedStyle(frame).position === "fixed" || Math.abs(frame.offsetWidth - room.offsetWidth) < 2;
  return follows && frame.contentWindow.innerWidth === frame.clientWidth;
})"""


def resize(page: Page, width: int, height: int) -> None:
    """Give the page a size and wait until its maps, which follow a moment later, have theirs."""
    page.set_viewport_size({"width": width, "height": height})
    page.wait_for_function(_FOLLOWED, arg=width)
    page.evaluate(DRAWN)


def broken_at(page: Page, widths: tuple[tuple[int, int], ...] = WIDTHS) -> list[str]:
    """Resize the page; return what is parted, cut, on another text or outside at which width."""
    found: list[str] = []
    for width, height in widths:
        resize(page, width, height)
        for _ in range(_TRIES):  # charts follow their boxes a moment later
            broken = [f"{width}: {text}" for frame in page.frames for text in _broken(frame)]
            if not broken:
                break
            page.evaluate(DRAWN)
        found += broken
    return found


def _broken(target: Page | Frame) -> list[str]:
    kinds = {"parted": BROKEN, "cut": _CUT, "on each other": _OVERLAP, "sideways": _SIDEWAYS}
    found = [f"{kind}: {text}" for kind, test in kinds.items() for text in target.evaluate(test)]
    return [*found, *(f"outside: {text}" for text in too_wide(target))]


def small_targets(page: Page, *, phone: bool) -> list[str]:
    """Return what is hard to hit: under 24 pixels, or 44 for the main controls of a phone."""
    least = [(_ANY, 24), (_MAIN, 44)] if phone else [(_ANY, 24)]
    return [text for f in page.frames for one in least for text in f.evaluate(_TARGETS, [*one])]


def unseen_focus(page: Page, stops: int) -> list[str]:
    """Step through the page by Tab; return what has the focus and does not show it."""
    page.evaluate(_TO_THE_TOP)
    found = []
    for _ in range(stops):
        page.keyboard.press("Tab")
        found.append(str(page.evaluate(_FOCUS)))
    return [text for text in found if text]


def stops_to_files(page: Page, most: int) -> int:
    """Return how many stops of the keyboard are from the top to the last file, 0 without files."""
    page.evaluate(_TO_THE_TOP)
    if not page.locator("[download]:visible").count():
        return 0
    for key in ("Tab", "Enter", "Tab", "Enter"):  # the two links that skip what stands before
        page.keyboard.press(key)
    stops = 3
    while stops <= most and not page.evaluate(_AT_THE_LAST_FILE):
        page.keyboard.press("Tab")
        stops += 1
    return stops


def english_in_lists(page: Page) -> list[str]:
    """Open the first list of each kind in the sidebar; return what is in English meanwhile."""
    found = {*english(page)}
    for kind in _LISTS:
        for box in page.get_by_test_id(kind).get_by_role("combobox").all()[:1]:
            box.click()
            page.evaluate(DRAWN)
            found |= {*english(page)}
            page.keyboard.press("Escape")
    return sorted(found)


def misplaced_tips(target: Frame) -> list[str]:
    """Point at every gmina of a map; return those whose words are cut or stand on it."""
    found: list[str] = target.evaluate(_TIPS)
    return found


def ring(focused: Locator) -> tuple[str, str]:
    """Return the colours of the ring around what has the focus and of what is next to it."""
    colour, around = focused.evaluate(_RING)
    return colour, around


_SHIFTS = """window.shifted = 0; new PerformanceObserver((list) => {
  for (const { value, hadRecentInput } of list.getEntries()) if (!hadRecentInput) window.shifted += value;
}).observe({ type: 'layout-shift', buffered: true });"""
MOST_SHIFTED = 0.05


def layout_shift(screen: Screen, path: str) -> float:
    """Load a screen on a processor four times as slow; return by how much it moved meanwhile.

    The page must be a new one: it stays slow.
    """
    page = screen.page
    page.set_default_timeout(60_000)
    page.add_init_script(_SHIFTS)
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 4})
    screen.open(path)
    page.locator(".ao-panel h1").first.wait_for()
    screen.quiet()
    if page.locator("iframe").count():
        screen.painted()
    screen.idle()
    return float(page.evaluate("shifted"))
