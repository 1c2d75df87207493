"""All rows of an open plan as they are stored, renewed by each act, so that they can be handed out at any moment."""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence

from cmoplanner.model.store.change_log import LogEntry, first_kept
from cmoplanner.model.store.changes import RowChange
from cmoplanner.model.store.contents import Contents
from cmoplanner.model.store.digest import StoredRow


class Held:
    """The rows of every table, and the change log, of one open plan.

    Handing them out reads no database, and what was handed out never changes. That they are the rows of the working
    copy shows when they are written: the file must have the plan's digest.
    """

    def __init__(self, contents: Contents) -> None:
        self._lists: dict[str, Sequence[StoredRow]] = dict(contents.tables)
        self._rows: dict[str, dict[object, StoredRow]] = {}
        self._stale: set[str] = set()
        self._log = deque(contents.record.log)

    @property
    def newest_entry(self) -> LogEntry:
        """The last entry of the change log."""
        return self._log[-1]

    def log(self) -> tuple[LogEntry, ...]:
        """Return the change log, oldest entry first."""
        return tuple(self._log)

    def tables(self) -> Mapping[str, Sequence[StoredRow]]:
        """Return all rows of all tables in the user's order."""
        for name in self._stale:
            self._lists[name] = sorted(self._rows[name].values(), key=lambda row: (row[1], row[0]))
        self._stale.clear()
        return dict(self._lists)

    def tables_with(self, changes: Iterable[RowChange]) -> Mapping[str, Sequence[StoredRow]]:
        """Return all rows of all tables as they would be; raises LookupError where a change fits no row."""
        tables = dict(self.tables())
        by_table: dict[str, list[RowChange]] = {}
        for change in changes:
            by_table.setdefault(change.table, []).append(change)
        for name, own in by_table.items():
            rows = {row[0]: row for row in tables[name]}
            for change in own:
                if rows.pop(change.id, None) != change.old:
                    raise LookupError(f"{name}[{change.id}]")
                if change.new is not None:
                    rows[change.id] = change.new
            tables[name] = sorted(rows.values(), key=lambda row: (row[1], row[0]))
        return tables

    def apply(self, changes: Iterable[RowChange], entry: LogEntry) -> None:
        """Take over what an act changed, and its entry in the log."""
        for change in changes:
            name = change.table
            if name not in self._lists:
                continue  # a version: it is kept elsewhere
            if name not in self._rows:
                self._rows[name] = {row[0]: row for row in self._lists[name]}
            if change.new is None:
                self._rows[name].pop(change.id, None)
            else:
                self._rows[name][change.id] = change.new
            self._stale.add(name)
        self._log.append(entry)
        while self._log[0].number < first_kept(entry):
            self._log.popleft()
