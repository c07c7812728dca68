"""Programs the tests need beside Python: found if they are there, else installed.

``python -m tests.support.tools`` makes sure of a Chromium (an existing one, else Playwright's, else Debian's
when root), of LibreOffice, nginx and Caddy (existing ones, else Debian's when root).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

_CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_PROXIES = ("nginx", "caddy")
_OFFICE = ("soffice", "libreoffice")


def chromium() -> str | None:
    """Return the path of a Chromium, or ``None``."""
    named = os.environ.get("AO_CHROMIUM")
    if named:
        return named
    found = next(filter(None, map(shutil.which, _CHROMIUM)), None)
    if found:
        return found
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def office() -> str | None:
    """Return the path of LibreOffice, or ``None``."""
    return next(filter(None, map(shutil.which, _OFFICE)), None)


def has_slides() -> bool:
    """Tell whether the LibreOffice that is here opens presentations, too."""
    program = office()
    return program is not None and (Path(program).resolve().parent / "libsdlo.so").exists()


def _run(*command: str) -> bool:
    print("  " + " ".join(command), flush=True)
    return subprocess.run(command, check=False, stdin=subprocess.DEVNULL).returncode == 0


def _debian(*packages: str) -> bool:
    if os.name != "posix" or os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    install = ("apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages)
    return _run(*install) or (_run("apt-get", "update", "-qq") and _run(*install))


def main() -> int:
    """Install what is missing; return 0 if the browser tests can run."""
    if chromium() is None:
        print("Chromium is missing; installing it:")
        if not _run(sys.executable, "-m", "playwright", "install", "chromium"):
            _debian("chromium", "fonts-noto-core")
    if not has_slides():
        print("LibreOffice is missing, or a part of it; installing it:")
        if not _debian("libreoffice-calc-nogui", "libreoffice-impress-nogui"):
            print("  not possible here: the tests that open files in LibreOffice are left out")
    for name in _PROXIES:
        if not shutil.which(name):
            print(f"{name} is missing; installing it:")
            if not _debian(name):
                print("  not possible here: the tests behind it are left out")
    if chromium() is None:
        print("No Chromium: install one and put its path into AO_CHROMIUM.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
