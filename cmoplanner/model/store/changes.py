"""What a document tells its listeners: which rows of which tables are other than before."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from cmoplanner.model.store.digest import StoredRow


class ChangeKind(StrEnum):
    """How a change came about."""

    EDIT = "edit"
    UNDO = "undo"
    REDO = "redo"


@dataclass(frozen=True, slots=True)
class ChangedRows:
    """Ids of rows of one table."""

    added: frozenset[str] = frozenset()
    changed: frozenset[str] = frozenset()
    removed: frozenset[str] = frozenset()

    @property
    def all(self) -> frozenset[str]:
        """Every id that is named."""
        return self.added | self.changed | self.removed


@dataclass(frozen=True, slots=True)
class Changes:
    """One change of the plan: the name of the act, its rows by table, and the revision it led to."""

    label: str
    rows: Mapping[str, ChangedRows]
    revision: int
    kind: ChangeKind = ChangeKind.EDIT

    def of(self, table: str) -> ChangedRows:
        """Return the changed rows of a table; none if it did not change."""
        return self.rows.get(table, ChangedRows())


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row before and after; None stands for "not there"."""

    table: str
    id: str
    old: StoredRow | None
    new: StoredRow | None

    def inverse(self) -> "RowChange":
        """Return the change that takes this one back."""
        return RowChange(self.table, self.id, self.new, self.old)


def collapsed(changes: Iterable[RowChange]) -> list[RowChange]:
    """Return one change per row, from its first state to its last; rows that end as they began are left out."""
    first: dict[tuple[str, str], RowChange] = {}
    last: dict[tuple[str, str], RowChange] = {}
    for change in changes:
        first.setdefault((change.table, change.id), change)
        last[change.table, change.id] = change
    found = [RowChange(key[0], key[1], first[key].old, last[key].new) for key in first]
    return [change for change in found if change.old != change.new]


def notice(label: str, changes: Iterable[RowChange], revision: int, kind: ChangeKind) -> Changes:
    """Return row changes as a notice; an activity whose targets changed counts as changed."""
    sides: dict[str, tuple[set[str], set[str], set[str]]] = {}
    for change in changes:
        side = 0 if change.old is None else 2 if change.new is None else 1
        sides.setdefault(change.table, (set(), set(), set()))[side].add(change.id)
        if change.table == "activity_target":
            sides.setdefault("activity", (set(), set(), set()))[1].add(change.id.split("|", 1)[0])
    rows = {
        table: ChangedRows(frozenset(added), frozenset(changed - added - removed), frozenset(removed))
        for table, (added, changed, removed) in sides.items()
    }
    return Changes(label, rows, revision, kind)
