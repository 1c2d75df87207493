"""A backup or a named version brought back as a plan file of its own; what it holds can be looked at first."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cmoplanner.errors import PlanNotWritable
from cmoplanner.i18n import _
from cmoplanner.model import fields
from cmoplanner.model.plan import Plan
from cmoplanner.model.store import versions
from cmoplanner.model.store.backups import Backup
from cmoplanner.model.store.contents import Contents
from cmoplanner.model.store.publish import write_plan_file
from cmoplanner.model.store.snapshot import read_snapshot


@dataclass(frozen=True)
class Preview:
    """What a backup holds: the plan, ready to be compared with the current one, and how many rows of each table."""

    backup: Backup
    plan: Plan
    counts: Mapping[str, int]

    @property
    def name(self) -> str:
        """The plan's name in the backup."""
        return self.plan.header.name


def preview(backup: Backup) -> Preview:
    """Return what a backup holds, verified. Raises PlanFileError if it is not sound."""
    snapshot = read_snapshot(backup.path)
    counts = {table.name: len(snapshot.contents.tables[table.name]) for table in fields.TABLES}
    return Preview(backup, snapshot.plan, {name: count for name, count in counts.items() if count})


def restore(backup: Path, target: Path) -> None:
    """Write what a backup holds as a new plan file, with an id of its own: the current plan stays beside it.

    Raises PlanFileError: a backup that is not sound, a target that exists or cannot be written.
    """
    snapshot = read_snapshot(backup)
    _write_new(target, snapshot.contents.renewed())


def restore_version(contents: Contents, version_id: str, target: Path) -> None:
    """Write the plan as it was when a version in `contents` was named as a new plan file, with an id of its own.

    Raises EditRefused, VersionRefused, or PlanNotWritable for a target that exists or cannot be written.
    """
    tables = versions.tables_of(versions.find(contents.record.versions, version_id))
    _write_new(target, Contents.new(tables))


def _write_new(target: Path, contents: Contents) -> None:
    if target.exists():
        raise PlanNotWritable(target, _("There is already a file of this name."))
    write_plan_file(target.absolute(), contents)
