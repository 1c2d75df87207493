"""The rows in the pages of a damaged database file, read without SQLite, so that nothing in the file is ever run.

Source: "Database File Format" of SQLite, sections 1.6 (b-tree pages) and 2.1 (record format).
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from cmoplanner.model.values import Stored

_LEAF, _INTERIOR, _INDEX_LEAF, _INDEX_INTERIOR = 0x0D, 0x05, 0x0A, 0x02
_SIZES = {0: 0, 1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8, 7: 8, 8: 0, 9: 0}
_MOST_DEEP = 20
_LONGEST = 10_000_000
_MOST_COLUMNS = 200

Record = tuple[Stored | bytes, ...]


class Torn(ValueError):
    """Bytes that are no page, cell or record."""


@dataclass
class Found:
    """What was found below one root page: records that can be read, and how many pages and cells cannot."""

    records: list[Record] = field(default_factory=list)
    torn_pages: int = 0
    torn_cells: int = 0

    @property
    def whole(self) -> bool:
        """Whether nothing below the root is damaged in its form."""
        return not (self.torn_pages or self.torn_cells)


class Pages:
    """The pages of one database file."""

    def __init__(self, data: bytes, usual_size: int = 4096) -> None:
        named = int.from_bytes(data[16:18], "big")
        good = 512 <= named <= 32768 and named & (named - 1) == 0
        self._size = 65536 if named == 1 else named if good else usual_size
        self._data = data
        self._seen: set[int] = set()

    @property
    def count(self) -> int:
        """How many pages there are, a cut last one included."""
        return -(-len(self._data) // self._size)

    def table(self, root: int) -> Found:
        """Return the rows of the table whose tree begins at a page."""
        found = Found()
        self._walk(root, found, (_LEAF, _INTERIOR), 0)
        return found

    def index(self, root: int) -> Found:
        """Return the entries of the index whose tree begins at a page."""
        found = Found()
        self._walk(root, found, (_INDEX_LEAF, _INDEX_INTERIOR), 0)
        return found

    def orphans(self) -> Iterator[Record]:
        """Give the rows in leaf pages that no tree led to so far."""
        for number in range(1, self.count + 1):
            if number not in self._seen and self._kind(number) == _LEAF:
                found = Found()
                self._walk(number, found, (_LEAF, _INTERIOR), 0)
                yield from found.records

    def _kind(self, number: int) -> int:
        page = self._page(number)
        at = 100 if number == 1 else 0
        return page[at] if len(page) > at else 0

    def _page(self, number: int) -> bytes:
        return self._data[(number - 1) * self._size : number * self._size] if number > 0 else b""

    def _walk(self, number: int, found: Found, kinds: tuple[int, int], depth: int) -> None:
        page = self._page(number)
        if number in self._seen or depth > _MOST_DEEP or not page or self._kind(number) not in kinds:
            found.torn_pages += 1
            return
        self._seen.add(number)
        at = 100 if number == 1 else 0
        interior = self._kind(number) == kinds[1]
        for pointer in _pointers(page, at, interior=interior):
            try:
                self._cell(page, pointer, found, kinds, depth, interior=interior)
            except (Torn, IndexError, struct.error, UnicodeDecodeError):
                found.torn_cells += 1
        if interior:
            self._walk(int.from_bytes(page[at + 8 : at + 12], "big"), found, kinds, depth + 1)

    def _cell(self, page: bytes, at: int, found: Found, kinds: tuple[int, int], depth: int, *, interior: bool) -> None:
        if interior:
            self._walk(int.from_bytes(page[at : at + 4], "big"), found, kinds, depth + 1)
            at += 4
            if kinds[0] == _LEAF:
                return  # an interior page of a table holds no rows, one of an index holds entries
        length, at = _varint(page, at)
        if kinds[0] == _LEAF:
            _rowid, at = _varint(page, at)
        found.records.append(_record(self._payload(page, at, length, table=kinds[0] == _LEAF)))

    def _payload(self, page: bytes, at: int, length: int, *, table: bool) -> bytes:
        if length > _LONGEST:
            raise Torn
        usable = self._size
        most = usable - 35 if table else (usable - 12) * 64 // 255 - 23
        if length <= most:
            return _exactly(page[at : at + length], length)
        least = (usable - 12) * 32 // 255 - 23
        local = least + (length - least) % (usable - 4)
        local = local if local <= most else least
        parts = [_exactly(page[at : at + local], local)]
        following, left = int.from_bytes(page[at + local : at + local + 4], "big"), length - local
        while left > 0:
            overflow = _exactly(self._page(following), self._size)
            self._seen.add(following)
            parts.append(overflow[4 : 4 + left])
            left -= len(parts[-1])
            following = int.from_bytes(overflow[:4], "big")
        return b"".join(parts)


def _exactly(part: bytes, length: int) -> bytes:
    if len(part) != length:
        raise Torn
    return part


def _pointers(page: bytes, at: int, *, interior: bool) -> Iterator[int]:
    count = int.from_bytes(page[at + 3 : at + 5], "big")
    first = at + (12 if interior else 8)
    for i in range(min(count, (len(page) - first) // 2)):
        yield int.from_bytes(page[first + 2 * i : first + 2 * i + 2], "big")


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for i in range(8):
        byte = data[at + i]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + i + 1
    return value << 8 | data[at + 8], at + 9


def _record(payload: bytes) -> Record:
    head, at = _varint(payload, 0)
    kinds = []
    while at < head:
        kind, at = _varint(payload, at)
        kinds.append(kind)
    if at != head or len(kinds) > _MOST_COLUMNS:
        raise Torn
    values = []
    for kind in kinds:
        length = _SIZES.get(kind, (kind - 12) // 2)
        if length < 0 or kind in {10, 11}:
            raise Torn
        values.append(_value(kind, _exactly(payload[at : at + length], length)))
        at += length
    if at != len(payload):
        raise Torn
    return tuple(values)


def _value(kind: int, raw: bytes) -> Stored | bytes:
    match kind:
        case 0:
            return None
        case 7:
            return float(struct.unpack(">d", raw)[0])
        case 8 | 9:
            return kind - 8
        case _ if kind < 8:
            return int.from_bytes(raw, "big", signed=True)
        case _ if kind % 2:
            return raw.decode("utf-8")
        case _:
            return raw
