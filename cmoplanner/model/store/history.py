"""The journal of a working copy: every changed row before and after, by step; undo and redo replay it.

TEMP triggers on our own connection record the rows as values in untyped columns. Nothing of the journal is ever
SQL, and a value comes back bit by bit as it was. (SQLite's `quote()` as text changed 1 of 6,000 random doubles.)
"""

import json
import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, text, update
from sqlalchemy.exc import DataError, IntegrityError, InterfaceError

from cmoplanner.model.store import schema
from cmoplanner.model.store.changes import RowChange, collapsed
from cmoplanner.model.store.schema import CORE, ROW_CORE, STEP_CORE

_log = logging.getLogger(__name__)

MergeKey = tuple[str, ...]

MERGE_WITHIN = timedelta(seconds=3)
KEPT_STEPS = 1_000
KEPT_ROWS = 200_000
_OLD, _NEW = 0, 1
_AT_ONCE = 500
_HEAD = 5  # columns of a journal row before its values


class UnfitJournal(LookupError):
    """A journal that does not belong to this plan, or that somebody changed."""


@dataclass(frozen=True, slots=True)
class Step:
    """One undoable act."""

    id: int
    label: str
    merge: MergeKey | None
    at: datetime
    undone: bool


class History:
    """Records, undoes and redoes the steps of one working copy; each method runs in the caller's transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        for statement in _triggers():
            connection.exec_driver_sql(statement)  # as it is: compiling each would cost a third of opening a plan
        self._forget_if_unreadable()

    def top(self, *, undone: bool) -> Step | None:
        """Return the step that undo (or redo, if `undone`) acts on next; None if there is none."""
        number = func.min(STEP_CORE.c.step) if undone else func.max(STEP_CORE.c.step)
        wanted = select(number).where(STEP_CORE.c.undone == int(undone)).scalar_subquery()
        row = self._connection.execute(select(STEP_CORE).where(STEP_CORE.c.step == wanted)).first()
        return None if row is None else _step(row)

    def steps(self) -> list[Step]:
        """Return all steps, oldest first; those that are undone come last."""
        return [_step(row) for row in self._connection.execute(select(STEP_CORE).order_by(STEP_CORE.c.step))]

    def between(self, step: int | None) -> list[Step]:
        """Return what is to be undone, or redone, one after another, until `step` is the last act (None: no act).

        Raises LookupError if there is no such step.
        """
        steps = self.steps()
        target = next((found for found in steps if found.id == step), None)
        if step is not None and target is None:
            raise LookupError(f"there is no step {step}")
        if target is not None and target.undone:
            return [found for found in steps if found.undone and found.id <= target.id]
        after = 0 if target is None else target.id
        return [found for found in reversed(steps) if not found.undone and found.id > after]

    def begin(self, label: str, merge: MergeKey | None, at: datetime, revision: int) -> "Recording":
        """Open a step, or take up the last one if both have the same merge key; rows are recorded from now on."""
        self._forget_undone()
        last = self.top(undone=False)
        merged = last and merge and last.merge == merge and timedelta(0) <= at - last.at <= MERGE_WITHIN
        if last and merged:
            number = last.id
            self._connection.execute(
                update(STEP_CORE)
                .where(STEP_CORE.c.step == number)
                .values(label=label, at=at.isoformat(), revision=revision)
            )
        else:
            number = (last.id if last else 0) + 1
            self._connection.execute(
                insert(STEP_CORE).values(
                    step=number,
                    label=label,
                    merge=json.dumps(merge) if merge else None,
                    at=at.isoformat(),
                    undone=0,
                    revision=revision,
                )
            )
        mark: int = self._connection.execute(select(func.coalesce(func.max(ROW_CORE.c.seq), 0))).scalar_one()
        self._connection.execute(text("INSERT INTO temp.recording VALUES (:step)"), {"step": number})
        return Recording(number, mark, bool(merged))

    def finish(self, recording: "Recording") -> list[RowChange]:
        """Stop recording; return what changed since the recording began, one entry per row."""
        self._connection.execute(text("DELETE FROM temp.recording"))
        self._forget_oldest()
        changes = collapsed(_pairs(self._journal(ROW_CORE.c.seq > recording.mark)))
        if recording.merged or not changes:
            self._forget_if_nothing_is_left(recording.step)
        return changes

    def replay(self, steps: Sequence[Step], revision: int) -> list[RowChange]:
        """Undo steps one after another, or redo those that are undone; return what changed, one entry per row.

        They follow each other in the journal. Raises UnfitJournal, and the caller takes the transaction back, if the
        journal does not fit the plan, or one of its steps not the one before.
        """
        whole = self.told_of(steps)
        changes = [change for change in whole if change.old != change.new]
        try:
            self._compare(whole)
            self._write(changes)
        except (KeyError, IntegrityError, InterfaceError, DataError) as error:  # another table, or no value of ours
            raise UnfitJournal(f"the journal does not fit: {type(error).__name__}") from error
        self._connection.execute(
            update(STEP_CORE)
            .where(*_within(STEP_CORE.c.step, steps))
            .values(undone=int(not steps[0].undone), revision=revision, merge=None)
        )
        return changes

    def told_of(self, steps: Sequence[Step]) -> list[RowChange]:
        """Return what `replay` would change, one entry per row, also for rows that would end as they are.

        Raises UnfitJournal.
        """
        rows = self._journal(*_within(ROW_CORE.c.step, steps))
        found = {step: collapsed(_pairs(of_step)) for step, of_step in groupby(rows, lambda row: row[1])}
        return _joined(
            change if step.undone else change.inverse() for step in steps for change in found.get(step.id, ())
        )

    def steps_since(self, revision: int) -> list[Step]:
        """Return the steps that were done or undone after a revision, oldest first."""
        query = select(STEP_CORE).where(STEP_CORE.c.revision > revision).order_by(STEP_CORE.c.step)
        return [_step(row) for row in self._connection.execute(query)]

    def _compare(self, changes: Sequence[RowChange]) -> None:
        """Raise UnfitJournal unless each row is now as its change found it."""
        ids: dict[str, list[str]] = {}
        for change in changes:
            ids.setdefault(change.table, []).append(change.id)
        current: dict[tuple[str, str], tuple[Any, ...]] = {}
        for name, wanted in ids.items():
            for at in range(0, len(wanted), _AT_ONCE):
                query = select(CORE[name]).where(CORE[name].c.id.in_(wanted[at : at + _AT_ONCE]))
                current |= {(name, row[0]): tuple(row) for row in self._connection.execute(query)}
        for change in changes:
            if current.get((change.table, change.id)) != change.old:
                raise UnfitJournal(f"the journal does not fit {change.table}[{change.id}]")

    def _write(self, changes: Sequence[RowChange]) -> None:
        """Write rows table by table: removed, added and changed ones in one statement each."""
        for name in dict.fromkeys(change.table for change in changes):
            columns = schema.names(name)
            own = [change for change in changes if change.table == name]
            gone = [(change.id,) for change in own if change.new is None]
            added = [tuple(change.new) for change in own if change.old is None and change.new is not None]
            changed = [(*change.new, change.id) for change in own if change.old is not None and change.new is not None]
            named, marks = ", ".join(f'"{column}"' for column in columns), ", ".join("?" for _column in columns)
            for statement, rows in (
                (f'DELETE FROM main."{name}" WHERE "id" = ?', gone),  # noqa: S608 # our own names
                (f'INSERT INTO main."{name}" ({named}) VALUES ({marks})', added),  # noqa: S608
                (f'UPDATE main."{name}" SET ({named}) = ({marks}) WHERE "id" = ?', changed),  # noqa: S608
            ):
                if rows:
                    self._connection.exec_driver_sql(statement, rows)  # compiling would cost more than writing

    def _journal(self, *which: ColumnElement[bool]) -> Sequence[Sequence[Any]]:
        """Return rows of the journal by step, in the order in which they came, no wider than their tables need."""
        tables = self._connection.execute(select(ROW_CORE.c.tab).where(*which).distinct()).scalars()
        width = max((len(schema.COLUMNS.get(table, ())) for table in tables), default=0)
        columns = [ROW_CORE.c[name] for name in ("seq", "step", "tab", "row", "side", *schema.VALUES[:width])]
        return self._connection.execute(select(*columns).where(*which).order_by(ROW_CORE.c.step, ROW_CORE.c.seq)).all()

    def _forget_if_unreadable(self) -> None:
        """Start without undo steps where the journal was tampered with: the plan itself is whole without it."""
        try:
            undone = [step.undone for step in self.steps()]
        except (ValueError, TypeError):
            undone = [True, False]
        if undone != sorted(undone):
            _log.warning("The journal cannot be read; its steps are forgotten")
            self._connection.execute(delete(ROW_CORE))
            self._connection.execute(delete(STEP_CORE))

    def _forget_undone(self) -> None:
        undone = select(STEP_CORE.c.step).where(STEP_CORE.c.undone == 1)
        self._connection.execute(delete(ROW_CORE).where(ROW_CORE.c.step.in_(undone)))
        self._connection.execute(delete(STEP_CORE).where(STEP_CORE.c.undone == 1))

    def _forget_if_nothing_is_left(self, step: int) -> None:
        """Drop a merged step whose acts cancel each other out: undoing it would show nothing."""
        if not collapsed(_pairs(self._journal(ROW_CORE.c.step == step))):
            self._connection.execute(delete(ROW_CORE).where(ROW_CORE.c.step == step))
            self._connection.execute(delete(STEP_CORE).where(STEP_CORE.c.step == step))

    def _forget_oldest(self) -> None:
        first, last, rows = self._connection.execute(  # all None in an empty journal
            select(
                select(func.min(STEP_CORE.c.step)).scalar_subquery(),
                select(func.max(STEP_CORE.c.step)).scalar_subquery(),
                select(func.max(ROW_CORE.c.seq) - func.min(ROW_CORE.c.seq)).scalar_subquery(),
            )
        ).one()
        if first is None:
            return
        limit = max(first, last - KEPT_STEPS + 1)
        if (rows or 0) > KEPT_ROWS:
            newest = select(func.max(ROW_CORE.c.seq)).scalar_subquery()
            cut = select(func.min(ROW_CORE.c.step)).where(ROW_CORE.c.seq > newest - KEPT_ROWS)
            limit = min(last, max(limit, self._connection.execute(cut).scalar_one() + 1))
        if limit > first:
            self._connection.execute(delete(ROW_CORE).where(ROW_CORE.c.step < limit))
            self._connection.execute(delete(STEP_CORE).where(STEP_CORE.c.step < limit))


@dataclass(frozen=True, slots=True)
class Recording:
    """A step that is being recorded, the last journal row before it, and whether the step had rows before."""

    step: int
    mark: int
    merged: bool


def _pairs(rows: Iterable[Any]) -> Iterator[RowChange]:
    """Yield the changes that rows of the journal tell of, one step's in their order."""
    waiting: RowChange | None = None
    for row in rows:
        _seq, _step_id, table, row_id, side = row[:_HEAD]
        if table not in schema.COLUMNS or side not in (_OLD, _NEW):
            raise UnfitJournal("the journal names other tables than a plan has")
        state = tuple(row[_HEAD : _HEAD + len(schema.COLUMNS[table])])
        if side == _NEW and waiting and (waiting.table, waiting.id) == (table, row_id):
            yield RowChange(table, row_id, waiting.old, state)
            waiting = None
            continue
        if waiting:
            yield waiting
            waiting = None
        if side == _OLD:
            waiting = RowChange(table, row_id, state, None)
        else:
            yield RowChange(table, row_id, None, state)
    if waiting:
        yield waiting


