"""Files that Python code opens by itself, under the same eyes as SQLite's: exports, tables that are read."""

import io
import os
from collections.abc import Callable
from typing import Any, Protocol


class Eyes(Protocol):
    """Who is asked whether a call on a path shall fail."""

    def asked(self, kind: str, path: str) -> int:
        """Return 0, or the errno with which the call shall fail."""


class WatchedFile(io.FileIO):
    """A file below Python's buffers whose reading and writing may fail, in part done."""

    def __init__(self, path: str, mode: str, refuse: Callable[[str, str], None]) -> None:
        super().__init__(path, mode)
        self._path, self._refuse = path, refuse

    def readinto(self, buffer: Any) -> int:
        """Read, or fail."""
        self._refuse("read", self._path)
        return super().readinto(buffer)

    def readall(self) -> bytes:
        """Read the rest, or fail."""
        self._refuse("read", self._path)
        return super().readall()

    def write(self, data: Any) -> int:
        """Write, or fail after half of it."""
        try:
            self._refuse("write", self._path)
        except OSError:
            super().write(bytes(data)[: len(data) // 2])
            raise
        return super().write(data)


def opener(eyes: Eyes, root: str, system: Callable[..., Any]) -> Callable[..., Any]:
    """Return what takes the place of `io.open`, which `pathlib` and `zipfile` call."""

    def refuse(kind: str, path: str) -> None:
        if code := eyes.asked(kind, path):
            raise OSError(code, os.strerror(code), path)

    def open_watched(
        file: Any, mode: str = "r", buffering: int = -1, encoding: Any = None, errors: Any = None, newline: Any = None
    ) -> Any:
        path = "" if isinstance(file, int) else os.path.abspath(os.fsdecode(file))  # noqa: PTH100
        if not path.startswith(root):
            return system(file, mode, buffering, encoding, errors, newline)
        new = mode[0] in "wxa" and not os.path.exists(path)  # noqa: PTH110
        refuse("create" if new else "open", path)
        raw = WatchedFile(path, mode.replace("b", "").replace("t", ""), refuse)
        if buffering == 0:
            return raw
        kind: Any = io.BufferedRandom if "+" in mode else io.BufferedReader if mode[0] == "r" else io.BufferedWriter
        buffered = kind(raw)
        return buffered if "b" in mode else io.TextIOWrapper(buffered, encoding, errors, newline)

    return open_watched
