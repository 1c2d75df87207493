"""The change log of a plan as a file of proof: whoever keeps it can tell later whether the log was changed since."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from cmoplanner.errors import CmoPlannerError, PlanNotReadable
from cmoplanner.i18n import _
from cmoplanner.model.store import versions
from cmoplanner.model.store.change_log import BrokenChangeLog, LogEntry, verify_change_log
from cmoplanner.model.store.contents import Contents

RECIPE = (
    "blake2b, 32 bytes, of the JSON array [number, at, kind, label, revision, digest, previous] in ASCII without spaces"
)
_LARGEST = 64_000_000  # bytes: many times what ten thousand entries take


@dataclass(frozen=True, slots=True)
class Proof:
    """What a file of proof holds: which plan, and its verified log."""

    plan: str
    entries: tuple[LogEntry, ...]

    @property
    def newest(self) -> LogEntry:
        """The last entry: its hash stands for the whole log."""
        return self.entries[-1]


def proof_of(contents: Contents) -> dict[str, Any]:
    """Return the change log of a plan with all hashes, and how they are made, for a JSON file."""
    entries = contents.record.log
    return {
        "plan": contents.identity.uuid,
        "revision": contents.identity.revision,
        "digest": contents.identity.digest,
        "newest_hash": entries[-1].hash,
        "hash_of_an_entry": RECIPE,
        "versions": [_about(row) for row in contents.record.versions],
        "entries": [asdict(entry) for entry in entries],
    }


def _about(row: Sequence[Any]) -> dict[str, Any]:
    found = versions.version_of(tuple(row))
    return {**asdict(found), "at": found.at.isoformat()}


def read_proof(path: Path) -> Proof:
    """Read and verify a file of proof. Raises PlanNotReadable, or CmoPlannerError if it is none or was changed."""
    try:
        size = path.stat().st_size
        text = path.read_bytes() if size <= _LARGEST else b""
    except OSError as error:
        raise PlanNotReadable(path, str(error)) from error
    try:
        return _verified(json.loads(text))
    except BrokenChangeLog as error:
        raise CmoPlannerError(
            _("The proof “{name}” was changed after it was written.").format(name=path.name),
            _("Take another copy of it; trust nothing that rests on this one."),
            str(error),
        ) from error
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise CmoPlannerError(
            _("“{name}” is no proof of a change log.").format(name=path.name),
            _("Give a file that was written by: cmoplanner log PLAN --proof FILE"),
            str(error),
        ) from error


def _verified(found: Any) -> Proof:
    """Return a proof that was read. Raises BrokenChangeLog if it was changed, or what reading raises."""
    proof = Proof(str(found["plan"]), tuple(_entry(given) for given in found["entries"]))
    verify_change_log(proof.entries, found["revision"], found["digest"])
    if proof.newest.hash != found["newest_hash"]:
        raise BrokenChangeLog(_("Its newest hash is not that of its last entry."))
    return proof


def _entry(given: Any) -> LogEntry:
    """Return an entry of a proof. Raises ValueError, TypeError or KeyError if it is none."""
    values = {entry.name: given[entry.name] for entry in fields(LogEntry)}
    for key, value in values.items():
        if type(value) is not (int if key in {"number", "revision"} else str):
            raise ValueError(f"{key}: {value!r}")
    return LogEntry(**values)


def refute(proof: Proof, contents: Contents) -> str:
    """Return why the log of a plan is not the one of a proof, carried on; "" if it is."""
    log = contents.record.log
    if contents.identity.uuid != proof.plan:
        return _("It is another plan, or a copy of it.")
    same = [entry for entry in log if entry.number == proof.newest.number]
    if same:
        return "" if same[0] == proof.newest else _("Entry {n} is another one now.").format(n=proof.newest.number)
    if log[0].number > proof.newest.number:
        return _("Its log no longer reaches back as far as the proof.")
    return _("Its log ends at entry {n}, before the proof does.").format(n=log[-1].number)
