"""LibreOffice, which opens and saves files as people do."""

from __future__ import annotations

import functools
import subprocess
import tempfile
from pathlib import Path

from tests.support import tools


@functools.cache
def _profile() -> tempfile.TemporaryDirectory[str]:
    """Return the folder of settings for all runs of these tests, kept until they end."""
    return tempfile.TemporaryDirectory(prefix="ao-office-", ignore_cleanup_errors=True)


def convert(kind: str, *files: Path, reading: str = "") -> list[Path]:
    """Save files of one folder in another format beside them, in ``new``; return the new ones.

    ``reading`` is the filter that all of them are opened with. To start LibreOffice takes
    longer than to convert a file: ask once for many.
    """
    folder = files[0].parent / "new"
    command = [str(tools.office()), f"-env:UserInstallation={Path(_profile().name).as_uri()}"]
    command += ["--headless", *([f"--infilter={reading}"] if reading else [])]
    command += ["--convert-to", kind, "--outdir", str(folder), *map(str, files)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return [folder / f"{file.stem}.{kind}" for file in files]
