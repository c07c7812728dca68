"""The refresh as a whole, against an imitation of the bank: few questions, nothing ever lost."""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from ao_dash.datafolder.load import SHIPPED
from ao_dash.ingest.bdl.client import Bank as Where
from ao_dash.ingest.bdl.rate_limit import Limit
from ao_dash.ingest.bdl.refresh import Options, refresh
from ao_dash.ingest.editions.edition import last_attempt
from ao_dash.ingest.editions.errors import (
    AnswerError,
    NothingToAskError,
    NotJsonError,
    UnreachableError,
)
from ao_dash.ingest.editions.renew import Outcome
from ao_dash.model.dataset import Dataset
from ao_dash.model.faults import DataFaults
from ao_dash.model.series import NO_SERIES, BreakKind, Status
from ao_dash.screens.quality.crosscheck import CHECKS, compare
from tests.support.bdl_server import (
    OPOLSKIE,
    POLAND,
    SMALL,
    Bank,
    FastClock,
    Series,
    believable,
    check_once,
    content,
    entry_of,
    gmina_id,
    indicator_line,
    load_once,
    serve,
    shipped_entries,
    small_bank,
    small_folder,
    without_certificates,
)
from tests.support.data import edit

FREE = (Limit(1_000_000, 1.0),)
REGIONAL = "regional.csv"


@pytest.fixture(autouse=True)
def _check_once(monkeypatch: pytest.MonkeyPatch) -> None:
    check_once(monkeypatch)
    without_certificates(monkeypatch)


class World:
    """A folder, a bank and a cache, and refreshes of the one from the other."""

    def __init__(self, folder: Path, bank: Bank, url: str) -> None:
        self.folder, self.bank = folder, bank
        self.clock = FastClock()
        self.options = Options(
            cache=folder.parent / "cache",
            bank=Where(url, timeout=30.0),
            domain="przyroda",
            limits=FREE,
        )
        self.told: list[str] = []
        self.requests = 0  # of the last run

    def run(self, **options: Any) -> Outcome:
        changed = dataclasses.replace(self.options, **options)
        before = len(self.bank.asked)
        try:
            return refresh(self.folder, changed, self.told.append, self.clock)
        finally:
            self.requests = len(self.bank.asked) - before

    def data(self) -> Dataset:
        return load_once(self.folder)

    def set(self, indicator: str, teryt6: str, kind: int, cells: Series) -> None:
        self.bank.variables[entry_of(indicator).variable].cells[gmina_id(teryt6, kind)] = cells

    def new_state(self, day: str = "2026-10-01T08:00:00") -> None:
        for variable in self.bank.variables.values():
            variable.updated = day


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    bank = small_bank()
    with serve(bank) as url:
        yield World(small_folder(tmp_path / "data"), bank, url)


def refused(outcome: Outcome) -> list[str]:
    """Lines of the report about variables that were not taken."""
    count = outcome.lines[1].removeprefix("Odrzucono: ")
    return [line.strip() for line in outcome.lines[2:][: 0 if count == "brak" else int(count)]]


def test_known_indicators_grow_and_new_ones_come(world: World) -> None:
    outcome = world.run()
    data = world.data()
    assert outcome.swapped
    assert outcome.change.indicators == ("obszary_chronione", "tereny_zieleni")
    assert data.years("lesistosc") == tuple(range(2015, 2026))
    assert data.years("obszary_chronione") == tuple(range(2015, 2026))
    cell = data.series["lesistosc"][2025]["166101"]
    assert (cell.value, cell.status, cell.sources) == (30.1, Status.OK, ("BDL_194828",))
    new = data.indicators["obszary_chronione"]
    assert (new.bdl_variable, new.unit, new.origin.value) == ("1646047", "%", "published")
    assert new.note.startswith("GUS BDL, zmienna 1646047: Temat")
    source = data.sources["BDL_1646047"]
    assert (source.office, source.state) == ("GUS BDL", "aktualizacja 2026-05-29")
    assert "aktualizacja" in source.state
    assert data.years("lesistosc_zmiana")  # what was computed from it is so still
    assert data.years("ludnosc") == tuple(range(2016, 2022))  # of another domain


def test_breaks_come_along_with_longer_series(world: World) -> None:
    world.run()
    breaks = world.data().breaks_of("obszary_chronione")
    assert {(b.teryt6, b.year, b.kind) for b in breaks} == {
        ("166101", 2017, BreakKind.BORDERS),
        ("160902", 2017, BreakKind.BORDERS),
    }


