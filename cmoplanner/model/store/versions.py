"""Named versions: the rows of all tables at one moment, as compressed canonical JSON in the plan file. Data only."""

import json
import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from math import isfinite
from secrets import token_hex
from typing import Any

from cmoplanner.errors import EditRefused, VersionRefused
from cmoplanner.i18n import _
from cmoplanner.model.plan import Plan
from cmoplanner.model.store import schema
from cmoplanner.model.store.digest import StoredRow, Sums
from cmoplanner.model.store.read import InvalidRow, PlanReader
from cmoplanner.model.values import NAME_LIMIT, NOTE_LIMIT, clean_text

MOST_VERSIONS = 100
MOST_PACKED = 8_000_000
MOST_SIZE = 64_000_000
MOST_SIZE_OF_ALL = 512_000_000
_CHUNK = 1 << 20
_STRIDE = 200  # rows between two pauses
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")

VersionRow = tuple[Any, ...]
_ID, _POSITION, _NAME, _NOTE, _AT, _REVISION, _FORMAT, _SUMS, _SIZE, _HASH, _DATA = range(11)


class DamagedVersion(ValueError):
    """The bytes of a version are not those that were written."""


class HostileVersion(ValueError):
    """A version that agrees with its checksum and yet holds what the program never writes."""


@dataclass(frozen=True, slots=True)
class Version:
    """A moment of the plan that was given a name; `revision` is the plan's at that moment."""

    id: str
    name: str
    at: datetime
    revision: int
    note: str = ""


def version_of(row: VersionRow) -> Version:
    """Return what a stored version says about itself."""
    return Version(row[_ID], row[_NAME], datetime.fromisoformat(row[_AT]), row[_REVISION], row[_NOTE])


def approved_of(found: Iterable[Version], wanted: str) -> Version | None:
    """Return the version that a plan's header calls approved, by its id or, in older plans, its name; None if none."""
    known = list(found) if wanted else []
    by_id = next((version for version in known if version.id == wanted), None)
    return by_id or next((version for version in known if version.name == wanted), None)


def summed(row: VersionRow) -> StoredRow:
    """Return the part of a stored version that counts in the plan's digest: its data count by their hash."""
    return row[:_DATA]


def find(rows: Iterable[VersionRow], version_id: str) -> VersionRow:
    """Return the stored version with this id. Raises EditRefused if there is none."""
    for row in rows:
        if row[_ID] == version_id:
            return row
    raise EditRefused(_("There is no such version in the plan."))


def _go_on() -> None:
    """Pause not at all."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A state of a plan that is about to be kept under a name: taken in a moment, packed in any thread."""

    name: str
    note: str
    at: datetime
    revision: int
    tables: Mapping[str, Sequence[StoredRow]]

    def packed(self, pause: Callable[[], None] = _go_on) -> "Packed":
        """Return it as it is stored; `pause` is called every few rows. Raises EditRefused if it is too large."""
        packer, size, parts = zlib.compressobj(), 0, []
        for text in _canonical(self.tables):
            pause()
            size += len(text)
            parts.append(packer.compress(text))
        data = b"".join([*parts, packer.flush()])
        if len(data) > MOST_PACKED:
            raise _too_large()
        sums = Sums({table: found for table, found in self.tables.items() if found}).digest("", 0)
        return Packed(self, size, data, sums)


@dataclass(frozen=True, slots=True)
class Packed:
    """A moment with its compressed rows, their size before, and their checksum."""

    moment: Moment
    size: int
    data: bytes
    sums: str


def moment(
    rows: Sequence[VersionRow],
    name: str,
    note: str,
    at: datetime,
    revision: int,
    tables: Mapping[str, Sequence[StoredRow]],
) -> Moment:
    """Return a state that holds `tables`, to be kept beside the versions `rows`. Raises EditRefused."""
    name, note = _checked_name(rows, name), _checked_note(note)
    _refuse_one_too_many(rows)
    return Moment(name, note, at, revision, tables)


