"""One window per plan: a lock of the operating system, so that a crash frees it."""

import os
import sys
from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    def _acquire(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _acquire(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


class LockedError(Exception):
    """Another window holds the lock."""


class FileLock:
    """An exclusive lock on a small file. Raises LockedError if another holds it, OSError if it cannot be made."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _acquire(self._handle)
        except OSError as error:
            os.close(self._handle)
            raise LockedError from error

    def release(self) -> None:
        """Free the lock; the file stays, since removing it would race with the next owner."""
        os.close(self._handle)
