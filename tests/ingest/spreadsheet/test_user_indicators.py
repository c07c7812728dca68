"""Own figures as indicators: choices, codes, breaks, the constant territory, the office's folder."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest

from ao_dash.ingest.spreadsheet.description import Description
from ao_dash.ingest.spreadsheet.extra_folder import extra_folder
from ao_dash.ingest.spreadsheet.limits import UploadRefused
from ao_dash.ingest.spreadsheet.reading import Reading
from ao_dash.ingest.spreadsheet.user_indicators import (
    DOMAIN,
    OFFICE,
    UserIndicator,
    accept,
    extended,
)
from ao_dash.mapview.rows import table
from ao_dash.mapview.selection import parse
from ao_dash.mapview.view import build_view
from ao_dash.model import territory
from ao_dash.model.dataset import Dataset
from ao_dash.model.faults import DataFaults
from ao_dash.model.indicator import Kind, Polarity
from ao_dash.model.series import BreakKind, Status
from ao_dash.output.files.csv import Dialect, csv_bytes
from tests.support.uploads import text, usable

OPOLE, WALCE = "166101", "160504"


@pytest.fixture(scope="module")
def preview(dataset: Dataset) -> Reading:
    dashes = dict.fromkeys(dataset.gminy, "-") | {OPOLE: "-5", "160908": "3,5"}
    lines = [f"{code};{n};{n + 1};{dashes[code]}" for n, code in enumerate(dataset.gminy)]
    content = text("kod;Żłobki 2016;Żłobki 2017;Ubytek 2017", *lines)
    return usable("żłobki.csv", content, dataset)


def guesses(preview: Reading) -> dict[str, Description]:
    return {candidate.code: candidate.guess for candidate in preview.candidates}


@pytest.fixture(scope="module")
def own(dataset: Dataset, preview: Reading) -> tuple[UserIndicator, ...]:
    return accept(preview, guesses(preview), dataset)


@pytest.fixture(scope="module")
def wider(dataset: Dataset, own: tuple[UserIndicator, ...]) -> Dataset:
    return extended(dataset, own)


def test_own_indicators_are_offered_in_their_own_group(dataset: Dataset, wider: Dataset) -> None:
    assert "wlasny_zlobki" in wider.of_domain(DOMAIN.code)
    assert wider.mapped[: len(dataset.mapped)] == dataset.mapped
    assert DOMAIN.code not in dataset.domains
    assert not wider.domains[DOMAIN.code].cooperation


def test_they_work_as_any_indicator(wider: Dataset) -> None:
    query = {"wskaznik": "wlasny_zlobki", "rok": "2017", "dziedzina": DOMAIN.code}
    selection, notes = parse(query, wider)
    view = build_view(wider, selection)
    assert not notes
    assert len(view.valued) == 21
    assert view.years == (2016, 2017)
    assert view.area is not None
    assert view.area.value == sum(range(1, 22))


def test_exports_are_marked_as_the_users_own(wider: Dataset) -> None:
    selection, _ = parse({"wskaznik": "wlasny_zlobki", "rok": "2017"}, wider)
    view = build_view(wider, selection)
    rows = table(view)
    assert all(OFFICE in source and "żłobki.csv" in source for source in rows["zrodlo"])
    assert OFFICE in csv_bytes(rows, Dialect.PLAIN).decode()
    assert view.indicator
    assert OFFICE.capitalize() in view.indicator.note


def test_moved_borders_break_own_series_too(dataset: Dataset, wider: Dataset) -> None:
    moved = {b.teryt6 for b in dataset.breaks if b.kind is BreakKind.BORDERS}
    found = wider.breaks_of("wlasny_zlobki")
    assert {b.teryt6 for b in found} == moved
    assert {b.year for b in found} == {2017}
    assert not wider.breaks_of("wlasny_ubytek")


def test_the_constant_territory_sums_own_counts(wider: Dataset) -> None:
    merged = territory.constant(wider)
    (unit,) = (g for g in merged.gminy.values() if g.members)
    parts = [wider.series["wlasny_zlobki"][2017][t].value or 0 for t in unit.members]
    assert merged.series["wlasny_zlobki"][2017][unit.teryt6].value == sum(parts)
    assert not merged.breaks_of("wlasny_zlobki")


def test_a_dash_is_zero_only_if_a_person_says_so(dataset: Dataset, preview: Reading) -> None:
    code = preview.candidates[1].code
    guess = preview.candidates[1].guess
    assert preview.candidates[1].signs == ("-",)
    said = dataclasses.replace(guess, dash_is_zero=True)
    for choice, value, status in ((guess, None, Status.MISSING), (said, 0.0, Status.OK)):
        (found,) = accept(preview, {code: choice}, dataset)
        assert (found.series[2017][WALCE].value, found.series[2017][WALCE].status) == (
            value,
            status,
        )
    assert "zero" in found.indicator.note


def test_codes_are_ascii_and_never_taken(
    dataset: Dataset, wider: Dataset, preview: Reading
) -> None:
    again = accept(preview, guesses(preview), wider)
    twice = extended(wider, again)
    codes = [o.indicator.code for o in again]
    assert codes == ["wlasny_zlobki_2", "wlasny_ubytek_2"]
    assert set(twice.indicators) == set(wider.indicators) | set(codes)
    assert len(twice.sources) == len(dataset.sources) + 2
    same = dict.fromkeys(
        guesses(preview), dataclasses.replace(preview.candidates[0].guess, name="日本")
    )
    assert [o.indicator.code for o in accept(preview, same, dataset)] == [
        "wlasny_wskaznik",
        "wlasny_wskaznik_2",
    ]


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"name": " \u202e "}, "nie ma nazwy"),
        ({"decimals": 7}, "po przecinku"),
        ({"kind": Kind.FLAG}, "tak/nie"),
    ],
)
def test_choices_that_do_not_fit_are_refused(
    dataset: Dataset, preview: Reading, change: dict[str, object], rule: str
) -> None:
    choice = dataclasses.replace(preview.candidates[0].guess, **change)  # type: ignore[arg-type]
    with pytest.raises(UploadRefused, match=rule):
        accept(preview, {preview.candidates[0].code: choice}, dataset)


def test_nothing_chosen_is_refused(dataset: Dataset, preview: Reading) -> None:
    with pytest.raises(UploadRefused, match="Zaznacz"):
        accept(preview, {}, dataset)


def test_the_year_is_asked_when_the_file_names_none(dataset: Dataset) -> None:
    preview = usable("x.csv", text("gmina;Szkoły;Szkoły 2022", "Opole;5;4", "Walce;1;2"), dataset)
    (candidate,) = preview.candidates
    assert candidate.needs_year
    assert candidate.years == (2022,)
    for year, rule in ((None, "z którego roku"), (1900, "z którego roku"), (2022, "już są")):
        choice = dataclasses.replace(candidate.guess, year=year)
        with pytest.raises(UploadRefused, match=rule):
            accept(preview, {candidate.code: choice}, dataset)
    choice = dataclasses.replace(candidate.guess, year=2023)
    (own,) = accept(preview, {candidate.code: choice}, dataset)
    assert list(own.series) == [2022, 2023]


@pytest.mark.parametrize(
    ("heading", "values", "expected"),
    [
        ("Ludność 2023", "12 13", (Kind.COUNT, "osoba", Polarity.NEUTRAL, 0)),
        ("Lesistość (%) 2023", "12,5 13", (Kind.SHARE, "%", Polarity.NEUTRAL, 1)),
        ("Udział kobiet 2023", "12,55 13", (Kind.SHARE, "%", Polarity.NEUTRAL, 2)),
        ("Zgony na 1000 osób 2023", "9 8,123", (Kind.RATE, "", Polarity.LOW, 2)),
        ("Gęstość dróg [km/km²] 2023", "9 8", (Kind.DENSITY, "km/km²", Polarity.NEUTRAL, 0)),
        ("Wydatki na drogi 2023", "9 8", (Kind.COUNT, "zł", Polarity.NEUTRAL, 0)),
        ("Żłobek w gminie 2023", "tak nie", (Kind.FLAG, "tak/nie", Polarity.NEUTRAL, 0)),
        ("Ludność w wieku 18-64 lat 2023", "9 8", (Kind.COUNT, "osoba", Polarity.NEUTRAL, 0)),
    ],
)
def test_guesses_are_sensible(
    dataset: Dataset, heading: str, values: str, expected: tuple[Kind, str, Polarity, int]
) -> None:
    first, second = values.split()
    content = text(f"gmina;{heading}", f"Opole;{first}", f"Walce;{second}")
    guess = usable("x.csv", content, dataset).candidates[0].guess
    assert (guess.kind, guess.unit, guess.polarity, guess.decimals) == expected


def test_a_known_name_is_the_best_clue(dataset: Dataset) -> None:
    known = dataset.indicators["pow_mieszkania_os"]
    content = text(f"gmina;{known.short} 2023", "Opole;30", "Walce;40")
    guess = usable("x.csv", content, dataset).candidates[0].guess
    assert (guess.kind, guess.unit, guess.polarity) == (known.kind, known.unit, known.polarity)


def test_what_is_not_named_is_called_as_the_title_or_the_file(dataset: Dataset) -> None:
    titled = text("Bezdomność w 2022 r.", "", "gmina;ogółem", "Opole;5", "Walce;4")
    guess = usable("x.csv", titled, dataset).candidates[0].guess
    assert (guess.name, guess.year) == ("Bezdomność, ogółem", 2022)
    plain = usable("kluby.csv", text("Opole;5", "Walce;4"), dataset).candidates[0].guess
    assert (plain.name, plain.year) == ("kluby", None)


def test_a_folder_of_the_office_is_added(dataset: Dataset, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(text("gmina;Kluby;Sale 2023", "Opole;5;1", "Walce;4;2"))
    note = {"Kluby": {"unit": "klub", "kind": "count", "polarity": "high", "year": 2022}}
    (tmp_path / "a.json").write_text(json.dumps(note), encoding="utf-8")
    (tmp_path / "b.csv").write_bytes(text("gmina;Boiska 2023", "Opole;5", "Walce;-"))
    (tmp_path / "notatki.docx").write_bytes(b"x")
    wider = extra_folder(tmp_path, dataset)
    assert set(wider.indicators) - set(dataset.indicators) == {"wlasny_kluby", "wlasny_boiska"}
    assert wider.indicators["wlasny_kluby"].unit == "klub"
    assert wider.years("wlasny_kluby") == (2022,)


def test_faults_of_all_files_of_a_folder_are_told(dataset: Dataset, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(text("gmina;Kluby 2023", "Opole;5", "Walce;4"))
    note = {"Kluby": {"rodzaj": "x", "kind": "y", "decimals": True}, "Sale": {}}
    (tmp_path / "a.json").write_text(json.dumps(note), encoding="utf-8")
    (tmp_path / "b.csv").write_bytes(b"")
    (tmp_path / "c.csv").write_bytes(text("gmina;Kluby", "Opole;5", "Walce;4"))
    (tmp_path / "d.csv").write_bytes(text("gmina;Kluby 2023", "Opole;5", "Walce;4"))
    (tmp_path / "d.json").write_text("[", encoding="utf-8")
    with pytest.raises(DataFaults) as raised:
        extra_folder(tmp_path, dataset)
    told = str(raised.value)
    for words in (
        "„Sale”",
        "decimals",
        "a.json",
        "b.csv: plik jest pusty",
        "c.csv",
        "to nie jest JSON",
    ):
        assert words in told
    with pytest.raises(DataFaults, match="AO_EXTRA_DIR"):
        extra_folder(tmp_path / "nic", dataset)