def named(rows: Sequence[VersionRow], packed: Packed) -> VersionRow:
    """Return a packed state as a new version, to be kept beside `rows`. Raises EditRefused."""
    now = packed.moment
    name = _checked_name(rows, now.name)
    _refuse_one_too_many(rows)
    if packed.size + sum(row[_SIZE] for row in rows) > MOST_SIZE_OF_ALL:
        raise _too_large()
    position = max((row[_POSITION] for row in rows), default=0) + 1
    about = (token_hex(8), position, name, now.note, now.at.isoformat(), now.revision, schema.FORMAT, packed.sums)
    return (*about, packed.size, _hash(packed.data), packed.data)


def _refuse_one_too_many(rows: Sequence[VersionRow]) -> None:
    if len(rows) >= MOST_VERSIONS:
        raise EditRefused(
            _("A plan keeps at most {n} versions.").format(n=MOST_VERSIONS), _("Delete one that is no longer needed.")
        )


def _too_large() -> EditRefused:
    return EditRefused(_("The plan is too large for one more version."), _("Delete one that is no longer needed."))


def renamed(rows: Sequence[VersionRow], version_id: str, name: str) -> VersionRow:
    """Return a version under another name. Raises EditRefused."""
    row = find(rows, version_id)
    others = [other for other in rows if other is not row]
    return (*row[:_NAME], _checked_name(others, name), *row[_NOTE:])


def check_rows(rows: Sequence[VersionRow]) -> None:
    """Raise DamagedVersion or HostileVersion if stored versions are not those that were written.

    Their packed data are compared with their hashes: what they hold is looked at when a version is read.
    """
    if len(rows) > MOST_VERSIONS or sum(row[_SIZE] for row in rows) > MOST_SIZE_OF_ALL:
        raise HostileVersion(_("It holds more versions than a plan keeps."))
    for row in rows:
        _check_row(row)


def plan_of(row: VersionRow) -> Plan:
    """Return the plan as it was when a version was named. Raises VersionRefused.

    Data are unpacked piece by piece and no further than they say they reach.
    """
    return _read(row)[1]


def tables_of(row: VersionRow) -> dict[str, list[StoredRow]]:
    """Return the stored rows of all tables when a version was named; they make a plan. Raises VersionRefused."""
    return _read(row)[0]


def _read(row: VersionRow) -> tuple[dict[str, list[StoredRow]], Plan]:
    try:
        tables = _tables(row)
        return tables, PlanReader(tables, row[_REVISION]).plan
    except (InvalidRow, ValueError, TypeError, LookupError, RecursionError, zlib.error) as error:
        raise VersionRefused(row[_NAME], f"{type(error).__name__}: {error}") from error


def _checked_name(rows: Iterable[VersionRow], name: str) -> str:
    name = clean_text(name)
    if not name or len(name) > NAME_LIMIT or "\n" in name or "\t" in name:
        raise EditRefused(_("A version needs a name of 1 to {n} characters.").format(n=NAME_LIMIT))
    if any(row[_NAME] == name for row in rows):
        raise EditRefused(_("There is already a version “{name}”.").format(name=name), _("Give another name."))
    return name


def _checked_note(note: str) -> str:
    note = clean_text(note)
    if len(note) > NOTE_LIMIT:
        raise EditRefused(_("The note is longer than {n} characters.").format(n=NOTE_LIMIT))
    return note


def _canonical(tables: Mapping[str, Sequence[StoredRow]]) -> Iterator[bytes]:
    """Yield the rows of all tables as canonical JSON, piece by piece."""
    lead = "{"
    for name, rows in sorted(tables.items()):
        if not rows:
            continue
        yield f'{lead}{_json(name)}:{{"columns":{_json(schema.names(name))},"rows":['.encode("ascii")
        for at in range(0, len(rows), _STRIDE):
            piece = _json([list(row) for row in rows[at : at + _STRIDE]])[1:-1]
            yield f"{',' if at else ''}{piece}".encode("ascii")
        yield b"]}"
        lead = ","
    yield b"{}" if lead == "{" else b"}"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"), allow_nan=False)


