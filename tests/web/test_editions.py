"""The running app under new data: each answer is of one edition, old or new, and extra files join."""

from __future__ import annotations

import threading
from pathlib import Path

import pandas as pd
import pytest

from ao_dash.ingest.editions.swap import renewal
from ao_dash.mapview.selection import parse
from ao_dash.mapview.view import build_view
from ao_dash.model.faults import DataFaults
from ao_dash.web.server import html
from ao_dash.web.server.link_preview import NO_PREVIEW
from ao_dash.web.state import data

SESSIONS, EDITIONS = 8, 4
MARKED = ("166101", "160501")


def mark(folder: Path, number: int) -> None:
    """Write the number of an edition into figures of two gminy and into the name of a source."""
    stats = pd.read_csv(folder / "stats.csv", dtype=str, keep_default_na=False)
    rows = stats["indicator"].eq("ludnosc") & stats["year"].eq("2024")
    for teryt6 in MARKED:
        stats.loc[rows & stats["teryt6"].eq(teryt6), "value"] = str(100_000 + number)
    stats.to_csv(folder / "stats.csv", index=False, lineterminator="\n")


def test_every_picture_is_of_one_edition(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mark(folder, 0)
    monkeypatch.setenv("AO_DATA_DIR", str(folder))
    seen: set[float] = set()
    errors: list[object] = []
    done = threading.Event()

    def session() -> None:
        while not done.is_set():
            try:
                dataset = data.current()
                view = build_view(
                    dataset, parse({"wskaznik": "ludnosc", "rok": "2024"}, dataset)[0]
                )
                values = {row.value for row in view.rows if row.gmina.teryt6 in MARKED}
            except (DataFaults, OSError) as error:
                errors.append(error)
                return
            if len(values) != 1:
                errors.append(values)
            seen.update(value for value in values if value is not None)

    sessions = [threading.Thread(target=session) for _ in range(SESSIONS)]
    for one in sessions:
        one.start()
    for number in range(1, EDITIONS + 1):
        with renewal(folder) as new:
            mark(new.path, number)
            new.put_in_place(new.edition("test"))
    newest = data.current().series["ludnosc"][2024]["166101"].value
    done.set()
    for one in sessions:
        one.join()
    assert errors == []
    assert newest == 100_000 + EDITIONS
    assert seen <= {100_000.0 + number for number in range(EDITIONS + 1)}
    assert len(seen) >= 2


def test_words_that_fail_leave_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(html, "build_view", fail)
    scope = {"type": "http", "path": "/", "query_string": b"", "headers": []}
    assert html._described(scope) == (NO_PREVIEW, "")


def test_files_of_the_office_join_the_data(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    extra = tmp_path / "biuro"
    extra.mkdir()
    monkeypatch.setenv("AO_DATA_DIR", str(folder))
    monkeypatch.setenv("AO_EXTRA_DIR", str(extra))
    before = set(data.current().indicators)
    (extra / "lampy.csv").write_text("Gmina;Lampy 2023\nOpole;5\nGogolin;7\n", encoding="utf-8")
    (code,) = set(data.current().indicators) - before
    assert data.current().series[code][2023]["160501"].value == 7
    (extra / "lampy.csv").write_text("nic", encoding="utf-8")
    with pytest.raises(DataFaults, match=r"lampy\.csv"):
        data.current()