def test_a_figure_per_inhabitant_breaks_where_population_was_counted_anew(world: World) -> None:
    entry = entry_of("udzial_65")
    cells: dict[str, Series] = {gmina_id("166101", 1): dict.fromkeys(range(2018, 2023), (3.0, 1))}
    world.bank.add(*believable(entry, cells))
    world.run(domain="planowanie")
    found = [b for b in world.data().breaks if b.indicator == entry.indicator]
    assert [(b.year, b.kind) for b in found] == [(2020, BreakKind.BASE)]
    assert [
        b.year for b in world.data().breaks if b.indicator == "ludnosc" and b.kind is BreakKind.BASE
    ] == [2020]


def test_a_changed_method_becomes_a_break(world: World) -> None:
    cells = {y: (5.0, 11 if y in (2021, 2022) else 1) for y in range(2018, 2025)}
    world.set("tereny_zieleni", "166101", 1, cells)
    world.run()
    found = [
        b
        for b in world.data().breaks
        if b.indicator == "tereny_zieleni" and b.kind is BreakKind.METHOD
    ]
    assert [b.year for b in found] == [2021]


def test_figures_of_the_units_around_are_kept_beside(world: World) -> None:
    world.run()
    rows = pd.read_csv(world.folder / REGIONAL, dtype=str)
    assert set(rows["region"]) == {"PL", "16", "1609"}
    forest = rows[(rows["indicator"] == "lesistosc") & (rows["year"] == "2025")]
    assert dict(zip(forest["region"], forest["value"], strict=True)) == {
        "PL": "29.6",
        "16": "26.6",
        "1609": "27.7",
    }


def test_a_gap_that_the_bank_has_filled_is_no_longer_told(world: World) -> None:
    assert (
        world.data()
        .domains["przyroda"]
        .missing.startswith(
            "Brakuje powierzchni obszarów chronionych i pomników przyrody; są w BDL."
        )
    )
    world.run()
    assert (
        world.data().domains["przyroda"].missing.startswith("Brakuje pomników przyrody; są w BDL.")
    )


def test_a_second_run_with_nothing_new_asks_one_question(world: World) -> None:
    world.run()
    assert world.requests > 10
    before = content(world.folder)
    second = world.run()
    assert not second.swapped
    assert not second.change
    assert content(world.folder) == before
    assert world.requests == 1
    assert second.lines[-1] == "Nic nowego: dane bez zmian."


def test_only_what_changed_is_asked_again(world: World) -> None:
    world.run()
    variable = world.bank.variables["194828"]
    variable.updated = "2026-10-01T08:00:00"
    world.set("lesistosc", "166101", 1, {2024: (33.0, 1), 2025: (34.0, 1)})
    world.bank.asked.clear()
    outcome = world.run()
    asked = [path.split("?")[0].removeprefix("/api/v1") for path in world.bank.asked]
    assert "/data/by-variable/194828" in asked
    assert not [path for path in asked if path.endswith(("1646047", "1621852"))]
    assert [(v.year, v.old, v.new) for v in outcome.change.figures] == [
        (2024, "30", "33"),
        (2025, "30.1", "34"),
    ]
    # what the bank does not say any more is not lost
    assert world.data().series["lesistosc"][2015]["166101"].value == 29.1


def test_the_history_counts_what_each_edition_brought(world: World) -> None:
    world.run(years=(2015, 2024))
    (first,) = world.data().editions
    assert (first.number, first.command) == (1, "refresh bdl")
    counts = {c.indicator: (c.new, c.changed, c.gone) for c in first.of_indicators}
    assert counts == {
        "lesistosc": (27 + 30, 0, 0),  # 2024 was known of gminy, nothing of three regions
        "obszary_chronione": (60, 0, 0),
        "tereny_zieleni": (60, 0, 0),
    }
    cells = dict(world.bank.variables["194828"].cells[gmina_id("166101", 1)])
    cells |= dict.fromkeys((2016, 2017, 2018), (20.0, 1)) | {2020: (0.0, 4)}
    world.set("lesistosc", "166101", 1, cells)
    world.new_state()
    (world.folder / "wydanie.json").unlink()  # a number is never given twice
    world.run()
    newest, *older = world.data().editions
    assert older == [first]
    assert newest.number == 2
    change = next(c for c in newest.changes if c.indicator == "lesistosc")
    assert change.years == (2016, 2017, 2018, 2020, 2025)
    assert (change.new, change.changed, change.gone) == (6, 3, 1)
    others = {c.indicator: (c.years, c.new) for c in newest.of_indicators if c is not change}
    assert others == dict.fromkeys(("obszary_chronione", "tereny_zieleni"), ((2025,), 6))
    assert not world.run().swapped
    assert len(world.data().editions) == 2