def _hash(packed: bytes) -> str:
    return blake2b(packed, digest_size=32).hexdigest()


def _check_row(row: VersionRow) -> None:
    if _hash(row[_DATA]) != row[_HASH]:
        raise DamagedVersion(_("A version in it is damaged."))
    name, note = row[_NAME], row[_NOTE]
    if not 0 < len(name) <= NAME_LIMIT or len(note) > NOTE_LIMIT or _FORBIDDEN.search(name) or _FORBIDDEN.search(note):
        raise HostileVersion(_("A version in it has a name that no plan holds."))
    try:
        version_of(row)
    except ValueError as error:
        raise HostileVersion(_("A version in it cannot be read.")) from error
    if not 0 < row[_SIZE] <= MOST_SIZE or len(row[_DATA]) > MOST_PACKED:
        raise HostileVersion(_("A version in it is larger than any plan."))


def _pieces(row: VersionRow) -> Iterable[bytes]:
    """Unpack data in pieces. Raises ValueError where there is more than the version says, or than one may hold."""
    left = row[_SIZE]
    unpacker = zlib.decompressobj()
    packed = row[_DATA]
    while not unpacker.eof:
        piece = unpacker.decompress(packed, _CHUNK)
        packed = unpacker.unconsumed_tail
        left -= len(piece)
        if left < 0 or (not piece and not packed and not unpacker.eof):
            raise ValueError("another size than it says")
        yield piece
    if unpacker.unused_data:
        raise ValueError("something follows the data")
    if left:
        raise ValueError("another size than it says")


def _tables(row: VersionRow) -> dict[str, list[StoredRow]]:
    found = json.loads(b"".join(_pieces(row)), parse_constant=_refuse_constant)
    if not isinstance(found, dict) or found.keys() - schema.COLUMNS.keys():
        raise ValueError("other tables than a plan has")
    stored = {name: [tuple(line) for line in part["rows"]] for name, part in found.items()}
    if Sums(stored).digest("", 0) != row[_SUMS]:
        raise ValueError("the rows do not agree with their checksum")
    return {name: _rows(name, found[name]["columns"], stored[name]) if name in found else [] for name in schema.COLUMNS}


def _refuse_constant(name: str) -> float:
    raise ValueError(f"{name} is no value")


_TYPES: dict[str, tuple[type, ...]] = {"TEXT": (str,), "INTEGER": (int,), "REAL": (float,)}


def _rows(table: str, columns: Sequence[str], rows: Sequence[StoredRow]) -> list[StoredRow]:
    """Return rows with the columns of today: those that are new since then are empty."""
    kinds = dict(schema.COLUMNS[table])
    if set(columns) - kinds.keys() or not {schema.ID, schema.POSITION} <= set(columns):
        raise ValueError(f"{table}: other columns than a plan has")
    made: dict[str, StoredRow] = {}
    for line in rows:
        given = dict(zip(columns, line, strict=True))
        if any(value is not None and not _fits(value, kinds[column]) for column, value in given.items()):
            raise ValueError(f"{table}: a value of another type")
        row_id = given[schema.ID]
        if not isinstance(row_id, str) or given[schema.POSITION] is None or row_id in made:
            raise ValueError(f"{table}: a row without its id or place")
        made[row_id] = tuple(given.get(column) for column in kinds)
    return sorted(made.values(), key=lambda line: (line[1], line[0]))


def _fits(value: Any, kind: str) -> bool:
    if isinstance(value, bool) or not isinstance(value, _TYPES[kind]):
        return False
    return not isinstance(value, float) or isfinite(value)
