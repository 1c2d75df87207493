"""The content digest: detects a plan whose rows are not those that were written.

Per table the sum (mod 2^128) of blake2b-128 over each row, and the row count; sums add, so an edit costs only its
rows. JSON text keeps apart typeof and value of each column (1 and 1.0, null and ""), and is the same everywhere.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b

from cmoplanner.model.values import Stored

_MODULUS = 1 << 128
_encode = json.JSONEncoder(ensure_ascii=True, separators=(",", ":"), check_circular=False).encode

StoredRow = Sequence[Stored]


def row_sum(row: StoredRow) -> int:
    """Return the hash of one stored row as a number."""
    return int.from_bytes(blake2b(_encode(tuple(row)).encode("ascii"), digest_size=16).digest(), "big")


class Sums:
    """The running sums of every table of one plan."""

    def __init__(self, tables: Mapping[str, Iterable[StoredRow]]) -> None:
        self._sums: dict[str, tuple[int, int]] = {}
        for name, rows in tables.items():
            hashes = [row_sum(row) for row in rows]
            self._sums[name] = (len(hashes), sum(hashes) % _MODULUS)

    def changed(self, table: str, old: StoredRow | None, new: StoredRow | None) -> None:
        """Take one changed row into account; None stands for "not there"."""
        count, total = self._sums[table]
        if old is not None:
            count, total = count - 1, total - row_sum(old)
        if new is not None:
            count, total = count + 1, total + row_sum(new)
        self._sums[table] = (count, total % _MODULUS)

    def copy(self) -> "Sums":
        """Return sums that can be changed without changing these."""
        twin = Sums({})
        twin._sums = dict(self._sums)
        return twin

    def without(self, table: str) -> "Sums":
        """Return the sums of all tables but one."""
        twin = Sums({})
        twin._sums = {name: found for name, found in self._sums.items() if name != table}
        return twin

    def digest(self, uuid: str, revision: int) -> str:
        """Return the digest of a plan with these sums, this id and this revision."""
        parts = [[name, count, f"{total:032x}"] for name, (count, total) in sorted(self._sums.items())]
        return blake2b(_encode([uuid, revision, parts]).encode("ascii"), digest_size=16).hexdigest()
