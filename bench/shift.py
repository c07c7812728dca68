"""How much every screen moves while it comes, at three widths, on a processor four times as slow.

``python -m bench.shift``. Exit code 1 if a cumulative layout shift is over its budget.
"""

from __future__ import annotations

import sys

from playwright.sync_api import sync_playwright

from tests.support import tools
from tests.support.browser import SCREENS, Screen, serving
from tests.support.screens import MOST_SHIFTED, layout_shift

SIZES = ((390, 844), (1280, 720), (1920, 1080))


def main() -> int:
    """Measure, print the largest first, compare with the budget."""
    shifts: dict[str, float] = {}
    with serving() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=tools.chromium(), args=["--no-sandbox", "--disable-gpu"]
        )
        for width, height in SIZES:
            for code in ("", *SCREENS):
                page = browser.new_page(viewport={"width": width, "height": height})
                shifts[f"/{code} {width}"] = layout_shift(Screen(page, address), f"/{code}")
                page.close()
    for name, shift in sorted(shifts.items(), key=lambda one: -one[1]):
        print(f"{name:20} {shift:.3f}")
    return 0 if max(shifts.values()) < MOST_SHIFTED else 1


if __name__ == "__main__":
    sys.exit(main())
