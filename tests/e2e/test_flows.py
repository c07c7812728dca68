"""The screen „Przepływy” as a person sees it; one page is opened and goes on by its controls."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import expect

from tests.support.axe import faults
from tests.support.browser import Screen
from tests.support.screens import broken_at, overlapping, too_wide

OPOLE = "166101"

BANDS = """() => [...document.querySelectorAll('.leaflet-lines-pane path.ao-flow')].map((path) => {
  const points = path.getAttribute('d').match(/-?[\\d.]+/g).map(Number);
  const pairs = [];
  for (let n = 0; n < points.length; n += 2) pairs.push([points[n], points[n + 1]]);
  return { name: path.getAttribute('class'), points: pairs, fill: getComputedStyle(path).fill };
})"""

BOXES = """(selector) => [...document.querySelectorAll(selector)].filter((n) => n.checkVisibility())
  .map((n) => { const b = n.getBoundingClientRect(); return [b.left, b.top, b.right, b.bottom]; })"""


def bands(screen: Screen) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = screen.map.evaluate(BANDS)
    return found


def breadth(band: dict[str, Any]) -> tuple[float, float]:
    """Return how broad a band is where it begins, and just before its head, in pixels."""
    points = band["points"]
    side = (len(points) - 3) // 2  # points of one side; then the head, then the other side

    def apart(a: list[float], b: list[float]) -> float:
        return float(((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2) ** 0.5)

    return apart(points[0], points[-1]), apart(points[side - 1], points[side + 3])


def test_flows_are_seen_chosen_and_read(standing: Screen) -> None:
    screen, page = standing, standing.page
    screen.open("/przeplywy")
    screen.painted()
    expect(page.locator(".ao-sentence, .ao-panel-board p").first).to_contain_text("co najmniej")
    expect(page.locator(".ao-panel-heading")).to_contain_text("poniżej 10 osób GUS nie publikuje")
    drawn = bands(screen)
    assert len(drawn) == 56
    for band in drawn:
        begin, end = breadth(band)
        assert begin < end, "a band grows towards where its people go"
    widths = [round(breadth(band)[1], 1) for band in drawn]
    assert widths == sorted(widths), "the strongest lie on top"
    assert widths[-1] > 6 * widths[0]
    assert not faults(page)

    screen.gmina(OPOLE).press("Enter")
    screen.painted(f"gmina={OPOLE}")
    expect(page).to_have_url(re.compile(f"gmina={OPOLE}"))
    ways = {band["fill"] for band in bands(screen)}
    assert len(ways) == 2, "who leaves and who comes have colours of their own"
    assert all(f"ao-tie-{OPOLE}" in band["name"] for band in bands(screen))
    expect(screen.map.locator(".ao-legend")).to_contain_text("wyjeżdżają do pracy")
    expect(page.get_by_role("heading", name=re.compile("^Macierz"))).to_be_attached()

    page.get_by_text("Także pięć miejsc spoza obszaru").click()
    screen.painted("otoczenie=tak")
    ends = screen.map.locator(".ao-label.ao-end")
    expect(ends).to_have_count(5)
    assert overlapping(screen.map.evaluate(BOXES, ".ao-label")) == []

    page.go_back()
    page.go_back()
    screen.painted("przeplyw=dojazdy-2016")
    assert len(bands(screen)) == 56
    screen.choose("Obraz", "dokąd ciąży każda gmina")
    screen.painted("obraz=ciazenie")
    assert len(bands(screen)) == 21
    assert len(set(screen.fills().values())) >= 5
    expect(screen.map.locator(".ao-legend")).to_contain_text("Opole od 50%: 13")
    assert broken_at(page) == []
    assert too_wide(page) == []
    assert not faults(page)
    assert screen.abroad == []
    assert screen.errors == []
