"""Stands between a plan's files and the disk: sees every call of SQLite and of Python that changes one, or fails it.

SQLite's calls are caught in a VFS of our own around the system's, made with ctypes in the very library that Python
uses; Python's by replacing functions of `os`, `io` and `shutil`. It needs no compiler, no rights.
"""

import _sqlite3
import ctypes
import errno
import io
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ctypes import CFUNCTYPE, POINTER, c_char_p, c_int, c_int64, c_void_p
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Protocol, Self

from bench.faults.python_files import opener
from cmoplanner.model.store.publish import write_plan_file

_OK, _FULL = 0, 13
_IOERR = {
    "read": 10 | 1 << 8,
    "write": 10 | 3 << 8,
    "flush": 10 | 4 << 8,
    "truncate": 10 | 6 << 8,
    "remove": 10 | 10 << 8,
}
_CANTOPEN = 14
_OPEN_CREATE = 4


@dataclass(frozen=True, slots=True)
class Call:
    """One thing done: create, write, truncate, flush, remove, rename a file; mkdir, rmdir, flush_folder."""

    kind: str
    path: str
    at: int = 0
    data: bytes = b""
    target: str = ""


class Watcher(Protocol):
    """Who is asked before each call, and told after it."""

    def ask(self, kind: str, path: str) -> int:
        """Return 0, or the errno with which the call shall fail."""

    def tell(self, call: Call) -> None:
        """Take note of a call that was made."""


class _File(ctypes.Structure):
    _fields_ = (("methods", c_void_p),)


_METHODS = (
    "close", "read", "write", "truncate", "sync", "file_size", "lock", "unlock", "check_lock", "file_control", "sector",
    "device", "shm_map", "shm_lock", "shm_barrier", "shm_unmap", "fetch", "unfetch",
)  # fmt: skip
_VFS = (
    "open", "delete", "access", "full_path", "dl_open", "dl_error", "dl_sym", "dl_close", "randomness", "sleep",
    "time", "last_error", "time64", "set_call", "get_call", "next_call",
)  # fmt: skip


class _Methods(ctypes.Structure):
    _fields_ = (("version", c_int), *((name, c_void_p) for name in _METHODS))


class _Vfs(ctypes.Structure):
    _fields_ = (
        ("version", c_int), ("file_bytes", c_int), ("longest", c_int), ("next", c_void_p), ("name", c_char_p),
        ("data", c_void_p), *((name, c_void_p) for name in _VFS),
    )  # fmt: skip


_Close = CFUNCTYPE(c_int, c_void_p)
_Transfer = CFUNCTYPE(c_int, c_void_p, c_void_p, c_int, c_int64)
_Truncate = CFUNCTYPE(c_int, c_void_p, c_int64)
_Sync = CFUNCTYPE(c_int, c_void_p, c_int)
_Open = CFUNCTYPE(c_int, c_void_p, c_void_p, c_void_p, c_int, c_void_p)  # SQLite keeps the pointer to the name
_Delete = CFUNCTYPE(c_int, c_void_p, c_char_p, c_int)
_OpenFolder = CFUNCTYPE(c_int, c_char_p, POINTER(c_int))
_SetCall = CFUNCTYPE(c_int, c_void_p, c_char_p, c_void_p)
_GetCall = CFUNCTYPE(c_void_p, c_void_p, c_char_p)


