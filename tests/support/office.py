"""LibreOffice, which opens and saves files as people do."""

from __future__ import annotations

import functools
import subprocess
import tempfile
from pathlib import Path

from tests.support import tools

_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Save/Document">
<prop oor:name="GenerateThumbnail" oor:op="fuse"><value>false</value></prop>
</item></oor:items>"""
"""No picture of the first page in each file: to draw it takes longer than to save the table."""


@functools.cache
def _profile() -> tempfile.TemporaryDirectory[str]:
    """Return the folder of settings for all runs of these tests, kept until they end."""
    folder = tempfile.TemporaryDirectory(prefix="ao-office-", ignore_cleanup_errors=True)
    settings = Path(folder.name) / "user/registrymodifications.xcu"
    settings.parent.mkdir()
    settings.write_text(_SETTINGS, encoding="utf-8")
    return folder


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
