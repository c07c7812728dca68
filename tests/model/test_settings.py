"""Settings: read from the environment, all faults at once, secrets unseen."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from ao_dash.__main__ import main
from ao_dash.model.faults import DataFaults
from ao_dash.model.settings import PREFIX, settings

SITE = "https://www.gogolin.pl"


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith(PREFIX)]:
        monkeypatch.delenv(name)


def test_what_is_not_set_or_empty_is_as_usual(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = settings()
    monkeypatch.setenv("AO_SITE", "")
    assert settings() == usual
    assert (usual.site, usual.embed_sites, usual.extra_dir) == ("", (), None)


def test_what_is_set_is_read_at_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("AO_DATA_DIR", str(tmp_path))
    assert settings().data_dir == tmp_path
    monkeypatch.setenv("AO_EMBED_SITES", f" {SITE} http://127.0.0.1:8000  {SITE} ")
    assert settings().embed_sites == (SITE, "http://127.0.0.1:8000")
    monkeypatch.delenv("AO_DATA_DIR")
    assert settings().data_dir != tmp_path


@pytest.mark.parametrize("name", ["AO_EMBED_SITES", "AO_API_SITES", "AO_SITE"])
@pytest.mark.parametrize(
    "site",
    [
        "*",
        "null",
        "gogolin.pl",
        "https://*.pl",
        "https://a.pl/",
        "https://a.pl;script-src",
        "javascript:1",
        "https://a.pl,https://b.pl",
        "https://a.pl:",
    ],
)
def test_a_site_that_is_no_origin_is_refused(
    name: str, site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, site)
    with pytest.raises(DataFaults, match=name):
        settings()


def test_the_dashboard_has_one_origin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AO_SITE", f"{SITE} https://b.pl")
    with pytest.raises(DataFaults, match="AO_SITE"):
        settings()


def test_the_command_shows_everything_but_secrets(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("AO_BDL_KEY", "tajny-klucz")
    monkeypatch.setenv("AO_STIE", SITE)
    assert main(["settings"]) == 0
    told = capsys.readouterr()
    assert "AO_BDL_KEY=**********\n  ze środowiska; klucz API BDL" in told.out
    assert "AO_STIE: nie ma takiego ustawienia. Może AO_SITE?" in told.err
    assert main(["settings", "--json"]) == 0
    told = capsys.readouterr()
    assert "tajny" not in told.out
    found = {one["name"]: one for one in json.loads(told.out)}
    assert found["AO_BDL_KEY"]["given"]
    assert not found["AO_SITE"]["given"]


def test_all_faults_are_told_at_once(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("AO_BDL_KEY", "tajny ż")
    monkeypatch.setenv("AO_BDL_URL", "ftp://a")
    monkeypatch.setenv("AO_SITE", "a")
    for command in ("settings", "check"):
        assert main([command]) == 1
        told = capsys.readouterr()
        lines = told.err.splitlines()
        assert [line.split()[1].strip(":,") for line in lines] == [
            "AO_BDL_KEY",
            "AO_BDL_URL",
            "AO_SITE",
        ]
        assert "Wpisz np. https://" in lines[1]
        assert "tajny" not in told.err + told.out
