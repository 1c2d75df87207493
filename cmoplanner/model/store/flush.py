"""Making sure that what was written, and its name, outlast a power cut."""

import errno
import os
from pathlib import Path

_NOT_OFFERED = {errno.EINVAL, errno.ENOTSUP, errno.EBADF, errno.EACCES, errno.ENOSYS}


def flush_file(path: Path) -> None:
    """Have the system put a file's bytes on the disk. Raises OSError."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def flush_folder(folder: Path) -> None:
    """Have the system put a folder's names on the disk. Raises OSError, but not where no program can ask for that."""
    if os.name != "posix":
        return
    try:
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as error:
        if error.errno not in _NOT_OFFERED:  # some network shares flush no folders
            raise


def make_folder(folder: Path) -> None:
    """Make a folder and those above it that are missing, so that they outlast a power cut. Raises OSError."""
    missing = [place for place in (folder, *folder.parents) if not place.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for place in missing:
        flush_folder(place.parent)