def test_all_asks_for_everything_again(world: World) -> None:
    world.run()
    first = world.requests
    world.run(again=True)
    assert world.requests >= first
    world.run(again=True)
    assert world.requests == 1  # a stopped one would go on, too


def test_a_dry_run_tells_and_changes_nothing(world: World) -> None:
    before = content(world.folder)
    outcome = world.run(dry=True)
    assert content(world.folder) == before
    assert outcome.change.indicators
    assert outcome.lines[-1] == "Próba: niczego nie zapisano."
    assert {p.name for p in world.folder.parent.iterdir()} == {"data", "cache"}


def test_years_narrow_what_is_taken(world: World) -> None:
    world.run(years=(2023, 2024))
    assert world.data().years("obszary_chronione") == (2023, 2024)


def test_zero_that_means_nothing_is_nothing(world: World) -> None:
    world.set("tereny_zieleni", "166101", 1, {2023: (0.0, 4), 2024: (0.0, 50), 2025: (0.0, 0)})
    world.set("tereny_zieleni", "160902", 2, {2023: (1.0, 1), 2024: (1.0, 1), 2025: (1.0, 1)})
    world.run()
    cells = [world.data().series["tereny_zieleni"][year]["166101"] for year in (2023, 2024, 2025)]
    assert [(c.value, c.status) for c in cells] == [
        (None, Status.MISSING),
        (None, Status.MISSING),
        (0.0, Status.OK),
    ]


def test_a_year_nobody_has_a_figure_for_is_no_year(world: World) -> None:
    for teryt6, kind in (("166101", 1), ("160902", 2), ("160503", 3)):
        world.set("tereny_zieleni", teryt6, kind, {2024: (1.0, 1), 2025: (0.0, 50)})
    world.run()
    assert world.data().years("tereny_zieleni") == (2024,)
    assert 2025 not in world.data().series["tereny_zieleni"]


def test_a_withdrawn_figure_goes_but_not_one_of_another_source(world: World) -> None:
    world.set("lesistosc", "166101", 1, {2024: (0.0, 4), 2025: (31.0, 1)})
    world.run()
    assert world.data().series["lesistosc"][2024]["166101"].value == 30  # the table's own
    world.set("lesistosc", "166101", 1, {2024: (0.0, 4), 2025: (0.0, 4)})
    world.new_state()
    world.run()
    assert world.data().series["lesistosc"][2025]["166101"].status is Status.MISSING


def test_migration_of_2015_was_never_published(tmp_path: Path) -> None:
    bank = Bank()
    for indicator in ("saldo_migracji", "zameldowania", "wymeldowania", "saldo_migracji_1000"):
        values: dict[str, Series] = {
            gmina_id(teryt6, kind): {2014: (5.0, 1), 2015: (0.0, 1), 2016: (6.0, 1)}
            for teryt6, kind in (("166101", 1), ("160902", 2))
        }
        values |= {unit: {2014: (1.0, 1), 2015: (0.0, 1)} for unit in (POLAND, OPOLSKIE)}
        bank.add(*believable(entry_of(indicator), values))
    folder = small_folder(tmp_path / "data")
    with (folder / "indicators.csv").open("a", encoding="utf-8") as out:
        for code in ("saldo_migracji", "zameldowania", "wymeldowania", "saldo_migracji_1000"):
            cells = f"{code},Nazwa,Nazwa,osoba,planowanie,count,neutral,1,1,0,,,published,149164?,x"
            out.write(indicator_line(cells, like=code))
    with serve(bank) as url:
        world = World(folder, bank, url)
        world.run(domain="planowanie")
    for code in ("saldo_migracji", "zameldowania", "wymeldowania", "saldo_migracji_1000"):
        assert world.data().years(code) == (2014, 2016)
        assert 2015 not in world.data().series[code]
    assert "2015" not in set(pd.read_csv(folder / REGIONAL, dtype=str)["year"])


def rename(bank: Bank) -> None:
    bank.variables["1646047"].names = ("udział użytków rolnych",)


def other_unit(bank: Bank) -> None:
    bank.variables["1646047"].unit = "ha"


def other_figures(bank: Bank) -> None:
    variable = bank.variables["1646047"]
    for teryt6, kind in SMALL.items():
        del variable.cells[gmina_id(teryt6, kind)]