def _joined(changes: Iterable[RowChange]) -> list[RowChange]:
    """Return one change per row, also of rows that end as they began. Raises UnfitJournal where a link is missing."""
    found: dict[tuple[str, str], RowChange] = {}
    for change in changes:
        place = change.table, change.id
        before = found.get(place)
        if before is not None and before.new != change.old:
            raise UnfitJournal(f"the journal does not fit {change.table}[{change.id}]")
        found[place] = change if before is None else RowChange(*place, before.old, change.new)
    return list(found.values())


def _within(number: ColumnElement[int], steps: Sequence[Step]) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    ids = [step.id for step in steps]
    return number >= min(ids), number <= max(ids)


def _step(row: Any) -> Step:
    merge = tuple(json.loads(row.merge)) if row.merge else None
    return Step(row.step, row.label, merge, datetime.fromisoformat(row.at), bool(row.undone))


def _triggers() -> Iterator[str]:
    yield 'CREATE TEMP TABLE "recording" ("step" INTEGER)'
    for table in schema.COLUMNS:
        columns = schema.names(table)
        for event, sides in (("INSERT", (_NEW,)), ("UPDATE", (_OLD, _NEW)), ("DELETE", (_OLD,))):
            inserts = " ".join(_record(table, columns, side) for side in sides)
            yield f'CREATE TEMP TRIGGER "record_{event}_{table}" AFTER {event} ON main."{table}" BEGIN {inserts} END'


def _record(table: str, columns: tuple[str, ...], side: int) -> str:
    row = "NEW" if side == _NEW else "OLD"
    targets = ", ".join(f'"{value}"' for value in schema.VALUES[: len(columns)])
    values = ", ".join(f'{row}."{column}"' for column in columns)
    return (
        f'INSERT INTO "journal_row" ("step", "tab", "row", "side", {targets}) '  # noqa: S608 # our own names
        f'SELECT "step", \'{table}\', {row}."id", {side}, {values} FROM "recording";'
    )
