"""The help of the commands comes at once: it reads no data and needs no heavy package."""

from __future__ import annotations

import subprocess
import sys

import pytest

from ao_dash.__main__ import COMMANDS, main

_HEAVY = ("pandas", "geopandas", "matplotlib", "scipy", "streamlit", "numpy", "fastapi")
_HELP = f"""
import sys
from ao_dash.__main__ import main
try:
    main(["--help"])
except SystemExit:
    print(",".join(name for name in {_HEAVY} if name in sys.modules) or "none of them")
"""


def test_the_help_imports_no_heavy_package() -> None:
    done = subprocess.run([sys.executable, "-c", _HELP], capture_output=True, text=True, check=True)
    *text, heavy = done.stdout.splitlines()
    assert heavy == "none of them"
    assert all(any(line.split()[:1] == [name] for line in text) for name in COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_its_own_help(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([name, "--help"])
    assert ended.value.code == 0
    assert f"python -m ao_dash {name}" in capsys.readouterr().out


def test_an_unknown_command_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["nic"])
    assert ended.value.code == 2
    assert "nic" in capsys.readouterr().err
