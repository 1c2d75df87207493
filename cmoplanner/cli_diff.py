"""The jobs of the command line that look back: what differs between two plans, and the change log of one."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from cmoplanner.errors import CmoPlannerError
from cmoplanner.i18n import _, ngettext
from cmoplanner.model.plan import Plan
from cmoplanner.model.store import versions
from cmoplanner.model.store.snapshot import Snapshot, read_snapshot


def diff_plans(old: Path, new: Path, *, as_json: bool) -> int:
    """Print what is other in the plan `new` than in the plan `old`."""
    return _print_differences(read_snapshot(old).plan, read_snapshot(new).plan, as_json=as_json)


def diff_since(path: Path, version: str, *, as_json: bool) -> int:
    """Print what changed in a plan since one of its versions, given by name or id."""
    snapshot = read_snapshot(path)
    return _print_differences(_plan_of(path, snapshot, version), snapshot.plan, as_json=as_json)


def _plan_of(path: Path, snapshot: Snapshot, wanted: str) -> Plan:
    rows = snapshot.contents.record.versions
    for row in rows:
        found = versions.version_of(row)
        if wanted in (found.id, found.name):
            return versions.plan_of(row)
    names = ", ".join(f"“{versions.version_of(row).name}”" for row in rows)
    raise CmoPlannerError(
        _("“{name}” has no version “{version}”.").format(name=path.name, version=wanted),
        _("Its versions are: {names}").format(names=names) if names else _("No version of it was named yet."),
    )


def _print_differences(old: Plan, new: Plan, *, as_json: bool) -> int:
    from cmoplanner.model.compare import compare, totals

    found, sums = compare(old, new), totals(old, new)
    if as_json:
        _print_json({"totals": [asdict(total) for total in sums], "differences": [asdict(entry) for entry in found]})
        return 0
    for entry in found:
        print(entry.sentence)
    n = len(found)
    print(ngettext("{n} difference", "{n} differences", n).format(n=n) if n else _("Both hold the same."))
    for total in sums:
        print(total.sentence)
    return 0


def print_log(path: Path, *, as_json: bool) -> int:
    """Print the change log of a plan, which was verified as the file was read; as JSON it is a proof to be kept."""
    from cmoplanner.exchange.proof import proof_of

    snapshot = read_snapshot(path)
    if as_json:
        _print_json(proof_of(snapshot.contents))
        return 0
    entries = snapshot.contents.record.log
    for entry in entries:
        when = entry.time.isoformat(sep=" ", timespec="seconds")
        print(f"{entry.number:6}  {when}  {entry.kind:8} r{entry.revision:<6} {entry.label}".rstrip())
    n = len(entries)
    print(ngettext("{n} entry, none of them changed.", "{n} entries, none of them changed.", n).format(n=n))
    print(_("Newest hash: {hash}").format(hash=entries[-1].hash))
    return 0


def write_proof(path: Path, out: Path) -> int:
    """Write the change log of a plan as a file of proof, and print the hash that stands for it."""
    from cmoplanner.exchange.files_out import write_text
    from cmoplanner.exchange.proof import proof_of

    if out.exists():
        raise CmoPlannerError(_("“{name}” is there already.").format(name=out.name), _("Give another name."))
    proof = proof_of(read_snapshot(path).contents)
    write_text(out, _as_json(proof) + "\n")
    print(out)
    print(_("Newest hash: {hash}").format(hash=proof["newest_hash"]))
    return 0


def verify_proof(path: Path, plan: Path | None) -> int:
    """Say whether a file of proof is whole, and with a plan, whether its log is that one, carried on."""
    from cmoplanner.exchange.proof import read_proof, refute

    proof = read_proof(path)
    n = len(proof.entries)
    text = ngettext("{n} entry of plan {plan}, not changed.", "{n} entries of plan {plan}, none of them changed.", n)
    print(text.format(n=n, plan=proof.plan))
    print(_("Newest hash: {hash}").format(hash=proof.newest.hash))
    if plan is None:
        return 0
    if reason := refute(proof, read_snapshot(plan).contents):
        raise CmoPlannerError(
            _("The change log of “{name}” does not carry on from this proof.").format(name=plan.name), reason
        )
    print(_("The change log of “{name}” carries on from it.").format(name=plan.name))
    return 0


def _print_json(found: dict[str, Any]) -> None:
    print(_as_json(found))


def _as_json(found: dict[str, Any]) -> str:
    return json.dumps(found, indent=1, ensure_ascii=False, allow_nan=False)
