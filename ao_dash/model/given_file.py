"""Files that a person names: tables, descriptions, stories."""

from __future__ import annotations

import errno
import stat
from pathlib import Path

from ao_dash.model.faults import DataFaults, Fault

_REASONS = {
    errno.ENOENT: "nie ma go",
    errno.ENOTDIR: "nie ma go",
    errno.EACCES: "brak uprawnień",
    errno.EPERM: "brak uprawnień",
    errno.ENAMETOOLONG: "nazwa jest za długa",
}


def read_given(file: Path, most: int) -> bytes:
    """Return the content of a file; of a longer one, one byte more than ``most``.

    Raises
    ------
    DataFaults
        If it cannot be read, or is a folder, a pipe (which would be waited for) or a device.
    """
    try:
        mode = file.stat().st_mode
        if stat.S_ISREG(mode):
            with file.open("rb") as opened:
                return opened.read(most + 1)
    except (OSError, ValueError) as error:
        reason = _REASONS.get(getattr(error, "errno", 0) or 0, "dysk lub nazwa")
        rule, remedy = f"pliku nie da się odczytać ({reason})", "Sprawdź ścieżkę i uprawnienia"
        raise DataFaults([Fault(file.name, rule, remedy)]) from error
    rule = "to folder, a nie plik" if stat.S_ISDIR(mode) else "to nie jest zwykły plik"
    raise DataFaults([Fault(file.name, rule, "Wskaż plik zapisany na dysku")])