@pytest.mark.parametrize(
    ("lie", "said"),
    [
        (rename, "w nazwie „Temat: udział użytków rolnych” nie ma „chronion”"),
        (other_unit, "jednostką jest „ha”, a miała być „%”"),
        (other_figures, "nie ma w niej żadnej gminy obszaru"),
        (lambda bank: bank.variables.pop("1646047"), "kod 404: Brak danych"),
    ],
)
def test_what_the_bank_does_not_confirm_is_refused_and_told(
    lie: Callable[[Bank], object], said: str, world: World
) -> None:
    lie(world.bank)
    outcome = world.run()
    (refusal,) = refused(outcome)
    assert refusal.startswith("obszary_chronione (zmienna 1646047): ")
    assert said in refusal
    assert "obszary_chronione" not in world.data().indicators
    assert "tereny_zieleni" in world.data().indicators  # the others are taken


def half(path: str, answer: dict[str, Any]) -> None:
    if "by-variable/1646047" in path:
        answer["results"] = answer["results"][:1]


def other_variable(path: str, answer: dict[str, Any]) -> None:
    if "by-variable/1646047" in path:
        answer["variableId"] = 5


def not_a_number(path: str, answer: dict[str, Any]) -> None:
    if "by-variable/1646047" in path:
        answer["results"][0]["values"][0]["val"] = "NaN"


@pytest.mark.parametrize("lie", [half, other_variable, not_a_number])
def test_a_half_answer_is_refused_and_not_kept(
    lie: Callable[[str, dict[str, Any]], None], world: World
) -> None:
    world.bank.change = lie
    (refusal,) = refused(world.run())
    assert refusal.startswith("obszary_chronione ")
    world.bank.change = lambda _path, _answer: None
    outcome = world.run()
    assert not refused(outcome)
    assert outcome.change.indicators == ("obszary_chronione",)


@pytest.mark.parametrize(("fault", "error"), [("html", NotJsonError), ("500", UnreachableError)])
def test_a_run_that_was_stopped_goes_on_where_it_stopped(
    fault: str, error: type[Exception], world: World
) -> None:
    whole = 1 + 1 + 1 + 3 + 3 + 3  # region, attributes, country; three variables of one page
    world.bank.fault = lambda number, _path: fault if number >= 8 else None
    before = content(world.folder)
    with pytest.raises(error):
        world.run()
    assert content(world.folder) == before
    last = last_attempt(world.options.cache)
    assert last is not None
    assert (last.fine, last.command) == (False, "refresh bdl")
    world.bank.fault = lambda _number, _path: None
    world.bank.asked.clear()
    assert world.run().swapped
    assert len(world.bank.asked) == whole - 8 + 1
    last = last_attempt(world.options.cache)
    assert last is not None
    assert (last.fine, last.said) == (True, "Nowe dane są w użyciu.")


def test_a_folder_with_faults_is_not_refreshed(world: World) -> None:
    edit(world.folder / "stats.csv", "lesistosc,2024,30,", "lesistosc,2024,dużo,")
    with pytest.raises(DataFaults):
        world.run()
    assert not world.bank.asked


def test_a_lie_about_the_number_of_records_costs_no_requests(world: World) -> None:
    def many(path: str, answer: dict[str, Any]) -> None:
        if "by-variable/1646047" in path:
            answer["totalRecords"] = 10**9

    world.bank.change = many
    (refusal,) = refused(world.run())
    assert refusal.startswith("obszary_chronione ")
    assert len(world.bank.asked) < 20


@pytest.mark.parametrize("unit", [POLAND, OPOLSKIE])
def test_a_unit_beside_that_cannot_be_read_is_left_out(unit: str, world: World) -> None:
    def strange(path: str, answer: dict[str, Any]) -> None:
        if f"by-unit/{unit}" in path:
            answer["results"] = [3]

    world.bank.change = strange
    assert world.run().swapped
    rows = pd.read_csv(world.folder / REGIONAL, dtype=str)
    assert {"PL", "16"} - set(rows["region"]) == {"PL" if unit == POLAND else "16"}
    world.bank.change = lambda _path, _answer: None
    world.run()
    assert {"PL", "16"} <= set(pd.read_csv(world.folder / REGIONAL, dtype=str)["region"])


def test_attributes_that_cannot_be_read_stop_the_run_but_are_not_kept(world: World) -> None:
    def strange(path: str, answer: dict[str, Any]) -> None:
        if path == "/attributes":
            answer["results"] = None

    world.bank.change = strange
    with pytest.raises(AnswerError, match="atrybutów"):
        world.run()
    world.bank.change = lambda _path, _answer: None
    assert world.run().swapped


def test_a_domain_nobody_knows_is_told(world: World) -> None:
    with pytest.raises(NothingToAskError, match="kosmos"):
        world.run(domain="kosmos")
    assert not world.bank.asked


