"""Whatever passes the check of a folder can be drawn: the largest, the smallest, none at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from ao_dash.analysis.classes import Method
from ao_dash.datafolder.load import load
from ao_dash.mapview.plain_page import plain
from ao_dash.mapview.selection import parse
from ao_dash.mapview.view import build_view
from ao_dash.model.dataset import Dataset
from ao_dash.model.indicator import Kind
from ao_dash.output.paper.render import render
from ao_dash.output.paper.sheet import Sheet
from tests.support.bdl_server import SMALL, indicator_line, small_folder

TINY, BIG = "0.0000000001", "9" * 13
FIGURES = {
    "zeros": ("0", "0", "0"),
    "tiny": (TINY, TINY, TINY),
    "zero and tiny": ("0", TINY, "0.0000000002"),
    "big": (BIG, BIG, BIG),
    "big, tiny and zero": (BIG, "0", TINY),
    "below zero": (f"-{BIG}", f"-{TINY}", BIG),
    "close": ("1", "1.0000000001", "1"),
    "close and big": (BIG, "9999999999998", "9999999999997"),
    "one": ("5", "", ""),
    "none": ("", "", ""),
}
BOUNDED = ("zeros", "tiny", "zero and tiny", "close", "one", "none")
ALLOWED = {
    kind: BOUNDED if kind is Kind.SHARE else ("zeros", "none") if kind is Kind.FLAG else FIGURES
    for kind in Kind
}


@pytest.fixture(scope="module")
def extremes(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """Small data with an indicator for each kind and set of figures, the years in two orders."""
    folder: Path = small_folder(tmp_path_factory.mktemp("extremes") / "data")
    chosen = [(kind, name) for kind in Kind for name in ALLOWED[kind]]
    with (
        (folder / "indicators.csv").open("a", encoding="utf-8") as indicators,
        (folder / "stats.csv").open("a", encoding="utf-8") as stats,
    ):
        for n, (kind, name) in enumerate(chosen):
            unit, signed = "%" if kind is Kind.SHARE else "zł", int("-" in FIGURES[name][0])
            about = f"x{n},{kind} {name},{name},{unit},planowanie,{kind},high,{signed},1,2"
            indicators.write(indicator_line(f"{about.replace(', ', ' ')},,,published,,x"))
            for year, values in ((2019, FIGURES[name][::-1]), (2020, FIGURES[name])):
                for teryt6, value in zip(SMALL, values, strict=True):
                    status = "ok" if value else "missing"
                    stats.write(f"{teryt6},x{n},{year},{value},{status},S1\n")
    return load(folder)


@pytest.mark.parametrize("code", [f"x{n}" for n in range(sum(map(len, ALLOWED.values())))])
def test_what_passes_the_check_can_be_drawn(code: str, extremes: Dataset) -> None:
    choices: list[dict[str, str]] = [
        {"metoda": method} for method in Method if method is not Method.CUSTOM
    ]
    choices += [{"zmiana": kind, "od": "2019"} for kind in ("roznica", "procent")]
    for choice in ({}, *choices, {"klasy": "7"}, {"teren": "staly"}):
        query = {"wskaznik": code, "rok": "2020", **choice}
        view = build_view(extremes, parse(query, extremes)[0])
        assert plain(view)
        if not choice and view.indicator and view.indicator.kind in (Kind.COUNT, Kind.RATE):
            assert render(extremes, view, "svg", Sheet.A4)
