"""A plan file read once, without opening it for editing: works beside a window that has the same plan open."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cmoplanner.errors import HostilePlan
from cmoplanner.model.plan import KeptTable, Plan
from cmoplanner.model.store import schema
from cmoplanner.model.store.contents import Contents
from cmoplanner.model.store.open import receive
from cmoplanner.model.store.read import InvalidRow, PlanReader
from cmoplanner.model.values import Stored


@dataclass(frozen=True)
class Snapshot:
    """A verified plan file as it was when it was read: the frozen Plan and the stored rows."""

    plan: Plan
    contents: Contents

    @property
    def kept(self) -> Sequence[KeptTable]:
        """Tables of an import that have no home in the plan yet."""
        return tuple(self.plan.kept.values())

    def rows(self, table: str) -> list[dict[str, Stored]]:
        """Return the stored rows of a table in order."""
        names = schema.names(table)
        return [dict(zip(names, row, strict=True)) for row in self.contents.tables[table]]


def read_snapshot(path: Path) -> Snapshot:
    """Read a plan file as it was last published; nothing is locked, written beside it or changed.

    Raises PlanFileError with the true reason if it is not a sound plan.
    """
    path = Path(path).absolute()
    with tempfile.TemporaryDirectory(prefix="cmoplanner-") as folder:
        contents = receive(path, Path(folder)).contents
    try:
        plan = PlanReader(contents.tables, contents.identity.revision).plan
    except InvalidRow as error:  # agrees with its digest, so a program that is not ours wrote it
        raise HostilePlan(path, str(error)) from error
    return Snapshot(plan, contents)