def test_progress_says_what_is_left(world: World) -> None:
    world.run()
    assert any("lesistosc" in line and "zostało najwyżej" in line for line in world.told)
    assert "3/3 pobrano" in world.told[-1]


OTHERS = [(f"16{p:02}{g:02}", 3 if g % 2 else 2) for p in (1, 2, 3, 4, 6, 7) for g in range(51, 59)]


def whole_bank(dataset: Dataset) -> Bank:
    """Every variable of the catalogue for the voivodeship, 22 years; known figures as they are."""
    bank = Bank()
    kinds = {"miejska": 1, "wiejska": 2, "miejsko-wiejska": 3}
    members = [(g.teryt6, kinds[g.type_in(2025).value]) for g in dataset.gminy.values()]
    for entry in shipped_entries():
        known = dataset.series.get(entry.indicator, NO_SERIES)
        values: dict[str, Series] = {}
        for n, (teryt6, kind) in enumerate([*members, *OTHERS]):
            cells: dict[int, tuple[float | None, int]] = {}
            made = 10.0 + n  # whole, and no more than a hundred
            for year in known.years:
                made = known.cell(year, teryt6).value or made
            for year in range(2004, 2026):
                # areas are checked against the borders, so they are the same every year
                then = 2025 if entry.indicator == "powierzchnia_km2" else year
                value = known.cell(then, teryt6).value
                cells[year] = ((made if value is None else value) * entry.divisor, 1)
            values[gmina_id(teryt6, kind)] = cells
            if kind == 3:
                values |= {gmina_id(teryt6, part): cells for part in (4, 5)}
        around = (POLAND, OPOLSKIE, "031617009000", "031617001000", "031617000000")
        for unit in around:
            values[unit] = dict.fromkeys(range(2004, 2026), (9.0, 1))
        # numbers side by side are columns of one table: its name is asked for once
        subject = "PSP" if entry.variable.startswith("13652") else ""
        bank.add(*believable(entry, values, subject))
    return bank


def test_a_full_refresh_stays_within_the_budget_and_an_idle_one_within_a_twentieth(
    dataset: Dataset, tmp_path: Path
) -> None:
    bank = whole_bank(dataset)
    with serve(bank) as url:
        world = World(Path(shutil.copytree(SHIPPED, tmp_path / "data")), bank, url)
        world.options = dataclasses.replace(world.options, domain=None, limits=None)
        begun = world.clock.now()
        first = world.run()
        asked = world.requests
        assert 63 < asked <= 4 * 63
        assert f"{asked} zapyta" in first.lines[0].replace("\xa0", " ")
        assert world.clock.now() - begun >= 900  # the bank's limits were kept
        second = world.run()
    assert not refused(first)
    assert "potwierdził 63 zmienne" in first.lines[0].replace("\xa0", " ")
    assert not second.change
    assert world.requests <= 0.05 * asked
    after = world.data()
    (published,) = [check for check in CHECKS if check.code == "psp_1000"]
    assert compare(after, published)
    assert {"wydatki_transport_os", "wydatki_sport_os"} <= set(first.change.indicators)
    for domain in (
        "planowanie",
        "gospodarka",
        "technologie",
        "transport",
        "srodowisko",
        "powodz",
        "oswiata",
        "kultura",
        "sport_turystyka",
    ):
        added = [c for c in first.change.indicators if after.indicators[c].domain == domain]
        known = [
            c
            for c in after.indicators
            if after.indicators[c].bdl_variable.isdigit() and after.indicators[c].domain == domain
        ]
        assert len({*added, *known}) >= 4, domain
    # BDL has 10 thousand inhabitants, hectares; we have a thousand, square kilometres
    for code in ("podmioty_regon_1000", "powierzchnia_km2", "ludnosc", "saldo_migracji"):
        for year, cells in dataset.series[code].items():
            for teryt6, cell in cells.items():
                if cell.value is not None:
                    assert after.series[code][year][teryt6].value == cell.value
    assert 2015 not in after.series["saldo_migracji"]


def test_every_gap_is_filled_by_an_indicator_that_the_bank_has(dataset: Dataset) -> None:
    declared = pd.read_csv(SHIPPED / "indicators.csv").set_index("indicator")
    rows = pd.read_csv(SHIPPED / "gaps.csv").to_dict("records")
    assert rows
    for row in rows:
        assert entry_of(row["indicator"])
        assert declared.loc[row["indicator"], "domain"] == row["domain"]
        assert row["lacks"] in dataset.domains[row["domain"]].missing
