"""A disk as a power cut may leave it: replays recorded calls, and lets go of some of what had not been flushed.

The disk honours flushes. Whatever came after the last flush of a file is there, or not, or torn at sectors, in any
order; names made, removed or changed after the last flush of their folder are there or not. A journalling file
system keeps more order.
"""

import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bench.faults.below import Call

SECTOR = 512
Keep = Callable[[int], bool]  # whether the change of this number has reached the disk


@dataclass(eq=False)
class Node:
    """A file with its flushed bytes and what was done to them since, or a folder."""

    folder: bool = False
    flushed: bytearray = field(default_factory=bytearray)
    since: list[tuple[int, int, bytes | None]] = field(default_factory=list)  # number, at, data; None cuts off there

    def flush(self) -> None:
        """Take over all that was done."""
        self.flushed = self.bytes(lambda _number: True)
        self.since = []

    def bytes(self, keep: Keep, *, torn: bool = False) -> bytearray:
        """Return the bytes with those changes that are kept, sector by sector if they are torn."""
        found = bytearray(self.flushed)
        for number, at, data in self.since:
            if data is None:
                if keep(number):
                    del found[at:]
                continue
            pieces = [(0, data)] if not torn else [(i, data[i : i + SECTOR]) for i in range(0, len(data), SECTOR)]
            for start, piece in pieces:
                if keep(number):
                    end = at + start
                    found.extend(bytes(max(0, end - len(found))))
                    found[end : end + len(piece)] = piece
        return found


@dataclass(eq=False)
class Naming:
    """A name that was given, taken away or changed, and the folders that were not flushed since."""

    number: int
    node: Node
    gone: tuple[Node, str] | None
    given: tuple[Node, str] | None
    unflushed: set[int]


class Disk:
    """The files below one folder: as they are, and as a power cut may leave them."""

    def __init__(self, root: Path, start: dict[str, bytes | None]) -> None:
        self._root = root
        self._top = Node(folder=True)
        self._number = 0
        self._start: dict[tuple[int, str], Node] = {}
        self._names: dict[tuple[int, str], Node] = {}
        self._namings: list[Naming] = []
        self._nodes: dict[int, Node] = {id(self._top): self._top}  # keeps them alive: their ids are keys
        for name, data in sorted(start.items()):
            node = self._new(folder=data is None)
            node.flushed = bytearray(data or b"")
            self._names[self._key(str(root / name))] = node
        self._start = dict(self._names)

    def replay(self, calls: Iterable[Call]) -> None:
        """Do what was recorded."""
        for call in calls:
            self._number += 1
            self._do(call)

    def _do(self, call: Call) -> None:
        match call.kind:
            case "create" | "mkdir":
                self._name(None, call.path, self._new(folder=call.kind == "mkdir"))
            case "remove" | "rmdir":
                self._name(call.path, None, self._names[self._key(call.path)])
            case "rename":
                self._name(call.path, call.target, self._names[self._key(call.path)])
            case "write":
                self._names[self._key(call.path)].since.append((self._number, call.at, call.data))
            case "truncate":
                self._names[self._key(call.path)].since.append((self._number, call.at, None))
            case "flush":
                self._names[self._key(call.path)].flush()
            case "flush_folder":
                self._flush_folder(self._find(call.path))
            case _:
                raise ValueError(call.kind)

    def _new(self, *, folder: bool) -> Node:
        node = Node(folder=folder)
        self._nodes[id(node)] = node
        return node

    def _find(self, path: str) -> Node:
        node = self._top
        for part in Path(path).relative_to(self._root).parts:
            node = self._names[id(node), part]
        return node

    def _key(self, path: str) -> tuple[int, str]:
        place = Path(path)
        return id(self._find(str(place.parent))), place.name

    def _place(self, path: str | None) -> tuple[Node, str] | None:
        return None if path is None else (self._find(str(Path(path).parent)), Path(path).name)

    def _name(self, gone: str | None, given: str | None, node: Node) -> None:
        before, after = self._place(gone), self._place(given)
        naming = Naming(self._number, node, before, after, {id(end[0]) for end in (before, after) if end})
        self._namings.append(naming)
        _apply(self._names, naming)

    def _flush_folder(self, folder: Node) -> None:
        for naming in self._namings:
            naming.unflushed.discard(id(folder))

    def now(self) -> dict[str, bytes | None]:
        """Return every file below the folder as it is, None for folders."""
        return dict(self._walk(self._top, "", self._names, lambda node: node.bytes(lambda _number: True)))

    def after_cut(self, chance: random.Random) -> dict[str, bytes | None]:
        """Return every file as a power cut at this moment may leave it, None for folders."""
        keep, torn = self._way(chance)
        names = dict(self._start)
        for naming in self._namings:
            if not naming.unflushed or keep(naming.number):
                _apply(names, naming)
        return dict(self._walk(self._top, "", names, lambda node: node.bytes(keep, torn=torn)))

    def _way(self, chance: random.Random) -> tuple[Keep, bool]:
        match chance.randrange(5):
            case 0:
                return (lambda _number: False), False
            case 1:
                return (lambda _number: True), False
            case 2:
                last = self._number - int(chance.expovariate(0.05))
                return (lambda number: number <= last), False
            case way:
                share = chance.random()
                return (lambda _number: chance.random() < share), way == 3

    def _walk(
        self, folder: Node, place: str, names: dict[tuple[int, str], Node], read: Callable[[Node], bytearray]
    ) -> Iterator[tuple[str, bytes | None]]:
        for (parent, name), node in names.items():
            if parent != id(folder):
                continue
            yield place + name, None if node.folder else bytes(read(node))
            if node.folder:
                yield from self._walk(node, f"{place}{name}/", names, read)


def _apply(names: dict[tuple[int, str], Node], naming: Naming) -> None:
    if naming.gone is not None:
        key = id(naming.gone[0]), naming.gone[1]
        if names.get(key) is not naming.node:
            return  # what this change builds on has not reached the disk
        del names[key]
    if naming.given is not None:
        names[id(naming.given[0]), naming.given[1]] = naming.node


def read_in(root: Path) -> dict[str, bytes | None]:
    """Return every file below a folder, None for folders; without what SQLite makes anew at each start."""
    return {
        path.relative_to(root).as_posix(): None if path.is_dir() else path.read_bytes()
        for path in root.rglob("*")
        if not path.name.endswith("-shm")
    }


def write_out(state: dict[str, bytes | None], root: Path) -> None:
    """Write files and folders out below a folder."""
    for name, data in sorted(state.items()):
        place = root / name
        if data is None:
            place.mkdir(parents=True, exist_ok=True)
        else:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)
