"""The command: its options, what it prints, and how it ends."""

from __future__ import annotations

import argparse
import errno
import io
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from ao_dash.__main__ import main
from ao_dash.cli.refresh import add_refresh
from ao_dash.ingest.bdl import refresh as bdl
from ao_dash.ingest.bdl.rate_limit import Limit
from ao_dash.ingest.editions import renew
from ao_dash.ingest.editions.edition import (
    Attempt,
    last_attempt,
    number_of,
    renewal_words,
    write_attempt,
)
from ao_dash.model.settings import settings
from tests.support.bdl_server import (
    Bank,
    check_once,
    serve,
    small_bank,
    small_folder,
    without_certificates,
)
from tests.support.data import edit


class Office:
    """A folder, a bank, and the command between them."""

    def __init__(self, folder: Path, bank: Bank) -> None:
        self.folder, self.bank = folder, bank

    def run(self, *words: str) -> int:
        parser = argparse.ArgumentParser()
        add_refresh(parser)
        options = parser.parse_args(["bdl", "--data", str(self.folder), *words])
        return int(options.run(options))


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    without_certificates(monkeypatch)
    check_once(monkeypatch)
    monkeypatch.setattr(bdl, "ANONYMOUS", (Limit(1_000_000, 1.0),))
    bank = small_bank()
    with serve(bank) as url:
        monkeypatch.setenv("AO_BDL_URL", url)
        monkeypatch.setenv("AO_CACHE_DIR", str(tmp_path / "cache"))
        monkeypatch.delenv("AO_BDL_KEY", raising=False)
        yield Office(small_folder(tmp_path / "data"), bank)


def test_the_report_is_printed(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    assert office.run("--domain", "przyroda", "--years", "2020-2024") == 0
    printed = capsys.readouterr().out.replace("\xa0", " ")
    assert "Bank danych potwierdził 3 zmienne, wysłano 12 zapytań." in printed
    assert "1. Nowe wskaźniki: 2\n  obszary_chronione\n  tereny_zieleni\n" in printed
    assert "  lesistosc: 2024 → 2020–2024 (5 lat)\n" in printed
    assert printed.endswith("Nowe dane są w użyciu.\n")
    assert number_of(office.folder) == 1


def test_a_dry_run_says_so(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    assert office.run("--domain", "przyroda", "--dry-run") == 0
    assert capsys.readouterr().out.endswith("Próba: niczego nie zapisano.\n")
    assert number_of(office.folder) == 0


def test_the_key_of_the_environment_is_sent(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AO_BDL_KEY", "klucz")
    assert office.run("--domain", "przyroda", "--dry-run") == 0
    assert set(office.bank.keys) == {"klucz"}


@pytest.mark.parametrize("years", ["dawno", "2024-2015", "2015-x"])
def test_years_that_are_none_are_wrong_usage(years: str, office: Office) -> None:
    with pytest.raises(SystemExit) as ended:
        office.run("--years", years)
    assert ended.value.code == 2


def test_trouble_is_one_sentence_and_no_traceback(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    office.bank.fault = lambda _number, _path: "html"
    assert office.run() == 1
    said = capsys.readouterr().err
    assert "✗ Na zapytanie „/data/by-unit/031600000000” zamiast danych przyszła strona" in said
    assert "Traceback" not in said


def test_a_faulty_folder_is_told_with_all_its_faults(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(office.folder / "stats.csv", "lesistosc,2024,30,", "lesistosc,2024,dużo,")
    assert office.run() == 1
    assert "wartość „dużo”: wartość nie jest liczbą" in capsys.readouterr().err


def test_a_full_disk_is_told(
    office: Office, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(renew, "write_tables", full)
    assert office.run("--domain", "przyroda") == 1
    assert "✗ Nie można zapisać danych" in capsys.readouterr().err
    assert number_of(office.folder) == 0


def test_the_cache_is_where_the_environment_says(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("AO_CACHE_DIR", str(tmp_path))
    assert settings().cache_dir == tmp_path
    monkeypatch.delenv("AO_CACHE_DIR")
    assert settings().cache_dir == Path.home() / ".cache" / "ao_dash"


def test_a_user_without_a_home_has_a_cache_among_temporary_files(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def homeless() -> Path:
        raise RuntimeError

    monkeypatch.delenv("AO_CACHE_DIR", raising=False)
    monkeypatch.setenv("HOME", "")
    monkeypatch.setattr(Path, "home", homeless)
    assert settings().cache_dir.parent == Path(tempfile.gettempdir())


def test_a_cache_that_cannot_be_written_is_told(
    office: Office,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "plik").write_text("")
    monkeypatch.setenv("AO_CACHE_DIR", str(tmp_path / "plik/cache"))
    assert office.run("--domain", "przyroda") == 1
    assert "Wskaż inny w AO_CACHE_DIR" in capsys.readouterr().err
    assert not office.bank.asked


def test_a_refresh_that_confirmed_nothing_ends_with_one(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    office.bank.variables.clear()
    assert office.run("--domain", "przyroda") == 1
    said = capsys.readouterr().err
    assert "✗ Bank danych nie potwierdził żadnej zmiennej" in said
    assert "  lesistosc (zmienna 194828): " in said
    attempt = last_attempt(tmp_path / "cache")
    assert "nieudana. Nie udało się: Bank danych nie" in renewal_words(None, attempt)


@pytest.mark.parametrize("encoding", ["ascii", "cp1250", "cp1252", "iso-8859-2"])
def test_letters_that_the_output_lacks_lose_their_marks(
    encoding: str, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = io.BytesIO()
    out = io.TextIOWrapper(raw, encoding=encoding)
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setattr(sys, "stderr", out)
    assert main(["refresh", "bdl", "--domain", "przyroda", "--data", str(office.folder)]) == 0
    assert main(["check", "--data", str(office.folder)]) == 0
    edit(office.folder / "stats.csv", "ok,S1", "żółw\u202e\u2028 名,S1")
    assert main(["check", "--data", str(office.folder)]) == 1
    out.flush()
    said = raw.getvalue().decode(encoding)
    assert "Nowe dane sa w uzyciu." in said.translate(str.maketrans("ąż", "az"))
    assert "olw" in said.replace("ó", "o").replace("ł", "l")


def test_the_last_attempt_is_remembered(tmp_path: Path) -> None:
    assert last_attempt(tmp_path) is None
    made = Attempt("2026-05-29T08:00:00+02:00", "refresh bdl", fine=True, said="Nic nowego.")
    write_attempt(tmp_path, made)
    assert last_attempt(tmp_path) == made
    (tmp_path / "ostatnia_proba.json").write_bytes(b"{")
    assert last_attempt(tmp_path) is None
