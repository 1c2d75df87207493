"""The change log of a plan: one entry for each act, chained by hashes, so that nothing in it can be changed unseen.

It is kept in the plan file. An entry names the content digest of the plan that it led to and the hash of the entry
before; who has written down the newest hash can tell later whether the log still is the one that led there.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import blake2b
from typing import Any

from cmoplanner.i18n import _
from cmoplanner.model.values import clean_text

KEPT_ENTRIES = 10_000
_LONGEST_LABEL = 500
_HASH_BYTES = 32
_FORBIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_encode = json.JSONEncoder(ensure_ascii=True, separators=(",", ":")).encode


class LogKind(StrEnum):
    """What an entry tells of."""

    START = "start"
    COPY = "copy"
    EDIT = "edit"
    UNDO = "undo"
    REDO = "redo"
    VERSION = "version"
    FORMAT = "format"


_FIRST = {LogKind.START, LogKind.COPY}
_KINDS = frozenset(LogKind)


class BrokenChangeLog(ValueError):
    """A log that is not the one that was written; its text is a sentence for the user."""


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One act: when, what, and the revision and content digest that it led to.

    `previous` is the hash of the entry before it. The first entry of a copy has there the newest hash of the plan that
    it was made from, and in its label that plan's id.
    """

    number: int
    at: str
    kind: str
    label: str
    revision: int
    digest: str
    previous: str
    hash: str

    @property
    def time(self) -> datetime:
        """When the act was done."""
        return datetime.fromisoformat(self.at)

    def row(self) -> tuple[Any, ...]:
        """Return the entry as its stored row."""
        return astuple(self)


def first_entry(revision: int, digest: str, at: datetime | None = None) -> LogEntry:
    """Return the entry with which the log of a new plan starts."""
    return _entry(1, at or datetime.now(UTC), LogKind.START, "", revision, digest, "")


def copy_entry(origin: str, newest: LogEntry, revision: int, digest: str) -> LogEntry:
    """Return the entry with which the log of a copy starts: it names the plan `origin` and the end of its log."""
    return _entry(1, datetime.now(UTC), LogKind.COPY, origin, revision, digest, newest.hash)


def next_entry(newest: LogEntry, at: datetime, kind: LogKind, label: str, revision: int, digest: str) -> LogEntry:
    """Return the entry that follows the newest one."""
    return _entry(newest.number + 1, at, kind, label, revision, digest, newest.hash)


def first_kept(newest: LogEntry) -> int:
    """Return the number of the oldest entry that is kept when this is the newest."""
    return newest.number - KEPT_ENTRIES + 1


def _entry(number: int, at: datetime, kind: LogKind, label: str, revision: int, digest: str, previous: str) -> LogEntry:
    text = _FORBIDDEN.sub(" ", clean_text(label))[:_LONGEST_LABEL]
    parts = (number, at.isoformat(), str(kind), text, revision, digest, previous)
    return LogEntry(*parts, _hash(parts))


def _hash(parts: Sequence[object]) -> str:
    return blake2b(_encode(list(parts)).encode("ascii"), digest_size=_HASH_BYTES).hexdigest()


def verify_change_log(entries: Sequence[LogEntry], revision: int, digest: str) -> None:
    """Raise BrokenChangeLog if the log is not a whole chain that ends at this revision and content digest.

    Only a log that has reached its limit may lack its beginning.
    """
    if not entries:
        raise BrokenChangeLog(_("Its change log is empty."))
    first, last = entries[0], entries[-1]
    if len(entries) > KEPT_ENTRIES or (first.number > 1 and len(entries) < KEPT_ENTRIES):
        raise BrokenChangeLog(_("Its change log lacks entries."))
    if first.number < 1 or (first.kind in _FIRST) != (first.number == 1):
        raise BrokenChangeLog(_("Its change log has no beginning."))
    before = None
    for entry in entries:
        _verify_entry(entry, before)
        before = entry
    if (last.revision, last.digest) != (revision, digest):
        raise BrokenChangeLog(_("Its change log ends at another state of the plan."))


def _verify_entry(entry: LogEntry, before: LogEntry | None) -> None:
    number = entry.number
    if _hash(entry.row()[:-1]) != entry.hash:
        raise BrokenChangeLog(_("Entry {n} of its change log was changed.").format(n=number))
    if before and (number, entry.previous) != (before.number + 1, before.hash):
        raise BrokenChangeLog(_("Entry {n} of its change log does not follow the one before.").format(n=number))
    if before and (entry.kind in _FIRST or entry.revision < before.revision):
        raise BrokenChangeLog(_("Entry {n} of its change log does not follow the one before.").format(n=number))
    if entry.kind not in _KINDS or len(entry.label) > _LONGEST_LABEL or _FORBIDDEN.search(entry.label):
        raise BrokenChangeLog(_("Entry {n} of its change log is none of ours.").format(n=number))
    try:
        entry.time.isoformat()
    except ValueError:
        raise BrokenChangeLog(_("Entry {n} of its change log has no time.").format(n=number)) from None
