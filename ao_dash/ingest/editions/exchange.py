"""Two folders that take each other's name in one step.

Of the ways to replace a folder that an app reads without locks, this has the fewest ideas. Linux
exchanges two names as one operation (``renameat2`` with ``RENAME_EXCHANGE``), so at any instant
the name stands for the old folder or for the new one, whole. A pointer file or a symbolic link
would do the same, but ``data/`` is an ordinary folder of the repository and would no longer be.
Where there is no such call (another system, an old file system) two ordinary renames follow each
other: nothing is lost, but for that instant the folder has no name, and a run that is killed
there leaves it to the next one (:func:`ao_dash.ingest.editions.swap.settle`) to finish.
"""

from __future__ import annotations

import ctypes
import errno
import os
from pathlib import Path

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_UNSUPPORTED = {errno.ENOSYS, errno.EINVAL, errno.EOPNOTSUPP}


def exchange(one: Path, other: Path) -> bool:
    """Swap the names of two folders of one file system.

    Returns
    -------
    bool
        Whether the system can; ``False`` means that nothing was done.

    Raises
    ------
    OSError
        If it can but refuses, e.g. for lack of rights or because one is a mount point.
    """
    try:
        call = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError, TypeError):
        return False
    result = call(
        _AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), ctypes.c_uint(_RENAME_EXCHANGE)
    )
    if result == 0:
        return True
    number = ctypes.get_errno()
    if number in _UNSUPPORTED:
        return False
    raise OSError(number, os.strerror(number), str(one), None, str(other))
