"""The change between two folders in its six parts, and its words."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from ao_dash.ingest.editions.diff import (
    Change,
    PeriodChange,
    TextChange,
    ValueChange,
    compare_folders,
)
from ao_dash.model.faults import DataFaults
from tests.support.bdl_server import indicator_line, small_folder
from tests.support.data import edit


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Path]:
    before = small_folder(tmp_path / "before")
    return before, Path(shutil.copytree(before, tmp_path / "after"))


def append(folder: Path, file: str, text: str) -> None:
    with (folder / file).open("a", encoding="utf-8") as out:
        out.write(text + "\n")


def test_the_same_folder_has_no_change(pair: tuple[Path, Path]) -> None:
    change = compare_folders(*pair)
    assert not change
    assert change.lines == [
        "1. Nowe wskaźniki: brak",
        "2. Nieznane kody: brak",
        "3. Zmienione wartości: brak",
        "4. Zmienione opisy: brak",
        "5. Zmienione okresy: brak",
        "6. Zmiany terytorialne: brak",
    ]


def new_indicator(folder: Path) -> None:
    cells = "nowy,Nowy,Nowy,%,przyroda,share,high,0,1,1,,,published,,x"
    append(folder, "indicators.csv", indicator_line(cells).strip())
    append(folder, "stats.csv", "166101,nowy,2024,1,ok,S1")


def moved_border(folder: Path) -> None:
    edit(folder / "boundaries/gminy.geojson", "50.6", "50.61")


CASES: dict[str, tuple[Callable[[Path], object], str, str]] = {
    "new indicator": (new_indicator, "indicators", "  nowy"),
    "unknown code": (
        lambda f: edit(f / "stats.csv", "166101,lesistosc,2024,30,ok,S1", "166101,lesistosc,2024,30,ok,S9"),
        "codes",
        "  stats, source „S9”: nie ma go w słowniku",
    ),
    "a code that is gone": (
        lambda f: edit(f / "indicators.csv", "lesistosc_zmiana", "lesistosc_roznica"),
        "codes",
        "  indicators, indicator „lesistosc_zmiana”: zniknął",
    ),
    "value": (
        lambda f: edit(f / "stats.csv", "lesistosc,2024,30,", "lesistosc,2024,30.5,"),
        "figures",
        "  lesistosc 2024, gmina 166101: 30 → 30.5",
    ),
    "value gone": (
        lambda f: edit(f / "stats.csv", "166101,lesistosc,2024,30,ok", "166101,lesistosc,2024,,missing"),
        "figures",
        "  lesistosc 2024, gmina 166101: 30 → brak",
    ),
    "description": (
        lambda f: edit(f / "indicators.csv", "Lesistość,Lesistość,%", "Lesistość,Lasy,%"),
        "texts",
        "  indicators, lesistosc, short: „Lesistość” → „Lasy”",
    ),
    "description added": (
        lambda f: append(f, "sources.csv", "S2,GUS,nowa,2025,CC0"),
        "texts",
        "  sources, S2: dodano „S2; GUS; nowa; 2025; CC0”",
    ),
    "period": (
        lambda f: append(f, "stats.csv", "166101,lesistosc,2025,31,ok,S1"),
        "periods",
        "  lesistosc: 2024 → 2024–2025 (2 lata)",
    ),
    "territory: type": (
        lambda f: append(f, "gmina_types.csv", "160902,miejsko-wiejska,2026-01-01"),
        "territory",
        "  gmina_types, 160902, 2026-01-01: dodano „160902; miejsko-wiejska; 2026-01-01”",
    ),
    "territory: border": (moved_border, "territory", "  boundaries/gminy.geojson, boundaries/gminy.geojson, geometry"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_each_difference_is_in_its_part_with_words(name: str, pair: tuple[Path, Path]) -> None:
    work, part, line = CASES[name]
    before, after = pair
    work(after)
    change = compare_folders(before, after)
    assert change
    assert getattr(change, part)
    assert any(shown.startswith(line) for shown in change.lines), change.lines
    others = {"indicators", "codes", "figures", "periods", "territory"} - {part}
    if name != "a code that is gone":
        assert not [o for o in others if getattr(change, o)]


def test_a_spelling_of_a_number_is_no_change(pair: tuple[Path, Path]) -> None:
    edit(pair[1] / "stats.csv", "lesistosc,2024,30,", "lesistosc,2024,30.0,")
    assert not compare_folders(*pair)


def test_old_and_new_are_told(pair: tuple[Path, Path]) -> None:
    before, after = pair
    edit(after / "stats.csv", "lesistosc,2024,30,", "lesistosc,2024,33,")
    append(after, "stats.csv", "166101,lesistosc,2023,3,ok,S1")
    change = compare_folders(before, after)
    assert change.figures == (ValueChange("lesistosc", 2024, "166101", "30", "33", "ok"),)
    assert change.periods == (PeriodChange("lesistosc", (2024,), (2023, 2024)),)


def test_a_long_part_is_cut_and_counted() -> None:
    texts = tuple(TextChange("remarks", f"{n}", "text", "a", "b") for n in range(100))
    lines = Change(texts=texts).lines
    assert "4. Zmienione opisy: 100" in lines
    assert "  … i jeszcze 88" in lines
    assert len(lines) == 6 + 12 + 1


def test_a_folder_that_cannot_be_read_is_a_fault(pair: tuple[Path, Path]) -> None:
    (pair[1] / "stats.csv").write_bytes(b"\xff\xfe")
    with pytest.raises(DataFaults):
        compare_folders(*pair)