class Below:
    """A VFS that asks and tells a watcher about everything below one folder; SQLite's default while it is entered."""

    def __init__(self, root: Path, watcher: Watcher) -> None:
        self._root, self._watcher = f"{os.path.realpath(root)}{os.sep}", watcher
        self._library = ctypes.CDLL(_sqlite3.__file__)  # finds the symbols of the SQLite library that it needs, too
        self._library.sqlite3_vfs_find.restype = POINTER(_Vfs)
        self._system: Any = self._library.sqlite3_vfs_find(None)
        self._tables: dict[int, tuple[_Methods, _Methods]] = {}
        self._files: dict[int, tuple[str, _Methods]] = {}
        self.faults: list[BaseException] = []
        own = _Vfs.from_buffer_copy(self._system.contents)
        own.name = b"watched"
        self._callbacks = {
            "open": _Open(self._open), "delete": _Delete(self._delete), "close": _Close(self._close),
            "read": _Transfer(self._read), "write": _Transfer(self._write), "truncate": _Truncate(self._truncate),
            "sync": _Sync(self._sync),
        }  # fmt: skip
        for name in ("open", "delete"):
            setattr(own, name, ctypes.cast(self._callbacks[name], c_void_p))
        self._own = own
        get, self._set = _GetCall(own.get_call), _SetCall(own.set_call)
        self._open_folder_below = _OpenFolder(get(ctypes.addressof(self._system.contents), b"openDirectory"))
        self._open_folder_callback = _OpenFolder(self._open_folder)

    def __enter__(self) -> Self:
        self._library.sqlite3_vfs_register(ctypes.byref(self._own), 1)
        self._replace_open_folder(ctypes.cast(self._open_folder_callback, c_void_p))
        return self

    def __exit__(self, *_error: object) -> None:
        self._replace_open_folder(None)
        self._library.sqlite3_vfs_unregister(ctypes.byref(self._own))
        for file, (_path, system) in self._files.items():  # whatever is still open goes on without us
            _File.from_address(file).methods = ctypes.addressof(system)
        if self.faults:
            raise self.faults[0]

    def _replace_open_folder(self, call: c_void_p | None) -> None:
        self._set(ctypes.addressof(self._system.contents), b"openDirectory", call)

    def asked(self, kind: str, path: str) -> int:
        """Return the errno with which a call on a watched path shall fail, 0 if it shall not."""
        return self._watcher.ask(kind, path) if path.startswith(self._root) else 0

    def told(self, call: Call) -> None:
        """Pass on a call that was made, if it is about a watched path."""
        if call.path.startswith(self._root) or call.path == self._root.rstrip(os.sep):
            self._watcher.tell(call)

    def _guarded(self, act: Callable[[], int], failed: int) -> int:
        try:
            return act()
        except BaseException as error:  # noqa: BLE001 # nothing may be raised through SQLite; told on leaving
            self.faults.append(error)
            return failed

    def _asked(self, kind: str, path: str) -> int:
        code = self.asked(kind, path)
        if not code:
            return _OK
        return _FULL if code == errno.ENOSPC and kind == "write" else _IOERR.get(kind, _CANTOPEN)

    def _open(self, vfs: int, name: int | None, file: int, flags: int, found: int) -> int:
        def act() -> int:
            path = os.fsdecode(ctypes.string_at(name)) if name else ""
            new = bool(flags & _OPEN_CREATE) and not os.path.exists(path)  # noqa: PTH110 # SQLite speaks in strings
            if code := self._asked("create" if new else "open", path):
                _File.from_address(file).methods = None  # SQLite does not close what was not opened
                return code
            code = int(_Open(self._system.contents.open)(vfs, name, file, flags, found))
            if code == _OK:
                self._watch(file, path)
                if new:
                    self.told(Call("create", path))
            return code

        return self._guarded(act, _CANTOPEN)

    def _watch(self, file: int, path: str) -> None:
        """Give an open file the system's methods, but for those that we look at."""
        address = _File.from_address(file).methods
        assert address
        if address not in self._tables:
            system = _Methods.from_address(address)
            own = _Methods.from_buffer_copy(system)
            for name in ("close", "read", "write", "truncate", "sync"):
                setattr(own, name, ctypes.cast(self._callbacks[name], c_void_p))
            self._tables[address] = own, system
        own, system = self._tables[address]
        _File.from_address(file).methods = ctypes.addressof(own)
        self._files[file] = path, system

    def _close(self, file: int) -> int:
        _path, system = self._files.pop(file)
        return int(_Close(system.close)(file))

    def _read(self, file: int, buffer: int, count: int, at: int) -> int:
        path, system = self._files[file]
        return self._guarded(
            lambda: self._asked("read", path) or int(_Transfer(system.read)(file, buffer, count, at)), _IOERR["read"]
        )

    def _write(self, file: int, buffer: int, count: int, at: int) -> int:
        def act() -> int:
            path, system = self._files[file]
            if code := self._asked("write", path):
                _Transfer(system.write)(file, buffer, count // 2, at)  # what fails may have been done in part
                return code
            code = int(_Transfer(system.write)(file, buffer, count, at))
            if code == _OK:
                self.told(Call("write", path, at, ctypes.string_at(buffer, count)))
            return code

        return self._guarded(act, _IOERR["write"])

    def _truncate(self, file: int, size: int) -> int:
        def act() -> int:
            path, system = self._files[file]
            code = self._asked("truncate", path) or int(_Truncate(system.truncate)(file, size))
            if code == _OK:
                self.told(Call("truncate", path, size))
            return code

        return self._guarded(act, _IOERR["truncate"])

    def _sync(self, file: int, flags: int) -> int:
        def act() -> int:
            path, system = self._files[file]
            code = self._asked("flush", path) or int(_Sync(system.sync)(file, flags))
            if code == _OK:
                self.told(Call("flush", path))
            return code

        return self._guarded(act, _IOERR["flush"])

    def _delete(self, vfs: int, name: bytes, flush: int) -> int:
        def act() -> int:
            path = os.fsdecode(name)
            code = self._asked("remove", path)
            if not code:
                there = os.path.exists(path)  # noqa: PTH110
                code = int(_Delete(self._system.contents.delete)(vfs, name, 0))
                if code == _OK and there:
                    self.told(Call("remove", path))
                if flush and code == _OK:
                    self._flush_folder_of(path)
            return code

        return self._guarded(act, _IOERR["remove"])

    def _flush_folder_of(self, path: str) -> int:
        self.told(Call("flush_folder", os.path.dirname(path)))  # noqa: PTH120
        return _OK

    def _open_folder(self, name: bytes, handle: Any) -> int:
        """SQLite opens a folder only in order to flush it right away."""
        code = int(self._open_folder_below(name, handle))
        if code == _OK:
            self._guarded(partial(self._flush_folder_of, os.fsdecode(name)), _OK)
        return code


@contextmanager
def watched(root: Path, watcher: Watcher) -> Iterator[None]:
    """Ask and tell the watcher about every call on a file below `root`, by SQLite as by Python."""
    with Below(root, watcher) as below, _PythonCalls(root, below):
        yield


class _PythonCalls:
    """Functions of `os` and `shutil` that ask before and tell afterwards."""

    def __init__(self, root: Path, below: Below) -> None:
        self._root, self._below = root.resolve(), below
        self._kept: list[tuple[Any, str, Any]] = []

    def __enter__(self) -> None:
        for module, name, own in (
            (os, "fsync", self._fsync), (os, "open", self._open), (os, "replace", self._rename("replace")),
            (os, "rename", self._rename("rename")), (os, "unlink", self._single("unlink", "remove")),
            (os, "remove", self._single("remove", "remove")), (os, "rmdir", self._single("rmdir", "rmdir")),
            (os, "mkdir", self._single("mkdir", "mkdir")), (shutil, "copyfile", self._copyfile),
            (io, "open", opener(self._below, f"{self._root}{os.sep}", io.open)),
        ):  # fmt: skip
            self._kept.append((module, name, getattr(module, name)))
            setattr(module, name, own)
        self._defaults = write_plan_file.__kwdefaults__
        write_plan_file.__kwdefaults__ = {**(self._defaults or {}), "replace": os.replace}  # bound before we came

    def __exit__(self, *_error: object) -> None:
        write_plan_file.__kwdefaults__ = self._defaults
        for module, name, function in self._kept:
            setattr(module, name, function)

    def _system(self, name: str) -> Any:
        return next(function for _module, known, function in self._kept if known == name)

    def _refuse(self, kind: str, path: str) -> None:
        if code := self._below.asked(kind, path):
            raise OSError(code, os.strerror(code), path)

    def _place(self, path: Any, folder: int | None = None) -> str:
        name = os.fspath(path) if not isinstance(path, int) else ""
        name = os.fsdecode(name)
        if folder is not None:
            name = os.path.join(self._path_of(folder), name)  # noqa: PTH118
        return os.path.abspath(name)  # noqa: PTH100

    def _path_of(self, handle: int) -> str:
        found = os.fstat(handle)
        for path in (self._root, *self._root.rglob("*")):
            try:
                if os.path.samestat(found, path.lstat()):
                    return str(path)
            except OSError:
                continue
        return ""

    def _fsync(self, handle: Any) -> None:
        number = handle if isinstance(handle, int) else handle.fileno()
        path = self._path_of(number)
        folder = Path(path).is_dir() and bool(path)
        self._refuse("flush", path)
        self._system("fsync")(number)
        self._below.told(Call("flush_folder" if folder else "flush", path))

    def _open(self, path: Any, flags: int, mode: int = 0o777, *, dir_fd: int | None = None) -> int:
        place = self._place(path, dir_fd)
        new = bool(flags & os.O_CREAT) and not os.path.exists(place)  # noqa: PTH110
        self._refuse("create" if new else "open", place)
        handle = int(self._system("open")(path, flags, mode, dir_fd=dir_fd))
        if new:
            self._below.told(Call("create", place))
        return handle

    def _rename(self, name: str) -> Callable[..., None]:
        def rename(source: Any, target: Any, **options: Any) -> None:
            self._refuse("rename", self._place(source))
            self._system(name)(source, target, **options)
            self._below.told(Call("rename", self._place(source), target=self._place(target)))

        return rename

    def _single(self, name: str, kind: str) -> Callable[..., None]:
        def act(path: Any, *given: Any, dir_fd: int | None = None, **options: Any) -> None:
            place = self._place(path, dir_fd)
            self._refuse(kind, place)
            self._system(name)(path, *given, dir_fd=dir_fd, **options)
            self._below.told(Call(kind, place))

        return act

    def _copyfile(self, source: Any, target: Any, **options: Any) -> Any:
        place = self._place(target)
        new = not os.path.exists(place)  # noqa: PTH110
        self._refuse("read", self._place(source))
        if code := self._below.asked("write", place):
            Path(place).write_bytes(Path(source).read_bytes()[:1000])
            raise OSError(code, os.strerror(code), place)
        done = self._system("copyfile")(source, target, **options)
        if new:
            self._below.told(Call("create", place))
        self._below.told(Call("truncate", place, 0))
        self._below.told(Call("write", place, 0, Path(place).read_bytes()))
        return done
