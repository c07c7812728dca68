"""Files that are either the old or the new one, whatever stops the writing."""

from __future__ import annotations

import os
from pathlib import Path

_SUFFIX = ".czesc"  # of a file being written; a later writing of the same file replaces it


def write(path: Path, content: bytes, *, durable: bool = True) -> None:
    """Write ``content`` to ``path`` as a whole.

    Parameters
    ----------
    path, content
        The file and what it is to hold. Its folder is made if need be.
    durable
        Whether to wait for the disk; without it a power cut, but no kill, may damage the file.

    Raises
    ------
    OSError
        If there is no room or no right; the file is then as it was and nothing is left beside it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + _SUFFIX)
    try:
        with part.open("wb") as out:
            out.write(content)
            if durable:
                out.flush()
                os.fsync(out.fileno())
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
        raise


def sync_folder(folder: Path) -> None:
    """Make the names in ``folder`` durable, where the system allows it."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:  # a system that does not open folders
        return
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
