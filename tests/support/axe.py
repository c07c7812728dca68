"""Axe on a page and the maps in it, in the light theme and in the dark one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import axe_playwright_python
from playwright.sync_api import Frame, Page, expect

_AXE = next(Path(axe_playwright_python.__file__).parent.rglob("axe.min.js")).read_text(
    encoding="utf-8"
)
# what passes is not asked for: to describe it takes axe longer than to find what does not;
# maps are asked themselves, and none of the rules reads the style sheets
_ONLY = {"resultTypes": ["violations"], "iframes": False, "preload": False}
_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]
_EVERYTHING = {"runOnly": _TAGS, **_ONLY}
_COLOURS = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
    **_ONLY,
}
# Streamlit's own frame around every page; nothing of ours is in these.
_NOT_OURS = {"region", "landmark-one-main", "page-has-heading-one"}
_DARK_GROUND = "rgb(18, 24, 27)"  # of .streamlit/config.toml
_STILL = "() => Promise.allSettled(document.getAnimations().map((one) => one.finished))"


def violations(target: Page | Frame, rules: Mapping[str, Any] = _EVERYTHING) -> list[str]:
    """Return what axe finds, Streamlit's own frame included."""
    if not target.evaluate("'axe' in window"):
        target.evaluate(_AXE)
    result: dict[str, Any] = target.evaluate("(options) => axe.run(document, options)", rules)
    return [
        f"{v['id']}: {node['html'][:160]} {node['failureSummary'][:200]}"
        for v in result["violations"]
        for node in v["nodes"]
    ]


def ours(found: list[str]) -> list[str]:
    """Return those that are about what we show."""
    return [text for text in found if text.split(":")[0] not in _NOT_OURS]


def faults(page: Page, *maps: Frame, around: bool = True) -> list[str]:
    """Return our violations of a page in the theme it has, then of its colours in the other one.

    The themes differ in colours only. The page stays in the other one: to change it is dear.
    Without ``around`` only its maps are looked at.
    """
    targets: list[Page | Frame] = [page, *maps] if around else [*maps]
    dark = bool(page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches"))
    _settle(page, maps, dark=dark)
    found = [text for target in targets for text in ours(violations(target))]
    other: Literal["light", "dark"] = "light" if dark else "dark"
    page.emulate_media(color_scheme=other)
    _settle(page, maps, dark=not dark)
    for target in targets:
        found += [f"{other} {text}" for text in violations(target, _COLOURS)]
    return found


def _settle(page: Page, maps: tuple[Frame, ...], *, dark: bool) -> None:
    ground = page.get_by_test_id("stApp")
    if ground.count():
        told = expect(ground)
        (told.to_have_css if dark else told.not_to_have_css)("background-color", _DARK_GROUND)
    for one in maps:
        one.locator("html.ao-dark" if dark else "html:not(.ao-dark)").wait_for()
    targets: list[Page | Frame] = [page, *maps]
    for target in targets:
        target.evaluate(_STILL)
