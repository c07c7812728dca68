"""Files that are no files, and output that is not UTF-8."""

from __future__ import annotations

import io
import json
import os
import sys
from pathlib import Path

import pytest

from ao_dash.__main__ import main

ROWS = "gmina;Liczba łóżek;2024\nOpole;b.d.;5\nDąbrowa;1;7\n"
COMMANDS = {
    "inspect": (["inspect"], []),
    "import": (["import"], ["--dry-run"]),
    "described": (["import", "tabela.csv", "--opis"], []),
    "render": (["render"], ["--out", "x.pdf"]),
}


@pytest.mark.parametrize("command", COMMANDS)
def test_pipes_folders_and_devices_are_refused_at_once(
    command: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AO_CACHE_DIR", str(tmp_path / "cache"))
    Path("tabela.csv").write_text(ROWS, encoding="utf-8")
    os.mkfifo(tmp_path / "rura.json")
    (tmp_path / "folder.json").mkdir()
    (tmp_path / "urządzenie.json").symlink_to(os.devnull)
    said = {}
    before, after = COMMANDS[command]
    for name in ("rura", "folder", "urządzenie"):
        assert main([*before, str(tmp_path / f"{name}.json"), *after]) == 1
        said[name] = capsys.readouterr().err
    assert "folder.json: to folder, a nie plik. Wskaż" in said["folder"]
    assert "to nie jest zwykły plik" in said["rura"]
    assert "to nie jest zwykły plik" in said["urządzenie"]


@pytest.mark.parametrize("encoding", ["cp1250", "iso8859-1", "utf-16", "ascii", "utf-8"])
def test_json_is_json_whatever_output_is_written_in(
    encoding: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "łóżka.csv").write_text(ROWS, encoding="utf-8")
    out = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(out, encoding=encoding))
    main(["inspect", str(tmp_path / "łóżka.csv"), "--json"])
    sys.stdout.flush()
    read = json.loads(out.getvalue().decode(encoding))
    assert read["indicators"][0]["name"] == "Liczba łóżek"
    if encoding != "utf-16":
        json.loads(out.getvalue())
